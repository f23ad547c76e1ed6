/** Reads one raw Magento order document as an order snapshot: pure, exact to the cent, and never more certain than the document. */
import type { MappedOrder } from '../../modules/channels/ports.ts';
import type { OrderSnapshotInput } from '../../modules/channels/snapshot.ts';
import { fine, toMinor, wholeQuantity } from './amounts.ts';
import { creditsOf, normalise, readMeaning, soldInMinor } from './arithmetic.ts';
import { chargeOf, chargesOf } from './charges.ts';
import type { FeeField } from './charges.ts';
import { addressOf, deliveriesOf, fullName } from './deliveries.ts';
import { linesOf } from './lines.ts';
import { RawOrder, faultsOf } from './order.ts';
import { paymentsOf } from './payments.ts';
import { pricedRows } from './priced.ts';
import { readTime } from './time.ts';

export interface MapOptions {
  /** Zone of Magento's times. The core keeps and serves UTC; only extensions that rewrite times need another. */
  timeZone: string;
  /** Magento's pickup location (source) code → code of the Spil location. */
  storeLocations: Readonly<Record<string, string>>;
  /** Whether the shop's prices include tax: asked only where an order's amounts would fit both. */
  pricesIncludeTax: boolean;
  fees: readonly FeeField[];
  /** Payment methods that are invoiced by the retailer, such as `checkmo`, `purchaseorder`, `cashondelivery`. */
  onAccount: readonly string[];
  /** Magento store view id → language (BCP 47). */
  languages: Readonly<Record<string, string>>;
}

export const MAP_DEFAULTS: MapOptions = { timeZone: 'UTC', storeLocations: {}, pricesIncludeTax: true, fees: [], onAccount: [], languages: {} };

/**
 * Reads an order in its order currency, the one the customer saw and paid: `base_*` are the shop's own bookkeeping at that day's
 * rate. `totals.total` is `grand_total` plus gift cards, store credit and reward points, which Magento has taken off it although
 * they are payments. `state` decides what is held; `status` is the merchant's own word and is kept as tag.
 * Unreadable are: documents without id, currency, time or grand total, amounts that are no numbers, and quantities that are not
 * whole: Spil counts in a product's base unit (gram, millimetre), and Magento's 0.75 does not tell of what.
 */
export function mapOrder(raw: unknown, options: MapOptions = MAP_DEFAULTS): MappedOrder {
  const parsed = RawOrder.safeParse(raw);
  if (!parsed.success) return { kind: 'unreadable', externalId: idIn(raw), reasons: faultsOf(parsed.error) };
  const order = parsed.data;
  const externalId = String(order.entity_id);
  const currency = order.order_currency_code ?? '';
  const placedAt = readTime(order.created_at, options.timeZone);
  const reasons = refusals(order, currency, placedAt);
  if (reasons.length > 0 || placedAt === null) return { kind: 'unreadable', externalId, reasons };
  try {
    const version = readTime(order.updated_at, options.timeZone);
    return { kind: 'order', externalId, version, snapshot: snapshotOf(order, { externalId, currency, placedAt, version }, options) };
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'unreadable', externalId, reasons: [error.message] };
    throw error;
  }
}

function idIn(raw: unknown): string | null {
  const id = typeof raw === 'object' && raw !== null && 'entity_id' in raw ? raw.entity_id : null;
  return typeof id === 'number' || (typeof id === 'string' && id !== '') ? String(id) : null;
}

function refusals(order: RawOrder, currency: string, placedAt: string | null): string[] {
  const reasons: string[] = [];
  if (!/^[A-Z]{3}$/.test(currency)) reasons.push(`order_currency_code is "${currency}", not an ISO 4217 code such as EUR`);
  if (placedAt === null) reasons.push(`created_at is "${order.created_at ?? ''}", not a time such as 2026-03-01 09:00:00`);
  if (order.grand_total === null || order.grand_total === undefined) reasons.push('grand_total is absent');
  if (order.items.length === 0) reasons.push('the order has no items');
  for (const item of order.items) {
    const label = `item ${item.item_id} (${item.sku ?? item.name ?? 'no SKU'})`;
    for (const field of ['qty_ordered', 'qty_canceled', 'qty_shipped', 'qty_refunded'] as const) {
      if (wholeQuantity(item[field]) === null) reasons.push(`${label} has ${field} ${item[field]}; quantities are whole numbers of the product's base unit`);
    }
    const ordered = wholeQuantity(item.qty_ordered);
    if (ordered !== null && ordered < 1) reasons.push(`${label} has qty_ordered ${item.qty_ordered ?? 'absent'}; a line is for at least 1`);
  }
  return reasons;
}

