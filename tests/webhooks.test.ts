/** Proves that each receiver gets its events signed, in order and at least once, whatever it or another receiver does. */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { settableClock } from '../server/kernel/clock.ts';
import { createWebhookWork } from '../server/work/webhooks.ts';
import type { WebhookWork } from '../server/work/webhooks.ts';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { SECRET, settled, startFeed } from './support/feed.ts';
import type { FeedRunning } from './support/feed.ts';
import type { Client, Reply } from './support/spil.ts';

interface Webhook { id: string; secret: string; active: boolean; pausedReason: string | null; attempts: number; failingSince: string | null; nextAttemptAt: string | null; cursor: string }
interface Got { id: string; timestamp: string; signature: string; body: string; event: { id: string; type: string; subject: string; sequence: string } }
interface Receiver { url: string; got: Got[]; answer: (got: Got, n: number) => number | 'hang' | { status: number; headers: Record<string, string>; body?: string }; close: () => Promise<void>; first: Promise<void> }

let spil: FeedRunning;
let staff: Client;
let work: WebhookWork;
let channel: Client;
const receivers: Receiver[] = [];
const made: string[] = [];
const clock = (): ReturnType<typeof settableClock> => spil.clock as ReturnType<typeof settableClock>;

beforeAll(async () => {
  spil = await startFeed();
  await smallCompany(spil.database);
  await stock(spil, { utrecht: { 'runner-42': 100 } });
  [staff, channel] = [await spil.feedAs('operations'), await spil.as('channel')];
  work = createWebhookWork({ database: spil.database, clock: spil.clock, secret: SECRET, source: '/spil', guard: { allowLoopback: true } });
});
afterEach(async () => {
  for (const id of made.splice(0)) await remove(id);
  for (const one of receivers.splice(0)) await one.close();
});
afterAll(async () => {
  await work.stop();
  await spil.close();
});

