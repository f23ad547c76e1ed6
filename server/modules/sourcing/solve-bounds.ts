/** What the search over sets of locations knows beforehand: what can be placed at all, lower bounds on its value, and who can be left out. */

import type { Room } from './scratch.ts';

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

/** What remains to be placed: units per item, and by `Bounds.measure` the items that are open, a bit each, and what all of it comes to at the prices. */
export interface Rest { units: Int32Array; open: number; priced: number }

const EPSILON = 1e-6;
/** Items that are looked at together: a table of 1,024 sets of them is made in a few microseconds. */
const MOST_BITS = 10;

/** Whether a lower bound, which may be off by a rounding error, leaves room for a whole value below the best. */
export const hopeless = (bound: number, best: number): boolean => bound - EPSILON > best - 1;

export class Bounds {
  /** Units per item that all locations together can place, and their sum. */
  readonly target: Int32Array;
  /** The same as what remains before any location is chosen. */
  readonly root: Rest;
  wanted = 0;
  /** Units that each location can place alone. */
  readonly placedAlone: Int32Array;
  /** The items that each location has any of, a bit each; from the 32nd item on they share bits. */
  readonly has: Int32Array;
  /** Scarcity that placing everything cannot avoid, as value. */
  floor = 0;
  /** What choosing a location adds to the lower bound: its fixed value less the prices of what it covers. */
  readonly slack: Float64Array;
  /** Items by rising number of locations that have any. */
  readonly order: readonly number[];
  #problem: Problem;
  #room: Room;
  /** Per item, the locations that have any. */
  #holders: readonly Int32Array[];
  /** So many of the first locations can be part of something below the best value. */
  #reach = 0;
  #prices: Float64Array;
  /** Prices when every location is worth 1: how many locations are still needed at least. */
  #counts: Float64Array;
  #cheapest: Float64Array;

  constructor(problem: Problem, room: Room) {
    const { items, locations, fixed } = problem;
    this.#problem = problem;
    this.#room = room;
    this.target = room.ints(items);
    this.root = { units: this.target, open: 0, priced: 0 };
    this.placedAlone = room.ints(locations);
    this.has = room.ints(locations);
    this.#prices = room.floats(items);
    this.#counts = room.floats(items);
    this.#cheapest = room.floats(1 << Math.min(items, MOST_BITS));
    this.slack = room.floats(locations);
    this.slack.set(fixed);
    this.#holders = this.#count();
    this.order = Array.from({ length: items }, (_, k) => k).filter((k) => this.target[k] as number > 0).sort((a, b) => (this.#holders[a] as Int32Array).length - (this.#holders[b] as Int32Array).length || a - b);
  }

  /** What all locations together can place, and the scarcity that even then remains; gives who has any of each item. */
  #count(): Int32Array[] {
    const { items, locations, need, atomic, cover, free, scarcity } = this.#problem;
    const holders = this.#room.ints(items * locations);
    const having = this.#room.ints(items);
    const all = this.#room.floats(items);
    const allFree = this.#room.floats(items);
    for (let l = 0, cell = 0; l < locations; l += 1) {
      let placed = 0;
      let has = 0;
      for (let k = 0; k < items; k += 1, cell += 1) {
        const units = cover[cell] as number;
        if (units === 0) continue;
        holders[k * locations + (having[k] as number)] = l;
        having[k] = (having[k] as number) + 1;
        placed += units;
        has |= 1 << k;
        all[k] = (all[k] as number) + units;
        const loose = free[cell] as number;
        allFree[k] = atomic[k] ? Math.max(allFree[k] as number, loose) : (allFree[k] as number) + loose;
      }
      this.placedAlone[l] = placed;
      this.has[l] = has;
    }
    return Array.from({ length: items }, (_, k) => {
      const target = Math.min(need[k] as number, all[k] as number);
      this.target[k] = target;
      this.wanted += target;
      this.floor += scarcity * Math.max(0, target - (allFree[k] as number));
      return holders.subarray(k * locations, k * locations + (having[k] as number));
    });
  }

  /**
   * Leaves only the locations that are below the best value together with the cheapest other: no location alone is, as all
   * have been tried. They are the first ones, because locations are sorted. On them it sets a price per unit of each item
   * such that no location's deliverable units are worth more than its fixed value (a feasible dual of the covering problem,
   * raised greedily from the rarest item on). What remains to be covered, at these prices, is a lower bound on the value of
   * covering it; what is left of a location's fixed value is what choosing it adds to that.
   */
  priceItems(best: number): number {
    const { locations, fixed } = this.#problem;
    while (this.#reach < locations && (fixed[this.#reach] as number) + (fixed[0] as number) + this.floor < best) this.#reach += 1;
    this.#findCheapest();
    this.#raise(this.#prices, this.slack);
    this.#raise(this.#counts, this.#room.floats(this.#reach).fill(1));
    return this.measure(this.root) + this.floor;
  }

  #raise(prices: Float64Array, slack: Float64Array): void {
    for (const k of this.order) prices[k] = this.#highest(k, slack);
  }

  /** The highest price of an item that leaves no location within reach below nothing; takes it off what is left of them. What a location covers is never more than the target. */
  #highest(k: number, slack: Float64Array): number {
    const { items, cover } = this.#problem;
    const holders = this.#holders[k] as Int32Array;
    const reach = this.#reach;
    let price = Infinity;
    let within = 0;
    for (; within < holders.length; within += 1) {
      const l = holders[within] as number;
      if (l >= reach) break;
      const units = cover[l * items + k] as number;
      const left = slack[l] as number;
      if (left < price * units) price = left / units;
    }
    for (let at = 0; at < within; at += 1) {
      const l = holders[at] as number;
      const left = (slack[l] as number) - price * (cover[l * items + k] as number);
      slack[l] = left > 0 ? left : 0;
    }
    return price;
  }

