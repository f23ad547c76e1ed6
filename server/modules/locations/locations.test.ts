/** Locations against a real database: versions, calendars, coordinates, and the epoch that tells the planner. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settableClock } from '../../kernel/clock.ts';
import { openDatabase } from '../../kernel/database.ts';
import type { Database } from '../../kernel/database.ts';
import { buildServer } from '../../kernel/http.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import type { TestDatabase } from '../../../tests/support/database.ts';
import { checked } from '../../../tests/support/examples.ts';
import { locationRoutes } from './index.ts';

let own: TestDatabase;
let database: Database;
let send: (method: 'GET' | 'PUT', url: string, body?: unknown, version?: number) => Promise<{ status: number; body: Record<string, unknown> }>;
let roles = ['operations'];
const clock = settableClock('2026-03-02T09:00:00.000Z');
let serial = 0;

beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase({ url: own.url, max: 8 });
  const geocoder = { locate: ({ postalCode }: { postalCode: string }) => (postalCode.startsWith('3511') ? { latitude: 52.09, longitude: 5.12 } : null) };
  const app = await buildServer({ routes: locationRoutes({ database, clock, geocoder }), clock, ...checked, authenticate: async () => ({ kind: 'key', id: 'key_t', name: 'Tests', roles, locations: 'all' }) });
  send = async (method, url, body, version) => {
    const answer = await app.inject({ method, url, headers: { 'idempotency-key': `key-${serial += 1}`, ...(version === undefined ? {} : { 'if-match': `"${version}"` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { payload: JSON.stringify(body) }) });
    return { status: answer.statusCode, body: answer.json() };
  };
});
afterAll(async () => {
  await database.close();
  await own.close();
});

const day = { hours: [{ from: '10:00', until: '18:00' }], collection: '17:00' };
const store = (more: Record<string, unknown> = {}) => ({
  name: 'Utrecht', kind: 'store', address: { street: 'Steenweg', houseNumber: '12', postalCode: '3511 JP', city: 'Utrecht', country: 'NL' },
  calendar: { zone: 'Europe/Amsterdam', week: { monday: day, tuesday: day }, cutOff: '15:00', exceptions: [{ date: '2026-03-03', name: 'Stocktaking', hours: [] }] }, ...more,
});
const epoch = async (): Promise<number> => (await database.query<{ value: number }>(`select value from kernel.epoch where name = 'settings'`))[0]?.value ?? 0;

describe('a location', () => {
  it('is placed on the map by its postal code, and each change of it raises the epoch', async () => {
    const before = await epoch();
    expect(await send('PUT', '/locations/utrecht', store())).toMatchObject({ status: 201, body: { code: 'utrecht', latitude: 52.09, longitude: 5.12, version: 1, stockAuthority: 'spil', capabilities: ['ship', 'pickup', 'return'] } });
    expect(await send('PUT', '/locations/utrecht', store({ capacity: 20, latitude: 52.1, longitude: 5.1 }), 1)).toMatchObject({ status: 200, body: { capacity: 20, latitude: 52.1, version: 2 } });
    expect(await epoch()).toBe(before + 2);
    expect((await send('GET', '/locations/utrecht')).body).toMatchObject({ capacity: 20, calendar: { cutOff: '15:00' }, version: 2, can: ['edit'] });
  });

  it('is refused, and raises nothing, with a wrong calendar, an address off the map, half a coordinate, another kind or an old version', async () => {
    await send('PUT', '/locations/refused', store());
    const before = await epoch();
    expect(await send('PUT', '/locations/x', store({ calendar: { zone: 'Europe/Waalwijk', week: {}, cutOff: '25:00', exceptions: [] } }))).toMatchObject({ status: 422, body: { code: 'locations.calendar', errors: [{ field: 'calendar' }, { field: 'calendar' }] } });
    expect(await send('PUT', '/locations/x', store({ address: { street: 'A', houseNumber: '1', postalCode: '9999 ZZ', city: 'Nergens', country: 'NL' } }))).toMatchObject({ status: 422, body: { code: 'locations.not_found_on_map', field: 'address.postalCode' } });
    expect(await send('PUT', '/locations/x', store({ latitude: 52 }))).toMatchObject({ status: 400, body: { field: 'longitude' } });
    expect(await send('PUT', '/locations/refused', store({ kind: 'warehouse' }), 1)).toMatchObject({ status: 409, body: { code: 'locations.kind_fixed' } });
    expect((await send('PUT', '/locations/refused', store())).status).toBe(428);
    expect((await send('PUT', '/locations/refused', store(), 7)).status).toBe(412);
    expect((await send('PUT', '/locations/Utrecht', store())).status).toBe(400);
    expect(await epoch()).toBe(before);
    roles = ['store'];
    expect((await send('PUT', '/locations/refused', store(), 1)).status).toBe(403);
    roles = ['operations'];
  });

  it('tells its hours of the week and when work given now leaves', async () => {
    await send('PUT', '/locations/open', store());
    expect((await send('GET', '/locations/open/opening')).body).toMatchObject({
      open: true, shipsAt: '2026-03-02T16:00:00.000Z', cutOff: '2026-03-02T14:00:00.000Z',
      days: [{ date: '2026-03-02', name: null, hours: [{ from: '2026-03-02T09:00:00.000Z', until: '2026-03-02T17:00:00.000Z' }] }, { date: '2026-03-03', name: 'Stocktaking', hours: [] }, {}, {}, {}, {}, { date: '2026-03-08' }],
    });
    expect((await send('GET', '/locations/open/opening?at=2026-03-02T15:30:00Z')).body).toMatchObject({ open: true, shipsAt: '2026-03-09T16:00:00.000Z' });
    expect((await send('GET', '/locations/nowhere/opening')).body).toMatchObject({ code: 'locations.unknown' });
  });

  it('is listed by code from page to page, by kind and whether it is active', async () => {
    await send('PUT', '/locations/list-a', store({ tags: ['listed'] }));
    await send('PUT', '/locations/list-b', store({ tags: ['listed'], active: false }));
    await send('PUT', '/locations/list-c', store({ tags: ['listed'], kind: 'warehouse' }));
    const codes = async (query: string) => { const { body } = await send('GET', `/locations?tag=listed&${query}`); return [(body['items'] as { code: string }[]).map(({ code }) => code), body['next']]; };
    expect(await codes('limit=2')).toEqual([['list-a', 'list-b'], 'list-b']);
    expect(await codes('limit=2&after=list-b')).toEqual([['list-c'], null]);
    expect([await codes('kind=store&active=true'), await codes('active=false'), await codes('kind=warehouse')]).toEqual([[['list-a'], null], [['list-b'], null], [['list-c'], null]]);
  });
});
