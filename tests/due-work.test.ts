/** What is due at its moment, when some of it fails every time: the others are done at once, what fails is tried again at growing intervals and seen by operations, and two processes do each once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { settableClock } from '../server/kernel/clock.ts';
import { openDatabase } from '../server/kernel/database.ts';
import type { Database } from '../server/kernel/database.ts';
import { doDue } from '../server/kernel/due.ts';
import type { DueWork } from '../server/kernel/due.ts';
import { fromWire, newId } from '../server/kernel/ids.ts';
import type { Uuid } from '../server/kernel/ids.ts';
import { orderFollowers, ordersWaiting, reservationsDue } from '../server/modules/orders/index.ts';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { WAITING } from './support/expecting.ts';
import { ok, startSpil } from './support/spil.ts';
import type { Client, Running } from './support/spil.ts';

interface Item { id: string; order: string | null; number: string | null; reason: string | null; detail: string | null; subject: string | null; can: string[] }
interface Failure { subject: string; attempts: number; error: string }

let spil: Running;
let other: Database;
let shop: Client;
let operations: Client;
const clock = (): ReturnType<typeof settableClock> => spil.clock as ReturnType<typeof settableClock>;
const failures = (work = 'reservations'): Promise<Failure[]> => spil.database.query<Failure>('select subject, attempts, error from kernel.due_failure where work = $1 order by subject', [work]);
const items = async (): Promise<Item[]> => ok(await operations.get<{ items: Item[] }>('/queues/due_work/items?limit=200')).items;
const look = (): Promise<number> => doDue({ database: spil.database, clock: spil.clock }, reservationsDue(spil.app.deps));
const lookElsewhere = (): Promise<number> => doDue({ database: other, clock: spil.clock }, reservationsDue({ ...spil.app.deps, database: other }));

beforeAll(async () => {
  spil = await startSpil();
  other = openDatabase({ url: spil.databaseUrl, max: 4 });
  await smallCompany(spil.database, { strategy: WAITING });
  [shop, operations] = await Promise.all([spil.as('channel'), spil.as('operations')]);
  await stock(spil, { utrecht: { 'runner-42': 40 } });
});
afterAll(async () => {
  await other.close();
  await spil.close();
});

let numbers = 0;
async function reserve(minutes: number): Promise<Uuid> {
  numbers += 1;
  const until = new Date(Date.parse(spil.clock.now()) + minutes * 60_000).toISOString();
  const kept = ok(await shop.post<{ order: string }>('/reservations', { channel: 'web', externalId: `r-${numbers}`, location: 'utrecht', lines: [{ sku: 'runner-42', quantity: 1 }], customer: { name: 'Jo Doe', email: `jo${numbers}@example.com`, language: 'en' }, until }));
  return fromWire('ord', kept.order) ?? '';
}

/** Lets the journal of an order hold an event of a newer version, which this one may not go on from; and takes it away again. */
const stranger = (order: Uuid): Promise<unknown> => spil.database.query(`insert into books.event (stream_id, seq, stream_kind, type, body, hash) select stream_id, seq + 1, stream_kind, 'OrderKnighted', (body::jsonb || '{"type": "OrderKnighted", "data": {}, "moves": {}}')::text, hash from books.event where stream_id = $1 order by seq desc limit 1`, [order]);
const healed = (orders: readonly string[]): Promise<unknown> => spil.database.query(`delete from books.event where stream_id = any($1) and type = 'OrderKnighted'`, [orders]);
const endings = (orders: readonly string[]): Promise<{ n: number }[]> => spil.database.query<{ n: number }>(`select count(*)::int as n from books.event where stream_id = any($1) and type = 'ItemsCancelled' group by stream_id`, [orders]);

