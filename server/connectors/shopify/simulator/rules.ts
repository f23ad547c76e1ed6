/** What the simulated shop allows: fulfilments, refunds, captures and cancellations, refused as Shopify refuses them. Each changes the order it is given. */
import { z } from 'zod';
import { formatMinor, parseMinor, sum } from '../../../kernel/money.ts';
import { figuresOf, fulfillableOf, openOf, refundableOf, removedOf, shippingFigures, unitsWorth } from './figures.ts';
import { refuse } from './state.ts';
import type { SimFulfillment, SimOrder, SimRefund, SimRefundLine, SimTransaction } from './state.ts';

/** Ids and time come from the shell. */
export interface Means { id: () => number; at: string; restock: (item: number, location: number, quantity: number) => void }

const amount = z.union([z.string(), z.number()]);

export const FulfillmentBody = z.object({
  fulfillment: z.object({
    line_items_by_fulfillment_order: z.array(z.object({
      fulfillment_order_id: z.int(),
      fulfillment_order_line_items: z.array(z.object({ id: z.int(), quantity: z.int() })).nullish(),
    })).min(1),
    tracking_info: z.object({ number: z.string().nullish(), url: z.string().nullish(), company: z.string().nullish() }).nullish(),
    notify_customer: z.boolean().nullish(),
    message: z.string().nullish(),
  }),
});

export function fulfil(order: SimOrder, { fulfillment }: z.output<typeof FulfillmentBody>, means: Means): SimFulfillment {
  const taken: { lineId: number; quantity: number; from: { fulfillable: number } }[] = [];
  const locations = new Set<number>();
  for (const part of fulfillment.line_items_by_fulfillment_order) {
    const work = order.fulfillmentOrders.find(({ id }) => id === part.fulfillment_order_id) ?? refuse(422, ['All fulfillment orders must belong to the same order.']);
    if (work.status !== 'open') refuse(422, [`Fulfillment order ${work.id} has an unfulfillable status= ${work.status}.`]);
    locations.add(work.locationId);
    const asked = part.fulfillment_order_line_items ?? work.lines.filter(({ fulfillable }) => fulfillable > 0).map(({ id, fulfillable }) => ({ id, quantity: fulfillable }));
    for (const { id, quantity } of asked) {
      const line = work.lines.find((one) => one.id === id) ?? refuse(422, [`Fulfillment order line item ${id} does not exist.`]);
      if (quantity <= 0 || quantity > line.fulfillable) refuse(422, ['Invalid fulfillment order line item quantity requested.']);
      taken.push({ lineId: line.lineId, quantity, from: line });
    }
  }
  if (locations.size > 1) refuse(422, ['All fulfillment orders must be assigned to the same location.']);
  // After this point the fulfilment must succeed.
  for (const { quantity, from } of taken) from.fulfillable -= quantity;
  closeEmpty(order);
  const info = fulfillment.tracking_info;
  const made: SimFulfillment = {
    id: means.id(), status: 'success', at: means.at, number: info?.number ?? null, url: info?.url ?? null, company: info?.company ?? null,
    locationId: [...locations][0] ?? 0, notify: fulfillment.notify_customer ?? false, lines: taken.map(({ lineId, quantity }) => ({ lineId, quantity })),
  };
  order.fulfillments.push(made);
  return made;
}

const closeEmpty = (order: SimOrder): void => {
  for (const work of order.fulfillmentOrders) if ((work.status === 'open' || work.status === 'on_hold') && work.lines.every(({ fulfillable }) => fulfillable === 0)) work.status = 'closed';
};

/** Takes units of a line out of the fulfilment orders that still have them. */
export function takeOut(order: SimOrder, lineId: number, quantity: number): void {
  let left = quantity;
  for (const line of order.fulfillmentOrders.filter(({ status }) => status === 'open' || status === 'on_hold').flatMap(({ lines }) => lines).filter((one) => one.lineId === lineId)) {
    const part = Math.min(left, line.fulfillable);
    line.fulfillable -= part;
    left -= part;
  }
  closeEmpty(order);
}

