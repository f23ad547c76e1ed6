/** A Magento shop on its own port: the orders, documents and stock calls that Spil uses, refused and answered as Magento does. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { createSimulator } from '../simulation/kit.ts';
import type { Simulator } from '../simulation/kit.ts';
import { InvoiceBody, RefundBody, ShipBody, cancel, hold, invoice, refund, ship, toShip, unhold } from './simulator-documents.ts';
import { OrderWish, placeOrder, wishOfEdit } from './simulator-orders.ts';
import { printInvoice, printMemo, printOrder, printShipment } from './simulator-print.ts';
import { ValidationRefusal, VendorRefusal } from './simulator-refusal.ts';
import { readCriteria, searched } from './simulator-search.ts';
import { createStore } from './simulator-store.ts';
import type { DocumentKind, SimInvoice, SimOrder } from './simulator-store.ts';

export interface MagentoSimulatorOptions {
  /** SQLite file of its own; `:memory:` for tests. */
  storage: string;
  /** The bearer token that it takes. */
  token: string;
  now?: () => Date;
}

const SourceItems = z.looseObject({ sourceItems: z.array(z.looseObject({ sku: z.string().min(1), source_code: z.string().min(1), quantity: z.number(), status: z.number().int() })).min(1) });
const StatusHistory = z.looseObject({ statusHistory: z.looseObject({ comment: z.string(), is_customer_notified: z.number(), is_visible_on_front: z.number(), status: z.string().nullish() }) });

/** Refuses a body that does not fit the described type, naming the first field at fault. */
function checked<Shape extends z.ZodType>(shape: Shape, body: unknown): z.infer<Shape> {
  const parsed = shape.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw new VendorRefusal(400, issue?.code === 'invalid_type' && issue.message.includes('undefined') ? '"%fieldName" is required. Enter and try again.' : 'The "%fieldName" value has an invalid type: %reason.', { fieldName: field, reason: issue?.message ?? '' });
}

/**
 * Operations for faults: orders.list, orders.get, orders.cancel, orders.hold, orders.unhold, orders.comments, order.ship, order.invoice,
 * order.refund, invoice.refund, invoice.capture, shipments.list, invoices.list, creditmemos.list, creditmemo.get, source-items.list,
 * source-items.save, salable, notify-ready.
 */
