/** The office's list of orders: every filter alone, keyset order, views that a team shares, many orders at once, and plans that read no table whole. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../server/kernel/ids.ts';
import { countStatement, pageStatement } from '../server/modules/orders/list.ts';
import { conditionsOf, momentOf, OrderFilter } from '../server/modules/orders/filter.ts';
import { BUILT_IN } from '../server/modules/office/views.ts';
import { customerFollowers } from '../server/modules/customers/index.ts';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { startSpil } from './support/spil.ts';
import type { Client, Reply, Running } from './support/spil.ts';

interface Row { id: string; number: string; status: string; customer: string | null; kinds: string[]; locations: string[]; dueAt: string | null; promisedBy: string | null; tags: string[]; onHold: boolean }
interface Page { orders: Row[]; next: string | null; can: string[] }
interface View { id: string; name: string; mine: boolean; can: string[] }

let spil: Running;
let service: Client;
const orders = new Map<string, Row>();

const ok = <T>({ status, body }: Reply<T>, expected = 200): T => {
  expect(status, JSON.stringify(body)).toBe(expected);
  return body;
};
const list = async (query: string, by: Client = service): Promise<Page> => ok(await by.get<Page>(`/orders?${query}`));
/** Names of the orders that a filter leaves, in the order of the list. */
const named = async (query: string, by?: Client): Promise<string[]> => {
  const found = await list(query, by);
  return found.orders.map((row) => [...orders].find(([, order]) => order.id === row.id)?.[0] ?? '?');
};

beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database);
  service = await spil.as('service');
  await stock(spil, { utrecht: { 'runner-42': 50 }, leiden: { 'boot-40': 5 } });
  const channel = await spil.as('channel');
  const place = async (name: string, options: Parameters<typeof anOrder>[0], change?: (order: ReturnType<typeof anOrder>) => void): Promise<void> => {
    const order = anOrder(options);
    change?.(order);
    orders.set(name, ok(await channel.post<Row>('/orders', order), 201));
  };
  await place('plain', { lines: [{ sku: 'runner-42', quantity: 1 }], placedAt: '2026-02-20T10:00:00Z' });
  await place('pickup', { lines: [{ sku: 'runner-42', quantity: 1 }], delivery: { kind: 'pickup', location: 'utrecht' } });
  await place('till', { channel: 'till', lines: [{ sku: 'runner-42', quantity: 1 }], payment: { operator: 'till', method: 'cash', captured: true }, delivery: { kind: 'carry_out', location: 'utrecht' } });
  await place('tagged', { lines: [{ sku: 'boot-40', quantity: 1 }] }, (order) => { order.tags = ['gift', 'vip']; });
  await place('held', { lines: [{ sku: 'runner-42', quantity: 2 }] });
  ok(await service.post(`/orders/${orders.get('held')?.id}/holds`, { reason: 'address_check', owner: 'service' }));
  for (const one of customerFollowers({ database: spil.database, clock: spil.clock })) await one.drain();
});
afterAll(() => spil.close());

