/** Reading for the audit: streams by key in chunks, each chunk with all its rows in one statement, so that what is compared was true at one moment. */
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

/** The books' own tables, with the column of the stream. */
export const BOOK_TABLES = ['books.unit', 'books.stock_movement', 'books.due', 'books.payment'] as const;

/** Next stream ids after `after`, from the journal and from every table that could hold a row without a journal. */
export async function nextStreams(database: Queryable, tables: readonly AuditTable[], after: Uuid | null, chunk: number): Promise<Uuid[]> {
  const sources = [{ name: 'books.event', stream: 'stream_id' }, ...tables];
  const parts = sources.map(({ name, stream }) => `(select distinct ${stream} as id from ${name} where ${after === null ? `${stream} is not null and $1::uuid is null` : `${stream} > $1`} order by 1 limit $2)`);
  const rows = await database.query<{ id: Uuid }>(`select id from (${parts.join(' union ')}) s order by id limit $2`, [after, chunk]);
  return rows.map((row) => row.id);
}

interface ChunkRow { source: string; stream: Uuid; row: Row }

/** Everything of the streams named, in one statement. `began` is the snapshot the audit began with. */
export async function readStreams(database: Queryable, tables: readonly AuditTable[], ids: readonly Uuid[], began: string): Promise<Map<Uuid, StreamRows>> {
  const parts = [
    `select 'books.event' as source, e.stream_id as stream, json_build_object('stream_id', e.stream_id, 'seq', e.seq, 'stream_kind', e.stream_kind, 'type', e.type, 'body', e.body, 'hash', encode(e.hash, 'hex'), 'position', e.position, 'settled', pg_visible_in_snapshot(e.xid, $2::pg_snapshot)) as row from books.event e where e.stream_id = any($1)`,
    ...tables.map(({ name, stream }) => `select '${name}', t.${stream}, row_to_json(t) from ${name} t where t.${stream} = any($1)`),
  ];
  const streams = new Map<Uuid, StreamRows>(ids.map((id) => [id, { events: [], rows: new Map() }]));
  for (const { source, stream, row } of await database.query<ChunkRow>(parts.join(' union all '), [ids, began])) {
    const of = streams.get(stream);
    if (!of) continue;
    if (source === 'books.event') {
      of.events.push(row as unknown as StoredEvent);
      continue;
    }
    const rows = of.rows.get(source);
    if (rows) rows.push(row);
    else of.rows.set(source, [row]);
  }
  for (const { events } of streams.values()) events.sort((a, b) => a.seq - b.seq);
  return streams;
}

/** The moment the audit begins: its snapshot, and at that very moment the rows of the tables that belong to no single stream. */
export async function beginning(database: Queryable, shared: readonly AuditTable[]): Promise<{ snapshot: string; rows: Map<string, Row[]> }> {
  const [row] = await database.query<{ snapshot: string; rows: Record<string, Row[]> }>(`select pg_current_snapshot()::text as snapshot, json_build_object(${
    shared.map(({ name }) => `'${name}', (select coalesce(json_agg(row_to_json(t)), '[]') from ${name} t)`).join(', ')}) as rows`);
  if (!row) throw new Error('the beginning of the audit answered no row');
  return { snapshot: row.snapshot, rows: new Map(Object.entries(row.rows)) };
}
