/** Durations as people say them. */
import { expect, it } from 'vitest';
import { partsOf } from './duration.ts';

it.each([
  [0, '0 second'], [1, '1 second'], [59, '59 second'], [60, '1 minute'], [90, '1 minute 30 second'], [3599, '59 minute 59 second'], [3600, '1 hour'], [3629, '1 hour'], [5400, '1 hour 30 minute'],
  [86_399, '1 day'], [86_400, '1 day'], [93_900, '1 day 2 hour'], [200_000, '2 day 8 hour'],
] as const)('%s seconds are %s', (seconds, text) => {
  expect(partsOf(seconds).map(({ unit, n }) => `${n} ${unit}`).join(' ')).toBe(text);
});