describe('the list', () => {
  it('is read from page to page in each order, without losing or doubling one', async () => {
    const newest = ['held', 'tagged', 'till', 'pickup', 'plain'];
    for (const [order, expected] of [['newest', newest], ['oldest', newest.toReversed()]] as const) {
      const seen: string[] = [];
      let after = '';
      do {
        const found = await list(`order=${order}&limit=2${after}`);
        seen.push(...found.orders.map((row) => [...orders].find(([, one]) => one.id === row.id)?.[0] ?? '?'));
        after = found.next === null ? '' : `&after=${found.next}`;
      } while (after !== '');
      expect(seen).toEqual(expected);
    }
    const due = await list('order=due&limit=200');
    expect(due.orders.map((row) => row.dueAt)).toEqual(due.orders.map((row) => row.dueAt).toSorted());
    expect(due.orders.every((row) => row.dueAt !== null)).toBe(true);
    expect((await service.get('/orders?order=due&after=WzFd')).status).toBe(400);
  });

  it.each([
    ['status=complete', ['till']], ['status=complete,in_progress', ['held', 'tagged', 'till', 'pickup', 'plain']], ['channel=till', ['till']], ['channel=web,till&kind=carry_out', ['till']], ['channel=nobody', []],
    ['location=leiden', ['tagged']], ['location=utrecht', ['held', 'pickup', 'plain']], ['tag=vip', ['tagged']], ['tag=v', []], ['onHold=true', ['held']], ['onHold=false&kind=ship', ['tagged', 'plain']],
    ['kind=pickup', ['pickup']], ['placedBefore=P3D', ['plain']], ['placedAfter=2026-03-01', ['held', 'tagged', 'till', 'pickup']], ['placedBefore=2026-03-02T08:58:00Z', ['plain']], ['waiting=true', []], ['due=2026-01-01', []],
  ])('narrows to %s', async (query, expected) => {
    expect(await named(query)).toEqual(expected);
  });

  it('says beside each who ordered, how it goes, where it is worked on, and when it is due', async () => {
    const [plain] = (await list('placedBefore=P3D')).orders;
    expect(plain).toMatchObject({ customer: 'Jo Doe', kinds: ['ship'], locations: ['utrecht'], dueAt: expect.stringMatching(/^2026-03-0\dT/) as string });
    const today = await named('due=today&order=due');
    expect(today.length).toBeGreaterThan(0);
    expect(await named('due=now')).toEqual([]);
    expect((await list('', await spil.as('viewer'))).orders.every((row) => row.customer === null)).toBe(true);
    const [till] = (await list('channel=till')).orders;
    expect(till).toMatchObject({ kinds: ['carry_out'], locations: [], dueAt: null });
  });

  it('gives a person’s orders of all channels, whichever of their customers is asked for', async () => {
    const [customer] = await spil.database.query<{ id: string }>(`select id from customers.customer where channel = 'till'`);
    expect((await list(`customer=${customer?.id}`)).orders).toHaveLength(5);
    expect(await named('customer=cus_01h2xcejqtf2nbrexx3vqjhp41')).toEqual([]);
  });

  it.each(['status=never', 'due=2026-02-31', 'placedBefore=yesterday', 'onHold=perhaps', 'customer=jo', 'order=random'])('refuses %s', async (query) => {
    expect((await service.get(`/orders?${query}`)).status).toBe(400);
  });
});

describe('a moment of a filter', () => {
  it.each([
    ['now', '2026-03-28T22:30:00.000Z'], ['P3D', '2026-03-25T22:30:00.000Z'], ['-P1D', '2026-03-29T21:30:00.000Z'], ['PT12H', '2026-03-28T10:30:00.000Z'], ['today', '2026-03-28T23:00:00.000Z'], ['2026-03-29', '2026-03-28T23:00:00.000Z'], ['2026-03-30', '2026-03-29T22:00:00.000Z'],
  ])('%s is %s, the night that the clock goes forward in Amsterdam', (text, expected) => {
    expect(momentOf(text, '2026-03-28T22:30:00.000Z', 'Europe/Amsterdam')).toBe(expected);
  });
});

