/** The contests: two server processes on one database, many callers at once. Each of these went wrong in a well-known system; after each the books are whole. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { allProjections } from '../server/app.ts';
import { openDatabase } from '../server/kernel/database.ts';
import type { Database } from '../server/kernel/database.ts';
import { createKey } from '../server/modules/identity/index.ts';
import { expectWholeBooks } from './support/books.ts';
import { anOrder, smallCompany } from './support/company.ts';
import { printedChance } from './support/random.ts';
import { aSale } from './support/sale.ts';
import { testDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { startServer } from './support/process.ts';
import type { ServerProcess } from './support/process.ts';
import { client } from './support/spil.ts';
import type { Client, Reply } from './support/spil.ts';

interface Order { id: string; number: string; status: string; fulfilments: { id: string; location: string }[]; money: { due: number; payments: { captured: number; capturePending: number; refundPending: number }[]; intents: { kind: string; amount: number }[] }; lines: { units: { stage: string; quantity: number }[] }[] }

let own: TestDatabase;
let database: Database;
let servers: ServerProcess[] = [];
/** One account, two doors: callers take them in turn. */
let office: Client[];
let floor: Client[];
let serial = 0;
let sku = '';

beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase({ url: own.url, max: 4 });
  await smallCompany(database);
  servers = await Promise.all([startServer(own.url), startServer(own.url)]);
  const secret = (await createKey(database, { name: 'office', roles: ['operations', 'service', 'channel', 'carrier'], locations: null })).secret;
  const store = (await createKey(database, { name: 'store', roles: ['store'], locations: ['utrecht', 'zeist', 'delft', 'leiden', 'den-haag', 'dc'] })).secret;
  office = servers.map((server) => client(server.url, secret));
  floor = servers.map((server) => client(server.url, store));
});
beforeEach(async () => {
  // A product of its own for every contest, so that none depends on another.
  serial += 1;
  sku = `contest-${serial}`;
  await database.query(`insert into catalogue.variant (sku, product, name) values ($1, 'runner', $1)`, [sku]);
});
afterEach(async () => { await expectWholeBooks(database, allProjections()); });
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await database.close();
  await own.close();
});

const at = (clients: Client[], index: number): Client => clients[index % clients.length] as Client;
const stock = async (places: Record<string, number>): Promise<void> => {
  for (const [location, quantity] of Object.entries(places)) expect((await at(office, 0).post('/stock/receipts', { location, lines: [{ sku, quantity }] })).status).toBe(201);
};
/** As many calls at once as asked, in turn over both processes. */
const together = <T>(n: number, call: (index: number) => Promise<Reply<T>>): Promise<Reply<T>[]> => Promise.all(Array.from({ length: n }, (_value, index) => call(index)));
const balance = async (): Promise<{ quantity: number; reserved: number }> => (await database.query<{ quantity: number; reserved: number }>(`select coalesce(sum(quantity), 0)::bigint as quantity, coalesce(sum(reserved), 0)::bigint as reserved from books.stock_balance where sku = $1 and state = 'sellable'`, [sku]))[0] ?? { quantity: 0, reserved: 0 };
const stages = (order: Order): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const line of order.lines) for (const { stage, quantity } of line.units) counts[stage] = (counts[stage] ?? 0) + quantity;
  return counts;
};
const look = async (id: string): Promise<Order> => (await at(office, 1).get<Order>(`/orders/${id}`)).body;
const scan = (): { scan: string; code: string } => ({ scan: randomUUID(), code: sku });

