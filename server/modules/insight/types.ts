/** The nouns of insight: the facts that figures are made of, and how durations are put in buckets. */
import type { Instant } from '../../kernel/clock.ts';

/**
 * What is counted. `n` counts occurrences, `units` pieces of goods, `amount` minor units of money, `seconds` how long it took.
 * - placed: an order was taken (reason: currency); lines added later count units and amount only.
 * - assigned: work was given to a location. accepted: somebody took it up (seconds since it was given).
 * - rejected: the location could not deliver units (reason: why). prepared: units made ready to leave the location.
 * - worked: the location's part of its work ended (reason: right, or short when it rejected some; seconds since it was given).
 * - shipped: a parcel left (reason: on_time, late, no_due; seconds since the work was given).
 * - collected: a customer took goods (reason: pickup, carry_out).
 * - sent: the last of a home delivery left (reason: whole, or split over several locations; seconds since the order was placed).
 * - arrived: a home delivery is with the customer or at the pickup point; ready: a pickup is complete (reason: on_time, late, no_promise; seconds since placed).
 * - cancelled (reason: why) · returned (reason: why) · refunded (seconds since it was asked for) · broken: a reservation lost its goods.
 */
export const MEASURES = ['placed', 'assigned', 'accepted', 'rejected', 'prepared', 'worked', 'shipped', 'collected', 'sent', 'arrived', 'ready', 'cancelled', 'returned', 'refunded', 'broken'] as const;
export type Measure = (typeof MEASURES)[number];

export interface Fact {
  measure: Measure;
  reason: string;
  /** Empty where it is not of one location. */
  location: string;
  at: Instant;
  n: number;
  units: number;
  amount: number;
  seconds: number | null;
}

/** The retailer's clock, by which days begin and end where no location's own clock counts. */
export const COMPANY_ZONE = 'Europe/Amsterdam';

/** Location under which the sums of the whole company are kept. */
export const EVERYWHERE = '*';
