/** The parts of a Magento order document that Spil reads, as permissive as the vendor's own description of it. */
import { z } from 'zod';

/**
 * Magento prints decimals as JSON numbers in the core and as text ("0.0000") in many extension attributes; absent and null
 * mean the same. Anything that is not a number is refused, with its path.
 */
export const decimal = z.union([z.number(), z.string().regex(/^\s*[+-]?\d+(\.\d*)?\s*$/, 'a decimal number')]).nullish();
/** Ids and flags come as numbers or as text, by version and by module. */
const identifier = z.union([z.number().int(), z.string().min(1)]);
const flag = z.union([z.number(), z.string(), z.boolean()]).nullish();
const text = z.union([z.string(), z.number().transform(String)]).nullish();

/** PHP prints an empty object as `[]`: that is an absent one. */
const object = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.preprocess((value) => (Array.isArray(value) && value.length === 0 ? undefined : value), z.looseObject(shape).nullish()).optional();

/** One tax of an item. AvaTax repeats the row's whole tax in `amount` per jurisdiction; then only `real_amount` adds up. */
const AppliedTax = z.looseObject({ code: text, title: text, tax_code: text, percent: decimal, tax_percent: decimal, amount: decimal, real_amount: decimal });
export type AppliedTax = z.infer<typeof AppliedTax>;

const ItemTaxes = z.looseObject({
  type: text,
  item_id: identifier.nullish(),
  associated_item_id: identifier.nullish(),
  applied_taxes: z.array(AppliedTax).nullish(),
});

export const RawItem = z.looseObject({
  item_id: identifier,
  parent_item_id: identifier.nullish(),
  product_type: text,
  sku: text,
  name: text,
  is_virtual: flag,
  qty_ordered: decimal, qty_canceled: decimal, qty_shipped: decimal, qty_refunded: decimal, qty_returned: decimal, qty_invoiced: decimal,
  price: decimal, price_incl_tax: decimal, original_price: decimal,
  row_total: decimal, row_total_incl_tax: decimal, row_invoiced: decimal,
  discount_amount: decimal, discount_invoiced: decimal, discount_refunded: decimal,
  discount_tax_compensation_amount: decimal, discount_tax_compensation_invoiced: decimal, discount_tax_compensation_refunded: decimal,
  tax_amount: decimal, tax_percent: decimal, tax_invoiced: decimal, tax_refunded: decimal,
  amount_refunded: decimal,
  weee_tax_applied_amount: decimal, weee_tax_applied_row_amount: decimal,
  product_option: object({
    extension_attributes: object({
      custom_options: z.array(z.looseObject({ option_id: text, option_value: text })).nullish().catch(null),
    }),
  }).catch(undefined),
  extension_attributes: object({
    itemized_taxes: z.array(AppliedTax).nullish().catch(null),
    gift_message: z.looseObject({ sender: text, recipient: text, message: text }).nullish().catch(null),
  }),
});
export type RawItem = z.infer<typeof RawItem>;

export const RawAddress = z.looseObject({
  prefix: text, firstname: text, middlename: text, lastname: text, suffix: text, company: text,
  street: z.union([z.array(z.string().nullable()), z.string()]).nullish(),
  postcode: text, city: text, country_id: text, region: z.unknown().optional(), telephone: text, email: text,
});
export type RawAddress = z.infer<typeof RawAddress>;

const Assignment = z.looseObject({
  shipping: z.looseObject({ address: RawAddress.nullish(), method: text }).nullish(),
  items: z.array(z.looseObject({ item_id: identifier.nullish() })).nullish(),
  stock_id: identifier.nullish(),
});

const GiftCard = z.looseObject({ id: identifier.nullish(), amount: decimal });

const CustomFee = z.looseObject({ custom_fee_code: text, custom_fee_label: text, custom_fee_amount: decimal, custom_fee_amount_refunded: decimal });

const Extension = object({
  shipping_assignments: z.array(Assignment).nullish(),
  item_applied_taxes: z.array(ItemTaxes).nullish().catch(null),
  additional_itemized_taxes: z.array(z.looseObject({ ...AppliedTax.shape, taxable_item_type: text })).nullish().catch(null),
  custom_fees: z.array(CustomFee).nullish(),
  pickup_location_code: text,
  notification_sent: flag,
  gift_cards: z.array(GiftCard).nullish().catch(null),
  gift_cards_amount: decimal, gift_cards_refunded: decimal,
  customer_balance_amount: decimal, customer_balance_refunded: decimal,
  reward_currency_amount: decimal,
  gw_price: decimal, gw_tax_amount: decimal, gw_price_refunded: decimal, gw_tax_amount_refunded: decimal,
  gw_items_price: decimal, gw_items_tax_amount: decimal, gw_items_price_refunded: decimal, gw_items_tax_refunded: decimal,
  gw_card_price: decimal, gw_card_tax_amount: decimal, gw_card_price_refunded: decimal, gw_card_tax_refunded: decimal,
});

export const RawOrder = z.looseObject({
  entity_id: identifier,
  increment_id: text,
  state: text,
  status: text,
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  order_currency_code: z.string().nullish(),
  base_currency_code: z.string().nullish(),
  grand_total: decimal, base_grand_total: decimal,
  subtotal: decimal, discount_amount: decimal, tax_amount: decimal,
  discount_tax_compensation_amount: decimal,
  shipping_amount: decimal, shipping_incl_tax: decimal, shipping_tax_amount: decimal, shipping_discount_amount: decimal,
  shipping_discount_tax_compensation_amount: decimal, shipping_refunded: decimal, shipping_tax_refunded: decimal,
  shipping_invoiced: decimal,
  shipping_description: text,
  total_paid: decimal, total_refunded: decimal, total_due: decimal,
  customer_id: identifier.nullish(),
  customer_email: text, customer_firstname: text, customer_middlename: text, customer_lastname: text,
  customer_note: text,
  customer_is_guest: flag,
  is_virtual: flag,
  store_id: identifier.nullish(),
  relation_parent_id: text, relation_parent_real_id: text, relation_child_id: text, relation_child_real_id: text, original_increment_id: text,
  items: z.array(RawItem),
  billing_address: RawAddress.nullish(),
  payment: z.looseObject({
    entity_id: identifier.nullish(),
    method: text,
    amount_ordered: decimal, amount_authorized: decimal, amount_paid: decimal, amount_refunded: decimal, amount_canceled: decimal,
  }).nullish(),
  status_histories: z.array(z.looseObject({ entity_id: identifier.nullish(), comment: text })).nullish().catch(null),
  extension_attributes: Extension,
});
export type RawOrder = z.infer<typeof RawOrder>;

/** What was found instead, one sentence per fault, for the person who looks into quarantine. */
export const faultsOf = (error: z.ZodError): string[] =>
  error.issues.map((issue) => `${issue.path.length === 0 ? 'the document' : issue.path.join('.')}: ${issue.message}`);
