/** The steps quantities → cost → solve: turns what the filters left into figures, and a solution in figures back into allocations. */
import { assign, type Item, type Placement } from './solve-entangled.ts';
import { SINGLES, isEntangled, type Bundle, type Case } from './case.ts';
import { itemsOf, scarceUnits, type Share } from './cost.ts';
import type { Room } from './scratch.ts';
import { solve } from './solve.ts';
import type { Problem } from './solve-bounds.ts';
import type { Allocation, Candidate, CostItem, DemandLine } from './types.ts';

/** One way of delivering, priced from what is really allocated. */
export interface Way { allocations: Allocation[]; cost: number; items: CostItem[]; placed: number; shares: Share[] }

/** Values hold the cost in their upper digits and the number of locations in the lower, so that fewer locations break a tie. */
const SCALE = 64;

/** Every best way that was met, the winner first; all priced. */
export interface Solved { ways: Way[]; exact: boolean }

/** Solves the case by the closed form where items stand by themselves, else by the search over assignments. */
export function waysOf(problem: Case, room: Room): Solved {
  if (problem.kept.length === 0) return { ways: [], exact: true };
  if (isEntangled(problem)) return entangled(problem, room);
  const figures = figuresOf(problem, room);
  const { best, met, exact, placedAlone } = solve(figures, room);
  const winner = wayOfSet(problem, figures, best, placedAlone);
  if (problem.strategy.splitWorth > 0 && !everyParcelIsWorthIt(problem, winner)) return entangled(problem, room);
  const ways = [winner];
  for (const set of [...met.reverse(), ...alternatives(figures, best, placedAlone, room)]) ways.push(wayOfSet(problem, figures, set, placedAlone));
  return { ways: ways.filter((way) => problem.strategy.splitWorth === 0 || everyParcelIsWorthIt(problem, way)), exact };
}

const everyParcelIsWorthIt = ({ demand, strategy }: Case, way: Way): boolean => {
  if (way.shares.length < 2) return true;
  const price = new Map(demand.lines.map(({ line, unitPrice }) => [line, unitPrice]));
  const worth = new Map<string, number>();
  for (const { line, location, quantity } of way.allocations) worth.set(location, (worth.get(location) ?? 0) + quantity * (price.get(line) ?? 0));
  return [...worth.values()].every((value) => value >= strategy.splitWorth);
};

/** Fixed values in the solver's terms: the cost with what a further location adds for splitting. */
function fixedValues(problem: Case, room: Room): Float64Array {
  const values = room.floats(problem.kept.length);
  for (let l = 0; l < values.length; l += 1) values[l] = ((problem.charges.totals[problem.kept[l] as number] as number) + problem.strategy.cost.split) * SCALE + 1;
  return values;
}

function figuresOf(problem: Case, room: Room): Problem {
  const { bundles, kept, demand, strategy } = problem;
  const items = bundles.length;
  const figures: Problem = {
    locations: kept.length, items, need: room.ints(items), atomic: room.bytes(items), fixed: fixedValues(problem, room),
    cover: room.ints(kept.length * items), free: room.ints(kept.length * items), scarcity: strategy.cost.scarcity * SCALE, maxLocations: problem.maxLocations,
  };
  bundles.forEach(({ lines, atomic }, k) => {
    figures.need[k] = lines.reduce((sum, line) => sum + (demand.lines[line] as DemandLine).quantity, 0);
    figures.atomic[k] = atomic ? 1 : 0;
  });
  if (problem.barred.every((rows) => rows === null) && bundles.every(({ atomic }) => !atomic)) fillAll(problem, figures, room);
  else for (let k = 0; k < items; k += 1) fill(problem, figures, k);
  return figures;
}

/** What each location can deliver of every item, where all are divisible and nobody may not be asked: location by location, as it lies in memory. */
function fillAll({ bundles, kept, skuOf, sifted: { stock, skus }, strategy: { cost: { scarcityBelow } } }: Case, { items, need, cover, free }: Problem, room: Room): void {
  const column = room.ints(items);
  bundles.forEach(({ lines: [line] }, k) => { column[k] = skuOf[line as number] as number; });
  for (let l = 0, cell = 0; l < kept.length; l += 1) {
    const from = (kept[l] as number) * skus.length;
    for (let k = 0; k < items; k += 1, cell += 1) {
      const units = stock[from + (column[k] as number)] as number;
      if (units === 0) continue;
      const wanted = need[k] as number;
      const loose = units - scarcityBelow;
      cover[cell] = units < wanted ? units : wanted;
      free[cell] = loose < 0 ? 0 : loose < wanted ? loose : wanted;
    }
  }
}

