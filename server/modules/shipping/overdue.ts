/** Pure: when a load that has not been received counts as late, and when nobody can say any more when it comes. */
import { later } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';

const HOUR = 60 * 60_000;
/** A van may stand in traffic, and a store unpacks when it has time: so long after its moment a load is not late yet. */
const GRACE = 4 * HOUR;
/** Two vans have come without it by then. */
const GIVEN_UP = 48 * HOUR;

/** When a load that was expected at a moment is looked at: as it becomes late, and once more as nobody knows; null when all was said. `seen`: how often it was looked at. */
export const nextLook = (expectedAt: Instant, seen: number): Instant | null => (seen === 0 ? later(expectedAt, GRACE) : seen === 1 ? later(expectedAt, GIVEN_UP) : null);

/** How a load stands that was expected at a moment and is not there: it may still come with the van, it is late, or nobody knows. */
export function lateness(expectedAt: Instant, now: Instant): 'on_its_way' | 'late' | 'unknown' {
  const passed = (look: Instant): boolean => Date.parse(now) > Date.parse(look);
  return passed(later(expectedAt, GIVEN_UP)) ? 'unknown' : passed(later(expectedAt, GRACE)) ? 'late' : 'on_its_way';
}
