/** When goods are there: by tables at the edges of cut-offs, week ends, holidays and daylight saving, and by properties. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextShipping, openAfter } from '../locations/index.ts';
import type { Calendar } from '../locations/index.ts';
import { arrivalOf, arrivesFrom, broughtReady, parcelArrives } from './arrival.ts';
import { deliveryTimesKind, timesOf, USUAL_TIMES } from './delivery-times.ts';
import type { DeliveryTimes } from './delivery-times.ts';
import type { Candidate, Demand } from './types.ts';

const OPEN = { hours: [{ from: '09:00', until: '18:00' }], collection: '17:00' };
const STORE: Calendar = {
  zone: 'Europe/Amsterdam', week: { monday: OPEN, tuesday: OPEN, wednesday: OPEN, thursday: OPEN, friday: OPEN, saturday: OPEN }, cutOff: '16:00',
  exceptions: [{ date: '2026-12-24', name: 'Christmas Eve', hours: [{ from: '09:00', until: '16:00' }], collection: '15:00' }, { date: '2026-12-25', name: 'Christmas', hours: [] }, { date: '2026-12-26', name: 'Boxing Day', hours: [] }],
};
const SUNDAYS: Calendar = { ...STORE, week: { ...STORE.week, sunday: { hours: [{ from: '01:00', until: '05:00' }, { from: '12:00', until: '17:00' }], collection: null } } };
/** As an instant of the table is written: local time in Amsterdam. */
const shipped = (now: string): string => nextShipping({ ...STORE }, now).shipsAt ?? '';

describe('a parcel', () => {
  it.each<[string, string, string, string | null]>([
    ['a minute before the cut-off leaves today', '2026-03-02T14:59:59.999Z', 'NL', '2026-03-03T21:00:00.000Z'],
    ['at the cut-off leaves tomorrow', '2026-03-02T15:00:00.000Z', 'NL', '2026-03-04T21:00:00.000Z'],
    ['of Friday is there on Saturday', '2026-03-06T10:00:00.000Z', 'NL', '2026-03-07T21:00:00.000Z'],
    ['of Saturday is there on Monday', '2026-03-07T10:00:00.000Z', 'NL', '2026-03-09T21:00:00.000Z'],
    ['ordered on Saturday evening leaves on Monday', '2026-03-07T20:00:00.000Z', 'NL', '2026-03-10T21:00:00.000Z'],
    ['ordered on Sunday leaves on Monday', '2026-03-08T10:00:00.000Z', 'NL', '2026-03-10T21:00:00.000Z'],
    ['to Germany takes two days', '2026-03-02T10:00:00.000Z', 'DE', '2026-03-04T21:00:00.000Z'],
    ['to Germany of Friday is there on Monday', '2026-03-06T10:00:00.000Z', 'DE', '2026-03-09T21:00:00.000Z'],
    ['of Christmas Eve before its early cut-off is there after both holidays and the Sunday', '2026-12-24T13:59:00.000Z', 'NL', '2026-12-28T21:00:00.000Z'],
    ['of Christmas Eve after the early collection leaves on Monday', '2026-12-24T14:00:00.000Z', 'NL', '2026-12-29T21:00:00.000Z'],
    ['of New Year’s Eve passes the first of January', '2026-12-31T10:00:00.000Z', 'NL', '2027-01-02T21:00:00.000Z'],
    ['over the night that summer time begins is there at 22:00 of the new time', '2026-03-28T10:00:00.000Z', 'NL', '2026-03-30T20:00:00.000Z'],
    ['over the night that summer time ends is there at 22:00 of the new time', '2026-10-24T09:00:00.000Z', 'NL', '2026-10-26T21:00:00.000Z'],
    ['to where nobody brings it is never promised', '2026-03-02T10:00:00.000Z', 'FR', null],
  ])('%s', (_name, now, country, there) => { expect(parcelArrives(USUAL_TIMES, country, shipped(now))).toBe(there); });

  it('goes by the carrier’s own days, and by an hour of the same day', () => {
    const own = (changes: object): DeliveryTimes => timesOf({ ...USUAL_TIMES, carriers: { postnl: { countries: { NL: { days: 1, on: ['tuesday', 'sunday'], until: '18:00', ...changes } }, closed: ['2026-03-08'] } } });
    expect(parcelArrives(own({}), 'NL', '2026-03-02T16:00:00.000Z')).toBe('2026-03-03T17:00:00.000Z');
    expect(parcelArrives(own({}), 'NL', '2026-03-03T16:00:00.000Z')).toBe('2026-03-10T17:00:00.000Z');
    expect(parcelArrives(own({ days: 0 }), 'NL', '2026-03-03T16:00:00.000Z')).toBe('2026-03-03T17:00:00.000Z');
    expect(parcelArrives(own({ days: 0 }), 'NL', '2026-03-03T18:00:00.000Z')).toBe('2026-03-10T17:00:00.000Z');
  });
});

