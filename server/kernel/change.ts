/**
 * A Change is everything one command writes, as data: rows per table and net deltas per key, for one or more streams. It is sent as one
 * transaction in one flight: all rows in one statement (each row is written once, so a shared snapshot does no harm), then what is contested.
 */
import { constraintOf, errorCode } from './database.ts';
import type { Database, Queryable, Row, Statement } from './database.ts';

/** A table that a room may write: its name with schema, and the columns of its key. */
export interface Table { readonly name: string; readonly key: readonly string[] }

export const table = (name: string, ...key: string[]): Table => ({ name, key });

/** Deltas that are merged per key and sent after all rows, e.g. the stock of the stock book. */
export interface Lane {
  readonly name: string;
  /** Columns that are no sums: within a change what was said last counts, of several changes the largest. */
  readonly bounds?: readonly string[];
  /** Columns that are moments, as text in UTC: the earliest that was said counts. */
  readonly moments?: readonly string[];
  /** Likewise, but the latest. */
  readonly latest?: readonly string[];
  /** Statements that apply the merged deltas; each raises when it touches fewer rows than it must. */
  statements(deltas: readonly Row[]): Statement[];
}

type Mode = 'insert' | 'put' | 'patch' | 'remove';
interface Entry { mode: Mode; row: Row }

/** The answer that is kept under an Idempotency-Key, written with the change itself. */
export interface KeptAnswer { scope: string; key: string; fingerprint: string; status: number; answer: unknown }

export class Change {
  readonly rows = new Map<string, { table: Table; entries: Map<string, Entry> }>();
  readonly lanes = new Map<Lane, Map<string, Row>>();
  readonly counters = new Map<string, { table: Table; entries: Map<string, Row> }>();
  kept: KeptAnswer | null = null;
  readonly #last = new Map<string, () => void>();

  /** Something to write once, after everything else was decided (a status read from the final units); one per key. */
  atEnd(key: string, write: () => void): void {
    this.#last.set(key, write);
  }

  get isEmpty(): boolean {
    return this.rows.size === 0 && this.lanes.size === 0 && this.counters.size === 0;
  }

  /** A new row; a second one under the same key violates the table's key when sent. */
  insert(into: Table, row: Row): void {
    const entries = this.#entries(into);
    const key = keyOf(into, row);
    const before = entries.get(key);
    if (before && before.mode !== 'remove') throw new Error(`${into.name} ${key} is written twice in one change`);
    entries.set(key, { mode: before ? 'put' : 'insert', row });
  }

  /** A row as it must be afterwards, whether it was there or not. One that is known to be new (`isNew`) is inserted, which costs the database less. */
  put(into: Table, row: Row, isNew = false): void {
    const entries = this.#entries(into);
    const key = keyOf(into, row);
    const before = entries.get(key);
    if (before?.mode === 'insert') before.row = { ...before.row, ...row };
    else if (!before && isNew) entries.set(key, { mode: 'insert', row });
    else entries.set(key, { mode: 'put', row: before && before.mode !== 'remove' ? { ...before.row, ...row } : row });
  }

  /** Some columns of a row that must be there: raises when it is not. */
  patch(into: Table, row: Row): void {
    const entries = this.#entries(into);
    const key = keyOf(into, row);
    const before = entries.get(key);
    if (before && before.mode !== 'remove') before.row = { ...before.row, ...row };
    else entries.set(key, { mode: 'patch', row });
  }

  /** No row under this key afterwards. */
  remove(from: Table, row: Row): void {
    const entries = this.#entries(from);
    const key = keyOf(from, row);
    if (entries.get(key)?.mode === 'insert') entries.delete(key);
    else entries.set(key, { mode: 'remove', row });
  }

  /** Adds to counting columns of a row that is made when it is not there; deltas of one key are merged. */
  add(into: Table, row: Row): void {
    let lane = this.counters.get(into.name);
    if (!lane) this.counters.set(into.name, (lane = { table: into, entries: new Map() }));
    merge(lane.entries, keyOf(into, row), row, into.key);
  }

  /** Adds deltas to a lane; numbers of one key are summed, `true` wins over `false`. */
  delta(lane: Lane, key: readonly string[], row: Row): void {
    let entries = this.lanes.get(lane);
    if (!entries) this.lanes.set(lane, (entries = new Map()));
    merge(entries, key.map((column) => String(row[column])).join(' '), row, key, { ...lane, keep: 'last' });
  }

