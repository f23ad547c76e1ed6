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
  /** Whether an index leads with that column. Without one the rows of a stream are looked up by their keys, which the journal tells. */
  byStream: boolean;
}

interface ColumnRow { of: string; name: string; type: string; position: number; default_text: string | null; generated: boolean; in_key: boolean; leads: boolean }

const COLUMNS = `
  select o.name as of, a.attname as name, format_type(a.atttypid, null) as type, coalesce(array_position(i.indkey::int2[], a.attnum), -1) as position,
    pg_get_expr(d.adbin, d.adrelid) as default_text, a.attidentity <> '' or a.attgenerated <> '' as generated, coalesce(a.attnum = any(i.indkey), false) as in_key,
    exists (select 1 from pg_index l where l.indrelid = a.attrelid and l.indisvalid and l.indpred is null and l.indkey[0] = a.attnum) as leads
  from unnest($1::text[]) o(name) join pg_attribute a on a.attrelid = o.name::regclass and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
  order by o.name, a.attnum`;

/** Defaults that are the same whenever they are evaluated: a number, a truth, a quoted text. */
const CONSTANT = /^(?:-?\d+|true|false|'[^']*'(?:::[a-z ]+(?:\[\])?)?)$/;

/** Reads the shape of tables from the catalogue of the database. `kinds`: per table the streams whose projections write it. */
export async function describeTables(database: Queryable, kinds: ReadonlyMap<string, readonly StreamKind[]>): Promise<AuditTable[]> {
  const rows = await database.query<ColumnRow>(COLUMNS, [[...kinds.keys()]]);
  const constants = [...new Set(rows.flatMap((row) => (row.default_text !== null && CONSTANT.test(row.default_text) ? [row.default_text] : [])))];
  const [values] = constants.length === 0 ? [] : await database.query<{ values: unknown[] }>(`select json_build_array(${constants.join(', ')}) as values`);
  const untouched = (row: ColumnRow): unknown => (row.generated ? undefined : row.default_text === null ? null : values?.values[constants.indexOf(row.default_text)]);
  return [...kinds].map(([name, of]) => tableOf(name, of, rows.filter((row) => row.of === name), untouched));
}

function tableOf(name: string, kinds: readonly StreamKind[], rows: readonly ColumnRow[], untouched: (row: ColumnRow) => unknown): AuditTable {
  const types = new Map(rows.map((row) => [row.name, row.type]));
  const stream = ['stream_id', ...kinds.map((kind) => `${kind}_id`)].find((column) => types.has(column)) ?? (types.get('id') === 'uuid' ? 'id' : null);
  const key = rows.filter((row) => row.in_key).sort((a, b) => a.position - b.position).map((row) => row.name);
  if (key.length === 0) throw new Error(`${name} has no primary key; its rows cannot be told apart`);
  const columns = new Map(rows.map((row) => [row.name, { name: row.name, type: row.type, untouched: untouched(row) }]));
  return { name, key, columns, stream, byStream: rows.some((row) => row.name === stream && row.leads) };
}

/** The tables that the projections own, each once, with the kinds of stream that write them. */
export function projectedTables(projections: readonly Projection[]): Map<string, StreamKind[]> {
  const kinds = new Map<string, StreamKind[]>();
  for (const projection of projections) {
    for (const name of projection.tables) kinds.set(name, [...(kinds.get(name) ?? []), projection.stream]);
  }
  return kinds;
}