  /** Least fixed value of covering a set of items, a bit each: by one location that has some of all of them, or by two. */
  leastFor(open: number): number {
    return open === 0 ? 0 : Math.min(this.#cheapest[open & (this.#cheapest.length - 1)] as number, 2 * (this.#problem.fixed[0] as number));
  }

  /** Measures what remains; gives the least fixed value of covering it: by the prices, by the number of locations at the lowest fixed value, or by the items that are open. */
  measure(rest: Rest): number {
    const { units } = rest;
    let priced = 0;
    let count = 0;
    let open = 0;
    for (let k = 0; k < units.length; k += 1) {
      const left = units[k] as number;
      if (left === 0) continue;
      priced += left * (this.#prices[k] as number);
      count += left * (this.#counts[k] as number);
      open |= 1 << k;
    }
    rest.open = open;
    rest.priced = priced;
    return Math.max(priced, Math.ceil(count - EPSILON) * (this.#problem.fixed[0] as number), this.leastFor(open));
  }

  /** Takes what a location covers off what remains, into `next`, which may be the same; gives how many units that was. */
  take({ units }: Rest, l: number, next: Rest): number {
    const { items, cover } = this.#problem;
    let taken = 0;
    for (let k = 0, cell = l * items; k < items; k += 1, cell += 1) {
      const there = units[k] as number;
      const covered = cover[cell] as number;
      const of = covered < there ? covered : there;
      next.units[k] = there - of;
      taken += of;
    }
    return taken;
  }

  /** All that can be placed once more, to take from. */
  newRest(): Rest {
    const units = this.#room.ints(this.target.length);
    units.set(this.target);
    return { units, open: 0, priced: 0 };
  }

  /** Per set of items, a bit each, the least fixed value of a location that has some of all of them; Infinity where none has. */
  #findCheapest(): void {
    const { fixed } = this.#problem;
    const cheapest = this.#cheapest.fill(Infinity);
    for (let l = this.#reach - 1; l >= 0; l -= 1) cheapest[(this.has[l] as number) & (cheapest.length - 1)] = fixed[l] as number;
    for (let bit = 1; bit < cheapest.length; bit *= 2) spread(cheapest, bit);
  }

  /** Per item, the locations that have any of it and could still be part of something below the best value. */
  holders(best: number): Int32Array[] {
    const { items, cover, fixed } = this.#problem;
    const priced = this.root.priced + this.floor;
    const rest = this.newRest();
    const kept: number[] = [];
    // Of each that is kept: the items that it covers, and spares, in full.
    const full = this.#room.ints(this.#reach);
    const sparesFull = this.#room.ints(this.#reach);
    for (let l = 0; l < this.#reach; l += 1) {
      const lacking = this.root.open & ~(this.has[l] as number);
      if ((fixed[l] as number) + this.leastFor(lacking) + this.floor >= best) continue;
      if (hopeless(priced + (this.slack[l] as number), best) || hopeless(this.#leastWith(l, rest), best)) continue;
      if (items <= 31 && this.#isDominated(l, kept.length, full, sparesFull)) continue;
      kept.push(l);
    }
    return Array.from({ length: items }, (_, k) => {
      const having = this.#room.ints(kept.length);
      let count = 0;
      for (let at = 0; at < kept.length; at += 1) {
        const l = kept[at] as number;
        if ((cover[l * items + k] as number) === 0) continue;
        having[count] = l;
        count += 1;
      }
      return having.subarray(0, count);
    });
  }

  /** A lower bound on the value of everything with one location in it. `rest` is room to work in. */
  #leastWith(l: number, rest: Rest): number {
    this.take(this.root, l, rest);
    return (this.#problem.fixed[l] as number) + this.measure(rest) + this.floor;
  }

  /**
   * Whether one of so many kept ones, none of them dearer, covers all that is wanted of everything that this location has,
   * and spares as much: wherever it stands in a set, the other can stand in its place. One bit per item. If there is none,
   * its own bits are written down behind theirs.
   */
  #isDominated(l: number, kept: number, full: Int32Array, sparesFull: Int32Array): boolean {
    const { items, cover, free, atomic, scarcity } = this.#problem;
    let has = 0;
    let spares = 0;
    let coversAll = 0;
    let sparesAll = 0;
    for (let k = 0, cell = l * items; k < items; k += 1, cell += 1) {
      const units = cover[cell] as number;
      const target = this.target[k] as number;
      if (units === 0 || target === 0) continue;
      const bit = 1 << k;
      has |= bit;
      if (units >= target) coversAll |= bit;
      // Of an atomic item even a scarce holder may be the one that spares most, unless the other is not scarce at all.
      if (scarcity > 0 && ((free[cell] as number) > 0 || atomic[k])) spares |= bit;
      if ((free[cell] as number) >= target) sparesAll |= bit;
    }
    for (let other = 0; other < kept; other += 1) if ((has & ~(full[other] as number)) === 0 && (spares & ~(sparesFull[other] as number)) === 0) return true;
    full[kept] = coversAll;
    sparesFull[kept] = sparesAll;
    return false;
  }
}

/** Whoever has a set of items with one more has the set without it too. */
function spread(cheapest: Float64Array, bit: number): void {
  for (let from = 0; from < cheapest.length; from += 2 * bit) {
    for (let set = from; set < from + bit; set += 1) {
      const withOneMore = cheapest[set + bit] as number;
      if (withOneMore < (cheapest[set] as number)) cheapest[set] = withOneMore;
    }
  }
}
