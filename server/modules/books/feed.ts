/** Reading the journal in one order for all streams: by transaction, gated on the oldest one still running, so that no late commit is skipped. */
import type { Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { parseEvent } from './journal.ts';
import type { JournalEvent, StreamKind } from './types.ts';

/** Where a reader is. Opaque outside: `generation.xid.position` in base64url. */
export interface Cursor { generation: number; xid: string; position: number }

export interface FeedEvent { cursor: Cursor; stream: Uuid; kind: StreamKind; event: JournalEvent }

export const encodeFeedCursor = ({ generation, xid, position }: Cursor): string => Buffer.from(`${generation}.${xid}.${position}`).toString('base64url');

/** Reads a cursor; null when it is not one. */
export function decodeFeedCursor(text: string): Cursor | null {
  const match = /^(\d{1,9})\.(\d{1,20})\.(\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString('utf8'));
  return match ? { generation: Number(match[1]), xid: match[2] ?? '0', position: Number(match[3]) } : null;
}

/** The generation the database is in: raised by restore, copy and upgrade. */
export async function generationOf(database: Queryable): Promise<number> {
  const [row] = await database.query<{ id: number }>('select max(id) as id from kernel.generation');
  return Number(row?.id ?? 1);
}

/** The cursor after everything that is committed and settled now. */
export async function feedEnd(database: Queryable): Promise<Cursor> {
  const [row] = await database.query<{ generation: number; xid: string | null; position: number | null }>(
    'select (select max(id) from kernel.generation) as generation, e.xid::text as xid, e.position from (select 1) one left join lateral (select xid, position from books.event where xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid desc, position desc limit 1) e on true');
  return { generation: Number(row?.generation ?? 1), xid: row?.xid ?? '0', position: row?.position ?? 0 };
}

/** Events after a cursor (null: from the first), at most `limit`, in feed order. */
export async function readFeed(database: Queryable, after: Cursor | null, limit: number, types: readonly string[] | null = null): Promise<FeedEvent[]> {
  const rows = await database.query<{ generation: number; xid: string; position: number; stream_id: Uuid; stream_kind: StreamKind; seq: number; body: string }>(
    `select (select max(id) from kernel.generation) as generation, xid::text as xid, position, stream_id, stream_kind, seq, body from books.event
     where (xid, position) > ($1::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot()) and ($4::text[] is null or type = any($4)) order by books.event.xid, position limit $3`,
    [after?.xid ?? '0', after?.position ?? 0, limit, types]);
  return rows.map((row) => ({ cursor: { generation: Number(row.generation), xid: row.xid, position: row.position }, stream: row.stream_id, kind: row.stream_kind, event: parseEvent(row.seq, row.body) }));
}
