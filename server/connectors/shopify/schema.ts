/** The parts of Shopify's REST order that we read, as leniently as the vendor sends them: ids as numbers, texts or gids, and null where a value is missing. */
import { z } from 'zod';

/** `450789469`, `"450789469"` and `"gid://shopify/Order/450789469"` are the same id; it is kept as text. */
export const Id = z.union([z.number(), z.string().min(1)]).transform((value) => {
  const text = String(value).trim();
  return /^gid:\/\/.*\/([^/?]+)(?:\?.*)?$/.exec(text)?.[1] ?? text;
});

const amount = z.union([z.string(), z.number()]).nullish();
const text = z.string().nullish();
/** A list that may be null or absent, and whose unreadable form makes the order unreadable. */
const list = <T extends z.ZodType>(item: T) => z.array(item).nullish().transform((value) => value ?? []);
/** A list that is pleasant to have: when it has another form than documented, the order is read without it. */
const optionalList = <T extends z.ZodType>(item: T) => list(item).catch([]);
const quantity = z.union([z.int(), z.string().regex(/^-?\d+$/).transform(Number)]);

const Money = z.object({ amount, currency_code: text, currency: text }).nullish();
export const MoneySet = z.object({ shop_money: Money, presentment_money: Money }).nullish();

export const TaxLine = z.object({ title: text, price: amount, price_set: MoneySet, rate: z.union([z.number(), z.string()]).nullish() });
const DiscountAllocation = z.object({ amount, amount_set: MoneySet });

const Duty = z.object({ id: Id.nullish(), shop_money: Money, price_set: MoneySet, tax_lines: list(TaxLine) });

export const LineItem = z.object({
  id: Id,
  sku: z.union([z.string(), z.number().transform(String)]).nullish(),
  name: text,
  title: text,
  variant_title: text,
  variant_id: Id.nullish().catch(null),
  quantity,
  current_quantity: quantity.nullish(),
  fulfillment_status: text,
  price: amount,
  price_set: MoneySet,
  total_discount: amount,
  total_discount_set: MoneySet,
  discount_allocations: list(DiscountAllocation),
  tax_lines: list(TaxLine),
  taxable: z.boolean().nullish(),
  duties: list(Duty),
  requires_shipping: z.boolean().nullish(),
  gift_card: z.boolean().nullish(),
  /** Only on tips, which Shopify's checkout and POS keep as a line. */
  tip_payment_gateway: text,
  tip_payment_method: text,
  tip: z.unknown().optional(),
  properties: optionalList(z.object({ name: z.union([z.string(), z.number()]), value: z.unknown().optional() })),
  line_item_group: z.object({ id: Id }).nullish().catch(null),
});

export const ShippingLine = z.object({
  id: Id.nullish(),
  code: text,
  title: text,
  price: amount,
  price_set: MoneySet,
  discounted_price: amount,
  discounted_price_set: MoneySet,
  discount_allocations: list(DiscountAllocation),
  tax_lines: list(TaxLine),
  delivery_category: text.catch(null),
  is_removed: z.boolean().nullish(),
});

export const Transaction = z.object({
  id: Id,
  parent_id: Id.nullish(),
  kind: z.string(),
  status: text,
  amount,
  currency: text,
  gateway: text,
  authorization_expires_at: text,
});

export const Refund = z.object({
  id: Id.nullish(),
  note: text,
  refund_line_items: list(z.object({
    line_item_id: Id,
    quantity,
    restock_type: text,
    subtotal: amount,
    subtotal_set: MoneySet,
    total_tax: amount,
    total_tax_set: MoneySet,
  })),
  refund_shipping_lines: optionalList(z.object({ shipping_line_id: Id.nullish() })),
  order_adjustments: list(z.object({ kind: text, amount, amount_set: MoneySet, tax_amount: amount, tax_amount_set: MoneySet })),
  transactions: list(Transaction),
});

export const Fulfillment = z.object({
  id: Id.nullish(),
  status: text,
  tracking_number: text,
  tracking_numbers: optionalList(z.string()),
  line_items: list(z.object({ id: Id, quantity })),
});

export const RawAddress = z.object({
  name: text, first_name: text, last_name: text, company: text, address1: text, address2: text,
  city: text, zip: z.union([z.string(), z.number().transform(String)]).nullish(), province: text, country: text, country_code: text, phone: text,
}).nullish();

export const RawOrder = z.object({
  id: Id,
  name: text,
  order_number: z.union([z.string(), z.number().transform(String)]).nullish(),
  created_at: text,
  processed_at: text,
  updated_at: text,
  cancelled_at: text,
  cancel_reason: text,
  confirmed: z.boolean().nullish(),
  test: z.boolean().nullish(),
  currency: text,
  taxes_included: z.boolean().nullish(),
  duties_included: z.boolean().nullish(),
  total_price: amount,
  total_price_set: MoneySet,
  current_total_price: amount,
  current_total_price_set: MoneySet,
  total_discounts: amount,
  total_discounts_set: MoneySet,
  total_tax: amount,
  total_tax_set: MoneySet,
  total_shipping_price_set: MoneySet,
  total_outstanding: amount,
  total_tip_received: amount,
  original_total_duties_set: MoneySet,
  original_total_additional_fees_set: MoneySet,
  additional_fees: list(z.object({ id: Id.nullish(), name: text, price_set: MoneySet, tax_lines: list(TaxLine) })),
  tax_lines: list(TaxLine),
  line_items: z.array(LineItem),
  shipping_lines: list(ShippingLine),
  fulfillments: list(Fulfillment),
  refunds: list(Refund),
  transactions: list(Transaction),
  financial_status: text,
  fulfillment_status: text,
  payment_gateway_names: optionalList(z.string()),
  gateway: text,
  source_name: text,
  location_id: Id.nullish(),
  shipping_address: RawAddress,
  billing_address: RawAddress,
  customer: z.object({ id: Id.nullish(), first_name: text, last_name: text, email: text, phone: text }).nullish().catch(null),
  customer_locale: text,
  email: text,
  contact_email: text,
  phone: text,
  tags: z.union([z.string(), z.array(z.string()).transform((tags) => tags.join(','))]).nullish().catch(null),
  note: text,
  note_attributes: optionalList(z.object({ name: z.union([z.string(), z.number()]), value: z.unknown().optional() })),
});

export type RawOrder = z.output<typeof RawOrder>;
export type LineItem = z.output<typeof LineItem>;
export type ShippingLine = z.output<typeof ShippingLine>;
export type Transaction = z.output<typeof Transaction>;
export type Refund = z.output<typeof Refund>;
export type Fulfillment = z.output<typeof Fulfillment>;
export type TaxLine = z.output<typeof TaxLine>;
export type MoneySet = z.output<typeof MoneySet>;
export type RawAddress = z.output<typeof RawAddress>;
