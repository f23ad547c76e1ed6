/** Connections as an operator sees them: what works, since when something does not, what waits for it, and taking that up again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anOrder, stock } from './support/company.ts';
import type { Client } from './support/spil.ts';
import { startWorld } from './support/world.ts';
import type { World } from './support/world.ts';

interface Connection { id: string; state: string; waiting: number; failed: number; lastError: string | null; cause: string | null; failingSince: string | null; lastSuccessAt: string | null; oldest: string | null; address: string | null; reason: string | null; can: string[]; queues: { queue: string; waiting: number; failed: number }[]; errors: { operation: string; cause: string; sentence: string; times: number }[]; reactions: { name: string; behind: number; deadLetters: number }[] }
interface Message { id: string; state: string }
interface Item { id: string; state: string; attempts: number; reason: string | null; number: string | null; subject: string | null }

let world: World;
let office: Client;
let viewer: Client;
let channel: Client;

beforeAll(async () => {
  world = await startWorld();
  [office, viewer, channel] = await Promise.all([world.as('operations'), world.as('viewer'), world.as('channel')]);
  await stock({ as: world.as } as never, { utrecht: { 'runner-42': 50 } });
  await world.quiet();
});
afterAll(() => world.close());

const connection = async (id: string, as: Client = office): Promise<Connection> => {
  const reply = await as.get<Connection>(`/connections/${id}`);
  expect([id, reply.status]).toEqual([id, 200]);
  return reply.body;
};
const items = async (id: string, queue: string): Promise<Item[]> => (await office.get<{ items: Item[] }>(`/connections/${id}/items?queue=${queue}`)).body.items;

/** An order that is paid by card, packed in Utrecht, so that a label is asked for. */
async function packed(): Promise<{ number: string }> {
  const placed = await channel.post<{ id: string; number: string; fulfilments: { id: string }[] }>('/orders', anOrder({ lines: [{ sku: 'runner-42', quantity: 1 }] }));
  const work = placed.body.fulfilments[0]?.id ?? '';
  const store = await world.as('store', ['utrecht']);
  expect((await store.post(`/fulfilments/${work}/pick`, { scans: [{ scan: `s${placed.body.number}`, code: 'runner-42' }] })).status).toBe(200);
  expect((await store.post(`/fulfilments/${work}/pack`)).status).toBeLessThan(300);
  return placed.body;
}

