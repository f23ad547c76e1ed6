/** Writes the simulated shop's state as the documents of the Admin REST API, whole and in the vendor's own forms. */
import { formatMinor } from '../../../kernel/money.ts';
import { figuresOf, fulfillableOf, fulfilledOf, lineTax, removedOf, shippingFigures } from './figures.ts';
import type { SimAddress, SimFulfillment, SimFulfillmentOrder, SimLine, SimLocation, SimOrder, SimRefund, SimTransaction } from './state.ts';

const gid = (kind: string, id: number): string => `gid://shopify/${kind}/${id}`;

/** The money forms of one order: plain text, and the set of shop and presentment money. */
function forms(order: SimOrder) {
  const text = (amount: number): string => formatMinor(amount, order.currency);
  const money = (amount: number) => ({ amount: text(amount), currency_code: order.currency });
  const set = (amount: number) => ({ shop_money: money(amount), presentment_money: money(amount) });
  return { text, set };
}

const rateOf = (millionths: number): number => Number((millionths / 1_000_000).toFixed(6));
const rateName = (millionths: number): string => `BTW ${Number((millionths / 10_000).toFixed(2))}%`;

function taxLines(order: SimOrder, amount: number, rate: number) {
  if (rate === 0) return [];
  const { text, set } = forms(order);
  return [{ channel_liable: false, price: text(amount), price_set: set(amount), rate: rateOf(rate), title: rateName(rate) }];
}

/** The order's taxes, summed per rate over lines and shipping. */
function orderTaxLines(order: SimOrder) {
  const perRate = new Map<number, number>();
  for (const line of order.lines) if (!line.giftCard) perRate.set(line.taxRate, (perRate.get(line.taxRate) ?? 0) + lineTax(order, line));
  if (order.shipping) perRate.set(order.shipping.taxRate, (perRate.get(order.shipping.taxRate) ?? 0) + shippingFigures(order).tax);
  return [...perRate].flatMap(([rate, amount]) => taxLines(order, amount, rate));
}

export function renderLine(order: SimOrder, line: SimLine) {
  const { text, set } = forms(order);
  const left = fulfillableOf(order, line.id);
  const shipped = fulfilledOf(order, line.id);
  return {
    id: line.id, admin_graphql_api_id: gid('LineItem', line.id), attributed_staffs: [],
    current_quantity: line.quantity - removedOf(order, line.id), fulfillable_quantity: left, fulfillment_service: 'manual',
    fulfillment_status: shipped === 0 ? null : left === 0 ? 'fulfilled' : 'partial',
    gift_card: line.giftCard, grams: 0, name: line.title, price: text(line.price), price_set: set(line.price), product_exists: line.variantId !== null,
    product_id: line.variantId === null ? null : line.variantId - 1, properties: line.properties, quantity: line.quantity, requires_shipping: line.requiresShipping,
    sku: line.sku, taxable: !line.giftCard, title: line.title, total_discount: text(0), total_discount_set: set(0), variant_id: line.variantId,
    variant_inventory_management: line.inventoryItemId === null ? null : 'shopify', variant_title: null, vendor: null,
    tax_lines: line.giftCard ? [] : taxLines(order, lineTax(order, line), line.taxRate), duties: [],
    discount_allocations: line.discount === 0 ? [] : [{ amount: text(line.discount), amount_set: set(line.discount), discount_application_index: 0 }],
  };
}

const renderAddress = (address: SimAddress | null) => (address === null ? null : {
  company: null, address2: null, phone: null, province: null, province_code: null, latitude: null, longitude: null, country: address.country_code,
  ...address, name: `${address.first_name} ${address.last_name}`.trim(),
});

