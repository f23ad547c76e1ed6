/** Pure: what a customer pays for a delivery, by kind, country and worth of the order. A setting: one document for all channels, and one for each channel that differs. */
import { z } from 'zod';
import { exponentOf } from '../../kernel/money.ts';
import type { Minor } from '../../kernel/money.ts';
import type { DocumentKind } from '../documents/index.ts';

/** `express`: home on the first day that any location can make. */
export const PRICED_KINDS = ['home', 'express', 'store', 'pickup_point'] as const;
export type PricedKind = (typeof PRICED_KINDS)[number];

const amount = z.int('a whole number of minor units').min(0).max(10_000_000);
const DeliveryPrices = z.strictObject({
  currency: z.string().refine((code) => { try { exponentOf(code); return true; } catch { return false; } }, 'an ISO 4217 currency code such as EUR'),
  prices: z.array(z.strictObject({
    kind: z.enum(PRICED_KINDS),
    countries: z.array(z.string().regex(/^[A-Z]{2}$/)).min(1).max(250).nullable().default(null).describe('Null: every country that has delivery times'),
    amount,
    freeFrom: amount.nullable().default(null).describe('Worth of the goods from which it costs nothing; null: never'),
  })).max(200).describe('The first that fits is what it costs; what none fits is not offered'),
});
export type DeliveryPrices = z.infer<typeof DeliveryPrices>;

export const DELIVERY_PRICES = 'delivery-prices';
const DEFAULT = 'default';

/** Until there is a document: home for € 4.95 and from € 50 free, express for € 9.95, the rest free. Amounts as Dutch shops usually ask in 2025. */
const USUAL_PRICES: DeliveryPrices = {
  currency: 'EUR',
  prices: [
    { kind: 'home', countries: null, amount: 495, freeFrom: 5000 }, { kind: 'express', countries: null, amount: 995, freeFrom: null },
    { kind: 'pickup_point', countries: null, amount: 495, freeFrom: 5000 }, { kind: 'store', countries: null, amount: 0, freeFrom: null },
  ],
};

export const deliveryPricesKind: DocumentKind = {
  kind: DELIVERY_PRICES, title: 'Delivery prices', editors: ['operations', 'finance'], schema: z.toJSONSchema(DeliveryPrices, { io: 'input' }) as Record<string, unknown>,
  check: (body) => {
    const read = DeliveryPrices.safeParse(body);
    return read.success ? [] : read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  },
};

/** The prices of a channel among the active documents by name: its own, else the one for all, else the usual ones. */
export function pricesFor(documents: ReadonlyMap<string, unknown>, channel: string): DeliveryPrices {
  for (const name of [channel, DEFAULT]) {
    const read = documents.has(name) ? DeliveryPrices.safeParse(documents.get(name)) : null;
    if (read?.success) return read.data;
  }
  return USUAL_PRICES;
}

/** What this kind costs for goods of so much worth; null when it is not sold there. */
export function priceOf({ prices }: DeliveryPrices, kind: PricedKind, country: string, worth: Minor): Minor | null {
  const price = prices.find((one) => one.kind === kind && (one.countries === null || one.countries.includes(country)));
  if (!price) return null;
  return price.freeFrom !== null && worth >= price.freeFrom ? 0 : price.amount;
}