describe('the connections', () => {
  it('are listed with what they are, where without secrets, and how they are', async () => {
    const { body } = await viewer.get<{ items: (Connection & { kind: string; connector: string })[] }>('/connections');
    expect(body.items.map(({ id, kind, connector }) => [id, kind, connector])).toEqual([
      ['channel-shop', 'channel', 'shopify'], ['channel-till', 'channel', 'till'], ['channel-web', 'channel', 'api'], ['carrier-postnl', 'carrier', 'postnl'], ['payments-mollie', 'payments', 'mollie'], ['mail', 'mail', 'smtp'], ['erp', 'erp', 'erp'], ['reactions', 'reactions', 'spil'],
    ]);
    expect(body.items.every(({ can }) => can.length === 0)).toBe(true);
    expect(JSON.stringify(body)).not.toMatch(/erp-token|test_key|postnl-key/);
    expect((await connection('channel-shop')).can).toEqual(expect.arrayContaining(['poll', 'restock']));
    expect(await connection('channel-till')).toMatchObject({ state: 'inward', can: [] });
    expect(await connection('erp')).toMatchObject({ state: 'well', lastSuccessAt: world.clock.now() });
    expect((await office.get('/connections/carrier-none')).body).toMatchObject({ code: 'connections.unknown' });
    expect((await office.get('/connections/mail/items?queue=labels')).body).toMatchObject({ code: 'connections.queue_unknown' });
    expect((await viewer.post('/connections/mail/retry')).status).toBe(403);
  });

  it('tell since when a carrier fails, in how many calls, and which labels wait; what is taken up again goes through', async () => {
    await packed();
    await world.quiet();
    expect(await connection('carrier-postnl')).toMatchObject({ state: 'well', failingSince: null, waiting: 0 });
    await world.fault('postnl', { operation: 'label', kind: 'reject', status: 503, times: 50 });
    const { number } = await packed();
    await world.spil.drain();
    const failing = await connection('carrier-postnl');
    expect(failing).toMatchObject({ state: 'failing', failingSince: world.clock.now(), cause: 'fault', waiting: 1, can: ['retry'] });
    expect(failing.errors[0]).toMatchObject({ operation: 'announce', cause: 'fault' });
    expect(failing.errors[0]?.sentence).toBe(failing.lastError);
    expect(await items('carrier-postnl', 'labels')).toEqual([expect.objectContaining({ state: 'waiting', number })]);
    expect((await fetch(`${failing.address}/_control/faults`, { method: 'DELETE' })).status).toBe(204);
    const reply = await office.post<{ retried: number }>('/connections/carrier-postnl/retry', { queue: 'labels' });
    expect(reply.body).toEqual({ retried: 1 });
    await world.spil.drain();
    expect(await connection('carrier-postnl')).toMatchObject({ state: 'well', failingSince: null, failures: 0, waiting: 0, can: [] });
  });

  it('show what a channel sent and could not be taken, and work on it again', async () => {
    await world.spil.database.query(`insert into intake.message (id, channel, event_id, source, raw, received_at, state, detail, attempts, next_at, erase_after) values ('0188bac7-4afa-78aa-bc3b-bd1eef28d881', 'shop', 'e1', 'webhook', '{"id":1}', $1, 'failed', 'the answer was no JSON', 40, $1, '2027-01-01T00:00:00Z')`, [world.clock.now()]);
    expect(await connection('channel-shop')).toMatchObject({ state: 'behind', failed: 1, can: ['retry', 'poll', 'restock'] });
    expect(await items('channel-shop', 'messages')).toEqual([{ id: '0188bac7-4afa-78aa-bc3b-bd1eef28d881', state: 'failed', since: world.clock.now(), attempts: 40, nextAt: null, reason: 'the answer was no JSON', order: null, number: null, subject: null }]);
    expect((await office.post('/connections/channel-shop/retry', { queue: 'messages', items: ['0188bac7-4afa-78aa-bc3b-bd1eef28d881'] })).body).toEqual({ retried: 1 });
    await world.spil.drain();
    expect((await connection('channel-shop')).failed).toBe(0);
    const inbox = async (): Promise<Message[]> => (await office.get<{ items: Message[] }>('/inbox?channel=shop')).body.items;
    expect(await inbox()).toEqual([]);
    await world.spil.database.query(`insert into intake.message (id, channel, event_id, source, topic, raw, received_at, state, detail, attempts, next_at, erase_after) values ('0188bac7-4afa-78aa-bc3b-bd1eef28d882', 'shop', 'e2', 'webhook', 'orders/create', '{"id":2}', $1, 'failed', 'the shop did not answer', 40, $1, '2027-01-01T00:00:00Z')`, [world.clock.now()]);
    const [message] = await inbox();
    expect(message).toMatchObject({ channel: 'shop', eventId: 'e2', source: 'webhook', state: 'failed', detail: 'the shop did not answer', attempts: 40 });
    expect((await office.post(`/inbox/${message?.id ?? ''}/retry`)).status).toBe(200);
    await world.spil.drain();
    expect(await inbox()).toEqual([]);
    expect(await office.post('/inbox/msg_01h455vb4pex5vsknk084sn02q/retry')).toMatchObject({ status: 404, body: { code: 'intake.message_unknown' } });
    expect((await office.post('/connections/channel-shop/retry', { items: ['x'] })).body).toMatchObject({ code: 'request.invalid', field: 'queue' });
  });

  it('ask a shop at once for what changed, and a channel that is not connected not at all', async () => {
    await world.shopify('POST', '/products', [{ sku: 'runner-42', title: 'Runner', price: 5995, available: 40 }]);
    const sold = await world.shopify<{ name: string }>('POST', '/orders', { lines: [{ sku: 'runner-42', quantity: 1, price: 5995 }], customer: { email: 'jo@example.com', address: { first_name: 'Jo', last_name: 'Doe', address1: 'Oudegracht 12', zip: '3511 AB', city: 'Utrecht', country_code: 'NL' } }, payment: { kind: 'paid', gateway: 'ideal' }, shipping: { title: 'Thuisbezorgd', code: 'standard', price: 0 }, webhook: 'drop' });
    expect((await office.post('/channels/shop/poll')).status).toBe(200);
    await world.spil.drain();
    const { orders: found } = (await office.get<{ orders: { externalNumber: string | null }[] }>('/orders?channel=shop')).body;
    expect(found).toMatchObject([{ externalNumber: sold.name }]);
    expect(await office.post('/channels/till/poll')).toMatchObject({ status: 404 });
  });

  it('page through what waits, and count no further than a thousand', async () => {
    await world.spil.database.query(`insert into intake.stock_due (channel, sku, next_at) select 'shop', 'sku-' || n, '2026-03-02T08:00:00Z'::timestamptz + n * interval '1 second' from generate_series(1, 1200) n`);
    expect((await connection('channel-shop')).queues.find(({ queue }) => queue === 'figures')).toMatchObject({ waiting: 1000, oldest: '2026-03-02T08:00:01.000Z' });
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: { items: Item[]; next: string | null } = (await office.get<{ items: Item[]; next: string | null }>(`/connections/channel-shop/items?queue=figures&limit=200${after === null ? '' : `&after=${after}`}`)).body;
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((sku) => sku.startsWith('sku-'))).toEqual(Array.from({ length: 1200 }, (_, n) => `sku-${n + 1}`));
    await world.spil.database.query(`delete from intake.stock_due where sku like 'sku-%'`);
  });

  it('tell of a receiver of webhooks that fails, and let it go on', async () => {
    const made = await office.post<{ id: string }>('/webhooks', { url: 'http://127.0.0.1:9/hook', description: 'Data warehouse' });
    expect(made.status).toBe(201);
    const id = `webhook-${made.body.id}`;
    expect(await connection(id)).toMatchObject({ kind: 'webhook', name: 'Data warehouse', state: 'unused', waiting: 0, can: ['change', 'test', 'replay'] });
    await packed();
    await world.spil.drain();
    const failing = await connection(id);
    expect(failing).toMatchObject({ state: 'failing', can: ['retry', 'change', 'test', 'replay'] });
    expect([failing.waiting > 0, failing.oldest, failing.errors.length > 0]).toEqual([true, world.clock.now(), true]);
    expect((await office.post(`/connections/${id}/retry`)).body).toEqual({ retried: 1 });
    expect(await connection(id)).toMatchObject({ failingSince: null });
  });

  it('tell how far each reaction is, and take up again what one had put aside', async () => {
    const reactions = await connection('reactions');
    expect(reactions).toMatchObject({ state: 'well', failed: 0 });
    expect(reactions.reactions.map(({ name }) => name)).toEqual(expect.arrayContaining(['work.opened', 'channel notices', 'erp-documents']));
    expect(reactions.reactions.filter(({ behind }) => behind > 0)).toEqual([]);
    const name = 'channel notices';
    const [event] = await world.spil.database.query<{ stream_id: string; seq: number; number: string }>(`select e.stream_id, e.seq, o.number from books.event e join orders.order o on o.id = e.stream_id where e.type = 'OrderPlaced' order by e.position limit 1`);
    await world.spil.database.query('insert into kernel.dead_letter (follower, stream_id, seq, attempts, error, failed_at) values ($1, $2, $3, 5, $4, $5)', [name, event?.stream_id, event?.seq, 'it was dark', world.clock.now()]);
    const behind = await connection('reactions');
    expect(behind).toMatchObject({ state: 'behind', failed: 1, can: ['retry'] });
    expect(behind.reactions.find((one) => one.name === name)).toMatchObject({ deadLetters: 1 });
    const [letter] = await items('reactions', 'letters');
    expect(letter).toMatchObject({ reason: 'it was dark', number: event?.number, subject: 'channel notices: OrderPlaced' });
    expect((await office.post('/connections/reactions/retry', { queue: 'letters', items: [letter?.id ?? ''] })).body).toEqual({ retried: 1 });
    world.clock.advance(2000);
    await world.spil.drain();
    expect(await connection('reactions')).toMatchObject({ state: 'well', failed: 0 });
    expect((await office.post('/connections/reactions/retry', { queue: 'letters', items: ['x|y|z', 'nobody|0188bac7-4afa-78aa-bc3b-bd1eef28d881|1'] })).body).toEqual({ retried: 0 });
  });
});
