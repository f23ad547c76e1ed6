/** Makes the orders that the Magento simulator sells: priced, discounted and taxed as Magento does it, from a short wish. */
import { z } from 'zod';
import type { SimAddress, SimItem, SimOrder, SimStore } from './simulator-store.ts';

const address = z.object({
  firstname: z.string(), lastname: z.string(), company: z.string().optional(), street: z.array(z.string()).min(1), postcode: z.string(), city: z.string(),
  country_id: z.string().length(2), telephone: z.string().default('0201234567'), email: z.string().default('klant@voorbeeld.test'), region: z.string().optional(),
});

const LineWish = z.object({
  sku: z.string().min(1), name: z.string().optional(),
  /** Price of one in minor units, with or without tax as the order says. A dynamic bundle is priced by its components. */
  price: z.number().int().min(0), quantity: z.number().int().min(1),
  type: z.enum(['simple', 'configurable', 'bundle_fixed', 'bundle_dynamic', 'virtual']).default('simple'),
  /** What is in a bundle, per bundle. */
  components: z.array(z.object({ sku: z.string(), name: z.string().optional(), price: z.number().int().min(0).default(0), quantity: z.number().int().min(1).default(1) })).default([]),
});

export const OrderWish = z.object({
  currency: z.string().length(3).default('EUR'), baseCurrency: z.string().length(3).optional(), baseRate: z.number().positive().default(1),
  lines: z.array(LineWish).min(1),
  taxPercent: z.number().min(0).default(21), pricesIncludeTax: z.boolean().default(true), discountPercent: z.number().min(0).max(100).default(0),
  shipping: z.object({ amount: z.number().int().min(0), method: z.string(), description: z.string() }).default({ amount: 495, method: 'flatrate_flatrate', description: 'Thuisbezorgd' }),
  pickupLocation: z.string().nullable().default(null),
  /** captured: invoiced and paid; authorised: reserved only; pending: nothing yet. */
  payment: z.enum(['captured', 'authorised', 'pending']).default('authorised'), method: z.string().default('demo_card'),
  guest: z.boolean().default(false), store_id: z.number().int().default(1),
  bundles: z.enum(['together', 'separately']).default('together'),
  address: address.default({ firstname: 'Sanne', lastname: 'Bakker', street: ['Oudegracht 12 A'], postcode: '3511AB', city: 'Utrecht', country_id: 'NL', telephone: '0301234567', email: 'sanne@voorbeeld.test' }),
});
export type OrderWish = z.infer<typeof OrderWish>;

interface Amounts { price: number; price_incl_tax: number; row_total: number; row_total_incl_tax: number; discount_amount: number; tax_amount: number; discount_tax_compensation_amount: number }

const NOTHING: Amounts = { price: 0, price_incl_tax: 0, row_total: 0, row_total_incl_tax: 0, discount_amount: 0, tax_amount: 0, discount_tax_compensation_amount: 0 };

/** A row's amounts. With tax in the price, discount is taken off that price and the tax in the discount becomes "compensation". */
export function amountsOf(price: number, quantity: number, wish: Pick<OrderWish, 'taxPercent' | 'pricesIncludeTax' | 'discountPercent'>): Amounts {
  const factor = 1 + wish.taxPercent / 100;
  const without = (gross: number): number => Math.round(gross / factor);
  const row = price * quantity;
  const discount = Math.round((row * wish.discountPercent) / 100);
  if (wish.pricesIncludeTax) {
    const net = without(row);
    const tax = row - discount - without(row - discount);
    return { price: without(price), price_incl_tax: price, row_total: net, row_total_incl_tax: row, discount_amount: discount, tax_amount: tax, discount_tax_compensation_amount: row - net - tax };
  }
  return {
    price, price_incl_tax: Math.round(price * factor), row_total: row, row_total_incl_tax: Math.round(row * factor), discount_amount: discount,
    tax_amount: Math.round((row - discount) * (wish.taxPercent / 100)), discount_tax_compensation_amount: 0,
  };
}

/** The items of a line: a configurable is two, a bundle one more than its components. */
function itemsOf(store: SimStore, wish: OrderWish, line: OrderWish['lines'][number]): SimItem[] {
  const item = (over: Partial<SimItem> & Pick<SimItem, 'product_type' | 'sku' | 'name' | 'qty_ordered'>, amounts: Amounts): SimItem => ({
    item_id: store.nextId('item'), parent_item_id: null, is_virtual: 0, qty_invoiced: 0, qty_shipped: 0, qty_refunded: 0, qty_canceled: 0, ...amounts,
    tax_percent: amounts === NOTHING ? 0 : wish.taxPercent, row_invoiced: 0, discount_invoiced: 0, tax_invoiced: 0, discount_tax_compensation_invoiced: 0,
    amount_refunded: 0, discount_refunded: 0, tax_refunded: 0, discount_tax_compensation_refunded: 0, dummy: false, shipDummy: false, ...over,
  });
  const name = line.name ?? line.sku;
  const own = amountsOf(line.price, line.quantity, wish);
  if (line.type === 'simple' || line.type === 'virtual') return [item({ product_type: line.type, sku: line.sku, name, qty_ordered: line.quantity, is_virtual: line.type === 'virtual' ? 1 : 0 }, own)];
  if (line.type === 'configurable') {
    const parent = item({ product_type: 'configurable', sku: line.sku, name, qty_ordered: line.quantity }, own);
    return [parent, item({ product_type: 'simple', sku: line.sku, name: `${name} (${line.sku})`, qty_ordered: line.quantity, parent_item_id: parent.item_id, dummy: true, shipDummy: true }, NOTHING)];
  }
  const dynamic = line.type === 'bundle_dynamic';
  const together = wish.bundles === 'together';
  const priced = line.components.map((component) => amountsOf(component.price, component.quantity * line.quantity, wish));
  const sum = (field: keyof Amounts): number => priced.reduce((total, amounts) => total + amounts[field], 0);
  const repeated: Amounts = { ...NOTHING, price: Math.round(sum('row_total') / line.quantity), price_incl_tax: Math.round(sum('row_total_incl_tax') / line.quantity), row_total: sum('row_total'), row_total_incl_tax: sum('row_total_incl_tax'), tax_amount: sum('tax_amount') };
  const parent = item({ product_type: 'bundle', sku: line.sku, name, qty_ordered: line.quantity, dummy: dynamic, shipDummy: !together }, dynamic ? repeated : own);
  return [parent, ...line.components.map((component, index) => item({
    product_type: 'simple', sku: component.sku, name: component.name ?? component.sku, qty_ordered: component.quantity * line.quantity, parent_item_id: parent.item_id, dummy: !dynamic, shipDummy: together,
  }, dynamic ? priced[index] ?? NOTHING : NOTHING))];
}

