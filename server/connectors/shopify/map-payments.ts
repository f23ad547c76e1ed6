/** How a Shopify order was paid: from its transactions where it has them, else from its financial status, gateways and totals. */
import { parseMinor, sum } from '../../kernel/money.ts';
import type { Minor } from '../../kernel/money.ts';
import type { OrderSnapshotInput } from '../../modules/channels/snapshot.ts';
import { clip, instantOf, shopAmount, shopAmountOrZero } from './reading.ts';
import type { Reading } from './reading.ts';
import type { RawOrder, Transaction } from './schema.ts';

type Payment = NonNullable<OrderSnapshotInput['payments']>[number];
type Hold = NonNullable<OrderSnapshotInput['holds']>[number];

/**
 * Reference of a payment: the order and the gateway. Webhooks carry no transactions while fetched orders may, and a transaction id
 * known only to the one would make two payments of the same money; the gateway is in both.
 */
export const paymentRef = (orderId: string, gateway: string): string => clip(`${orderId}:${gateway}`, 200);

/** The gateway within a payment reference. */
export const gatewayOf = (ref: string): string => ref.slice(ref.indexOf(':') + 1);

/**
 * The payments, and a hold where nobody can tell whether it was paid. Transactions count only when every one of them is in the shop's
 * currency: those of a multi-currency order are in the customer's, and are then read from the totals instead of converted.
 */
export function paymentsOf(reading: Reading, order: RawOrder): { payments: Payment[]; holds: Hold[] } {
  const transactions = allTransactions(order);
  const own = transactions.every((transaction) => !transaction.currency || transaction.currency === reading.currency);
  const complete = order.transactions.some(({ kind }) => kind === 'sale' || kind === 'authorization' || kind === 'capture');
  return complete && own ? { payments: fromTransactions(reading, order, transactions), holds: [] } : fromTotals(reading, order, own ? transactions : null);
}

/** Transactions of the order and of its refunds, each once. */
function allTransactions(order: RawOrder): Transaction[] {
  const byId = new Map([...order.transactions, ...order.refunds.flatMap((refund) => refund.transactions)].map((transaction) => [transaction.id, transaction]));
  return [...byId.values()];
}

/** Authorised, captured and refunded of a set of transactions of one gateway, in whatever currency they are in. */
export function moneyOf(transactions: readonly Transaction[], currency: string): { authorised: Minor; captured: Minor; refunded: Minor; expiresAt: string | null } {
  const done = transactions.filter((transaction) => transaction.status === 'success' || !transaction.status);
  const amount = (transaction: Transaction): Minor => (transaction.amount === null || transaction.amount === undefined ? 0 : parseMinor(transaction.amount, currency));
  const total = (...kinds: string[]): Minor => sum(done.filter(({ kind }) => kinds.includes(kind)).map(amount));
  const voided = new Set(done.filter(({ kind }) => kind === 'void').map(({ parent_id }) => parent_id));
  const captures = done.filter(({ kind }) => kind === 'capture');
  const authorisations = done.filter(({ kind }) => kind === 'authorization' || kind === 'emv_authorization');
  // A voided authorisation holds no more than what was captured of it; an unnamed void ends them all.
  const authorised = sum(authorisations.map((one) => (voided.has(one.id) || voided.has(null) || voided.has(undefined)
    ? sum(captures.filter(({ parent_id }) => parent_id === one.id).map(amount)) : amount(one))));
  const sales = total('sale') - total('change');
  const captured = total('capture') + sales;
  const expiries = authorisations.filter(({ id }) => !voided.has(id)).map((one) => instantOf(one.authorization_expires_at)).filter((at) => at !== null).sort();
  return { authorised: Math.max(0, authorised + sales, captured), captured: Math.max(0, captured), refunded: Math.max(0, total('refund')), expiresAt: expiries[0] ?? null };
}

function fromTransactions(reading: Reading, order: RawOrder, transactions: readonly Transaction[]): Payment[] {
  const byGateway = Map.groupBy(transactions, (transaction) => transaction.gateway || order.payment_gateway_names.find((name) => name !== '') || 'unknown');
  return [...byGateway].flatMap(([gateway, ofGateway]): Payment[] => {
    try {
      return [{ ref: paymentRef(order.id, gateway), operator: 'channel', method: clip(gateway, 100) || 'unknown', ...moneyOf(ofGateway, reading.currency) }];
    } catch (error) {
      reading.reasons.push(`transactions of ${gateway}: ${error instanceof Error ? error.message : 'unreadable amount'}`);
      return [];
    }
  });
}

