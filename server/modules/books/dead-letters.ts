/** Events that a follower could not take: put aside, tried again when somebody asks for it, or let go. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { parseEvent } from './journal.ts';
import type { JournalEvent, StreamKind } from './types.ts';

/** A dead letter's name: which follower could not take which event. */
interface DeadLetter { follower: string; stream: Uuid; seq: number }

/** Puts an event aside after so many tries. */
export async function putAside(database: Queryable, { follower, stream, seq }: DeadLetter, attempts: number, error: string, now: Instant): Promise<void> {
  await database.query(
    `insert into kernel.dead_letter (follower, stream_id, seq, attempts, error, failed_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (follower, stream_id, seq) do update set attempts = dead_letter.attempts + excluded.attempts, error = excluded.error, failed_at = excluded.failed_at, resolved_at = null, retry_asked_at = null`,
    [follower, stream, seq, attempts, error.slice(0, 2000), now]);
}

/** Asks the follower to try an event again; false when it is not put aside. */
export async function askAgain(database: Queryable, { follower, stream, seq }: DeadLetter, now: Instant): Promise<boolean> {
  return (await database.query('update kernel.dead_letter set retry_asked_at = $4 where follower = $1 and stream_id = $2 and seq = $3 and resolved_at is null returning 1', [follower, stream, seq, now])).length === 1;
}

/** The event needs no handling any more, or somebody did by hand what it asked for; false when it is not put aside. */
export async function letGo(database: Queryable, { follower, stream, seq }: DeadLetter, now: Instant): Promise<boolean> {
  return (await database.query('update kernel.dead_letter set resolved_at = $4 where follower = $1 and stream_id = $2 and seq = $3 and resolved_at is null returning 1', [follower, stream, seq, now])).length === 1;
}

/** An event that was tried again is done, unless it failed and was put aside once more. */
export async function taken(database: Queryable, { follower, stream, seq }: DeadLetter, now: Instant): Promise<void> {
  await database.query('update kernel.dead_letter set resolved_at = $4 where follower = $1 and stream_id = $2 and seq = $3 and retry_asked_at is not null', [follower, stream, seq, now]);
}

interface AskedEvent extends DeadLetter { kind: StreamKind; event: JournalEvent }

/** The events of a follower that somebody wants tried again, oldest request first. */
export async function askedAgain(database: Queryable, follower: string): Promise<AskedEvent[]> {
  const rows = await database.query<{ stream_id: Uuid; seq: number; stream_kind: StreamKind; body: string }>(
    `select d.stream_id, d.seq, e.stream_kind, e.body from kernel.dead_letter d join books.event e on e.stream_id = d.stream_id and e.seq = d.seq
     where d.follower = $1 and d.resolved_at is null and d.retry_asked_at is not null order by d.retry_asked_at limit 20`, [follower]);
  return rows.map((row) => ({ follower, stream: row.stream_id, seq: row.seq, kind: row.stream_kind, event: parseEvent(row.seq, row.body) }));
}
