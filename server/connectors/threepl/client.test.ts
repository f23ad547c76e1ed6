/** The door to external warehouses against one that misbehaves: what each answer, half answer and silence means, and that nothing is given twice. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FulfillerOutcome, WorkOrder } from '../../modules/partners/ports.ts';
import { createThreePl } from './index.ts';
import { createThreePlSimulator } from './simulator.ts';

const now = (): Date => new Date('2026-03-02T09:00:00.000Z');
const simulator = createThreePlSimulator({ storage: ':memory:', token: 'venlo-token', location: 'venlo', now });
let url = '';
beforeAll(async () => { url = await simulator.listen(); });
afterAll(() => simulator.close());

const control = async <T = unknown>(method: string, path: string, body?: unknown): Promise<T> => {
  const response = await fetch(`${url}/_control${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
};
const fails = (operation: string, fault: object): Promise<unknown> => control('POST', '/faults', { operation, times: 1, ...fault });
beforeEach(() => control('DELETE', '/faults'));

let serial = 0;
const aWorkOrder = (more: Partial<WorkOrder> = {}): WorkOrder => {
  serial += 1;
  return {
    id: `ful_${String(serial).padStart(26, '0')}`, number: `1000${serial}-F1`, order: `1000${serial}`, location: 'venlo', kind: 'ship', destination: null, state: 'submitted', submittedAt: '2026-03-02T09:00:00.000Z', changedAt: '2026-03-02T09:00:00.000Z',
    expectedAt: null, shipBy: null, promisedBy: null, service: { carrier: 'postnl', product: '3085' }, receiver: null, email: null, language: 'nl', pickupPoint: null,
    lines: [{ line: 1, sku: 'runner-42', gtins: ['02000000000015'], name: 'Runner 42', weightGrams: 900, quantity: 2, open: 2, asked: 0 }], cancellation: null, ...more,
  };
};
const door = (options: { token?: string; timeoutMs?: number; baseUrl?: string } = {}) => createThreePl({ baseUrl: url, token: 'venlo-token', timeoutMs: 5_000, now, ...options });
const kept = async (id: string): Promise<{ id: string; state: string }[]> => (await control<{ work: { id: string; state: string }[] }>('GET', '/work')).work.filter((one) => one.id === id);

describe('giving a work order', () => {
  it('sends what the published interface says a work order is', async () => {
    const spec = JSON.parse(readFileSync(new URL('../../../contract/openapi.json', import.meta.url), 'utf8')) as { paths: Record<string, { get: { responses: Record<string, { content: Record<string, { schema: object }> }> } }> };
    const schema = spec.paths['/logistics/work/{fulfilment}']?.get.responses['200']?.content['application/json']?.schema ?? {};
    const sent: { method: string; path: string; authorization: string; body: unknown }[] = [];
    const server = createServer((request, reply) => {
      let text = '';
      request.on('data', (chunk) => { text += String(chunk); }).on('end', () => {
        sent.push({ method: request.method ?? '', path: request.url ?? '', authorization: request.headers.authorization ?? '', body: JSON.parse(text) });
        reply.setHeader('content-type', 'application/json').end(JSON.stringify({ id: (sent.at(-1)?.body as WorkOrder).id }));
      });
    });
    await new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening); });
    const own = door({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/spil/` });
    const work = aWorkOrder();
    expect(await own.submit(work)).toEqual({ kind: 'taken' });
    expect(await own.cancel({ ...work, cancellation: { request: 'r1', askedAt: '2026-03-02T09:00:00.000Z', reason: 'customer', lines: [{ line: 1, sku: 'runner-42', quantity: 1 }] } })).toEqual({ kind: 'taken' });
    await new Promise((closed) => { server.close(closed); });
    expect(sent.map(({ method, path, authorization }) => [method, path, authorization])).toEqual([['PUT', `/spil/work/${work.id}`, 'Bearer venlo-token'], ['POST', `/spil/work/${work.id}/cancellations`, 'Bearer venlo-token']]);
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    for (const { body } of sent) expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...(sent[0]?.body as object), lines: 'none' })).toBe(false);
  });

  it('twice is one work order', async () => {
    const work = aWorkOrder();
    expect([await door().submit(work), await door().submit(work)]).toEqual([{ kind: 'taken' }, { kind: 'taken' }]);
    expect(await kept(work.id)).toHaveLength(1);
  });

  it.each<[string, object, Partial<FulfillerOutcome>]>([
    ['too many calls: as long as it asks for', { kind: 'reject', status: 429, retryAfterSeconds: 37 }, { kind: 'unavailable', retryAfterSeconds: 37 }],
    ['too many calls without saying how long', { kind: 'reject', status: 429 }, { kind: 'unavailable', retryAfterSeconds: null }],
    ['a login that is refused', { kind: 'reject', status: 401 }, { kind: 'unavailable', reason: 'the warehouse refuses our token (401)' }],
    ['a right that is refused', { kind: 'reject', status: 403 }, { kind: 'unavailable' }],
    ['no time', { kind: 'reject', status: 408 }, { kind: 'unavailable' }],
    ['down', { kind: 'reject', status: 503, retryAfterSeconds: 120 }, { kind: 'unavailable', retryAfterSeconds: 120 }],
    ['broken', { kind: 'reject', status: 500 }, { kind: 'unavailable', reason: 'the warehouse answered 500' }],
    ['somewhere else', { kind: 'reject', status: 302 }, { kind: 'unavailable' }],
    ['never like this: in its own words', { kind: 'reject', status: 422, body: { message: 'We do not ship to islands' } }, { kind: 'refused', reason: 'We do not ship to islands' }],
    ['never, without words', { kind: 'reject', status: 400, body: 'no' }, { kind: 'refused', reason: 'the warehouse answered 400' }],
    ['an answer of something that is not the warehouse', { kind: 'reject', status: 200, body: '<html>Welcome</html>' }, { kind: 'unavailable' }],
    ['an answer about another work order', { kind: 'reject', status: 200, body: { id: 'ful_other' } }, { kind: 'unavailable' }],
  ])('%s', async (_what, fault, outcome) => {
    const work = aWorkOrder();
    await fails('submit', fault);
    expect(await door().submit(work)).toMatchObject(outcome);
    expect(await kept(work.id)).toEqual([]);
    if (outcome.kind === 'refused') return;
    // When it works again the same work order is taken, once.
    expect(await door().submit(work)).toEqual({ kind: 'taken' });
    expect(await kept(work.id)).toHaveLength(1);
  });

  it('without our token is refused by the warehouse, and never a reason to plan it elsewhere', async () => {
    expect(await door({ token: 'another' }).submit(aWorkOrder())).toMatchObject({ kind: 'unavailable' });
  });

  it('that is no work order is refused in words', async () => {
    expect(await door().submit({ ...aWorkOrder(), lines: null as unknown as WorkOrder['lines'] })).toMatchObject({ kind: 'refused', reason: expect.stringContaining('lines') });
  });

  it('that gets no answer in time is unknown: it is asked for, and given again under the same id', async () => {
    const work = aWorkOrder();
    await fails('submit', { kind: 'latency', milliseconds: 400 });
    expect(await door({ timeoutMs: 100 }).submit(work)).toMatchObject({ kind: 'unavailable', reason: expect.stringContaining('did not answer within 100 ms') });
    expect(await door().submit(work)).toEqual({ kind: 'taken' });
    expect(await kept(work.id)).toHaveLength(1);
  });

  it('whose answer is lost was taken all the same: it is known when asked for', async () => {
    const work = aWorkOrder();
    await fails('submit', { kind: 'lost' });
    expect(await door().submit(work)).toMatchObject({ kind: 'unavailable' });
    expect(await door().knows(work.id)).toBe(true);
    expect(await kept(work.id)).toHaveLength(1);
  });

  it('whose answer breaks off in the middle is unknown', async () => {
    const server = createServer((request, reply) => {
      request.resume().on('end', () => {
        reply.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
        reply.write('{"id": "ful_', () => reply.socket?.destroy());
      });
    });
    await new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening); });
    const half = door({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    const work = aWorkOrder();
    expect(await half.submit(work)).toMatchObject({ kind: 'unavailable' });
    expect(await half.knows(work.id)).toBeNull();
    await new Promise((closed) => { server.close(closed); });
    expect(await half.submit(work)).toMatchObject({ kind: 'unavailable', reason: expect.stringContaining('could not be reached') });
  });
});

describe('asking', () => {
  it('to stop one that it does not know is refused; one that it knows is read', async () => {
    const work = aWorkOrder();
    expect(await door().cancel(work)).toMatchObject({ kind: 'refused', reason: 'this work order is not known' });
    await door().submit(work);
    await fails('cancel', { kind: 'reject', status: 429, retryAfterSeconds: 3 });
    expect(await door().cancel(work)).toMatchObject({ kind: 'unavailable', retryAfterSeconds: 3 });
    expect(await door().cancel(work)).toEqual({ kind: 'taken' });
  });

  it('whether it has one: yes, no, and nobody can say', async () => {
    const work = aWorkOrder();
    expect(await door().knows(work.id)).toBe(false);
    await door().submit(work);
    expect(await door().knows(work.id)).toBe(true);
    await fails('look', { kind: 'reject', status: 500 });
    expect(await door().knows(work.id)).toBeNull();
  });

  it('what was stopped to take it up again needs a later moment of giving; the same moment again changes nothing', async () => {
    const work = aWorkOrder();
    await door().submit(work);
    await control('POST', '/cancellation', { work: work.id, accepted: true });
    expect(await kept(work.id)).toMatchObject([{ state: 'stopped' }]);
    await door().submit(work);
    expect(await kept(work.id)).toMatchObject([{ state: 'stopped' }]);
    for (let times = 0; times < 2; times += 1) await door().submit({ ...work, submittedAt: '2026-03-02T10:00:00.000Z' });
    expect(await kept(work.id)).toMatchObject([{ state: 'new' }]);
  });
});

describe('people with a bad day', () => {
  const later = (minutes: number): Date => new Date(now().getTime() + minutes * 60_000);
  /** A warehouse with one work order of two pieces, whose people look around when told; what they say reaches nobody and waits. */
  const atWork = async (habit: string, minutes: readonly number[]): Promise<{ state: string; said: string[] }> => {
    let at = now();
    const own = createThreePlSimulator({ storage: ':memory:', token: 'venlo-token', location: 'venlo', now: () => at });
    const base = await own.listen();
    await fetch(`${base}/_control/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ operation: habit, kind: habit === 'stock_report' ? 'drop' : 'habit', times: 1000 }) });
    await createThreePl({ baseUrl: base, token: 'venlo-token', now }).submit({ ...aWorkOrder(), id: 'ful_00000000000000000000000001' });
    for (const passed of minutes) { at = later(passed); await own.workOn(); }
    const { work } = await (await fetch(`${base}/_control/work`)).json() as { work: { state: string }[] };
    const { messages } = await (await fetch(`${base}/_control/messages`)).json() as { messages: { kind: string; body: string }[] };
    await own.close();
    return { state: work[0]?.state ?? '', said: messages.map(({ kind, body }) => (kind === 'ship' ? `${kind} ${(JSON.parse(body) as { rest: string }).rest}` : kind)) };
  };

  it.each<[string, readonly number[], string, string[]]>([
    ['', [1, 3], 'done', ['stock_report', 'accept', 'ship follows']],
    ['late', [1], 'new', ['stock_report']],
    ['late', [1, 3], 'accepted', ['stock_report', 'accept']],
    ['reject', [1], 'rejected', ['stock_report', 'reject']],
    ['partly', [1, 3], 'done', ['stock_report', 'accept', 'ship not_coming']],
    ['silent', [1, 3, 60], 'new', []],
    ['stock_report', [1], 'accepted', ['accept']],
  ])('%s after minutes %j', async (habit, minutes, state, said) => {
    const found = await atWork(habit === '' ? 'none' : habit, minutes);
    expect(found.state).toBe(state);
    expect(found.said.toSorted()).toEqual(said.toSorted());
  });
});
