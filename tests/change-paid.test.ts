/** A delivery that costs more after a change: the customer pays on the operator's page and it goes on by itself; not paid in time it becomes what it was. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derivedSecret } from '../server/app.ts';
import { fromWire } from '../server/kernel/ids.ts';
import { linkTo } from '../server/modules/selfservice/index.ts';
import { ADDRESS, anOrder } from './support/company.ts';
import { ok } from './support/spil.ts';
import type { Client, Reply } from './support/spil.ts';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

interface Order { id: string; number: string; onHold: boolean; version: number; holds: { reason: string }[]; deliveries: { kind: string; location: string | null }[]; money: { due: number; paid: number; balance: number; payments: { operator: string; captured: number; refunded: number }[] } }
interface Page { money: { total: number; toPay: { amount: number; until: string } | null } }

let world: World;
let channel: Client;
let office: Client;
let delft: Client;
const MAIL = 'jo@example.com';
const look = async ({ id }: Order): Promise<Order> => ok(await office.get<Order>(`/orders/${id}`));
const link = async ({ id }: Order): Promise<string> => `/customer/orders/${(await linkTo({ database: world.spil.database, secret: derivedSecret('a test secret', 'customer links'), url: '' }, fromWire('ord', id) ?? '', world.clock.now())).token}`;
const events = async ({ id }: Order, type: string): Promise<Record<string, unknown>[]> => ok(await office.get<{ events: { type: string; data: Record<string, unknown> }[] }>(`/orders/${id}/events`)).events.flatMap((event) => (event.type === type ? [event.data] : []));
const lastMail = async (): Promise<string> => (await world.mails(MAIL)).at(-1)?.text ?? '';
const home = async (order: Order): Promise<Page> => ok(await delft.post<Page>(`${await link(order)}/deliveries/1/change`, { address: ADDRESS }));
const pay = async (order: Order): Promise<Reply<{ url: string; code: string }>> => delft.post(`${await link(order)}/pay`);
const atMollie = async (url: string, outcome: string): Promise<void> => { expect((await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ outcome }), redirect: 'manual' })).status).toBeLessThan(400); };
/** The operator says that there is news of everything that is open. */
const heard = async (): Promise<void> => {
  for (const { id } of await world.mollie.payments()) await fetch(`${world.url}/hooks/payments/mollie`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `id=${id}` });
  await world.quiet();
};

async function placed(): Promise<Order> {
  ok(await office.post('/stock/counts', { location: 'delft', lines: [{ sku: 'boot-40', counted: 4 }] }));
  const payment = { operator: 'mollie', method: 'ideal', captured: true, ref: await world.mollie.pay({ amount: 8995, method: 'ideal' }) };
  return ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'boot-40', quantity: 1, price: 8995 }], delivery: { kind: 'pickup', location: 'delft' }, payment })));
}

beforeAll(async () => {
  world = await startWorld();
  [channel, office, delft] = await Promise.all([world.as('channel'), world.as(['service', 'operations']), world.as('store', ['delft'])]);
  const draft = ok(await office.post<{ version: number }>('/settings/pickup-policy/default/versions', { body: { code: true, identification: false, homePrice: 495, payHours: 24 } }));
  ok(await office.post(`/settings/pickup-policy/default/versions/${draft.version}/activate`));
});
afterAll(() => world.close());

