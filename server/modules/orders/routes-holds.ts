/** The address of what is held, over all orders. */
import { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import { ok, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, page, wire, WireId } from '../../kernel/wire.ts';
import { CHANGERS, mayRelease } from './permissions.ts';

const HoldsQuery = z.object({ ...page, reason: z.string().max(50).optional(), owner: z.string().max(50).optional().describe('Team that the hold belongs to'), channel: z.string().max(50).optional() });
const HoldView = z.object({ id: WireId, reason: z.string(), owner: z.string(), placedAt: z.string(), order: WireId, orderNumber: z.string(), channel: z.string(), status: z.string(), total: z.int(), currency: z.string(), can: z.array(z.enum(['release'])) });

interface Row { id: Uuid; reason: string; owner: string; placed_at: Instant; order_id: Uuid; number: string; channel: string; status: string; total: number; currency: string }

async function listHolds(database: Database, actor: Actor, { after, limit, reason, owner, channel }: z.output<typeof HoldsQuery>): Promise<{ holds: z.infer<typeof HoldView>[]; next: string | null }> {
  const cursor = decodeCursor(after, ['instant', 'uuid']);
  const rows = await database.query<Row>(
    `select h.id, h.reason, h.owner, h.placed_at, h.order_id, o.number, o.channel, o.status, o.total, o.currency from orders.hold h join orders.order o on o.id = h.order_id
     where h.released_at is null and ($1::text is null or h.reason = $1) and ($2::text is null or h.owner = $2) and ($3::text is null or o.channel = $3) and ($4::timestamptz is null or (h.placed_at, h.id) > ($4, $5::uuid))
     order by h.placed_at, h.id limit $6`, [reason ?? null, owner ?? null, channel ?? null, cursor?.[0] ?? null, cursor?.[1] ?? null, limit + 1]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    holds: shown.map((row) => ({ id: wire('hold', row.id), reason: row.reason, owner: row.owner, placedAt: row.placed_at, order: wire('order', row.order_id), orderNumber: row.number, channel: row.channel, status: row.status, total: row.total, currency: row.currency.trim(), can: mayRelease(actor, row.owner) ? ['release' as const] : [] })),
    next: rows.length > limit && last ? encodeCursor([last.placed_at, last.id]) : null,
  };
}

export const holdRoutes = ({ database }: { database: Database }): Route[] => [
  route({
    method: 'GET', path: '/holds', operation: 'listHolds', tag: 'Orders', summary: 'What is held, over all orders, longest first', access: [...CHANGERS, 'finance', 'viewer'], query: HoldsQuery,
    answers: { 200: { description: 'One page of open holds', schema: z.object({ holds: z.array(HoldView), next: z.string().nullable() }) } },
    handle: async ({ query, actor }) => ok(await listHolds(database, actor, query)),
  }),
];
