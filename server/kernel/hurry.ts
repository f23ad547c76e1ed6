/** Lets jobs that wait for a later moment run now: somebody says that the other side is there again. */
import type { Queryable } from './database.ts';
import type { Uuid } from './ids.ts';

/** Those of these jobs of a queue that wait are due at once; how many there were. One that runs at the moment is left alone. */
export async function hurryJobs(database: Queryable, queue: string, ids: readonly Uuid[]): Promise<number> {
  const rows = await database.query(`update jobs.job set start_after = now() where name = $1 and id = any($2) and state in ('created', 'retry') returning 1`, [queue, ids]);
  return rows.length;
}
