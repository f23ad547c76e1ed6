/** Reads one REST order of Shopify as the canonical order, exactly as sold; what does not add up is left visible for the proof of totals. */
import { exponentOf } from '../../kernel/money.ts';
import type { Instant } from '../../kernel/clock.ts';
import { OrderSnapshot } from '../../modules/channels/snapshot.ts';
import type { OrderSnapshotInput } from '../../modules/channels/snapshot.ts';
import type { MappedOrder } from '../../modules/channels/ports.ts';
import { dutiesOf, feesOf, shippingOf, tipsOf } from './map-charges.ts';
import { addressOf, deliveriesOf } from './map-delivery.ts';
import type { LocationMap } from './map-delivery.ts';
import { linesOf, propertiesOf } from './map-lines.ts';
import { paymentsOf } from './map-payments.ts';
import { positionsOf } from './map-quantities.ts';
import { clip, instantOf, shopAmount, textOrNull } from './reading.ts';
import type { Reading } from './reading.ts';
import { Id, RawOrder } from './schema.ts';

export interface MapSettings {
  locationMap: LocationMap;
}

/**
 * Maps one raw order (bare, or wrapped as `{ order }`). Quantities and totals are those before edits, returns and refunds, which is how
 * Shopify states `quantity` and `total_price`; what happened since is in the opening positions of the lines.
 * Anything unreadable refuses the whole order with every reason found.
 */
