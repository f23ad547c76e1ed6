/** When what failed is tried again, and when doing is of no use. */
import { expect, it } from 'vitest';
import { isStuck, pauseAfter } from './due.ts';

it('tries again at growing intervals, and at least every ten minutes', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 50, 5000].map((attempts) => pauseAfter(attempts) / 1000)).toEqual([10, 20, 40, 80, 160, 320, 600, 600, 600, 600]);
});

it('believes that doing something is of no use once it was done five times and is due again', () => {
  expect([1, 2, 5, 6].map(isStuck)).toEqual([false, false, false, true]);
});