describe('many orders at once', () => {
  it('does each by itself, says of each what became of it, and does the whole once', async () => {
    const ids = [...orders.values()].map((order) => order.id);
    const body = { orders: [...ids, 'ord_01h2xcejqtf2nbrexx3vqjhp41'], do: { action: 'tag', tags: ['spring'] } };
    const first = ok(await service.post<{ done: number; refused: number; results: { order: string; done: boolean; problem: { code: string } | null }[] }>('/orders/bulk', body, { 'idempotency-key': 'bulk-1' }));
    expect(first).toMatchObject({ done: 5, refused: 1 });
    expect(first.results.map((result) => result.order)).toEqual(body.orders);
    expect(first.results.at(-1)).toMatchObject({ done: false, problem: { code: 'orders.unknown' } });
    const before = await events();
    expect(ok(await service.post('/orders/bulk', body, { 'idempotency-key': 'bulk-1' }))).toEqual(first);
    expect((await service.post('/orders/bulk', { ...body, do: { action: 'untag', tags: ['spring'] } }, { 'idempotency-key': 'bulk-1' })).status).toBe(422);
    expect(ok(await service.post<{ done: number }>('/orders/bulk', { orders: ids, do: { action: 'tag', tags: ['spring'] } }))).toMatchObject({ done: 5 });
    expect(await events()).toBe(before);
    ok(await service.post('/orders/bulk', { orders: ids, do: { action: 'untag', tags: ['spring'] } }));
    expect(await named('tag=spring')).toEqual([]);
    expect(await named('tag=vip')).toEqual(['tagged']);
  });

  it('goes on where it was cut off, under the same key', async () => {
    const [one = '', two = ''] = [...orders.values()].map((order) => order.id);
    const body = { orders: [one, two], do: { action: 'hold', reason: 'fraud_check', owner: 'service', note: null } };
    ok(await service.post('/orders/bulk', body, { 'idempotency-key': 'bulk-cut' }));
    // As after a crash behind the last order: the answer was not kept yet.
    await spil.database.query(`delete from kernel.idempotency where key = 'bulk-cut'`);
    const before = await events();
    expect(ok(await service.post<{ done: number }>('/orders/bulk', body, { 'idempotency-key': 'bulk-cut' }))).toMatchObject({ done: 2 });
    expect(await events()).toBe(before);
    expect((await named('onHold=true')).sort()).toEqual(['held', 'pickup', 'plain']);
    expect(ok(await service.post<{ results: unknown[] }>('/orders/bulk', { orders: [one, two, orders.get('till')?.id], do: { action: 'release' } }))).toMatchObject({ done: 2, refused: 1, results: [{}, {}, { problem: { code: 'orders.not_held' } }] });
    expect(await named('onHold=true')).toEqual(['held']);
  });

  it('cancels what can be cancelled, and says why the rest cannot', async () => {
    const answer = ok(await service.post<{ results: unknown[] }>('/orders/bulk', { orders: [orders.get('held')?.id, orders.get('till')?.id], do: { action: 'cancel', reason: 'customer', note: null } }));
    expect(answer.results).toMatchObject([{ done: true }, { done: false, problem: { code: 'orders.nothing_to_cancel' } }]);
    expect((await list('status=cancelled')).orders).toMatchObject([{ dueAt: null, locations: [] }]);
  });

  it('is what the account may do: finance holds and releases, a viewer nothing', async () => {
    const finance = await spil.as('finance');
    const one = [orders.get('plain')?.id];
    expect((await finance.post('/orders/bulk', { orders: one, do: { action: 'cancel' } })).body).toMatchObject({ code: 'orders.bulk_not_yours' });
    expect((await list('limit=1', finance)).can).toEqual(['hold', 'release']);
    expect((await list('limit=1', await spil.as('viewer'))).can).toEqual([]);
    expect((await service.post('/orders/bulk', { orders: [...one, ...one], do: { action: 'tag', tags: ['x'] } })).status).toBe(400);
  });
});

describe('a view', () => {
  const body = { list: 'orders', name: 'Old web', filters: { channel: 'web', placedBefore: 'P3D' }, columns: ['number', 'dueAt'], order: 'oldest', team: null };

  it('is one’s own until it is shared with a team, and replaced under its own name', async () => {
    const [finance, colleague] = [await spil.as('finance'), await spil.as('service')];
    const made = ok(await service.post<View>('/views', body), 201);
    const names = async (by: Client): Promise<string[]> => ok(await by.get<{ views: View[] }>('/views?list=orders')).views.map((view) => view.name);
    expect(await names(service)).toEqual(['All', 'On hold', 'To do today', 'Late', 'Waiting for stock', 'Ready for pickup', 'Partly shipped', 'Old web']);
    expect(await names(colleague)).not.toContain('Old web');
    expect(ok(await service.post<View>('/views', { ...body, team: 'service' }))).toMatchObject({ id: made.id, can: ['change', 'delete'] });
    const theirs = ok(await colleague.get<{ views: View[] }>('/views?list=orders')).views.find((view) => view.name === 'Old web');
    expect(theirs).toMatchObject({ mine: false, can: [] });
    expect(await names(finance)).not.toContain('Old web');
    expect((await colleague.put(`/views/${made.id}`, body)).status).toBe(403);
    expect((await finance.put(`/views/${made.id}`, body)).status).toBe(404);
    expect((await service.put('/views/late', body)).status).toBe(404);
    expect(ok(await service.put<View>(`/views/${made.id}`, { ...body, name: 'Older', team: 'everyone' }))).toMatchObject({ name: 'Older' });
    expect(await names(finance)).toContain('Older');
    expect((await service.post('/views', { ...body, filters: { colour: 'blue' } })).body).toMatchObject({ code: 'office.view_filters' });
    const kept = ok(await service.post<View>('/views', { ...body, name: 'Gone soon' }), 201);
    expect((await finance.delete(`/views/${kept.id}`)).status).toBe(404);
    expect((await service.delete(`/views/${kept.id}`)).status).toBe(204);
    expect(await names(service)).not.toContain('Gone soon');
  });

  it('is counted as far as it is worth counting', async () => {
    const { counts } = ok(await service.get<{ counts: { view: string; count: number; more: boolean }[] }>('/views/counts'));
    expect(counts.find((one) => one.view === 'all')).toEqual({ view: 'all', count: 5, more: false });
    expect(counts.find((one) => one.view === 'on-hold')).toEqual({ view: 'on-hold', count: 0, more: false });
    expect(counts).toHaveLength(8);
  });
});

