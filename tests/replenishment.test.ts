/** Free goods between stores, over HTTP: asked, sent by scan in a tote beside an order's goods, received with every difference; what is promised to orders is never sent. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anOrder } from './support/company.ts';
import { ok } from './support/spil.ts';
import { standstill } from './support/standstill.ts';
import type { Client, Reply } from './support/spil.ts';
import { watchedWorld } from './support/watched.ts';
import type { WatchedWorld } from './support/watched.ts';

interface Shipment { id: string; status: string; lines: { sku: string; asked: number; sent: number; free: number }[]; can: string[] }
interface Order { id: string; number: string; fulfilments: { id: string; location: string }[]; lines: { units: { stage: string; quantity: number }[] }[] }

let world: WatchedWorld;
let office: Client;
let channel: Client;
const stores = new Map<string, Client>();
const at = (location: string): Client => stores.get(location) as Client;
const PLACES = ['dc', 'utrecht', 'zeist', 'den-haag', 'delft', 'leiden'];
const boots = async (): Promise<Record<string, string>> => {
  const { balances } = ok(await office.get<{ balances: { location: string; state: string; quantity: number; reserved: number }[] }>('/stock?sku=boot-40'));
  return Object.fromEntries(balances.filter((one) => one.quantity > 0).map((one) => [`${one.location} ${one.state}`, `${one.quantity}/${one.reserved}`]));
};
const ask = (body: Record<string, unknown>, who = at('delft')): Promise<Reply<Shipment>> => who.post<Shipment>('/replenishments', { origin: 'leiden', destination: 'delft', lines: [{ code: 'boot-40', quantity: 3 }], ...body });
const send = (shipment: Shipment, load: string, lines: unknown, who = at('leiden')): Promise<Reply<Shipment>> => who.post<Shipment>(`/replenishments/${shipment.id}/send`, { load, lines });
const events = async (): Promise<number> => (await world.spil.database.query<{ n: number }>('select count(*)::int as n from books.event'))[0]?.n ?? 0;

beforeAll(async () => {
  world = await watchedWorld();
  [channel, office] = await Promise.all([world.as('channel'), world.as(['service', 'operations'])]);
  for (const location of ['delft', 'leiden', 'utrecht']) stores.set(location, await world.as('store', [location]));
});
beforeEach(() => world.step(async () => {
  for (const location of PLACES) ok(await office.post('/stock/counts', { location, lines: [{ sku: 'boot-40', counted: location === 'leiden' ? 5 : 0 }, { sku: 'runner-42', counted: 0 }] }));
}));
afterAll(() => world.close());

describe('goods for the shelves of another store', () => {
  it('are asked, scanned into the tote of an order, and received with it', async () => {
    const order = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'boot-40', quantity: 1, price: 8995 }], delivery: { kind: 'pickup', location: 'delft' }, payment: { operator: 'mollie', method: 'ideal', captured: true, ref: await world.mollie.pay({ amount: 8995, method: 'ideal' }) } })));
    const shipment = ok(await ask({ note: 'For the window' }));
    expect(shipment).toMatchObject({ status: 'open', lines: [{ sku: 'boot-40', asked: 3, sent: 0, free: 4 }], can: ['close'] });
    expect(ok(await at('leiden').get<{ replenishments: Shipment[] }>('/replenishments?location=leiden')).replenishments).toEqual([expect.objectContaining({ id: shipment.id, can: ['send', 'close'] })]);
    expect(ok(await at('leiden').get<{ items: { group: string; kind: string; place: string; units: number }[] }>('/today?location=leiden')).items).toContainEqual(expect.objectContaining({ kind: 'transfer', place: 'Delft', units: 3 }));
    ok(await at('leiden').post(`/fulfilments/${order.fulfilments[0]?.id}/transfer`, { load: 'R-1', scans: [{ scan: 'r1', code: 'boot-40' }] }));
    expect(ok(await send(shipment, 'R-1', [{ code: '2000000000039', quantity: 2 }]))).toMatchObject({ status: 'open', lines: [{ asked: 3, sent: 2, free: 2 }] });
    expect(await boots()).toEqual({ 'leiden sellable': '2/0', 'delft in_transit': '3/1' });
    const load = ok(await at('delft').get<{ products: { quantity: number; free: number }[]; can: string[] }>('/loads/R-1'));
    expect(load).toMatchObject({ products: [{ quantity: 3, free: 2 }], can: ['receive'] });
    expect(ok(await at('delft').get<{ loads: { code: string; units: number; orders: number }[] }>('/loads?location=delft')).loads).toEqual([expect.objectContaining({ code: 'R-1', units: 3, orders: 1 })]);
    expect(ok(await at('delft').post('/loads/R-1/receive', {}))).toMatchObject({ missing: 0, damaged: 0, surplus: 0, outstanding: 0 });
    expect(await boots()).toEqual({ 'leiden sellable': '2/0', 'delft sellable': '2/0', 'delft picked': '1/1' });
    // The rest goes later, in a tote of its own; then it has ended.
    expect(ok(await send(shipment, 'R-2', [{ code: 'boot-40', quantity: 1 }]))).toMatchObject({ status: 'sent', can: [] });
    ok(await at('delft').post('/loads/R-2/receive', { found: [{ code: 'boot-40', good: 1 }] }));
    expect((await boots())['delft sellable']).toBe('3/0');
    expect(await send(shipment, 'R-3', [{ code: 'boot-40', quantity: 1 }])).toMatchObject({ status: 409, body: { code: 'fulfilment.transfer_ended' } });
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
    // What the order was to have is put back here, though Leiden had picked it.
    ok(await at('delft').post('/put-back', { fulfilment: order.fulfilments[0]?.id, location: 'delft', scans: [{ code: 'boot-40' }] }));
  });

  it('arrive too few, damaged, too many, wrong; what nobody looked for stays on its way', async () => {
    ok(await office.post('/stock/counts', { location: 'leiden', lines: [{ sku: 'runner-42', counted: 2 }] }));
    const shipment = ok(await ask({ lines: [{ code: 'boot-40', quantity: 4 }, { code: 'runner-42', quantity: 2 }] }));
    ok(await send(shipment, 'R-4', [{ code: 'boot-40', quantity: 4 }, { code: 'runner-42', quantity: 2 }]));
    expect(ok(await at('delft').post('/loads/R-4/receive', { found: [{ code: 'boot-40', good: 2, damaged: 1 }, { code: 'runner-43', good: 1 }] }))).toMatchObject({ missing: 1, damaged: 1, surplus: 1, outstanding: 2 });
    expect(await boots()).toEqual({ 'leiden sellable': '1/0', 'delft sellable': '2/0', 'delft damaged': '1/0' });
    // Who sent one too few, or something else, is asked to count.
    const { tasks } = ok(await at('leiden').get<{ tasks: { sku: string; detail: string }[] }>('/tasks?location=leiden'));
    expect(tasks.map(({ sku }) => sku)).toEqual(expect.arrayContaining(['boot-40', 'runner-43']));
    expect(ok(await office.get<{ transfers: { code: string; units: number; status: string }[] }>('/stock/transfers?location=delft')).transfers).toContainEqual(expect.objectContaining({ code: 'R-4', units: 2, status: 'partly_received' }));
    expect(ok(await at('delft').post('/loads/R-4/receive', {}))).toMatchObject({ outstanding: 0 });
    expect(await at('delft').post('/loads/R-4/receive', {})).toMatchObject({ status: 409, body: { code: 'shipping.load_received' } });
    ok(await office.post('/stock/counts', { location: 'delft', lines: [{ sku: 'boot-40', counted: 0 }, { sku: 'runner-42', counted: 0 }, { sku: 'runner-43', counted: 0 }] }));
    await world.spil.database.query(`update inventory.task set done_at = now() where done_at is null`);
  });

  it('are never those that an order was promised, not even when both come at once', async () => {
    ok(await office.post('/stock/counts', { location: 'leiden', lines: [{ sku: 'boot-40', counted: 1 }] }));
    const shipment = ok(await ask({ lines: [{ code: 'boot-40', quantity: 1 }] }));
    const payment = { operator: 'psp', method: 'ideal', captured: true };
    const [sent, placed] = await Promise.all([send(shipment, 'R-5', [{ code: 'boot-40', quantity: 1 }]), channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'boot-40', quantity: 1, price: 8995 }], payment }))]);
    const order = ok(placed);
    const stages = ok(await office.get<Order>(`/orders/${order.id}`)).lines.flatMap(({ units }) => units.map(({ stage }) => stage));
    // Whoever was first has it, and the other was told so.
    expect([sent.status, stages]).toEqual(sent.status === 200 ? [200, ['cancelled']] : [409, ['allocated']]);
    expect((await world.spil.database.query('select 1 from books.stock_balance where broken > 0')).length).toBe(0);
    if (sent.status === 200) ok(await at('delft').post('/loads/R-5/receive', {}));
    ok(await at('delft').post(`/replenishments/${shipment.id}/close`).then((reply) => (sent.status === 200 ? { ...reply, status: 200 } : reply)));
  });
});

describe('a tote that is received while goods are put into it', () => {
  const inTote = async (code: string): Promise<unknown> => (await world.spil.database.query(`select l.status, (select coalesce(sum(quantity), 0)::int from books.unit where holder_id = l.id and stage = 'in_transfer') as units, l.goods from shipping.load l where code = $1`, [code]))[0];
  const bought = async (): Promise<string> => ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'boot-40', quantity: 1, price: 8995 }], delivery: { kind: 'pickup', location: 'delft' }, payment: { operator: 'psp', method: 'ideal', captured: true } }))).fulfilments[0]?.id ?? '';

  beforeEach(async () => { ok(await office.post('/stock/counts', { location: 'leiden', lines: [{ sku: 'boot-40', counted: 12 }] })); });

  it.each<[string, string, (work: string, shipment: Shipment) => Promise<Pick<Reply<unknown>, 'status' | 'body'>>]>([
    ['an order’s', 'T-1', (work) => at('leiden').post(`/fulfilments/${work}/transfer`, { load: 'T-1', scans: [{ scan: 't1', code: 'boot-40' }] })],
    ['a shelf’s', 'T-2', (_work, shipment) => send(shipment, 'T-2', [{ code: 'boot-40', quantity: 1 }])],
  ])('is received with them or without them, and leaves none on the way: %s', async (_whose, code, putIn) => {
    const [first, second, shipment] = [await bought(), await bought(), ok(await ask({ lines: [{ code: 'boot-40', quantity: 1 }] }))];
    ok(await at('leiden').post(`/fulfilments/${first}/transfer`, { load: code, scans: [{ scan: `first ${code}`, code: 'boot-40' }] }));
    // Delft has looked into it, and stands still right before it writes what it found.
    const still = await standstill(world.spil.database, 'select 1 from shipping.load where code = $1', [code]);
    const receiving = at('delft').post(`/loads/${code}/receive`, {});
    await still.waiting(1);
    const putting = putIn(second, shipment);
    await Promise.race([putting, still.waiting(2)]);
    await still.letGo();
    ok(await receiving);
    // Whoever wrote first has won: they came along and were received with the rest, or they need another tote.
    expect([200, 409]).toContain((await putting).status);
    expect(await inTote(code)).toEqual({ status: 'received', units: 0, goods: 0 });
    ok(await at('delft').post(`/replenishments/${shipment.id}/close`));
  });
});

describe('a carton by its own barcode', () => {
  const CARTON = '2000000000992';
  const ordered = async (quantity: number): Promise<Order> => ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'boot-40', quantity, price: 8995 }], delivery: { kind: 'pickup', location: 'delft' }, payment: { operator: 'psp', method: 'ideal', captured: true } })));
  const stages = async (order: Order): Promise<unknown> => ok(await office.get<Order>(`/orders/${order.id}`)).lines.flatMap(({ units }) => units.map(({ stage, quantity }) => [stage, quantity]));
  const back = (order: Order, code: string): Promise<Reply> => at('delft').post('/put-back', { fulfilment: order.fulfilments[0]?.id, location: 'delft', scans: [{ code }] });
  beforeAll(async () => { await world.spil.database.query(`insert into catalogue.barcode (gtin, sku, quantity) values ($1, 'boot-40', 2)`, [CARTON.padStart(14, '0')]); });

  // Enough, whatever earlier orders were promised.
  beforeEach(async () => { ok(await office.post('/stock/counts', { location: 'leiden', lines: [{ sku: 'boot-40', counted: 12 }] })); });

  it('counts all that is in it: picked, sent, received and put back', async () => {
    const [order, shipment] = [await ordered(2), ok(await ask({ lines: [{ code: CARTON, quantity: 1 }] }))];
    const work = order.fulfilments[0]?.id;
    expect(shipment).toMatchObject({ lines: [{ asked: 2, cartons: { [CARTON.padStart(14, '0')]: 2 } }] });
    expect(ok(await at('leiden').post(`/fulfilments/${work}/pick`, { scans: [{ scan: 'c1', code: CARTON }] }))).toMatchObject({ fulfilment: { lines: [{ toPick: 0, picked: 2, cartons: { [CARTON.padStart(14, '0')]: 2 } }] } });
    ok(await at('leiden').post(`/fulfilments/${work}/transfer`, { load: 'C-1', scans: [] }));
    expect(ok(await send(shipment, 'C-1', [{ code: CARTON, quantity: 1 }]))).toMatchObject({ status: 'sent' });
    // Of the four that should be there, one carton and two loose ones are; a code given twice could mean either.
    expect(await at('delft').post('/loads/C-1/receive', { found: [{ code: CARTON, good: 1 }, { code: CARTON, good: 1 }] })).toMatchObject({ status: 422, body: { code: 'fulfilment.counted_twice' } });
    expect(ok(await at('delft').post('/loads/C-1/receive', { found: [{ code: CARTON, good: 1 }, { code: 'boot-40', good: 2 }] }))).toMatchObject({ missing: 0, surplus: 0, outstanding: 0 });
    expect([await stages(order), (await boots())['delft sellable']]).toEqual([[['ready', 2]], '2/0']);
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
    ok(await back(order, CARTON));
    expect((await boots())['delft sellable']).toBe('4/0');
  });

  it('that holds more than is wanted is refused, and says how many it holds', async () => {
    const [order, shipment] = [await ordered(1), ok(await ask({ lines: [{ code: 'boot-40', quantity: 1 }] }))];
    const work = order.fulfilments[0]?.id;
    const before = await events();
    const refused = { status: 422, body: { code: 'fulfilment.carton_too_large', detail: 'This carton holds 2 of boot-40, and 1 is wanted. Open it, and scan the products themselves.' } };
    expect(await at('leiden').post(`/fulfilments/${work}/pick`, { scans: [{ scan: 'c2', code: CARTON }] })).toMatchObject(refused);
    expect(await at('leiden').post(`/fulfilments/${work}/transfer`, { load: 'C-2', scans: [{ scan: 'c3', code: CARTON }] })).toMatchObject(refused);
    expect(await send(shipment, 'C-2', [{ code: CARTON, quantity: 1 }])).toMatchObject({ status: 422, body: { code: 'fulfilment.more_than_there_is' } });
    expect(await events()).toBe(before);
    ok(await at('leiden').post(`/fulfilments/${work}/transfer`, { load: 'C-2', scans: [{ scan: 'c4', code: 'boot-40' }] }));
    ok(await at('delft').post('/loads/C-2/receive', {}));
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
    expect(await back(order, CARTON)).toMatchObject(refused);
    ok(await back(order, 'boot-40'));
    ok(await at('delft').post(`/replenishments/${shipment.id}/close`));
  });
});

describe('what cannot be', () => {
  it.each<[string, Record<string, unknown>, number, string]>([
    ['to itself', { origin: 'delft' }, 409, 'fulfilment.same_location'],
    ['from a place that is not there', { origin: 'nowhere' }, 422, 'fulfilment.place_unknown'],
    ['between two others', { origin: 'utrecht', destination: 'leiden' }, 404, 'fulfilment.location_unknown'],
    ['of a product that is not known', { lines: [{ code: 'hat', quantity: 1 }] }, 422, 'fulfilment.unknown_product'],
    ['of nothing', { lines: [] }, 400, 'request.invalid'],
    ['of less than one', { lines: [{ code: 'boot-40', quantity: 0 }] }, 400, 'request.invalid'],
  ])('is refused when asked: %s', async (_what, body, status, code) => {
    const before = await events();
    expect(await ask(body)).toMatchObject({ status, body: { code } });
    expect(await events()).toBe(before);
  });

  it('is refused when sent: more than asked, more than there is, not asked, another’s, unknown, a tote that goes elsewhere, a closed one', async () => {
    const shipment = ok(await ask({ lines: [{ code: 'boot-40', quantity: 9 }] }));
    const elsewhere = ok(await ask({ origin: 'leiden', destination: 'utrecht', lines: [{ code: 'boot-40', quantity: 1 }] }, at('leiden')));
    ok(await send(elsewhere, 'R-6', [{ code: 'boot-40', quantity: 1 }]));
    const before = await events();
    for (const [load, lines, status, code, who] of [
      ['R-7', [{ code: 'boot-40', quantity: 10 }], 422, 'fulfilment.more_than_there_is', 'leiden'], ['R-7', [{ code: 'boot-40', quantity: 6 }], 409, 'fulfilment.no_stock', 'leiden'], ['R-7', [{ code: 'runner-42', quantity: 1 }], 422, 'fulfilment.wrong_scan', 'leiden'],
      ['R-7', [{ code: 'hat', quantity: 1 }], 422, 'fulfilment.unknown_product', 'leiden'], ['R-7', [{ code: 'boot-40', quantity: 1 }], 404, 'fulfilment.transfer_unknown', 'delft'], ['R-7', [{ code: 'boot-40', quantity: 1 }], 404, 'fulfilment.transfer_unknown', 'utrecht'],
      ['R-6', [{ code: 'boot-40', quantity: 1 }], 409, 'shipping.load_elsewhere', 'leiden'], ['no spaces', [{ code: 'boot-40', quantity: 1 }], 400, 'request.invalid', 'leiden'],
    ] as const) expect(await send(shipment, load, lines, at(who)), `${code} ${who}`).toMatchObject({ status, body: { code } });
    expect((await at('utrecht').get(`/replenishments/${shipment.id}`)).status).toBe(404);
    expect(await events()).toBe(before);
    // Whose tote that is and where it goes is not for a third store.
    const back = ok(await ask({ origin: 'delft', destination: 'leiden', lines: [{ code: 'boot-40', quantity: 1 }] }));
    expect(await send(back, 'R-6', [{ code: 'boot-40', quantity: 1 }], at('delft'))).toMatchObject({ status: 409, body: { code: 'shipping.load_elsewhere', detail: expect.not.stringContaining('utrecht') as unknown } });
    ok(await at('delft').post(`/replenishments/${back.id}/close`));
    expect(ok(await at('delft').post<Shipment>(`/replenishments/${shipment.id}/close`))).toMatchObject({ status: 'closed', can: [] });
    expect(await send(shipment, 'R-7', [{ code: 'boot-40', quantity: 1 }])).toMatchObject({ status: 409, body: { code: 'fulfilment.transfer_ended' } });
    expect(await at('delft').post(`/replenishments/${shipment.id}/close`)).toMatchObject({ status: 409 });
  });
});

describe('a tote of goods for the shelves that never arrives', () => {
  it('is looked for by the store that waits and the one that sent it, until it is received', async () => {
    ok(await office.post('/stock/counts', { location: 'leiden', lines: [{ sku: 'boot-40', counted: 12 }] }));
    const shipment = ok(await ask({}));
    ok(await send(shipment, 'GONE-1', [{ code: 'boot-40', quantity: 2 }]));
    ok(await send(shipment, 'GONE-1', [{ code: 'boot-40', quantity: 1 }]));
    const [filled] = await world.spil.database.query<{ body: string }>(`select body from books.event where type = 'LoadFilled' order by position desc limit 1`);
    const { expectedAt } = (JSON.parse(filled?.body ?? '{}') as { data: { expectedAt: string } }).data;
    expect(expectedAt > world.clock.now()).toBe(true);
    const asked = async (place: string): Promise<unknown> => ok(await at(place).get<{ tasks: { detail: string }[] }>(`/tasks?location=${place}&kind=late_load`)).tasks.filter(({ detail }) => detail.includes('GONE-1')).map(({ detail }) => detail.split(',')[0]);
    const late = (hours: number): Promise<void> => world.pass(new Date(Date.parse(expectedAt) + hours * 3_600_000 + 1).toISOString());
    await late(3);
    expect([await asked('delft'), await asked('leiden')]).toEqual([[], []]);
    for (const hours of [4, 5, 48, 49, 200]) await late(hours);
    expect([await asked('delft'), await asked('leiden'), await asked('utrecht')]).toEqual([['Load GONE-1 from leiden should be here'], ['Load GONE-1 to delft should be there'], []]);
    const loads = async (query: string): Promise<unknown> => ok(await at('leiden').get<{ loads: { code: string; overdueSince?: string }[] }>(`/loads?location=leiden${query}`)).loads.filter(({ code }) => code === 'GONE-1').map(({ overdueSince }) => overdueSince !== undefined);
    expect(await loads('&direction=outgoing')).toEqual([true]);
    ok(await at('delft').post('/loads/GONE-1/receive', { found: [{ code: 'boot-40', good: 2 }] }));
    expect([await asked('delft'), await asked('leiden'), await loads('&direction=outgoing')]).toEqual([[], [], []]);
  });
});
