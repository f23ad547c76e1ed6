import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OrderSnapshot } from '../../modules/channels/snapshot.ts';
import { createMagento } from './index.ts';
import type { MagentoOptions } from './index.ts';
import { createMagentoSimulator } from './simulator.ts';

type Json = Record<string, unknown>;
interface Believed {
  entity_id: number; increment_id: string; state: string; total_paid: number; total_refunded: number; grand_total: number; notification_sent: boolean; comments: string[];
  items: { item_id: number; parent_item_id: number | null; sku: string; qty_shipped: number; qty_invoiced: number; qty_refunded: number; qty_canceled: number }[];
  shipments: { items: { order_item_id: number; qty: number }[]; tracks: { track_number: string; carrier_code: string; title: string }[]; source_code: string; notified: boolean }[];
  invoices: { entity_id: number; grand_total: number }[];
  creditmemos: { grand_total: number; shipping_amount: number; invoice_id: number | null; online: boolean; adjustment_positive: number; adjustment_negative: number }[];
}

let clock = new Date('2026-03-01T09:00:00Z');
let simulator: ReturnType<typeof createMagentoSimulator>;
let base = '';

beforeEach(async () => {
  clock = new Date('2026-03-01T09:00:00Z');
  simulator = createMagentoSimulator({ storage: ':memory:', token: 'secret', now: () => clock });
  base = await simulator.listen();
});
afterEach(() => simulator.close());