describe('stock', () => {
  it.each([[1, 2], [10, 40], [3, 24]])('%i in stock, %i buyers: as many get one, the others are cancelled, nobody is charged for nothing', async (there, buyers) => {
    await stock({ utrecht: there });
    const replies = await together<Order>(buyers, (index) => at(office, index).post('/orders', anOrder({ lines: [{ sku, quantity: 1 }] })));
    expect(replies.map((reply) => reply.status)).toEqual(replies.map(() => 201));
    const orders = await Promise.all(replies.map((reply) => look(reply.body.id)));
    expect(orders.filter((order) => stages(order)['allocated'] === 1)).toHaveLength(there);
    expect(orders.filter((order) => order.status === 'cancelled' && order.money.due === 0)).toHaveLength(buyers - there);
    expect(await balance()).toEqual({ quantity: there, reserved: there });
  });

  it('an order of 5 with 3 here and 10 there takes 5, not 8', async () => {
    await stock({ utrecht: 3, zeist: 10 });
    const { body } = await at(office, 0).post<Order>('/orders', anOrder({ lines: [{ sku, quantity: 5 }] }));
    expect(stages(await look(body.id))).toEqual({ allocated: 5 });
    expect((await balance()).reserved).toBe(5);
  });

  it('two lines of one product, 2 + 2 against 3 in stock: 3 are promised and 1 is not', async () => {
    await stock({ utrecht: 3 });
    const { body } = await at(office, 0).post<Order>('/orders', anOrder({ lines: [{ sku, quantity: 2 }, { sku, quantity: 2 }] }));
    expect(stages(await look(body.id))).toEqual({ allocated: 3, cancelled: 1 });
    expect((await balance()).reserved).toBe(3);
  });

  it('many orders of several products in every order of lines neither deadlock nor oversell', async () => {
    await database.query(`insert into catalogue.variant (sku, product, name) select $1 || '-' || n, 'runner', 'x' from generate_series(1, 6) n`, [sku]);
    for (let n = 1; n <= 6; n += 1) await at(office, 0).post('/stock/receipts', { location: n % 2 ? 'utrecht' : 'zeist', lines: [{ sku: `${sku}-${n}`, quantity: 20 }] });
    const replies = await together<Order>(48, (index) => at(office, index).post('/orders', anOrder({ lines: Array.from({ length: 6 }, (_value, line) => ({ sku: `${sku}-${((line * 5 + index) % 6) + 1}`, quantity: 1 })) })));
    expect(replies.every((reply) => reply.status === 201)).toBe(true);
    const rows = await database.query<{ reserved: number }>(`select reserved from books.stock_balance where sku like $1 || '-%' and state = 'sellable' order by sku`, [sku]);
    expect(rows.map((row) => row.reserved)).toEqual([20, 20, 20, 20, 20, 20]);
  });

  it('a count that takes promised goods away breaks the reservation instead of being refused, and what comes in heals it', async () => {
    await stock({ utrecht: 2 });
    await at(office, 0).post('/orders', anOrder({ lines: [{ sku, quantity: 2 }] }));
    expect((await at(office, 0).post('/stock/counts', { location: 'utrecht', lines: [{ sku, counted: 1 }] })).status).toBe(201);
    const broken = (): Promise<{ quantity: number; reserved: number; broken: number }[]> => database.query(`select quantity, reserved, broken from books.stock_balance where sku = $1 and state = 'sellable'`, [sku]);
    expect(await broken()).toEqual([{ quantity: 1, reserved: 1, broken: 1 }]);
    await stock({ utrecht: 1 });
    expect(await broken()).toEqual([{ quantity: 2, reserved: 2, broken: 0 }]);
  });
});

describe('a shelf that is sold from and counted at the same time', () => {
  const HOUR_AGO = Date.now() - 3_600_000;
  const at_ = (second: number): string => new Date(HOUR_AGO + second * 1000).toISOString();
  /** Sends all, eight at a time, in an order of chance. */
  const eightAtATime = async (calls: (() => Promise<Reply>)[]): Promise<void> => {
    const chance = printedChance('sales and counts at once');
    const waiting = calls.map((call) => ({ call, place: chance.below(1_000_000) })).toSorted((a, b) => a.place - b.place);
    await Promise.all(Array.from({ length: 8 }, async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) expect([200, 201]).toContain((await next.call()).status);
    }));
  };
  const counts = (location: string, counted: number, countedAt: string, index = 0): Promise<Reply<{ lines: { difference: number }[] }>> => at(floor, index).post('/stock/counts', { location, lines: [{ sku, counted }], countedAt });

  it.each([1, 2, 3])('has what really lies there once all is told, in whatever order it comes (%i)', async () => {
    // The books begin five short of what lies there, so that some is sold that they do not have.
    let really = 40;
    expect((await counts('utrecht', really - 5, at_(0))).status).toBe(201);
    const calls = Array.from({ length: 56 }, (_none, index): (() => Promise<Reply>) => {
      const when = at_(index + 1);
      if (index % 3 === 1) {
        const counted = really;
        return () => counts('utrecht', counted, when, index);
      }
      really -= 1;
      const sale = aSale({ soldAt: when, lines: [{ code: sku }] });
      return () => at(floor, index).post('/sales', sale);
    });
    await eightAtATime(calls);
    expect(await balance()).toEqual({ quantity: really, reserved: 0 });
  });

  it('counted by sixteen devices at one moment has what they counted, booked once', async () => {
    await stock({ utrecht: 100 });
    const moment = new Date().toISOString();
    const replies = await together(16, (index) => counts('utrecht', 97, moment, index));
    expect(replies.map(({ body }) => body.lines[0]?.difference).toSorted((a, b) => Number(a) - Number(b))).toEqual([-3, ...Array<number>(15).fill(0)]);
    expect(await balance()).toEqual({ quantity: 97, reserved: 0 });
  });
});

