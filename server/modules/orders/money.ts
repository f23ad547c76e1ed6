/** Booking what operators say of an order's money, and closing the order to what is owed afterwards. */
import type { Change } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { CommandContext } from '../../kernel/command.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, loadStreamBy, moneyOf } from '../books/index.ts';
import type { Books, Stream } from '../books/index.ts';
import { finishPaymentTask, handOverDone, intentOutcome, paymentsSlice, reconcile } from '../payments/index.ts';
import type { PaymentFacts } from '../payments/index.ts';
import { settleMoney } from './commands.ts';
import type { OrderDeps } from './commands.ts';

interface MoneyMoved { state: 'done' | 'failed'; ref: string | null; reason: string | null }

/** Records how one intent went; false when it is settled already. */
export function recordOutcome(books: Books, change: Change, stream: Stream, intent: Uuid, outcome: MoneyMoved, context: CommandContext): boolean {
  const event = intentOutcome(moneyOf(stream), fold(stream, paymentsSlice), intent, outcome);
  if (event) books.record(change, stream, [event], context);
  return event !== null;
}

/** What a person handed over has moved. */
export const GIVEN: MoneyMoved = { state: 'done', ref: null, reason: null };

/** Books how one intent went; nothing when it is settled already. */
export async function settleIntent(deps: OrderDeps, context: CommandContext, intent: Uuid, outcome: MoneyMoved): Promise<void> {
  await execute(deps.database, context, async (change) => {
    const stream = await loadStreamBy(deps.database, 'select order_id from payments.intent where id = $1', intent);
    if (stream && recordOutcome(deps.books, change, stream, intent, outcome, context) && outcome.state === 'done') settleMoney(deps.books, change, stream, 'settled', context);
    return { status: 200, answer: null };
  });
}

/**
 * Somebody of finance says that a task is done. Of money to be handed back it means that it was given: that is booked with it, in one transaction.
 * Saying it twice does no harm.
 */
export async function finishMoneyTask(deps: Pick<OrderDeps, 'database' | 'books'>, context: CommandContext, task: Uuid): Promise<void> {
  const { answer: given } = await execute(deps.database, { ...context, key: null }, async (change) => {
    const stream = await loadStreamBy(deps.database, `select i.order_id from payments.intent i join payments.task t on t.id = i.id and t.kind = 'give_back' where i.id = $1 and i.status = 'pending'`, task);
    if (!stream || !recordOutcome(deps.books, change, stream, task, GIVEN, context)) return { status: 200, answer: false };
    settleMoney(deps.books, change, stream, 'settled', context);
    change.patch(...handOverDone(task, context.actor.name, context.now));
    return { status: 200, answer: true };
  });
  if (!given) await finishPaymentTask(deps.database, task, context.actor.name, context.now);
}

/** Books what is new in an operator's facts of a payment. True when something was. */
export async function bookFacts(deps: OrderDeps, context: CommandContext, operator: string, facts: PaymentFacts): Promise<boolean> {
  let news = false;
  await execute(deps.database, context, async (change) => {
    const [row] = await deps.database.query<{ id: Uuid; order_id: Uuid }>('select id, order_id from books.payment where operator = $1 and ref = $2', [operator, facts.ref]);
    const stream = row ? await loadStreamBy(deps.database, 'select $1::uuid', row.order_id) : null;
    const payment = row && stream ? moneyOf(stream).payments.get(row.id) : undefined;
    if (!stream || !payment) return { status: 200, answer: null };
    const events = reconcile(moneyOf(stream), fold(stream, paymentsSlice), payment, facts);
    news = events.length > 0;
    deps.books.record(change, stream, events, context);
    if (news) settleMoney(deps.books, change, stream, 'operator', context);
    return { status: 200, answer: null };
  });
  return news;
}
