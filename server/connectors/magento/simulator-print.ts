/** Prints the simulator's orders and documents as Magento serves them: decimals, base amounts, parents repeated inside children. */
import { formatMinor } from '../../kernel/money.ts';
import type { SimAddress, SimInvoice, SimItem, SimMemo, SimOrder, SimShipment } from './simulator-store.ts';

type Printed = Record<string, unknown>;

/** Magento's one irregular name: the base field of shipping compensation is cut short. */
const baseName = (field: string): string => (field === 'shipping_discount_tax_compensation_amount' ? 'base_shipping_discount_tax_compensation_amnt' : `base_${field}`);

/** Each amount in the order's currency, and beside it in the base currency. */
function amounts(order: SimOrder, fields: Readonly<Record<string, number>>): Printed {
  const printed: Printed = {};
  for (const [field, amount] of Object.entries(fields)) {
    printed[field] = Number(formatMinor(amount, order.currency));
    printed[baseName(field)] = Number(formatMinor(Math.round((amount * order.baseRate) / 1_000_000), order.baseCurrency));
  }
  return printed;
}

function itemOf(order: SimOrder, item: SimItem, withParent: boolean): Printed {
  const parent = withParent ? order.items.find((candidate) => candidate.item_id === item.parent_item_id) : undefined;
  return {
    ...amounts(order, {
      price: item.price, price_incl_tax: item.price_incl_tax, original_price: item.price, row_total: item.row_total, row_total_incl_tax: item.row_total_incl_tax,
      discount_amount: item.discount_amount, tax_amount: item.tax_amount, discount_tax_compensation_amount: item.discount_tax_compensation_amount,
      row_invoiced: item.row_invoiced, discount_invoiced: item.discount_invoiced, tax_invoiced: item.tax_invoiced, discount_tax_compensation_invoiced: item.discount_tax_compensation_invoiced,
      amount_refunded: item.amount_refunded, discount_refunded: item.discount_refunded, tax_refunded: item.tax_refunded, discount_tax_compensation_refunded: item.discount_tax_compensation_refunded,
    }),
    created_at: order.created_at, updated_at: order.updated_at, discount_percent: 0, free_shipping: 0, is_qty_decimal: 0, is_virtual: item.is_virtual, item_id: item.item_id,
    name: item.name, no_discount: 0, order_id: order.entity_id, ...(item.parent_item_id === null ? {} : { parent_item_id: item.parent_item_id }), product_id: 1000 + item.item_id,
    product_type: item.product_type, qty_canceled: item.qty_canceled, qty_invoiced: item.qty_invoiced, qty_ordered: item.qty_ordered, qty_refunded: item.qty_refunded,
    qty_shipped: item.qty_shipped, quote_item_id: 5000 + item.item_id, row_weight: 0, sku: item.sku, store_id: order.store_id, tax_percent: item.tax_percent,
    ...(parent ? { parent_item: itemOf(order, parent, false) } : {}),
  };
}

const addressOf = (order: SimOrder, address: SimAddress, type: 'billing' | 'shipping'): Printed =>
  ({ ...address, address_type: type, entity_id: order.entity_id * 2 + (type === 'billing' ? 1 : 0), parent_id: order.entity_id });

