/** Spil's own reactions to the journal: how far each is, what it put aside, and taking that up again. */
import type { Instant } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, wireOrNull } from '../../kernel/wire.ts';
import { askAgain, parseEvent } from '../../modules/books/index.ts';
import type { Follower } from '../../modules/books/index.ts';
import { COUNTED } from './queues.ts';
import type { QueueCount, QueueItem } from './queues.ts';

export interface ReactionView { name: string; behind: number; oldest: Instant | null; deadLetters: number; failures: number; lastError: string | null; movedAt: Instant | null }

interface Behind { behind: number; body: string | null; seq: number | null }

/** How many events a reader has before it, up to a thousand, and when the first of them was written. */
export async function behindOf(database: Database, after: { xid: string; position: number }, types: readonly string[] | null): Promise<{ behind: number; oldest: Instant | null }> {
  const [row] = await database.query<Behind>(
    `with ahead as (select body, seq, xid, position from books.event where (xid, position) > ($1::xid8, $2::bigint) and ($3::text[] is null or type = any($3)) order by xid, position limit ${COUNTED})
     select (select count(*)::int from ahead) as behind, f.body, f.seq from (select 1) one left join lateral (select body, seq from ahead order by xid, position limit 1) f on true`, [after.xid, after.position, types]);
  return { behind: row?.behind ?? 0, oldest: row?.body != null && row.seq !== null ? parseEvent(row.seq, row.body).recordedAt : null };
}

/** How far each reaction is. */
export async function reactionsOf(database: Database, followers: readonly Follower[]): Promise<ReactionView[]> {
  const rows = await database.query<{ name: string; xid: string; position: number; failures: number; last_error: string | null; updated_at: Instant; dead: number }>(
    `select f.name, f.xid::text as xid, f.position, f.failures, f.last_error, f.updated_at, (select count(*)::int from (select 1 from kernel.dead_letter d where d.follower = f.name and d.resolved_at is null limit ${COUNTED}) l) as dead from kernel.follower f where f.name = any($1)`, [followers.map(({ name }) => name)]);
  return Promise.all(followers.filter(({ types }) => types?.length !== 0).map(async ({ name, types }) => {
    const row = rows.find((one) => one.name === name);
    const { behind, oldest } = await behindOf(database, { xid: row?.xid ?? '0', position: row?.position ?? 0 }, types);
    return { name, behind, oldest, deadLetters: row?.dead ?? 0, failures: row?.failures ?? 0, lastError: row?.last_error ?? null, movedAt: row?.updated_at ?? null };
  }));
}

/** Events put aside, as a queue. */
export async function countLetters(database: Database): Promise<QueueCount> {
  const [row] = await database.query<{ failed: number; oldest: Instant | null }>(`select count(*)::int as failed, min(failed_at) as oldest from (select failed_at from kernel.dead_letter where resolved_at is null order by failed_at limit ${COUNTED}) l`);
  return { queue: 'letters', waiting: 0, failed: row?.failed ?? 0, oldest: row?.oldest ?? null };
}

interface LetterRow { follower: string; stream_id: Uuid; seq: number; attempts: number; error: string; failed_at: Instant; type: string | null; order_id: Uuid | null; number: string | null }
const idOfLetter = (row: LetterRow): string => `${row.follower}|${row.stream_id}|${row.seq}`;

/** One page of the events put aside, oldest first. */
export async function pageLetters(database: Database, { after, limit }: { after?: string | undefined; limit: number }): Promise<{ items: QueueItem[]; next: string | null }> {
  const cursor = decodeCursor(after, ['instant', 'any', 'uuid', 'any']);
  const rows = await database.query<LetterRow>(
    `select d.follower, d.stream_id, d.seq, d.attempts, d.error, d.failed_at, e.type, o.id as order_id, o.number from kernel.dead_letter d left join books.event e on e.stream_id = d.stream_id and e.seq = d.seq left join orders.order o on o.id = d.stream_id
     where d.resolved_at is null and ($1::timestamptz is null or (d.failed_at, d.follower, d.stream_id, d.seq) > ($1, $2, $3::uuid, $4::int)) order by d.failed_at, d.follower, d.stream_id, d.seq limit $5`, [...(cursor ?? [null, null, null, null]), limit + 1]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({ id: idOfLetter(row), state: 'failed', since: row.failed_at, attempts: row.attempts, nextAt: null, reason: row.error, order: wireOrNull('order', row.order_id), number: row.number, subject: `${row.follower}: ${row.type ?? 'event'}` })),
    next: rows.length > limit && last ? encodeCursor([last.failed_at, last.follower, last.stream_id, last.seq]) : null,
  };
}

/** Has events taken up again by their reactions, within a second or so; what fails again is put aside again with its new reason. Tells how many that are. */
export async function retakeLetters(database: Database, ids: readonly string[] | null, now: Instant): Promise<number> {
  const wanted = ids ?? (await pageLetters(database, { limit: COUNTED })).items.map(({ id }) => id);
  let asked = 0;
  for (const id of wanted) {
    const [follower = '', stream = '', seq = ''] = id.split('|');
    if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(stream) && /^\d{1,9}$/.test(seq) && await askAgain(database, { follower, stream, seq: Number(seq) }, now)) asked += 1;
  }
  return asked;
}
