/** Money and dates as people write them in the language of a message. */
import { exponentOf, formatMinor } from '../../kernel/money.ts';
import type { Money } from '../../kernel/money.ts';

/** Where a language alone does not say how dates are written; others are used as they are. */
const LOCALES: Readonly<Record<string, string>> = { nl: 'nl-NL', en: 'en-GB' };

/** The locale of a message language, e.g. "nl" → "nl-NL". Refuses what is no language. */
export function localeOf(language: string): string {
  const [locale] = Intl.getCanonicalLocales(LOCALES[language] ?? language);
  if (locale === undefined) throw new RangeError(`"${language}" is not a language such as nl`);
  return locale;
}

/** An amount with its currency, e.g. "€ 59,95", exactly: the digits come from the minor units, never by way of a fraction. */
export function moneyText({ amount, currency }: Money, language: string): string {
  const digits = exponentOf(currency);
  const format = new Intl.NumberFormat(localeOf(language), { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits });
  return format.format(formatMinor(amount, currency) as Intl.StringNumericLiteral);
}

/** `day`: "donderdag 5 maart"; `date`: "5 maart 2026"; `time`: "09:00". */
export type DateStyle = 'day' | 'date' | 'time';

const STYLES: Readonly<Record<DateStyle, Intl.DateTimeFormatOptions>> = {
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
};

/** A date ("2026-03-05", the same everywhere) or an instant (as the clock in `timeZone` shows it). Refuses other texts, and the time of a date. */
export function dateText(value: string, style: DateStyle, language: string, timeZone: string): string {
  const bare = /^\d{4}-\d{2}-\d{2}$/.test(value);
  if (bare && style === 'time') throw new RangeError(`${value} is a date without a time`);
  const at = new Date(bare ? `${value}T12:00:00Z` : value);
  if (Number.isNaN(at.getTime())) throw new RangeError(`"${value}" is not a date`);
  return new Intl.DateTimeFormat(localeOf(language), { ...STYLES[style], timeZone: bare ? 'UTC' : timeZone }).format(at);
}
