/** The walks of orders step by step, over HTTP: after every step the events with their moves, the stock book and the money book are compared cell by cell. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { codeOf } from './support/customer.ts';
import { ok, startSpil } from './support/spil.ts';
import type { Client, Running } from './support/spil.ts';
import { SYSTEM } from '../server/kernel/command.ts';
import { fromWire } from '../server/kernel/ids.ts';
import { settleIntent } from '../server/modules/orders/index.ts';

interface Event { seq: number; type: string; data: Record<string, unknown>; moves: { units?: { n: number; from: { stage: string } | null; to: { stage: string } }[] } }
interface Order {
  id: string; number: string; status: string; version: number;
  fulfilments: { id: string; number: string; location: string; kind: string; destination: string | null }[];
  parcels: { id: string; number: string; status: string }[];
  money: { due: number; balance: number; payments: { id: string; authorised: number; authorisedLeft: number; capturePending: number; captured: number; refundPending: number; refunded: number }[]; intents: { id: string; kind: string; amount: number; state: string }[] };
}

let spil: Running;
let office: Client;
let channel: Client;
const stores = new Map<string, Client>();
const at = (location: string): Client => {
  const store = stores.get(location);
  if (!store) throw new Error(`no account at ${location}`);
  return store;
};

beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database);
  office = await spil.as(['operations', 'service', 'carrier']);
  channel = await spil.as('channel');
  for (const location of ['utrecht', 'zeist', 'den-haag', 'delft', 'leiden']) stores.set(location, await spil.as('store', [location]));
});
afterAll(() => spil.close());

/** Follows one order: what is new in its journal since the last look, with the moves of the units book in words. */
function follow(id: string): { news(): Promise<string[]>; order(): Promise<Order> } {
  let seen = 0;
  return {
    order: async () => (await office.get<Order>(`/orders/${id}`)).body,
    news: async () => {
      const { events } = (await office.get<{ events: Event[] }>(`/orders/${id}/events`)).body;
      const fresh = events.slice(seen);
      seen = events.length;
      expect(events.map((event) => event.seq)).toEqual(events.map((_event, index) => index + 1));
      return fresh.map((event) => {
        const moves = new Map<string, number>();
        for (const move of event.moves.units ?? []) {
          const way = `${move.from?.stage ?? ''} → ${move.to.stage}`.trim();
          moves.set(way, (moves.get(way) ?? 0) + move.n);
        }
        return [event.type, ...[...moves].map(([way, n]) => `${n} ${way}`)].join(' | ');
      });
    },
  };
}

/** The stock book of a SKU: location and state → quantity/reserved, without empty rows. */
async function shelf(sku: string): Promise<Record<string, string>> {
  const { balances } = (await office.get<{ balances: { location: string; state: string; quantity: number; reserved: number }[] }>(`/stock?sku=${sku}`)).body;
  return Object.fromEntries(balances.filter((balance) => balance.quantity > 0 || balance.reserved > 0).map((balance) => [`${balance.location} ${balance.state}`, `${balance.quantity}/${balance.reserved}`]));
}

const money = ({ money: { due, payments } }: Order): Record<string, number> => {
  const sum = (of: (payment: (typeof payments)[number]) => number): number => payments.reduce((total, payment) => total + of(payment), 0);
  return { due, authorisedLeft: sum((one) => one.authorisedLeft), capturePending: sum((one) => one.capturePending), captured: sum((one) => one.captured), refundPending: sum((one) => one.refundPending), refunded: sum((one) => one.refunded) };
};