/** A new order, not yet paid; payment is booked by the caller. */
export function placeOrder(store: SimStore, wish: OrderWish, now: string, edited: SimOrder | null = null): SimOrder {
  const items = wish.lines.flatMap((line) => itemsOf(store, wish, line));
  const pickup = wish.pickupLocation !== null;
  const virtual = items.every((item) => item.is_virtual === 1);
  const shipping = amountsOf(virtual || pickup ? 0 : wish.shipping.amount, 1, { ...wish, discountPercent: 0 });
  const entity_id = store.nextId('order');
  const original = edited === null ? null : edited.relation.original ?? edited.increment_id;
  const revision = edited === null ? null : (edited.relation.edit_increment ?? 0) + 1;
  const goods = items.filter((item) => !item.dummy).reduce((sum, item) => sum + item.row_total - item.discount_amount + item.tax_amount + item.discount_tax_compensation_amount, 0);
  const person: SimAddress = { ...wish.address, street: [...wish.address.street] };
  return {
    entity_id, increment_id: original === null ? String(entity_id).padStart(9, '0') : `${original}-${revision}`,
    state: wish.payment === 'pending' ? 'pending_payment' : 'processing', status: wish.payment === 'pending' ? 'pending_payment' : 'processing', hold_before_state: null,
    created_at: now, updated_at: now, currency: wish.currency, baseCurrency: wish.baseCurrency ?? wish.currency, baseRate: Math.round(wish.baseRate * 1_000_000),
    customer: { id: wish.guest ? null : 1000 + entity_id, email: person.email, firstname: person.firstname, lastname: person.lastname }, store_id: wish.store_id,
    billing: person, shipping: virtual ? null : person,
    shipping_method: virtual ? null : pickup ? 'instore_pickup' : wish.shipping.method, shipping_description: virtual ? null : pickup ? 'Ophalen in de winkel' : wish.shipping.description,
    shipping_amount: shipping.row_total, shipping_incl_tax: shipping.row_total_incl_tax, shipping_tax_amount: shipping.tax_amount, shipping_tax_percent: wish.taxPercent,
    shipping_invoiced: 0, shipping_refunded: 0, shipping_tax_refunded: 0,
    grand_total: goods + shipping.row_total + shipping.tax_amount,
    total_invoiced: 0, total_paid: 0, total_refunded: 0, total_canceled: 0,
    payment: { method: wish.method, amount_authorized: wish.payment === 'authorised' ? goods + shipping.row_total + shipping.tax_amount : null },
    pickup_location_code: wish.pickupLocation, notification_sent: false,
    relation: { parent_id: edited ? String(edited.entity_id) : null, parent_real_id: edited?.increment_id ?? null, child_id: null, child_real_id: null, original, edit_increment: revision },
    histories: [], items,
  };
}

/** How a merchant's edit is wished from an order: the same lines and price, other quantities by SKU. */
export function wishOfEdit(order: SimOrder, quantities: Readonly<Record<string, number>>): OrderWish {
  const tops = order.items.filter((item) => item.parent_item_id === null);
  return OrderWish.parse({
    currency: order.currency, baseCurrency: order.baseCurrency, baseRate: order.baseRate / 1_000_000, pickupLocation: order.pickup_location_code, method: order.payment.method,
    payment: order.payment.amount_authorized === null ? 'pending' : 'authorised', store_id: order.store_id, guest: order.customer.id === null, address: order.billing,
    taxPercent: order.shipping_tax_percent,
    shipping: { amount: order.shipping_incl_tax, method: order.shipping_method ?? 'flatrate_flatrate', description: order.shipping_description ?? 'Thuisbezorgd' },
    lines: tops.map((item) => {
      const children = order.items.filter((child) => child.parent_item_id === item.item_id);
      const bundle = item.product_type === 'bundle';
      const type = bundle ? (item.dummy ? 'bundle_dynamic' : 'bundle_fixed') : item.product_type;
      return {
        sku: item.sku, name: item.name, price: item.price_incl_tax, quantity: quantities[item.sku] ?? item.qty_ordered, type,
        components: bundle ? children.map((child) => ({ sku: child.sku, name: child.name, quantity: child.qty_ordered / item.qty_ordered, price: child.price_incl_tax })) : [],
      };
    }).filter((line) => line.quantity > 0),
  });
}
