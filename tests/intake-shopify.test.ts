/** Orders of a Shopify shop from its checkout to its books and back, over HTTP: webhooks doubled, reordered and lost, cancelling, editing, shipping and refunding on both sides. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectWholeBooks } from './support/books.ts';
import { startShops } from './support/channels.ts';
import type { Shops } from './support/channels.ts';
import { SHOES, stock } from './support/company.ts';
import { allProjections } from '../server/app.ts';
import { intentWorkColumns } from '../server/modules/payments/index.ts';
import { availableToSell, readDocument, take } from '../server/modules/intake/index.ts';
import { ok } from './support/spil.ts';

interface Summary { id: string; total: number; captured: number; authorised: number; refunded: number; cancelledAt: string | null; financialStatus: string; lines: { id: string; sku: string; quantity: number; removed: number; fulfilled: number; open: number }[]; shipments: { number: string; lines: { id: string; quantity: number }[] }[]; refunds: { amount: number; lines: { id: string; quantity: number }[] }[] }
interface Order {
  id: string; status: string; onHold: boolean; tags: string[];
  lines: { line: number; ref: string; sku: string | null; quantity: number; total: number; units: { stage: string; quantity: number }[] }[];
  charges: { kind: string; total: number }[]; holds: { id: string; reason: string }[];
  deliveries: { delivery: number; contact: string | null }[];
  fulfilments: { id: string; location: string }[]; parcels: { id: string }[];
  money: { due: number; paid: number; balance: number; payments: { authorisedLeft: number; captured: number; refunded: number; refundPending: number }[]; intents: { kind: string; amount: number; state: string }[] };
}

const ADDRESS = { first_name: 'Sanne', last_name: 'de Boer', address1: 'Oudegracht 12A', zip: '3511 AA', city: 'Utrecht', country_code: 'NL' };

let shops: Shops;
const place = (more: Record<string, unknown> = {}): Promise<Summary & { raw: Record<string, unknown> }> => shops.shopify('POST', '/orders', {
  lines: [{ sku: 'runner-42', quantity: 3 }], customer: { email: 'sanne@example.com', address: ADDRESS }, payment: { kind: 'paid' }, shipping: { title: 'Standaard', price: 495, address: ADDRESS }, ...more,
});
const believed = (id: string): Promise<Summary> => shops.shopify('GET', `/orders/${id}`);
const ordersOf = async (externalId: string): Promise<string[]> => (await shops.spil.database.query<{ id: string }>('select id from orders.order where channel = $1 and external_id = $2', ['web', externalId])).map(({ id }) => id);
async function order(externalId: string): Promise<Order> {
  const [id] = await ordersOf(externalId);
  if (id === undefined) throw new Error(`order ${externalId} is not here`);
  return ok(await shops.office.get<Order>(`/orders/${id}`));
}
const eventsOf = async (externalId: string): Promise<string[]> => (await shops.spil.database.query<{ type: string }>('select e.type from books.event e join orders.order o on o.id = e.stream_id where o.external_id = $1 order by e.seq', [externalId])).map(({ type }) => type);
const units = ({ lines }: Order): Record<string, number> => lines.flatMap((line) => line.units).reduce<Record<string, number>>((all, { stage, quantity }) => ({ ...all, [stage]: (all[stage] ?? 0) + quantity }), {});
const conflicts = async (id: string): Promise<{ id: string; kind: string; subject: string }[]> => ok(await shops.service.get<{ items: { id: string; kind: string; subject: string }[] }>(`/conflicts?order=${id}`)).items;

beforeAll(async () => {
  shops = await startShops();
  await shops.shopify('POST', '/products', SHOES.map(([sku, , title]) => ({ sku, title, price: 5995, available: 500 })));
  await stock(shops.spil, { utrecht: Object.fromEntries(SHOES.map(([sku]) => [sku, 500])) });
});
afterAll(() => shops.close());
beforeEach(() => { shops.clock.advance(60_000); });

/** Picks and packs all of an order's first work order and hands it to the carrier. */
async function ship(externalId: string, tracking: string): Promise<void> {
  const { fulfilments } = await order(externalId);
  const work = fulfilments[0];
  if (!work) throw new Error('there is no work order');
  const store = await shops.spil.as('store', [work.location]);
  const held = (await order(externalId)).lines.flatMap((line) => line.units.filter((one) => one.stage === 'allocated').map((one) => ({ sku: line.sku, quantity: one.quantity })));
  const scans = held.flatMap(({ sku, quantity }) => Array.from({ length: quantity }, (_, index) => ({ scan: `${tracking} ${sku} ${index}`, code: SHOES.find(([known]) => known === sku)?.[1] ?? '' })));
  ok(await store.post(`/fulfilments/${work.id}/pick`, { scans }));
  const { parcels } = ok(await store.post<{ parcels: { id: string }[] }>(`/fulfilments/${work.id}/pack`));
  const parcel = parcels[0]?.id ?? '';
  ok(await store.post(`/parcels/${parcel}/tracking`, { carrier: 'postnl', trackingNumber: tracking }));
  ok(await store.post('/manifests', { location: work.location, carrier: 'postnl', parcels: [parcel] }));
}

