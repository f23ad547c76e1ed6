/** Pure: the day on which what leaves a location can be with the customer, by the carrier's days of delivery. */
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../kernel/clock.ts';

/** Carrier days on the way by country, from the Netherlands: PostNL's usual times for parcels to its neighbours in 2025; further away nothing is promised. */
const DAYS: Readonly<Record<string, number>> = { NL: 1, BE: 1, LU: 2, DE: 2 };
const SUNDAY = 7;

/**
 * The local date on which a parcel that leaves at `shipsAt` arrives in `country`: so many days later, Sundays not counted. Goods that are
 * brought to a store travel one day. Null when nothing can be said.
 */
export function arrivesOn(shipsAt: Instant | null, delivery: { kind: 'ship' | 'pickup' | 'pickup_point'; country: string }, zone = 'Europe/Amsterdam'): string | null {
  const days = delivery.kind === 'pickup' ? 1 : DAYS[delivery.country];
  if (shipsAt === null || days === undefined) return null;
  let date = Temporal.Instant.from(shipsAt).toZonedDateTimeISO(zone).toPlainDate();
  for (let left = days; left > 0;) {
    date = date.add({ days: 1 });
    if (date.dayOfWeek !== SUNDAY) left -= 1;
  }
  return date.toString();
}
