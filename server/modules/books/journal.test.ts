/** The journal on a real database: one order of events per stream, chained, and closed to code that does not know them. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Change, commit } from '../../kernel/change.ts';
import { execute, SYSTEM } from '../../kernel/command.ts';
import type { CommandContext } from '../../kernel/command.ts';
import { openDatabase } from '../../kernel/database.ts';
import type { Database } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import { expectWholeBooks } from '../../../tests/support/books.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import type { TestDatabase } from '../../../tests/support/database.ts';
import { canonical, fold, loadStream, loadStreamBy, loadStreams, newStream, openBooks, parseEvent, unitsOf } from './journal.ts';
import type { NewEvent, Slice } from './types.ts';
import { BooksError } from './units.ts';

let home: TestDatabase;
let database: Database;
beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase({ url: home.url, max: 12 });
});
afterAll(async () => {
  await expectWholeBooks(database, []);
  await database.close();
  await home.close();
});

const books = openBooks([], new Set(['Placed', 'Noted']));
const context: CommandContext = { now: '2026-03-02T09:00:00.000Z', actor: SYSTEM, key: null };
const placed: NewEvent = { type: 'Placed', data: { number: 'T1' }, moves: { currency: 'EUR', lines: [{ line: 1, sku: null }], units: [{ line: 1, delivery: 1, n: 2, from: null, to: { stage: 'open', holder: null, location: null } }] } };
const noted = (note: string): NewEvent => ({ type: 'Noted', data: { note } });

async function place(): Promise<string> {
  const id = newId();
  const change = new Change();
  books.record(change, newStream('order', id), [placed, { ...noted('first'), occurredAt: '2026-03-01T00:00:00.000Z' }], context);
  await commit(database, change);
  return id;
}

describe('a stream', () => {
  it('keeps its events in their order, each with the hash of its predecessor and its own text', async () => {
    const id = await place();
    const rows = await database.query<{ seq: number; stream_kind: string; type: string; body: string; hash: Buffer }>('select seq, stream_kind, type, body, hash from books.event where stream_id = $1 order by seq', [id]);
    expect(rows.map(({ seq, stream_kind, type }) => [seq, stream_kind, type])).toEqual([[1, 'order', 'Placed'], [2, 'order', 'Noted']]);
    let previous = Buffer.alloc(32);
    for (const { body, hash } of rows) {
      previous = createHash('sha256').update(previous).update(body).digest();
      expect(hash).toEqual(previous);
    }
    expect(JSON.parse(rows[1]?.body ?? '')).toEqual({ type: 'Noted', recordedAt: context.now, occurredAt: '2026-03-01T00:00:00.000Z', by: { kind: 'system', id: 'spil' }, data: { note: 'first' }, moves: {} });
  });

  it('is loaded as it was recorded, singly, by another row, or with others', async () => {
    const [one, two] = [await place(), await place()];
    const stream = await loadStream(database, one);
    expect(stream).toMatchObject({ id: one, kind: 'order', seq: 2 });
    expect([...(stream ? unitsOf(stream).buckets.values() : [])]).toMatchObject([{ stage: 'open', n: 2 }]);
    expect((await loadStreamBy(database, 'select order_id from books.unit where order_id = $1', two))?.id).toBe(two);
    expect([...(await loadStreams(database, [one, two])).keys()].sort()).toEqual([one, two].sort());
    expect(await loadStreams(database, [])).toEqual(new Map());
    expect(await loadStream(database, newId())).toBeNull();
    expect(await loadStreamBy(database, 'select order_id from books.unit where order_id = $1', newId())).toBeNull();
  });

  it('takes the events of all that write to it at once, one after another', async () => {
    const id = await place();
    const rounds: number[] = [];
    await Promise.all(Array.from({ length: 10 }, (_, index) => execute(database, context, async (change, round) => {
      rounds.push(round.number);
      const stream = await loadStream(database, id);
      if (!stream) throw new Error('gone');
      books.record(change, stream, [noted(String(index))], context);
      return { status: 200, answer: {} };
    })));
    const stream = await loadStream(database, id);
    expect(stream?.seq).toBe(12);
    expect(new Set(stream?.events.slice(2).map((event) => (event.data as { note: string }).note)).size).toBe(10);
    expect(Math.max(...rounds)).toBeGreaterThan(1);
  });

  it('refuses a second event of the same number', async () => {
    const id = await place();
    const [one, two] = await Promise.all([loadStream(database, id), loadStream(database, id)]);
    for (const [stream, expected] of [[one, null], [two, 'version']] as const) {
      if (!stream) throw new Error('gone');
      const change = new Change();
      books.record(change, stream, [noted('x')], context);
      const sent = commit(database, change).then(() => null, (error: unknown) => (error as { kind: string }).kind);
      expect(await sent).toBe(expected);
    }
  });
});

describe('recording', () => {
  it('on a stream with an event that this code does not know is refused with 503, though its moves are folded', async () => {
    const id = newId();
    const newer = openBooks([], new Set(['Placed', 'Teleported']));
    const change = new Change();
    newer.record(change, newStream('order', id), [placed, { type: 'Teleported', data: {}, moves: { units: [{ line: 1, delivery: 1, n: 1, from: { stage: 'open', holder: null, location: null }, to: { stage: 'waiting', holder: null, location: null } }] } }], context);
    await commit(database, change);
    const stream = await loadStream(database, id);
    if (!stream) throw new Error('gone');
    expect([...unitsOf(stream).buckets.values()].map((held) => held.stage)).toEqual(['open', 'waiting']);
    const after = new Change();
    expect(() => books.record(after, stream, [noted('x')], context)).toThrow(expect.objectContaining({ code: 'books.newer_event', status: 503 }));
    expect(after.isEmpty).toBe(true);
  });

  it('of a type that is not in the catalogue is a mistake of the program', () => {
    expect(() => books.record(new Change(), newStream('order', newId()), [{ type: 'Invented', data: {} }], context)).toThrow('Invented is not in the event catalogue');
  });

  it('of moves that break a law is refused', () => {
    expect(() => books.record(new Change(), newStream('order', newId()), [{ type: 'Placed', data: {}, moves: { units: [{ line: 9, delivery: 1, n: 1, from: null, to: { stage: 'open', holder: null, location: null } }] } }], context)).toThrow(BooksError);
    expect(() => books.record(new Change(), newStream('order', newId()), [{ type: 'Placed', data: {}, moves: { money: [{ account: 'captured', payment: newId(), amount: 1 }] } }], context)).toThrow(BooksError);
  });

  it('of nothing changes nothing', () => {
    const change = new Change();
    books.record(change, newStream('order', newId()), [], context);
    expect(change.isEmpty).toBe(true);
  });

  it('runs the projections of its kind of stream with each event, and settles them once', () => {
    const ran: string[] = [];
    const of = openBooks([
      { stream: 'order', name: 'a', version: 1, tables: [], apply: (_change, stream, event) => { ran.push(`a ${event.type} ${stream.seq}`); }, settle: () => { ran.push('a settled'); } },
      { stream: 'load', name: 'b', version: 1, tables: [], apply: () => { ran.push('b'); }, settle: () => { ran.push('b settled'); } },
    ], new Set(['Placed', 'Noted']));
    const change = new Change();
    const stream = newStream('order', newId());
    of.record(change, stream, [placed], context);
    of.record(change, stream, [noted('x')], context);
    change.finish();
    expect(ran).toEqual(['a Placed 1', 'a Noted 2', 'a settled']);
  });
});

it('folds each event once, and goes on where it was', () => {
  const stream = newStream('order', newId());
  const seen: number[] = [];
  const slice: Slice<number> = { name: 'count', initial: () => 0, evolve: (count, event) => { seen.push(event.seq); return count + 1; } };
  const text = (seq: number): string => canonical({ type: 'Noted', data: seq, moves: {}, occurredAt: '', recordedAt: '', by: { kind: 'system', id: 'x' } });
  stream.events.push(parseEvent(1, text(1)));
  expect(fold(stream, slice)).toBe(1);
  stream.events.push(parseEvent(2, text(2)), parseEvent(3, text(3)));
  expect(fold(stream, slice)).toBe(3);
  expect(fold(stream, slice)).toBe(3);
  expect(seen).toEqual([1, 2, 3]);
});
