/** Goods that are sold before they are there: promised up to what comes and no further, told when they come, planned again when they do not, and not before their release. */
import { beforeEach, describe, expect, it } from 'vitest';
import { doDue } from '../server/kernel/due.ts';
import { workReleased } from '../server/modules/fulfilment/index.ts';
import { exclusionsOver, suppliesOverdue } from '../server/modules/orders/index.ts';
import { stock } from './support/company.ts';
import { GTIN, shopPerTest, SKU, WAITING } from './support/expecting.ts';
import type { ExpectingShop } from './support/expecting.ts';
import { ok } from './support/spil.ts';

let shop: ExpectingShop;
const restart = shopPerTest((made) => { shop = made; });

describe('sold before it is there', () => {
  beforeEach(() => restart());

  it('waits for what is shop.expected, with the day that it can be with the customer; beyond it nothing is promised', async () => {
    ok(await shop.announce('PO-1', { [SKU]: 3 }));
    const first = await shop.place({ quantity: 2 });
    expect(await shop.stands(first)).toEqual(['2 waiting dc']);
    // Expected on Tuesday the 10th, handled that day, collected on the 11th, brought on the 12th.
    expect((await shop.events(first)).find(({ type }) => type === 'ItemsWaiting')?.data).toMatchObject({ supply: [{ line: 1, quantity: 2, reference: 'PO-1', location: 'dc', expectedOn: '2026-03-10', arrivesAt: '2026-03-12T21:00:00.000Z' }] });
    const second = await shop.place({ quantity: 2 });
    expect(await shop.stands(second)).toEqual(['1 cancelled', '1 waiting dc']);
    expect(await shop.stands(await shop.place())).toEqual(['1 cancelled']);
    expect(await shop.balance('expected')).toEqual({ quantity: 3, reserved: 3, broken: 0, kept_back: 0 });
    expect(await shop.expected('PO-1')).toMatchObject({ outstanding: 3, waiting: 3 });
  });

  it('keeps its place when the delivery goes to a store: what lay on a shelf is planned again, what waits goes on waiting', async () => {
    await stock(shop.spil, { dc: { [SKU]: 1 } });
    ok(await shop.announce('PO-1', { [SKU]: 1 }));
    const order = await shop.place({ quantity: 2 });
    expect(await shop.stands(order)).toEqual(['1 allocated dc', '1 waiting dc']);
    ok(await shop.office.post(`/orders/${order}/deliveries/1/change`, { location: 'utrecht' }));
    expect(await shop.stands(order)).toEqual(['1 allocated dc', '1 waiting dc']);
    expect(await shop.expected('PO-1')).toMatchObject({ outstanding: 1, waiting: 1 });
  });

  it('goes nowhere else with something of it given up: what one line gains does not make up for what another loses', async () => {
    await restart(WAITING);
    await stock(shop.spil, { dc: { [SKU]: 2, 'boot-40': 1 } });
    const other = await shop.place();
    const order = await shop.place({ lines: [{ sku: SKU, quantity: 2 }, { sku: 'boot-40', quantity: 1, price: 8995 }] });
    const before = await shop.stands(order);
    expect(before).toEqual(['1 allocated dc', '1 allocated dc', '1 waiting']);
    // The boots are gone, a pair of runners is free again, and nobody has planned the order again yet.
    ok(await shop.office.post('/stock/counts', { location: 'dc', lines: [{ sku: 'boot-40', counted: 0 }] }));
    ok(await shop.office.post(`/orders/${other}/cancel`, {}));
    expect(await shop.office.post(`/orders/${order}/deliveries/1/change`, { location: 'utrecht' })).toMatchObject({ status: 409, body: { code: 'fulfilment.no_stock', found: 1 } });
    expect(await shop.stands(order)).toEqual(before);
    await shop.drain();
    expect((await shop.stands(order)).filter((one) => one.includes('open'))).toEqual([]);
  });

  it('is promised the soonest first, and not at all where the product may not be sold so', async () => {
    ok(await shop.announce('LATE', { [SKU]: 5 }, '2026-04-01'));
    ok(await shop.announce('SOON', { [SKU]: 1 }, '2026-03-05', 'utrecht'));
    ok(await shop.announce('BOOTS', { 'boot-40': 5 }));
    expect(await shop.stands(await shop.place({ quantity: 2 }))).toEqual(['1 waiting dc', '1 waiting utrecht']);
    expect(await shop.stands(await shop.place({ lines: [{ sku: 'boot-40', quantity: 1, price: 8995 }] }))).toEqual(['1 cancelled']);
  });

  it('is never promised more often than it comes, however many ask at once', async () => {
    ok(await shop.announce('PO-1', { [SKU]: 5 }));
    const placed = await shop.rush(24);
    expect(placed.map(({ status }) => status)).toEqual(Array.from({ length: 24 }, () => 201));
    const stages = (await Promise.all(placed.map(({ body }) => shop.stands(body.id)))).flat();
    expect(stages.filter((one) => one === '1 waiting dc')).toHaveLength(5);
    expect(stages.filter((one) => one === '1 cancelled')).toHaveLength(19);
    expect(await shop.balance('expected')).toMatchObject({ quantity: 5, reserved: 5 });
  });

  it('is promised of the receipt, not only of the place: two receipts at one location, each up to its own', async () => {
    ok(await shop.announce('ONE', { [SKU]: 2 }, '2026-03-10'));
    ok(await shop.announce('TWO', { [SKU]: 2 }, '2026-03-20'));
    await shop.rush(8);
    expect((await shop.expected('ONE')).waiting).toBe(2);
    expect((await shop.expected('TWO')).waiting).toBe(2);
  });

  it('takes what lies there first', async () => {
    await stock(shop.spil, { zeist: { [SKU]: 1 } });
    ok(await shop.announce('PO-1', { [SKU]: 5 }));
    expect(await shop.stands(await shop.place({ quantity: 3 }))).toEqual(['1 allocated zeist', '2 waiting dc']);
  });

  it('is promised to those who waited for nothing in particular as soon as it is announced', async () => {
    await restart(WAITING);
    const [first, second] = [await shop.place({ quantity: 2 }), await shop.place({ quantity: 2 })];
    expect(await shop.stands(first)).toEqual(['2 waiting']);
    ok(await shop.announce('PO-1', { [SKU]: 3 }));
    await shop.drain();
    expect(await shop.stands(first)).toEqual(['2 waiting dc']);
    expect(await shop.stands(second)).toEqual(['1 waiting', '1 waiting dc']);
    await shop.drain();
    expect(await shop.types(first)).toEqual(['OrderPlaced', 'PaymentAuthorised', 'ItemsWaiting', 'ItemsWaiting', 'PromiseChanged']);
  });
});

