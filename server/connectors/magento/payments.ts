/** Who has paid what of a Magento order: its one payment, and the gift cards, store credit and reward points beside it. */
import type { OrderSnapshotInput } from '../../modules/channels/snapshot.ts';
import { split } from '../../kernel/money.ts';
import { fine, toMinor } from './amounts.ts';
import type { Decimal } from './amounts.ts';
import type { RawOrder } from './order.ts';

export type PaymentInput = NonNullable<OrderSnapshotInput['payments']>[number];

/**
 * The amounts decide, never the state: an order in `pending_payment` simply has nothing authorised. Magento notes an
 * authorisation only for methods that authorise first; where it took the money at once, what is paid was authorised.
 * An order on account (a method of `onAccount`) is authorised by its own amount: the invoice is the promise.
 * A gift card's code can be spent, so its id is the reference.
 */
export function paymentsOf(order: RawOrder, onAccount: readonly string[], currency: string): PaymentInput[] {
  const minor = (value: Decimal): number => Math.max(0, toMinor(fine(value, currency)));
  const payments: PaymentInput[] = [];
  const { payment, extension_attributes: extension } = order;
  const method = payment?.method || 'unknown';
  const captured = minor(payment?.amount_paid ?? order.total_paid);
  const owed = minor(payment?.amount_ordered ?? order.grand_total);
  const account = onAccount.includes(method);
  if (payment || captured > 0) {
    payments.push({
      ref: payment?.entity_id ? String(payment.entity_id) : `order-${order.entity_id}`,
      operator: account ? 'invoice' : 'channel', method: method.slice(0, 100),
      authorised: Math.max(captured, minor(payment?.amount_authorized), account ? owed : 0),
      captured, refunded: minor(payment?.amount_refunded ?? order.total_refunded),
    });
  }
  const spent = (ref: string, kind: string, amount: number, refunded: number): void => {
    if (amount > 0) payments.push({ ref, operator: 'channel', method: kind, authorised: amount, captured: amount, refunded });
  };
  const cards = (extension?.gift_cards ?? []).map((card, index) => ({ ref: `gift_card:${card.id ?? index + 1}`, amount: minor(card.amount) })).filter((card) => card.amount > 0);
  const total = minor(extension?.gift_cards_amount);
  const back = minor(extension?.gift_cards_refunded);
  if (cards.length > 0 && cards.reduce((sum, card) => sum + card.amount, 0) === total) {
    const refunds = split(back, cards.map((card) => card.amount));
    cards.forEach((card, index) => { spent(card.ref, 'gift_card', card.amount, refunds[index] ?? 0); });
  } else {
    spent('gift_cards', 'gift_card', total, back);
  }
  spent('store_credit', 'store_credit', minor(extension?.customer_balance_amount), minor(extension?.customer_balance_refunded));
  spent('reward_points', 'reward_points', minor(extension?.reward_currency_amount), 0);
  return payments;
}