const channel = (over: Partial<MagentoOptions> = {}): ReturnType<typeof createMagento> => createMagento({ code: 'web', baseUrl: base, token: 'secret', now: () => clock, ...over });
async function control(path: string, body?: Json): Promise<Json> {
  const response = await fetch(`${base}/_control${path}`, body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  expect(response.ok, await response.clone().text()).toBe(true);
  return response.status === 204 ? {} : ((await response.json()) as Json);
}
const place = async (wish: Json): Promise<string> => String((await control('/orders', wish))['entity_id']);
const fault = (operation: string, kind: string, over: Json = {}): Promise<Json> => control('/faults', { operation, kind, times: 1, ...over });
async function believed(id: string): Promise<Believed> {
  const found = ((await control('/orders'))['orders'] as Believed[]).find((order) => String(order.entity_id) === id);
  if (!found) throw new Error(`no order ${id}`);
  return found;
}
/** The item id of a SKU as our line names it. */
async function ref(id: string, sku: string): Promise<string> {
  const mapped = channel().map(await channel().fetchOrder(id));
  if (mapped.kind !== 'order') throw new Error(mapped.reasons.join('; '));
  const line = OrderSnapshot.parse(mapped.snapshot).lines.find((candidate) => candidate.sku === sku);
  if (!line) throw new Error(`no line ${sku}`);
  return line.ref;
}
const pair = { lines: [{ sku: 'SHOE-42', price: 5995, quantity: 3 }, { sku: 'SOCK', price: 995, quantity: 1, type: 'configurable' }] };
const notice = (externalOrderId: string, lines: { ref: string; quantity: number }[], over: Json = {}) => ({ externalOrderId, key: 'par_1', lines, carrier: 'postnl', trackingNumber: '3SABC1', trackingUrl: 'https://track.test/3SABC1', notifyCustomer: true, ...over });
const refundOf = (externalOrderId: string, amount: number, over: Json = {}) => ({ externalOrderId, key: 'ref_1', payment: null, amount, currency: 'EUR', lines: [] as { ref: string; quantity: number }[], shipping: 0, note: 'Goods came back', ...over });

describe('poll', () => {
  it('gives every order once in a run, oldest first, over pages and over one second with more than a page', async () => {
    for (let index = 0; index < 130; index += 1) {
      if (index === 120) clock = new Date('2026-03-01T09:10:00Z');
      await place({ lines: [{ sku: `S${index}`, price: 100, quantity: 1 }] });
    }
    const seen: number[] = [];
    let cursor: string | null = null;
    let pages = 0;
    for (let more = true; more; pages += 1) {
      const page = await channel().poll(cursor, '2026-03-01T00:00:00.000Z');
      seen.push(...page.orders.map((order) => (order as { entity_id: number }).entity_id));
      ({ cursor, more } = page);
      expect(pages).toBeLessThan(10);
    }
    expect([...new Set(seen)]).toEqual(Array.from({ length: 130 }, (_, index) => index + 1));
    expect(cursor).toBe('2026-03-01T09:05:00Z 1');
    const again = await channel().poll(cursor, '2026-03-01T00:00:00.000Z');
    expect(again.orders).toHaveLength(10);
    expect(again).toMatchObject({ cursor, more: false });
  });

  it('brings what changed, within the overlap, and nothing from before `since`', async () => {
    const old = await place(pair);
    clock = new Date('2026-03-02T09:00:00Z');
    expect((await channel().poll(null, '2026-03-02T00:00:00Z')).orders).toHaveLength(0);
    await control(`/orders/${old}/hold`, {});
    const page = await channel().poll(null, '2026-03-02T00:00:00Z');
    expect(page.orders.map((order) => channel().map(order))).toMatchObject([{ kind: 'order', externalId: old, version: '2026-03-02T09:00:00Z', snapshot: { holds: [{ reason: 'on_hold' }] } }]);
  });

  it('stays where it is when there is nothing', async () => {
    const page = await channel().poll('2026-03-01T08:00:00Z 1', '2026-01-01T00:00:00Z');
    expect(page).toEqual({ orders: [], cursor: '2026-03-01T08:00:00Z 1', more: false });
  });

  it.each<[string, Json, RegExp]>([
    ['429', { status: 429, retryAfterSeconds: 7, body: { message: 'Too many requests' } }, /Too many requests/],
    ['500', { status: 500, body: { message: 'Internal Error' } }, /Internal Error/],
    ['a page that is not JSON', { status: 200, body: 'hello' }, /is not what it describes/],
  ])('says what Magento said: %s', async (_name, over, message) => {
    await fault('orders.list', 'reject', over);
    await expect(channel().poll(null, '2026-01-01T00:00:00Z')).rejects.toThrow(message);
  });

  it('names the wait of a 429, and a wrong token', async () => {
    await fault('orders.list', 'reject', { status: 429, retryAfterSeconds: 7 });
    await expect(channel().poll(null, '2026-01-01T00:00:00Z')).rejects.toMatchObject({ status: 429, retryAfterSeconds: 7 });
    await expect(channel({ token: 'wrong' }).poll(null, '2026-01-01T00:00:00Z')).rejects.toThrow("isn't authorized to access Magento_Sales::sales");
  });
});

describe('shipping', () => {
  it('ships a part, with its track, once per parcel', async () => {
    const id = await place(pair);
    const lines = [{ ref: await ref(id, 'SHOE-42'), quantity: 2 }, { ref: await ref(id, 'SOCK'), quantity: 1 }];
    const shop = channel({ carriers: { postnl: { code: 'tig_postnl', title: 'PostNL' } } });
    expect(await shop.announceShipment(notice(id, lines))).toEqual({ kind: 'done', ref: '1' });
    expect(await shop.announceShipment(notice(id, lines))).toEqual({ kind: 'done', ref: '1' });
    const order = await believed(id);
    expect(order.shipments).toMatchObject([{ tracks: [{ track_number: '3SABC1', carrier_code: 'tig_postnl', title: 'PostNL' }], notified: true, source_code: 'default' }]);
    expect(order.items.map((item) => [item.sku, item.qty_shipped])).toEqual([['SHOE-42', 2], ['SOCK', 1], ['SOCK', 0]]);
    expect(await shop.announceShipment(notice(id, [{ ref: lines[0]?.ref ?? '', quantity: 1 }], { key: 'par_2', trackingNumber: '3SABC2' }))).toEqual({ kind: 'done', ref: '2' });
    expect((await believed(id)).shipments).toHaveLength(2);
  });

  it('makes no second shipment after a lost answer', async () => {
    const id = await place(pair);
    const lines = [{ ref: await ref(id, 'SHOE-42'), quantity: 3 }];
    await fault('order.ship', 'lost');
    expect(await channel().announceShipment(notice(id, lines))).toEqual({ kind: 'done', ref: '1' });
    expect(await channel().announceShipment(notice(id, lines))).toEqual({ kind: 'done', ref: '1' });
    expect((await believed(id)).shipments).toHaveLength(1);
  });

  it('does not know after a lost answer that cannot be looked up, and finds out when asked again', async () => {
    const id = await place(pair);
    const lines = [{ ref: await ref(id, 'SHOE-42'), quantity: 3 }];
    await fault('order.ship', 'lost');
    // The look-up before the shipment passes (a delay of nothing), the one after it fails.
    await fault('shipments.list', 'latency', { milliseconds: 0 });
    await fault('shipments.list', 'reject', { status: 500 });
    expect((await channel().announceShipment(notice(id, lines))).kind).toBe('unknown');
    await fault('shipments.list', 'reject', { status: 503 });
    expect(await channel().announceShipment(notice(id, lines))).toMatchObject({ kind: 'refused', code: 'busy', retry: true });
    expect(await channel().announceShipment(notice(id, lines))).toEqual({ kind: 'done', ref: '1' });
    expect((await believed(id)).shipments).toHaveLength(1);
  });

  it.each<[string, Json, Json]>([
    ['429', { status: 429, retryAfterSeconds: 3, body: { message: 'Slow down' } }, { kind: 'refused', code: 'busy', reason: 'Slow down (may be asked again after 3 s)', retry: true }],
    ['503', { status: 503, body: { message: 'Maintenance' } }, { kind: 'refused', code: 'busy', retry: true }],
    ['500', { status: 500, body: { message: 'Internal Error' } }, { kind: 'unknown', reason: 'Internal Error' }],
    ['403', { status: 403, body: { message: 'No' } }, { kind: 'refused', code: 'forbidden', retry: false }],
    ['400', { status: 400, body: { message: 'Not %1 but %2', parameters: ['this', 'that'] } }, { kind: 'refused', code: 'refused_by_magento', reason: 'Not this but that', retry: false }],
  ])('tells a %s apart', async (_name, over, expected) => {
    const id = await place(pair);
    await fault('order.ship', 'reject', over);
    expect(await channel().announceShipment(notice(id, [{ ref: await ref(id, 'SOCK'), quantity: 1 }]))).toMatchObject(expected);
    expect((await believed(id)).shipments).toHaveLength(0);
  });

  it('refuses what cannot be: too many, an unknown line, an unknown order, an order on hold', async () => {
    const id = await place(pair);
    const shoe = await ref(id, 'SHOE-42');
    expect(await channel().announceShipment(notice(id, [{ ref: shoe, quantity: 4 }]))).toMatchObject({ kind: 'refused', code: 'refused_by_magento', reason: expect.stringContaining('invalid quantity') as string });
    expect(await channel().announceShipment(notice(id, [{ ref: '999', quantity: 1 }]))).toMatchObject({ kind: 'refused', code: 'unknown_line' });
    expect(await channel().announceShipment(notice('4711', [{ ref: shoe, quantity: 1 }]))).toMatchObject({ kind: 'refused', code: 'not_found', retry: false });
    await control(`/orders/${id}/hold`, {});
    expect(await channel().announceShipment(notice(id, [{ ref: shoe, quantity: 1 }]))).toMatchObject({ kind: 'refused', reason: expect.stringContaining('status of holded') as string });
    expect(await channel({ token: 'wrong' }).announceShipment(notice(id, [{ ref: shoe, quantity: 1 }]))).toMatchObject({ kind: 'refused', code: 'unauthorised', retry: true });
  });

  it('takes over a shipment that somebody entered by hand with the same tracking number', async () => {
    const id = await place(pair);
    const shoe = await ref(id, 'SHOE-42');
    const made = await fetch(`${base}/rest/V1/order/${id}/ship`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: 'Bearer secret' }, body: JSON.stringify({ items: [{ order_item_id: Number(shoe), qty: 3 }], tracks: [{ track_number: '3SABC1', title: 'By hand', carrier_code: 'custom' }] }) });
    expect(made.status).toBe(200);
    expect(await channel().announceShipment(notice(id, [{ ref: shoe, quantity: 3 }]))).toEqual({ kind: 'done', ref: '1' });
    expect((await believed(id)).shipments).toHaveLength(1);
  });

  it('names a bundle by its parent when it ships together, by component when not, and leaves out what is virtual', async () => {
    const components = [{ sku: 'A', price: 1000, quantity: 1 }, { sku: 'B', price: 500, quantity: 2 }];
    const wish = (bundles: string): Json => ({ bundles, lines: [{ sku: 'SET', price: 2500, quantity: 2, type: 'bundle_fixed', components }, { sku: 'PDF', price: 100, quantity: 1, type: 'virtual' }] });
    const together = await place(wish('together'));
    const [a, b, pdf] = [await ref(together, 'A'), await ref(together, 'B'), await ref(together, 'PDF')];
    expect(await channel().announceShipment(notice(together, [{ ref: a, quantity: 1 }]))).toMatchObject({ kind: 'refused', code: 'bundle_ships_together' });
    expect((await channel().announceShipment(notice(together, [{ ref: a, quantity: 1 }, { ref: b, quantity: 2 }, { ref: pdf, quantity: 1 }]))).kind).toBe('done');
    expect((await believed(together)).items.find((item) => item.sku === 'SET')?.qty_shipped).toBe(1);
    expect(await channel().announceShipment(notice(together, [{ ref: pdf, quantity: 1 }], { key: 'par_3', trackingNumber: '3SX' }))).toEqual({ kind: 'done', ref: null });
    const separately = await place(wish('separately'));
    expect((await channel({ bundles: 'separately' }).announceShipment(notice(separately, [{ ref: await ref(separately, 'B'), quantity: 3 }]))).kind).toBe('done');
    expect((await believed(separately)).items.find((item) => item.sku === 'B')?.qty_shipped).toBe(3);
  });
});