describe('a date that moves', () => {
  beforeEach(() => restart());

  it('is told once to each order that waits, and the same document again changes nothing', async () => {
    ok(await shop.announce('PO-1', { [SKU]: 2 }));
    const one = await shop.place();
    ok(await shop.announce('PO-1', { [SKU]: 2 }, '2026-03-17'));
    ok(await shop.announce('PO-1', { [SKU]: 2 }, '2026-03-17'));
    await shop.drain();
    await shop.spil.database.query('delete from kernel.follower');
    await shop.drain();
    const moved = (await shop.events(one)).filter(({ type }) => type === 'ExpectedDateMoved');
    expect(moved.map(({ data }) => data)).toMatchObject([{ lines: [{ line: 1, reference: 'PO-1', was: '2026-03-10', expectedOn: '2026-03-17', arrivesAt: '2026-03-19T21:00:00.000Z' }] }]);
    // The promise that was made with the order moves with it, once.
    expect((await shop.events(one)).filter(({ type }) => type === 'PromiseChanged').map(({ data }) => data)).toMatchObject([{ from: '2026-03-12T21:00:00.000Z', to: '2026-03-19T21:00:00.000Z', cause: 'supply' }]);
    const kinds = await shop.spil.database.query<{ type: string }>(`select type from books.event where stream_kind = 'stock' order by position`);
    expect(kinds.map(({ type }) => type)).toEqual(['ReceiptExpected', 'ExpectedReceiptChanged']);
  });

  it('is gone, and it has not come: nothing more is sold of it, who waits is told once, and again when another day is said', async () => {
    ok(await shop.announce('PO-1', { [SKU]: 3 }));
    const one = await shop.place();
    const promises = async (): Promise<unknown[]> => (await shop.events(one)).filter(({ type }) => type === 'PromiseChanged').map(({ data }) => [data['from'], data['to'], data['cause']]);
    const late = async (): Promise<unknown> => ok(await shop.office.get<{ receipts: { reference: string; overdue: boolean }[] }>('/expected-receipts')).receipts.map(({ reference, overdue }) => [reference, overdue]);
    const look = (): Promise<number> => doDue({ database: shop.database, clock: shop.clock }, suppliesOverdue({ ...shop.spil.app.deps, clock: shop.clock }));
    // The last second of the day in Waalwijk, and the first of the next.
    shop.clock.set('2026-03-10T22:59:59.000Z');
    expect([await look(), await late(), await promises()]).toEqual([0, [['PO-1', false]], []]);
    shop.clock.set('2026-03-10T23:00:00.000Z');
    expect([await look(), await look(), await late()]).toEqual([1, 0, [['PO-1', true]]]);
    expect((await shop.events(one)).filter(({ type }) => type === 'SupplyOverdue').map(({ data }) => data)).toMatchObject([{ reference: 'PO-1', expectedOn: '2026-03-10', lines: [{ line: 1, delivery: 1, quantity: 1 }] }]);
    expect(await promises()).toEqual([['2026-03-12T21:00:00.000Z', null, 'supply']]);
    const two = await shop.place();
    expect(await shop.stands(two)).toEqual(['1 cancelled']);
    ok(await shop.announce('PO-1', { [SKU]: 3 }, '2026-03-17'));
    await shop.drain();
    expect([await look(), await late(), await shop.stands(one)]).toEqual([0, [['PO-1', false]], ['1 waiting dc']]);
    expect((await promises()).slice(1)).toEqual([[null, '2026-03-19T21:00:00.000Z', 'supply']]);
    // Late once more: the new day was a promise too.
    shop.clock.set('2026-03-18T09:00:00.000Z');
    expect([await look(), await look(), (await promises()).length]).toEqual([1, 0, 3]);
    ok(await shop.receive('PO-1', [{ code: SKU, good: 3 }]));
    await shop.drain();
    expect([await shop.stands(one), (await promises()).at(-1)]).toEqual([['1 allocated dc'], [null, '2026-03-19T21:00:00.000Z', 'supply']]);
  });

  it('is gone, and another receipt is expected: who waits is given that one as far as it goes, with its day, told once; and goes back when the first comes sooner after all', async () => {
    ok(await shop.announce('PO-1', { [SKU]: 3 }));
    const [one, two, three] = [await shop.place(), await shop.place(), await shop.place()];
    ok(await shop.announce('PO-2', { [SKU]: 2 }, '2026-03-24'));
    const promises = async (of: string): Promise<unknown[]> => (await shop.events(of)).filter(({ type }) => type === 'PromiseChanged').map(({ data }) => [data['from'], data['to']]);
    const waiting = async (): Promise<unknown> => [(await shop.expected('PO-1')).waiting, (await shop.expected('PO-2')).waiting];
    const look = (): Promise<number> => doDue({ database: shop.database, clock: shop.clock }, suppliesOverdue({ ...shop.spil.app.deps, clock: shop.clock }));
    shop.clock.set('2026-03-10T23:00:00.000Z');
    expect([await look(), await look(), await waiting()]).toEqual([3, 0, [1, 2]]);
    for (const of of [one, two]) expect(await promises(of)).toEqual([['2026-03-12T21:00:00.000Z', '2026-03-26T21:00:00.000Z']]);
    expect(await promises(three)).toEqual([['2026-03-12T21:00:00.000Z', null]]);
    expect((await shop.types(one)).slice(-3)).toEqual(['SupplyOverdue', 'ItemsWaiting', 'PromiseChanged']);
    await shop.drain();
    // What is announced meanwhile is for who has no day yet; nobody is promised more than comes.
    ok(await shop.announce('PO-3', { [SKU]: 1 }, '2026-04-07'));
    await shop.drain();
    expect([(await shop.expected('PO-3')).waiting, await waiting(), (await promises(three)).at(-1)]).toEqual([1, [0, 2], [null, '2026-04-09T20:00:00.000Z']]);
    expect(await shop.stands(await shop.place())).toEqual(['1 cancelled']);
    // The first is said for a day that is sooner: who waited for it from the beginning has it again, before anybody new.
    ok(await shop.announce('PO-1', { [SKU]: 3 }, '2026-03-13'));
    await shop.drain();
    expect([await waiting(), (await shop.expected('PO-3')).waiting]).toEqual([[3, 0], 0]);
    for (const of of [one, two, three]) expect((await promises(of)).at(-1)).toEqual([expect.any(String), '2026-03-16T21:00:00.000Z']);
    expect(await shop.stands(await shop.place())).toEqual(['1 waiting dc']);
    expect(await waiting()).toEqual([3, 1]);
  });

  it('that is gone, and comes all the same: who waits for a later receipt instead has it at once', async () => {
    ok(await shop.announce('PO-1', { [SKU]: 1 }));
    const one = await shop.place();
    ok(await shop.announce('PO-2', { [SKU]: 1 }, '2026-03-24'));
    shop.clock.set('2026-03-11T09:00:00.000Z');
    expect(await doDue({ database: shop.database, clock: shop.clock }, suppliesOverdue({ ...shop.spil.app.deps, clock: shop.clock }))).toBe(1);
    expect((await shop.expected('PO-2')).waiting).toBe(1);
    ok(await shop.receive('PO-1', [{ code: SKU, good: 1 }]));
    await shop.drain();
    expect(await shop.stands(one)).toEqual(['1 allocated dc']);
    expect(await shop.balance('expected')).toEqual({ quantity: 1, reserved: 0, broken: 0, kept_back: 0 });
    expect(await shop.stands(await shop.place())).toEqual(['1 waiting dc']);
  });

  it('does not come, for fewer pieces than were promised: the last are planned again; or for none', async () => {
    ok(await shop.announce('PO-1', { [SKU]: 3, 'runner-43': 1 }));
    const [first, second] = [await shop.place({ quantity: 2 }), await shop.place()];
    ok(await shop.announce('PO-1', { [SKU]: 2, 'runner-43': 1 }));
    await shop.drain();
    expect(await shop.stands(first)).toEqual(['2 waiting dc']);
    expect(await shop.stands(second)).toEqual(['1 cancelled']);
    ok(await shop.office.post('/expected-receipts/PO-1/cancel'));
    await shop.drain();
    expect(await shop.stands(first)).toEqual(['2 cancelled']);
    expect(await shop.expected('PO-1')).toMatchObject({ state: 'cancelled', outstanding: 0, waiting: 0 });
    expect(await shop.balance('expected')).toEqual({ quantity: 0, reserved: 0, broken: 0, kept_back: 0 });
  });
});

