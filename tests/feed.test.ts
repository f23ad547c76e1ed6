/** Proves that readers outside get every event once it is settled, in order, without personal data, and go on after a restore. */
import { request } from 'node:http';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { knownEvents } from '../server/app.ts';
import { eventCatalogue } from '../server/modules/feed/index.ts';
import { PUBLISHED } from '../server/modules/feed/published-schemas.ts';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { recordStream } from './support/examples.ts';
import { settled, startFeed } from './support/feed.ts';
import type { FeedRunning } from './support/feed.ts';
import type { Client } from './support/spil.ts';

interface Event { id: string; type: string; subject: string; sequence: string; source: string; data: { moves: { stock: { sku: string; quantity: number; from: unknown; to: unknown }[]; units: unknown[]; money: unknown[] }; by: string } & Record<string, unknown> }
interface Page { events: Event[]; next: string; more: boolean }

let spil: FeedRunning;
let reader: Client;
let channel: Client;

beforeAll(async () => {
  spil = await startFeed({ stream: { most: 3 } });
  await smallCompany(spil.database);
  await stock(spil, { utrecht: { 'runner-42': 20 }, leiden: { 'boot-40': 5 } });
  reader = await spil.feedAs('erp');
  channel = await spil.as('channel');
});
afterAll(() => spil.close());

