/** Handing a ready pickup to its customer: after what the retailer wants checked, and only once its payment is secured or made at the counter. */
import type { Change } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { formatMinor } from '../../kernel/money.ts';
import type { Minor } from '../../kernel/money.ts';
import { fold, loadStream, unitsOf } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { orderProblems, orderSlice, reservationProblems, settleMoney } from '../orders/index.ts';
import { opened } from '../payments/index.ts';
import { mine } from './commands.ts';
import type { FloorDeps } from './commands.ts';
import { pickupPolicy, plainCode } from './pickup-policy.ts';
import { fulfilmentProblems } from './problems.ts';
import * as rules from './rules.ts';
import { isHeld, isSecured, toPayOf } from './secured.ts';
import type { LineCount } from './types.ts';

/** What the customer paid at the till with the handover; `ref` is the till's own number of it. */
export interface PaidAtTill { method: 'cash' | 'card'; amount: Minor; ref: string | null }
export interface Collection { order: Uuid; delivery: number; code: string | null; identified: boolean; lines: LineCount[] | null; payment: PaidAtTill | null }

/** Hands a ready pickup to the customer, after what the retailer wants checked: the code, a proof of identity; and its payment. */
export const collect = <T>(deps: FloorDeps, context: CommandContext, { order, delivery, code, identified, lines, payment }: Collection, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  execute(deps.database, context, async (change) => {
    const [stream, policy] = await Promise.all([loadStream(deps.database, order), pickupPolicy(deps.database)]);
    const of = stream && fold(stream, orderSlice).deliveries.get(delivery);
    if (!stream || !of || of.location === null || !mine(context.actor, of.location)) throw orderProblems.unknown({ detail: `There is no pickup ${delivery} of order ${order} for this account.` });
    if (fold(stream, orderSlice).reservation !== null) throw reservationProblems.reserved({ detail: 'Nothing of a reservation is paid yet: sell it at the till, by its code.' });
    if (isHeld(stream)) throw fulfilmentProblems.on_hold({ detail: `Order ${fold(stream, orderSlice).number} is held: ${[...fold(stream, orderSlice).holds.values()].map(({ reason, owner }) => `${reason.replaceAll('_', ' ')} (${owner})`).join(', ')}. Nothing is handed over until they have released it; ask them while the customer is there.` });
    if ((policy.code || code !== null) && plainCode(code ?? '') !== deps.pickupCode(order, delivery)) throw fulfilmentProblems.wrong_code({ detail: 'The pickup code does not belong to this delivery. Ask the customer to show the latest message.', field: 'code' });
    if (policy.identification && !identified) throw fulfilmentProblems.identity_missing({ detail: 'Look at a proof of identity of the customer, and say that you did.', field: 'identified' });
    const collected = rules.collect(unitsOf(stream), of, lines);
    pay(deps, change, stream, payment, context);
    deps.books.record(change, stream, [identified ? { ...collected, data: { ...(collected.data as object), identified } } : collected], context);
    settleMoney(deps.books, change, stream, 'collected', context);
    return { status: 200, answer: present(stream) };
  });

/** Books what was paid at the till; refuses goods whose payment is not secured, and money that is not owed. */
function pay({ books }: FloorDeps, change: Change, stream: Stream, payment: PaidAtTill | null, context: CommandContext): void {
  const { number, currency } = fold(stream, orderSlice);
  const owed = toPayOf(stream);
  if (payment === null) {
    if (isSecured(stream)) return;
    throw fulfilmentProblems.not_paid({
      detail: owed > 0
        ? `The payment of order ${number} fell through: ${formatMinor(owed, currency)} ${currency} is to be paid before it is handed over. Let the customer pay at the till and say so with the handover, or ask finance to release the order.`
        : `Order ${number} is held for its payment. Ask finance to release it; until then it stays here.`, found: 0, expected: owed, field: 'payment',
    });
  }
  if (payment.amount !== owed) throw fulfilmentProblems.other_amount({ detail: `${formatMinor(owed, currency)} ${currency} is to be paid, ${formatMinor(payment.amount, currency)} was taken. Nothing was handed over.`, found: payment.amount, expected: owed, field: 'payment.amount' });
  const id = newId();
  books.record(change, stream, opened({ payment: id, operator: 'till', ref: payment.ref ?? `collected ${id}`, method: payment.method, currency, capture: 'immediate', authorised: payment.amount, captured: payment.amount, refunded: 0, expiresAt: null }), context);
}