describe('what the shop sells arrives once', () => {
  it('by a webhook that comes twice', async () => {
    const sold = await place({ webhook: 'double' });
    await shops.settle();
    expect(await ordersOf(sold.id)).toHaveLength(1);
    expect(await order(sold.id)).toMatchObject({ status: 'in_progress', money: { due: 18480, paid: 18480, balance: 0 } });
    expect(await shops.spil.database.query(`select state from intake.message where external_id = $1`, [sold.id])).toEqual([{ state: 'taken' }]);
  });

  it('by the poll where the webhook is lost, and by both without being doubled', async () => {
    const sold = await place({ webhook: 'drop' });
    await shops.settle();
    expect(await ordersOf(sold.id)).toEqual([]);
    await shops.settle({ poll: true });
    await shops.settle({ poll: true });
    expect(await ordersOf(sold.id)).toHaveLength(1);
    expect(await eventsOf(sold.id)).toEqual(['OrderPlaced', 'PaymentCaptured', 'FulfilmentAssigned']);
  });

  it('in whatever order webhooks come: the older one does nothing', async () => {
    const sold = await place({ webhook: 'keep' });
    shops.clock.advance(5000);
    await shops.shopify('POST', `/orders/${sold.id}/edit`, { set: [{ lineId: Number(sold.lines[0]?.id), quantity: 1 }], webhook: 'keep' });
    await shops.shopify('POST', '/webhooks/deliver', { order: 'newest_first' });
    await shops.settle();
    expect(units(await order(sold.id))).toEqual({ allocated: 1, cancelled: 2 });
    expect((await shops.spil.database.query<{ state: string }>('select state from intake.message where external_id = $1 order by id', [sold.id])).map(({ state }) => state)).toContain('nothing_new');
  });

  it('asks the shop where two changes of one moment contradict each other', async () => {
    const sold = await place({ webhook: 'keep' });
    await shops.shopify('POST', `/orders/${sold.id}/edit`, { set: [{ lineId: Number(sold.lines[0]?.id), quantity: 2 }], webhook: 'keep' });
    await shops.shopify('POST', '/webhooks/deliver', { order: 'newest_first' });
    await shops.settle();
    expect(units(await order(sold.id))).toEqual({ allocated: 2, cancelled: 1 });
  });

  it('refuses a forged webhook without a word on why', async () => {
    const response = await fetch(`${shops.hook}/hooks/channels/web`, { method: 'POST', body: '{"id":1,"line_items":[]}', headers: { 'content-type': 'application/json', 'x-shopify-topic': 'orders/create', 'x-shopify-hmac-sha256': 'bm90IGl0' } });
    expect(response.status).toBe(401);
    const problem = await response.json() as { detail: string; code: string };
    expect(problem).toMatchObject({ code: 'intake.forged', detail: 'The message was not accepted.' });
    expect((await fetch(`${shops.hook}/hooks/channels/nobody`, { method: 'POST', body: '{}' })).status).toBe(404);
  });
});