/** What each location can deliver of an item, and how much of that without being scarce. */
function fill(problem: Case, { items, need, atomic, cover, free }: Problem, k: number): void {
  const { bundles, kept, skuOf, barred, sifted: { stock, skus }, strategy: { cost } } = problem;
  const bundle = bundles[k] as Bundle;
  const [line] = bundle.lines as [number];
  const column = skuOf[line] as number;
  const columns = skus.length;
  const wanted = need[k] as number;
  const bars = barred[line] ?? null;
  for (let l = 0, cell = k; l < kept.length; l += 1, cell += items) {
    const row = kept[l] as number;
    const units = stock[row * columns + column] as number;
    if (units === 0) continue;
    if (atomic[k]) {
      const scarce = scarceWhole(problem, bundle, row);
      if (scarce < 0) continue;
      cover[cell] = wanted;
      free[cell] = wanted - scarce;
    } else if (bars === null || !bars.has(row)) {
      cover[cell] = Math.min(units, wanted);
      free[cell] = Math.min(Math.max(0, units - cost.scarcityBelow), wanted);
    }
  }
}

/** Scarce units in delivering a bundle whole; -1 when the location cannot. */
function scarceWhole({ demand, skuOf, barred, sifted, strategy }: Case, { lines }: Bundle, row: number): number {
  let scarce = 0;
  for (const line of lines) {
    const { quantity } = demand.lines[line] as DemandLine;
    const units = sifted.stock[row * sifted.skus.length + (skuOf[line] as number)] as number;
    if (units < quantity || barred[line]?.has(row)) return -1;
    scarce += scarceUnits(quantity, units, strategy.cost.scarcityBelow);
  }
  return scarce;
}

/** Further sets for comparison: the best single locations, and for a split what would do without each of its locations. */
function alternatives(problem: Problem, best: readonly number[], placed: Int32Array, room: Room): number[][] {
  const { locations, fixed, maxLocations } = problem;
  const before = (l: number, other: number): boolean => (placed[l] as number) > (placed[other] as number) || (placed[l] === placed[other] && (fixed[l] as number) < (fixed[other] as number));
  const singles: number[] = [];
  for (let l = 0; l < locations; l += 1) {
    if (placed[l] === 0 || (singles.length === SINGLES && !before(l, singles[SINGLES - 1] as number))) continue;
    let at = singles.length;
    while (at > 0 && before(l, singles[at - 1] as number)) at -= 1;
    singles.splice(at, 0, l);
    if (singles.length > SINGLES) singles.pop();
  }
  const sets = singles.map((l) => [l]);
  if (best.length < 2) return sets;
  for (const without of best) {
    const rest = best.filter((l) => l !== without);
    const chosen = rest.length < maxLocations ? bestBeside(problem, placed, rest, without, room) : -1;
    if (chosen >= 0) sets.push([...rest, chosen]);
  }
  return sets;
}

/** The first location that adds most to some others, each item counted by whoever of them covers most of it; -1 when all of them have nothing. */
function bestBeside({ locations, items, cover }: Problem, placed: Int32Array, others: readonly number[], barred: number, room: Room): number {
  const covered = room.ints(items);
  for (const l of others) for (let k = 0; k < items; k += 1) covered[k] = Math.max(covered[k] as number, cover[l * items + k] as number);
  let chosen = -1;
  let most = covered.some((units) => units > 0) ? -1 : 0;
  for (let l = 0; l < locations; l += 1) {
    if ((placed[l] as number) <= most || l === barred || others.includes(l)) continue;
    let more = 0;
    for (let k = 0, cell = l * items; k < items; k += 1, cell += 1) {
      const beyond = (cover[cell] as number) - (covered[k] as number);
      if (beyond > 0) more += beyond;
    }
    if (more > most) { most = more; chosen = l; }
  }
  return chosen;
}

