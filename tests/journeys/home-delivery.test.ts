/** U1 and U6: bought online, delivered home from the warehouse and from stores; with every way to pay, each with a short. And the rows of the shop floor they prove. */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { anOrder } from '../support/company.ts';
import type { OrderOptions } from '../support/company.ts';
import { journey } from '../support/journey.ts';
import { ok } from '../support/spil.ts';
import type { Client } from '../support/spil.ts';
import { watchedWorld } from '../support/watched.ts';
import type { WatchedWorld } from '../support/watched.ts';

interface Order { id: string; number: string; status: string; fulfilments: { id: string; location: string }[]; parcels: { id: string; status: string; barcode: string | null; trackingUrl: string | null }[]; money: { due: number; paid: number; balance: number; payments: { captured: number; refunded: number; authorisedLeft: number }[] }; lines: { units: { stage: string; quantity: number }[] }[] }

let world: WatchedWorld;
let channel: Client;
let office: Client;
const floor = new Map<string, Client>();
const at = (location: string): Client => floor.get(location) as Client;

beforeAll(async () => {
  world = await watchedWorld();
  channel = await world.as('channel');
  office = await world.as(['service', 'operations']);
  for (const location of ['dc', 'utrecht', 'zeist', 'delft', 'leiden', 'den-haag']) floor.set(location, await world.as('store', [location]));
});
afterAll(() => world.close());

const look = async (id: string): Promise<Order> => ok(await office.get<Order>(`/orders/${id}`));
const stages = (order: Order): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const line of order.lines) for (const { stage, quantity } of line.units) counts[stage] = (counts[stage] ?? 0) + quantity;
  return counts;
};
let scans = 0;
const scan = (code: string, quantity = 1): { scan: string; code: string; quantity: number } => ({ scan: `device-${++scans}`, code, quantity });
const receive = async (location: string, lines: Record<string, number>): Promise<void> => { ok(await office.post('/stock/receipts', { location, lines: Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity })) })); };
const workAt = async (location: string, order: string): Promise<{ id: string; toPick: number }> => {
  const { fulfilments } = ok(await at(location).get<{ fulfilments: { id: string; order: string; toPick: number }[] }>('/fulfilments'));
  const mine = fulfilments.find((one) => one.order === order);
  if (!mine) throw new Error(`${location} has no work for ${order}`);
  return mine;
};
/** From the list to the pile: accept, scan, pack, label, hand over. */
async function ship(location: string, order: string, codes: readonly string[]): Promise<void> {
  const work = await workAt(location, order);
  ok(await at(location).post(`/fulfilments/${work.id}/accept`));
  ok(await at(location).post(`/fulfilments/${work.id}/pick`, { scans: codes.map((code) => scan(code)) }));
  const { parcels } = ok(await at(location).post<{ parcels: { id: string }[] }>(`/fulfilments/${work.id}/pack`));
  ok(await at(location).post('/manifests', { location, carrier: 'postnl', parcels: parcels.map((parcel) => parcel.id) }));
}

const MAIL = 'jo@example.com';
const PAYMENTS: readonly { name: string; method: string; captured: boolean }[] = [
  { name: 'iDEAL, captured at once', method: 'ideal', captured: true },
  { name: 'a card, captured once', method: 'creditcard', captured: false },
  { name: 'Klarna, captured with each departure', method: 'klarna', captured: false },
];

async function place(lines: OrderOptions['lines'], payment: (typeof PAYMENTS)[number]): Promise<Order> {
  const total = lines.reduce((sum, line) => sum + (line.price ?? 5995) * line.quantity, 0);
  const ref = await world.mollie.pay({ amount: total, method: payment.method });
  const placed = ok(await channel.post<Order>('/orders', anOrder({ lines, payment: { operator: 'mollie', method: payment.method, captured: payment.captured, ref } })));
  return placed;
}
const paymentOf = async (index: number): Promise<{ captured: number; refundedOut: number }> => (await world.mollie.payments()).toReversed()[index] ?? { captured: -1, refundedOut: -1 };