  #entries(of: Table): Map<string, Entry> {
    let found = this.rows.get(of.name);
    if (!found) this.rows.set(of.name, (found = { table: of, entries: new Map() }));
    return found.entries;
  }

  /** Takes over all of another change, so that both are sent as one transaction. */
  absorb(other: Change): void {
    other.finish();
    for (const { table: of, entries } of other.rows.values()) {
      const mine = this.#entries(of);
      for (const [key, entry] of entries) {
        if (mine.has(key)) throw new Error(`${of.name} ${key} is written by two changes at once`);
        mine.set(key, entry);
      }
    }
    for (const { table: of, entries } of other.counters.values()) for (const row of entries.values()) this.add(of, row);
    for (const [lane, entries] of other.lanes) {
      let mine = this.lanes.get(lane);
      if (!mine) this.lanes.set(lane, (mine = new Map()));
      for (const [key, row] of entries) merge(mine, key, row, [], { ...lane, keep: 'largest' });
    }
  }

  /** Runs what was left for the end, and turns the kept answer into its row. */
  finish(): void {
    for (const write of this.#last.values()) write();
    this.#last.clear();
    if (this.kept) this.insert(IDEMPOTENCY, keptRow(this.kept));
    this.kept = null;
  }

  /** The statements in the order they are sent. */
  statements(): Statement[] {
    this.finish();
    const statements: Statement[] = [];
    const rows = rowsStatement(this);
    if (rows) statements.push(rows);
    for (const [lane, entries] of this.lanes) if (entries.size > 0) statements.push(...lane.statements([...entries.values()]));
    return statements;
  }
}

const IDEMPOTENCY = table('kernel.idempotency', 'scope', 'key');
const keptRow = (kept: KeptAnswer): Row => ({ scope: kept.scope, key: kept.key, fingerprint: kept.fingerprint, status: kept.status, answer: JSON.stringify(kept.answer) });

const keyOf = (of: Table, row: Row): string => of.key.map((column) => {
  const value = row[column];
  if (value === undefined || value === null) throw new Error(`${of.name} is written without its key ${column}`);
  return String(value);
}).join(' ');

function merge(entries: Map<string, Row>, key: string, row: Row, keyColumns: readonly string[], { bounds = [], moments = [], latest = [], keep = 'last' }: { bounds?: readonly string[]; moments?: readonly string[]; latest?: readonly string[]; keep?: 'last' | 'largest' } = {}): void {
  const before = entries.get(key);
  if (!before) {
    entries.set(key, { ...row });
    return;
  }
  for (const [column, value] of Object.entries(row)) {
    if (keyColumns.includes(column)) continue;
    if (typeof value === 'number' && bounds.includes(column)) before[column] = keep === 'last' ? value : Math.max(typeof before[column] === 'number' ? before[column] : 0, value);
    else if (typeof value === 'number') before[column] = (typeof before[column] === 'number' ? before[column] : 0) + value;
    else if (typeof value === 'boolean') before[column] = before[column] === true || value;
    else if (typeof value === 'string' && moments.includes(column)) before[column] = typeof before[column] === 'string' && before[column] < value ? before[column] : value;
    else if (typeof value === 'string' && latest.includes(column)) before[column] = typeof before[column] === 'string' && before[column] > value ? before[column] : value;
    else before[column] = value;
  }
}