describe('three hundred that fail and one behind them', () => {
  const poisoned = Array.from({ length: 300 }, () => newId());
  let sick: Uuid;
  let good: Uuid;
  beforeAll(async () => {
    [sick, good] = [await reserve(20), await reserve(30)];
    await stranger(sick);
    // Copies of one that fails, due before the good one.
    await spil.database.query(`insert into books.event (stream_id, seq, stream_kind, type, body, hash) select c.id, e.seq, e.stream_kind, e.type, e.body, e.hash from books.event e, unnest($2::uuid[]) c(id) where e.stream_id = $1`, [sick, poisoned]);
    await spil.database.query(`insert into orders.reservation (order_id, location, until, next_at, state) select c.id, r.location, r.until, r.next_at, r.state from orders.reservation r, unnest($2::uuid[]) c(id) where r.order_id = $1`, [sick, poisoned]);
  });
  afterAll(async () => {
    await spil.database.query('delete from books.event where stream_id = any($1)', [poisoned]);
    await spil.database.query('delete from orders.reservation where order_id = any($1)', [poisoned]);
    await spil.database.query('delete from kernel.due_failure');
  });

  it('the one is done at once, by one look', async () => {
    clock().advance(31 * 60_000);
    expect(await look()).toBe(302);
    expect(await endings([good])).toEqual([{ n: 1 }]);
    expect(await spil.database.query('select state from orders.reservation where order_id = $1', [good])).toEqual([{ state: 'ended' }]);
    const failed = await failures();
    expect([failed.length, new Set(failed.map(({ attempts }) => attempts)), failed.every(({ error }) => error.includes('OrderKnighted'))]).toEqual([301, new Set([1]), true]);
  });

  it('those that fail are left alone until their pause is over, and the pause grows; two processes try each once', async () => {
    expect(await look()).toBe(0);
    clock().advance(9_999);
    expect(await look()).toBe(0);
    clock().advance(1);
    expect((await Promise.all([look(), lookElsewhere()])).every((n) => n > 0)).toBe(true);
    expect(new Set((await failures()).map(({ attempts }) => attempts))).toEqual(new Set([2]));
    clock().advance(19_999);
    expect([await look(), await lookElsewhere()]).toEqual([0, 0]);
    clock().advance(1);
    await Promise.all([lookElsewhere(), look()]);
    expect(new Set((await failures()).map(({ attempts }) => attempts))).toEqual(new Set([3]));
  });

  it('operations see which and why, and have one tried again now; it is gone once it is done', async () => {
    expect((await items()).length).toBe(200);
    const seen = (await operations.get<Item>(`/queues/due_work/items/reservations~${sick}`)).body;
    expect(fromWire('ord', seen.order ?? '')).toBe(sick);
    expect(seen).toMatchObject({ reason: 'reservations', number: expect.any(String) as string, can: ['assign', 'retry'] });
    expect(seen.detail).toContain('OrderKnighted');
    const retry = async (id: string): Promise<unknown> => ok(await operations.post<{ results: unknown[] }>('/queues/due_work/bulk', { action: 'retry', items: [id], reason: null })).results[0];
    expect(await retry(seen.id)).toMatchObject({ done: true });
    expect(await look()).toBe(1);
    expect((await failures()).find(({ subject }) => subject === sick)).toMatchObject({ attempts: 4 });
    await healed([sick]);
    expect(await retry(seen.id)).toMatchObject({ done: true });
    expect(await look()).toBe(1);
    expect([await endings([sick]), (await failures()).some(({ subject }) => subject === sick)]).toEqual([[{ n: 1 }], false]);
    for (const id of [seen.id, 'reservations~nobody', 'Reservations', `weather~${sick}`]) expect(await retry(id)).toMatchObject({ done: false, problem: { code: 'queues.item_unknown' } });
    expect((await operations.post('/queues/due_work/bulk', { action: 'dismiss', items: [seen.id], reason: null })).status).toBe(422);
    expect((await (await spil.as('finance')).get('/queues/due_work/items')).status).toBe(403);
  });
});

