/** The Shopify channel against the simulated shop: every command, and what happens to it when the outside misbehaves. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OrderSnapshot } from '../../modules/channels/snapshot.ts';
import type { CancelNotice, RefundNotice, ShipmentNotice, WebhookRequest } from '../../modules/channels/ports.ts';
import type { Fault, Simulator } from '../simulation/kit.ts';
import { createShopify } from './index.ts';
import type { ShopifyChannel, ShopifySettings } from './index.ts';
import { proveTotals } from './proof.ts';
import { createShopifySimulator } from './simulator.ts';
import type { ShopifySimulatorOptions } from './simulator.ts';
import type { summaryOf } from './simulator/control.ts';

type Summary = ReturnType<typeof summaryOf>;
const HOME = 70_001;
const SECOND = 70_002;
const ADDRESS = { first_name: 'Sanne', last_name: 'de Boer', address1: 'Oudegracht 12A', zip: '3511 AA', city: 'Utrecht', country_code: 'NL' };

let simulator: Simulator;
let url: string;
let channel: ShopifyChannel;
let waits: number[];
let clock: number;

const now = (): Date => new Date(clock);

async function open(simulation: Partial<ShopifySimulatorOptions> = {}): Promise<void> {
  simulator = createShopifySimulator({ storage: ':memory:', accessToken: 'token', webhookSecret: 'secret', locations: [{ id: HOME, name: 'Web shop' }, { id: SECOND, name: 'Store' }], now, ...simulation });
  url = await simulator.listen();
  channel = connect();
  await control('POST', '/products', [
    { sku: 'RUN-42', title: 'Runner 42', price: 5995, available: 10 },
    { sku: 'WALK-38', title: 'Walker 38', price: 8999, available: 3 },
    { sku: 'GIFT', title: 'Gift card', price: 2500, giftCard: true, tracked: false },
  ]);
}

const connect = (settings: Partial<ShopifySettings> = {}): ShopifyChannel => createShopify({
  code: 'web', baseUrl: url, accessToken: 'token', webhookSecret: 'secret', now, stockLocation: String(HOME), locationMap: { 'Winkel Utrecht': 'utrecht' },
  wait: (milliseconds) => { waits.push(milliseconds); clock += milliseconds; return Promise.resolve(); }, ...settings,
});

async function control<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${url}/_control${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
const fault = (wanted: Omit<Fault, 'times'> & { times?: number }): Promise<void> => control('POST', '/faults', { times: 1, ...wanted });

const place = (order: Record<string, unknown> = {}): Promise<Summary & { raw: unknown }> => control('POST', '/orders', {
  lines: [{ sku: 'RUN-42', quantity: 3 }], customer: { email: 'sanne@example.com', address: ADDRESS }, payment: { kind: 'authorized' }, shipping: { title: 'Standaard', price: 495, address: ADDRESS }, ...order,
});
const believed = (id: string): Promise<Summary> => control('GET', `/orders/${id}`);
const firstLine = (order: Summary): string => order.lines[0]?.id ?? '';

const shipment = (order: Summary, more: Partial<ShipmentNotice> = {}): ShipmentNotice => ({
  externalOrderId: order.id, key: 'par_1', lines: [{ ref: firstLine(order), quantity: 2 }], carrier: 'postnl', trackingNumber: '3SABCD1', trackingUrl: 'https://example.com/3SABCD1', notifyCustomer: false, ...more,
});
const cancellation = (order: Summary, more: Partial<CancelNotice> = {}): CancelNotice => ({ externalOrderId: order.id, key: 'can_1', lines: [{ ref: firstLine(order), quantity: 1 }], whole: false, reason: 'inventory', ...more });
const repayment = (order: Summary, more: Partial<RefundNotice> = {}): RefundNotice => ({ externalOrderId: order.id, key: 'ref_1', payment: null, amount: 5995, currency: 'EUR', lines: [{ ref: firstLine(order), quantity: 1 }], shipping: 0, note: 'Return', ...more });
const capture = (order: Summary, amount: number, key = 'cap_1') => channel.capture({ externalOrderId: order.id, payment: `${order.id}:shopify_payments`, amount, currency: 'EUR', key });

beforeEach(async () => {
  waits = [];
  clock = Date.parse('2026-03-02T09:00:00Z');
  await open();
});
afterEach(() => simulator.close());

describe('an order of the simulated shop', () => {
  it.each([
    ['prices with tax', {}],
    ['prices without tax', { taxesIncluded: false, discount: { code: 'TEN', amount: 1000 } }],
    ['discounts that leave a cent over', { lines: [{ sku: 'RUN-42', quantity: 3, discount: 101 }, { sku: 'WALK-38', quantity: 1 }], discount: { code: 'X', amount: 1001 }, shipping: { title: 'Snel', price: 995, discount: 300, address: ADDRESS } }],
    ['a gift card sold and one spent', { lines: [{ sku: 'GIFT', quantity: 1 }, { sku: 'RUN-42', quantity: 1 }], payment: { kind: 'paid', giftCard: 1000 } }],
  ])('maps and adds up: %s', async (_name, more) => {
    const order = await place(more);
    const mapped = channel.map(order.raw);
    if (mapped.kind !== 'order') throw new Error(mapped.reasons.join('; '));
    const snapshot = OrderSnapshot.parse(mapped.snapshot);
    expect(proveTotals(snapshot)).toEqual([]);
    expect(snapshot.totals.total).toBe(order.total);
    expect(snapshot.deliveries[0]).toMatchObject({ kind: 'ship', address: { street: 'Oudegracht', houseNumber: '12', addition: 'A', postalCode: '3511 AA' } });
  });

  it('takes stock as it is placed, and is refused when there is none', async () => {
    await place({ lines: [{ sku: 'WALK-38', quantity: 3 }] });
    expect(await control('GET', '/stock')).toContainEqual({ sku: 'WALK-38', available: 0, levels: [{ location: HOME, available: 0 }] });
    await expect(place({ lines: [{ sku: 'WALK-38', quantity: 1 }] })).rejects.toThrow(/409.*sold_out/);
  });

  it('is a pickup where the shipping line is a configured store, and over the counter at the till', async () => {
    const pickup = channel.map((await place({ shipping: { title: 'Winkel Utrecht' } })).raw);
    expect(pickup).toMatchObject({ kind: 'order', snapshot: { deliveries: [{ ref: 'pickup', kind: 'pickup', location: 'utrecht' }], holds: [] } });
    const till = channel.map((await place({ shipping: null, source: 'pos', payment: { kind: 'paid', gateway: 'cash' } })).raw);
    expect(till).toMatchObject({ kind: 'order', snapshot: { deliveries: [{ kind: 'carry_out' }], lines: [{ quantity: 3, shipped: 3 }], holds: [] } });
  });

  it('fetched with its transactions is the same payment as in its webhook, with its expiry', async () => {
    const order = await place();
    const [sent, fetched] = [channel.map(order.raw), channel.map(await channel.fetchOrder(order.id))];
    if (sent.kind !== 'order' || fetched.kind !== 'order') throw new Error('unreadable');
    expect(sent.snapshot.payments).toEqual([{ ref: `${order.id}:shopify_payments`, operator: 'channel', method: 'shopify_payments', authorised: 18480, captured: 0, refunded: 0 }]);
    expect(fetched.snapshot.payments).toEqual([{ ...sent.snapshot.payments?.[0], expiresAt: '2026-03-09T09:00:00.000Z' }]);
  });
});

describe('poll', () => {
  it('gives changed orders oldest first, page by page, and again only what the overlap asks for', async () => {
    for (let index = 0; index < 260; index += 1) {
      clock += 1000;
      await place({ lines: [{ sku: 'GIFT', quantity: 1 }], shipping: null, payment: { kind: 'paid' } });
    }
    const first = await channel.poll(null, '2026-03-02T09:00:00.000Z');
    const second = await channel.poll(first.cursor, '2026-03-02T09:00:00.000Z');
    const seen = [...first.orders, ...second.orders].map((order) => (order as { updated_at: string }).updated_at);
    expect([first.orders.length, first.more, second.orders.length, second.more]).toEqual([250, true, 10, false]);
    expect(seen).toEqual([...seen].sort());
    const again = await channel.poll(second.cursor, '2026-03-02T09:00:00.000Z');
    expect(again.orders.length).toBe(121);
    expect(again.more).toBe(false);
  });

  it('starts the walk again when Shopify no longer knows its page, and refuses a cursor of somebody else', async () => {
    await place();
    const lost = JSON.stringify({ from: '2026-03-02T08:00:00.000Z', high: '2026-03-02T08:00:00.000Z', page: 'gone' });
    expect((await channel.poll(lost, '2026-03-02T08:00:00.000Z')).orders).toHaveLength(1);
    await expect(channel.poll('nonsense', '2026-03-02T08:00:00.000Z')).rejects.toThrow('not a cursor of this connector');
  });

  it('adds the transactions where several gateways paid', async () => {
    await place({ payment: { kind: 'paid', giftCard: 1000 } });
    const mapped = channel.map((await channel.poll(null, '2026-03-02T08:00:00.000Z')).orders[0]);
    expect(mapped).toMatchObject({ snapshot: { payments: [{ method: 'gift_card', captured: 1000 }, { method: 'shopify_payments', captured: 17480 }] } });
  });

  it('waits out the rate limit within its bound, then says so', async () => {
    await fault({ operation: 'orders', kind: 'reject', status: 429, retryAfterSeconds: 2, times: 2 });
    expect((await channel.poll(null, '2026-03-02T08:00:00.000Z')).orders).toEqual([]);
    expect(waits).toEqual([2000, 2000]);
    await fault({ operation: 'orders', kind: 'reject', status: 429, retryAfterSeconds: 3600 });
    await expect(channel.poll(null, '2026-03-02T08:00:00.000Z')).rejects.toMatchObject({ code: 'rate_limited', retry: true });
  });

  it('reads again after a server error, and stops after three', async () => {
    await fault({ operation: 'orders', kind: 'reject', status: 500, times: 2 });
    expect((await channel.poll(null, '2026-03-02T08:00:00.000Z')).more).toBe(false);
    await fault({ operation: 'orders', kind: 'reject', status: 503, times: 3 });
    await expect(channel.poll(null, '2026-03-02T08:00:00.000Z')).rejects.toMatchObject({ code: 'unavailable', status: 503 });
  });
});

describe('announceShipment', () => {
  it('fulfils the lines with the tracking number, once however often it is told', async () => {
    const order = await place();
    const told = await channel.announceShipment(shipment(order));
    expect(told).toMatchObject({ kind: 'done' });
    expect(await channel.announceShipment(shipment(order))).toEqual(told);
    expect(await believed(order.id)).toMatchObject({ fulfillmentStatus: 'partial', shipments: [{ number: '3SABCD1', company: 'PostNL', notify: false, lines: [{ id: firstLine(order), quantity: 2 }] }] });
    await channel.announceShipment(shipment(order, { key: 'par_2', trackingNumber: '3SABCD2', lines: [{ ref: firstLine(order), quantity: 1 }] }));
    expect(await believed(order.id)).toMatchObject({ fulfillmentStatus: 'fulfilled', lines: [{ fulfilled: 3, open: 0 }] });
  });

  it('makes one fulfilment per location of Shopify, under one number', async () => {
    await control('POST', '/products', [{ sku: 'SLIP-36', price: 2000, available: 5, locationId: SECOND }]);
    const order = await place({ lines: [{ sku: 'RUN-42', quantity: 1 }, { sku: 'SLIP-36', quantity: 1 }] });
    const notice = shipment(order, { lines: order.lines.map(({ id }) => ({ ref: id, quantity: 1 })) });
    expect(await channel.announceShipment(notice)).toMatchObject({ kind: 'done' });
    await channel.announceShipment(notice);
    expect((await believed(order.id)).shipments.map(({ number }) => number)).toEqual(['3SABCD1', '3SABCD1']);
  });

  it.each(['lost', 'reject'] as const)('never doubles a fulfilment: %s', async (kind) => {
    const order = await place();
    await fault({ operation: 'create_fulfillment', kind, status: 500 });
    const first = await channel.announceShipment(shipment(order));
    expect(first).toMatchObject(kind === 'lost' ? { kind: 'done' } : { kind: 'refused', code: 'unavailable', retry: true });
    expect(await channel.announceShipment(shipment(order))).toMatchObject({ kind: 'done' });
    expect((await believed(order.id)).shipments).toHaveLength(1);
  });

  it('stays unknown when nobody can be asked either, and the next try finds it', async () => {
    const order = await place();
    await fault({ operation: 'create_fulfillment', kind: 'lost' });
    let reads = 0;
    simulator.app.server.prependListener('request', (request) => {
      // The first look is answered; the three after the lost answer are not.
      if (request.url?.includes('/fulfillments.json') && request.method === 'GET' && (reads += 1) > 1 && reads < 5) request.socket.destroy();
    });
    expect(await channel.announceShipment(shipment(order))).toMatchObject({ kind: 'unknown' });
    expect(await channel.announceShipment(shipment(order))).toMatchObject({ kind: 'done' });
    expect((await believed(order.id)).shipments).toHaveLength(1);
  });

  it('refuses what Shopify holds or has no more of, and ids that are none', async () => {
    const order = await place();
    expect(await channel.announceShipment(shipment(order, { lines: [{ ref: firstLine(order), quantity: 4 }] }))).toMatchObject({ kind: 'refused', code: 'not_fulfillable', retry: false });
    await control('POST', `/orders/${order.id}/hold`);
    expect(await channel.announceShipment(shipment(order))).toMatchObject({ kind: 'refused', code: 'on_hold', retry: true });
    expect(await channel.announceShipment(shipment(order, { externalOrderId: '1/../2' }))).toMatchObject({ kind: 'refused', code: 'not_found' });
    expect(await channel.announceShipment(shipment(order, { externalOrderId: '99' }))).toMatchObject({ kind: 'refused', code: 'not_found' });
    expect((await believed(order.id)).shipments).toEqual([]);
  });

  it('recognises a parcel without tracking by our own key', async () => {
    const order = await place();
    const notice = shipment(order, { trackingNumber: '', carrier: 'own courier' });
    await channel.announceShipment(notice);
    await channel.announceShipment(notice);
    expect((await believed(order.id)).shipments).toMatchObject([{ number: 'par_1', company: 'own courier' }]);
  });

  it('tells a wrong token plainly', async () => {
    const order = await place();
    expect(await connect({ accessToken: 'wrong' }).announceShipment(shipment(order))).toMatchObject({ kind: 'refused', code: 'unauthorised', retry: false });
  });
});

describe('announceCancel', () => {
  it('cancels the whole order once, and Shopify releases the authorisation', async () => {
    const order = await place();
    const notice = cancellation(order, { whole: true, reason: 'customer' });
    expect(await channel.announceCancel(notice)).toEqual({ kind: 'done', ref: order.id });
    expect(await channel.announceCancel(notice)).toEqual({ kind: 'done', ref: order.id });
    expect(await believed(order.id)).toMatchObject({ financialStatus: 'voided', cancelReason: 'customer', authorised: 0, refunded: 0 });
    const mapped = channel.map(await channel.fetchOrder(order.id));
    expect(mapped).toMatchObject({ snapshot: { lines: [{ quantity: 3, cancelled: 3 }], payments: [{ authorised: 0, captured: 0 }] } });
  });

  it.each(['lost', 'reject'] as const)('cancels units once, without money: %s', async (kind) => {
    const order = await place({ payment: { kind: 'paid' } });
    await fault({ operation: 'create_refund', kind, status: 502 });
    await channel.announceCancel(cancellation(order));
    expect(await channel.announceCancel(cancellation(order))).toMatchObject({ kind: 'done' });
    expect(await believed(order.id)).toMatchObject({ refunded: 0, lines: [{ removed: 1, open: 2 }], refunds: [{ amount: 0, lines: [{ quantity: 1, restockType: 'cancel' }] }] });
    const mapped = channel.map(await channel.fetchOrder(order.id));
    if (mapped.kind !== 'order') throw new Error('unreadable');
    expect(mapped.snapshot.lines).toMatchObject([{ quantity: 3, cancelled: 1, shipped: 0 }]);
    expect(proveTotals(OrderSnapshot.parse(mapped.snapshot))).toEqual([]);
  });

  it('cancels the rest of a partly shipped order as units, and not more than is left', async () => {
    const order = await place();
    await channel.announceShipment(shipment(order));
    expect(await channel.announceCancel(cancellation(order, { whole: true, lines: [{ ref: firstLine(order), quantity: 2 }] }))).toMatchObject({ kind: 'refused', code: 'not_cancellable' });
    expect(await channel.announceCancel(cancellation(order, { whole: true }))).toMatchObject({ kind: 'done' });
    expect(await believed(order.id)).toMatchObject({ cancelledAt: null, fulfillmentStatus: 'fulfilled', lines: [{ removed: 1, fulfilled: 2 }] });
  });
});

describe('capture', () => {
  it('captures parts of the authorisation, and not more than it', async () => {
    const order = await place();
    expect(await capture(order, 11990)).toMatchObject({ kind: 'done' });
    expect(await capture(order, 6490, 'cap_2')).toMatchObject({ kind: 'done' });
    expect(await capture(order, 1, 'cap_3')).toMatchObject({ kind: 'refused', code: 'nothing_authorised' });
    expect(await believed(order.id)).toMatchObject({ financialStatus: 'paid', captured: 18480, authorised: 0 });
  });

  const captures = async (order: Summary): Promise<number[]> => (await believed(order.id)).transactions.filter((one) => one.kind === 'capture').map(({ amount }) => amount);

  it.each(['lost', 'reject'] as const)('never captures twice, also after a restart: %s', async (kind) => {
    const order = await place();
    await fault({ operation: 'create_transaction', kind, status: 500 });
    expect(await capture(order, 5995)).toMatchObject(kind === 'lost' ? { kind: 'done' } : { kind: 'refused', retry: true });
    channel = connect();
    expect(await capture(order, 5995)).toMatchObject({ kind: 'done' });
    expect(await captures(order)).toEqual([5995]);
  });

  it('finds a capture whose answer and proof were both lost, after a restart', async () => {
    const order = await place();
    await fault({ operation: 'create_transaction', kind: 'lost' });
    let reads = 0;
    simulator.app.server.prependListener('request', (request) => {
      // The first look is answered; the three after the lost answer are not.
      if (request.url?.includes('/transactions.json') && request.method === 'GET' && (reads += 1) > 1 && reads < 5) request.socket.destroy();
    });
    expect(await capture(order, 5995)).toMatchObject({ kind: 'unknown' });
    channel = connect();
    expect(await capture(order, 5995)).toMatchObject({ kind: 'done' });
    expect(await captures(order)).toEqual([5995]);
  });

  it('does not take another command\'s capture for its own', async () => {
    const order = await place();
    await fault({ operation: 'create_transaction', kind: 'reject', status: 500 });
    expect(await capture(order, 5995)).toMatchObject({ kind: 'refused', retry: true });
    expect(await capture(order, 5995, 'cap_2')).toMatchObject({ kind: 'done' });
    expect(await capture(order, 5995)).toMatchObject({ kind: 'done' });
    expect(await captures(order)).toEqual([5995, 5995]);
  });

  it('captures nothing when it cannot leave its note', async () => {
    const order = await place();
    await fault({ operation: 'create_metafield', kind: 'reject', status: 403, body: { errors: 'not allowed' } });
    expect(await capture(order, 5995)).toMatchObject({ kind: 'refused', code: 'unauthorised' });
    expect(await captures(order)).toEqual([]);
  });
});

describe('refund', () => {
  it.each(['lost', 'reject'] as const)('gives money back once, to the named payment first: %s', async (kind) => {
    const order = await place({ payment: { kind: 'paid', giftCard: 2000 } });
    await fault({ operation: 'create_refund', kind, status: 500 });
    const notice = repayment(order, { payment: `${order.id}:gift_card`, amount: 6490, shipping: 495 });
    await channel.refund(notice);
    expect(await channel.refund(notice)).toMatchObject({ kind: 'done' });
    const shop = await believed(order.id);
    expect(shop).toMatchObject({ refunded: 6490, financialStatus: 'partially_refunded', outstanding: 0, refunds: [{ amount: 6490, shipping: 495, note: 'Return (ref_1)', lines: [{ quantity: 1, restockType: 'no_restock' }] }] });
    expect(shop.transactions.filter((one) => one.kind === 'refund').map(({ gateway, amount }) => [gateway, amount])).toEqual([['gift_card', 2000], ['shopify_payments', 4490]]);
    const mapped = channel.map(await channel.fetchOrder(order.id));
    if (mapped.kind !== 'order') throw new Error('unreadable');
    expect(mapped.snapshot.payments).toMatchObject([{ method: 'gift_card', captured: 2000, refunded: 2000 }, { method: 'shopify_payments', captured: 16480, refunded: 4490 }]);
    expect(mapped.snapshot.charges).toMatchObject([{ kind: 'shipping', total: 495, refunded: 495 }]);
  });

  it.each<['before' | 'after', RefundNotice['lines'][number]['what']]>([['before', undefined], ['before', 'cancelled'], ['after', 'cancelled']])('gives the money of units whose cancelling was told %s it, and does not name them (%s)', async (when, what) => {
    const order = await place({ payment: { kind: 'paid' }, lines: [{ sku: 'RUN-42', quantity: 1 }] });
    const steps = [() => channel.announceCancel(cancellation(order)), () => channel.refund(repayment(order, { lines: [{ ref: firstLine(order), quantity: 1, ...(what ? { what } : {}) }] }))];
    for (const step of when === 'before' ? steps : steps.toReversed()) expect(await step()).toMatchObject({ kind: 'done' });
    expect((await believed(order.id)).refunds.map(({ amount, lines }) => [amount, lines.length]).sort()).toEqual([[0, 1], [5995, 0]]);
  });

  it('gives an amount without lines as a discrepancy, in any number of parts, and not more than was paid', async () => {
    const order = await place({ payment: { kind: 'paid' } });
    for (const [index, amount] of [1, 9999, 8480].entries()) expect(await channel.refund(repayment(order, { key: `ref_${index}`, amount, lines: [] }))).toMatchObject({ kind: 'done' });
    expect(await believed(order.id)).toMatchObject({ financialStatus: 'refunded', refunded: 18480, outstanding: 0 });
    expect(await channel.refund(repayment(order, { key: 'ref_9', amount: 1 }))).toMatchObject({ kind: 'refused', code: 'exceeds_refundable' });
  });

  it('refuses to refund what is only authorised', async () => {
    expect(await channel.refund(repayment(await place()))).toMatchObject({ kind: 'refused', code: 'exceeds_refundable', retry: false });
  });
});

describe('pushStock', () => {
  const levels = () => control<{ sku: string; available: number }[]>('GET', '/stock').then((rows) => Object.fromEntries(rows.map(({ sku, available }) => [sku, available])));

  it('sets figures, and writes nothing that is right already', async () => {
    const told = await channel.pushStock([{ sku: 'RUN-42', available: 7, previous: 10 }, { sku: 'WALK-38', available: 3, previous: null }, { sku: 'NONE', available: 1, previous: null }, { sku: 'GIFT', available: 1, previous: null }]);
    expect(told).toMatchObject([{ sku: 'RUN-42', outcome: { kind: 'done' } }, { outcome: { kind: 'done' } }, { outcome: { kind: 'refused', code: 'unknown_sku' } }, { outcome: { kind: 'refused', code: 'not_tracked' } }]);
    expect(await levels()).toMatchObject({ 'RUN-42': 7, 'WALK-38': 3 });
  });

  it('does not raise over sales it has not heard of, lowers always, and raises when told to', async () => {
    await place();
    const push = (available: number, previous: number | null) => channel.pushStock([{ sku: 'RUN-42', available, previous }]).then(([one]) => one?.outcome);
    expect(await push(12, 10)).toMatchObject({ kind: 'refused', code: 'stock_changed', retry: true });
    expect(await levels()).toMatchObject({ 'RUN-42': 7 });
    expect(await push(6, 10)).toMatchObject({ kind: 'done' });
    expect(await push(12, null)).toMatchObject({ kind: 'done' });
    expect(await levels()).toMatchObject({ 'RUN-42': 12 });
  });

  it('is right after a lost answer', async () => {
    await fault({ operation: 'adjust_inventory', kind: 'lost' });
    expect(await channel.pushStock([{ sku: 'RUN-42', available: 4, previous: 10 }])).toMatchObject([{ outcome: { kind: 'done' } }]);
    expect(await levels()).toMatchObject({ 'RUN-42': 4 });
  });

  it('starts keeping an item at its location, and refuses to guess between several', async () => {
    await control('POST', '/products', [{ sku: 'BOTH', price: 100, available: 1, locationId: SECOND }]);
    expect(await channel.pushStock([{ sku: 'BOTH', available: 5, previous: null }])).toMatchObject([{ outcome: { kind: 'done' } }]);
    expect(await levels()).toMatchObject({ BOTH: 6 });
    expect(await connect({ stockLocation: undefined as never }).pushStock([{ sku: 'BOTH', available: 5, previous: null }])).toMatchObject([{ outcome: { kind: 'refused', code: 'stock_location' } }]);
  });
});

describe('webhooks of the simulated shop', () => {
  let receiver: Server;
  let received: WebhookRequest[];
  beforeEach(async () => {
    received = [];
    receiver = createServer((request, response) => {
      let rawBody = '';
      request.setEncoding('utf8').on('data', (part: string) => { rawBody += part; }).on('end', () => {
        received.push({ headers: request.headers as Record<string, string>, rawBody });
        response.end('ok');
      });
    });
    await new Promise<void>((resolve) => { receiver.listen(0, '127.0.0.1', resolve); });
    await control('PUT', '/webhook', { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/` });
  });
  afterEach(() => new Promise((resolve) => { receiver.close(resolve); receiver.closeAllConnections(); }));

  const read = () => received.map((request) => channel.webhook(request)).map((one) => (one.kind === 'accepted' ? { topic: one.topic, eventId: one.eventId, ids: one.orders.map((order) => String((order as { id: number }).id)) } : one));

  it('are accepted, and a doubled one keeps its event', async () => {
    const order = await place({ webhook: 'double' });
    expect(read()).toMatchObject([{ topic: 'orders/create', ids: [order.id] }, { topic: 'orders/create', ids: [order.id] }]);
    expect(new Set(received.map((one) => one.headers['x-shopify-event-id'])).size).toBe(1);
  });

  it('can be dropped, and can come in another order', async () => {
    await place({ webhook: 'drop' });
    expect(received).toEqual([]);
    const order = await place({ webhook: 'keep' });
    clock += 1000;
    await control('POST', `/orders/${order.id}/address`, { address: { ...ADDRESS, address1: 'Oudegracht 14' }, webhook: 'keep' });
    await control('POST', '/webhooks/deliver', { order: 'newest_first' });
    expect(read()).toMatchObject([{ topic: 'orders/updated' }, { topic: 'orders/create' }]);
    const versions = received.map(({ rawBody }) => channel.map(JSON.parse(rawBody))).map((mapped) => (mapped.kind === 'order' ? mapped.version ?? '' : ''));
    expect([...versions].sort()).toEqual([...versions].reverse());
  });

  it('tell of edits and cancellations made in the shop, with totals that still add up', async () => {
    const order = await place({ payment: { kind: 'paid' } });
    await control('POST', `/orders/${order.id}/edit`, { set: [{ lineId: Number(firstLine(order)), quantity: 2 }], add: [{ sku: 'WALK-38', quantity: 1, discount: 0, properties: [] }] });
    await control('POST', `/orders/${order.id}/cancel`, { reason: 'customer' });
    const [, edited, cancelled] = received.map(({ rawBody }) => channel.map(JSON.parse(rawBody))).map((mapped) => {
      if (mapped.kind !== 'order') throw new Error(mapped.reasons.join('; '));
      return OrderSnapshot.parse(mapped.snapshot);
    });
    expect(edited?.lines.map(({ sku, quantity, cancelled: gone }) => [sku, quantity, gone])).toEqual([['RUN-42', 3, 1], ['WALK-38', 1, 0]]);
    expect(cancelled?.lines.map(({ quantity, cancelled: gone }) => [quantity, gone])).toEqual([[3, 3], [1, 1]]);
    expect(cancelled).toMatchObject({ cancelReason: 'customer', payments: [{ captured: 18480, refunded: 18480 }] });
    expect([edited, cancelled].map((one) => (one ? proveTotals(one) : null))).toEqual([[], []]);
  });
});

describe('the simulated shop refuses', () => {
  const call = (method: string, path: string, body?: unknown) => fetch(`${url}/admin/api/2026-04${path}`, { method, headers: { 'x-shopify-access-token': 'token', ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

  it('bad calls in the vendor\'s shapes', async () => {
    const order = await place();
    const line = Number(firstLine(order));
    const answers = await Promise.all([
      call('POST', '/fulfillments.json', {}), call('POST', '/fulfillments.json', { fulfillment: { line_items_by_fulfillment_order: [{ fulfillment_order_id: 1 }] } }),
      call('POST', `/orders/${order.id}/refunds.json`, { refund: { refund_line_items: [{ line_item_id: line, quantity: 9 }] } }),
      call('POST', `/orders/${order.id}/transactions.json`, { transaction: { kind: 'capture', amount: '999999.00' } }),
      call('GET', '/inventory_levels.json'), call('GET', '/orders/1.json'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 404, 422, 422, 422, 404]);
    for (const answer of answers) expect(await answer.json()).toHaveProperty('errors');
  });

  it('more calls than its bucket holds', async () => {
    await simulator.close();
    await open({ rateLimit: { bucket: 2, perSecond: 2 } });
    const answers = [await call('GET', '/orders.json'), await call('GET', '/orders.json'), await call('GET', '/orders.json')];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[2]?.headers.get('retry-after')).toBe('0.5');
    expect((await channel.poll(null, '2026-03-02T08:00:00.000Z')).more).toBe(false);
    expect(waits.length).toBeGreaterThan(0);
  });
});
