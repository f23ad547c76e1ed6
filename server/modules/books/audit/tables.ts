/** The shape of the tables an audit compares: key, columns with what they hold when nobody wrote them, and the column that names the stream. */
import type { Queryable } from '../../../kernel/database.ts';
import type { Projection, StreamKind } from '../types.ts';

export interface Column {
  name: string;
  type: string;
  /** What it holds when no event wrote it; undefined where that cannot be known (a serial, a clock). */
  untouched: unknown;
}

export interface AuditTable {
  name: string;
  key: readonly string[];
  columns: ReadonlyMap<string, Column>;
  /** Column that holds the stream's id; null when rows belong to no single stream (a counter per day, say). */
  stream: string | null;
}

interface ColumnRow { name: string; type: string; position: number; default_text: string | null; generated: boolean; in_key: boolean }

const COLUMNS = `
  select a.attname as name, format_type(a.atttypid, null) as type, coalesce(array_position(i.indkey::int2[], a.attnum), -1) as position,
    pg_get_expr(d.adbin, d.adrelid) as default_text, a.attidentity <> '' or a.attgenerated <> '' as generated, coalesce(a.attnum = any(i.indkey), false) as in_key
  from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
  where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`;

/** Defaults that are the same whenever they are evaluated: a number, a truth, a quoted text. */
const CONSTANT = /^(?:-?\d+|true|false|'[^']*'(?:::[a-z ]+(?:\[\])?)?)$/;

/** Reads the shape of a table from the catalogue of the database. `kinds` are the streams whose projections write it. */
export async function describeTable(database: Queryable, name: string, kinds: readonly StreamKind[]): Promise<AuditTable> {
  const rows = await database.query<ColumnRow>(COLUMNS, [name]);
  const constants = rows.filter((row) => row.default_text !== null && CONSTANT.test(row.default_text));
  const [values] = constants.length === 0 ? [{ values: {} }] : await database.query<{ values: Record<string, unknown> }>(
    `select json_build_object(${constants.map((row) => `'${row.name}', ${row.default_text}`).join(', ')}) as values`);
  const columns = rows.map((row): Column => ({
    name: row.name, type: row.type,
    untouched: row.generated ? undefined : row.default_text === null ? null : values?.values[row.name],
  }));
  const names = new Set(rows.map((row) => row.name));
  const uuids = new Set(rows.filter((row) => row.type === 'uuid').map((row) => row.name));
  const stream = ['stream_id', ...kinds.map((kind) => `${kind}_id`)].find((column) => names.has(column)) ?? (uuids.has('id') ? 'id' : null);
  const key = rows.filter((row) => row.in_key).sort((a, b) => a.position - b.position).map((row) => row.name);
  if (key.length === 0) throw new Error(`${name} has no primary key; its rows cannot be told apart`);
  return { name, key, columns: new Map(columns.map((column) => [column.name, column])), stream };
}

/** The tables that the projections own, each once. */
export async function describeProjections(database: Queryable, projections: readonly Projection[]): Promise<Map<string, AuditTable>> {
  const kinds = new Map<string, Set<StreamKind>>();
  for (const projection of projections) {
    for (const name of projection.tables) kinds.set(name, (kinds.get(name) ?? new Set()).add(projection.stream));
  }
  const tables = await Promise.all([...kinds].map(([name, of]) => describeTable(database, name, [...of])));
  return new Map(tables.map((table) => [table.name, table]));
}
