/** What a Shopify order costs besides its lines: shipping, tips, duties and additional fees, each as sold. */
import { sum } from '../../kernel/money.ts';
import type { Minor } from '../../kernel/money.ts';
import type { OrderSnapshotInput } from '../../modules/channels/snapshot.ts';
import { shippingDiscountOf } from './map-lines.ts';
import { shopAmount, shopAmountOrZero, soldAs, taxesOf, textOrNull } from './reading.ts';
import type { Reading } from './reading.ts';
import type { RawOrder } from './schema.ts';

type SnapshotChargeInput = NonNullable<OrderSnapshotInput['charges']>[number];

/** Shipping as sold, one charge per shipping line. */
export function shippingOf(reading: Reading, order: RawOrder, delivery: string | null): SnapshotChargeInput[] {
  const all = order.shipping_lines.map((line, index) => {
    const where = `shipping_lines[${index}]`;
    const price = shopAmountOrZero(reading, `${where}.price`, line.price_set, line.price);
    const sold = soldAs(reading, price, shippingDiscountOf(reading, where, line), taxesOf(reading, where, line.tax_lines));
    return { line, sold, ref: `shipping:${line.id ?? index}`, name: textOrNull(line.title ?? line.code, 200) ?? 'Shipping' };
  });
  const kept = all.filter(({ line }) => !line.is_removed);
  const chosen = removedCount(reading, order, all, kept) ? all : kept;

  const back = refundedShipping(reading, order);
  const open = new Map(chosen.map(({ ref, sold, line }) => [ref, line.is_removed ? 0 : Math.max(0, sold.total)]));
  const charges = chosen.map(({ line, sold, ref, name }): SnapshotChargeInput => ({ ref, kind: 'shipping', name, ...sold, delivery, refunded: line.is_removed ? Math.max(0, sold.total) : 0 }));
  for (const { line, amount } of back) {
    let left = amount;
    const order = [...charges].sort((one, other) => Number(other.ref === `shipping:${line}`) - Number(one.ref === `shipping:${line}`));
    for (const charge of order) {
      const part = Math.min(left, open.get(charge.ref) ?? 0);
      charge.refunded = (charge.refunded ?? 0) + part;
      open.set(charge.ref, (open.get(charge.ref) ?? 0) - part);
      left -= part;
    }
  }
  return charges;
}

type Priced = { sold: { subtotal: Minor; discount: Minor } };

/**
 * Whether shipping lines that an edit removed are still in the order's totals. Shopify documents `total_price` as before returns, but not
 * whether a removed shipping line stays in it; the order's own shipping total tells. Without one, removed lines are left out.
 */
function removedCount(reading: Reading, order: RawOrder, all: readonly Priced[], kept: readonly Priced[]): boolean {
  if (all.length === kept.length) return false;
  const stated = shopAmount(reading, 'total_shipping_price', order.total_shipping_price_set);
  const fits = (lines: readonly Priced[]): boolean => stated === sum(lines.map(({ sold }) => sold.subtotal)) || stated === sum(lines.map(({ sold }) => sold.subtotal - sold.discount));
  return stated !== null && !fits(kept) && fits(all);
}

/** Shipping given back, per refund: the adjustments of kind `shipping_refund` are negative, with their tax apart. */
function refundedShipping(reading: Reading, order: RawOrder): { line: string | null; amount: Minor }[] {
  return order.refunds.map((refund, index) => ({
    line: refund.refund_shipping_lines[0]?.shipping_line_id ?? null,
    amount: sum(refund.order_adjustments.filter((adjustment) => adjustment.kind === 'shipping_refund').map((adjustment) =>
      -shopAmountOrZero(reading, `refunds[${index}].order_adjustments.amount`, adjustment.amount_set, adjustment.amount)
      - shopAmountOrZero(reading, `refunds[${index}].order_adjustments.tax_amount`, adjustment.tax_amount_set, adjustment.tax_amount))),
  })).filter(({ amount }) => amount > 0);
}

/** Duties per line, unless they are inside the prices; or the order's total of them where lines do not say. */
export function dutiesOf(reading: Reading, order: RawOrder, delivery: string | null): SnapshotChargeInput[] {
  if (order.duties_included) return [];
  const charges = order.line_items.flatMap((line, index) => line.duties.map((duty, at): SnapshotChargeInput => {
    const where = `line_items[${index}].duties[${at}]`;
    const amount = shopAmountOrZero(reading, where, duty.price_set ?? { shop_money: duty.shop_money });
    return { ref: `duty:${duty.id ?? `${line.id}:${at}`}`, kind: 'surcharge', name: 'Import duties', ...soldAs(reading, amount, 0, taxesOf(reading, where, duty.tax_lines)), delivery };
  }));
  if (charges.length > 0) return charges;
  const total = shopAmountOrZero(reading, 'original_total_duties', order.original_total_duties_set);
  return total === 0 ? [] : [{ ref: 'duties', kind: 'surcharge', name: 'Import duties', ...soldAs(reading, total, 0, []), delivery }];
}

/** Additional fees one by one where they are listed, else their total. */
export function feesOf(reading: Reading, order: RawOrder): SnapshotChargeInput[] {
  if (order.additional_fees.length > 0) {
    return order.additional_fees.map((fee, index): SnapshotChargeInput => {
      const where = `additional_fees[${index}]`;
      const sold = soldAs(reading, shopAmountOrZero(reading, where, fee.price_set), 0, taxesOf(reading, where, fee.tax_lines));
      return { ref: `fee:${fee.id ?? index}`, kind: 'fee', name: textOrNull(fee.name, 200) ?? 'Additional fee', ...sold };
    });
  }
  const total = shopAmountOrZero(reading, 'original_total_additional_fees', order.original_total_additional_fees_set);
  return total === 0 ? [] : [{ ref: 'additional_fees', kind: 'fee', name: 'Additional fees', ...soldAs(reading, total, 0, []) }];
}

/** Tips: those kept as lines, and whatever the order received beyond them. */
export function tipsOf(reading: Reading, order: RawOrder, tips: readonly { ref: string; name: string; sold: ReturnType<typeof soldAs> }[]): SnapshotChargeInput[] {
  const charges = tips.map(({ ref, name, sold }): SnapshotChargeInput => ({ ref, kind: 'tip', name: name.slice(0, 200), ...sold }));
  const received = shopAmountOrZero(reading, 'total_tip_received', null, order.total_tip_received);
  const rest = received - sum(tips.map(({ sold }) => sold.total));
  if (rest > 0) charges.push({ ref: 'tip', kind: 'tip', name: 'Tip', ...soldAs(reading, rest, 0, []) });
  return charges;
}
