/** One connection per browser: a single reader of the journal per process tells all of them what changed, by ids only. */
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeFeedCursor, encodeFeedCursor, feedEnd, generationOf, readFeed } from '../books/index.ts';
import type { Cursor, FeedEvent } from '../books/index.ts';
import { feedProblems } from './problems.ts';
import { streamId } from './published.ts';

export interface StreamOptions {
  database: Database;
  /** Connections that one process takes; the next is refused with 503, so that the load balancer tries another. */
  most?: number;
  log?: (fields: Record<string, unknown>, message: string) => void;
}

/** What a browser gets of one change. */
export interface StreamMessage { kind: string; id: string; location: string | null; type: string }

export interface Stream {
  /** Answers a request with the stream: takes the connection over. Refuses when there are too many. */
  connect(reply: FastifyReply, actor: Actor, lastEventId: string | undefined): Promise<void>;
  /** Reads what is new and tells it; how many events that were. For tests, and for the loop. */
  poll(): Promise<number>;
  start(pollMilliseconds?: number): void;
  stop(): Promise<void>;
  readonly connections: number;
}

interface Connection { reply: FastifyReply; actor: Actor; beats: number; /** Messages that came while older ones are still being read; null when it is up to date. */ held: string[] | null }

const BATCH = 500;
/** Older changes that are told after a reconnect; beyond it the browser is asked to load again. */
const CATCH_UP = 2000;
/** Bytes that may wait for a slow reader before it is dropped; it comes back with Last-Event-ID. */
const SLOW = 256 * 1024;
const BEAT = 15_000;
/** A connection ends after so many beats (a quarter of an hour), so that a revoked account does not listen for ever. */
const BEATS = 60;

/** An account bound to locations hears of those only. */
const hears = (actor: Actor, location: string | null): boolean => actor.locations === 'all' || (location !== null && actor.locations.includes(location));

interface Told { cursor: Cursor; message: Omit<StreamMessage, 'location'>; locations: readonly string[]; own: string | null }

const EMPTY: ReadonlySet<string> = new Set();

/** Locations that an event itself names: its own, and those of its moves. */
function named({ event }: FeedEvent): Set<string> {
  const found = new Set<string>();
  const data = (event.data ?? {}) as Record<string, unknown>;
  for (const field of ['location', 'destination', 'origin']) if (typeof data[field] === 'string') found.add(data[field]);
  for (const { from, to } of event.moves.units ?? []) for (const bucket of [from, to]) if (bucket?.location != null) found.add(bucket.location);
  for (const { from, to } of event.moves.stock ?? []) for (const account of [from, to]) if ('location' in account) found.add(account.location);
  return found;
}

