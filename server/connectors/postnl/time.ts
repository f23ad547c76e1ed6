/** PostNL writes times as Dutch wall clock without a zone; here they become instants and back. */
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../kernel/clock.ts';

const ZONE = 'Europe/Amsterdam';
const two = (value: number): string => String(value).padStart(2, '0');

const local = (instant: Instant): Temporal.ZonedDateTime => Temporal.Instant.from(instant).toZonedDateTimeISO(ZONE);

/** An instant as PostNL's message time, e.g. 08-09-2026 14:00:00. */
export function toMessageTime(instant: Instant): string {
  const at = local(instant);
  return `${two(at.day)}-${two(at.month)}-${at.year} ${two(at.hour)}:${two(at.minute)}:${two(at.second)}`;
}

/** An instant as the period of updated shipments wants it, e.g. 2026-09-08T14:00:00. */
export function toPeriodTime(instant: Instant): string {
  return local(instant).toPlainDateTime().round({ smallestUnit: 'second', roundingMode: 'floor' }).toString();
}

/** A calendar date 2026-09-08 as 08-09-2026; null when it is not a date. */
export function toDutchDate(date: string): string | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  return match ? `${match[3]}-${match[2]}-${match[1]}` : null;
}

/**
 * Reads "07-03-2018 23:20:05", "07-03-2018 23:22:56.326", "2021-02-26T12:57:15" (Dutch wall clock) and times that do carry a zone.
 * In the hour that comes twice in October the earlier is taken. Null when it is none of these.
 */
export function fromVendorTime(text: string): Instant | null {
  const dutch = /^(\d{2})-(\d{2})-(\d{4})[ T](\d{2}:\d{2}:\d{2}(?:\.\d+)?)$/.exec(text);
  const iso = dutch ? `${dutch[3]}-${dutch[2]}-${dutch[1]}T${dutch[4]}` : text;
  try {
    const instant = /(?:Z|[+-]\d{2}:?\d{2})$/.test(iso) ? Temporal.Instant.from(iso) : Temporal.PlainDateTime.from(iso).toZonedDateTime(ZONE, { disambiguation: 'earlier' }).toInstant();
    return instant.toString({ fractionalSecondDigits: 3 });
  } catch {
    return null;
  }
}

/** PostNL answers at most two hours at once; windows of one hour keep the hour that comes twice in October apart. */
const WINDOW_MS = 3_600_000;
/** News older than two days cannot be asked for. */
const REACH_MS = 48 * 3_600_000;

const clockWentBack = (since: Instant, until: Instant): boolean => local(since).offsetNanoseconds > local(until).offsetNanoseconds;

/** The whole hour that comes twice, so that neither of its halves is missed. */
function doubleHour(since: Instant): [string, string] {
  const hour = local(since).toPlainDateTime().round({ smallestUnit: 'hour', roundingMode: 'floor' });
  return [hour.toString(), hour.add({ hours: 1 }).toString()];
}

/** Cuts a period into the windows to ask for, oldest first, as pairs of wall clock times; what is over 48 hours before `to` falls out of PostNL's reach. */
export function periodWindows(from: Instant, to: Instant): [string, string][] {
  const end = Date.parse(to);
  const windows: [string, string][] = [];
  for (let start = Math.max(Date.parse(from), end - REACH_MS); start < end; start += WINDOW_MS) {
    const since = new Date(start).toISOString();
    const until = new Date(Math.min(start + WINDOW_MS, end)).toISOString();
    windows.push(clockWentBack(since, until) ? doubleHour(since) : [toPeriodTime(since), toPeriodTime(until)]);
  }
  return windows;
}
