/** What is on its way to a location or from it: loads, what should be in them, and what was found. */
import { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, page, wire, WireId } from '../../kernel/wire.ts';
import { fold, loadStream } from '../books/index.ts';
import { Barcodes, shownOf, shownProducts } from '../catalogue/index.ts';
import { loadSlice, shippingProblems } from '../shipping/index.ts';
import type { Receipt } from '../shipping/index.ts';
import { mine } from './commands.ts';
import { loadByCode, unitsInLoad } from './loads.ts';
import type { LoadRow } from './loads.ts';
import { loadActions } from './permissions.ts';

export const LoadQuery = z.object({
  ...page, location: z.string().max(63).optional(), direction: z.enum(['incoming', 'outgoing']).default('incoming'),
  status: z.enum(['handed', 'partly_received', 'received']).optional().describe('Default: what is on its way, the whole or a part'),
});
const Head = z.object({ id: WireId, code: z.string(), origin: z.string(), destination: z.string(), status: z.string(), handedAt: z.string(), receivedAt: z.string().nullable(), overdueSince: z.string().optional().describe('It should be there since, and was not received') });
export const LoadListRow = Head.extend({ units: z.int().describe('On their way still'), orders: z.int() });

const Product = z.object({ sku: z.string(), name: z.string(), picture: z.string().nullable(), options: z.record(z.string(), z.string()), ...Barcodes });
const Found = z.object({ sku: z.string(), good: z.int(), damaged: z.int() });
export const LoadView = Head.extend({
  products: z.array(Product.extend({ quantity: z.int().describe('On their way still'), free: z.int().describe('Of these, for no order: they fill up the shelves') })),
  orders: z.array(z.object({ order: WireId, number: z.string(), delivery: z.int(), kind: z.string(), lines: z.array(z.object({ line: z.int(), sku: z.string(), quantity: z.int() })) })),
  receipts: z.array(z.object({ at: z.string(), by: z.string(), lines: z.array(Product.omit({ gtins: true, cartons: true, picture: true, options: true }).extend({ good: z.int(), damaged: z.int(), missing: z.int() })), surplus: z.array(Found.extend({ name: z.string() })), outstanding: z.int() })),
  can: z.array(z.string()),
});

const headOf = (row: LoadRow): z.infer<typeof Head> => ({ id: wire('load', row.id), code: row.code, origin: row.origin, destination: row.destination, status: row.status, handedAt: row.handed_at, receivedAt: row.received_at, ...(row.overdue_since === null ? {} : { overdueSince: row.overdue_since }) });

/** Loads to (or from) the account's locations, those handed over first at the top. */
export async function listLoads(database: Database, actor: Actor, { after, limit, location, direction, status }: z.infer<typeof LoadQuery>): Promise<{ loads: z.infer<typeof LoadListRow>[]; next: string | null }> {
  const cursor = decodeCursor(after, ['uuid']);
  const side = direction === 'incoming' ? 'destination' : 'origin';
  const rows = await database.query<LoadRow & { units: number; orders: number }>(
    `select l.id, l.code, l.origin, l.destination, l.status, l.handed_at, l.received_at, l.overdue_since, u.units + l.goods as units, u.orders from shipping.load l,
       lateral (select coalesce(sum(quantity), 0)::int as units, count(distinct order_id)::int as orders from books.unit where holder_id = l.id and stage = 'in_transfer') u
     where ($1::text[] is null or l.${side} = any($1)) and ($2::text is null or l.${side} = $2) and l.status = any($3) and ($4::uuid is null or l.id > $4) order by l.id limit $5`,
    [actor.locations === 'all' ? null : actor.locations, location ?? null, status ? [status] : ['handed', 'partly_received'], cursor?.[0] ?? null, limit + 1]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { loads: shown.map((row) => ({ ...headOf(row), units: row.units, orders: row.orders })), next: rows.length > limit && last ? encodeCursor([last.id]) : null };
}

/** One load with its products and orders, for the location it comes from and the one it goes to. */
export async function presentLoad(database: Database, actor: Actor, code: string): Promise<z.infer<typeof LoadView>> {
  const row = await loadByCode(database, code);
  if (!row || !(mine(actor, row.origin) || mine(actor, row.destination))) throw shippingProblems.load_unknown({ detail: `There is no load "${code}" for this account's locations.`, found: code });
  const [held, stream] = await Promise.all([unitsInLoad(database, row.id), loadStream(database, row.id)]);
  const { receipts, goods } = stream ? fold(stream, loadSlice) : { receipts: [], goods: new Map<string, number>() };
  const free = new Map([...goods].filter(([, n]) => n > 0));
  const skus = [...held.map((one) => one.sku), ...free.keys(), ...receipts.flatMap((receipt) => [...receipt.lines, ...receipt.goods, ...receipt.surplus].map((line) => line.sku))];
  const [shown, orders] = await Promise.all([shownProducts(database, skus), ordersOf(database, [...new Set(held.map((one) => one.order))])]);
  const product = (sku: string): z.infer<typeof Product> => ({ sku, name: shown.get(sku)?.name ?? sku, ...shownOf(shown, sku) });
  const deliveries = new Map<string, z.infer<typeof LoadView>['orders'][number]>();
  for (const { order, delivery, line, sku, quantity } of held) {
    const key = `${order} ${delivery}`;
    const of = deliveries.get(key) ?? { order: wire('order', order), number: orders.get(order)?.number ?? '', delivery, kind: orders.get(order)?.kinds[String(delivery)] ?? '', lines: [] };
    of.lines.push({ line, sku, quantity });
    deliveries.set(key, of);
  }
  const open = held.reduce((sum, one) => sum + one.quantity, 0) + [...free.values()].reduce((sum, n) => sum + n, 0);
  return {
    ...headOf(row), orders: [...deliveries.values()], receipts: receipts.map((receipt) => receiptOf(receipt, (sku) => product(sku).name)),
    products: [...new Set([...held.map((one) => one.sku), ...free.keys()])].map((sku) => ({ ...product(sku), quantity: held.reduce((sum, one) => sum + (one.sku === sku ? one.quantity : 0), free.get(sku) ?? 0), free: free.get(sku) ?? 0 })),
    can: loadActions(actor, { destination: mine(actor, row.destination), open }),
  };
}

function receiptOf({ at, by, lines, goods, surplus, outstanding }: Receipt, nameOf: (sku: string) => string): z.infer<typeof LoadView>['receipts'][number] {
  const skus = new Map<string, { sku: string; name: string; good: number; damaged: number; missing: number }>();
  for (const { sku, good, damaged, missing } of [...lines, ...goods]) {
    const before = skus.get(sku) ?? { sku, name: nameOf(sku), good: 0, damaged: 0, missing: 0 };
    skus.set(sku, { ...before, good: before.good + good, damaged: before.damaged + damaged, missing: before.missing + missing });
  }
  return { at: at satisfies Instant, by, lines: [...skus.values()], surplus: surplus.map((one) => ({ ...one, name: nameOf(one.sku) })), outstanding };
}

/** Numbers of orders, and the kind of each delivery. */
async function ordersOf(database: Database, ids: readonly Uuid[]): Promise<Map<Uuid, { number: string; kinds: Record<string, string> }>> {
  const rows = await database.query<{ id: Uuid; number: string; kinds: Record<string, string> }>(
    'select o.id, o.number, (select json_object_agg(d.delivery, d.kind) from orders.delivery d where d.order_id = o.id) as kinds from orders.order o where o.id = any($1)', [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}
