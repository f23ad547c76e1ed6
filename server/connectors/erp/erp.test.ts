/** Proves over HTTP that what happens in Spil arrives in the ERP once, in order, within its limits, whatever goes wrong on the way. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settableClock } from '../../kernel/clock.ts';
import type { Erp, ErpDocument } from '../../modules/feed/ports.ts';
import type { Simulator } from '../simulation/kit.ts';
import { createErp } from './index.ts';
import type { ErpOptions } from './index.ts';
import type { DocumentRow, OrderPicture, StockRow } from './ledger.ts';
import { createErpSimulator } from './simulator.ts';
import type { ErpSimulatorOptions } from './simulator.ts';

const at = '2026-03-01T09:00:00.000Z';
const token = 'token-for-tests';
let clock: ReturnType<typeof settableClock>;
let simulator: Simulator;
let base: string;
let erp: Erp;
let waits: number[];

async function start(options: Partial<ErpSimulatorOptions> = {}): Promise<void> {
  simulator = createErpSimulator({ storage: ':memory:', token, callsPerMinute: null, now: () => new Date(clock.now()), ...options });
  base = await simulator.listen();
}
/** The ERP's door with a clock that runs only by waiting. */
const door = (options: Partial<ErpOptions> = {}): Erp => createErp({ baseUrl: base, token, callsPerMinute: 1000, now: clock.now, wait: async (milliseconds) => { waits.push(milliseconds); clock.advance(milliseconds); }, ...options });

beforeEach(async () => {
  clock = settableClock(at);
  waits = [];
  await start();
  erp = door();
});
afterEach(() => simulator.close());

