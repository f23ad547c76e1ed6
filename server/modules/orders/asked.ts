/** A payment that a change asked for: what is still to be paid of it, until when, and when the wait for it is over. */
import { table } from '../../kernel/change.ts';
import type { Change } from '../../kernel/change.ts';
import type { Minor } from '../../kernel/money.ts';
import { fold, moneyOf, openAuthorisation, paidNet } from '../books/index.ts';
import type { Books, Projection, RecordContext, Stream } from '../books/index.ts';
import { isCovered } from '../payments/index.ts';
import { orderSlice } from './state.ts';
import type { OrderEvents } from './types.ts';

const ASKED = table('orders.asked_payment', 'order_id');

/** What of what is due is neither paid nor authorised. */
export function owedOf(stream: Stream): Minor {
  const book = moneyOf(stream);
  return Math.max(0, book.due - paidNet(book) - [...book.payments.values()].reduce((sum, payment) => sum + openAuthorisation(payment), 0));
}

/** The payment that is waited for, with what is owed of it now; null where none is, or it has come. */
export function askedOf(stream: Stream): (OrderEvents['PaymentAsked'] & { owed: Minor }) | null {
  const { asked } = fold(stream, orderSlice);
  const owed = asked === null ? 0 : owedOf(stream);
  return asked === null || owed === 0 ? null : { ...asked, owed };
}

/** Ends the holds that only waited for a payment, once nothing is owed any more: its work goes on. */
export function goOnWhenPaid(books: Books, change: Change, stream: Stream, reason: string, context: RecordContext): void {
  if (!isCovered(moneyOf(stream))) return;
  const waiting = [...fold(stream, orderSlice).holds.values()].filter((hold) => hold.reason === 'payment_pending');
  books.record(change, stream, waiting.map(({ hold }) => ({ type: 'HoldReleased', data: { hold, reason } satisfies OrderEvents['HoldReleased'] })), context);
}

/** Payments that are waited for, with the moment at which that ends. */
export const askedPaymentProjection: Projection = {
  stream: 'order', name: 'orders.asked_payment', version: 1, tables: ['orders.asked_payment'],
  settle: (change, stream) => {
    if (!stream.events.some(({ type }) => type === 'PaymentAsked')) return;
    const asked = askedOf(stream);
    if (asked) change.put(ASKED, { order_id: stream.id, until: asked.until });
    else change.remove(ASKED, { order_id: stream.id });
  },
};
