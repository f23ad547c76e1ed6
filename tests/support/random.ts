/** Chance for tests that can be had again: a generator from a seed, which is printed, or given by SPIL_SEED. */
import { randomInt } from 'node:crypto';

export interface Chance {
  readonly seed: number;
  /** A whole number from 0 up to but not including the bound. */
  below(bound: number): number;
  /** One of several. */
  of<T>(from: readonly T[]): T;
  /** The same in another order. */
  shuffled<T>(from: readonly T[]): T[];
}

/** Mulberry32 by Tommy Ettinger (public domain): 32 bits of state, plenty for choosing test cases. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return (value ^ (value >>> 14)) >>> 0;
  };
  const below = (bound: number): number => {
    if (!Number.isSafeInteger(bound) || bound < 1) throw new RangeError(`chance below ${bound}`);
    return next() % bound;
  };
  return {
    seed, below,
    of: <T>(from: readonly T[]): T => from[below(from.length)] as T,
    shuffled: <T>(from: readonly T[]): T[] => {
      const rest = [...from];
      for (let index = rest.length - 1; index > 0; index -= 1) {
        const other = below(index + 1);
        [rest[index], rest[other]] = [rest[other] as T, rest[index] as T];
      }
      return rest;
    },
  };
}

/** A generator for this run; its seed is printed under the name, so that a failure can be had again with SPIL_SEED. */
export function printedChance(name: string): Chance {
  const seed = Number(process.env['SPIL_SEED'] ?? randomInt(0xffff_ffff));
  console.log(`${name}: SPIL_SEED=${seed}`);
  return chanceFrom(seed);
}