export const RefundBody = z.object({
  refund: z.object({
    currency: z.string().nullish(),
    note: z.string().nullish(),
    notify: z.boolean().nullish(),
    shipping: z.object({ amount: amount.nullish(), full_refund: z.boolean().nullish() }).nullish(),
    refund_line_items: z.array(z.object({ line_item_id: z.int(), quantity: z.int(), restock_type: z.enum(['no_restock', 'cancel', 'return']).default('no_restock'), location_id: z.int().nullish() })).nullish(),
    transactions: z.array(z.object({ parent_id: z.int(), amount, kind: z.literal('refund'), gateway: z.string().nullish() })).nullish(),
    restock: z.never().optional(),
  }),
});
type RefundRequest = z.output<typeof RefundBody>['refund'];

/** What a refund would come to, without doing it: lines with their worth, and shipping within what is left of it. */
export function calculate(order: SimOrder, request: RefundRequest) {
  if (request.currency && request.currency !== order.currency) refuse(422, { currency: ['does not match the order currency'] });
  const asked = new Map<number, number>();
  const lines = (request.refund_line_items ?? []).map((line) => {
    const of = order.lines.find(({ id }) => id === line.line_item_id) ?? refuse(422, { 'refund_line_items.line_item_id': ['is invalid'] });
    const before = asked.get(of.id) ?? 0;
    if (line.quantity <= 0 || line.quantity + before > of.quantity - removedOf(order, of.id)) refuse(422, { 'refund_line_items.quantity': ['cannot refund more items than were purchased'] });
    if (line.restock_type === 'cancel' && line.quantity + before > fulfillableOf(order, of.id)) refuse(422, { 'refund_line_items.restock_type': ['cannot cancel items that were fulfilled'] });
    if (line.restock_type !== 'no_restock' && line.location_id === undefined) refuse(422, { 'refund_line_items.location_id': ['is required when restocking'] });
    asked.set(of.id, before + line.quantity);
    const all = unitsWorth(order, of, before + line.quantity);
    const earlier = unitsWorth(order, of, before);
    return { line, of, subtotal: all.subtotal - earlier.subtotal, tax: all.tax - earlier.tax };
  });
  const shipping = shippingFigures(order);
  const wanted = request.shipping?.full_refund ? shipping.refundable : request.shipping?.amount === null || request.shipping?.amount === undefined ? 0 : parseMinor(request.shipping.amount, order.currency);
  if (wanted > shipping.refundable) refuse(422, { shipping: [`Refund shipping amount ${formatMinor(wanted, order.currency)} exceeds the maximum refundable`] });
  const shippingTax = shipping.net === 0 ? 0 : Math.round((shipping.tax * wanted) / shipping.net);
  const value = sum(lines.map(({ subtotal, tax }) => subtotal + (order.taxesIncluded ? 0 : tax))) + wanted + (order.taxesIncluded ? 0 : shippingTax);
  return { lines, shipping: { amount: wanted, tax: shippingTax, maximum: shipping.refundable }, value };
}

