/** Moves money that Shopify holds: captures of its authorisations, and refunds to the payments they came from. */
import { z } from 'zod';
import { formatMinor, parseMinor, sum } from '../../kernel/money.ts';
import type { Minor } from '../../kernel/money.ts';
import type { ChannelOutcome, RefundNotice } from '../../modules/channels/ports.ts';
import { OneRefund, OneTransaction, numeric, refundsOf, transactionsOf } from './answers.ts';
import { done, refused, sendOnce } from './client.ts';
import type { ShopifyClient } from './client.ts';
import { gatewayOf } from './map-payments.ts';
import { marksOf } from './marks.ts';
import { Id, MoneySet } from './schema.ts';
import type { Transaction } from './schema.ts';

export interface CaptureCommand { externalOrderId: string; payment: string | null; amount: Minor; currency: string; key: string }

const OrderMoney = z.object({
  order: z.object({
    currency: z.string(),
    total_price_set: MoneySet,
    line_items: z.array(z.object({ id: Id, quantity: z.int(), current_quantity: z.int().nullish() })),
  }),
});
const Calculated = z.object({ refund: z.object({ shipping: z.object({ maximum_refundable: z.union([z.string(), z.number()]).nullish() }).nullish() }) });

/**
 * Turns an amount of the shop's currency, which is what we book, into the customer's (presentment) currency, in which Shopify keeps the
 * transactions of a multi-currency order: by the order's own two totals, half a minor unit up.
 */
export function inPaymentCurrency(amount: Minor, shop: { total: Minor }, presentment: { total: Minor }): Minor {
  if (shop.total === 0 || shop.total === presentment.total) return amount;
  const [a, s, p] = [BigInt(amount), BigInt(shop.total), BigInt(presentment.total)];
  return Number((a * p * 2n + s) / (s * 2n));
}

interface Exchange { currency: string; of: (amount: Minor) => Minor }

/** The currency of the order's payments and how to get there; null when it cannot be told. */
async function exchangeOf(client: ShopifyClient, order: string, currency: string, transactions: readonly Transaction[]): Promise<Exchange | null> {
  const foreign = transactions.find((transaction) => transaction.currency && transaction.currency !== currency)?.currency;
  if (!foreign) return { currency, of: (amount) => amount };
  const { order: { total_price_set: set } } = await client.get(`/orders/${order}.json?fields=currency,total_price_set,line_items`, OrderMoney);
  const [shop, presentment] = [set?.shop_money, set?.presentment_money];
  if (!shop?.amount || !presentment?.amount || presentment.currency_code !== foreign) return null;
  const [from, to] = [parseMinor(shop.amount, currency), parseMinor(presentment.amount, foreign)];
  return { currency: foreign, of: (amount) => inPaymentCurrency(amount, { total: from }, { total: to }) };
}

const succeeded = (transaction: Transaction, ...kinds: string[]): boolean => transaction.status === 'success' && kinds.includes(transaction.kind);
const chosen = (transaction: Transaction, payment: string | null): boolean =>
  payment === null || transaction.id === payment || (transaction.gateway || 'unknown') === gatewayOf(payment);
const amountOf = (transaction: Transaction, currency: string): Minor => parseMinor(transaction.amount ?? 0, currency);
const childrenOf = (parent: Transaction, all: readonly Transaction[], currency: string, kind: string, pendingToo = false): Minor =>
  sum(all.filter((one) => one.parent_id === parent.id && one.kind === kind && (one.status === 'success' || (pendingToo && one.status === 'pending'))).map((one) => amountOf(one, currency)));

/** Takes the amount from the parents that still have something, in their order. */
function take(amount: Minor, parents: readonly { parent: Transaction; left: Minor }[]): { parts: { parent: Transaction; amount: Minor }[]; missing: Minor } {
  let missing = amount;
  const parts: { parent: Transaction; amount: Minor }[] = [];
  for (const { parent, left } of parents) {
    const part = Math.min(missing, left);
    if (part > 0) parts.push({ parent, amount: part });
    missing -= Math.max(0, part);
  }
  return { parts, missing };
}

/**
 * Captures once per key. Shopify's capture call has no idempotency key and no field that comes back, so before the first attempt a note
 * is left on the order (see `marks.ts`) of which transactions there were: captures that appeared since, and that no other
 * command claims, are this one's, whoever crashed and whatever answer was lost.
 */
