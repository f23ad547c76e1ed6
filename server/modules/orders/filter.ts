/** What a list of orders can be narrowed to, as it stands in an address, and the conditions it becomes. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { idOf } from '../../kernel/wire.ts';

export const ORDER_STATUSES = ['open', 'waiting', 'in_progress', 'ready', 'partly_shipped', 'shipped', 'complete', 'returned', 'cancelled'] as const;
const KINDS = ['ship', 'pickup', 'pickup_point', 'carry_out', 'digital'] as const;

const MOMENT = /^(-?P(\d{1,4}D|T\d{1,4}H)|now|today|\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?)$/;
/** A moment that stays true in a saved view: so long ago (P3D, PT12H; with a minus: from now), `now`, `today` (the end of it), a day (its beginning), or an instant. */
const Moment = z.string().max(40).regex(MOMENT, 'a moment: an instant, a day (2026-03-02), "now", "today", or so long ago (P3D, PT12H)')
  .refine((text) => momentOf(text, '2000-01-01T00:00:00.000Z', 'UTC') !== null, 'there is no such day or time');
const several = <T extends string>(values: readonly T[]) => z.string().max(200).transform((text) => text.split(',')).pipe(z.array(z.enum(values as readonly [T, ...T[]])).min(1));

/** Every filter of the list; absent ones do not narrow. */
export const orderFilter = {
  status: several(ORDER_STATUSES).optional().describe(`One or more of ${ORDER_STATUSES.join(', ')}, with commas`),
  channel: z.string().max(500).transform((text) => text.split(',')).optional().describe('Codes of channels, with commas'),
  location: z.string().max(63).optional().describe('A location that has units of the order now'),
  placedAfter: Moment.optional().describe('Placed at or after this moment'),
  placedBefore: Moment.optional().describe('Placed before this moment; P3D: at least three days old'),
  due: Moment.optional().describe('Something of it is due before this moment: "now" are the late ones, "today" all that is to be done by the end of the day'),
  tag: z.string().min(1).max(100).optional(),
  onHold: z.enum(['true', 'false']).optional(),
  waiting: z.enum(['true']).optional().describe('Has units that no location has'),
  kind: z.enum(KINDS).optional().describe('Has a delivery of this kind'),
  customer: idOf('customer').optional().describe('Orders of this person, whatever channel knows them by'),
  number: z.string().max(50).optional().describe('Order number or the channel’s own number, exactly'),
};
export const OrderFilter = z.object(orderFilter);
export type OrderFilter = z.infer<typeof OrderFilter>;

/** What a moment of a filter is at `now`, in the company's time zone; null when there is no such day. */
export function momentOf(text: string, now: Instant, zone: string): Instant | null {
  const instant = (at: Temporal.Instant): Instant => at.toString({ fractionalSecondDigits: 3 });
  try {
    if (text === 'now') return now;
    const here = Temporal.Instant.from(now).toZonedDateTimeISO(zone);
    if (text === 'today') return instant(here.startOfDay().add({ days: 1 }).toInstant());
    if (/^-?P/.test(text)) return instant(here.subtract(Temporal.Duration.from(text)).toInstant());
    return instant(text.includes('T') ? Temporal.Instant.from(text) : Temporal.PlainDate.from(text).toZonedDateTime(zone).toInstant());
  } catch {
    return null;
  }
}

/** Conditions on `orders.order o` with their values; numbered from the first free parameter. */
export interface Conditions { where: string[]; values: unknown[] }

export interface FilterSurroundings {
  now: Instant;
  zone: string;
  /** Channels that the caller is bound to; null is all. */
  channels: readonly string[] | null;
  /** Customers that are one person with the one asked for. */
  people: readonly Uuid[];
}

/**
 * The filters as SQL. Arrays are compared so that their partial indexes serve (`locations <> '{}'` is written out); who waits is found in the
 * table of those who wait.
 */
export function conditionsOf(filter: OrderFilter, { now, zone, channels, people }: FilterSurroundings): Conditions {
  const where: string[] = [];
  const values: unknown[] = [];
  const add = (sql: (parameter: string) => string, value: unknown): void => { values.push(value); where.push(sql(`$${values.length}`)); };
  const moment = (text: string | undefined, sql: (parameter: string) => string): void => { if (text !== undefined) add((p) => sql(`${p}::timestamptz`), momentOf(text, now, zone)); };
  const [status, ...others] = filter.status ?? [];
  if (status !== undefined) add((p) => (others.length === 0 ? `o.status = ${p}` : `o.status = any(${p})`), others.length === 0 ? status : filter.status);
  const bound = channels === null ? filter.channel : filter.channel?.filter((code) => channels.includes(code)) ?? channels;
  if (bound !== undefined) add((p) => `o.channel = any(${p}::text[])`, bound);
  if (filter.location !== undefined) add((p) => `o.locations @> array[${p}]::text[] and o.locations <> '{}'`, filter.location);
  moment(filter.placedAfter, (p) => `o.placed_at >= ${p}`);
  moment(filter.placedBefore, (p) => `o.placed_at < ${p}`);
  moment(filter.due, (p) => `o.due_at < ${p}`);
  if (filter.tag !== undefined) add((p) => `o.tags @> array[${p}]::text[] and o.tags <> '{}'`, filter.tag);
  if (filter.onHold === 'true') where.push('o.on_hold');
  if (filter.onHold === 'false') where.push('not o.on_hold');
  if (filter.waiting !== undefined) where.push('exists (select 1 from orders.waiting w where w.order_id = o.id)');
  if (filter.kind !== undefined) add((p) => `exists (select 1 from orders.delivery d where d.order_id = o.id and d.kind = ${p})`, filter.kind);
  if (filter.customer !== undefined) add((p) => `o.contact_id in (select c.id from customers.contact c where c.customer = any(${p}::uuid[]))`, people);
  if (filter.number !== undefined) add((p) => `(o.number = ${p} or o.external_number = ${p})`, filter.number);
  return { where, values };
}
