/** U3: bought online, delivered home from an external DC that gets its work over the interface of a logistics partner and reports back. */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { fromWire } from '../../server/kernel/ids.ts';
import { anOrder } from '../support/company.ts';
import type { OrderOptions } from '../support/company.ts';
import { journey } from '../support/journey.ts';
import { newShoe } from '../support/partner.ts';
import { ok } from '../support/spil.ts';
import type { Client } from '../support/spil.ts';
import { watchedWorld } from '../support/watched.ts';
import type { WatchedWorld } from '../support/watched.ts';

interface Order { id: string; number: string; status: string; fulfilments: { id: string; location: string; dialogue: { state: string; asked: number; reason: string | null } | null }[]; parcels: { status: string; barcode: string; trackingUrl: string }[]; money: { due: number; paid: number; balance: number; payments: { captured: number; refunded: number }[] }; lines: { units: { stage: string; quantity: number }[] }[] }

let world: WatchedWorld;
let channel: Client;
let office: Client;
let leiden: Client;
const MAIL = 'jo@example.com';

beforeAll(async () => {
  world = await watchedWorld({ partner: true });
  [channel, office, leiden] = await Promise.all([world.as('channel'), world.as(['service', 'operations']), world.as('store', ['leiden'])]);
});
afterAll(() => world.close());

const look = async (id: string): Promise<Order> => ok(await office.get<Order>(`/orders/${id}`));
const stages = ({ lines }: Order): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { stage, quantity } of lines.flatMap(({ units }) => units)) counts[stage] = (counts[stage] ?? 0) + quantity;
  return counts;
};
const story = async (id: string): Promise<string[]> => ok(await office.get<{ entries: { code: string }[] }>(`/orders/${id}/timeline?limit=200`)).entries.map(({ code }) => code).toReversed();
const receive = async (location: string, sku: string, quantity: number): Promise<void> => { ok(await office.post('/stock/receipts', { location, lines: [{ sku, quantity }] })); };
/** What the people of the warehouse do. */
const warehouse = (command: string, body: Record<string, unknown> = {}): Promise<unknown> => world.partner.tell(command, body);
const refused = async (): Promise<unknown[]> => (await world.partner.messages()).filter(({ state }) => state === 'refused');

/** Paid by iDEAL; the external DC alone has the goods, and has been given the work. */
async function bought(quantity = 2, delivery: OrderOptions['delivery'] = { kind: 'ship' }): Promise<{ order: Order; sku: string; mails: number }> {
  const sku = await newShoe(world.spil.database);
  await receive('venlo', sku, quantity);
  await world.partner.shelf({ [sku]: quantity });
  const ref = await world.mollie.pay({ amount: 5995 * quantity, method: 'ideal' });
  const mails = (await world.mails(MAIL)).length;
  const order = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku, quantity }], delivery, payment: { operator: 'mollie', method: 'ideal', captured: true, ref } })));
  expect(order.fulfilments.map(({ location }) => location)).toEqual(['venlo']);
  expect((await world.partner.work()).at(-1)).toMatchObject({ id: order.fulfilments[0]?.id, state: 'new' });
  return { order, sku, mails };
}
const cancel = async (id: string): Promise<Order> => ok(await office.post<Order>(`/orders/${id}/cancel`, { reason: 'customer' }));

