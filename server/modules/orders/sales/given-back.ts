/** Saying at the till that money was given back: until then it is owed, and the books say so. */
import type { Change } from '../../../kernel/change.ts';
import type { CommandContext, Outcome } from '../../../kernel/command.ts';
import type { Uuid } from '../../../kernel/ids.ts';
import { formatMinor } from '../../../kernel/money.ts';
import { fold, moneyOf } from '../../books/index.ts';
import type { Stream } from '../../books/index.ts';
import { BY_HAND, handOverDone, paymentsSlice } from '../../payments/index.ts';
import type { Intent } from '../../payments/index.ts';
import { onOrder } from '../commands.ts';
import type { OrderDeps } from '../commands.ts';
import { GIVEN, recordOutcome } from '../money.ts';
import { orderSlice } from '../state.ts';
import type { GivenBackBody, SaleView } from './contract.ts';
import { receiptStream } from './find.ts';
import { presentSale } from './present.ts';
import { saleProblems } from './problems.ts';

/** Pure: what a person still has to hand over of a receipt. */
export function byHand(stream: Stream): Intent[] {
  const { payments } = moneyOf(stream);
  return [...fold(stream, paymentsSlice).intents.values()].filter((intent) => intent.kind === 'refund' && intent.state === 'pending' && BY_HAND.has(payments.get(intent.payment)?.operator ?? ''));
}

/** Pure: the same, refused when there is nothing, or another amount was given than is owed. */
export function owedByHand(stream: Stream, amount: number): Intent[] {
  const owed = byHand(stream);
  const { currency, externalNumber } = fold(stream, orderSlice);
  const sum = owed.reduce((total, intent) => total + intent.amount, 0);
  if (sum === 0) throw saleProblems.nothing_owed({ detail: `Nothing is to be given back by hand on receipt ${externalNumber}: it was given already, or never owed.`, found: amount, expected: 0, field: 'amount' });
  if (sum !== amount) throw saleProblems.not_this_much({ detail: `${formatMinor(sum, currency)} ${currency} is to be given back on receipt ${externalNumber}, not ${formatMinor(amount, currency)}. Look at the receipt again.`, found: amount, expected: sum, field: 'amount' });
  return owed;
}

/** Books that a customer has their money back, by the means they paid with. */
export function givenBack(deps: OrderDeps, context: CommandContext, { channel, receipt, amount }: GivenBackBody): Promise<Outcome<SaleView>> {
  return onOrder(deps, context, () => receiptStream(deps, context.actor, channel, receipt), async (change, stream) => {
    await handOver(deps, change, stream, owedByHand(stream, amount), context);
    return 'given_back';
  }, presentSale);
}

/** Books what a person had to hand over as given; nobody is asked for it any more. Answers how much that was. */
export async function handOver(deps: Pick<OrderDeps, 'database' | 'books'>, change: Change, stream: Stream, owed: readonly Intent[], context: CommandContext): Promise<number> {
  for (const { intent } of owed) recordOutcome(deps.books, change, stream, intent, GIVEN, context);
  const raised = await deps.database.query<{ id: Uuid }>('select id from payments.task where id = any($1) and done_at is null', [owed.map(({ intent }) => intent)]);
  for (const { id } of raised) change.patch(...handOverDone(id, context.actor.name, context.now));
  return owed.reduce((sum, intent) => sum + intent.amount, 0);
}
