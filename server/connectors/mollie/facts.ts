/** Reads a Mollie payment as facts: amounts decide what was captured and refunded, status words only whether more can come. */
import { parseMinor, sum } from '../../kernel/money.ts';
import type { Minor } from '../../kernel/money.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { MoneyMovement, PaymentFacts } from '../../modules/payments/ports.ts';
import { keyIn, referenceIn } from './metadata.ts';
import type { MollieCapture, MolliePayment, MollieRefund } from './schemas.ts';

interface Amount {
  currency: string;
  value: string;
}

/** A payment with the complete lists of its captures and refunds, wherever they were read from. */
export interface WholePayment {
  payment: MolliePayment;
  captures: readonly MollieCapture[];
  refunds: readonly MollieRefund[];
}

/**
 * The facts of one payment, in minor units of its currency.
 *
 * A method without captures of its own (iDEAL) has one capture under the payment's id, for all that Mollie says it took. The
 * same stands in for money taken or given back that no listed capture or refund accounts for, so that the facts always add up
 * to Mollie's own totals. `expiresAt` is when an authorisation lapses, or, while the customer has not paid, when the chance to pay does.
 * Throws RangeError when an amount has more decimals than its currency or is in another currency than the payment.
 */
export function factsOf({ payment, captures, refunds }: WholePayment): PaymentFacts {
  const currency = payment.amount.currency;
  const minor = (amount: Amount | null | undefined): Minor => (amount ? inCurrency(amount, currency) : 0);
  const whole = minor(payment.amount);
  const taken = payment.amountCaptured ? minor(payment.amountCaptured) : payment.status === 'paid' ? whole : 0;
  const wasAuthorised = taken > 0 || payment.status === 'authorized' || payment.status === 'paid' || Boolean(payment.authorizedAt ?? payment.paidAt);
  const closed = payment.status === 'authorized' ? taken >= whole : payment.status !== 'open' && payment.status !== 'pending';
  const open = payment.status === 'open' || payment.status === 'pending';
  return {
    ref: payment.id,
    currency,
    method: payment.method ?? '',
    authorised: wasAuthorised ? whole : 0,
    captures: accountedFor(payment.id, taken, captures.map((capture) => captureMovement(capture, currency, whole))),
    refunds: accountedFor(payment.id, minor(payment.amountRefunded), refunds.map((refund) => refundMovement(refund, currency))),
    chargedBack: payment.amountChargedBack ? minor(payment.amountChargedBack) : chargedBackIn(payment, currency),
    closed,
    expiresAt: closed ? null : instant(open ? payment.expiresAt : payment.captureBefore ?? payment.expiresAt),
    checkoutUrl: open ? payment._links?.checkout?.href ?? null : null,
    reference: referenceIn(payment.metadata),
  };
}

/** One capture. Without an amount it is for the whole authorisation; without a status it is not yet known to have succeeded. */
export function captureMovement(capture: MollieCapture, currency: string, whole: Minor): MoneyMovement {
  return {
    ref: capture.id,
    key: keyIn(capture.metadata),
    amount: capture.amount ? inCurrency(capture.amount, currency) : whole,
    state: capture.status === 'succeeded' ? 'done' : capture.status === 'failed' ? 'failed' : 'pending',
    reason: capture.status === 'failed' ? 'Mollie reports that the capture failed' : null,
  };
}

/** One refund: `queued`, `pending` and `processing` are all on their way; a cancelled one will never be paid out. */
export function refundMovement(refund: MollieRefund, currency: string): MoneyMovement {
  const ended = refund.status === 'failed' || refund.status === 'canceled';
  return {
    ref: refund.id,
    key: keyIn(refund.metadata),
    amount: inCurrency(refund.amount, currency),
    state: refund.status === 'refunded' ? 'done' : ended ? 'failed' : 'pending',
    reason: !ended ? null : refund.status === 'canceled' ? 'The refund was cancelled at Mollie' : 'Mollie could not pay out the refund',
  };
}

function accountedFor(paymentId: string, total: Minor, movements: MoneyMovement[]): MoneyMovement[] {
  const listed = sum(movements.filter(({ state }) => state !== 'failed').map(({ amount }) => amount));
  return total > listed ? [...movements, { ref: paymentId, key: null, amount: total - listed, state: 'done', reason: null }] : movements;
}

function chargedBackIn(payment: MolliePayment, currency: string): Minor {
  const standing = (payment._embedded?.chargebacks ?? []).filter(({ reversedAt }) => !reversedAt);
  return sum(standing.map(({ amount }) => inCurrency(amount, currency)));
}

function inCurrency(amount: Amount, currency: string): Minor {
  if (amount.currency !== currency) throw new RangeError(`Mollie gave an amount in ${amount.currency} for a payment in ${currency}`);
  return parseMinor(amount.value, currency);
}

function instant(text: string | null | undefined): Instant | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
