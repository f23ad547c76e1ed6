/** How versioned rows of settings and master data are written: at the version the editor saw, in a fixed order, raising the epoch where processes keep them in memory. */
import { table } from '../../kernel/change.ts';
import type { Change, Lane } from '../../kernel/change.ts';
import type { Row, Statement } from '../../kernel/database.ts';
import { kernelProblems } from '../../kernel/problem.ts';

const EPOCH = table('kernel.epoch', 'name');

/** Statements that are sent one after the other, behind all rows of the change: children follow the row they refer to. */
const sequence: Lane = { name: 'sequence', statements: (rows) => rows.map((row) => row['statement'] as Statement) };

/** Adds a statement that is sent after the rows of the change and after those added before it. `what` tells it from the others of the change. */
export function sendAfter(change: Change, what: string, statement: Statement): void {
  if (change.lanes.get(sequence)?.has(what)) throw new Error(`${what} is written twice in one change`);
  change.delta(sequence, ['what'], { what, statement });
}

/** Processes that keep settings in memory read them again at their next load. */
export const raiseEpoch = (change: Change): void => change.add(EPOCH, { name: 'settings', value: 1 });

/**
 * Writes a versioned row. `expected` null makes it at version 1 (a rival's row of the same key is a contest: the command decides again);
 * else the row must still have that version, and gets the next one.
 */
export function putVersioned(change: Change, into: { table: string; key: string }, row: Row, expected: number | null, now: string): void {
  const columns = Object.keys(row);
  const what = `${into.table} ${String(row[into.key])}`;
  const record = JSON.stringify(row);
  if (expected === null) {
    sendAfter(change, what, { text: `insert into ${into.table} (${columns.join(', ')}, version, updated_at) select ${columns.join(', ')}, 1, $2 from json_populate_record(null::${into.table}, $1)`, values: [record, now] });
    return;
  }
  const sets = columns.filter((column) => column !== into.key).map((column) => `${column} = r.${column}`).join(', ');
  sendAfter(change, what, {
    text: `with done as (update ${into.table} t set ${sets}, version = t.version + 1, updated_at = $3 from json_populate_record(null::${into.table}, $1) r where t.${into.key} = r.${into.key} and t.version = $2 returning 1)
      select kernel.expect(1, (select count(*) from done), '${into.table}')`,
    values: [record, expected, now],
  });
}

/** Replaces all rows that belong to a parent, e.g. the barcodes of a variant. `where` names the columns that say so, with their values. */
export function replaceRows(change: Change, into: string, where: Readonly<Record<string, string>>, rows: readonly Row[]): void {
  const names = Object.keys(where);
  const what = `${into} ${Object.values(where).join(' ')}`;
  sendAfter(change, `${what} (before)`, { text: `delete from ${into} where ${names.map((name, index) => `${name} = $${index + 1}`).join(' and ')}`, values: Object.values(where) });
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys({ ...where, ...first });
  sendAfter(change, what, { text: `insert into ${into} (${columns.join(', ')}) select ${columns.join(', ')} from json_populate_recordset(null::${into}, $1)`, values: [JSON.stringify(rows.map((row) => ({ ...where, ...row })))] });
}

/**
 * Compares the version a client saw (If-Match) with the one there is, and gives back what to expect when writing. A row that is not there
 * is made without If-Match; one that is there needs it, so that nobody overwrites what they never saw.
 */
export function expectedVersion(there: number | null, ifMatch: string | null, what: string): number | null {
  if (there === null) {
    if (ifMatch !== null) throw kernelProblems.version_mismatch({ detail: `There is no ${what} (any more), and If-Match names version ${ifMatch}. Leave If-Match out to make it.`, found: ifMatch, expected: null });
    return null;
  }
  if (ifMatch === null) throw kernelProblems.version_missing({ detail: `${what} is there already, at version ${there}. Read it, and send If-Match: "${there}" to change it.`, expected: there });
  if (ifMatch !== String(there)) throw kernelProblems.version_mismatch({ detail: `You changed version ${ifMatch} of ${what}, but it is at ${there} by now. Read it again.`, found: ifMatch, expected: there });
  return there;
}

/** A page of a list that is read by key: one row more than shown was asked for, to know whether it goes on. */
export function pageOf<R, V>(rows: readonly R[], limit: number, key: (row: R) => string, view: (row: R) => V): { items: V[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(view), next: rows.length > limit && last !== undefined ? key(last) : null };
}
