/** The journal: the only place that appends events, and with each applies its moves to the three books in the same Change. */
import { createHash } from 'node:crypto';
import type { Instant } from '../../kernel/clock.ts';
import { table } from '../../kernel/change.ts';
import type { Change } from '../../kernel/change.ts';
import type { Actor } from '../../kernel/command.ts';
import type { Queryable } from '../../kernel/database.ts';
import { catalogue } from '../../kernel/problem.ts';
import { NO_ONE } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { moneySlice } from './money.ts';
import type { MoneyBook } from './money.ts';
import { accountColumns, moveGoods, reserve } from './stock.ts';
import type { JournalEvent, Moves, NewEvent, Projection, Slice, Stream, StreamKind } from './types.ts';
import { bucketKey, deliveryAfter, stockEffect, unitsSlice } from './units.ts';
import type { Units } from './units.ts';

const EVENT = table('books.event', 'stream_id', 'seq');
const UNIT = table('books.unit', 'order_id', 'line', 'delivery', 'holder_id', 'stage', 'location');
const MOVEMENT = table('books.stock_movement', 'stream_id', 'seq', 'entry');
const DUE = table('books.due', 'order_id');
const PAYMENT = table('books.payment', 'id');

export const booksProblems = catalogue('books', {
  newer_event: { status: 503, title: 'A newer version of Spil wrote to this order' },
  tampered: { status: 500, title: 'The journal does not match its hashes' },
});

/** The hash before the first event of every stream. */
const GENESIS = new Uint8Array(32);

export const newStream = (kind: StreamKind, id: Uuid): Stream => ({ id, kind, seq: 0, loaded: 0, hash: GENESIS, events: [], folded: new Map() });

/** The text that is stored and hashed: always these keys in this order. */
export const canonical = (event: Omit<JournalEvent, 'seq'>): string =>
  JSON.stringify({ type: event.type, recordedAt: event.recordedAt, occurredAt: event.occurredAt, by: event.by, data: event.data, moves: event.moves });

export const chained = (previous: Uint8Array, body: string): Uint8Array => createHash('sha256').update(previous).update(body).digest();

const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;

/** State of one slice of a stream: the fold of its events so far, remembered until more are recorded. */
export function fold<S>(stream: Stream, slice: Slice<S>): S {
  let folded = stream.folded.get(slice) as { state: S; seen: number } | undefined;
  if (!folded) stream.folded.set(slice, (folded = { state: slice.initial(), seen: 0 }));
  while (folded.seen < stream.events.length) {
    folded.state = slice.evolve(folded.state, stream.events[folded.seen] as JournalEvent);
    folded.seen += 1;
  }
  return folded.state;
}

export const unitsOf = (stream: Stream): Units => fold(stream, unitsSlice);
export const moneyOf = (stream: Stream): MoneyBook => fold(stream, moneySlice);

export interface RecordContext { now: Instant; actor: Actor; }

export interface Books {
  /** Appends events to a stream, applies their moves to the books and runs every room's projections; throws BooksError where conservation would break. */
  record(change: Change, stream: Stream, events: readonly NewEvent[], context: RecordContext): void;
  projections: readonly Projection[];
}

/** Opens the books with the projections of all rooms. `knownTypes`: events this code understands; a stream with another is read-only (503). */
export function openBooks(projections: readonly Projection[], knownTypes: ReadonlySet<string>): Books {
  const byKind = new Map<StreamKind, Projection[]>();
  for (const projection of projections) byKind.set(projection.stream, [...(byKind.get(projection.stream) ?? []), projection]);

  return {
    projections,
    record: (change, stream, events, context) => {
      const stranger = stream.events.find((event) => !knownTypes.has(event.type));
      if (stranger) throw booksProblems.newer_event({ detail: `Event ${stranger.seq} of this stream is of type ${stranger.type}, which this process does not know. Update it, or send the request to an updated process.` });
      for (const event of events) {
        if (!knownTypes.has(event.type)) throw new Error(`${event.type} is not in the event catalogue`);
        append(change, stream, event, context);
        for (const projection of byKind.get(stream.kind) ?? []) projection.apply?.(change, stream, stream.events.at(-1) as JournalEvent);
      }
      if (events.length === 0) return;
      change.atEnd(`books ${stream.id}`, () => {
        for (const projection of byKind.get(stream.kind) ?? []) projection.settle?.(change, stream);
      });
    },
  };
}

