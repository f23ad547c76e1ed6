/** The exact minimum over sets of locations, where what each location can deliver of each item stands by itself: branch and bound. */
import { OWN, type Room } from './scratch.ts';
import { Bounds, hopeless, type Problem, type Rest } from './solve-bounds.ts';

export interface Solution {
  /** Locations of the best set; empty when nothing can be placed. */
  best: number[];
  /** Other sets that were met on the way, for runners-up. */
  met: number[][];
  /** False when the bound on work ended the search. */
  exact: boolean;
  /** Units that each location can place alone. */
  placedAlone: Int32Array;
}

/**
 * Sets looked at before the search gives up proving and keeps the best so far: about 10 ms of work. Ten lines over 500
 * locations stay two orders of magnitude below it (tests/bench/plan.ts prints the figures).
 */
export const MAX_STEPS = 400_000;

/** First the most units placed, then the lowest value, then the first met in the order of the locations. `placedAlone` lies in `room`. */
export function solve(problem: Problem, room = OWN, maxSteps = MAX_STEPS): Solution {
  const search = new Search(problem, room, maxSteps);
  const { placedAlone, wanted } = search.bounds;
  if (problem.locations === 0 || wanted === 0) return { best: [], met: [], exact: true, placedAlone };
  const exact = search.run();
  return { best: search.best, met: search.met, exact, placedAlone };
}

class Search {
  readonly problem: Problem;
  readonly bounds: Bounds;
  readonly met: number[][] = [];
  best: number[] = [];
  bestValue = Infinity;
  bestPlaced = 0;
  #steps: number;
  #holders: readonly Int32Array[] = [];
  /** By location, the depth at which it was tried and is now kept out, from 1; 0 is not at all. */
  #excluded: Int32Array;
  #path: number[] = [];
  /** By depth, what remains when the locations of the path are chosen. */
  #rests: Rest[];

  constructor(problem: Problem, room: Room, maxSteps: number) {
    this.problem = problem;
    this.bounds = new Bounds(problem, room);
    this.#rests = [this.bounds.root];
    this.#steps = maxSteps;
    this.#excluded = room.ints(problem.locations);
  }

  /** True when the best is proven. */
  run(): boolean {
    const { fixed, maxLocations } = this.problem;
    this.#trySingles();
    if (maxLocations <= 1) return true;
    const complete = this.bestPlaced === this.bounds.wanted;
    if (complete && (fixed[0] as number) + (fixed[1] ?? Infinity) + this.bounds.floor >= this.bestValue) return true;
    const alone = this.best;
    if (!complete) { this.best = []; this.bestValue = Infinity; }
    this.#greedy();
    if (hopeless(this.bounds.priceItems(this.bestValue), this.bestValue)) return true;
    this.#holders = this.bounds.holders(this.bestValue);
    this.#branch(0, 0);
    if (this.best.length === 0 && this.#steps > 0) this.#cover();
    if (this.best.length === 0) this.best = alone;
    return this.#steps > 0;
  }

  #trySingles(): void {
    for (let l = 0; l < this.problem.locations; l += 1) {
      const placed = this.bounds.placedAlone[l] as number;
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

  /** Fixed values and scarcity of a set, for what it can place of the target; as soon as it is no better than the best known, what it came to by then. */
  #valueOf(set: readonly number[], best = Infinity): number {
    const { items, fixed, atomic, cover, free, scarcity } = this.problem;
    const { target } = this.bounds;
    let value = 0;
    for (let at = 0; at < set.length; at += 1) value += fixed[set[at] as number] as number;
    if (scarcity === 0) return value;
    for (let k = 0; k < items && value < best; k += 1) {
      let placed = 0;
      let loose = 0;
      for (let at = 0; at < set.length; at += 1) {
        const cell = (set[at] as number) * items + k;
        const units = cover[cell] as number;
        const spared = free[cell] as number;
        if (atomic[k]) { placed = Math.max(placed, units); loose = Math.max(loose, spared); }
        else { placed += units; loose += spared; }
      }
      const wanted = target[k] as number;
      const scarce = (placed < wanted ? placed : wanted) - loose;
      if (scarce > 0) value += scarcity * scarce;
    }
    return value;
  }

  /** A good set quickly: each time the location with the most new units for its value. */
  #greedy(): void {
    const { items, locations, fixed, cover, maxLocations } = this.problem;
    const rest = this.bounds.newRest();
    let left = this.bounds.wanted;
    const set: number[] = [];
    while (left > 0 && set.length < maxLocations) {
      let chosen = -1;
      let ratio = 0;
      for (let l = 0; l < locations; l += 1) {
        if ((this.bounds.placedAlone[l] as number) <= ratio * (fixed[l] as number) || set.includes(l)) continue;
        let gain = 0;
        for (let k = 0, cell = l * items; k < items; k += 1, cell += 1) gain += Math.min(cover[cell] as number, rest.units[k] as number);
        if (gain > ratio * (fixed[l] as number)) { ratio = gain / (fixed[l] as number); chosen = l; }
      }
      if (chosen < 0) return;
      set.push(chosen);
      left -= this.bounds.take(rest, chosen, rest);
    }
    if (left === 0) this.#offer(this.#pruned(set));
  }

