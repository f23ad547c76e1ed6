/** Pure: the money of an order in short: what it costs, what was paid, what comes back and when. */
import { fold, moneyOf, openAuthorisation } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { methodName } from '../notifications/index.ts';
import { askedOf, orderSlice } from '../orders/index.ts';
import type { PaymentEvents } from '../payments/index.ts';
import type { CustomerOrder } from './contract.ts';

type Refund = CustomerOrder['money']['refunds'][number];

/** Refunds as they were asked for and done; one that failed is asked for again under another intent and is left out. */
function refundsOf(stream: Stream, method: (payment: string) => string): Refund[] {
  const refunds = new Map<string, Refund>();
  for (const event of stream.events) {
    if (event.type === 'RefundRequested') {
      const { intent, payment, amount } = event.data as PaymentEvents['RefundRequested'];
      refunds.set(intent, { amount, method: method(payment), askedAt: event.occurredAt, doneAt: null });
    } else if (event.type === 'PaymentRefunded') {
      const { intent, payment, amount } = event.data as PaymentEvents['PaymentRefunded'];
      refunds.set(intent ?? `${event.seq}`, { amount, method: method(payment), askedAt: refunds.get(intent ?? '')?.askedAt ?? null, doneAt: event.occurredAt });
    } else if (event.type === 'RefundFailed') refunds.delete((event.data as PaymentEvents['RefundFailed']).intent);
  }
  return [...refunds.values()];
}

/** The money book as a customer reads it. What a provider was asked to take counts as paid: the customer has done their part. */
export function moneyView(stream: Stream, language: string): CustomerOrder['money'] {
  const order = fold(stream, orderSlice);
  const book = moneyOf(stream);
  const payments = [...book.payments.values()];
  const sum = (of: (payment: (typeof payments)[number]) => number): number => payments.reduce((total, payment) => total + of(payment), 0);
  const asked = askedOf(stream);
  return {
    toPay: asked && { amount: asked.owed, until: asked.until, ...(asked.why === undefined ? {} : { why: asked.why }) }, total: book.due, paid: sum((payment) => payment.captured + payment.capture_pending), reserved: sum(openAuthorisation), refunded: sum((payment) => payment.refunded), coming: sum((payment) => payment.refund_pending),
    charges: [...order.charges.values()].map(({ ref, name, kind, total }) => ({ name, kind, total: total - (order.waived.get(ref) ?? 0) })),
    methods: [...new Set(payments.filter(({ authorised, captured }) => authorised + captured > 0).map(({ method }) => methodName(method, language)))],
    refunds: refundsOf(stream, (payment) => methodName(book.payments.get(payment)?.method ?? '', language)),
  };
}
