/** The figures of insight: after walks whose every step is known, each figure is what its definition says; counted again from the journal they are the same. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../server/kernel/command.ts';
import type { settableClock } from '../server/kernel/clock.ts';
import { fromWire, newId } from '../server/kernel/ids.ts';
import type { Follower } from '../server/modules/books/index.ts';
import { FIGURES_FOLLOWER, forgetFigures, insightFollowers } from '../server/modules/insight/index.ts';
import { keepFacts } from '../server/modules/insight/tables.ts';
import { settleIntent } from '../server/modules/orders/index.ts';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { codeOf } from './support/customer.ts';
import { ok, startSpil } from './support/spil.ts';
import type { Client, Running } from './support/spil.ts';

interface Order { id: string; number: string; fulfilments: { id: string; location: string }[] }
interface Value { value: number | null; top: number; bottom: number | null; ninety: number | null }
interface Figures { from: string; until: string; currency: string | null; previous: { from: string; until: string }; figures: (Value & { figure: string; previous: Value; series: (Value & { key: string })[] })[] }
interface Behind { orders: { number: string; measure: string | null; location: string | null; reason: string | null; units: number; seconds: number | null }[]; next: string | null }

let spil: Running;
let office: Client;
let channel: Client;
let figures: Follower;
const stores = new Map<string, Client>();
const at = (location: string): Client => stores.get(location) ?? office;
const clock = (): ReturnType<typeof settableClock> => spil.clock as ReturnType<typeof settableClock>;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const place = async (options: Parameters<typeof anOrder>[0]): Promise<Order> => ok(await channel.post<Order>('/orders', anOrder({ placedAt: spil.clock.now(), ...options })));
const workAt = (order: Order, location: string): string => order.fulfilments.find((one) => one.location === location)?.id ?? '';
const pick = async (location: string, work: string, sku: string, n: number, scan: string): Promise<void> => {
  ok(await at(location).post(`/fulfilments/${work}/pick`, { scans: Array.from({ length: n }, (_, index) => ({ scan: `${scan}${index}`, code: sku })) }));
};
/** Packs, gives a label, hands over. */
async function send(location: string, work: string): Promise<string> {
  const parcel = ok(await at(location).post<{ parcels: { id: string }[] }>(`/fulfilments/${work}/pack`)).parcels[0]?.id ?? '';
  ok(await at(location).post(`/parcels/${parcel}/tracking`, { carrier: 'by-hand', trackingNumber: `T${parcel.slice(-10)}` }));
  ok(await at(location).post('/manifests', { location, carrier: 'by-hand', parcels: [parcel] }));
  return parcel;
}
async function read(query = '', as: Client = office): Promise<Map<string, Figures['figures'][number]>> {
  return new Map(ok(await as.get<Figures>(`/insight/figures?from=2026-03-02&until=2026-03-08${query}`)).figures.map((one) => [one.figure, one]));
}
const whole = async (): Promise<unknown> => spil.database.query(`select 'day' as of, md5(string_agg(d::text, ';' order by d::text)) from insight.day d union all select 'hour', md5(string_agg(h::text, ';' order by h::text)) from insight.hour h union all select 'fact', md5(string_agg(f::text, ';' order by f::text)) from insight.fact f`);

let home: Order;
let split: Order;

