/** What a change costs more (a delivery, lines that staff add): the customer pays on the operator's page and it goes on by itself; not paid in time it becomes what it was. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADDRESS, anOrder } from './support/company.ts';
import { tokenOf } from './support/customer.ts';
import { ok } from './support/spil.ts';
import type { Client, Reply } from './support/spil.ts';
import { watchedWorld } from './support/watched.ts';
import type { WatchedWorld } from './support/watched.ts';

interface Order { id: string; number: string; onHold: boolean; version: number; holds: { reason: string }[]; deliveries: { kind: string; location: string | null }[]; money: { due: number; paid: number; balance: number; payments: { operator: string; captured: number; refunded: number }[] } }
interface Page { money: { total: number; toPay: { amount: number; until: string } | null } }

let world: WatchedWorld;
let channel: Client;
let office: Client;
let delft: Client;
const MAIL = 'jo@example.com';
const look = async ({ id }: Order): Promise<Order> => ok(await office.get<Order>(`/orders/${id}`));
const link = async ({ id }: Order): Promise<string> => `/customer/orders/${await tokenOf(world, { id })}`;
const events = async ({ id }: Order, type: string): Promise<Record<string, unknown>[]> => ok(await office.get<{ events: { type: string; data: Record<string, unknown> }[] }>(`/orders/${id}/events`)).events.flatMap((event) => (event.type === type ? [event.data] : []));
const lastMail = async (): Promise<string> => (await world.mails(MAIL)).at(-1)?.text ?? '';
const home = async (order: Order): Promise<Page> => ok(await delft.post<Page>(`${await link(order)}/deliveries/1/change`, { address: ADDRESS }));
const pay = async (order: Order): Promise<Reply<{ url: string; code: string }>> => delft.post(`${await link(order)}/pay`);

async function placed(): Promise<Order> {
  ok(await office.post('/stock/counts', { location: 'delft', lines: [{ sku: 'boot-40', counted: 4 }] }));
  const payment = { operator: 'mollie', method: 'ideal', captured: true, ref: await world.mollie.pay({ amount: 8995, method: 'ideal' }) };
  return ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'boot-40', quantity: 1, price: 8995 }], delivery: { kind: 'pickup', location: 'delft' }, payment })));
}

beforeAll(async () => {
  world = await watchedWorld();
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
    expect(await look(order)).toMatchObject({ onHold: true, deliveries: [{ kind: 'ship' }], money: { due: 9490, balance: 495 } });
    expect(await lastMail()).toMatch(/Betaal eerst €\s4,95 op de pagina van je bestelling/);
    // Twice pressed is one payment.
    const [one, two] = [ok(await pay(order)), ok(await pay(order))];
    expect(two.url).toBe(one.url);
    expect(await events(order, 'PaymentOpened')).toEqual([expect.objectContaining({ operator: 'mollie', amount: 495 })]);
    await world.mollie.visit(one.url, 'pay');
    await world.mollie.tell();
    expect(await look(order)).toMatchObject({ onHold: false, money: { due: 9490, paid: 9490, balance: 0 } });
    expect(ok(await delft.get<Page>(await link(order))).money.toPay).toBeNull();
    expect(await pay(order)).toMatchObject({ status: 409, body: { code: 'selfservice.nothing_to_pay' } });
    // Its time passes, and nothing comes of that.
    await world.pass(25 * 3_600_000);
    expect(await events(order, 'PaymentLapsed')).toEqual([]);
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
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
    await world.mollie.visit(url, 'fail');
    await world.mollie.tell();
    const again = ok(await pay(order));
    expect(again.url).not.toBe(url);
    const page = ok(await delft.post<Page>(`${await link(order)}/deliveries/1/change`, { location: 'delft' }));
    expect(page.money).toMatchObject({ total: 8995, toPay: null });
    expect(await look(order)).toMatchObject({ onHold: false, deliveries: [{ kind: 'pickup', location: 'delft' }], money: { due: 8995, balance: 0 } });
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
  });

  it('not paid in time is collected again, to the second; who pays after that gets it back', async () => {
    const order = await placed();
    const { money } = await home(order);
    const { url: early } = ok(await pay(order));
    const until = money.toPay?.until ?? '';
    // The customer pays in the last moment, and Spil hears of it too late.
    await world.step(async () => {
      await world.pass(new Date(Date.parse(until) - 1).toISOString());
      expect((await look(order)).deliveries).toMatchObject([{ kind: 'ship' }]);
      await world.mollie.visit(early, 'pay');
      await world.pass(until);
    });
    expect(await look(order)).toMatchObject({ onHold: false, deliveries: [{ kind: 'pickup', location: 'delft' }], money: { due: 8995, balance: 0 } });
    expect(await events(order, 'PaymentLapsed')).toEqual([{ delivery: 1, amount: 495, back: true }]);
    const mails = (await world.mails(MAIL)).filter(({ subject }) => subject.includes(order.number)).map(({ text }) => text);
    expect(mails.filter((text) => text.includes('niet op tijd betaald'))).toHaveLength(1);
    expect(await pay(order)).toMatchObject({ status: 409, body: { code: 'selfservice.nothing_to_pay' } });
    await world.pass(0);
    expect(await events(order, 'PaymentLapsed')).toHaveLength(1);
    await world.mollie.tell();
    expect((await look(order)).money).toMatchObject({ due: 8995, paid: 8995, balance: 0 });
    expect((await look(order)).money.payments.map(({ refunded }) => refunded).sort()).toEqual([0, 495]);
    expect((await world.mails(MAIL)).at(-1)?.text).not.toContain('online');
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
  });

  it('that cannot go back, for the store has closed, stays and waits for somebody to decide', async () => {
    const order = await placed();
    const { money } = await home(order);
    await world.spil.database.query(`update locations.location set active = false where code = 'delft'`);
    await world.spil.database.query(`update kernel.epoch set value = value + 1 where name = 'settings'`);
    await world.pass(money.toPay?.until ?? '');
    expect(await look(order)).toMatchObject({ onHold: true, deliveries: [{ kind: 'ship' }], holds: [{ reason: 'payment_pending' }], money: { due: 9490, balance: 495 } });
    expect(await events(order, 'PaymentLapsed')).toEqual([{ delivery: 1, amount: 495, back: false }]);
    expect(await pay(order)).toMatchObject({ status: 409, body: { code: 'selfservice.nothing_to_pay' } });
    expect((await delft.post(`/customer/orders/${'x'.repeat(40)}/pay`)).status).toBe(404);
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
    await world.spil.database.query(`update locations.location set active = true where code = 'delft'`);
    await world.spil.database.query(`update kernel.epoch set value = value + 1 where name = 'settings'`);
  });
});

describe('what staff add and costs more', () => {
  interface Lines { lines: { line: number; name: string; units: { stage: string; quantity: number }[] }[] }
  const belt = (more: object = {}): object => ({ ref: 'belt', name: 'Belt', kind: 'goods', sku: 'runner-42', quantity: 1, unitPrice: 2995, subtotal: 2995, discount: 0, taxes: [{ name: 'VAT', rate: 2100, amount: 520, country: 'NL' }], total: 2995, ...more });
  const add = (order: Order, body: object = { lines: [belt()] }): Promise<Reply<Order>> => office.post<Order>(`/orders/${order.id}/lines`, body);
  const stages = async (order: Order): Promise<string[]> => (ok(await office.get<Lines>(`/orders/${order.id}`))).lines.map(({ units }) => units.map(({ stage, quantity }) => `${quantity} ${stage}`).join(' + '));
  const mails = async (order: Order): Promise<string[]> => (await world.mails(MAIL)).filter(({ subject }) => subject.includes(order.number)).map(({ subject }) => subject.replace(order.number, '#'));
  const belts = async (): Promise<void> => { ok(await office.post('/stock/counts', { location: 'delft', lines: [{ sku: 'runner-42', counted: 4 }] })); };

  it('is asked of the customer on the page of the order, once for all of it, and goes on by itself once it is paid', async () => {
    await belts();
    const order = await placed();
    expect(ok(await add(order))).toMatchObject({ onHold: true, money: { due: 11990, balance: 2995 } });
    expect((await mails(order)).at(-1)).toMatch(/^Bestelling #: betaal nog €\s29,95$/);
    // More of it is asked together with what is asked already.
    ok(await office.post(`/orders/${order.id}/lines/2/quantity`, { quantity: 2 }));
    expect((await events(order, 'PaymentAsked')).map(({ amount, undo }) => [amount, undo])).toEqual([
      [2995, [{ kind: 'lines', lines: [2], charges: [] }]], [5990, [{ kind: 'lines', lines: [3], charges: [] }, { kind: 'lines', lines: [2], charges: [] }]],
    ]);
    expect(ok(await delft.get<Page>(await link(order))).money.toPay).toMatchObject({ amount: 5990 });
    const { url } = ok(await pay(order));
    await world.mollie.visit(url, 'pay');
    await world.mollie.tell();
    expect(await look(order)).toMatchObject({ onHold: false, money: { due: 14985, paid: 14985, balance: 0 } });
    await world.pass(25 * 3_600_000);
    expect([await events(order, 'PaymentLapsed'), await stages(order)]).toEqual([[], ['1 allocated', '1 allocated', '1 allocated']]);
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
  });

  it('not paid in time comes off again with its charge, to the second, and the customer is told; the rest goes on', async () => {
    await belts();
    const order = await placed();
    const wrap = { ref: 'wrap', kind: 'fee', name: 'Gift wrapping', subtotal: 250, discount: 0, taxes: [{ name: 'VAT', rate: 2100, amount: 43, country: 'NL' }], total: 250 };
    ok(await add(order, { lines: [belt()], charges: [wrap] }));
    const { until } = ok(await delft.get<Page>(await link(order))).money.toPay ?? { until: '' };
    await world.pass(new Date(Date.parse(until) - 1).toISOString());
    expect(await stages(order)).toEqual(['1 allocated', '1 allocated']);
    await world.pass(until);
    expect(await stages(order)).toEqual(['1 allocated', '1 cancelled']);
    expect(await look(order)).toMatchObject({ onHold: false, money: { due: 8995, balance: 0 } });
    expect(await events(order, 'PaymentLapsed')).toEqual([{ delivery: 1, amount: 3245, back: true }]);
    expect(await events(order, 'ItemsCancelled')).toEqual([expect.objectContaining({ reason: 'payment', charges: [{ ref: 'wrap', amount: 250 }] })]);
    expect((await mails(order)).slice(2)).toHaveLength(1);
    expect(await lastMail()).toContain('Belt');
    await world.pass(0);
    expect(await events(order, 'PaymentLapsed')).toHaveLength(1);
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
  });

  it('and a dearer delivery besides: both are asked for, and both are undone', async () => {
    await belts();
    const order = await placed();
    await home(order);
    ok(await add(order));
    expect(ok(await delft.get<Page>(await link(order))).money.toPay).toMatchObject({ amount: 3490 });
    // Another address of a home that is not paid for yet asks for the same once more, and goes back to the same store.
    ok(await delft.post(`${await link(order)}/deliveries/1/change`, { address: { ...ADDRESS, houseNumber: '77' } }));
    const { amount, until } = ok(await delft.get<Page>(await link(order))).money.toPay ?? { amount: 0, until: '' };
    expect(amount).toBe(3490);
    await world.pass(until);
    expect(await look(order)).toMatchObject({ onHold: false, deliveries: [{ kind: 'pickup', location: 'delft' }], money: { due: 8995, balance: 0 } });
    expect(await stages(order)).toEqual(['1 allocated', '1 cancelled']);
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
  });

  it('taken off by staff is asked no more; a charge alone waits for somebody to decide; what does not add up changes nothing', async () => {
    await belts();
    const order = await placed();
    const before = await look(order);
    expect((await add(order, { lines: [belt({ total: 1 })] })).status).toBe(422);
    expect(await look(order)).toEqual(before);
    ok(await add(order));
    ok(await office.post(`/orders/${order.id}/cancel`, { lines: [{ line: 2, quantity: 1 }] }));
    expect(await look(order)).toMatchObject({ onHold: false, money: { due: 8995, balance: 0 } });
    expect(await pay(order)).toMatchObject({ status: 409, body: { code: 'selfservice.nothing_to_pay' } });
    ok(await add(order, { lines: [], charges: [{ ref: 'fee', kind: 'fee', name: 'Engraving', subtotal: 500, discount: 0, taxes: [{ name: 'VAT', rate: 2100, amount: 87, country: 'NL' }], total: 500 }] }));
    const { until } = ok(await delft.get<Page>(await link(order))).money.toPay ?? { until: '' };
    await world.pass(until);
    expect(await events(order, 'PaymentLapsed')).toEqual([{ delivery: 1, amount: 500, back: false }]);
    expect(await look(order)).toMatchObject({ onHold: true, money: { due: 9495, balance: 500 } });
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
  });
});

describe('another address at a price', () => {
  it('not paid in time goes where it went, without the price', async () => {
    ok(await office.post('/stock/counts', { location: 'delft', lines: [{ sku: 'boot-40', counted: 4 }] }));
    const payment = { operator: 'mollie', method: 'ideal', captured: true, ref: await world.mollie.pay({ amount: 8995, method: 'ideal' }) };
    const order = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'boot-40', quantity: 1, price: 8995 }], payment })));
    ok(await office.post(`/orders/${order.id}/deliveries/1/change`, { address: { ...ADDRESS, street: 'Verweg', houseNumber: '9' }, price: 750 }));
    expect(await look(order)).toMatchObject({ onHold: true, money: { due: 9745, balance: 750 } });
    expect(await lastMail()).toContain('Verweg 9');
    await world.pass(ok(await delft.get<Page>(await link(order))).money.toPay?.until ?? '');
    expect(await look(order)).toMatchObject({ onHold: false, deliveries: [{ kind: 'ship' }], money: { due: 8995, balance: 0 } });
    expect(await lastMail()).toMatch(/niet op tijd betaald en gaat niet door/);
    expect(await lastMail()).not.toContain('Verweg');
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
  });
});
