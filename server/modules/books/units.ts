/** The units book: pure. Which moves are legal, what each means for stock, and the fold of buckets. */
import { NO_ONE } from '../../kernel/ids.ts';
import type { Bucket, JournalEvent, Slice, Stage, StockAccount, StockMove, StockState, UnitMove } from './types.ts';

/** From which stage units may go where. A life cycle a store manager can read. */
export const NEXT: Readonly<Record<Stage, readonly Stage[]>> = {
  open: ['waiting', 'allocated', 'collected', 'delivered', 'cancelled'],
  // From waiting to waiting: for another expected receipt, or for one at all.
  waiting: ['waiting', 'open', 'allocated', 'cancelled'],
  allocated: ['allocated', 'open', 'waiting', 'picked', 'shipped', 'cancelled'],
  // From picked to open: another location delivers it now, and what lies in hand here is put back.
  picked: ['open', 'packed', 'allocated', 'in_transfer', 'ready', 'shipped', 'collected', 'cancelled'],
  packed: ['shipped', 'picked', 'in_transfer', 'cancelled'],
  in_transfer: ['picked', 'ready', 'lost'],
  ready: ['collected', 'picked', 'in_transfer', 'cancelled'],
  // A carrier says "collected" without having said "arrived" when a scan was lost on the way: a fact all the same.
  shipped: ['delivered', 'collected', 'at_pickup_point', 'returning', 'returned', 'lost'],
  at_pickup_point: ['collected', 'delivered', 'returning', 'lost'],
  returning: ['returned', 'lost', 'delivered', 'collected'],
  collected: ['returned'],
  delivered: ['returned', 'returning'],
  // Lost and found again, it goes on where it was going.
  lost: ['shipped', 'delivered', 'collected', 'returning', 'returned'],
  returned: [],
  cancelled: [],
};

/** Stages in which the goods have not left and the line may still be changed or cancelled. */
export const STILL_HERE: readonly Stage[] = ['open', 'waiting', 'allocated', 'picked', 'packed', 'in_transfer', 'ready'];
/** Stages in which the customer has or had the goods on the way: what is owed for. */
export const GONE: readonly Stage[] = ['shipped', 'at_pickup_point', 'returning', 'collected', 'delivered', 'lost', 'returned'];

/** Only what nobody works on goes over to another delivery of its order: a work order is for one delivery. */
const LOOSE: readonly Stage[] = ['open', 'waiting'];

/** Where the goods of a stage are: a state of stock in which they are reserved, outside with the customer, or nowhere in particular. */
const PLACE: Readonly<Record<Stage, { reserved: StockState } | 'customer' | 'missing' | 'quarantine' | 'none'>> = {
  open: 'none', waiting: 'none', cancelled: 'none',
  allocated: { reserved: 'sellable' },
  picked: { reserved: 'picked' }, packed: { reserved: 'picked' }, ready: { reserved: 'picked' },
  in_transfer: { reserved: 'in_transit' },
  shipped: 'customer', at_pickup_point: 'customer', returning: 'customer', delivered: 'customer', collected: 'customer',
  lost: 'missing',
  returned: 'quarantine',
};

/** In which stock state units of a stage hold a reservation, if any. What waits reserves of what is expected where a receipt is named: its bucket has a location then. */
export const reservedState = (stage: Stage): StockState | null => {
  if (stage === 'waiting') return 'expected';
  const place = PLACE[stage];
  return typeof place === 'object' ? place.reserved : null;
};

/** A reservation made (+) or released (−) on a balance, besides goods that move. */
export interface ReservationChange { sku: string; location: string; state: StockState; n: number }

export interface StockEffect { moves: StockMove[]; reservations: ReservationChange[] }

/**
 * What moving units means for stock. Goods move with their reservation; going to a stage without a place only releases it, so what was
 * picked for a cancelled line stays in `picked` until somebody puts it back. Units that come into being have moved nothing yet.
 */
export function stockEffect(move: UnitMove, sku: string | null): StockEffect {
  const none: StockEffect = { moves: [], reservations: [] };
  if (sku === null || move.from === null || move.toDelivery !== undefined) return none;
  const from = PLACE[move.from.stage];
  const to = PLACE[move.to.stage];
  const reservations: ReservationChange[] = [];
  if (waitsSomewhere(move.from)) reservations.push({ sku, location: place(move.from), state: 'expected', n: -move.n });
  if (waitsSomewhere(move.to)) reservations.push({ sku, location: place(move.to), state: 'expected', n: move.n });
  if (typeof from === 'object') reservations.push({ sku, location: place(move.from), state: from.reserved, n: -move.n });
  if (typeof to === 'object') reservations.push({ sku, location: place(move.to), state: to.reserved, n: move.n });
  const source = accountOf(move.from, move.to);
  const target = accountOf(move.to, move.to);
  const moves = source && target && !sameAccount(source, target) ? [{ sku, n: move.n, from: source, to: target }] : [];
  return { moves, reservations };
}

/** Units that wait for an expected receipt reserve of what is expected there; its goods move by the receipt, not by the order. */
export const waitsSomewhere = (bucket: Pick<Bucket, 'stage' | 'location'>): boolean => bucket.stage === 'waiting' && bucket.location !== null;

