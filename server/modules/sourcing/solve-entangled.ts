/**
 * The exact minimum where lines hang together: groups and whole lines that compete for one stock, lines that may not be
 * asked of some locations, and parcels that must each be worth sending. Branch and bound over line × location × quantity.
 */

/** What goes from one location or is divided at will, over one or more SKUs. */
export interface Item {
  parts: readonly { sku: number; quantity: number }[];
  units: number;
  /** Minor units that one unit is worth (divisible), or all of it (atomic). */
  worth: number;
  /** A divisible item has exactly one part. */
  atomic: boolean;
  /** Locations that may not be asked for it. */
  barred: ReadonlySet<number> | null;
}

/** Locations sorted by fixed value, ties by code. */
export interface Assignment {
  locations: number;
  skus: number;
  items: readonly Item[];
  fixed: Float64Array;
  /** [location × skus + sku] units in stock. */
  stock: Int32Array;
  scarcity: number;
  scarcityBelow: number;
  maxLocations: number;
  /** What each parcel must be worth when there is more than one; 0 asks nothing. */
  minimumWorth: number;
}

export interface Placement { item: number; location: number; units: number }
export interface Assigned { placements: Placement[]; value: number; unplaced: number; met: Placement[][]; exact: boolean }

/** Partial assignments looked at before the search keeps the best so far: about 50 ms of work. */
export const MAX_ASSIGNMENT_STEPS = 300_000;
const UNPLACED = 2 ** 36;

/** First the most units placed, then the lowest value, then the first met in the order of the locations. */
export function assign(problem: Assignment, maxSteps = MAX_ASSIGNMENT_STEPS): Assigned {
  const search = new Search(problem, maxSteps);
  search.run();
  const { best, bestValue, met, exact } = search;
  const unplaced = bestValue === Infinity ? 0 : Math.floor(bestValue / UNPLACED);
  return { placements: best, value: bestValue - unplaced * UNPLACED, unplaced, met, exact };
}

class Search {
  readonly problem: Assignment;
  readonly met: Placement[][] = [];
  best: Placement[] = [];
  bestValue = Infinity;
  exact = true;
  #steps: number;
  #left: Int32Array;
  #order: number[];
  #holders: number[][];
  /** Sum, from each position of the order on, of the units that no location at all can take. */
  #hopeless: number[];
  #priced: number[];
  #worthLeft: number[];
  #used: number[] = [];
  #usedWorth: Float64Array;
  #path: Placement[] = [];
  /** Whether dividing an item otherwise than "as much as there is" can ever pay. */
  #fine: boolean;

