/** What a Magento order charges beside its lines: shipping, gift wrapping and fees, with their tax and what was given back of them. */
import type { OrderSnapshotInput } from '../../modules/channels/snapshot.ts';
import { fine, toMinor } from './amounts.ts';
import type { Decimal, Fine } from './amounts.ts';
import { totalOf } from './arithmetic.ts';
import type { Sold } from './arithmetic.ts';
import type { RawOrder } from './order.ts';
import type { FineSold } from './priced.ts';
import { namedForShipping, taxesOf } from './taxes.ts';

export type ChargeInput = NonNullable<OrderSnapshotInput['charges']>[number];

/**
 * A fee that an extension adds to the grand total under a field of its own, such as a payment fee. Magento has no list of them, so
 * the shop's configuration names the fields: on the order or under its extension attributes, in the order's currency.
 */
export interface FeeField { amount: string; tax?: string; name: string }

export interface RawCharge { ref: string; kind: ChargeInput['kind']; name: string; sold: FineSold; refunded: Fine }

const plain = (net: Fine, tax: Fine, currency: string): FineSold => ({
  net, including: net + tax, discount: 0, compensation: 0, taxes: taxesOf(tax, null, [], currency), surcharge: 0, surchargeTaxes: [], unit: null, unitIncluding: null,
});

function shippingOf(order: RawOrder, currency: string): RawCharge {
  const amount = (value: Decimal): Fine => fine(value, currency);
  const tax = amount(order.shipping_tax_amount);
  const net = amount(order.shipping_amount);
  const base = net - amount(order.shipping_discount_amount) + amount(order.shipping_discount_tax_compensation_amount);
  const percent = base > 0 && tax !== 0 ? Math.round((tax / base) * 100) : 0;
  return {
    ref: 'shipping', kind: 'shipping', name: (order.shipping_description || 'Shipping').slice(0, 200),
    sold: {
      net,
      including: order.shipping_incl_tax === null || order.shipping_incl_tax === undefined ? null : amount(order.shipping_incl_tax),
      discount: amount(order.shipping_discount_amount), compensation: amount(order.shipping_discount_tax_compensation_amount),
      taxes: taxesOf(tax, percent, namedForShipping(order), currency), surcharge: 0, surchargeTaxes: [], unit: null, unitIncluding: null,
    },
    refunded: amount(order.shipping_refunded) + amount(order.shipping_tax_refunded),
  };
}

const WRAPPINGS = [
  { part: 'gw', refundedTax: 'gw_tax_amount_refunded', name: 'Gift wrapping of the order' },
  { part: 'gw_items', refundedTax: 'gw_items_tax_refunded', name: 'Gift wrapping of items' },
  { part: 'gw_card', refundedTax: 'gw_card_tax_refunded', name: 'Greeting card' },
] as const;

/** All charges with an amount. Shipping that is free without a discount is no charge. */
export function chargesOf(order: RawOrder, fees: readonly FeeField[], currency: string): RawCharge[] {
  const extension: Record<string, unknown> = order.extension_attributes ?? {};
  const field = (name: string): Fine => {
    const value = (order as Record<string, unknown>)[name] ?? extension[name];
    return typeof value === 'number' || (typeof value === 'string' && /^\s*[+-]?\d+(\.\d*)?\s*$/.test(value)) ? fine(value, currency) : 0;
  };
  const wrappings = WRAPPINGS.map(({ part, refundedTax, name }): RawCharge => ({
    ref: `wrapping:${part}`, kind: 'fee', name, sold: plain(field(`${part}_price`), field(`${part}_tax_amount`), currency),
    refunded: field(`${part}_price_refunded`) + field(refundedTax),
  }));
  const custom = (order.extension_attributes?.custom_fees ?? []).map((fee, index): RawCharge => ({
    ref: `fee:${fee.custom_fee_code || index + 1}`, kind: 'fee', name: (fee.custom_fee_label || fee.custom_fee_code || 'Fee').slice(0, 200),
    sold: plain(fine(fee.custom_fee_amount, currency), 0, currency), refunded: fine(fee.custom_fee_amount_refunded, currency),
  }));
  const configured = fees.map((fee): RawCharge => ({
    ref: `fee:${fee.amount}`, kind: 'fee', name: fee.name, sold: plain(field(fee.amount), fee.tax === undefined ? 0 : field(fee.tax), currency), refunded: 0,
  }));
  return [shippingOf(order, currency), ...wrappings, ...custom, ...configured].filter((charge) => charge.sold.net !== 0 || totalOf(charge.sold) !== 0);
}

export const chargeOf = (charge: RawCharge, sold: Sold, delivery: string | null): ChargeInput => ({
  ref: charge.ref, kind: charge.kind, name: charge.name,
  subtotal: sold.subtotal, discount: sold.discount, taxes: sold.taxes, total: sold.total,
  delivery: charge.kind === 'shipping' ? delivery : null, refunded: toMinor(charge.refunded),
});
