/** Pure: a basket written down as an order that `POST /orders` takes, with its VAT and totals. */
import type { OrderSnapshotInput } from '../modules/channels/snapshot.ts';
import type { BasketLine, Shopper } from './shoppers.ts';

/** Where goods go: `lines` of the basket by index, one entry per delivery. */
export interface Going { kind: 'ship' | 'pickup' | 'carry_out'; location: string | null; lines: readonly number[] }

export interface OrderWish {
  channel: 'api' | 'till';
  externalId: string;
  placedAt: string;
  /** Null is a sale to somebody who gives no name. */
  shopper: Shopper | null;
  basket: readonly BasketLine[];
  going: readonly Going[];
  payment: { operator: string; method: string; ref: string; authorised: number; captured: number };
}

const VAT_MILLIONTHS = 210_000;
/** The VAT within an amount, half a cent up. */
const vatIn = (total: number): number => Math.round((total * VAT_MILLIONTHS) / (1_000_000 + VAT_MILLIONTHS));
const taxOf = (total: number): { rate: number; amount: number; country: string }[] => [{ rate: VAT_MILLIONTHS, amount: vatIn(total), country: 'NL' }];

/** Sending costs 4.95 below 50 euros, as in the web shop. */
export const shippingFor = (goods: number): number => (goods >= 5000 ? 0 : 495);
export const worthOf = (basket: readonly BasketLine[]): number => basket.reduce((sum, { variant, quantity }) => sum + variant.cents * quantity, 0);

/** What the customer pays for it all. */
export const totalOf = (basket: readonly BasketLine[], going: readonly Going[]): number => worthOf(basket) + (going.some(({ kind }) => kind === 'ship') ? shippingFor(worthOf(basket)) : 0);

export function orderFrom({ channel, externalId, placedAt, shopper, basket, going, payment }: OrderWish): OrderSnapshotInput & { channel: string } {
  const deliveryOf = (index: number): string => `d${going.findIndex(({ lines }) => lines.includes(index)) + 1}`;
  const sent = going.findIndex(({ kind }) => kind === 'ship');
  const shipping = totalOf(basket, going) - worthOf(basket);
  const address = shopper === null ? null : { name: shopper.name, street: shopper.street, houseNumber: shopper.houseNumber, postalCode: shopper.postalCode, city: shopper.city, country: 'NL', phone: shopper.phone, email: shopper.email };
  return {
    channel, externalId, externalNumber: externalId, placedAt, currency: 'EUR', pricesIncludeTax: true,
    customer: shopper === null ? null : { name: shopper.name, email: shopper.email, phone: shopper.phone, language: shopper.language }, billing: address,
    deliveries: going.map(({ kind, location }, index) => ({ ref: `d${index + 1}`, kind, location, address: kind === 'ship' ? address : null })),
    lines: basket.map(({ variant, quantity }, index) => {
      const total = variant.cents * quantity;
      return { ref: `l${index + 1}`, sku: variant.sku, gtin: variant.gtin, name: variant.name, quantity, unitPrice: variant.cents, subtotal: total, taxes: taxOf(total), total, delivery: deliveryOf(index) };
    }),
    charges: shipping === 0 ? [] : [{ ref: 'shipping', kind: 'shipping', name: 'Verzending', subtotal: shipping, taxes: taxOf(shipping), total: shipping, delivery: `d${sent + 1}` }],
    payments: [payment], totals: { total: totalOf(basket, going) },
  };
}