export function makeRefund(order: SimOrder, request: RefundRequest, means: Means): SimRefund {
  const { lines, shipping, value } = calculate(order, request);
  const given = (request.transactions ?? []).map((one) => {
    const parent = order.transactions.find(({ id, kind }) => id === one.parent_id && (kind === 'capture' || kind === 'sale')) ?? refuse(422, { 'transactions.parent_id': ['is invalid'] });
    return { parent, amount: parseMinor(one.amount, order.currency) };
  });
  for (const [parent, parts] of Map.groupBy(given, (one) => one.parent)) {
    const wanted = sum(parts.map((part) => part.amount));
    if (wanted < 0 || wanted > refundableOf(order, parent)) refuse(422, { base: [`Refund amount ${formatMinor(wanted, order.currency)} cannot be greater than the maximum refundable ${formatMinor(refundableOf(order, parent), order.currency)}`] });
  }
  if (lines.length === 0 && given.length === 0 && shipping.amount === 0) refuse(422, { base: ['Refund must contain line items, shipping or transactions'] });
  // After this point the refund must succeed.
  const money = sum(given.map((one) => one.amount));
  const overpaid = Math.max(0, -figuresOf(order).outstanding);
  const made: SimTransaction[] = given.filter((one) => one.amount > 0).map(({ parent, amount: back }) => ({ id: means.id(), parentId: parent.id, kind: 'refund', amount: back, gateway: parent.gateway, at: means.at }));
  const refundLines = lines.map(({ line, of, subtotal, tax }): SimRefundLine => ({ id: means.id(), lineId: of.id, quantity: line.quantity, restockType: line.restock_type, locationId: line.location_id ?? null, subtotal, tax }));
  for (const { line, of } of lines) {
    if (line.restock_type === 'cancel') takeOut(order, of.id, line.quantity);
    if (line.restock_type !== 'no_restock' && of.inventoryItemId !== null && line.location_id) means.restock(of.inventoryItemId, line.location_id, line.quantity);
  }
  // Without money it is a cancellation; with money, what differs from the lines and was not overpaid before is a discrepancy.
  const discrepancy = money === 0 ? 0 : money > value ? money - value - Math.min(overpaid, money - value) : money - value;
  const refund: SimRefund = { id: means.id(), at: means.at, note: request.note ?? null, lines: refundLines, shipping: shipping.amount, shippingTax: shipping.tax, discrepancy, transactionIds: made.map(({ id }) => id) };
  order.transactions.push(...made);
  order.refunds.push(refund);
  return refund;
}

export const TransactionBody = z.object({ transaction: z.object({ kind: z.string(), parent_id: z.int().nullish(), amount: amount.nullish(), currency: z.string().nullish() }) });

/** Captures or voids an authorisation. */
export function transact(order: SimOrder, { transaction }: z.output<typeof TransactionBody>, means: Means): SimTransaction {
  if (transaction.kind !== 'capture' && transaction.kind !== 'void') return refuse(422, { kind: [`${transaction.kind} is not a valid transaction`] });
  const authorisations = order.transactions.filter(({ kind }) => kind === 'authorization');
  const parent = transaction.parent_id ? authorisations.find(({ id }) => id === transaction.parent_id) : authorisations.at(-1);
  if (!parent) return refuse(422, { base: ['The parent transaction is invalid'] });
  const open = openOf(order, parent);
  if (open <= 0) refuse(422, { base: ['The authorization has already been captured or voided'] });
  const wanted = transaction.kind === 'void' ? 0 : transaction.amount === null || transaction.amount === undefined ? open : parseMinor(transaction.amount, order.currency);
  if (transaction.kind === 'capture' && (wanted <= 0 || wanted > open)) refuse(422, { amount: ['must be positive and at most what is authorized'] });
  const made: SimTransaction = { id: means.id(), parentId: parent.id, kind: transaction.kind, amount: wanted, gateway: parent.gateway, at: means.at };
  order.transactions.push(made);
  return made;
}

/** Cancels an order of which nothing was shipped: closes its work, and releases what is only authorised. */
export function cancel(order: SimOrder, reason: string, means: Means): void {
  if (order.cancelledAt !== null) refuse(422, 'Order has already been cancelled');
  if (order.fulfillments.some(({ status }) => status === 'success')) refuse(422, 'Cannot cancel an order that has fulfillments');
  if (!['customer', 'inventory', 'fraud', 'declined', 'staff', 'other'].includes(reason)) refuse(422, { cancel_reason: ['is not included in the list'] });
  order.cancelledAt = means.at;
  order.cancelReason = reason;
  for (const work of order.fulfillmentOrders) {
    if (work.status === 'closed') continue;
    work.status = 'cancelled';
    for (const line of work.lines) line.fulfillable = 0;
  }
  for (const one of order.transactions.filter(({ kind }) => kind === 'authorization')) {
    if (openOf(order, one) > 0) order.transactions.push({ id: means.id(), parentId: one.id, kind: 'void', amount: 0, gateway: one.gateway, at: means.at });
  }
}
