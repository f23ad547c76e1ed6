/** Opening hours, exceptions, cut-off and carrier collection of a location: when it is open, and when work given now leaves. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../kernel/clock.ts';

/** From and until as local 24-hour times "09:00"; `until` is later than `from`, "24:00" is the end of the day. */
export interface Hours { from: string; until: string }

/** Monday first, as in ISO 8601. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A date on which it goes otherwise. Without `hours` it is closed; without `collection` the day's usual collection stands. */
export interface CalendarException { date: string; name: string; hours: readonly Hours[]; collection?: string | null }

/**
 * A location's calendar. Work that comes in before `cutOff` (that minute itself is too late) on a day it is open leaves
 * with that day's collection, else with the next. No `cutOff` means that the collection is the cut-off; a day without
 * `collection` has no carrier. Exceptions go before the week; those of a holiday list are simply more exceptions.
 */
export interface Calendar {
  /** IANA time zone such as Europe/Amsterdam. */
  zone: string;
  week: Readonly<Partial<Record<Weekday, { hours: readonly Hours[]; collection: string | null }>>>;
  cutOff: string | null;
  exceptions: readonly CalendarException[];
}

/** When work given now leaves. The same answer holds for every moment from the question until `validUntil`. */
export interface Shipping { shipsAt: Instant | null; validUntil: Instant }

/** Days looked ahead: a location closed for longer than this cannot say when it ships. */
export const HORIZON_DAYS = 60;

type PlainDate = Temporal.PlainDate;

const instantOf = (date: PlainDate, time: string, zone: string): Instant => {
  const midnight = time === '24:00';
  const day = midnight ? date.add({ days: 1 }) : date;
  // A local time that daylight saving skips becomes the time after the gap, one that comes twice the first ("compatible").
  const epoch = day.toPlainDateTime(Temporal.PlainTime.from(midnight ? '00:00' : time)).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
  return Temporal.Instant.fromEpochMilliseconds(epoch).toString({ fractionalSecondDigits: 3 });
};

/** The local date at a moment in a time zone, as 2026-03-29. */
export const zoneDate = (now: Instant, zone: string): string => Temporal.Instant.from(now).toZonedDateTimeISO(zone).toPlainDate().toString();

const lately = new Map<string, { minute: string; date: string }>();

/** The same where it is asked by the thousand: worked out once a minute, for asking the calendar costs as much as a plan. */
export function dayIn(zone: string, now: Instant): string {
  if (!now.endsWith('Z')) return zoneDate(now, zone);
  const minute = now.slice(0, 16);
  const known = lately.get(zone);
  if (known?.minute === minute) return known.date;
  const date = zoneDate(now, zone);
  lately.set(zone, { minute, date });
  return date;
}

interface Day { hours: readonly Hours[]; collection: string | null; name: string | null }

function dayOf(calendar: Calendar, date: PlainDate): Day {
  const text = date.toString();
  const usual = calendar.week[WEEKDAYS[date.dayOfWeek - 1] as Weekday];
  const exception = calendar.exceptions.find((candidate) => candidate.date === text);
  if (!exception) return { hours: usual?.hours ?? [], collection: usual?.collection ?? null, name: null };
  const collection = exception.hours.length === 0 ? null : exception.collection === undefined ? usual?.collection ?? null : exception.collection;
  return { hours: exception.hours, collection, name: exception.name };
}

/** Opening on a local date "2026-12-25": the hours as instants (an hour that daylight saving skips is not there), and the exception's name. */
export function openingOn(calendar: Calendar, date: string): { open: boolean; hours: { from: Instant; until: Instant }[]; name: string | null } {
  const day = Temporal.PlainDate.from(date);
  const { hours, name } = dayOf(calendar, day);
  const opened = hours.map(({ from, until }) => ({ from: instantOf(day, from, calendar.zone), until: instantOf(day, until, calendar.zone) })).filter(({ from, until }) => from < until);
  return { open: opened.length > 0, hours: opened, name };
}

/** Whether it is open at a moment: the opening minute counts, the closing minute does not. */
export function isOpenAt(calendar: Calendar, now: Instant): boolean {
  const at = Temporal.Instant.from(now).toString({ fractionalSecondDigits: 3 });
  return openingOn(calendar, zoneDate(at, calendar.zone)).hours.some(({ from, until }) => from <= at && at < until);
}

/**
 * The first moment at or after `from` at which it is open and has been open for so many minutes since: when something that takes these
 * minutes of work lies ready, at a moment on which it can be collected. Null when it does not open enough within 60 days.
 */
