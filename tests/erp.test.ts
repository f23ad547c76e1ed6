/** Proves that orders and stock in the ERP equal Spil's at every quiet moment, whatever happens on the way there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createErp } from '../server/connectors/erp/index.ts';
import { createErpSimulator } from '../server/connectors/erp/simulator.ts';
import type { Simulator } from '../server/connectors/simulation/kit.ts';
import type { settableClock } from '../server/kernel/clock.ts';
import { SYSTEM } from '../server/kernel/command.ts';
import { fromWire } from '../server/kernel/ids.ts';
import type { Follower } from '../server/modules/books/index.ts';
import { feedFollowers, takeReport } from '../server/modules/feed/index.ts';
import { takeAnnouncement } from '../server/modules/inventory/index.ts';
import { settleIntent } from '../server/modules/orders/index.ts';
import { createErpWork } from '../server/work/erp.ts';
import type { ErpWork } from '../server/work/erp.ts';
import { expectWholeBooks } from './support/books.ts';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { expectErpEqual } from './support/erp.ts';
import { settled, startFeed } from './support/feed.ts';
import type { FeedRunning } from './support/feed.ts';
import { ok } from './support/spil.ts';
import type { Client } from './support/spil.ts';

interface Order { id: string; number: string; fulfilments: { id: string; location: string }[] }

let spil: FeedRunning;
let simulator: Simulator;
let erpUrl: string;
let work: ErpWork;
let followers: Follower[];
let office: Client;
let feed: Client;
let channel: Client;
const clock = (): ReturnType<typeof settableClock> => spil.clock as ReturnType<typeof settableClock>;

beforeAll(async () => {
  spil = await startFeed();
  await smallCompany(spil.database);
  simulator = createErpSimulator({ storage: ':memory:', token: 'erp-token', callsPerMinute: null, now: () => new Date(spil.clock.now()) });
  erpUrl = await simulator.listen();
  const erp = createErp({ baseUrl: erpUrl, token: 'erp-token', callsPerMinute: 100_000, now: spil.clock.now, wait: async (milliseconds) => { clock().advance(milliseconds); } });
  work = createErpWork({ database: spil.database, clock: spil.clock, erp, announce: (receipt) => takeAnnouncement(spil.app.deps, { now: spil.clock.now(), actor: SYSTEM, key: null }, receipt) });
  followers = feedFollowers({ database: spil.database, clock: spil.clock, erp: true });
  [office, feed, channel] = [await spil.as('operations'), await spil.feedAs('operations'), await spil.as('channel')];
});
afterAll(async () => {
  await work.stop();
  for (const one of followers) await one.stop();
  await simulator.close();
  await spil.close();
});

const made = async (): Promise<void> => { await settled(spil); for (const one of followers) await one.drain(); };
/** A quiet moment: everything made and sent, and equal. */
const quiet = async (): Promise<{ orders: number; figures: number }> => {
  await made();
  await work.drain();
  expect(await spil.database.query(`select follower, error from kernel.dead_letter`)).toEqual([]);
  return expectErpEqual(spil, erpUrl);
};
const control = async <T>(path: string, body?: unknown): Promise<T> => {
  const answer = await fetch(`${erpUrl}/_control/${path}`, body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return (answer.status === 204 ? null : await answer.json()) as T;
};
const place = async (options: Parameters<typeof anOrder>[0]): Promise<Order> => ok(await channel.post<Order>('/orders', anOrder(options)));
const store = new Map<string, Client>();
const at = async (location: string): Promise<Client> => {
  const known = store.get(location) ?? await spil.as('store', [location]);
  store.set(location, known);
  return known;
};
const GTIN: Record<string, string> = { 'runner-42': '2000000000015', 'runner-43': '2000000000022', 'boot-40': '2000000000039' };
let scans = 0;
async function ship(order: Order, sku: string, quantity: number): Promise<void> {
  for (const { id, location } of order.fulfilments) {
    const here = await at(location);
    ok(await here.post(`/fulfilments/${id}/pick`, { scans: [{ scan: `scan-${(scans += 1)}`, code: GTIN[sku], quantity }] }));
    const { parcels } = ok(await here.post<{ parcels: { id: string }[] }>(`/fulfilments/${id}/pack`));
    for (const parcel of parcels) ok(await here.post(`/parcels/${parcel.id}/tracking`, { carrier: 'postnl', trackingNumber: `3SERP${String(scans).padStart(8, '0')}` }));
    ok(await here.post('/manifests', { location, carrier: 'postnl', parcels: parcels.map((parcel) => parcel.id) }));
    for (const parcel of parcels) ok(await office.post(`/parcels/${parcel.id}/scans`, { status: 'delivered', code: '11', at: '2026-03-03T12:00:00Z' }));
  }
}
async function settle(order: string): Promise<void> {
  const pending = await spil.database.query<{ id: string }>(`select id from payments.intent where order_id = $1 and status = 'pending'`, [fromWire('ord', order)]);
  for (const { id } of pending) await settleIntent(spil.app.deps, { now: spil.clock.now(), actor: SYSTEM, key: null }, id, { state: 'done', ref: `done-${id}`, reason: null });
}

describe('the ERP', () => {
  it('has the stock that came in, and an order with a short, shipments, money and a return, after every step', async () => {
    await stock(spil, { utrecht: { 'runner-42': 3 }, zeist: { 'runner-42': 1 } });
    expect(await quiet()).toEqual({ orders: 0, figures: 2 });
    const order = await place({ lines: [{ sku: 'runner-42', quantity: 3, price: 3333 }], shipping: 495 });
    await quiet();
    const utrecht = await at('utrecht');
    const f1 = order.fulfilments[0]?.id ?? '';
    ok(await utrecht.post(`/fulfilments/${f1}/pick`, { scans: [{ scan: 'e1', code: GTIN['runner-42'] }, { scan: 'e2', code: GTIN['runner-42'] }] }));
    await quiet();
    ok(await utrecht.post(`/fulfilments/${f1}/short`, { line: 1, quantity: 1, reason: 'damaged' }));
    await quiet();
    const { parcels } = ok(await utrecht.post<{ parcels: { id: string }[] }>(`/fulfilments/${f1}/pack`));
    ok(await utrecht.post(`/parcels/${parcels[0]?.id}/tracking`, { carrier: 'postnl', trackingNumber: '3SABCD0000001' }));
    ok(await utrecht.post('/manifests', { location: 'utrecht', carrier: 'postnl', parcels: [parcels[0]?.id] }));
    await quiet();
    await settle(order.id);
    await quiet();
    const [invoice] = (await control<{ invoices: { number: string; total: number; lines: { ref: string; total: number; quantity: number; location: string | null }[] }[] }>(`orders/${order.number}`)).invoices;
    expect(invoice).toMatchObject({ number: 'F000001', total: 2 * 3333 + 495, lines: [{ ref: '1', quantity: 2, total: 6666, location: 'utrecht' }, { ref: 'charge shipping', total: 495, location: null }] });
    const now = ok(await office.get<Order>(`/orders/${order.id}`));
    ok(await (await at('zeist')).post(`/fulfilments/${now.fulfilments[1]?.id}/short`, { line: 1, quantity: 1, reason: 'not_found' }));
    await quiet();
    ok(await office.post(`/parcels/${parcels[0]?.id}/scans`, { status: 'delivered', code: '11', at: '2026-03-03T12:00:00Z' }));
    const back = ok(await (await at('den-haag')).post<{ return: string }>('/returns', { order: order.id, location: 'den-haag', lines: [{ line: 1, quantity: 1 }] }));
    await quiet();
    await settle(order.id);
    ok(await (await at('den-haag')).post(`/returns/${back.return}/inspect`, { lines: [{ line: 1, quantity: 1, disposition: 'sellable' }] }));
    await quiet();
    expect(await control<{ creditNotes: unknown[]; credited: number; refunded: number }>(`orders/${order.number}`)).toMatchObject({ creditNotes: [{ number: 'C000001' }], credited: 3333, refunded: 3333 });
  });

  it('gets a count, a correction, a sale at the till, an exchange and a cancellation', async () => {
    await stock(spil, { leiden: { 'boot-40': 4, 'runner-43': 2 } });
    ok(await office.post('/stock/counts', { location: 'leiden', lines: [{ sku: 'boot-40', counted: 3 }] }));
    ok(await office.post('/stock/corrections', { location: 'leiden', lines: [{ sku: 'boot-40', from: 'sellable', to: 'damaged', quantity: 1 }], reason: 'water' }));
    await quiet();
    const sold = await place({ channel: 'till', lines: [{ sku: 'runner-43', quantity: 1 }], payment: { operator: 'till', method: 'cash', captured: true }, delivery: { kind: 'carry_out', location: 'leiden' } });
    await quiet();
    ok(await (await at('leiden')).post('/exchanges', { order: sold.id, location: 'leiden', returned: [{ line: 1, quantity: 1 }], lines: [{ sku: 'boot-40', name: 'Boot 40', quantity: 1, total: 8995 }], delivery: { kind: 'carry_out' }, payment: { operator: 'till', ref: 'till-extra-erp', method: 'cash', amount: 3000 } }));
    await quiet();
    const cancelled = await place({ lines: [{ sku: 'boot-40', quantity: 1 }], payment: { operator: 'psp', method: 'ideal', captured: true } });
    ok(await office.post(`/orders/${cancelled.id}/cancel`));
    await settle(cancelled.id);
    await quiet();
  });

  it('adds up to the cent when a price does not divide and units come back before others leave', async () => {
    await stock(spil, { dc: { 'runner-42': 2 }, utrecht: { 'runner-42': 2 } });
    const order = await place({ lines: [{ sku: 'runner-42', quantity: 4, price: 2500 }], payment: { operator: 'psp', method: 'ideal', captured: true } });
    const [first, second] = order.fulfilments;
    if (!first || !second) throw new Error('two locations were to deliver this order');
    await ship({ ...order, fulfilments: [first] }, 'runner-42', 2);
    ok(await (await at('delft')).post('/returns', { order: order.id, location: 'delft', lines: [{ line: 1, quantity: 1 }] }));
    await quiet();
    ok(await office.post(`/orders/${order.id}/cancel`, { lines: [{ line: 1, quantity: 1 }] }));
    await quiet();
    await ship({ ...order, fulfilments: [second] }, 'runner-42', 1);
    await settle(order.id);
    await quiet();
  });

  it('misses nothing while it is down, does nothing twice when its answers are lost, and waits as long as it is told', async () => {
    await made();
    await work.drain();
    await control('faults', { operation: 'document', kind: 'reject', times: 2, status: 503, retryAfterSeconds: 90 });
    await stock(spil, { dc: { 'boot-40': 6 } });
    const order = await place({ lines: [{ sku: 'boot-40', quantity: 2 }] });
    await made();
    expect(await work.drain()).toBe(0);
    clock().advance(60_000);
    expect(await work.drain()).toBe(0);
    clock().advance(31_000);
    expect(await work.drain()).toBe(0);
    clock().advance(91_000);
    await control('faults', { operation: 'document', kind: 'lost', times: 3 });
    for (let round = 0; round < 4; round += 1) {
      await work.drain();
      clock().advance(600_000);
    }
    await quiet();
    const { documents } = await control<{ documents: { id: string; times: number }[] }>('documents');
    expect(documents.filter(({ times }) => times > 1).length).toBeGreaterThan(0);
    expect((await control<{ invoices: unknown[] }>(`orders/${order.number}`)).invoices).toEqual([]);
  });

  it('holds back only the order whose document is refused, shows why, and goes on when it is sent again or settled by hand', async () => {
    await made();
    await work.drain();
    await control('faults', { operation: 'document', kind: 'reject', times: 1, status: 422, body: { code: 'invalid', message: 'customer 12 is blocked' } });
    const stuck = await place({ lines: [{ sku: 'boot-40', quantity: 1 }] });
    const other = await place({ lines: [{ sku: 'boot-40', quantity: 1 }] });
    await made();
    await work.drain();
    const { documents } = ok(await feed.get<{ documents: { id: string; subject: string; code: string; reason: string; state: string }[] }>('/erp/documents?state=refused'));
    expect(documents).toMatchObject([{ subject: `order/${stuck.number}`, code: 'invalid', reason: 'customer 12 is blocked' }]);
    expect((await control<{ orders: string[] }>('orders')).orders).toContain(other.number);
    expect((await control<{ orders: string[] }>('orders')).orders).not.toContain(stuck.number);
    const id = documents[0]?.id ?? '';
    expect(ok(await feed.post(`/erp/documents/${id}/resend`))).toMatchObject({ state: 'pending' });
    expect(await feed.post('/erp/documents/ord_nothing/resend')).toMatchObject({ status: 404, body: { code: 'feed.document_unknown' } });
    await quiet();
    expect(await feed.post(`/erp/documents/${id}/settle`)).toMatchObject({ status: 409, body: { code: 'feed.document_not_refused', found: 'accepted' } });
  });

  it('is not sent what somebody entered by hand, and gets what comes after it', async () => {
    await made();
    await work.drain();
    await control('faults', { operation: 'document', kind: 'reject', times: 1, status: 422, body: { code: 'invalid', message: 'customer 12 is blocked' } });
    const order = await place({ lines: [{ sku: 'boot-40', quantity: 1 }] });
    await made();
    await work.drain();
    const [refused] = ok(await feed.get<{ documents: { id: string }[] }>('/erp/documents?state=refused')).documents;
    const [row] = await spil.database.query<{ body: string }>('select body from feed.erp_document where id = $1', [refused?.id]);
    const entered = await fetch(`${erpUrl}/documents/${refused?.id}`, { method: 'PUT', headers: { 'authorization': 'Bearer erp-token', 'content-type': 'application/json' }, body: row?.body ?? '' });
    expect(entered.status).toBe(201);
    expect(ok(await feed.post(`/erp/documents/${refused?.id}/settle`))).toMatchObject({ state: 'settled', subject: `order/${order.number}` });
    ok(await office.post(`/orders/${order.id}/cancel`));
    await quiet();
    const { documents } = await control<{ documents: { id: string; times: number }[] }>('documents');
    expect(documents.find(({ id }) => id === refused?.id)?.times).toBe(1);
    expect((await control<{ order: { status: string } }>(`orders/${order.number}`)).order.status).toBe('cancelled');
  });

  it('numbers invoices and credit notes without gaps, once, also when an event comes again', async () => {
    await made();
    const before = await spil.database.query<{ id: string }>('select id from feed.erp_document');
    await spil.database.query(`update kernel.follower set xid = '0', position = 0 where name = 'erp-documents'`);
    await made();
    expect(await spil.database.query('select id from feed.erp_document')).toHaveLength(before.length);
    for (const kind of ['invoice', 'credit_note']) {
      const numbers = (await spil.database.query<{ number: string }>('select number from feed.erp_document where kind = $1 order by number', [kind])).map(({ number }) => Number(number.slice(1)));
      expect(numbers.length).toBeGreaterThan(1);
      expect(numbers).toEqual(numbers.map((_number, index) => index + 1));
    }
    const gaps = await spil.database.query('select subject from feed.erp_document group by subject having max(sequence) <> count(*)');
    expect(gaps).toEqual([]);
    await expect(spil.database.query(`update feed.erp_document set body = '{}' where kind = 'invoice'`)).rejects.toThrow(/immutable/);
    await expect(spil.database.query(`delete from feed.erp_document where kind = 'invoice'`)).rejects.toThrow(/immutable/);
  });
});

describe('stock that the ERP has the say over', () => {
  const differences = async (status = 'open') => ok(await feed.get<{ differences: { id: string; sku: string; reported: number; later: number; ours: number; difference: number; status: string }[] }>(`/erp/differences?status=${status}&location=dc`)).differences;

  const lying = async (): Promise<number> => (await spil.database.query<{ quantity: number }>(`select quantity from books.stock_balance where sku = 'boot-40' and location = 'dc' and state = 'sellable'`))[0]?.quantity ?? 0;

  it('is not different because a report crossed with our movements', async () => {
    await spil.database.query(`update locations.location set stock_authority = 'erp' where code = 'dc'`);
    await quiet();
    await control('late-report', {});
    await stock(spil, { dc: { 'boot-40': 5 } });
    await quiet();
    expect(await work.compare()).toEqual({ kind: 'compared', differences: 0 });
    await stock(spil, { dc: { 'boot-40': 1 } });
    await made();
    expect(await work.compare()).toEqual({ kind: 'compared', differences: 0 });
  });

  it('shows what the ERP counted before it is booked, books it once, and then both are equal', async () => {
    await quiet();
    clock().advance(1000);
    await control('correct', { sku: 'boot-40', location: 'dc', change: -2, cause: 'broken in the warehouse' });
    await control('correct', { sku: 'boot-40', location: 'leiden', change: -1, cause: 'not the ERP’s to say' });
    await stock(spil, { dc: { 'boot-40': 3 } });
    await made();
    expect(await work.compare()).toEqual({ kind: 'compared', differences: 1 });
    const [found] = await differences();
    expect(found).toMatchObject({ sku: 'boot-40', later: 3, difference: -2 });
    expect((found?.reported ?? 0) + 3 - (found?.ours ?? 0)).toBe(-2);
    const before = await lying();
    expect(ok(await feed.post(`/erp/differences/${found?.id}/book`))).toMatchObject({ status: 'booked' });
    expect(ok(await feed.post(`/erp/differences/${found?.id}/book`))).toMatchObject({ status: 'booked' });
    expect(await lying() - before).toBe(-2);
    await control('correct', { sku: 'boot-40', location: 'leiden', change: 1, cause: 'put right' });
    await quiet();
    clock().advance(1000);
    expect(await work.compare()).toEqual({ kind: 'compared', differences: 0 });
  });

  it('marks and corrects in one transaction, once for two who ask at once, and a report that comes before the copy has followed does not show it again', async () => {
    await quiet();
    clock().advance(1000);
    await control('correct', { sku: 'boot-40', location: 'dc', change: 3, cause: 'found in the warehouse' });
    expect(await work.compare()).toEqual({ kind: 'compared', differences: 1 });
    const [found] = await differences();
    const had = await lying();
    const answers = await Promise.all(Array.from({ length: 4 }, () => feed.post(`/erp/differences/${found?.id}/book`)));
    expect(answers.map(({ status, body }) => [status, (body as { status: string }).status])).toEqual(Array(4).fill([200, 'booked']));
    expect(await lying()).toBe(had + 3);
    const rows = await spil.database.query<{ together: boolean }>(
      `select (e.xid::text::numeric % 4294967296)::text = d.xmin::text as together from feed.stock_difference d join books.event e on e.type = 'StockCorrected' and e.body::json #>> '{data,reason}' = 'ERP stock difference ' || $2 where d.id = $1`, [fromWire('dif', found?.id ?? ''), found?.id]);
    expect(rows).toEqual([{ together: true }]);
    clock().advance(1000);
    expect(await work.compare(), 'the copy of the ERP has not followed yet').toEqual({ kind: 'compared', differences: 0 });
    await quiet();
    clock().advance(1000);
    expect(await work.compare()).toEqual({ kind: 'compared', differences: 0 });
  });

  it('takes what a newer report no longer shows off the list, and refuses to book it, or more than lies there', async () => {
    clock().advance(1000);
    await control('correct', { sku: 'boot-40', location: 'dc', change: 4, cause: 'typed wrong' });
    expect(await work.compare()).toEqual({ kind: 'compared', differences: 1 });
    const [found] = await differences();
    const had = await lying();
    await spil.database.query('update feed.stock_difference set reported = reported - 1000, difference = difference - 1000 where id = $1', [fromWire('dif', found?.id ?? '')]);
    expect(await feed.post(`/erp/differences/${found?.id}/book`)).toMatchObject({ status: 422, body: { code: 'inventory.not_there' } });
    expect(await feed.post('/erp/differences/dif_01h2xcejqtf2nbrexx3vqjhp41/book')).toMatchObject({ status: 404, body: { code: 'feed.difference_unknown' } });
    expect([await lying(), (await differences()).map(({ id }) => id)], 'nothing is booked, and it stays open').toEqual([had, [found?.id]]);
    await control('correct', { sku: 'boot-40', location: 'dc', change: -4, cause: 'put right' });
    clock().advance(1000);
    expect(await work.compare()).toEqual({ kind: 'compared', differences: 0 });
    expect(await differences()).toEqual([]);
    expect(await feed.post(`/erp/differences/${found?.id}/book`)).toMatchObject({ status: 409, body: { code: 'feed.difference_closed' } });
  });

  it('passes over a report that is older than one it read, and one with journals that were never made', async () => {
    const late = await control<{ id: string }>('late-report', {});
    clock().advance(1000);
    expect(await takeReport(spil.database, { id: 'newer', at: spil.clock.now(), includes: 0, rows: [] }, spil.clock.now())).toMatchObject({ kind: 'compared' });
    expect(await work.compare()).toEqual({ kind: 'passed_over', reason: expect.stringContaining(`${late.id} is older than newer`) as string });
    expect(await takeReport(spil.database, { id: 'stranger', at: spil.clock.now(), includes: 1_000_000, rows: [] }, spil.clock.now())).toMatchObject({ kind: 'passed_over' });
  });

  it('leaves whole books', async () => {
    await expectWholeBooks(spil.database, spil.app.books.projections);
  });
});

describe('what suppliers will bring', () => {
  const buys = async (...receipts: unknown[]): Promise<void> => { ok(await fetch(`${erpUrl}/_control/expected-receipts`, { method: 'POST', body: JSON.stringify({ receipts }), headers: { 'content-type': 'application/json' } }).then(async (answer) => ({ status: answer.status, body: await answer.json() as unknown }))); };
  const line = (quantity: number, expectedOn = '2026-03-20', sku = 'boot-40') => ({ sku, quantity, expectedOn });
  const look = async (reference: string) => (await office.get<{ state: string; outstanding: number; supplier: string | null; expectedOn: string | null }>(`/expected-receipts/${reference}`)).body;

  it('is asked for and taken over: announced, changed, cancelled; the same again changes nothing', async () => {
    await buys({ reference: 'ERP-1', supplier: 'Fabriek', location: 'dc', lines: [line(4)] }, { reference: 'ERP-2', supplier: null, location: 'dc', lines: [line(2)] });
    for (let n = 0; n < 2; n += 1) expect(await work.expect()).toEqual({ taken: 2, refused: [] });
    expect(await look('ERP-1')).toMatchObject({ state: 'open', outstanding: 4, supplier: 'Fabriek', expectedOn: '2026-03-20' });
    const written = async (): Promise<number> => Number((await spil.database.query<{ n: number }>(`select count(*)::int as n from books.event where type like '%xpected%'`))[0]?.n);
    const before = await written();
    expect(await work.expect()).toEqual({ taken: 2, refused: [] });
    expect(await written()).toBe(before);
    await buys({ reference: 'ERP-1', supplier: 'Fabriek', location: 'dc', lines: [line(6, '2026-03-27')] }, { reference: 'ERP-2', supplier: null, location: 'dc', lines: [] });
    for (let n = 0; n < 2; n += 1) expect(await work.expect()).toEqual({ taken: 2, refused: [] });
    expect(await look('ERP-1')).toMatchObject({ outstanding: 6, expectedOn: '2026-03-27' });
    expect(await look('ERP-2')).toMatchObject({ state: 'cancelled', outstanding: 0 });
    await quiet();
  });

  it('that does not fit is told and keeps nothing back; an ERP that is away is asked again later', async () => {
    await buys({ reference: 'ERP-0', supplier: null, location: 'mars', lines: [line(1)] }, { reference: 'ERP-3', supplier: null, location: 'dc', lines: [line(1, '2026-03-21', 'no-such-shoe')] }, { reference: 'ERP-4', supplier: null, location: 'dc', lines: [line(1)] });
    const { refused } = await work.expect();
    expect(refused.map(({ reference }) => reference)).toEqual(['ERP-0', 'ERP-3']);
    expect(refused[1]?.reason).toContain('no-such-shoe');
    expect(await look('ERP-4')).toMatchObject({ state: 'open' });
    await fetch(`${erpUrl}/_control/faults`, { method: 'POST', body: JSON.stringify({ operation: 'expected-receipts', kind: 'reject', status: 503, times: 1 }), headers: { 'content-type': 'application/json' } });
    await expect(work.expect()).rejects.toThrow('503');
    expect((await work.expect()).taken).toBeGreaterThan(0);
  });
});
