/** Receiving loads: the load notes what was found in it, then each order with goods in it is booked in, in a transaction of its own. */
import { execute } from '../../kernel/command.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import type { Queryable } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, loadStream, unitsOf } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { skusOf } from '../inventory/index.ts';
import { orderSlice, planOpen, settleMoney, worldOf } from '../orders/index.ts';
import { loadSlice, shippingProblems } from '../shipping/index.ts';
import type { LoadEvents, LoadStatus, Receipt } from '../shipping/index.ts';
import { mine, readyWhenAllThere } from './commands.ts';
import type { FloorDeps } from './commands.ts';
import { fulfilmentProblems } from './problems.ts';
import { allot, countedTwice, freeMoves, receive, surplusMoves } from './receiving.ts';
import type { Found, InLoad } from './receiving.ts';
import { floorSlice } from './types.ts';

export interface LoadRow { id: Uuid; code: string; origin: string; destination: string; status: LoadStatus; handed_at: string; received_at: string | null; overdue_since: string | null }

export const loadByCode = async (database: Queryable, code: string): Promise<LoadRow | null> =>
  (await database.query<LoadRow>('select id, code, origin, destination, status, handed_at, received_at, overdue_since from shipping.load where code = $1', [code]))[0] ?? null;

/** What is on its way in a load, by order in the order they were placed. */
export const unitsInLoad = (database: Queryable, load: Uuid): Promise<InLoad[]> =>
  database.query<InLoad>(`select order_id as order, delivery, line, sku, quantity from books.unit where holder_id = $1 and stage = 'in_transfer' order by order_id, line, delivery`, [load]);

export interface LoadRequest {
  /** What was found by product; null when everything is there. */
  found: { code: string; good: number; damaged: number }[] | null;
  /** Where the goods of an order were put. */
  shelves: { order: Uuid; shelf: string }[];
}

export interface LoadReceived { load: Uuid; orders: Uuid[]; missing: number; damaged: number; surplus: number; outstanding: number }

/**
 * Receives what was found in a load. What is missing or damaged is planned again for its order at once, what nobody expected is booked as
 * found, and what was not looked for stays on its way. A receipt that was interrupted is finished first, so that nothing is booked twice.
 */
export async function receiveLoad<T>(deps: FloorDeps, context: CommandContext, code: string, request: LoadRequest, present: (received: LoadReceived) => T): Promise<Outcome<T>> {
  let noted: Uuid | null = null;
  const outcome = await execute(deps.database, context, async (change) => {
    const known = await loadByCode(deps.database, code);
    if (!known || !mine(context.actor, known.destination)) throw shippingProblems.load_unknown({ detail: `There is no load "${code}" for this account's locations.`, found: code });
    // Another store's load is not there, whatever was asked of it: what was found is looked at after that.
    const found = request.found && (await foundBySku(deps, request.found));
    const stream = await loadStream(deps.database, known.id);
    if (!stream) throw shippingProblems.load_unknown({ detail: `There is no load "${code}".`, found: code });
    await finishReceipts(deps, context, stream);
    const held = await unitsInLoad(deps.database, known.id);
    // Of the stream whose version this transaction holds: the row was read before it, and a rival may have received the load in between.
    const { goods: free, receipts } = fold(stream, loadSlice);
    const received = receipts.at(-1)?.outstanding === 0;
    if (held.length === 0 && [...free.values()].every((n) => n === 0) && (received || !found)) throw shippingProblems.load_received({ detail: received ? `Load ${code} was received before, and nothing of it is outstanding.` : `Nothing is left in load ${code}: its orders were cancelled on the way. Count what you found as stock.`, found: code });
    const { lines, goods, surplus, outstanding } = allot(held, found, free);
    const shelves = Object.fromEntries(request.shelves.map(({ order, shelf }) => [order, shelf]));
    const data: LoadEvents['LoadReceived'] = { load: known.id, location: known.destination, receipt: newId(), lines, ...(goods.length > 0 ? { goods } : {}), surplus, shelves, outstanding };
    noted = known.id;
    deps.books.record(change, stream, [{ type: 'LoadReceived', data, moves: { stock: [...freeMoves(known.destination, goods), ...surplusMoves(known.destination, surplus)] } }], context);
    const sum = (of: (line: { missing: number; damaged: number }) => number): number => [...lines, ...goods].reduce((total, line) => total + of(line), 0);
    return { status: 200, answer: present({ load: known.id, orders: [...new Set(lines.map((line) => line.order))], missing: sum((line) => line.missing), damaged: sum((line) => line.damaged), surplus: surplus.reduce((total, one) => total + one.good + one.damaged, 0), outstanding }) };
  });
  const stream = noted === null ? null : await loadStream(deps.database, noted);
  if (stream) await finishReceipts(deps, context, stream);
  return outcome;
}

