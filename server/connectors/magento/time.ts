/** Magento's times: "2026-03-01 09:00:00", without a zone, kept and served in UTC by the core. */
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../kernel/clock.ts';

/** Reads a Magento time as an instant in UTC to the second; null when it is not a time. A time that does carry an offset keeps it. */
export function readTime(value: string | null | undefined, timeZone: string): Instant | null {
  if (!value) return null;
  const iso = value.trim().replace(' ', 'T');
  try {
    const instant = /(Z|[+-]\d\d:?\d\d)$/i.test(iso)
      ? Temporal.Instant.from(iso)
      : Temporal.PlainDateTime.from(iso).toZonedDateTime(timeZone).toInstant();
    return instant.toString({ smallestUnit: 'second' });
  } catch {
    return null;
  }
}

/** Writes an instant as Magento compares it in a search. */
export const writeTime = (instant: Instant, timeZone: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');

/** So many seconds earlier, to the second. */
export const secondsBefore = (instant: Instant, seconds: number): Instant =>
  Temporal.Instant.from(instant).subtract({ seconds }).toString({ smallestUnit: 'second' });
