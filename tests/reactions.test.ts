/** What happens by itself after stock has changed: broken reservations are planned again, waiting orders get what came in, doubtful shelves are counted. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allProjections } from '../server/app.ts';
import { settableClock } from '../server/kernel/clock.ts';
import type { Follower } from '../server/modules/books/index.ts';
import { orderFollowers } from '../server/modules/orders/index.ts';
import { expectWholeBooks } from './support/books.ts';
import { anOrder, smallCompany, stock } from './support/company.ts';
import type { OrderOptions } from './support/company.ts';
import { ok, startSpil } from './support/spil.ts';
import type { Client, Running } from './support/spil.ts';

interface Order { id: string; status: string; fulfilments: { id: string; number: string; location: string }[]; lines: { line: number; units: { stage: string; location: string | null; quantity: number }[] }[]; money: { due: number; payments: { released: number; refundPending: number }[] } }
interface Task { id: string; kind: string; location: string; sku: string | null; order: string | null; detail: string; doneAt: string | null; doneBy: string | null }

const WAITING = { name: 'Wait for stock', when: 'true', unplaced: 'wait', filters: [], cost: { currency: 'EUR', parcel: 495, perUnit: 25, perKilometre: 1, split: 150 } };
const SKU = 'runner-42';

let spil: Running | null = null;
let clock: ReturnType<typeof settableClock>;
let office: Client;
let channel: Client;
let followers: Follower[];

const now = (): Running => {
  if (!spil) throw new Error('nothing runs');
  return spil;
};
const start = async (strategy?: Record<string, unknown>): Promise<void> => {
  clock = settableClock('2026-03-02T09:00:00.000Z');
  spil = await startSpil({ clock });
  await smallCompany(spil.database, strategy ? { strategy } : {});
  office = await spil.as(['operations', 'service']);
  channel = await spil.as('channel');
  followers = orderFollowers({ ...spil.app.deps, clock });
};
afterEach(async () => {
  await expectWholeBooks(now().database, allProjections());
  expect(await now().database.query('select follower, error from kernel.dead_letter')).toEqual([]);
  expect(await now().database.query('select work, subject, error from kernel.due_failure')).toEqual([]);
  await now().close();
  spil = null;
});
afterAll(() => spil?.close());

const place = async (options: Partial<OrderOptions> & { quantity?: number; promisedBy?: string; country?: string } = {}): Promise<string> => {
  const snapshot = anOrder({ lines: [{ sku: SKU, quantity: options.quantity ?? 1 }], ...options });
  const [delivery] = snapshot.deliveries ?? [];
  if (options.promisedBy !== undefined && delivery) delivery.promisedBy = options.promisedBy;
  if (options.country !== undefined && delivery?.address) delivery.address = { ...delivery.address, country: options.country };
  return ok(await channel.post<Order>('/orders', snapshot)).id;
};
const count = async (location: string, counted: number): Promise<unknown> => ok(await office.post('/stock/counts', { location, lines: [{ sku: SKU, counted }] }));
const drain = async (): Promise<void> => {
  for (const one of followers) await one.drain();
};
const orderOf = async (id: string): Promise<Order> => ok(await office.get<Order>(`/orders/${id}`));
/** Where an order's units stand: "2 allocated utrecht". */
const stands = async (id: string): Promise<string[]> => (await orderOf(id)).lines.flatMap((line) => line.units.map(({ stage, location, quantity }) => [quantity, stage, location].filter((part) => part !== null).join(' ')));
const types = async (id: string): Promise<string[]> => ok(await office.get<{ events: { type: string }[] }>(`/orders/${id}/events`)).events.map((event) => event.type);
const broken = async (): Promise<number> => Number((await now().database.query<{ n: number }>('select coalesce(sum(broken), 0)::int as n from books.stock_balance'))[0]?.n);
const tasks = async (by = office): Promise<Task[]> => ok(await by.get<{ tasks: Task[] }>('/tasks')).tasks;

