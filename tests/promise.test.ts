/** The promise of an order: worked out as it is placed, kept with it, checked again at every planning, and told in its journal. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allProjections } from '../server/app.ts';
import { expectWholeBooks } from './support/books.ts';
import { ADDRESS, anOrder, smallCompany, stock } from './support/company.ts';
import type { OrderOptions } from './support/company.ts';
import { startSpil } from './support/spil.ts';
import type { Client, Running } from './support/spil.ts';
import { collectionsMissed } from '../server/modules/fulfilment/index.ts';
import { settableClock } from '../server/kernel/clock.ts';
import { doDue } from '../server/kernel/due.ts';

interface Order { id: string; deliveries: { delivery: number; promisedBy: string | null }[]; fulfilments: { id: string; location: string }[]; holds: { id: string }[] }
interface Event { type: string; data: Record<string, unknown> }

const clock = settableClock('2026-03-02T09:00:00.000Z');
let spil: Running;
let channel: Client;
let office: Client;
beforeAll(async () => {
  // Monday 10:00 in Amsterdam; the stores leave at 17:00, what came before 16:00.
  spil = await startSpil({ clock });
  await smallCompany(spil.database);
  channel = await spil.as('channel');
  office = await spil.as(['service', 'operations', 'finance']);
});
afterAll(() => spil.close());

const TUESDAY = '2026-03-03T21:00:00.000Z';
const place = async (options: OrderOptions, change: (snapshot: ReturnType<typeof anOrder>) => void = () => undefined): Promise<string> => {
  const snapshot = anOrder(options);
  change(snapshot);
  const reply = await channel.post<Order>('/orders', snapshot);
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body.id;
};
const promised = (by: string, express = false) => (snapshot: ReturnType<typeof anOrder>): void => { for (const delivery of snapshot.deliveries ?? []) Object.assign(delivery, { promisedBy: by, ...(express ? { express } : {}) }); };
const order = async (id: string): Promise<Order> => (await office.get<Order>(`/orders/${id}`)).body;
const events = async (id: string): Promise<Event[]> => (await office.get<{ events: Event[] }>(`/orders/${id}/events`)).body.events;
const promises = async (id: string): Promise<Record<string, unknown>[]> => (await events(id)).filter(({ type }) => type === 'PromiseChanged').map(({ data }) => data);
const listed = async (id: string): Promise<{ promisedBy: string | null } | undefined> => (await office.get<{ orders: { id: string; promisedBy: string | null }[] }>('/orders?limit=100')).body.orders.find((one) => one.id === id);
const short = async (id: string, location: string): Promise<void> => {
  const store = await spil.as('store', [location]);
  const work = (await order(id)).fulfilments.find((one) => one.location === location);
  const reply = await store.post(`/fulfilments/${work?.id}/short`, { line: 1, quantity: 1, reason: 'damaged' });
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
};

describe('an order', () => {
  it('is promised what its plan makes of it, and its work says when it is there', async () => {
    await stock(spil, { utrecht: { 'runner-42': 1 } });
    const id = await place({ lines: [{ sku: 'runner-42', quantity: 1 }] });
    expect((await order(id)).deliveries).toMatchObject([{ promisedBy: TUESDAY }]);
    expect((await listed(id))?.promisedBy).toBe(TUESDAY);
    expect((await events(id)).find(({ type }) => type === 'FulfilmentAssigned')?.data).toMatchObject({ location: 'utrecht', arrivesAt: TUESDAY });
    expect(await promises(id)).toEqual([]);
  });

  it('for pickup is promised the moment it is ready: at once from the store, with the van from elsewhere', async () => {
    await stock(spil, { delft: { 'runner-42': 1 }, leiden: { 'runner-43': 1 } });
    const here = await place({ lines: [{ sku: 'runner-42', quantity: 1 }], delivery: { kind: 'pickup', location: 'delft' } });
    const brought = await place({ lines: [{ sku: 'runner-43', quantity: 1 }], delivery: { kind: 'pickup', location: 'delft' } });
    expect((await order(here)).deliveries).toMatchObject([{ promisedBy: '2026-03-02T10:00:00.000Z' }]);
    expect((await order(brought)).deliveries).toMatchObject([{ promisedBy: '2026-03-03T12:00:00.000Z' }]);
  });

  it('keeps a later promise that a channel made, and says at once that an earlier one cannot be kept', async () => {
    await stock(spil, { zeist: { 'runner-42': 2 } });
    const easy = await place({ lines: [{ sku: 'runner-42', quantity: 1 }] }, promised('2026-03-06T21:00:00Z'));
    expect((await order(easy)).deliveries).toMatchObject([{ promisedBy: '2026-03-06T21:00:00Z' }]);
    expect(await promises(easy)).toEqual([]);
    const hopeless = await place({ lines: [{ sku: 'runner-42', quantity: 1 }] }, promised('2026-03-02T21:00:00Z'));
    expect(await promises(hopeless)).toEqual([{ delivery: 1, from: '2026-03-02T21:00:00Z', to: TUESDAY, cause: 'planned' }]);
    expect((await order(hopeless)).deliveries).toMatchObject([{ promisedBy: TUESDAY }]);
    expect((await listed(hopeless))?.promisedBy).toBe(TUESDAY);
  });

  it('for pickup in a store that has closed is taken and goes nowhere: no van brings it to a shut door', async () => {
    const closed = (active: boolean): Promise<unknown> => spil.database.query(`with closed as (update locations.location set active = $1 where code = 'delft') update kernel.epoch set value = value + 1 where name = 'settings'`, [active]);
    await closed(false);
    const { status, body } = await (await spil.as('channel')).post<{ fulfilments: unknown[]; holds: { reason: string }[] }>('/orders', anOrder({ lines: [{ sku: 'runner-42', quantity: 1 }], delivery: { kind: 'pickup', location: 'delft' } }));
    await closed(true);
    expect([status, body.fulfilments, body.holds.map(({ reason }) => reason)]).toEqual([201, [], ['location_closed']]);
  });

  it('is promised nothing where nobody can say: no carrier goes there', async () => {
    await stock(spil, { zeist: { 'runner-42': 1 } });
    const id = await place({ lines: [{ sku: 'runner-42', quantity: 1 }] }, (snapshot) => { for (const delivery of snapshot.deliveries ?? []) if (delivery.address) delivery.address = { ...delivery.address, country: 'FR' }; });
    expect((await order(id)).deliveries).toMatchObject([{ promisedBy: null }]);
  });

  it('that was sold with its day leaves from where that day can be kept, though it costs more', async () => {
    // The warehouse is by far the cheapest, and leaves a day later.
    await spil.database.query(`update locations.location set calendar = jsonb_set(calendar, '{cutOff}', '"08:00"') where code = 'dc'`);
    await spil.database.query(`update kernel.epoch set value = value + 1 where name = 'settings'`);
    await stock(spil, { dc: { 'boot-40': 5 }, leiden: { 'boot-40': 1 } });
    const wednesday = await place({ lines: [{ sku: 'boot-40', quantity: 1, price: 8995 }] });
    expect(await order(wednesday)).toMatchObject({ deliveries: [{ promisedBy: '2026-03-04T21:00:00.000Z' }], fulfilments: [{ location: 'dc' }] });
    const tuesday = await place({ lines: [{ sku: 'boot-40', quantity: 1, price: 8995 }] }, promised(TUESDAY, true));
    expect(await order(tuesday)).toMatchObject({ deliveries: [{ promisedBy: TUESDAY }], fulfilments: [{ location: 'leiden' }] });
    const explained = (await office.get<{ decisions: { reproduced: boolean }[] }>(`/orders/${tuesday}/explanation`)).body;
    expect(explained.decisions).toMatchObject([{ reproduced: true }]);
  });
});

describe('a promise', () => {
  it('moves when a store cannot deliver and the next one is later, and comes back no earlier than it was', async () => {
    await stock(spil, { 'den-haag': { 'runner-43': 1 } });
    const id = await place({ lines: [{ sku: 'runner-43', quantity: 1 }] });
    await stock(spil, { dc: { 'runner-43': 1 } });
    await short(id, 'den-haag');
    const wednesday = '2026-03-04T21:00:00.000Z';
    expect(await promises(id)).toEqual([{ delivery: 1, from: TUESDAY, to: wednesday, cause: 'short' }]);
    expect((await listed(id))?.promisedBy).toBe(wednesday);

    await stock(spil, { utrecht: { 'runner-43': 1 } });
    const work = (await order(id)).fulfilments.find(({ location }) => location === 'dc');
    const options = (await office.get<{ options: { location: string; arrivesAt: string; late: boolean }[] }>(`/fulfilments/${work?.id}/options`)).body.options;
    expect(options).toContainEqual(expect.objectContaining({ location: 'utrecht', arrivesAt: TUESDAY, late: false }));
    expect((await office.post(`/fulfilments/${work?.id}/reassign`, { location: 'utrecht' })).status).toBe(200);
    expect((await promises(id)).at(-1)).toEqual({ delivery: 1, from: wednesday, to: TUESDAY, cause: 'by_hand' });
    expect((await office.get<{ orders: unknown }>(`/orders/${id}/around`)).status).toBeLessThan(500);
  });

  it('follows the address: a country further away is later, told once; work that would leave from elsewhere moves, and what cannot go there stays', async () => {
    const send = async (id: string, to: Record<string, unknown>): Promise<void> => { const reply = await office.post(`/orders/${id}/deliveries/1/address`, { address: { ...ADDRESS, ...to } }); expect(reply.status, JSON.stringify(reply.body)).toBe(200); };
    await stock(spil, { utrecht: { 'runner-42': 1 }, leiden: { 'runner-42': 1 } });
    for (const location of ['zeist', 'delft', 'dc', 'den-haag']) await office.post('/stock/counts', { location, lines: [{ sku: 'runner-42', counted: 0 }] });
    const id = await place({ lines: [{ sku: 'runner-42', quantity: 1 }] });
    const work = async (): Promise<string[]> => (await events(id)).filter(({ type }) => type === 'FulfilmentAssigned').map(({ data }) => String(data['location']));
    const first = await work();
    expect(first).toEqual(['utrecht']);
    const before = (await order(id)).deliveries[0]?.promisedBy ?? '';
    // Next door: the same store, the same day, and nothing to tell.
    await send(id, { houseNumber: '13' });
    expect([await work(), await promises(id)]).toEqual([first, []]);
    // Leiden has one too, and is nearer now.
    await send(id, { postalCode: '2312 HA', city: 'Leiden' });
    expect([await work(), await promises(id)]).toEqual([['utrecht', 'leiden'], []]);
    expect((await office.get<{ decisions: { cause: { kind: string } }[] }>(`/orders/${id}/explanation`)).body.decisions.at(-1)?.cause.kind).toBe('address_changed');
    // Abroad it takes the carrier a day longer, by the days of the van that the work leaves with anyhow.
    await send(id, { postalCode: '52062', city: 'Aachen', country: 'DE' });
    const [later, ...more] = await promises(id);
    expect(more).toEqual([]);
    expect(later).toEqual({ delivery: 1, from: before, to: expect.any(String) as string, cause: 'delivery_changed' });
    expect(Date.parse(String(later?.['to']))).toBeGreaterThan(Date.parse(before));
    await send(id, { postalCode: '52062', houseNumber: '14', city: 'Aachen', country: 'DE' });
    expect(await promises(id)).toHaveLength(1);
    expect((await order(id)).deliveries[0]?.promisedBy).toBe(later?.['to']);
    // Nobody knows when it is there: the promise stays what it was, for there is nothing to go by.
    await send(id, { postalCode: '75001', city: 'Paris', country: 'FR' });
    expect(await promises(id)).toHaveLength(1);
    expect((await office.post(`/orders/${id}/deliveries/9/address`, { address: ADDRESS })).status).toBe(422);
    await expectWholeBooks(spil.database, allProjections());
  });

  it('of an order that was held past its collection is worked out again as it is released', async () => {
    await stock(spil, { zeist: { 'boot-40': 1 } });
    const id = await place({ lines: [{ sku: 'boot-40', quantity: 1, price: 8995 }], payment: null });
    const before = (await order(id)).deliveries[0]?.promisedBy ?? '';
    clock.set('2026-03-06T16:30:00.000Z');
    const { holds } = await order(id);
    expect((await office.post(`/orders/${id}/holds/${holds[0]?.id}/release`, {})).status).toBe(200);
    expect(await promises(id)).toEqual([{ delivery: 1, from: before, to: expect.any(String) as string, cause: 'held' }]);
    expect(Date.parse((await order(id)).deliveries[0]?.promisedBy ?? '')).toBeGreaterThan(Date.parse('2026-03-07T00:00:00Z'));
  });

  it('moves as the carrier comes for what is not packed: at that moment, once for each collection, seen as late, over a restart', async () => {
    clock.set('2026-03-09T09:00:00.000Z');
    const look = (): Promise<number> => doDue({ database: spil.database, clock }, collectionsMissed(spil.app.deps));
    const missed = async (id: string): Promise<unknown[]> => (await events(id)).filter(({ type }) => type === 'CollectionMissed').map(({ data }) => [data['location'], data['dueAt'], data['nextAt']]);
    for (const location of ['dc', 'utrecht', 'leiden', 'delft', 'den-haag']) await office.post('/stock/counts', { location, lines: [{ sku: 'runner-43', counted: 0 }] });
    await stock(spil, { zeist: { 'runner-43': 2 } });
    await look();
    const id = await place({ lines: [{ sku: 'runner-43', quantity: 1 }] });
    const held = await place({ lines: [{ sku: 'runner-43', quantity: 1 }], payment: null });
    expect((await order(id)).deliveries).toMatchObject([{ promisedBy: '2026-03-10T21:00:00.000Z' }]);
    clock.set('2026-03-09T16:00:00.000Z');
    expect([await look(), await missed(id)]).toEqual([0, []]);
    clock.set('2026-03-09T16:00:00.001Z');
    expect(await look()).toBeGreaterThan(0);
    const [monday, tuesday, wednesday] = ['2026-03-09T16:00:00.000Z', '2026-03-10T16:00:00.000Z', '2026-03-11T16:00:00.000Z'];
    const first = { delivery: 1, from: '2026-03-10T21:00:00.000Z', to: '2026-03-11T21:00:00.000Z', cause: 'missed' };
    expect([await missed(id), await promises(id)]).toEqual([[['zeist', monday, tuesday]], [first]]);
    // Nothing twice, and what is held waits for somebody else.
    expect([await look(), await missed(id), await missed(held)]).toEqual([0, [['zeist', monday, tuesday]], []]);
    clock.set('2026-03-09T16:00:01.000Z');
    const zeist = await spil.as('store', ['zeist']);
    const today = (await zeist.get<{ items: { order: string | null; overdue: boolean }[] }>('/today?location=zeist')).body.items;
    expect(today.filter(({ order: of }) => of === id)).toEqual([expect.objectContaining({ overdue: true })]);
    // Spil stood still for a day: the next look finds what passed meanwhile, once.
    clock.set('2026-03-10T20:00:00.000Z');
    await look();
    expect(await missed(id)).toEqual([['zeist', monday, tuesday], ['zeist', tuesday, wednesday]]);
    expect((await promises(id)).map(({ to }) => to)).toEqual(['2026-03-11T21:00:00.000Z', '2026-03-12T21:00:00.000Z']);
    // Packed in time it is not late while the carrier loads; a parcel that still lies there an hour later was not taken along.
    const work = (await order(id)).fulfilments[0]?.id ?? '';
    for (const [verb, body] of [['pick', { scans: [{ scan: 'late-1', code: 'runner-43' }] }], ['pack', undefined]] as const) expect((await zeist.post(`/fulfilments/${work}/${verb}`, body)).status).toBeLessThan(300);
    clock.set('2026-03-11T17:00:00.000Z');
    await look();
    expect(await missed(id)).toHaveLength(2);
    clock.set('2026-03-11T17:00:00.001Z');
    const thursday = '2026-03-12T16:00:00.000Z';
    await look();
    expect((await missed(id)).slice(2)).toEqual([['zeist', wednesday, thursday]]);
    expect((await promises(id)).at(-1)).toEqual({ delivery: 1, from: '2026-03-12T21:00:00.000Z', to: '2026-03-13T21:00:00.000Z', cause: 'missed' });
    expect([await look(), (await missed(id)).length]).toEqual([0, 3]);
    // Opened again and cancelled, nothing of it is late any more.
    expect((await office.post(`/orders/${id}/cancel`, {})).status).toBe(200);
    clock.set('2026-03-13T18:00:00.000Z');
    await look();
    expect(await missed(id)).toHaveLength(3);
    await expectWholeBooks(spil.database, allProjections());
  });
});