const events = async (): Promise<number> => (await spil.database.query<{ n: number }>('select count(*)::int as n from books.event'))[0]?.n ?? 0;

describe('with 100,000 orders', () => {
  beforeAll(async () => {
    const contact = newId();
    await spil.database.query('insert into customers.contact (id, data) values ($1, $2)', [contact, '{"name":"Many"}']);
    // Rows without a journal: taken away again before the books are audited.
    await spil.database.query(
      `insert into orders.order (id, number, channel, placed_at, status, on_hold, currency, total, contact_id, tags, units, seq, due_at, locations)
       select gen_random_uuid(), 'many' || n, case when n % 10 = 0 then 'till' else 'web' end, $2::timestamptz + n * interval '1 second', (array['open','in_progress','complete','complete','shipped','partly_shipped','ready','waiting'])[1 + n % 8], n % 200 = 0, 'EUR', 5995, $1,
         case when n % 50 = 0 then '{vip}'::text[] else '{}' end, 1, 1, case when n % 8 in (0, 1, 7) then $2::timestamptz + n * interval '1 minute' end, case when n % 8 = 1 then array['l' || n % 20] else '{}' end from generate_series(1, 100000) n`, [contact, '2026-03-01T09:00:00Z']);
    await spil.database.query(`insert into orders.delivery (order_id, delivery, kind, status) select id, 1, 'ship', status from orders.order where number like 'many%'`);
    await spil.database.query(`insert into orders.waiting (order_id, line, delivery, sku, quantity, since) select id, 1, 1, 'runner-43', 1, placed_at from orders.order where number like 'many%' and status = 'waiting' and right(number, 2) = '15'`);
    await spil.database.query('analyze orders.order');
    await spil.database.query('analyze orders.waiting');
  });
  afterAll(async () => {
    await spil.database.query(`delete from orders.waiting where order_id in (select id from orders.order where number like 'many%')`);
    await spil.database.query(`delete from orders.delivery where order_id in (select id from orders.order where number like 'many%')`);
    await spil.database.query(`delete from orders.order where number like 'many%'`);
  });

  const around = { now: '2026-03-02T09:00:00.000Z', zone: 'Europe/Amsterdam', channels: null, people: [] };
  const saved: [string, Record<string, string>, 'newest' | 'oldest' | 'due'][] = [
    ...BUILT_IN.map((view): [string, Record<string, string>, 'newest' | 'oldest' | 'due'] => [view.name, view.filters, view.order as 'newest']),
    ['at a location', { location: 'l9' }, 'newest'], ['tagged', { tag: 'vip', status: 'open' }, 'newest'], ['of a channel, by status', { channel: 'till', status: 'open,in_progress' }, 'oldest'], ['placed today', { placedAfter: '2026-03-02' }, 'newest'],
  ];
  it.each(saved)('"%s" reads a page and its count through indexes, and no more than it shows', async (_name, filters, order) => {
    const conditions = conditionsOf(OrderFilter.parse(filters), around);
    for (const { text, values } of [pageStatement(conditions, order, null, 50), countStatement(conditions, 500)]) {
      const plan = await spil.database.transaction(async (tx) => {
        await tx.query('set local plan_cache_mode = force_custom_plan');
        return tx.query<{ 'QUERY PLAN': string }>(`explain (analyze, buffers off, timing off, summary off) ${text}`, values);
      });
      const told = plan.map((line) => line['QUERY PLAN']).join('\n');
      expect(told).not.toMatch(/Seq Scan on/);
      // What was read and thrown away: by a filter, or by sorting more than fits the page.
      const removed = [...told.matchAll(/Rows Removed by Filter: (\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0);
      expect(removed, told).toBeLessThan(6000);
    }
  });
});