describe('reservations whose goods are gone', () => {
  beforeEach(() => start());

  it('are planned again elsewhere, and the shelf is to be counted', async () => {
    await stock(now(), { utrecht: { [SKU]: 2 }, leiden: { [SKU]: 2 } });
    const id = await place({ quantity: 2 });
    expect(await stands(id)).toEqual(['2 allocated utrecht']);
    await count('utrecht', 1);
    expect(await broken()).toBe(1);
    await drain();
    expect(await broken()).toBe(0);
    expect((await stands(id)).sort()).toEqual(['1 allocated leiden', '1 allocated utrecht']);
    expect((await types(id)).slice(-2)).toEqual(['ReservationBroken', 'FulfilmentAssigned']);
    const explained = ok(await office.get<{ decisions: { cause: { kind: string; sentence: string }; reproduced: boolean }[] }>(`/orders/${id}/explanation`));
    expect(explained.decisions.at(-1)).toMatchObject({ cause: { kind: 'reservation_broken', sentence: 'utrecht no longer had 1 × runner-42 that were promised to this order.' }, reproduced: true });
    expect(await tasks()).toMatchObject([{ kind: 'count', location: 'utrecht', sku: SKU, detail: '1 × runner-42 was promised to orders and is not there by the books.' }]);
  });

  it('lose in this order: no promise, then the latest promise, then who ordered last; picked goods stay', async () => {
    await stock(now(), { utrecht: { [SKU]: 5 } });
    const picked = await place({ promisedBy: '2026-03-20T12:00:00Z' });
    const early = await place({ promisedBy: '2026-03-04T12:00:00Z', placedAt: '2026-03-02T08:00:00Z' });
    const earlyToo = await place({ promisedBy: '2026-03-04T12:00:00Z', placedAt: '2026-03-02T08:30:00Z' });
    const late = await place({ promisedBy: '2026-03-09T12:00:00Z', placedAt: '2026-03-02T07:00:00Z' });
    // Nobody brings parcels there by the delivery times in force, so nothing is promised.
    const never = await place({ placedAt: '2026-03-02T06:00:00Z', country: 'FR' });
    ok(await office.post(`/fulfilments/${(await orderOf(picked)).fulfilments[0]?.id}/pick`, { scans: [{ scan: 's', code: SKU }] }));
    const lost: string[][] = [];
    for (const left of [3, 2, 1, 0]) {
      await count('utrecht', left);
      await drain();
      const now_ = await Promise.all([picked, early, earlyToo, late, never].map(stands));
      lost.push(now_.map(([stage = '']) => stage.split(' ')[1] ?? ''));
    }
    expect(lost).toEqual([
      ['picked', 'allocated', 'allocated', 'allocated', 'cancelled'],
      ['picked', 'allocated', 'allocated', 'cancelled', 'cancelled'],
      ['picked', 'allocated', 'cancelled', 'cancelled', 'cancelled'],
      ['picked', 'cancelled', 'cancelled', 'cancelled', 'cancelled'],
    ]);
    expect(await broken()).toBe(0);
  });

  it('of a sale at the till are given up, and the money of what nobody has is released', async () => {
    await stock(now(), { leiden: { [SKU]: 1 } });
    const id = await place();
    await place({ channel: 'till', payment: { operator: 'till', method: 'cash', captured: true }, delivery: { kind: 'carry_out', location: 'leiden' } });
    expect(await broken()).toBe(1);
    await drain();
    expect(await broken()).toBe(0);
    const order = await orderOf(id);
    expect(order).toMatchObject({ status: 'cancelled', money: { due: 0, payments: [{ released: 5995 }] } });
    expect((await types(id)).slice(-3)).toEqual(['ReservationBroken', 'ItemsCancelled', 'AuthorisationReleased']);
  });

  it('are done once, also when the events are read again from the first', async () => {
    await stock(now(), { utrecht: { [SKU]: 3 }, leiden: { [SKU]: 1 } });
    const ids = [await place(), await place(), await place()];
    await count('utrecht', 0);
    await drain();
    const before = await Promise.all(ids.map(types));
    const [task] = await tasks();
    ok(await office.post(`/tasks/${task?.id}/done`));
    await now().database.query(`update kernel.follower set xid = '0'::xid8, position = 0, lease_owner = null, lease_until = null`);
    await drain();
    expect(await Promise.all(ids.map(types))).toEqual(before);
    expect(await tasks()).toEqual([]);
  });

  it('are picked all the same by who has the goods in hand: found, and the shelf is counted again', async () => {
    await stock(now(), { utrecht: { [SKU]: 2 } });
    const id = await place({ quantity: 2 });
    await count('utrecht', 1);
    expect(await broken()).toBe(1);
    // Before anybody planned it again, or while that does not come: the pair is there, whatever was counted.
    const pick = async (scan: string, quantity: number): Promise<unknown> => ok(await office.post(`/fulfilments/${(await orderOf(id)).fulfilments[0]?.id}/pick`, { scans: [{ scan, code: SKU, quantity }] }));
    await pick('s1', 2);
    expect(await stands(id)).toEqual(['2 picked utrecht']);
    await pick('s1', 2);
    await drain();
    expect(await now().database.query('select state, quantity, reserved, broken from books.stock_balance where sku = $1 order by state', [SKU])).toEqual([{ state: 'picked', quantity: 2, reserved: 2, broken: 0 }, { state: 'sellable', quantity: 0, reserved: 0, broken: 0 }]);
    expect(await tasks()).toMatchObject([{ kind: 'count', location: 'utrecht', order: id, detail: `1 × ${SKU} was picked that the books did not have.` }]);
  });

  it('that are picked already stay with their pickers, and the shelf is counted', async () => {
    await stock(now(), { utrecht: { [SKU]: 1 } });
    const id = await place();
    ok(await office.post(`/fulfilments/${(await orderOf(id)).fulfilments[0]?.id}/pick`, { scans: [{ scan: 's', code: SKU }] }));
    ok(await office.post('/stock/corrections', { location: 'utrecht', lines: [{ sku: SKU, from: 'picked', to: 'missing', quantity: 1 }], reason: 'the box is gone' }));
    await drain();
    expect(await stands(id)).toEqual(['1 picked utrecht']);
    expect(await tasks()).toMatchObject([{ location: 'utrecht', detail: '1 × runner-42 was promised to orders and is not there by the books (picked).' }]);
    ok(await office.post('/stock/corrections', { location: 'utrecht', lines: [{ sku: SKU, from: 'picked', to: 'found', quantity: 1 }], reason: 'there it is' }));
    expect(await broken()).toBe(0);
  });
});

