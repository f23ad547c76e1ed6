/** The customer's page over HTTP: what a signed link shows at each step, what the customer may cancel, and that nobody else learns anything. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stock } from '../../../tests/support/company.ts';
import { checked } from '../../../tests/support/examples.ts';
import { client } from '../../../tests/support/spil.ts';
import { pickupCode } from '../../app.ts';
import { SYSTEM } from '../../kernel/command.ts';
import { buildServer } from '../../kernel/http.ts';
import { fromWire } from '../../kernel/ids.ts';
import { customerFollowers, eraseCustomer } from '../customers/index.ts';
import { authenticator, createKey } from '../identity/index.ts';
import { mailLink } from '../notifications/index.ts';
import { clock, drain, news, ok, on, openBench, place, refunds, scans, secret, ship, store, work } from '../notifications/testbed.ts';
import type { Order } from '../notifications/testbed.ts';
import type { CustomerOrder } from './contract.ts';
import { linkTo, selfservicePersonalData, selfserviceRoutes } from './index.ts';
import type { SelfserviceDeps } from './index.ts';

openBench();

let url = '';
let close: () => Promise<void> = async () => undefined;
let deps: SelfserviceDeps;

beforeAll(async () => {
  const { database, app } = on.spil;
  const links = { database, secret: 'signs links', url: 'https://spil.example/' };
  deps = { ...links, orders: app.deps, ips: null, operators: new Map(), pickupCode: (order, delivery) => pickupCode(secret, order, delivery), carrierName: () => 'PostNL', timeZone: 'Europe/Amsterdam', mailLink: (context, order, contact, language) => mailLink(on.deps, context, order, contact, language) };
  on.deps.orderUrl = async ({ id }, at) => (await linkTo(links, id, at)).url;
  const server = await buildServer({ routes: selfserviceRoutes(deps), clock, authenticate: authenticator(database, clock), ...checked });
  url = await server.listen({ host: '127.0.0.1', port: 0 });
  close = () => server.close();
});
afterAll(() => close());

interface Got<T> { status: number; body: T & { code: string; detail: string }; headers: Headers }
async function ask<T = CustomerOrder>(method: 'GET' | 'POST', path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Got<T>> {
  const answer = await fetch(url + path, { method, headers: { ...(method === 'POST' ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}), ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: (/json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : text) as Got<T>['body'] };
}
const idOf = (order: Order): string => fromWire('ord', order.id) ?? '';
const tokenOf = async (order: Order): Promise<string> => (await linkTo(deps, idOf(order), clock.now())).token;
const page = async (order: Order): Promise<CustomerOrder> => ok(await ask('GET', `/customer/orders/${await tokenOf(order)}`));
const steps = ({ deliveries: [first] }: CustomerOrder): string => (first?.steps ?? []).map(({ step, state, at }) => `${step} ${state}${at === null ? '' : ' at'}`).join(', ');

describe('a home delivery', () => {
  it('is followed from the mail to the door, in plain words and with little of the person', async () => {
    await stock(on.spil, { utrecht: { 'runner-42': 3 } });
    const order = await place({ lines: [{ sku: 'runner-42', quantity: 2 }], payment: { operator: 'psp', method: 'ideal', captured: true }, shipping: 495 });
    const [mail] = await news();
    const [link, token = ''] = /https:\/\/spil\.example\/track\/([A-Za-z0-9_-]{40})/.exec(mail?.html ?? '') ?? [];
    expect(mail?.text).toContain(link);
    const view = ok(await ask('GET', `/customer/orders/${token}`));
    expect(view).toMatchObject({
      firstName: 'Jo', language: 'nl', currency: 'EUR', can: ['cancel'], money: { total: 12485, paid: 12485, refunded: 0, coming: 0, methods: ['iDEAL'] },
      deliveries: [{ kind: 'home', status: 'received', ahead: null, address: { postalCode: '351•••', city: 'Utrecht' }, lines: [{ name: 'runner-42', quantity: 2, cancellable: 2, units: [{ status: 'received', quantity: 2 }] }], parcels: [], code: null }],
    });
    expect(steps(view)).toBe('received now at, preparing todo, on_its_way todo, delivered todo');
    for (const secretOf of ['Doe', 'jo@example.com', 'Oudegracht', '3511 AB', '3511AB']) expect(JSON.stringify({ ...view, brand: null })).not.toContain(secretOf);

    ok(await store('utrecht').post(`/fulfilments/${work(order, 'utrecht')}/accept`));
    expect(steps(await page(order))).toBe('received done at, preparing now at, on_its_way todo, delivered todo');
    expect((await page(order)).can).toEqual(['cancel']);
    await ship('utrecht', work(order, 'utrecht'), 'runner-42', 2, '3SABCD000000101');
    const [parcel] = await on.spil.database.query<{ id: string }>('select id from shipping.parcel where order_id = $1', [idOf(order)]);
    await on.spil.database.query('insert into shipping.tracked (parcel_id, seen, checked_at) values ($1, $2, now())', [parcel?.id, ['2026-03-02T17:00:00Z B01 2 accepted', '2026-03-03T06:00:00Z J05 out_for_delivery']]);
    const sent = await page(order);
    expect(sent).toMatchObject({ can: [], deliveries: [{ status: 'on_its_way', parcels: [{ carrier: 'PostNL', trackingNumber: '3SABCD000000101', trackingUrl: 'https://postnl.example/3SABCD000000101', status: 'on_its_way', from: 'Utrecht', scans: [{ status: 'accepted' }, { status: 'out_for_delivery' }] }] }] });
    expect(steps(sent)).toBe('received done at, preparing done at, on_its_way now at, delivered todo');
    expect(await ask('POST', `/customer/orders/${token}/cancel`, {})).toMatchObject({ status: 409, body: { code: 'selfservice.cannot_cancel', detail: expect.stringContaining('niets meer') as string } });
  });

  it('says what is ahead of the rest, and what the customer may still cancel of it', async () => {
    await stock(on.spil, { utrecht: { 'runner-43': 1 }, zeist: { 'boot-40': 1 } });
    const order = await place({ lines: [{ sku: 'runner-43', quantity: 1 }, { sku: 'boot-40', quantity: 1 }], payment: { operator: 'psp', method: 'ideal', captured: true } });
    await ship('utrecht', work(order, 'utrecht'), 'runner-43', 1, '3SABCD000000102');
    expect(await page(order)).toMatchObject({ can: ['cancel'], deliveries: [{ status: 'received', ahead: 'on_its_way', lines: [{ cancellable: 0 }, { cancellable: 1 }] }] });
    const token = await tokenOf(order);
    expect(await ask('POST', `/customer/orders/${token}/cancel?language=en`, { lines: [{ line: 1, quantity: 1 }] })).toMatchObject({ status: 409, body: { code: 'selfservice.cannot_cancel', detail: expect.stringContaining('already working') as string } });
    const key = randomUUID();
    const cancelled = ok(await ask('POST', `/customer/orders/${token}/cancel`, {}, { 'idempotency-key': key }));
    expect(cancelled).toMatchObject({ can: [], money: { total: 5995, coming: 5995, refunds: [{ amount: 5995, method: 'iDEAL', doneAt: null }] }, deliveries: [{ status: 'on_its_way', lines: [{ units: [{ status: 'on_its_way' }] }, { units: [{ status: 'cancelled', quantity: 1 }] }] }] });
    expect(ok(await ask('POST', `/customer/orders/${token}/cancel`, {}, { 'idempotency-key': key }))).toEqual(cancelled);
    await refunds(order.id);
    expect((await page(order)).money).toMatchObject({ coming: 0, refunded: 5995, refunds: [{ amount: 5995, doneAt: clock.now() }] });
    const [event] = (await on.office.get<{ events: { by: unknown }[] }>(`/orders/${order.id}/events`)).body.events.filter((one) => (one as { type?: string }).type === 'ItemsCancelled');
    expect(event?.by).toEqual({ kind: 'system', id: 'customer' });
  });
});

describe('a pickup', () => {
  it('shows the store at once, and the code only when everything is there', async () => {
    await stock(on.spil, { delft: { 'runner-42': 1 } });
    const order = await place({ lines: [{ sku: 'runner-42', quantity: 1 }], delivery: { kind: 'pickup', location: 'delft' } });
    const before = await page(order);
    expect(before).toMatchObject({ deliveries: [{ kind: 'store', status: 'received', code: null, until: null, address: null, store: { name: 'Delft', city: 'Delft', zone: 'Europe/Amsterdam', open: true } }] });
    expect(before.deliveries[0]?.store?.week).toHaveLength(7);
    expect(before.deliveries[0]?.store?.week[0]).toEqual({ date: '2026-03-02', name: null, hours: [{ from: '09:00', until: '18:00' }] });
    const token = await tokenOf(order);
    expect(await ask('GET', `/customer/orders/${token}/deliveries/1/code.svg`)).toMatchObject({ status: 404, body: { code: 'selfservice.no_code' } });
    ok(await store('delft').post(`/fulfilments/${work(order, 'delft')}/pick`, { scans: scans('runner-42', 1), shelf: 'A1' }));
    const ready = await page(order);
    expect(ready.deliveries[0]).toMatchObject({ status: 'ready', code: pickupCode(secret, idOf(order), 1), until: '2026-03-16' });
    expect(steps(ready)).toBe('received done at, preparing done at, ready now at, collected todo');
    const svg = await ask<string>('GET', `/customer/orders/${token}/deliveries/1/code.svg`);
    expect(svg.headers.get('content-type')).toBe('image/svg+xml');
    expect(svg.body).toMatch(/^<svg [^>]+viewBox="0 0 29 29"/);
  });

  it('that is brought from elsewhere says that it travels', async () => {
    await stock(on.spil, { leiden: { 'runner-43': 1 } });
    const order = await place({ lines: [{ sku: 'runner-43', quantity: 1 }], delivery: { kind: 'pickup', location: 'zeist' } });
    ok(await store('leiden').post(`/fulfilments/${work(order, 'leiden')}/pick`, { scans: scans('runner-43', 1) }));
    ok(await store('leiden').post(`/fulfilments/${work(order, 'leiden')}/transfer`, { load: 'T-9' }));
    const view = await page(order);
    expect(view.deliveries[0]?.status).toBe('to_store');
    expect(steps(view)).toBe('received done at, preparing done at, to_store now at, ready todo, collected todo');
  });
});

describe('the link', () => {
  it('answers 304 until something changes, keeps nothing and is not found by search engines', async () => {
    await stock(on.spil, { utrecht: { 'runner-42': 1 } });
    const order = await place({ lines: [{ sku: 'runner-42', quantity: 1 }] });
    const token = await tokenOf(order);
    const first = await ask('GET', `/customer/orders/${token}`);
    const etag = first.headers.get('etag') ?? '';
    expect([first.headers.get('cache-control'), first.headers.get('x-robots-tag'), first.headers.get('referrer-policy')]).toEqual(['private, no-store', 'noindex, nofollow', 'no-referrer']);
    expect((await ask('GET', `/customer/orders/${token}`, undefined, { 'if-none-match': etag })).status).toBe(304);
    ok(await ask('POST', `/customer/orders/${token}/cancel`, {}));
    expect(await ask('GET', `/customer/orders/${token}`, undefined, { 'if-none-match': etag })).toMatchObject({ status: 200, body: { deliveries: [{ status: 'cancelled' }] } });
  });

  it('is refused alike when it is wrong, has run out or was withdrawn, in the reader\'s language', async () => {
    await stock(on.spil, { utrecht: { 'runner-42': 1 } });
    const order = await place({ lines: [{ sku: 'runner-42', quantity: 1 }] });
    const token = await tokenOf(order);
    const ranOut = (await linkTo(deps, idOf(order), '2025-03-02T09:00:00.000Z')).token;
    const unknown = (await linkTo(deps, '0188bac7-4afa-78aa-bc3b-bd1eef28d881', clock.now())).token;
    const wrong = await ask('GET', '/customer/orders/wrong');
    expect(wrong).toMatchObject({ status: 404, body: { code: 'selfservice.link_invalid', detail: 'This link does not work (any more). Ask for a new one with your order number and e-mail address.' } });
    expect((await ask('GET', '/customer/orders/wrong', undefined, { 'accept-language': 'nl-NL,nl;q=0.9' })).body.detail).toContain('Deze link werkt niet');
    for (const other of [ranOut, unknown, `${token.slice(0, -1)}x`]) expect((await ask('GET', `/customer/orders/${other}`)).body).toEqual(wrong.body);
    const desk = client(url, (await createKey(on.spil.database, { name: 'desk', roles: ['service'], locations: null }, clock.now())).secret);
    expect(ok(await desk.get(`/orders/${order.id}/customer-link`))).toEqual({ url: `https://spil.example/track/${token}`, expiresAt: '2026-08-30T00:00:00.000Z' });
    ok(await desk.post(`/orders/${order.id}/customer-link/revoke`));
    expect((await ask('GET', `/customer/orders/${token}`)).body).toEqual(wrong.body);
    expect((await page(order)).deliveries[0]?.status).toBe('received');
    expect((await client(url, '').get(`/orders/${order.id}/customer-link`)).status).toBe(401);
  });

  it('goes with the customer\'s data', async () => {
    await stock(on.spil, { utrecht: { 'runner-42': 1 } });
    const order = await place({ lines: [{ sku: 'runner-42', quantity: 1 }] }, (snapshot) => ({ ...snapshot, customer: { name: 'Weg Ermee', email: 'weg@example.com', language: 'nl', externalId: 'w1' } }));
    const token = await tokenOf(order);
    await drain();
    for (const one of customerFollowers({ database: on.spil.database, clock })) await one.drain();
    const [person] = await on.spil.database.query<{ id: string }>(`select id from customers.customer where email = 'weg@example.com'`);
    await eraseCustomer({ database: on.spil.database, personalData: selfservicePersonalData }, { now: clock.now(), actor: SYSTEM, key: null }, person?.id ?? '', 'asked', true);
    expect((await ask('GET', `/customer/orders/${token}`)).status).toBe(404);
  });

  it('stops those who guess, and not those who have one', async () => {
    await stock(on.spil, { utrecht: { 'runner-42': 1 } });
    const token = await tokenOf(await place({ lines: [{ sku: 'runner-42', quantity: 1 }] }));
    let last: Got<unknown> | null = null;
    for (let tries = 0; tries < 31; tries += 1) last = await ask('GET', '/customer/orders/guess');
    expect(last).toMatchObject({ status: 429, body: { code: 'selfservice.too_many' } });
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask('GET', `/customer/orders/${token}`)).status).toBe(200);
    clock.advance(11 * 60_000);
    expect((await ask('GET', '/customer/orders/guess')).status).toBe(404);
  });
});

describe('a new link', () => {
  it('is mailed to whoever placed the order, and the answer never says whether there is one', async () => {
    await stock(on.spil, { utrecht: { 'runner-42': 1 } });
    const order = await place({ lines: [{ sku: 'runner-42', quantity: 1 }] }, (snapshot) => ({ ...snapshot, externalNumber: '#W-77' }));
    await news();
    const answers = [];
    for (const body of [{ number: 'W-77', email: 'someone@else.com' }, { number: '#W-77', email: 'JO@example.com' }, { number: order.number, email: 'jo@example.com' }, { number: '999999', email: 'jo@example.com' }]) answers.push(await ask('POST', '/customer/link', { ...body, language: 'nl' }));
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 202, body: { said: expect.stringContaining('nieuwe link') as string } });
    const [mail, ...more] = await news();
    expect(more, 'asked twice within a minute, mailed once').toEqual([]);
    expect(mail).toMatchObject({ to: 'jo@example.com', subject: expect.stringContaining('De link naar je bestelling') as string });
    const [, token = ''] = /\/track\/([A-Za-z0-9_-]{40})/.exec(mail?.text ?? '') ?? [];
    expect(ok(await ask('GET', `/customer/orders/${token}`))).toMatchObject({ number: order.number, shopNumber: '#W-77' });
  });
  it('is not mailed for ever', async () => {
    const statuses = [];
    for (let asked = 0; asked < 6; asked += 1) statuses.push((await ask('POST', '/customer/link', { number: '1', email: 'flood@example.com' })).status);
    expect(statuses).toEqual([202, 202, 202, 202, 202, 429]);
  });
});
