/** What the search over sets of locations knows beforehand: what can be placed at all, lower bounds on its value, and who can be left out. */

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

const EPSILON = 1e-6;

/** Whether a lower bound, which may be off by a rounding error, leaves room for a whole value below the best. */
export const hopeless = (bound: number, best: number): boolean => bound - EPSILON > best - 1;

export class Bounds {
  /** Units per item that all locations together can place, and their sum. */
  readonly target: Int32Array;
  wanted = 0;
  /** Units that each location can place alone. */
  readonly placedAlone: Int32Array;
  /** Scarcity that placing everything cannot avoid, as value. */
  floor = 0;
  /** What choosing a location adds to the lower bound: its fixed value less the prices of what it covers. */
  readonly slack: Float64Array;
  /** Items by rising number of locations that have any. */
  order: number[] = [];
  #problem: Problem;
  #prices: Float64Array;
  /** Prices when every location is worth 1: how many locations are still needed at least. */
  #counts: Float64Array;

  constructor(problem: Problem) {
    this.#problem = problem;
    this.target = new Int32Array(problem.items);
    this.placedAlone = new Int32Array(problem.locations);
    this.#prices = new Float64Array(problem.items);
    this.#counts = new Float64Array(problem.items);
    this.slack = Float64Array.from(problem.fixed);
    this.#setTargets();
  }

  /** What all locations together can place, and the scarcity that even then remains. */
  #setTargets(): void {
    const { items, locations, need, atomic, cover, free, scarcity } = this.#problem;
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
    for (let k = 0; k < items; k += 1) {
      const target = Math.min(need[k] as number, all[k] as number);
      this.target[k] = target;
      this.wanted += target;
      this.floor += scarcity * Math.max(0, target - (allFree[k] as number));
    }
  }

  /**
   * A price per unit of each item such that no location's deliverable units are worth more than its fixed value (a feasible
   * dual of the covering problem, raised greedily from the rarest item on). What remains to be covered, at these prices, is
   * a lower bound on the value of covering it; what is left of a location's fixed value is what choosing it adds to that.
   */
  priceItems(): number {
    const { items, locations, cover } = this.#problem;
    const holders = new Int32Array(items);
    for (let l = 0, cell = 0; l < locations; l += 1) for (let k = 0; k < items; k += 1, cell += 1) if ((cover[cell] as number) > 0) holders[k] = (holders[k] as number) + 1;
    this.order = Array.from({ length: items }, (_, k) => k).filter((k) => this.target[k] as number > 0).sort((a, b) => (holders[a] as number) - (holders[b] as number) || a - b);
    this.#raise(this.#prices, this.slack);
    this.#raise(this.#counts, new Float64Array(locations).fill(1));
    return this.boundOf(this.target) + this.floor;
  }

  #raise(prices: Float64Array, slack: Float64Array): void {
    const { items, locations, cover } = this.#problem;
    for (const k of this.order) {
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

  priceOf(remaining: Int32Array): number {
    let total = 0;
    for (let k = 0; k < remaining.length; k += 1) total += (remaining[k] as number) * (this.#prices[k] as number);
    return total;
  }

  /** Least fixed value of covering what remains: by the prices, or by the number of locations at the lowest fixed value. */
  boundOf(remaining: Int32Array): number {
    let count = 0;
    for (let k = 0; k < remaining.length; k += 1) count += (remaining[k] as number) * (this.#counts[k] as number);
    return Math.max(this.priceOf(remaining), Math.ceil(count - EPSILON) * (this.#problem.fixed[0] as number));
  }

  /** Per item, the locations that have any of it and could still be part of something below the best value. */
  holders(best: number): Int32Array[] {
    const { items, locations, cover } = this.#problem;
    const priced = this.priceOf(this.target) + this.floor;
    const useful: number[] = [];
    for (let l = 0; l < locations; l += 1) if (!hopeless(priced + (this.slack[l] as number), best)) useful.push(l);
    const kept = items <= 31 ? this.#undominated(useful) : useful;
    return Array.from({ length: items }, (_, k) => Int32Array.from(kept.filter((l) => (cover[l * items + k] as number) > 0)));
  }

  /**
   * Leaves out a location when one that is no dearer covers all that is wanted of everything it has, and spares as much:
   * wherever it stands in a set, the other can stand in its place. One bit per item.
   */
  #undominated(useful: readonly number[]): number[] {
    const { items, cover, free, atomic, scarcity, locations } = this.#problem;
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
}
