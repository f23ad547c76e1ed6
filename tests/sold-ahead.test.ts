/** What is sold before it is there, the same everywhere: what is offered is what an order is promised, what channels are told is what orders are taken for. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allProjections } from '../server/app.ts';
import { settableClock } from '../server/kernel/clock.ts';
import { expectWholeBooks } from './support/books.ts';
import { anOrder, smallCompany, stock } from './support/company.ts';
import type { OrderOptions } from './support/company.ts';
import { ok, startSpil } from './support/spil.ts';
import type { Client, Running } from './support/spil.ts';

interface Offered { promisedBy: string; complete: boolean; lines: { line: number; quantity: number }[]; ownCost: { cost: number } | null }
interface Options { home: Offered[]; stores: (Offered & { location: string })[]; lines: { available: number; expectedOn: string | null }[]; reasons: Record<string, string> }
interface Order { id: string; status: string; fulfilments: { id: string; location: string }[]; deliveries: { promisedBy: string | null }[]; lines: { units: { stage: string; quantity: number }[] }[] }

const clock = settableClock('2026-03-02T09:00:00.000Z');
let spil: Running;
let channel: Client;
let office: Client;
const settings = async (): Promise<void> => { await spil.database.query(`update kernel.epoch set value = value + 1 where name = 'settings'`); };
const options = async (lines: { sku: string; quantity: number }[], more: Record<string, unknown> = {}, by = channel): Promise<Options> => ok(await by.post<Options>('/delivery-options', { channel: 'web', lines, to: { country: 'NL', postalCode: '3511 LN' }, ...more }));
const mayBeSold = async (sku: string, delivery = 'ship'): Promise<number | undefined> => ok(await channel.post<{ items: { available: number }[] }>('/availability', { channel: 'web', skus: [sku], delivery, fresh: true })).items[0]?.available;
const place = async (wanted: OrderOptions): Promise<Order> => ok(await office.get<Order>(`/orders/${ok(await channel.post<{ id: string }>('/orders', anOrder(wanted))).id}`));
const promised = ({ deliveries }: Order): (string | null)[] => deliveries.map(({ promisedBy }) => promisedBy);
const product = async (sku: string, set: string): Promise<void> => { await spil.database.query(`update catalogue.variant set ${set} where sku = $1`, [sku]); };

beforeAll(async () => {
  spil = await startSpil({ clock });
  await smallCompany(spil.database);
  channel = await spil.as('channel');
  office = await spil.as(['operations', 'service']);
});
afterAll(async () => {
  await expectWholeBooks(spil.database, allProjections());
  await spil.close();
});

describe('a product that lies there and is not released yet', () => {
  beforeAll(async () => {
    await stock(spil, { dc: { 'boot-40': 5 }, utrecht: { 'boot-40': 3 } });
    await product('boot-40', `released_on = '2026-03-20'`);
  });
  const boot = [{ sku: 'boot-40', quantity: 1 }];

  it('is promised after its release, at home and in the store, as the order then is', async () => {
    const offered = await options(boot);
    const home = await place({ lines: [{ ...boot[0] as { sku: string; quantity: number }, price: 8995 }] });
    expect([offered.home.map(({ promisedBy }) => promisedBy), promised(home)]).toEqual([['2026-03-21T21:00:00.000Z'], ['2026-03-21T21:00:00.000Z']]);
    const here = offered.stores.find(({ location }) => location === 'utrecht');
    const collected = await place({ lines: [{ sku: 'boot-40', quantity: 1, price: 8995 }], delivery: { kind: 'pickup', location: 'utrecht' } });
    // An hour after the store opens on the day.
    expect([here?.promisedBy, promised(collected)]).toEqual(['2026-03-20T09:00:00.000Z', ['2026-03-20T09:00:00.000Z']]);
  });

  it('together with one that may leave at once is there when the later of the two is', async () => {
    await stock(spil, { dc: { 'runner-43': 2 } });
    const wanted = [{ sku: 'runner-43', quantity: 1 }, ...boot];
    const [home] = (await options(wanted)).home;
    const order = await place({ lines: wanted.map((line) => ({ ...line, price: 5995 })) });
    expect([home?.complete, home?.promisedBy, promised(order), order.fulfilments.length]).toEqual([true, '2026-03-21T21:00:00.000Z', ['2026-03-21T21:00:00.000Z'], 2]);
  });

  it('given to another location by hand is there after its release as well', async () => {
    const order = await place({ lines: [{ sku: 'boot-40', quantity: 1, price: 8995 }] });
    const [work] = order.fulfilments;
    const by = ok(await office.get<{ options: { location: string; arrivesAt: string; late: boolean }[] }>(`/fulfilments/${work?.id}/options`)).options;
    expect(by.map(({ location, arrivesAt, late }) => [location, arrivesAt, late]).sort()).toEqual([['dc', '2026-03-21T21:00:00.000Z', false], ['utrecht', '2026-03-21T21:00:00.000Z', false]]);
    ok(await office.post(`/fulfilments/${work?.id}/reassign`, { location: work?.location === 'dc' ? 'utrecht' : 'dc', reason: 'there is more there' }));
    const after = ok(await office.get<Order>(`/orders/${order.id}`));
    expect(promised(after)).toEqual(promised(order));
  });
});

describe('a product that may be sold on backorder', () => {
  const SKU = 'runner-42';
  beforeAll(async () => {
    await product(SKU, 'backorder = true');
    await spil.database.query(`insert into documents.document (kind, name, version, state, body, created_by, activated_at) values ('availability', 'coming', 1, 'active', $1, 'test', now())`, [JSON.stringify({ name: 'Coming', rules: [{ name: 'within thirty days', effect: { kind: 'expected', days: 30 } }] })]);
    await settings();
    ok(await office.put('/expected-receipts/PO-1', { location: 'dc', supplier: 'Fabriek', lines: [{ sku: SKU, quantity: 5, expectedOn: '2026-03-10' }] }));
  });

  it('is offered with its later date, at the price and no more than may be sold, as the order is then promised', async () => {
    expect(await mayBeSold(SKU)).toBe(5);
    const found = await options([{ sku: SKU, quantity: 2 }], {}, office);
    expect(found.lines).toMatchObject([{ available: 5, expectedOn: '2026-03-10' }]);
    expect(found.home).toMatchObject([{ promisedBy: '2026-03-12T21:00:00.000Z', complete: true, lines: [{ line: 1, quantity: 2 }] }]);
    expect(found.home[0]?.ownCost?.cost).toBeGreaterThan(0);
    expect(found.stores.length).toBeGreaterThan(0);
    const order = await place({ lines: [{ sku: SKU, quantity: 2 }] });
    expect([promised(order), order.lines[0]?.units]).toEqual([['2026-03-12T21:00:00.000Z'], [expect.objectContaining({ stage: 'waiting', location: 'dc', quantity: 2 })]]);
    // Promised as it is placed: nobody is written that it has got another date.
    expect(ok(await office.get<{ events: { type: string }[] }>(`/orders/${order.id}/events`)).events.map(({ type }) => type)).not.toContain('PromiseChanged');
    expect([await mayBeSold(SKU), (await options([{ sku: SKU, quantity: 4 }])).home]).toMatchObject([3, [{ complete: false, lines: [{ line: 1, quantity: 3 }] }]]);
    const collected = await options([{ sku: SKU, quantity: 1 }], { store: 'delft', kinds: ['store'] });
    const there = await place({ lines: [{ sku: SKU, quantity: 1 }], delivery: { kind: 'pickup', location: 'delft' } });
    expect(promised(there)).toEqual([collected.stores[0]?.promisedBy]);
  });

  it('and lies there in part is there when the last of it is', async () => {
    await product('runner-43', 'backorder = true');
    ok(await office.put('/expected-receipts/PO-2', { location: 'dc', supplier: 'Fabriek', lines: [{ sku: 'runner-43', quantity: 5, expectedOn: '2026-03-10' }] }));
    const found = await options([{ sku: 'runner-43', quantity: 2 }]);
    const order = await place({ lines: [{ sku: 'runner-43', quantity: 2 }] });
    expect([found.home[0]?.complete, found.home[0]?.promisedBy, promised(order)]).toEqual([true, '2026-03-12T21:00:00.000Z', ['2026-03-12T21:00:00.000Z']]);
    expect(order.lines[0]?.units.map(({ stage, quantity }) => [stage, quantity]).sort()).toEqual([['allocated', 1], ['waiting', 1]]);
  });

  it('or is not released yet, is told to channels by the same rule; sold neither when it is both released and not on backorder', async () => {
    await product(SKU, `backorder = false, released_on = '2026-03-20'`);
    expect([await mayBeSold(SKU), (await options([{ sku: SKU, quantity: 1 }])).lines[0]?.available]).toEqual([2, 2]);
    await product(SKU, `released_on = '2026-03-02'`);
    expect([await mayBeSold(SKU), (await options([{ sku: SKU, quantity: 1 }])).lines[0]?.available]).toEqual([0, 0]);
    await product(SKU, `backorder = true, released_on = null`);
    expect(await mayBeSold(SKU)).toBe(2);
  });

  it('is sold no more on the day after the one on which it was expected, by the day of its own location', async () => {
    clock.set('2026-03-10T22:59:59.000Z');
    expect([await mayBeSold(SKU), (await options([{ sku: SKU, quantity: 1 }])).lines[0]?.available]).toEqual([2, 2]);
    clock.set('2026-03-10T23:00:00.000Z');
    const found = await options([{ sku: SKU, quantity: 1 }]);
    expect([await mayBeSold(SKU), found.lines, found.home, found.reasons['home']]).toEqual([0, [expect.objectContaining({ available: 0, expectedOn: null })], [], 'None of it may be sold now.']);
    const order = await place({ lines: [{ sku: SKU, quantity: 1 }] });
    expect([order.status, promised(order)]).toEqual(['cancelled', [null]]);
  });
});
