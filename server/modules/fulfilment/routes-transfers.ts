/** The addresses of internal shipments of free goods: asking, sending, closing, and what there is to send or comes. */
import { z } from 'zod';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { decodeCursor, encodeCursor, idOf, page, wire, WireId } from '../../kernel/wire.ts';
import { Barcodes, shownOf, shownProducts } from '../catalogue/index.ts';
import { STORE, workAnswers } from './contract.ts';
import type { FloorRouteDeps } from './contract.ts';
import { mine } from './commands.ts';
import { askTransfer, closeTransfer, sendGoods, transferFor } from './transfers.ts';
import type { Transfer } from './transfers.ts';

const Query = z.object({ ...page, location: z.string().min(1).max(63).optional(), direction: z.enum(['outgoing', 'incoming']).default('outgoing').describe('outgoing: to send from the location; incoming: to come to it'), status: z.enum(['open', 'sent', 'closed']).default('open') });
const Lines = z.array(z.strictObject({ code: z.string().min(1).max(100).describe('A GTIN of any length, or a SKU'), quantity: z.int().min(1).max(100_000) })).min(1).max(500);
const Params = z.object({ replenishment: idOf('transfer') });

export const ReplenishmentView = z.object({
  id: WireId, origin: z.string(), destination: z.string(), status: z.enum(['open', 'sent', 'closed']), note: z.string().nullable(), askedBy: z.string(), askedAt: z.string(), endedAt: z.string().nullable(),
  lines: z.array(z.object({ sku: z.string(), name: z.string(), picture: z.string().nullable(), options: z.record(z.string(), z.string()), ...Barcodes, place: z.string().nullable().describe('Where it lies at the origin'), asked: z.int(), sent: z.int(), free: z.int().describe('What the origin can send by the books: not promised to orders') })),
  can: z.array(z.enum(['send', 'close'])),
});

async function viewOf(database: Database, actor: Actor, transfers: readonly Transfer[]): Promise<z.infer<typeof ReplenishmentView>[]> {
  const skus = [...new Set(transfers.flatMap(({ lines }) => lines.map(({ sku }) => sku)))];
  const [shown, there] = await Promise.all([
    shownProducts(database, skus),
    database.query<{ location: string; sku: string; free: number; place: string | null }>(
      `select l.location, s.sku, coalesce(b.quantity - b.reserved - b.broken, 0)::int as free, p.place from unnest($1::text[]) l(location) cross join unnest($2::text[]) s(sku)
         left join books.stock_balance b on b.location = l.location and b.sku = s.sku and b.state = 'sellable' left join inventory.place p on p.location = l.location and p.sku = s.sku`, [[...new Set(transfers.map(({ origin }) => origin))], skus]),
  ]);
  return transfers.map(({ id, origin, destination, status, note, asked_by: askedBy, asked_at: askedAt, ended_at: endedAt, lines }) => ({
    id: wire('transfer', id), origin, destination, status, note, askedBy, askedAt, endedAt,
    lines: lines.map(({ sku, asked, sent }) => {
      const at = there.find((one) => one.location === origin && one.sku === sku);
      return { sku, name: shown.get(sku)?.name ?? sku, ...shownOf(shown, sku), place: at?.place ?? null, asked, sent, free: Math.max(0, at?.free ?? 0) };
    }),
    can: status === 'open' ? [...(mine(actor, origin) ? ['send' as const] : []), 'close' as const] : [],
  }));
}

