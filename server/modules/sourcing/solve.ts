/** The exact minimum over sets of locations, where what each location can deliver of each item stands by itself: branch and bound. */

/**
 * A problem in figures. Locations must be sorted by fixed value, ties by code: that order is the tie-break. An item is
 * divisible (a SKU over all its lines) or atomic (a whole line, a group: from one location or not at all).
 */
export interface Problem {
  locations: number;
  items: number;
  /** Units wanted per item. */
  need: Int32Array;
  atomic: Uint8Array;
  /** Value of using a location at all; whole numbers of at least 1. */
  fixed: Float64Array;
  /** [location × items + item] units it can deliver, at most the need; of an atomic item all or 0. */
  cover: Int32Array;
  /** Of those, units that are not scarce there. */
  free: Int32Array;
  /** Value of one scarce unit. */
  scarcity: number;
  maxLocations: number;
}

export interface Solution {
  /** Locations of the best set; empty when nothing can be placed. */
  best: number[];
  /** Other sets that were met on the way, for runners-up. */
  met: number[][];
  /** False when the bound on work ended the search. */
  exact: boolean;
}

/**
 * Sets looked at before the search gives up proving and keeps the best so far: about 10 ms of work. Ten lines over 500
 * locations stay two orders of magnitude below it (tests/bench/plan.ts prints the figures).
 */
export const MAX_STEPS = 400_000;
const EPSILON = 1e-6;

/** First the most units placed, then the lowest value, then the first met in the order of the locations. */
export function solve(problem: Problem, maxSteps = MAX_STEPS): Solution {
  const search = new Search(problem, maxSteps);
  if (problem.locations === 0 || search.wanted === 0) return { best: [], met: [], exact: true };
  const exact = search.run();
  return { best: search.best, met: search.met, exact };
}

class Search {
  readonly problem: Problem;
  readonly target: Int32Array;
  readonly wanted: number;
  readonly placedAlone: Int32Array;
  readonly met: number[][] = [];
  best: number[] = [];
  bestValue = Infinity;
  bestPlaced = 0;
  #steps: number;
  /** Scarcity that no choice can avoid, as value. */
  #floor = 0;
  #prices: Float64Array;
  #slack: Float64Array;
  /** The same with every location worth 1: how many locations are still needed at least. */
  #counts: Float64Array;
  #holders: Int32Array[] = [];
  #order: number[] = [];
  #excluded: Uint8Array;
  #path: number[] = [];
  #remaining: Int32Array[] = [];

  constructor(problem: Problem, maxSteps: number) {
    this.problem = problem;
    this.#steps = maxSteps;
    this.target = new Int32Array(problem.items);
    this.placedAlone = new Int32Array(problem.locations);
    this.#excluded = new Uint8Array(problem.locations);
    this.#prices = new Float64Array(problem.items);
    this.#counts = new Float64Array(problem.items);
    this.#slack = Float64Array.from(problem.fixed);
    this.wanted = this.#setTargets();
  }

