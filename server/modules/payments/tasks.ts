/** What finance must look at, such as a refund that the operator refuses: finishing it. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { wire } from '../../kernel/wire.ts';
import { paymentProblems } from './problems.ts';

/** A task of finance is done; saying it twice does no harm. Refuses one that never was. */
export async function finishPaymentTask(database: Queryable, task: Uuid, by: string, now: Instant): Promise<void> {
  const rows = await database.query('update payments.task set done_at = coalesce(done_at, $2), done_by = coalesce(done_by, $3) where id = $1 returning 1', [task, now, by]);
  if (rows.length === 0) throw paymentProblems.task_unknown({ detail: `There is no task ${wire('task', task)}.` });
}