describe('a product that is not released yet', () => {
  beforeEach(async () => {
    await restart();
    await shop.spil.database.query(`update catalogue.variant set backorder = false, released_on = '2026-03-20' where sku = $1`, [SKU]);
  });

  it('may be ordered before, is reserved when it comes, and its work begins on the day', async () => {
    ok(await shop.announce('PO-1', { [SKU]: 2 }));
    const one = await shop.place();
    expect((await shop.events(one)).find(({ type }) => type === 'ItemsWaiting')?.data).toMatchObject({ supply: [{ arrivesAt: '2026-03-21T21:00:00.000Z' }] });
    ok(await shop.receive('PO-1', [{ code: SKU, good: 2 }]));
    await shop.drain();
    expect(await shop.stands(one)).toEqual(['1 allocated dc']);
    // Sold from the shelf before the day it waits all the same.
    const two = await shop.place({ lines: [{ sku: SKU, quantity: 1 }] });
    expect(await shop.stands(two)).toEqual(['1 allocated dc']);
    const dc = await shop.spil.as('store', ['dc']);
    const list = async (): Promise<unknown[]> => ok(await dc.get<{ fulfilments: unknown[] }>('/fulfilments')).fulfilments;
    expect(await list()).toEqual([]);
    const [work] = (await shop.orderOf(one)).fulfilments;
    const refused = await dc.post(`/fulfilments/${work?.id}/pick`, { scans: [{ scan: 'a', code: GTIN, quantity: 1 }] });
    expect(refused).toMatchObject({ status: 409, body: { code: 'fulfilment.not_yet' } });
    shop.clock.set('2026-03-19T22:59:59.000Z');
    await doDue({ database: shop.spil.database, clock: shop.clock }, workReleased(shop.spil.app.deps));
    expect(await list()).toEqual([]);
    shop.clock.set('2026-03-19T23:00:00.000Z');
    await doDue({ database: shop.spil.database, clock: shop.clock }, workReleased(shop.spil.app.deps));
    await doDue({ database: shop.spil.database, clock: shop.clock }, workReleased(shop.spil.app.deps));
    expect(await list()).toHaveLength(2);
    expect((await shop.types(one)).filter((type) => type === 'FulfilmentReleased')).toHaveLength(1);
    expect((await dc.post(`/fulfilments/${work?.id}/pick`, { scans: [{ scan: 'a', code: GTIN, quantity: 1 }] })).status).toBe(200);
  });

  it('does not keep back what is released already of the same order', async () => {
    await stock(shop.spil, { dc: { [SKU]: 1, 'boot-40': 1 } });
    const order = await shop.place({ lines: [{ sku: SKU, quantity: 1 }, { sku: 'boot-40', quantity: 1, price: 8995 }] });
    expect(await shop.stands(order)).toEqual(['1 allocated dc', '1 allocated dc']);
    expect((await shop.orderOf(order)).fulfilments).toHaveLength(2);
    expect(ok(await (await shop.spil.as('store', ['dc'])).get<{ fulfilments: unknown[] }>('/fulfilments')).fulfilments).toHaveLength(1);
  });
});

