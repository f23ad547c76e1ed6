/** Proves that no reader of the feed skips an event whose transaction stayed open while later ones committed; on a cluster of its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { settableClock } from '../server/kernel/clock.ts';
import type { Cluster } from '../server/kernel/cluster.ts';
import { openDatabase } from '../server/kernel/database.ts';
import type { Database } from '../server/kernel/database.ts';
import { newId } from '../server/kernel/ids.ts';
import { feedEnd, follower, generationOf } from '../server/modules/books/index.ts';
import { createStream } from '../server/modules/feed/index.ts';
import { readPage } from '../server/modules/feed/reading.ts';
import { throwawayCluster } from './support/cluster.ts';
import { testDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';

let cluster: Cluster;
let own: TestDatabase;
let database: Database;
const clock = settableClock('2026-03-02T09:00:00.000Z');

beforeAll(async () => {
  cluster = await throwawayCluster();
  own = await testDatabase({ cluster: cluster.url() });
  database = openDatabase({ url: own.url, max: 4 });
});
afterAll(async () => {
  await database.close();
  await own.close();
  await cluster.stop();
});

const body = JSON.stringify({ type: 'StockReceived', recordedAt: clock.now(), occurredAt: clock.now(), by: { kind: 'system', id: 'test' }, data: { location: 'dc', reference: null, lines: [] }, moves: {} });
const INSERT = `insert into books.event (stream_id, seq, stream_kind, type, body, hash) values ($1, 1, 'stock', 'StockReceived', $2, '\\x00')`;
const write = (stream: string): Promise<unknown> => database.query(INSERT, [stream, body]);

/** A transaction that wrote an event and is not yet committed. */
async function open(stream: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: own.url });
  await client.connect();
  await client.query('begin');
  await client.query(INSERT, [stream, body]);
  return client;
}
const commit = async (client: pg.Client): Promise<void> => {
  await client.query('commit');
  await client.end();
};

describe('a transaction that stays open', () => {
  it('holds the feed back, and its event comes first when it commits', async () => {
    const start = { generation: await generationOf(database), xid: '0', position: 0 };
    const seen: string[] = [];
    const following = follower({ database, clock, name: 'late', patience: 20, handle: async ({ stream }) => { seen.push(stream); } });
    const stream = createStream({ database });
    const first = newId();
    await write(first);
    await following.drain();
    await stream.poll();
    const [late, next, after] = [newId(), newId(), newId()];
    const client = await open(late);
    await write(next);
    await write(after);
    const held = await readPage(database, start, 10, null);
    expect(held.events.map((event) => event.stream)).toEqual([first]);
    const withTypes = await readPage(database, start, 10, ['OrderPlaced']);
    expect(await following.drain()).toBe(0);
    expect(await stream.poll()).toBe(0);
    expect(await feedEnd(database)).toEqual(held.next);
    await commit(client);
    expect((await readPage(database, held.next, 10, null)).events.map((event) => event.stream)).toEqual([late, next, after]);
    expect((await readPage(database, withTypes.next, 10, null)).events.map((event) => event.stream)).toEqual([late, next, after]);
    expect(await following.drain()).toBe(3);
    expect(seen).toEqual([first, late, next, after]);
    expect(await stream.poll()).toBe(3);
    await following.stop();
    await stream.stop();
  });

  it('that ends while who drains looks does not make it leave what was hidden', async () => {
    let client: pg.Client | null = null;
    const watched: Database = Object.assign(Object.create(database) as Database, { query: async (text: string, values: readonly unknown[]) => {
      const rows = await database.query(text, values);
      const ending = client;
      // It ends right after the journal was read in vain.
      if (ending !== null && text.includes('body') && text.includes('books.event')) {
        client = null;
        await commit(ending);
      }
      return rows;
    } });
    const following = follower({ database: watched, clock, name: 'draining', from: 'end', handle: async () => undefined });
    await following.drain();
    client = await open(newId());
    await write(newId());
    expect(await following.drain()).toBe(2);
    await following.stop();
  });

  it('is skipped by nobody in a hundred that commit in any order', async () => {
    const start = await feedEnd(database);
    const wrote = Array.from({ length: 100 }, () => newId());
    const clients: { client: pg.Client; at: number }[] = [];
    const seen: string[] = [];
    let cursor = start;
    const read = async (): Promise<void> => {
      const { events, next } = await readPage(database, cursor, 7, null);
      seen.push(...events.map((event) => event.stream));
      cursor = next;
    };
    for (const [index, stream] of wrote.entries()) {
      // Every third stays open for a while: up to ten others commit before it.
      if (index % 3 === 0) clients.push({ client: await open(stream), at: index + ((index * 7) % 11) });
      else await write(stream);
      for (const one of clients.filter(({ at }) => at <= index)) {
        clients.splice(clients.indexOf(one), 1);
        await commit(one.client);
      }
      await read();
    }
    for (const { client } of clients) await commit(client);
    for (let before = -1; before !== seen.length;) {
      before = seen.length;
      await read();
    }
    expect(seen).toHaveLength(100);
    expect(new Set(seen)).toEqual(new Set(wrote));
  });

  it('is put aside when nobody can take it, and those after it are taken', async () => {
    const [poison, fine] = [newId(), newId()];
    const seen: string[] = [];
    const following = follower({ database, clock, name: 'poisoned', from: 'end', attempts: 2, handle: async ({ stream }) => {
      if (stream === poison) throw new Error('cannot be taken');
      seen.push(stream);
    } });
    await following.drain();
    await write(poison);
    await write(fine);
    await following.drain();
    expect(seen).toEqual([fine]);
    expect(await database.query(`select stream_id, seq, attempts, error from kernel.dead_letter where follower = 'poisoned'`)).toEqual([{ stream_id: poison, seq: 1, attempts: 2, error: 'cannot be taken' }]);
    await following.stop();
  });

  it('is heard by a follower that runs, in order and once, also when an open transaction held it back and others wrote what it does not follow', async () => {
    const seen: string[] = [];
    let heard: (() => void) | null = null;
    const until = async (n: number): Promise<void> => {
      while (seen.length < n) await new Promise<void>((resolve) => { heard = resolve; });
    };
    const following = follower({ database, clock, name: 'running', from: 'end', types: ['StockReceived'], handle: async ({ stream }) => { seen.push(stream); heard?.(); } });
    await following.drain();
    following.start(5);
    const others = (): Promise<unknown> => database.query(INSERT.replaceAll("'StockReceived'", "'StockCounted'"), [newId(), body.replace('StockReceived', 'StockCounted')]);
    const [first, late, next, last] = [newId(), newId(), newId(), newId()];
    await others();
    await write(first);
    await until(1);
    const client = await open(late);
    for (let n = 0; n < 5; n += 1) await others();
    await write(next);
    await commit(client);
    await until(3);
    await others();
    await write(last);
    await until(4);
    expect(seen).toEqual([first, late, next, last]);
    await following.stop();
  });
});