describe('home delivery, three pairs at 59.95, card with later capture; one turns out damaged, the replacement is nowhere', () => {
  const sku = 'runner-42';
  let id: string;
  let walk: ReturnType<typeof follow>;
  let f1: string;
  let f2: string;
  let l1: string;

  it('is placed by the channel', async () => {
    await stock(spil, { utrecht: { [sku]: 3 }, zeist: { [sku]: 1 } });
    const placed = await channel.post<Order>('/orders', anOrder({ lines: [{ sku, quantity: 3 }], payment: { operator: 'psp', method: 'card' } }));
    expect(placed.status).toBe(201);
    id = placed.body.id;
    walk = follow(id);
    expect(await walk.news()).toEqual(['OrderPlaced | 3 → open', 'PaymentAuthorised', 'FulfilmentAssigned | 3 open → allocated']);
    expect(placed.body.fulfilments).toMatchObject([{ number: 'F1', location: 'utrecht', kind: 'ship' }]);
    f1 = placed.body.fulfilments[0]?.id ?? '';
    expect(await shelf(sku)).toEqual({ 'utrecht sellable': '3/3', 'zeist sellable': '1/0' });
    expect(money(placed.body)).toEqual({ due: 17985, authorisedLeft: 17985, capturePending: 0, captured: 0, refundPending: 0, refunded: 0 });
  });

  it('Utrecht scans two', async () => {
    ok(await at('utrecht').post(`/fulfilments/${f1}/pick`, { scans: [{ scan: 's1', code: '2000000000015' }, { scan: 's2', code: '2000000000015' }] }));
    expect(await walk.news()).toEqual(['ItemsPicked | 2 allocated → picked']);
    expect(await shelf(sku)).toEqual({ 'utrecht picked': '2/2', 'utrecht sellable': '1/1', 'zeist sellable': '1/0' });
  });

  it('a scan that is sent again counts once, a wrong one and one too many are refused', async () => {
    expect((await at('utrecht').post<{ scans: { result: string }[] }>(`/fulfilments/${f1}/pick`, { scans: [{ scan: 's2', code: '2000000000015' }] })).body.scans).toMatchObject([{ result: 'already' }]);
    expect(await at('utrecht').post(`/fulfilments/${f1}/pick`, { scans: [{ scan: 's9', code: '2000000000039' }] })).toMatchObject({ status: 422, body: { code: 'fulfilment.wrong_scan' } });
    expect(await walk.news()).toEqual([]);
  });

  it('another store does not see the work', async () => {
    expect((await at('zeist').get(`/fulfilments/${f1}`)).status).toBe(404);
    expect((await at('zeist').post(`/fulfilments/${f1}/pick`, { scans: [{ scan: 'x', code: '2000000000015' }] })).status).toBe(404);
  });

  it('Utrecht: the third is damaged', async () => {
    const result = ok(await at('utrecht').post<{ reassigned: unknown }>(`/fulfilments/${f1}/short`, { line: 1, quantity: 1, reason: 'damaged' }));
    expect(result.reassigned).toEqual([{ location: 'zeist', quantity: 1 }]);
    expect(await walk.news()).toEqual(['ItemsShorted | 1 allocated → open', 'FulfilmentAssigned | 1 open → allocated']);
    const order = await walk.order();
    expect(order.fulfilments[1]).toMatchObject({ number: 'F2', location: 'zeist' });
    f2 = order.fulfilments[1]?.id ?? '';
    expect(await shelf(sku)).toEqual({ 'utrecht damaged': '1/0', 'utrecht picked': '2/2', 'zeist sellable': '1/1' });
  });

  it('Utrecht packs', async () => {
    const packed = ok(await at('utrecht').post<{ parcels: { id: string; number: string }[] }>(`/fulfilments/${f1}/pack`));
    expect(packed.parcels).toMatchObject([{ number: 'L1' }]);
    l1 = packed.parcels[0]?.id ?? '';
    expect(await walk.news()).toEqual(['ParcelPacked | 2 picked → packed']);
    expect(await shelf(sku)).toEqual({ 'utrecht damaged': '1/0', 'utrecht picked': '2/2', 'zeist sellable': '1/1' });
  });

  it('the label is issued outside the transaction', async () => {
    expect(await at('utrecht').post('/manifests', { location: 'utrecht', carrier: 'postnl', parcels: [l1] })).toMatchObject({ status: 409, body: { code: 'shipping.no_label' } });
    ok(await at('utrecht').post(`/parcels/${l1}/tracking`, { carrier: 'postnl', trackingNumber: '3SABCD0000001' }));
    expect(await walk.news()).toEqual(['LabelIssued']);
  });

  it('the carrier collects, the handover is closed', async () => {
    ok(await at('utrecht').post('/manifests', { location: 'utrecht', carrier: 'postnl', parcels: [l1] }));
    expect(await walk.news()).toEqual(['ParcelShipped | 2 packed → shipped', 'CaptureRequested']);
    expect(await shelf(sku)).toEqual({ 'utrecht damaged': '1/0', 'zeist sellable': '1/1' });
    expect(money(await walk.order())).toEqual({ due: 17985, authorisedLeft: 5995, capturePending: 11990, captured: 0, refundPending: 0, refunded: 0 });
    await settle(spil, id, 'capture');
    expect(await walk.news()).toEqual(['PaymentCaptured']);
    expect(money(await walk.order())).toEqual({ due: 17985, authorisedLeft: 5995, capturePending: 0, captured: 11990, refundPending: 0, refunded: 0 });
  });

  it('Zeist cannot find it, nobody else has it', async () => {
    const result = ok(await at('zeist').post(`/fulfilments/${f2}/short`, { line: 1, quantity: 1, reason: 'not_found' }));
    expect(result).toMatchObject({ reassigned: [], cancelled: 1, waiting: 0 });
    expect(await walk.news()).toEqual(['ItemsShorted | 1 allocated → open', 'ItemsCancelled | 1 open → cancelled', 'AuthorisationReleased']);
    expect(await shelf(sku)).toEqual({ 'utrecht damaged': '1/0' });
    expect(money(await walk.order())).toEqual({ due: 11990, authorisedLeft: 0, capturePending: 0, captured: 11990, refundPending: 0, refunded: 0 });
  });

  it('the carrier delivers', async () => {
    ok(await office.post(`/parcels/${l1}/scans`, { status: 'delivered', code: '11', at: '2026-03-03T12:00:00Z' }));
    expect(await walk.news()).toEqual(['ParcelDelivered | 2 shipped → delivered']);
    expect((await walk.order()).status).toBe('complete');
  });

  it('the customer brings one back to Den Haag', async () => {
    const back = ok(await at('den-haag').post<{ return: string }>('/returns', { order: id, location: 'den-haag', lines: [{ line: 1, quantity: 1 }] }));
    expect(await walk.news()).toEqual(['ItemsReturned | 1 delivered → returned', 'RefundRequested']);
    expect(await shelf(sku)).toEqual({ 'den-haag quarantine': '1/0', 'utrecht damaged': '1/0' });
    expect(money(await walk.order())).toEqual({ due: 5995, authorisedLeft: 0, capturePending: 0, captured: 11990, refundPending: 5995, refunded: 0 });
    await settle(spil, id, 'refund');
    expect(money(await walk.order())).toEqual({ due: 5995, authorisedLeft: 0, capturePending: 0, captured: 11990, refundPending: 0, refunded: 5995 });
    ok(await at('den-haag').post(`/returns/${back.return}/inspect`, { lines: [{ line: 1, quantity: 1, disposition: 'sellable' }] }));
    expect(await walk.news()).toEqual(['PaymentRefunded', 'ItemsInspected']);
    expect(await shelf(sku)).toEqual({ 'den-haag sellable': '1/0', 'utrecht damaged': '1/0' });
    expect((await walk.order()).money.balance).toBe(0);
  });
});

