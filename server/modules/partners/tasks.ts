/** What somebody must look at because of what an external warehouse did: finishing it. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { wire } from '../../kernel/wire.ts';
import { partnerProblems } from './problems.ts';

/** A task is done; saying it twice does no harm. Refuses one that never was. */
export async function finishPartnerTask(database: Queryable, task: Uuid, by: string, now: Instant): Promise<void> {
  const rows = await database.query('update partners.task set done_at = coalesce(done_at, $2), done_by = coalesce(done_by, $3) where id = $1 returning 1', [task, now, by]);
  if (rows.length === 0) throw partnerProblems.task_unknown({ detail: `There is no task ${wire('task', task)}.` });
}
