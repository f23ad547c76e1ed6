/** Which of Magento's items and quantities a shipment, an invoice or a credit memo must name for our lines; pure. */
import { sumFine, families, idOf, isBundle, pricedRows } from './priced.ts';
import { fine, toMinor, wholeQuantity } from './amounts.ts';
import type { Minor } from '../../kernel/money.ts';
import type { RawItem, RawOrder } from './order.ts';

export interface LineQuantity { ref: string; quantity: number }
export interface DocumentItem { order_item_id: number; qty: number }
/** `incomplete` says in words which line cannot be named, because Magento only knows the bundle as a whole. */
export type DocumentItems = { kind: 'items'; items: DocumentItem[] } | { kind: 'unknown_line'; reason: string } | { kind: 'incomplete'; parent: number; items: DocumentItem[]; reason: string };

const count = (value: RawItem['qty_ordered']): number => wholeQuantity(value) ?? 0;

/**
 * Names items. A bundle whose parent is the unit (`whole`) is named by its parent, and only when the lines make up whole bundles;
 * every other line by its own item, for a configurable product the parent: Magento moves the child along.
 */
function nameItems(order: RawOrder, lines: readonly LineQuantity[], whole: (parent: RawItem) => boolean): DocumentItems {
  const items: DocumentItem[] = [];
  let incomplete: { parent: number; reason: string } | null = null;
  const left = new Map<string, number>();
  for (const line of lines) left.set(line.ref, (left.get(line.ref) ?? 0) + line.quantity);
  for (const { parent, children } of families(order)) {
    if (isBundle(parent, children) && whole(parent)) {
      if (!children.some((child) => left.has(idOf(child)))) continue;
      const ordered = count(parent.qty_ordered);
      const bundles = children.map((child) => ((left.get(idOf(child)) ?? 0) * ordered) / Math.max(1, count(child.qty_ordered)));
      for (const child of children) left.delete(idOf(child));
      const [first = 0] = bundles;
      if (Number.isInteger(first) && first > 0 && bundles.every((bundle) => bundle === first)) items.push({ order_item_id: Number(parent.item_id), qty: first });
      else incomplete ??= { parent: Number(parent.item_id), reason: `Magento knows bundle ${parent.sku ?? parent.item_id} only as a whole, and these lines are a part of it` };
      continue;
    }
    for (const item of [parent, ...children]) {
      const quantity = left.get(idOf(item));
      if (quantity === undefined) continue;
      left.delete(idOf(item));
      if (quantity > 0) items.push({ order_item_id: Number(item.item_id), qty: quantity });
    }
  }
  const [unknown] = left.keys();
  if (unknown !== undefined) return { kind: 'unknown_line', reason: `the order has no item ${unknown}` };
  return incomplete ? { kind: 'incomplete', items, ...incomplete } : { kind: 'items', items };
}

/** Items of a shipment. Whether a bundle ships as a whole is set on the product and not told with the order, so it is configured. */
export const itemsToShip = (order: RawOrder, lines: readonly LineQuantity[], bundles: 'together' | 'separately'): DocumentItems =>
  nameItems(order, lines, () => bundles === 'together');

/** Items of an invoice or credit memo: a bundle at one price is the parent's, one priced by its components is theirs. */
export function itemsToPay(order: RawOrder, lines: readonly LineQuantity[], currency: string): DocumentItems {
  const priced = new Set(pricedRows(order, currency).map((row) => idOf(row.item)));
  return nameItems(order, lines, (parent) => priced.has(idOf(parent)));
}

/** What Magento would still cancel of each priced item: neither invoiced, nor shipped, nor cancelled. */
export const cancellable = (item: RawItem): number => {
  const gone = count(item.qty_canceled);
  const unpaid = count(item.qty_ordered) - count(item.qty_invoiced) - gone;
  const unshipped = count(item.qty_ordered) - count(item.qty_shipped) - count(item.qty_refunded) - gone;
  return Math.max(0, Math.min(unpaid, unshipped));
};

/** A share of an amount for some of the units that are left, rounded as Magento rounds; the last units take what is left. */
function share(left: number, units: number, of: number): Minor {
  if (of <= 0) return 0;
  return toMinor(units >= of ? left : (left * units) / of);
}