describe('the same with iDEAL: what is cancelled is refunded instead of released', () => {
  it('refunds the cancelled pair', async () => {
    await stock(spil, { utrecht: { 'runner-43': 1 } });
    const order = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'runner-43', quantity: 1 }], payment: { operator: 'psp', method: 'ideal', captured: true } })));
    const walk = follow(order.id);
    expect(await walk.news()).toEqual(['OrderPlaced | 1 → open', 'PaymentCaptured', 'FulfilmentAssigned | 1 open → allocated']);
    ok(await at('utrecht').post(`/fulfilments/${order.fulfilments[0]?.id}/short`, { line: 1, quantity: 1, reason: 'not_found' }));
    expect(await walk.news()).toEqual(['ItemsShorted | 1 allocated → open', 'ItemsCancelled | 1 open → cancelled', 'RefundRequested']);
    expect(money(await walk.order())).toMatchObject({ due: 0, captured: 5995, refundPending: 5995 });
    expect((await walk.order()).status).toBe('cancelled');
  });
});

describe('pickup in Delft, two pairs, one there and one in Leiden', () => {
  const sku = 'boot-40';
  let id: string;
  let walk: ReturnType<typeof follow>;
  let f1: string;
  let f2: string;

  it('is placed, paid by iDEAL', async () => {
    await stock(spil, { delft: { [sku]: 1 }, leiden: { [sku]: 1 } });
    const placed = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku, quantity: 2 }], payment: { operator: 'psp', method: 'ideal', captured: true }, delivery: { kind: 'pickup', location: 'delft' } })));
    id = placed.id;
    walk = follow(id);
    expect(await walk.news()).toEqual(['OrderPlaced | 2 → open', 'PaymentCaptured', 'FulfilmentAssigned | 1 open → allocated', 'FulfilmentAssigned | 1 open → allocated']);
    const own = placed.fulfilments.find((one) => one.location === 'delft');
    const brought = placed.fulfilments.find((one) => one.location === 'leiden');
    expect(own).toMatchObject({ kind: 'pickup', destination: null });
    expect(brought).toMatchObject({ kind: 'transfer', destination: 'delft' });
    f1 = own?.id ?? '';
    f2 = brought?.id ?? '';
    expect(await shelf(sku)).toEqual({ 'delft sellable': '1/1', 'leiden sellable': '1/1' });
  });

  it('Leiden packs and hands its tote L7 to the van', async () => {
    ok(await at('leiden').post(`/fulfilments/${f2}/transfer`, { load: 'L7', scans: [{ scan: 'a', code: '2000000000039' }] }));
    expect(await walk.news()).toEqual(['ItemsPicked | 1 allocated → picked', 'ItemsTransferred | 1 picked → in_transfer']);
    expect(await shelf(sku)).toEqual({ 'delft in_transit': '1/1', 'delft sellable': '1/1' });
  });

  it('Delft prepares its own', async () => {
    ok(await at('delft').post(`/fulfilments/${f1}/pick`, { scans: [{ scan: 'b', code: '2000000000039' }], shelf: 'A3' }));
    expect(await walk.news()).toEqual(['ItemsPicked | 1 allocated → picked']);
    expect(await shelf(sku)).toEqual({ 'delft in_transit': '1/1', 'delft picked': '1/1' });
  });

  it('Delft scans the tote', async () => {
    ok(await at('delft').post('/loads/L7/receive'));
    expect(await walk.news()).toEqual(['ItemsReceived | 1 in_transfer → picked', 'DeliveryReady | 2 picked → ready']);
    expect(await shelf(sku)).toEqual({ 'delft picked': '2/2' });
    const load = await spil.database.query<{ type: string }>(`select type from books.event where stream_kind = 'load' order by seq`);
    expect(load.map((event) => event.type)).toEqual(['LoadHanded', 'ItemsLoaded', 'LoadReceived']);
    expect((await at('delft').post('/loads/L7/receive')).status).toBe(409);
  });

  it('the customer shows the code', async () => {
    expect(await at('delft').post(`/orders/${id}/deliveries/1/collect`, { code: 'WRONG1' })).toMatchObject({ status: 422, body: { code: 'fulfilment.wrong_code' } });
    ok(await at('delft').post(`/orders/${id}/deliveries/1/collect`, { code: codeOf({ id }) }));
    expect(await walk.news()).toEqual(['ItemsCollected | 2 ready → collected']);
    expect(await shelf(sku)).toEqual({});
    expect((await walk.order()).status).toBe('complete');
  });
});