/** Monday 2 March 2026, 10:00 in Amsterdam: three orders, each with its own fate. */
beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database);
  office = await spil.as(['operations', 'service', 'carrier']);
  channel = await spil.as('channel');
  for (const location of ['utrecht', 'zeist', 'delft', 'leiden']) stores.set(location, await spil.as('store', [location]));
  figures = insightFollowers({ database: spil.database, clock: spil.clock })[0] as Follower;
  await stock(spil, { utrecht: { 'runner-42': 3 }, zeist: { 'runner-42': 1 }, delft: { 'boot-40': 1 }, leiden: { 'boot-40': 1, 'runner-43': 2 } });

  // One rejects, another takes over, which cannot find it either: two shipped, one cancelled.
  home = await place({ lines: [{ sku: 'runner-42', quantity: 3 }], shipping: 495 });
  clock().advance(HOUR);
  await pick('utrecht', workAt(home, 'utrecht'), 'runner-42', 2, 'h');
  ok(await at('utrecht').post(`/fulfilments/${workAt(home, 'utrecht')}/short`, { line: 1, quantity: 1, reason: 'damaged' }));
  const parcel = await send('utrecht', workAt(home, 'utrecht'));
  home = ok(await office.get<Order>(`/orders/${home.id}`));
  clock().advance(HOUR);
  ok(await at('zeist').post(`/fulfilments/${workAt(home, 'zeist')}/short`, { line: 1, quantity: 1, reason: 'not_found' }));
  ok(await office.post(`/parcels/${parcel}/scans`, { status: 'delivered', code: '11', at: '2026-03-03T12:00:00Z' }));

  // A pickup from two stores.
  split = await place({ lines: [{ sku: 'boot-40', quantity: 2 }], payment: { operator: 'psp', method: 'ideal', captured: true }, delivery: { kind: 'pickup', location: 'delft' } });
  ok(await at('leiden').post(`/fulfilments/${workAt(split, 'leiden')}/transfer`, { load: 'L7', scans: [{ scan: 'a', code: 'boot-40' }] }));
  await pick('delft', workAt(split, 'delft'), 'boot-40', 1, 'p');
  clock().advance(30 * MINUTE);
  ok(await at('delft').post('/loads/L7/receive'));
  ok(await at('delft').post(`/orders/${split.id}/deliveries/1/collect`, { code: codeOf(split) }));

  // A till's sale, brought back in another store an hour later, the money refunded two hours after that.
  const sold = await place({ channel: 'till', lines: [{ sku: 'runner-43', quantity: 2 }], payment: { operator: 'till', method: 'cash', captured: true }, delivery: { kind: 'carry_out', location: 'leiden' } });
  clock().advance(HOUR);
  ok(await at('delft').post('/returns', { order: sold.id, location: 'delft', lines: [{ line: 1, quantity: 1 }], reason: 'too_small' }));
  clock().advance(2 * HOUR);
  const [intent] = await spil.database.query<{ id: string }>(`select id from payments.intent where order_id = $1 and kind = 'refund'`, [fromWire('ord', sold.id)]);
  await settleIntent(spil.app.deps, { now: spil.clock.now(), actor: SYSTEM, key: null }, intent?.id ?? '', { state: 'done', ref: 'r', reason: null });
  await figures.drain();
});
afterAll(async () => {
  await figures.stop();
  await spil.close();
});