const page = async (query = ''): Promise<Page> => {
  await settled(spil);
  const { status, body } = await reader.get<Page>(`/events${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};
const order = async (options: Partial<Parameters<typeof anOrder>[0]> = {}): Promise<{ id: string; fulfilments: { id: string; location: string }[] }> =>
  (await channel.post<{ id: string; fulfilments: { id: string; location: string }[] }>('/orders', anOrder({ lines: [{ sku: 'runner-42', quantity: 1 }], ...options }))).body;

describe('reading by cursor', () => {
  it('gives every event once, page by page, in the order of each stream', async () => {
    for (let n = 0; n < 3; n += 1) await order();
    const events: Event[] = [];
    for (let at = '?limit=4'; ;) {
      const got = await page(at);
      events.push(...got.events);
      if (!got.more) break;
      at = `?limit=4&after=${got.next}`;
    }
    const [count] = await spil.database.query<{ n: number }>('select count(*)::int as n from books.event');
    expect(events).toHaveLength(count?.n ?? 0);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    for (const stream of Map.groupBy(events, ({ subject }) => subject).values()) expect(stream.map(({ sequence }) => Number(sequence))).toEqual(stream.map((_event, index) => index + 1));
  });

  it('moves on past events of other types, and is told of types that do not exist', async () => {
    const { events, next } = await page('?types=StockReceived');
    expect(events.map(({ type }) => type)).toEqual(['spil.StockReceived', 'spil.StockReceived']);
    await order();
    const later = await page(`?types=spil.StockReceived&after=${next}`);
    expect(later.events).toEqual([]);
    expect(later.next).not.toBe(next);
    expect(await reader.get('/events?types=OrderPlased')).toMatchObject({ status: 422, body: { code: 'feed.type_unknown' } });
  });

  it('waits for what is not there yet', async () => {
    const { next } = await page('?limit=1000');
    const waiting = page(`?after=${next}&wait=25`);
    const { id } = await order();
    expect((await waiting).events[0]).toMatchObject({ type: 'spil.OrderPlaced', subject: `order/${id}` });
  });

  it('shows the moves of an event, also the movements of goods that its units imply', async () => {
    const { next } = await page('?limit=1000');
    const { id, fulfilments } = await order();
    const utrecht = await spil.as('store', ['utrecht']);
    await utrecht.post(`/fulfilments/${fulfilments[0]?.id}/pick`, { scans: [{ scan: `feed-${id}`, code: '2000000000015' }] });
    const { events } = await page(`?after=${next}`);
    expect(events.find(({ type }) => type === 'spil.ItemsPicked')?.data).toMatchObject({
      fulfilment: fulfilments[0]?.id, lines: [{ line: 1, quantity: 1 }], by: 'key',
      moves: { units: [{ line: 1, quantity: 1, from: { stage: 'allocated' }, to: { stage: 'picked' } }], stock: [{ sku: 'runner-42', quantity: 1, from: { location: 'utrecht', state: 'sellable' }, to: { location: 'utrecht', state: 'picked' } }] },
    });
  });

  it('answers 410 to a cursor of an earlier generation, and goes on after the last event', async () => {
    const { events, next } = await page('?limit=5');
    await spil.database.query(`insert into kernel.generation (reason) values ('restored')`);
    expect(await reader.get(`/events?after=${next}`)).toMatchObject({ status: 410, body: { code: 'feed.cursor_expired', detail: expect.stringContaining('after=ord_') as string } });
    const all = await page('?limit=1000');
    expect((await page(`?limit=1000&after=${events.at(-1)?.id}`)).events).toEqual(all.events.slice(5));
    expect(await reader.get('/events?after=ord_01h2xcejqtf2nbrexx3vqjhp41-7')).toMatchObject({ status: 404, body: { code: 'feed.event_unknown' } });
    for (const nonsense of ['nonsense', '../..', 'ord_-1', Buffer.from('1.2').toString('base64url')]) expect(await reader.get(`/events?after=${encodeURIComponent(nonsense)}`)).toMatchObject({ status: 400 });
  });

  it('is for the ERP and operations only', async () => {
    for (const role of ['store', 'channel', 'viewer', 'carrier'] as const) expect((await (await spil.feedAs(role)).get('/events')).status).toBe(403);
    expect((await fetch(`${spil.feedUrl}/events`)).status).toBe(401);
  });
});

describe('what is published', () => {
  it('holds no personal data and no free text', async () => {
    const placed = await order({ lines: [{ sku: 'runner-42', quantity: 1 }] });
    const office = await spil.as('service');
    expect((await office.post(`/orders/${placed.id}/holds`, { reason: 'fraud', note: 'Call Jo Doe at 0612345678' })).status).toBeLessThan(300);
    await office.post(`/orders/${placed.id}/cancel`, { note: 'Jo Doe wanted another colour' });
    const text = JSON.stringify((await page('?limit=1000')).events);
    expect(text).toContain('HoldPlaced');
    for (const secret of ['Jo Doe', 'jo@example.com', 'Oudegracht', '3511 AB', '0612345678', 'another colour']) expect(text).not.toContain(secret);
  });

  it('has a schema for every type there is, which the events keep', async () => {
    expect([...knownEvents()].filter((type) => PUBLISHED[type] === undefined)).toEqual([]);
    expect(Object.keys(PUBLISHED).filter((type) => !knownEvents().has(type))).toEqual([]);
    const { body } = await reader.get<{ common: object; types: Record<string, object> }>('/event-types');
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const checks = new Map(Object.entries(body.types).map(([type, schema]) => [type, ajv.compile(schema)]));
    const common = ajv.compile(body.common);
    const { events } = await page('?limit=1000');
    expect(events.length).toBeGreaterThan(20);
    for (const { type, data } of events) {
      const check = checks.get(type);
      expect(common(data), `${type}: ${ajv.errorsText(common.errors)}`).toBe(true);
      expect(check?.(data), `${type}: ${ajv.errorsText(check?.errors)}`).toBe(true);
    }
  });

  it('is described in contract/events.json as it is (SPIL_WRITE_CONTRACT=1 writes it anew)', async () => {
    const file = new URL('../contract/events.json', import.meta.url);
    const now = `${JSON.stringify(eventCatalogue(knownEvents()), null, 2)}\n`;
    if (process.env['SPIL_WRITE_CONTRACT'] === '1') await writeFile(file, now);
    expect(await readFile(file, 'utf8')).toBe(now);
  });
});

/** A browser's connection: the messages it got, and waiting for as many as asked. */
async function listen(secret: string, lastEventId?: string): Promise<{ status: number; messages: { id: string; event: string; data: Record<string, unknown> }[]; until: (n: number) => Promise<void>; told: () => string; close: () => void; closed: Promise<void> }> {
  const messages: { id: string; event: string; data: Record<string, unknown> }[] = [];
  const waiting: (() => void)[] = [];
  return new Promise((resolve, reject) => {
    const call = request(`${spil.feedUrl}/stream`, { headers: { authorization: `Bearer ${secret}`, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) } }, (answer) => {
      let text = '';
      let told = '';
      const closed = new Promise<void>((done) => answer.on('close', done));
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        told += chunk;
        const parts = text.split('\n\n');
        text = parts.pop() ?? '';
        for (const part of parts) {
          const fields = Object.fromEntries(part.split('\n').map((line): [string, string] => [line.split(': ')[0] ?? '', line.slice(line.indexOf(': ') + 2)]));
          if (fields['data'] !== undefined) messages.push({ id: fields['id'] ?? '', event: fields['event'] ?? 'message', data: JSON.parse(fields['data']) as Record<string, unknown> });
        }
        for (const wake of waiting.splice(0)) wake();
      });
      answer.on('error', () => undefined);
      resolve({ status: answer.statusCode ?? 0, messages, closed, told: () => told, close: () => { call.destroy(); }, until: async (n) => { while (messages.length < n) await new Promise<void>((done) => waiting.push(done)); } });
    });
    call.on('error', reject).end();
  });
}

describe('the stream to browsers', () => {
  it('tells a store of its own work only, by ids, and the office of everything', async () => {
    const office = await listen(await spil.secretFor('operations'));
    const utrecht = await listen(await spil.secretFor('store', ['utrecht']));
    const leiden = await listen(await spil.secretFor('store', ['leiden']));
    await Promise.all([office, utrecht, leiden].map((one) => one.until(1)));
    const { id } = await order();
    const other = await order({ lines: [{ sku: 'boot-40', quantity: 1 }] });
    await settled(spil);
    await spil.stream.poll();
    await Promise.all([office.until(7), utrecht.until(4), leiden.until(4)]);
    expect(office.messages.slice(1).map(({ data }) => data['type'])).toEqual(['OrderPlaced', 'PaymentAuthorised', 'FulfilmentAssigned', 'OrderPlaced', 'PaymentAuthorised', 'FulfilmentAssigned']);
    expect(utrecht.messages.slice(1).map(({ data }) => data)).toEqual(['OrderPlaced', 'PaymentAuthorised', 'FulfilmentAssigned'].map((type) => ({ kind: 'order', id, location: 'utrecht', type })));
    expect(new Set(leiden.messages.slice(1).map(({ data }) => data['id']))).toEqual(new Set([other.id]));
    // A hold names no place, and still is the store's business.
    await (await spil.as('service')).post(`/orders/${id}/holds`, { reason: 'fraud' });
    await settled(spil);
    await spil.stream.poll();
    await utrecht.until(5);
    expect(utrecht.messages.at(-1)?.data).toEqual({ kind: 'order', id, location: 'utrecht', type: 'HoldPlaced' });
    recordStream('openStream', '/stream', utrecht.told());
    for (const one of [office, utrecht, leiden]) one.close();
    await Promise.all([office.closed, utrecht.closed, leiden.closed]);
  });

  it('tells what was missed after a reconnect, and asks to load again when the database is another', async () => {
    await settled(spil);
    await spil.stream.poll();
    const secret = await spil.secretFor('operations');
    const first = await listen(secret);
    await first.until(1);
    first.close();
    const { id } = await order();
    await settled(spil);
    await spil.stream.poll();
    const second = await listen(secret, first.messages.at(-1)?.id);
    await second.until(4);
    expect(second.messages.slice(1).map(({ data }) => data['id'])).toEqual([id, id, id]);
    second.close();
    const third = await listen(secret, Buffer.from('0.3.1').toString('base64url'));
    await third.until(1);
    expect(third.messages[0]?.event).toBe('reload');
    third.close();
    await third.closed;
  });

  it('takes as many as it can serve, and refuses those who may not listen', async () => {
    expect((await listen(await spil.secretFor('channel'))).status).toBe(403);
    const secret = await spil.secretFor('operations');
    const taken = [await listen(secret), await listen(secret), await listen(secret)];
    const refused = taken.at(-1)?.status === 503 ? 503 : (await listen(secret)).status;
    expect(refused).toBe(503);
    for (const one of taken) one.close();
  });
});
