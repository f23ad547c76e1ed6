/** Tables that many streams write together, such as what a location was given on a day: added up over all streams, then compared once. */
import type { Change } from '../../../kernel/change.ts';
import type { Row } from '../../../kernel/database.ts';
import { compareRows, keyText } from './compare.ts';
import type { Findings } from './report.ts';
import type { AuditTable } from './tables.ts';

export class SharedRows {
  readonly tables: readonly AuditTable[];
  readonly #expected: ReadonlyMap<string, Map<string, { row: Row; whole: boolean }>>;

  constructor(tables: readonly AuditTable[]) {
    this.tables = tables;
    this.#expected = new Map(tables.map((table) => [table.name, new Map()]));
  }

  /** Takes what one stream added to counters. Rows that streams overwrite for each other have no fold of one stream and are not shared tables. */
  expect(change: Change): void {
    for (const { table: of, entries } of change.counters.values()) {
      const table = this.tables.find((one) => one.name === of.name);
      const expected = this.#expected.get(of.name);
      if (!table || !expected) continue;
      for (const added of entries.values()) {
        const key = keyText(table, added);
        const row = expected.get(key)?.row ?? {};
        for (const [column, value] of Object.entries(added)) row[column] = table.key.includes(column) ? value : Number(row[column] ?? 0) + Number(value);
        expected.set(key, { row, whole: true });
      }
    }
  }

  /** Compares with the rows that were there when the audit began. Answers how many there were. */
  compare(findings: Findings, rows: ReadonlyMap<string, Row[]>): number {
    let compared = 0;
    for (const table of this.tables) compared += compareRows(findings, 'projection', table, rows.get(table.name) ?? [], this.#expected.get(table.name) ?? new Map());
    return compared;
  }
}
