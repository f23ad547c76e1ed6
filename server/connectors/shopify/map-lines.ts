/** Lines of a Shopify order as sold: price, discount allocations and taxes per line, exactly as stated and never recomputed. */
import { split, sum } from '../../kernel/money.ts';
import type { Minor } from '../../kernel/money.ts';
import type { OrderSnapshotInput } from '../../modules/channels/snapshot.ts';
import { clip, shopAmount, shopAmountOrZero, soldAs, taxesOf } from './reading.ts';
import type { Reading, Tax } from './reading.ts';
import type { LineItem, RawOrder, ShippingLine } from './schema.ts';
import type { Positions } from './map-quantities.ts';

type SnapshotLineInput = OrderSnapshotInput['lines'][number];

/** A tip is kept by Shopify as a line, marked by how it was paid; it is a charge to us. */
export const isTip = (line: LineItem): boolean =>
  Boolean(line.tip_payment_gateway) || Boolean(line.tip_payment_method) || (line.tip !== null && line.tip !== undefined && line.tip !== false);

/**
 * What was taken off: the sum of the allocations, which hold both the line's own discounts and its share of the order's. The older
 * `total_discount` is the line's own part of the same money, so it counts only where allocations are absent.
 */
export function discountOf(reading: Reading, where: string, line: LineItem): Minor {
  if (line.discount_allocations.length === 0) return shopAmountOrZero(reading, `${where}.total_discount`, line.total_discount_set, line.total_discount);
  return sum(line.discount_allocations.map((allocation, index) => shopAmountOrZero(reading, `${where}.discount_allocations[${index}]`, allocation.amount_set, allocation.amount)));
}

/** The same for a shipping line, whose discount may only show in its discounted price. */
export function shippingDiscountOf(reading: Reading, where: string, line: ShippingLine): Minor {
  const price = shopAmountOrZero(reading, `${where}.price`, line.price_set, line.price);
  if (line.discount_allocations.length > 0) {
    return sum(line.discount_allocations.map((allocation, index) => shopAmountOrZero(reading, `${where}.discount_allocations[${index}]`, allocation.amount_set, allocation.amount)));
  }
  const discounted = shopAmount(reading, `${where}.discounted_price`, line.discounted_price_set, line.discounted_price);
  return discounted === null ? 0 : Math.max(0, price - discounted);
}

/**
 * Taxes stated for the order only, as when it was made through the API: spread over the taxable lines by what they cost, which is
 * what Shopify documents that it does with them. Empty when any line or shipping line states taxes of its own.
 */
function orderTaxes(reading: Reading, order: RawOrder, net: readonly Minor[]): Tax[][] {
  const stated = order.line_items.some((line) => line.tax_lines.length > 0) || order.shipping_lines.some((line) => line.tax_lines.length > 0);
  const weights = order.line_items.map((line, index) => (line.taxable === false || line.gift_card ? 0 : Math.max(0, net[index] ?? 0)));
  const perLine = order.line_items.map((): Tax[] => []);
  if (stated || weights.every((weight) => weight === 0)) return perLine;
  for (const tax of taxesOf(reading, 'order', order.tax_lines)) {
    for (const [index, amount] of split(tax.amount, weights).entries()) if (amount !== 0) perLine[index]?.push({ ...tax, amount });
  }
  return perLine;
}

/** The lines, with tips apart. Line ids stay the same over edits, refunds and exchanges, so they are the reference. */
export function linesOf(reading: Reading, order: RawOrder, positions: (line: LineItem) => Positions, deliveryOf: (line: LineItem) => string | null) {
  const priced = order.line_items.map((line, index) => {
    const where = `line_items[${index}]`;
    const unitPrice = shopAmount(reading, `${where}.price`, line.price_set, line.price);
    if (unitPrice === null && !reading.reasons.some((reason) => reason.startsWith(`${where}.price`))) reading.reasons.push(`${where}.price is missing`);
    const subtotal = (unitPrice ?? 0) * line.quantity;
    return { line, where, unitPrice: unitPrice ?? 0, subtotal, discount: discountOf(reading, where, line) };
  });
  const shared = orderTaxes(reading, order, priced.map(({ subtotal, discount }) => subtotal - discount));

  const lines: SnapshotLineInput[] = [];
  const tips: { ref: string; name: string; sold: ReturnType<typeof soldAs> }[] = [];
  for (const [index, { line, where, unitPrice, subtotal, discount }] of priced.entries()) {
    const taxes = [...taxesOf(reading, where, line.tax_lines), ...(shared[index] ?? [])];
    const sold = soldAs(reading, subtotal, discount, taxes);
    const name = clip(line.name ?? [line.title, line.variant_title].filter(Boolean).join(' - '), 500) || line.sku || line.id;
    if (isTip(line)) {
      tips.push({ ref: `line:${line.id}`, name, sold });
      continue;
    }
    // A line that an edit brought down to nothing before it was ever sold: nothing to do, nothing to pay.
    if (line.quantity === 0 && sold.total === 0) continue;
    lines.push({
      ref: line.id,
      sku: line.sku && line.sku.trim().length <= 100 ? line.sku.trim() || null : null,
      name,
      kind: kindOf(line),
      quantity: line.quantity,
      unitPrice,
      ...sold,
      delivery: deliveryOf(line),
      bundle: line.line_item_group ? `group:${line.line_item_group.id}` : null,
      properties: propertiesOf(line.properties),
      ...positions(line),
    });
  }
  return { lines, tips };
}

/** Goods need shipping; what does not is digital when it is a product, and a service when it was typed in for this order. */
function kindOf(line: LineItem): 'goods' | 'gift_card' | 'digital' | 'service' {
  if (line.gift_card) return 'gift_card';
  if (line.requires_shipping !== false) return 'goods';
  return line.variant_id ? 'digital' : 'service';
}

/** Name and value pairs as text; what is not text is kept as JSON. */
export function propertiesOf(pairs: readonly { name: string | number; value?: unknown }[]): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const { name, value } of pairs) {
    if (value === null || value === undefined) continue;
    properties[String(name)] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return properties;
}