describe('pickup', () => {
  it('tells once that the order is ready; Magento ships it from the store', async () => {
    await control('/source-items', { sourceItems: [{ sku: 'SHOE-42', source_code: 'delft', quantity: 5, status: 1 }] });
    const id = await place({ ...pair, pickupLocation: 'delft' });
    const shop = channel({ storeLocations: { delft: 'STORE-DELFT' } });
    expect(shop.map(await shop.fetchOrder(id))).toMatchObject({ kind: 'order', snapshot: { deliveries: [{ kind: 'pickup', location: 'STORE-DELFT' }] } });
    await fault('notify-ready', 'lost');
    expect(await shop.announceReady?.({ externalOrderId: id, key: 'rdy_1' })).toEqual({ kind: 'done', ref: null });
    expect(await shop.announceReady?.({ externalOrderId: id, key: 'rdy_1' })).toEqual({ kind: 'done', ref: null });
    const order = await believed(id);
    expect(order).toMatchObject({ notification_sent: true, shipments: [{ source_code: 'delft' }] });
    expect(order.shipments).toHaveLength(1);
    expect(await shop.announceShipment(notice(id, [{ ref: await ref(id, 'SHOE-42'), quantity: 3 }]))).toEqual({ kind: 'done', ref: null });
  });

  it('passes on why not', async () => {
    const id = await place(pair);
    expect(await channel().announceReady?.({ externalOrderId: id, key: 'rdy_1' })).toMatchObject({ kind: 'refused', code: 'not_ready', reason: 'The order is not for pickup in a store.' });
  });
});

