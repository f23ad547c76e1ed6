/** The steps quantities → cost → solve: turns what the filters left into figures, and a solution in figures back into allocations. */
import { assign, type Item, type Placement } from './solve-entangled.ts';
import { chargesOf, itemsOf, scarceUnits, type Charges, type Share } from './cost.ts';
import type { Considered, Sifted } from './filter.ts';
import { solve } from './solve.ts';
import type { Problem } from './solve-bounds.ts';
import type { Allocation, CostItem, Demand, DemandLine, Strategy } from './types.ts';

/** One way of delivering, priced from what is really allocated. */
export interface Way { allocations: Allocation[]; cost: number; items: CostItem[]; placed: number; shares: Share[] }

/** Everything known of one planning question before it is solved. */
export interface Case {
  demand: Demand;
  strategy: Strategy;
  sifted: Sifted;
  /** Kept candidates by rising fixed cost, ties by code. */
  kept: readonly Considered[];
  charges: readonly Charges[];
  /** Per line, its SKU's column. */
  skuOf: readonly number[];
  /** Locations (positions in `kept`) that may not be asked for a line, when only some lines are barred there. */
  barred: readonly (ReadonlySet<number> | null)[];
  maxLocations: number;
  /** Lines grouped as they must travel: each entry is one item of the solver. */
  bundles: readonly Bundle[];
}

export interface Bundle { lines: readonly number[]; atomic: boolean }

const UNLIMITED = 1_000_000;
/** Values hold the cost in their upper digits and the number of locations in the lower, so that fewer locations break a tie. */
const SCALE = 64;

/** Prices and sorts what the filters kept, and reads from strategy and lines what must stay together. */
export function caseOf(demand: Demand, strategy: Strategy, sifted: Sifted): Case {
  const priced = sifted.kept.map((one) => ({ one, charges: chargesOf(one, demand, strategy, sifted.farthest) }));
  priced.sort((a, b) => a.charges.total - b.charges.total || (a.one.candidate.location < b.one.candidate.location ? -1 : 1));
  const kept = priced.map(({ one }) => one);
  const column = new Map(sifted.skus.map((sku, index) => [sku, index]));
  return {
    demand, strategy, sifted, kept, charges: priced.map(({ charges }) => charges),
    skuOf: demand.lines.map(({ sku }) => column.get(sku) ?? 0),
    barred: barredOf(demand, kept), maxLocations: locationsAllowed(demand, strategy), bundles: bundlesOf(demand, strategy),
  };
}

