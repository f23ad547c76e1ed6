/** Sends now what waits for the mail server: somebody says that it is there again. */
import { later } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';

/** A message that is being sent looks like one that waits for up to five minutes: it is left alone, and it comes soon anyway. */
const UNDER_WAY = 5 * 60_000;

/** Messages that wait for longer are tried now; how many there were. */
export async function hurryMails(database: Queryable, ids: readonly Uuid[], now: Instant): Promise<number> {
  const rows = await database.query(`update notifications.message set next_attempt_at = $2 where id = any($1) and state = 'queued' and next_attempt_at > $3 returning 1`, [ids, now, later(now, UNDER_WAY)]);
  return rows.length;
}
