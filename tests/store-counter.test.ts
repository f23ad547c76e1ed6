/** The store's counter over HTTP: pickups, loads with differences, returns and exchanges at the price of the list, and who has what. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Change, commit } from '../server/kernel/change.ts';
import { SYSTEM } from '../server/kernel/command.ts';
import { fromWire } from '../server/kernel/ids.ts';
import { loadStream } from '../server/modules/books/index.ts';
import type { Follower } from '../server/modules/books/index.ts';
import { installDocument } from '../server/modules/documents/index.ts';
import { fulfilmentFollowers } from '../server/modules/fulfilment/index.ts';
import { orderFollowers } from '../server/modules/orders/index.ts';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { codeOf } from './support/customer.ts';
import { ok, startSpil } from './support/spil.ts';
import type { Client, Reply, Running } from './support/spil.ts';

interface Order { id: string; number: string; status: string; fulfilments: { id: string; location: string; kind: string }[]; lines: { line: number; units: { stage: string; quantity: number }[] }[] }
interface Pickup { order: string; delivery: number; status: string; customer: string | null; shelves: string[]; units: Record<string, number> }

let spil: Running;
let channel: Client;
let office: Client;
const stores = new Map<string, Client>();
const at = (location: string): Client => stores.get(location) as Client;

const place = async (options: Parameters<typeof anOrder>[0]): Promise<Order> => ok(await channel.post<Order>('/orders', anOrder(options)));
const sold = (sku: string, location: string, price?: number): Promise<Order> =>
  place({ channel: 'till', lines: [{ sku, quantity: 1, ...(price === undefined ? {} : { price }) }], payment: { operator: 'till', method: 'cash', captured: true }, delivery: { kind: 'carry_out', location } });
const workAt = (order: Order, location: string): string => order.fulfilments.find((one) => one.location === location)?.id ?? '';
/** Each follower holds its lease: they are opened once. */
let followers: Follower[];
const react = async (): Promise<void> => {
  for (let moved = 1; moved > 0;) moved = (await Promise.all(followers.map((one) => one.drain()))).reduce((sum, n) => sum + n, 0);
};
const shelf = async (sku: string): Promise<Record<string, string>> => {
  const { balances } = ok(await office.get<{ balances: { location: string; state: string; quantity: number; reserved: number }[] }>(`/stock?sku=${sku}`));
  return Object.fromEntries(balances.filter((one) => one.quantity > 0 || one.reserved > 0).map((one) => [`${one.location} ${one.state}`, `${one.quantity}/${one.reserved}`]));
};
const pickups = async (query: string, location = 'delft'): Promise<Pickup[]> => ok(await at(location).get<{ pickups: Pickup[] }>(`/pickups?location=delft&${query}`)).pickups;

beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database);
  [office, channel] = await Promise.all([spil.as(['operations', 'service']), spil.as('channel')]);
  followers = [...orderFollowers({ ...spil.app.deps, clock: spil.clock }), ...fulfilmentFollowers({ ...spil.app.deps, clock: spil.clock })];
  for (const location of ['utrecht', 'zeist', 'den-haag', 'delft', 'leiden']) stores.set(location, await spil.as('store', [location]));
});
afterAll(() => spil.close());

/** A pickup in Delft whose pairs are brought from elsewhere in a tote. */
async function brought(code: string, from: string, quantity: number, sku = 'boot-40'): Promise<Order> {
  const order = await place({ lines: [{ sku, quantity }], delivery: { kind: 'pickup', location: 'delft' }, payment: { operator: 'psp', method: 'ideal', captured: true } });
  ok(await at(from).post(`/fulfilments/${workAt(order, from)}/transfer`, { load: code, scans: Array.from({ length: quantity }, (_, n) => ({ scan: `${order.id} ${n}`, code: sku })) }));
  return order;
}

