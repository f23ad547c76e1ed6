/** How the simulated Mollie's payments behave: each verb refuses first and then writes the books. */
import { canBeHeld, REPEATEDLY_CAPTURED } from '../methods.ts';
import type { MovementWish, PaymentWish } from './checks.ts';
import { totalsOf } from './ledger.ts';
import type { CaptureRow, ChargebackRow, Ledger, PaymentRow, PaymentStatus, RefundRow } from './ledger.ts';
import { Problem, unprocessable } from './problems.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How long the customer can pay: a quarter of an hour, as in Mollie's own example of a card payment. */
const OPEN_FOR = 15 * MINUTE;
/** Mollie's help gives 28 days for a Klarna authorisation; card schemes hold for about a week. */
const heldFor = (method: string | null): number => (method !== null && REPEATEDLY_CAPTURED.includes(method) ? 28 * DAY : 7 * DAY);
/** Within this time an equal refund counts as sent twice. */
const SHORT_SUCCESSION = MINUTE;

export interface RuleOptions {
  ledger: Ledger;
  now: () => Date;
  /** Methods that may be captured more than once. */
  repeatedlyCaptured: readonly string[];
  /** Whether a capture waits for `/_control/advance` before it succeeds. */
  capturesPending: boolean;
}

export type Rules = ReturnType<typeof createRules>;

