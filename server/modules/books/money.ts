/** The money book: pure. What is due per order, and per payment what was authorised, captured, refunded and taken back. */
import type { Uuid } from '../../kernel/ids.ts';
import type { Minor } from '../../kernel/money.ts';
import type { MoneyAccount, MoneyEntry, PaymentOpened, Slice } from './types.ts';
import { BooksError } from './units.ts';

export type PaymentBook = PaymentOpened & Record<MoneyAccount, Minor>;

export interface MoneyBook {
  currency: string | null;
  due: Minor;
  payments: Map<Uuid, PaymentBook>;
}

/** What may still be captured of a payment. */
export const openAuthorisation = (payment: PaymentBook): Minor => payment.authorised - payment.captured - payment.capture_pending - payment.released;

/** What may still be refunded of a payment: captured money that is neither back nor on its way back. */
export const refundable = (payment: PaymentBook): Minor => Math.max(0, payment.captured + payment.overpaid - payment.refunded - payment.refund_pending - payment.charged_back);

/** Money of the customer that we have or have asked for, less what goes back. */
export const paidNet = (book: MoneyBook): Minor =>
  [...book.payments.values()].reduce((total, payment) => total + payment.captured + payment.capture_pending - payment.refunded - payment.refund_pending - payment.charged_back, 0);

/** Applies entries; throws BooksError where a sum would go below zero or more would go back than came in. */
export function applyMoney(book: MoneyBook, entries: readonly MoneyEntry[]): void {
  const touched = new Set<PaymentBook>();
  for (const entry of entries) {
    if (!Number.isSafeInteger(entry.amount)) throw new BooksError(`an entry of ${entry.amount}`);
    if (entry.account === 'due') {
      book.due += entry.amount;
      continue;
    }
    const payment = book.payments.get(entry.payment);
    if (!payment) throw new BooksError(`payment ${entry.payment} is not in the money book`);
    payment[entry.account] += entry.amount;
    touched.add(payment);
  }
  for (const payment of touched) {
    const violation = violated(payment);
    if (violation) throw new BooksError(`payment ${payment.payment}: ${violation}`);
  }
}

/** Which law of the money book a payment breaks, in words; null when none. */
export function violated(payment: PaymentBook): string | null {
  for (const account of ['authorised', 'capture_pending', 'captured', 'released', 'refund_pending', 'refunded', 'charged_back', 'overpaid'] as const) {
    if (payment[account] < 0) return `${account} is ${payment[account]}`;
  }
  if (payment.captured + payment.capture_pending + payment.released > payment.authorised) return 'more captured and released than authorised';
  if (payment.refunded + payment.refund_pending + payment.charged_back > payment.captured + payment.overpaid) return 'more given back than captured and overpaid';
  return null;
}

export const emptyPayment = (opened: PaymentOpened): PaymentBook => ({
  ...opened, authorised: 0, capture_pending: 0, captured: 0, released: 0, refund_pending: 0, refunded: 0, charged_back: 0, overpaid: 0,
});

export const moneySlice: Slice<MoneyBook> = {
  name: 'money',
  initial: () => ({ currency: null, due: 0, payments: new Map() }),
  evolve: (book, event) => {
    if (event.moves.currency !== undefined) book.currency = event.moves.currency;
    for (const opened of event.moves.payments ?? []) {
      const before = book.payments.get(opened.payment);
      book.payments.set(opened.payment, before ? { ...before, ...opened } : emptyPayment(opened));
    }
    applyMoney(book, event.moves.money ?? []);
    return book;
  },
};

/**
 * The share of some units of a line in its amount, fixed once and for all by the line as sold: largest remainder, ties to the first units.
 * `from` is how many units were taken before; shares of 0..quantity add up to the amount exactly.
 */
export function unitShare(amount: Minor, quantity: number, from: number, n: number): Minor {
  if (from < 0 || n < 0 || from + n > quantity) throw new BooksError(`units ${from}..${from + n} of ${quantity}`);
  const sign = amount < 0 ? -1 : 1;
  const size = Math.abs(amount);
  const base = Math.floor(size / quantity);
  const larger = size % quantity;
  const share = base * n + Math.min(from + n, larger) - Math.min(from, larger);
  return share === 0 ? 0 : sign * share;
}