describe('at the till', () => {
  it('is complete at once, the stock is gone and the cash is captured', async () => {
    await stock(spil, { leiden: { 'runner-43': 2 } });
    const sold = ok(await (await spil.as('channel')).post<Order>('/orders', anOrder({ channel: 'till', lines: [{ sku: 'runner-43', quantity: 1 }], payment: { operator: 'till', method: 'cash', captured: true }, delivery: { kind: 'carry_out', location: 'leiden' } })));
    const walk = follow(sold.id);
    expect(await walk.news()).toEqual(['OrderPlaced | 1 → open', 'PaymentCaptured', 'ItemsCollected | 1 open → collected']);
    expect(sold.status).toBe('complete');
    expect(await shelf('runner-43')).toEqual({ 'leiden sellable': '1/0' });
    expect(money(sold)).toMatchObject({ due: 5995, captured: 5995 });
  });

  it('a sale that the books do not have is booked as found, never refused', async () => {
    const sold = ok(await channel.post<Order>('/orders', anOrder({ channel: 'till', lines: [{ sku: 'runner-43', quantity: 3 }], payment: { operator: 'till', method: 'cash', captured: true }, delivery: { kind: 'carry_out', location: 'leiden' } })));
    expect(sold.status).toBe('complete');
    expect(await shelf('runner-43')).toEqual({});
  });

  it('exchanges a pair for a dearer one: goods back, goods out, one signed balance', async () => {
    await stock(spil, { leiden: { 'runner-42': 1, 'boot-40': 1 } });
    const sold = ok(await channel.post<Order>('/orders', anOrder({ channel: 'till', lines: [{ sku: 'runner-42', quantity: 1 }], payment: { operator: 'till', method: 'cash', captured: true }, delivery: { kind: 'carry_out', location: 'leiden' } })));
    const walk = follow(sold.id);
    await walk.news();
    const request = { order: sold.id, location: 'leiden', returned: [{ line: 1, quantity: 1 }], lines: [{ sku: 'boot-40', name: 'Boot 40', quantity: 1, total: 8995 }], delivery: { kind: 'carry_out' } };
    expect(await at('leiden').post('/exchanges', request)).toMatchObject({ status: 422, body: { code: 'returns.payment_short', expected: 3000 } });
    const done = ok(await at('leiden').post<{ order: Order }>('/exchanges', { ...request, payment: { operator: 'till', ref: 'till-extra-1', method: 'cash', amount: 3000 } }));
    expect(await walk.news()).toEqual(['ItemsReturned | 1 collected → returned', 'DeliveryAdded', 'LinesAdded | 1 → open', 'PaymentCaptured', 'ItemsCollected | 1 open → collected']);
    expect(money(done.order)).toEqual({ due: 8995, authorisedLeft: 0, capturePending: 0, captured: 8995, refundPending: 0, refunded: 0 });
    expect(await shelf('boot-40')).toEqual({});
  });
});

/** Books the outcome of the order's pending intents of one kind, as the worker does when the operator has answered. */
async function settle(running: Running, order: string, kind: 'capture' | 'refund'): Promise<void> {
  const pending = await running.database.query<{ id: string }>(`select id from payments.intent where order_id = $1 and kind = $2 and status = 'pending'`, [fromWire('ord', order), kind]);
  expect(pending.length).toBeGreaterThan(0);
  for (const { id: intent } of pending) await settleIntent(running.app.deps, { now: running.clock.now(), actor: SYSTEM, key: null }, intent, { state: 'done', ref: `done-${intent}`, reason: null });
}