/** The whole order document. */
export function printOrder(order: SimOrder): Printed {
  const priced = order.items.filter((item) => !item.dummy);
  const sum = (field: 'row_total' | 'row_total_incl_tax' | 'discount_amount' | 'tax_amount' | 'discount_tax_compensation_amount' | 'row_invoiced' | 'amount_refunded'): number => priced.reduce((total, item) => total + item[field], 0);
  const items = order.items.map((item) => itemOf(order, item, true));
  const shippingTotals = amounts(order, {
    shipping_amount: order.shipping_amount, shipping_discount_amount: 0, shipping_discount_tax_compensation_amount: 0, shipping_incl_tax: order.shipping_incl_tax, shipping_tax_amount: order.shipping_tax_amount,
    shipping_invoiced: order.shipping_invoiced, shipping_refunded: order.shipping_refunded, shipping_tax_refunded: order.shipping_tax_refunded,
  });
  const rate = `NL-*-Rate ${priced[0]?.tax_percent ?? 0}`;
  const applied = (percent: number, amount: number): Printed[] => (amount === 0 ? [] : [{ code: rate, title: 'BTW', percent, ...amounts(order, { amount }) }]);
  const { relation } = order;
  const text = (name: string, value: string | number | null): Printed => (value === null ? {} : { [name]: value });
  return {
    ...amounts(order, {
      discount_amount: sum('discount_amount') === 0 ? 0 : -sum('discount_amount'), grand_total: order.grand_total, discount_tax_compensation_amount: sum('discount_tax_compensation_amount'),
      subtotal: sum('row_total'), subtotal_incl_tax: sum('row_total_incl_tax'), tax_amount: sum('tax_amount') + order.shipping_tax_amount,
      total_due: order.grand_total - order.total_paid, total_paid: order.total_paid, total_invoiced: order.total_invoiced, total_refunded: order.total_refunded,
      total_canceled: order.total_canceled, subtotal_invoiced: sum('row_invoiced'), subtotal_refunded: sum('amount_refunded'),
    }),
    ...shippingTotals,
    base_currency_code: order.baseCurrency, global_currency_code: order.baseCurrency, order_currency_code: order.currency, store_currency_code: order.baseCurrency,
    base_to_global_rate: 1, base_to_order_rate: 1_000_000 / order.baseRate, store_to_base_rate: 0, store_to_order_rate: 0,
    created_at: order.created_at, updated_at: order.updated_at,
    customer_email: order.customer.email, customer_firstname: order.customer.firstname, customer_lastname: order.customer.lastname, customer_group_id: order.customer.id === null ? 0 : 1,
    ...text('customer_id', order.customer.id), customer_is_guest: order.customer.id === null ? 1 : 0, customer_note_notify: 1,
    entity_id: order.entity_id, increment_id: order.increment_id, is_virtual: order.shipping === null ? 1 : 0, quote_id: order.entity_id, protect_code: `sim${order.entity_id}`,
    state: order.state, status: order.status, store_id: order.store_id, store_name: 'Hoofdwebsite\nHoofdwinkel\nNederlands', ...text('shipping_description', order.shipping_description),
    ...text('hold_before_state', order.hold_before_state),
    ...text('relation_parent_id', relation.parent_id), ...text('relation_parent_real_id', relation.parent_real_id), ...text('relation_child_id', relation.child_id), ...text('relation_child_real_id', relation.child_real_id),
    ...text('original_increment_id', relation.original), ...text('edit_increment', relation.edit_increment),
    total_item_count: order.items.filter((item) => item.parent_item_id === null).length, total_qty_ordered: order.items.filter((item) => item.parent_item_id === null).reduce((total, item) => total + item.qty_ordered, 0), weight: 0,
    items,
    billing_address: addressOf(order, order.billing, 'billing'),
    payment: {
      account_status: '', additional_information: [order.payment.method], cc_last4: '', entity_id: order.entity_id, method: order.payment.method, parent_id: order.entity_id,
      ...amounts(order, {
        amount_ordered: order.grand_total, shipping_amount: order.shipping_amount, ...(order.payment.amount_authorized === null ? {} : { amount_authorized: order.payment.amount_authorized }),
        ...(order.total_paid === 0 ? {} : { amount_paid: order.total_paid }), ...(order.total_refunded === 0 ? {} : { amount_refunded: order.total_refunded }),
      }),
    },
    status_histories: order.histories.map((history) => ({ ...history, entity_name: 'order', parent_id: order.entity_id })),
    extension_attributes: {
      shipping_assignments: order.shipping === null ? [] : [{ shipping: { address: addressOf(order, order.shipping, 'shipping'), method: order.shipping_method, total: shippingTotals }, items, stock_id: 1 }],
      applied_taxes: applied(priced[0]?.tax_percent ?? 0, sum('tax_amount') + order.shipping_tax_amount),
      item_applied_taxes: [
        ...priced.filter((item) => item.tax_amount !== 0).map((item) => ({ type: 'product', item_id: item.item_id, applied_taxes: applied(item.tax_percent, item.tax_amount) })),
        ...(order.shipping_tax_amount === 0 ? [] : [{ type: 'shipping', applied_taxes: applied(order.shipping_tax_percent, order.shipping_tax_amount) }]),
      ],
      ...(order.pickup_location_code === null ? {} : { pickup_location_code: order.pickup_location_code, notification_sent: order.notification_sent ? 1 : 0, send_notification: 1 }),
    },
  };
}

