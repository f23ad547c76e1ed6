/** Pure: when a reservation ends, what is due of it, and how it ends: bought at the till, wholly or partly, or not. */
import { Temporal } from 'temporal-polyfill';
import { later } from '../../../kernel/clock.ts';
import type { Instant } from '../../../kernel/clock.ts';
import type { Uuid } from '../../../kernel/ids.ts';
import { bucketOf, fold, STILL_HERE, unitsIn, unitsOf } from '../../books/index.ts';
import type { NewEvent, Stage, StockMove, Stream, UnitMove } from '../../books/index.ts';
import { openingOn, zoneDate } from '../../locations/index.ts';
import type { Calendar } from '../../locations/index.ts';
import { cancel } from '../rules.ts';
import { orderSlice } from '../state.ts';
import type { CancelReason, OrderEvents, ReservationTerms } from '../types.ts';
import type { ReservationPolicy } from './policy.ts';
import { reservationProblems } from './problems.ts';

const HOUR = 3_600_000;
/** Nobody comes for what was reserved a minute ago. */
const LEAST = 15 * 60_000;
/** A store that is closed for longer than this has no end to wait for. */
const LOOK_AHEAD = 60;

/** The moment itself while the store is open, else its next closing: nobody loses what they could not come for. */
export function endAt(calendar: Calendar, wanted: Instant): Instant {
  const from = Temporal.PlainDate.from(zoneDate(wanted, calendar.zone));
  for (let ahead = 0; ahead <= LOOK_AHEAD; ahead += 1) {
    for (const hours of openingOn(calendar, from.add({ days: ahead }).toString()).hours) {
      if (hours.from <= wanted && wanted <= hours.until) return wanted;
      if (hours.from > wanted) return hours.until;
    }
  }
  return wanted;
}

/** The terms of a reservation that holds until a moment; the reminder is left out when it would come at once, or nobody wants one. */
export function termsUntil(until: Instant, { remindHoursBefore }: Pick<ReservationPolicy, 'remindHoursBefore'>, now: Instant): ReservationTerms {
  const remindAt = later(until, -remindHoursBefore * HOUR);
  return { until, remindAt: remindHoursBefore > 0 && remindAt > later(now, HOUR) ? remindAt : null };
}

/** What a reservation that is made now is told. An end that was asked for is kept to the second, and refused when it cannot be. */
export function termsFor(policy: ReservationPolicy, calendar: Calendar, asked: Instant | null, now: Instant): ReservationTerms {
  if (asked === null) return termsUntil(endAt(calendar, later(now, policy.hours * HOUR)), policy, now);
  const wanted = new Date(asked).toISOString();
  if (wanted < later(now, LEAST)) throw reservationProblems.impossible_end({ detail: `A reservation holds a quarter of an hour at least; it is ${now} now.`, found: wanted, expected: later(now, LEAST), field: 'until' });
  const last = endAt(calendar, later(now, policy.mostHours * HOUR));
  if (wanted > last) throw reservationProblems.impossible_end({ detail: `A reservation holds until ${last} at most.`, found: wanted, expected: last, field: 'until' });
  return termsUntil(wanted, policy, now);
}

/** Units of a reservation that nobody bought and that are not let go. */
const held = (stream: Stream): ReturnType<typeof unitsIn> => unitsIn(unitsOf(stream), { stage: STILL_HERE });

export const isOpen = (stream: Stream): boolean => fold(stream, orderSlice).reservation !== null && held(stream).length > 0;

/** What is due of a reservation at a moment. */
export function dueOf(stream: Stream, now: Instant): 'end' | 'reminder' | null {
  const { reservation } = fold(stream, orderSlice);
  if (reservation === null || !isOpen(stream)) return null;
  if (reservation.until <= now) return 'end';
  return reservation.remindAt !== null && !reservation.reminded && reservation.remindAt <= now ? 'reminder' : null;
}