describe('orders that wait', () => {
  beforeEach(() => start(WAITING));

  it('get what comes in, the longest waiting first, until nothing is left', async () => {
    const second = await place({ quantity: 2, placedAt: '2026-03-02T08:30:00Z' });
    const first = await place({ quantity: 1, placedAt: '2026-03-02T08:00:00Z' });
    const third = await place({ quantity: 1, placedAt: '2026-03-02T08:45:00Z' });
    expect(await stands(first)).toEqual(['1 waiting']);
    await stock(now(), { delft: { [SKU]: 2 } });
    await drain();
    expect(await stands(first)).toEqual(['1 allocated delft']);
    expect((await stands(second)).sort()).toEqual(['1 allocated delft', '1 waiting']);
    expect(await stands(third)).toEqual(['1 waiting']);
    expect(ok(await office.get<{ decisions: { cause: { kind: string }; reproduced: boolean }[] }>(`/orders/${first}/explanation`)).decisions.map(({ cause, reproduced }) => [cause.kind, reproduced])).toEqual([['placed', true], ['stock_available', true]]);
    await stock(now(), { utrecht: { [SKU]: 9 } });
    await drain();
    expect((await stands(second)).sort()).toEqual(['1 allocated delft', '1 allocated utrecht']);
    expect(await stands(third)).toEqual(['1 allocated utrecht']);
  });

  it('get what others give back: a cancellation, goods put back, a return that is good again', async () => {
    await stock(now(), { utrecht: { [SKU]: 1 } });
    const cancelled = await place();
    const one = await place({ placedAt: '2026-03-02T08:01:00Z' });
    ok(await office.post(`/orders/${cancelled}/cancel`, { lines: null, reason: 'customer' }));
    await drain();
    expect(await stands(one)).toEqual(['1 allocated utrecht']);

    const two = await place({ placedAt: '2026-03-02T08:02:00Z' });
    const [work] = (await orderOf(one)).fulfilments;
    ok(await office.post(`/fulfilments/${work?.id}/pick`, { scans: [{ scan: 's', code: SKU }] }));
    ok(await office.post(`/orders/${one}/cancel`, { lines: null, reason: 'customer' }));
    await drain();
    expect(await stands(two)).toEqual(['1 waiting']);
    ok(await office.post(`/fulfilments/${work?.id}/put-back`));
    await drain();
    expect(await stands(two)).toEqual(['1 allocated utrecht']);

    const sold = await place({ channel: 'till', payment: { operator: 'till', method: 'cash', captured: true }, delivery: { kind: 'carry_out', location: 'leiden' } });
    const three = await place({ placedAt: '2026-03-02T08:03:00Z' });
    const back = ok(await office.post<{ return: string }>('/returns', { order: sold, location: 'leiden', lines: [{ line: 1, quantity: 1 }] }));
    await drain();
    expect(await stands(three)).toEqual(['1 waiting']);
    ok(await office.post(`/returns/${back.return}/inspect`, { lines: [{ line: 1, quantity: 1, disposition: 'sellable' }] }));
    await drain();
    expect(await stands(three)).toEqual(['1 allocated leiden']);
  });

  it('leave no trace of a plan that places nothing', async () => {
    const far = await place({ delivery: { kind: 'ship' }, quantity: 1 });
    const before = await now().database.query('select id from sourcing.decision');
    await stock(now(), { delft: { 'runner-43': 3 } });
    await now().database.query(`update books.stock_balance set kept_back = 3 where sku = 'runner-43'`);
    await now().database.query(`insert into books.kept_back (cause, sku, location, promised) values ('0193a000-0000-7000-8000-000000000001', 'runner-43', 'delft', 3)`);
    await drain();
    expect(await stands(far)).toEqual(['1 waiting']);
    expect(await now().database.query('select id from sourcing.decision')).toEqual(before);
  });

  it('wait again when what they had is gone', async () => {
    await stock(now(), { utrecht: { [SKU]: 1 } });
    const id = await place();
    await count('utrecht', 0);
    await drain();
    expect(await stands(id)).toEqual(['1 waiting']);
    expect((await types(id)).slice(-3)).toEqual(['ReservationBroken', 'ItemsWaiting', 'PromiseChanged']);
    await count('utrecht', 1);
    await drain();
    expect(await stands(id)).toEqual(['1 allocated utrecht']);
  });
});