describe('what the shop changes', () => {
  it('is cancelled here when it is cancelled there, and its refund is not made again', async () => {
    const sold = await place();
    await shops.settle();
    shops.clock.advance(5000);
    await shops.shopify('POST', `/orders/${sold.id}/cancel`, {});
    await shops.settle();
    const mine = await order(sold.id);
    expect(mine).toMatchObject({ status: 'cancelled', money: { due: 0, balance: 0, intents: [], payments: [{ captured: 18480, refunded: 18480, refundPending: 0 }] } });
    expect((await believed(sold.id)).refunds).toHaveLength(1);
    expect(await conflicts(mine.id)).toEqual([]);
  });

  it('releases what was only authorised', async () => {
    const sold = await place({ payment: { kind: 'authorized' } });
    await shops.settle();
    shops.clock.advance(5000);
    await shops.shopify('POST', `/orders/${sold.id}/cancel`, {});
    await shops.settle();
    expect(await order(sold.id)).toMatchObject({ status: 'cancelled', money: { due: 0, paid: 0, payments: [{ authorisedLeft: 0, captured: 0 }] } });
  });

  it('takes an edit: a line less, another more, and what is owed follows', async () => {
    const sold = await place({ payment: { kind: 'authorized' } });
    await shops.settle();
    shops.clock.advance(5000);
    await shops.shopify('POST', `/orders/${sold.id}/edit`, { set: [{ lineId: Number(sold.lines[0]?.id), quantity: 1 }], add: [{ sku: 'boot-40', quantity: 1 }] });
    await shops.settle();
    const mine = await order(sold.id);
    expect(mine.lines.map((line) => [line.sku, line.quantity, line.total])).toEqual([['runner-42', 3, 17985], ['boot-40', 1, 5995]]);
    expect(units(mine)).toEqual({ allocated: 2, cancelled: 2 });
    expect(mine.money.due).toBe(5995 * 2 + 495);
  });

  it('takes another address, unless it was changed here too', async () => {
    const sold = await place();
    await shops.settle();
    shops.clock.advance(5000);
    const before = (await order(sold.id)).deliveries[0]?.contact;
    await shops.shopify('POST', `/orders/${sold.id}/address`, { address: { ...ADDRESS, address1: 'Markt 1', zip: '2611 GP', city: 'Delft' } });
    await shops.settle();
    const moved = await order(sold.id);
    expect(moved.deliveries[0]?.contact).not.toBe(before);
    ok(await shops.office.post(`/orders/${moved.id}/deliveries/1/address`, { address: { name: 'Sanne de Boer', street: 'Steenstraat', houseNumber: '3', postalCode: '2312 BS', city: 'Leiden', country: 'NL' } }));
    const ours = (await order(sold.id)).deliveries[0]?.contact;
    shops.clock.advance(5000);
    await shops.shopify('POST', `/orders/${sold.id}/address`, { address: { ...ADDRESS, address1: 'Plein 2', zip: '2511 CR', city: 'Den Haag' } });
    await shops.settle();
    expect((await order(sold.id)).deliveries[0]?.contact).toBe(ours);
    const [conflict] = await conflicts(moved.id);
    expect(conflict).toMatchObject({ kind: 'address', subject: 'ship' });
    ok(await shops.service.post(`/conflicts/${conflict?.id}/resolve`, { reason: 'the customer was called' }));
    expect(await conflicts(moved.id)).toEqual([]);
    expect((await shops.service.post(`/conflicts/${conflict?.id}/resolve`, { reason: 'again' })).status).toBe(409);
  });

  it('shows a cancellation that comes when the goods have left', async () => {
    const sold = await place();
    await shops.settle();
    await ship(sold.id, '3SLEFT1');
    shops.clock.advance(5000);
    await shops.shopify('POST', `/orders/${sold.id}/edit`, { set: [{ lineId: Number(sold.lines[0]?.id), quantity: 2 }] });
    // The notice of the shipment has not gone out yet: the shop did not know.
    await shops.settle();
    const mine = await order(sold.id);
    expect(units(mine)).toEqual({ shipped: 3 });
    expect((await conflicts(mine.id)).map(({ kind }) => kind)).toContain('goods_left');
  });

  it('pays a pending order later, and its work is released', async () => {
    const sold = await place({ payment: { kind: 'pending' } });
    await shops.settle();
    expect((await order(sold.id)).holds.map(({ reason }) => reason)).toEqual(['payment_pending']);
    shops.clock.advance(5000);
    const raw = { ...sold.raw, financial_status: 'paid', total_outstanding: '0.00', updated_at: shops.clock.now() };
    const channel = shops.deps.channels().get('web');
    const read = channel && readDocument(channel, 'web', raw);
    if (read?.kind !== 'order') throw new Error('unreadable');
    await take(shops.deps, 'web', read.snapshot);
    expect(await order(sold.id)).toMatchObject({ onHold: false, money: { paid: 18480, balance: 0 } });
  });
});