describe('what waits', () => {
  it('is tried again at the moment at which a location that was left out may be asked again, though nothing came in: its own order too', async () => {
    await restart(WAITING);
    await stock(shop.spil, { utrecht: { [SKU]: 2 } });
    const one = await shop.place();
    const [work] = (await shop.orderOf(one)).fulfilments;
    ok(await shop.office.post(`/fulfilments/${work?.id}/short`, { line: 1, quantity: 1, reason: 'no_time' }));
    await shop.drain();
    const two = await shop.place();
    expect([await shop.stands(one), await shop.stands(two)]).toEqual([['1 waiting'], ['1 waiting']]);
    const look = (): Promise<number> => doDue({ database: shop.spil.database, clock: shop.clock }, exclusionsOver({ ...shop.spil.app.deps, clock: shop.clock }));
    shop.clock.set('2026-03-02T12:59:59.999Z');
    expect([await look(), await shop.stands(one), await shop.stands(two)]).toEqual([0, ['1 waiting'], ['1 waiting']]);
    shop.clock.set('2026-03-02T13:00:00.000Z');
    expect([await look(), await shop.stands(one), await shop.stands(two)]).toEqual([1, ['1 allocated utrecht'], ['1 allocated utrecht']]);
    expect([await look(), await shop.spil.database.query('select 1 from sourcing.exclusion')]).toEqual([0, []]);
  });

  it('does not go back to a location that left it out for good', async () => {
    await restart(WAITING);
    await stock(shop.spil, { utrecht: { [SKU]: 2 } });
    const one = await shop.place();
    ok(await shop.office.post(`/fulfilments/${(await shop.orderOf(one)).fulfilments[0]?.id}/short`, { line: 1, quantity: 1, reason: 'damaged' }));
    await shop.drain();
    shop.clock.advance(90 * 24 * 3_600_000);
    await doDue({ database: shop.spil.database, clock: shop.clock }, exclusionsOver({ ...shop.spil.app.deps, clock: shop.clock }));
    await shop.drain();
    expect(await shop.stands(one)).toEqual(['1 waiting']);
    const two = await shop.place();
    expect(await shop.stands(two)).toEqual(['1 allocated utrecht']);
  });
});