export function mapOrder(raw: unknown, { locationMap }: MapSettings): MappedOrder {
  const document = isWrapped(raw) ? raw.order : raw;
  const externalId = idOf(document);
  const read = RawOrder.safeParse(document);
  if (!read.success) return { kind: 'unreadable', externalId, reasons: read.error.issues.map((issue) => `${issue.path.join('.') || 'order'}: ${issue.message}`) };

  const order = read.data;
  const reasons: string[] = [];
  const currency = currencyOf(order);
  if (currency === null) return { kind: 'unreadable', externalId, reasons: [`currency: "${order.currency ?? ''}" is not an ISO 4217 code`] };
  const pickup = order.source_name === 'pos' && !order.shipping_address;
  const taxCountry = (order.shipping_address?.country_code ?? (pickup ? null : order.billing_address?.country_code))?.trim().toUpperCase() ?? null;
  const reading: Reading = { currency, pricesIncludeTax: order.taxes_included ?? false, taxCountry: taxCountry && /^[A-Z]{2}$/.test(taxCountry) ? taxCountry : null, reasons };

  const placedAt = instantOf(order.created_at) ?? instantOf(order.processed_at);
  if (placedAt === null) reasons.push(`created_at: "${order.created_at ?? ''}" is not a time`);
  const total = shopAmount(reading, 'total_price', order.total_price_set, order.total_price);
  if (total === null && reasons.every((reason) => !reason.startsWith('total_price'))) reasons.push('total_price is missing');

  const snapshot = assemble(reading, order, { placedAt: placedAt ?? '', total: total ?? 0 }, locationMap);
  if (reasons.length > 0) return { kind: 'unreadable', externalId, reasons: [...new Set(reasons)] };
  const checked = OrderSnapshot.safeParse(snapshot);
  if (!checked.success) return { kind: 'unreadable', externalId, reasons: checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
  return { kind: 'order', externalId: order.id, version: snapshot.version ?? null, snapshot };
}

function assemble(reading: Reading, order: RawOrder, known: { placedAt: Instant; total: number }, locationMap: LocationMap): OrderSnapshotInput {
  const { deliveries, deliveryOf, shippingDelivery, holds } = deliveriesOf(order, locationMap);
  const { lines, tips } = linesOf(reading, order, positionsOf(order), deliveryOf);
  const charges = [...shippingOf(reading, order, shippingDelivery), ...dutiesOf(reading, order, shippingDelivery), ...feesOf(reading, order), ...tipsOf(reading, order, tips)];
  const paid = paymentsOf(reading, order);
  if (order.confirmed === false) holds.push({ reason: 'not_confirmed', note: 'Shopify has not confirmed the order yet' });
  return {
    externalId: order.id,
    externalNumber: textOrNull(order.name ?? order.order_number, 100),
    version: instantOf(order.updated_at),
    placedAt: known.placedAt,
    test: order.test ?? false,
    currency: reading.currency,
    pricesIncludeTax: reading.pricesIncludeTax,
    customer: customerOf(order),
    billing: order.billing_address ? addressOf(order.billing_address).address : null,
    deliveries, lines, charges,
    payments: paid.payments,
    totals: {
      total: known.total,
      discount: shopAmount(reading, 'total_discounts', order.total_discounts_set, order.total_discounts),
      tax: shopAmount(reading, 'total_tax', order.total_tax_set, order.total_tax),
      shipping: shippingTotal(reading, order, charges),
    },
    cancelledAt: instantOf(order.cancelled_at),
    cancelReason: order.cancelled_at ? textOrNull(order.cancel_reason, 200) : null,
    holds: [...holds, ...paid.holds],
    tags: [...new Set((order.tags ?? '').split(',').map((tag) => clip(tag, 100)).filter((tag) => tag !== ''))].slice(0, 100),
    note: noteOf(order),
  };
}

/** Shopify's shipping total is without taxes where prices are; as part of what the customer pays it has them. Null when Shopify states none. */
function shippingTotal(reading: Reading, order: RawOrder, charges: NonNullable<OrderSnapshotInput['charges']>): number | null {
  const stated = shopAmount(reading, 'total_shipping_price', order.total_shipping_price_set);
  if (stated === null) return null;
  const shipping = charges.filter((charge) => charge.kind === 'shipping');
  const gross = shipping.reduce((sum, charge) => sum + charge.subtotal, 0);
  const discount = shipping.reduce((sum, charge) => sum + (charge.discount ?? 0), 0);
  const taxes = reading.pricesIncludeTax ? 0 : shipping.reduce((sum, charge) => sum + (charge.taxes ?? []).reduce((all, tax) => all + tax.amount, 0), 0);
  return (stated === gross ? stated - discount : stated) + taxes;
}

function currencyOf(order: RawOrder): string | null {
  const currency = (order.currency ?? order.total_price_set?.shop_money?.currency_code)?.trim().toUpperCase();
  try {
    exponentOf(currency ?? '');
    return currency ?? null;
  } catch {
    return null;
  }
}

function customerOf(order: RawOrder): OrderSnapshotInput['customer'] {
  const { customer } = order;
  const address = order.billing_address ?? order.shipping_address;
  const name = [customer?.first_name, customer?.last_name].filter(Boolean).join(' ') || address?.name || [address?.first_name, address?.last_name].filter(Boolean).join(' ');
  const found = {
    externalId: customer?.id ?? null,
    name: textOrNull(name, 200),
    email: [order.email, order.contact_email, customer?.email].map((email) => textOrNull(email, 254)).find((email) => email !== null) ?? null,
    phone: [order.phone, customer?.phone, address?.phone].map((phone) => textOrNull(phone, 50)).find((phone) => phone !== null) ?? null,
    language: textOrNull(order.customer_locale, 10),
  };
  return found.externalId === null && found.name === null && found.email === null && found.phone === null ? null : found;
}

/** The customer's note, with the extra fields of the checkout under it. */
function noteOf(order: RawOrder): string | null {
  const extra = Object.entries(propertiesOf(order.note_attributes)).map(([name, value]) => `${name}: ${value}`);
  return textOrNull([order.note ?? '', ...extra].filter((line) => line.trim() !== '').join('\n'), 5000);
}

const isWrapped = (raw: unknown): raw is { order: unknown } =>
  typeof raw === 'object' && raw !== null && 'order' in raw && !('line_items' in raw);

function idOf(document: unknown): string | null {
  if (typeof document !== 'object' || document === null) return null;
  const from = 'id' in document ? document.id : 'admin_graphql_api_id' in document ? document.admin_graphql_api_id : null;
  const id = Id.safeParse(from);
  return id.success ? id.data : null;
}