export function renderTransaction(order: SimOrder, one: SimTransaction) {
  const { text } = forms(order);
  return {
    id: one.id, admin_graphql_api_id: gid('OrderTransaction', one.id), order_id: order.id, kind: one.kind, gateway: one.gateway, status: 'success', message: 'Simulated: success',
    created_at: one.at, processed_at: one.at, test: order.test, authorization: one.kind === 'authorization' ? `auth-${one.id}` : null, location_id: null, user_id: null, parent_id: one.parentId,
    device_id: null, error_code: null, source_name: order.source, receipt: {}, currency_exchange_adjustment: null, amount: text(one.amount), currency: order.currency,
    ...(one.kind === 'authorization' ? { authorization_expires_at: new Date(Date.parse(one.at) + 7 * 24 * 3600 * 1000).toISOString() } : {}),
    payment_id: `c${order.id}.${one.id}`, manual_payment_gateway: one.gateway === 'manual', amount_rounding: null,
  };
}

export function renderRefund(order: SimOrder, refund: SimRefund) {
  const { text, set } = forms(order);
  const adjustment = (kind: string, reason: string, amount: number, tax: number, index: number) => ({
    id: refund.id * 10 + index, order_id: order.id, refund_id: refund.id, amount: text(-amount), amount_set: set(-amount), tax_amount: text(-tax), tax_amount_set: set(-tax), kind, reason,
  });
  return {
    id: refund.id, admin_graphql_api_id: gid('Refund', refund.id), created_at: refund.at, processed_at: refund.at, note: refund.note, order_id: order.id, user_id: null,
    restock: refund.lines.some(({ restockType }) => restockType !== 'no_restock'), duties: [], additional_fees: [], return: null,
    order_adjustments: [
      ...(refund.shipping === 0 ? [] : [adjustment('shipping_refund', 'Shipping refund', refund.shipping, refund.shippingTax, 1)]),
      ...(refund.discrepancy === 0 ? [] : [adjustment('refund_discrepancy', 'Refund discrepancy', refund.discrepancy, 0, 2)]),
    ],
    transactions: order.transactions.filter(({ id }) => refund.transactionIds.includes(id)).map((one) => renderTransaction(order, one)),
    refund_shipping_lines: refund.shipping === 0 || !order.shipping ? [] : [{ id: refund.id * 10, shipping_line_id: order.shipping.id, subtotal_amount_set: set(refund.shipping) }],
    refund_line_items: refund.lines.map((line) => ({
      id: line.id, line_item_id: line.lineId, location_id: line.locationId, quantity: line.quantity, restock_type: line.restockType,
      subtotal: Number(text(line.subtotal)), subtotal_set: set(line.subtotal), total_tax: Number(text(line.tax)), total_tax_set: set(line.tax),
    })),
  };
}

export function renderFulfillment(order: SimOrder, one: SimFulfillment) {
  return {
    id: one.id, admin_graphql_api_id: gid('Fulfillment', one.id), created_at: one.at, updated_at: one.at, location_id: one.locationId, name: `#${order.number}.${order.fulfillments.indexOf(one) + 1}`,
    order_id: order.id, origin_address: null, receipt: {}, service: 'manual', shipment_status: null, status: one.status, tracking_company: one.company,
    tracking_number: one.number, tracking_numbers: one.number === null ? [] : [one.number], tracking_url: one.url, tracking_urls: one.url === null ? [] : [one.url],
    line_items: one.lines.flatMap(({ lineId, quantity }) => order.lines.filter(({ id }) => id === lineId).map((line) => ({ ...renderLine(order, line), quantity }))),
  };
}

export function renderFulfillmentOrder(order: SimOrder, one: SimFulfillmentOrder, locations: readonly SimLocation[]) {
  const actions = { open: ['create_fulfillment', 'move', 'hold'], on_hold: ['release_hold'], closed: [], cancelled: [] }[one.status];
  return {
    id: one.id, shop_id: 1, order_id: order.id, assigned_location_id: one.locationId, request_status: one.status === 'closed' ? 'closed' : 'unsubmitted', status: one.status,
    fulfill_at: null, fulfill_by: null, supported_actions: actions, created_at: order.at, updated_at: order.updatedAt, destination: renderAddress(order.shippingAddress),
    line_items: one.lines.map((line) => ({ id: line.id, shop_id: 1, fulfillment_order_id: one.id, quantity: line.quantity, line_item_id: line.lineId, fulfillable_quantity: line.fulfillable, variant_id: order.lines.find(({ id }) => id === line.lineId)?.variantId ?? null })),
    international_duties: null, fulfillment_holds: one.hold ? [{ reason: one.hold.reason, reason_notes: one.hold.notes }] : [], delivery_method: null, merchant_requests: [],
    assigned_location: { location_id: one.locationId, name: locations.find(({ id }) => id === one.locationId)?.name ?? null },
  };
}

