/** Pure: accepting, picking, shorting, packing, transferring, receiving and handing over, as events with their moves. */
import { later } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Refusal } from '../../kernel/problem.ts';
import { bucketOf, countIn, STILL_HERE, unitsIn } from '../books/index.ts';
import type { Balance, HeldUnits, NewEvent, StockMove, UnitMove, Units } from '../books/index.ts';
import { pack } from '../shipping/index.ts';
import type { ParcelPacked } from '../shipping/index.ts';
import { fulfilmentProblems } from './problems.ts';
import { toPutBack } from './types.ts';
import type { Floor, Fulfilment, FulfilmentEvents, LineCount, ShortReason } from './types.ts';

/** Units of a work order in a stage, where the work is done: what was brought to another store lies in other hands. */
const has = (units: Units, work: Fulfilment, stage: HeldUnits['stage'] | readonly HeldUnits['stage'][], line?: number): HeldUnits[] =>
  unitsIn(units, { holder: work.fulfilment, stage, ...(line === undefined ? {} : { line }) }).filter(({ location }) => location === work.location);
const count = (held: readonly HeldUnits[]): number => held.reduce((sum, one) => sum + one.n, 0);

/** Work can be done on it: it has units to handle and its order is not on hold. */
export function workable(units: Units, work: Fulfilment, onHold: boolean): void {
  if (count(has(units, work, ['allocated', 'picked'])) === 0) throw fulfilmentProblems.ended({ detail: work.putBack.some((one) => one.quantity > 0) ? `Work ${work.number} was cancelled; put back what was picked for it.` : `Work ${work.number} has nothing left to do: it was finished, cancelled or given to another location.` });
  if (work.notYet) throw fulfilmentProblems.not_yet({ detail: `What work ${work.number} holds is not released yet: it may leave from ${work.notBefore} on. Leave it on the shelf; it appears on the list then.`, expected: work.notBefore });
  if (onHold) throw fulfilmentProblems.on_hold({ detail: 'The order is held; wait until the hold is released. Nothing was counted.' });
}

/** Somebody takes the work up. Null when it was taken up already. */
export function accept(units: Units, work: Fulfilment, onHold: boolean, by: string): NewEvent | null {
  workable(units, work, onHold);
  return work.accepted ? null : { type: 'FulfilmentAccepted', data: { fulfilment: work.fulfilment, by } satisfies FulfilmentEvents['FulfilmentAccepted'] };
}

/** One scan of a product by its client-made id. `sku` is what the barcode stands for, null when nobody knows it; `pieces` how many of it, for a carton has a barcode of its own. */
export interface Scan { scan: string; code: string; sku: string | null; pieces: number; quantity: number }
export interface ScanResult { scan: string; result: 'counted' | 'already' | 'refused'; line: number | null; problem: { code: string; detail: string } | null }

/** So many pieces over lines that have room for them, the first line first. */
export function spread(room: readonly LineCount[], pieces: number): LineCount[] {
  let left = pieces;
  return room.flatMap(({ line, quantity }) => {
    const n = Math.min(left, quantity);
    left -= n;
    return n > 0 ? [{ line, quantity: n }] : [];
  });
}

/** A carton cannot be counted by halves: what is in it beyond what is wanted would leave with it. */
export const tooLarge = (name: string, pieces: number, wanted: number): Refusal =>
  fulfilmentProblems.carton_too_large({ detail: `This carton holds ${pieces} of ${name}, and ${wanted} ${wanted === 1 ? 'is' : 'are'} wanted. Open it, and scan the products themselves.`, found: pieces, expected: wanted, field: 'scans' });

