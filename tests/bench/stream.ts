/** Measures how soon a change in the database is on 200 connected screens, and how fast the feed is read. Run: node tests/bench/stream.ts [connections] [changes] */
import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '../../server/kernel/clock.ts';
import { newId } from '../../server/kernel/ids.ts';
import { openDatabase } from '../../server/kernel/database.ts';
import { buildServer } from '../../server/kernel/http.ts';
import { SYSTEM } from '../../server/kernel/command.ts';
import { createStream } from '../../server/modules/feed/index.ts';
import { published, readPage } from '../../server/modules/feed/reading.ts';
import { eventRoutes } from '../../server/modules/feed/routes-events.ts';
import setup from '../support/cluster.ts';
import { testDatabase } from '../support/database.ts';

const connections = Number(process.argv[2] ?? 200);
const changes = Number(process.argv[3] ?? 100);
const stop = await setup();
const own = await testDatabase();
const database = openDatabase({ url: own.url, max: 12 });
const stream = createStream({ database, most: connections });
const server = await buildServer({ routes: eventRoutes({ database, stream, types: new Set(['StockReceived']), source: '/bench' }), clock: systemClock, authenticate: () => Promise.resolve(SYSTEM) });
const url = await server.listen({ host: '127.0.0.1', port: 0 });
stream.start();

const body = JSON.stringify({ type: 'StockReceived', recordedAt: systemClock.now(), occurredAt: systemClock.now(), by: { kind: 'system', id: 'bench' }, data: { location: 'dc', reference: null, lines: [{ sku: 'runner-42', quantity: 1 }] }, moves: {} });
const sentAt: number[] = [];
const delays: number[] = [];
let arrived = 0;
let all = (): void => undefined;
const everything = new Promise<void>((done) => { all = done; });

await Promise.all(Array.from({ length: connections }, () => new Promise<void>((ready, failed) => {
  let seen = 0;
  request(`${url}/stream`, { agent: false }, (answer) => {
    answer.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('event: ready')) ready();
      for (let n = text.split('"StockReceived"').length - 1; n > 0; n -= 1) {
        delays.push(performance.now() - (sentAt[seen] ?? 0));
        seen += 1;
        arrived += 1;
        if (arrived === connections * changes) all();
      }
    });
  }).on('error', failed).end();
})));

for (let n = 0; n < changes; n += 1) {
  // From just before the commit is asked for: what a screen waits is at most this.
  sentAt.push(performance.now());
  await database.query(`insert into books.event (stream_id, seq, stream_kind, type, body, hash) values ($1, 1, 'stock', 'StockReceived', $2, '\\x00')`, [newId(), body]);
  await wait(20);
}
await everything;
delays.sort((a, b) => a - b);
const at = (share: number): string => `${Math.round(delays[Math.floor((delays.length - 1) * share)] ?? 0)} ms`;
process.stdout.write(`${connections} connections, ${changes} changes: p50 ${at(0.5)}, p99 ${at(0.99)}, worst ${at(1)}\n`);
await stream.stop();

const EVENTS = 20_000;
await database.query(`insert into books.event (stream_id, seq, stream_kind, type, body, hash) select gen_random_uuid(), 1, 'stock', 'StockReceived', $1, '\\x00' from generate_series(1, $2)`, [body, EVENTS]);
let cursor = { generation: 1, xid: '0', position: 0 };
let read = 0;
const from = performance.now();
for (;;) {
  const { events, next } = await readPage(database, cursor, 1000, null);
  if (events.length === 0) break;
  read += JSON.parse(JSON.stringify(await published(database, events, '/bench'))).length as number;
  cursor = next;
}
process.stdout.write(`feed: ${read} events at ${Math.round(read / ((performance.now() - from) / 1000))} a second\n`);

await server.close();
await database.close();
await own.close();
await stop();
