/** The canonical order: what a channel says of one order at one moment. Connectors map to it, `POST /orders` takes it, intake compares it with the last one. */
import { z } from 'zod';
import { Address } from '../../kernel/address.ts';

/** Ten thousand million euros: with at most 1,100 amounts on an order every sum stays a whole number that can be booked exactly. */
const MOST = 1_000_000_000_000;
const minor = z.int().min(-MOST).max(MOST).describe('Whole minor units of the order currency (cents for EUR, yen for JPY, fils for BHD)');
const reference = z.string().min(1).max(200);
const instant = z.iso.datetime({ offset: true }).describe('RFC 3339 instant');

/** One tax as the channel charged it. The rate is in millionths: 21 % is 210000. */
export const TaxAmount = z.strictObject({
  name: z.string().max(100).default('VAT'),
  rate: z.int().min(0).max(1_000_000).describe('Rate in millionths: 21 % is 210000'),
  amount: minor,
  country: z.string().regex(/^[A-Z]{2}$/).nullable().default(null).describe('Country the tax is owed to'),
});

/** Amounts of a line or a charge as sold; never recomputed. `total` is what the customer pays for it, all taxes included. */
const sold = {
  subtotal: minor.describe('Before discounts, in the price convention of the order (with or without tax)'),
  discount: minor.min(0).default(0).describe('Taken off the subtotal, in the same convention; never negative'),
  taxes: z.array(TaxAmount).max(20).default([]),
  total: minor.describe('What the customer pays, taxes included: subtotal − discount (+ taxes when prices exclude tax)'),
};

export const SnapshotLine = z.strictObject({
  ref: reference.describe("The channel's id of the line, stable over the order's life"),
  sku: z.string().min(1).max(100).nullable().default(null),
  gtin: z.string().max(14).nullable().default(null),
  name: z.string().max(500),
  kind: z.enum(['goods', 'service', 'digital', 'gift_card', 'deposit']).default('goods'),
  quantity: z.int().min(1).max(1_000_000).describe('As ordered, in the base unit of the SKU'),
  unitPrice: minor,
  ...sold,
  delivery: reference.nullable().default(null).describe('`ref` of the delivery this line belongs to; null for the first'),
  bundle: reference.nullable().default(null).describe('`ref` shared by the components of one bundle'),
  properties: z.record(z.string(), z.string()).default({}).describe('Engraving, gift text and the like'),
  /** Opening positions: what had already happened on the channel's side when it was seen. */
  cancelled: z.int().min(0).default(0),
  shipped: z.int().min(0).default(0),
  returned: z.int().min(0).default(0),
});

export const SnapshotCharge = z.strictObject({
  ref: reference,
  kind: z.enum(['shipping', 'fee', 'surcharge', 'tip', 'adjustment', 'rounding']),
  name: z.string().max(200),
  ...sold,
  delivery: reference.nullable().default(null),
  /** What of it the channel has already given back. */
  refunded: minor.default(0),
});

export const SnapshotDelivery = z.strictObject({
  ref: reference,
  kind: z.enum(['ship', 'pickup', 'pickup_point', 'carry_out', 'digital']),
  address: Address.nullable().default(null),
  location: z.string().max(100).nullable().default(null).describe('Store of pickup or carry-out: the code of a Spil location'),
  pickupPoint: z.strictObject({ carrier: z.string(), id: z.string(), network: z.string().nullable().default(null), address: Address }).nullable().default(null),
  method: z.string().max(200).nullable().default(null).describe("The channel's shipping method, as text"),
  promisedBy: instant.nullable().default(null).describe('When the customer was told to have it, or to find it ready in the store: `promisedBy` of the delivery option it was sold with. Null: Spil works it out as it plans the order'),
  express: z.boolean().optional().describe('The customer chose this very day (an option of service `express`): it is planned so that it is there then, at whatever cost'),
});

export const SnapshotPayment = z.strictObject({
  ref: reference.describe("The operator's id of the payment"),
  operator: z.string().max(50).describe('Code of the operator through which alone its money moves: mollie, channel, till, invoice …'),
  method: z.string().max(100),
  authorised: minor.min(0),
  captured: minor.min(0).default(0),
  refunded: minor.min(0).default(0),
  expiresAt: instant.nullable().default(null),
});

export const OrderSnapshot = z.strictObject({
  externalId: reference.describe("The channel's id of the order: with the channel it makes taking the order idempotent"),
  externalNumber: z.string().max(100).nullable().default(null).describe('What the customer was told, e.g. #1001'),
  version: z.string().max(100).nullable().default(null).describe("The channel's own version of the order (its updated-at, or a counter); later versions sort after earlier ones"),
  placedAt: instant,
  test: z.boolean().default(false),
  currency: z.string().regex(/^[A-Z]{3}$/),
  pricesIncludeTax: z.boolean().default(true),
  customer: z.strictObject({
    externalId: z.string().max(200).nullable().default(null),
    name: z.string().max(200).nullable().default(null),
    email: z.string().max(254).nullable().default(null),
    phone: z.string().max(50).nullable().default(null),
    language: z.string().max(10).nullable().default(null).describe('BCP 47, e.g. nl or nl-NL'),
  }).nullable().default(null),
  billing: Address.nullable().default(null),
  deliveries: z.array(SnapshotDelivery).max(50).default([]),
  lines: z.array(SnapshotLine).max(1000),
  charges: z.array(SnapshotCharge).max(100).default([]),
  payments: z.array(SnapshotPayment).max(50).default([]),
  totals: z.strictObject({
    total: minor.describe('What the customer owes for the whole order as placed, taxes and shipping included, before gift cards and refunds'),
    discount: minor.nullable().default(null),
    tax: minor.nullable().default(null),
    shipping: minor.nullable().default(null),
  }),
  /** The channel's own money situation, for proof and for opening positions. */
  cancelledAt: instant.nullable().default(null),
  cancelReason: z.string().max(200).nullable().default(null),
  /** Reasons to hold the order that the channel itself gives (fraud review, payment review, on hold). */
  holds: z.array(z.strictObject({ reason: z.string().max(100), note: z.string().max(1000).nullable().default(null) })).max(20).default([]),
  tags: z.array(z.string().max(100)).max(100).default([]),
  note: z.string().max(5000).nullable().default(null),
});

/** What a caller may leave out is optional here; what is stored has every field. */
export type OrderSnapshotInput = z.input<typeof OrderSnapshot>;
export type OrderSnapshot = z.infer<typeof OrderSnapshot>;
export type SnapshotLine = z.infer<typeof SnapshotLine>;
export type SnapshotCharge = z.infer<typeof SnapshotCharge>;
export type SnapshotDelivery = z.infer<typeof SnapshotDelivery>;
export type SnapshotPayment = z.infer<typeof SnapshotPayment>;
export type TaxAmount = z.infer<typeof TaxAmount>;