/** Counts scans against what is allocated: a known id is ignored, a wrong product or one too many is refused by itself, the others count. */
export function pick(units: Units, work: Fulfilment, names: (line: number) => string, scans: readonly Scan[], shelf: string | null): { event: NewEvent | null; results: ScanResult[] } {
  const left = new Map(has(units, work, 'allocated').map((held) => [held.line, { held, n: held.n }]));
  const results: ScanResult[] = [];
  const counted: { scan: string; line: number; quantity: number }[] = [];
  const seen = new Set(work.scans);
  for (const { scan, code, sku, pieces, quantity } of scans) {
    const refuse = (problem: ReturnType<(typeof fulfilmentProblems)['enough']>): void => {
      results.push({ scan, result: 'refused', line: null, problem: { code: problem.code, detail: problem.details.detail } });
    };
    if (seen.has(scan)) {
      results.push({ scan, result: 'already', line: null, problem: null });
      continue;
    }
    if (sku === null) { refuse(fulfilmentProblems.unknown_product({ detail: `${code} is not a barcode or SKU of the catalogue. Scan the label of the product itself.` })); continue; }
    const lines = [...units.lines].filter(([, line]) => line.sku === sku).map(([line]) => line);
    const mine = lines.filter((line) => work.lines.some((one) => one.line === line));
    if (mine.length === 0) { refuse(fulfilmentProblems.wrong_scan({ detail: `${code} (SKU ${sku}) is not part of this work. Wanted: ${[...left.values()].filter((one) => one.n > 0).map((one) => names(one.held.line)).join(', ') || 'nothing more'}.` })); continue; }
    const name = names(mine[0] ?? 0);
    const room = mine.reduce((sum, line) => sum + (left.get(line)?.n ?? 0), 0);
    if (room === 0) { refuse(fulfilmentProblems.enough({ detail: `All of ${name} that this work needs are picked; put this one back.` })); continue; }
    if (quantity * pieces > room) { refuse(pieces > 1 ? tooLarge(name, pieces, room) : fulfilmentProblems.enough({ detail: `Of ${name} ${room} more ${room === 1 ? 'is' : 'are'} needed, ${quantity} were scanned; put the rest back.` })); continue; }
    // A carton may hold the pieces of two lines of one product.
    const into = spread(mine.map((line) => ({ line, quantity: left.get(line)?.n ?? 0 })), quantity * pieces);
    for (const one of into) { const of = left.get(one.line); if (of) of.n -= one.quantity; }
    seen.add(scan);
    counted.push(...into.map((one) => ({ scan, ...one })));
    results.push({ scan, result: 'counted', line: into[0]?.line ?? null, problem: null });
  }
  if (counted.length === 0) return { event: null, results };
  const moves: UnitMove[] = [];
  for (const { held, n } of left.values()) {
    if (n < held.n) moves.push({ line: held.line, delivery: held.delivery, n: held.n - n, from: bucketOf(held), to: { ...bucketOf(held), stage: 'picked' } });
  }
  return { event: { type: 'ItemsPicked', data: { fulfilment: work.fulfilment, location: work.location, scans: counted, lines: moves.map(({ line, n }) => ({ line, quantity: n })), shelf } satisfies FulfilmentEvents['ItemsPicked'], moves: { units: moves } }, results };
}

/**
 * Units that cannot be delivered from here: they are open again, and the reason says where the goods go. Units still on the shelf are
 * taken first, then picked ones. What the books lack at the location (somebody took it) is not moved twice.
 */
export function short(units: Units, work: Fulfilment, line: number, quantity: number, reason: ShortReason, note: string | null, balance: Balance | null, now: Instant): NewEvent[] {
  const sku = units.lines.get(line)?.sku;
  const there = has(units, work, ['allocated', 'picked'], line);
  if (!sku || count(there) === 0) throw fulfilmentProblems.more_than_there_is({ detail: `Line ${line} has nothing left in this work.`, found: quantity, expected: 0, field: 'line' });
  if (quantity > count(there)) throw fulfilmentProblems.more_than_there_is({ detail: `Line ${line} has ${count(there)} left in this work, ${quantity} asked.`, found: quantity, expected: count(there), field: 'quantity' });
  const moves: UnitMove[] = [];
  let left = quantity;
  for (const held of [...there].sort((a, b) => (a.stage === b.stage ? 0 : a.stage === 'allocated' ? -1 : 1))) {
    const n = Math.min(left, held.n);
    if (n <= 0) continue;
    left -= n;
    const shelf = { stage: 'allocated' as const, holder: work.fulfilment, location: work.location };
    if (held.stage === 'picked') moves.push({ line, delivery: held.delivery, n, from: bucketOf(held), to: shelf });
    moves.push({ line, delivery: held.delivery, n, from: shelf, to: { stage: 'open', holder: null, location: null } });
  }
  const onBooks = (balance?.quantity ?? 0) + moves.reduce((sum, move) => sum + (move.to.stage === 'allocated' ? move.n : 0), 0);
  const goods = Math.min(quantity, Math.max(0, onBooks));
  return [shorted({ fulfilment: work.fulfilment, location: work.location, delivery: work.delivery, line, sku, quantity }, moves, goods, reason, note, now)];
}

