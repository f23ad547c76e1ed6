/** A task for finance to pay a customer outside an order: written with the decision that made it, so that neither is without the other. */
import { table } from '../../kernel/change.ts';
import type { Table } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Row } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';

const TASK = table('payments.task', 'id');

/** The row to insert with a change; its id is that of the request, so that there is one task for it. */
export const payoutTask = ({ order, request, detail }: { order: Uuid; request: Uuid; detail: string }, at: Instant): [Table, Row] =>
  [TASK, { id: request, kind: 'payout', order_id: order, payment_id: null, detail, created_at: at }];
