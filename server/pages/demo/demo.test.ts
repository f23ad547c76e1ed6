/** The sandbox over HTTP, on real simulators: a visitor buys, is left alone by the robots, plays the carrier and the bank, and makes things fail. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPeople } from '../../../database/seed/accounts.ts';
import { PLACES } from '../../../database/seed/places.ts';
import { seedDemo } from '../../../database/seed/index.ts';
import { checked } from '../../../tests/support/examples.ts';
import { startSpil } from '../../../tests/support/spil.ts';
import type { Running } from '../../../tests/support/spil.ts';
import { settableClock } from '../../kernel/clock.ts';
import { buildServer } from '../../kernel/http.ts';
import { createPerson } from '../../modules/identity/index.ts';
import { createCompany } from '../../simulation/company.ts';
import type { Company } from '../../simulation/company.ts';
import { startControl } from '../../simulation/control.ts';
import { startWorld } from '../../simulation/world.ts';
import type { World } from '../../simulation/world.ts';
import { demoRoutes } from './index.ts';

const SECRET = 'the secret of a test called demo';
const clock = settableClock('2026-03-03T10:00:00.000Z');
let spil: Running;
let world: World;
let company: Company;
let app: FastifyInstance;
let control: { url: string; close(): Promise<void> };
let directory = '';

beforeAll(async () => {
  spil = await startSpil({ clock });
  await seedDemo(spil.database, { now: clock.now(), secrets: { get: async () => SECRET }, people: false });
  for (const person of demoPeople(SECRET).filter(({ email }) => ['utrecht@vandalen.example', 'dc@vandalen.example'].includes(email))) await createPerson(spil.database, person, clock.now());
  directory = await mkdtemp(join(tmpdir(), 'spil-demo-'));
  world = await startWorld({ directory, secret: SECRET, spilUrl: spil.url, ports: 'any', clock });
  company = await createCompany({ spilUrl: spil.url, urls: world.urls, secret: SECRET, clock });
  control = await startControl(company, 0);
  app = await buildServer({
    clock, authenticate: async () => null, ...checked,
    routes: demoRoutes({ database: spil.database, clock, urls: { ...world.urls, company: `${control.url}/_control/company` }, secret: SECRET, url: spil.url, retailer: 'Van Dalen Schoenen', visitorsPlace: 'utrecht', pageOf: async (order) => `https://spil.example/track/${order}` }),
  });
}, 60_000);
afterAll(async () => {
  await app.close();
  await company.stop();
  await control.close();
  await world.close();
  await spil.close();
  await rm(directory, { recursive: true, force: true });
});

const headers = { host: '127.0.0.1:3180', 'sec-fetch-site': 'same-origin' };
async function ask<T = Record<string, unknown>>(method: 'GET' | 'POST' | 'DELETE', url: string, body?: object, others: Record<string, string> = {}): Promise<{ status: number; body: T; cookies: unknown }> {
  const answer = await app.inject({ method, url, headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}), ...others }, ...(body ? { payload: JSON.stringify(body) } : {}) });
  return { status: answer.statusCode, body: (answer.body === '' ? null : answer.json()) as T, cookies: answer.headers['set-cookie'] };
}
const customer = { first: 'Vera', last: 'Bezoeker', email: 'vera@post.example', street: 'Steenweg', houseNumber: '5', postalCode: '3511 AB', city: 'Utrecht' };
interface Products { products: { name: string; price: number; variants: { sku: string; price: number; inShop: number | null; available: number }[] }[] }
interface Followed { order: { id: string; number: string; status: string; page: string; work: { id: string; location: string; email: string; status: string }[] } | null }
const buy = async (shop: string, more: object = {}): Promise<{ number: string; total: number }> => {
  const { body: { products } } = await ask<Products>('GET', `/demo/products?shop=${shop}`);
  const [variant] = products.flatMap(({ variants }) => variants).filter(({ available }) => available > 10);
  const { status, body } = await ask<{ number: string; total: number }>('POST', '/demo/orders', { shop, lines: [{ sku: variant?.sku, quantity: 1 }], method: 'ideal', customer, ...more });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
};

describe('the sandbox', () => {
  it('listens to its own pages on this machine, and to nobody else', async () => {
    expect((await ask('GET', '/demo')).status).toBe(200);
    for (const foreign of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { host: 'rebound.example:3180' }] as Record<string, string>[]) expect((await ask('GET', '/demo', undefined, foreign)).status, JSON.stringify(foreign)).toBe(403);
    expect((await ask('POST', '/demo/robots', { paused: false }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  it('lets a visitor be somebody of the company without typing a password', async () => {
    const { people } = (await ask<{ people: { email: string; password: string }[] }>('GET', '/demo')).body;
    expect(people.find(({ email }) => email === 'utrecht@vandalen.example')?.password).toMatch(/^[a-z2-9]{4}-/);
    const signed = await ask('POST', '/demo/sign-in', { email: 'utrecht@vandalen.example' });
    expect(signed.status).toBe(204);
    expect(String(signed.cookies)).toContain('spil.session_token');
    expect((await ask('POST', '/demo/sign-in', { email: 'nobody@vandalen.example' })).status).toBe(404);
  });
});

describe('a visitor who buys', () => {
  it('sees what each shop sells, with the stock the shop believes in', async () => {
    const [webshop, outlet, own] = await Promise.all(['webshop', 'outlet', 'app'].map(async (shop) => (await ask<Products>('GET', `/demo/products?shop=${shop}`)).body.products));
    const [first] = webshop?.[0]?.variants ?? [];
    expect(first?.inShop).toBe(first?.available);
    expect(own?.[0]?.variants[0]?.inShop).toBeNull();
    expect(outlet?.[0]?.variants[0]?.price).toBeLessThan(webshop?.find(({ name }) => name === outlet?.[0]?.name)?.variants[0]?.price ?? 0);
  });

  it('orders for delivery and for pickup, and is led to whoever does the work', async () => {
    const home = await buy('app');
    const { order } = (await ask<Followed>('GET', `/demo/orders/app/${home.number}`)).body;
    expect(order).toMatchObject({ status: 'in_progress', page: expect.stringContaining('/track/') as string, work: [{ status: 'assigned' }] });
    expect(order?.work[0]?.email).toBe(`${order?.work[0]?.location}@vandalen.example`);
    const pickup = await buy('app', { store: 'utrecht', method: 'klarna' });
    expect((await ask<Followed>('GET', `/demo/orders/app/${pickup.number}`)).body.order?.work.length).toBeGreaterThan(0);
    for (const shop of ['webshop', 'outlet']) expect((await ask('GET', `/demo/orders/${shop}/${encodeURIComponent((await buy(shop)).number)}`)).body).toEqual({ order: null });
    expect(await ask('POST', '/demo/orders', { shop: 'app', lines: [{ sku: 'nothing', quantity: 1 }], method: 'ideal', customer })).toMatchObject({ status: 400, body: { detail: 'This shop does not sell nothing.' } });
    expect((await ask('POST', '/demo/orders', { shop: 'app', lines: [{ sku: 'nothing', quantity: 1 }], method: 'ideal', customer, store: 'mars' })).status).toBe(400);
  });

  it('chooses from what Spil offers, and the order goes with that promise; what is no longer offered is refused', async () => {
    const { body: { products } } = await ask<Products>('GET', '/demo/products?shop=app');
    const [variant] = products.flatMap(({ variants }) => variants).filter(({ available }) => available > 10);
    const offered = (await ask<{ home: { service: string; promisedBy: string; price: number }[]; stores: { location: string; promisedBy: string }[] }>('POST', '/demo/options', { shop: 'app', lines: [{ sku: variant?.sku, quantity: 1 }], postalCode: '3511 AB' })).body;
    expect(offered, JSON.stringify(offered)).toHaveProperty('home');
    const promise = async (number: string): Promise<unknown> => (await spil.database.query<{ promised_by: string }>('select d.promised_by from orders.delivery d join orders.order o on o.id = d.order_id where o.external_number = $1', [number]))[0]?.promised_by;
    const standard = offered.home.find(({ service }) => service === 'standard');
    const home = await buy('app', { choice: { kind: 'home', service: 'standard' } });
    expect([await promise(home.number), home.total]).toEqual([standard?.promisedBy, (variant?.price ?? 0) + (standard?.price ?? 0)]);
    const store = await buy('app', { choice: { kind: 'store', store: offered.stores[0]?.location } });
    expect(await promise(store.number)).toBe(offered.stores[0]?.promisedBy);
    const wish = { shop: 'app', lines: [{ sku: variant?.sku, quantity: 1 }], method: 'ideal', customer };
    for (const choice of [{ kind: 'store', store: 'dc' }, { kind: 'mixed', store: 'utrecht' }, { kind: 'pickup_point', carrier: 'postnl', id: '1' }]) expect(await ask('POST', '/demo/orders', { ...wish, choice })).toMatchObject({ status: 400, body: { field: 'choice' } });
    expect(await ask('POST', '/demo/options', { shop: 'app', lines: [{ sku: variant?.sku, quantity: 1 }], postalCode: 'x' })).toMatchObject({ status: 400, body: { field: 'to.postalCode' } });
  });

  it('reserves at a store without paying, until the end of the policy; what passes its limits is refused in words', async () => {
    const { body: { products } } = await ask<Products>('GET', '/demo/products?shop=app');
    // The visitors before this one bought some; a store near them still has one of the others.
    let [sku, store] = ['', ''];
    for (const variant of products.flatMap(({ variants }) => variants).slice(0, 40)) {
      const { body: { stores = [] } } = await ask<{ stores?: { location: string; brought: boolean }[] }>('POST', '/demo/options', { shop: 'app', lines: [{ sku: variant.sku, quantity: 1 }], postalCode: '3511 AB' });
      [sku, store] = [variant.sku, stores.find(({ brought }) => !brought)?.location ?? ''];
      if (store !== '') break;
    }
    expect(store).not.toBe('');
    const lines = [{ sku, quantity: 1 }];
    expect((await ask('GET', '/demo/reservations')).body).toEqual({ hours: 48 });
    const who = { first: 'Vera', last: 'Bezoeker', email: 'vera.reserveert@post.example', language: 'nl' };
    const made = await ask<{ number: string; store: string; until: string; code: string; page: string }>('POST', '/demo/reservations', { shop: 'app', store, lines, customer: who });
    expect(made, JSON.stringify(made.body)).toMatchObject({ status: 201, body: { store, until: expect.stringMatching(/^2026-03-0[5-7]T/) as string, code: expect.stringMatching(/^[A-Z0-9]{6}$/) as string, page: expect.stringContaining('/track/') as string } });
    const kept = async (): Promise<unknown[]> => spil.database.query(`select r.location, o.channel, r.state from orders.reservation r join orders.order o on o.id = r.order_id`);
    expect(await kept()).toEqual([{ location: store, channel: 'api', state: 'open' }]);
    expect(await ask('POST', '/demo/reservations', { shop: 'app', store, lines: [{ sku, quantity: 20 }], customer: who })).toMatchObject({ status: 400, body: { code: 'reservations.too_many', found: 20, expected: 2, detail: expect.stringContaining('without paying') as string } });
    expect(await ask('POST', '/demo/reservations', { shop: 'app', store: 'mars', lines, customer: who })).toMatchObject({ status: 400, body: { code: 'reservations.location_unknown' } });
    expect(await kept()).toHaveLength(1);
  });

  it('is left alone by the robots, who do take up what others bought', async () => {
    const { number } = await buy('app');
    await company.sell(3, { api: 1, webshop: 0, outlet: 0, till: 0 });
    // Only the warehouse has accounts in this test; elsewhere nobody could sign in.
    company.set({ away: PLACES.flatMap(({ code }) => (code === 'dc' ? [] : [code])) });
    await company.work(8);
    expect((await ask<Followed>('GET', `/demo/orders/app/${number}`)).body.order?.work[0]?.status).toBe('assigned');
    const work = await spil.database.query<{ status: string }>(`select f.status from fulfilment.fulfilment f join orders.order o on o.id = f.order_id where o.external_number like 'VD-%'`);
    expect(work.length).toBeGreaterThan(0);
    expect(work.every(({ status }) => status === 'assigned')).toBe(false);
  });
});

describe('the outside world', () => {
  it('takes money back at the bank and in the dashboard', async () => {
    const { total } = await buy('app');
    const { payments } = (await ask<{ payments: { id: string; amount: number }[] }>('GET', '/demo/payments')).body;
    expect(payments[0]?.amount).toBe(total);
    expect((await ask('POST', `/demo/payments/${payments[0]?.id}/refund`, { amount: 100 })).status).toBe(204);
    expect((await ask('POST', `/demo/payments/${payments[0]?.id}/chargeback`, {})).status).toBe(204);
    expect((await ask<{ payments: object[] }>('GET', '/demo/payments')).body.payments[0]).toMatchObject({ chargedBack: total, refunds: [{ amount: 100 }] });
    expect((await ask('POST', '/demo/payments/tr_nothing/refund', {})).status).toBe(400);
  });

  it('has no parcels and mails before anything is sent, and says what it does not know', async () => {
    expect((await ask('GET', '/demo/mails')).body).toEqual({ mails: [] });
    expect((await ask('GET', '/demo/mails/7')).status).toBe(404);
    expect((await ask<{ parcels: unknown[] }>('GET', '/demo/parcels')).body.parcels).toEqual([]);
    expect((await ask('POST', '/demo/parcels/3SVDSN000000001/advance', { to: 'delivered' })).status).toBe(400);
  });

  it('fails on request, one trouble at a time, and works again', async () => {
    interface Systems { systems: { system: string; scenarios: { name: string; active: boolean }[] }[] }
    const active = ({ systems }: Systems): string[] => systems.flatMap(({ system, scenarios }) => scenarios.filter((one) => one.active).map(({ name }) => `${system} ${name}`));
    expect(active((await ask<Systems>('GET', '/demo/faults')).body)).toEqual([]);
    for (const [system, name] of [['postnl', 'down'], ['postnl', 'slow'], ['mollie', 'unanswered'], ['shopify', 'news_lost'], ['magento', 'busy'], ['erp', 'closed'], ['mailbox', 'refused'], ['threepl', 'silent']]) expect((await ask('POST', '/demo/faults', { system, name })).status).toBe(200);
    expect(active((await ask<Systems>('GET', '/demo/faults')).body).toSorted()).toEqual(['erp closed', 'magento busy', 'mailbox refused', 'mollie unanswered', 'postnl slow', 'shopify news_lost', 'threepl silent']);
    for (const system of ['postnl', 'mollie', 'shopify', 'magento', 'erp', 'mailbox', 'threepl']) expect((await ask('DELETE', `/demo/faults/${system}`)).status).toBe(200);
    expect(active((await ask<Systems>('GET', '/demo/faults')).body)).toEqual([]);
    expect((await ask('POST', '/demo/faults', { system: 'erp', name: 'constructor' })).status).toBe(400);
  });

  it('knows in the ERP what was told, and says where that is not what Spil knows', async () => {
    const { orders, stock } = (await ask<{ orders: { known: boolean; equal: boolean; total: { spil: number; erp: number } }[]; stock: { rows: number; different: object[]; more: number } }>('GET', '/demo/erp')).body;
    // No ERP is connected to this Spil: nothing was told, and the sandbox says so.
    expect(orders.length).toBeGreaterThan(3);
    expect(orders.every(({ known, equal }) => !known && !equal)).toBe(true);
    expect(stock.different).toHaveLength(50);
    expect(stock.more).toBeGreaterThan(1000);
  });

  it('lets the robots pause, hurry and keep away', async () => {
    expect((await ask('POST', '/demo/robots', { pace: 30, paused: true, away: ['utrecht'] })).body).toMatchObject({ robots: { pace: 30, paused: true, away: ['utrecht'] } });
    expect((await ask('POST', '/demo/robots', { pace: 9999 })).status).toBe(400);
  });
});
