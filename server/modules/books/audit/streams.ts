/** All streams, chunk by chunk: each is folded again, and every row of it in every table is compared with what the journal says. */
import type { Queryable, Row } from '../../../kernel/database.ts';
import type { Projection, StreamKind } from '../types.ts';
import { bookRows, checkClosing, checkLaws } from './books.ts';
import type { StillAsked } from './books.ts';
import { compareRows, keyText } from './compare.ts';
import type { Besides, ExpectedRow } from './compare.ts';
import type { CountedShelves } from './counted.ts';
import { checkJournal } from './journal.ts';
import { nextRows, nextStreams, readByKey, readStreams } from './reading.ts';
import type { StreamRows } from './reading.ts';
import { expectedRows, replay } from './replay.ts';
import type { Replayed } from './replay.ts';
import { Findings } from './report.ts';
import type { Fault } from './report.ts';
import type { SharedRows } from './shared.ts';
import type { AuditTable } from './tables.ts';

export interface Scope {
  database: Queryable;
  findings: Findings;
  projections: readonly Projection[];
  /** Tables whose rows belong to a stream. */
  tables: readonly AuditTable[];
  shared: SharedRows;
  counted: CountedShelves;
  /** The snapshot the audit began with. */
  began: string;
  chunk: number;
  stillAsked: StillAsked | undefined;
  /** Columns that others may write. */
  besides: Readonly<Record<string, Besides>>;
}

type Expected = Map<string, Map<string, ExpectedRow>>;

/** A stream that was read and folded, with the rows its journal asks for. */
interface Folded { id: string; length: number; replayed: Replayed; rows: Map<string, Row[]>; expected: Expected }

export interface Totals { streams: number; events: number; rows: number; settledRows: Map<string, number> }

const BOOKS: Readonly<Record<string, Fault['book']>> = { 'books.unit': 'units', 'books.stock_movement': 'stock', 'books.due': 'money', 'books.payment': 'money' };

/** Checks every stream. `settledRows` tells, per table without an index by stream, how many rows there must have been when the audit began. */
export async function checkStreams(scope: Scope): Promise<Totals> {
  const totals: Totals = { streams: 0, events: 0, rows: 0, settledRows: new Map() };
  const byStream = scope.tables.filter((table) => table.byStream);
  for (let after: string | null = null; ;) {
    let ids = await nextStreams(scope.database, byStream, after, scope.chunk);
    if (ids.length === 0) return totals;
    after = ids.at(-1) ?? null;
    // A stream that moved on between the two reads of its rows is read again; one that never rests is left after so many rounds.
    for (let round = 1; ids.length > 0 && round <= 20; round += 1) ids = await checkChunk(scope, totals, byStream, ids);
  }
}

/** Checks these streams. Answers those that moved on meanwhile, of which nothing was said yet. */
async function checkChunk(scope: Scope, totals: Totals, byStream: readonly AuditTable[], ids: readonly string[]): Promise<string[]> {
  const byKey = scope.tables.filter((table) => !table.byStream);
  const read = await readStreams(scope.database, byStream, ids, scope.began);
  // What is found out about a stream counts only when it stood still, so it is kept apart until then.
  const folded = [...read].map(([id, stored]) => ({ id, stored, ...foldStream(scope, id, stored) }));
  const keys = new Map<AuditTable, Row[]>(byKey.map((table) => [table, folded.flatMap(({ fold }) => [...(fold?.expected.get(table.name)?.values() ?? [])].map(({ row }) => row))]));
  const { rows, lengths } = byKey.length === 0 ? { rows: new Map<string, Row[]>(), lengths: new Map<string, number>() } : await readByKey(scope.database, keys, ids);
  const found = new Map(byKey.map((table) => [table.name, new Map((rows.get(table.name) ?? []).map((row) => [keyText(table, row), row]))]));
  const moved: string[] = [];
  for (const { id, stored, findings, fold } of folded) {
    if (byKey.length > 0 && (lengths.get(id) ?? 0) !== (stored.events.at(-1)?.seq ?? 0)) {
      moved.push(id);
      continue;
    }
    totals.events += stored.events.length;
    if (stored.events.length > 0) totals.streams += 1;
    for (const fault of findings.faults) scope.findings.add(fault);
    if (!fold) {
      if (stored.events[0]?.stream_kind !== 'order') scope.counted.loseSight();
      continue;
    }
    scope.counted.take(fold.replayed.change);
    for (const table of byKey) fold.rows.set(table.name, lookedUp(table, found.get(table.name), fold.expected));
    checkLaws(scope.findings, fold.replayed.stream, fold.rows);
    checkClosing(scope.findings, fold.replayed.stream, scope.stillAsked);
    for (const table of scope.tables) {
      totals.rows += compareRows(scope.findings, BOOKS[table.name] ?? 'projection', table, fold.rows.get(table.name) ?? [], fold.expected.get(table.name) ?? new Map(), scope.besides[table.name]);
    }
    countSettled(scope, totals, byKey, stored, fold);
  }
  return moved;
}

