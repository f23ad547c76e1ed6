/** Orders come out of Magento, and what happens to the goods goes back: against the simulator, with its faults. */
import { describe, expect, it } from 'vitest';
import { pair, parcelOf, useShop } from './testing.ts';
import type { Json } from './testing.ts';

const { ask, believed, channel, control, fault, place, ref, shop } = useShop();

describe('poll', () => {
  it('gives every order once in a run, oldest first, over pages and over one second with more than a page', async () => {
    for (let index = 0; index < 130; index += 1) {
      if (index === 120) shop.clock = new Date('2026-03-01T09:10:00Z');
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
    shop.clock = new Date('2026-03-02T09:00:00Z');
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
    expect(await shop.announceShipment(parcelOf(id, lines))).toEqual({ kind: 'done', ref: '1' });
    expect(await shop.announceShipment(parcelOf(id, lines))).toEqual({ kind: 'done', ref: '1' });
    const order = await believed(id);
    expect(order.shipments).toMatchObject([{ tracks: [{ track_number: '3SABC1', carrier_code: 'tig_postnl', title: 'PostNL' }], notified: true, source_code: 'default' }]);
    expect(order.items.map((item) => [item.sku, item.qty_shipped])).toEqual([['SHOE-42', 2], ['SOCK', 1], ['SOCK', 0]]);
    expect(await shop.announceShipment(parcelOf(id, [{ ref: lines[0]?.ref ?? '', quantity: 1 }], { key: 'par_2', trackingNumber: '3SABC2' }))).toEqual({ kind: 'done', ref: '2' });
    expect((await believed(id)).shipments).toHaveLength(2);
  });

  it('makes no second shipment after a lost answer', async () => {
    const id = await place(pair);
    const lines = [{ ref: await ref(id, 'SHOE-42'), quantity: 3 }];
    await fault('order.ship', 'lost');
    expect(await channel().announceShipment(parcelOf(id, lines))).toEqual({ kind: 'done', ref: '1' });
    expect(await channel().announceShipment(parcelOf(id, lines))).toEqual({ kind: 'done', ref: '1' });
    expect((await believed(id)).shipments).toHaveLength(1);
  });

  it('does not know after a lost answer that cannot be looked up, and finds out when asked again', async () => {
    const id = await place(pair);
    const lines = [{ ref: await ref(id, 'SHOE-42'), quantity: 3 }];
    await fault('order.ship', 'lost');
    // The look-up before the shipment passes (a delay of nothing), the one after it fails.
    await fault('shipments.list', 'latency', { milliseconds: 0 });
    await fault('shipments.list', 'reject', { status: 500 });
    expect((await channel().announceShipment(parcelOf(id, lines))).kind).toBe('unknown');
    await fault('shipments.list', 'reject', { status: 503 });
    expect(await channel().announceShipment(parcelOf(id, lines))).toMatchObject({ kind: 'refused', code: 'busy', retry: true });
    expect(await channel().announceShipment(parcelOf(id, lines))).toEqual({ kind: 'done', ref: '1' });
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
    expect(await channel().announceShipment(parcelOf(id, [{ ref: await ref(id, 'SOCK'), quantity: 1 }]))).toMatchObject(expected);
    expect((await believed(id)).shipments).toHaveLength(0);
  });

  it('refuses what cannot be: too many, an unknown line, an unknown order, an order on hold', async () => {
    const id = await place(pair);
    const shoe = await ref(id, 'SHOE-42');
    expect(await channel().announceShipment(parcelOf(id, [{ ref: shoe, quantity: 4 }]))).toMatchObject({ kind: 'refused', code: 'refused_by_magento', reason: expect.stringContaining('invalid quantity') as string });
    expect(await channel().announceShipment(parcelOf(id, [{ ref: '999', quantity: 1 }]))).toMatchObject({ kind: 'refused', code: 'unknown_line' });
    expect(await channel().announceShipment(parcelOf('4711', [{ ref: shoe, quantity: 1 }]))).toMatchObject({ kind: 'refused', code: 'not_found', retry: false });
    await control(`/orders/${id}/hold`, {});
    expect(await channel().announceShipment(parcelOf(id, [{ ref: shoe, quantity: 1 }]))).toMatchObject({ kind: 'refused', reason: expect.stringContaining('status of holded') as string });
    expect(await channel({ token: 'wrong' }).announceShipment(parcelOf(id, [{ ref: shoe, quantity: 1 }]))).toMatchObject({ kind: 'refused', code: 'unauthorised', retry: true });
  });

  it('takes over a shipment that somebody entered by hand with the same tracking number', async () => {
    const id = await place(pair);
    const shoe = await ref(id, 'SHOE-42');
    await ask(`/order/${id}/ship`, { items: [{ order_item_id: Number(shoe), qty: 3 }], tracks: [{ track_number: '3SABC1', title: 'By hand', carrier_code: 'custom' }] });
    expect(await channel().announceShipment(parcelOf(id, [{ ref: shoe, quantity: 3 }]))).toEqual({ kind: 'done', ref: '1' });
    expect((await believed(id)).shipments).toHaveLength(1);
  });

  it('names a bundle by its parent when it ships together, by component when not, and leaves out what is virtual', async () => {
    const components = [{ sku: 'A', price: 1000, quantity: 1 }, { sku: 'B', price: 500, quantity: 2 }];
    const wish = (bundles: string): Json => ({ bundles, lines: [{ sku: 'SET', price: 2500, quantity: 2, type: 'bundle_fixed', components }, { sku: 'PDF', price: 100, quantity: 1, type: 'virtual' }] });
    const together = await place(wish('together'));
    const [a, b, pdf] = [await ref(together, 'A'), await ref(together, 'B'), await ref(together, 'PDF')];
    expect(await channel().announceShipment(parcelOf(together, [{ ref: a, quantity: 1 }]))).toMatchObject({ kind: 'refused', code: 'bundle_ships_together' });
    expect((await channel().announceShipment(parcelOf(together, [{ ref: a, quantity: 1 }, { ref: b, quantity: 2 }, { ref: pdf, quantity: 1 }]))).kind).toBe('done');
    expect((await believed(together)).items.find((item) => item.sku === 'SET')?.qty_shipped).toBe(1);
    expect(await channel().announceShipment(parcelOf(together, [{ ref: pdf, quantity: 1 }], { key: 'par_3', trackingNumber: '3SX' }))).toEqual({ kind: 'done', ref: null });
    const separately = await place(wish('separately'));
    expect((await channel({ bundles: 'separately' }).announceShipment(parcelOf(separately, [{ ref: await ref(separately, 'B'), quantity: 3 }]))).kind).toBe('done');
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
    expect(await shop.announceShipment(parcelOf(id, [{ ref: await ref(id, 'SHOE-42'), quantity: 3 }]))).toEqual({ kind: 'done', ref: null });
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
    await channel().announceShipment(parcelOf(id, [{ ref: shoe, quantity: 3 }]));
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

it('takes an edit for what it is: the old order cancelled, a new one that names it', async () => {
  const id = await place(pair);
  const edited = await control(`/orders/${id}/edit`, { quantities: { 'SHOE-42': 1 } });
  expect(edited).toMatchObject({ increment_id: '000000001-1' });
  expect(channel().map(await channel().fetchOrder(id))).toMatchObject({ snapshot: { cancelledAt: '2026-03-01T09:00:00Z', tags: expect.arrayContaining(['edited-as:000000001-1']) as string[] } });
  expect(channel().map(await channel().fetchOrder(String(edited['entity_id'])))).toMatchObject({ snapshot: { externalNumber: '000000001-1', tags: expect.arrayContaining(['edit-of:000000001']) as string[], lines: [{ quantity: 1 }, { quantity: 1 }] } });
});
