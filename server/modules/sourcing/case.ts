/** The step between filter and solve: candidates priced and sorted, hopeless ones left out, and the lines bundled as they must travel. */
import { chargesOf, scarceUnits, type Charges } from './cost.ts';
import type { Sifted } from './filter.ts';
import type { Room } from './scratch.ts';
import type { Candidate, Demand, DemandLine, Strategy } from './types.ts';

/** Everything known of one planning question before it is solved. */
export interface Case {
  demand: Demand;
  strategy: Strategy;
  sifted: Sifted;
  /** Rows of kept candidates that can matter, by rising fixed cost, ties by code. */
  kept: Int32Array;
  charges: Charges;
  /** Per line, its SKU's column. */
  skuOf: readonly number[];
  /** Rows of the candidates that may not be asked for a line, when only some lines are barred there. */
  barred: readonly (ReadonlySet<number> | null)[];
  maxLocations: number;
  /** Lines grouped as they must travel: each entry is one item of the solver. */
  bundles: readonly Bundle[];
}

export interface Bundle { lines: readonly number[]; atomic: boolean }

const UNLIMITED = 1_000_000;
/** Below so many candidates nobody is left out, so that all can be runners-up. */
const FEW = 32;
/** Best single locations that stay, as runners-up. */
export const SINGLES = 6;

/** Prices and sorts what the filters kept, and reads from strategy and lines what must stay together. */
export function caseOf(demand: Demand, strategy: Strategy, sifted: Sifted, room: Room, told: Room): Case {
  const charges = chargesOf(sifted, demand, strategy, room, told);
  const column = new Map(sifted.skus.map((sku, index) => [sku, index]));
  const skuOf = demand.lines.map(({ sku }) => column.get(sku) ?? 0);
  const barred = barredOf(demand, sifted);
  const kept = barred.some((rows) => rows !== null) ? sifted.kept : thatMatter(sifted, demand, strategy, skuOf, charges, room);
  return { demand, strategy, sifted, kept: byTotal(kept, sifted, charges, room), charges, skuOf, barred, maxLocations: locationsAllowed(demand, strategy), bundles: bundlesOf(demand, strategy) };
}

/** The largest figure that an Int32Array holds: such sort twice as fast as others. */
const MOST_INT = 2 ** 31 - 1;

/** By rising total, ties by code. Whole figures sort many times as fast without a comparison of our own, which is left to those that are equal. */
function byTotal(kept: Int32Array, { candidates }: Sifted, { totals }: Charges, room: Room): Int32Array {
  const { length } = kept;
  let dearest = 0;
  for (let at = 0; at < length; at += 1) dearest = Math.max(dearest, totals[kept[at] as number] as number);
  const keys = (dearest + 1) * length <= MOST_INT ? room.ints(length) : room.floats(length);
  for (let at = 0; at < length; at += 1) keys[at] = (totals[kept[at] as number] as number) * length + at;
  keys.sort();
  const sorted = room.ints(length);
  for (let at = 0; at < length; at += 1) sorted[at] = kept[(keys[at] as number) % length] as number;
  const before = (a: number, b: number): boolean => (candidates[a] as Candidate).location < (candidates[b] as Candidate).location;
  for (let from = 0, to = 1; from < length; from = to, to += 1) {
    let inOrder = true;
    for (; to < length && totals[sorted[to] as number] === totals[sorted[from] as number]; to += 1) inOrder &&= before(sorted[to - 1] as number, sorted[to] as number);
    if (!inOrder) sorted.set([...sorted.subarray(from, to)].sort((a, b) => (before(a, b) ? -1 : 1)), from);
  }
  return sorted;
}

/**
 * When some location has everything, one that together with the cheapest other is dearer than that can be in no better way.
 * It leaves typically a handful of hundreds, and proves a way from one location outright.
 */