const control = async <Answer>(path: string, body?: unknown): Promise<Answer> => {
  const answer = await fetch(`${base}/_control/${path}`, body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return (answer.status === 204 ? undefined : await answer.json()) as Answer;
};
const order = (number = '1001') => control<OrderPicture>(`orders/${number}`);
const stock = async (): Promise<Record<string, number>> => Object.fromEntries((await control<{ rows: StockRow[] }>('stock')).rows.map(({ sku, location, state, quantity }) => [`${sku} ${location} ${state}`, quantity]));
const documents = async (): Promise<DocumentRow[]> => (await control<{ documents: DocumentRow[] }>('documents')).documents;

const journal = (sequence: number, change: number, sku = 'SHOE-42'): ErpDocument => ({ id: `jrn_${sequence}`, sequence, subject: 'stock', at, kind: 'stock_journal', moves: [{ sku, location: 'utrecht', state: 'sellable', change, cause: 'shipped' }] });
const line = { ref: 'line_1', sku: 'SHOE-42', name: 'Noor', quantity: 2, total: 11990, tax: 2081, location: 'utrecht' };
const orderDocument = (sequence: number, status: string, counts: { open: number; shipped: number; cancelled: number; returned: number }): ErpDocument & { kind: 'order' } =>
  ({ id: `doc_${sequence}`, sequence, subject: 'order/1001', at, kind: 'order', number: '1001', channel: 'web', currency: 'EUR', status, total: 11990, due: 11990, lines: [{ ...line, ...counts }] });
const placed = orderDocument(1, 'placed', { open: 2, shipped: 0, cancelled: 0, returned: 0 });
const delivery: ErpDocument = { id: 'doc_2', sequence: 2, subject: 'order/1001', at, kind: 'delivery', number: 'D-1', order: '1001', location: 'utrecht', trackingNumber: '3S1', lines: [{ ...line, quantity: 1, total: 5995, tax: 1041 }] };
const invoice: ErpDocument = { id: 'doc_3', sequence: 3, subject: 'order/1001', at, kind: 'invoice', number: 'F-1', order: '1001', currency: 'EUR', total: 5995, tax: 1041, lines: [{ ...line, quantity: 1, total: 5995, tax: 1041 }] };
const payment = (sequence: number, captured: number, refunded: number): ErpDocument => ({ id: `doc_${sequence}`, sequence, subject: 'order/1001', at, kind: 'payment', order: '1001', payment: 'pay_1', operator: 'mollie', currency: 'EUR', captured, refunded });
const credit: ErpDocument = { ...invoice, id: 'doc_5', sequence: 5, kind: 'credit_note', number: 'C-1' } as ErpDocument;
const shipped = orderDocument(7, 'shipped', { open: 0, shipped: 1, cancelled: 0, returned: 1 });
const all: ErpDocument[] = [placed, delivery, invoice, payment(4, 5995, 0), credit, payment(6, 5995, 5995), shipped];
const kinds = (outcomes: { outcome: { kind: string } }[]): string[] => outcomes.map(({ outcome }) => outcome.kind);

describe('an order in the ERP', () => {
  const whole = { number: '1001', order: { status: 'shipped', due: 11990, lines: [{ open: 0, shipped: 1, returned: 1 }] }, delivered: { line_1: 1 }, invoiced: 5995, credited: 5995, paid: 5995, refunded: 5995, waiting: 0 };

  it('is right after every document', async () => {
    expect(await erp.send(all)).toEqual(all.map(({ id }, index) => ({ id, outcome: { kind: 'accepted', ref: `ERP-${index + 1}` } })));
    expect(await order()).toMatchObject(whole);
  });

  it('is the same in whatever order they come: what is early waits', async () => {
    await erp.send(all.slice(1).toReversed());
    expect(await order()).toMatchObject({ order: null, delivered: {}, paid: 0, waiting: 6 });
    await erp.send([placed]);
    expect(await order()).toMatchObject(whole);
  });

  it('is the same when everything comes twice', async () => {
    const [first, second] = [await erp.send(all), await erp.send(all)];
    expect(second).toEqual(first);
    expect(await order()).toMatchObject(whole);
    expect((await documents()).map(({ times }) => times)).toEqual(all.map(() => 2));
  });

  it('is the same when answers get lost: the worker sends again', async () => {
    await control('faults', { operation: 'document', kind: 'lost', times: 2 });
    expect(kinds(await erp.send(all))).toEqual(all.map(() => 'unavailable'));
    expect(kinds(await erp.send(all))).toEqual(all.map(() => 'unavailable'));
    expect(kinds(await erp.send(all))).toEqual(all.map(() => 'accepted'));
    expect(await order()).toMatchObject(whole);
    expect((await documents())[0]).toMatchObject({ id: 'doc_1', times: 3 });
  });

  it('outlives a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'spil-erp-'));
    try {
      await simulator.close();
      await start({ storage: join(folder, 'erp.sqlite') });
      await door().send([placed, invoice]);
      await simulator.close();
      await start({ storage: join(folder, 'erp.sqlite') });
      await door().send([delivery, ...all.slice(3)]);
      expect(await order()).toMatchObject(whole);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('stock in the ERP', () => {
  it('follows the journals, each once, in their order', async () => {
    await erp.send([journal(2, -3), journal(1, 10), journal(2, -3), journal(4, 100)]);
    expect(await stock()).toEqual({ 'SHOE-42 utrecht sellable': 7 });
    expect(await erp.stockReport()).toEqual({ id: 'report-1', at, includes: 2, rows: [{ sku: 'SHOE-42', location: 'utrecht', state: 'sellable', quantity: 7 }] });
    await erp.send([journal(3, 1)]);
    expect(await erp.stockReport()).toMatchObject({ id: 'report-2', includes: 4, rows: [{ quantity: 108 }] });
  });

  it('differs from ours after its own count and its own corrections', async () => {
    await erp.send([journal(1, 10)]);
    expect(await control('count', { location: 'utrecht', rows: [{ sku: 'SHOE-42', quantity: 8 }, { sku: 'SHOE-43', quantity: 0 }, { sku: 'SHOE-44', state: 'damaged', quantity: 1 }] })).toMatchObject({ changed: [{ sku: 'SHOE-42' }, { sku: 'SHOE-44' }] });
    await control('correct', { sku: 'SHOE-42', location: 'utrecht', change: -1 });
    await erp.send([journal(2, -2)]);
    expect(await stock()).toEqual({ 'SHOE-42 utrecht sellable': 5, 'SHOE-44 utrecht damaged': 1 });
    expect(await control('count', { location: 'utrecht', rows: [{ sku: 'SHOE-42', quantity: -1 }] })).toMatchObject({ code: 'invalid' });
  });

  it('can be reported late, with our movements crossing: the report says what it includes', async () => {
    await erp.send([journal(1, 10)]);
    await control('late-report', {});
    clock.advance(60_000);
    await erp.send([journal(2, -4)]);
    expect(await erp.stockReport()).toMatchObject({ id: 'report-1', at, includes: 1, rows: [{ quantity: 10 }] });
    expect(await erp.stockReport()).toMatchObject({ id: 'report-2', includes: 2, rows: [{ quantity: 6 }] });
  });
});

describe('documents the ERP does not take', () => {
  it.each([
    ['another content under the same id', [placed, { ...placed, status: 'other' }], 'different_document'],
    ['a sequence that is taken', [placed, { ...delivery, sequence: 1 }], 'sequence_taken'],
    ['an invoice number that is taken', [invoice, { ...invoice, id: 'doc_9', sequence: 9 }], 'number_taken'],
    ['journals about two subjects', [journal(1, 1), { ...journal(2, 1), subject: 'stock/2' }], 'one_journal'],
    ['an invoice that does not add up', [{ ...invoice, total: 5994 }], 'invalid'],
    ['an order whose units do not add up', [orderDocument(1, 'placed', { open: 1, shipped: 0, cancelled: 0, returned: 0 })], 'invalid'],
    ['half a cent', [{ ...placed, total: 0.5 }], 'invalid'],
    ['a sequence of zero', [{ ...placed, sequence: 0 }], 'invalid'],
    ['a field it does not know', [{ ...placed, colour: 'red' } as ErpDocument], 'invalid'],
  ] as [string, ErpDocument[], string][])('%s', async (_what, sent, code) => {
    const before = sent.slice(0, -1);
    expect(kinds(await erp.send(before))).toEqual(before.map(() => 'accepted'));
    const kept = await documents();
    expect(await erp.send(sent.slice(-1))).toMatchObject([{ outcome: { kind: 'refused', code } }]);
    expect(await documents()).toEqual(kept);
  });

  it('does not hold up the next one', async () => {
    expect(kinds(await erp.send([{ ...placed, total: -1 }, journal(1, 1)]))).toEqual(['refused', 'accepted']);
  });

  it('keeps an id with odd characters in its place', async () => {
    expect(kinds(await erp.send([{ ...placed, id: 'a/b?c#d é' }]))).toEqual(['accepted']);
    expect((await documents())[0]?.id).toBe('a/b?c#d é');
  });
});

describe('limits', () => {
  it('are kept to, so that the ERP never has to say 429', async () => {
    await control('limits', { callsPerMinute: 3 });
    const limited = door({ callsPerMinute: 3, longestWaitMs: 60_000 });
    expect(kinds(await limited.send(all))).toEqual(all.map(() => 'accepted'));
    expect(waits).toEqual([60_000, 60_000]);
  });

  it('make the rest of a batch unavailable when the wait would be too long, without calls', async () => {
    const limited = door({ callsPerMinute: 3, longestWaitMs: 1_000 });
    const outcomes = await limited.send(all);
    expect(kinds(outcomes)).toEqual(['accepted', 'accepted', 'accepted', 'unavailable', 'unavailable', 'unavailable', 'unavailable']);
    expect(outcomes[3]?.outcome).toEqual({ kind: 'unavailable', reason: 'the limit on calls to the ERP is reached', retryAfterSeconds: 60 });
    expect(await documents()).toHaveLength(3);
    clock.advance(60_000);
    expect(kinds(await limited.send(all.slice(3, 6)))).toEqual(['accepted', 'accepted', 'accepted']);
  });

  it('that others used up are answered by waiting as long as the ERP says', async () => {
    await control('limits', { callsPerMinute: 2 });
    const outcomes = await erp.send(all);
    expect(kinds(outcomes).slice(0, 3)).toEqual(['accepted', 'accepted', 'unavailable']);
    expect(outcomes.at(-1)?.outcome).toEqual({ kind: 'unavailable', reason: 'the ERP takes no more calls for now', retryAfterSeconds: 60 });
    expect(await erp.send([placed])).toMatchObject([{ outcome: { reason: 'the limit on calls to the ERP is reached', retryAfterSeconds: 60 } }]);
    clock.advance(60_000);
    expect(kinds(await erp.send(all.slice(2, 4)))).toEqual(['accepted', 'accepted']);
  });

  it('of errors shut us out for the rest of the hour, when the ERP has them', async () => {
    await control('limits', { errorsPerHour: 2 });
    await erp.send([{ ...placed, total: -1 }, { ...placed, total: -2 }]);
    expect(await erp.send([placed])).toMatchObject([{ outcome: { kind: 'unavailable', reason: 'the ERP does not let us in', retryAfterSeconds: 3600 } }]);
    clock.advance(3_600_000);
    expect(kinds(await erp.send([placed]))).toEqual(['accepted']);
  });

  it('a refused token is not tried again and again', async () => {
    const stranger = door({ token: 'wrong' });
    expect(await stranger.send(all)).toEqual(all.map(({ id }) => ({ id, outcome: { kind: 'unavailable', reason: 'the ERP refuses our token', retryAfterSeconds: 600 } })));
    await control('limits', { errorsPerHour: 2 });
    for (let round = 0; round < 5; round += 1) expect(kinds(await stranger.send([placed]))).toEqual(['unavailable']);
    // One error in the hour, so a door with the right token is still let in.
    expect(kinds(await erp.send([placed]))).toEqual(['accepted']);
  });
});

describe('an ERP in trouble', () => {
  it.each([500, 502, 503, 408])('%d is tried later', async (status) => {
    await control('faults', { operation: 'document', kind: 'reject', status, retryAfterSeconds: 30 });
    expect(await erp.send([placed])).toMatchObject([{ outcome: { kind: 'unavailable', retryAfterSeconds: 30 } }]);
    clock.advance(30_000);
    expect(kinds(await erp.send([placed]))).toEqual(['accepted']);
  });

  it('tells a refusal without words by its status', async () => {
    await control('faults', { operation: 'document', kind: 'reject', status: 404, body: 'nothing here' });
    expect(await erp.send([placed])).toMatchObject([{ outcome: { kind: 'refused', code: '404' } }]);
  });

  it('does not believe an answer that is not the ERP\'s', async () => {
    const proxy = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>'));
    await new Promise<void>((ready) => { proxy.listen(0, '127.0.0.1', ready); });
    const led = door({ baseUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` });
    expect(kinds(await led.send([placed]))).toEqual(['unavailable']);
    await expect(led.stockReport()).rejects.toThrow('without a stock report');
    proxy.closeAllConnections();
    await new Promise((closed) => { proxy.close(closed); });
  });

  it('is not reached, or too slow', async () => {
    await control('faults', { operation: 'document', kind: 'latency', milliseconds: 400 });
    expect(await door({ timeoutMs: 50 }).send([placed])).toMatchObject([{ outcome: { kind: 'unavailable', reason: expect.stringContaining('did not answer') as string } }]);
    await control('faults', { operation: 'stock-report', kind: 'reject', status: 503, retryAfterSeconds: 5 });
    await expect(erp.stockReport()).rejects.toMatchObject({ retryAfterSeconds: 5 });
  });
});

describe('the pages', () => {
  const read = async (path: string): Promise<string> => (await fetch(base + path)).text();

  it('say that there is nothing yet', async () => {
    const page = await read('/');
    for (const words of ['No orders yet.', 'No stock yet.', 'No documents yet.']) expect(page).toContain(words);
    expect((await fetch(`${base}/orders/1001`)).status).toBe(404);
    expect((await fetch(`${base}/_control/orders/1001`)).status).toBe(404);
  });

  it('show orders, stock and documents, escaped, with nothing from outside', async () => {
    await erp.send([{ ...placed, lines: placed.lines.map((each) => ({ ...each, name: '<b>Noor</b>' })) }, delivery, invoice, payment(4, 5995, 0), journal(1, 5), payment(9, 1, 0)]);
    const [front, one] = [await read('/'), await read('/orders/1001')];
    for (const words of ['href="/orders/1001"', '119.90 EUR', 'SHOE-42', 'up to journal 1', 'waiting for one before it']) expect(front).toContain(words);
    for (const words of ['&#60;b&#62;Noor', '3S1', 'F-1', 'mollie', '59.95 EUR', '1 documents wait']) expect(one).toContain(words);
    expect(front + one).not.toMatch(/(src|href)="(https?:)?\/\/|<b>Noor/);
  });
});