/** Makes the stream of a process. Nothing is read before `start` or `poll`. */
export function createStream({ database, most = 500, log }: StreamOptions): Stream {
  const connections = new Set<Connection>();
  let cursor: Cursor | null = null;
  let timer: NodeJS.Timeout | null = null;
  let beat: NodeJS.Timeout | null = null;
  let polling: Promise<number> | null = null;
  let stopped = false;

  const drop = (connection: Connection): void => {
    connections.delete(connection);
    connection.reply.raw.destroy();
  };
  const send = (connection: Connection, text: string): void => {
    if (connection.held !== null) {
      connection.held.push(text);
      if (connection.held.length > CATCH_UP) drop(connection);
      return;
    }
    connection.reply.raw.write(text);
    if (connection.reply.raw.writableLength > SLOW) drop(connection);
  };

  const describe = async (events: readonly FeedEvent[]): Promise<Told[]> => {
    const orders = [...new Set(events.filter(({ kind }) => kind === 'order').map(({ stream }) => stream))];
    const rows = orders.length === 0 ? [] : await database.query<{ order_id: Uuid; location: string; destination: string | null }>('select order_id, location, destination from fulfilment.fulfilment where order_id = any($1)', [orders]);
    const work = new Map<Uuid, Set<string>>();
    for (const { order_id: order, location, destination } of rows) {
      const places = work.get(order) ?? new Set();
      places.add(location);
      if (destination !== null) places.add(destination);
      work.set(order, places);
    }
    return events.map((event) => {
      const own = named(event);
      // A hold or a cancellation names no place, and still changes the work of whoever has some of the order.
      return { cursor: event.cursor, message: { kind: event.kind, id: streamId(event.kind, event.stream), type: event.event.type }, locations: [...new Set([...own, ...(work.get(event.stream) ?? EMPTY)])], own: own.values().next().value ?? null };
    });
  };
  const textFor = (actor: Actor, { cursor: at, message, locations, own }: Told): string | null => {
    const heard = actor.locations === 'all' ? own : locations.find((location) => hears(actor, location)) ?? null;
    if (actor.locations !== 'all' && heard === null) return null;
    return `id: ${encodeFeedCursor(at)}\ndata: ${JSON.stringify({ kind: message.kind, id: message.id, location: heard, type: message.type } satisfies StreamMessage)}\n\n`;
  };

  const poll = async (): Promise<number> => {
    cursor ??= await feedEnd(database);
    let told = 0;
    for (;;) {
      const events = await readFeed(database, cursor, BATCH);
      const messages = await describe(events);
      for (const connection of [...connections]) {
        // One write per connection and batch: 200 connections are 200 writes, however many events came.
        const text = messages.flatMap((one) => textFor(connection.actor, one) ?? []).join('');
        if (text !== '') send(connection, text);
      }
      cursor = events.at(-1)?.cursor ?? cursor;
      told += events.length;
      if (events.length < BATCH) return told;
    }
  };
  const once = (): Promise<number> => (polling ??= poll().finally(() => { polling = null; }));

  /** Tells what happened between the browser's last event and where the process is now, then what was held meanwhile. */
  const catchUp = async (connection: Connection, from: Cursor, until: Cursor): Promise<void> => {
    const events = (await readFeed(database, from, CATCH_UP + 1)).filter(({ cursor: at }) => BigInt(at.xid) < BigInt(until.xid) || (at.xid === until.xid && at.position <= until.position));
    const text = events.length > CATCH_UP ? 'event: reload\ndata: {}\n\n' : (await describe(events)).flatMap((one) => textFor(connection.actor, one) ?? []).join('');
    const held = connection.held ?? [];
    connection.held = null;
    if (connections.has(connection)) send(connection, text + held.join(''));
  };

  return {
    get connections() { return connections.size; },
    poll: once,
    connect: async (reply, actor, lastEventId) => {
      if (stopped || connections.size >= most) throw feedProblems.too_many_streams({ detail: `This process has ${connections.size} open streams. Try again in a moment.`, retryAfterSeconds: 5 });
      const connection: Connection = { reply, actor, beats: 0, held: [] };
      // Joined before the first wait, so that two requests cannot both take the last place.
      connections.add(connection);
      try {
        cursor ??= await feedEnd(database);
        const from = lastEventId === undefined ? null : decodeFeedCursor(lastEventId);
        const generation = await generationOf(database);
        const until = cursor;
        connection.held = [];
        reply.hijack();
        reply.raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
        reply.raw.on('close', () => connections.delete(connection));
        reply.raw.on('error', () => connections.delete(connection));
        reply.raw.write(`retry: 2000\nid: ${encodeFeedCursor(until)}\n${lastEventId !== undefined && from?.generation !== generation ? 'event: reload' : 'event: ready'}\ndata: {}\n\n`);
        await catchUp(connection, from !== null && from.generation === generation ? from : until, until);
      } catch (error) {
        if (!reply.sent) {
          connections.delete(connection);
          throw error;
        }
        log?.({ error: error instanceof Error ? error.message : String(error) }, 'a stream could not be caught up');
        drop(connection);
      }
    },
    start: (pollMilliseconds = 150) => {
      if (timer) return;
      timer = setInterval(() => {
        // Nobody listens: nothing is read, and the next who comes starts at the end.
        if (connections.size === 0) {
          if (!polling) cursor = null;
          return;
        }
        once().catch((error: unknown) => log?.({ error: error instanceof Error ? error.message : String(error) }, 'the stream could not read'));
      }, pollMilliseconds);
      beat = setInterval(() => {
        for (const connection of [...connections]) {
          connection.beats += 1;
          if (connection.beats >= BEATS) connection.reply.raw.end();
          else if (connection.held === null) send(connection, ': beat\n\n');
        }
      }, BEAT);
    },
    stop: async () => {
      stopped = true;
      if (timer) clearInterval(timer);
      if (beat) clearInterval(beat);
      await polling?.catch(() => 0);
      for (const connection of [...connections]) connection.reply.raw.end();
      connections.clear();
    },
  };
}