describe('cancelling', () => {
  const cancelOf = (externalOrderId: string, lines: { ref: string; quantity: number }[], whole: boolean) => ({ externalOrderId, key: 'can_1', lines, whole, reason: 'inventory' as const });

  it('cancels the whole, once', async () => {
    const id = await place(pair);
    await fault('orders.cancel', 'lost');
    expect(await channel().announceCancel(cancelOf(id, [], true))).toEqual({ kind: 'done', ref: null });
    expect(await channel().announceCancel(cancelOf(id, [], true))).toEqual({ kind: 'done', ref: null });
    expect(await believed(id)).toMatchObject({ state: 'canceled', items: [{ qty_canceled: 3 }, { qty_canceled: 1 }, {}] });
  });

  it('cancels a part when it is exactly what is left, and tells the rest by comment', async () => {
    const id = await place(pair);
    const [shoe, sock] = [await ref(id, 'SHOE-42'), await ref(id, 'SOCK')];
    expect(await channel().announceCancel(cancelOf(id, [{ ref: sock, quantity: 1 }], false))).toEqual({ kind: 'done', ref: null });
    expect(await channel().announceCancel(cancelOf(id, [{ ref: sock, quantity: 1 }], false))).toEqual({ kind: 'done', ref: null });
    expect((await believed(id)).comments).toEqual(['Will not be delivered (inventory): 1 × SOCK [spil can_1]']);
    await channel().announceShipment(notice(id, [{ ref: shoe, quantity: 3 }]));
    expect((await channel().capture?.({ externalOrderId: id, payment: null, amount: 3 * 5995 + 495, currency: 'EUR', key: 'cap_1' }))?.kind).toBe('done');
    expect(await channel().announceCancel({ ...cancelOf(id, [{ ref: sock, quantity: 1 }], false), key: 'can_2' })).toEqual({ kind: 'done', ref: null });
    expect(await believed(id)).toMatchObject({ state: 'complete', items: [{ qty_canceled: 0 }, { qty_canceled: 1 }, {}] });
  });

  it('does not believe a cancel that did nothing, and only comments what is invoiced', async () => {
    const held = await place(pair);
    await control(`/orders/${held}/hold`, {});
    expect(await channel().announceCancel(cancelOf(held, [], true))).toMatchObject({ kind: 'refused', code: 'cannot_cancel', reason: expect.stringContaining('state holded') as string });
    const paid = await place({ ...pair, payment: 'captured' });
    expect(await channel().announceCancel(cancelOf(paid, [], true))).toEqual({ kind: 'done', ref: null });
    expect(await believed(paid)).toMatchObject({ state: 'processing', total_refunded: 0, comments: ['Will not be delivered (inventory): the whole order [spil can_1]'] });
  });
});

