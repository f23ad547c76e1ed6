/** What the simulator does with an order: ship, invoice, refund, cancel and hold, with Magento's rules and refusals. */
import { z } from 'zod';
import { formatMinor, parseMinor } from '../../kernel/money.ts';
import { documentRefusal, VendorRefusal } from './simulator-refusal.ts';
import type { SimComment, SimInvoice, SimItem, SimMemo, SimOrder, SimShipment, SimStore } from './simulator-store.ts';

const Items = z.array(z.looseObject({ order_item_id: z.coerce.number().int(), qty: z.number().min(0) })).default([]);
const Comment = z.looseObject({ comment: z.string(), is_visible_on_front: z.number() }).nullish();

export const ShipBody = z.looseObject({
  items: Items, notify: z.boolean().default(false), appendComment: z.boolean().default(false), comment: Comment,
  tracks: z.array(z.looseObject({ track_number: z.string().min(1), title: z.string().min(1), carrier_code: z.string().min(1) })).default([]),
  arguments: z.looseObject({ extension_attributes: z.looseObject({ source_code: z.string().nullish() }).nullish() }).nullish(),
});
export const InvoiceBody = z.looseObject({ capture: z.boolean().default(false), items: Items, notify: z.boolean().default(false), comment: Comment });
export const RefundBody = z.looseObject({
  items: Items, isOnline: z.boolean().default(false), notify: z.boolean().default(false), comment: Comment,
  arguments: z.looseObject({ shipping_amount: z.number().nullish(), adjustment_positive: z.number().nullish(), adjustment_negative: z.number().nullish() }).nullish(),
});

export const toShip = (item: SimItem): number => (item.shipDummy || item.is_virtual ? 0 : Math.max(0, item.qty_ordered - item.qty_shipped - item.qty_refunded - item.qty_canceled));
export const toInvoice = (item: SimItem): number => (item.dummy ? 0 : Math.max(0, item.qty_ordered - item.qty_invoiced - item.qty_canceled));
export const toRefund = (item: SimItem): number => (item.dummy ? 0 : Math.max(0, item.qty_invoiced - item.qty_refunded));

const BLOCKED = new Set(['holded', 'payment_review', 'canceled', 'closed']);

function comments(store: SimStore, given: z.infer<typeof Comment>, parent: number, now: string): SimComment[] {
  return given ? [{ entity_id: store.nextId('comment'), comment: given.comment, created_at: now, is_customer_notified: 0, is_visible_on_front: given.is_visible_on_front, parent_id: parent }] : [];
}

/** Complete and closed follow from the quantities, as Magento's state check does it. */
function settleState(order: SimOrder): void {
  const open = order.items.some((item) => toInvoice(item) > 0);
  const shippable = order.items.some((item) => toShip(item) > 0);
  const refundable = order.items.some((item) => toRefund(item) > 0) && order.total_refunded < order.total_paid;
  if (order.state === 'new') order.state = 'processing';
  if (!open && !shippable && order.state === 'processing') order.state = 'complete';
  if (!open && !shippable && !refundable && order.total_refunded > 0) order.state = 'closed';
  order.status = order.state;
}

function touch(store: SimStore, order: SimOrder, now: string): void {
  order.updated_at = now;
  store.saveOrder(order);
}

/** The SKUs that leave the shelf for an item: its children's, or its own. */
function physical(order: SimOrder, item: SimItem, qty: number): { sku: string; qty: number }[] {
  const children = order.items.filter((child) => child.parent_item_id === item.item_id);
  return children.length === 0 ? [{ sku: item.sku, qty }] : children.map((child) => ({ sku: child.sku, qty: (qty * child.qty_ordered) / item.qty_ordered }));
}