describe('a pickup', () => {
  it.each<[string, Calendar, string, number, string | null]>([
    ['is ready after its minutes', STORE, '2026-03-02T10:00:00.000Z', 60, '2026-03-02T11:00:00.000Z'],
    ['begins when the store opens', STORE, '2026-03-02T05:00:00.000Z', 60, '2026-03-02T09:00:00.000Z'],
    ['that would be done as the door closes is ready in the morning', STORE, '2026-03-02T16:00:00.000Z', 60, '2026-03-03T08:00:00.000Z'],
    ['is done a minute before', STORE, '2026-03-02T15:59:00.000Z', 60, '2026-03-02T16:59:00.000Z'],
    ['goes on the next morning with what is left', STORE, '2026-03-02T16:30:00.000Z', 60, '2026-03-03T08:30:00.000Z'],
    ['passes a store that is closed tomorrow', STORE, '2026-03-07T16:30:00.000Z', 60, '2026-03-09T08:30:00.000Z'],
    ['passes Christmas and the Sunday', STORE, '2026-12-24T14:30:00.000Z', 60, '2026-12-28T08:30:00.000Z'],
    ['loses the hour that summer time takes', SUNDAYS, '2026-03-28T23:00:00.000Z', 150, '2026-03-29T02:30:00.000Z'],
    ['has the hour that summer time gives back', SUNDAYS, '2026-10-24T22:00:00.000Z', 150, '2026-10-25T01:30:00.000Z'],
    ['that takes no time is ready when the store is open', STORE, '2026-03-02T17:00:00.000Z', 0, '2026-03-03T08:00:00.000Z'],
    ['of a store that never opens is not promised', { ...STORE, week: {} }, '2026-03-02T10:00:00.000Z', 60, null],
  ])('%s', (_name, calendar, now, minutes, ready) => { expect(openAfter(calendar, now, minutes)).toBe(ready); });

  it.each<[string, string, string]>([
    ['of Monday is ready on Tuesday, an hour after the van', '2026-03-02T16:00:00.000Z', '2026-03-03T12:00:00.000Z'],
    ['of Saturday on Monday', '2026-03-07T16:00:00.000Z', '2026-03-09T12:00:00.000Z'],
    ['does not come to a closed store', '2026-12-24T14:00:00.000Z', '2026-12-28T12:00:00.000Z'],
    ['over the night that summer time begins', '2026-03-28T16:00:00.000Z', '2026-03-30T11:00:00.000Z'],
  ])('that is brought: %s', (_name, leaves, ready) => { expect(broughtReady(USUAL_TIMES, STORE, leaves)).toBe(ready); });

  it.each<[string, string, string]>([
    ['what leaves before it is there at its hour', '2026-03-02T10:00:00.000Z', '2026-03-02T12:00:00.000Z'],
    ['what leaves after it comes with the next one', '2026-03-02T16:00:00.000Z', '2026-03-03T12:00:00.000Z'],
    ['what leaves after it on Saturday comes on Monday', '2026-03-07T16:00:00.000Z', '2026-03-09T12:00:00.000Z'],
  ])('by a van of the same day: %s', (_name, leaves, ready) => { expect(broughtReady({ ...USUAL_TIMES, transfer: { ...USUAL_TIMES.transfer, days: 0 } }, STORE, leaves)).toBe(ready); });
});

