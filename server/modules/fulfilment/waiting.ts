/** Pure: how long a ready pickup waits, when the customer is reminded, and what is due of it at a moment. */
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../kernel/clock.ts';
import { openingOn, zoneDate } from '../locations/index.ts';
import type { Calendar } from '../locations/index.ts';
import type { PickupPolicy } from './pickup-policy.ts';

/** What the customer was told, and when something is done about it. */
export interface WaitingTerms {
  /** Last day of collecting, by the store's own calendar: 2026-03-16. */
  until: string;
  /** The moment after that day, when it counts as not collected; null when only a person decides. */
  expiresAt: Instant | null;
  /** Moments at which the customer is reminded, the first one first. */
  reminders: Instant[];
}

/** Reminders come at ten in the morning: the store opens soon, and the phone wakes nobody. */
const REMINDED_AT = '10:00';
/** A store that is closed for longer than this says nothing about a last day. */
const LOOK_AHEAD = 60;

type Keeping = Pick<PickupPolicy, 'days' | 'reminders' | 'notCollected'>;

const at = (date: Temporal.PlainDate, time: string, zone: string): Instant =>
  Temporal.Instant.fromEpochMilliseconds(date.toPlainDateTime(Temporal.PlainTime.from(time)).toZonedDateTime(zone).epochMilliseconds).toString({ fractionalSecondDigits: 3 });

/** The day itself when the store is open then, else the next on which it is: nobody is sent to a closed door on the last day. */
export function openDayFrom(calendar: Calendar, date: string): string {
  const first = Temporal.PlainDate.from(date);
  for (let ahead = 0; ahead <= LOOK_AHEAD; ahead += 1) {
    const day = first.add({ days: ahead }).toString();
    if (openingOn(calendar, day).open) return day;
  }
  return date;
}

/** The terms that end on a day, as they follow from now on: reminders that would come before tomorrow are left out. */
export function termsUntil({ reminders, notCollected }: Omit<Keeping, 'days'>, calendar: Calendar, until: string, now: Instant): WaitingTerms {
  const last = Temporal.PlainDate.from(until);
  const tomorrow = Temporal.PlainDate.from(zoneDate(now, calendar.zone)).add({ days: 1 });
  return {
    until, expiresAt: notCollected === 'keep' ? null : at(last.add({ days: 1 }), '00:00', calendar.zone),
    reminders: [...new Set(reminders)].sort((a, b) => b - a).map((days) => last.subtract({ days })).filter((day) => Temporal.PlainDate.compare(day, tomorrow) >= 0).map((day) => at(day, REMINDED_AT, calendar.zone)),
  };
}

/** What a pickup is told that is ready now. */
export const termsFrom = (policy: Keeping, calendar: Calendar, now: Instant): WaitingTerms =>
  termsUntil(policy, calendar, openDayFrom(calendar, Temporal.PlainDate.from(zoneDate(now, calendar.zone)).add({ days: policy.days }).toString()), now);

/** A pickup that waits, as its order folds it. */
export interface WaitingPickup extends WaitingTerms {
  readyAt: Instant;
  /** Reminders up to this one were sent, or have become pointless. */
  reminded: Instant | null;
  /** How often the customer extended it. */
  extendedByCustomer: number;
}

/** The moment at which something must be done about it next; null when nothing must. */
export function nextMoment({ expiresAt, reminders, reminded }: WaitingPickup): Instant | null {
  const [first] = reminders.filter((moment) => reminded === null || moment > reminded);
  return first !== undefined && (expiresAt === null || first < expiresAt) ? first : expiresAt;
}

/** What is due at a moment. A reminder that was missed (Spil stood still) is sent once, and only while there is something to collect. */
export function dueOf(waiting: WaitingPickup, now: Instant): { what: 'expired' } | { what: 'reminder'; reminder: Instant } | null {
  if (waiting.expiresAt !== null && waiting.expiresAt <= now) return { what: 'expired' };
  const past = waiting.reminders.filter((moment) => moment <= now && (waiting.reminded === null || moment > waiting.reminded)).at(-1);
  return past === undefined ? null : { what: 'reminder', reminder: past };
}