describe('reservations without payment', () => {
  it('eight at once of a store that keeps half of its six for them: three get one', async () => {
    await stock({ utrecht: 6 });
    await database.query(`insert into catalogue.price (sku, list, currency, valid_from, amount) values ($1, 'standard', 'EUR', '2020-01-01', 5995)`, [sku]);
    const replies = await together<{ code?: string }>(8, (index) => at(office, index).post('/reservations', { channel: 'web', externalId: randomUUID(), location: 'utrecht', lines: [{ sku, quantity: 1 }], customer: { name: 'Jo Doe', email: `jo-${index}-${serial}@example.com` } }));
    expect(replies.map(({ status, body }) => (status === 201 ? 'reserved' : body.code)).toSorted()).toEqual([...Array<string>(3).fill('reserved'), ...Array<string>(5).fill('reservations.too_many')].toSorted());
    expect(await balance()).toEqual({ quantity: 6, reserved: 3 });
  });
});

describe('capture', () => {
  it('the same order sent 20 times at once, to both processes, is one order', async () => {
    await stock({ utrecht: 5 });
    const order = anOrder({ lines: [{ sku, quantity: 1 }] });
    const replies = await together<Order>(20, (index) => at(office, index).post('/orders', order));
    expect(new Set(replies.map((reply) => reply.body.id)).size).toBe(1);
    expect(replies.filter((reply) => reply.status === 201)).toHaveLength(1);
    expect(replies.every((reply) => reply.status === 200 || reply.status === 201)).toBe(true);
    expect((await balance()).reserved).toBe(1);
  });

  it('one Idempotency-Key at once: one effect, the same answer byte for byte; another body under it is refused', async () => {
    await stock({ utrecht: 5 });
    const order = anOrder({ lines: [{ sku, quantity: 1 }] });
    const key = { 'idempotency-key': randomUUID() };
    const replies = await together<Order>(12, (index) => at(office, index).post('/orders', order, key));
    expect(new Set(replies.map((reply) => JSON.stringify([reply.status, reply.body]))).size).toBe(1);
    expect(replies[0]?.status).toBe(201);
    expect(await at(office, 1).post('/orders', { ...order, note: 'other' }, key)).toMatchObject({ status: 422, body: { code: 'request.key_reused' } });
  });

  it('a process killed while orders come in: what was acknowledged is there once, and everything sent again is taken once', async () => {
    await stock({ utrecht: 500 });
    const victim = await startServer(own.url);
    const [row] = await database.query<{ n: number }>('select count(*)::int as n from orders.order');
    const secret = (await createKey(database, { name: 'victim', roles: ['channel'], locations: null })).secret;
    const doomed = client(victim.url, secret);
    const orders = Array.from({ length: 40 }, () => anOrder({ lines: [{ sku, quantity: 1 }] }));
    const acknowledged = new Set<string>();
    let seen = 0;
    const sending = orders.map((order) => doomed.post<Order>('/orders', order).then((reply) => {
      if (reply.status === 201) acknowledged.add(order.externalId);
      seen += 1;
      // Killed in the middle of the work, not after it.
      if (seen === 8) victim.child.kill('SIGKILL');
    }, () => undefined));
    await Promise.all(sending);
    await victim.kill();
    const again = client(servers[0]?.url ?? '', secret);
    const replies = await Promise.all(orders.map((order) => again.post<Order>('/orders', order)));
    expect(replies.every((reply) => reply.status === 200 || reply.status === 201)).toBe(true);
    for (const [index, order] of orders.entries()) if (acknowledged.has(order.externalId)) expect(replies[index]?.status).toBe(200);
    const [after] = await database.query<{ n: number }>('select count(*)::int as n from orders.order');
    expect((after?.n ?? 0) - (row?.n ?? 0)).toBe(40);
    expect((await balance()).reserved).toBe(40);
  });
});