async function list(database: Database, actor: Actor, { after, limit, location, direction, status }: z.infer<typeof Query>): Promise<{ replenishments: z.infer<typeof ReplenishmentView>[]; next: string | null }> {
  const cursor = decodeCursor(after, ['uuid']);
  const side = direction === 'outgoing' ? 'origin' : 'destination';
  const rows = await database.query<Transfer>(
    `select id, origin, destination, status, lines, note, asked_by, asked_at, ended_at, version from fulfilment.transfer
     where ($1::text[] is null or ${side} = any($1)) and ($2::text is null or ${side} = $2) and status = $3 and ($4::uuid is null or id > $4) order by id limit $5`,
    [actor.locations === 'all' ? null : actor.locations, location ?? null, status, cursor?.[0] ?? null, limit + 1]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { replenishments: await viewOf(database, actor, shown), next: rows.length > limit && last ? encodeCursor([last.id]) : null };
}

export function transferRoutes(deps: FloorRouteDeps): Route[] {
  const one = async (actor: Actor, id: string): Promise<z.infer<typeof ReplenishmentView>> => {
    const [view] = await viewOf(deps.database, actor, [await transferFor(deps.database, actor, id)]);
    return view as z.infer<typeof ReplenishmentView>;
  };
  const answers = { ...workAnswers, 200: { description: 'The internal shipment as it is now', schema: ReplenishmentView } };
  return [
    route({
      method: 'GET', path: '/replenishments', operation: 'listReplenishments', tag: 'Shop floor', summary: 'Free goods that one location is to send to another', access: STORE, query: Query,
      answers: { 200: { description: 'One page', schema: z.object({ replenishments: z.array(ReplenishmentView), next: z.string().nullable() }) } },
      handle: async ({ query, actor }) => ok(await list(deps.database, actor, query)),
    }),
    route({
      method: 'POST', path: '/replenishments', operation: 'askReplenishment', tag: 'Shop floor', summary: 'Ask another location for goods, or announce that they will be sent there',
      description: 'By the location that wants them, by the one that has them, or by operations. Nothing is reserved: what is promised to orders goes before.',
      access: STORE, body: z.strictObject({ origin: z.string().min(1).max(63), destination: z.string().min(1).max(63), lines: Lines, note: z.string().trim().min(1).max(500).nullable().default(null) }),
      answers: { 201: { description: 'Asked', schema: ReplenishmentView }, 404: workAnswers[404], 409: workAnswers[409], 422: workAnswers[422] },
      handle: async ({ body, context, actor }) => ({ status: 201, body: await one(actor, (await askTransfer(deps, context, body)).answer.id) }),
    }),
    route({
      method: 'GET', path: '/replenishments/{replenishment}', operation: 'getReplenishment', tag: 'Shop floor', summary: 'One internal shipment with its products, and what was sent of each', access: STORE, params: Params,
      answers: { 200: { description: 'The internal shipment', schema: ReplenishmentView }, 404: { description: 'No such internal shipment here', schema: Problem } },
      handle: async ({ params, actor }) => ok(await one(actor, params.replenishment)),
    }),
    route({
      method: 'POST', path: '/replenishments/{replenishment}/send', operation: 'sendReplenishment', tag: 'Shop floor', summary: 'Put counted goods into a tote or van that goes there, beside whatever else is in it',
      description: 'So many at a time as one likes. They are on their way until the other location has looked into the load: too few, too many, wrong and damaged are told there. Refused, with nothing changed, when some of it is promised to orders.',
      access: STORE, params: Params, body: z.strictObject({ load: z.string().regex(/^[A-Za-z0-9-]{1,40}$/, 'letters, digits and dashes').describe('Code on the tote'), lines: Lines }), answers,
      handle: async ({ params, body, context, actor }) => {
        await sendGoods(deps, context, { transfer: params.replenishment, ...body }, () => null);
        return ok(await one(actor, params.replenishment));
      },
    }),
    route({
      method: 'POST', path: '/replenishments/{replenishment}/close', operation: 'closeReplenishment', tag: 'Shop floor', summary: 'Nothing more of it will be sent', access: STORE, params: Params, answers,
      handle: async ({ params, context, actor }) => {
        await closeTransfer(deps, context, params.replenishment);
        return ok(await one(actor, params.replenishment));
      },
    }),
  ];
}
