/** U5: bought several online, one to the home address, another to a store: one order, two deliveries, one payment that is captured as each part leaves; cancelling one leaves the other. */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { anOrder } from '../support/company.ts';
import { codeOf, subjectsTo } from '../support/customer.ts';
import { journey } from '../support/journey.ts';
import { ok } from '../support/spil.ts';
import type { Client } from '../support/spil.ts';
import { watchedWorld } from '../support/watched.ts';
import type { WatchedWorld } from '../support/watched.ts';

interface Order {
  id: string; number: string; status: string; fulfilments: { id: string; location: string; kind: string; delivery: number }[]; deliveries: { delivery: number; kind: string; status: string; location: string | null }[]; parcels: { id: string; barcode: string | null }[];
  lines: { line: number; units: { stage: string; delivery: number; quantity: number }[] }[]; charges: { total: number }[]; money: { due: number; paid: number; balance: number; payments: { captured: number; refunded: number; authorisedLeft: number }[] };
}

let world: WatchedWorld;
let channel: Client;
let office: Client;
const floor = new Map<string, Client>();
const at = (location: string): Client => floor.get(location) as Client;
const MAIL = 'jo@example.com';

beforeAll(async () => {
  world = await watchedWorld();
  [channel, office] = await Promise.all([world.as('channel'), world.as(['service', 'operations'])]);
  for (const location of ['dc', 'delft']) floor.set(location, await world.as('store', [location]));
});
afterAll(() => world.close());

const look = async (id: string): Promise<Order> => ok(await office.get<Order>(`/orders/${id}`));
const subjects = (order: Order): Promise<string[]> => subjectsTo(world, MAIL, order);
const statuses = (order: Order): string[] => order.deliveries.map(({ kind, status }) => `${kind} ${status}`);

/** A runner to the home address from the DC with its shipping, and boots to collect in Delft. */
async function place(payment: { method: string; captured: boolean }): Promise<Order> {
  ok(await office.post('/stock/receipts', { location: 'dc', lines: [{ sku: 'runner-42', quantity: 1 }] }));
  ok(await office.post('/stock/receipts', { location: 'delft', lines: [{ sku: 'boot-40', quantity: 1 }] }));
  const ref = await world.mollie.pay({ amount: 5995 + 8995 + 495, method: payment.method });
  const whole = anOrder({ lines: [{ sku: 'runner-42', quantity: 1 }, { sku: 'boot-40', quantity: 1, price: 8995 }], shipping: 495, payment: { operator: 'mollie', method: payment.method, captured: payment.captured, ref } });
  const order = ok(await channel.post<Order>('/orders', {
    ...whole, deliveries: [...(whole.deliveries ?? []), { ref: 'd2', kind: 'pickup', location: 'delft' }], lines: whole.lines.map((line, index) => ({ ...line, delivery: index === 0 ? 'd1' : 'd2' })),
  }));
  expect((await look(order.id)).fulfilments.map(({ location, kind, delivery }) => [location, kind, delivery])).toEqual([['dc', 'ship', 1], ['delft', 'pickup', 2]]);
  return order;
}
async function ship(order: Order): Promise<void> {
  const work = (await look(order.id)).fulfilments.find((one) => one.location === 'dc')?.id;
  ok(await at('dc').post(`/fulfilments/${work}/pick`, { scans: [{ scan: `${work}`, code: 'runner-42' }] }));
  ok(await at('dc').post(`/fulfilments/${work}/pack`));
  ok(await at('dc').post('/manifests', { location: 'dc', carrier: 'postnl' }));
}
async function prepare(order: Order): Promise<void> {
  const work = (await look(order.id)).fulfilments.find((one) => one.location === 'delft')?.id;
  ok(await at('delft').post(`/fulfilments/${work}/pick`, { shelf: 'A-1', scans: [{ scan: `${work}`, code: 'boot-40' }] }));
}
const handOver = async (order: Order): Promise<void> => {
  ok(await at('delft').post(`/orders/${order.id}/deliveries/2/collect`, { code: codeOf(order, 2) }));
};

