/** Days of the retailer's clock. */
import { expect, it } from 'vitest';
import { dayAt, daysBack, daysIn } from './days.ts';

it.each([['2026-03-28T22:59:59Z', '2026-03-28'], ['2026-03-28T23:00:00Z', '2026-03-29'], ['2026-03-29T21:59:59Z', '2026-03-29'], ['2026-03-29T22:00:00Z', '2026-03-30']])('at %s it is %s in Amsterdam', (moment, day) => {
  expect(dayAt(new Date(moment), 'Europe/Amsterdam')).toBe(day);
});
it.each([['2026-03-30', 1, '2026-03-29'], ['2026-03-01', 1, '2026-02-28'], ['2026-10-26', 2, '2026-10-24'], ['2026-01-01', 0, '2026-01-01']])('%s less %s days is %s', (day, days, before) => {
  expect(daysBack(day, days)).toBe(before);
});
it.each([['2026-03-28', '2026-03-30', 3], ['2026-03-28', '2026-03-28', 1], ['2026-10-20', '2026-10-31', 12]])('from %s until %s are %s days', (from, until, days) => {
  expect(daysIn(from, until)).toBe(days);
});
