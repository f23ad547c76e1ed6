/** Pure: what a channel's totals say of an order's payments that the money book does not have yet. */
import { newId } from '../../kernel/ids.ts';
import type { Minor } from '../../kernel/money.ts';
import { openAuthorisation, paidNet } from '../books/index.ts';
import type { MoneyBook, NewEvent, PaymentBook } from '../books/index.ts';
import type { OrderSnapshot, SnapshotPayment } from '../channels/index.ts';
import { opened, reconcile } from '../payments/index.ts';
import type { CaptureMode, Intents, PaymentFacts } from '../payments/index.ts';

/** Payments of a channel's order under references of our own: two shops number theirs alike. What the channel calls it is what follows the code. */
export const ownRefs = (snapshot: OrderSnapshot, channel: string): OrderSnapshot =>
  ({ ...snapshot, payments: snapshot.payments.map((payment) => ({ ...payment, ref: `${channel}:${payment.ref}`.slice(0, 200) })) });

/** The channel's own name of a payment. */
export const refOf = (ref: string, channel: string): string => (ref.startsWith(`${channel}:`) ? ref.slice(channel.length + 1) : ref);

const FIGURES = ['authorised', 'captured', 'refunded'] as const;
type Figures = Record<(typeof FIGURES)[number], Minor>;

/** Whether money of ours is under way for a payment: then the channel's totals cannot be told from the echo of it, and wait until it is settled. */
export const underWay = (intents: Intents, payment: PaymentBook): boolean =>
  [...intents.intents.values()].some((intent) => intent.payment === payment.payment && intent.state === 'pending');

export interface BookedMoney {
  events: NewEvent[];
  /** Money that went back to the customer by the channel's own doing. */
  refunded: Minor;
}

/**
 * The events by which an order's payments come to what the channel says. A channel that divides the same money over its payments otherwise than
 * before (a gift card beside a card, say) moved nothing: an increase counts only as far as the sum over the operator's payments grew.
 */
export function moneyDifference(book: MoneyBook, intents: Intents, payments: readonly SnapshotPayment[], captureMode: (operator: string, method: string) => CaptureMode, currency: string): BookedMoney {
  const events: NewEvent[] = [];
  let refunded = 0;
  for (const [operator, ofOperator] of Map.groupBy(payments, (payment) => payment.operator)) {
    const known = [...book.payments.values()].filter((payment) => payment.operator === operator);
    if (known.some((payment) => underWay(intents, payment))) continue;
    const grown: Figures = { authorised: 0, captured: 0, refunded: 0 };
    for (const figure of FIGURES) grown[figure] = Math.max(0, ofOperator.reduce((sum, one) => sum + said(one)[figure], 0) - known.reduce((sum, one) => sum + one[figure], 0));
    const take = (figure: (typeof FIGURES)[number], wanted: Minor): Minor => {
      const taken = Math.min(grown[figure], Math.max(0, wanted));
      grown[figure] -= taken;
      return taken;
    };
    for (const payment of ofOperator) {
      const says = said(payment);
      const mine = known.find((one) => one.ref === payment.ref);
      const more: Figures = { authorised: take('authorised', says.authorised - (mine?.authorised ?? 0)), captured: take('captured', says.captured - (mine?.captured ?? 0)), refunded: take('refunded', says.refunded - (mine?.refunded ?? 0)) };
      refunded += more.refunded;
      if (mine) events.push(...reconcile(book, intents, mine, factsOf(mine, more, payment)));
      else if (more.authorised + more.captured > 0) events.push(...opened({ payment: newId(), operator, ref: payment.ref, method: payment.method, currency, capture: captureMode(operator, payment.method), ...more, authorised: Math.max(more.authorised, more.captured), expiresAt: payment.expiresAt }));
    }
  }
  return { events, refunded };
}

const said = (payment: SnapshotPayment): Figures => ({ authorised: Math.max(payment.authorised, payment.captured), captured: payment.captured, refunded: payment.refunded });

/**
 * The facts of a payment: what the book has, and what is more. An authorisation that shrank before anything was captured was voided there. Once
 * a part is captured the totals of some channels (Shopify's `partially_paid`) no longer tell what is still authorised, so nothing is read into them:
 * should it be gone, the next capture is refused and the order is held.
 */
function factsOf(mine: PaymentBook, more: Figures, payment: SnapshotPayment): PaymentFacts {
  const done = (amount: Minor): PaymentFacts['captures'] => (amount === 0 ? [] : [{ ref: payment.ref, key: null, amount, state: 'done', reason: null }]);
  return {
    ref: mine.ref, currency: mine.currency, method: mine.method, authorised: mine.authorised + more.authorised, captures: done(mine.captured + more.captured), refunds: done(mine.refunded + more.refunded),
    chargedBack: mine.charged_back, closed: mine.captured === 0 && said(payment).authorised < mine.authorised && said(payment).authorised <= payment.captured, expiresAt: payment.expiresAt, checkoutUrl: null, reference: null,
  };
}

/** What of the due amount is neither paid nor authorised. */
export const uncovered = (book: MoneyBook): Minor => book.due - paidNet(book) - [...book.payments.values()].reduce((sum, payment) => sum + Math.max(0, openAuthorisation(payment)), 0);
