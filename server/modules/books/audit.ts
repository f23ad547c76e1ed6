/** "The books are whole" as one function: the journal by its hashes, the three books and every projection by the fold of the journal. */
import type { Queryable, Row } from '../../kernel/database.ts';
import { checkBooks, checkClosing } from './audit/books.ts';
import type { BookTables, StillAsked } from './audit/books.ts';
import { compareRows, keyText } from './audit/compare.ts';
import { checkJournal } from './audit/journal.ts';
import { beginning, BOOK_TABLES, nextStreams, readStreams } from './audit/reading.ts';
import type { StreamRows } from './audit/reading.ts';
import { expectedRows, replay } from './audit/replay.ts';
import type { Replayed } from './audit/replay.ts';
import { Findings } from './audit/report.ts';
import type { AuditReport } from './audit/report.ts';
import { SharedRows } from './audit/shared.ts';
import { checkStock } from './audit/stock.ts';
import { describeProjections, describeTable } from './audit/tables.ts';
import type { AuditTable } from './audit/tables.ts';
import type { JournalEvent, Projection, StreamKind } from './types.ts';

export type { AuditReport } from './audit/report.ts';
export type { StillAsked } from './audit/books.ts';

export interface AuditOptions {
  /** The projections of all rooms, as they are registered with the books. */
  projections: readonly Projection[];
  /** Streams (and SKUs) read at a time; each chunk is one short statement. */
  chunk?: number;
  /** The orders room's own rule of what money must still move: with it, an order that does not close is named exactly. */
  stillAsked?: StillAsked;
  /** Columns of projections that workers write besides the journal, by table. */
  besides?: Readonly<Record<string, readonly string[]>>;
  /** Faults that are listed at most. */
  limit?: number;
}

/**
 * Audits a live database. It holds no snapshot: each chunk of streams is read in one statement with all that the books and the
 * projections hold of them, and each chunk of SKUs with its balances, movements and units, so that commands may go on meanwhile.
 * A projection is compared in the tables it names. Rows without a journal are found too.
 */
export async function audit(database: Queryable, { projections, chunk = 200, stillAsked, besides = {}, limit = 10_000 }: AuditOptions): Promise<AuditReport> {
  const findings = new Findings(limit);
  const [unit, movement, due, payment] = await Promise.all(BOOK_TABLES.map((name) => describeTable(database, name, ['order'])));
  if (!unit || !movement || !due || !payment) throw new Error('a table of the books is not described');
  const books: BookTables = { unit, movement, due, payment };
  const described = await describeProjections(database, projections);
  const own = [...described.values()].filter((table) => table.stream !== null);
  const shared = new SharedRows([...described.values()].filter((table) => table.stream === null));
  const tables = [unit, movement, due, payment, ...own];
  const kept = new Map(Object.entries(besides).map(([name, columns]) => [name, new Set(columns)]));

  const began = await beginning(database, shared.tables);
  const report = { streams: 0, events: 0, rows: 0 };
  for (let after: string | null = null; ;) {
    const ids = await nextStreams(database, tables, after, chunk);
    if (ids.length === 0) break;
    after = ids.at(-1) ?? null;
    for (const [id, stored] of await readStreams(database, tables, ids, began.snapshot)) {
      report.events += stored.events.length;
      if (stored.events.length > 0) report.streams += 1;
      report.rows += checkStream(findings, { books, own, shared, projections, kept, stillAsked }, id, stored);
    }
  }
  report.rows += shared.compare(findings, began.rows);
  const skus = await checkStock(database, findings, chunk);
  return { ...report, skus, faults: findings.faults, more: findings.more, open: findings.open };
}

interface Scope {
  books: BookTables;
  own: readonly AuditTable[];
  shared: SharedRows;
  projections: readonly Projection[];
  kept: ReadonlyMap<string, ReadonlySet<string>>;
  stillAsked: StillAsked | undefined;
}

function checkStream(findings: Findings, scope: Scope, id: string, stored: StreamRows): number {
  const events = checkJournal(findings, id, stored.events);
  if (events === null) return 0;
  const kind = (stored.events[0]?.stream_kind ?? 'order') as StreamKind;
  const replayed = replayOrFault(findings, kind, id, events, scope.projections);
  if (replayed === null) return 0;
  const compared = checkBooks(findings, scope.books, replayed.stream, stored.rows, replayed.movements);
  checkClosing(findings, replayed.stream, scope.stillAsked);

  const settled = stored.events.filter((event) => event.settled).length;
  // An event of another moment than the beginning does not count in tables that were read at the beginning.
  const before = settled === events.length ? replayed : replay(kind, id, events.slice(0, settled), scope.projections);
  scope.shared.expect(before.change);
  return compared + checkProjections(findings, scope, replayed, stored.rows);
}

function replayOrFault(findings: Findings, kind: StreamKind, id: string, events: readonly JournalEvent[], projections: readonly Projection[]): Replayed | null {
  try {
    return replay(kind, id, events, projections);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    findings.add({ book: 'journal', table: 'books.event', key: id, what: 'moves', found: reason, expected: 'events that can be folded', sentence: `Stream ${id} cannot be folded: ${reason}.` });
    return null;
  }
}

function checkProjections(findings: Findings, { own, kept }: Scope, { change }: Replayed, rows: ReadonlyMap<string, Row[]>): number {
  const expected = new Map<string, Map<string, { row: Row; whole: boolean }>>(own.map((table) => [table.name, new Map()]));
  for (const { table: name, row, whole } of expectedRows(change)) {
    const table = own.find((one) => one.name === name);
    if (table) expected.get(name)?.set(keyText(table, row), { row, whole });
  }
  let compared = 0;
  for (const table of own) compared += compareRows(findings, 'projection', table, rows.get(table.name) ?? [], expected.get(table.name) ?? new Map(), kept.get(table.name));
  return compared;
}