describe('the shop floor', () => {
  const placed = async (quantity: number): Promise<Order> => {
    await stock({ utrecht: quantity });
    return (await at(office, 0).post<Order>('/orders', anOrder({ lines: [{ sku, quantity }] }))).body;
  };

  it('two pairs, six scans at once on two devices: two are counted', async () => {
    const order = await placed(2);
    const work = order.fulfilments[0]?.id;
    const replies = await together(6, (index) => at(floor, index).post(`/fulfilments/${work}/pick`, { scans: [scan()] }));
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(2);
    expect(replies.filter((reply) => reply.status === 422 || reply.status === 409)).toHaveLength(4);
    expect(stages(await look(order.id))).toEqual({ picked: 2 });
  });

  it('one scan sent five times at once counts once', async () => {
    const order = await placed(2);
    const one = scan();
    const replies = await together<{ scans: { result: string }[] }>(5, (index) => at(floor, index).post(`/fulfilments/${order.fulfilments[0]?.id}/pick`, { scans: [one] }));
    expect(replies.every((reply) => reply.status === 200)).toBe(true);
    expect(replies.map((reply) => reply.body.scans[0]?.result).toSorted()).toEqual(['already', 'already', 'already', 'already', 'counted']);
  });

  it('three parcels packed at once of the same two units: two units leave, not six', async () => {
    const order = await placed(2);
    const work = order.fulfilments[0]?.id;
    await at(floor, 0).post(`/fulfilments/${work}/pick`, { scans: [scan(), scan()] });
    const replies = await together(3, (index) => at(floor, index).post(`/fulfilments/${work}/pack`, { parcels: [{ lines: [{ line: 1, quantity: 2 }] }] }));
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
    expect(stages(await look(order.id))).toEqual({ packed: 2 });
  });

  it('shipped and cancelled at the same moment: it is one or the other', async () => {
    const order = await placed(1);
    const work = order.fulfilments[0]?.id;
    await at(floor, 0).post(`/fulfilments/${work}/pick`, { scans: [scan()] });
    const { body: packed } = await at(floor, 0).post<{ parcels: { id: string }[] }>(`/fulfilments/${work}/pack`);
    const parcel = packed.parcels[0]?.id;
    expect((await at(floor, 0).post(`/parcels/${parcel}/tracking`, { carrier: 'bode', trackingNumber: `T${serial}00001` })).status).toBe(200);
    const [shipped, cancelled] = await Promise.all([at(floor, 0).post('/manifests', { location: 'utrecht', carrier: 'bode', parcels: [parcel] }), at(office, 1).post(`/orders/${order.id}/cancel`)]);
    expect([shipped.status, cancelled.status].toSorted()).toEqual([200, 409]);
    const after = await look(order.id);
    expect(stages(after)).toEqual(shipped.status === 200 ? { shipped: 1 } : { cancelled: 1 });
  });

  it.each([1, 2, 3])('given to another location while the store picks (%i): every pair is either picked here or reserved there', async () => {
    const order = await placed(3);
    await stock({ zeist: 3 });
    const work = order.fulfilments[0]?.id;
    const [moved, ...picks] = await Promise.all([at(office, 1).post(`/fulfilments/${work}/reassign`, { location: 'zeist', reason: 'busy day', putBack: true }), ...[0, 1, 2].map((index) => at(floor, index).post(`/fulfilments/${work}/pick`, { scans: [scan()] }))]);
    expect(moved.status).toBe(200);
    const after = await look(order.id);
    expect(stages(after)).toEqual({ allocated: 3 });
    const picked = picks.filter(({ status }) => status === 200).length;
    const [here] = await database.query<{ quantity: number; reserved: number }>(`select quantity, reserved from books.stock_balance where sku = $1 and location = 'utrecht' and state = 'sellable'`, [sku]);
    expect(here).toEqual({ quantity: 3 - picked, reserved: 0 });
    // What was picked before the move lies with the picker until it is put back.
    if (picked > 0) expect((await at(floor, 0).post(`/fulfilments/${work}/put-back`)).status).toBe(200);
    expect(await balance()).toEqual({ quantity: 6, reserved: 3 });
  });

  it('the last pair of a location wanted by hand for two orders at once: one gets it, the other stays where it is', async () => {
    const orders = [await placed(1), await placed(1)];
    await stock({ zeist: 1 });
    const replies = await together(2, (index) => at(office, index).post(`/fulfilments/${orders[index]?.fulfilments[0]?.id}/reassign`, { location: 'zeist', reason: 'asked' }));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await balance()).toEqual({ quantity: 3, reserved: 2 });
  });

  it('a short and a cancel at the same moment leave nothing reserved twice', async () => {
    const order = await placed(1);
    await stock({ zeist: 1 });
    await Promise.all([at(floor, 0).post(`/fulfilments/${order.fulfilments[0]?.id}/short`, { line: 1, quantity: 1, reason: 'damaged' }), at(office, 1).post(`/orders/${order.id}/cancel`)]);
    expect(stages(await look(order.id))).toEqual({ cancelled: 1 });
    expect((await balance()).reserved).toBe(0);
  });
});

