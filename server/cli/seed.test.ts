/** The demo company: believable in its figures, whole in its books, there once however often it is seeded, and its accounts work. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holidays } from '../../database/seed/calendars.ts';
import { seedDemo } from '../../database/seed/index.ts';
import type { Seeded } from '../../database/seed/index.ts';
import { shoeSvg } from '../../database/seed/pictures.ts';
import { PLACES } from '../../database/seed/places.ts';
import { range } from '../../database/seed/shoes.ts';
import { firstDeliveries } from '../../database/seed/stock.ts';
import { createGeocoder } from '../connectors/postcodes/index.ts';
import { settableClock } from '../kernel/clock.ts';
import { openDatabase } from '../kernel/database.ts';
import type { Database } from '../kernel/database.ts';
import { isGtin } from '../kernel/gtin.ts';
import { audit } from '../modules/books/audit.ts';
import { findByBarcode, pricesAt } from '../modules/catalogue/index.ts';
import { authenticator, openSessions } from '../modules/identity/index.ts';
import { isOpenAt, locationByCode, nextShipping } from '../modules/locations/index.ts';
import { candidatesOf, worldSource } from '../modules/sourcing/index.ts';
import { testDatabase } from '../../tests/support/database.ts';
import type { TestDatabase } from '../../tests/support/database.ts';

const now = '2026-03-02T09:00:00.000Z';
const secrets = { get: async (name: string) => `the secret of a test called ${name}` };
let own: TestDatabase;
let database: Database;
let seeded: Seeded;

beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase({ url: own.url, max: 4 });
  seeded = await seedDemo(database, { now, secrets });
});
afterAll(async () => {
  await database.close();
  await own.close();
});

describe('the range', () => {
  const { products, variants } = range();
  it('has valid barcodes of the range for own use, each once, and prices, weights and pictures', () => {
    const gtins = variants.flatMap(({ gtin }) => gtin ?? []);
    expect(gtins.filter((gtin) => !isGtin(gtin) || !/^2\d{12}$/.test(gtin))).toEqual([]);
    expect(new Set(gtins).size).toBe(gtins.length);
    expect(new Set(variants.map(({ sku }) => sku)).size).toBe(variants.length);
    expect([products.length, variants.length]).toEqual([72, 492]);
    for (const variant of variants) {
      expect(variant.cents).toBeGreaterThan(0);
      if (variant.size !== null) expect([variant.weightGrams > 300, variant.size >= 36 && variant.size <= 46, (variant.outletCents ?? 0) < variant.cents]).toEqual([true, true, true]);
    }
    for (const { picture } of products) expect(decodeURIComponent(picture)).toMatch(/^data:image\/svg\+xml,<svg xmlns.*<\/svg>$/);
  });

  it('draws pictures without anything that could run or load', () => {
    const svg = shoeSvg('boot', { main: '#111111', accent: '#222222', sole: '#333333', background: '#444444' });
    expect(svg).not.toMatch(/script|href|url\(|on\w+=/i);
    for (const colour of ['#111111', '#222222', '#333333', '#444444']) expect(svg).toContain(colour);
  });
});

describe('the places', () => {
  it('lie where their postal codes are', () => {
    const geocoder = createGeocoder();
    for (const { code, postalCode, city, latitude, longitude } of PLACES) {
      const found = geocoder.locate({ country: 'NL', postalCode, city });
      const [north, east] = [(latitude - (found?.latitude ?? 0)) * 111, (longitude - (found?.longitude ?? 0)) * 68];
      expect([code, Math.hypot(north, east) < 25]).toEqual([code, true]);
    }
  });

  it.each([[2026, '2026-04-05', '2026-04-27', '2026-05-14', '2026-05-25'], [2027, '2027-03-28', '2027-04-27', '2027-05-06', '2027-05-17'], [2025, '2025-04-20', '2025-04-26', '2025-05-29', '2025-06-09']])('know the holidays of %i', (year, easter, kings, ascension, whitMonday) => {
    const of = (name: string) => holidays(year).find((day) => day.name === name)?.date;
    expect([of('Eerste paasdag'), of('Koningsdag'), of('Hemelvaartsdag'), of('Tweede pinksterdag')]).toEqual([easter, kings, ascension, whitMonday]);
  });

  it('are open and ship as a Dutch shoe shop does', async () => {
    const calendar = async (code: string) => ((await locationByCode(database, code))?.calendar ?? expect.fail(code));
    const utrecht = await calendar('utrecht');
    expect([isOpenAt(utrecht, '2026-03-05T19:30:00Z'), isOpenAt(utrecht, '2026-03-04T19:30:00Z'), isOpenAt(utrecht, '2026-03-08T13:00:00Z'), isOpenAt(await calendar('zeist'), '2026-03-08T13:00:00Z'), isOpenAt(utrecht, '2026-04-27T10:00:00Z')]).toEqual([true, false, true, false, false]);
    expect(nextShipping(await calendar('dc'), '2026-03-02T20:30:00.000Z').shipsAt).toBe('2026-03-02T22:00:00.000Z');
    expect(nextShipping(await calendar('dc'), '2026-03-06T21:30:00.000Z').shipsAt).toBe('2026-03-08T22:00:00.000Z');
    expect(nextShipping(utrecht, '2026-04-04T15:00:00.000Z').shipsAt).toBe('2026-04-07T15:15:00.000Z');
  });
});

describe('the database', () => {
  it('has seventeen stores, two warehouses, four channels and settings in force, ready to plan with', async () => {
    const world = await worldSource().load(database, ['linde-zwart-39'], now);
    const candidates = candidatesOf(world, now);
    expect(candidates.filter(({ kind }) => kind === 'store')).toHaveLength(17);
    expect(candidates.filter(({ kind }) => kind !== 'store').map(({ location }) => location)).toEqual(['dc', 'venlo']);
    expect(candidates.filter(({ shipsAt }) => shipsAt === null)).toEqual([]);
    expect([...world.master.channels.keys()].sort()).toEqual(['api', 'outlet', 'till', 'webshop']);
    expect(world.master.strategies[0]).toMatchObject({ id: 'default', version: 1 });
    expect(candidates.some(({ stock }) => (stock['linde-zwart-39'] ?? 0) > 0)).toBe(true);
  });

  it('finds a shoe by its barcode and knows its price on both lists', async () => {
    const { variant, product } = await findByBarcode(database, range().variants[0]?.gtin ?? '');
    expect([variant.sku, product.brand]).toEqual(['linde-zwart-36', 'Rietlander']);
    const price = async (list: string) => (await pricesAt(database, [variant.sku], { list, currency: 'EUR', at: now })).get(variant.sku)?.amount;
    expect([await price('standard'), await price('outlet')]).toEqual([12995, 8995]);
  });

  it('booked its stock through the books: they are whole, and what was delivered is what lies there', async () => {
    const report = await audit(database, { projections: [] });
    expect(report.faults).toEqual([]);
    const rows = await database.query<{ location: string; n: number }>(`select location, sum(quantity)::int as n from books.stock_balance where state = 'sellable' group by location`);
    const delivered = firstDeliveries(range().variants);
    for (const { place, lines } of delivered) expect(rows.find(({ location }) => location === place.code)?.n).toBe(lines.reduce((sum, { quantity }) => sum + quantity, 0));
    expect(seeded.pairs).toBe(rows.reduce((sum, { n }) => sum + n, 0));
    const stores = delivered.filter(({ place }) => place.kind === 'store').map(({ place, lines }) => ({ size: place.size, lines: lines.length }));
    const most = (size: string) => Math.max(...stores.filter((store) => store.size === size).map((store) => store.lines));
    expect(most('small')).toBeLessThan(most('large'));
  });

  it('is the same when it is seeded again', async () => {
    const figures = async () => {
      const tables = ['locations.location', 'channels.channel', 'catalogue.product', 'catalogue.variant', 'catalogue.barcode', 'catalogue.price', 'documents.document', 'identity.api_key', 'identity.person', 'books.event', 'books.stock_movement'];
      return Promise.all(tables.map(async (name) => [name, (await database.query<{ n: number }>(`select count(*)::int as n from ${name}`))[0]?.n]));
    };
    await database.query(`update locations.location set name = 'Utrecht Steenweg', version = 2 where code = 'utrecht'`);
    const before = await figures();
    const again = await seedDemo(database, { now: '2026-03-09T09:00:00.000Z', secrets });
    expect(await figures()).toEqual(before);
    expect([again.pairs, again.keys, again.people.every(({ password, pin }) => password === null && pin === null)]).toEqual([0, seeded.keys, true]);
    expect(await locationByCode(database, 'utrecht')).toMatchObject({ name: 'Utrecht Steenweg', version: 2 });
  });

  it('lets each store and desk sign in, and each system by its key', async () => {
    expect(seeded.people).toHaveLength(41);
    expect(new Set(seeded.people.map(({ name }) => name)).size).toBe(41);
    const staffOf = (code: string) => seeded.people.filter(({ roles, locations }) => roles.includes('store') && locations?.[0] === code).length;
    expect(PLACES.map(({ code }) => [code, staffOf(code)])).toEqual(PLACES.map(({ code, kind }) => [code, kind === 'store' ? 2 : 1]));
    expect(seeded.people.map(({ roles, pin }) => roles.includes('store') === /^\d{4}$/.test(pin ?? ''))).toEqual(seeded.people.map(() => true));
    const sessions = openSessions(database, { secret: 'a secret for tests that is long enough', url: 'http://localhost:3000' });
    const store = seeded.people.find(({ email }) => email === 'delft@vandalen.example');
    expect((await sessions.signIn('delft@vandalen.example', store?.password ?? '', { address: '10.0.0.1', agent: 'test' })).status).toBe(200);
    expect((await sessions.signIn('delft@vandalen.example', 'wrong password', { address: '10.0.0.1', agent: 'test' })).status).toBe(401);
    const who = authenticator(database, settableClock(now));
    for (const { secret, name, roles, locations } of seeded.keys) expect(await who({ headers: { authorization: `Bearer ${secret}` }, ip: '10.0.0.1', method: 'GET' } as never)).toMatchObject({ name, roles, locations: locations ?? 'all' });
  });
});
