/** Opening hours in the words of a message: days with the same hours together, and the exceptions of the days to come. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { Calendar } from '../locations/index.ts';
import { dateText, localeOf } from './formats.ts';

/** Monday first; 1 January 2024 was a Monday. */
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const dayName = (index: number, language: string): string => new Intl.DateTimeFormat(localeOf(language), { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, 1 + index)));

const WORDS = { nl: { to: 't/m', closed: 'gesloten', time: (text: string) => text.replace(/^0/, '').replace(':', '.'), end: ' uur' }, en: { to: 'to', closed: 'closed', time: (text: string) => text.replace(/^0/, ''), end: '' } };
const wordsOf = (language: string): (typeof WORDS)['en'] => (language.startsWith('nl') ? WORDS.nl : WORDS.en);

function hoursText(hours: readonly { from: string; until: string }[], language: string): string {
  const { time, closed, end } = wordsOf(language);
  return hours.length === 0 ? closed : `${hours.map(({ from, until }) => `${time(from)} – ${time(until)}`).join(', ')}${end}`;
}

/** The usual week, closed days left out, then each exception of the days from `today` ("2026-03-05") to so many days later. */
export function openingHours(calendar: Calendar, language: string, today: string, days: number): { day: string; hours: string }[] {
  const entries: { first: number; last: number; hours: string }[] = [];
  DAYS.forEach((day, index) => {
    const usual = calendar.week[day]?.hours ?? [];
    if (usual.length === 0) return;
    const hours = hoursText(usual, language);
    const before = entries.at(-1);
    if (before && before.last === index - 1 && before.hours === hours) before.last = index;
    else entries.push({ first: index, last: index, hours });
  });
  const end = Temporal.PlainDate.from(today).add({ days }).toString();
  const exceptions = calendar.exceptions.filter(({ date }) => date >= today && date <= end).sort((a, b) => (a.date < b.date ? -1 : 1));
  return [
    ...entries.map(({ first, last, hours }) => ({ day: first === last ? dayName(first, language) : `${dayName(first, language)} ${wordsOf(language).to} ${dayName(last, language)}`, hours })),
    ...exceptions.map(({ date, hours }) => ({ day: dateText(date, 'day', language, calendar.zone), hours: hoursText(hours, language) })),
  ];
}