/** Makes a shipment; without items, of everything. Stock leaves the source that is named. */
export function ship(store: SimStore, order: SimOrder, raw: z.infer<typeof ShipBody>, now: string): SimShipment {
  const faults: string[] = [];
  if (BLOCKED.has(order.state) || order.state === 'complete') faults.push(`A shipment cannot be created when an order has a status of ${order.status}`);
  const wanted = raw.items.length > 0 ? raw.items : order.items.filter((item) => toShip(item) > 0).map((item) => ({ order_item_id: item.item_id, qty: toShip(item) }));
  let total = 0;
  for (const line of wanted) {
    const item = order.items.find((candidate) => candidate.item_id === line.order_item_id);
    if (!item) faults.push(`The order has no item "${line.order_item_id}".`);
    else if (item.shipDummy || item.is_virtual) continue;
    else if (line.qty > toShip(item)) faults.push(`An invalid quantity to ship was found for item "${item.name}".`);
    else total += line.qty;
  }
  if (total <= 0) faults.push('A shipment cannot be created without products.');
  const source = raw.arguments?.extension_attributes?.source_code ?? order.pickup_location_code ?? 'default';
  if (!store.hasSource(source)) faults.push(`Source "${source}" does not exist.`);
  if (faults.length > 0) throw documentRefusal('Shipment', faults);
  const shipment: SimShipment = {
    entity_id: store.nextId('shipment'), order_id: order.entity_id, created_at: now, source_code: source, items: [], comments: [], notified: raw.notify,
    tracks: raw.tracks.map(({ track_number, title, carrier_code }) => ({ entity_id: store.nextId('track'), track_number, title, carrier_code })),
  };
  for (const line of wanted) {
    const item = order.items.find((candidate) => candidate.item_id === line.order_item_id);
    if (!item || item.shipDummy || item.is_virtual || line.qty === 0) continue;
    item.qty_shipped += line.qty;
    shipment.items.push({ order_item_id: item.item_id, qty: line.qty, sku: item.sku, name: item.name });
    for (const part of physical(order, item, line.qty)) {
      const row = store.sourceItems().find((candidate) => candidate.sku === part.sku && candidate.source_code === source);
      if (row) store.saveSourceItem({ ...row, quantity: row.quantity - part.qty });
    }
  }
  shipment.comments = comments(store, raw.comment, shipment.entity_id, now);
  store.saveDocument('shipments', shipment);
  settleState(order);
  touch(store, order, now);
  return shipment;
}

const portion = (left: number, units: number, of: number): number => (units >= of ? left : Math.sign(left) * Math.round((Math.abs(left) * units) / of));

/** Makes an invoice; without items, of everything not yet invoiced. The first one carries all shipping. */
export function invoice(store: SimStore, order: SimOrder, raw: z.infer<typeof InvoiceBody>, now: string): SimInvoice {
  const faults: string[] = [];
  if (BLOCKED.has(order.state) || order.state === 'complete') faults.push(`An invoice cannot be created when an order has a status of ${order.status}`);
  const wanted = raw.items.length > 0 ? raw.items : order.items.filter((item) => toInvoice(item) > 0).map((item) => ({ order_item_id: item.item_id, qty: toInvoice(item) }));
  let total = 0;
  for (const line of wanted) {
    const item = order.items.find((candidate) => candidate.item_id === line.order_item_id);
    if (!item) faults.push(`The invoice contains an item (${line.order_item_id}) that is not part of the original order.`);
    else if (!item.dummy && line.qty > toInvoice(item)) faults.push(`The quantity to invoice must not be greater than the uninvoiced quantity for product SKU "${item.sku}".`);
    else if (!item.dummy) total += line.qty;
  }
  if (total <= 0) faults.push('An invoice cannot be created without products.');
  if (faults.length > 0) throw documentRefusal('Invoice', faults);
  const first = order.shipping_invoiced === 0 && order.shipping_amount > 0 && order.total_invoiced === 0;
  const made: SimInvoice = {
    entity_id: store.nextId('invoice'), order_id: order.entity_id, created_at: now, state: 2, items: [], comments: [],
    shipping_amount: first ? order.shipping_amount : 0, shipping_tax_amount: first ? order.shipping_tax_amount : 0, grand_total: first ? order.shipping_amount + order.shipping_tax_amount : 0,
  };
  for (const line of wanted) {
    const item = order.items.find((candidate) => candidate.item_id === line.order_item_id);
    if (!item || item.dummy || line.qty === 0) continue;
    const of = item.qty_ordered - item.qty_invoiced;
    const row = portion(item.row_total - item.row_invoiced, line.qty, of);
    const discount = portion(item.discount_amount - item.discount_invoiced, line.qty, of);
    const tax = portion(item.tax_amount - item.tax_invoiced, line.qty, of);
    const compensation = portion(item.discount_tax_compensation_amount - item.discount_tax_compensation_invoiced, line.qty, of);
    item.qty_invoiced += line.qty;
    item.row_invoiced += row;
    item.discount_invoiced += discount;
    item.tax_invoiced += tax;
    item.discount_tax_compensation_invoiced += compensation;
    for (const child of order.items) if (child.parent_item_id === item.item_id) child.qty_invoiced += (line.qty * child.qty_ordered) / item.qty_ordered;
    made.items.push({ order_item_id: item.item_id, qty: line.qty, sku: item.sku, name: item.name, row_total: row, tax_amount: tax });
    made.grand_total += row - discount + tax + compensation;
  }
  order.shipping_invoiced += made.shipping_amount;
  order.total_invoiced += made.grand_total;
  order.total_paid += made.grand_total;
  made.comments = comments(store, raw.comment, made.entity_id, now);
  store.saveDocument('invoices', made);
  settleState(order);
  touch(store, order, now);
  return made;
}