describe('money', () => {
  const total = 3 * 5995 + 995 + 495;
  const captureOf = (externalOrderId: string, amount: number, over: Json = {}) => ({ externalOrderId, payment: null, amount, currency: 'EUR', key: 'cap_1', ...over });

  it('captures all that is due, once, though the answer is lost', async () => {
    const id = await place(pair);
    await fault('order.invoice', 'lost');
    expect(await channel().capture?.(captureOf(id, total))).toEqual({ kind: 'done', ref: '1' });
    expect(await channel().capture?.(captureOf(id, total))).toEqual({ kind: 'done', ref: '1' });
    expect(await believed(id)).toMatchObject({ total_paid: total, invoices: [{ grand_total: total }] });
  });

  it('captures what is shipped, then the rest', async () => {
    const id = await place({ ...pair, discountPercent: 10 });
    await channel().announceShipment(notice(id, [{ ref: await ref(id, 'SHOE-42'), quantity: 1 }]));
    const one = Math.round(5995 * 0.9) + 495;
    const answer = await channel().capture?.(captureOf(id, one));
    expect(answer).toEqual({ kind: 'done', ref: '1' });
    const { grand_total: whole, invoices } = await believed(id);
    expect(Math.abs((invoices[0]?.grand_total ?? 0) - one)).toBeLessThanOrEqual(4);
    expect(await channel().capture?.(captureOf(id, whole - one, { key: 'cap_2' }))).toEqual({ kind: 'done', ref: '2' });
    expect((await believed(id)).total_paid).toBe(whole);
  });

  it('finds the only choice of lines, and refuses an amount that is none', async () => {
    const id = await place(pair);
    expect(await channel().capture?.(captureOf(id, 995 + 495))).toEqual({ kind: 'done', ref: '1' });
    expect((await believed(id)).items.map((item) => item.qty_invoiced)).toEqual([0, 1, 1]);
    expect(await channel().capture?.(captureOf(id, 1234, { key: 'cap_2' }))).toMatchObject({ kind: 'refused', code: 'amount_not_expressible', reason: expect.stringContaining('12.34 EUR is neither all that is due (179.85)') as string });
    expect(await channel().capture?.(captureOf(id, 995, { key: 'cap_3', currency: 'USD' }))).toMatchObject({ kind: 'refused', code: 'currency' });
  });

  it('refunds lines online to the cent, with shipping only when asked, never twice', async () => {
    const id = await place({ ...pair, discountPercent: 33, payment: 'captured' });
    const shoe = await ref(id, 'SHOE-42');
    const { grand_total: whole } = await believed(id);
    const share = Math.round(5995 * 3 * 0.67 / 3);
    await fault('invoice.refund', 'lost');
    expect(await channel().refund(refundOf(id, share, { lines: [{ ref: shoe, quantity: 1 }] }))).toEqual({ kind: 'done', ref: '1' });
    expect(await channel().refund(refundOf(id, share, { lines: [{ ref: shoe, quantity: 1 }] }))).toEqual({ kind: 'done', ref: '1' });
    expect(await believed(id)).toMatchObject({ total_refunded: share, creditmemos: [{ grand_total: share, shipping_amount: 0, invoice_id: 1, online: true }] });
    const rest = whole - share;
    expect(await channel().refund(refundOf(id, rest, { key: 'ref_2', lines: [{ ref: shoe, quantity: 2 }, { ref: await ref(id, 'SOCK'), quantity: 1 }], shipping: 495 }))).toEqual({ kind: 'done', ref: '2' });
    expect(await believed(id)).toMatchObject({ total_refunded: whole });
  });

  it.each([['more than the goods were', 500, { adjustment_positive: 500, adjustment_negative: 0 }], ['less, a fee held back', -250, { adjustment_positive: 0, adjustment_negative: 250 }]])('gives back %s', async (_name, extra, memo) => {
    const id = await place({ ...pair, payment: 'captured' });
    expect(await channel().refund(refundOf(id, 995 + extra, { lines: [{ ref: await ref(id, 'SOCK'), quantity: 1 }] }))).toEqual({ kind: 'done', ref: '1' });
    expect((await believed(id)).creditmemos).toMatchObject([{ grand_total: 995 + extra, ...memo }]);
  });

  it('gives back an amount without goods while there is shipping to lean on, else says why not', async () => {
    const id = await place({ ...pair, payment: 'captured' });
    expect(await channel().refund(refundOf(id, 300))).toEqual({ kind: 'done', ref: '1' });
    expect(await believed(id)).toMatchObject({ total_refunded: 300, items: [{ qty_refunded: 0 }, { qty_refunded: 0 }, {}] });
    const free = await place({ ...pair, payment: 'captured', shipping: { amount: 0, method: 'freeshipping_freeshipping', description: 'Gratis' } });
    expect(await channel().refund(refundOf(free, 300))).toMatchObject({ kind: 'refused', reason: expect.stringContaining('without products') as string });
    expect(await channel().refund(refundOf(id, 99_999, { key: 'ref_9' }))).toMatchObject({ kind: 'refused', code: 'amount_too_high' });
  });

  it('goes over several invoices, and goes on where a half-done refund stopped', async () => {
    const id = await place(pair);
    const [shoe, sock] = [await ref(id, 'SHOE-42'), await ref(id, 'SOCK')];
    await channel().capture?.(captureOf(id, 995 + 495));
    await channel().capture?.(captureOf(id, 3 * 5995, { key: 'cap_2' }));
    const lines = [{ ref: shoe, quantity: 2 }, { ref: sock, quantity: 1 }];
    await control('/faults', { operation: 'invoice.refund', kind: 'latency', milliseconds: 0, times: 1 });
    await fault('invoice.refund', 'reject', { status: 503, body: { message: 'Maintenance' } });
    expect(await channel().refund(refundOf(id, 2 * 5995 + 995, { lines }))).toMatchObject({ kind: 'refused', code: 'busy', retry: true });
    expect((await believed(id)).total_refunded).toBe(995);
    expect(await channel().refund(refundOf(id, 2 * 5995 + 995, { lines }))).toEqual({ kind: 'done', ref: '1,2' });
    expect((await believed(id)).creditmemos.map((memo) => memo.invoice_id)).toEqual([1, 2]);
    expect(await channel().refund(refundOf(id, 5995 * 2, { key: 'ref_2', lines: [{ ref: shoe, quantity: 2 }] }))).toMatchObject({ kind: 'refused', code: 'not_invoiced' });
  });

  it('only notes a refund offline, where the money goes back elsewhere', async () => {
    const id = await place({ ...pair, payment: 'captured' });
    const shop = channel({ contract: { money: 'own' } });
    expect(shop.contract).toEqual({ money: 'own', mail: 'channel', subtractsOwnSales: true });
    await fault('order.refund', 'lost');
    expect(await shop.refund(refundOf(id, 995, { lines: [{ ref: await ref(id, 'SOCK'), quantity: 1 }] }))).toEqual({ kind: 'done', ref: '1' });
    expect((await believed(id)).creditmemos).toMatchObject([{ grand_total: 995, invoice_id: null, online: false }]);
    expect(await channel().refund(refundOf(await place(pair), 995))).toMatchObject({ kind: 'refused', code: 'nothing_captured' });
  });

  it('keeps the order’s currency where Magento wants its base currency', async () => {
    const id = await place({ ...pair, payment: 'captured', currency: 'EUR', baseCurrency: 'USD', baseRate: 1.1 });
    expect(await channel().refund(refundOf(id, 1495, { lines: [{ ref: await ref(id, 'SOCK'), quantity: 1 }] }))).toEqual({ kind: 'done', ref: '1' });
    expect((await believed(id)).creditmemos).toMatchObject([{ grand_total: 1495, adjustment_positive: 500 }]);
  });

  it('refunds bundles of both kinds by what carries their price', async () => {
    const components = [{ sku: 'A', price: 1000, quantity: 1 }, { sku: 'B', price: 500, quantity: 2 }];
    const fixed = await place({ payment: 'captured', lines: [{ sku: 'SET', price: 2500, quantity: 2, type: 'bundle_fixed', components }] });
    expect(await channel().refund(refundOf(fixed, 2500, { lines: [{ ref: await ref(fixed, 'A'), quantity: 1 }, { ref: await ref(fixed, 'B'), quantity: 2 }] }))).toEqual({ kind: 'done', ref: '1' });
    expect((await believed(fixed)).items[0]).toMatchObject({ sku: 'SET', qty_refunded: 1 });
    const dynamic = await place({ payment: 'captured', lines: [{ sku: 'SET', price: 0, quantity: 2, type: 'bundle_dynamic', components }] });
    expect(await channel().refund(refundOf(dynamic, 500, { lines: [{ ref: await ref(dynamic, 'B'), quantity: 1 }] }))).toEqual({ kind: 'done', ref: '2' });
    expect((await believed(dynamic)).total_refunded).toBe(500);
  });
});

