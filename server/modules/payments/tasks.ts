/** What finance must look at: written with the decision that made it or once by a worker, and finished by somebody. */
import { table } from '../../kernel/change.ts';
import type { Table } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable, Row } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { wire } from '../../kernel/wire.ts';
import { paymentProblems } from './problems.ts';

const TASK = table('payments.task', 'id');

/** To pay a customer outside an order: the row to insert with the decision. Its id is that of the request, so that there is one task for it. */
export const payoutTask = ({ order, request, detail }: { order: Uuid; request: Uuid; detail: string }, at: Instant): [Table, Row] =>
  [TASK, { id: request, kind: 'payout', order_id: order, payment_id: null, detail, created_at: at }];

/** To look at a price that staff may not give, and gave: the row to insert with the sale. */
export const priceTask = ({ id, order, detail }: { id: Uuid; order: Uuid; detail: string }, at: Instant): [Table, Row] =>
  [TASK, { id, kind: 'below_list', order_id: order, payment_id: null, detail, created_at: at }];

/** Puts before finance what a person has to hand over, once, while it is owed. Its id is that of the intent: saying that the task is done settles it. */
export async function raiseHandOver(database: Queryable, { intent, order, payment, detail }: { intent: Uuid; order: Uuid; payment: Uuid; detail: string }, at: Instant): Promise<void> {
  await database.query(
    `insert into payments.task (id, kind, order_id, payment_id, detail, created_at) select id, 'give_back', $2, $3, $4, $5 from payments.intent where id = $1 and status = 'pending' on conflict (id) do nothing`, [intent, order, payment, detail, at]);
}

/** The same task as it is once the money was handed over: columns to change with the event that says so. */
export const handOverDone = (intent: Uuid, by: string, at: Instant): [Table, Row] => [TASK, { id: intent, done_at: at, done_by: by }];

/** A task of finance is done; saying it twice does no harm. Refuses one that never was. */
export async function finishPaymentTask(database: Queryable, task: Uuid, by: string, now: Instant): Promise<void> {
  const rows = await database.query('update payments.task set done_at = coalesce(done_at, $2), done_by = coalesce(done_by, $3) where id = $1 returning 1', [task, now, by]);
  if (rows.length === 0) throw paymentProblems.task_unknown({ detail: `There is no task ${wire('task', task)}.` });
}