const baseToOrder = (order: SimOrder, amount: number): number => Math.round((parseMinor(amount, order.baseCurrency, 'half-up') * 1_000_000) / order.baseRate);

/**
 * Makes a credit memo of the order (offline) or against an invoice. Without items it takes everything, and without a shipping amount
 * all shipping that is left: exactly the traps of the real one.
 */
export function refund(store: SimStore, order: SimOrder, against: SimInvoice | null, raw: z.infer<typeof RefundBody>, now: string): SimMemo {
  const faults: string[] = [];
  if (['holded', 'payment_review', 'canceled', 'closed'].includes(order.state) || order.total_paid <= order.total_refunded) faults.push(`A creditmemo can not be created when an order has a status of ${order.status}`);
  const all = raw.items.length === 0;
  const earlier = store.documents('creditmemos').filter((memo) => against !== null && memo.invoice_id === against.entity_id);
  const limit = (item: SimItem): number => (against === null ? Number.POSITIVE_INFINITY : (against.items.find((line) => line.order_item_id === item.item_id)?.qty ?? 0) - earlier.flatMap((memo) => memo.items).filter((line) => line.order_item_id === item.item_id).reduce((sum, line) => sum + line.qty, 0));
  const wanted = all ? order.items.map((item) => ({ order_item_id: item.item_id, qty: Math.min(toRefund(item), limit(item)) })).filter((line) => line.qty > 0) : raw.items;
  let total = 0;
  for (const line of wanted) {
    const item = order.items.find((candidate) => candidate.item_id === line.order_item_id);
    if (!item) faults.push(`The creditmemo contains an item (${line.order_item_id}) that is not part of the original order.`);
    else if (!item.dummy && line.qty > Math.min(toRefund(item), limit(item))) faults.push(`The quantity to creditmemo must not be greater than the unrefunded quantity for product SKU "${item.sku}".`);
    else total += line.qty;
  }
  const shippingLeft = order.shipping_amount - order.shipping_refunded;
  const given = raw.arguments?.shipping_amount;
  const shipping = given === null || given === undefined ? shippingLeft : baseToOrder(order, given);
  if (shipping > shippingLeft) throw new VendorRefusal(400, 'Maximum shipping amount allowed to refund is: %1', [formatMinor(shippingLeft, order.currency)]);
  const shippingTax = shipping === shippingLeft ? order.shipping_tax_amount - order.shipping_tax_refunded : portion(order.shipping_tax_amount, shipping, order.shipping_amount);
  const memo: SimMemo = {
    entity_id: 0, order_id: order.entity_id, invoice_id: against?.entity_id ?? null, online: raw.isOnline, created_at: now, items: [], comments: [],
    shipping_amount: shipping, shipping_tax_amount: shippingTax, grand_total: shipping + shippingTax,
    adjustment_positive: baseToOrder(order, raw.arguments?.adjustment_positive ?? 0), adjustment_negative: baseToOrder(order, raw.arguments?.adjustment_negative ?? 0),
  };
  const shares = wanted.flatMap((line) => {
    const item = order.items.find((candidate) => candidate.item_id === line.order_item_id);
    if (!item || item.dummy || line.qty === 0) return [];
    const of = toRefund(item);
    return [{
      item, qty: line.qty,
      row: portion(item.row_invoiced - item.amount_refunded, line.qty, of), discount: portion(item.discount_invoiced - item.discount_refunded, line.qty, of),
      tax: portion(item.tax_invoiced - item.tax_refunded, line.qty, of), compensation: portion(item.discount_tax_compensation_invoiced - item.discount_tax_compensation_refunded, line.qty, of),
    }];
  });
  memo.grand_total += shares.reduce((sum, share) => sum + share.row - share.discount + share.tax + share.compensation, 0) + memo.adjustment_positive - memo.adjustment_negative;
  if (faults.length === 0 && memo.grand_total <= 0) faults.push("The credit memo's total must be positive.");
  else if (total <= 0 && shippingLeft === 0) faults.push('A creditmemo cannot be created without products.');
  if (order.total_refunded + memo.grand_total > order.total_paid) faults.push(`The most money available to refund is ${formatMinor(order.total_paid - order.total_refunded, order.currency)}.`);
  if (faults.length > 0) throw documentRefusal('Creditmemo', faults);
  memo.entity_id = store.nextId('creditmemo');
  for (const { item, qty, row, discount, tax, compensation } of shares) {
    item.qty_refunded += qty;
    item.amount_refunded += row;
    item.discount_refunded += discount;
    item.tax_refunded += tax;
    item.discount_tax_compensation_refunded += compensation;
    for (const child of order.items) if (child.parent_item_id === item.item_id) child.qty_refunded += (qty * child.qty_ordered) / item.qty_ordered;
    memo.items.push({ order_item_id: item.item_id, qty, sku: item.sku, name: item.name, row_total: row, tax_amount: tax, discount_amount: discount });
  }
  order.shipping_refunded += shipping;
  order.shipping_tax_refunded += shippingTax;
  order.total_refunded += memo.grand_total;
  memo.comments = comments(store, raw.comment, memo.entity_id, now);
  store.saveDocument('creditmemos', memo);
  settleState(order);
  touch(store, order, now);
  return memo;
}