/** The verbs of a payment. `ledger` is changed only after the last refusal. */
export function createRules({ ledger, now, repeatedlyCaptured, capturesPending }: RuleOptions) {
  const at = (milliseconds = 0): string => new Date(now().getTime() + milliseconds).toISOString();

  const found = (id: string): PaymentRow => {
    const payment = ledger.payment(id);
    if (!payment) throw new Problem(404, `No payment exists with token ${id}`);
    return payment;
  };

  const held = (payment: PaymentRow): PaymentRow => {
    if (payment.status !== 'authorized') throw unprocessable('The payment is not authorised');
    return payment;
  };

  /** After a capture: fully captured, or captured for the only time, ends the authorisation. */
  const settle = (payment: PaymentRow): void => {
    const { captured, claimed } = totalsOf(ledger, payment);
    const last = captured >= payment.amount || (claimed > 0 && !repeatedlyCaptured.includes(payment.method ?? ''));
    if (last && captured === claimed && captured > 0) ledger.changePayment(payment.id, { status: 'paid', paidAt: at(), captureBefore: null });
  };

  return {
    found,

    create: (wish: PaymentWish): PaymentRow => {
      const payment: PaymentRow = {
        id: ledger.nextId('tr', 10), createdAt: at(), status: 'open', method: wish.method, currency: wish.currency, amount: wish.amount,
        description: wish.description, metadata: JSON.stringify(wish.metadata), redirectUrl: wish.redirectUrl, webhookUrl: wish.webhookUrl,
        captureMode: wish.captureMode, expiresAt: at(OPEN_FOR), authorizedAt: null, paidAt: null, canceledAt: null, expiredAt: null, failedAt: null, captureBefore: null,
      };
      ledger.addPayment(payment);
      return payment;
    },

    /** The customer at the checkout: pays (by a method where none was chosen), fails, cancels, or waits too long. */
    finish: (id: string, outcome: 'pay' | 'fail' | 'cancel' | 'expire', chosen: string | null): PaymentRow => {
      const payment = found(id);
      if (payment.status !== 'open' && payment.status !== 'pending') throw unprocessable('The payment is finished already');
      const method = payment.method ?? chosen ?? 'ideal';
      if (outcome === 'pay') {
        // A hold asked for without a method is only possible where the customer's choice allows it.
        const hold = payment.captureMode === 'manual' && canBeHeld(method);
        ledger.changePayment(id, hold
          ? { method, status: 'authorized', authorizedAt: at(), captureBefore: at(heldFor(method)), expiresAt: null }
          : { method, status: 'paid', paidAt: at(), captureMode: payment.captureMode === 'manual' ? 'automatic' : payment.captureMode, expiresAt: null });
      } else {
        const ends = { fail: { status: 'failed', failedAt: at() }, cancel: { status: 'canceled', canceledAt: at() }, expire: { status: 'expired', expiredAt: at() } } as const;
        ledger.changePayment(id, { method, ...ends[outcome], expiresAt: null });
      }
      return found(id);
    },

    capture: (id: string, wish: MovementWish): CaptureRow => {
      const payment = held(found(id));
      const { claimed } = totalsOf(ledger, payment);
      if (claimed > 0 && !repeatedlyCaptured.includes(payment.method ?? '')) throw unprocessable(`A ${payment.method} payment can be captured once`);
      const amount = wish.amount ?? payment.amount - claimed;
      if (amount > payment.amount - claimed || amount <= 0) throw unprocessable('The amount is higher than what is left of the authorisation', 'amount');
      const capture: CaptureRow = { id: ledger.nextId('cpt', 21), paymentId: id, createdAt: at(), status: capturesPending ? 'pending' : 'succeeded', amount, description: wish.description, metadata: JSON.stringify(wish.metadata) };
      ledger.addCapture(capture);
      settle(payment);
      return capture;
    },

    /** Promises a refund, asked for by the interface or in the dashboard; never more than was captured. */
    refund: (id: string, wish: MovementWish): RefundRow => {
      const payment = found(id);
      const { captured, refunded } = totalsOf(ledger, payment);
      if (captured === 0) throw unprocessable('The payment has not been paid and cannot be refunded');
      const amount = wish.amount ?? captured - refunded;
      const metadata = JSON.stringify(wish.metadata);
      const since = at(-SHORT_SUCCESSION);
      const equal = ledger.refunds(id).some((refund) => refund.amount === amount && refund.description === wish.description && refund.metadata === metadata && refund.createdAt > since);
      if (equal) throw new Problem(409, 'An equal refund of this payment was made just now');
      if (amount > captured - refunded || amount <= 0) throw unprocessable('The amount is higher than what can be refunded', 'amount');
      const refund: RefundRow = { id: ledger.nextId('re', 10), paymentId: id, createdAt: at(), status: 'pending', amount, description: wish.description, metadata };
      ledger.addRefund(refund);
      return refund;
    },

    /** A refund can be called off until it is being processed. */
    cancelRefund: (refund: RefundRow): void => {
      if (refund.status !== 'queued' && refund.status !== 'pending') throw unprocessable('The refund can no longer be cancelled');
      ledger.changeMovement('refunds', refund.id, 'canceled');
    },

    /** Lets go of the rest: cancelled without captures, paid with them. */
    release: (id: string): void => endHold(held(found(id)), 'canceled'),

    cancel: (id: string): PaymentRow => {
      const payment = found(id);
      if (!isCancellable(payment)) throw unprocessable('The payment cannot be cancelled');
      ledger.changePayment(id, { status: 'canceled', canceledAt: at(), expiresAt: null });
      return found(id);
    },

    chargeback: (id: string, asked: number | null): ChargebackRow => {
      const payment = found(id);
      const { captured, chargedBack } = totalsOf(ledger, payment);
      const amount = asked ?? captured - chargedBack;
      if (amount > captured - chargedBack || amount <= 0) throw unprocessable('There is not that much to charge back', 'amount');
      const chargeback: ChargebackRow = { id: ledger.nextId('chb', 21), paymentId: id, createdAt: at(), amount };
      ledger.addChargeback(chargeback);
      return chargeback;
    },

    /** Ends an authorisation or an open payment that lasted too long, as the clock would. */
    expire: (id: string): void => {
      const payment = found(id);
      if (payment.status === 'authorized') endHold(payment, 'expired');
      else if (payment.status === 'open' || payment.status === 'pending') ledger.changePayment(id, { status: 'expired', expiredAt: at(), expiresAt: null });
      else throw unprocessable('The payment can no longer expire');
    },

    settleCapture: (capture: CaptureRow, status: 'succeeded' | 'failed'): void => {
      ledger.changeMovement('captures', capture.id, status);
      settle(found(capture.paymentId));
    },
  };

  function endHold(payment: PaymentRow, end: Extract<PaymentStatus, 'canceled' | 'expired'>): void {
    const captured = totalsOf(ledger, payment).claimed > 0;
    const unheld = { captureBefore: null } as const;
    if (captured) ledger.changePayment(payment.id, { ...unheld, status: 'paid', paidAt: at() });
    else ledger.changePayment(payment.id, { ...unheld, status: end, ...(end === 'canceled' ? { canceledAt: at() } : { expiredAt: at() }) });
  }
}

/** Payments by bank transfer wait for days and may be called off; the others are left to the customer. */
export const isCancellable = (payment: PaymentRow): boolean => (payment.status === 'open' || payment.status === 'pending') && payment.method === 'banktransfer';
