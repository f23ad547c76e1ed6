/** Pure: what somebody found in a load, shared out over the orders that wait for it, and what that means for each of them. */
import type { Uuid } from '../../kernel/ids.ts';
import type { Refusal } from '../../kernel/problem.ts';
import { bucketOf, unitsIn } from '../books/index.ts';
import type { Bucket, HeldUnits, NewEvent, StockMove, UnitMove, Units } from '../books/index.ts';
import type { Allotted, FreeFound, Surplus } from '../shipping/index.ts';
import { fulfilmentProblems } from './problems.ts';
import type { Floor, Fulfilment, FulfilmentEvents } from './types.ts';

/** Units of an order line that are in a load. */
export interface InLoad { order: Uuid; delivery: number; line: number; sku: string; quantity: number }

/** What was found of a product: a product that nobody looked for is not named, one that is not there counts 0. */
export interface Found { sku: string; good: number; damaged: number }

/** Nobody can say whether the second figure comes on top of the first or in its place. */
export const countedTwice = (sku: string): Refusal => fulfilmentProblems.counted_twice({ detail: `${sku} is counted twice; give each product once, with all that was found of it.`, found: sku, field: 'found' });

/** Reasons of units that left with a load and did not arrive; they are the house's own, beside those a retailer words. */
export const MISSING_IN_LOAD = 'missing_in_load';
export const DAMAGED_IN_LOAD = 'damaged_in_load';

/**
 * Shares what was found out over the orders, in the order given (who ordered first is served first): good units before damaged ones, what
 * is left is missing. What comes to fill up the shelves is served last. `found` null: everything is there. A product that was not looked for
 * stays on its way.
 */
export function allot(held: readonly InLoad[], found: readonly Found[] | null, free: ReadonlyMap<string, number> = new Map()): { lines: Allotted[]; goods: FreeFound[]; surplus: Surplus[]; outstanding: number } {
  const left = new Map<string, { good: number; damaged: number }>();
  for (const { sku, good, damaged } of found ?? []) {
    if (left.has(sku)) throw countedTwice(sku);
    left.set(sku, { good, damaged });
  }
  const lines: Allotted[] = [];
  let outstanding = 0;
  for (const { order, delivery, line, sku, quantity } of held) {
    const there = found === null ? { good: quantity, damaged: 0 } : left.get(sku);
    if (!there) { outstanding += quantity; continue; }
    const good = Math.min(quantity, there.good);
    const damaged = Math.min(quantity - good, there.damaged);
    there.good -= good;
    there.damaged -= damaged;
    lines.push({ order, delivery, line, sku, good, damaged, missing: quantity - good - damaged });
  }
  const goods: FreeFound[] = [];
  for (const [sku, quantity] of free) {
    if (quantity === 0) continue;
    const there = found === null ? { good: quantity, damaged: 0 } : left.get(sku);
    if (!there) { outstanding += quantity; continue; }
    const good = Math.min(quantity, there.good);
    const damaged = Math.min(quantity - good, there.damaged);
    there.good -= good;
    there.damaged -= damaged;
    goods.push({ sku, good, damaged, missing: quantity - good - damaged });
  }
  return { lines, goods, outstanding, surplus: [...left].flatMap(([sku, { good, damaged }]) => (good + damaged > 0 ? [{ sku, good, damaged }] : [])) };
}

/** Goods that nobody had booked into the load are there all the same: found, at the place where they came to light. */
export const surplusMoves = (location: string, surplus: readonly Surplus[]): StockMove[] => surplus.flatMap(({ sku, good, damaged }) => [
  ...(good > 0 ? [{ sku, n: good, from: { outside: 'found' as const }, to: { location, state: 'sellable' as const } }] : []),
  ...(damaged > 0 ? [{ sku, n: damaged, from: { outside: 'found' as const }, to: { location, state: 'damaged' as const } }] : []),
]);

/** Goods for no order come off their way: onto the shelf, to the damaged ones, or missing. */
export const freeMoves = (location: string, goods: readonly FreeFound[]): StockMove[] => goods.flatMap(({ sku, good, damaged, missing }) => {
  const from = { location, state: 'in_transit' as const };
  return [
    ...(good > 0 ? [{ sku, n: good, from, to: { location, state: 'sellable' as const } }] : []), ...(damaged > 0 ? [{ sku, n: damaged, from, to: { location, state: 'damaged' as const } }] : []),
    ...(missing > 0 ? [{ sku, n: missing, from, to: { outside: 'missing' as const } }] : []),
  ];
});

