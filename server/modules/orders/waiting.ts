/** Pure: what of an order waits for which expected receipt, what of the goods that came is kept for it, and what becomes of it when dates move or supply is lost. */
import { bucketOf, fold, keepBack, unitsIn, unitsOf, waitsSomewhere } from '../books/index.ts';
import type { HeldUnits, JournalEvent, Kept, NewEvent, Slice, Stream, UnitMove } from '../books/index.ts';
import type { Change } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Claim, World } from '../sourcing/index.ts';
import type { OrderEvents, WaitsFor } from './types.ts';

/** What was last said of each line and receipt: when it comes. By `line|delivery|receipt`. */
export interface Waiting { told: Map<string, Omit<WaitsFor, 'quantity'>>; queue: number }

const keyOf = (line: number, delivery: number, receipt: Uuid): string => `${line}|${delivery}|${receipt}`;

export const waitingSlice: Slice<Waiting> = {
  name: 'waiting for supply',
  initial: () => ({ told: new Map(), queue: 0 }),
  evolve: (state, event: JournalEvent) => {
    if (event.type === 'ItemsWaiting') {
      const { supply = [], queue } = event.data as OrderEvents['ItemsWaiting'];
      const moved = (of: WaitsFor): boolean => (event.moves.units ?? []).some(({ line, delivery, from, to }) => line === of.line && delivery === of.delivery && to.holder === of.receipt && from !== null && waitsSomewhere(from));
      for (const { quantity: _quantity, ...one } of supply) state.told.set(keyOf(one.line, one.delivery, one.receipt), moved({ ...one, quantity: 0 }) ? { ...one, instead: true } : one);
      state.queue = queue ?? state.queue;
    } else if (event.type === 'SupplyOverdue') {
      const { receipt, lines } = event.data as OrderEvents['SupplyOverdue'];
      for (const { line, delivery } of lines) {
        const before = state.told.get(keyOf(line, delivery, receipt));
        if (before) state.told.set(keyOf(line, delivery, receipt), { ...before, arrivesAt: null, overdue: true });
      }
    } else if (event.type === 'ExpectedDateMoved') {
      for (const { was: _was, ...one } of (event.data as OrderEvents['ExpectedDateMoved']).lines) {
        const key = keyOf(one.line, one.delivery, one.receipt);
        state.told.set(key, state.told.get(key)?.instead === true ? { ...one, instead: true } : one);
      }
    }
    for (const { line, delivery, toDelivery, to } of event.moves.units ?? []) {
      // What was said of units counts for the delivery that they go over to.
      const said = toDelivery === undefined || to.holder === null ? undefined : state.told.get(keyOf(line, delivery, to.holder));
      if (said && toDelivery !== undefined) state.told.set(keyOf(line, toDelivery, said.receipt), { ...said, delivery: toDelivery });
    }
    return state;
  },
};

/** Units that wait for an expected receipt, as they stand, with what was last said of when they come. */
export function waitsFor(stream: Stream): WaitsFor[] {
  const { told } = fold(stream, waitingSlice);
  return boundUnits(stream).flatMap((held) => {
    const said = told.get(keyOf(held.line, held.delivery, held.holder));
    return said ? [{ ...said, quantity: held.n }] : [];
  });
}

type Bound = HeldUnits & { holder: Uuid; location: string };
export const boundUnits = (stream: Stream): Bound[] => unitsIn(unitsOf(stream), { stage: 'waiting' }).filter((held): held is Bound => held.holder !== null && waitsSomewhere(held));

/** Units of a line that wait for some receipt already. */
export const boundOf = (stream: Stream, line: number, delivery: number): number =>
  boundUnits(stream).reduce((sum, held) => sum + (held.line === line && held.delivery === delivery ? held.n : 0), 0);

/** Whether what waits for a receipt would rather wait for one that comes on a day: its own is overdue, or it is there instead of one that was and the other comes sooner. */
const wouldRather = ({ overdue: late, instead, expectedOn }: Pick<WaitsFor, 'overdue' | 'instead' | 'expectedOn'>, day: string): boolean => late === true || (instead === true && day < expectedOn);

