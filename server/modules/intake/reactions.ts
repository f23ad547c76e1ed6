/** After money of ours has moved: what the channel's totals said meanwhile can be told from its echo now, and is looked at again. */
import { execute } from '../../kernel/command.ts';
import { follower, loadStream } from '../books/index.ts';
import type { Follower } from '../books/index.ts';
import type { OrderSnapshot } from '../channels/index.ts';
import { applyMoney } from './changes.ts';
import { contextOf } from './take.ts';
import type { IntakeDeps } from './types.ts';

export const moneyFollower = (deps: IntakeDeps): Follower => follower({
  database: deps.orders.database, clock: deps.clock, name: 'intake money', types: ['PaymentCaptured', 'CaptureFailed', 'PaymentRefunded', 'RefundFailed'], ...(deps.log ? { log: deps.log } : {}),
  handle: async ({ stream: order, event }) => {
    if ((event.data as { intent: string | null }).intent === null) return;
    const context = contextOf(deps);
    await execute(deps.orders.database, context, async (change) => {
      const [row] = await deps.orders.database.query<{ snapshot: OrderSnapshot }>('select snapshot from intake.snapshot where order_id = $1', [order]);
      const stream = row ? await loadStream(deps.orders.database, order) : null;
      if (row && stream) applyMoney(deps.orders, change, stream, row.snapshot, context);
      return { status: 200, answer: null };
    });
  },
});