/**
 * What a credit memo for these units comes to, as Magento calculates it from the item's invoiced and refunded amounts: row, discount,
 * tax and compensation each in proportion and rounded by itself.
 */
export function worthOfRefund(item: RawItem, units: number, currency: string): Minor {
  const of = count(item.qty_invoiced) - count(item.qty_refunded);
  const left = (invoiced: RawItem['row_invoiced'], refunded: RawItem['amount_refunded']): number => fine(invoiced, currency) - fine(refunded, currency);
  return share(left(item.row_invoiced, item.amount_refunded), units, of)
    - share(left(item.discount_invoiced, item.discount_refunded), units, of)
    + share(left(item.tax_invoiced, item.tax_refunded), units, of)
    + share(left(item.discount_tax_compensation_invoiced, item.discount_tax_compensation_refunded), units, of);
}

/** Units that Magento would still ship: what a credit memo names it takes off these first, whichever unit was meant. */
const unshipped = (item: RawItem): number => Math.max(0, count(item.qty_ordered) - count(item.qty_shipped) - count(item.qty_canceled) - count(item.qty_refunded));

/**
 * What of named units a credit memo can name: what is invoiced and not refunded, and of what came back nothing as long as others of that item are still to be
 * shipped, for Magento would then take those off. What is not named goes back as an adjustment.
 */
export function nameable(order: RawOrder, cancelled: readonly DocumentItem[], returned: readonly DocumentItem[]): DocumentItem[] {
  const of = (items: readonly DocumentItem[], id: number): number => items.reduce((sum, item) => sum + (item.order_item_id === id ? item.qty : 0), 0);
  return [...new Set([...cancelled, ...returned].map(({ order_item_id: id }) => id))].flatMap((id) => {
    const item = order.items.find((one) => Number(one.item_id) === id);
    if (!item) return [];
    const gone = of(cancelled, id);
    const qty = Math.min(count(item.qty_invoiced) - count(item.qty_refunded), gone + (unshipped(item) > gone ? 0 : of(returned, id)));
    return qty > 0 ? [{ order_item_id: id, qty }] : [];
  });
}

/**
 * Units to name for an amount when none are known: of items that have all left before others, the dearest that fit first, never more than it comes to but for
 * roundings. Magento gives nothing back without products once no shipping is left to give back (its CreditmemoValidator), as with goodwill on an order that was collected in a store.
 */
export function unitsWorth(order: RawOrder, amount: Minor, currency: string): DocumentItem[] {
  const rows = pricedRows(order, currency).map(({ item }) => ({ item, units: Math.max(0, count(item.qty_invoiced) - count(item.qty_refunded)) })).filter(({ units }) => units > 0)
    .map((row) => ({ ...row, each: worthOfRefund(row.item, 1, currency) })).sort((a, b) => Number(unshipped(a.item) > 0) - Number(unshipped(b.item) > 0) || b.each - a.each);
  let left = amount;
  return rows.flatMap(({ item, units, each }) => {
    // Magento rounds each part of a unit by itself: its share may be some cents dearer than ours, which an adjustment takes off.
    const qty = each <= ROUNDED_PARTS ? 0 : Math.min(units, Math.floor((left + ROUNDED_PARTS) / each));
    if (qty === 0) return [];
    left -= worthOfRefund(item, qty, currency);
    return [{ order_item_id: Number(item.item_id), qty }];
  });
}

/** Whether Magento has shipping left to give back, without which a credit memo must name products. */
export const hasShippingLeft = (order: RawOrder, currency: string): boolean => fine(order.shipping_amount, currency) - fine(order.shipping_refunded, currency) > 0;

/** What an invoice for these units comes to, calculated the same way from what is not yet invoiced. */
export function worthOfInvoice(item: RawItem, units: number, currency: string): Minor {
  const of = count(item.qty_ordered) - count(item.qty_invoiced);
  const left = (ordered: RawItem['row_total'], invoiced: RawItem['row_invoiced']): number => fine(ordered, currency) - fine(invoiced, currency);
  return share(left(item.row_total, item.row_invoiced), units, of)
    - share(left(item.discount_amount, item.discount_invoiced), units, of)
    + share(left(item.tax_amount, item.tax_invoiced), units, of)
    + share(left(item.discount_tax_compensation_amount, item.discount_tax_compensation_invoiced), units, of);
}

