/** Pure: rows of a CSV of orders, one per line of an order, as the canonical order. Amounts are decimals in the order's currency. */
import { z } from 'zod';
import { parseMinor } from '../kernel/money.ts';
import type { OrderSnapshotInput } from '../modules/channels/index.ts';

const text = z.string().min(1);
const amount = z.string().regex(/^-?\d+([.,]\d+)?$/, 'an amount such as 59.95');
const count = z.string().regex(/^\d+$/, 'a whole number');

/** Columns of an order's line. Those of the order itself are read from its first row, and must not differ on the others. */
export const OrderRow = z.looseObject({
  order: text, number: text.optional(), placed_at: z.iso.datetime({ offset: true }), currency: z.string().regex(/^[A-Z]{3}$/), prices_include_tax: z.enum(['yes', 'no']).default('yes'),
  customer: text.optional(), name: text.optional(), email: text.optional(), phone: text.optional(), language: text.optional(),
  delivery: z.enum(['ship', 'pickup', 'carry_out', 'digital']).default('ship'), location: text.optional(), promised_by: z.iso.datetime({ offset: true }).optional(),
  company: text.optional(), street: text.optional(), house_number: text.optional(), addition: text.optional(), postal_code: text.optional(), city: text.optional(), country: z.string().regex(/^[A-Z]{2}$/).default('NL'),
  line: text, sku: text.optional(), gtin: text.optional(), product: text, kind: z.enum(['goods', 'service', 'digital', 'gift_card', 'deposit']).default('goods'),
  quantity: count, unit_price: amount, discount: amount.default('0'), tax_percent: z.string().regex(/^\d+([.,]\d{1,4})?$/).default('0'), tax: amount.default('0'), line_total: amount,
  cancelled: count.default('0'), shipped: count.default('0'), returned: count.default('0'),
  shipping: amount.default('0'), shipping_tax: amount.default('0'), total: amount,
  payment: text.optional(), payment_operator: text.default('channel'), payment_method: text.default('unknown'), authorised: amount.optional(), captured: amount.default('0'), refunded: amount.default('0'),
  cancelled_at: z.iso.datetime({ offset: true }).optional(), tags: text.optional(), note: text.optional(),
});
export type OrderRow = z.infer<typeof OrderRow>;

const OF_THE_ORDER = ['number', 'placed_at', 'currency', 'prices_include_tax', 'customer', 'email', 'delivery', 'street', 'postal_code', 'shipping', 'shipping_tax', 'total', 'payment', 'authorised', 'captured', 'refunded', 'cancelled_at'] as const;

/** Which column of the order differs between its rows; null when none does. */
export function contradiction(rows: readonly OrderRow[]): string | null {
  const [first] = rows;
  for (const row of rows) for (const column of OF_THE_ORDER) if (first && row[column] !== first[column]) return `column ${column} is "${row[column] ?? ''}", and "${first[column] ?? ''}" on the first row of the order`;
  return null;
}

/** The order of these rows; throws RangeError where an amount has more decimals than its currency. */
export function orderOf(rows: readonly [OrderRow, ...OrderRow[]]): OrderSnapshotInput {
  const [first] = rows;
  const { currency } = first;
  const minor = (value: string): number => parseMinor(value.replace(',', '.'), currency);
  const inclusive = first.prices_include_tax === 'yes';
  const rate = (percent: string): number => parseMinor(percent.replace(',', '.'), 'CLF');
  const address = first.street === undefined ? null : { name: first.name ?? null, company: first.company ?? null, street: first.street, houseNumber: first.house_number ?? '', addition: first.addition ?? null, postalCode: first.postal_code ?? '', city: first.city ?? '', country: first.country };
  const shipping = minor(first.shipping);
  const shippingTax = minor(first.shipping_tax);
  const captured = minor(first.captured);
  const lines = rows.map((row): OrderSnapshotInput['lines'][number] => {
    const quantity = Number(row.quantity);
    const tax = minor(row.tax);
    return {
      ref: row.line, sku: row.sku ?? null, gtin: row.gtin ?? null, name: row.product, kind: row.kind, quantity, unitPrice: minor(row.unit_price), subtotal: minor(row.unit_price) * quantity, discount: minor(row.discount),
      taxes: tax === 0 && rate(row.tax_percent) === 0 ? [] : [{ rate: rate(row.tax_percent), amount: tax, country: first.country }], total: minor(row.line_total), delivery: 'd1', cancelled: Number(row.cancelled), shipped: Number(row.shipped), returned: Number(row.returned),
    };
  });
  return {
    externalId: first.order, externalNumber: first.number ?? null, placedAt: first.placed_at, currency, pricesIncludeTax: inclusive,
    customer: first.customer ?? first.name ?? first.email ? { externalId: first.customer ?? null, name: first.name ?? null, email: first.email ?? null, phone: first.phone ?? null, language: first.language ?? null } : null,
    deliveries: [{ ref: 'd1', kind: first.delivery, address, location: first.location ?? null, promisedBy: first.promised_by ?? null }],
    lines,
    charges: shipping === 0 ? [] : [{ ref: 'shipping', kind: 'shipping', name: 'Shipping', subtotal: inclusive ? shipping : shipping - shippingTax, taxes: shippingTax === 0 ? [] : [{ rate: 0, amount: shippingTax, country: first.country }], total: shipping, delivery: 'd1' }],
    payments: first.payment === undefined ? [] : [{ ref: first.payment, operator: first.payment_operator, method: first.payment_method, authorised: first.authorised === undefined ? captured : minor(first.authorised), captured, refunded: minor(first.refunded) }],
    totals: { total: minor(first.total) }, cancelledAt: first.cancelled_at ?? null, tags: first.tags?.split('|') ?? [], note: first.note ?? null,
  };
}