describe('of a plan', () => {
  const demand = { kind: 'pickup', store: 'utrecht', arrivals: { leaving: { '2026-03-02T16:00:00.000Z': '2026-03-03T12:00:00.000Z' }, store: '2026-03-02T11:00:00.000Z' } } as unknown as Demand;
  const at = (location: string, shipsAt: string | null): Candidate => ({ location, shipsAt }) as unknown as Candidate;
  it('the last part counts, the store’s own goods are there first, and what nobody can say makes the whole unknown', () => {
    const there = [at('utrecht', '2026-03-02T16:00:00.000Z'), at('leiden', '2026-03-02T16:00:00.000Z'), at('closed', null)];
    const of = (...codes: string[]): string | null => arrivalOf({ allocations: codes.map((location) => ({ line: '1', sku: 'X', location, quantity: 1 })) }, there, demand);
    expect([of('utrecht'), of('leiden', 'utrecht'), of('closed', 'utrecht'), of()]).toEqual(['2026-03-02T11:00:00.000Z', '2026-03-03T12:00:00.000Z', null, null]);
    expect(arrivesFrom(at('leiden', '2026-03-02T16:00:00.000Z'), { kind: 'ship', store: null })).toBe('2026-03-02T16:00:00.000Z');
  });
});

describe('the setting', () => {
  const problems = (body: unknown, name = 'default'): string[] => deliveryTimesKind.check(body as Record<string, unknown>, { name, version: 1 }).map(({ path }) => path);
  it('takes the usual times, and says what is wrong in others', () => {
    expect(problems(USUAL_TIMES)).toEqual([]);
    expect(problems(USUAL_TIMES, 'mine')).toEqual(['name']);
    expect(problems({ ...USUAL_TIMES, carrier: 'dhl' })).toEqual(['carrier']);
    expect(problems({ ...USUAL_TIMES, carriers: { postnl: { countries: { NL: { days: -1, on: [], until: '25:00', zone: 'Moon/Base' } }, closed: ['12-32'] } } })).toEqual(['carriers.postnl.countries.NL.days', 'carriers.postnl.countries.NL.on', 'carriers.postnl.countries.NL.until', 'carriers.postnl.countries.NL.zone', 'carriers.postnl.closed.0']);
  });
});

describe('always', () => {
  const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) }).map((at) => new Date(at).toISOString());
  it('what is placed earlier is promised no later', () => {
    fc.assert(fc.property(moment, moment, fc.constantFrom('NL', 'DE'), (one, other, country) => {
      const [early, late] = [one, other].sort() as [string, string];
      expect((parcelArrives(USUAL_TIMES, country, shipped(early)) ?? '') <= (parcelArrives(USUAL_TIMES, country, shipped(late)) ?? '')).toBe(true);
      expect((openAfter(STORE, early, 60) ?? '') <= (openAfter(STORE, late, 60) ?? '')).toBe(true);
      expect((broughtReady(USUAL_TIMES, STORE, shipped(early)) ?? '') <= (broughtReady(USUAL_TIMES, STORE, shipped(late)) ?? '')).toBe(true);
    }), { numRuns: 300 });
  });
  it('nothing is there before it leaves, and a pickup is ready while the store is open', () => {
    fc.assert(fc.property(moment, (now) => {
      const leaves = shipped(now);
      expect((parcelArrives(USUAL_TIMES, 'NL', leaves) ?? '') > leaves).toBe(true);
      const ready = broughtReady(USUAL_TIMES, STORE, leaves) ?? '';
      expect(ready > leaves).toBe(true);
      expect(openAfter(STORE, ready, 0)).toBe(ready);
    }), { numRuns: 200 });
  });
});
