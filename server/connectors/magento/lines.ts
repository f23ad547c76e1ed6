/** Order lines as Spil keeps them, from Magento's priced rows: kinds, opening positions and a bundle's price over its components. */
import { split } from '../../kernel/money.ts';
import type { OrderSnapshotInput } from '../../modules/channels/snapshot.ts';
import { fine, toMinor, wholeQuantity } from './amounts.ts';
import type { Sold } from './arithmetic.ts';
import type { RawItem } from './order.ts';
import { idOf } from './priced.ts';
import type { PricedRow } from './priced.ts';

export type LineInput = OrderSnapshotInput['lines'][number];

const truthy = (flag: RawItem['is_virtual']): boolean => flag === true || flag === 1 || flag === '1';

/** Magento's product types: virtual and downloadable never ship, whatever else an extension adds ships unless it says it is virtual. */
export function kindOf(item: RawItem): NonNullable<LineInput['kind']> {
  if (item.product_type === 'giftcard') return 'gift_card';
  return item.product_type === 'virtual' || item.product_type === 'downloadable' || truthy(item.is_virtual) ? 'digital' : 'goods';
}

/** A line needs a parcel when it is goods, or a gift card of plastic. */
export const ships = (item: RawItem): boolean => kindOf(item) === 'goods' || (kindOf(item) === 'gift_card' && !truthy(item.is_virtual));

const quantity = (value: RawItem['qty_shipped']): number => wholeQuantity(value) ?? 0;

/**
 * What had already happened on Magento's side. Magento knows no difference between "refunded before it was shipped" and
 * "came back": its own sum for what is still to ship takes refunded units off what is unshipped first, and so do we;
 * what was refunded beyond that, and what its RMA says came back, is returned.
 */
export function openingOf(ordered: number, item: RawItem): { cancelled: number; shipped: number; returned: number } {
  const shipped = quantity(item.qty_shipped);
  const cancelled = quantity(item.qty_canceled);
  const refunded = quantity(item.qty_refunded);
  const neverShipped = Math.min(refunded, Math.max(0, ordered - shipped - cancelled));
  const returned = Math.max(refunded - neverShipped, Math.min(quantity(item.qty_returned), shipped));
  return { cancelled: cancelled + neverShipped, shipped, returned };
}

/** Quantities of a component: Magento counts on the parent, on the component, or on both, by how the bundle ships and is priced. */
function componentItem(component: RawItem, parent: RawItem, ordered: number): RawItem {
  const parents = quantity(parent.qty_ordered);
  const most = (field: 'qty_shipped' | 'qty_canceled' | 'qty_refunded' | 'qty_returned'): number =>
    Math.max(quantity(component[field]), parents === 0 ? 0 : Math.floor((quantity(parent[field]) * ordered) / parents));
  return { ...component, qty_shipped: most('qty_shipped'), qty_canceled: most('qty_canceled'), qty_refunded: most('qty_refunded'), qty_returned: most('qty_returned') };
}

function propertiesOf(item: RawItem, currency: string): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const option of item.product_option?.extension_attributes?.custom_options ?? []) {
    if (option.option_id && option.option_value) properties[`option ${option.option_id}`] = option.option_value;
  }
  const message = item.extension_attributes?.gift_message;
  if (message?.message) properties['gift message'] = message.message;
  if (message?.sender) properties['gift from'] = message.sender;
  if (message?.recipient) properties['gift to'] = message.recipient;
  const surcharge = toMinor(fine(item.weee_tax_applied_row_amount, currency));
  if (surcharge !== 0) properties['fixed product tax'] = String(item.weee_tax_applied_row_amount);
  return properties;
}

/**
 * One line, or one per component of a bundle at one price: subtotal over the components by their weights, discount and taxes by
 * their subtotals, so that every part adds up by itself and all parts to the bundle.
 */
export function linesOf(row: PricedRow, sold: Sold, delivery: (item: RawItem) => string | null, currency: string): LineInput[] {
  const unitSurcharge = toMinor(fine(row.item.weee_tax_applied_amount, currency));
  const common = { properties: propertiesOf(row.item, currency) };
  if (row.components.length === 0) {
    const counted = row.bundle ? componentItem(row.item, row.bundle, row.quantity) : row.item;
    return [{
      ...common, ref: idOf(row.item), sku: row.sku?.slice(0, 100) ?? null, name: row.name.slice(0, 500), kind: kindOf(row.item), quantity: row.quantity,
      unitPrice: sold.unit === null ? Math.round(sold.subtotal / row.quantity) : sold.unit + unitSurcharge,
      subtotal: sold.subtotal, discount: sold.discount, taxes: sold.taxes, total: sold.total,
      delivery: delivery(row.item), bundle: row.bundle ? idOf(row.bundle) : null, ...openingOf(row.quantity, counted),
    }];
  }
  const exclusive = sold.subtotal - sold.discount !== sold.total;
  const subtotals = split(sold.subtotal, row.components.map((component) => component.weight));
  const bySubtotal = subtotals.map((part) => Math.max(0, part));
  const discounts = split(sold.discount, bySubtotal);
  const taxes = sold.taxes.map((tax) => split(tax.amount, bySubtotal));
  return row.components.map((component, index): LineInput => {
    const subtotal = subtotals[index] ?? 0;
    const discount = discounts[index] ?? 0;
    const own = sold.taxes.map((tax, which) => ({ ...tax, amount: taxes[which]?.[index] ?? 0 }));
    const tax = own.reduce((sum, part) => sum + part.amount, 0);
    return {
      ...common, ref: idOf(component.item), sku: component.item.sku?.slice(0, 100) ?? null,
      name: (component.item.name ?? row.name).slice(0, 500), kind: kindOf(component.item), quantity: component.quantity,
      unitPrice: Math.round(subtotal / component.quantity), subtotal, discount, taxes: own, total: subtotal - discount + (exclusive ? tax : 0),
      delivery: delivery(component.item), bundle: idOf(row.item), ...openingOf(component.quantity, componentItem(component.item, row.item, component.quantity)),
    };
  });
}
