/** Returns of a location: what waits for inspection, what was put away, and one return with its products. */
import { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, page, wire, WireId } from '../../kernel/wire.ts';
import { fold, loadStreamBy } from '../books/index.ts';
import { Barcodes, shownOf, shownProducts } from '../catalogue/index.ts';
import { orderSlice } from '../orders/index.ts';
import { returnActions } from './permissions.ts';
import { returnProblems, uninspected } from './rules.ts';
import type { ReturnEvents } from './rules.ts';

export const ReturnQuery = z.object({ ...page, location: z.string().max(63).optional(), status: z.enum(['received', 'inspected']).optional().describe('received: something waits for inspection') });
export const ReturnRow = z.object({ id: WireId, number: z.string(), order: WireId, orderNumber: z.string(), location: z.string(), status: z.string(), units: z.int(), reason: z.string().nullable(), receivedAt: z.string() });
export const ReturnView = ReturnRow.extend({
  lines: z.array(z.object({
    line: z.int(), sku: z.string().nullable(), name: z.string(), picture: z.string().nullable(), options: z.record(z.string(), z.string()), ...Barcodes, quantity: z.int(),
    waiting: z.int().describe('Units to be inspected'), condition: z.string().nullable().describe('As it was seen when it came in'), sellable: z.int(), damaged: z.int(),
  })),
  can: z.array(z.string()),
});

interface Row { id: Uuid; order_id: Uuid; order_number: string; location: string; status: string; units: number; received_at: Instant; number: string | null; reason: string | null }

const COLUMNS = `r.id, r.order_id, o.number as order_number, r.location, r.status, r.units, r.received_at, e.number, e.reason
  from returns.return r join orders.order o on o.id = r.order_id
  left join lateral (select d ->> 'number' as number, d ->> 'reason' as reason from (select (body::jsonb -> 'data') as d from books.event where stream_id = r.order_id and type = 'ItemsReturned') s where d ->> 'return' = r.id::text) e on true`;

const rowOf = (row: Row): z.infer<typeof ReturnRow> => ({ id: wire('return', row.id), number: row.number ?? '', order: wire('order', row.order_id), orderNumber: row.order_number, location: row.location, status: row.status, units: row.units, reason: row.reason, receivedAt: row.received_at });

/** Returns of the account's locations, those received first at the top: they wait longest. */
export async function listReturns(database: Database, actor: Actor, { after, limit, location, status }: z.infer<typeof ReturnQuery>): Promise<{ returns: z.infer<typeof ReturnRow>[]; next: string | null }> {
  const cursor = decodeCursor(after, ['uuid']);
  const rows = await database.query<Row>(
    `select ${COLUMNS} where ($1::text[] is null or r.location = any($1)) and ($2::text is null or r.location = $2) and ($3::text is null or r.status = $3) and ($4::uuid is null or r.id > $4) order by r.id limit $5`,
    [actor.locations === 'all' ? null : actor.locations, location ?? null, status ?? null, cursor?.[0] ?? null, limit + 1]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { returns: shown.map(rowOf), next: rows.length > limit && last ? encodeCursor([last.id]) : null };
}

/** One return, for where it lies; to other stores it does not exist. */
export async function presentReturn(database: Database, actor: Actor, id: Uuid): Promise<z.infer<typeof ReturnView>> {
  const [[row], stream] = await Promise.all([
    database.query<Row>(`select ${COLUMNS} where r.id = $1`, [id]), loadStreamBy(database, 'select order_id from returns.return where id = $1', id),
  ]);
  const here = row !== undefined && (actor.locations === 'all' || actor.locations.includes(row.location));
  if (!row || !stream || !here) throw returnProblems.return_unknown({ detail: `There is no return ${wire('return', id)} for this account.` });
  const order = fold(stream, orderSlice);
  const received = stream.events.find((event) => event.type === 'ItemsReturned' && (event.data as ReturnEvents['ItemsReturned']).return === id)?.data as ReturnEvents['ItemsReturned'] | undefined;
  const inspected = stream.events.filter((event) => event.type === 'ItemsInspected').map((event) => event.data as ReturnEvents['ItemsInspected']).filter((data) => data.return === id).flatMap((data) => data.lines);
  const waiting = uninspected(stream.events, id);
  const numbers = [...new Set((received?.lines ?? []).map((line) => line.line))];
  const shown = await shownProducts(database, numbers.map((number) => order.lines.get(number)?.sku ?? null));
  const lines = numbers.map((number) => {
    const line = order.lines.get(number);
    const brought = (received?.lines ?? []).filter((one) => one.line === number);
    const put = (disposition: 'sellable' | 'damaged'): number => inspected.reduce((sum, one) => sum + (one.line === number && one.disposition === disposition ? one.quantity : 0), 0);
    return {
      line: number, sku: line?.sku ?? null, name: line?.name ?? '', ...shownOf(shown, line?.sku ?? null),
      quantity: brought.reduce((sum, one) => sum + one.quantity, 0), waiting: waiting.get(number) ?? 0, condition: brought.find((one) => one.condition !== null)?.condition ?? null, sellable: put('sellable'), damaged: put('damaged'),
    };
  });
  return { ...rowOf(row), lines, can: returnActions(actor, { here, waiting: lines.reduce((sum, line) => sum + line.waiting, 0) }) };
}
