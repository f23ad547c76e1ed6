/** What using a location costs in whole minor units, item by item, so that a sum and its explanation cannot differ. */
import { between } from '../../kernel/clock.ts';
import type { Minor } from '../../kernel/money.ts';
import { arrivesFrom } from './arrival.ts';
import { isFull, type Fates, type Sifted } from './filter.ts';
import type { Room } from './scratch.ts';
import type { Candidate, CostItem, Demand, FilterRule, Strategy } from './types.ts';

const DAY = 86_400_000;
/** A day late of a delivery whose day the customer chose, in minor units: more than any parcel, so that only stock goes before it. */
const EXPRESS_DAY = 100_000;

/** Columns of `Charges.parts`: the costs of one location that do not depend on what it delivers. */
const PARCEL = 0;
const TRANSFER = 1;
const HANDLING = 2;
const DISTANCE = 3;
const CARBON = 4;
const LATE = 5;
const WORKLOAD = 6;
const CAPACITY = 7;
const WIDTH = 8;

/** Minor units of every candidate that the filters kept. */
export interface Charges {
  /** [row × WIDTH + column] */
  parts: Float64Array;
  /** By row, the sum of those and of what soft rules add: what using the location costs at all. */
  totals: Float64Array;
}

/**
 * Fixed costs of a parcel from each location. A pickup at the store itself is no parcel; from elsewhere the internal
 * transfer takes the parcel's place. A location of unknown coordinates counts as far as the farthest known one, so that a
 * gap in the master data is no advantage; one that cannot say when its goods are there counts as a day late when something was promised.
 * What a verdict is told from lies in `told`, the rest in `room`.
 */
export function chargesOf(sifted: Sifted, demand: Demand, strategy: Strategy, room: Room, told: Room): Charges {
  const rows = sifted.candidates.length;
  const charges: Charges = { parts: told.floats(rows * WIDTH), totals: room.floats(rows) };
  const daysLate = daysLateOf(demand);
  for (let at = 0; at < sifted.kept.length; at += 1) charge(charges, sifted, sifted.kept[at] as number, demand, strategy, daysLate);
  return charges;
}

function charge({ parts, totals }: Charges, { candidates, metres, farthest, broken }: Sifted, row: number, demand: Demand, { cost, limits }: Strategy, daysLate: (candidate: Candidate) => number): void {
  const candidate = candidates[row] as Candidate;
  const cell = row * WIDTH;
  const pickup = demand.kind === 'pickup';
  const atStore = pickup && candidate.location === demand.store;
  const known = metres[row] as number;
  const far = atStore || !demand.destination ? 0 : known < 0 ? farthest : known;
  const parcel = parts[cell + PARCEL] = pickup ? 0 : cost.parcel;
  const transfer = parts[cell + TRANSFER] = pickup && !atStore ? cost.transfer : 0;
  const handling = parts[cell + HANDLING] = cost.handling[candidate.kind] ?? 0;
  const distance = parts[cell + DISTANCE] = Math.round((cost.perKilometre * far) / 1000);
  const carbon = parts[cell + CARBON] = Math.round((cost.carbonPerKilometre * far) / 1000);
  const late = parts[cell + LATE] = (demand.express ? EXPRESS_DAY : cost.lateDay) * daysLate(candidate);
  const workload = parts[cell + WORKLOAD] = Math.round(cost.workload * shareInUse(candidate.load, candidate.capacity));
  const capacity = parts[cell + CAPACITY] = limits.respectCapacity === 'soft' && isFull(candidate) ? limits.overCapacity : 0;
  const rules = broken.size === 0 ? 0 : penaltyOf(broken.get(row));
  totals[row] = parcel + transfer + handling + distance + carbon + late + workload + capacity + rules;
}

function penaltyOf(broken: readonly FilterRule[] | undefined): Minor {
  let sum = 0;
  for (const { penalty = 0 } of broken ?? []) sum += penalty;
  return sum;
}

/** How many days late goods of a candidate would be. */
function daysLateOf(demand: Demand): (candidate: Candidate) => number {
  const { promisedBy } = demand;
  if (promisedBy === null) return () => 0;
  return (candidate) => daysLate(arrivesFrom(candidate, demand), promisedBy);
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

/** What the location of a row delivers in a way, in figures: units, and how many of them were among the last ones. */
export interface Share { row: number; units: number; scarceUnits: number }

/** Scarce units when taking so many of a stock: those that leave fewer than `below` behind, counted one by one. */
export const scarceUnits = (taken: number, stock: number, below: number): number => Math.max(0, taken - Math.max(0, stock - below));

/** Items of a whole way of delivering, most telling first; zero items are left out and the amounts add up to the cost. */
export function itemsOf(shares: readonly Share[], parts: Charges['parts'], { broken }: Fates, { cost }: Strategy): { cost: Minor; items: CostItem[] } {
  let units = 0;
  let scarce = 0;
  for (const share of shares) {
    units += share.units;
    scarce += share.scarceUnits;
  }
  const items: CostItem[] = [];
  tell(items, 'parcel', partOf(shares, parts, PARCEL));
  tell(items, 'transfer', partOf(shares, parts, TRANSFER));
  tell(items, 'handling', partOf(shares, parts, HANDLING));
  tell(items, 'units', cost.perUnit * units);
  tell(items, 'distance', partOf(shares, parts, DISTANCE));
  tell(items, 'carbon', partOf(shares, parts, CARBON));
  tell(items, 'late', partOf(shares, parts, LATE));
  tell(items, 'scarcity', cost.scarcity * scarce);
  tell(items, 'workload', partOf(shares, parts, WORKLOAD));
  tell(items, 'over capacity', partOf(shares, parts, CAPACITY));
  if (broken.size > 0) for (const [name, amount] of penaltiesOf(shares, broken)) tell(items, name, amount);
  tell(items, 'split', cost.split * Math.max(0, shares.length - 1));
  return { cost: sumOf(items), items };
}

function tell(items: CostItem[], name: string, amount: Minor): void {
  if (amount !== 0) items.push({ name, amount });
}

/** What one column comes to over all shares. */
function partOf(shares: readonly Share[], parts: Charges['parts'], column: number): Minor {
  let amount = 0;
  for (const { row } of shares) amount += parts[row * WIDTH + column] as number;
  return amount;
}

/** The sum of what `itemsOf` tells of one location that delivers so many units alone. */
export const costAlone = ({ totals }: Charges, row: number, units: number, scarce: number, { cost }: Strategy): Minor =>
  (totals[row] as number) + cost.perUnit * units + cost.scarcity * scarce;

const sumOf = (items: readonly CostItem[]): Minor => {
  let sum = 0;
  for (const { amount } of items) sum += amount;
  return sum;
};

function penaltiesOf(shares: readonly Share[], broken: Fates['broken']): Map<string, Minor> {
  const penalties = new Map<string, Minor>();
  for (const { row } of shares) for (const { name, penalty = 0 } of broken.get(row) ?? []) penalties.set(name, (penalties.get(name) ?? 0) + penalty);
  return penalties;
}
