/** Pure: from what lies there to what may be sold, step by step, each step with its number and the rule that made it. */
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { RuleName, SellingPlace, SellingProduct } from './selling/conditions.ts';
import { productKey } from './selling/selling.ts';
import type { SellingStep, SellingView } from './selling/selling.ts';

/** What one location has of a SKU, in pieces of its base unit. Null is what is not known of that moment. */
export interface StockPlace {
  location: string;
  active: boolean;
  /** False when it is not known how the location was at the moment asked for: `active`, and what rules read of it, are those of today. */
  known: boolean;
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

/** Goods that a supplier has announced for a location. */
export interface ExpectedReceipt { location: string; quantity: number; /** The local day on which they are expected, such as 2026-12-04. */ on: string }

export interface StockFigures {
  places: readonly StockPlace[];
  /** Sold only where a rule says so; absent is none, null is not known. */
  expected?: readonly ExpectedReceipt[] | null;
  /** Null when not known. */
  exclusions: readonly StockExclusion[] | null;
  /** Orders that wait or are held without a place; null when not known. `orders` names some of them, the oldest first. */
  waiting: { quantity: number | null; /** How many of those units have goods kept back for them already, which are not to be sold either way; absent is none. */ kept?: number; orders: readonly UnplacedDemand[] };
  /** What orders in quarantine want: they are not taken yet and count as sold. */
  quarantined: { quantity: number | null; orders: number };
}

/** Goods of one expected receipt: what still comes, and how many of them are promised to orders that have none of it kept for them yet. */
export interface ComingGoods { location: string; on: string; outstanding: number; promised: number }

/**
 * What may still be promised of expected receipts, which are given the soonest first. `given`: goods kept back for orders whichever receipt they wait for;
 * what those give up is of the receipt that comes last, for all that is known before each has taken its own.
 */
export function freeToCome(coming: readonly ComingGoods[], given: number): ExpectedReceipt[] {
  let left = Math.max(0, given);
  return coming.toReversed().flatMap(({ location, on, outstanding, promised }): ExpectedReceipt[] => {
    const back = Math.min(left, promised);
    left -= back;
    const quantity = outstanding - promised + back;
    return quantity > 0 ? [{ location, quantity, on }] : [];
  }).toReversed();
}

/** What orders want that no location has and nothing is kept for. */
const unmet = ({ quantity, kept = 0 }: StockFigures['waiting']): number | null => (quantity === null ? null : Math.max(0, quantity - kept));

/** Which rule made a step what it is, and where. */
export type Because =
  | { rule: 'stock_book'; location: string; quantity: number }
  | { rule: 'location_closed'; location: string; quantity: number }
  | { rule: 'exclusion'; location: string; quantity: number; reason: string; until: Instant; task: Uuid | null }
  | { rule: 'order'; order: Uuid; number: string; quantity: number; onHold: boolean }
  | { rule: 'quarantined_orders'; orders: number; quantity: number }
  /** A rule of the retailer; with no location it is of the whole network. */
  | { rule: 'selling_rule'; document: string; version: number; name: string; location: string | null; quantity: number }
  /** The product is not sold any more. */
  | { rule: 'not_for_sale'; location: string; quantity: number }
  /** The location sends nothing of the kind, or the strategies in force never ask it. */
  | { rule: 'cannot_deliver'; location: string; quantity: number }
  | { rule: 'strategy_rule'; document: string; version: number; name: string; location: string; quantity: number }
  /** Nobody can collect there. */
  | { rule: 'no_pickup'; location: string; quantity: number };

/** The retailer's rules as they bear on one channel, kind of delivery and article, at a moment. */
export interface RulesFor { view: SellingView; places: ReadonlyMap<string, SellingPlace>; product: SellingProduct; now: Instant; /** False when it is not known how the channel or the product was at that moment. */ known?: boolean }

export interface AvailabilityStep {
  step: StepName;
  /** Added (+) or taken away (−); null when it is not known of that moment, and then it took nothing away. */
  change: number | null;
  /** What is left after it. */
  left: number;
  because: Because[];
}

type Decided = { change: number | null; because: Because[] };
interface Ruled { step: SellingStep; because: Because }
/** What the rules did per location, and the rules themselves for what they do to the network. */
interface Rulings { all: readonly Ruled[]; rules: RulesFor | null; /** Steps of the rules that would have to be read from what is not known. */ unknown: ReadonlySet<SellingStep> }
type Rule = (figures: StockFigures, left: number, rulings: Rulings) => Decided;
const UNKNOWN: Decided = { change: null, because: [] };

/** `ofOpen`: of locations that are open, or of those that are closed, alone. */
const byPlace = (take: (place: StockPlace) => number | null, rule: 'stock_book' | 'location_closed', sign: 1 | -1, ofOpen: boolean | null = null): Rule => ({ places }) => {
  let change = 0;
  let known = true;
  const because: Because[] = [];
  for (const place of places) {
    if (ofOpen !== null && place.known && place.active !== ofOpen) continue;
    const quantity = take(place);
    if (quantity === null || (ofOpen !== null && !place.known && quantity !== 0)) known = false;
    else if (quantity !== 0) {
      change += sign * quantity;
      because.push({ rule, location: place.location, quantity });
    }
  }
  return known ? { change, because } : UNKNOWN;
};

/** What a location may promise by the books: never more than lies there, and less than nothing where promises lost their goods. */
const promised = (place: StockPlace): number => place.sellable - (place.reserved ?? 0) - (place.broken ?? 0) - (place.keptBack ?? 0);

function excluded({ places, exclusions }: StockFigures): Decided {
  if (exclusions === null || exclusions.some(({ location }) => places.some((place) => place.location === location && !place.known && place.sellable > 0))) return UNKNOWN;
  const because = exclusions.flatMap(({ location, reason, until, task }): Because[] => {
    const place = places.find((one) => one.location === location);
    const quantity = place && place.active ? Math.max(0, promised(place)) : 0;
    return quantity > 0 ? [{ rule: 'exclusion', location, quantity, reason, until, task }] : [];
  });
  return { change: less(because), because };
}

const named = (location: string | null, rule: RuleName | null, quantity: number): Because => (rule ? { rule: 'selling_rule', document: rule.document, version: rule.version, name: rule.name, location, quantity } : { rule: 'no_pickup', location: location ?? '', quantity });

function because(step: SellingStep, location: string, rule: RuleName | null, quantity: number): Because {
  if (step === 'not_for_sale') return { rule: step, location, quantity };
  if (step !== 'cannot_deliver') return named(location, rule, quantity);
  return rule ? { rule: 'strategy_rule', document: rule.document, version: rule.version, name: rule.name, location, quantity } : { rule: step, location, quantity };
}

const isExcluded = ({ exclusions }: StockFigures, location: string): boolean => exclusions !== null && exclusions.some((one) => one.location === location);

const BY_RULES: readonly SellingStep[] = ['not_for_sale', 'cannot_deliver', 'excluded_location', 'pickup_only', 'not_for_pickup', 'ring_fenced', 'safety_stock', 'threshold', 'expected', 'channel_buffer'];
const NONE: ReadonlySet<SellingStep> = new Set();

/** The steps of the rules that ask for more than is known. Where there is nothing to sell or to expect, they take and give nothing. */
function unknownOf({ places, exclusions, expected }: StockFigures, rules: RulesFor | null): ReadonlySet<SellingStep> {
  if (rules === null || rules.view.isFree) return NONE;
  const told = (place: StockPlace): boolean => place.known && place.reserved !== null && place.broken !== null && place.keptBack !== null;
  if (rules.known === false || exclusions === null || places.some((place) => (place.sellable > 0 || place.expected > 0) && !told(place))) return new Set(BY_RULES);
  return expected === null && rules.view.hasExpected ? new Set(['expected', 'channel_buffer']) : NONE;
}

/** What the retailer's rules take away (and add, of what is expected) location by location. */
function ruledPlaces(figures: StockFigures, rules: RulesFor | null): Ruled[] {
  const all: Ruled[] = [];
  if (!rules || (rules.view.isFree && rules.product.active !== false)) return all;
  const { view, product } = rules;
  const key = productKey(product);
  for (const place of figures.places) {
    const where = rules.places.get(place.location);
    if (!where || !place.active || isExcluded(figures, place.location)) continue;
    view.quantity(product, key, where, { available: promised(place), sellable: place.sellable }, false, (step, rule, quantity) => all.push({ step, because: because(step, place.location, rule, quantity) }));
  }
  for (const { location, quantity, rule } of expectedOf(figures, rules, key)) all.push({ step: 'expected', because: named(location, rule, quantity) });
  return all;
}

/** What is expected soon enough, per location. */
function expectedOf(figures: StockFigures, { view, places, product, now }: RulesFor, key: string): { location: string; quantity: number; rule: RuleName }[] {
  if (!view.hasExpected) return [];
  return (figures.expected ?? []).flatMap(({ location, quantity, on }) => {
    const where = places.get(location);
    const place = figures.places.find((one) => one.location === location);
    if (!where || quantity <= 0 || place?.active === false || isExcluded(figures, location)) return [];
    const rule = view.sellsExpected(product, key, where, place ? Math.max(0, promised(place)) : 0, { on, now });
    return rule ? [{ location, quantity, rule }] : [];
  });
}

const byRules = (step: SellingStep, sign: 1 | -1 = -1): Rule => (_figures, _left, { all, unknown }) => {
  if (unknown.has(step)) return UNKNOWN;
  const because = all.filter((one) => one.step === step).map((one) => one.because);
  return { change: because.reduce((sum, { quantity }) => sum + sign * quantity, 0), because };
};

function buffered(_figures: StockFigures, left: number, { rules, unknown }: Rulings): Decided {
  if (rules && unknown.has('channel_buffer')) return UNKNOWN;
  const held = rules?.view.buffer(rules.product, productKey(rules.product), left) ?? null;
  return held ? { change: -held.quantity, because: [named(null, held.rule, held.quantity)] } : { change: 0, because: [] };
}

const negated = (quantity: number | null): number | null => (quantity === null ? null : -quantity);

const less = (because: readonly Because[]): number => because.reduce((sum, { quantity }) => sum - quantity, 0);

/**
 * The steps in the order they are told. Each takes the figures, what is left so far and what the retailer's rules did; the steps of the
 * rules take nothing where no channel is asked for.
 */
const STEPS = {
  on_hand: byPlace(({ sellable, picked, damaged, quarantine }) => sellable + picked + damaged + quarantine, 'stock_book', 1),
  picked: byPlace(({ picked }) => picked, 'stock_book', -1),
  damaged: byPlace(({ damaged }) => damaged, 'stock_book', -1),
  in_quarantine: byPlace(({ quarantine }) => quarantine, 'stock_book', -1),
  closed_locations: byPlace(({ sellable }) => sellable, 'location_closed', -1, false),
  reserved: byPlace(({ reserved }) => reserved, 'stock_book', -1, true),
  broken: byPlace(({ broken }) => broken, 'stock_book', -1, true),
  kept_back: byPlace(({ keptBack }) => keptBack, 'stock_book', -1, true),
  excluded,
  not_for_sale: byRules('not_for_sale'),
  cannot_deliver: byRules('cannot_deliver'),
  excluded_location: byRules('excluded_location'),
  pickup_only: byRules('pickup_only'),
  not_for_pickup: byRules('not_for_pickup'),
  ring_fenced: byRules('ring_fenced'),
  safety_stock: byRules('safety_stock'),
  threshold: byRules('threshold'),
  expected: byRules('expected', 1),
  waiting: ({ waiting }) => ({
    change: negated(unmet(waiting)),
    because: waiting.orders.map(({ order, number, quantity, onHold }) => ({ rule: 'order', order, number, quantity, onHold })),
  }),
  quarantined_orders: ({ quarantined: { quantity, orders } }) => ({ change: quantity === null ? null : -quantity, because: quantity ? [{ rule: 'quarantined_orders', orders, quantity }] : [] }),
  channel_buffer: buffered,
  // More is promised than there is: nothing may be sold, and not less than nothing.
  not_below_zero: (_figures, left) => ({ change: Math.max(0, -left), because: [] }),
} as const satisfies Record<string, Rule>;

export type StepName = keyof typeof STEPS;
export const STEP_NAMES = Object.keys(STEPS) as StepName[];

export interface Availability { steps: AvailabilityStep[]; /** What may be sold: never below zero. */ sell: number; /** Steps whose number is not known of that moment. */ unknown: StepName[] }

/** What may be sold of these figures, and how it came to that: by anybody, or under the rules of a channel. The changes of the steps add up to `sell`. */
export function availabilityOf(figures: StockFigures, rules: RulesFor | null = null, { place = false }: { /** The figures are of one location: what is held back of the whole network is not taken from it. */ place?: boolean } = {}): Availability {
  const rulings: Rulings = { all: ruledPlaces(figures, rules), rules: place ? null : rules, unknown: unknownOf(figures, rules) };
  const steps: AvailabilityStep[] = [];
  let left = 0;
  for (const step of STEP_NAMES) {
    const { change, because } = (STEPS[step] as Rule)(figures, left, rulings);
    // No negative zero, which would be told as "-0".
    left += change ?? 0;
    steps.push({ step, change: change === null ? null : change + 0, left, because });
  }
  return { steps, sell: left, unknown: steps.flatMap(({ step, change }) => (change === null ? [step] : [])) };
}

/**
 * The same figure without its story, for many SKUs at once: `each` is told what may be sold from every location that has any. What is asked
 * for and has no place yet is taken from the network, not from a location.
 */
export function quantityOf(figures: StockFigures, rules: RulesFor, each?: (location: string, quantity: number) => void): number {
  const { view, product, places } = rules;
  if (product.active === false) return 0;
  const key = view.isFree ? '' : productKey(product);
  let left = 0;
  for (const place of figures.places) {
    if (!place.active) continue;
    const available = promised(place);
    if (available <= 0) { left += available; continue; }
    const where = places.get(place.location);
    if (isExcluded(figures, place.location)) continue;
    const quantity = !where ? available : view.quantity(product, key, where, { available, sellable: place.sellable });
    left += quantity;
    if (quantity > 0) each?.(place.location, quantity);
  }
  for (const { quantity } of expectedOf(figures, rules, key)) left += quantity;
  left -= (unmet(figures.waiting) ?? 0) + (figures.quarantined.quantity ?? 0);
  return Math.max(0, left - (view.buffer(product, key, left)?.quantity ?? 0));
}