describe('stock', () => {
  const figure = (sku: string, available: number) => ({ sku, available, previous: null });
  const stockOf = async (): Promise<Record<string, unknown>> => {
    const answer = (await (await fetch(`${base}/rest/V1/inventory/source-items?searchCriteria[pageSize]=100`, { headers: { authorization: 'Bearer secret' } })).json()) as { items: { sku: string; source_code: string; quantity: number; status: number }[] };
    return Object.fromEntries(answer.items.map((row) => [`${row.source_code} ${row.sku}`, `${row.quantity}/${row.status}`]));
  };

  it('writes what differs, zero as out of stock, also for SKUs with a comma', async () => {
    await control('/source-items', { sourceItems: [{ sku: 'A', source_code: 'web', quantity: 4, status: 1 }, { sku: 'B', source_code: 'web', quantity: 9, status: 1 }, { sku: 'C,1', source_code: 'web', quantity: 2, status: 1 }] });
    const shop = channel({ sourceCode: 'web' });
    expect(await shop.pushStock([figure('A', 4), figure('B', 0), figure('C,1', 3), figure('NEW', 7), figure('BAD', -1)])).toMatchObject([
      { sku: 'A', outcome: { kind: 'done' } }, { sku: 'B', outcome: { kind: 'done' } }, { sku: 'C,1', outcome: { kind: 'done' } }, { sku: 'NEW', outcome: { kind: 'done' } }, { sku: 'BAD', outcome: { kind: 'refused', code: 'not_a_quantity' } },
    ]);
    expect(await stockOf()).toEqual({ 'web A': '4/1', 'web B': '0/0', 'web C,1': '3/1', 'web NEW': '7/1' });
    await fault('source-items.save', 'reject', { status: 500 });
    expect(await shop.pushStock([figure('A', 4), figure('B', 0)])).toMatchObject([{ outcome: { kind: 'done' } }, { outcome: { kind: 'done' } }]);
  });

  it('adds what Magento has reserved, so that its customers see our figure', async () => {
    await control('/source-items', { sourceItems: [{ sku: 'SHOE-42', source_code: 'default', quantity: 10, status: 1 }] });
    await place(pair);
    const shop = channel({ stockId: 1 });
    await shop.pushStock([figure('SHOE-42', 5)]);
    expect(await stockOf()).toEqual({ 'default SHOE-42': '8/1' });
    const salable = await (await fetch(`${base}/rest/V1/inventory/get-product-salable-quantity/SHOE-42/1`, { headers: { authorization: 'Bearer secret' } })).json();
    expect(salable).toBe(5);
  });

  it.each<[string, string, Json, Json]>([
    ['a lost answer', 'source-items.save', { kind: 'lost' }, { kind: 'unknown' }],
    ['a 429', 'source-items.save', { kind: 'reject', status: 429 }, { kind: 'refused', code: 'busy', retry: true }],
    ['a failed read', 'source-items.list', { kind: 'reject', status: 500 }, { kind: 'refused', code: 'unreachable', retry: true }],
  ])('%s concerns every figure, and the next push repairs it', async (_name, operation, over, outcome) => {
    await fault(operation, String(over['kind']), over);
    expect(await channel().pushStock([figure('A', 1), figure('B', 2)])).toMatchObject([{ outcome }, { outcome }]);
    expect(await channel().pushStock([figure('A', 1), figure('B', 2)])).toMatchObject([{ outcome: { kind: 'done' } }, { outcome: { kind: 'done' } }]);
    expect(await stockOf()).toEqual({ 'default A': '1/1', 'default B': '2/1' });
  });

  it('names the source that does not exist', async () => {
    expect(await channel({ sourceCode: 'nowhere' }).pushStock([figure('A', 1), figure('B', 1)])).toMatchObject([
      { sku: 'A', outcome: { kind: 'refused', code: 'refused_by_magento', reason: 'Validation Failed Source with code "nowhere" does not exist.' } }, { sku: 'B', outcome: { kind: 'refused' } },
    ]);
  });
});

it('takes an edit for what it is: the old order cancelled, a new one that names it', async () => {
  const id = await place(pair);
  const edited = await control(`/orders/${id}/edit`, { quantities: { 'SHOE-42': 1 } });
  expect(edited).toMatchObject({ increment_id: '000000001-1' });
  expect(channel().map(await channel().fetchOrder(id))).toMatchObject({ snapshot: { cancelledAt: '2026-03-01T09:00:00Z', tags: expect.arrayContaining(['edited-as:000000001-1']) as string[] } });
  expect(channel().map(await channel().fetchOrder(String(edited['entity_id'])))).toMatchObject({ snapshot: { externalNumber: '000000001-1', tags: expect.arrayContaining(['edit-of:000000001']) as string[], lines: [{ quantity: 1 }, { quantity: 1 }] } });
});