/** Shipping as the customer paid it, taxes included. */
export const shippingPaid = (order: RawOrder, currency: string): Minor => toMinor(sumFine([
  fine(order.shipping_amount, currency), fine(order.shipping_tax_amount, currency), -fine(order.shipping_discount_amount, currency), fine(order.shipping_discount_tax_compensation_amount, currency),
]));

/**
 * The items to invoice so that `amount` is captured: all that is left; else what is shipped and not yet invoiced; else the only choice
 * of lines that comes to the amount. Magento invoices items, never amounts, and puts all shipping on the first invoice. It rounds row,
 * discount, tax and compensation of a part each by itself, so a unit's share may be some cents from ours until the last invoice
 * levels them: what is shipped, or all, may differ by that much (the order tells what was captured when it is read next).
 * Null when no choice, or more than one, comes to it.
 */
export function itemsToInvoice(order: RawOrder, amount: Minor, currency: string): DocumentItem[] | 'all' | null {
  const items = pricedRows(order, currency).map((row) => row.item);
  const open = items.map((item) => ({ item, units: count(item.qty_ordered) - count(item.qty_invoiced) - count(item.qty_canceled) })).filter(({ units }) => units > 0);
  const shipping = fine(order.shipping_invoiced, currency) === 0 ? shippingPaid(order, currency) : 0;
  const named = (chosen: readonly { item: RawItem; units: number }[]): DocumentItem[] => chosen.filter(({ units }) => units > 0).map(({ item, units }) => ({ order_item_id: Number(item.item_id), qty: units }));
  const worth = (chosen: readonly { item: RawItem; units: number }[]): Minor => chosen.reduce((sum, { item, units }) => sum + (units === 0 ? 0 : worthOfInvoice(item, units, currency)), shipping);
  // Magento's total_due keeps what was cancelled; it also knows fees that no item shows.
  const due = items.some((item) => count(item.qty_canceled) > 0) ? null : toMinor(fine(order.total_due ?? order.grand_total, currency));
  if (amount === due || worth(open) === amount) return 'all';
  const shipped = open.map(({ item, units }) => ({ item, units: Math.min(units, Math.max(0, count(item.qty_shipped) - count(item.qty_invoiced))) }));
  if (shipped.some(({ units }) => units > 0) && worth(shipped) === amount) return named(shipped);
  const exact = onlyChoice(open, amount - shipping, (item, units) => worthOfInvoice(item, units, currency), named);
  if (exact) return exact;
  const near = (chosen: typeof open): boolean => Math.abs(worth(chosen) - amount) <= ROUNDED_PARTS * chosen.filter(({ units }) => units > 0).length;
  if (shipped.some(({ units }) => units > 0) && near(shipped)) return named(shipped);
  return near(open) ? 'all' : null;
}

/** Parts of a row that Magento rounds by themselves: row, discount, tax, compensation. */
const ROUNDED_PARTS = 4;

const MOST_STEPS = 20_000;

function onlyChoice(open: readonly { item: RawItem; units: number }[], amount: Minor, worth: (item: RawItem, units: number) => Minor, named: (chosen: { item: RawItem; units: number }[]) => DocumentItem[]): DocumentItem[] | null {
  const found: { item: RawItem; units: number }[][] = [];
  let steps = 0;
  const walk = (index: number, left: Minor, chosen: { item: RawItem; units: number }[]): void => {
    steps += 1;
    if (found.length > 1 || steps > MOST_STEPS) return;
    const line = open[index];
    if (!line) {
      if (left === 0 && chosen.length > 0) found.push(chosen);
      return;
    }
    for (let units = 0; units <= line.units; units += 1) {
      const cost = units === 0 ? 0 : worth(line.item, units);
      if (cost > left) break;
      walk(index + 1, left - cost, units === 0 ? chosen : [...chosen, { item: line.item, units }]);
    }
  };
  walk(0, amount, []);
  const [only] = found;
  return only && found.length === 1 && steps <= MOST_STEPS ? named(only) : null;
}
