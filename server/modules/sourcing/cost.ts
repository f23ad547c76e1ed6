/** What using a location costs in whole minor units, item by item, so that a sum and its explanation cannot differ. */
import { between } from '../../kernel/clock.ts';
import type { Minor } from '../../kernel/money.ts';
import { arrivesFrom } from './arrival.ts';
import { isFull, type Considered } from './filter.ts';
import type { CostItem, Demand, Strategy } from './types.ts';

const DAY = 86_400_000;
/** A day late of a delivery whose day the customer chose, in minor units: more than any parcel, so that only stock goes before it. */
const EXPRESS_DAY = 100_000;

/** Costs of one location that do not depend on what it delivers. */
export interface Charges { parcel: Minor; transfer: Minor; handling: Minor; distance: Minor; carbon: Minor; late: Minor; workload: Minor; capacity: Minor; rules: Minor; total: Minor }

/**
 * Fixed costs of a parcel from this location. A pickup at the store itself is no parcel; from elsewhere the internal
 * transfer takes the parcel's place. A location of unknown coordinates counts as far as the farthest known one, so that a
 * gap in the master data is no advantage; one that cannot say when its goods are there counts as a day late when something was promised.
 */
export function chargesOf(one: Considered, demand: Demand, strategy: Strategy, farthest: number): Charges {
  const { cost, limits } = strategy;
  const { candidate } = one;
  const atStore = demand.kind === 'pickup' && candidate.location === demand.store;
  const metres = atStore || !demand.destination ? 0 : one.metres ?? farthest;
  const parcel = demand.kind === 'pickup' ? 0 : cost.parcel;
  const transfer = demand.kind === 'pickup' && !atStore ? cost.transfer : 0;
  const handling = cost.handling[candidate.kind] ?? 0;
  const distance = Math.round((cost.perKilometre * metres) / 1000);
  const carbon = Math.round((cost.carbonPerKilometre * metres) / 1000);
  const late = demand.promisedBy === null ? 0 : (demand.express ? EXPRESS_DAY : cost.lateDay) * daysLate(arrivesFrom(candidate, demand), demand.promisedBy);
  const workload = Math.round(cost.workload * shareInUse(candidate.load, candidate.capacity));
  const capacity = limits.respectCapacity === 'soft' && isFull(candidate) ? limits.overCapacity : 0;
  let rules = 0;
  for (const { penalty = 0 } of one.broken) rules += penalty;
  return { parcel, transfer, handling, distance, carbon, late, workload, capacity, rules, total: parcel + transfer + handling + distance + carbon + late + workload + capacity + rules };
}

/** Days, or parts of one, that goods are there later than promised. */
function daysLate(there: string | null, promisedBy: string): number {
  if (there === null) return 1;
  if (there <= promisedBy && there.length === promisedBy.length) return 0;
  return Math.max(0, Math.ceil(between(promisedBy, there) / DAY));
}

function shareInUse(load: number, capacity: number | null): number {
  if (capacity === null) return 0;
  return capacity <= 0 ? 1 : Math.min(1, Math.max(0, load) / capacity);
}

/** What one location delivers in a way, in figures: units, and how many of them were among the last ones. */
export interface Share { one: Considered; units: number; scarceUnits: number }

/** Scarce units when taking so many of a stock: those that leave fewer than `below` behind, counted one by one. */
export const scarceUnits = (taken: number, stock: number, below: number): number => Math.max(0, taken - Math.max(0, stock - below));

const NOTHING: Charges = { parcel: 0, transfer: 0, handling: 0, distance: 0, carbon: 0, late: 0, workload: 0, capacity: 0, rules: 0, total: 0 };

const plus = (a: Charges, b: Charges): Charges => ({
  parcel: a.parcel + b.parcel, transfer: a.transfer + b.transfer, handling: a.handling + b.handling, distance: a.distance + b.distance, carbon: a.carbon + b.carbon,
  late: a.late + b.late, workload: a.workload + b.workload, capacity: a.capacity + b.capacity, rules: a.rules + b.rules, total: a.total + b.total,
});

/** Items of a whole way of delivering, most telling first; zero items are left out and the amounts add up to the cost. */
export function itemsOf(shares: readonly Share[], charges: readonly (Charges | undefined)[], { cost }: Strategy): { cost: Minor; items: CostItem[] } {
  let fixed = NOTHING;
  let units = 0;
  let scarce = 0;
  for (const share of shares) {
    const own = charges[share.one.row];
    if (own) fixed = fixed === NOTHING ? own : plus(fixed, own);
    units += share.units;
    scarce += share.scarceUnits;
  }
  const split = cost.split * Math.max(0, shares.length - 1);
  const items = listed(fixed, cost.perUnit * units, cost.scarcity * scarce, split, fixed.rules === 0 ? null : penaltiesOf(shares));
  return { cost: sumOf(items), items };
}

/** The same for one location that delivers so many units alone, without a list of shares made for it: it is told of hundreds. */
export const itemsAt = (one: Considered, charges: Charges, units: number, scarce: number, { cost }: Strategy): CostItem[] =>
  listed(charges, cost.perUnit * units, cost.scarcity * scarce, 0, charges.rules === 0 ? null : penaltiesOf([{ one, units, scarceUnits: scarce }]));

export const sumOf = (items: readonly CostItem[]): Minor => {
  let sum = 0;
  for (const { amount } of items) sum += amount;
  return sum;
};

const some = (amount: Minor): number => (amount === 0 ? 0 : 1);

function listed({ parcel, transfer, handling, distance, carbon, late, workload, capacity }: Charges, units: Minor, scarcity: Minor, split: Minor, penalties: ReadonlyMap<string, Minor> | null): CostItem[] {
  // As long as it becomes: a list that grows takes room for seventeen at its first item.
  const items = new Array<CostItem>(some(parcel) + some(transfer) + some(handling) + some(units) + some(distance) + some(carbon) + some(late) + some(scarcity) + some(workload) + some(capacity));
  let at = put(items, 0, 'parcel', parcel);
  at = put(items, at, 'transfer', transfer);
  at = put(items, at, 'handling', handling);
  at = put(items, at, 'units', units);
  at = put(items, at, 'distance', distance);
  at = put(items, at, 'carbon', carbon);
  at = put(items, at, 'late', late);
  at = put(items, at, 'scarcity', scarcity);
  at = put(items, at, 'workload', workload);
  at = put(items, at, 'over capacity', capacity);
  if (penalties) for (const [name, amount] of penalties) at = put(items, at, name, amount);
  put(items, at, 'split', split);
  return items;
}

function put(items: CostItem[], at: number, name: string, amount: Minor): number {
  if (amount === 0) return at;
  items[at] = { name, amount };
  return at + 1;
}

function penaltiesOf(shares: readonly Share[]): Map<string, Minor> {
  const penalties = new Map<string, Minor>();
  for (const { one } of shares) for (const { name, penalty = 0 } of one.broken) penalties.set(name, (penalties.get(name) ?? 0) + penalty);
  return penalties;
}