describe('what happens here', () => {
  it('a shipment becomes one fulfilment there with its tracking, and its echo does nothing', async () => {
    const sold = await place({ payment: { kind: 'authorized' } });
    await shops.settle();
    await ship(sold.id, '3SONCE1');
    await shops.settle();
    await shops.settle({ poll: true });
    const there = await believed(sold.id);
    expect(there.shipments).toMatchObject([{ number: '3SONCE1', lines: [{ id: sold.lines[0]?.id, quantity: 3 }] }]);
    expect(there.captured).toBe(18480);
    expect(await order(sold.id)).toMatchObject({ status: 'shipped', money: { balance: 0, payments: [{ captured: 18480 }] } });
    expect(await conflicts((await order(sold.id)).id)).toEqual([]);
  });

  it('a notice whose answer is lost is told once', async () => {
    const sold = await place({ payment: { kind: 'authorized' } });
    await shops.settle();
    await ship(sold.id, '3SLOST1');
    await shops.shopify('POST', '/faults', { operation: 'fulfillments.create', kind: 'lost', times: 1 });
    await shops.settle();
    shops.clock.advance(60_000);
    await shops.settle();
    expect((await believed(sold.id)).shipments).toHaveLength(1);
  });

  it('what nobody can find is cancelled and refunded there, once', async () => {
    const sold = await place({ lines: [{ sku: 'runner-43', quantity: 2 }] });
    await shops.settle();
    const mine = await order(sold.id);
    const work = mine.fulfilments[0];
    const store = await shops.spil.as('store', [work?.location ?? '']);
    ok(await store.post(`/fulfilments/${work?.id}/short`, { line: 1, quantity: 1, reason: 'not_found' }));
    await shops.settle();
    shops.clock.advance(60_000);
    await shops.settle({ poll: true });
    const there = await believed(sold.id);
    expect(there).toMatchObject({ refunded: 5995, lines: [{ removed: 1, open: 1 }] });
    const after = await order(sold.id);
    expect(after.money).toMatchObject({ balance: 0, payments: [{ refunded: 5995, refundPending: 0 }] });
    expect(units(after)).toEqual({ allocated: 1, cancelled: 1 });
  });
});

describe('what comes back', () => {
  it('is told the shop with its money: which units, not put back there, and no conflict comes of it', async () => {
    const sold = await place({ lines: [{ sku: 'runner-42', quantity: 2 }] });
    await shops.settle();
    await ship(sold.id, '3SBACK1');
    await shops.settle({ poll: true });
    const mine = await order(sold.id);
    const store = await shops.spil.as('store', ['utrecht']);
    ok(await store.post('/returns', { order: mine.id, location: 'utrecht', lines: [{ line: 1, quantity: 1 }], reason: 'size' }));
    await shops.settle();
    shops.clock.advance(60_000);
    await shops.settle({ poll: true });
    const there = await believed(sold.id);
    expect(there.refunds).toMatchObject([{ amount: 5995, lines: [{ id: sold.lines[0]?.id, quantity: 1, restockType: 'no_restock' }] }]);
    expect(there).toMatchObject({ refunded: 5995, lines: [{ removed: 1, fulfilled: 2, open: 0 }] });
    const after = await order(sold.id);
    expect(units(after)).toEqual({ shipped: 1, returned: 1 });
    expect(after.money).toMatchObject({ balance: 0, payments: [{ refunded: 5995 }] });
    expect(await conflicts(after.id)).toEqual([]);
  });
});

describe('stock', () => {
  it('is told as it may be sold, and only what changed', async () => {
    await shops.settle();
    const told = async (): Promise<{ sku: string; available: number }[]> => shops.shopify('GET', '/stock');
    const figure = async (sku: string): Promise<number | undefined> => (await told()).find((one) => one.sku === sku)?.available;
    const ours = await availableToSell(shops.spil.database, ['boot-40'], { now: shops.spil.clock.now() });
    expect(await figure('boot-40')).toBe(ours.get('boot-40'));
    await stock(shops.spil, { utrecht: { 'boot-40': 7 } });
    await shops.settle();
    expect(await figure('boot-40')).toBe((ours.get('boot-40') ?? 0) + 7);
    const [{ n = 0 } = {}] = await shops.spil.database.query<{ n: number }>('select count(*) as n from intake.stock_due where next_at <= $1', [shops.clock.now()]);
    expect(n).toBe(0);
  });
});

it('the books are whole after all of it', async () => {
  await expectWholeBooks(shops.spil.database, allProjections(), { besides: { 'payments.intent': intentWorkColumns } });
});