describe('U3: bought online, delivered home from an external DC', () => {
  journey(['U3'], 'given over its interface, accepted, sent and delivered: a mail with tracking, the money, the stock and the ERP right', async () => {
    const { order, sku, mails } = await bought();
    expect((await look(order.id)).fulfilments[0]?.dialogue).toMatchObject({ state: 'submitted' });
    await warehouse('accept');
    expect((await look(order.id)).fulfilments[0]?.dialogue).toMatchObject({ state: 'accepted' });
    await warehouse('ship');
    const shipped = await look(order.id);
    expect(stages(shipped)).toEqual({ shipped: 2 });
    expect(shipped.money).toMatchObject({ due: 11990, paid: 11990, balance: 0 });
    const news = (await world.mails(MAIL)).slice(mails);
    expect(news).toHaveLength(2);
    expect(news[1]?.text).toContain(shipped.parcels[0]?.barcode);
    await warehouse('deliver');
    expect((await look(order.id)).status).toBe('complete');
    expect(await story(order.id)).toEqual(expect.arrayContaining(['work_submitted', 'work_accepted', 'parcel_shipped', 'parcel_delivered']));
    expect(await world.erp.order(order.number)).toMatchObject({ paid: 11990 });
    await warehouse('stock-report');
    expect(ok(await office.get<{ differences: { sku: string }[] }>('/logistics/differences')).differences.some((one) => one.sku === sku)).toBe(false);
    expect(await refused()).toEqual([]);
  });

  journey(['U3', 'A10'], 'rejected there, it comes from a store at once; rejected where nobody else has it, the money goes back', async () => {
    const { order, sku } = await bought(1);
    await receive('leiden', sku, 1);
    await warehouse('reject');
    const now = await look(order.id);
    expect(now.fulfilments.map(({ location, dialogue }) => [location, dialogue?.state ?? null])).toEqual([['venlo', 'rejected'], ['leiden', null]]);
    const work = now.fulfilments[1]?.id ?? '';
    ok(await leiden.post(`/fulfilments/${work}/pick`, { scans: [{ scan: `s-${work}`, code: sku }] }));
    const { parcels } = ok(await leiden.post<{ parcels: { id: string }[] }>(`/fulfilments/${work}/pack`));
    ok(await leiden.post('/manifests', { location: 'leiden', carrier: 'postnl', parcels: parcels.map(({ id }) => id) }));
    expect(stages(await look(order.id))).toEqual({ shipped: 1 });

    const alone = await bought(1);
    await warehouse('reject', { reason: 'bad_address' });
    const after = await look(alone.order.id);
    expect(after.status).toBe('cancelled');
    expect(after.money.payments[0]).toMatchObject({ captured: 5995, refunded: 5995 });
    expect((await world.mails(MAIL)).at(-1)?.text).toContain(alone.order.number);
  });

  journey(['U3'], 'sent in part: the rest comes from elsewhere as far as there is, and what nobody has is paid back', async () => {
    const { order, sku } = await bought(3);
    await receive('leiden', sku, 1);
    await warehouse('accept');
    await warehouse('ship', { lines: [{ sku, quantity: 1 }], rest: 'not_coming' });
    const now = await look(order.id);
    expect(stages(now)).toEqual({ shipped: 1, allocated: 1, cancelled: 1 });
    expect(now.fulfilments.map(({ location }) => location)).toEqual(['venlo', 'leiden']);
    expect(now.money).toMatchObject({ due: 11990, balance: 0 });
    expect(now.money.payments[0]).toMatchObject({ captured: 17985, refunded: 5995 });
  });

  journey(['U3', 'U25'], 'cancelled when it was accepted: the warehouse is asked, the units stay, it agrees, and the money goes back', async () => {
    const { order } = await bought();
    await warehouse('accept');
    const asked = await cancel(order.id);
    expect(stages(asked)).toEqual({ allocated: 2 });
    expect(asked.fulfilments[0]?.dialogue).toMatchObject({ state: 'cancellation_requested', asked: 2 });
    expect((await look(order.id)).money.payments[0]).toMatchObject({ refunded: 0 });
    expect((await world.partner.work()).at(-1)).toMatchObject({ asked: true });
    await warehouse('cancellation', { accepted: true });
    const after = await look(order.id);
    expect(after).toMatchObject({ status: 'cancelled' });
    expect(after.money.payments[0]).toMatchObject({ captured: 11990, refunded: 11990 });
  });

  journey(['U3', 'U25'], 'cancelled too late: the warehouse says no, who asked is told, and it is delivered and paid', async () => {
    const { order } = await bought();
    await warehouse('accept');
    await cancel(order.id);
    await warehouse('cancellation', { accepted: false });
    const refusedThere = await look(order.id);
    expect(refusedThere.fulfilments[0]?.dialogue).toMatchObject({ state: 'cancellation_rejected', reason: 'It is on the truck' });
    expect(ok(await office.get<{ items: { number: string; reason: string }[] }>('/queues/partner_tasks/items')).items.find(({ number }) => number === order.number)).toMatchObject({ reason: 'cancellation_refused' });
    await warehouse('ship');
    expect((await look(order.id)).money).toMatchObject({ due: 11990, paid: 11990, balance: 0 });
  });

  journey(['U3'], 'cancelled by the customer on their page: the page says that it was asked, and a mail that it was too late', async () => {
    const { order, mails } = await bought();
    await warehouse('accept');
    const token = (await world.spil.customerPage(fromWire('ord', order.id) ?? '')).split('/').at(-1) ?? '';
    const page = async (): Promise<{ can: string[]; deliveries: { lines: { cancellable: number; asked: number; notStopped: number }[] }[] }> => ok(await office.get(`/customer/orders/${token}`));
    ok(await office.post(`/customer/orders/${token}/cancel`, { lines: null }));
    expect(await page()).toMatchObject({ can: [], deliveries: [{ lines: [{ cancellable: 0, asked: 2, notStopped: 0 }] }] });
    expect((await office.post(`/customer/orders/${token}/cancel`, { lines: null })).status).toBe(409);
    await warehouse('cancellation', { accepted: false });
    expect(await page()).toMatchObject({ can: [], deliveries: [{ lines: [{ cancellable: 0, asked: 0, notStopped: 2 }] }] });
    const news = (await world.mails(MAIL)).slice(mails);
    expect(news.at(-1)).toMatchObject({ subject: expect.stringContaining('annuleren lukte niet meer'), count: 1 });
    await warehouse('ship');
    expect(stages(await look(order.id))).toEqual({ shipped: 2 });
  });

  journey(['U3'], 'answers that come twice, late and the other way round end in the same books', async () => {
    const { order } = await bought();
    await world.partner.tell('hold');
    await world.partner.tell('accept');
    await world.partner.tell('ship');
    await world.fault('partner', { operation: 'scan', kind: 'double' });
    // The shipment comes before the acceptance, and everything once more.
    await warehouse('release', { reversed: true });
    await warehouse('repeat');
    await warehouse('deliver');
    const after = await look(order.id);
    expect(after.status).toBe('complete');
    expect(after.parcels).toHaveLength(1);
    expect(await refused()).toEqual([]);
  });

  journey(['U3'], 'while the warehouse cannot be reached, and when its answer is lost, the work order is given once', async () => {
    await world.fault('partner', { operation: 'submit', kind: 'reject', status: 503, times: 1 });
    await world.fault('partner', { operation: 'submit', kind: 'lost', times: 1 });
    const before = (await world.partner.work()).length;
    const { order } = await bought();
    expect((await world.partner.work()).length).toBe(before + 1);
    await warehouse('ship');
    expect(stages(await look(order.id))).toEqual({ shipped: 2 });
    const connection = ok(await office.get<{ items: { id: string; state: string; address: string; waiting: number }[] }>('/connections')).items.find(({ id }) => id === 'partner-venlo');
    expect(connection).toMatchObject({ waiting: 0, address: expect.stringContaining('127.0.0.1') });
  });

  journey(['U3'], 'a count that differs is shown, and booked when somebody agrees; the ERP hears of it', async () => {
    const { order, sku } = await bought();
    await receive('venlo', sku, 5);
    await world.partner.shelf({ [sku]: 5 });
    await warehouse('accept');
    await warehouse('ship');
    await warehouse('stock-report', { wrong: { [sku]: -2 } });
    const [difference] = ok(await office.get<{ differences: { id: string; sku: string; ours: number; difference: number }[] }>('/logistics/differences')).differences.filter((one) => one.sku === sku);
    expect(difference).toMatchObject({ ours: 5, difference: -2 });
    ok(await office.post(`/logistics/differences/${difference?.id}/book`));
    expect(stages(await look(order.id))).toEqual({ shipped: 2 });
    expect((await world.spil.database.query<{ quantity: number }>(`select quantity from books.stock_balance where sku = $1 and location = 'venlo' and state = 'sellable'`, [sku]))[0]?.quantity).toBe(3);
    expect(await refused()).toEqual([]);
  });

  journey(['U3'], 'held after it was accepted: the warehouse stops it, nothing is cancelled or paid back, and it is given again when the order is released', async () => {
    const { order } = await bought();
    await warehouse('accept');
    const held = ok(await office.post<{ holds: { id: string }[] }>(`/orders/${order.id}/holds`, { reason: 'address', owner: 'service' }));
    expect((await world.partner.work()).at(-1)).toMatchObject({ id: order.fulfilments[0]?.id, asked: true });
    await warehouse('cancellation', { accepted: true });
    expect((await world.partner.work()).at(-1)).toMatchObject({ state: 'stopped' });
    const stopped = await look(order.id);
    expect(stages(stopped)).toEqual({ allocated: 2 });
    expect(stopped.money.payments[0]).toMatchObject({ captured: 11990, refunded: 0 });
    world.clock.advance(60_000);
    // The answer to what is given again is lost: given once more it is still one work order.
    await world.fault('partner', { operation: 'submit', kind: 'lost', times: 1 });
    ok(await office.post(`/orders/${order.id}/holds/${held.holds[0]?.id}/release`, { reason: 'checked' }));
    expect((await world.partner.work()).filter(({ id }) => id === order.fulfilments[0]?.id)).toMatchObject([{ state: 'new', asked: false }]);
    await warehouse('accept');
    await warehouse('ship');
    expect(stages(await look(order.id))).toEqual({ shipped: 2 });
    expect(await story(order.id)).toEqual(expect.arrayContaining(['hold_placed', 'work_cancel_requested', 'work_cancel_accepted', 'hold_released', 'work_submitted']));
    expect(await refused()).toEqual([]);
  });

  journey(['U2', 'U3', 'A9'], 'collected in a store, brought there by the external DC: given over its interface, received by scan, told once, handed over', async () => {
    const { order, mails } = await bought(2, { kind: 'pickup', location: 'leiden' });
    await warehouse('accept');
    await warehouse('ship', { trackingNumber: 'VENLO-BOX-1' });
    expect(stages(await look(order.id))).toEqual({ in_transfer: 2 });
    ok(await leiden.post('/loads/VENLO-BOX-1/receive', {}));
    expect(stages(await look(order.id))).toEqual({ ready: 2 });
    const ready = (await world.mails(MAIL)).slice(mails).filter(({ subject }) => subject.includes('klaar'));
    expect(ready).toMatchObject([{ count: 1 }]);
    const code = world.spil.app.deps.pickupCode(fromWire('ord', order.id) ?? '', 1);
    ok(await leiden.post(`/orders/${order.id}/deliveries/1/collect`, { code, identified: true }));
    expect(await look(order.id)).toMatchObject({ status: 'complete', money: { balance: 0 } });
    expect(await refused()).toEqual([]);
  });
});
