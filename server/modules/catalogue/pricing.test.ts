/** Prices over time: what a new price does to those there are, told as tables; and two people who set prices at the same moment. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { priceFrom, priceState, withoutPrice } from './pricing.ts';
import type { Period } from './pricing.ts';

const day = (n: number): string => new Date(Date.UTC(2026, 0, n)).toISOString();
/** [from, until, amount] in days of January; null is for good. */
type Row = [number, number | null, number];
const periods = (rows: readonly Row[]): Period[] => rows.map(([from, until, amount]) => ({ validFrom: day(from), validUntil: until === null ? null : day(until), amount, includesTax: true }));

describe('a price set from a moment', () => {
  it.each<[string, Row[], Row, Row[]]>([
    ['is the first', [], [1, null, 100], [[1, null, 100]]],
    ['ends the one in force', [[1, null, 100]], [10, null, 90], [[1, 10, 100], [10, null, 90]]],
    ['as an offer lets the old one come back', [[1, null, 100]], [10, 20, 70], [[1, 10, 100], [10, 20, 70], [20, null, 100]]],
    ['without an end lasts until the next that was planned', [[1, 20, 100], [20, null, 80]], [10, null, 90], [[1, 10, 100], [10, 20, 90], [20, null, 80]]],
    ['replaces the one that begins at the same moment', [[1, 10, 100], [10, null, 90]], [10, null, 85], [[1, 10, 100], [10, null, 85]]],
    ['replaces its beginning only, when it ends before it', [[10, null, 90]], [10, 15, 50], [[10, 15, 50], [15, null, 90]]],
    ['covers what lies within it', [[1, 5, 100], [6, 8, 60], [9, null, 110]], [4, 10, 70], [[1, 4, 100], [4, 10, 70], [10, null, 110]]],
    ['fills a gap up to the next', [[1, 5, 100], [20, null, 120]], [8, null, 110], [[1, 5, 100], [8, 20, 110], [20, null, 120]]],
    ['before all others lasts until the first', [[10, null, 100]], [1, null, 90], [[1, 10, 90], [10, null, 100]]],
  ])('%s', (_name, there, [from, until, amount], then) => {
    expect(priceFrom(periods(there), { validFrom: day(from), validUntil: until === null ? null : day(until), amount, includesTax: true })).toEqual(periods(then));
  });

  it('never makes two that overlap, and is what is asked in its time, whatever was there', () => {
    const set = fc.record({ from: fc.integer({ min: 1, max: 40 }), length: fc.option(fc.integer({ min: 1, max: 20 })), amount: fc.integer({ min: 0, max: 500 }) });
    fc.assert(fc.property(fc.array(set, { minLength: 1, maxLength: 12 }), (sets) => {
      let there: Period[] = [];
      for (const { from, length, amount } of sets) {
        there = priceFrom(there, { validFrom: day(from), validUntil: length === null ? null : day(from + length), amount, includesTax: true });
        expect(there.find((period) => period.validFrom === day(from))?.amount).toBe(amount);
        there.forEach((period, index) => {
          const next = there[index + 1];
          if (next) expect(period.validUntil !== null && period.validUntil <= next.validFrom).toBe(true);
          if (period.validUntil !== null) expect(period.validUntil > period.validFrom).toBe(true);
        });
      }
    }), { numRuns: 300 });
  });
});

describe('a price that is taken back', () => {
  it.each<[string, Row[], number, Row[]]>([
    ['lets the one before it go on', [[1, 10, 100], [10, null, 90]], 10, [[1, null, 100]]],
    ['leaves the one before it as it ended, where there was a gap', [[1, 5, 100], [10, null, 90]], 10, [[1, 5, 100]]],
    ['changes nothing when it is not there', [[1, null, 100]], 3, [[1, null, 100]]],
  ])('%s', (_name, there, from, then) => { expect(withoutPrice(periods(there), day(from))).toEqual(periods(then)); });
});

it.each<[number, 'past' | 'current' | 'upcoming']>([[9, 'upcoming'], [10, 'current'], [19, 'current'], [20, 'past']])('on day %i a price from 10 until 20 is %s', (now, state) => {
  const [period] = periods([[10, 20, 1]]);
  expect(priceState(period as Period, day(now))).toBe(state);
});