export async function capture(client: ShopifyClient, command: CaptureCommand): Promise<ChannelOutcome> {
  if (command.amount <= 0) return refused('invalid', `Nothing to capture: ${command.amount}`);
  let transactions = await transactionsOf(client, command.externalOrderId);
  const exchange = await exchangeOf(client, command.externalOrderId, command.currency, transactions);
  if (!exchange) return refused('currency', `The order's payments are not in ${command.currency} and Shopify states no totals to convert by: capture it there`);
  const marks = await marksOf(client, command.externalOrderId);
  const mark = marks.of(command.key);
  const claimed = marks.claimedByOthers(command.key);
  const known = new Set(mark?.before ?? transactions.map(({ id }) => id));
  const ours = (): Transaction[] => transactions.filter((one) => succeeded(one, 'capture') && !known.has(one.id) && !claimed.has(one.id));
  const open = Math.max(0, exchange.of(command.amount) - sum(ours().map((one) => amountOf(one, exchange.currency))));

  const voided = new Set(transactions.filter((one) => succeeded(one, 'void')).map(({ parent_id }) => parent_id));
  const { parts, missing } = take(open, transactions
    .filter((one) => succeeded(one, 'authorization', 'emv_authorization') && !voided.has(one.id) && chosen(one, command.payment))
    .map((parent) => ({ parent, left: amountOf(parent, exchange.currency) - childrenOf(parent, transactions, exchange.currency, 'capture', true) })));
  if (missing > 0) return refused('nothing_authorised', `${formatMinor(command.amount, command.currency)} ${command.currency} should be captured, and ${formatMinor(missing, exchange.currency)} ${exchange.currency} of it is not authorised any more`);
  if (parts.length === 0) return done(ours().map(({ id }) => id).join(',') || null);

  const noted = mark ?? await marks.leave(command.key, [...known]);
  for (const { parent, amount } of parts) {
    await sendOnce(
      async () => {
        const { transaction } = await client.post(`/orders/${command.externalOrderId}/transactions.json`, {
          transaction: { kind: 'capture', parent_id: numeric(parent.id), amount: formatMinor(amount, exchange.currency), currency: exchange.currency },
        }, OneTransaction);
        transactions = [...transactions, transaction];
        return true;
      },
      async () => {
        transactions = await transactionsOf(client, command.externalOrderId);
        return ours().some((one) => one.parent_id === parent.id && amountOf(one, exchange.currency) === amount) ? true : null;
      },
    );
  }
  const failed = transactions.find((one) => one.kind === 'capture' && !known.has(one.id) && !claimed.has(one.id) && (one.status === 'failure' || one.status === 'error'));
  if (failed) return refused('declined', `Shopify could not capture: transaction ${failed.id} ended as ${failed.status}`);
  const made = ours().map(({ id }) => id);
  await marks.claim(noted, made);
  return done(made.join(',') || null);
}

/**
 * Refunds to the captures and sales the money came from, the named payment first. Lines are reported with it as far as Shopify
 * still counts them, never restocked there: our stock figures do that. Units that never left are not named: their own notice takes them out of the
 * fulfilment order, which this would leave them in. A difference between
 * the lines and the amount becomes Shopify's refund discrepancy. The note carries our key and is looked for first.
 */
export async function refund(client: ShopifyClient, notice: RefundNotice, mailByShopify: boolean): Promise<ChannelOutcome> {
  if (notice.amount <= 0) return refused('invalid', `Nothing to refund: ${notice.amount}`);
  const path = `/orders/${notice.externalOrderId}`;
  const find = async () => (await refundsOf(client, notice.externalOrderId)).find(({ note }) => note?.includes(`(${notice.key})`)) ?? null;
  const made = await find();
  if (made) return done(made.id);

  const transactions = await transactionsOf(client, notice.externalOrderId);
  const exchange = await exchangeOf(client, notice.externalOrderId, notice.currency, transactions);
  if (!exchange) return refused('currency', `The order's payments are not in ${notice.currency} and Shopify states no totals to convert by: refund it there`);
  const parents = transactions.filter((one) => succeeded(one, 'capture', 'sale'))
    .sort((one, other) => Number(chosen(other, notice.payment)) - Number(chosen(one, notice.payment)))
    .map((parent) => ({ parent, left: amountOf(parent, exchange.currency) - childrenOf(parent, transactions, exchange.currency, 'refund', true) }));
  const { parts, missing } = take(exchange.of(notice.amount), parents);
  if (missing > 0) return refused('exceeds_refundable', `${formatMinor(missing, exchange.currency)} ${exchange.currency} more should go back than Shopify still has of this order`);

  const { order } = await client.get(`${path}.json?fields=currency,total_price_set,line_items`, OrderMoney);
  const lines = notice.lines.filter(({ what }) => what !== 'cancelled').flatMap(({ ref, quantity }) => {
    const line = order.line_items.find(({ id }) => id === ref);
    const countable = Math.min(quantity, line ? line.current_quantity ?? line.quantity : 0);
    return countable > 0 ? [{ line_item_id: numeric(ref), quantity: countable, restock_type: 'no_restock' }] : [];
  });
  const asked = exchange.of(Math.max(0, notice.shipping));
  const shippingOf = (amount: Minor) => (amount > 0 ? { shipping: { amount: formatMinor(amount, exchange.currency) } } : {});
  const calculated = await client.post(`${path}/refunds/calculate.json`, { refund: { currency: exchange.currency, refund_line_items: lines } }, Calculated);
  const shipping = Math.min(asked, parseMinor(calculated.refund.shipping?.maximum_refundable ?? 0, exchange.currency));

  const refunded = await sendOnce(
    () => client.post(`${path}/refunds.json`, {
      refund: {
        currency: exchange.currency, notify: mailByShopify, note: [notice.note, `(${notice.key})`].filter(Boolean).join(' '), refund_line_items: lines, ...shippingOf(shipping),
        transactions: parts.map(({ parent, amount }) => ({ parent_id: numeric(parent.id), kind: 'refund', gateway: parent.gateway ?? undefined, amount: formatMinor(amount, exchange.currency) })),
      },
    }, OneRefund).then((answer) => answer.refund),
    find,
  );
  const failed = refunded.transactions.find(({ status }) => status === 'failure' || status === 'error');
  return failed ? refused('declined', `Shopify recorded refund ${refunded.id}, but its payment ended as ${failed.status}: settle it there`) : done(refunded.id);
}
