/** The queues over HTTP: what waits is there, oldest first, with its deadline; it is given to people, and decided one by one or several at once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { later } from '../server/kernel/clock.ts';
import type { settableClock } from '../server/kernel/clock.ts';
import { fromWire, newId, toWire } from '../server/kernel/ids.ts';
import { follower } from '../server/modules/books/index.ts';
import { createPerson } from '../server/modules/identity/index.ts';
import { orderFollowers } from '../server/modules/orders/index.ts';
import { raiseTask } from '../server/modules/payments/index.ts';
import { QUEUES } from '../server/modules/queues/sources.ts';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { ok, startSpil } from './support/spil.ts';
import type { Client, Running } from './support/spil.ts';

interface Order { id: string; number: string; onHold: boolean; holds: { id: string }[]; fulfilments: { id: string; location: string }[] }
interface Item { id: string; at: string; deadline: string; overdue: boolean; assignee: { id: string; name: string } | null; order: string | null; number: string | null; amount: number | null; currency: string | null; reason: string | null; detail: string | null; location: string | null; sku: string | null; can: string[] }
interface Queue { queue: string; count: number; oldestAt: string | null; deadlineMinutes: number; overdue: number; mine: number; unassigned: number; works: boolean; bulk: string[] }

let spil: Running;
let service: Client;
let operations: Client;
let finance: Client;
const clock = (): ReturnType<typeof settableClock> => spil.clock as ReturnType<typeof settableClock>;
const MINUTE = 60_000;
const place = async (quantity = 1): Promise<Order> => ok(await (await spil.as('channel')).post<Order>('/orders', anOrder({ lines: [{ sku: 'runner-42', quantity }], payment: { operator: 'psp', method: 'ideal', captured: true } })));
const hold = async (order: Order, owner: string, reason = 'address'): Promise<string> => ok(await operations.post<Order>(`/orders/${order.id}/holds`, { reason, owner })).holds.at(-1)?.id ?? '';
const items = async (queue: string, query = '', as = operations): Promise<Item[]> => ok(await as.get<{ items: Item[] }>(`/queues/${queue}/items${query}`)).items;
const queue = async (name: string, as = operations): Promise<Queue | undefined> => ok(await as.get<{ queues: Queue[] }>('/queues')).queues.find((one) => one.queue === name);
const decide = async (name: string, action: string, ids: readonly string[], as: Client, reason: string | null = 'looked at', key?: string) =>
  ok(await as.post<{ results: { item: string; done: boolean; problem: { code: string } | null }[] }>(`/queues/${name}/bulk`, { action, items: ids, reason }, key === undefined ? {} : { 'idempotency-key': key })).results;

let anna: string;

beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database);
  [service, operations, finance] = await Promise.all([spil.as('service'), spil.as('operations'), spil.as('finance')]);
  await stock(spil, { utrecht: { 'runner-42': 30 } });
  anna = (await createPerson(spil.database, { name: 'Anna', email: 'anna@example.com', password: 'a long enough password', roles: ['operations'], locations: null }, spil.clock.now())).id;
});
afterAll(() => spil.close());

describe('every queue', () => {
  it('is there for those who work in it, empty at first, and not for others', async () => {
    const seen = async (as: Client): Promise<string[]> => ok(await as.get<{ queues: Queue[] }>('/queues')).queues.map((one) => one.queue);
    expect(await seen(await spil.as('administrator'))).toEqual(QUEUES);
    expect(await seen(service)).toEqual(['holds', 'quarantine', 'conflicts', 'refund_requests', 'parcels', 'partner_tasks', 'messages']);
    expect(await seen(finance)).toEqual(['holds', 'quarantine', 'conflicts', 'refund_requests', 'payment_tasks', 'partner_differences', 'erp_differences', 'erp_documents']);
    const all = await spil.as('administrator');
    for (const name of QUEUES) expect([name, await items(name, '?assignee=me&overdue=true&reason=x&channel=web', all)]).toEqual([name, []]);
    expect((await service.get('/queues/dead_letters/items')).status).toBe(403);
    expect((await service.post('/queues/payment_tasks/bulk', { action: 'done', items: ['x'] })).status).toBe(403);
    expect(await seen(await spil.as('service', ['utrecht']))).toEqual([]);
  });
});

describe('holds', () => {
  let first: { order: Order; hold: string };
  let second: { order: Order; hold: string };
  let third: { order: Order; hold: string };
  beforeAll(async () => {
    const held = async (owner: string): Promise<{ order: Order; hold: string }> => { const order = await place(); clock().advance(MINUTE); return { order, hold: await hold(order, owner) }; };
    [first, second, third] = [await held('operations'), await held('operations'), await held('finance')];
  });

  it('wait longest first, with what is needed to decide and until when', async () => {
    const waiting = await items('holds');
    expect(waiting.map(({ id }) => id)).toEqual([first.hold, second.hold, third.hold]);
    expect(waiting[0]).toMatchObject({ order: first.order.id, number: first.order.number, amount: 5995, currency: 'EUR', reason: 'address', overdue: false, assignee: null, can: ['assign', 'release'] });
    expect(waiting[0]?.deadline).toBe(later(waiting[0]?.at ?? '', 240 * MINUTE));
    expect(waiting[2]?.can).toEqual(['assign']);
    expect(ok(await finance.get<{ holds: { id: string; can: string[] }[] }>('/holds?owner=finance')).holds).toMatchObject([{ id: third.hold, can: ['release'] }]);
    const [page] = [ok(await operations.get<{ items: Item[]; next: string }>('/queues/holds/items?limit=2'))];
    expect((await items('holds', `?limit=2&after=${page.next}`)).map(({ id }) => id)).toEqual([third.hold]);
    expect(ok(await operations.get<Item>(`/queues/holds/items/${first.hold}`))).toEqual(waiting[0]);
  });

  it('have their deadline from the setting, at once', async () => {
    const admin = await spil.as('operations');
    ok(await admin.post('/settings/queue-deadlines/default/versions', { body: { minutes: { holds: 2 } } }));
    expect((await admin.post('/settings/queue-deadlines/default/versions', { body: { minutes: { nowhere: 2 } } })).status).toBe(201);
    expect(await admin.post('/settings/queue-deadlines/default/versions/2/activate')).toMatchObject({ status: 422 });
    ok(await admin.post('/settings/queue-deadlines/default/versions/1/activate'));
    expect(await queue('holds')).toMatchObject({ count: 3, overdue: 1, deadlineMinutes: 2, works: true, bulk: ['release'] });
    expect((await items('holds', '?overdue=true')).map(({ id }) => id)).toEqual([first.hold]);
    expect((await items('holds', '?overdue=false')).map(({ id }) => id)).toEqual([second.hold, third.hold]);
  });

  it('are given to people who see the queue', async () => {
    expect(ok(await operations.get<{ people: unknown[] }>('/queues/holds/people')).people).toEqual([{ id: anna, name: 'Anna' }]);
    expect(ok(await operations.post<Item>(`/queues/holds/items/${second.hold}/assign`, { person: anna })).assignee).toEqual({ id: anna, name: 'Anna' });
    expect((await items('holds', `?assignee=${anna}`)).map(({ id }) => id)).toEqual([second.hold]);
    expect((await items('holds', '?assignee=none')).map(({ id }) => id)).toEqual([first.hold, third.hold]);
    expect(await queue('holds')).toMatchObject({ unassigned: 2, mine: 0 });
    ok(await operations.post(`/queues/holds/items/${second.hold}/assign`, { person: null }));
    expect(await items('holds', `?assignee=${anna}`)).toEqual([]);
    expect(await operations.post(`/queues/holds/items/${second.hold}/assign`, { person: toWire('per', newId()) })).toMatchObject({ status: 422, body: { code: 'queues.person_unknown' } });
    expect((await operations.post(`/queues/holds/items/${toWire('hld', newId())}/assign`, { person: anna })).status).toBe(404);
  });

  it('are released together: what one refuses stops no other, and the same request again does nothing twice', async () => {
    const ids = [first.hold, third.hold, second.hold, 'hld_01h2xcejqtf2nbrexx3vqjhp41', 'nonsense'];
    const results = await decide('holds', 'release', ids, operations, 'addresses are right', 'once');
    expect(results.map(({ done, problem }) => [done, problem?.code ?? null])).toEqual([[true, null], [false, 'orders.hold_not_yours'], [true, null], [false, 'queues.item_unknown'], [false, 'queues.item_unknown']]);
    expect((await items('holds')).map(({ id }) => id)).toEqual([third.hold]);
    const released = async (): Promise<unknown> => spil.database.query(`select count(*)::int as n from books.event where type = 'HoldReleased'`);
    expect(await released()).toEqual([{ n: 2 }]);
    await decide('holds', 'release', ids, operations, 'addresses are right', 'once');
    expect(await released()).toEqual([{ n: 2 }]);
    expect(await operations.post('/queues/holds/bulk', { action: 'release', items: [third.hold] })).toMatchObject({ status: 422, body: { code: 'queues.reason_missing' } });
    expect(await operations.post('/queues/holds/bulk', { action: 'burn', items: [third.hold], reason: 'x' })).toMatchObject({ status: 422, body: { code: 'queues.action_unknown' } });
  });
});

describe('refund requests', () => {
  it('are decided by finance, and not by who asked', async () => {
    const both = await spil.as(['service', 'finance']);
    const [one, other] = [await place(2), await place(2)];
    ok(await service.post(`/orders/${one.id}/refunds`, { amount: 9000, reason: 'damaged', note: 'scratched' }));
    ok(await service.post(`/orders/${other.id}/refunds`, { amount: 9000, reason: 'late', note: null }));
    const waiting = await items('refund_requests', '', finance);
    expect(waiting.map(({ number, amount, reason, detail, can }) => [number, amount, reason, detail, can])).toEqual([[one.number, 9000, 'damaged', 'scratched', ['assign', 'approve', 'decline']], [other.number, 9000, 'late', null, ['assign', 'approve', 'decline']]]);
    expect((await items('refund_requests', '', service)).every(({ can }) => can.join() === 'assign')).toBe(true);
    expect(await decide('refund_requests', 'approve', [waiting[0]?.id ?? ''], both, null)).toMatchObject([{ done: true }]);
    expect(await decide('refund_requests', 'decline', [waiting[1]?.id ?? ''], finance, 'not our fault')).toMatchObject([{ done: true }]);
    expect(await items('refund_requests', '', finance)).toEqual([]);
    expect(await spil.database.query(`select state from orders.refund_request order by id`)).toEqual([{ state: 'approved' }, { state: 'declined' }]);
  });
});

describe('tasks', () => {
  it('of stores and of finance are done together', async () => {
    const order = await place();
    ok(await (await spil.as('store', ['utrecht'])).post(`/fulfilments/${order.fulfilments[0]?.id}/short`, { line: 1, quantity: 1, reason: 'not_found' }));
    for (const one of orderFollowers({ ...spil.app.deps, clock: spil.clock })) await one.drain();
    const tasks = await items('store_tasks');
    expect(tasks).toMatchObject([{ location: 'utrecht', sku: 'runner-42', reason: 'count', number: order.number, can: ['assign', 'done'] }]);
    expect(await decide('store_tasks', 'done', tasks.map(({ id }) => id), operations, null)).toMatchObject([{ done: true }]);
    expect(await items('store_tasks')).toEqual([]);

    await raiseTask(spil.database, { kind: 'refund_failed', order: fromWire('ord', order.id) ?? '', payment: null, subject: 'r', detail: 'The bank refuses it.' }, spil.clock.now());
    const money = await items('payment_tasks', '', finance);
    expect(money).toMatchObject([{ number: order.number, reason: 'refund_failed', detail: 'The bank refuses it.' }]);
    expect(await decide('payment_tasks', 'done', [money[0]?.id ?? '', toWire('tsk', newId())], finance, null)).toMatchObject([{ done: true }, { done: false, problem: { code: 'payments.task_unknown' } }]);
  });
});

describe('what a follower could not take', () => {
  it('is tried again when somebody asks, or let go', async () => {
    const broken = new Set<string>();
    let failing = true;
    const seen: number[] = [];
    const reader = follower({
      database: spil.database, clock: spil.clock, name: 'test.reader', attempts: 1, types: ['OrderPlaced'],
      handle: async ({ stream, event }) => {
        if (failing && broken.size < 2) { broken.add(stream); throw new Error('the tide is out'); }
        if (failing && broken.has(stream)) throw new Error('the tide is out');
        seen.push(event.seq);
      },
    });
    await reader.drain();
    const put = await items('dead_letters');
    expect(put).toMatchObject([{ reason: 'test.reader', detail: 'the tide is out', can: ['assign', 'retry', 'dismiss'] }, { reason: 'test.reader' }]);
    const ids = put.map(({ id }) => id);
    clock().advance(2000);
    expect(await decide('dead_letters', 'retry', [ids[0] ?? ''], operations, null)).toMatchObject([{ done: true }]);
    await reader.drain();
    expect((await items('dead_letters')).map(({ id }) => id).sort()).toEqual([...ids].sort());
    failing = false;
    const before = seen.length;
    clock().advance(2000);
    expect(await decide('dead_letters', 'retry', [ids[0] ?? ''], operations, null)).toMatchObject([{ done: true }]);
    await reader.drain();
    expect(seen.length).toBe(before + 1);
    expect((await items('dead_letters')).map(({ id }) => id)).toEqual([ids[1]]);
    expect(await decide('dead_letters', 'dismiss', [ids[1] ?? '', ids[1] ?? '', ids[0] ?? '', 'x~y'], operations, null)).toMatchObject([{ done: true }, { done: false, problem: { code: 'queues.item_unknown' } }, { done: false, problem: { code: 'queues.item_unknown' } }]);
    expect(await items('dead_letters')).toEqual([]);
    await reader.stop();
  });
});
