/** The search over sets of locations against trying every set, also with more items than its tables look at together. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { solve } from './solve.ts';
import type { Problem } from './solve-bounds.ts';

/** What a set places of each item, and its value: by the words of the problem, with none of the search's code. */
function reckoned({ items, need, atomic, fixed, cover, free, scarcity }: Problem, set: readonly number[]): { placed: number; value: number } {
  let placed = 0;
  let value = set.reduce((sum, l) => sum + (fixed[l] as number), 0);
  for (let k = 0; k < items; k += 1) {
    const units = set.map((l) => cover[l * items + k] as number);
    const loose = set.map((l) => free[l * items + k] as number);
    const of = (parts: number[]): number => Math.min(need[k] as number, atomic[k] ? Math.max(0, ...parts) : parts.reduce((sum, part) => sum + part, 0));
    placed += of(units);
    value += scarcity * Math.max(0, of(units) - of(loose));
  }
  return { placed, value };
}

function best(problem: Problem): { placed: number; value: number } {
  let found = { placed: 0, value: 0 };
  for (let bits = 1; bits < 1 << problem.locations; bits += 1) {
    const set = Array.from({ length: problem.locations }, (_, l) => l).filter((l) => (bits & (1 << l)) !== 0);
    if (set.length > problem.maxLocations) continue;
    const { placed, value } = reckoned(problem, set);
    if (placed > found.placed || (placed === found.placed && value < found.value)) found = { placed, value };
  }
  return found;
}

const problem = (locations: number, items: number): fc.Arbitrary<Problem> => fc.record({
  fixed: fc.array(fc.integer({ min: 90, max: 140 }), { minLength: locations, maxLength: locations }),
  need: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: items, maxLength: items }),
  atomic: fc.array(fc.constantFrom(0, 0, 0, 1), { minLength: items, maxLength: items }),
  stock: fc.array(fc.constantFrom(0, 0, 1, 2, 4), { minLength: locations * items, maxLength: locations * items }),
  below: fc.constantFrom(0, 1, 2), scarcity: fc.constantFrom(0, 0, 7, 60, 400), maxLocations: fc.constantFrom(1_000_000, 1_000_000, 2, 3),
}).map(({ fixed, need, atomic, stock, below, ...rest }) => {
  const cover = new Int32Array(stock.length);
  const free = new Int32Array(stock.length);
  stock.forEach((units, cell) => {
    const wanted = need[cell % items] as number;
    const whole = atomic[cell % items] === 1;
    if (whole && units < wanted) return;
    cover[cell] = Math.min(units, wanted);
    free[cell] = whole ? wanted - Math.max(0, wanted - Math.max(0, units - below)) : Math.min(Math.max(0, units - below), wanted);
  });
  return { locations, items, need: Int32Array.from(need), atomic: Uint8Array.from(atomic), fixed: Float64Array.from(fixed.sort((a, b) => a - b)), cover, free, ...rest };
});

describe('the search', () => {
  it.each([[1, 3], [6, 2], [7, 3], [6, 5], [7, 10], [7, 11], [6, 31], [6, 34]])('over %i locations and %i items finds what trying every set finds', (locations, items) => {
    fc.assert(fc.property(problem(locations, items), (given) => {
      const { best: set, exact } = solve(given);
      expect(exact).toBe(true);
      expect(set.length).toBeLessThanOrEqual(given.maxLocations);
      expect(reckoned(given, set)).toEqual(best(given));
    }), { numRuns: 150 });
  });
});