function barredOf(demand: Demand, kept: readonly Considered[]): (ReadonlySet<number> | null)[] {
  return demand.lines.map(({ line }) => {
    const codes = demand.excluded.filter((exclusion) => exclusion.line === line).map(({ location }) => location);
    return codes.length === 0 ? null : new Set(kept.flatMap(({ candidate }, position) => (codes.includes(candidate.location) ? [position] : [])));
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

/** Every best way that was met, the winner first; all priced. */
export interface Solved { ways: Way[]; exact: boolean }

/** Solves the case by the closed form where items stand by themselves, else by the search over assignments. */
export function waysOf(problem: Case): Solved {
  if (problem.kept.length === 0) return { ways: [], exact: true };
  if (isEntangled(problem)) return entangled(problem);
  const figures = figuresOf(problem);
  const { best, met, exact } = solve(figures);
  const winner = wayOfSet(problem, figures, best);
  if (problem.strategy.splitWorth > 0 && !everyParcelIsWorthIt(problem, winner)) return entangled(problem);
  const ways = [winner];
  for (const set of [...met.reverse(), ...alternatives(figures, best)]) ways.push(wayOfSet(problem, figures, set));
  return { ways: ways.filter((way) => problem.strategy.splitWorth === 0 || everyParcelIsWorthIt(problem, way)), exact };
}

/** Whether items compete for one stock in a way that sums over a set of locations do not show. */
function isEntangled({ bundles, skuOf, barred, demand }: Case): boolean {
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

const everyParcelIsWorthIt = ({ demand, strategy }: Case, way: Way): boolean => {
  if (way.shares.length < 2) return true;
  const price = new Map(demand.lines.map(({ line, unitPrice }) => [line, unitPrice]));
  const worth = new Map<string, number>();
  for (const { line, location, quantity } of way.allocations) worth.set(location, (worth.get(location) ?? 0) + quantity * (price.get(line) ?? 0));
  return [...worth.values()].every((value) => value >= strategy.splitWorth);
};

/** Units of a SKU at a kept location, nothing where the line may not be asked there. */
const stockAt = (problem: Case, position: number, sku: number, line: number): number =>
  (problem.barred[line]?.has(position) ? 0 : problem.sifted.stock[(problem.kept[position] as Considered).row * problem.sifted.skus.length + sku] as number);

function figuresOf(problem: Case): Problem {
  const { bundles, kept, charges, demand, skuOf, strategy } = problem;
  const items = bundles.length;
  const need = Int32Array.from(bundles, ({ lines }) => lines.reduce((sum, line) => sum + (demand.lines[line] as DemandLine).quantity, 0));
  const cover = new Int32Array(kept.length * items);
  const free = new Int32Array(kept.length * items);
  const below = strategy.cost.scarcityBelow;
  bundles.forEach(({ lines, atomic }, k) => {
    const wanted = need[k] as number;
    const first = lines[0] as number;
    const sku = skuOf[first] as number;
    for (let l = 0, cell = k; l < kept.length; l += 1, cell += items) {
      if (!atomic) {
        const stock = stockAt(problem, l, sku, first);
        if (stock === 0) continue;
        cover[cell] = Math.min(stock, wanted);
        free[cell] = Math.min(Math.max(0, stock - below), wanted);
        continue;
      }
      let scarce = 0;
      const whole = lines.every((line) => {
        const { quantity } = demand.lines[line] as DemandLine;
        const stock = stockAt(problem, l, skuOf[line] as number, line);
        scarce += scarceUnits(quantity, stock, below);
        return stock >= quantity;
      });
      if (whole) { cover[cell] = wanted; free[cell] = wanted - scarce; }
    }
  });
  return {
    locations: kept.length, items, need, atomic: Uint8Array.from(bundles, ({ atomic }) => (atomic ? 1 : 0)),
    fixed: Float64Array.from(charges, ({ total }) => (total + strategy.cost.split) * SCALE + 1),
    cover, free, scarcity: strategy.cost.scarcity * SCALE, maxLocations: problem.maxLocations,
  };
}

/** Further sets for comparison: the best single locations, and for a split what would do without each of its locations. */
function alternatives({ locations, items, cover, fixed, maxLocations }: Problem, best: readonly number[]): number[][] {
  const placed = new Int32Array(locations);
  for (let l = 0, cell = 0; l < locations; l += 1) for (let k = 0; k < items; k += 1, cell += 1) placed[l] = (placed[l] as number) + (cover[cell] as number);
  const singles: number[] = [];
  for (let l = 0; l < locations; l += 1) {
    if (placed[l] === 0) continue;
    const before = (other: number): boolean => (placed[l] as number) > (placed[other] as number) || (placed[l] === placed[other] && (fixed[l] as number) < (fixed[other] as number));
    if (singles.length === SINGLES && !before(singles[SINGLES - 1] as number)) continue;
    let at = singles.length;
    while (at > 0 && before(singles[at - 1] as number)) at -= 1;
    singles.splice(at, 0, l);
    if (singles.length > SINGLES) singles.pop();
  }
  const sets = singles.map((l) => [l]);
  if (best.length < 2) return sets;
  for (const without of best) {
    const rest = best.filter((l) => l !== without);
    let chosen = -1;
    let most = 0;
    for (let l = 0; l < locations; l += 1) {
      if (best.includes(l) || rest.length >= maxLocations) continue;
      const units = unitsOf([...rest, l], items, cover);
      if (units > most) { most = units; chosen = l; }
    }
    if (chosen >= 0) sets.push([...rest, chosen]);
  }
  return sets;
}

const SINGLES = 6;

/** Units per item summed over a set, each capped by the most any one item of the set's figures can need. */
function unitsOf(set: readonly number[], items: number, cover: Int32Array): number {
  let units = 0;
  for (let k = 0; k < items; k += 1) {
    let most = 0;
    for (const l of set) most = Math.max(most, cover[l * items + k] as number);
    units += most;
  }
  return units;
}

/** Divides each item over a set: what is not scarce first, from the location that covers most; then the scarce units. */
export function wayOfSet(problem: Case, { items, need, atomic, cover, free }: Problem, set: readonly number[]): Way {
  const total = (l: number): number => { let units = 0; for (let k = 0; k < items; k += 1) units += cover[l * items + k] as number; return units; };
  const ranked = set.length < 2 ? set : set.map((l) => ({ l, units: total(l) })).sort((a, b) => b.units - a.units || a.l - b.l).map(({ l }) => l);
  const placements: Placement[] = [];
  for (let k = 0; k < items; k += 1) {
    const wanted = need[k] as number;
    if (atomic[k]) {
      let best = -1;
      for (const l of ranked) if ((cover[l * items + k] as number) > 0 && (best < 0 || (free[l * items + k] as number) > (free[best * items + k] as number))) best = l;
      if (best >= 0) placements.push({ item: k, location: best, units: wanted });
      continue;
    }
    let left = wanted;
    const taken = ranked.map((l) => { const units = Math.min(left, free[l * items + k] as number); left -= units; return units; });
    ranked.forEach((l, index) => {
      const more = Math.min(left, (cover[l * items + k] as number) - (taken[index] as number));
      left -= more;
      const units = (taken[index] as number) + more;
      if (units > 0) placements.push({ item: k, location: l, units });
    });
  }
  return wayOf(problem, placements);
}

/** Hands the units of each item to its lines in order, and prices the result from what is really taken. */
function wayOf(problem: Case, placements: readonly Placement[]): Way {
  const { demand, bundles, kept, charges, skuOf, sifted, strategy } = problem;
  const allocations: Allocation[] = [];
  const open = demand.lines.map(({ quantity }) => quantity);
  const taken = new Map<number, Map<number, number>>();
  let placed = 0;
  const give = (line: number, location: number, units: number): void => {
    if (units <= 0) return;
    const { line: id, sku } = demand.lines[line] as DemandLine;
    allocations.push({ line: id, sku, location: (kept[location] as Considered).candidate.location, quantity: units });
    open[line] = (open[line] as number) - units;
    placed += units;
    let perSku = taken.get(location);
    if (!perSku) taken.set(location, (perSku = new Map<number, number>()));
    const column = skuOf[line] as number;
    perSku.set(column, (perSku.get(column) ?? 0) + units);
  };
  for (const { item, location, units } of placements) {
    let left = units;
    for (const line of (bundles[item] as Bundle).lines) {
      const part = Math.min(left, open[line] as number);
      give(line, location, part);
      left -= part;
    }
  }
  const order = new Map(demand.lines.map(({ line }, index) => [line, index]));
  allocations.sort((a, b) => (order.get(a.line) ?? 0) - (order.get(b.line) ?? 0) || (a.location < b.location ? -1 : a.location > b.location ? 1 : 0));
  const priceOf = new Map<Considered, Charges>();
  const shares = [...taken].sort(([a], [b]) => a - b).map(([location, perSku]): Share => {
    const one = kept[location] as Considered;
    priceOf.set(one, charges[location] as Charges);
    let units = 0;
    let scarce = 0;
    for (const [sku, quantity] of perSku) {
      units += quantity;
      scarce += scarceUnits(quantity, sifted.stock[one.row * sifted.skus.length + sku] as number, strategy.cost.scarcityBelow);
    }
    return { one, units, scarceUnits: scarce };
  });
  return { allocations, placed, shares, ...itemsOf(shares, (one) => priceOf.get(one) as Charges, strategy) };
}

function entangled(problem: Case): Solved {
  const { demand, kept, charges, sifted, strategy, skuOf, bundles, barred } = problem;
  const skus = sifted.skus.length;
  const stock = new Int32Array(kept.length * skus);
  kept.forEach(({ row }, position) => stock.set(sifted.stock.subarray(row * skus, (row + 1) * skus), position * skus));
  // Lines of one SKU differ in price and in where they may be asked, so here each divisible line is an item of its own.
  const own: Bundle[] = bundles.flatMap((bundle) => (bundle.atomic ? [bundle] : bundle.lines.map((line) => ({ lines: [line], atomic: false }))));
  const items = own.map(({ lines, atomic }): Item => {
    const of = lines.map((line) => demand.lines[line] as DemandLine);
    const perSku = new Map<number, number>();
    lines.forEach((line, index) => perSku.set(skuOf[line] as number, (perSku.get(skuOf[line] as number) ?? 0) + (of[index] as DemandLine).quantity));
    const sets = lines.flatMap((line) => { const set = barred[line]; return set ? [set] : []; });
    return {
      parts: [...perSku].map(([sku, quantity]) => ({ sku, quantity })), units: of.reduce((sum, { quantity }) => sum + quantity, 0),
      worth: atomic ? of.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0) : (of[0] as DemandLine).unitPrice,
      atomic, barred: sets.length === 0 ? null : new Set(sets.flatMap((set) => [...set])),
    };
  });
  const solved = assign({
    locations: kept.length, skus, items, fixed: Float64Array.from(charges, ({ total }) => (total + strategy.cost.split) * SCALE + 1), stock,
    scarcity: strategy.cost.scarcity * SCALE, scarcityBelow: strategy.cost.scarcityBelow, maxLocations: problem.maxLocations, minimumWorth: strategy.splitWorth,
  });
  const separate: Case = { ...problem, bundles: own };
  return { ways: [solved.placements, ...solved.met.slice(-5).reverse()].map((placements) => wayOf(separate, placements)), exact: solved.exact };
}
