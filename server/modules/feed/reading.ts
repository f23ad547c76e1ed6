/** Reading the feed for those outside: pages by cursor or event, movements of goods joined in, and waiting for what is not there yet. */
import { fromWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Queryable } from '../../kernel/database.ts';
import { PREFIXES } from '../../kernel/wire.ts';
import { decodeFeedCursor, encodeFeedCursor, feedEnd, generationOf, readFeed } from '../books/index.ts';
import type { Cursor, FeedEvent, StockAccount, StockMove } from '../books/index.ts';
import type { CloudEvent } from './cloudevents.ts';
import { feedProblems } from './problems.ts';
import { publish } from './published.ts';

export interface FeedPage { events: CloudEvent[]; next: string; more: boolean }

interface MovementRow { stream_id: Uuid; seq: number; sku: string; quantity: number; from_location: string; from_state: string; to_location: string; to_state: string }

/** Movements of goods of some events, by `stream seq`. */
export async function movementsOf(database: Queryable, events: readonly FeedEvent[]): Promise<Map<string, StockMove[]>> {
  const found = new Map<string, StockMove[]>();
  if (events.length === 0) return found;
  const rows = await database.query<MovementRow>(
    `select m.stream_id, m.seq, m.sku, m.quantity, m.from_location, m.from_state, m.to_location, m.to_state
     from unnest($1::uuid[], $2::int[]) as e(stream_id, seq) join books.stock_movement m using (stream_id, seq) order by m.stream_id, m.seq, m.entry`,
    [events.map(({ stream }) => stream), events.map(({ event }) => event.seq)]);
  const account = (location: string, state: string): StockAccount => (location === '' ? { outside: state } : { location, state }) as StockAccount;
  for (const row of rows) {
    const key = `${row.stream_id} ${row.seq}`;
    const moves = found.get(key) ?? [];
    moves.push({ sku: row.sku, n: row.quantity, from: account(row.from_location, row.from_state), to: account(row.to_location, row.to_state) });
    found.set(key, moves);
  }
  return found;
}

/** Events in their published form. */
export async function published(database: Queryable, events: readonly FeedEvent[], source: string): Promise<CloudEvent[]> {
  const stock = await movementsOf(database, events);
  return events.map((event) => publish(event, stock.get(`${event.stream} ${event.event.seq}`) ?? [], source));
}

/** The stream and number that an event id names; null when it is no event id. */
export function readEventId(text: string): { stream: Uuid; seq: number } | null {
  const match = /^(([a-z]{3})_[0-9a-z]{26})-(\d{1,9})$/.exec(text);
  const prefix = match?.[2];
  const stream = match?.[1] !== undefined && prefix !== undefined && (Object.values(PREFIXES) as string[]).includes(prefix) ? fromWire(prefix, match[1]) : null;
  return stream === null ? null : { stream, seq: Number(match?.[3]) };
}

/** Where an event stands in the feed now; null when it is not in the journal. */
export async function cursorOfEvent(database: Queryable, stream: Uuid, seq: number): Promise<Cursor | null> {
  const [row] = await database.query<{ xid: string; position: number }>('select xid::text as xid, position from books.event where stream_id = $1 and seq = $2', [stream, seq]);
  return row ? { generation: await generationOf(database), xid: row.xid, position: row.position } : null;
}

/**
 * The cursor that a reader names: a cursor of ours, or the id of the last event it has. Null text is the beginning. Refuses text that is
 * neither (400), an event that is not in the journal (404), and a cursor of an earlier generation (410): transaction ids mean
 * something else after a restore or an upgrade, but events keep their ids and their order, so the reader goes on by its last event.
 */
export async function cursorFrom(database: Queryable, text: string | undefined): Promise<Cursor> {
  const generation = await generationOf(database);
  if (text === undefined) return { generation, xid: '0', position: 0 };
  const named = readEventId(text);
  if (named) {
    const cursor = await cursorOfEvent(database, named.stream, named.seq);
    if (cursor) return cursor;
    throw feedProblems.event_unknown({ detail: `Event ${text} is not in the journal; it may have been lost when a backup was restored. Go on after an earlier event that you have, or without \`after\` from the first one; events that you have are known by their id.`, field: 'query.after', found: text });
  }
  const cursor = decodeFeedCursor(text);
  if (!cursor) throw feedProblems.cursor_unreadable({ detail: 'Send `next` of the last answer as it was, or the id of the last event that you have.', field: 'query.after', found: text });
  if (cursor.generation !== generation) {
    throw feedProblems.cursor_expired({ detail: 'The database was restored, copied or upgraded since this cursor was given. Events kept their ids and their order: send the id of the last event that you have as `after`, for example after=ord_01h2xcejqtf2nbrexx3vqjhp41-7.', field: 'query.after', found: cursor.generation, expected: generation });
  }
  return cursor;
}

const isAfter = (a: Cursor, b: Cursor): boolean => BigInt(a.xid) > BigInt(b.xid) || (a.xid === b.xid && a.position > b.position);

/**
 * One page after a cursor, and where to go on. With a selection of types an empty page moves on as well: the end is read before
 * the events, so nothing that settles in between is passed over.
 */
export async function readPage(database: Queryable, after: Cursor, limit: number, types: readonly string[] | null): Promise<{ events: FeedEvent[]; next: Cursor; more: boolean }> {
  const end = types === null ? null : await feedEnd(database);
  const rows = await readFeed(database, after, limit + 1, types);
  const events = rows.slice(0, limit);
  const more = rows.length > limit;
  const last = events.at(-1)?.cursor ?? after;
  return { events, more, next: !more && end !== null && isAfter(end, last) ? end : last };
}

export interface Pause { (milliseconds: number, signal: AbortSignal): Promise<void> }

/** How often a waiting reader looks again, in milliseconds. */
const LOOK_AGAIN = 150;

/** One page; when it is empty, looks again until something comes, `waitSeconds` have passed by the process's timer, or the reader goes away. */
export async function pageFor(database: Queryable, request: { after: Cursor; limit: number; types: readonly string[] | null; waitSeconds: number; source: string; signal: AbortSignal; pause: Pause }): Promise<FeedPage> {
  let { after } = request;
  for (let looks = Math.ceil((request.waitSeconds * 1000) / LOOK_AGAIN); ; looks -= 1) {
    const { events, next, more } = await readPage(database, after, request.limit, request.types);
    if (events.length > 0 || looks <= 0 || request.signal.aborted) return { events: await published(database, events, request.source), next: encodeFeedCursor(next), more };
    after = next;
    await request.pause(LOOK_AGAIN, request.signal);
  }
}
