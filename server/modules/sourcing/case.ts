/** The step between filter and solve: candidates priced and sorted, hopeless ones left out, and the lines bundled as they must travel. */
import { chargesOf, scarceUnits, type Charges } from './cost.ts';
import type { Considered, Sifted } from './filter.ts';
import type { Demand, DemandLine, Strategy } from './types.ts';

/** Everything known of one planning question before it is solved. */
export interface Case {
  demand: Demand;
  strategy: Strategy;
  sifted: Sifted;
  /** Kept candidates that can matter, by rising fixed cost, ties by code. */
  kept: readonly Considered[];
  /** Charges of every candidate that the filters kept, by its row. */
  charges: readonly (Charges | undefined)[];
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
export function caseOf(demand: Demand, strategy: Strategy, sifted: Sifted): Case {
  const charges: (Charges | undefined)[] = new Array<Charges | undefined>(sifted.considered.length).fill(undefined);
  const totals = new Float64Array(sifted.considered.length);
  for (const one of sifted.kept) totals[one.row] = (charges[one.row] = chargesOf(one, demand, strategy, sifted.farthest)).total;
  const column = new Map(sifted.skus.map((sku, index) => [sku, index]));
  const skuOf = demand.lines.map(({ sku }) => column.get(sku) ?? 0);
  const barred = barredOf(demand, sifted);
  const kept = barred.some((rows) => rows !== null) ? [...sifted.kept] : thatMatter(sifted, demand, strategy, skuOf, totals);
  return { demand, strategy, sifted, kept: byTotal(kept, totals), charges, skuOf, barred, maxLocations: locationsAllowed(demand, strategy), bundles: bundlesOf(demand, strategy) };
}

/** By rising total, ties by code. Whole figures sort five times as fast without a comparison of our own, which then finds nearly all in order. */
function byTotal(kept: readonly Considered[], totals: Float64Array): Considered[] {
  const keys = new Float64Array(kept.length);
  for (let at = 0; at < keys.length; at += 1) keys[at] = (totals[(kept[at] as Considered).row] as number) * keys.length + at;
  keys.sort();
  const sorted: Considered[] = [];
  for (let at = 0; at < keys.length; at += 1) sorted.push(kept[(keys[at] as number) % keys.length] as Considered);
  return sorted.sort((a, b) => (totals[a.row] as number) - (totals[b.row] as number) || (a.candidate.location < b.candidate.location ? -1 : 1));
}

/**
 * When some location has everything, one that together with the cheapest other is dearer than that can be in no better way.
 * It leaves typically a handful of hundreds, and proves a way from one location outright.
 */
function thatMatter({ kept, skus, stock }: Sifted, demand: Demand, { cost }: Strategy, skuOf: readonly number[], totals: Float64Array): Considered[] {
  if (kept.length <= FEW) return [...kept];
  const columns = skus.length;
  const need = new Float64Array(columns);
  demand.lines.forEach(({ quantity }, line) => { const sku = skuOf[line] as number; need[sku] = (need[sku] as number) + Math.max(0, quantity); });
  const complete: { one: Considered; value: number }[] = [];
  let least = Infinity;
  for (const one of kept) {
    let value = totals[one.row] as number;
    least = Math.min(least, value);
    const from = one.row * columns;
    for (let k = 0; k < columns; k += 1) {
      const units = stock[from + k] as number;
      const wanted = need[k] as number;
      if (units < wanted) { value = Infinity; break; }
      if (cost.scarcity > 0) value += cost.scarcity * scarceUnits(wanted, units, cost.scarcityBelow);
    }
    if (value < Infinity) complete.push({ one, value });
  }
  if (complete.length === 0) return [...kept];
  complete.sort((a, b) => a.value - b.value || (a.one.candidate.location < b.one.candidate.location ? -1 : 1));
  const best = complete[0]?.value ?? Infinity;
  const singles = new Set(complete.slice(0, SINGLES).map(({ one }) => one));
  return kept.filter((one) => singles.has(one) || (totals[one.row] as number) + least + cost.split < best);
}

function barredOf(demand: Demand, { considered }: Sifted): (ReadonlySet<number> | null)[] {
  if (demand.excluded.every(({ line }) => line === null)) return demand.lines.map(() => null);
  return demand.lines.map(({ line }) => {
    const codes = demand.excluded.filter((exclusion) => exclusion.line === line).map(({ location }) => location);
    return codes.length === 0 ? null : new Set(considered.flatMap(({ candidate, row }) => (codes.includes(candidate.location) ? [row] : [])));
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