describe('a home delivery that costs more', () => {
  it('waits for its payment, tells how to pay, and goes on by itself once it is paid', async () => {
    const order = await placed();
    expect(await pay(order)).toMatchObject({ status: 409, body: { code: 'selfservice.nothing_to_pay' } });
    const page = await home(order);
    expect(page.money).toMatchObject({ total: 9490, toPay: { amount: 495, until: '2026-03-03T09:00:00.000Z' } });
    await world.right();
    expect(await look(order)).toMatchObject({ onHold: true, deliveries: [{ kind: 'ship' }], money: { due: 9490, balance: 495 } });
    expect(await lastMail()).toMatch(/Betaal eerst €\s4,95 op de pagina van je bestelling/);
    // Twice pressed is one payment.
    const [one, two] = [ok(await pay(order)), ok(await pay(order))];
    expect(two.url).toBe(one.url);
    expect(await events(order, 'PaymentOpened')).toEqual([expect.objectContaining({ operator: 'mollie', amount: 495 })]);
    await world.right();
    await atMollie(one.url, 'pay');
    await heard();
    await world.right();
    expect(await look(order)).toMatchObject({ onHold: false, money: { due: 9490, paid: 9490, balance: 0 } });
    expect(ok(await delft.get<Page>(await link(order))).money.toPay).toBeNull();
    expect(await pay(order)).toMatchObject({ status: 409, body: { code: 'selfservice.nothing_to_pay' } });
    // Its time passes, and nothing comes of that.
    world.clock.advance(25 * 3_600_000);
    await world.spil.tick();
    expect(await events(order, 'PaymentLapsed')).toEqual([]);
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
    await world.right();
    expect((await look(order)).money.payments.map(({ refunded }) => refunded).sort()).toEqual([495, 8995]);
  });

  it('that failed at the operator can be paid anew; the customer who thinks better of it owes nothing', async () => {
    const order = await placed();
    await home(order);
    const { version } = await look(order);
    await world.fault('mollie', { operation: 'create-payment', kind: 'reject', status: 503 });
    expect(await pay(order)).toMatchObject({ status: 409, body: { code: 'selfservice.cannot_pay' } });
    expect((await look(order)).version).toBe(version);
    const { url } = ok(await pay(order));
    await atMollie(url, 'fail');
    await heard();
    const again = ok(await pay(order));
    expect(again.url).not.toBe(url);
    const page = ok(await delft.post<Page>(`${await link(order)}/deliveries/1/change`, { location: 'delft' }));
    expect(page.money).toMatchObject({ total: 8995, toPay: null });
    await world.right();
    expect(await look(order)).toMatchObject({ onHold: false, deliveries: [{ kind: 'pickup', location: 'delft' }], money: { due: 8995, balance: 0 } });
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
    await world.right();
  });

  it('not paid in time is collected again, to the second; who pays after that gets it back', async () => {
    const order = await placed();
    const { money } = await home(order);
    const { url: early } = ok(await pay(order));
    const until = money.toPay?.until ?? '';
    world.clock.set(new Date(Date.parse(until) - 1).toISOString());
    await world.spil.tick();
    expect((await look(order)).deliveries).toMatchObject([{ kind: 'ship' }]);
    // The customer pays in the last moment, and Spil hears of it too late.
    await atMollie(early, 'pay');
    world.clock.set(until);
    await world.spil.tick();
    await world.right();
    expect(await look(order)).toMatchObject({ onHold: false, deliveries: [{ kind: 'pickup', location: 'delft' }], money: { due: 8995, balance: 0 } });
    expect(await events(order, 'PaymentLapsed')).toEqual([{ delivery: 1, amount: 495, back: true }]);
    const mails = (await world.mails(MAIL)).filter(({ subject }) => subject.includes(order.number)).map(({ text }) => text);
    expect(mails.filter((text) => text.includes('niet op tijd betaald'))).toHaveLength(1);
    expect(await pay(order)).toMatchObject({ status: 409, body: { code: 'selfservice.nothing_to_pay' } });
    await world.spil.tick();
    expect(await events(order, 'PaymentLapsed')).toHaveLength(1);
    await heard();
    await world.right();
    expect((await look(order)).money).toMatchObject({ due: 8995, paid: 8995, balance: 0 });
    expect((await look(order)).money.payments.map(({ refunded }) => refunded).sort()).toEqual([0, 495]);
    expect((await world.mails(MAIL)).at(-1)?.text).not.toContain('online');
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
    await world.right();
  });

  it('that cannot go back, for the store has closed, stays and waits for somebody to decide', async () => {
    const order = await placed();
    const { money } = await home(order);
    await world.spil.database.query(`update locations.location set active = false where code = 'delft'`);
    await world.spil.database.query(`update kernel.epoch set value = value + 1 where name = 'settings'`);
    world.clock.set(money.toPay?.until ?? '');
    await world.spil.tick();
    await world.right();
    expect(await look(order)).toMatchObject({ onHold: true, deliveries: [{ kind: 'ship' }], holds: [{ reason: 'payment_pending' }], money: { due: 9490, balance: 495 } });
    expect(await events(order, 'PaymentLapsed')).toEqual([{ delivery: 1, amount: 495, back: false }]);
    expect(await pay(order)).toMatchObject({ status: 409, body: { code: 'selfservice.nothing_to_pay' } });
    expect((await delft.post(`/customer/orders/${'x'.repeat(40)}/pay`)).status).toBe(404);
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
    await world.right();
  });
});
