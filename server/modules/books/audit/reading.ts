/** Reading for the audit: streams by key in chunks, each chunk with its rows in one statement, so that what is compared was true at one moment. */
import type { Queryable, Row } from '../../../kernel/database.ts';
import type { Uuid } from '../../../kernel/ids.ts';
import type { AuditTable } from './tables.ts';

/** An event as stored. `settled`: it was committed when the audit began. */
export interface StoredEvent { stream_id: Uuid; seq: number; stream_kind: string; type: string; body: string; hash: string; position: number; settled: boolean }

/** All that the database holds of one stream. */
export interface StreamRows {
  events: StoredEvent[];
  /** By table name. */
  rows: Map<string, Row[]>;
}

/** The books' own tables. */
export const BOOK_TABLES = ['books.unit', 'books.stock_movement', 'books.due', 'books.payment'] as const;

/** Next stream ids after `after`, from the journal and from every table (with an index by stream) that could hold a row without a journal. */
export async function nextStreams(database: Queryable, tables: readonly AuditTable[], after: Uuid | null, chunk: number): Promise<Uuid[]> {
  const sources = [{ name: 'books.event', stream: 'stream_id' }, ...tables];
  const parts = sources.map(({ name, stream }) => `(select distinct ${stream} as id from ${name} where ${after === null ? `${stream} is not null and $1::uuid is null` : `${stream} > $1`} order by 1 limit $2)`);
  const rows = await database.query<{ id: Uuid }>(`select id from (${parts.join(' union ')}) s order by id limit $2`, [after, chunk]);
  return rows.map((row) => row.id);
}

interface ChunkRow { source: string; stream: Uuid; row: Row }

const EVENTS = `select 'books.event' as source, e.stream_id as stream, json_build_object('stream_id', e.stream_id, 'seq', e.seq, 'stream_kind', e.stream_kind, 'type', e.type, 'body', e.body, 'hash', encode(e.hash, 'hex'), 'position', e.position, 'settled', pg_visible_in_snapshot(e.xid, $2::pg_snapshot)) as row from books.event e where e.stream_id = any($1)`;

/** Everything of the streams named in these tables, in one statement. `began` is the snapshot the audit began with. */
export async function readStreams(database: Queryable, tables: readonly AuditTable[], ids: readonly Uuid[], began: string): Promise<Map<Uuid, StreamRows>> {
  const parts = [EVENTS, ...tables.map(({ name, stream }) => `select '${name}', t.${stream}, row_to_json(t) from ${name} t where t.${stream} = any($1)`)];
  const streams = new Map<Uuid, StreamRows>(ids.map((id) => [id, { events: [], rows: new Map() }]));
  for (const { source, stream, row } of await database.query<ChunkRow>(parts.join(' union all '), [ids, began])) {
    const of = streams.get(stream);
    if (source === 'books.event') of?.events.push(row as unknown as StoredEvent);
    else if (of) push(of.rows, source, row);
  }
  for (const { events } of streams.values()) events.sort((a, b) => a.seq - b.seq);
  return streams;
}

/** Rows of tables without an index by stream, looked up by their keys; and, at that same moment, how far each stream is. */
export async function readByKey(database: Queryable, keys: ReadonlyMap<AuditTable, readonly Row[]>, ids: readonly Uuid[]): Promise<{ rows: Map<string, Row[]>; lengths: Map<Uuid, number> }> {
  const parts = ['select null as source, stream_id as stream, json_build_object(\'length\', max(seq)) as row from books.event where stream_id = any($1) group by stream_id'];
  const values: unknown[] = [ids];
  for (const [table, wanted] of keys) {
    values.push(JSON.stringify(wanted));
    parts.push(`select '${table.name}', t.${table.stream}, row_to_json(t) from json_populate_recordset(null::${table.name}, $${values.length}) k join ${table.name} t using (${table.key.join(', ')})`);
  }
  const rows = new Map<string, Row[]>();
  const lengths = new Map<Uuid, number>();
  for (const { source, stream, row } of await database.query<Omit<ChunkRow, 'source'> & { source: string | null }>(parts.join(' union all '), values)) {
    if (source === null) lengths.set(stream, Number(row.length));
    else push(rows, source, row);
  }
  return { rows, lengths };
}

function push(rows: Map<string, Row[]>, name: string, row: Row): void {
  const of = rows.get(name);
  if (of) of.push(row);
  else rows.set(name, [row]);
}

/** The next rows of a table by its key, after the row given. */
export const nextRows = (database: Queryable, table: AuditTable, after: Row | null, chunk: number): Promise<Row[]> => {
  const key = table.key.map((column) => `t.${column}`).join(', ');
  return database.query<Row>(`select ${key}, t.${table.stream} as stream from ${table.name} t ${after === null ? '' : `where (${key}) > (${table.key.map((_, index) => `$${index + 2}`).join(', ')})`} order by ${key} limit $1`, [chunk, ...(after === null ? [] : table.key.map((column) => after[column]))]);
};

/** The moment the audit begins: its snapshot, and at that very moment the rows of shared tables and the sizes of those without an index by stream. */
export async function beginning(database: Queryable, shared: readonly AuditTable[], counted: readonly AuditTable[]): Promise<{ snapshot: string; rows: Map<string, Row[]>; counts: Map<string, number> }> {
  const [row] = await database.query<{ snapshot: string; rows: Record<string, Row[]>; counts: Record<string, number> }>(`select pg_current_snapshot()::text as snapshot,
    json_build_object(${shared.map(({ name }) => `'${name}', (select coalesce(json_agg(row_to_json(t)), '[]') from ${name} t)`).join(', ')}) as rows,
    json_build_object(${counted.map(({ name }) => `'${name}', (select count(*) from ${name})`).join(', ')}) as counts`);
  if (!row) throw new Error('the beginning of the audit answered no row');
  return { snapshot: row.snapshot, rows: new Map(Object.entries(row.rows)), counts: new Map(Object.entries(row.counts)) };
}