describe('pickups', () => {
  let here: Order;
  let coming: Order;

  it('are told apart: prepared here, waited for, ready on a shelf', async () => {
    await stock(spil, { delft: { 'runner-42': 2 }, leiden: { 'boot-40': 1 } });
    here = await place({ lines: [{ sku: 'runner-42', quantity: 2 }], delivery: { kind: 'pickup', location: 'delft' }, payment: { operator: 'psp', method: 'ideal', captured: true } });
    coming = await brought('P-1', 'leiden', 1);
    expect((await pickups('')).map((one) => [one.order, one.status])).toEqual([[here.id, 'preparing'], [coming.id, 'waiting']]);
    expect((await pickups('status=waiting')).map((one) => one.units)).toEqual([{ toPick: 0, here: 0, coming: 1, ready: 0, collected: 0 }]);
    ok(await at('delft').post(`/fulfilments/${workAt(here, 'delft')}/pick`, { scans: [{ scan: '1', code: 'runner-42' }, { scan: '2', code: 'runner-42' }], shelf: 'A-7' }));
    ok(await at('delft').post('/loads/P-1/receive', { shelves: [{ order: coming.id, shelf: 'B-2' }] }));
    expect((await pickups('status=ready')).map((one) => [one.order, one.shelves, one.customer])).toEqual([[here.id, ['A-7'], 'Jo Doe'], [coming.id, ['B-2'], 'Jo Doe']]);
    expect(await pickups('', 'zeist')).toEqual([]);
  });

  it.each<[string, () => string, () => string[]]>([
    ['its order number', () => here.number, () => [here.id]],
    ['a part of the customer’s name, in any case', () => 'JO D', () => [here.id, coming.id]],
    ['its code, however it is typed', () => `${codeOf(coming).slice(0, 3).toLowerCase()} ${codeOf(coming).slice(3)}`, () => [coming.id]],
    ['nothing that is there', () => 'nobody', () => []],
  ])('are found by %s', async (_by, search, expected) => {
    expect((await pickups(`search=${encodeURIComponent(search())}`)).map((one) => one.order)).toEqual(expected());
  });

  it('go page by page', async () => {
    const first = ok(await at('delft').get<{ pickups: Pickup[]; next: string }>('/pickups?location=delft&limit=1'));
    const second = ok(await at('delft').get<{ pickups: Pickup[]; next: string | null }>(`/pickups?location=delft&limit=1&after=${first.next}`));
    expect([first.pickups[0]?.order, second.pickups[0]?.order, second.next]).toEqual([here.id, coming.id, null]);
  });

  it('are handed over in parts, against what the policy wants', async () => {
    const address = `/orders/${here.id}/deliveries/1`;
    expect(ok(await at('delft').get(`${address}/pickup`))).toMatchObject({ status: 'ready', toPay: 0, check: { code: true, identification: false }, can: ['collect', 'extend', 'change', 'problem'], lines: [{ line: 1, ready: 2, gtins: ['02000000000015'] }] });
    expect((await at('zeist').get(`${address}/pickup`)).status).toBe(404);
    ok(await at('delft').post(`${address}/collect`, { code: codeOf(here), lines: [{ line: 1, quantity: 1 }] }));
    await installDocument(spil.database, { now: spil.clock.now(), actor: SYSTEM, key: null }, 'pickup-policy', 'default', { code: false, identification: true }, 'a test');
    expect(ok(await at('delft').get(`${address}/pickup`))).toMatchObject({ status: 'ready', check: { code: false, identification: true }, lines: [{ ready: 1, collected: 1 }] });
    expect(await at('delft').post(`${address}/collect`, {})).toMatchObject({ status: 422, body: { code: 'fulfilment.identity_missing' } });
    expect(await at('delft').post(`${address}/collect`, { identified: true, code: 'WRONG1' })).toMatchObject({ status: 422, body: { code: 'fulfilment.wrong_code' } });
    ok(await at('delft').post(`${address}/collect`, { identified: true }));
    expect(ok(await at('delft').get(`${address}/pickup`))).toMatchObject({ status: 'collected', can: [] });
    expect((await pickups(`search=${here.number}`)).map((one) => one.status)).toEqual(['collected']);
    expect((await pickups('')).map((one) => one.order)).toEqual([coming.id]);
  });
});