/** The whole order, as GET /orders/{id} and the orders/* webhooks give it. */
export function renderOrder(order: SimOrder) {
  const { text, set } = forms(order);
  const figures = figuresOf(order);
  const shipping = shippingFigures(order);
  const both = (name: string, amount: number) => ({ [name]: text(amount), [`${name}_set`]: set(amount) });
  return {
    id: order.id, admin_graphql_api_id: gid('Order', order.id), app_id: 580111, buyer_accepts_marketing: false, cancel_reason: order.cancelReason, cancelled_at: order.cancelledAt,
    closed_at: null, confirmed: true, contact_email: order.email, created_at: order.at, processed_at: order.at, updated_at: order.updatedAt, currency: order.currency, presentment_currency: order.currency,
    ...both('current_total_price', figures.current), ...both('total_price', figures.total), ...both('subtotal_price', figures.subtotal), ...both('total_line_items_price', figures.gross),
    ...both('total_discounts', figures.discounts), ...both('total_tax', figures.tax), total_shipping_price_set: set(shipping.net), total_outstanding: text(figures.outstanding), total_tip_received: text(0),
    customer_locale: order.locale, discount_codes: order.discountCode === null ? [] : [{ code: order.discountCode, amount: text(figures.discounts), type: 'fixed_amount' }],
    discount_applications: figures.discounts === 0 ? [] : [{ target_type: 'line_item', type: 'discount_code', value: text(figures.discounts), value_type: 'fixed_amount', allocation_method: 'across', target_selection: 'all', code: order.discountCode }],
    duties_included: false, email: order.email, estimated_taxes: false, financial_status: figures.financial, fulfillment_status: figures.fulfilment, location_id: order.locationId, name: `#${order.number}`,
    note: order.note, note_attributes: [], number: order.number - 1000, order_number: order.number, original_total_additional_fees_set: null, original_total_duties_set: null, payment_gateway_names: order.gateways,
    payment_terms: null, phone: order.phone, source_name: order.source, tags: order.tags, tax_exempt: false, tax_lines: orderTaxLines(order), taxes_included: order.taxesIncluded, test: order.test, total_weight: 0, user_id: null,
    billing_address: renderAddress(order.billingAddress), shipping_address: renderAddress(order.shippingAddress),
    customer: { id: order.customerId, email: order.email, first_name: order.billingAddress?.first_name ?? null, last_name: order.billingAddress?.last_name ?? null, phone: order.phone, state: 'disabled' },
    fulfillments: order.fulfillments.map((one) => renderFulfillment(order, one)), line_items: order.lines.map((line) => renderLine(order, line)), refunds: order.refunds.map((refund) => renderRefund(order, refund)), returns: [],
    shipping_lines: order.shipping === null ? [] : [{
      id: order.shipping.id, carrier_identifier: null, code: order.shipping.code, title: order.shipping.title, source: 'shopify', phone: null, is_removed: false, requested_fulfillment_service_id: null,
      price: text(order.shipping.price), price_set: set(order.shipping.price), discounted_price: text(shipping.net), discounted_price_set: set(shipping.net),
      tax_lines: taxLines(order, shipping.tax, order.shipping.taxRate),
      discount_allocations: order.shipping.discount === 0 ? [] : [{ amount: text(order.shipping.discount), amount_set: set(order.shipping.discount), discount_application_index: 0 }],
    }],
  };
}