/** Units of a line that wait for some receipt, and may wait for another one. */
export const looseOf = (stream: Stream, line: number, delivery: number): number =>
  waitsFor(stream).reduce((sum, one) => sum + (one.line === line && one.delivery === delivery && (one.overdue === true || one.instead === true) ? one.quantity : 0), 0);

/**
 * Open units, those that wait for nothing in particular, and those whose receipt did not come on its day wait for the receipts they were promised from;
 * what is left of `unplaced` waits for any. Null when nothing moves.
 */
export function waits(stream: Stream, delivery: number, unplaced: readonly { line: number; quantity: number }[], claims: readonly Claim[], told: { decision?: Uuid; queue: number; keepOpen: boolean }): NewEvent<'ItemsWaiting', OrderEvents['ItemsWaiting']> | null {
  const units = unitsOf(stream);
  const saidOf = waitsFor(stream);
  // Who has no receipt goes before who has one that is late.
  const free = [...unitsIn(units, { delivery, stage: ['open', 'waiting'], holder: null }), ...boundUnits(stream).filter((held) => held.delivery === delivery)].map((held) => ({ ...held }));
  const rather = (held: HeldUnits, day: string): boolean => saidOf.some((one) => one.line === held.line && one.delivery === delivery && one.receipt === held.holder && wouldRather(one, day));
  const moves: UnitMove[] = [];
  const supply: WaitsFor[] = [];
  const take = (line: number, n: number, to: UnitMove['to'], day: string | null): number => {
    let left = n;
    for (const held of free) {
      if (held.line !== line || held.n === 0 || left === 0 || (to.holder === null && held.stage === 'waiting') || (held.holder !== null && (day === null || !rather(held, day)))) continue;
      const some = Math.min(left, held.n);
      moves.push({ line, delivery, n: some, from: bucketOf(held), to });
      held.n -= some;
      left -= some;
    }
    return n - left;
  };
  for (const { line, quantity, receipt, reference, location, expectedOn, arrivesAt } of claims) {
    const n = take(Number(line), quantity, { stage: 'waiting', holder: receipt, location }, expectedOn);
    if (n > 0) supply.push({ line: Number(line), delivery, quantity: n, receipt, reference, location, expectedOn, arrivesAt });
  }
  if (!told.keepOpen) {
    for (const { line, quantity } of unplaced) {
      const claimed = supply.reduce((sum, one) => sum + (one.line === line ? one.quantity : 0), 0);
      const bound = free.reduce((sum, held) => sum + (held.line === line && held.holder !== null ? held.n : 0), 0);
      take(line, Math.max(0, quantity - claimed - bound), { stage: 'waiting', holder: null, location: null }, null);
    }
  }
  if (moves.length === 0) return null;
  return {
    type: 'ItemsWaiting',
    data: { lines: merged(moves), ...(told.decision === undefined ? {} : { decision: told.decision }), ...(supply.length === 0 ? {} : { supply }), ...(told.queue === 0 ? {} : { queue: told.queue }) },
    moves: { units: moves },
  };
}

function merged(moves: readonly UnitMove[]): { line: number; delivery: number; quantity: number }[] {
  const lines = new Map<string, { line: number; delivery: number; quantity: number }>();
  for (const { line, delivery, n } of moves) {
    const key = `${line}|${delivery}`;
    lines.set(key, { line, delivery, quantity: n + (lines.get(key)?.quantity ?? 0) });
  }
  return [...lines.values()];
}

/** What an order may take of goods that are kept back: what came of the receipts that it waits for, and what it is given besides. */
export function ownKept(stream: Stream, kept: readonly Kept[], given: readonly Kept[] = []): Kept[] {
  const units = unitsOf(stream);
  const mine = kept.flatMap((one): Kept[] => {
    const waiting = boundUnits(stream).reduce((sum, held) => sum + (held.holder === one.cause && units.lines.get(held.line)?.sku === one.sku ? held.n : 0), 0);
    const promised = Math.min(waiting, one.promised);
    return promised > 0 ? [{ ...one, promised, others: 0 }] : [];
  });
  return [...mine, ...given];
}

