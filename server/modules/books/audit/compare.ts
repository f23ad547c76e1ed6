/** Comparing a row of a table with the row the journal says there must be, whatever way the database prints its values. */
import { isDeepStrictEqual } from 'node:util';
import type { Row } from '../../../kernel/database.ts';
import type { AuditTable } from './tables.ts';
import type { Fault, Findings } from './report.ts';

/** A row there must be; `whole` when the journal alone makes it, so that its absence is a fault and its other columns hold their defaults. */
export interface ExpectedRow { row: Row; whole: boolean }

/** Columns that others may write: always, or by what the row is. */
export type Besides = readonly string[] | ((row: Row) => readonly string[]);

/** A value in one form for both sides: instants as UTC text with milliseconds, bytes as hex, the rest as JSON has it. */
export function normal(value: unknown, type: string): unknown {
  if (value === null || value === undefined) return null;
  if (type.startsWith('timestamp')) return typeof value === 'string' || value instanceof Date ? instant(value) : value;
  if (type === 'date') return typeof value === 'string' ? value.slice(0, 10) : value;
  if (type === 'bigint' || type === 'integer' || type === 'smallint' || type === 'numeric' || type === 'double precision') return typeof value === 'string' ? Number(value) : value;
  if (type === 'character') return typeof value === 'string' ? value.trimEnd() : value;
  return value;
}

function instant(value: string | Date): string {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? String(value) : date.toISOString();
}

export const keyText = (table: AuditTable, row: Row): string => table.key.map((column) => String(normal(row[column], table.columns.get(column)?.type ?? 'text'))).join(' ');

const shown = (value: unknown): string => (value === null ? 'nothing' : typeof value === 'string' ? `"${value}"` : JSON.stringify(value));

/**
 * Compares the rows found with the rows expected and adds a fault for each difference. Columns that no event wrote must hold their
 * default, where that is a constant; `besides` are columns that others may write.
 */
export function compareRows(findings: Findings, book: Fault['book'], table: AuditTable, found: Iterable<Row>, expected: ReadonlyMap<string, ExpectedRow>, besides: Besides = []): number {
  const missing = new Map(expected);
  let count = 0;
  for (const row of found) {
    count += 1;
    const key = keyText(table, row);
    const want = missing.get(key);
    if (!want) {
      findings.add({ book, table: table.name, key, what: null, found: row, expected: null, sentence: `${table.name} has a row ${key} that the journal knows nothing of.` });
      continue;
    }
    missing.delete(key);
    const others = typeof besides === 'function' ? besides(want.row) : besides;
    for (const [name, column] of table.columns) {
      if (others.includes(name) || (want.row[name] === undefined && !want.whole)) continue;
      const should = want.row[name] === undefined ? column.untouched : want.row[name];
      if (should === undefined) continue;
      const [is, must] = [normal(row[name], column.type), normal(should, column.type)];
      if (!isDeepStrictEqual(is, must)) {
        findings.add({ book, table: table.name, key, what: name, found: is, expected: must, sentence: `${table.name} ${key}: ${name} is ${shown(is)}, by the journal it is ${shown(must)}.` });
      }
    }
  }
  for (const [key, { row, whole }] of missing) {
    count += 1;
    if (whole) findings.add({ book, table: table.name, key, what: null, found: null, expected: row, sentence: `${table.name} lacks the row ${key} that the journal says there must be.` });
  }
  return count;
}