describe('each figure', () => {
  it.each([
    ['orders', 3, 3, null], ['units', 7, 7, null], ['revenue', 3 * 5995 + 495 + 4 * 5995, null, null],
    ['fill_rate', 8000, 4, 5], ['rejection_rate', Math.round(20_000 / 6), 2, 6], ['first_time_right', 5000, 2, 4], ['split_rate', 0, 0, 1],
    ['cancel_rate', 2000, 1, 5], ['dispatch_on_time', 10_000, 1, 1], ['returns', 1, 1, null], ['return_rate', Math.round(10_000 / 6), 1, 6], ['broken_reservations', 0, 0, null],
  ])('%s is %s (%s of %s)', async (name, value, top, bottom) => {
    const found = (await read()).get(name);
    expect(found).toMatchObject({ value, ...(top === null ? {} : { top }), bottom });
    expect(found?.previous).toMatchObject({ top: 0 });
  });

  it.each([['lead_time', HOUR], ['pickup_ready', 30 * MINUTE], ['refund_time', 2 * HOUR]])('%s is about %s milliseconds', async (name, milliseconds) => {
    const { value, ninety } = (await read()).get(name) ?? { value: null, ninety: null };
    expect(Math.abs((value ?? 0) * 1000 - milliseconds)).toBeLessThan(0.03 * milliseconds);
    expect(ninety).toBe(value);
  });

  it('counts what was promised as kept or broken, and what was taken along as neither', async () => {
    expect((await read()).get('on_time')).toMatchObject({ value: 10_000, top: 2, bottom: 2 });
  });

  it('stands on the day it was, by the clock of Amsterdam', async () => {
    const series = (await read()).get('orders')?.series;
    expect(series?.map(({ key, value }) => [key, value])).toEqual([['2026-03-02', 3], ...[3, 4, 5, 6, 7, 8].map((day) => [`2026-03-0${day}`, 0])]);
    const hours = (await read('&by=hour')).get('orders')?.series;
    expect(hours?.filter(({ value }) => value !== 0).map(({ key, value }) => [key, value])).toEqual([['2026-03-02T10', 1], ['2026-03-02T12', 2]]);
  });

  it('says why, and where', async () => {
    const why = await read('&by=reason');
    expect(why.get('rejection_rate')?.series.map(({ key, top, bottom }) => [key, top, bottom])).toEqual([['damaged', 1, 6], ['not_found', 1, 6]]);
    expect(why.get('returns')?.series.map(({ key, value }) => [key, value])).toEqual([['too_small', 1]]);
    expect(why.get('fill_rate')?.series).toEqual([]);
    const where = await read('&by=location');
    expect(where.get('first_time_right')?.series.map(({ key, value }) => [key, value])).toEqual([['delft', 10_000], ['leiden', 10_000], ['utrecht', 0], ['zeist', 0]]);
    expect(where.get('fill_rate')?.series).toEqual([]);
    expect((await read('&by=channel')).get('orders')?.series.map(({ key, value }) => [key, value])).toEqual([['till', 1], ['web', 2]]);
    expect((await read('&channel=till')).get('orders')?.value).toBe(1);
  });

  it('has the orders behind it', async () => {
    const rejected = ok(await office.get<Behind>('/insight/orders?figure=rejection_rate&from=2026-03-02&until=2026-03-08'));
    expect(rejected.orders.map(({ number, location, reason, units }) => [number, location, reason, units])).toEqual([[home.number, 'zeist', 'not_found', 1], [home.number, 'utrecht', 'damaged', 1]]);
    const first = ok(await office.get<Behind>('/insight/orders?figure=rejection_rate&from=2026-03-02&until=2026-03-08&limit=1'));
    const second = ok(await office.get<Behind>(`/insight/orders?figure=rejection_rate&from=2026-03-02&until=2026-03-08&limit=1&after=${first.next}`));
    expect([...first.orders, ...second.orders]).toEqual(rejected.orders);
    expect(second.next).toBeNull();
    expect(ok(await office.get<Behind>('/insight/orders?figure=fill_rate&from=2026-03-02&until=2026-03-08')).orders).toMatchObject([{ number: home.number, measure: 'cancelled', reason: 'nowhere_in_stock' }]);
    expect(ok(await office.get<Behind>('/insight/orders?figure=fill_rate&all=true&from=2026-03-02&until=2026-03-08')).orders.map(({ measure }) => measure).sort()).toEqual(['cancelled', 'collected', 'shipped']);
  });
});

describe('an account of a store', () => {
  it('is told of its own location and nothing of the others', async () => {
    const mine = await read('&by=location', at('utrecht'));
    expect([...mine.keys()]).toEqual(['rejection_rate', 'first_time_right', 'accept_time', 'pickup_ready', 'dispatch_on_time', 'returns', 'broken_reservations']);
    expect(mine.get('first_time_right')?.series.map(({ key }) => key)).toEqual(['utrecht']);
    expect(mine.get('rejection_rate')).toMatchObject({ top: 1, bottom: 3 });
    expect(ok(await at('utrecht').get<Behind>('/insight/orders?figure=rejection_rate&from=2026-03-02&until=2026-03-08')).orders.map(({ location }) => location)).toEqual(['utrecht']);
    expect((await at('utrecht').get('/insight/orders?figure=fill_rate')).status).toBe(422);
    expect(ok(await at('utrecht').get<{ locations: { location: string }[] }>('/insight/workload')).locations.map(({ location }) => location)).toEqual(['utrecht']);
  });
});

