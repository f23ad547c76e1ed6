/** Proves that the company page shows what happens, escapes what it shows, loads nothing foreign, and places demo orders only from itself. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anOrder, smallCompany, stock } from '../../tests/support/company.ts';
import { startSpil } from '../../tests/support/spil.ts';
import type { Client, Running } from '../../tests/support/spil.ts';
import { knownEvents } from '../app.ts';
import { buildServer } from '../kernel/http.ts';
import type { Company, CompanyLocation } from './company-data.ts';
import { companyMap } from './company-map.ts';
import { sentence } from './company-words.ts';
import { pages } from './index.ts';

let spil: Running;
let app: FastifyInstance;
let channel: Client;
let store: Client;

beforeAll(async () => {
  spil = await startSpil();
  channel = await spil.as('channel');
  store = await spil.as('store', ['utrecht']);
  const placeDemoOrder = async (): Promise<{ number: string }> => ({ number: (await channel.post<{ number: string }>('/orders', anOrder({ lines: [{ sku: 'runner-42', quantity: 2 }], payment: { operator: 'psp', method: 'ideal', captured: true } }))).body.number });
  app = await buildServer({
    routes: spil.app.routes, clock: spil.clock, authenticate: async () => null,
    prepare: pages({ routes: spil.app.routes, version: '0.1.0', company: { database: spil.database, clock: spil.clock, retailer: { name: 'Schoenen <&> Zn', zone: 'Europe/Amsterdam' }, links: [{ href: '/docs', label: ['Interface', 'API'] }], placeDemoOrder } }),
  });
});
afterAll(async () => {
  await app.close();
  await spil.close();
});

const parts = async (language = 'en'): Promise<Record<string, string>> => (await app.inject({ url: `/company/parts?language=${language}` })).json<Record<string, string>>();
const order = (headers: Record<string, string>) => app.inject({ method: 'POST', url: '/company/orders', headers: { host: 'spil.example', 'content-type': 'application/json', ...headers }, payload: '{}' });

describe('the page', () => {
  it('says so when there is nothing yet', async () => {
    const empty = await parts();
    expect(empty['orders']).toContain('No orders yet');
    expect(empty['locations']).toContain('no locations');
    expect(empty['events']).toContain('Nothing has happened yet');
  });

  it('follows an order from the button to the carrier', async () => {
    await smallCompany(spil.database);
    await stock(spil, { utrecht: { 'runner-42': 5 } });
    const placed = await order({ 'sec-fetch-site': 'same-origin', 'accept-language': 'en' });
    const { number, said } = placed.json<{ number: string; said: string }>();
    expect(said).toContain(number);
    const before = await parts();
    expect(before['orders']).toMatch(new RegExp(`${number}.*in progress.*Utrecht <b>2</b>.*home`, 's'));
    expect(before['locations']).toMatch(/Utrecht<\/h3>\s*<p class="jobs"><span><b>2<\/b> to pick/);
    expect(before['figures']).toContain('€119.90');
    const [fulfilment] = (await app.inject('/company.json')).json<Company>().latest.flatMap(({ work }) => work);
    expect(fulfilment).toMatchObject({ location: 'utrecht', kind: 'ship', status: 'assigned', units: 2 });

    const { body: { fulfilments } } = await store.get<{ fulfilments: { id: string }[] }>('/fulfilments');
    const work = fulfilments[0]?.id ?? '';
    await store.post(`/fulfilments/${work}/pick`, { scans: [{ scan: 'a', code: '2000000000015', quantity: 2 }] });
    const parcel = (await store.post<{ parcels: { id: string }[] }>(`/fulfilments/${work}/pack`, {})).body.parcels[0]?.id ?? '';
    await store.post(`/parcels/${parcel}/tracking`, { carrier: 'postnl', trackingNumber: '3SABCD1', trackingUrl: 'https://postnl.example/3SABCD1' });
    await store.post('/manifests', { location: 'utrecht', carrier: 'postnl' });
    const after = await parts('nl');
    expect(after['parcels']).toMatch(/href="https:\/\/postnl.example\/3SABCD1".*onderweg/s);
    expect(after['events']).toContain('Utrecht heeft 2 stuks verzameld');
    expect(after['orders']).toContain('onderweg');
    expect(after['locations']).toContain('geen open werk');
  });

  it('is in the language of the reader, with the name escaped and without a foreign source', async () => {
    const dutch = await app.inject({ url: '/', headers: { 'accept-language': 'nl-NL,nl;q=0.9' } });
    expect(dutch.body).toContain('<html lang="nl">');
    expect(dutch.body).toContain('Plaats een proefbestelling');
    expect(dutch.body).toContain('Schoenen &#60;&#38;&#62; Zn');
    expect(dutch.body).not.toMatch(/(src|href)="(https?:)?\/\/(?!postnl\.example)/);
    expect(dutch.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'nonce-/);
    expect((await app.inject('/company')).body).toContain('Place a demo order');
  });

  it('shows no personal data and no remarks of staff, in any of its forms', async () => {
    const service = await spil.as('service');
    const { body: { orders } } = await service.get<{ orders: { id: string }[] }>('/orders');
    await service.post(`/orders/${orders[0]?.id}/holds`, { reason: 'address', note: 'Jo Doe called about Oudegracht' });
    for (const url of ['/', '/company.json', '/company/parts']) expect((await app.inject(url)).body).not.toMatch(/Jo Doe|jo@example|Oudegracht|3511 AB/);
  });

  it('answers 304 while nothing changes', async () => {
    const first = await app.inject('/company/parts');
    expect((await app.inject({ url: '/company/parts', headers: { 'if-none-match': String(first.headers['etag']) } })).statusCode).toBe(304);
  });

  it('takes no orders that another site sends', async () => {
    expect((await order({ 'sec-fetch-site': 'cross-site' })).json()).toMatchObject({ code: 'request.forbidden' });
    expect((await order({ origin: 'https://evil.example' })).statusCode).toBe(403);
    expect((await order({ origin: 'https://spil.example' })).statusCode).toBe(200);
    const both = await Promise.all([order({}), order({})]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  });

  it('is not there when it is switched off', async () => {
    const plain = await buildServer({ routes: [], clock: spil.clock, authenticate: async () => null, prepare: pages({ routes: [], version: '0.1.0', company: null }) });
    expect((await plain.inject('/')).headers['location']).toBe('/office');
    expect((await plain.inject('/company.json')).statusCode).toBe(404);
    await plain.close();
  });
});

describe('its words', () => {
  it('has a sentence for every event there is, in both languages', () => {
    for (const type of knownEvents()) {
      const event = { seq: 1, type, data: { location: 'utrecht', origin: 'utrecht', destination: 'delft', lines: [{ line: 1, quantity: 2 }], amount: 500, reason: 'damaged', kind: 'ship', code: 'L7', by: 'Jo', barcode: '3S', number: 'L1', channel: 'web' }, moves: {}, occurredAt: '', recordedAt: '', by: { kind: 'system', id: '' } };
      for (const language of ['nl', 'en'] as const) expect(sentence({ event }, language, (code) => code, 'EUR').text).toMatch(/^\S.{3,}$/);
    }
  });
});

describe('the map', () => {
  const location = (code: string, latitude: number | null, longitude: number | null): CompanyLocation => ({ code, name: code, kind: 'store', latitude, longitude, open: 1, toPick: 0, toPack: 0, ready: 0, incoming: 0, sellable: 0, reserved: 0 });
  it('stays in its frame, draws the coast for a Dutch company only, and leaves out what has no place', () => {
    const draw = (...locations: CompanyLocation[]): string => companyMap({ locations, latest: [] }, 'map', (code) => code).html;
    const dutch = draw(location('a', 52.1, 5.1), location('nowhere', null, null));
    expect(dutch).toContain('class="land"');
    expect(dutch.match(/<circle class="dot/g)).toHaveLength(1);
    const abroad = draw(location('paris', 48.86, 2.35), location('berlin', 52.52, 13.4));
    expect(abroad).not.toContain('class="land"');
    for (const [, x] of abroad.matchAll(/cx="([-\d.]+)"/g)) expect(Number(x)).toBeGreaterThanOrEqual(0);
    expect(draw()).toContain('<svg');
    expect(draw(location('only', 48.86, 2.35))).not.toContain('NaN');
  });
});