describe('a load', () => {
  it('is listed for where it goes and where it comes from, with what should be in it', async () => {
    await stock(spil, { leiden: { 'boot-40': 3 } });
    await brought('L-1', 'leiden', 2);
    const rows = (who: string, query: string): Promise<Reply<{ loads: { code: string; units: number }[] }>> => at(who).get(`/loads${query}`);
    expect(ok(await rows('delft', '')).loads.map((one) => [one.code, one.units])).toEqual([['L-1', 2]]);
    expect(ok(await rows('leiden', '?direction=outgoing')).loads).toHaveLength(1);
    expect(ok(await rows('leiden', '')).loads).toEqual([]);
    expect(ok(await at('delft').get('/loads/L-1'))).toMatchObject({ status: 'handed', can: ['receive'], products: [{ sku: 'boot-40', quantity: 2, gtins: ['02000000000039'] }], orders: [{ delivery: 1, kind: 'pickup' }], receipts: [] });
    expect(ok(await at('leiden').get('/loads/L-1'))).toMatchObject({ can: [] });
    expect((await at('zeist').get('/loads/L-1')).status).toBe(404);
    ok(await at('delft').post('/loads/L-1/receive'));
    expect(ok(await at('delft').get('/loads/L-1'))).toMatchObject({ status: 'received', products: [], can: [], receipts: [{ lines: [{ sku: 'boot-40', good: 2, damaged: 0, missing: 0 }], outstanding: 0 }] });
    expect(await at('delft').post('/loads/L-1/receive')).toMatchObject({ status: 409, body: { code: 'shipping.load_received' } });
    expect(ok(await rows('delft', '?status=received')).loads.map((one) => one.code)).toContain('L-1');
  });

  it('with a pair missing has it planned again at once, and who sent it counts', async () => {
    await stock(spil, { leiden: { 'runner-43': 2 }, 'den-haag': { 'runner-43': 1 } });
    const order = await place({ lines: [{ sku: 'runner-43', quantity: 2 }], delivery: { kind: 'pickup', location: 'delft' }, payment: { operator: 'psp', method: 'ideal', captured: true } });
    const from = order.fulfilments[0]?.location ?? '';
    expect(order.fulfilments).toHaveLength(1);
    ok(await at(from).post(`/fulfilments/${workAt(order, from)}/transfer`, { load: 'L-2', scans: [{ scan: 'a', code: 'runner-43' }, { scan: 'b', code: 'runner-43' }] }));
    const answer = ok(await at('delft').post('/loads/L-2/receive', { found: [{ code: '2000000000022', good: 1 }] }));
    expect(answer).toMatchObject({ missing: 1, damaged: 0, surplus: 0, outstanding: 0 });
    const now = ok(await office.get<Order>(`/orders/${order.id}`));
    expect(now.fulfilments.map((one) => one.location)).toEqual([from, 'den-haag']);
    expect(await shelf('runner-43')).toEqual({ 'delft picked': '1/1', 'den-haag sellable': '1/1' });
    await react();
    expect(ok(await at('leiden').get<{ tasks: { sku: string; detail: string }[] }>('/tasks')).tasks).toMatchObject([{ sku: 'runner-43', detail: expect.stringContaining('missing_in_load') as string }]);
    // What is missing nowhere else: cancelled, and the money goes back; what is there is ready.
    ok(await at('den-haag').post(`/fulfilments/${workAt(now, 'den-haag')}/short`, { line: 1, quantity: 1, reason: 'not_found' }));
    await react();
    expect(await pickups(`search=${order.number}`)).toMatchObject([{ status: 'ready', units: { ready: 1 } }]);
    ok(await at('delft').post(`/orders/${order.id}/deliveries/1/collect`, { identified: true }));
  });

  it('keeps what nobody looked for on its way, books damage and surplus, and counts nothing twice', async () => {
    for (const task of ok(await at('leiden').get<{ tasks: { id: string }[] }>('/tasks')).tasks) ok(await at('leiden').post(`/tasks/${task.id}/done`));
    await stock(spil, { leiden: { 'boot-40': 2, 'runner-42': 1 } });
    const one = await brought('L-3', 'leiden', 2);
    const two = await brought('L-3', 'leiden', 1, 'runner-42');
    expect(await at('delft').post('/loads/L-3/receive', { found: [{ code: 'boot-40', good: 1 }, { code: '2000000000039', good: 1 }] })).toMatchObject({ status: 422, body: { code: 'fulfilment.counted_twice' } });
    expect(await at('delft').post('/loads/L-3/receive', { found: [{ code: 'slipper', good: 1 }] })).toMatchObject({ status: 422, body: { code: 'fulfilment.unknown_product' } });
    const first = ok(await at('delft').post('/loads/L-3/receive', { found: [{ code: 'boot-40', good: 1, damaged: 1 }, { code: 'runner-43', good: 2 }] }));
    expect(first).toMatchObject({ missing: 0, damaged: 1, surplus: 2, outstanding: 1, orders: [one.id] });
    expect(ok(await at('delft').get('/loads/L-3'))).toMatchObject({ status: 'partly_received', products: [{ sku: 'runner-42', quantity: 1 }], receipts: [{ surplus: [{ sku: 'runner-43', good: 2 }] }] });
    expect(await shelf('boot-40')).toMatchObject({ 'delft damaged': '1/0', 'delft picked': '4/4' });
    expect(await shelf('runner-43')).toMatchObject({ 'delft sellable': '2/0' });
    expect(ok(await at('delft').post('/loads/L-3/receive', {}, { 'idempotency-key': 'the-rest' }))).toMatchObject({ outstanding: 0, orders: [two.id] });
    expect(ok(await at('delft').post('/loads/L-3/receive', {}, { 'idempotency-key': 'the-rest' }))).toMatchObject({ outstanding: 0, orders: [two.id] });
    await react();
    expect(ok(await at('leiden').get<{ tasks: { sku: string; detail: string }[] }>('/tasks')).tasks.map((task) => task.detail)).toContain('Load L-3 held 2 × runner-43 more than was booked into it.');
    expect(await pickups('status=ready')).toEqual(expect.arrayContaining([expect.objectContaining({ order: two.id }), expect.objectContaining({ order: one.id })]));
  });

  it('is booked to its end when the receiving was interrupted after the load had noted it', async () => {
    await stock(spil, { leiden: { 'boot-40': 1 } });
    const order = await brought('L-4', 'leiden', 1);
    const [load] = await spil.database.query<{ id: string }>(`select id from shipping.load where code = 'L-4'`);
    const stream = await loadStream(spil.database, load?.id ?? '');
    const change = new Change();
    if (stream) spil.app.books.record(change, stream, [{ type: 'LoadReceived', data: { load: load?.id, location: 'delft', receipt: load?.id, outstanding: 0, surplus: [], shelves: {}, lines: [{ order: fromWire('ord', order.id), delivery: 1, line: 1, sku: 'boot-40', good: 1, damaged: 0, missing: 0 }] } }], { now: spil.clock.now(), actor: SYSTEM });
    await commit(spil.database, change);
    await react();
    expect(await pickups(`search=${order.number}`)).toMatchObject([{ status: 'ready' }]);
  });

  it('received by two at once is booked once', async () => {
    for (const load of ['L-5', 'L-6', 'L-7', 'L-8', 'L-9']) {
      await stock(spil, { leiden: { 'boot-40': 2 } });
      await brought(load, 'leiden', 2);
      const before = await shelf('boot-40');
      const answers = await Promise.all([1, 2].map(() => at('delft').post(`/loads/${load}/receive`, { found: [{ code: 'boot-40', good: 2 }] })));
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
      const after = await shelf('boot-40');
      const [had, has] = [before, after].map((one) => Number(one['delft picked']?.split('/')[0]));
      expect((has ?? 0) - (had ?? 0)).toBe(2);
      expect(after['delft sellable']).toBe(before['delft sellable']);
    }
  });

  it('that has arrived is out of the hands of who sent it, and never a parcel for the customer', async () => {
    await stock(spil, { leiden: { 'boot-40': 1 }, utrecht: { 'runner-43': 1 } });
    const order = await place({ lines: [{ sku: 'boot-40', quantity: 1 }, { sku: 'runner-43', quantity: 1 }], delivery: { kind: 'pickup', location: 'delft' }, payment: { operator: 'psp', method: 'ideal', captured: true } });
    const work = workAt(order, 'leiden');
    const stages = async (): Promise<string[]> => ok(await office.get<Order>(`/orders/${order.id}`)).lines.flatMap(({ units }) => units.map(({ stage, quantity }) => `${quantity} ${stage}`));
    ok(await at('leiden').post(`/fulfilments/${work}/pick`, { scans: [{ scan: 'one', code: 'boot-40' }] }));
    expect(await at('leiden').post(`/fulfilments/${work}/pack`)).toMatchObject({ status: 409, body: { code: 'fulfilment.not_for_carrier' } });
    ok(await at('leiden').post(`/fulfilments/${work}/transfer`, { load: 'L-1B' }));
    ok(await at('delft').post('/loads/L-1B/receive'));
    const before = await shelf('boot-40');
    expect(await stages()).toEqual(['1 picked', '1 allocated']);
    expect(ok(await at('leiden').get(`/fulfilments/${work}`))).toMatchObject({ can: [], lines: [{ picked: 0, gone: 1 }] });
    expect(ok(await at('leiden').get<{ fulfilments: { id: string }[] }>('/fulfilments')).fulfilments.map(({ id }) => id)).not.toContain(work);
    expect(await at('leiden').post(`/fulfilments/${work}/transfer`, { load: 'L-1C' })).toMatchObject({ status: 409, body: { code: 'fulfilment.ended' } });
    expect(await at('leiden').post(`/fulfilments/${work}/short`, { line: 1, reason: 'damaged' })).toMatchObject({ status: 422, body: { code: 'fulfilment.more_than_there_is' } });
    expect(await stages()).toEqual(['1 picked', '1 allocated']);
    expect(await shelf('boot-40')).toEqual(before);
    ok(await office.post(`/orders/${order.id}/cancel`, { reason: 'customer' }));
    await react();
  });
});