function snapshotOf(order: RawOrder, facts: { externalId: string; currency: string; placedAt: string; version: string | null }, options: MapOptions): OrderSnapshotInput {
  const { currency } = facts;
  const rows = pricedRows(order, currency);
  const charges = chargesOf(order, options.fees, currency);
  const meaning = readMeaning(order, rows.map((row) => row.sold), charges.map((charge) => charge.sold), currency, options.pricesIncludeTax);
  const sold = soldInMinor([...rows.map((row) => normalise(row.sold, meaning)), ...charges.map((charge) => charge.sold)], meaning.pricesIncludeTax);
  const where = deliveriesOf(order, options.storeLocations);
  const amount = (value: typeof order.tax_amount): number => toMinor(fine(value, currency));
  const discount = Math.abs(amount(order.discount_amount)) - (meaning.pricesIncludeTax ? 0 : amount(order.discount_tax_compensation_amount) + amount(order.shipping_discount_tax_compensation_amount));
  const lines = rows.flatMap((row, index) => { const own = sold[index]; return own ? linesOf(row, own, where.of, currency) : []; });
  return {
    externalId: facts.externalId, externalNumber: order.increment_id?.slice(0, 100) ?? null, version: facts.version, placedAt: facts.placedAt,
    currency, pricesIncludeTax: meaning.pricesIncludeTax,
    customer: customerOf(order, options),
    billing: addressOf(order.billing_address).address,
    deliveries: where.deliveries,
    lines,
    charges: charges.flatMap((charge, index) => { const own = sold[rows.length + index]; return own ? [chargeOf(charge, own, where.main)] : []; }),
    payments: paymentsOf(order, options.onAccount, currency),
    totals: {
      total: toMinor(fine(order.grand_total, currency) + creditsOf(order, currency)),
      discount: order.discount_amount === null || order.discount_amount === undefined ? null : Math.max(0, discount),
      tax: order.tax_amount === null || order.tax_amount === undefined ? null : amount(order.tax_amount),
      shipping: order.shipping_amount === null || order.shipping_amount === undefined ? null
        : toMinor(fine(order.shipping_amount, currency) + fine(order.shipping_tax_amount, currency) - fine(order.shipping_discount_amount, currency) + fine(order.shipping_discount_tax_compensation_amount, currency)),
    },
    cancelledAt: order.state === 'canceled' ? facts.version ?? facts.placedAt : null,
    cancelReason: null,
    holds: [...statesThatHold(order), ...where.holds].slice(0, 20),
    tags: [...tagsOf(order), ...where.tags].slice(0, 100),
    note: order.customer_note?.slice(0, 5000) || null,
  };
}

function statesThatHold(order: RawOrder): { reason: string; note: string | null }[] {
  const holds: { reason: string; note: string | null }[] = [];
  if (order.state === 'holded') holds.push({ reason: 'on_hold', note: 'put on hold in Magento' });
  if (order.state === 'payment_review') holds.push({ reason: 'payment_review', note: 'the payment is under review in Magento' });
  if (order.status === 'fraud') holds.push({ reason: 'fraud_review', note: 'Magento suspects fraud' });
  return holds;
}

/**
 * Magento edits an order by cancelling it and making another with "-1" behind its number. Both are orders of their own;
 * tags say which became which.
 */
function tagsOf(order: RawOrder): string[] {
  const tags: string[] = [];
  const tag = (name: string, value: string | number | null | undefined): void => {
    if (value !== null && value !== undefined && value !== '' && value !== 0 && value !== '0') tags.push(`${name}:${value}`.slice(0, 100));
  };
  tag('state', order.state);
  tag('status', order.status);
  tag('store', order.store_id);
  tag('edit-of', order.relation_parent_real_id || order.relation_parent_id);
  tag('original', order.original_increment_id === order.increment_id ? null : order.original_increment_id);
  tag('edited-as', order.relation_child_real_id || order.relation_child_id);
  return tags;
}

function customerOf(order: RawOrder, options: MapOptions): OrderSnapshotInput['customer'] {
  const billing = order.billing_address;
  const name = fullName([order.customer_firstname, order.customer_middlename, order.customer_lastname]) ?? fullName([billing?.firstname, billing?.middlename, billing?.lastname]);
  const guest = order.customer_is_guest === 1 || order.customer_is_guest === '1' || order.customer_is_guest === true;
  const externalId = !guest && order.customer_id ? String(order.customer_id) : null;
  const email = order.customer_email?.slice(0, 254) || null;
  if (externalId === null && name === null && email === null) return null;
  return { externalId, name, email, phone: billing?.telephone?.slice(0, 50) || null, language: options.languages[String(order.store_id ?? '')] ?? null };
}