describe('payment', () => {
  it('four full cancellations at once of a paid order: one refund', async () => {
    await stock({ utrecht: 2 });
    const { body: order } = await at(office, 0).post<Order>('/orders', anOrder({ lines: [{ sku, quantity: 2 }], payment: { operator: 'psp', method: 'ideal', captured: true } }));
    const replies = await together(4, (index) => at(office, index).post(`/orders/${order.id}/cancel`));
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
    const after = await look(order.id);
    expect(after.money.intents).toMatchObject([{ kind: 'refund', amount: 11990 }]);
    expect(after.money.payments[0]?.refundPending).toBe(11990);
  });

  it('two returns at once of one unit: one is taken, one refund', async () => {
    await stock({ utrecht: 1 });
    const { body: order } = await at(office, 0).post<Order>('/orders', anOrder({ channel: 'till', lines: [{ sku, quantity: 1 }], payment: { operator: 'till', method: 'cash', captured: true }, delivery: { kind: 'carry_out', location: 'utrecht' } }));
    const replies = await together(2, (index) => at(floor, index).post('/returns', { order: order.id, location: 'delft', lines: [{ line: 1, quantity: 1 }] }));
    expect(replies.map((reply) => reply.status).toSorted()).toEqual([200, 409]);
    expect((await look(order.id)).money.intents).toMatchObject([{ kind: 'refund', amount: 5995 }]);
  });

  it('a return of 2 received as 1 + 1, at once in two stores, is complete', async () => {
    await stock({ utrecht: 2 });
    const { body: order } = await at(office, 0).post<Order>('/orders', anOrder({ channel: 'till', lines: [{ sku, quantity: 2, price: 3333 }], payment: { operator: 'till', method: 'cash', captured: true }, delivery: { kind: 'carry_out', location: 'utrecht' } }));
    const replies = await Promise.all(['delft', 'leiden'].map((location, index) => at(floor, index).post('/returns', { order: order.id, location, lines: [{ line: 1, quantity: 1 }] })));
    expect(replies.map((reply) => reply.status)).toEqual([200, 200]);
    const after = await look(order.id);
    expect(after.status).toBe('returned');
    expect(after.money.due).toBe(0);
    expect(after.money.payments[0]?.refundPending).toBe(6666);
  });

  it('parallel captures of one departure ask for the money once', async () => {
    await stock({ utrecht: 1 });
    const { body: order } = await at(office, 0).post<Order>('/orders', anOrder({ lines: [{ sku, quantity: 1 }] }));
    const work = order.fulfilments[0]?.id;
    await at(floor, 0).post(`/fulfilments/${work}/pick`, { scans: [scan()] });
    const { body: packed } = await at(floor, 0).post<{ parcels: { id: string }[] }>(`/fulfilments/${work}/pack`);
    const parcel = packed.parcels[0]?.id;
    await at(floor, 0).post(`/parcels/${parcel}/tracking`, { carrier: 'bode', trackingNumber: `T${serial}00002` });
    // The handover, the carrier's first scan and its repetition all say that it left.
    await Promise.all([
      at(floor, 0).post('/manifests', { location: 'utrecht', carrier: 'bode', parcels: [parcel] }),
      ...Array.from({ length: 4 }, (_value, index) => at(office, index).post(`/parcels/${parcel}/scans`, { status: 'accepted', physical: true, at: '2026-03-02T16:00:00Z' })),
    ]);
    const after = await look(order.id);
    expect(stages(after)).toEqual({ shipped: 1 });
    expect(after.money.intents).toMatchObject([{ kind: 'capture', amount: 5995 }]);
  });
});
