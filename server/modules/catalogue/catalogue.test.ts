/** The catalogue against a real database: versions, barcodes as scanners send them, bundles, prices by period and VAT by date. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settableClock } from '../../kernel/clock.ts';
import { openDatabase } from '../../kernel/database.ts';
import type { Database } from '../../kernel/database.ts';
import { buildServer } from '../../kernel/http.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import type { TestDatabase } from '../../../tests/support/database.ts';
import { checked } from '../../../tests/support/examples.ts';
import { catalogueRoutes, pricesAt, vatRate } from './index.ts';

let own: TestDatabase;
let database: Database;
let send: (method: 'GET' | 'PUT' | 'POST', url: string, body?: unknown, version?: number) => Promise<{ status: number; body: Record<string, unknown>; etag: unknown }>;
const clock = settableClock('2026-03-02T09:00:00.000Z');
let serial = 0;

beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase({ url: own.url, max: 8 });
  const app = await buildServer({ routes: catalogueRoutes({ database, clock }), clock, ...checked, authenticate: async () => ({ kind: 'key', id: 'key_t', name: 'Tests', roles: ['administrator'], locations: 'all' }) });
  send = async (method, url, body, version) => {
    const answer = await app.inject({ method, url, headers: { 'idempotency-key': `key-${serial += 1}`, ...(version === undefined ? {} : { 'if-match': `"${version}"` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { payload: JSON.stringify(body) }) });
    return { status: answer.statusCode, body: answer.json(), etag: answer.headers['etag'] };
  };
  await send('PUT', '/products/linde', { name: 'Linde veterlaars', brand: 'Houtrust', tags: ['dames'] });
  await send('PUT', '/products/kast', { name: 'Schoenkast', brand: null });
});
afterAll(async () => {
  await database.close();
  await own.close();
});

const variant = (more: Record<string, unknown> = {}) => ({ product: 'linde', name: 'Linde 39', weightGrams: 980, ...more });

describe('products and variants', () => {
  it('are made without a version, and changed only at the one that was read', async () => {
    expect(await send('PUT', '/variants/versions', variant())).toMatchObject({ status: 201, body: { sku: 'versions', version: 1, unit: 'piece' }, etag: '"1"' });
    expect(await send('PUT', '/variants/versions', variant({ name: 'Other' }))).toMatchObject({ status: 428, body: { expected: 1 } });
    expect(await send('PUT', '/variants/versions', variant({ name: 'Other' }), 1)).toMatchObject({ status: 200, body: { name: 'Other', version: 2 } });
    expect(await send('PUT', '/variants/versions', variant({ name: 'Late' }), 1)).toMatchObject({ status: 412, body: { code: 'request.version_mismatch', expected: 2 } });
    expect(await send('PUT', '/variants/nowhere', variant(), 1)).toMatchObject({ status: 412 });
    expect(await send('PUT', '/variants/orphan', variant({ product: 'none' }))).toMatchObject({ status: 404, body: { code: 'catalogue.product_unknown', field: 'product' } });
    expect((await send('GET', '/products/linde')).body).toMatchObject({ code: 'linde', variants: [{ sku: 'versions', name: 'Other' }] });
  });

  it('let one of many rivals at the same version win', async () => {
    await send('PUT', '/variants/rivals', variant());
    const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => send('PUT', '/variants/rivals', variant({ name: `Rival ${index}` }), 1)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412, 412, 412]);
    const makers = await Promise.all(Array.from({ length: 8 }, () => send('PUT', '/variants/makers', variant())));
    expect(makers.map(({ status }) => status).sort()).toEqual([201, 428, 428, 428, 428, 428, 428, 428]);
  });

  it('are listed by key from page to page, and found by the beginning of a word', async () => {
    for (const sku of ['page-1', 'page-2', 'page-3']) await send('PUT', `/variants/${sku}`, variant({ product: 'kast' }));
    const first = (await send('GET', '/variants?product=kast&limit=2')).body;
    expect(first).toMatchObject({ items: [{ sku: 'page-1' }, { sku: 'page-2' }], next: 'page-2' });
    expect((await send('GET', `/variants?product=kast&limit=2&after=${String(first['next'])}`)).body).toMatchObject({ items: [{ sku: 'page-3' }], next: null });
    const found = async (search: string) => ((await send('GET', `/products?search=${encodeURIComponent(search)}`)).body['items'] as { code: string }[]).map(({ code }) => code);
    expect([await found('vete'), await found('HOUT'), await found('kast'), await found('ete'), await found('%%')]).toEqual([['linde'], ['linde'], ['kast'], [], []]);
    expect((await send('GET', '/products?tag=dames')).body['items']).toHaveLength(1);
    const variants = async (search: string) => ((await send('GET', `/variants?product=kast&search=${encodeURIComponent(search)}`)).body['items'] as { sku: string }[]).map(({ sku }) => sku);
    expect([await variants('page-2'), await variants('schoen 2'), await variants('2 PAG'), await variants('age'), await variants("o'brien"), await variants('--')]).toEqual([['page-2'], ['page-2'], ['page-2'], [], [], []]);
  });
});

describe('barcodes', () => {
  it('are found in every length a scanner sends, and count what one scan stands for', async () => {
    await send('PUT', '/variants/scanned', variant({ barcodes: [{ gtin: '4006381333931' }, { gtin: '10614141000415', quantity: 12 }] }));
    for (const text of ['4006381333931', '04006381333931', ' 4006381-333931']) expect((await send('GET', `/barcodes/${encodeURIComponent(text)}`)).body).toMatchObject({ gtin: '04006381333931', quantity: 1, variant: { sku: 'scanned' }, product: { code: 'linde' } });
    expect((await send('GET', '/barcodes/10614141000415')).body).toMatchObject({ quantity: 12 });
  });

  it('are refused when misread, unknown, another SKU\'s or given twice', async () => {
    expect(await send('GET', '/barcodes/4006381333932')).toMatchObject({ status: 422, body: { code: 'catalogue.barcode_invalid' } });
    expect(await send('GET', '/barcodes/2000000000015')).toMatchObject({ status: 404, body: { code: 'catalogue.barcode_unknown' } });
    await send('PUT', '/variants/owner', variant({ barcodes: [{ gtin: '96385074' }] }));
    expect(await send('PUT', '/variants/thief', variant({ barcodes: [{ gtin: '0000096385074' }] }))).toMatchObject({ status: 409, body: { code: 'catalogue.barcode_taken' } });
    expect(await send('PUT', '/variants/double', variant({ barcodes: [{ gtin: '4006381333931' }, { gtin: '04006381333931' }] }))).toMatchObject({ status: 422, body: { field: 'barcodes[1].gtin' } });
  });

  it('can be taken over by another SKU once they are taken away', async () => {
    await send('PUT', '/variants/before', variant({ barcodes: [{ gtin: '2000000000022' }] }));
    await send('PUT', '/variants/before', variant({ barcodes: [] }), 1);
    expect((await send('PUT', '/variants/after', variant({ barcodes: [{ gtin: '2000000000022' }] }))).status).toBe(201);
    expect((await send('GET', '/barcodes/2000000000022')).body).toMatchObject({ variant: { sku: 'after' } });
  });
});

describe('bundles', () => {
  it('are made of other SKUs, and not of themselves, of nothing, or of bundles', async () => {
    for (const sku of ['brush', 'cream']) await send('PUT', `/variants/${sku}`, variant({ product: 'kast' }));
    expect(await send('PUT', '/variants/kit', variant({ components: [{ sku: 'brush', quantity: 1 }, { sku: 'cream', quantity: 2 }] }))).toMatchObject({ status: 201, body: { components: [{ sku: 'brush', quantity: 1 }, { sku: 'cream', quantity: 2 }] } });
    for (const components of [[{ sku: 'self', quantity: 1 }], [{ sku: 'nothing', quantity: 1 }], [{ sku: 'kit', quantity: 1 }], [{ sku: 'brush', quantity: 1 }, { sku: 'brush', quantity: 1 }]]) {
      expect(await send('PUT', '/variants/self', variant({ components }))).toMatchObject({ status: 422, body: { code: 'catalogue.bundle' } });
    }
    expect(await send('PUT', '/variants/brush', variant({ product: 'kast', components: [{ sku: 'cream', quantity: 1 }] }), 1)).toMatchObject({ status: 422, body: { code: 'catalogue.bundle' } });
  });
});

describe('prices', () => {
  it('follow their periods to the millisecond, per list and currency', async () => {
    await send('PUT', '/variants/priced', variant());
    const put = await send('PUT', '/price-lists/standard/prices/priced', { currency: 'EUR', periods: [
      { validFrom: '2026-07-01T00:00:00+02:00', validUntil: null, amount: 8995 }, { validFrom: '2026-01-01T00:00:00Z', validUntil: '2026-07-01T00:00:00+02:00', amount: 12995 },
    ] });
    expect(put.status).toBe(200);
    const at = async (moment: string, list = 'standard', currency = 'EUR') => (await pricesAt(database, ['priced'], { list, currency, at: moment })).get('priced')?.amount ?? null;
    expect([await at('2025-12-31T23:59:59.999Z'), await at('2026-01-01T00:00:00Z'), await at('2026-06-30T21:59:59.999Z'), await at('2026-06-30T22:00:00.000Z')]).toEqual([null, 12995, 12995, 8995]);
    expect([await at('2026-03-01T00:00:00Z', 'outlet'), await at('2026-03-01T00:00:00Z', 'standard', 'JPY')]).toEqual([null, null]);
    expect((await send('GET', '/variants/priced/price')).body).toMatchObject({ amount: 12995, includesTax: true, vatCountry: 'NL', vatClass: 'standard', vatRate: 210000 });
    expect(await send('GET', '/variants/priced/price?list=outlet')).toMatchObject({ status: 404, body: { code: 'catalogue.price_unknown' } });
    const first = (await send('GET', '/price-lists/standard/prices?limit=1')).body;
    expect((await send('GET', `/price-lists/standard/prices?limit=1&after=${encodeURIComponent(String(first['next']))}`)).body).toMatchObject({ items: [{ amount: 8995 }], next: null });
  });

  it('are refused where they overlap or end before they begin, and taken off by an empty list', async () => {
    await send('PUT', '/variants/overlap', variant());
    const put = (periods: unknown[]) => send('PUT', '/price-lists/standard/prices/overlap', { currency: 'EUR', periods });
    expect((await put([{ validFrom: '2026-01-01T00:00:00Z', amount: 1 }, { validFrom: '2026-02-01T00:00:00Z', amount: 2 }])).body).toMatchObject({ code: 'catalogue.price' });
    expect((await put([{ validFrom: '2026-02-01T00:00:00Z', validUntil: '2026-01-01T00:00:00Z', amount: 1 }])).body).toMatchObject({ code: 'catalogue.price' });
    expect((await put([{ validFrom: '2026-01-01T00:00:00Z', amount: 1.5 }])).status).toBe(400);
    await put([{ validFrom: '2026-01-01T00:00:00Z', amount: 1 }]);
    expect((await put([])).body).toEqual({ items: [], next: null });
    expect(await database.query(`select 1 from catalogue.price where sku = 'overlap'`)).toEqual([]);
  });
});

describe('prices set over the API', () => {
  it('are set from a moment, by two at once without undoing each other, and taken back while they are still to come', async () => {
    await send('PUT', '/variants/sale', variant());
    const set = (body: Record<string, unknown>) => send('POST', '/price-lists/sale/prices/sale', { currency: 'EUR', ...body });
    expect(await set({ validFrom: '2026-01-01T00:00:00Z', amount: 10000 })).toMatchObject({ status: 200, body: { items: [{ amount: 10000, validUntil: null }] } });
    const rivals = await Promise.all([3, 4, 5, 6, 7].map((month) => set({ validFrom: `2026-0${month}-10T00:00:00Z`, validUntil: `2026-0${month}-20T00:00:00Z`, amount: month * 1000 })));
    expect(rivals.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const { body } = await send('GET', '/variants/sale/prices');
    expect((body['items'] as { amount: number; state: string }[]).map(({ amount, state }) => `${amount} ${state}`)).toEqual([
      '10000 current', '3000 upcoming', '10000 upcoming', '4000 upcoming', '10000 upcoming', '5000 upcoming', '10000 upcoming', '6000 upcoming', '10000 upcoming', '7000 upcoming', '10000 upcoming']);
    expect(body['can']).toEqual(['edit', 'set_price']);
    const withdraw = (validFrom: string) => send('POST', '/price-lists/sale/prices/sale/withdraw', { currency: 'EUR', validFrom });
    expect((await withdraw('2026-03-10T00:00:00Z')).body['items']).toHaveLength(10);
    expect(await withdraw('2026-03-10T00:00:00Z')).toMatchObject({ status: 404, body: { code: 'catalogue.price_unknown' } });
    expect(await withdraw('2026-01-01T00:00:00Z')).toMatchObject({ status: 409, body: { code: 'catalogue.price_begun' } });
    expect(await send('POST', '/price-lists/now/prices/sale', { currency: 'EUR', amount: 9000 })).toMatchObject({ body: { items: [{ validFrom: clock.now(), validUntil: null, amount: 9000 }] } });
    expect(await set({ validFrom: '2026-05-01T00:00:00Z', validUntil: '2026-05-01T00:00:00Z', amount: 1 })).toMatchObject({ status: 422, body: { field: 'validUntil' } });
    expect(await send('POST', '/price-lists/sale/prices/nowhere', { currency: 'EUR', validFrom: '2026-05-01T00:00:00Z', amount: 1 })).toMatchObject({ status: 404 });
    expect((await send('GET', '/price-lists')).body['items']).toContainEqual({ list: 'sale', currency: 'EUR', products: 1, current: 1, upcoming: 9 });
    expect((await send('GET', '/price-lists/sale/prices?search=linde')).body['items']).toHaveLength(10);
    expect((await send('GET', '/price-lists/sale/prices?search=kast')).body['items']).toEqual([]);
  });
});

describe('VAT rates', () => {
  it.each([
    ['NL', 'standard', '2012-09-30', 190000], ['NL', 'standard', '2012-10-01', 210000], ['NL', 'reduced', '2018-12-31', 60000], ['NL', 'reduced', '2026-03-02', 90000],
    ['BE', 'intermediate', '2026-03-02', 120000], ['DE', 'standard', '2020-12-31', 160000], ['DE', 'standard', '2021-01-01', 190000], ['DE', 'reduced', '2020-08-01', 50000], ['FR', 'standard', '2026-03-02', null],
  ])('%s %s on %s is %s', async (country, vatClass, date, rate) => { expect(await vatRate(database, country, vatClass, date)).toBe(rate); });

  it('are set from a date on', async () => {
    expect((await send('PUT', '/vat-rates/FR/standard', { validFrom: '2014-01-01', rate: 200000 })).body).toEqual({ country: 'FR', class: 'standard', validFrom: '2014-01-01', rate: 200000 });
    expect((await send('GET', '/vat-rates?country=FR')).body).toEqual({ items: [{ country: 'FR', class: 'standard', validFrom: '2014-01-01', rate: 200000 }], next: null });
  });
});