function thatMatter({ kept, candidates, skus, stock }: Sifted, demand: Demand, { cost }: Strategy, skuOf: readonly number[], { totals }: Charges, room: Room): Int32Array {
  if (kept.length <= FEW) return kept;
  const columns = skus.length;
  const need = room.floats(columns);
  demand.lines.forEach(({ quantity }, line) => { const sku = skuOf[line] as number; need[sku] = (need[sku] as number) + Math.max(0, quantity); });
  const complete: { row: number; value: number }[] = [];
  let least = Infinity;
  for (let at = 0; at < kept.length; at += 1) {
    const row = kept[at] as number;
    let value = totals[row] as number;
    if (value < least) least = value;
    const from = row * columns;
    for (let k = 0; k < columns; k += 1) {
      const units = stock[from + k] as number;
      const wanted = need[k] as number;
      if (units < wanted) { value = Infinity; break; }
      if (cost.scarcity > 0) value += cost.scarcity * scarceUnits(wanted, units, cost.scarcityBelow);
    }
    if (value < Infinity) complete.push({ row, value });
  }
  if (complete.length === 0) return kept;
  complete.sort((a, b) => a.value - b.value || ((candidates[a.row] as Candidate).location < (candidates[b.row] as Candidate).location ? -1 : 1));
  const best = complete[0]?.value ?? Infinity;
  const singles = new Set(complete.slice(0, SINGLES).map(({ row }) => row));
  const left = room.ints(kept.length);
  let count = 0;
  for (let at = 0; at < kept.length; at += 1) {
    const row = kept[at] as number;
    if ((totals[row] as number) + least + cost.split >= best && !singles.has(row)) continue;
    left[count] = row;
    count += 1;
  }
  return left.subarray(0, count);
}

function barredOf(demand: Demand, { candidates }: Sifted): (ReadonlySet<number> | null)[] {
  if (demand.excluded.every(({ line }) => line === null)) return demand.lines.map(() => null);
  return demand.lines.map(({ line }) => {
    const codes = demand.excluded.filter((exclusion) => exclusion.line === line).map(({ location }) => location);
    return codes.length === 0 ? null : new Set(candidates.flatMap(({ location }, row) => (codes.includes(location) ? [row] : [])));
  });
}

function locationsAllowed(demand: Demand, strategy: Strategy): number {
  if (strategy.split === 'never') return 1;
  const limit = strategy.limits.maxLocations ?? UNLIMITED;
  if (strategy.splitWorth === 0) return limit;
  const worth = demand.lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  return Math.max(1, Math.min(limit, Math.floor(worth / strategy.splitWorth)));
}

function bundlesOf(demand: Demand, strategy: Strategy): Bundle[] {
  const groups = new Map<string, number[]>();
  const bySku = new Map<string, number[]>();
  const bundles: Bundle[] = [];
  demand.lines.forEach(({ group, sku, quantity }, index) => {
    if (quantity <= 0) return;
    const divisible = strategy.split !== 'whole_lines';
    const [kind, key] = group !== null ? [groups, group] : divisible ? [bySku, sku] : [null, ''];
    const known = kind?.get(key);
    if (known) { known.push(index); return; }
    const lines = [index];
    kind?.set(key, lines);
    bundles.push({ lines, atomic: group !== null || !divisible });
  });
  return bundles;
}

/** Whether items compete for one stock in a way that sums over a set of locations do not show. */
export function isEntangled({ bundles, skuOf, barred, demand }: Case): boolean {
  const seen = new Map<number, Bundle>();
  for (const bundle of bundles) {
    for (const line of bundle.lines) {
      const sku = skuOf[line] as number;
      const other = seen.get(sku);
      if (other && other !== bundle) return true;
      seen.set(sku, bundle);
    }
    if (bundle.lines.length > 1 && !bundle.atomic && bundle.lines.some((line) => barred[line] !== null)) return true;
    if (bundle.atomic && bundle.lines.length > 1 && new Set(bundle.lines.map((line) => (demand.lines[line] as DemandLine).sku)).size < bundle.lines.length) return true;
  }
  return false;
}
