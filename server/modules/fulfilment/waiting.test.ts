/** How long a ready pickup waits, when its customer is reminded, and what is due: tables over the store's calendar, over the change of the clock too. */
import { describe, expect, it } from 'vitest';
import type { Calendar } from '../locations/index.ts';
import { dueOf, nextMoment, openDayFrom, termsFrom, termsUntil } from './waiting.ts';
import type { WaitingPickup } from './waiting.ts';

const day = { hours: [{ from: '09:00', until: '18:00' }], collection: null };
/** Closed on Sundays and on Good Friday (3 April 2026). */
const CALENDAR: Calendar = {
  zone: 'Europe/Amsterdam', cutOff: null, week: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day },
  exceptions: [{ date: '2026-04-03', name: 'Good Friday', hours: [] }],
};
const NEVER_OPEN: Calendar = { ...CALENDAR, week: {} };
const POLICY = { days: 14, reminders: [3], notCollected: 'refund' as const };

describe('what a ready pickup is promised', () => {
  it.each<[string, Parameters<typeof termsFrom>, ReturnType<typeof termsFrom>]>([
    ['fourteen days, a reminder three days before', [POLICY, CALENDAR, '2026-03-02T09:00:00.000Z'], { until: '2026-03-16', expiresAt: '2026-03-16T23:00:00.000Z', reminders: ['2026-03-13T09:00:00.000Z'] }],
    ['a last day in summer time: it ends an hour earlier in UTC', [POLICY, CALENDAR, '2026-03-16T09:00:00.000Z'], { until: '2026-03-30', expiresAt: '2026-03-30T22:00:00.000Z', reminders: ['2026-03-27T09:00:00.000Z'] }],
    ['the night in which it is Tuesday here and Monday in London', [POLICY, CALENDAR, '2026-03-02T23:30:00.000Z'], { until: '2026-03-17', expiresAt: '2026-03-17T23:00:00.000Z', reminders: ['2026-03-14T09:00:00.000Z'] }],
    ['a last day on a holiday goes to the next day that is open', [{ ...POLICY, days: 4 }, CALENDAR, '2026-03-30T09:00:00.000Z'], { until: '2026-04-04', expiresAt: '2026-04-04T22:00:00.000Z', reminders: ['2026-04-01T08:00:00.000Z'] }],
    ['a last day on a Sunday goes to Monday', [{ ...POLICY, days: 6 }, CALENDAR, '2026-03-02T09:00:00.000Z'], { until: '2026-03-09', expiresAt: '2026-03-09T23:00:00.000Z', reminders: ['2026-03-06T09:00:00.000Z'] }],
    ['no reminder on the day itself, and each once', [{ ...POLICY, days: 3, reminders: [1, 3, 1, 2] }, CALENDAR, '2026-03-02T09:00:00.000Z'], { until: '2026-03-05', expiresAt: '2026-03-05T23:00:00.000Z', reminders: ['2026-03-03T09:00:00.000Z', '2026-03-04T09:00:00.000Z'] }],
    ['kept until somebody decides: it never ends by itself', [{ ...POLICY, notCollected: 'keep' }, CALENDAR, '2026-03-02T09:00:00.000Z'], { until: '2026-03-16', expiresAt: null, reminders: ['2026-03-13T09:00:00.000Z'] }],
    ['a store without hours', [POLICY, NEVER_OPEN, '2026-03-02T09:00:00.000Z'], { until: '2026-03-16', expiresAt: '2026-03-16T23:00:00.000Z', reminders: ['2026-03-13T09:00:00.000Z'] }],
  ])('%s', (_what, given, expected) => {
    expect(termsFrom(...given)).toEqual(expected);
  });

  it('of a later day leaves out reminders that would come before tomorrow', () => {
    expect(termsUntil(POLICY, CALENDAR, '2026-03-05', '2026-03-02T09:00:00.000Z').reminders).toEqual([]);
    expect(openDayFrom(CALENDAR, '2026-04-03')).toBe('2026-04-04');
  });
});

describe('what is due', () => {
  const waits = (more: Partial<WaitingPickup> = {}): WaitingPickup => ({ readyAt: '2026-03-02T09:00:00.000Z', until: '2026-03-16', expiresAt: '2026-03-16T23:00:00.000Z', reminders: ['2026-03-09T09:00:00.000Z', '2026-03-13T09:00:00.000Z'], reminded: null, extendedByCustomer: 0, ...more });
  it.each<[string, WaitingPickup, string, ReturnType<typeof dueOf>]>([
    ['nothing a millisecond too early', waits(), '2026-03-09T08:59:59.999Z', null],
    ['a reminder at its very moment', waits(), '2026-03-09T09:00:00.000Z', { what: 'reminder', reminder: '2026-03-09T09:00:00.000Z' }],
    ['not again', waits({ reminded: '2026-03-09T09:00:00.000Z' }), '2026-03-09T09:00:01.000Z', null],
    ['one for all that were missed while Spil stood still', waits(), '2026-03-15T09:00:00.000Z', { what: 'reminder', reminder: '2026-03-13T09:00:00.000Z' }],
    ['nothing in the last second of the last day', waits({ reminded: '2026-03-13T09:00:00.000Z' }), '2026-03-16T22:59:59.999Z', null],
    ['the end, though a reminder was never sent', waits(), '2026-03-16T23:00:00.000Z', { what: 'expired' }],
    ['never the end, where a person decides', waits({ expiresAt: null, reminded: '2026-03-13T09:00:00.000Z' }), '2027-01-01T00:00:00.000Z', null],
  ])('%s', (_what, waiting, now, expected) => {
    expect(dueOf(waiting, now)).toEqual(expected);
    // The index by which it is found and the rule agree: due exactly when the next moment has come.
    const next = nextMoment(waiting);
    expect(next !== null && next <= now).toBe(expected !== null);
  });
});
