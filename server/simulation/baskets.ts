/** Pure: a basket written down as an order that `POST /orders` takes, or as the receipt of a till, with its VAT and totals. */
import type { Address } from '../kernel/address.ts';
import type { OrderSnapshotInput } from '../modules/channels/snapshot.ts';
import type { BasketLine, Shopper } from './shoppers.ts';

/** Where goods go: `lines` of the basket by index, one entry per delivery. */
export interface Going {
  kind: 'ship' | 'pickup' | 'pickup_point' | 'carry_out';
  location: string | null;
  lines: readonly number[];
  /** What the customer was told, where the order was sold with an option. */
  promisedBy?: string;
  express?: true;
  pickupPoint?: { carrier: string; id: string; network: string | null; address: Address };
}

export interface OrderWish {
  channel: 'api';
  externalId: string;
  placedAt: string;
  /** Null is a sale to somebody who gives no name. */
  shopper: Shopper | null;
  basket: readonly BasketLine[];
  going: readonly Going[];
  payment: { operator: string; method: string; ref: string; authorised: number; captured: number };
  /** What delivering costs the customer; left out: as usual. */
  shipping?: number;
}

const VAT_MILLIONTHS = 210_000;
/** The VAT within an amount, half a cent up. */
const vatIn = (total: number): number => Math.round((total * VAT_MILLIONTHS) / (1_000_000 + VAT_MILLIONTHS));
const taxOf = (total: number): { rate: number; amount: number; country: string }[] => [{ rate: VAT_MILLIONTHS, amount: vatIn(total), country: 'NL' }];

/** Sending costs 4.95 below 50 euros, as in the web shop. */
export const shippingFor = (goods: number): number => (goods >= 5000 ? 0 : 495);
export const worthOf = (basket: readonly BasketLine[]): number => basket.reduce((sum, { variant, quantity }) => sum + variant.cents * quantity, 0);

/** What the customer pays for it all; `shipping` where it is known otherwise than by worth. */
export const totalOf = (basket: readonly BasketLine[], going: readonly Going[], shipping = going.some(({ kind }) => kind === 'ship') ? shippingFor(worthOf(basket)) : 0): number => worthOf(basket) + shipping;

export function orderFrom({ channel, externalId, placedAt, shopper, basket, going, payment, shipping: known }: OrderWish): OrderSnapshotInput & { channel: string } {
  const deliveryOf = (index: number): string => `d${going.findIndex(({ lines }) => lines.includes(index)) + 1}`;
  const sent = Math.max(0, going.findIndex(({ kind }) => kind === 'ship' || kind === 'pickup_point'));
  const shipping = totalOf(basket, going, known) - worthOf(basket);
  const address = shopper === null ? null : { name: shopper.name, street: shopper.street, houseNumber: shopper.houseNumber, postalCode: shopper.postalCode, city: shopper.city, country: 'NL', phone: shopper.phone, email: shopper.email };
  return {
    channel, externalId, externalNumber: externalId, placedAt, currency: 'EUR', pricesIncludeTax: true,
    customer: shopper === null ? null : { name: shopper.name, email: shopper.email, phone: shopper.phone, language: shopper.language }, billing: address,
    deliveries: going.map(({ kind, location, promisedBy, express, pickupPoint }, index) => ({
      ref: `d${index + 1}`, kind, location, address: kind === 'ship' || kind === 'pickup_point' ? address : null, ...(promisedBy === undefined ? {} : { promisedBy }), ...(express ? { express } : {}), ...(pickupPoint ? { pickupPoint } : {}),
    })),
    lines: basket.map(({ variant, quantity }, index) => {
      const total = variant.cents * quantity;
      return { ref: `l${index + 1}`, sku: variant.sku, gtin: variant.gtin, name: variant.name, quantity, unitPrice: variant.cents, subtotal: total, taxes: taxOf(total), total, delivery: deliveryOf(index) };
    }),
    charges: shipping === 0 ? [] : [{ ref: 'shipping', kind: 'shipping', name: 'Verzending', subtotal: shipping, taxes: taxOf(shipping), total: shipping, delivery: `d${sent + 1}` }],
    payments: [payment], totals: { total: totalOf(basket, going, known) },
  };
}

export interface ReceiptWish { receipt: string; location: string; soldAt: string; shopper: Shopper | null; carried: readonly BasketLine[]; sent: readonly BasketLine[]; cash: boolean }

/** Cash is rounded to five cents. */
const FIVE_CENTS = 5;

/** What a till sends of a sale: some carried out, some sent to the customer's home. */
export function receiptFrom({ receipt, location, soldAt, shopper, carried, sent, cash }: ReceiptWish): Record<string, unknown> {
  const goods = worthOf([...carried, ...sent]);
  const shipping = sent.length === 0 ? 0 : shippingFor(goods);
  const owed = goods + shipping;
  const total = cash ? Math.round(owed / FIVE_CENTS) * FIVE_CENTS : owed;
  const vat = (amount: number): object[] => [{ rate: VAT_MILLIONTHS, amount: vatIn(amount) }];
  const line = ({ variant, quantity }: BasketLine, delivery: string | null): object => ({ code: variant.gtin, name: variant.name, quantity, unitPrice: variant.cents, vat: vat(variant.cents * quantity), delivery });
  return {
    channel: 'till', receipt, location, till: '1', cashier: '7', soldAt, rounding: total - owed, total, payments: [{ method: cash ? 'cash' : 'card', amount: total }],
    customer: shopper === null ? null : { name: shopper.name, email: shopper.email, phone: shopper.phone, language: shopper.language },
    lines: [...carried.map((one) => line(one, null)), ...sent.map((one) => line(one, 'home'))],
    deliveries: sent.length === 0 || shopper === null ? [] : [{ ref: 'home', kind: 'ship', address: { name: shopper.name, street: shopper.street, houseNumber: shopper.houseNumber, postalCode: shopper.postalCode, city: shopper.city, country: 'NL', phone: shopper.phone, email: shopper.email } }],
    charges: shipping === 0 ? [] : [{ ref: 'shipping', kind: 'shipping', name: 'Verzending', amount: shipping, vat: vat(shipping), delivery: 'home' }],
  };
}