/** Divides each item over a set: what is not scarce first, from the location that covers most; then the scarce units. */
function wayOfSet(problem: Case, figures: Problem, set: readonly number[], placed: Int32Array): Way {
  const { items, need, atomic, cover, free } = figures;
  const ranked = set.length < 2 ? set : [...set].sort((a, b) => (placed[b] as number) - (placed[a] as number) || a - b);
  const placements: Placement[] = [];
  for (let k = 0; k < items; k += 1) {
    if (atomic[k]) {
      let best = -1;
      for (const l of ranked) if ((cover[l * items + k] as number) > 0 && (best < 0 || (free[l * items + k] as number) > (free[best * items + k] as number))) best = l;
      if (best >= 0) placements.push({ item: k, location: best, units: need[k] as number });
      continue;
    }
    let scarce = need[k] as number;
    for (const l of ranked) scarce -= Math.min(scarce, free[l * items + k] as number);
    let left = (need[k] as number) - scarce;
    for (const l of ranked) {
      const loose = Math.min(left, free[l * items + k] as number);
      const more = Math.min(scarce, (cover[l * items + k] as number) - loose);
      left -= loose;
      scarce -= more;
      if (loose + more > 0) placements.push({ item: k, location: l, units: loose + more });
    }
  }
  return wayOf(problem, placements);
}

/** Hands the units of each item to its lines in order, and prices the result from what is really taken. */
function wayOf(problem: Case, placements: readonly Placement[]): Way {
  const { demand, bundles, kept, charges, skuOf, sifted, strategy } = problem;
  const parts: Part[] = [];
  const taken = new Map<number, Taken>();
  const open = demand.lines.map(({ quantity }) => quantity);
  let placed = 0;
  for (const { item, location, units } of placements) {
    let left = units;
    for (const line of (bundles[item] as Bundle).lines) {
      const part = Math.min(left, open[line] as number);
      left -= part;
      if (part <= 0) continue;
      open[line] = (open[line] as number) - part;
      placed += part;
      parts.push({ line, location, units: part });
      const row = kept[location] as number;
      let of = taken.get(location);
      if (!of) taken.set(location, of = { row, skus: new Map() });
      const column = skuOf[line] as number;
      of.skus.set(column, (of.skus.get(column) ?? 0) + part);
    }
  }
  const codeOf = ({ location }: Part): string => (sifted.candidates[kept[location] as number] as Candidate).location;
  const order = (a: Part, b: Part): number => a.line - b.line || (codeOf(a) < codeOf(b) ? -1 : codeOf(a) > codeOf(b) ? 1 : 0);
  if (parts.some((part, at) => at > 0 && order(parts[at - 1] as Part, part) > 0)) parts.sort(order);
  const allocations = parts.map((part): Allocation => {
    const { line, sku } = demand.lines[part.line] as DemandLine;
    return { line, sku, location: codeOf(part), quantity: part.units };
  });
  const shares = [...taken].sort(([a], [b]) => a - b).map(([, { row, skus }]): Share => {
    let units = 0;
    let scarce = 0;
    for (const [sku, quantity] of skus) {
      units += quantity;
      scarce += scarceUnits(quantity, sifted.stock[row * sifted.skus.length + sku] as number, strategy.cost.scarcityBelow);
    }
    return { row, units, scarceUnits: scarce };
  });
  return { allocations, placed, shares, ...itemsOf(shares, charges.parts, sifted, strategy) };
}

/** Units of a line, by its place in the demand, from a location, by its place among those kept. */
interface Part { line: number; location: number; units: number }
/** What a way takes from the location of a row, by the column of the SKU. */
interface Taken { row: number; skus: Map<number, number> }

function entangled(problem: Case, room: Room): Solved {
  const { demand, kept, sifted, strategy, skuOf, bundles, barred } = problem;
  const skus = sifted.skus.length;
  const stock = room.ints(kept.length * skus);
  kept.forEach((row, position) => stock.set(sifted.stock.subarray(row * skus, (row + 1) * skus), position * skus));
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
      atomic, barred: sets.length === 0 ? null : new Set([...kept.keys()].filter((position) => sets.some((rows) => rows.has(kept[position] as number)))),
    };
  });
  const solved = assign({
    locations: kept.length, skus, items, fixed: fixedValues(problem, room), stock,
    scarcity: strategy.cost.scarcity * SCALE, scarcityBelow: strategy.cost.scarcityBelow, maxLocations: problem.maxLocations, minimumWorth: strategy.splitWorth,
  });
  const separate: Case = { ...problem, bundles: own };
  return { ways: [solved.placements, ...solved.met.slice(-5).reverse()].map((placements) => wayOf(separate, placements)), exact: solved.exact };
}
