/** The simulated shop's own arithmetic: what an order costs, what is due, paid and left to fulfil. Amounts are minor units. */
import { split, sum } from '../../../kernel/money.ts';
import type { SimLine, SimOrder, SimTransaction } from './state.ts';

/** Tax within or on top of an amount, half a minor unit up. */
export function taxOf(amount: number, rate: number, included: boolean): number {
  const [value, part] = [BigInt(amount), BigInt(rate)];
  const base = included ? 1_000_000n + part : 1_000_000n;
  return Number((value * part * 2n + base) / (base * 2n));
}

export const netOf = (line: SimLine): number => line.price * line.quantity - line.discount;
export const lineTax = (order: SimOrder, line: SimLine): number => (line.giftCard ? 0 : taxOf(netOf(line), line.taxRate, order.taxesIncluded));

export interface ShippingFigures { net: number; tax: number; total: number; refundable: number }
export function shippingFigures(order: SimOrder): ShippingFigures {
  const net = order.shipping ? order.shipping.price - order.shipping.discount : 0;
  const tax = order.shipping ? taxOf(net, order.shipping.taxRate, order.taxesIncluded) : 0;
  const back = sum(order.refunds.map(({ shipping }) => shipping));
  return { net, tax, total: net + (order.taxesIncluded ? 0 : tax), refundable: net - back };
}

/** Units of a line that an edit, a cancellation or a refund took away. */
export const removedOf = (order: SimOrder, lineId: number): number => sum(order.refunds.flatMap(({ lines }) => lines).filter((line) => line.lineId === lineId).map(({ quantity }) => quantity));
export const fulfilledOf = (order: SimOrder, lineId: number): number => sum(order.fulfillments.filter(({ status }) => status === 'success').flatMap(({ lines }) => lines).filter((line) => line.lineId === lineId).map(({ quantity }) => quantity));
export const fulfillableOf = (order: SimOrder, lineId: number): number => sum(order.fulfillmentOrders.filter(({ status }) => status === 'open' || status === 'on_hold').flatMap(({ lines }) => lines).filter((line) => line.lineId === lineId).map(({ fulfillable }) => fulfillable));

/** Value and tax of the next so many units of a line: every unit has its share, so any series of refunds adds up. */
export function unitsWorth(order: SimOrder, line: SimLine, quantity: number): { subtotal: number; tax: number } {
  const from = removedOf(order, line.id);
  const weights = Array.from({ length: line.quantity }, () => 1);
  const part = (amount: number): number => sum(split(amount, weights).slice(from, from + quantity));
  return { subtotal: part(netOf(line)), tax: part(lineTax(order, line)) };
}

export interface OrderFigures {
  gross: number; discounts: number; subtotal: number; tax: number; total: number; current: number; outstanding: number;
  authorised: number; captured: number; refunded: number; financial: string; fulfilment: string | null;
}

const amounts = (transactions: readonly SimTransaction[], ...kinds: SimTransaction['kind'][]): number => sum(transactions.filter(({ kind }) => kinds.includes(kind)).map(({ amount }) => amount));

/** Authorised and not yet captured or voided, of one authorisation. */
export const openOf = (order: SimOrder, authorisation: SimTransaction): number =>
  order.transactions.some(({ kind, parentId }) => kind === 'void' && parentId === authorisation.id) ? 0
    : authorisation.amount - amounts(order.transactions.filter(({ parentId }) => parentId === authorisation.id), 'capture');

/** Captured by a capture or sale and not yet refunded. */
export const refundableOf = (order: SimOrder, parent: SimTransaction): number => parent.amount - amounts(order.transactions.filter(({ parentId }) => parentId === parent.id), 'refund');

export function figuresOf(order: SimOrder): OrderFigures {
  const shipping = shippingFigures(order);
  const gross = sum(order.lines.map((line) => line.price * line.quantity));
  const lineDiscounts = sum(order.lines.map(({ discount }) => discount));
  const tax = sum(order.lines.map((line) => lineTax(order, line))) + shipping.tax;
  const subtotal = gross - lineDiscounts;
  const total = subtotal + shipping.net + (order.taxesIncluded ? 0 : tax);
  const back = sum(order.refunds.map((refund) => sum(refund.lines.map((line) => line.subtotal + (order.taxesIncluded ? 0 : line.tax))) + refund.shipping + (order.taxesIncluded ? 0 : refund.shippingTax) + refund.discrepancy));
  const authorised = sum(order.transactions.filter(({ kind }) => kind === 'authorization').map((one) => openOf(order, one)));
  const captured = amounts(order.transactions, 'capture', 'sale');
  const refunded = amounts(order.transactions, 'refund');
  const current = total - back;
  const left = sum(order.lines.map((line) => fulfillableOf(order, line.id)));
  const shipped = sum(order.lines.map((line) => fulfilledOf(order, line.id)));
  return {
    gross, discounts: lineDiscounts + (order.shipping?.discount ?? 0), subtotal, tax, total, current, outstanding: current - (captured - refunded),
    authorised, captured, refunded,
    financial: financialStatus(order, { authorised, captured, refunded, current }),
    fulfilment: shipped === 0 ? null : left === 0 ? 'fulfilled' : 'partial',
  };
}

function financialStatus(order: SimOrder, { authorised, captured, refunded, current }: { authorised: number; captured: number; refunded: number; current: number }): string {
  if (refunded > 0) return refunded >= captured ? 'refunded' : 'partially_refunded';
  if (captured > 0) return captured >= current ? 'paid' : 'partially_paid';
  if (authorised > 0) return 'authorized';
  if (order.transactions.some(({ kind }) => kind === 'void')) return 'voided';
  return current === 0 ? 'paid' : 'pending';
}