interface Counter { id: string; lines: { line: number; sku: string; returnable: number; each: number; all: number }[]; can: string[] }
const found = async (store: string, find: string): Promise<Counter[]> => ok(await at(store).get<{ orders: Counter[] }>(`/counter/orders?find=${encodeURIComponent(find)}`)).orders;

describe('the counter', () => {
  it('finds any order by what the customer can show, and tells nothing but what a return needs', async () => {
    await stock(spil, { utrecht: { 'runner-42': 3 } });
    const order = await place({ lines: [{ sku: 'runner-42', quantity: 3, price: 3333 }], payment: { operator: 'psp', method: 'ideal', captured: true }, externalId: 'receipt-0042' });
    const work = workAt(order, 'utrecht');
    expect(await found('zeist', order.number)).toMatchObject([{ id: order.id, can: [], lines: [{ returnable: 0, each: 0 }] }]);
    ok(await at('utrecht').post(`/fulfilments/${work}/pick`, { scans: ['a', 'b', 'c'].map((scan) => ({ scan, code: 'runner-42' })) }));
    const { parcels: [parcel] } = ok(await at('utrecht').post<{ parcels: { id: string }[] }>(`/fulfilments/${work}/pack`));
    ok(await at('utrecht').post(`/parcels/${parcel?.id}/tracking`, { carrier: 'by-hand', trackingNumber: '3SXYZ0000042' }));
    ok(await at('utrecht').post('/manifests', { location: 'utrecht', carrier: 'by-hand', parcels: [parcel?.id] }));
    for (const find of [order.number, `#${order.number}`, 'receipt-0042', '3sxyz 0000042', order.id]) expect((await found('zeist', find)).map((one) => one.id)).toEqual([order.id]);
    expect((await found('zeist', 'JO@example.com')).map((one) => one.id)).toContain(order.id);
    expect(await found('zeist', 'jo@example')).toEqual([]);
    const [one] = await found('zeist', order.number);
    expect(one).toMatchObject({ can: ['return', 'exchange'], lines: [{ line: 1, returnable: 3, each: 3333, all: 9999 }] });
    expect(JSON.stringify(one)).not.toMatch(/Jo Doe|Oudegracht|utrecht|3511/);
  });

  it('takes a return in, says where the money goes, and puts the goods away by condition', async () => {
    const [one] = await found('zeist', 'receipt-0042');
    const preview = { order: one?.id, location: 'zeist', returned: [{ line: 1, quantity: 2 }], lines: [], delivery: { kind: 'carry_out' } };
    const before = await spil.database.query('select max(position) as last from books.event');
    expect(ok(await at('zeist').post('/exchanges/preview', preview))).toMatchObject({ currency: 'EUR', returned: 6666, added: 0, balance: -6666, toPay: 0, refunds: [{ operator: 'psp', method: 'ideal', amount: 6666 }], lines: [] });
    expect(await spil.database.query('select max(position) as last from books.event')).toEqual(before);
    const done = ok(await at('zeist').post<{ return: string }>('/returns', { order: one?.id, location: 'zeist', reason: 'too_small', lines: [{ line: 1, quantity: 2, condition: 'worn' }] }));
    expect(done).toMatchObject({ settlement: { balance: -6666, refunds: [{ method: 'ideal', amount: 6666 }] } });
    const list = ok(await at('zeist').get<{ returns: { id: string }[] }>('/returns?location=zeist&status=received'));
    expect(list.returns).toMatchObject([{ id: done.return, number: 'R1', reason: 'too_small', units: 2, status: 'received' }]);
    expect(ok(await at('utrecht').get<{ returns: unknown[] }>('/returns')).returns).toEqual([]);
    expect((await at('utrecht').get(`/returns/${done.return}`)).status).toBe(404);
    expect(ok(await at('zeist').get(`/returns/${done.return}`))).toMatchObject({ can: ['inspect'], lines: [{ line: 1, quantity: 2, waiting: 2, condition: 'worn', sellable: 0, damaged: 0 }] });
    ok(await at('zeist').post(`/returns/${done.return}/inspect`, { lines: [{ line: 1, quantity: 1, disposition: 'damaged' }] }));
    expect(ok(await at('zeist').get(`/returns/${done.return}`))).toMatchObject({ status: 'received', lines: [{ waiting: 1, damaged: 1 }] });
    ok(await at('zeist').post(`/returns/${done.return}/inspect`, { lines: [{ line: 1, quantity: 1, disposition: 'sellable' }] }));
    expect(ok(await at('zeist').get(`/returns/${done.return}`))).toMatchObject({ status: 'inspected', can: [], lines: [{ waiting: 0, damaged: 1, sellable: 1 }] });
    expect(ok(await at('zeist').get<{ returns: unknown[] }>('/returns?status=received')).returns).toEqual([]);
    expect(ok(await at('zeist').get<{ reasons: unknown[]; conditions: { code: string }[] }>('/return-reasons')).conditions.map((one_) => one_.code)).toEqual(['as_new', 'worn', 'damaged']);
  });
});