it('two processes that look at the same moment end each reservation once', async () => {
  const ids = [];
  for (let n = 0; n < 12; n += 1) ids.push(await reserve(20));
  clock().advance(20 * 60_000);
  await Promise.all([look(), lookElsewhere(), look(), lookElsewhere()]);
  expect(await endings(ids)).toEqual(ids.map(() => ({ n: 1 })));
  expect(await failures()).toEqual([]);
});

it('what is due again however often it is done is put aside, and keeps nobody else', async () => {
  await spil.database.query('create table bell (id text primary key, at timestamptz)');
  await spil.database.query(`insert into bell values ('deaf', '2026-01-01'), ('quick', '2026-01-02'), ('twice', '2026-01-01 12:00')`);
  const done: string[] = [];
  const bells: DueWork = {
    name: 'bells', due: { from: 'bell', subject: 'id', by: 'at', when: 'at <= $1' },
    run: async (id) => {
      done.push(id);
      // One moment after the other may have passed while nobody looked.
      if (id === 'twice') await spil.database.query(`update bell set at = case when at < '2026-02-01' then timestamptz '2026-02-01' end where id = $1`, [id]);
      else if (id !== 'deaf') await spil.database.query('update bell set at = null where id = $1', [id]);
    },
  };
  await doDue({ database: spil.database, clock: spil.clock }, bells);
  expect([done.filter((id) => id === 'quick').length, done.filter((id) => id === 'twice').length, done.filter((id) => id === 'deaf').length]).toEqual([1, 2, 5]);
  expect(await failures('bells')).toMatchObject([{ subject: 'deaf', error: expect.stringContaining('changes nothing') as string }]);
  expect((await items()).map(({ id, order, subject }) => [id, order, subject])).toEqual([['bells~deaf', null, 'deaf']]);
  let leave = false;
  await spil.database.query(`update bell set at = '2026-01-01' where id <> 'deaf'`);
  expect(await doDue({ database: spil.database, clock: spil.clock, stopping: () => leave }, { ...bells, run: async (id, context) => { leave = true; await bells.run(id, context); } })).toBe(1);
  await spil.database.query('drop table bell');
  await spil.database.query(`delete from kernel.due_failure where work = 'bells'`);
});

it('an order that cannot be served lets the next in the queue have its turn, and has its own when it can be', async () => {
  const place = async (): Promise<Uuid> => fromWire('ord', ok(await shop.post<{ id: string }>('/orders', anOrder({ lines: [{ sku: 'runner-43', quantity: 1 }] }))).id) ?? '';
  const first = await place();
  clock().advance(1000);
  const second = await place();
  const stands = (order: Uuid): Promise<unknown> => spil.database.query('select stage, location from books.unit where order_id = $1', [order]);
  expect([await stands(first), await stands(second)]).toEqual([[{ stage: 'waiting', location: '' }], [{ stage: 'waiting', location: '' }]]);
  const followers = orderFollowers({ ...spil.app.deps, clock: spil.clock });
  const settle = async (): Promise<void> => { for (const one of followers) await one.drain(); };
  await settle();
  await stranger(first);
  ok(await operations.post('/stock/receipts', { location: 'leiden', lines: [{ sku: 'runner-43', quantity: 2 }] }));
  await settle();
  expect([await stands(first), await stands(second)]).toEqual([[{ stage: 'waiting', location: '' }], [{ stage: 'allocated', location: 'leiden' }]]);
  expect((await items()).map(({ reason, order }) => [reason, fromWire('ord', order ?? '')])).toEqual([['waiting_orders', first]]);
  expect(await spil.database.query('select follower, error from kernel.dead_letter')).toEqual([]);
  await healed([first]);
  clock().advance(10_000);
  await doDue({ database: spil.database, clock: spil.clock }, ordersWaiting({ ...spil.app.deps, clock: spil.clock }));
  expect([await stands(first), await items()]).toEqual([[{ stage: 'allocated', location: 'leiden' }], []]);
  await settle();
  for (const one of followers) await one.stop();
});
