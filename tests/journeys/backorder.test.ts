/** Backorders and pre-orders: sold before it is there with a day, told when it moves, given out in turn, not before its release, and the money back when it does not come. */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { anOrder } from '../support/company.ts';
import { journey } from '../support/journey.ts';
import { ok } from '../support/spil.ts';
import type { Client } from '../support/spil.ts';
import { watchedWorld } from '../support/watched.ts';
import type { WatchedWorld } from '../support/watched.ts';

interface Order { id: string; number: string; status: string; fulfilments: { id: string }[]; parcels: { id: string; status: string }[]; money: { due: number; paid: number; balance: number; payments: { captured: number; refunded: number }[] }; lines: { units: { stage: string; location: string | null; quantity: number }[] }[] }
interface Expected { state: string; outstanding: number; waiting: number; received: number; lines: { kept: number }[] }
interface Happened { type: string; data: Record<string, unknown> }

let world: WatchedWorld;
let channel: Client;
let service: Client;
let operations: Client;
let erp: Client;
let dc: Client;
beforeAll(async () => {
  world = await watchedWorld();
  [channel, service, operations, erp, dc] = await Promise.all([world.as('channel'), world.as('service'), world.as('operations'), world.as('erp'), world.as('store', ['dc'])]);
});
afterAll(() => world.close());

const GTIN = { 'runner-42': '2000000000015', 'runner-43': '2000000000022', 'boot-40': '2000000000039' } as const;
type Sku = keyof typeof GTIN;
const look = async (id: string): Promise<Order> => ok(await service.get<Order>(`/orders/${id}`));
const stands = async (id: string): Promise<string[]> => (await look(id)).lines.flatMap((line) => line.units.map(({ quantity, stage }) => `${quantity} ${stage}`)).sort();
const happened = async (id: string): Promise<Happened[]> => ok(await service.get<{ events: Happened[] }>(`/orders/${id}/events`)).events;
const expected = async (reference: string): Promise<Expected> => ok(await operations.get<Expected>(`/expected-receipts/${reference}`));
const mailsTo = async (email: string): Promise<{ subject: string; text: string }[]> => (await world.mails(email));

/** Operations say how a product may be sold before it is there. */
async function maySell(sku: Sku, terms: { backorder?: boolean; releasedOn?: string | null }): Promise<void> {
  const { version, updatedAt: _updatedAt, sku: _sku, can: _can, partOf: _partOf, ...body } = ok(await operations.get<Record<string, unknown>>(`/variants/${sku}`));
  ok(await operations.put(`/variants/${sku}`, { ...body, ...terms }, { 'if-match': String(version) }));
}
async function announce(reference: string, sku: Sku, quantity: number, expectedOn: string): Promise<void> {
  ok(await erp.put(`/expected-receipts/${reference}`, { location: 'dc', supplier: 'Schoenfabriek', lines: [{ sku, quantity, expectedOn }] }));
}
let buyers = 0;
async function buy(sku: Sku, quantity: number): Promise<{ id: string; email: string }> {
  buyers += 1;
  const email = `buyer-${buyers}@example.com`;
  const price = sku === 'boot-40' ? 8995 : 5995;
  const ref = await world.mollie.pay({ amount: price * quantity, method: 'ideal' });
  const snapshot = anOrder({ lines: [{ sku, quantity, price }], payment: { operator: 'mollie', method: 'ideal', captured: true, ref }, placedAt: world.clock.now() });
  const { id } = ok(await channel.post<Order>('/orders', { ...snapshot, customer: { name: 'Jo Doe', email, language: 'nl' } }));
  world.clock.advance(60_000);
  return { id, email };
}
let scans = 0;
async function receive(reference: string, sku: Sku, good: number, close = false): Promise<void> {
  ok(await dc.post(`/expected-receipts/${reference}/receive`, { lines: [{ code: GTIN[sku], good }], close }));
}
/** The warehouse picks, packs and hands over what it has to do for an order. */
async function ship(order: string, sku: Sku, quantity: number): Promise<void> {
  const { fulfilments } = ok(await dc.get<{ fulfilments: { id: string; order: string }[] }>('/fulfilments'));
  const work = fulfilments.find((one) => one.order === order);
  expect(work, `work for ${order}`).toBeDefined();
  ok(await dc.post(`/fulfilments/${work?.id}/pick`, { scans: [{ scan: `bo-${++scans}`, code: GTIN[sku], quantity }] }));
  const { parcels } = ok(await dc.post<{ parcels: { id: string }[] }>(`/fulfilments/${work?.id}/pack`));
  ok(await dc.post('/manifests', { location: 'dc', carrier: 'postnl', parcels: parcels.map(({ id }) => id) }));
}