describe('an exchange', () => {
  const request = (order: Order, lines: object[], rest: object = {}): object => ({ order: order.id, location: 'leiden', returned: [{ line: 1, quantity: 1 }], lines, delivery: { kind: 'carry_out' }, ...rest });

  it('costs what the list says: the preview tells the balance, and the till pays it', async () => {
    const order = await sold('runner-42', 'leiden');
    expect(ok(await at('leiden').post('/exchanges/preview', request(order, [{ sku: 'boot-40', quantity: 1 }])))).toMatchObject({ returned: 5995, added: 8995, balance: 3000, toPay: 3000, refunds: [], lines: [{ sku: 'boot-40', name: 'Boot 40', quantity: 1, total: 8995 }] });
    expect(await at('leiden').post('/exchanges', request(order, [{ sku: 'boot-40', quantity: 1 }]))).toMatchObject({ status: 422, body: { code: 'returns.payment_short', expected: 3000 } });
    const done = ok(await at('leiden').post<{ order: Order & { lines: { tax: number; total: number }[] } }>('/exchanges', request(order, [{ sku: 'boot-40', quantity: 1 }], { payment: { operator: 'till', ref: 'till-1', method: 'card', amount: 3000 }, reason: 'too_small' })));
    expect(done).toMatchObject({ settlement: { balance: 3000, toPay: 0, refunds: [] } });
    // 21 % within € 89.95 is € 15.61.
    expect(done.order.lines[1]).toMatchObject({ total: 8995, tax: 1561 });
  });

  it('for something cheaper gives money back the way it came', async () => {
    const order = await sold('boot-40', 'leiden', 8995);
    const done = ok(await at('leiden').post('/exchanges', request(order, [{ sku: 'runner-42', quantity: 1 }])));
    expect(done).toMatchObject({ settlement: { balance: -3000, toPay: 0, refunds: [{ operator: 'till', method: 'cash', amount: 3000 }] } });
  });

  it.each<[string, object, string]>([
    ['a price of its own', { sku: 'boot-40', quantity: 1, total: 1000 }, 'returns.price_deviates'],
    ['a dearer price of its own', { sku: 'boot-40', quantity: 1, total: 9000 }, 'returns.price_deviates'],
    ['a product that nobody knows', { sku: 'slipper', quantity: 1 }, 'returns.sku_unknown'],
  ])('is refused to a store with %s', async (_what, line, code) => {
    const order = await sold('runner-42', 'leiden');
    for (const path of ['/exchanges/preview', '/exchanges']) expect(await at('leiden').post(path, request(order, [line]))).toMatchObject({ status: 422, body: { code } });
  });

  it('takes the list price from a store that names it, and any price from service', async () => {
    const order = await sold('runner-42', 'leiden');
    expect(ok(await at('leiden').post('/exchanges/preview', request(order, [{ sku: 'boot-40', quantity: 1, total: 8995 }])))).toMatchObject({ balance: 3000 });
    expect(ok(await office.post('/exchanges/preview', request(order, [{ sku: 'boot-40', quantity: 1, total: 5995 }])))).toMatchObject({ balance: 0 });
    await spil.database.query(`delete from catalogue.price where sku = 'runner-43'`);
    expect(await at('leiden').post('/exchanges/preview', request(order, [{ sku: 'runner-43', quantity: 1, total: 5995 }]))).toMatchObject({ status: 422, body: { code: 'returns.no_price' } });
    expect(ok(await office.post('/exchanges/preview', request(order, [{ sku: 'runner-43', quantity: 1, total: 5995 }])))).toMatchObject({ balance: 0 });
    expect((await at('zeist').post('/exchanges/preview', request(order, []))).status).toBe(404);
  });
});