describe('U1: bought online, delivered home from the DC', () => {
  for (const payment of PAYMENTS) {
    journey(['U1'], `paid by ${payment.name}: one parcel from the DC, a mail with tracking, the money captured, stock and ERP right`, async () => {
      await receive('dc', { 'runner-42': 2 });
      const before = (await world.mails(MAIL)).length;
      const order = await place([{ sku: 'runner-42', quantity: 2 }], payment);
      expect(order.fulfilments.map((work) => work.location)).toEqual(['dc']);
      await ship('dc', order.id, ['2000000000015', '2000000000015']);
      const shipped = await look(order.id);
      expect(shipped.parcels).toHaveLength(1);
      expect(shipped.money).toMatchObject({ due: 11990, paid: 11990, balance: 0 });
      const news = (await world.mails(MAIL)).slice(before);
      expect(news).toHaveLength(2);
      expect(news[1]?.text).toContain(shipped.parcels[0]?.barcode);
      const payments = await world.mollie.payments();
      expect(payments.filter((one) => one.captured === 11990).length).toBeGreaterThan(0);
      await world.postnl.advance('delivered');
      expect((await look(order.id)).status).toBe('complete');
    });

    journey(['U1'], `paid by ${payment.name}, with a short: what nobody has is cancelled and its money does not stay`, async () => {
      await receive('dc', { 'runner-43': 2 });
      const order = await place([{ sku: 'runner-43', quantity: 2 }], payment);
      const work = await workAt('dc', order.id);
      ok(await at('dc').post(`/fulfilments/${work.id}/short`, { line: 1, quantity: 1, reason: 'incomplete' }));
      await ship('dc', order.id, ['2000000000022']);
      const after = await look(order.id);
      expect(stages(after)).toEqual({ shipped: 1, cancelled: 1 });
      expect(after.money).toMatchObject({ due: 5995, paid: 5995, balance: 0 });
      const [ours] = after.money.payments;
      expect({ captured: ours?.captured, refunded: ours?.refunded, left: ours?.authorisedLeft }).toEqual(payment.captured ? { captured: 11990, refunded: 5995, left: 0 } : { captured: 5995, refunded: 0, left: 0 });
      expect((await world.mails(MAIL)).some((mail) => mail.text.includes(order.number) && /geannuleerd|niet leveren/i.test(mail.subject + mail.text))).toBe(true);
    });
  }

  journey(['U1'], 'an order of the web shop that holds the money itself: shipped, told back with tracking, the short refunded there', async () => {
    await receive('dc', { 'boot-40': 2 });
    await world.shopify('POST', '/products', [{ sku: 'boot-40', title: 'Boot 40', price: 8995, available: 2 }]);
    const address = { first_name: 'Jo', last_name: 'Doe', address1: 'Oudegracht 12', address2: null, zip: '3511 AB', city: 'Utrecht', country_code: 'NL', country: 'Netherlands', province: null, phone: null, company: null };
    const placed = await world.shopify<{ id: string }>('POST', '/orders', { lines: [{ sku: 'boot-40', quantity: 2 }], customer: { email: MAIL, address }, payment: { kind: 'paid' }, shipping: { title: 'Standard', price: 0, address } });
    const { orders } = ok(await office.get<{ orders: { id: string; channel: string }[] }>('/orders?channel=shop'));
    expect(orders).toHaveLength(1);
    const id = orders[0]?.id ?? '';
    const work = await workAt('dc', id);
    ok(await at('dc').post(`/fulfilments/${work.id}/short`, { line: 1, quantity: 1, reason: 'damaged' }));
    await ship('dc', id, ['2000000000039']);
    const theirs = await world.shopify<{ refunded: number; shipments: { number: string; lines: { quantity: number }[] }[] }>('GET', `/orders/${placed.id}`);
    expect(theirs.refunded).toBe(8995);
    expect(theirs.shipments).toHaveLength(1);
    expect(theirs.shipments[0]?.number).toBe((await look(id)).parcels[0]?.barcode);
    expect((await look(id)).money).toMatchObject({ due: 8995, paid: 8995, balance: 0 });
  });
});

