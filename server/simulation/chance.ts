/** Choices that look like chance and are the same for the same seed. */

export interface Chance {
  /** From 0 up to 1. */
  next(): number;
  /** True in so many of a thousand cases. */
  permille(n: number): boolean;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** One of them, each as likely; refuses an empty list. */
  of<T>(items: readonly T[]): T;
  /** One of them by weight; refuses when no weight is above zero. */
  weighed<T>(items: readonly T[], weight: (item: T) => number): T;
}

/** FNV-1a over the characters, so that each robot draws from a row of its own. */
const hashed = (text: string): number => [...text].reduce((hash, character) => Math.imul(hash ^ character.charCodeAt(0), 16_777_619), 2_166_136_261) >>> 0;

/** A row of choices for a name and a seed, by SplitMix32 (Steele, Lea and Flood, 2014, with 32-bit constants): small, and even enough for shoppers. */
export function chanceOf(seed: number, name: string): Chance {
  let state = (hashed(name) ^ Math.imul(seed, 0x9e3779b9)) >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296;
  };
  const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next, whole,
    permille: (n) => next() * 1000 < n,
    of: (items) => {
      const item = items[whole(0, items.length - 1)];
      if (item === undefined) throw new RangeError('there is nothing to choose from');
      return item;
    },
    weighed: (items, weight) => {
      let left = next() * items.reduce((sum, item) => sum + weight(item), 0);
      const chosen = items.find((item) => (left -= weight(item)) < 0);
      if (chosen === undefined) throw new RangeError('nothing to choose from has a weight');
      return chosen;
    },
  };
}
