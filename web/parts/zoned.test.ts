/** The retailer's clock in winter and summer, on both nights it is changed. */
import { expect, it, vi } from 'vitest';

vi.stubGlobal('location', { search: '' });
vi.stubGlobal('localStorage', { getItem: () => 'en' });
vi.stubGlobal('document', { documentElement: {} });
const { instantOf, wallOf } = await import('./zoned.ts');

it.each([
  ['2026-01-15 12:00', '2026-01-15T11:00:00.000Z'],
  ['2026-07-15 12:00:30', '2026-07-15T10:00:30.000Z'],
  ['2026-03-29 01:59', '2026-03-29T00:59:00.000Z'],
  ['2026-03-29 03:00', '2026-03-29T01:00:00.000Z'],
  // Skipped: half past two does not come that night.
  ['2026-03-29 02:30', '2026-03-29T01:30:00.000Z'],
  // Twice: the first.
  ['2026-10-25 02:30', '2026-10-25T00:30:00.000Z'],
  ['2026-10-25 03:00', '2026-10-25T02:00:00.000Z'],
])('%s is %s', (text, instant) => { expect(instantOf(text)).toBe(instant); });

it('is shown again as it was typed', () => {
  expect(wallOf('2026-10-25T02:00:00.000Z')).toBe('2026-10-25 03:00:00');
  expect(wallOf(new Date('2026-07-15T10:00:30.000Z'))).toBe('2026-07-15 12:00:30');
});

it.each(['', 'tomorrow', '2026-11-22', '2026-99-99 10:00'])('"%s" is no time', (text) => { expect(instantOf(text)).toBeNull(); });
