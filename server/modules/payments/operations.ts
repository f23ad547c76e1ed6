/** What the room keeps besides the journal while money is under way: attempts of intents, payments told of early, and tasks for finance. */
import { createHash } from 'node:crypto';
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable, Row } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { openAuthorisation, paidNet } from '../books/index.ts';
import type { MoneyBook } from '../books/index.ts';

/** Columns of a row of `payments.intent` that workers write besides the journal; the audit leaves them out. A release is booked when it is asked for: whether the operator was told is the worker's. */
export const intentWorkColumns = (row: Row): readonly string[] => (row['kind'] === 'release' ? ['attempts', 'ref', 'status', 'reason', 'settled_at'] : ['attempts', 'ref']);

/** Operators that are no outside system: what they are asked for is done by being asked. */
export const HOUSE_OPERATORS: ReadonlySet<string> = new Set(['till', 'invoice', 'gift_card', 'manual']);

/** Those of them whose money a person hands back: it is given when somebody says so, not by being asked. */
export const BY_HAND: ReadonlySet<string> = new Set(['till', 'gift_card', 'manual']);

/** Whether what is due is paid, asked for or authorised: then nothing about money stops the order. */
export function isCovered(book: MoneyBook): boolean {
  const authorised = [...book.payments.values()].reduce((total, payment) => total + openAuthorisation(payment), 0);
  return paidNet(book) + authorised >= book.due;
}

/** Seconds before the next try after so many: 5, 10, 20 … up to a quarter of an hour. */
export const backOff = (attempts: number): number => Math.min(900, 5 * 2 ** Math.min(attempts, 10));

/** Seconds before the next look at money that is on its way: minutes at first, hours later (a refund takes days). */
export const nextLook = (looks: number): number => Math.min(6 * 3600, 60 * 2 ** Math.min(looks, 10));

/** Counts an attempt before it is made, so that a crash in the middle is seen as one. */
export async function noteAttempt(database: Queryable, intent: Uuid): Promise<void> {
  await database.query('update payments.intent set attempts = attempts + 1 where id = $1', [intent]);
}

/** Notes the operator's id of a movement that is on its way. */
export async function noteMovement(database: Queryable, intent: Uuid, ref: string): Promise<void> {
  await database.query('update payments.intent set ref = $2 where id = $1', [intent, ref]);
}

/** A release was told to the operator. It was booked when it was decided, so nothing of the journal changes. */
export async function closeRelease(database: Queryable, intent: Uuid, outcome: { status: 'done' | 'failed'; reason: string | null; at: Instant }): Promise<void> {
  await database.query(`update payments.intent set status = $2, reason = $3, settled_at = $4 where id = $1 and kind = 'release' and status = 'pending'`, [intent, outcome.status, outcome.reason, outcome.at]);
}

/** Remembers that an operator spoke of a payment, before anything else is done with it. */
export async function remember(database: Queryable, operator: string, refs: readonly string[], at: Instant): Promise<void> {
  await database.query('insert into payments.notice (operator, ref, received_at) select $1, ref, $3 from unnest($2::text[]) ref on conflict (operator, ref) do update set received_at = excluded.received_at', [operator, refs, at]);
}

/** Forgets a notice whose payment was looked at since; one that came later than `seen` stays. */
export async function forget(database: Queryable, operator: string, ref: string, seen: Instant): Promise<void> {
  await database.query('delete from payments.notice where operator = $1 and ref = $2 and received_at <= $3', [operator, ref, seen]);
}

/** The payments of an order that were told of before it came. */
export function noticesOf(database: Queryable, order: Uuid): Promise<{ operator: string; ref: string }[]> {
  return database.query('select n.operator, n.ref from payments.notice n join books.payment p on p.operator = n.operator and p.ref = n.ref where p.order_id = $1', [order]);
}

/** A task that a worker raises; others are written with the decision that makes them. */
export interface PaymentTask {
  kind: 'refund_failed' | 'authorisation_expiring' | 'operator_missing' | 'charged_back' | 'overpaid';
  order: Uuid;
  payment: Uuid | null;
  /** What it is about, for one task per subject: the same kind and subject again changes nothing. */
  subject: string;
  detail: string;
}

/** Puts a task before finance, once. */
export async function raiseTask(database: Queryable, task: PaymentTask, at: Instant): Promise<void> {
  await database.query('insert into payments.task (id, kind, order_id, payment_id, detail, created_at) values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing', [taskId(task), task.kind, task.order, task.payment, task.detail, at]);
}

/** A UUID (version 8: of our own making, RFC 9562 section 5.8) from what the task is about. */
function taskId({ kind, order, subject }: PaymentTask): Uuid {
  const digest = createHash('sha256').update(`${kind} ${order} ${subject}`).digest('hex');
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}
