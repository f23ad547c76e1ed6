/** "The books are whole" as one function: the journal by its hashes, the three books and every projection by the fold of the journal. */
import type { Queryable } from '../../kernel/database.ts';
import type { StillAsked } from './audit/books.ts';
import type { Besides } from './audit/compare.ts';
import { CountedShelves } from './audit/counted.ts';
import { beginning, BOOK_TABLES } from './audit/reading.ts';
import { Findings } from './audit/report.ts';
import type { AuditReport } from './audit/report.ts';
import { SharedRows } from './audit/shared.ts';
import { checkStock } from './audit/stock.ts';
import { checkStreams, findExtraRows } from './audit/streams.ts';
import type { Scope } from './audit/streams.ts';
import { describeTables, projectedTables } from './audit/tables.ts';
import type { Projection, StreamKind } from './types.ts';

export type { AuditReport } from './audit/report.ts';
export type { StillAsked } from './audit/books.ts';

export interface AuditOptions {
  /** The projections of all rooms, as they are registered with the books. */
  projections: readonly Projection[];
  /** Streams (and SKUs) read at a time; each chunk is one short statement. */
  chunk?: number;
  /** The orders room's own rule of what money must still move: with it, an order that does not close is named exactly. */
  stillAsked?: StillAsked;
  /** Columns of a projection's rows that workers write besides the journal, by table; a function where it depends on the row. */
  besides?: Readonly<Record<string, Besides>>;
  /** Faults that are listed at most. */
  limit?: number;
}

/**
 * Audits a live database. It holds no snapshot: each chunk of streams is read in one statement with all that the books and the
 * projections hold of them, and each chunk of SKUs with its balances, movements and units, so that commands may go on meanwhile.
 * Rows of tables without an index by stream are looked up by key, and their number is compared with the number there must be.
 * A projection is compared in the tables it names. Rows without a journal are found too.
 */
export async function audit(database: Queryable, { projections, chunk = 200, stillAsked, besides = {}, limit = 10_000 }: AuditOptions): Promise<AuditReport> {
  const findings = new Findings(limit);
  const described = await describeTables(database, new Map([...BOOK_TABLES.map((name): [string, StreamKind[]] => [name, ['order']]), ...projectedTables(projections)]));
  const tables = described.filter((table) => table.stream !== null);
  const shared = new SharedRows(described.filter((table) => table.stream === null));
  const byKey = tables.filter((table) => !table.byStream);
  const began = await beginning(database, shared.tables, byKey);
  const scope: Scope = { database, findings, projections, tables, shared, counted: new CountedShelves(database, projections, began.snapshot), began: began.snapshot, chunk, stillAsked, besides };

  const { streams, events, rows, settledRows } = await checkStreams(scope);
  const sharedRows = shared.compare(findings, began.rows);
  for (const table of byKey) if ((began.counts.get(table.name) ?? 0) !== (settledRows.get(table.name) ?? 0)) await findExtraRows(scope, table);
  const skus = await checkStock(database, findings, scope.counted, chunk);
  return { streams, events, rows: rows + sharedRows, skus, faults: findings.faults, more: findings.more, open: findings.open };
}