export function createMagentoSimulator({ storage, token, now: clock }: MagentoSimulatorOptions): Simulator {
  const simulator = createSimulator({ name: 'magento', storage, ...(clock ? { now: clock } : {}) });
  const { app } = simulator;
  const store = createStore(simulator.store);
  const now = (): string => simulator.now().toISOString().slice(0, 19).replace('T', ' ');

  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, parsed) => {
    try {
      parsed(null, body === '' ? undefined : JSON.parse(String(body)));
    } catch {
      parsed(new VendorRefusal(400, 'Decoding error: the request body is not JSON.'));
    }
  });
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof VendorRefusal) return reply.code(error.statusCode).send(error.body);
    return reply.code(500).send({ message: 'Internal Error. Details are available in Magento log file.' });
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ message: 'Request does not match any route.' }));
  app.addHook('onRequest', (request, _reply, next) => {
    const allowed = !request.url.startsWith('/rest/') || request.headers.authorization === `Bearer ${token}`;
    next(allowed ? undefined : new VendorRefusal(401, "The consumer isn't authorized to access %resources.", { resources: 'Magento_Sales::sales' }));
  });

  const orderOf = (id: unknown): SimOrder => {
    const order = /^\d+$/.test(String(id)) ? store.order(Number(id)) : null;
    if (!order) throw new VendorRefusal(404, "The entity that was requested doesn't exist. Verify the entity and try again.");
    return order;
  };
  const invoiceOf = (id: unknown): SimInvoice => {
    const found = store.documents('invoices').find((candidate) => candidate.entity_id === Number(id));
    if (!found) throw new VendorRefusal(404, "The entity that was requested doesn't exist. Verify the entity and try again.");
    return found;
  };
  const parameter = (request: FastifyRequest, name: string): string => String((request.params as Record<string, unknown>)[name] ?? '');
  const query = (request: FastifyRequest): Record<string, unknown> => request.query as Record<string, unknown>;
  const pickupOf = (order: SimOrder): string => {
    if (order.pickup_location_code === null) throw new VendorRefusal(400, 'The order is not for pickup in a store.');
    return order.pickup_location_code;
  };

  /** Serves one call under /rest/V1 and /rest/<store>/V1. */
  const serve = (method: 'GET' | 'POST', path: string, operation: string, handler: (request: FastifyRequest, reply: FastifyReply) => unknown): void => {
    for (const prefix of ['/rest/V1', '/rest/:store/V1']) app.route({ method, url: `${prefix}${path}`, handler: simulator.operation(operation, handler) });
  };
  const list = (path: string, kind: DocumentKind): void => {
    serve('GET', path, `${kind}.list`, (request) => {
      const orders = new Map(store.orders().map((order) => [order.entity_id, order]));
      const rows = kind === 'shipments' ? store.documents('shipments').map((row) => printShipment(orders.get(row.order_id) ?? orderOf(row.order_id), row))
        : kind === 'invoices' ? store.documents('invoices').map((row) => printInvoice(orders.get(row.order_id) ?? orderOf(row.order_id), row))
          : store.documents('creditmemos').map((row) => printMemo(orders.get(row.order_id) ?? orderOf(row.order_id), row));
      return searched(rows, readCriteria(query(request)));
    });
  };

  serve('GET', '/orders', 'orders.list', (request) => searched(store.orders().map(printOrder), readCriteria(query(request))));
  serve('GET', '/orders/:id', 'orders.get', (request) => printOrder(orderOf(parameter(request, 'id'))));
  serve('POST', '/orders/:id/cancel', 'orders.cancel', (request) => cancel(store, orderOf(parameter(request, 'id')), now()));
  serve('POST', '/orders/:id/hold', 'orders.hold', (request) => { hold(store, orderOf(parameter(request, 'id')), now()); return true; });
  serve('POST', '/orders/:id/unhold', 'orders.unhold', (request) => { unhold(store, orderOf(parameter(request, 'id')), now()); return true; });
  serve('POST', '/orders/:id/comments', 'orders.comments', (request) => {
    const order = orderOf(parameter(request, 'id'));
    const { statusHistory: history } = checked(StatusHistory, request.body);
    order.histories.push({ entity_id: store.nextId('history'), comment: history.comment, created_at: now(), is_customer_notified: history.is_customer_notified, is_visible_on_front: history.is_visible_on_front, status: history.status ?? order.status });
    order.updated_at = now();
    store.saveOrder(order);
    return true;
  });
  serve('POST', '/order/:id/ship', 'order.ship', (request) => ship(store, orderOf(parameter(request, 'id')), checked(ShipBody, request.body), now()).entity_id);
  serve('POST', '/order/:id/invoice', 'order.invoice', (request) => invoice(store, orderOf(parameter(request, 'id')), checked(InvoiceBody, request.body), now()).entity_id);
  serve('POST', '/order/:id/refund', 'order.refund', (request) => refund(store, orderOf(parameter(request, 'id')), null, checked(RefundBody, request.body), now()).entity_id);
  serve('POST', '/invoice/:id/refund', 'invoice.refund', (request) => {
    const against = invoiceOf(parameter(request, 'id'));
    return refund(store, orderOf(against.order_id), against, checked(RefundBody, request.body), now()).entity_id;
  });
  serve('POST', '/invoices/:id/capture', 'invoice.capture', (request) => {
    const open = invoiceOf(parameter(request, 'id'));
    if (open.state !== 1) throw new VendorRefusal(400, 'The invoice cannot be captured.');
    const order = orderOf(open.order_id);
    store.saveDocument('invoices', { ...open, state: 2 });
    store.saveOrder({ ...order, total_paid: order.total_paid + open.grand_total, updated_at: now() });
    return true;
  });
  list('/shipments', 'shipments');
  list('/invoices', 'invoices');
  list('/creditmemos', 'creditmemos');
  serve('GET', '/creditmemo/:id', 'creditmemo.get', (request) => {
    const memo = store.documents('creditmemos').find((candidate) => candidate.entity_id === Number(parameter(request, 'id')));
    if (!memo) throw new VendorRefusal(404, "The entity that was requested doesn't exist. Verify the entity and try again.");
    return printMemo(orderOf(memo.order_id), memo);
  });
  serve('GET', '/inventory/source-items', 'source-items.list', (request) => searched(store.sourceItems().map((row) => ({ ...row })), readCriteria(query(request))));
  serve('POST', '/inventory/source-items', 'source-items.save', (request) => {
    const { sourceItems } = checked(SourceItems, request.body);
    const errors = sourceItems.filter((row) => !store.hasSource(row.source_code)).map((row) => ({ message: 'Source with code "%code" does not exist.', parameters: { code: row.source_code } }));
    errors.push(...sourceItems.filter((row) => row.status !== 0 && row.status !== 1).map((row) => ({ message: '"%code" is not a known source item status.', parameters: { code: String(row.status) } })));
    if (errors.length > 0) throw new ValidationRefusal(errors);
    for (const row of sourceItems) store.saveSourceItem({ sku: row.sku, source_code: row.source_code, quantity: row.quantity, status: row.status });
    return [];
  });
  serve('GET', '/inventory/get-product-salable-quantity/:sku/:stock', 'salable', (request) => {
    const sku = parameter(request, 'sku');
    const rows = store.sourceItems().filter((row) => row.sku === sku && row.status === 1);
    if (rows.length === 0) throw new VendorRefusal(400, 'The product with the "%1" SKU is not assigned to the stock.', [sku]);
    return rows.reduce((sum, row) => sum + row.quantity, 0) - reserved(store.orders(), sku);
  });
  serve('POST', '/order/notify-orders-are-ready-for-pickup', 'notify-ready', (request) => {
    const { orderIds } = checked(z.looseObject({ orderIds: z.array(z.number().int()).min(1) }), request.body);
    const errors: string[] = [];
    for (const id of orderIds) {
      try {
        const order = orderOf(id);
        const source = pickupOf(order);
        if (['holded', 'canceled', 'closed', 'payment_review'].includes(order.state)) throw new VendorRefusal(400, 'The order is not ready for pickup');
        if (order.items.some((item) => toShip(item) > 0)) ship(store, order, ShipBody.parse({ arguments: { extension_attributes: { source_code: source } } }), now());
        store.saveOrder({ ...orderOf(id), notification_sent: true, updated_at: now() });
      } catch (error) {
        if (!(error instanceof VendorRefusal)) throw error;
        errors.push(error.message);
      }
    }
    return { successful: errors.length === 0, errors };
  });

  app.post('/_control/orders', (request) => {
    const wish = checked(OrderWish, request.body);
    if (wish.pickupLocation !== null) store.addSource(wish.pickupLocation);
    const order = placeOrder(store, wish, now());
    store.saveOrder(order);
    if (wish.payment === 'captured') invoice(store, order, InvoiceBody.parse({ capture: true }), now());
    return { entity_id: order.entity_id, increment_id: order.increment_id, order: printOrder(orderOf(order.entity_id)) };
  });
  app.post('/_control/orders/:id/:action', (request) => {
    const order = orderOf(parameter(request, 'id'));
    const action = parameter(request, 'action');
    if (action === 'cancel') return { cancelled: cancel(store, order, now()) };
    if (action === 'hold') { hold(store, order, now()); return { state: 'holded' }; }
    if (action === 'unhold') { unhold(store, order, now()); return { state: order.state }; }
    if (action !== 'edit') throw new VendorRefusal(404, 'Actions are cancel, hold, unhold and edit.');
    const { quantities } = checked(z.looseObject({ quantities: z.record(z.string(), z.number().int().min(0)).default({}) }), request.body);
    if (!cancel(store, order, now())) throw new VendorRefusal(400, 'The order cannot be edited.');
    const edited = placeOrder(store, wishOfEdit(order, quantities), now(), order);
    store.saveOrder(edited);
    const before = orderOf(order.entity_id);
    store.saveOrder({ ...before, relation: { ...before.relation, child_id: String(edited.entity_id), child_real_id: edited.increment_id, edit_increment: edited.relation.edit_increment } });
    return { entity_id: edited.entity_id, increment_id: edited.increment_id };
  });
  app.get('/_control/orders', () => ({
    orders: store.orders().map((order) => ({
      entity_id: order.entity_id, increment_id: order.increment_id, state: order.state, status: order.status, currency: order.currency, grand_total: order.grand_total, total_paid: order.total_paid, total_refunded: order.total_refunded,
      notification_sent: order.notification_sent,
      items: order.items.map(({ item_id, parent_item_id, sku, qty_ordered, qty_invoiced, qty_shipped, qty_refunded, qty_canceled }) => ({ item_id, parent_item_id, sku, qty_ordered, qty_invoiced, qty_shipped, qty_refunded, qty_canceled })),
      shipments: store.documents('shipments').filter((row) => row.order_id === order.entity_id), invoices: store.documents('invoices').filter((row) => row.order_id === order.entity_id),
      creditmemos: store.documents('creditmemos').filter((row) => row.order_id === order.entity_id), comments: order.histories.map((history) => history.comment),
    })),
  }));
  app.post('/_control/source-items', (request, reply) => {
    for (const row of checked(SourceItems, request.body).sourceItems) {
      store.addSource(row.source_code);
      store.saveSourceItem({ sku: row.sku, source_code: row.source_code, quantity: row.quantity, status: row.status });
    }
    return reply.code(204).send();
  });
  return simulator;
}

/** Units of a SKU that are sold and not yet shipped, cancelled or refunded: MSI's reservations. */
function reserved(orders: readonly SimOrder[], sku: string): number {
  let total = 0;
  for (const order of orders) {
    for (const item of order.items) {
      const parent = order.items.find((candidate) => candidate.item_id === item.parent_item_id);
      if (item.sku !== sku || (parent === undefined && order.items.some((child) => child.parent_item_id === item.item_id))) continue;
      const units = (of: SimOrder['items'][number]): number => of.qty_ordered - of.qty_shipped - of.qty_canceled - of.qty_refunded;
      total += Math.max(0, parent ? Math.min(units(item), (units(parent) * item.qty_ordered) / parent.qty_ordered) : units(item));
    }
  }
  return total;
}