/** The event of units that are open again for a reason, which says where so many of the goods go and how long this location is not asked again. */
export function shorted(what: Pick<FulfilmentEvents['ItemsShorted'], 'fulfilment' | 'location' | 'delivery' | 'line' | 'sku' | 'quantity'>, units: UnitMove[], goods: number, reason: ShortReason, note: string | null, now: Instant): NewEvent {
  const { location, sku } = what;
  const stock: StockMove[] = reason.stock === 'keep' || goods === 0 ? [] : [{
    sku, n: goods, from: { location, state: 'sellable' }, to: reason.stock === 'missing' ? { outside: 'missing' } : { location, state: reason.stock },
  }];
  return {
    type: 'ItemsShorted',
    data: { ...what, reason: reason.code, note, excludedUntil: reason.excludeMinutes === null ? null : later(now, reason.excludeMinutes * 60_000), count: reason.count } satisfies FulfilmentEvents['ItemsShorted'],
    moves: { units, ...(stock.length > 0 ? { stock } : {}) },
  };
}

export interface PackRequest { lines: LineCount[] | null; weightGrams: number | null }

/** Packs picked units into parcels; without lines the (only) parcel takes all that is picked. `parcel` gives what sourcing and the carrier rule say. */
export function packParcels(units: Units, work: Fulfilment, requests: readonly PackRequest[], parcel: (index: number, lines: LineCount[], weightGrams: number | null) => ParcelPacked): NewEvent[] {
  if (work.kind !== 'ship') throw fulfilmentProblems.not_for_carrier({ detail: work.kind === 'pickup' ? `Work ${work.number} is collected here by the customer; give it a shelf place instead of a parcel.` : `Work ${work.number} is brought to ${work.destination ?? 'another store'}; put it in a tote and scan that, for a parcel would go to the customer.`, found: work.kind, expected: 'ship' });
  const left = new Map<number, number>();
  for (const held of has(units, work, 'picked')) left.set(held.line, (left.get(held.line) ?? 0) + held.n);
  if (left.size === 0) throw fulfilmentProblems.nothing_to_pack({ detail: `Nothing of work ${work.number} is picked and unpacked. Scan the products first.` });
  return requests.map((request, index) => {
    const lines = request.lines ?? [...left].filter(([, n]) => n > 0).map(([line, quantity]) => ({ line, quantity }));
    for (const { line, quantity } of lines) {
      const there = left.get(line) ?? 0;
      if (quantity > there) throw fulfilmentProblems.not_picked({ detail: `Of line ${line} ${there} are picked and not yet in a parcel, ${quantity} asked.`, found: quantity, expected: there, field: `parcels[${index}].lines` });
      left.set(line, there - quantity);
    }
    if (lines.every((line) => line.quantity === 0)) throw fulfilmentProblems.nothing_to_pack({ detail: `Parcel ${index + 1} would be empty.`, field: `parcels[${index}]` });
    return pack(units, parcel(index, lines, request.weightGrams));
  });
}

/** Goods that nobody waits for go back on the shelf of the location where they lie, and are sellable again: all of them, or so many of each line. */
export function putBack(units: Units, work: Fulfilment, location: string, given: readonly LineCount[] | null = null): NewEvent {
  const there = toPutBack(work, location);
  if (there.length === 0) throw fulfilmentProblems.nothing_to_put_back({ detail: `Nothing of work ${work.number} is to be put back at ${location}.` });
  const lines = given ?? there;
  for (const { line, quantity } of lines) {
    const left = there.find((one) => one.line === line)?.quantity ?? 0;
    if (quantity > left) throw fulfilmentProblems.more_than_there_is({ detail: `Of line ${line} ${left} ${left === 1 ? 'is' : 'are'} to be put back here, ${quantity} asked.`, found: quantity, expected: left, field: 'scans' });
  }
  return {
    type: 'ItemsPutBack', data: { fulfilment: work.fulfilment, location, lines: [...lines] } satisfies FulfilmentEvents['ItemsPutBack'],
    moves: { stock: lines.map(({ line, quantity }) => ({ sku: units.lines.get(line)?.sku ?? '', n: quantity, from: { location, state: 'picked' }, to: { location, state: 'sellable' } })) },
  };
}