describe('U6: bought online, shipped from a store', () => {
  for (const payment of PAYMENTS) {
    journey(['U6', 'A4', 'A5', 'A6', 'A7', 'A8', 'A10', 'A12'], `paid by ${payment.name}: scanned, a wrong scan refused, damaged here and sent from elsewhere, packed, announced, handed over, mailed`, async () => {
      await receive('utrecht', { 'runner-42': 2 });
      await receive('leiden', { 'runner-42': 1 });
      const before = (await world.mails(MAIL)).length;
      const order = await place([{ sku: 'runner-42', quantity: 2 }], payment);
      expect(order.fulfilments.map((work) => work.location)).toEqual(['utrecht']);

      // A5: only Utrecht sees the work.
      const work = await workAt('utrecht', order.id);
      expect((await at('leiden').get(`/fulfilments/${work.id}`)).status).toBe(404);
      // A6: a wrong product is refused in words, the right one counts.
      expect(await at('utrecht').post(`/fulfilments/${work.id}/pick`, { scans: [scan('2000000000039')] })).toMatchObject({ status: 422, body: { code: 'fulfilment.wrong_scan' } });
      ok(await at('utrecht').post(`/fulfilments/${work.id}/pick`, { scans: [scan('2000000000015')] }));
      // A10: the other is damaged; Leiden gets it at once.
      expect(ok(await at('utrecht').post(`/fulfilments/${work.id}/short`, { line: 1, quantity: 1, reason: 'damaged' }))).toMatchObject({ reassigned: [{ location: 'leiden', quantity: 1 }] });
      // A7: the label comes from the carrier; the handover is a manifest.
      const { parcels } = ok(await at('utrecht').post<{ parcels: { id: string }[] }>(`/fulfilments/${work.id}/pack`));
      const label = await at('utrecht').get<string>(`/parcels/${parcels[0]?.id}/label`);
      expect(label.status).toBe(200);
      expect(String(label.body).startsWith('%PDF')).toBe(true);
      expect(ok(await at('utrecht').post<{ parcels: unknown[] }>('/manifests', { location: 'utrecht', carrier: 'postnl' })).parcels).toHaveLength(1);
      await ship('leiden', order.id, ['2000000000015']);
      const after = await look(order.id);
      expect(stages(after)).toEqual({ shipped: 2 });
      expect(after.money).toMatchObject({ due: 11990, paid: 11990, balance: 0 });
      // A8: one mail when it was ordered and one per parcel, each with its tracking link.
      const news = (await world.mails(MAIL)).slice(before);
      expect(news.map((mail) => mail.count)).toEqual([1, 1, 1]);
      for (const parcel of after.parcels) expect(news.some((mail) => mail.text.includes(parcel.barcode ?? 'none'))).toBe(true);
      // A12: the ERP knows the same.
      expect(await world.erp.order(order.number)).toMatchObject({ paid: 11990 });
    });
  }

  journey(['A10'], 'short again and again until nowhere in stock: then cancelled, the money returned, the customer told', async () => {
    await receive('zeist', { 'runner-43': 1 });
    await receive('delft', { 'runner-43': 1 });
    const order = await place([{ sku: 'runner-43', quantity: 1 }], PAYMENTS[0] as (typeof PAYMENTS)[number]);
    for (let round = 0; round < 2; round += 1) {
      const now = await look(order.id);
      const last = now.fulfilments.at(-1);
      ok(await at(last?.location ?? '').post(`/fulfilments/${last?.id}/short`, { line: 1, quantity: 1, reason: 'not_found' }));
    }
    const after = await look(order.id);
    expect(after.status).toBe('cancelled');
    expect(after.money.payments[0]).toMatchObject({ captured: 5995, refunded: 5995 });
    expect((await world.mails(MAIL)).at(-1)?.text).toContain(order.number);
  });

  journey(['A7'], 'the carrier is down: the store reads why, nothing is announced twice, and the label comes when it is back', async () => {
    await receive('utrecht', { 'boot-40': 1 });
    const order = await place([{ sku: 'boot-40', quantity: 1 }], PAYMENTS[0] as (typeof PAYMENTS)[number]);
    await world.fault('postnl', { operation: 'label', kind: 'reject', status: 503, times: 2 });
    const work = await workAt('utrecht', order.id);
    ok(await at('utrecht').post(`/fulfilments/${work.id}/pick`, { scans: [scan('2000000000039')] }));
    await world.step(async () => {
      ok(await at('utrecht').post(`/fulfilments/${work.id}/pack`));
      await world.spil.drain();
      expect((await look(order.id)).parcels[0]).toMatchObject({ status: 'packed', problem: expect.stringContaining('PostNL') });
    });
    expect((await look(order.id)).parcels[0]).toMatchObject({ status: 'labelled' });
  });
});