export function openAfter(calendar: Calendar, from: Instant, minutes: number): Instant | null {
  const start = Temporal.Instant.from(from);
  const at = start.toString({ fractionalSecondDigits: 3 });
  const today = start.toZonedDateTimeISO(calendar.zone).toPlainDate();
  let left = minutes * 60_000;
  for (let ahead = 0; ahead <= HORIZON_DAYS; ahead += 1) {
    for (const { from: opens, until } of openingOn(calendar, today.add({ days: ahead }).toString()).hours.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
      const begins = opens > at ? opens : at;
      const open = Date.parse(until) - Date.parse(begins);
      if (open <= 0) continue;
      // What is done as the door closes is there when it opens again.
      if (left < open) return Temporal.Instant.fromEpochMilliseconds(Date.parse(begins) + left).toString({ fractionalSecondDigits: 3 });
      left -= open;
    }
  }
  return null;
}

/** A local time "18:00" on a local date in a time zone, as an instant; daylight saving as everywhere in a calendar. */
export const momentOf = (date: string, time: string, zone: string): Instant => instantOf(Temporal.PlainDate.from(date), time, zone);

const answers = new WeakMap<Calendar, { from: Instant; answer: Shipping }>();

/**
 * When work given at a moment leaves: the first collection, within 60 days, of a day that is open and whose cut-off is
 * still to come. Null when there is none, e.g. a closed location. The last answer is kept per calendar object, which must
 * not be changed afterwards; asking again within it costs well under a microsecond.
 */
export function nextShipping(calendar: Calendar, now: Instant): Shipping {
  const known = answers.get(calendar);
  if (known && known.from <= now && now < known.answer.validUntil && now.length === known.from.length) return known.answer;
  const at = Temporal.Instant.from(now).toString({ fractionalSecondDigits: 3 });
  const answer = findShipping(calendar, at);
  answers.set(calendar, { from: at, answer });
  return answer;
}

function findShipping(calendar: Calendar, now: Instant): Shipping {
  const today = Temporal.Instant.from(now).toZonedDateTimeISO(calendar.zone).toPlainDate();
  for (let ahead = 0; ahead <= HORIZON_DAYS; ahead += 1) {
    const date = today.add({ days: ahead });
    const { hours, collection } = dayOf(calendar, date);
    if (hours.length === 0 || collection === null) continue;
    const shipsAt = instantOf(date, collection, calendar.zone);
    const cutOff = calendar.cutOff === null ? shipsAt : instantOf(date, calendar.cutOff, calendar.zone);
    const last = cutOff < shipsAt ? cutOff : shipsAt;
    if (now < last) return { shipsAt, validUntil: last };
  }
  return { shipsAt: null, validUntil: instantOf(today.add({ days: 1 }), '00:00', calendar.zone) };
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What is wrong with a calendar, one sentence each; empty when it can be used. */
export function checkCalendar(calendar: Calendar): string[] {
  const problems: string[] = [];
  try { Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(calendar.zone); } catch { problems.push(`"${calendar.zone}" is not a time zone such as Europe/Amsterdam.`); }
  const time = (value: string | null | undefined, where: string): void => {
    if (value !== null && value !== undefined && !TIME.test(value)) problems.push(`${where}: "${value}" is not a time such as 17:30.`);
  };
  const hours = (list: readonly Hours[], where: string): void => {
    const sorted = [...list].sort((a, b) => (a.from < b.from ? -1 : 1));
    sorted.forEach(({ from, until }, index) => {
      time(from, where);
      if (until !== '24:00') time(until, where);
      if (until <= from) problems.push(`${where}: ${from} until ${until} ends before it begins.`);
      const previous = sorted[index - 1];
      if (previous && previous.until > from) problems.push(`${where}: ${previous.from}–${previous.until} and ${from}–${until} overlap.`);
    });
  };
  for (const [day, opening] of Object.entries(calendar.week)) { hours(opening.hours, day); time(opening.collection, `${day}'s collection`); }
  time(calendar.cutOff, 'cut-off');
  const dates = new Set<string>();
  for (const { date, hours: opened, collection } of calendar.exceptions) {
    try { if (Temporal.PlainDate.from(date).toString() !== date) throw new RangeError(); } catch { problems.push(`"${date}" is not a date such as 2026-12-25.`); }
    if (dates.has(date)) problems.push(`${date} has two exceptions; keep one.`);
    dates.add(date);
    hours(opened, date);
    time(collection, `${date}'s collection`);
  }
  return problems;
}