describe('who has it', () => {
  it('and what moved is told to a store of its own location only', async () => {
    const movements = async (store: string, query: string): Promise<number> => ok(await at(store).get<{ movements: unknown[] }>(`/stock/movements?sku=boot-40${query}`)).movements.length;
    expect(await movements('leiden', '&location=leiden')).toBeGreaterThan(0);
    expect([await movements('leiden', '&location=delft'), await movements('leiden', '')]).toEqual([0, 0]);
  });

  it('is told by distance, with the sizes of each location and its hours', async () => {
    const view = ok(await at('zeist').get<{ sizes: { sku: string; available: number }[]; locations: { location: string; own: boolean; open: boolean; metres: number | null; today: unknown[]; available: { sku: string; quantity: number }[] }[] }>('/stock/network?sku=runner-43&from=zeist'));
    expect(view.sizes.map((size) => size.sku)).toEqual(['runner-42', 'runner-43']);
    const has = view.locations.map((one) => one.available.some((size) => size.sku === 'runner-43'));
    expect(has).toEqual([...has].sort((a, b) => Number(b) - Number(a)));
    const own = view.locations.find((one) => one.location === 'zeist');
    expect(own).toMatchObject({ own: true, metres: 0, open: true, today: [{ from: '2026-03-02T08:00:00.000Z' }] });
    expect(view.sizes.find((size) => size.sku === 'runner-43')?.available).toBe(view.locations.flatMap((one) => one.available).reduce((sum, one) => sum + (one.sku === 'runner-43' ? one.quantity : 0), 0));
    expect(await at('zeist').get('/stock/network?sku=slipper')).toMatchObject({ status: 404, body: { code: 'catalogue.variant_unknown' } });
  });
});
