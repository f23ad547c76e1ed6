/** The interface of external warehouses: work orders given, sent, rejected and stopped; told late, twice and badly. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doDue } from '../server/kernel/due.ts';
import { toWire } from '../server/kernel/ids.ts';
import type { DialogueState } from '../server/modules/dialogue/index.ts';
import { workNotGiven } from '../server/modules/partners/index.ts';
import { anOrder, stock } from './support/company.ts';
import { newShoe } from './support/partner.ts';
import { ok } from './support/spil.ts';
import type { Client, Running } from './support/spil.ts';
import { parcel, reference, stages, startWarehouse } from './support/warehouse.ts';
import type { Given, Order, Said, Shipped, Warehouse } from './support/warehouse.ts';

let warehouse: Warehouse;
let spil: Running;
let clock: Warehouse['clock'];
let office: Client;
let channel: Client;
let venlo: Client;

beforeAll(async () => {
  warehouse = await startWarehouse();
  ({ spil, clock, office, channel, venlo } = warehouse);
});
afterAll(() => warehouse.spil.close());

const settled: Warehouse['settled'] = (...given) => warehouse.settled(...given);
const look: Warehouse['look'] = (...given) => warehouse.look(...given);
const balance: Warehouse['balance'] = (...given) => warehouse.balance(...given);
const tasks: Warehouse['tasks'] = (...given) => warehouse.tasks(...given);
const given: Warehouse['given'] = (...given) => warehouse.given(...given);
const say: Warehouse['say'] = (work, verb, body) => warehouse.say(work, verb, body);
const accept: Warehouse['accept'] = (...given) => warehouse.accept(...given);
const reject: Warehouse['reject'] = (...given) => warehouse.reject(...given);
const ship: Warehouse['ship'] = (...given) => warehouse.ship(...given);
const cancelling: Warehouse['cancelling'] = (...given) => warehouse.cancelling(...given);
const answer: Warehouse['answer'] = (...given) => warehouse.answer(...given);

describe('a work order', () => {
  it('is given with what is to be sent and to whom, and leaves the list when it is done', async () => {
    const { order, work, sku } = await given();
    const { work: list } = ok(await venlo.get<{ work: { id: string }[] }>('/logistics/work'));
    expect(list.find((one) => one.id === work)).toMatchObject({ number: `${order.number}-F1`, state: 'submitted', receiver: { name: 'Jo Doe', street: 'Oudegracht', postalCode: '3511 AB' }, lines: [{ line: 1, sku, quantity: 2, open: 2, asked: 0 }], cancellation: null });
    await accept(work);
    const shipped = await ship(work, sku, 2);
    expect(shipped).toMatchObject({ state: 'accepted', open: 0, takenBack: 0, beyond: [], parcels: [{ pieces: 2 }] });
    expect(ok(await venlo.get<{ work: { id: string }[] }>('/logistics/work')).work.some((one) => one.id === work)).toBe(false);
    expect(stages(await look(order))).toEqual({ shipped: 2 });
    expect(await balance(sku)).toEqual({ quantity: 0, reserved: 0 });
    const told = ok(await venlo.post<{ status: string }>(`/parcels/${shipped.parcels[0]?.id}/scans`, { status: 'delivered', at: '2026-03-02T09:00:00Z' }));
    expect(told.status).toBe('delivered');
    expect((await look(order)).status).toBe('complete');
  });

  it('is not given while its order is held, and is when the hold is released; and what was made before there was a partner is given too', async () => {
    const sku = await newShoe(spil.database);
    await stock(spil, { venlo: { [sku]: 2 } });
    const order = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku, quantity: 1 }] })));
    const held = ok(await office.post<{ holds: { id: string }[] }>(`/orders/${order.id}/holds`, { reason: 'address', owner: 'service' }));
    await settled();
    const work = order.fulfilments[0]?.id ?? '';
    expect((await venlo.get(`/logistics/work/${work}`)).status).toBe(404);
    ok(await office.post(`/orders/${order.id}/holds/${held.holds[0]?.id}/release`, { reason: 'checked' }));
    await settled();
    expect(ok(await venlo.get<Said>(`/logistics/work/${work}`)).state).toBe('submitted');
    const second = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku, quantity: 1 }] })));
    await doDue({ database: spil.database, clock }, await workNotGiven({ ...spil.app.deps, clock }));
    expect(ok(await venlo.get<Said>(`/logistics/work/${second.fulfilments[0]?.id}`)).state).toBe('submitted');
  });

  it('that is rejected is planned elsewhere at once, and the reason is recorded', async () => {
    const { order, work } = await given(2, 2);
    expect(await reject(work, { note: 'Shelf empty' })).toMatchObject({ state: 'rejected', open: 0 });
    const now = await look(order);
    expect(now.fulfilments.map(({ location }) => location)).toEqual(['venlo', 'leiden']);
    const { entries } = ok(await office.get<{ entries: { code: string; parameters: Record<string, unknown> }[] }>(`/orders/${order.id}/timeline`));
    expect(entries.find(({ code }) => code === 'work_rejected')?.parameters).toMatchObject({ location: 'venlo', reason: 'out_of_stock', note: 'Shelf empty' });
  });

  it('that is rejected where nobody has it is cancelled, and no money stays owed', async () => {
    const { order, work } = await given(1);
    await reject(work);
    expect(await look(order)).toMatchObject({ status: 'cancelled', money: { due: 0 } });
  });

  it('is sent in parts: the first leaves, one comes from elsewhere, and one is cancelled for want of stock', async () => {
    const { order, work, sku } = await given(3, 1);
    await accept(work);
    await ship(work, sku, 1);
    expect(await ship(work, sku, 0 + 1, { rest: 'not_coming' })).toMatchObject({ open: 0 });
    const now = await look(order);
    expect(now.fulfilments.map(({ location }) => location)).toEqual(['venlo', 'leiden']);
    expect(stages(now)).toEqual({ shipped: 2, allocated: 1 });
    expect(now.parcels).toHaveLength(2);
  });
});

describe('stopping a work order', () => {
  it('that nobody accepted is done at once, and told', async () => {
    const { order, work } = await given();
    expect(await cancelling(order)).toMatchObject({ status: 'cancelled', money: { due: 0 } });
    expect(ok(await venlo.get(`/logistics/work/${work}`))).toMatchObject({ state: 'cancellation_requested', lines: [{ open: 0 }], cancellation: { lines: [{ quantity: 2 }] } });
    expect(await answer(work, true)).toMatchObject({ state: 'cancellation_accepted', open: 0, asked: 0 });
  });

  it('that was accepted asks: the units stay until the answer, and then go with the money', async () => {
    const { order, work } = await given();
    await accept(work);
    const asked = await cancelling(order);
    expect(stages(asked)).toEqual({ allocated: 2 });
    expect(asked.money.due).toBe(11990);
    expect(await office.post(`/orders/${order.id}/cancel`, { reason: 'customer' })).toMatchObject({ status: 409, body: { code: 'orders.cancellation_asked' } });
    expect(await answer(work, true)).toMatchObject({ state: 'cancellation_accepted', open: 0 });
    expect(await look(order)).toMatchObject({ status: 'cancelled', money: { due: 0 } });
  });

  it('that cannot be stopped will be delivered; a task tells who asked', async () => {
    const { order, work, sku } = await given();
    await accept(work);
    await cancelling(order);
    expect(await answer(work, false, { reason: 'On the truck' })).toMatchObject({ state: 'cancellation_rejected', open: 2, asked: 0 });
    expect(await tasks(order)).toEqual([{ kind: 'cancellation_refused', sku: null }]);
    expect(await office.post(`/orders/${order.id}/cancel`, { reason: 'customer' })).toMatchObject({ status: 409 });
    await ship(work, sku, 2);
    expect(stages(await look(order))).toEqual({ shipped: 2 });
  });

  it('in part leaves the rest to be sent', async () => {
    const { order, work, sku } = await given(3);
    await accept(work);
    ok(await office.post(`/orders/${order.id}/cancel`, { reason: 'customer', lines: [{ line: 1, quantity: 2 }] }));
    expect(await answer(work, true, { lines: [{ line: 1, quantity: 1 }] })).toMatchObject({ state: 'accepted', open: 2, asked: 0 });
    expect(stages(await look(order))).toEqual({ allocated: 2, cancelled: 1 });
    await ship(work, sku, 2);
    expect(stages(await look(order))).toEqual({ shipped: 2, cancelled: 1 });
  });

  it('is refused for its address and for another location with words that say what to do', async () => {
    const { order, work } = await given(1, 1);
    await accept(work);
    const address = { name: 'Jo', street: 'Dam', houseNumber: '1', postalCode: '1012 JS', city: 'Amsterdam', country: 'NL' };
    expect(await office.post(`/orders/${order.id}/deliveries/1/address`, { address })).toMatchObject({ status: 409, body: { code: 'orders.with_partner' } });
    expect(await office.post(`/fulfilments/${work}/reassign`, { location: 'leiden', reason: null })).toMatchObject({ status: 409, body: { code: 'fulfilment.with_partner' } });
  });

  it('by moving it away while nobody accepted tells the warehouse', async () => {
    const { order, work } = await given(1, 1);
    ok(await office.post(`/fulfilments/${work}/reassign`, { location: 'leiden', reason: null }));
    await settled();
    expect(ok(await venlo.get(`/logistics/work/${work}`))).toMatchObject({ state: 'cancellation_requested', cancellation: { reason: 'moved', lines: [{ quantity: 1 }] } });
    expect((await look(order)).fulfilments.at(-1)?.location).toBe('leiden');
  });
});

describe('answers that come late', () => {
  it('an acceptance after our question is noted; the question stands', async () => {
    const { order, work } = await given();
    await cancelling(order);
    expect(await accept(work)).toMatchObject({ state: 'cancellation_requested', open: 0 });
  });

  it('a shipment after a rejection takes the goods back from where they were planned', async () => {
    const { order, work, sku } = await given(2, 2);
    await reject(work);
    expect(await ship(work, sku, 2)).toMatchObject({ takenBack: 2, beyond: [], state: 'accepted' });
    const now = await look(order);
    expect(stages(now)).toEqual({ shipped: 2 });
    expect(await balance(sku, 'leiden')).toEqual({ quantity: 2, reserved: 0 });
  });

  it('a shipment after a cancellation is booked on the stock, and somebody is asked to look', async () => {
    const { order, work, sku } = await given();
    await accept(work);
    await cancelling(order);
    await answer(work, true);
    expect(await ship(work, sku, 2)).toMatchObject({ beyond: [{ sku, quantity: 2, why: 'cancelled' }], parcels: [] });
    expect(await balance(sku)).toEqual({ quantity: 0, reserved: 0 });
    expect(await tasks(order)).toEqual([{ kind: 'shipped_cancelled', sku }]);
  });

  it('a shipment while we wait for the answer is the answer', async () => {
    const { order, work, sku } = await given();
    await accept(work);
    await cancelling(order);
    expect(await ship(work, sku, 2)).toMatchObject({ state: 'cancellation_rejected', open: 0 });
    expect(await tasks(order)).toEqual([{ kind: 'cancellation_refused', sku: null }]);
  });

  it('a rejection after everything was sent is refused', async () => {
    const { work, sku } = await given();
    await ship(work, sku, 2);
    expect(await venlo.post(`/logistics/work/${work}/reject`, { reference: reference(), reason: 'other' })).toMatchObject({ status: 409, body: { code: 'partners.ended' } });
  });

  it('a rejection in answer to our question cancels what we asked and plans the rest elsewhere', async () => {
    const { order, work } = await given(2, 2);
    await accept(work);
    ok(await office.post(`/orders/${order.id}/cancel`, { reason: 'customer', lines: [{ line: 1, quantity: 1 }] }));
    expect(await reject(work)).toMatchObject({ state: 'rejected', open: 0 });
    expect(stages(await look(order))).toEqual({ cancelled: 1, allocated: 1 });
  });

  it('goods that were promised to somebody else meanwhile have left all the same', async () => {
    const { order, work, sku } = await given(1);
    await stock(spil, { leiden: { [sku]: 1 } });
    await reject(work, { reason: 'other' });
    expect((await look(order)).fulfilments.at(-1)?.location).toBe('leiden');
    const other = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku, quantity: 1 }] })));
    expect(other.fulfilments[0]?.location).toBe('venlo');
    expect(await ship(work, sku, 1)).toMatchObject({ takenBack: 1 });
    await settled();
    expect(stages(await look(order))).toEqual({ shipped: 1 });
  });

  it('goods that have come in meanwhile for who waits for them, and leave with them, are kept for nobody any more', async () => {
    const sku = await newShoe(spil.database);
    await spil.database.query('update catalogue.variant set backorder = true where sku = $1', [sku]);
    await stock(spil, { venlo: { [sku]: 1 } });
    ok(await office.put('/expected-receipts/PO-9', { location: 'venlo', supplier: 'Fabriek', lines: [{ sku, quantity: 1, expectedOn: '2026-03-10' }] }));
    const order = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku, quantity: 2 }] })));
    await settled();
    expect(stages(await look(order))).toEqual({ allocated: 1, waiting: 1 });
    ok(await office.post('/expected-receipts/PO-9/receive', { lines: [{ code: sku, good: 1 }] }));
    const kept = (): Promise<unknown[]> => spil.database.query('select promised, others from books.kept_back where sku = $1', [sku]);
    expect(await kept()).toEqual([{ promised: 1, others: 0 }]);
    expect(await ship(order.fulfilments[0]?.id ?? '', sku, 2)).toMatchObject({ takenBack: 1 });
    expect(await kept()).toEqual([]);
    expect(stages(await look(order))).toEqual({ shipped: 2 });
  });
});

describe('what is told twice', () => {
  it('is done once, and answered the same under its reference; another message under it is refused', async () => {
    const { order, work, sku } = await given();
    const same = { reference: reference(), parcels: [parcel(sku, 1)] };
    const first = ok(await venlo.post<Shipped>(`/logistics/work/${work}/ship`, same));
    expect(ok(await venlo.post<Shipped>(`/logistics/work/${work}/ship`, same))).toEqual(first);
    expect(await venlo.post(`/logistics/work/${work}/ship`, { ...same, parcels: [parcel(sku, 2)] })).toMatchObject({ status: 422, body: { code: 'partners.reference_reused' } });
    expect(await venlo.post(`/logistics/work/${work}/accept`, { reference: same.reference })).toMatchObject({ status: 422, body: { code: 'partners.reference_reused' } });
    // The same parcel under another reference is still the same parcel.
    const again = ok(await venlo.post<Shipped>(`/logistics/work/${work}/ship`, { ...same, reference: reference() }));
    expect(again).toMatchObject({ parcels: [], beyond: [], open: 1 });
    expect(stages(await look(order))).toEqual({ shipped: 1, allocated: 1 });
  });

  it('by many at once is done once', async () => {
    const { order, work, sku } = await given();
    const same = { reference: reference(), parcels: [parcel(sku, 2)] };
    const answers = await Promise.all(Array.from({ length: 6 }, () => venlo.post<Shipped>(`/logistics/work/${work}/ship`, same)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body.parcels)}`)).size).toBe(1);
    expect((await look(order)).parcels).toHaveLength(1);
    await settled();
  });
});

describe('a ship notice that does not fit', () => {
  it('is booked as far as it goes, told in the answer, and looked at', async () => {
    const { order, work, sku } = await given();
    const other = await newShoe(spil.database);
    const answered = await say<Shipped>(work, 'ship', { parcels: [{ carrier: 'dhl', trackingNumber: 'DHL-12345', lines: [{ sku, quantity: 3 }, { sku: other, quantity: 1 }, { sku: 'no-such', quantity: 2 }] }] });
    expect(answered.parcels).toMatchObject([{ pieces: 2 }]);
    expect(answered.beyond).toEqual([{ sku, quantity: 1, why: 'more_than_ordered' }, { sku: other, quantity: 1, why: 'not_ordered' }, { sku: 'no-such', quantity: 2, why: 'unknown_product' }]);
    expect((await tasks(order)).map(({ kind }) => kind).toSorted()).toEqual(['shipped_beyond', 'shipped_beyond', 'unknown_product']);
    expect(stages(await look(order))).toEqual({ shipped: 2 });
  });
});

describe('bad input', () => {
  const NOBODY = toWire('ful', '01900000-0000-7000-8000-000000000000');
  it.each<[string, string, Record<string, unknown>]>([
    ['an unknown work order', 'accept', {}], ['an unknown work order', 'reject', { reason: 'other' }], ['an unknown work order', 'ship', { parcels: [parcel('x', 1)] }], ['an unknown work order', 'cancellation', { accepted: true }],
  ])('%s: %s', async (_what, verb, body) => {
    expect(await venlo.post(`/logistics/work/${NOBODY}/${verb}`, { reference: reference(), ...body })).toMatchObject({ status: 404, body: { code: 'partners.work_unknown' } });
  });

  it('of another warehouse does not exist, on any message, and nothing is changed', async () => {
    const { order, work, sku } = await given();
    const stranger = await spil.as('fulfiller', ['leiden']);
    const before = (await look(order)).version;
    for (const [verb, body] of [['accept', {}], ['reject', { reason: 'other' }], ['ship', { parcels: [parcel(sku, 1)] }], ['cancellation', { accepted: true }]] as const) {
      expect(await stranger.post(`/logistics/work/${work}/${verb}`, { reference: reference(), ...body })).toMatchObject({ status: 404, body: { code: 'partners.work_unknown' } });
    }
    expect((await stranger.get(`/logistics/work/${work}`)).status).toBe(404);
    expect(ok(await stranger.get<{ work: unknown[] }>('/logistics/work')).work).toEqual([]);
    expect(await stranger.post('/logistics/receipts', { reference: reference(), location: 'venlo', lines: [{ sku, quantity: 1 }] })).toMatchObject({ status: 404, body: { code: 'partners.location_unknown' } });
    expect(await stranger.post('/logistics/stock-reports', { reference: reference(), location: 'venlo', countedAt: clock.now(), rows: [] })).toMatchObject({ status: 404 });
    expect((await look(order)).version).toBe(before);
  });

  it.each<[string, (given: Given) => readonly [string, Record<string, unknown>], number, string]>([
    ['more than is to be sent', () => ['reject', { reason: 'other', lines: [{ line: 1, quantity: 3 }] }], 422, 'partners.line_unknown'],
    ['a line that it does not have', () => ['reject', { reason: 'other', lines: [{ line: 9, quantity: 1 }] }], 422, 'partners.line_unknown'],
    ['a line named twice', () => ['reject', { reason: 'other', lines: [{ line: 1, quantity: 1 }, { line: 1, quantity: 1 }] }], 422, 'partners.counted_twice'],
    ['no such reason', () => ['reject', { reason: 'tired' }], 400, 'request.invalid'],
    ['an answer to what nobody asked', () => ['cancellation', { accepted: true }], 409, 'partners.nothing_asked'],
    ['shipped tomorrow', ({ sku }) => ['ship', { shippedAt: '2026-03-03T09:00:00Z', parcels: [parcel(sku, 1)] }], 422, 'partners.impossible_time'],
    ['shipped before it was given', ({ sku }) => ['ship', { shippedAt: '2026-02-01T09:00:00Z', parcels: [parcel(sku, 1)] }], 422, 'partners.impossible_time'],
    ['a parcel of nothing', () => ['ship', { parcels: [{ carrier: 'postnl', trackingNumber: 'TRACK-0', lines: [] }] }], 400, 'request.invalid'],
    ['no reference', () => ['accept', { reference: '' }], 400, 'request.invalid'],
  ])('%s', async (_what, message, status, code) => {
    const one = await given();
    const [verb, body] = message(one);
    const before = (await look(one.order)).version;
    expect(await venlo.post(`/logistics/work/${one.work}/${verb}`, { reference: reference(), ...body })).toMatchObject({ status, body: { code } });
    expect((await look(one.order)).version).toBe(before);
  });

  it.each<[string, DialogueState, string, Record<string, unknown>]>([
    ['accepting what was rejected', 'rejected', 'accept', {}], ['accepting what was cancelled', 'cancellation_accepted', 'accept', {}], ['answering after rejecting', 'rejected', 'cancellation', { accepted: true }],
  ])('after the end: %s', async (_what, state, verb, body) => {
    const { order, work } = await given();
    if (state === 'rejected') await reject(work);
    else { await accept(work); await cancelling(order); await answer(work, true); }
    expect(await venlo.post(`/logistics/work/${work}/${verb}`, { reference: reference(), ...body })).toMatchObject({ status: 409 });
  });

  it('without a location that the account could mean is refused', async () => {
    expect(await office.post('/logistics/receipts', { reference: reference(), lines: [{ sku: 'runner-42', quantity: 1 }] })).toMatchObject({ status: 422, body: { code: 'partners.location_missing' } });
  });
});
