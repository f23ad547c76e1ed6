/** Pickup points near a place: asked for once, kept a while, shown on while the carrier is down, and refused in words when nothing is known. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../kernel/database.ts';
import type { Database } from '../../kernel/database.ts';
import { settableClock } from '../../kernel/clock.ts';
import { Address } from '../../kernel/address.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { keptPoint, pointsFinder } from './points.ts';
import type { Carrier, PickupPoint } from './ports.ts';

const point = (id: string, distanceMetres: number, name = `Shop ${id}`): PickupPoint => ({
  id, network: 'N', name, address: Address.parse({ company: name, street: 'Kade', houseNumber: '1', postalCode: '3511AB', city: 'Utrecht', country: 'NL' }), latitude: 52, longitude: 5, distanceMetres, openingHours: [{ day: 1, from: '09:00', to: '18:00' }],
});
const HERE = { country: 'NL', postalCode: '3511 AB' };

let own: Awaited<ReturnType<typeof testDatabase>>;
let database: Database;
beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase({ url: own.url, max: 2 });
});
afterAll(async () => {
  await database.close();
  await own.close();
});
beforeEach(() => database.query('delete from shipping.pickup_point'));

function bed(answers: Record<string, () => Promise<PickupPoint[]>>): { clock: ReturnType<typeof settableClock>; finder: ReturnType<typeof pointsFinder>; asked: string[]; dates: string[] } {
  const clock = settableClock('2026-03-02T09:00:00.000Z');
  const [asked, dates]: [string[], string[]] = [[], []];
  const carriers = new Map<string, Pick<Carrier, 'code' | 'name' | 'pickupPoints'>>([['van', { code: 'van', name: 'Van' }]]);
  for (const [code, answer] of Object.entries(answers)) carriers.set(code, { code, name: code, pickupPoints: async (_where, date) => { asked.push(code); dates.push(date); return answer(); } });
  return { clock, asked, dates, finder: pointsFinder({ database, clock, carriers }) };
}
const down = (): Promise<PickupPoint[]> => Promise.reject(new Error('The carrier takes no more calls.'));

describe('points near a place', () => {
  it('are those of all carriers, nearest first, or of one', async () => {
    const { finder } = bed({ postnl: async () => [point('1', 900), point('2', 1500)], dhl: async () => [point('9', 1200)] });
    expect(await finder.near(HERE)).toMatchObject({ kind: 'points', points: [{ carrier: 'postnl', id: '1' }, { carrier: 'dhl', id: '9' }, { carrier: 'postnl', id: '2' }] });
    expect(await finder.near(HERE, 'dhl')).toMatchObject({ points: [{ id: '9' }] });
    expect(await finder.near(HERE, 'van')).toMatchObject({ kind: 'none', reason: expect.stringContaining('"van"') });
  });

  it('are asked for once in a quarter of an hour, also by many at the same time, and however the postal code is written', async () => {
    const { finder, clock, asked } = bed({ postnl: async () => [point('1', 900)] });
    await Promise.all([finder.near(HERE), finder.near({ country: 'NL', postalCode: '3511ab' }), finder.near(HERE)]);
    clock.advance(14 * 60_000);
    await finder.near(HERE);
    expect(asked).toHaveLength(1);
    clock.advance(2 * 60_000);
    await finder.near(HERE);
    await finder.near({ country: 'NL', postalCode: '3512 AB' });
    expect(asked).toHaveLength(3);
  });

  it('are asked for tomorrow as the carrier counts days', async () => {
    const { finder, clock, dates } = bed({ postnl: async () => [] });
    clock.set('2026-03-02T23:30:00.000Z');
    await finder.near(HERE);
    expect(dates).toEqual(['2026-03-04']);
  });

  it('are shown on for a day while the carrier is down, which is then left alone for half a minute', async () => {
    let answer = async (): Promise<PickupPoint[]> => [point('1', 900)];
    const { finder, clock, asked } = bed({ postnl: () => answer() });
    await finder.near(HERE);
    answer = down;
    clock.advance(3_600_000);
    expect(await finder.near(HERE)).toMatchObject({ kind: 'points', asOf: '2026-03-02T09:00:00.000Z' });
    expect(await finder.near({ country: 'NL', postalCode: '1015 DX' })).toEqual({ kind: 'unavailable', reason: 'The carrier takes no more calls.' });
    expect(asked).toHaveLength(2);
    clock.advance(31_000);
    await finder.near({ country: 'NL', postalCode: '1015 DX' });
    expect(asked).toHaveLength(3);
    clock.advance(24 * 3_600_000);
    expect(await finder.near(HERE)).toMatchObject({ kind: 'unavailable' });
  });

  it('of a place that the carrier does not know are refused, and the carrier is asked again for another', async () => {
    const { finder, asked } = bed({ postnl: () => Promise.reject(Object.assign(new Error('PostalCode is invalid.'), { refused: true })) });
    expect(await finder.near(HERE)).toEqual({ kind: 'refused', reason: 'PostalCode is invalid.' });
    await finder.near(HERE);
    expect(asked).toHaveLength(2);
  });

  it('are kept as their carrier described them last', async () => {
    let name = 'Old name';
    const { finder, clock } = bed({ postnl: async () => [point('1', 900, name)] });
    await finder.near(HERE);
    name = 'New name';
    clock.advance(16 * 60_000);
    await finder.near(HERE);
    expect(await keptPoint(database, 'postnl', '1')).toMatchObject({ name: 'New name', seenAt: '2026-03-02T09:16:00.000Z', openingHours: [{ day: 1, from: '09:00', to: '18:00' }] });
    expect(await keptPoint(database, 'postnl', '2')).toBeNull();
  });
});