/**
 * One payment from the totals. Captured is what Shopify counts as paid: what is due now, less what is outstanding, plus what went back;
 * never more than the order's total. An order made through the API may be "paid" without any transaction (marketplace apps do so):
 * that word is then all there is and is believed. Paid with a part outstanding, or no status for an order that costs something, is held.
 */
function fromTotals(reading: Reading, order: RawOrder, transactions: readonly Transaction[] | null): { payments: Payment[]; holds: Hold[] } {
  const total = shopAmountOrZero(reading, 'total_price', order.total_price_set, order.total_price);
  const named = order.payment_gateway_names.filter((name) => name.trim() !== '');
  const gateways = named.length > 0 ? named : order.gateway ? [order.gateway] : [];
  const gateway = gateways.find((name) => name !== 'gift_card') ?? gateways[0] ?? null;
  const status = order.financial_status ?? null;
  if (total === 0 && gateway === null) return { payments: [], holds: [] };

  const current = shopAmount(reading, 'current_total_price', order.current_total_price_set, order.current_total_price) ?? total;
  const outstanding = shopAmount(reading, 'total_outstanding', null, order.total_outstanding);
  const gone = transactions ? moneyOf(transactions, reading.currency).refunded : valueOfRefunds(reading, order);
  const paid = Math.min(total, Math.max(0, current - (outstanding ?? 0) + gone));
  const payment = (authorised: Minor, captured: Minor, refunded = Math.min(gone, captured)): Payment => ({
    ref: paymentRef(order.id, gateway ?? 'unknown'), operator: 'channel', method: clip(gateways.join(', '), 100) || 'unknown',
    authorised, captured, refunded,
  });
  const unknown = (note: string): Hold[] => [{ reason: 'payment_unknown', note }];

  switch (status) {
    case 'paid': {
      if (paid === 0 && current > 0) return { payments: [payment(current, current)], holds: [] };
      const short = (outstanding ?? 0) > 0 ? unknown(`Shopify says paid, and also that ${order.total_outstanding} ${reading.currency} is outstanding`) : [];
      return { payments: [payment(paid, paid)], holds: short };
    }
    case 'partially_refunded': return { payments: [payment(Math.max(paid, gone), Math.max(paid, gone), gone)], holds: [] };
    case 'refunded': {
      const captured = Math.max(paid, gone);
      return { payments: [payment(captured, captured, gone === 0 ? captured : gone)], holds: [] };
    }
    case 'partially_paid': return outstanding === null
      ? { payments: [payment(0, 0, 0)], holds: unknown('Shopify says partially paid without telling how much') }
      : { payments: [payment(paid, paid)], holds: [] };
    case 'authorized': return { payments: [payment(total, 0, 0)], holds: [] };
    case 'pending': case 'voided': case 'expired': case 'unpaid': return { payments: gateway === null ? [] : [payment(0, 0, 0)], holds: [] };
    default: return {
      payments: gateway === null ? [] : [payment(0, 0, 0)],
      holds: total === 0 ? [] : unknown(status === null ? 'Shopify tells no financial status' : `Shopify's financial status "${clip(status, 100)}" is not known here`),
    };
  }
}

/** What refunds came to in the shop's currency, from their lines and adjustments, where their transactions are in another currency. */
function valueOfRefunds(reading: Reading, order: RawOrder): Minor {
  return sum(order.refunds.filter((refund) => refund.transactions.some(({ kind, status }) => kind === 'refund' && status === 'success')).map((refund, index) => {
    const lines = sum(refund.refund_line_items.map((line) =>
      shopAmountOrZero(reading, `refunds[${index}].subtotal`, line.subtotal_set, line.subtotal)
      + (reading.pricesIncludeTax ? 0 : shopAmountOrZero(reading, `refunds[${index}].total_tax`, line.total_tax_set, line.total_tax))));
    const adjustments = sum(refund.order_adjustments.map((adjustment) =>
      shopAmountOrZero(reading, `refunds[${index}].amount`, adjustment.amount_set, adjustment.amount)
      + shopAmountOrZero(reading, `refunds[${index}].tax_amount`, adjustment.tax_amount_set, adjustment.tax_amount)));
    return Math.max(0, lines - adjustments);
  }));
}