const send = async <T>(method: string, path: string, body?: unknown): Promise<Reply<T>> => {
  const answer = await fetch(spil.feedUrl + path, { method, headers: { authorization: `Bearer ${await key()}`, 'content-type': 'application/json', 'idempotency-key': `change-${(serial += 1)}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: answer.status, headers: answer.headers, body: await answer.json() as T };
};
let serial = 0;
let secret: string | null = null;
const key = async (): Promise<string> => (secret ??= await spil.secretFor('operations'));
const remove = (id: string): Promise<Reply> => send('DELETE', `/webhooks/${id}`);

async function receiver(answer: Receiver['answer'] = () => 204): Promise<Receiver> {
  let arrived = (): void => undefined;
  const first = new Promise<void>((done) => { arrived = done; });
  const server = createServer((request, reply) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => { body += chunk; }).on('end', () => {
      const got: Got = { id: String(request.headers['webhook-id']), timestamp: String(request.headers['webhook-timestamp']), signature: String(request.headers['webhook-signature']), body, event: JSON.parse(body) as Got['event'] };
      one.got.push(got);
      const said = one.answer(got, one.got.length);
      arrived();
      if (said === 'hang') return;
      if (typeof said === 'number') reply.writeHead(said).end();
      else reply.writeHead(said.status, said.headers).end(said.body ?? '');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const one: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`, got: [], answer, first,
    close: () => new Promise<void>((done) => { server.close(() => done()); server.closeAllConnections(); }),
  };
  receivers.push(one);
  return one;
}
const subscribe = async (url: string, more: Record<string, unknown> = {}): Promise<Webhook> => {
  await settled(spil);
  const { status, body } = await staff.post<Webhook>('/webhooks', { url, ...more });
  expect(status, JSON.stringify(body)).toBe(201);
  made.push(body.id);
  return body;
};
const drain = async (): Promise<number> => {
  await settled(spil);
  return work.drain();
};
const now = async (id: string): Promise<Webhook> => (await staff.get<Webhook>(`/webhooks/${id}`)).body;
const order = async (): Promise<string> => (await channel.post<{ id: string }>('/orders', anOrder({ lines: [{ sku: 'runner-42', quantity: 1 }] }))).body.id;
const types = (one: Receiver): string[] => one.got.map(({ event }) => event.type);
/** The signature as somebody else would check it, by the text of Standard Webhooks 1.0. */
const genuine = (got: Got, withSecret: string): boolean => {
  const expected = createHmac('sha256', Buffer.from(withSecret.slice('whsec_'.length), 'base64')).update([got.id, got.timestamp, got.body].join('.')).digest('base64');
  return got.signature.split(' ').includes(`v1,${expected}`);
};

describe('a receiver', () => {
  it('gets what happens from now on, each event once and signed, those of one object in order', async () => {
    await order();
    const one = await receiver();
    const webhook = await subscribe(one.url);
    const id = await order();
    expect(await drain()).toBe(3);
    expect(types(one)).toEqual(['spil.OrderPlaced', 'spil.PaymentAuthorised', 'spil.FulfilmentAssigned']);
    expect(new Set(one.got.map(({ event }) => event.subject))).toEqual(new Set([`order/${id}`]));
    for (const got of one.got) {
      expect(genuine(got, webhook.secret)).toBe(true);
      expect(genuine({ ...got, body: got.body.replace('spil', 'spill') }, webhook.secret)).toBe(false);
      expect(got.id).toBe(got.event.id);
    }
    expect(await drain()).toBe(0);
    const { deliveries } = (await staff.get<{ deliveries: { event: string; outcome: string; status: number }[] }>(`/webhooks/${webhook.id}/deliveries`)).body;
    expect(deliveries.map(({ event }) => event)).toEqual(one.got.map(({ id: event }) => event).reverse());
    expect(deliveries[0]).toMatchObject({ outcome: 'delivered', status: 204 });
    const { webhooks } = (await staff.get<{ webhooks: (Webhook & { url: string })[] }>('/webhooks')).body;
    expect(webhooks.filter(({ url }) => url === one.url)).toMatchObject([{ id: webhook.id, active: true, attempts: 0, failingSince: null }]);
    expect(webhooks.every((each) => !('secret' in each) || each.secret === null)).toBe(true);
  });

  it('gets the types it wants only, and may start in the past', async () => {
    const one = await receiver();
    await subscribe(one.url, { types: ['spil.StockReceived'], after: null });
    const all = await staff.get<{ events: { id: string }[] }>('/events?limit=1');
    expect(all.status).toBe(200);
    const two = await receiver();
    await subscribe(two.url, { types: ['OrderPlaced'], after: all.body.events[0]?.id });
    await order();
    await drain();
    expect(one.got).toEqual([]);
    expect(new Set(types(two))).toEqual(new Set(['spil.OrderPlaced']));
    expect(two.got.length).toBeGreaterThan(2);
  });

  it('that fails is tried again later, later still, and gets the event that failed and all after it', async () => {
    const one = await receiver((_got, n) => (n <= 2 ? 500 : 200));
    const webhook = await subscribe(one.url);
    await order();
    expect(await drain()).toBe(0);
    expect(one.got).toHaveLength(1);
    expect(await drain()).toBe(0);
    expect(one.got).toHaveLength(1);
    clock().advance(5_000);
    await drain();
    expect(await now(webhook.id)).toMatchObject({ attempts: 2 });
    clock().advance(5_000);
    expect(await drain()).toBe(0);
    clock().advance(295_000);
    expect(await drain()).toBe(3);
    expect(types(one)).toEqual(['spil.OrderPlaced', 'spil.OrderPlaced', 'spil.OrderPlaced', 'spil.PaymentAuthorised', 'spil.FulfilmentAssigned']);
    expect(await now(webhook.id)).toMatchObject({ attempts: 0, failingSince: null, nextAttemptAt: null });
  });

  it('that asks for patience is given it', async () => {
    const one = await receiver((_got, n) => (n === 1 ? { status: 429, headers: { 'retry-after': '3600' } } : 200));
    await subscribe(one.url);
    await order();
    await drain();
    clock().advance(3_599_000);
    expect(await drain()).toBe(0);
    clock().advance(1_000);
    expect(await drain()).toBe(3);
  });

  it('that takes nothing for three days is paused with the reason, and goes on where it was when it is let go on', async () => {
    const one = await receiver(() => 503);
    const webhook = await subscribe(one.url);
    await order();
    let rounds = 0;
    for (; (await now(webhook.id)).pausedReason === null && rounds < 20; rounds += 1) {
      await drain();
      clock().advance(86_400_000);
    }
    expect(rounds).toBeLessThan(6);
    expect((await now(webhook.id)).pausedReason).toMatch(/No event was taken since .* in \d+ attempts; last: the receiver answered 503/);
    const before = one.got.length;
    await drain();
    expect(one.got).toHaveLength(before);
    one.answer = () => 200;
    expect((await send<Webhook>('PATCH', `/webhooks/${webhook.id}`, { active: true })).body).toMatchObject({ pausedReason: null, active: true });
    expect(await drain()).toBe(3);
  });

  it('that says 410 is not asked again', async () => {
    const one = await receiver(() => 410);
    const webhook = await subscribe(one.url);
    await order();
    await drain();
    clock().advance(86_400_000);
    await drain();
    expect(one.got).toHaveLength(1);
    expect((await now(webhook.id)).pausedReason).toContain('410');
  });

  it('has its redirects not followed, and little of a long answer kept', async () => {
    const target = await receiver();
    const one = await receiver(() => ({ status: 302, headers: { location: target.url }, body: 'x'.repeat(100_000) }));
    const webhook = await subscribe(one.url);
    await order();
    await drain();
    expect(target.got).toEqual([]);
    const { deliveries } = (await staff.get<{ deliveries: { outcome: string; status: number; response: string; reason: string }[] }>(`/webhooks/${webhook.id}/deliveries?outcome=failed`)).body;
    expect(deliveries).toMatchObject([{ status: 302, reason: expect.stringContaining('redirects are not followed') as string }]);
    expect(deliveries[0]?.response.length).toBe(2000);
  });
});

describe('several receivers', () => {
  it('do not wait for one that is down, or one that never answers', async () => {
    const good = await receiver();
    const slow = await receiver(() => 'hang');
    const down = await receiver();
    await subscribe(slow.url);
    await subscribe(down.url);
    await subscribe(good.url);
    await down.close();
    await order();
    await settled(spil);
    const drained = work.drain();
    await Promise.all([slow.first, good.first]);
    while (good.got.length < 3) await Promise.race([drained, new Promise<void>((done) => { good.answer = () => { done(); return 200; }; })]);
    expect(types(good)).toEqual(['spil.OrderPlaced', 'spil.PaymentAuthorised', 'spil.FulfilmentAssigned']);
    expect(slow.got).toHaveLength(1);
    await slow.close();
    await drained;
  });
});

describe('people', () => {
  it('rotate a secret without a gap: for a day both sign', async () => {
    const one = await receiver();
    const webhook = await subscribe(one.url);
    const rotated = (await staff.post<Webhook>(`/webhooks/${webhook.id}/rotate`)).body;
    expect(rotated.secret).not.toBe(webhook.secret);
    await order();
    await drain();
    expect(one.got.every((got) => genuine(got, webhook.secret) && genuine(got, rotated.secret))).toBe(true);
    clock().advance(24 * 3_600_000);
    one.got.length = 0;
    await order();
    await drain();
    expect(one.got.some((got) => genuine(got, webhook.secret))).toBe(false);
    expect(one.got.every((got) => genuine(got, rotated.secret))).toBe(true);
  });

  it('see a secret once, and the database shows none', async () => {
    const one = await receiver();
    const webhook = await subscribe(one.url);
    expect(JSON.stringify(await now(webhook.id))).not.toContain('whsec_');
    const rows = await spil.database.query('select * from feed.subscription');
    expect(JSON.stringify(rows)).not.toContain(webhook.secret.slice('whsec_'.length));
  });

  it('replay after an event: what was sent comes again with the same ids', async () => {
    const one = await receiver();
    const webhook = await subscribe(one.url);
    await order();
    await drain();
    const ids = one.got.map(({ id }) => id);
    await staff.post(`/webhooks/${webhook.id}/replay`, { after: ids[0] });
    expect(await drain()).toBe(2);
    expect(one.got.slice(3).map(({ id }) => id)).toEqual(ids.slice(1));
    expect(await staff.post(`/webhooks/${webhook.id}/replay`, { after: 'nonsense' })).toMatchObject({ status: 400 });
  });

  it('test a receiver and see what it answers', async () => {
    const one = await receiver(() => ({ status: 401, headers: {}, body: 'who are you?' }));
    const webhook = await subscribe(one.url);
    expect((await staff.post(`/webhooks/${webhook.id}/test`)).body).toMatchObject({ type: 'spil.Test', outcome: 'failed', status: 401, response: 'who are you?' });
    expect(one.got.map((got) => genuine(got, webhook.secret))).toEqual([true]);
  });

  it('cannot point one at our own network, nor ask for types there are not', async () => {
    for (const url of ['https://169.254.169.254/latest', 'https://10.0.0.1/', 'https://metadata.internal/', 'http://example.com/', 'ftp://example.com', 'https://user:secret@example.com/', 'https://[::ffff:10.0.0.1]/']) {
      expect(await staff.post('/webhooks', { url })).toMatchObject({ status: 422, body: { code: 'feed.url_refused' } });
    }
    expect(await staff.post('/webhooks', { url: 'https://hooks.shop.nl/spil', types: ['Nothing'] })).toMatchObject({ status: 422, body: { code: 'feed.type_unknown' } });
    expect((await staff.get('/webhooks/whk_01h2xcejqtf2nbrexx3vqjhp41')).status).toBe(404);
    for (const role of ['store', 'channel', 'viewer'] as const) expect((await (await spil.feedAs(role)).get('/webhooks')).status).toBe(403);
  });

  it('find receivers where they were after an upgrade wrote new cursors', async () => {
    const one = await receiver();
    await subscribe(one.url);
    await order();
    await drain();
    one.got.length = 0;
    await spil.database.query(`insert into kernel.generation (reason) values ('upgraded')`);
    await spil.database.query(`update feed.subscription set xid = '9000000000', position = 9000000`);
    const id = await order();
    expect(await drain()).toBe(3);
    expect(new Set(one.got.map(({ event }) => event.subject))).toEqual(new Set([`order/${id}`]));
  });
});