  /** Leaves out, dearest first, what the others cover anyway. */
  #pruned(set: number[]): number[] {
    let kept = [...set].sort((a, b) => a - b);
    for (const l of [...kept].reverse()) {
      const without = kept.filter((other) => other !== l);
      const rest = this.bounds.newRest();
      for (const other of without) this.bounds.take(rest, other, rest);
      if (rest.units.every((units) => units === 0)) kept = without;
    }
    return kept;
  }

  /** Keeps a set when it is better than the best; gives its value. */
  #offer(set: readonly number[]): number {
    const value = this.#valueOf(set, this.bestValue);
    if (value >= this.bestValue) return value;
    if (this.best.length > 0) this.met.push(this.best);
    this.best = [...set];
    this.bestValue = value;
    this.bestPlaced = this.bounds.wanted;
    return value;
  }

  /**
   * Some location must deliver the rarest item that is still open: tries each that has it, and afterwards keeps it out, as
   * every set with it has then been seen.
   */
  #branch(depth: number, value: number): void {
    const { bounds } = this;
    const { floor, has, slack } = bounds;
    const { fixed, maxLocations } = this.problem;
    const excluded = this.#excluded;
    const rest = this.#rests[depth] as Rest;
    const { open, priced } = rest;
    if (open === 0) { this.#complete(depth, value, 0); return; }
    if (depth === maxLocations) return;
    const holders = this.#holders[this.#rarest(rest)] as Int32Array;
    const next = (this.#rests[depth + 1] ??= bounds.newRest());
    let at = 0;
    for (; at < holders.length; at += 1) {
      const l = holders[at] as number;
      if (excluded[l]) continue;
      const base = value + (fixed[l] as number) + floor;
      if (base >= this.bestValue || this.#steps <= 0) break;
      if (depth + 1 === maxLocations || base + (fixed[0] as number) >= this.bestValue) { this.#finish(holders, at, value, rest); break; }
      this.#steps -= 1;
      excluded[l] = depth + 1;
      if (base + bounds.leastFor(open & ~(has[l] as number)) >= this.bestValue) continue;
      if (hopeless(value + priced + (slack[l] as number) + floor, this.bestValue)) continue;
      bounds.take(rest, l, next);
      if (hopeless(base + bounds.measure(next), this.bestValue)) continue;
      this.#path.push(l);
      this.#branch(depth + 1, value + (fixed[l] as number));
      this.#path.pop();
    }
    while (at > 0) {
      const l = holders[at -= 1] as number;
      if (excluded[l] === depth + 1) excluded[l] = 0;
    }
  }

  /** Below the best there is room for one more location, of these holders from a place on: it must cover all that remains. */
  #finish(holders: Int32Array, from: number, value: number, { units, open }: Rest): void {
    const { floor, has } = this.bounds;
    const { items, fixed, cover } = this.problem;
    for (let at = from; at < holders.length; at += 1) {
      const l = holders[at] as number;
      if (this.#excluded[l]) continue;
      if (value + (fixed[l] as number) + floor >= this.bestValue || this.#steps <= 0) return;
      this.#steps -= 1;
      if ((open & ~(has[l] as number)) !== 0 || !covers(units, cover, l * items)) continue;
      this.#path.push(l);
      this.#offer(this.#path);
      this.#path.pop();
    }
  }

  /** Of the items that are still open, the one that fewest locations have. */
  #rarest({ units }: Rest): number {
    const { order } = this.bounds;
    let position = 0;
    while (units[order[position] as number] === 0) position += 1;
    return order[position] as number;
  }

  /** Everything is covered; a further location may still be worth its price by sparing scarce units. */
  #complete(depth: number, value: number, from: number): void {
    const { fixed, locations, maxLocations } = this.problem;
    const exactly = this.#offer(this.#path);
    if (depth >= maxLocations || exactly === value + this.bounds.floor) return;
    for (let l = from; l < locations; l += 1) {
      if (value + (fixed[l] as number) + this.bounds.floor >= this.bestValue || this.#steps <= 0) return;
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
    const byPlaced = Array.from({ length: locations }, (_, l) => l).filter((l) => (this.bounds.placedAlone[l] as number) > 0)
      .sort((a, b) => (this.bounds.placedAlone[b] as number) - (this.bounds.placedAlone[a] as number) || a - b);
    this.bestPlaced = 0;
    this.bestValue = Infinity;
    // What is left unplaced spares scarce units, so the scarcity of placing everything is no lower bound here.
    this.bounds.floor = 0;
    this.#extend(byPlaced, 0, 0, 0, 0);
  }

  #extend(byPlaced: readonly number[], from: number, depth: number, placed: number, value: number): void {
    const { fixed, maxLocations } = this.problem;
    const rest = this.#rests[depth] as Rest;
    const next = (this.#rests[depth + 1] ??= this.bounds.newRest());
    for (let position = from; position < byPlaced.length && depth < maxLocations; position += 1) {
      const l = byPlaced[position] as number;
      const reachable = placed + (maxLocations - depth) * (this.bounds.placedAlone[l] as number);
      if (reachable < this.bestPlaced || this.#steps <= 0) return;
      this.#steps -= 1;
      const sum = value + (fixed[l] as number);
      if (reachable === this.bestPlaced && sum + this.bounds.floor >= this.bestValue) continue;
      const gained = this.bounds.take(rest, l, next);
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