describe('now', () => {
  it('shows what stands in each stage, held work apart, and never an oversold unit', async () => {
    await stock(spil, { utrecht: { 'boot-40': 5 } });
    const [one, other] = [await place({ lines: [{ sku: 'boot-40', quantity: 2 }] }), await place({ lines: [{ sku: 'boot-40', quantity: 1 }] })];
    await pick('utrecht', workAt(one, 'utrecht'), 'boot-40', 1, 'f');
    ok(await office.post(`/orders/${other.id}/holds`, { reason: 'address', owner: 'service' }));
    const live = ok(await office.get<{ stages: { stage: string; orders: number; units: number; amount: number }[]; oversold: number; currency: string }>('/insight/funnel'));
    expect(live.stages.filter(({ units }) => units > 0)).toEqual([
      { stage: 'held', orders: 1, units: 1, amount: 5995, atLeast: false }, { stage: 'allocated', orders: 1, units: 1, amount: 11990, atLeast: false }, { stage: 'picked', orders: 1, units: 1, amount: 11990, atLeast: false },
    ]);
    expect(live).toMatchObject({ oversold: 0, currency: 'EUR' });
    // An index that reads what a reservation changes would make each reservation write every index of the row.
    expect(await spil.database.query(`select indexname from pg_indexes where schemaname = 'books' and tablename = 'stock_balance' and indexdef ~ '(quantity|reserved)'`)).toEqual([]);
    for (const [stage, order] of [['held', other], ['picked', one]] as const) {
      expect(ok(await office.get<Behind>(`/insight/orders?stage=${stage}`)).orders.map(({ number }) => number)).toEqual([order.number]);
    }
    const { locations } = ok(await office.get<{ locations: { location: string; toPick: number; toPack: number; open: number }[] }>('/insight/workload'));
    expect(locations[0]).toMatchObject({ location: 'utrecht', toPick: 1, toPack: 1, open: 1, doneToday: 1, rejectedToday: 1 });
    expect(ok(await at('zeist').get<{ stages: { units: number }[] }>('/insight/funnel')).stages.every(({ units }) => units === 0)).toBe(true);
  });
});

describe('the clock', () => {
  it.each([
    // In the night of 29 March 2026 two o'clock is three; in that of 25 October there are two hours of two.
    ['2026-03-29T00:59:59Z', 'leiden', '2026-03-29', 1], ['2026-03-29T01:00:00Z', 'leiden', '2026-03-29', 3], ['2026-03-28T23:30:00Z', '', '2026-03-29', 0],
    ['2026-10-25T00:30:00Z', 'leiden', '2026-10-25', 2], ['2026-10-25T01:30:00Z', 'leiden', '2026-10-25', 2], ['2026-10-25T22:59:00Z', '', '2026-10-25', 23], ['2026-10-25T22:59:00Z', 'lisbon', '2026-10-25', 22],
  ])('%s in "%s" is %s at %s', async (moment, location, day, hour) => {
    await spil.database.query(`insert into locations.location (code, name, kind, address, calendar) values ('lisbon', 'Lisboa', 'store', '{}', '{"zone":"Europe/Lisbon"}') on conflict do nothing`);
    const id = newId();
    expect(await keepFacts(spil.database, id, 1, 'web', [{ measure: 'rejected', reason: 'test', location, at: moment, n: 1, units: 1, amount: 0, seconds: null }])).toBe(1);
    expect(await spil.database.query('select day, hour from insight.fact where order_id = $1', [id])).toEqual([{ day, hour }]);
  });
});

describe('counted again', () => {
  it('an event that is read twice counts once', async () => {
    for (const table of ['fact', 'day', 'hour']) await spil.database.query(`delete from insight.${table} where reason = 'test'`);
    await figures.drain();
    const before = await whole();
    await spil.database.query(`update kernel.follower set xid = '0'::xid8, position = 0 where name = $1`, [FIGURES_FOLLOWER]);
    await figures.drain();
    expect(await whole()).toEqual(before);
  });

  it('from the first event of the journal, by another process that remembers nothing, the figures are the same', async () => {
    const before = await whole();
    await figures.stop();
    await forgetFigures(spil.database, FIGURES_FOLLOWER);
    expect(await spil.database.query('select 1 from insight.fact')).toEqual([]);
    figures = insightFollowers({ database: spil.database, clock: spil.clock })[0] as Follower;
    await figures.drain();
    expect(await whole()).toEqual(before);
  });

  it.each(['from=2026-03-08&until=2026-03-02', 'from=2024-01-01&until=2026-01-01', 'by=hour&from=2026-01-01&until=2026-03-01'])('refuses the period %s', async (query) => {
    expect(await office.get(`/insight/figures?${query}`)).toMatchObject({ status: 422, body: { code: 'insight.period' } });
  });
});