/** Cancels what is neither invoiced nor shipped. False, and nothing done, when the order may not be cancelled. */
export function cancel(store: SimStore, order: SimOrder, now: string): boolean {
  if (BLOCKED.has(order.state) || order.state === 'complete' || order.items.every((item) => toInvoice(item) === 0)) return false;
  const invoiced = order.items.some((item) => toRefund(item) > 0);
  let unshippedInvoiced = false;
  for (const item of order.items) {
    if (item.dummy) continue;
    const unshipped = item.is_virtual ? toInvoice(item) : Math.max(0, item.qty_ordered - item.qty_shipped - item.qty_refunded - item.qty_canceled);
    const units = Math.min(toInvoice(item), unshipped);
    if (item.qty_invoiced > item.qty_shipped && !item.is_virtual) unshippedInvoiced = true;
    item.qty_canceled += units;
  }
  order.total_canceled = order.grand_total - order.total_invoiced;
  order.state = !invoiced ? 'canceled' : unshippedInvoiced ? 'processing' : 'complete';
  order.status = order.state;
  touch(store, order, now);
  return true;
}

/** Puts on hold, remembering the state to go back to. */
export function hold(store: SimStore, order: SimOrder, now: string): void {
  if (BLOCKED.has(order.state) || order.state === 'complete') throw new VendorRefusal(400, 'A hold action is not available.');
  order.hold_before_state = order.state;
  order.state = 'holded';
  order.status = 'holded';
  touch(store, order, now);
}

export function unhold(store: SimStore, order: SimOrder, now: string): void {
  if (order.state !== 'holded') throw new VendorRefusal(400, 'You cannot remove the hold.');
  order.state = order.hold_before_state ?? 'processing';
  order.status = order.state;
  order.hold_before_state = null;
  touch(store, order, now);
}
