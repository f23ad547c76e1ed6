/** Pure: from what lies there to what may be sold, step by step, each step with its number and the rule that made it. */
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';

/** What one location has of a SKU, in pieces of its base unit. Null is what is not known of that moment. */
export interface StockPlace {
  location: string;
  active: boolean;
  /** False when the location was changed after the moment asked for, so that `active` is a guess. */
  activeKnown: boolean;
  sellable: number;
  picked: number;
  damaged: number;
  quarantine: number;
  inTransit: number;
  expected: number;
  reserved: number | null;
  broken: number | null;
  keptBack: number | null;
}

/** Goods of a location that may not be promised for a while, e.g. after "not found", and the count that was asked for because of it. */
export interface StockExclusion { location: string; until: Instant; reason: string; task: Uuid | null }

/** Units that orders want and no location has yet. */
export interface UnplacedDemand { order: Uuid; number: string; quantity: number; onHold: boolean }

export interface StockFigures {
  places: readonly StockPlace[];
  /** Null when not known. */
  exclusions: readonly StockExclusion[] | null;
  /** Orders that wait or are held without a place; null when not known. `orders` names some of them, the oldest first. */
  waiting: { quantity: number | null; orders: readonly UnplacedDemand[] };
  /** What orders in quarantine want: they are not taken yet and count as sold. */
  quarantined: { quantity: number | null; orders: number };
}

/** Which rule made a step what it is, and where. */
export type Because =
  | { rule: 'stock_book'; location: string; quantity: number }
  | { rule: 'location_closed'; location: string; quantity: number }
  | { rule: 'exclusion'; location: string; quantity: number; reason: string; until: Instant; task: Uuid | null }
  | { rule: 'order'; order: Uuid; number: string; quantity: number; onHold: boolean }
  | { rule: 'quarantined_orders'; orders: number; quantity: number };

export interface AvailabilityStep {
  step: StepName;
  /** Added (+) or taken away (−); null when it is not known of that moment, and then it took nothing away. */
  change: number | null;
  /** What is left after it. */
  left: number;
  because: Because[];
}

type Decided = { change: number | null; because: Because[] };
type Rule = (figures: StockFigures, left: number) => Decided;

const byPlace = (take: (place: StockPlace) => number | null, rule: 'stock_book' | 'location_closed', sign: 1 | -1, among: (place: StockPlace) => boolean = () => true): Rule => ({ places }) => {
  let change = 0;
  let known = true;
  const because: Because[] = [];
  for (const place of places) {
    if (!among(place)) continue;
    const quantity = take(place);
    if (quantity === null) known = false;
    else if (quantity !== 0) {
      change += sign * quantity;
      because.push({ rule, location: place.location, quantity });
    }
  }
  return known ? { change, because } : { change: null, because: [] };
};

const open = ({ active }: StockPlace): boolean => active;

/** What a location may promise by the books: never more than lies there, and less than nothing where promises lost their goods. */
const promised = (place: StockPlace): number => place.sellable - (place.reserved ?? 0) - (place.broken ?? 0) - (place.keptBack ?? 0);

function closed(figures: StockFigures, left: number): Decided {
  const decided = byPlace(({ sellable }) => sellable, 'location_closed', -1, ({ active }) => !active)(figures, left);
  return figures.places.some((place) => !place.activeKnown && place.sellable > 0) ? { change: null, because: [] } : decided;
}

function excluded({ places, exclusions }: StockFigures): Decided {
  if (exclusions === null) return { change: null, because: [] };
  const because = exclusions.flatMap(({ location, reason, until, task }): Because[] => {
    const place = places.find((one) => one.location === location);
    const quantity = place && place.active ? Math.max(0, promised(place)) : 0;
    return quantity > 0 ? [{ rule: 'exclusion', location, quantity, reason, until, task }] : [];
  });
  return { change: less(because), because };
}

const less = (because: readonly Because[]): number => because.reduce((sum, { quantity }) => sum - quantity, 0);

/**
 * The steps in the order they are told. Each takes the figures and what is left so far: a rule of the retailer (safety stock by formula,
 * a buffer per channel) is one more line here, with its document as the `because`.
 */
const STEPS = {
  on_hand: byPlace(({ sellable, picked, damaged, quarantine }) => sellable + picked + damaged + quarantine, 'stock_book', 1),
  picked: byPlace(({ picked }) => picked, 'stock_book', -1),
  damaged: byPlace(({ damaged }) => damaged, 'stock_book', -1),
  in_quarantine: byPlace(({ quarantine }) => quarantine, 'stock_book', -1),
  closed_locations: closed,
  reserved: byPlace(({ reserved }) => reserved, 'stock_book', -1, open),
  broken: byPlace(({ broken }) => broken, 'stock_book', -1, open),
  kept_back: byPlace(({ keptBack }) => keptBack, 'stock_book', -1, open),
  excluded,
  waiting: ({ waiting }) => ({
    change: waiting.quantity === null ? null : -waiting.quantity,
    because: waiting.orders.map(({ order, number, quantity, onHold }) => ({ rule: 'order', order, number, quantity, onHold })),
  }),
  quarantined_orders: ({ quarantined: { quantity, orders } }) => ({ change: quantity === null ? null : -quantity, because: quantity ? [{ rule: 'quarantined_orders', orders, quantity }] : [] }),
  // More is promised than there is: nothing may be sold, and not less than nothing.
  not_below_zero: (_figures, left) => ({ change: Math.max(0, -left), because: [] }),
} as const satisfies Record<string, Rule>;

export type StepName = keyof typeof STEPS;
export const STEP_NAMES = Object.keys(STEPS) as StepName[];

export interface Availability { steps: AvailabilityStep[]; /** What may be sold: never below zero. */ sell: number; /** Steps whose number is not known of that moment. */ unknown: StepName[] }

/** What may be sold of these figures, and how it came to that. The changes of the steps add up to `sell`. */
export function availabilityOf(figures: StockFigures): Availability {
  const steps: AvailabilityStep[] = [];
  let left = 0;
  for (const step of STEP_NAMES) {
    const { change, because } = (STEPS[step] as Rule)(figures, left);
    // No negative zero, which would be told as "-0".
    left += change ?? 0;
    steps.push({ step, change: change === null ? null : change + 0, left, because });
  }
  return { steps, sell: left, unknown: steps.flatMap(({ step, change }) => (change === null ? [step] : [])) };
}