describe('BO: sold before it is there', () => {
  journey(['BO'], 'ordered on backorder with a day, the day moves, the customer is told, received in parts, the first order first, shipped', async () => {
    await maySell('runner-42', { backorder: true });
    await announce('PO-100', 'runner-42', 3, '2026-03-10');
    const [first, second] = [await buy('runner-42', 2), await buy('runner-42', 1)];
    expect(await stands(first.id)).toEqual(['2 waiting']);
    expect(await expected('PO-100')).toMatchObject({ outstanding: 3, waiting: 3 });
    // A third finds nothing left to promise: it is cancelled at once, and the money goes back.
    const third = await buy('runner-42', 1);
    expect(await stands(third.id)).toEqual(['1 cancelled']);
    expect((await look(third.id)).money).toMatchObject({ due: 0, balance: 0, payments: [{ captured: 5995, refunded: 5995 }] });
    const told = await mailsTo(first.email);
    // One mail says both: that the order came in, and that it takes until then.
    expect(told, told.map(({ text }) => text).join('\n---\n')).toHaveLength(1);
    expect(told[0]?.text).toMatch(/ontvangen[\s\S]*uiterlijk donderdag 12 maart; nog niet alles is er/);

    const before = told.length;
    await announce('PO-100', 'runner-42', 3, '2026-03-17');
    expect((await happened(first.id)).filter(({ type }) => type === 'ExpectedDateMoved')).toHaveLength(1);
    const news = (await mailsTo(first.email)).slice(before);
    expect(news).toHaveLength(1);
    expect(news[0]?.text).toMatch(/19 maart/);
    // The ERP says the same again: nobody hears it twice.
    await announce('PO-100', 'runner-42', 3, '2026-03-17');
    expect(await mailsTo(first.email)).toHaveLength(before + 1);

    world.clock.set('2026-03-17T08:00:00.000Z');
    await receive('PO-100', 'runner-42', 2);
    expect(await stands(first.id)).toEqual(['2 allocated']);
    expect(await stands(second.id)).toEqual(['1 waiting']);
    await ship(first.id, 'runner-42', 2);
    expect(await stands(first.id)).toEqual(['2 shipped']);
    await receive('PO-100', 'runner-42', 1);
    expect(await stands(second.id)).toEqual(['1 allocated']);
    expect(await expected('PO-100')).toMatchObject({ state: 'closed', outstanding: 0, waiting: 0, received: 3 });
    await ship(second.id, 'runner-42', 1);
    expect((await look(second.id)).parcels.map(({ status }) => status)).toEqual(['shipped']);
    expect((await look(second.id)).money).toMatchObject({ due: 5995, paid: 5995, balance: 0 });
  });

  journey(['BO'], 'two who want what comes in, one who waited and one who is quick: nothing is sold in between', async () => {
    await announce('PO-101', 'runner-42', 1, '2026-03-20');
    const waited = await buy('runner-42', 1);
    const quick = await world.step(async () => {
      ok(await dc.post('/expected-receipts/PO-101/receive', { lines: [{ code: GTIN['runner-42'], good: 1 }] }));
      expect((await expected('PO-101')).lines).toMatchObject([{ kept: 1 }]);
      // Booked, and the one who waited has not taken it yet.
      const ref = await world.mollie.pay({ amount: 5995, method: 'ideal' });
      return ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'runner-42', quantity: 1 }], payment: { operator: 'mollie', method: 'ideal', captured: true, ref }, placedAt: world.clock.now() }))).id;
    });
    expect(await stands(waited.id)).toEqual(['1 allocated']);
    expect(await stands(quick)).toEqual(['1 cancelled']);
    expect((await look(quick)).money).toMatchObject({ due: 0, balance: 0 });
    await ship(waited.id, 'runner-42', 1);
  });

  journey(['BO'], 'what does not come: the last in the queue is planned again, and the money goes back when nobody else has it', async () => {
    await announce('PO-102', 'runner-42', 2, '2026-03-24');
    const [first, second] = [await buy('runner-42', 1), await buy('runner-42', 1)];
    await announce('PO-102', 'runner-42', 1, '2026-03-24');
    expect(await stands(first.id)).toEqual(['1 waiting']);
    expect(await stands(second.id)).toEqual(['1 cancelled']);
    expect((await look(second.id)).money).toMatchObject({ due: 0, balance: 0, payments: [{ refunded: 5995 }] });
    expect((await mailsTo(second.email)).at(-1)?.text).toMatch(/59,95/);
    ok(await erp.post('/expected-receipts/PO-102/cancel'));
    expect(await stands(first.id)).toEqual(['1 cancelled']);
    expect((await happened(first.id)).map(({ type }) => type)).toEqual(expect.arrayContaining(['ItemsWaiting', 'SupplyLost', 'ItemsCancelled', 'PaymentRefunded']));
    expect(await expected('PO-102')).toMatchObject({ state: 'cancelled', outstanding: 0, waiting: 0 });
  });

  journey(['BO'], 'a pre-order is paid and reserved before the day of release, and not shipped before it', async () => {
    world.clock.set('2026-03-25T09:00:00.000Z');
    await maySell('boot-40', { releasedOn: '2026-04-02' });
    await announce('PO-103', 'boot-40', 2, '2026-03-27');
    const [early, late] = [await buy('boot-40', 1), await buy('boot-40', 1)];
    expect(await stands(early.id)).toEqual(['1 waiting']);
    await receive('PO-103', 'boot-40', 2);
    expect(await stands(early.id)).toEqual(['1 allocated']);
    expect(ok(await dc.get<{ fulfilments: unknown[] }>('/fulfilments')).fulfilments).toEqual([]);
    const work = (await look(early.id)).fulfilments[0]?.id;
    expect(await dc.post(`/fulfilments/${work}/pick`, { scans: [{ scan: 'too-soon', code: GTIN['boot-40'], quantity: 1 }] })).toMatchObject({ status: 409, body: { code: 'fulfilment.not_yet' } });
    // Midnight in Amsterdam, summer time by then.
    await world.pass('2026-04-01T22:01:00.000Z');
    await ship(early.id, 'boot-40', 1);
    await ship(late.id, 'boot-40', 1);
    expect(await stands(late.id)).toEqual(['1 shipped']);
  });
});