const number = (id: number): string => String(id).padStart(9, '0');

export const printShipment = (order: SimOrder, shipment: SimShipment): Printed => ({
  entity_id: shipment.entity_id, increment_id: number(shipment.entity_id), order_id: shipment.order_id, created_at: shipment.created_at, updated_at: shipment.created_at, store_id: order.store_id,
  total_qty: shipment.items.reduce((sum, item) => sum + item.qty, 0), packages: [],
  items: shipment.items.map((item, index) => ({ ...item, entity_id: shipment.entity_id * 100 + index, parent_id: shipment.entity_id })),
  tracks: shipment.tracks.map((track) => ({ ...track, order_id: shipment.order_id, parent_id: shipment.entity_id, weight: 0, qty: 0, description: '', created_at: shipment.created_at, updated_at: shipment.created_at })),
  comments: shipment.comments, extension_attributes: { source_code: shipment.source_code },
});

export const printInvoice = (order: SimOrder, invoice: SimInvoice): Printed => ({
  entity_id: invoice.entity_id, increment_id: number(invoice.entity_id), order_id: invoice.order_id, created_at: invoice.created_at, updated_at: invoice.created_at, state: invoice.state, store_id: order.store_id,
  order_currency_code: order.currency, base_currency_code: order.baseCurrency, total_qty: invoice.items.reduce((sum, item) => sum + item.qty, 0),
  ...amounts(order, { grand_total: invoice.grand_total, shipping_amount: invoice.shipping_amount, shipping_tax_amount: invoice.shipping_tax_amount }),
  items: invoice.items.map((item, index) => ({ entity_id: invoice.entity_id * 100 + index, parent_id: invoice.entity_id, order_item_id: item.order_item_id, qty: item.qty, sku: item.sku, name: item.name, ...amounts(order, { row_total: item.row_total, tax_amount: item.tax_amount }) })),
  comments: invoice.comments,
});

export const printMemo = (order: SimOrder, memo: SimMemo): Printed => ({
  entity_id: memo.entity_id, increment_id: number(memo.entity_id), order_id: memo.order_id, ...(memo.invoice_id === null ? {} : { invoice_id: memo.invoice_id }), created_at: memo.created_at, updated_at: memo.created_at, state: 2, store_id: order.store_id,
  order_currency_code: order.currency, base_currency_code: order.baseCurrency,
  ...amounts(order, { grand_total: memo.grand_total, shipping_amount: memo.shipping_amount, shipping_tax_amount: memo.shipping_tax_amount, adjustment_positive: memo.adjustment_positive, adjustment_negative: memo.adjustment_negative, adjustment: memo.adjustment_positive - memo.adjustment_negative }),
  items: memo.items.map((item, index) => ({
    entity_id: memo.entity_id * 100 + index, parent_id: memo.entity_id, order_item_id: item.order_item_id, qty: item.qty, sku: item.sku, name: item.name, base_cost: 0,
    ...amounts(order, { price: Math.round(item.row_total / Math.max(1, item.qty)), row_total: item.row_total, tax_amount: item.tax_amount, discount_amount: item.discount_amount }),
  })),
  comments: memo.comments,
});