/** One statement with a clause per table, mode and column set; `kernel.expect` raises where a row that must be there is not. */
function rowsStatement(change: Change): Statement | null {
  const groups = new Map<string, { table: Table; mode: Mode | 'add'; columns: string[]; rows: Row[] }>();
  const put = (of: Table, mode: Mode | 'add', row: Row): void => {
    // Rows of one writer have their columns in one order, so that order is part of what makes rows alike; sorting each would cost more than it joins.
    const columns = mode === 'remove' ? [...of.key] : Object.keys(row);
    const signature = `${of.name} ${mode} ${columns.join(',')}`;
    const group = groups.get(signature);
    if (group) group.rows.push(row);
    else groups.set(signature, { table: of, mode, columns, rows: [row] });
  };
  for (const { table: of, entries } of change.rows.values()) for (const { mode, row } of entries.values()) put(of, mode, row);
  for (const { table: of, entries } of change.counters.values()) for (const row of entries.values()) put(of, 'add', row);
  if (groups.size === 0) return null;

  const clauses: string[] = [];
  const checks: string[] = [];
  const values: unknown[] = [];
  for (const [, { table: of, mode, columns, rows }] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    values.push(JSON.stringify(rows));
    const source = `json_populate_recordset(null::${of.name}, $${values.length})`;
    const name = `c${values.length}`;
    const list = columns.join(', ');
    const rest = columns.filter((column) => !of.key.includes(column));
    const match = of.key.map((column) => `t.${column} = r.${column}`).join(' and ');
    const sets = (value: (column: string) => string): string => rest.map((column) => `${column} = ${value(column)}`).join(', ');
    const insert = `insert into ${of.name} as t (${list}) select ${list} from ${source}`;
    switch (mode) {
      case 'insert': clauses.push(`${name} as (${insert})`); break;
      case 'put': clauses.push(`${name} as (${insert} on conflict (${of.key.join(', ')}) do ${rest.length ? `update set ${sets((column) => `excluded.${column}`)}` : 'nothing'})`); break;
      case 'add': clauses.push(`${name} as (${insert} on conflict (${of.key.join(', ')}) do update set ${sets((column) => `t.${column} + excluded.${column}`)})`); break;
      case 'patch':
        clauses.push(`${name} as (update ${of.name} t set ${sets((column) => `r.${column}`)} from ${source} r where ${match} returning 1)`);
        checks.push(`kernel.expect(json_array_length($${values.length}::json), (select count(*) from ${name}), '${of.name}')`);
        break;
      case 'remove': clauses.push(`${name} as (delete from ${of.name} t using ${source} r where ${match})`); break;
    }
  }
  return { text: `with ${clauses.join(', ')} select ${checks.length ? checks.join(', ') : '1'}`, values };
}

/** Why a change could not be sent as it was; the caller decides again on what is there now. */
export class Contested extends Error {
  /** `version`: the stream moved on; `key`: the Idempotency-Key was used; `stock`: no longer enough; `missing`: a row was not there; `unique`: a natural key is taken; `lock`: deadlock or serialisation. */
  readonly kind: 'version' | 'key' | 'stock' | 'missing' | 'unique' | 'lock';
  readonly subject: string;
  constructor(kind: Contested['kind'], subject: string) {
    super(`${kind}: ${subject}`);
    this.name = 'Contested';
    this.kind = kind;
    this.subject = subject;
  }
}

/**
 * Decides and sends in one transaction that holds what `hold` locks from before the deciding on: whoever wants the same waits until it is sent. For what
 * must be held against the very latest, however many others write it. Each statement is a round trip with the lock in hand, so what many do all day is
 * decided first and contested in the flight.
 */
export async function commitHolding<T>(database: Database, hold: readonly Statement[], change: Change, decide: (held: Queryable) => Promise<T>): Promise<T> {
  try {
    return await database.transaction(async (held) => {
      for (const { text, values } of hold) await held.query(text, values);
      const decided = await decide(held);
      for (const { text, values } of change.statements()) await held.query(text, values);
      return decided;
    });
  } catch (error) {
    throw contestOf(error) ?? error;
  }
}

/** Sends a change as one transaction. Throws Contested when the database settled a contest against it; then nothing was written. */
export async function commit(database: Database, change: Change): Promise<void> {
  const statements = change.statements();
  if (statements.length === 0) return;
  try {
    await database.flight(statements);
  } catch (error) {
    throw contestOf(error) ?? error;
  }
}

function contestOf(error: unknown): Contested | null {
  const code = errorCode(error);
  const subject = constraintOf(error) ?? (error instanceof Error ? error.message : '');
  if (code === '40P01' || code === '40001' || code === '55P03') return new Contested('lock', subject);
  if (code === 'SP001') return new Contested(subject.includes('stock') ? 'stock' : 'missing', subject);
  if (code === '23514' && subject.startsWith('stock_balance')) return new Contested('stock', subject);
  if (code !== '23505') return null;
  if (subject === 'event_pkey') return new Contested('version', subject);
  if (subject === 'idempotency_pkey') return new Contested('key', subject);
  return new Contested('unique', subject);
}
