/** Finds in Magento's items what was sold at a price: parents with their children become one line, or the components of a bundle. */
import { fine, splitFine, wholeQuantity } from './amounts.ts';
import type { Fine } from './amounts.ts';
import type { RawItem, RawOrder } from './order.ts';
import { namedForItem, taxOnSurcharge, taxesOf } from './taxes.ts';
import type { FineTax } from './taxes.ts';

/** Amounts of one priced row, as Magento has them: `net` is the row before discount and without tax. */
export interface FineSold {
  net: Fine;
  /** Row including tax before discount; null when Magento does not tell. */
  including: Fine | null;
  discount: Fine;
  /** Tax that was in the discount (discount tax compensation): there only when prices include tax. */
  compensation: Fine;
  taxes: FineTax[];
  /** Fixed product tax (WEEE), which Magento adds beside the row, and the tax on it. */
  surcharge: Fine;
  surchargeTaxes: FineTax[];
  /** Price of one, without and with tax. */
  unit: Fine | null;
  unitIncluding: Fine | null;
}

export interface PricedRow {
  /** The item that carries the price; its id is the line's ref. */
  item: RawItem;
  quantity: number;
  sold: FineSold;
  /** SKU and name of what is really taken from the shelf. */
  sku: string | null;
  name: string;
  /** Id of the bundle's parent item, for a bundle's components. */
  bundle: RawItem | null;
  /** Components of a bundle sold at one price; their amounts are the parent's, spread by these weights. */
  components: { item: RawItem; quantity: number; weight: number }[];
}

export const idOf = (item: RawItem): string => String(item.item_id);
export const quantityOf = (item: RawItem): number => wholeQuantity(item.qty_ordered) ?? 0;
export const sumFine = (amounts: Iterable<Fine>): Fine => {
  let total = 0;
  for (const amount of amounts) total += amount;
  return total;
};

/** Items without a parent in this order, each with its children. */
export function families(order: RawOrder): { parent: RawItem; children: RawItem[] }[] {
  const known = new Map(order.items.map((item) => [idOf(item), item]));
  const parentOf = (item: RawItem): RawItem | undefined => (item.parent_item_id ? known.get(String(item.parent_item_id)) : undefined);
  return order.items
    .filter((item) => parentOf(item) === undefined)
    .map((parent) => ({ parent, children: order.items.filter((item) => parentOf(item) === parent) }));
}

/** True for a bundle: several things in one box, or anything that Magento calls a bundle. A configurable has one child, which is what is shipped. */
export const isBundle = (parent: RawItem, children: readonly RawItem[]): boolean =>
  children.length > 0 && (parent.product_type === 'bundle' || children.length > 1);

function soldOf(order: RawOrder, item: RawItem, currency: string): FineSold {
  const quantity = quantityOf(item);
  const optional = (value: RawItem['price']): Fine | null => (value === null || value === undefined ? null : fine(value, currency));
  const unit = optional(item.price);
  return {
    net: optional(item.row_total) ?? (unit ?? 0) * quantity,
    including: optional(item.row_total_incl_tax),
    discount: fine(item.discount_amount, currency),
    compensation: fine(item.discount_tax_compensation_amount, currency),
    taxes: taxesOf(fine(item.tax_amount, currency), item.tax_percent, namedForItem(order, item), currency),
    surcharge: fine(item.weee_tax_applied_row_amount, currency),
    surchargeTaxes: taxOnSurcharge(order, item, currency),
    unit,
    unitIncluding: optional(item.price_incl_tax),
  };
}

/**
 * Rows of a bundle whose components carry the prices (Magento's dynamic price): the parent repeats their sum and is left out.
 * Discount, compensation, tax or surcharge that stands on the parent only is spread over the components by their rows.
 */
function pricedByComponent(order: RawOrder, parent: RawItem, children: readonly RawItem[], currency: string): PricedRow[] {
  const whole = soldOf(order, parent, currency);
  const parts = children.map((child) => soldOf(order, child, currency));
  const weights = parts.map((part) => Math.max(0, part.net));
  const onParentOnly = (field: 'discount' | 'compensation' | 'surcharge'): void => {
    if (whole[field] === 0 || parts.some((part) => part[field] !== 0)) return;
    splitFine(whole[field], weights).forEach((share, index) => { const part = parts[index]; if (part) part[field] = share; });
  };
  onParentOnly('discount');
  onParentOnly('compensation');
  onParentOnly('surcharge');
  if (sumFine(whole.taxes.map((tax) => tax.amount)) !== 0 && parts.every((part) => sumFine(part.taxes.map((tax) => tax.amount)) === 0)) {
    const shares = whole.taxes.map((tax) => splitFine(tax.amount, weights));
    parts.forEach((part, index) => { part.taxes = whole.taxes.map((tax, which) => ({ ...tax, amount: shares[which]?.[index] ?? 0 })); });
  }
  return children.map((child, index) => ({
    item: child, quantity: quantityOf(child), sold: parts[index] ?? soldOf(order, child, currency), sku: child.sku ?? null,
    name: child.name ?? parent.name ?? child.sku ?? idOf(child), bundle: parent, components: [],
  }));
}

/** By what a bundle at one price is spread over its components: their rows, else their prices, else their catalogue prices, else pieces. */
function weightsOf(children: readonly RawItem[], currency: string): number[] {
  const candidates: ((child: RawItem) => number)[] = [
    (child) => fine(child.row_total, currency),
    (child) => fine(child.price, currency) * quantityOf(child),
    (child) => fine(child.original_price, currency) * quantityOf(child),
  ];
  for (const weigh of candidates) {
    const weights = children.map((child) => Math.max(0, weigh(child)));
    if (weights.some((weight) => weight > 0)) return weights;
  }
  return children.map(quantityOf);
}

/**
 * All priced rows of an order, in its own sequence. Magento's two kinds of bundle cannot be told apart by a field; the
 * amounts tell: where the components' rows add up to the parent's (or the parent has none) they carry the price, else the parent does.
 */
export function pricedRows(order: RawOrder, currency: string): PricedRow[] {
  return families(order).flatMap(({ parent, children }): PricedRow[] => {
    const name = parent.name ?? parent.sku ?? idOf(parent);
    const alone = { item: parent, quantity: quantityOf(parent), sold: soldOf(order, parent, currency), bundle: null, components: [] };
    const [only] = children;
    if (isBundle(parent, children)) {
      const rows = sumFine(children.map((child) => fine(child.row_total, currency)));
      const own = fine(parent.row_total, currency);
      if (rows !== 0 && (rows === own || own === 0)) return pricedByComponent(order, parent, children, currency);
      const weights = weightsOf(children, currency);
      return [{ ...alone, sku: parent.sku ?? null, name, components: children.map((item, index) => ({ item, quantity: quantityOf(item), weight: weights[index] ?? 0 })) }];
    }
    if (only) {
      const priceOnChild = alone.sold.net === 0 && fine(only.row_total, currency) !== 0;
      return [{ ...alone, sold: priceOnChild ? soldOf(order, only, currency) : alone.sold, sku: only.sku ?? parent.sku ?? null, name: only.name ?? name }];
    }
    return [{ ...alone, sku: parent.sku ?? null, name }];
  });
}
