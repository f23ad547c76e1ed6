/** Which taxes a row carries: one per jurisdiction when Magento names them, and always adding up to the row's own tax. */
import { same, splitFine, fine, rateOf } from './amounts.ts';
import type { Fine } from './amounts.ts';
import type { AppliedTax, RawItem, RawOrder } from './order.ts';

export interface FineTax { name: string; rate: number; amount: Fine }

const rateOfTax = (tax: AppliedTax): number => rateOf(tax.percent ?? tax.tax_percent);
const nameOf = (tax: AppliedTax): string => (tax.title || tax.code || tax.tax_code || 'VAT').slice(0, 100);

/**
 * Divides a row's tax over the jurisdictions named. Their `real_amount` is believed when it adds up to the row's tax, then their
 * `amount`; AvaTax repeats the whole tax in each `amount`, and then the tax is divided by the rates. Without names it is one
 * tax at the row's own rate.
 */
export function taxesOf(total: Fine, percent: RawItem['tax_percent'], named: readonly AppliedTax[], currency: string): FineTax[] {
  if (named.length > 0) {
    for (const field of ['real_amount', 'amount'] as const) {
      const amounts = named.map((tax) => fine(tax[field], currency));
      if (same(amounts.reduce((sum, amount) => sum + amount, 0), total)) {
        const exact = total - amounts.reduce((sum, amount) => sum + amount, 0);
        return named.map((tax, index) => ({ name: nameOf(tax), rate: rateOfTax(tax), amount: (amounts[index] ?? 0) + (index === 0 ? exact : 0) }));
      }
    }
    const parts = splitFine(total, named.map(rateOfTax));
    return named.map((tax, index) => ({ name: nameOf(tax), rate: rateOfTax(tax), amount: parts[index] ?? 0 }));
  }
  const rate = rateOf(percent);
  return total === 0 && rate === 0 ? [] : [{ name: 'VAT', rate, amount: total }];
}

/** The taxes named for an item: on the item itself (2.4.8 and later), or in the order's list. */
export function namedForItem(order: RawOrder, item: RawItem): AppliedTax[] {
  const own = item.extension_attributes?.itemized_taxes;
  if (own && own.length > 0) return own;
  const entry = order.extension_attributes?.item_applied_taxes?.find((taxes) => taxes.type === 'product' && String(taxes.item_id ?? '') === String(item.item_id));
  return entry?.applied_taxes ?? [];
}

/** The taxes named for shipping. */
export function namedForShipping(order: RawOrder): AppliedTax[] {
  const itemized = (order.extension_attributes?.additional_itemized_taxes ?? []).filter((tax) => tax.taxable_item_type === 'shipping');
  if (itemized.length > 0) return itemized;
  return order.extension_attributes?.item_applied_taxes?.find((taxes) => taxes.type === 'shipping')?.applied_taxes ?? [];
}

/** Tax on the fixed product tax of an item, which Magento keeps apart from the item's own tax. */
export function taxOnSurcharge(order: RawOrder, item: RawItem, currency: string): FineTax[] {
  const entry = order.extension_attributes?.item_applied_taxes?.find((taxes) => taxes.type === 'weee' && String(taxes.associated_item_id ?? '') === String(item.item_id));
  return (entry?.applied_taxes ?? []).map((tax) => ({ name: nameOf(tax), rate: rateOfTax(tax), amount: fine(tax.amount, currency) }));
}
