/** Places orders in the simulated shop as its checkout would: prices, taxes and discounts per line, stock taken, payment made, work orders opened. */
import { z } from 'zod';
import { split, sum } from '../../../kernel/money.ts';
import { figuresOf } from './figures.ts';
import { SimRefusal } from './state.ts';
import type { ShopState, SimAddress, SimLine, SimLocation, SimOrder, SimTransaction, SimVariant } from './state.ts';

const minor = z.int().min(0).describe('Minor units of the order currency');

export const Address = z.object({
  first_name: z.string(), last_name: z.string(), address1: z.string(), address2: z.string().nullish(), zip: z.string(), city: z.string(),
  province: z.string().nullish(), country_code: z.string().length(2), company: z.string().nullish(), phone: z.string().nullish(),
});

/** What `POST /_control/orders` takes. */
export const Placement = z.strictObject({
  lines: z.array(z.strictObject({
    sku: z.string().min(1), quantity: z.int().min(1), price: minor.optional(), discount: minor.default(0), title: z.string().optional(),
    properties: z.array(z.strictObject({ name: z.string(), value: z.string() })).default([]),
  })).min(1),
  customer: z.strictObject({ email: z.string(), phone: z.string().nullable().default(null), locale: z.string().nullable().default('nl-NL'), address: Address.nullable().default(null) }),
  /** `giftCard`: part of the total that a gift card pays at once. */
  payment: z.strictObject({ kind: z.enum(['paid', 'authorized', 'pending']), gateway: z.string().default('shopify_payments'), giftCard: minor.default(0) }),
  /** No address with a shipping line is a local pickup; no shipping at all is a sale over the counter or digital. */
  shipping: z.strictObject({ title: z.string(), code: z.string().optional(), price: minor.default(0), discount: minor.default(0), address: Address.nullable().default(null) }).nullable().default(null),
  discount: z.strictObject({ code: z.string(), amount: minor }).nullable().default(null),
  taxesIncluded: z.boolean().default(true),
  currency: z.string().length(3).default('EUR'),
  source: z.string().default('web'),
  locationId: z.int().nullable().default(null),
  note: z.string().nullable().default(null),
  tags: z.string().default(''),
  test: z.boolean().default(false),
  /** Sell what is not there, as a shop does whose products may be sold out of stock. */
  oversell: z.boolean().default(false),
  webhook: z.enum(['now', 'keep', 'double', 'drop']).optional(),
});
export type Placement = z.output<typeof Placement>;

/** What `POST /_control/products` takes: products with their stock per location. */
export const Product = z.strictObject({
  sku: z.string().min(1), title: z.string().optional(), price: minor, taxRate: z.int().min(0).max(1_000_000).default(210_000).describe('Millionths'), tracked: z.boolean().default(true),
  requiresShipping: z.boolean().default(true), giftCard: z.boolean().default(false), available: z.int().default(0), locationId: z.int().optional(),
});

export function addProduct(state: ShopState, locations: readonly SimLocation[], product: z.output<typeof Product>, at: string): SimVariant {
  const known = state.variant(product.sku);
  const productId = known?.productId ?? state.nextId();
  const variant: SimVariant = {
    productId, variantId: known?.variantId ?? productId + 1, inventoryItemId: known?.inventoryItemId ?? state.nextId(), sku: product.sku, title: product.title ?? product.sku, price: product.price,
    taxRate: product.taxRate, tracked: product.tracked, requiresShipping: product.requiresShipping, giftCard: product.giftCard,
  };
  state.saveVariant(variant);
  if (variant.tracked) state.setLevel(variant.inventoryItemId, product.locationId ?? locations[0]?.id ?? 0, product.available, at);
  return variant;
}

/** Takes stock at the first location that has enough; else refuses the sale, or sells below zero when asked to. */
function takeStock(state: ShopState, locations: readonly SimLocation[], variant: SimVariant, quantity: number, oversell: boolean, at: string): number {
  const home = locations[0]?.id ?? 0;
  if (!variant.tracked) return home;
  const enough = locations.find(({ id }) => (state.level(variant.inventoryItemId, id) ?? 0) >= quantity)?.id;
  if (enough === undefined && !oversell) throw new SimRefusal(409, { error: 'sold_out', sku: variant.sku, available: state.level(variant.inventoryItemId, home) ?? 0 });
  const location = enough ?? home;
  state.setLevel(variant.inventoryItemId, location, (state.level(variant.inventoryItemId, location) ?? 0) - quantity, at);
  return location;
}