describe('tasks', () => {
  beforeEach(() => start());

  it('ask for a count after a short whose reason says so, once; only the location sees and finishes them', async () => {
    await stock(now(), { utrecht: { [SKU]: 3 } });
    const [one, two] = [await place(), await place()];
    for (const id of [one, two]) ok(await office.post(`/fulfilments/${(await orderOf(id)).fulfilments[0]?.id}/short`, { line: 1, quantity: 1, reason: 'not_found' }));
    await drain();
    const utrecht = await now().as('store', ['utrecht']);
    const zeist = await now().as('store', ['zeist']);
    const [task, ...more] = await tasks(utrecht);
    expect(more).toEqual([]);
    expect(task).toMatchObject({ kind: 'count', location: 'utrecht', sku: SKU, order: one, detail: '1 × runner-42 could not be delivered: not_found.' });
    expect(await tasks(zeist)).toEqual([]);
    expect(await zeist.post(`/tasks/${task?.id}/done`)).toMatchObject({ status: 404, body: { code: 'inventory.task_unknown' } });
    expect(ok(await utrecht.post<Task>(`/tasks/${task?.id}/done`))).toMatchObject({ doneBy: 'store utrecht' });
    expect(ok(await office.post<Task>(`/tasks/${task?.id}/done`))).toMatchObject({ doneBy: 'store utrecht' });
    expect(await tasks(utrecht)).toEqual([]);
  });

  it('ask for a count of what was sold and not on the books, until somebody counted', async () => {
    await place({ channel: 'till', payment: { operator: 'till', method: 'cash', captured: true }, delivery: { kind: 'carry_out', location: 'leiden' } });
    await drain();
    expect(await tasks()).toMatchObject([{ location: 'leiden', sku: SKU, detail: '1 × runner-42 was sold that the books did not have.' }]);
    clock.advance(60_000);
    await count('leiden', 4);
    await drain();
    expect(await tasks()).toEqual([]);
  });

  it('are listed page by page', async () => {
    for (const location of ['utrecht', 'zeist', 'leiden']) await place({ channel: 'till', payment: { operator: 'till', method: 'cash', captured: true }, delivery: { kind: 'carry_out', location } });
    await drain();
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: { tasks: Task[]; next: string | null } = ok(await office.get(`/tasks?limit=2${next === '' ? '' : `&after=${next}`}`));
      seen.push(...page.tasks.map((task) => task.location));
      next = page.next;
    }
    expect(seen.sort()).toEqual(['leiden', 'utrecht', 'zeist']);
  });
});

describe('a sale at a location that nobody knows', () => {
  beforeEach(() => start());

  it('is held, and books no goods at a place that is not there', async () => {
    const id = await place({ channel: 'till', payment: { operator: 'till', method: 'cash', captured: true }, delivery: { kind: 'carry_out', location: 'atlantis' } });
    expect(await stands(id)).toEqual(['1 open']);
    expect(await now().database.query('select 1 from books.stock_movement')).toEqual([]);
    expect((await orderOf(id) as Order & { holds: { reason: string }[] }).holds).toMatchObject([{ reason: 'unknown_location' }]);
  });
});