function foldStream({ projections, tables }: Scope, id: string, stored: StreamRows): { findings: Findings; fold: Folded | null } {
  const findings = new Findings(Number.POSITIVE_INFINITY);
  const events = checkJournal(findings, id, stored.events);
  if (events === null) return { findings, fold: null };
  try {
    const replayed = replay((stored.events[0]?.stream_kind ?? 'order') as StreamKind, id, events, projections);
    return { findings, fold: { id, length: events.length, replayed, rows: stored.rows, expected: expectedOf(tables, replayed) } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    findings.add({ book: 'journal', table: 'books.event', key: id, what: 'moves', found: reason, expected: 'events that can be folded', sentence: `Stream ${id} cannot be folded: ${reason}.` });
    return { findings, fold: null };
  }
}

/** Every row the journal of a stream asks for, by table and key. */
function expectedOf(tables: readonly AuditTable[], { stream, change, movements }: Replayed): Expected {
  const expected: Expected = new Map(tables.map((table) => [table.name, new Map()]));
  const put = (name: string, row: Row, whole: boolean): void => {
    const table = tables.find((one) => one.name === name);
    if (table) expected.get(name)?.set(keyText(table, row), { row, whole });
  };
  for (const [name, rows] of bookRows(stream, movements)) for (const row of rows) put(name, row, true);
  for (const { table, row, whole } of expectedRows(change)) put(table, row, whole);
  return expected;
}

/** Of the rows that were looked up by key, those of one stream. */
const lookedUp = (table: AuditTable, rows: ReadonlyMap<string, Row> | undefined, expected: Expected): Row[] =>
  [...(expected.get(table.name)?.keys() ?? [])].flatMap((key) => {
    const row = rows?.get(key);
    return row ? [row] : [];
  });

/** Adds what counted when the audit began: the shared tables and the sizes of tables were read at that moment. */
function countSettled({ shared, projections, tables }: Scope, totals: Totals, byKey: readonly AuditTable[], stored: StreamRows, fold: Folded): void {
  const settled = stored.events.filter((event) => event.settled).length;
  const before = settled === fold.length ? fold.replayed : replay(fold.replayed.stream.kind, fold.id, fold.replayed.stream.events.slice(0, settled), projections);
  const expected = before === fold.replayed ? fold.expected : expectedOf(tables, before);
  shared.expect(before.change);
  for (const { name } of byKey) totals.settledRows.set(name, (totals.settledRows.get(name) ?? 0) + (expected.get(name)?.size ?? 0));
}

/** Walks a table by its key and names the rows that no stream asks for. Only done when the table had another number of rows than it must. */
export async function findExtraRows(scope: Scope, table: AuditTable): Promise<void> {
  for (let after: Row | null = null; ;) {
    const rows: Row[] = await nextRows(scope.database, table, after, scope.chunk);
    if (rows.length === 0) return;
    after = rows.at(-1) ?? null;
    const ids = [...new Set(rows.map((row) => row.stream as string))];
    const expected = new Map<string, ReadonlyMap<string, unknown>>();
    for (const [id, stored] of await readStreams(scope.database, [], ids, scope.began)) expected.set(id, foldStream(scope, id, stored).fold?.expected.get(table.name) ?? new Map());
    const doubted = new Set(rows.filter((row) => !expected.get(row.stream as string)?.has(keyText(table, row))).map((row) => row.stream as string));
    if (doubted.size > 0) await nameExtraRows(scope, table, [...doubted]);
  }
}

/** Reads the doubted streams once more with this table in one statement, since they may have moved on, and names the rows too many. */
async function nameExtraRows(scope: Scope, table: AuditTable, ids: readonly string[]): Promise<void> {
  for (const [id, stored] of await readStreams(scope.database, [table], ids, scope.began)) {
    const { fold } = foldStream(scope, id, stored);
    const extra = (stored.rows.get(table.name) ?? []).filter((row) => fold?.expected.get(table.name)?.has(keyText(table, row)) !== true);
    if (fold || stored.events.length === 0) compareRows(scope.findings, BOOKS[table.name] ?? 'projection', table, extra, new Map());
  }
}
