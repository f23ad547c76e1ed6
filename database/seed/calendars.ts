/** Opening hours of the demo company, with the Dutch holidays of the coming years. */
import type { Calendar } from '../../server/modules/locations/index.ts';
import type { Place } from './places.ts';

type Exception = Calendar['exceptions'][number];

/** Easter Sunday of a Gregorian year as days after 1 January, by the algorithm of Meeus, Jones and Butcher (Astronomical Algorithms, 1991, chapter 8). */
function easter(year: number): Date {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const k = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * k) / 451);
  const days = h + k - 7 * m + 114;
  return new Date(Date.UTC(year, Math.floor(days / 31) - 1, (days % 31) + 1));
}

const text = (date: Date): string => date.toISOString().slice(0, 10);
const after = (date: Date, days: number): string => text(new Date(date.getTime() + days * 86_400_000));

export interface Holiday { date: string; name: string; /** `closed` everywhere; `sunday` for stores that open as on a Sunday; `early` for stores that close early. */ stores: 'closed' | 'sunday' | 'early' }

/** The days of a year on which it goes otherwise. King's Day is on the 26th when the 27th of April is a Sunday. */
export function holidays(year: number): Holiday[] {
  const sunday = easter(year);
  const kings = new Date(Date.UTC(year, 3, 27)).getUTCDay() === 0 ? 26 : 27;
  return [
    { date: `${year}-01-01`, name: 'Nieuwjaarsdag', stores: 'closed' }, { date: text(sunday), name: 'Eerste paasdag', stores: 'closed' }, { date: after(sunday, 1), name: 'Tweede paasdag', stores: 'sunday' },
    { date: `${year}-04-${kings}`, name: 'Koningsdag', stores: 'closed' }, { date: after(sunday, 39), name: 'Hemelvaartsdag', stores: 'sunday' }, { date: after(sunday, 49), name: 'Eerste pinksterdag', stores: 'closed' },
    { date: after(sunday, 50), name: 'Tweede pinksterdag', stores: 'sunday' }, { date: `${year}-12-05`, name: 'Pakjesavond', stores: 'early' }, { date: `${year}-12-24`, name: 'Kerstavond', stores: 'early' },
    { date: `${year}-12-25`, name: 'Eerste kerstdag', stores: 'closed' }, { date: `${year}-12-26`, name: 'Tweede kerstdag', stores: 'closed' }, { date: `${year}-12-31`, name: 'Oudejaarsdag', stores: 'early' },
  ];
}

const hours = (from: string, until: string) => [{ from, until }];

function storeCalendar(place: Place, days: readonly Holiday[]): Calendar {
  const weekday = (name: string) => ({ hours: hours('10:00', place.lateNight === name ? '21:00' : '18:00'), collection: '17:15' });
  const sunday = place.size !== 'small';
  return {
    zone: 'Europe/Amsterdam', cutOff: '16:00',
    week: {
      ...(place.size === 'small' ? { monday: { hours: hours('13:00', '18:00'), collection: '17:15' } } : { monday: { hours: hours('12:00', '18:00'), collection: '17:15' } }),
      tuesday: weekday('tuesday'), wednesday: weekday('wednesday'), thursday: weekday('thursday'), friday: weekday('friday'),
      saturday: { hours: hours('09:30', place.size === 'large' ? '18:00' : '17:30'), collection: '15:30' },
      ...(sunday ? { sunday: { hours: hours('12:00', '17:00'), collection: null } } : {}),
    },
    exceptions: days.map(({ date, name, stores }): Exception => {
      if (stores === 'closed' || (stores === 'sunday' && !sunday)) return { date, name, hours: [] };
      if (stores === 'sunday') return { date, name, hours: hours('12:00', '17:00'), collection: null };
      return new Date(date).getUTCDay() === 0 && !sunday ? { date, name, hours: [] } : { date, name, hours: hours(new Date(date).getUTCDay() === 0 ? '12:00' : '10:00', '17:00') };
    }),
  };
}

/** Warehouses work on weekdays; our own also on Sunday evening, so that what is ordered in the weekend arrives on Monday or Tuesday. */
function warehouseCalendar(place: Place, days: readonly Holiday[]): Calendar {
  const own = place.kind === 'warehouse';
  const day = own ? { hours: hours('06:00', '23:30'), collection: '23:00' } : { hours: hours('07:00', '19:30'), collection: '19:00' };
  return {
    zone: 'Europe/Amsterdam', cutOff: own ? '22:00' : '16:30',
    week: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, ...(own ? { sunday: { hours: hours('14:00', '23:30'), collection: '23:00' } } : {}) },
    exceptions: days.filter(({ stores }) => stores !== 'early').map(({ date, name }) => ({ date, name, hours: [] })),
  };
}

/** The calendar of a place for the year of `now`, the one before and the two after. */
export function calendarOf(place: Place, now: string): Calendar {
  const year = Number(now.slice(0, 4));
  const days = [year - 1, year, year + 1, year + 2].flatMap(holidays);
  return place.kind === 'store' ? storeCalendar(place, days) : warehouseCalendar(place, days);
}