/** Account of a bucket's goods. Out of `open` straight to the customer they are taken from the shelf of the location named by the target. */
function accountOf(bucket: Bucket, target: Bucket): StockAccount | null {
  const where = PLACE[bucket.stage];
  if (typeof where === 'object') return { location: place(bucket), state: where.reserved };
  if (where === 'quarantine') return { location: place(bucket), state: 'quarantine' };
  if (where !== 'none') return { outside: where };
  return bucket !== target && target.location !== null && (target.stage === 'collected') ? { location: target.location, state: 'sellable' } : null;
}

const place = (bucket: Bucket): string => {
  if (bucket.location === null) throw new BooksError(`units in stage ${bucket.stage} need a location`);
  return bucket.location;
};

const sameAccount = (a: StockAccount, b: StockAccount): boolean =>
  'outside' in a ? 'outside' in b && a.outside === b.outside : !('outside' in b) && a.location === b.location && a.state === b.state;

/** The books were asked for something that would make them untrue: a mistake of a program, never of a person. */
export class BooksError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BooksError';
  }
}

export interface HeldUnits extends Bucket { line: number; delivery: number; n: number }

export interface Units {
  lines: Map<number, { sku: string | null; ordered: number }>;
  /** By bucketKey; no empty buckets. */
  buckets: Map<string, HeldUnits>;
}

export const bucketKey = (line: number, delivery: number, bucket: Bucket): string => `${line}|${delivery}|${bucket.holder ?? NO_ONE}|${bucket.stage}|${bucket.location ?? ''}`;

/** Applies moves to buckets; throws BooksError where a move is illegal or takes more than there is. */
export function applyUnits(units: Units, moves: readonly UnitMove[]): void {
  for (const move of moves) {
    if (!Number.isSafeInteger(move.n) || move.n <= 0) throw new BooksError(`a move of ${move.n} units`);
    const line = units.lines.get(move.line);
    if (!line) throw new BooksError(`line ${move.line} is not in the units book`);
    if (move.from === null) {
      line.ordered += move.n;
    } else {
      if (move.toDelivery !== undefined) refuseChange(move, move.from);
      else if (!NEXT[move.from.stage].includes(move.to.stage)) throw new BooksError(`units cannot go from ${move.from.stage} to ${move.to.stage}`);
      const key = bucketKey(move.line, move.delivery, move.from);
      const held = units.buckets.get(key);
      if (!held || held.n < move.n) throw new BooksError(`${move.n} of line ${move.line} asked from ${move.from.stage}, ${held?.n ?? 0} there`);
      if (held.n === move.n) units.buckets.delete(key);
      else units.buckets.set(key, { ...held, n: held.n - move.n });
    }
    const delivery = deliveryAfter(move);
    const target = bucketKey(move.line, delivery, move.to);
    const there = units.buckets.get(target);
    units.buckets.set(target, { ...move.to, line: move.line, delivery, n: (there?.n ?? 0) + move.n });
  }
}

/** The delivery that units belong to after a move. */
export const deliveryAfter = ({ delivery, toDelivery }: Pick<UnitMove, 'delivery' | 'toDelivery'>): number => toDelivery ?? delivery;

/** Units change their delivery where they stand, and only while nobody works on them. */
function refuseChange({ delivery, toDelivery, to }: UnitMove, from: Bucket): void {
  if (toDelivery === delivery) throw new BooksError(`units of delivery ${delivery} that go over to delivery ${delivery}`);
  if (!LOOSE.includes(from.stage)) throw new BooksError(`units in stage ${from.stage} stay with their delivery`);
  if (from.stage !== to.stage || from.holder !== to.holder || from.location !== to.location) throw new BooksError('units change their delivery where they stand');
}

export const unitsSlice: Slice<Units> = {
  name: 'units',
  initial: () => ({ lines: new Map(), buckets: new Map() }),
  evolve: (state, event: JournalEvent) => {
    for (const { line, sku } of event.moves.lines ?? []) state.lines.set(line, { sku, ordered: state.lines.get(line)?.ordered ?? 0 });
    applyUnits(state, event.moves.units ?? []);
    return state;
  },
};

/** Buckets that satisfy all that is asked, in a fixed order. */
export function unitsIn(units: Units, want: { line?: number; delivery?: number; holder?: string | null; stage?: Stage | readonly Stage[] }): HeldUnits[] {
  const stages = want.stage === undefined ? null : typeof want.stage === 'string' ? [want.stage] : want.stage;
  return [...units.buckets.values()]
    .filter((held) => (want.line === undefined || held.line === want.line) && (want.delivery === undefined || held.delivery === want.delivery)
      && (want.holder === undefined || held.holder === want.holder) && (stages === null || stages.includes(held.stage)))
    .sort((a, b) => a.line - b.line || a.delivery - b.delivery || (a.holder ?? '').localeCompare(b.holder ?? ''));
}

export const countIn = (units: Units, want: Parameters<typeof unitsIn>[1]): number => unitsIn(units, want).reduce((total, held) => total + held.n, 0);

export const bucketOf = ({ stage, holder, location }: HeldUnits): Bucket => ({ stage, holder, location });