/** What is not for another location is put into no load. */
export const notBrought = (work: Fulfilment): Refusal => fulfilmentProblems.not_a_transfer({ detail: `Work ${work.number} is not brought to another location.` });

/** Picked units of a transfer leave in a load for the store where they will be collected; the goods are booked in transit to it. */
export function transfer(units: Units, work: Fulfilment, load: Uuid): NewEvent {
  if (work.kind !== 'transfer' || work.destination === null) throw notBrought(work);
  const held = has(units, work, 'picked');
  if (held.length === 0) throw fulfilmentProblems.not_picked({ detail: `Nothing of work ${work.number} is picked yet.` });
  if (count(has(units, work, 'allocated')) > 0) throw fulfilmentProblems.not_picked({ detail: `Work ${work.number} still has ${count(has(units, work, 'allocated'))} to pick; pick them or report a problem.` });
  return {
    type: 'ItemsTransferred', data: { fulfilment: work.fulfilment, load, origin: work.location, destination: work.destination, lines: held.map(({ line, n }) => ({ line, quantity: n })) } satisfies FulfilmentEvents['ItemsTransferred'],
    moves: { units: held.map((one) => ({ line: one.line, delivery: one.delivery, n: one.n, from: bucketOf(one), to: { stage: 'in_transfer', holder: load, location: work.destination } })) },
  };
}

/**
 * The delivery is ready when everything of it that is still wanted lies picked at the store; null before, and null once it was told. What
 * is ready already waits with what was added to it.
 */
export function ready(units: Units, floor: Floor, delivery: { delivery: number; location: string | null; kind: string }, shelf: string | null): NewEvent | null {
  if (delivery.kind !== 'pickup' || delivery.location === null || floor.ready.has(delivery.delivery)) return null;
  const here = unitsIn(units, { delivery: delivery.delivery, stage: STILL_HERE }).filter((held) => held.stage !== 'ready' || held.location !== delivery.location);
  if (here.length === 0 || here.some((held) => held.stage !== 'picked' || held.location !== delivery.location)) return null;
  return {
    type: 'DeliveryReady', data: { delivery: delivery.delivery, location: delivery.location, shelf } satisfies FulfilmentEvents['DeliveryReady'],
    moves: { units: here.map((held) => ({ line: held.line, delivery: held.delivery, n: held.n, from: bucketOf(held), to: { ...bucketOf(held), stage: 'ready' } })) },
  };
}

/** The customer takes all or part of a ready delivery. */
export function collect(units: Units, delivery: { delivery: number; location: string | null }, lines: readonly LineCount[] | null): NewEvent {
  const held = unitsIn(units, { delivery: delivery.delivery, stage: 'ready' });
  if (held.length === 0) throw fulfilmentProblems.not_ready({ detail: `Of delivery ${delivery.delivery} ${countIn(units, { delivery: delivery.delivery, stage: 'collected' }) > 0 ? 'everything was collected already' : 'nothing is ready yet'}.` });
  const moves: UnitMove[] = [];
  for (const { line, quantity } of lines ?? held.map((one) => ({ line: one.line, quantity: one.n }))) {
    let left = quantity;
    for (const one of held.filter((unit) => unit.line === line)) {
      const taken = moves.reduce((sum, move) => sum + (move.line === line && move.from?.holder === one.holder ? move.n : 0), 0);
      const n = Math.min(left, one.n - taken);
      if (n <= 0) continue;
      moves.push({ line, delivery: one.delivery, n, from: bucketOf(one), to: { stage: 'collected', holder: one.holder, location: null } });
      left -= n;
    }
    if (left > 0) throw fulfilmentProblems.more_than_there_is({ detail: `Of line ${line} ${quantity - left} are ready, ${quantity} asked.`, found: quantity, expected: quantity - left, field: 'lines' });
  }
  return { type: 'ItemsCollected', data: { delivery: delivery.delivery, location: delivery.location, lines: moves.map(({ line, n }) => ({ line, quantity: n })) } satisfies FulfilmentEvents['ItemsCollected'], moves: { units: moves } };
}
