/** The steps quantities → cost → solve: turns what the filters left into figures, and a solution in figures back into allocations. */
import { assign, type Item, type Placement } from './solve-entangled.ts';
import { SINGLES, isEntangled, type Bundle, type Case } from './case.ts';
import { itemsOf, scarceUnits, type Charges, type Share } from './cost.ts';
import type { Considered } from './filter.ts';
import { solve } from './solve.ts';
import type { Problem } from './solve-bounds.ts';
import type { Allocation, CostItem, DemandLine } from './types.ts';

/** One way of delivering, priced from what is really allocated. */
export interface Way { allocations: Allocation[]; cost: number; items: CostItem[]; placed: number; shares: Share[] }

/** Values hold the cost in their upper digits and the number of locations in the lower, so that fewer locations break a tie. */
const SCALE = 64;

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

const everyParcelIsWorthIt = ({ demand, strategy }: Case, way: Way): boolean => {
  if (way.shares.length < 2) return true;
  const price = new Map(demand.lines.map(({ line, unitPrice }) => [line, unitPrice]));
  const worth = new Map<string, number>();
  for (const { line, location, quantity } of way.allocations) worth.set(location, (worth.get(location) ?? 0) + quantity * (price.get(line) ?? 0));
  return [...worth.values()].every((value) => value >= strategy.splitWorth);
};

const totalOf = ({ charges }: Case, { row }: Considered): number => (charges[row] as Charges).total;

/** Fixed values in the solver's terms: the cost with what a further location adds for splitting. */
const fixedValues = (problem: Case): Float64Array => Float64Array.from(problem.kept, (one) => (totalOf(problem, one) + problem.strategy.cost.split) * SCALE + 1);

function figuresOf(problem: Case): Problem {
  const { bundles, kept, demand, strategy } = problem;
  const items = bundles.length;
  const need = Int32Array.from(bundles, ({ lines }) => lines.reduce((sum, line) => sum + (demand.lines[line] as DemandLine).quantity, 0));
  const figures: Problem = {
    locations: kept.length, items, need, atomic: Uint8Array.from(bundles, ({ atomic }) => (atomic ? 1 : 0)), fixed: fixedValues(problem),
    cover: new Int32Array(kept.length * items), free: new Int32Array(kept.length * items), scarcity: strategy.cost.scarcity * SCALE, maxLocations: problem.maxLocations,
  };
  for (let k = 0; k < items; k += 1) {
    if (figures.atomic[k]) fillWhole(problem, figures, k);
    else fillDivisible(problem, figures, k);
  }
  return figures;
}

function fillDivisible({ bundles, kept, skuOf, barred, sifted, strategy }: Case, { items, need, cover, free }: Problem, k: number): void {
  const line = (bundles[k] as Bundle).lines[0] as number;
  const [column, columns, wanted, below, bars] = [skuOf[line] as number, sifted.skus.length, need[k] as number, strategy.cost.scarcityBelow, barred[line] ?? null];
  for (let l = 0, cell = k; l < kept.length; l += 1, cell += items) {
    const { row } = kept[l] as Considered;
    const units = sifted.stock[row * columns + column] as number;
    if (units === 0 || bars?.has(row)) continue;
    cover[cell] = Math.min(units, wanted);
    free[cell] = Math.min(Math.max(0, units - below), wanted);
  }
}

function fillWhole({ bundles, kept, skuOf, barred, sifted, strategy, demand }: Case, { items, need, cover, free }: Problem, k: number): void {
  const wanted = need[k] as number;
  for (let l = 0, cell = k; l < kept.length; l += 1, cell += items) {
    const { row } = kept[l] as Considered;
    let scarce = 0;
    const whole = (bundles[k] as Bundle).lines.every((line) => {
      const { quantity } = demand.lines[line] as DemandLine;
      const units = sifted.stock[row * sifted.skus.length + (skuOf[line] as number)] as number;
      scarce += scarceUnits(quantity, units, strategy.cost.scarcityBelow);
      return units >= quantity && !barred[line]?.has(row);
    });
    if (whole) { cover[cell] = wanted; free[cell] = wanted - scarce; }
  }
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
  const shares = [...taken].sort(([a], [b]) => a - b).map(([location, perSku]): Share => {
    const one = kept[location] as Considered;
    let units = 0;
    let scarce = 0;
    for (const [sku, quantity] of perSku) {
      units += quantity;
      scarce += scarceUnits(quantity, sifted.stock[one.row * sifted.skus.length + sku] as number, strategy.cost.scarcityBelow);
    }
    return { one, units, scarceUnits: scarce };
  });
  return { allocations, placed, shares, ...itemsOf(shares, charges, strategy) };
}

function entangled(problem: Case): Solved {
  const { demand, kept, sifted, strategy, skuOf, bundles, barred } = problem;
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
      atomic, barred: sets.length === 0 ? null : new Set(kept.flatMap(({ row }, position) => (sets.some((rows) => rows.has(row)) ? [position] : []))),
    };
  });
  const solved = assign({
    locations: kept.length, skus, items, fixed: fixedValues(problem), stock,
    scarcity: strategy.cost.scarcity * SCALE, scarcityBelow: strategy.cost.scarcityBelow, maxLocations: problem.maxLocations, minimumWorth: strategy.splitWorth,
  });
  const separate: Case = { ...problem, bundles: own };
  return { ways: [solved.placements, ...solved.met.slice(-5).reverse()].map((placements) => wayOf(separate, placements)), exact: solved.exact };
}