const WAYS = [
  { name: 'iDEAL, captured at once', method: 'ideal', captured: true, after: [15485, 15485] },
  { name: 'a card, captured once, with the last part', method: 'creditcard', captured: false, after: [0, 15485] },
  { name: 'Klarna, captured with each part', method: 'klarna', captured: false, after: [6490, 15485] },
] as const;

describe('U5: one to the home address, another to a store', () => {
  for (const way of WAYS) {
    journey(['U5', 'A4', 'A8', 'A12'], `paid by ${way.name}: each delivery has its own lines, parcel, messages and state`, async () => {
      const order = await place(way);
      expect(statuses(await look(order.id))).toEqual(['ship in_progress', 'pickup in_progress']);
      await ship(order);
      const half = await look(order.id);
      expect(statuses(half)).toEqual(['ship shipped', 'pickup in_progress']);
      expect(half.money.payments[0]?.captured).toBe(way.after[0]);
      expect(half.parcels).toHaveLength(1);
      // The code of the one opens nothing of the other.
      expect((await at('delft').post(`/orders/${order.id}/deliveries/1/collect`, { code: codeOf(order, 2) })).status).toBe(404);
      await prepare(order);
      expect(statuses(await look(order.id))).toEqual(['ship shipped', 'pickup ready']);
      expect(await at('delft').post(`/orders/${order.id}/deliveries/2/collect`, { code: codeOf(order) })).toMatchObject({ status: 422, body: { code: 'fulfilment.wrong_code' } });
      await handOver(order);
      const whole = await look(order.id);
      expect(whole.money).toMatchObject({ due: 15485, paid: 15485, balance: 0, payments: [{ captured: way.after[1], refunded: 0, authorisedLeft: 0 }] });
      await world.postnl.advance('delivered');
      expect((await look(order.id)).status).toBe('complete');
      expect(await subjects(order)).toEqual(['We hebben je bestelling # ontvangen', expect.stringContaining('onderweg'), 'Je bestelling # is klaar om af te halen']);
      const ready = (await world.mails(MAIL)).findLast((mail) => mail.subject.includes('klaar'))?.text ?? '';
      expect([ready.includes('boot-40'), ready.includes('runner-42')]).toEqual([true, false]);
      expect(await world.erp.order(order.number)).toMatchObject({ paid: 15485 });
    });

    journey(['U5', 'A12'], `paid by ${way.name}: cancelling the home delivery takes its shipping along and leaves the pickup`, async () => {
      const order = await place(way);
      ok(await office.post(`/orders/${order.id}/cancel`, { lines: [{ line: 1, delivery: 1, quantity: 1 }] }));
      expect(statuses(await look(order.id))).toEqual(['ship cancelled', 'pickup in_progress']);
      expect(await look(order.id)).toMatchObject({ money: { due: 8995 } });
      await prepare(order);
      await handOver(order);
      const [payment] = (await look(order.id)).money.payments;
      expect({ captured: payment?.captured, refunded: payment?.refunded, left: payment?.authorisedLeft }).toEqual(way.captured ? { captured: 15485, refunded: 6490, left: 0 } : { captured: 8995, refunded: 0, left: 0 });
      expect((await look(order.id)).status).toBe('complete');
    });

    journey(['U5', 'A12'], `paid by ${way.name}: nobody collects the one, the other is delivered and paid for`, async () => {
      const order = await place(way);
      await prepare(order);
      await ship(order);
      await world.pass(20 * 86_400_000);
      const after = await look(order.id);
      expect(statuses(after)).toEqual(['ship shipped', 'pickup cancelled']);
      expect(after.money).toMatchObject({ due: 6490, paid: 6490, balance: 0 });
      for (const { fulfilment } of ok(await at('delft').get<{ work: { fulfilment: string }[] }>('/put-back?location=delft')).work) ok(await at('delft').post('/put-back', { fulfilment, location: 'delft' }));
    });
  }
});