/** The world as this order sees it: what is kept for it may be promised to it. */
export function withKept(world: World, kept: readonly Kept[]): World {
  if (kept.length === 0) return world;
  const of = (sku: string, location: string): number => kept.reduce((sum, one) => sum + (one.sku === sku && one.location === location ? one.promised + one.others : 0), 0);
  return { ...world, balances: world.balances.map((balance) => ({ ...balance, kept_back: balance.kept_back - Math.min(balance.kept_back, of(balance.sku, balance.location)) })) };
}

/** Gives up of what was kept as much as was allocated from there: the reservation takes its place in the same statement. Answers what is still kept. */
export function takeKept(change: Change, kept: readonly Kept[], allocated: readonly { sku: string; location: string; quantity: number }[], now: Instant): Kept[] {
  const left = allocated.map((one) => ({ ...one }));
  return kept.map((one) => {
    const take = (n: number): number => {
      let taken = 0;
      for (const wanted of left) {
        if (wanted.sku !== one.sku || wanted.location !== one.location) continue;
        const some = Math.min(n - taken, wanted.quantity);
        wanted.quantity -= some;
        taken += some;
      }
      return taken;
    };
    const [promised, others] = [take(one.promised), take(one.others)];
    keepBack(change, { ...one, promised: -promised, others: -others }, now);
    return { ...one, promised: one.promised - promised, others: one.others - others };
  });
}

/** The receipt comes on another day: said once for each line that waits for it. Null when all was said already. */
export function dateMoved(stream: Stream, receipt: Uuid, sku: string, expectedOn: string, arrives: (held: WaitsFor) => string | null): NewEvent<'ExpectedDateMoved', OrderEvents['ExpectedDateMoved']> | null {
  const lines = waitsFor(stream).filter((one) => one.receipt === receipt && unitsOf(stream).lines.get(one.line)?.sku === sku && one.expectedOn !== expectedOn)
    .map(({ quantity: _quantity, overdue: _overdue, instead: _instead, ...one }) => ({ ...one, expectedOn, arrivesAt: arrives({ ...one, quantity: 0, expectedOn }), was: one.expectedOn }));
  return lines.length === 0 ? null : { type: 'ExpectedDateMoved', data: { lines } };
}

/** Receipts that this order waits for and whose day is gone, one event each; a day that it was told of already says nothing new. */
export function overdue(stream: Stream, late: readonly { receipt: Uuid; sku: string }[]): NewEvent<'SupplyOverdue', OrderEvents['SupplyOverdue']>[] {
  const waiting = waitsFor(stream).filter((one) => one.overdue !== true && late.some(({ receipt, sku }) => receipt === one.receipt && unitsOf(stream).lines.get(one.line)?.sku === sku));
  return [...Map.groupBy(waiting, ({ receipt }) => receipt)].map(([receipt, of]) => ({
    type: 'SupplyOverdue', data: { receipt, reference: of[0]?.reference ?? '', expectedOn: of.map(({ expectedOn }) => expectedOn).sort()[0] ?? '', lines: of.map(({ line, delivery, quantity }) => ({ line, delivery, quantity })) },
  }));
}

/** Up to n units of a SKU that wait for a receipt lose it and stand open, the last lines first. */
export function loseSupply(stream: Stream, receipt: Uuid, sku: string, n: number): NewEvent<'SupplyLost', OrderEvents['SupplyLost']> | null {
  let left = n;
  const moves: UnitMove[] = [];
  for (const held of boundUnits(stream).toReversed()) {
    if (held.holder !== receipt || left === 0 || unitsOf(stream).lines.get(held.line)?.sku !== sku) continue;
    const some = Math.min(left, held.n);
    left -= some;
    moves.push({ line: held.line, delivery: held.delivery, n: some, from: bucketOf(held), to: { stage: 'open', holder: null, location: null } });
  }
  if (moves.length === 0) return null;
  const reference = waitsFor(stream).find((one) => one.receipt === receipt)?.reference ?? '';
  return { type: 'SupplyLost', data: { receipt, reference, lines: merged(moves) }, moves: { units: moves } };
}
