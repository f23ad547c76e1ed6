/** Divides a refund over Magento's invoices and adjustments so that its credit memos come to the amount exactly; pure. */
import type { Minor } from '../../kernel/money.ts';
import { formatMinor } from '../../kernel/money.ts';
import { fine, toMinor } from './amounts.ts';
import { hasShippingLeft, shippingPaid, unitsWorth, worthOfRefund } from './documents.ts';
import type { DocumentItem } from './documents.ts';
import type { CreditMemo, Invoice } from './papers.ts';
import type { RawOrder } from './order.ts';
import { idOf } from './priced.ts';

export interface RefundPart {
  /** Invoice the credit memo is made against; null for an offline refund of the order. */
  invoice: string | null;
  items: DocumentItem[];
  /** Shipping as Magento wants it: without tax, or with, by the shop's display setting; in the order's currency. */
  shipping: Minor;
  /** What is given beyond (or, negative, held back from) what the items and shipping come to. */
  adjustment: Minor;
}

export interface RefundWish {
  order: RawOrder;
  currency: string;
  items: readonly DocumentItem[];
  amount: Minor;
  /** Shipping to give back, taxes included. */
  shipping: Minor;
  /** Paid invoices, oldest first; null for an offline refund. */
  invoices: readonly Invoice[] | null;
  memos: readonly CreditMemo[];
  shippingAmounts: 'excluding_tax' | 'including_tax';
  /** An item to name with quantity 0 when no line can be named. */
  fallbackItem: number | null;
}

type Plan = { kind: 'parts'; parts: RefundPart[] } | { kind: 'refused'; code: string; reason: string };

/** Shipping in Magento's way, and what its credit memo makes of it: amount, tax, discount and compensation in proportion, each rounded. */
function shippingOf(order: RawOrder, wanted: Minor, way: RefundWish['shippingAmounts'], currency: string): { amount: Minor; worth: Minor } {
  const paid = shippingPaid(order, currency);
  if (wanted === 0 || paid <= 0) return { amount: 0, worth: 0 };
  const portion = (value: RawOrder['shipping_amount']): Minor => toMinor((fine(value, currency) * Math.min(wanted, paid)) / paid);
  const net = portion(order.shipping_amount);
  const tax = portion(order.shipping_tax_amount);
  const worth = net + tax - portion(order.shipping_discount_amount) + portion(order.shipping_discount_tax_compensation_amount);
  return { amount: way === 'including_tax' ? portion(order.shipping_incl_tax) : net, worth };
}

/**
 * One credit memo offline; online one per invoice that holds the units, because a capture can only give back its own money.
 * Without lines the first item is named with quantity 0, since Magento takes a memo without items as "everything"; once no shipping is left to
 * give back, units that the amount covers are named, since it then takes no memo without products.
 */
export function planRefund(given: RefundWish): Plan {
  const { order, currency } = given;
  const wish = given.items.length > 0 || hasShippingLeft(order, currency) ? given : { ...given, items: unitsWorth(order, given.amount, currency) };
  const byId = new Map(order.items.map((item) => [Number(item.item_id), item]));
  const worthOf = (items: readonly DocumentItem[]): Minor => items.reduce((sum, item) => { const own = byId.get(item.order_item_id); return sum + (own ? worthOfRefund(own, item.qty, currency) : 0); }, 0);
  const shipping = shippingOf(order, wish.shipping, wish.shippingAmounts, currency);
  const adjustment = wish.amount - worthOf(wish.items) - shipping.worth;
  const nothing = (candidates: readonly number[]): DocumentItem[] => [{ order_item_id: wish.fallbackItem ?? candidates[0] ?? Number(idOf(order.items[0] ?? { item_id: 0 })), qty: 0 }];
  if (wish.invoices === null) {
    return { kind: 'parts', parts: [{ invoice: null, items: wish.items.length > 0 ? [...wish.items] : nothing([]), shipping: shipping.amount, adjustment }] };
  }
  const room = wish.invoices.map((invoice) => ({
    invoice, items: [] as DocumentItem[],
    left: toMinor(fine(invoice.grand_total, currency)) - wish.memos.filter((memo) => String(memo.invoice_id ?? '') === String(invoice.entity_id)).reduce((sum, memo) => sum + toMinor(fine(memo.grand_total, currency)), 0),
    units: new Map((invoice.items ?? []).map((item) => [Number(item.order_item_id), Number(item.qty ?? 0) - refundedOf(wish.memos, invoice, Number(item.order_item_id))])),
  }));
  for (const item of wish.items) {
    let wanted = item.qty;
    for (const place of room) {
      const units = Math.min(wanted, place.units.get(item.order_item_id) ?? 0);
      if (units <= 0) continue;
      place.items.push({ order_item_id: item.order_item_id, qty: units });
      wanted -= units;
    }
    if (wanted > 0) return { kind: 'refused', code: 'not_invoiced', reason: `${wanted} of item ${item.order_item_id} (${byId.get(item.order_item_id)?.sku ?? 'no SKU'}) is not invoiced, or already refunded` };
  }
  const withShipping = shipping.amount > 0 ? room.find((place) => fine(place.invoice.shipping_amount, currency) > 0) ?? room[0] : undefined;
  const parts = room
    .filter((place) => place.items.length > 0 || place === withShipping)
    .map((place) => ({ place, shipping: place === withShipping ? shipping.amount : 0, worth: worthOf(place.items) + (place === withShipping ? shipping.worth : 0), adjustment: 0 }));
  if (parts.length === 0) {
    const place = room.find((candidate) => candidate.left >= wish.amount);
    if (!place) return { kind: 'refused', code: 'amount_too_high', reason: `no invoice has ${formatMinor(wish.amount, currency)} ${currency} left to refund` };
    parts.push({ place, shipping: 0, worth: 0, adjustment: 0 });
  }
  const target = parts.find((part) => part.worth + adjustment >= 0 && part.worth + adjustment <= part.place.left) ?? parts[0];
  if (target) target.adjustment = adjustment;
  return {
    kind: 'parts',
    parts: parts.map(({ place, shipping: own, adjustment: extra }) => ({
      invoice: String(place.invoice.entity_id), items: place.items.length > 0 ? place.items : nothing((place.invoice.items ?? []).map((item) => Number(item.order_item_id))), shipping: own, adjustment: extra,
    })),
  };
}

const refundedOf = (memos: readonly CreditMemo[], invoice: Invoice, orderItemId: number): number =>
  memos.filter((memo) => String(memo.invoice_id ?? '') === String(invoice.entity_id)).flatMap((memo) => memo.items ?? [])
    .filter((item) => Number(item.order_item_id) === orderItemId).reduce((sum, item) => sum + Number(item.qty ?? 0), 0);
