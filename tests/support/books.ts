/** The check that every suite runs after every scenario: the books are whole. */
import { expect } from 'vitest';
import type { Queryable } from '../../server/kernel/database.ts';
import { audit } from '../../server/modules/books/audit.ts';
import type { AuditOptions, AuditReport } from '../../server/modules/books/audit.ts';
import type { Projection } from '../../server/modules/books/index.ts';

/** Audits the database and fails with the sentence of each fault. Answers the report, for its known open states. */
export async function expectWholeBooks(database: Queryable, projections: readonly Projection[], options: Omit<AuditOptions, 'projections'> = {}): Promise<AuditReport> {
  const report = await audit(database, { ...options, projections });
  expect(report.faults.map((fault) => fault.sentence)).toEqual([]);
  expect(report.more).toBe(false);
  return report;
}