/** What was found by product: loose pieces and cartons of it together, each given once. */
async function foundBySku(deps: FloorDeps, found: NonNullable<LoadRequest['found']>): Promise<Found[]> {
  const skus = await skusOf(deps.database, found.map(({ code }) => code));
  const merged = new Map<string, Found & { by: Set<number> }>();
  for (const { code, good, damaged } of found) {
    const scanned = skus.get(code);
    if (scanned === undefined) throw fulfilmentProblems.unknown_product({ detail: `${code} is not a barcode or SKU of the catalogue. Scan the label of the product itself.`, found: code, field: 'found' });
    const { sku, pieces } = scanned;
    const before = merged.get(sku) ?? { sku, good: 0, damaged: 0, by: new Set() };
    if (before.by.has(pieces)) throw countedTwice(sku);
    merged.set(sku, { sku, good: before.good + good * pieces, damaged: before.damaged + damaged * pieces, by: before.by.add(pieces) });
  }
  return [...merged.values()].map(({ sku, good, damaged }) => ({ sku, good, damaged }));
}

/** Books every receipt of a load into the orders that it names; those that have it already are left alone. */
export async function finishReceipts(deps: FloorDeps, context: Pick<CommandContext, 'now' | 'actor'>, load: Stream): Promise<void> {
  const { load: id, destination, receipts } = fold(load, loadSlice);
  for (const receipt of receipts) {
    for (const order of new Set(receipt.lines.map((line) => line.order))) await intoOrder(deps, { ...context, key: null }, { load: id, location: destination }, receipt, order);
  }
}

async function intoOrder(deps: FloorDeps, context: CommandContext, load: { load: Uuid; location: string }, receipt: Receipt, order: Uuid): Promise<void> {
  await execute(deps.database, context, async (change) => {
    const stream = await loadStream(deps.database, order);
    const booked = stream?.events.some((event) => (event.type === 'ItemsReceived' || event.type === 'ItemsShorted') && (event.data as { receipt?: Uuid }).receipt === receipt.receipt);
    if (!stream || booked === true) return { status: 200, answer: null };
    const shelf = receipt.shelves[order] ?? null;
    const events = receive(unitsOf(stream), fold(stream, floorSlice), { ...load, receipt: receipt.receipt, lines: receipt.lines.filter((line) => line.order === order), shelf });
    if (events.length === 0) return { status: 200, answer: null };
    deps.books.record(change, stream, events, context);
    const shorted = new Set(events.flatMap((event) => (event.type === 'ItemsShorted' ? [(event.data as { line: number }).line] : [])));
    if (shorted.size > 0) planOpen(deps.books, change, stream, await worldOf(deps, stream, context.now), context, deps.worlds.day(context.now), { only: shorted });
    for (const delivery of fold(stream, orderSlice).deliveries.keys()) await readyWhenAllThere(deps, change, stream, delivery, shelf, context);
    if (shorted.size > 0) settleMoney(deps.books, change, stream, 'nowhere_in_stock', context);
    return { status: 200, answer: null };
  });
}
