/** Calendars: cut-offs to the minute, closed days and runs of them, both changes of daylight saving, and validity. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { checkCalendar, isOpenAt, nextShipping, openingOn, zoneDate, type Calendar } from './calendar.ts';

const day = { hours: [{ from: '09:00', until: '18:00' }], collection: '17:30' };
const shop: Calendar = {
  zone: 'Europe/Amsterdam',
  week: { monday: { hours: [{ from: '13:00', until: '18:00' }], collection: '17:30' }, tuesday: day, wednesday: day, thursday: { hours: [{ from: '09:00', until: '12:30' }, { from: '13:00', until: '21:00' }], collection: '17:30' }, friday: day, saturday: { hours: [{ from: '09:00', until: '17:00' }], collection: null } },
  cutOff: '16:00',
  exceptions: [
    { date: '2026-12-24', name: 'Christmas Eve', hours: [{ from: '09:00', until: '16:00' }], collection: '15:00' },
    { date: '2026-12-25', name: 'Christmas', hours: [] }, { date: '2026-12-26', name: 'Boxing Day', hours: [] },
    { date: '2026-12-20', name: 'Sunday opening', hours: [{ from: '12:00', until: '17:00' }], collection: null },
  ],
};
const night: Calendar = { zone: 'Europe/Amsterdam', week: Object.fromEntries(['saturday', 'sunday', 'monday'].map((name) => [name, { hours: [{ from: '00:00', until: '24:00' }], collection: '02:30' }])), cutOff: null, exceptions: [] };

describe('when work given now leaves', () => {
  it.each<[string, string, string | null, string]>([
    ['in the morning: today', '2026-09-08T07:00:00.000Z', '2026-09-08T15:30:00.000Z', '2026-09-08T14:00:00.000Z'],
    ['a millisecond before the cut-off: today', '2026-09-08T13:59:59.999Z', '2026-09-08T15:30:00.000Z', '2026-09-08T14:00:00.000Z'],
    ['at the cut-off minute: tomorrow', '2026-09-08T14:00:00.000Z', '2026-09-09T15:30:00.000Z', '2026-09-09T14:00:00.000Z'],
    ['before opening on Monday counts for Monday', '2026-09-07T05:00:00.000Z', '2026-09-07T15:30:00.000Z', '2026-09-07T14:00:00.000Z'],
    ['Friday after the cut-off: Monday, as Saturday has no carrier', '2026-09-11T15:00:00.000Z', '2026-09-14T15:30:00.000Z', '2026-09-14T14:00:00.000Z'],
    ['in winter the same clock is another instant', '2026-11-10T08:00:00.000Z', '2026-11-10T16:30:00.000Z', '2026-11-10T15:00:00.000Z'],
    ['an earlier collection is itself the cut-off', '2026-12-24T13:30:00.000Z', '2026-12-24T14:00:00.000Z', '2026-12-24T14:00:00.000Z'],
    ['over the holidays and the weekend', '2026-12-24T14:00:00.000Z', '2026-12-28T16:30:00.000Z', '2026-12-28T15:00:00.000Z'],
  ])('%s', (_name, now, shipsAt, validUntil) => { expect(nextShipping({ ...shop }, now)).toEqual({ shipsAt, validUntil }); });

  it('leaves after the gap when daylight saving skips the collection, and at the first when it comes twice', () => {
    expect(nextShipping({ ...night }, '2026-03-28T23:30:00.000Z').shipsAt).toBe('2026-03-29T01:30:00.000Z');
    expect(nextShipping({ ...night }, '2026-10-24T23:30:00.000Z').shipsAt).toBe('2026-10-25T00:30:00.000Z');
    expect(nextShipping({ ...night }, '2026-10-25T00:30:00.000Z').shipsAt).toBe('2026-10-26T01:30:00.000Z');
  });

  it('says nothing for a location that never opens or is closed for months, and is asked again the next day', () => {
    const closed: Calendar = { ...shop, week: {} };
    expect(nextShipping(closed, '2026-09-08T07:00:00.000Z')).toEqual({ shipsAt: null, validUntil: '2026-09-08T22:00:00.000Z' });
    const renovation = Array.from({ length: 70 }, (_, index) => ({ date: new Date(Date.UTC(2026, 8, 8 + index)).toISOString().slice(0, 10), name: 'Renovation', hours: [] }));
    expect(nextShipping({ ...shop, exceptions: renovation }, '2026-09-08T07:00:00.000Z').shipsAt).toBeNull();
    expect(nextShipping({ ...shop, exceptions: renovation.slice(0, 50) }, '2026-09-08T07:00:00.000Z').shipsAt).toBe('2026-10-28T16:30:00.000Z');
  });

  it('gives the same answer from the kept one as anew, at any moment and in any order', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 200 * 24 * 60 }), { minLength: 2, maxLength: 30 }), (minutes) => {
      const kept = { ...shop };
      for (const minute of minutes) {
        const now = new Date(Date.UTC(2026, 7, 1) + minute * 60_000).toISOString();
        const answer = nextShipping(kept, now);
        expect(answer).toEqual(nextShipping({ ...shop }, now));
        expect(answer.validUntil > now).toBe(true);
        if (answer.shipsAt !== null) expect(answer.shipsAt >= answer.validUntil).toBe(true);
      }
    }), { numRuns: 100 });
  });
});

describe('when it is open', () => {
  it.each<[string, string, boolean]>([
    ['the opening minute', '2026-09-08T07:00:00Z', true],
    ['the closing minute', '2026-09-08T16:00:00Z', false],
    ['a second before closing', '2026-09-08T15:59:59Z', true],
    ['Monday morning', '2026-09-07T08:00:00Z', false],
    ['the lunch break', '2026-09-10T10:45:00Z', false],
    ['late shopping', '2026-09-10T18:59:00Z', true],
    ['an ordinary Sunday', '2026-12-13T12:00:00Z', false],
    ['an extra Sunday', '2026-12-20T12:00:00Z', true],
    ['Christmas', '2026-12-25T10:00:00Z', false],
  ])('%s', (_name, now, open) => { expect(isOpenAt(shop, now)).toBe(open); });

  it('names the exception and gives the hours of a date', () => {
    expect(openingOn(shop, '2026-12-25')).toEqual({ open: false, hours: [], name: 'Christmas' });
    expect(openingOn(shop, '2026-12-24')).toEqual({ open: true, hours: [{ from: '2026-12-24T08:00:00.000Z', until: '2026-12-24T15:00:00.000Z' }], name: 'Christmas Eve' });
  });

  it('has a day of 23 and one of 25 hours', () => {
    const hours = (date: string): number => openingOn(night, date).hours.reduce((sum, { from, until }) => sum + (Date.parse(until) - Date.parse(from)) / 3_600_000, 0);
    expect([hours('2026-03-28'), hours('2026-03-29'), hours('2026-10-25')]).toEqual([24, 23, 25]);
  });

  it('knows the local date on both sides of midnight', () => {
    expect(zoneDate('2026-09-08T21:59:59Z', 'Europe/Amsterdam')).toBe('2026-09-08');
    expect(zoneDate('2026-09-08T22:00:00Z', 'Europe/Amsterdam')).toBe('2026-09-09');
  });
});

describe('what is wrong with a calendar', () => {
  it('is nothing for a good one', () => { expect(checkCalendar(shop)).toEqual([]); });
  it.each<[string, Partial<Calendar>, RegExp]>([
    ['zone', { zone: 'Europe/Waalwijk' }, /not a time zone/],
    ['cut-off', { cutOff: '4 pm' }, /"4 pm" is not a time/],
    ['backwards', { week: { monday: { hours: [{ from: '18:00', until: '09:00' }], collection: null } } }, /ends before it begins/],
    ['overlap', { week: { monday: { hours: [{ from: '09:00', until: '13:00' }, { from: '12:00', until: '18:00' }], collection: null } } }, /overlap/],
    ['date', { exceptions: [{ date: '2026-02-30', name: '', hours: [] }] }, /not a date/],
    ['twice', { exceptions: [{ date: '2026-12-25', name: '', hours: [] }, { date: '2026-12-25', name: '', hours: [] }] }, /two exceptions/],
  ])('%s', (_name, change, sentence) => { expect(checkCalendar({ ...shop, ...change }).join(' ')).toMatch(sentence); });
});