  /** What all locations together can place, and the scarcity that even then remains. */
  #setTargets(): number {
    const { items, locations, need, atomic, cover, free, scarcity } = this.problem;
    const all = new Float64Array(items);
    const allFree = new Float64Array(items);
    for (let l = 0, cell = 0; l < locations; l += 1) {
      for (let k = 0; k < items; k += 1, cell += 1) {
        const units = cover[cell] as number;
        if (units === 0) continue;
        this.placedAlone[l] = (this.placedAlone[l] as number) + units;
        const loose = free[cell] as number;
        if (atomic[k]) { all[k] = units; allFree[k] = Math.max(allFree[k] as number, loose); }
        else { all[k] = (all[k] as number) + units; allFree[k] = (allFree[k] as number) + loose; }
      }
    }
    let wanted = 0;
    for (let k = 0; k < items; k += 1) {
      const target = Math.min(need[k] as number, all[k] as number);
      this.target[k] = target;
      wanted += target;
      this.#floor += scarcity * Math.max(0, target - (allFree[k] as number));
    }
    return wanted;
  }

  /** True when the best is proven. */
  run(): boolean {
    const { fixed, maxLocations } = this.problem;
    this.#trySingles();
    if (maxLocations <= 1) return true;
    const complete = this.bestPlaced === this.wanted;
    if (complete && (fixed[0] as number) + (fixed[1] ?? Infinity) + this.#floor >= this.bestValue) return true;
    const alone = this.best;
    if (!complete) { this.best = []; this.bestValue = Infinity; }
    const bound = this.#priceItems();
    if (this.bestValue - 1 < bound - EPSILON) return true;
    this.#greedy();
    if (this.bestValue - 1 < bound - EPSILON) return true;
    this.#listHolders();
    this.#remaining[0] = Int32Array.from(this.target);
    this.#branch(0, 0, this.#priceOf(this.target));
    if (this.best.length === 0 && this.#steps > 0) this.#cover();
    if (this.best.length === 0) this.best = alone;
    return this.#steps > 0;
  }

  #trySingles(): void {
    for (let l = 0; l < this.problem.locations; l += 1) {
      const placed = this.placedAlone[l] as number;
      if (placed < this.bestPlaced || placed === 0) continue;
      const value = this.#valueOf([l]);
      if (placed > this.bestPlaced || value < this.bestValue) {
        if (this.best.length > 0) this.met.push(this.best);
        this.best = [l];
        this.bestValue = value;
        this.bestPlaced = placed;
      }
    }
  }

  /** Fixed values and scarcity of a set, for what it can place of the target. */
  #valueOf(set: readonly number[]): number {
    const { items, fixed, atomic, cover, free, scarcity } = this.problem;
    let value = 0;
    for (const l of set) value += fixed[l] as number;
    if (scarcity === 0) return value;
    for (let k = 0; k < items; k += 1) {
      let placed = 0;
      let loose = 0;
      for (const l of set) {
        const cell = l * items + k;
        if (atomic[k]) { placed = Math.max(placed, cover[cell] as number); loose = Math.max(loose, free[cell] as number); }
        else { placed += cover[cell] as number; loose += free[cell] as number; }
      }
      value += scarcity * Math.max(0, Math.min(placed, this.target[k] as number) - loose);
    }
    return value;
  }

  /**
   * A price per unit of each item such that no location's deliverable units are worth more than its fixed value (a feasible
   * dual of the covering problem, raised greedily from the rarest item on). What remains to be covered, at these prices, is
   * a lower bound on the value of covering it; what is left of a location's fixed value is what choosing it adds to that.
   */
  #priceItems(): number {
    const { items, locations, cover } = this.problem;
    const holders = new Int32Array(items);
    for (let l = 0, cell = 0; l < locations; l += 1) for (let k = 0; k < items; k += 1, cell += 1) if (cover[cell] as number > 0) holders[k] = (holders[k] as number) + 1;
    this.#order = Array.from({ length: items }, (_, k) => k).filter((k) => this.target[k] as number > 0).sort((a, b) => (holders[a] as number) - (holders[b] as number) || a - b);
    this.#raise(this.#prices, this.#slack);
    this.#raise(this.#counts, new Float64Array(locations).fill(1));
    return this.#boundOf(this.target) + this.#floor;
  }

  #raise(prices: Float64Array, slack: Float64Array): void {
    const { items, locations, cover } = this.problem;
    for (const k of this.#order) {
      const target = this.target[k] as number;
      let price = Infinity;
      for (let l = 0, cell = k; l < locations; l += 1, cell += items) {
        const units = Math.min(cover[cell] as number, target);
        if (units > 0 && (slack[l] as number) < price * units) price = (slack[l] as number) / units;
      }
      prices[k] = price;
      for (let l = 0, cell = k; l < locations; l += 1, cell += items) {
        const units = Math.min(cover[cell] as number, target);
        if (units > 0) slack[l] = Math.max(0, (slack[l] as number) - price * units);
      }
    }
  }

  #priceOf(remaining: Int32Array): number {
    let total = 0;
    for (let k = 0; k < remaining.length; k += 1) total += (remaining[k] as number) * (this.#prices[k] as number);
    return total;
  }

  /** Least fixed value of covering what remains: by the prices, or by the number of locations at the lowest fixed value. */
  #boundOf(remaining: Int32Array): number {
    let count = 0;
    for (let k = 0; k < remaining.length; k += 1) count += (remaining[k] as number) * (this.#counts[k] as number);
    return Math.max(this.#priceOf(remaining), Math.ceil(count - EPSILON) * (this.problem.fixed[0] as number));
  }

  /** A good set quickly: each time the location with the most new units for its value. */
  #greedy(): void {
    const { items, locations, fixed, cover, maxLocations } = this.problem;
    const remaining = Int32Array.from(this.target);
    let left = this.wanted;
    const set: number[] = [];
    while (left > 0 && set.length < maxLocations) {
      let chosen = -1;
      let ratio = 0;
      for (let l = 0; l < locations; l += 1) {
        if ((this.placedAlone[l] as number) <= ratio * (fixed[l] as number) || set.includes(l)) continue;
        let gain = 0;
        for (let k = 0, cell = l * items; k < items; k += 1, cell += 1) gain += Math.min(cover[cell] as number, remaining[k] as number);
        if (gain > ratio * (fixed[l] as number)) { ratio = gain / (fixed[l] as number); chosen = l; }
      }
      if (chosen < 0) return;
      set.push(chosen);
      left -= subtract(remaining, cover, chosen * items);
    }
    if (left === 0) this.#offer(this.#pruned(set));
  }

  /** Leaves out, dearest first, what the others cover anyway. */
  #pruned(set: number[]): number[] {
    const { items, cover } = this.problem;
    let kept = [...set].sort((a, b) => a - b);
    for (const l of [...kept].reverse()) {
      const without = kept.filter((other) => other !== l);
      const remaining = Int32Array.from(this.target);
      for (const other of without) subtract(remaining, cover, other * items);
      if (remaining.every((units) => units === 0)) kept = without;
    }
    return kept;
  }

  #offer(set: readonly number[]): void {
    const value = this.#valueOf(set);
    if (value >= this.bestValue) return;
    if (this.best.length > 0) this.met.push(this.best);
    this.best = [...set];
    this.bestValue = value;
    this.bestPlaced = this.wanted;
  }

  /** Per item, the locations that have any of it and could still be part of something better. */
  #listHolders(): void {
    const { items, locations, cover } = this.problem;
    const priced = this.#priceOf(this.target) + this.#floor;
    const useful: number[] = [];
    for (let l = 0; l < locations; l += 1) if (priced + (this.#slack[l] as number) - EPSILON <= this.bestValue - 1) useful.push(l);
    const kept = items <= 31 ? this.#undominated(useful) : useful;
    this.#holders = Array.from({ length: items }, (_, k) => Int32Array.from(kept.filter((l) => (cover[l * items + k] as number) > 0)));
  }

  /**
   * Leaves out a location when one that is no dearer covers all that is wanted of everything it has, and spares as much:
   * wherever it stands in a set, the other can stand in its place. One bit per item.
   */
  #undominated(useful: readonly number[]): number[] {
    const { items, cover, free, atomic, scarcity, locations } = this.problem;
    const has = new Int32Array(locations);
    const full = new Int32Array(locations);
    const spares = new Int32Array(locations);
    const sparesFull = new Int32Array(locations);
    for (const l of useful) {
      for (let k = 0; k < items; k += 1) {
        const units = cover[l * items + k] as number;
        const loose = free[l * items + k] as number;
        const target = this.target[k] as number;
        if (units === 0 || target === 0) continue;
        const bit = 1 << k;
        has[l] = (has[l] as number) | bit;
        if (units >= target) full[l] = (full[l] as number) | bit;
        // Of an atomic item even a scarce holder may be the one that spares most, unless the other is not scarce at all.
        if (scarcity > 0 && (loose > 0 || atomic[k])) spares[l] = (spares[l] as number) | bit;
        if (loose >= target) sparesFull[l] = (sparesFull[l] as number) | bit;
      }
    }
    const kept: number[] = [];
    for (const l of useful) {
      const mine = has[l] as number;
      const spared = spares[l] as number;
      if (!kept.some((other) => (mine & ~(full[other] as number)) === 0 && (spared & ~(sparesFull[other] as number)) === 0)) kept.push(l);
    }
    return kept;
  }

  /**
   * Some location must deliver the rarest item that is still open: tries each that has it, and afterwards keeps it out, as
   * every set with it has then been seen. `priced` is the lower bound of what is still open.
   */
  #branch(depth: number, value: number, priced: number): void {
    const { items, fixed, cover, maxLocations } = this.problem;
    const remaining = this.#remaining[depth] as Int32Array;
    const item = this.#order.find((k) => (remaining[k] as number) > 0);
    if (item === undefined) { this.#complete(depth, value, 0); return; }
    if (depth === maxLocations) return;
    const holders = this.#holders[item] as Int32Array;
    const next = (this.#remaining[depth + 1] ??= new Int32Array(items));
    const tried: number[] = [];
    for (const l of holders) {
      if (this.#excluded[l]) continue;
      const base = value + (fixed[l] as number) + this.#floor;
      if (base >= this.bestValue || this.#steps <= 0) break;
      this.#steps -= 1;
      tried.push(l);
      this.#excluded[l] = 1;
      if (value + priced + (this.#slack[l] as number) + this.#floor - EPSILON > this.bestValue - 1) continue;
      const last = depth + 1 === maxLocations || base + (fixed[0] as number) >= this.bestValue;
      if (last && !covers(remaining, cover, l * items)) continue;
      next.set(remaining);
      subtract(next, cover, l * items);
      if (base + this.#boundOf(next) - EPSILON > this.bestValue - 1) continue;
      this.#path.push(l);
      this.#branch(depth + 1, value + (fixed[l] as number), this.#priceOf(next));
      this.#path.pop();
    }
    for (const l of tried) this.#excluded[l] = 0;
  }

  /** Everything is covered; a further location may still be worth its price by sparing scarce units. */
  #complete(depth: number, value: number, from: number): void {
    const { fixed, locations, maxLocations } = this.problem;
    this.#offer(this.#path);
    if (depth >= maxLocations || this.#valueOf(this.#path) === value + this.#floor) return;
    for (let l = from; l < locations; l += 1) {
      if (value + (fixed[l] as number) + this.#floor >= this.bestValue || this.#steps <= 0) return;
      if (this.#excluded[l]) continue;
      this.#steps -= 1;
      this.#path.push(l);
      this.#complete(depth + 1, value + (fixed[l] as number), l + 1);
      this.#path.pop();
    }
  }

  /** So few locations are allowed that not everything can be placed: the set that places most, then the cheapest of those. */
  #cover(): void {
    const { locations } = this.problem;
    const byPlaced = Array.from({ length: locations }, (_, l) => l).filter((l) => (this.placedAlone[l] as number) > 0)
      .sort((a, b) => (this.placedAlone[b] as number) - (this.placedAlone[a] as number) || a - b);
    this.bestPlaced = 0;
    this.bestValue = Infinity;
    // What is left unplaced spares scarce units, so the scarcity of placing everything is no lower bound here.
    this.#floor = 0;
    this.#remaining[0] = Int32Array.from(this.target);
    this.#extend(byPlaced, 0, 0, 0, 0);
  }

  #extend(byPlaced: readonly number[], from: number, depth: number, placed: number, value: number): void {
    const { items, fixed, cover, maxLocations } = this.problem;
    const remaining = this.#remaining[depth] as Int32Array;
    const next = (this.#remaining[depth + 1] ??= new Int32Array(items));
    for (let position = from; position < byPlaced.length && depth < maxLocations; position += 1) {
      const l = byPlaced[position] as number;
      const reachable = placed + (maxLocations - depth) * (this.placedAlone[l] as number);
      if (reachable < this.bestPlaced || this.#steps <= 0) return;
      this.#steps -= 1;
      const sum = value + (fixed[l] as number);
      if (reachable === this.bestPlaced && sum + this.#floor >= this.bestValue) continue;
      next.set(remaining);
      const gained = subtract(next, cover, l * items);
      if (gained === 0 && this.problem.scarcity === 0) continue;
      this.#path.push(l);
      this.#keepIfMore(placed + gained);
      this.#extend(byPlaced, position + 1, depth + 1, placed + gained, sum);
      this.#path.pop();
    }
  }

  #keepIfMore(placed: number): void {
    if (placed < this.bestPlaced) return;
    const value = this.#valueOf(this.#path);
    if (placed === this.bestPlaced && value >= this.bestValue) return;
    if (this.best.length > 0) this.met.push(this.best);
    this.best = [...this.#path];
    this.bestPlaced = placed;
    this.bestValue = value;
  }
}

function covers(remaining: Int32Array, cover: Int32Array, row: number): boolean {
  for (let k = 0; k < remaining.length; k += 1) if ((cover[row + k] as number) < (remaining[k] as number)) return false;
  return true;
}

/** Takes what a location covers off what remains, and tells how many units that was. */
function subtract(remaining: Int32Array, cover: Int32Array, row: number): number {
  let taken = 0;
  for (let k = 0; k < remaining.length; k += 1) {
    const units = Math.min(remaining[k] as number, cover[row + k] as number);
    remaining[k] = (remaining[k] as number) - units;
    taken += units;
  }
  return taken;
}
