/** Pure: money, numbers, dates and ages as people of a language write them. */
import { decimal } from './decimal.ts';
import type { Language } from './language.ts';
import { now as clockNow } from './clock.ts';

/** The retailer's clock: what the shop floor and customers live by, wherever the browser stands. */
export const ZONE = 'Europe/Amsterdam';
const LOCALE: Record<Language, string> = { en: 'en-GB', nl: 'nl-NL' };

const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();
function kept<F extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => F): F {
  const found = formats.get(key) ?? make();
  formats.set(key, found);
  return found as F;
}

const parts = (of: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => kept(`${of} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(LOCALE[of], { timeZone: ZONE, ...options }));

export interface Format {
  /** Whole minor units and their currency: "€ 59,95". */
  money(minor: number, currency?: string): string;
  number(value: number, digits?: number): string;
  /** A share between 0 and 1: "97,5 %". */
  percent(share: number, digits?: number): string;
  /** "22 nov 2026" */
  date(at: string | Date): string;
  /** "14:05" */
  time(at: string | Date): string;
  /** "22 nov 14:05" */
  moment(at: string | Date): string;
  /** "zondag 22 november" */
  day(at: string | Date): string;
  /** How long ago or ahead, roughly: "5 min ago", "in 2 days". */
  ago(at: string | Date, now?: Date): string;
  /** "today 17:00", "tomorrow 12:00", "Tue 24 Nov 17:00" */
  due(at: string | Date, now?: Date): string;
}

const AGES: readonly [Intl.RelativeTimeFormatUnit, number][] = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000]];

export function formatIn(of: Language): Format {
  const locale = LOCALE[of];
  const asDate = (at: string | Date): Date => (at instanceof Date ? at : new Date(at));
  const dayKey = (at: Date): string => parts(of, { dateStyle: 'short' }).format(at);
  const time = (at: string | Date): string => parts(of, { hour: '2-digit', minute: '2-digit' }).format(asDate(at));
  return {
    money: (minor, currency = 'EUR') => {
      const format = kept(`${of} ${currency}`, () => new Intl.NumberFormat(locale, { style: 'currency', currency }));
      return format.format(decimal(minor, format.resolvedOptions().maximumFractionDigits ?? 2) as unknown as number);
    },
    number: (value, digits = 0) => kept(`${of} n${digits}`, () => new Intl.NumberFormat(locale, { maximumFractionDigits: digits })).format(value),
    percent: (share, digits = 1) => kept(`${of} p${digits}`, () => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits })).format(share),
    date: (at) => parts(of, { day: 'numeric', month: 'short', year: 'numeric' }).format(asDate(at)),
    time,
    moment: (at) => parts(of, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(asDate(at)),
    day: (at) => parts(of, { weekday: 'long', day: 'numeric', month: 'long' }).format(asDate(at)),
    ago: (at, now = clockNow()) => {
      const difference = asDate(at).getTime() - now.getTime();
      const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
      for (const [unit, size] of AGES) if (Math.abs(difference) >= size) return relative.format(Math.trunc(difference / size), unit);
      return of === 'nl' ? 'zojuist' : 'just now';
    },
    due: (at, now = clockNow()) => {
      const when = asDate(at);
      const tomorrow = new Date(now.getTime() + 86_400_000);
      const word = dayKey(when) === dayKey(now) ? { en: 'today', nl: 'vandaag' }[of] : dayKey(when) === dayKey(tomorrow) ? { en: 'tomorrow', nl: 'morgen' }[of] : parts(of, { weekday: 'short', day: 'numeric', month: 'short' }).format(when);
      return `${word} ${time(when)}`;
    },
  };
}
