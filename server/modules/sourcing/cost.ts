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

/** Items of a whole way of delivering, most telling first; zero items are left out and the amounts add up to the cost. */
export function itemsOf(shares: readonly Share[], charges: readonly (Charges | undefined)[], { cost }: Strategy): { cost: Minor; items: CostItem[] } {
  let [parcel, transfer, handling, distance, carbon, late, workload, capacity, rules, total, units, scarce] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (const share of shares) {
    units += share.units;
    scarce += share.scarceUnits;
    const fixed = charges[share.one.row];
    if (!fixed) continue;
    parcel += fixed.parcel; transfer += fixed.transfer; handling += fixed.handling; distance += fixed.distance; carbon += fixed.carbon;
    late += fixed.late; workload += fixed.workload; capacity += fixed.capacity; rules += fixed.rules; total += fixed.total;
  }
  const [perUnits, scarcity, split] = [cost.perUnit * units, cost.scarcity * scarce, cost.split * Math.max(0, shares.length - 1)];
  const items: CostItem[] = [];
  const add = (name: string, amount: Minor): void => { if (amount !== 0) items.push({ name, amount }); };
  add('parcel', parcel);
  add('transfer', transfer);
  add('handling', handling);
  add('units', perUnits);
  add('distance', distance);
  add('carbon', carbon);
  add('late', late);
  add('scarcity', scarcity);
  add('workload', workload);
  add('over capacity', capacity);
  if (rules !== 0) for (const [name, amount] of penaltiesOf(shares)) add(name, amount);
  add('split', split);
  return { cost: total + perUnits + scarcity + split, items };
}

function penaltiesOf(shares: readonly Share[]): Map<string, Minor> {
  const penalties = new Map<string, Minor>();
  for (const { one } of shares) for (const { name, penalty = 0 } of one.broken) penalties.set(name, (penalties.get(name) ?? 0) + penalty);
  return penalties;
}
