/** A calendar through its forms: what nobody touched comes out as it went in. */
import { expect, it } from 'vitest';
import { exceptionForms, hoursForm, USUAL, withExceptions, withHours } from './calendar-form.ts';

const calendar = {
  zone: 'Europe/Amsterdam', cutOff: '16:00', week: { monday: { hours: [{ from: '09:00', until: '12:30' }, { from: '13:00', until: '18:00' }], collection: '17:00' }, saturday: { hours: [{ from: '09:00', until: '17:00' }], collection: null } },
  exceptions: [{ date: '2026-12-24', name: 'Kerstavond', hours: [{ from: '09:00', until: '12:00' }, { from: '12:30', until: '16:00' }], collection: '15:00' }, { date: '2026-12-25', name: 'Kerst', hours: [] }, { date: '2026-12-27', name: 'Zondag', hours: [{ from: '12:00', until: '17:00' }] }],
};

it('comes out as it went in', () => {
  expect(withHours(calendar, hoursForm(calendar))).toEqual(calendar);
  for (const today of ['2026-01-01', '2026-12-25', '2027-01-01']) expect(withExceptions(calendar, exceptionForms(calendar, today), today)).toEqual(calendar);
  expect(exceptionForms(calendar, '2026-12-25').map(({ date }) => date)).toEqual(['2026-12-25', '2026-12-27']);
  expect(withHours(USUAL, hoursForm(USUAL))).toEqual(USUAL);
});

it('closes a day whose hours are taken away, and knows no cut-off or collection that is empty', () => {
  const form = hoursForm(calendar);
  expect(withHours(calendar, { ...form, cutOff: '', week: { ...form.week, saturday: { hours: [], collection: '' }, monday: { ...form.week.monday, collection: '' } } })).toMatchObject({ cutOff: null, week: { monday: { collection: null } } });
  expect(withHours(calendar, { ...form, week: { ...form.week, saturday: { hours: [], collection: '' } } }).week).not.toHaveProperty('saturday');
});

it('changes the one date that was changed, and adds and leaves out', () => {
  const [eve, christmas, sunday] = exceptionForms(calendar, '2026-12-01');
  if (!eve || !christmas || !sunday) throw new Error('three dates were given');
  const changed = withExceptions(calendar, [{ ...eve, until: '15:00' }, { ...sunday, closed: true }, { date: '', name: 'x', closed: true, from: '', until: '', kept: null }, { date: '2027-01-01', name: ' Nieuwjaar ', closed: true, from: '', until: '', kept: null }], '2026-12-01');
  expect(changed.exceptions).toEqual([{ date: '2026-12-24', name: 'Kerstavond', hours: [{ from: '09:00', until: '15:00' }], collection: '15:00' }, { date: '2026-12-27', name: 'Zondag', hours: [] }, { date: '2027-01-01', name: 'Nieuwjaar', hours: [] }]);
  expect(christmas.closed).toBe(true);
});
