/** One process at a time does a kind of outside work: a lease that runs out by itself when its holder dies. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';

const LEASE_SECONDS = 60;

/** Takes or renews a lease, by the database's own clock, the one that all processes share; null when another process has it. `notBefore` is until when the work should rest. */
export async function claim(database: Queryable, name: string, owner: string): Promise<{ notBefore: Instant | null; failures: number } | null> {
  const [row] = await database.query<{ not_before: Instant | null; failures: number }>(
    `insert into feed.lease as l (name, owner, until) values ($1, $2, now() + $3 * interval '1 second')
     on conflict (name) do update set owner = excluded.owner, until = excluded.until where l.owner is null or l.owner = excluded.owner or l.until < now() returning not_before, failures`, [name, owner, LEASE_SECONDS]);
  return row ? { notBefore: row.not_before, failures: row.failures } : null;
}

/** The other side is away: rest until then. */
export const rest = (database: Queryable, name: string, until: Instant, reason: string): Promise<unknown> =>
  database.query('update feed.lease set not_before = $2, failures = failures + 1, reason = $3 where name = $1', [name, until, reason.slice(0, 500)]);

/** The other side is there again. */
export const awake = (database: Queryable, name: string): Promise<unknown> => database.query('update feed.lease set not_before = null, failures = 0, reason = null where name = $1 and failures > 0', [name]);

export const giveUp = (database: Queryable, name: string, owner: string): Promise<unknown> => database.query('update feed.lease set owner = null, until = null where name = $1 and owner = $2', [name, owner]);