  constructor(problem: Assignment, maxSteps: number) {
    this.problem = problem;
    this.#steps = maxSteps;
    this.#left = Int32Array.from(problem.stock);
    this.#usedWorth = new Float64Array(problem.locations);
    this.#holders = problem.items.map((item) => Array.from({ length: problem.locations }, (_, l) => l).filter((l) => this.#takes(item, l) > 0));
    this.#order = problem.items.map((_, index) => index).sort((a, b) => this.#count(a) - this.#count(b) || a - b);
    const shared = new Set<number>();
    const seen = new Set<number>();
    for (const item of problem.items) for (const { sku } of item.parts) (seen.has(sku) ? shared : seen).add(sku);
    this.#fine = problem.scarcity > 0 || problem.minimumWorth > 0 || shared.size > 0;
    const prices = this.#priceItems();
    this.#hopeless = [0];
    this.#priced = [...prices];
    this.#worthLeft = [0];
    for (const index of [...this.#order].reverse()) {
      const item = this.#item(index);
      const most = (this.#holders[index] as number[]).reduce((sum, l) => sum + this.#takes(item, l), 0);
      this.#hopeless.unshift((this.#hopeless[0] as number) + Math.max(0, item.units - (item.atomic ? (most > 0 ? item.units : 0) : most)));
      this.#worthLeft.unshift((this.#worthLeft[0] as number) + (item.atomic ? item.worth : item.worth * item.units));
    }
  }

  #item(index: number): Item { return this.problem.items[index] as Item; }
  #count(index: number): number { return (this.#holders[index] as number[]).length; }

  /** Units of an item that a location can take now; of an atomic one all or 0. */
  #takes(item: Item, l: number): number {
    if (item.barred?.has(l)) return 0;
    const row = l * this.problem.skus;
    if (item.atomic) return item.parts.every(({ sku, quantity }) => (this.#left[row + sku] as number) >= quantity) ? item.units : 0;
    return Math.min(item.units, this.#left[row + (item.parts[0]?.sku ?? 0)] as number);
  }

  /** A price per item such that no location's fixed value is less than the prices of the items it could have a part in. */
  #priceItems(): Float64Array {
    const slack = Float64Array.from(this.problem.fixed);
    const prices = new Float64Array(this.problem.items.length);
    for (const index of this.#order) {
      const holders = this.#holders[index] as number[];
      if (holders.length === 0) continue;
      const price = Math.min(...holders.map((l) => slack[l] as number));
      prices[index] = price;
      for (const l of holders) slack[l] = (slack[l] as number) - price;
    }
    return prices;
  }

  run(): void {
    this.#place(0, 0);
    this.exact = this.#steps > 0;
  }

  /** Least that the items from a position on can still add: their prices where nothing in use could take any of them. */
  #rest(position: number): number {
    let rest = (this.#hopeless[position] as number) * UNPLACED;
    for (let p = position; p < this.#order.length; p += 1) {
      const index = this.#order[p] as number;
      const price = this.#priced[index] as number;
      if (price > 0 && !this.#used.some((l) => this.#couldTake(index, l))) rest += Math.min(price, UNPLACED);
    }
    return rest;
  }

  #couldTake(index: number, l: number): boolean {
    const item = this.#item(index);
    if (item.barred?.has(l)) return false;
    const row = l * this.problem.skus;
    return item.parts.every(({ sku, quantity }) => (this.problem.stock[row + sku] as number) >= (item.atomic ? quantity : 1));
  }

  #place(position: number, value: number): void {
    if (this.#steps <= 0) return;
    this.#steps -= 1;
    if (value + this.#rest(position) >= this.bestValue || !this.#worthReachable(position)) return;
    const index = this.#order[position];
    if (index === undefined) { this.#record(value); return; }
    const item = this.#item(index);
    if (item.atomic) this.#placeWhole(position, index, item, value);
    else this.#placePart(position, index, item.units, 0, value);
  }

  #placeWhole(position: number, index: number, item: Item, value: number): void {
    const holders = this.#holders[index] as number[];
    for (const inUse of [true, false]) {
      for (const l of holders) {
        if (this.#used.includes(l) !== inUse) continue;
        if (!inUse && (this.#used.length >= this.problem.maxLocations || value + (this.problem.fixed[l] as number) >= this.bestValue)) break;
        if (this.#takes(item, l) > 0) this.#take(index, item, l, item.units, value, (sum) => this.#place(position + 1, sum));
      }
    }
    this.#place(position + 1, value + item.units * UNPLACED);
  }

  /** Divides an item over locations of rising order, so that each division is seen once. */
  #placePart(position: number, index: number, units: number, from: number, value: number): void {
    const item = this.#item(index);
    const holders = this.#holders[index] as number[];
    if (units === 0) { this.#place(position + 1, value); return; }
    for (let h = from; h < holders.length; h += 1) {
      if (this.#steps <= 0) return;
      const l = holders[h] as number;
      const inUse = this.#used.includes(l);
      if (!inUse && (this.#used.length >= this.problem.maxLocations || value + (this.problem.fixed[l] as number) >= this.bestValue)) continue;
      const most = Math.min(units, this.#takes(item, l));
      for (let take = most; take >= (this.#fine ? 1 : Math.max(1, most)); take -= 1) {
        this.#steps -= 1;
        this.#take(index, item, l, take, value, (sum) => this.#placePart(position, index, units - take, h + 1, sum));
      }
    }
    this.#place(position + 1, value + units * UNPLACED);
  }

  #take(index: number, item: Item, l: number, units: number, value: number, then: (value: number) => void): void {
    const { skus, stock, scarcity, scarcityBelow, fixed } = this.problem;
    const isNew = !this.#used.includes(l);
    let sum = value + (isNew ? (fixed[l] as number) : 0);
    const quantityOf = (quantity: number): number => (item.atomic ? quantity : units);
    for (const { sku, quantity } of item.parts) {
      const cell = l * skus + sku;
      const before = this.#left[cell] as number;
      const after = before - quantityOf(quantity);
      const loose = (left: number): number => Math.max(0, (stock[cell] as number) - left - Math.max(0, (stock[cell] as number) - scarcityBelow));
      sum += scarcity * (loose(after) - loose(before));
      this.#left[cell] = after;
    }
    const worth = item.atomic ? item.worth : item.worth * units;
    if (isNew) this.#used.push(l);
    this.#usedWorth[l] = (this.#usedWorth[l] as number) + worth;
    this.#path.push({ item: index, location: l, units });
    if (sum < this.bestValue) then(sum);
    this.#path.pop();
    this.#usedWorth[l] = (this.#usedWorth[l] as number) - worth;
    if (isNew) this.#used.pop();
    for (const { sku, quantity } of item.parts) this.#left[l * skus + sku] = (this.#left[l * skus + sku] as number) + quantityOf(quantity);
  }

  /** Whether what is still to be placed could make every parcel worth sending. */
  #worthReachable(position: number): boolean {
    const { minimumWorth } = this.problem;
    if (minimumWorth === 0 || this.#used.length < 2) return true;
    let missing = 0;
    for (const l of this.#used) missing += Math.max(0, minimumWorth - (this.#usedWorth[l] as number));
    return missing <= (this.#worthLeft[position] as number);
  }

  #record(value: number): void {
    if (value >= this.bestValue) return;
    if (this.best.length > 0) this.met.push(this.best);
    this.best = this.#path.map((placement) => ({ ...placement }));
    this.bestValue = value;
  }
}
