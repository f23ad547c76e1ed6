/** A location as its forms hold it, and back as the interface wants it. Pure. */
import type { Input } from '../../api/client.ts';
import type { Location } from './location.ts';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export type LocationBody = Input<'putLocation'>['body'];
type Calendar = Location['calendar'];

export interface DayForm { hours: { from: string; until: string }[]; /** Empty: no carrier comes. */ collection: string }
export interface HoursForm { week: Record<Weekday, DayForm>; cutOff: string; zone: string }
export interface ExceptionForm { date: string; name: string; closed: boolean; from: string; until: string; /** What the form does not show stays as it was. */ kept: Calendar['exceptions'][number] | null }

/** The hours a new location begins with: those of a shop, to be changed. */
export const USUAL: Calendar = {
  zone: 'Europe/Amsterdam', cutOff: null, exceptions: [],
  week: Object.fromEntries(WEEKDAYS.slice(0, 6).map((day) => [day, { hours: [{ from: '09:00', until: '18:00' }], collection: day === 'saturday' ? null : '17:00' }])),
};

/** The whole of a location as it is written: every form changes a part of it and sends all. */
export function bodyOf({ code: _code, version: _version, updatedAt: _updatedAt, can: _can, ...body }: Location): LocationBody {
  return body;
}

export const hoursForm = ({ week, cutOff, zone }: Calendar): HoursForm => ({
  cutOff: cutOff ?? '', zone,
  week: Object.fromEntries(WEEKDAYS.map((day) => [day, { hours: week[day]?.hours.map((one) => ({ ...one })) ?? [], collection: week[day]?.collection ?? '' }])) as Record<Weekday, DayForm>,
});

/** A day without hours is closed and left out; the exceptions stay as they are. */
export const withHours = (calendar: Calendar, { week, cutOff, zone }: HoursForm): Calendar => ({
  ...calendar, zone: zone.trim(), cutOff: cutOff === '' ? null : cutOff,
  week: Object.fromEntries(WEEKDAYS.flatMap((day) => (week[day].hours.length === 0 ? [] : [[day, { hours: week[day].hours, collection: week[day].collection === '' ? null : week[day].collection }]]))),
});

/** Dates that are still to come; what was is not to be changed. `today` as 2026-12-25. */
export const exceptionForms = ({ exceptions }: Calendar, today: string): ExceptionForm[] => exceptions.filter(({ date }) => date >= today).sort((a, b) => (a.date < b.date ? -1 : 1)).map((kept) => ({
  date: kept.date, name: kept.name, closed: kept.hours.length === 0, from: kept.hours[0]?.from ?? '10:00', until: kept.hours.at(-1)?.until ?? '17:00', kept,
}));

/** Dates as they are written, behind those that were: a row that was not touched is what it was, with all its parts of the day and its collection. */
export const withExceptions = (calendar: Calendar, rows: readonly ExceptionForm[], today: string): Calendar => ({
  ...calendar,
  exceptions: [...calendar.exceptions.filter(({ date }) => date < today), ...rows.filter(({ date }) => date !== '').map(({ date, name, closed, from, until, kept }) => {
    if (closed) return { date, name: name.trim(), hours: [] };
    const [first, last] = [kept?.hours[0], kept?.hours.at(-1)];
    const hours = first && last && first.from === from && last.until === until ? kept?.hours ?? [] : [{ from, until }];
    return { date, name: name.trim(), hours, ...(kept && kept.hours.length > 0 && kept.collection !== undefined ? { collection: kept.collection } : {}) };
  })],
});
