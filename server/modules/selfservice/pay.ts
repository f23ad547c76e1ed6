/** Paying what a change costs more: the customer is sent to the operator's page, and what is paid there is booked as everything that an operator says. */
import { execute } from '../../kernel/command.ts';
import type { CommandContext } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Refusal } from '../../kernel/problem.ts';
import { fold, moneyOf } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { askedOf, bookFacts, orderSlice, orderStream } from '../orders/index.ts';
import type { OrderDeps } from '../orders/index.ts';
import { NOT_CHOSEN } from '../payments/index.ts';
import type { PaymentEvents, PaymentFacts, PaymentOperator } from '../payments/index.ts';
import { selfserviceProblems } from './problems.ts';
import { sentence } from './words.ts';
import type { Language } from './words.ts';

export interface PayDeps { orders: OrderDeps; operators: ReadonlyMap<string, PaymentOperator>; url: string }
interface Paying { order: Uuid; /** The customer's own page, where the operator sends them back. */ page: string; language: Language }

const opened = (stream: Stream): PaymentEvents['PaymentOpened'][] => stream.events.flatMap(({ type, data }) => (type === 'PaymentOpened' ? [data as PaymentEvents['PaymentOpened']] : []));

/** The address at which a payment that was started before can still be paid; null when it cannot. What was paid meanwhile is booked. */
async function goesOn({ orders }: PayDeps, context: CommandContext, operator: PaymentOperator, started: PaymentEvents['PaymentOpened'] | undefined, amount: number, silent: () => never): Promise<{ url: string } | 'paid' | null> {
  if (!started || started.operator !== operator.code || started.amount !== amount) return null;
  const facts = await operator.fetch(started.ref).catch(silent);
  await bookFacts(orders, context, operator.code, facts);
  if (facts.authorised > 0) return 'paid';
  return facts.closed || facts.checkoutUrl === null ? null : { url: facts.checkoutUrl };
}

/** Notes a payment that was started, so that what the operator says of it is booked; once, however often it is noted. */
async function note({ orders }: PayDeps, context: CommandContext, order: Uuid, operator: string, facts: PaymentFacts, amount: number): Promise<void> {
  await execute(orders.database, { ...context, key: null }, async (change) => {
    const stream = await orderStream(orders.database, order);
    if ([...moneyOf(stream).payments.values()].some((payment) => payment.operator === operator && payment.ref === facts.ref)) return { status: 200, answer: null };
    const data: PaymentEvents['PaymentOpened'] = { payment: newId(), operator, ref: facts.ref, method: facts.method || NOT_CHOSEN, amount };
    orders.books.record(change, stream, [{ type: 'PaymentOpened', data, moves: { payments: [{ payment: data.payment, operator, ref: data.ref, method: data.method, currency: facts.currency, expiresAt: facts.expiresAt }] } }], context);
    return { status: 200, answer: null };
  });
}

/** Starts the payment that an order waits for, or goes on with the one that was started: answers where to pay. No transaction is open while the operator is asked. */
export async function payAsCustomer(deps: PayDeps, context: CommandContext, { order, page, language }: Paying): Promise<{ url: string }> {
  const stream = await orderStream(deps.orders.database, order);
  const asked = askedOf(stream);
  const nothing = (): Refusal => selfserviceProblems.nothing_to_pay({ detail: sentence('nothingToPay', language) });
  if (!asked || asked.until <= context.now) throw nothing();
  const { number, currency } = fold(stream, orderSlice);
  // An operator that is away, or knows no page to pay on, is no reason to call it an error of ours.
  const cannot = (): never => { throw selfserviceProblems.cannot_pay({ detail: sentence('cannotPay', language) }); };
  const operator = deps.operators.get(deps.orders.startsPayments([...moneyOf(stream).payments.values()].map((payment) => payment.operator)) ?? '');
  if (!operator?.create) return cannot();
  const before = opened(stream);
  const going = await goesOn(deps, context, operator, before.at(-1), asked.owed, cannot);
  if (going === 'paid') throw nothing();
  if (going) return going;
  const facts = await operator.create({
    amount: asked.owed, currency, method: null, description: number, reference: number, key: `pay ${order} ${before.length}`, redirectUrl: page,
    webhookUrl: /^https?:/.test(deps.url) ? new URL(`/hooks/payments/${operator.code}`, deps.url).toString() : null, capture: 'immediate',
  }).catch(cannot);
  if (facts.checkoutUrl === null) return cannot();
  await note(deps, context, order, operator.code, facts, asked.owed);
  return { url: facts.checkoutUrl };
}
