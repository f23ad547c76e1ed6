/** Supplies whose day is gone and that have not come: each order that waits for one is given to the next that is expected, with its day; where there is none, it is told once that nobody knows when. */
import { table } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { DueWork } from '../../kernel/due.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { orderStream, worldOf } from './commands.ts';
import { recordPromises } from './promise.ts';
import { isPlannable, planWaiting } from './queue.ts';
import type { QueueDeps } from './queue.ts';
import { overdue } from './waiting.ts';

const TOLD = table('orders.overdue_told', 'order_id', 'receipt', 'sku', 'expected_on');

const WAITING = 'inventory.expected_line e join inventory.expected r on r.id = e.stock_id join locations.location l on l.code = e.location join books.unit u on u.holder_id = e.stock_id and u.sku = e.sku';

// A day is gone at midnight where the goods are expected. What came of a receipt and is kept for who waits is not late.
const LATE = `
  e.outstanding > 0 and e.expected_on <= ($1::timestamptz at time zone 'UTC')::date and e.expected_on < ($1::timestamptz at time zone (l.calendar ->> 'zone'))::date and u.stage = 'waiting'
  and not exists (select 1 from books.kept_back k where k.cause = e.stock_id and k.sku = e.sku and k.promised > 0)
  and not exists (select 1 from orders.overdue_told t where t.order_id = u.order_id and t.receipt = e.stock_id and t.sku = e.sku and t.expected_on = e.expected_on)`;

// Ids are made in the order of time: of one day, who ordered first claims first.
const FIRST = `e.expected_on::text || u.order_id::text`;

/** Finds them by the order that waits: it is promised what comes next, or what it was promised is withdrawn; its customer is told once. */
export const suppliesOverdue = (deps: QueueDeps): DueWork => ({
  name: 'supplies overdue', due: { from: WAITING, subject: 'u.order_id', by: FIRST, when: LATE },
  run: async (order, context) => {
    await execute(deps.database, context, async (change) => {
      const [stream, late] = await Promise.all([
        orderStream(deps.database, order as Uuid),
        deps.database.query<{ receipt: Uuid; sku: string; expectedOn: string }>(`select distinct e.stock_id as receipt, e.sku, e.expected_on::text as "expectedOn" from ${WAITING} where u.order_id = $2 and ${LATE}`, [context.now, order]),
      ]);
      for (const { receipt, sku, expectedOn } of late) change.insert(TOLD, { order_id: stream.id, receipt, sku, expected_on: expectedOn });
      const events = overdue(stream, late);
      if (events.length > 0) {
        deps.books.record(change, stream, events, context);
        const world = await worldOf(deps, stream, context.now);
        if (isPlannable(stream)) planWaiting(deps, change, stream, world, context);
        else recordPromises(deps.books, change, stream, world, 'supply', context);
      }
      return { status: 200, answer: null };
    });
  },
});