/** What of a load arrives for this order and what does not; `lines` null is all that is under way. */
export interface Arrival { load: Uuid; location: string; receipt: Uuid | null; lines: readonly Allotted[] | null; shelf: string | null }

type Held = HeldUnits & { left: number };

/** What a load holds of an order arrives, is damaged or is missing. Nothing when nothing of it is under way. */
export function receive(units: Units, floor: Floor, { load, location, receipt, lines, shelf }: Arrival): NewEvent[] {
  const held: Held[] = unitsIn(units, { holder: load, stage: 'in_transfer' }).map((one) => ({ ...one, left: one.n }));
  const wanted = lines?.map((line) => ({ ...line })) ?? held.map((one): Allotted => ({ order: '', delivery: one.delivery, line: one.line, sku: '', good: one.n, damaged: 0, missing: 0 }));
  const events: NewEvent[] = [];
  const shorts: NewEvent[] = [];
  const works = [...floor.fulfilments.values()].filter((one) => one.loads.has(load));
  const given = (work: Fulfilment, { delivery, line }: Allotted): boolean => work.delivery === delivery && work.lines.some((own) => own.line === line);
  for (const work of works) {
    const arrived: UnitMove[] = [];
    // Whoever sent what had been planned elsewhere meanwhile was never given its line, and brings it all the same.
    for (const line of wanted.filter((one) => given(work, one) || (work.delivery === one.delivery && !works.some((other) => given(other, one))))) {
      const bucket = held.find((one) => one.line === line.line && one.delivery === line.delivery);
      if (!bucket) continue;
      const take = (kind: 'good' | 'damaged' | 'missing'): number => {
        const n = Math.min(line[kind], bucket.left);
        bucket.left -= n;
        line[kind] -= n;
        return n;
      };
      const good = take('good');
      if (good > 0) arrived.push({ line: line.line, delivery: line.delivery, n: good, from: bucketOf(bucket), to: { stage: 'picked', holder: work.fulfilment, location } });
      for (const kind of ['damaged', 'missing'] as const) {
        const n = take(kind);
        if (n > 0) shorts.push(notArrived(units, work, bucket, n, kind, location, receipt));
      }
    }
    if (arrived.length > 0) events.push({ type: 'ItemsReceived', data: { fulfilment: work.fulfilment, load, location, lines: arrived.map(({ line, n }) => ({ line, quantity: n })), ...(receipt === null ? {} : { receipt }), ...(shelf === null ? {} : { shelf }) } satisfies FulfilmentEvents['ItemsReceived'], moves: { units: arrived } });
  }
  return [...events, ...shorts];
}

/**
 * Units of a load that cannot be used: they are open again, to be planned elsewhere, and where they came from is asked to count, for that is
 * where a missing pair still stands. The goods leave the books of the place where they should have arrived.
 */
function notArrived(units: Units, work: Fulfilment, bucket: HeldUnits, n: number, kind: 'damaged' | 'missing', location: string, receipt: Uuid | null): NewEvent {
  const sku = units.lines.get(bucket.line)?.sku ?? '';
  const way: Bucket[] = [bucketOf(bucket), { stage: 'picked', holder: work.fulfilment, location }, { stage: 'allocated', holder: work.fulfilment, location }, { stage: 'open', holder: null, location: null }];
  const moves = way.slice(1).map((to, index) => ({ line: bucket.line, delivery: bucket.delivery, n, from: way[index] ?? to, to }));
  return {
    type: 'ItemsShorted',
    data: {
      fulfilment: work.fulfilment, location: work.location, delivery: bucket.delivery, line: bucket.line, sku, quantity: n, reason: kind === 'missing' ? MISSING_IN_LOAD : DAMAGED_IN_LOAD,
      note: null, excludedUntil: null, count: kind === 'missing', ...(receipt === null ? {} : { receipt }),
    } satisfies FulfilmentEvents['ItemsShorted'],
    moves: { units: moves, stock: [{ sku, n, from: { location, state: 'sellable' }, to: kind === 'missing' ? { outside: 'missing' } : { location, state: 'damaged' } }] },
  };
}