function append(change: Change, stream: Stream, event: NewEvent, { now, actor }: RecordContext): void {
  const moves = event.moves ?? {};
  const stored: JournalEvent = { seq: stream.seq + 1, type: event.type, data: event.data, moves, occurredAt: event.occurredAt ?? now, recordedAt: now, by: { kind: actor.kind, id: actor.id } };
  const units = unitsOf(stream);
  moneyOf(stream);
  // Bucket key → whether its row was there before this event: a new one is inserted, so that one which goes again within the change leaves no trace.
  const touched = new Map<string, boolean>();
  for (const move of moves.units ?? []) {
    const keys = [...(move.from ? [bucketKey(move.line, move.delivery, move.from)] : []), bucketKey(move.line, deliveryAfter(move), move.to)];
    for (const key of keys) {
      if (!touched.has(key)) touched.set(key, units.buckets.has(key));
    }
  }
  // A line of which it is said what it is keeps its units, and their rows say so.
  for (const { line } of moves.lines ?? []) for (const [key, held] of units.buckets) if (held.line === line) touched.set(key, true);
  stream.events.push(stored);
  unitsOf(stream);
  const money = moneyOf(stream);

  const body = canonical(stored);
  stream.hash = chained(stream.hash, body);
  stream.seq = stored.seq;
  change.insert(EVENT, { stream_id: stream.id, seq: stored.seq, stream_kind: stream.kind, type: stored.type, body, hash: hex(stream.hash) });

  for (const [key, wasThere] of touched) {
    const held = units.buckets.get(key);
    const [line, delivery, holder, stage, location] = key.split('|');
    const id = { order_id: stream.id, line: Number(line), delivery: Number(delivery), holder_id: holder ?? NO_ONE, stage, location: location ?? '' };
    if (!held) {
      if (wasThere) change.remove(UNIT, id);
    } else if (wasThere) change.put(UNIT, { ...id, sku: units.lines.get(held.line)?.sku ?? null, quantity: held.n });
    else change.insert(UNIT, { ...id, sku: units.lines.get(held.line)?.sku ?? null, quantity: held.n });
  }
  stockBook(change, stream, stored, moves, units);
  moneyBook(change, stream, moves, money);
}

function stockBook(change: Change, stream: Stream, event: JournalEvent, moves: Moves, units: Units): void {
  const goods = [...(moves.stock ?? [])];
  for (const move of moves.units ?? []) {
    const effect = stockEffect(move, units.lines.get(move.line)?.sku ?? null);
    for (const reservation of effect.reservations) reserve(change, reservation);
    goods.push(...effect.moves);
  }
  // A fact touches goods that nobody had reserved for it: what is counted, sold at a till or received has happened already.
  for (const [entry, move] of goods.entries()) {
    moveGoods(change, move, isFact(event));
    change.insert(MOVEMENT, {
      stream_id: stream.id, seq: event.seq, entry, sku: move.sku, quantity: move.n, ...accountColumns(move.from, 'from'), ...accountColumns(move.to, 'to'),
      occurred_at: event.occurredAt, recorded_at: event.recordedAt,
    });
  }
}

const isFact = (event: JournalEvent): boolean => (event.moves.asked !== true && (event.moves.stock?.length ?? 0) > 0) || (event.moves.units ?? []).some((move) => move.from?.stage === 'open' && move.to.stage === 'collected');

function moneyBook(change: Change, stream: Stream, moves: Moves, money: MoneyBook): void {
  if (moves.currency !== undefined || moves.money?.some((entry) => entry.account === 'due')) {
    change.put(DUE, { order_id: stream.id, currency: money.currency, due: money.due }, stream.loaded === 0);
  }
  const touched = new Set([...(moves.payments ?? []).map((opened) => opened.payment), ...(moves.money ?? []).flatMap((entry) => (entry.account === 'due' ? [] : [entry.payment]))]);
  for (const id of touched) {
    const payment = money.payments.get(id);
    if (!payment) continue;
    const { payment: _id, expiresAt, ...rest } = payment;
    change.put(PAYMENT, { id, order_id: stream.id, ...rest, expires_at: expiresAt }, stream.loaded === 0);
  }
}

interface EventRow { stream_id: Uuid; stream_kind: StreamKind; seq: number; body: string; hash: Buffer }

/** Reads one stored event. */
export const parseEvent = (seq: number, body: string): JournalEvent => ({ ...(JSON.parse(body) as Omit<JournalEvent, 'seq'>), seq });

/** Streams from their rows, in the order of the rows; hashes are taken as stored (the audit checks the chain). */
export function streamsFrom(rows: readonly EventRow[]): Map<Uuid, Stream> {
  const streams = new Map<Uuid, Stream>();
  for (const row of rows) {
    let stream = streams.get(row.stream_id);
    if (!stream) streams.set(row.stream_id, (stream = newStream(row.stream_kind, row.stream_id)));
    stream.events.push(parseEvent(row.seq, row.body));
    stream.seq = row.seq;
    stream.loaded = row.seq;
    stream.hash = new Uint8Array(row.hash);
  }
  return streams;
}

const COLUMNS = 'e.stream_id, e.stream_kind, e.seq, e.body, e.hash';

/** Loads one stream whole; null when there is none. */
export async function loadStream(database: Queryable, id: Uuid): Promise<Stream | null> {
  return streamsFrom(await database.query<EventRow>(`select ${COLUMNS} from books.event e where e.stream_id = $1 order by e.seq`, [id])).get(id) ?? null;
}

/** Loads the stream that a row of another table belongs to, e.g. the order of a fulfilment, in one round trip. `lookup` is SQL that yields the stream id for $1. */
export async function loadStreamBy(database: Queryable, lookup: string, value: unknown): Promise<Stream | null> {
  const rows = await database.query<EventRow>(`select ${COLUMNS} from books.event e where e.stream_id = (${lookup}) order by e.seq`, [value]);
  return [...streamsFrom(rows).values()][0] ?? null;
}

/** Loads several streams. */
export async function loadStreams(database: Queryable, ids: readonly Uuid[]): Promise<Map<Uuid, Stream>> {
  if (ids.length === 0) return new Map();
  return streamsFrom(await database.query<EventRow>(`select ${COLUMNS} from books.event e where e.stream_id = any($1) order by e.stream_id, e.seq`, [ids]));
}