/** The next moment at which something is due by itself. */
export function nextMoment(stream: Stream): Instant | null {
  const { reservation } = fold(stream, orderSlice);
  if (reservation === null || !isOpen(stream)) return null;
  return reservation.remindAt !== null && !reservation.reminded && reservation.remindAt < reservation.until ? reservation.remindAt : reservation.until;
}

/** Lets all that is still held go; what lies on a shelf for it is to be put back. */
export function letGo(stream: Stream, reason: CancelReason, note: string | null = null): NewEvent[] {
  const lines = new Map<string, { line: number; delivery: number; quantity: number }>();
  for (const { line, delivery, n } of held(stream)) {
    const key = `${line} ${delivery}`;
    lines.set(key, { line, delivery, quantity: n + (lines.get(key)?.quantity ?? 0) });
  }
  return lines.size === 0 ? [] : cancel(stream, [...lines.values()], reason, note);
}

/** What is done about a reservation at a moment: it is let go, or its customer reminded. Looked at again, nothing. */
export function lookedAt(stream: Stream, now: Instant): NewEvent[] {
  const due = dueOf(stream, now);
  if (due === null) return [];
  return due === 'end' ? letGo(stream, 'expired') : [{ type: 'ReservationReminded', data: { until: fold(stream, orderSlice).reservation?.until ?? now } satisfies OrderEvents['ReservationReminded'] }];
}

/** The terms of a reservation that is to hold longer; refused when it holds so long already, or may not. */
export function extendedTo(reservation: ReservationTerms, until: Instant, policy: ReservationPolicy, calendar: Calendar, now: Instant): ReservationTerms {
  const wanted = new Date(until).toISOString();
  if (wanted <= reservation.until) throw reservationProblems.impossible_end({ detail: `It holds until ${reservation.until} already; choose a later moment.`, found: wanted, expected: reservation.until, field: 'until' });
  return termsUntil(termsFor(policy, calendar, wanted, now).until, policy, now);
}

export interface Taken { line: number; quantity: number }

/** Goods are given out of the hand they lie in before those that still hang on the shelf. */
const FROM: readonly Stage[] = ['ready', 'picked', 'allocated', 'open', 'waiting'];

/**
 * Units that were bought against a reservation: they are no longer held for it, and the goods lie where a sale takes them from. Those that lay
 * aside are on the shelf again for that moment. Less than was named when the rest is gone: a sale is a fact, and then takes what it finds.
 */
export function bought(stream: Stream, sale: { order: Uuid; receipt: string }, taken: readonly Taken[]): NewEvent<'ReservationBought', OrderEvents['ReservationBought']> | null {
  const units = unitsOf(stream);
  const moves: UnitMove[] = [];
  const stock: StockMove[] = [];
  const lines: OrderEvents['ReservationBought']['lines'] = [];
  const named = new Map<number, number>();
  for (const { line, quantity } of taken) named.set(line, (named.get(line) ?? 0) + quantity);
  for (const [line, quantity] of named) {
    let left = quantity;
    for (const stage of FROM) {
      for (const one of unitsIn(units, { line, stage })) {
        const n = Math.min(left, one.n);
        if (n <= 0) continue;
        left -= n;
        moves.push({ line, delivery: one.delivery, n, from: bucketOf(one), to: { stage: 'cancelled', holder: null, location: null } });
        const sku = units.lines.get(line)?.sku;
        if ((stage === 'ready' || stage === 'picked') && sku && one.location !== null) stock.push({ sku, n, from: { location: one.location, state: 'picked' }, to: { location: one.location, state: 'sellable' } });
      }
    }
    if (left < quantity) lines.push({ line, quantity: quantity - left });
  }
  return lines.length === 0 ? null : { type: 'ReservationBought', data: { sale: sale.order, receipt: sale.receipt, lines }, moves: { units: moves, ...(stock.length > 0 ? { stock } : {}) } };
}