/** Adds lines to an order: takes stock, and puts what must be shipped into a fulfilment order of its location. */
export function addLines(state: ShopState, locations: readonly SimLocation[], order: SimOrder, wanted: Placement['lines'], discounts: readonly number[], oversell: boolean, at: string): void {
  const places = new Map<number, SimLine[]>();
  for (const [index, one] of wanted.entries()) {
    const variant = state.variant(one.sku) ?? (() => { throw new SimRefusal(422, { error: 'unknown_sku', sku: one.sku }); })();
    const location = takeStock(state, locations, variant, one.quantity, oversell, at);
    const line: SimLine = {
      id: state.nextId(), variantId: variant.variantId, inventoryItemId: variant.tracked ? variant.inventoryItemId : null, sku: variant.sku, title: one.title ?? variant.title, price: one.price ?? variant.price,
      quantity: one.quantity, discount: one.discount + (discounts[index] ?? 0), taxRate: variant.giftCard ? 0 : variant.taxRate, requiresShipping: variant.requiresShipping && !variant.giftCard, giftCard: variant.giftCard, properties: one.properties,
    };
    order.lines.push(line);
    if (line.requiresShipping) places.set(location, [...(places.get(location) ?? []), line]);
  }
  for (const [locationId, lines] of places) {
    order.fulfillmentOrders.push({ id: state.nextId(), locationId, status: 'open', hold: null, lines: lines.map((line) => ({ id: state.nextId(), lineId: line.id, quantity: line.quantity, fulfillable: line.quantity })) });
  }
}

/** Places an order; the caller saves it and sends the webhook. */
export function placeOrder(state: ShopState, locations: readonly SimLocation[], placement: Placement, at: string): SimOrder {
  const priced = placement.lines.map((line) => (line.price ?? state.variant(line.sku)?.price ?? 0) * line.quantity - line.discount);
  if (placement.discount && placement.discount.amount > sum(priced)) throw new SimRefusal(422, { error: 'discount', message: 'The discount is more than the lines cost' });
  const discounts = placement.discount ? split(placement.discount.amount, priced) : priced.map(() => 0);
  const billing = (placement.customer.address ?? placement.shipping?.address ?? null) as SimAddress | null;
  const order: SimOrder = {
    id: state.nextId(), number: state.nextNumber(), at, updatedAt: at, currency: placement.currency, taxesIncluded: placement.taxesIncluded, test: placement.test, source: placement.source, locationId: placement.locationId,
    lines: [], discountCode: placement.discount?.code ?? null,
    shipping: placement.shipping ? { id: state.nextId(), title: placement.shipping.title, code: placement.shipping.code ?? placement.shipping.title, price: placement.shipping.price, discount: placement.shipping.discount, taxRate: 210_000 } : null,
    email: placement.customer.email, phone: placement.customer.phone, locale: placement.customer.locale, customerId: state.nextId(), note: placement.note, tags: placement.tags,
    shippingAddress: (placement.shipping?.address ?? null) as SimAddress | null, billingAddress: billing,
    gateways: [], transactions: [], refunds: [], fulfillments: [], fulfillmentOrders: [], cancelledAt: null, cancelReason: null, metafields: [],
  };
  addLines(state, locations, order, placement.lines, discounts, placement.oversell, at);
  pay(state, order, placement.payment, at);
  if (placement.source === 'pos' && placement.shipping === null) handOver(state, order, at);
  return order;
}

function pay(state: ShopState, order: SimOrder, payment: Placement['payment'], at: string): void {
  const { total } = figuresOf(order);
  const byCard = Math.min(payment.giftCard, total);
  const rest = total - byCard;
  const make = (kind: SimTransaction['kind'], amount: number, gateway: string): void => {
    if (amount > 0) order.transactions.push({ id: state.nextId(), parentId: null, kind, amount, gateway, at });
  };
  make('sale', byCard, 'gift_card');
  if (payment.kind !== 'pending') make(payment.kind === 'paid' ? 'sale' : 'authorization', rest, payment.gateway);
  order.gateways = [...(byCard > 0 ? ['gift_card'] : []), ...(rest > 0 ? [payment.gateway] : [])];
}

/** A sale over the counter leaves the shop at once. */
function handOver(state: ShopState, order: SimOrder, at: string): void {
  for (const work of order.fulfillmentOrders) {
    const lines = work.lines.map((line) => ({ lineId: line.lineId, quantity: line.fulfillable }));
    for (const line of work.lines) line.fulfillable = 0;
    work.status = 'closed';
    order.fulfillments.push({ id: state.nextId(), status: 'success', at, number: null, url: null, company: null, locationId: work.locationId, notify: false, lines });
  }
}
