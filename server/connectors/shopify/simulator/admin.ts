/** The simulated Admin REST API: the endpoints the connector calls, with Shopify's answers, paging and refusals. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { formatMinor } from '../../../kernel/money.ts';
import type { Simulator } from '../../simulation/kit.ts';
import { refundableOf } from './figures.ts';
import { renderFulfillment, renderFulfillmentOrder, renderOrder, renderRefund, renderTransaction } from './render.ts';
import { FulfillmentBody, RefundBody, TransactionBody, calculate, cancel, fulfil, makeRefund, transact } from './rules.ts';
import type { Means } from './rules.ts';
import { SimRefusal, refuse } from './state.ts';
import type { ShopState, SimLocation, SimOrder } from './state.ts';

export interface AdminSettings { accessToken: string; apiVersion: string; locations: readonly SimLocation[]; changed: (order: SimOrder, topic?: string) => void }

type Handler = (request: FastifyRequest, reply: FastifyReply) => unknown;

/** A body as the schema wants it, or Shopify's answer to one that is not. */
function bodyOf<T extends z.ZodType>(request: FastifyRequest, schema: T): z.output<T> {
  const read = schema.safeParse(request.body);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return refuse(400, { [issue?.path.join('.') || 'body']: 'Required parameter missing or invalid' });
}

const idOf = (request: FastifyRequest): number => Number((request.params as { id: string }).id);
const queryOf = (request: FastifyRequest): Record<string, string | undefined> => request.query as Record<string, string | undefined>;
const idsOf = (text: string | undefined): number[] | null => (text === undefined ? null : text.split(',').map(Number));
const encode = (cursor: unknown): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

function decode<T extends z.ZodType>(text: string, schema: T): z.output<T> {
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return refuse(400, { page_info: 'Invalid value.' });
  }
}

export function addAdminRoutes(simulator: Simulator, state: ShopState, settings: AdminSettings): { meansNow: () => Means } {
  const { app, operation } = simulator;
  const meansNow = (): Means => {
    const at = simulator.now().toISOString();
    return { id: () => state.nextId(), at, restock: (item, location, quantity) => state.setLevel(item, location, (state.level(item, location) ?? 0) + quantity, at) };
  };

  /** Checks version and token, runs the handler as one transaction, and writes refusals as the vendor does. */
  const guarded = (handler: Handler): Handler => (request, reply) => {
    void reply.header('x-shopify-api-version', settings.apiVersion);
    try {
      if ((request.params as { version: string }).version !== settings.apiVersion) refuse(404, 'Not Found');
      if (request.headers['x-shopify-access-token'] !== settings.accessToken) refuse(401, '[API] Invalid API key or access token (unrecognized login or wrong password)');
      return state.together(() => handler(request, reply));
    } catch (error) {
      if (error instanceof SimRefusal) {
        // The body is returned, not sent: a fault that loses the answer must still be able to.
        void reply.code(error.status);
        return error.body;
      }
      throw error;
    }
  };
  const get = (path: string, name: string, handler: Handler): void => { app.get(`/admin/api/:version${path}`, operation(name, guarded(handler))); };
  const post = (path: string, name: string, handler: Handler): void => { app.post(`/admin/api/:version${path}`, operation(name, guarded(handler))); };
  const linkNext = (request: FastifyRequest, reply: FastifyReply, path: string, limit: number, cursor: unknown): void => {
    void reply.header('link', `<${request.protocol}://${request.host}/admin/api/${settings.apiVersion}${path}?limit=${limit}&page_info=${encode(cursor)}>; rel="next"`);
  };
  /** Saves a changed order with a new `updated_at` and tells the subscribers. */
  const changed = (order: SimOrder, topic?: string): void => {
    order.updatedAt = simulator.now().toISOString();
    state.saveOrder(order);
    settings.changed(order, topic);
  };

  const Place = z.object({ min: z.string(), at: z.string(), id: z.number() });
  get('/orders.json', 'orders', (request, reply) => {
    const query = queryOf(request);
    const limit = Math.min(250, Math.max(1, Number(query.limit ?? 50)));
    if (query.page_info !== undefined && Object.keys(query).some((name) => name !== 'page_info' && name !== 'limit' && name !== 'fields')) refuse(400, { page_info: 'Cannot be combined with other parameters.' });
    if (query.order !== undefined && query.order !== 'updated_at asc') refuse(400, { order: 'Only updated_at asc is simulated.' });
    const place = query.page_info === undefined ? { min: new Date(query.updated_at_min ?? 0).toISOString(), at: '', id: 0 } : decode(query.page_info, Place);
    const found = state.ordersChanged(place.min, place.at === '' ? null : place, limit + 1);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    if (found.length > limit && last) linkNext(request, reply, '/orders.json', limit, { min: place.min, at: last.updatedAt, id: last.id });
    const open = (order: SimOrder): boolean => query.status === 'any' || query.page_info !== undefined || order.cancelledAt === null;
    return { orders: page.filter(open).map(renderOrder) };
  });
  get('/orders/:id(^\\d+).json', 'order', (request) => ({ order: renderOrder(state.order(idOf(request))) }));
  get('/orders/:id/transactions.json', 'transactions', (request) => {
    const order = state.order(idOf(request));
    return { transactions: order.transactions.map((one) => renderTransaction(order, one)) };
  });
  get('/orders/:id/refunds.json', 'refunds', (request) => {
    const order = state.order(idOf(request));
    return { refunds: order.refunds.map((one) => renderRefund(order, one)) };
  });
  get('/orders/:id/fulfillments.json', 'fulfillments', (request) => {
    const order = state.order(idOf(request));
    return { fulfillments: order.fulfillments.map((one) => renderFulfillment(order, one)) };
  });
  get('/orders/:id/fulfillment_orders.json', 'fulfillment_orders', (request) => {
    const order = state.order(idOf(request));
    return { fulfillment_orders: order.fulfillmentOrders.map((one) => renderFulfillmentOrder(order, one, settings.locations)) };
  });

  post('/fulfillments.json', 'create_fulfillment', (request, reply) => {
    const body = bodyOf(request, FulfillmentBody);
    const order = state.orderOfFulfillmentOrder(body.fulfillment.line_items_by_fulfillment_order[0]?.fulfillment_order_id ?? 0);
    const made = fulfil(order, body, meansNow());
    changed(order);
    void reply.code(201);
    return { fulfillment: renderFulfillment(order, made) };
  });
  for (const [action, from, to] of [['hold', 'open', 'on_hold'], ['release_hold', 'on_hold', 'open']] as const) {
    post(`/fulfillment_orders/:id/${action}.json`, action, (request) => {
      const order = state.orderOfFulfillmentOrder(idOf(request));
      const work = order.fulfillmentOrders.find(({ id }) => id === idOf(request)) ?? refuse(404, 'Not Found');
      if (work.status !== from) refuse(422, [`The fulfillment order is ${work.status}: ${action} is not possible.`]);
      const held = z.object({ fulfillment_hold: z.object({ reason: z.string(), reason_notes: z.string().nullish() }) }).safeParse(request.body);
      work.status = to;
      work.hold = to === 'open' ? null : { reason: held.success ? held.data.fulfillment_hold.reason : 'other', notes: held.success ? held.data.fulfillment_hold.reason_notes ?? null : null };
      changed(order);
      return { fulfillment_order: renderFulfillmentOrder(order, work, settings.locations) };
    });
  }
  post('/orders/:id/cancel.json', 'cancel_order', (request) => {
    const order = state.order(idOf(request));
    const body = z.object({ reason: z.string().nullish(), refund: z.unknown().optional() }).safeParse(request.body ?? {});
    const means = meansNow();
    cancel(order, (body.success ? body.data.reason : null) ?? 'other', means);
    if (body.success && body.data.refund !== undefined && body.data.refund !== null) makeRefund(order, bodyOf(request, RefundBody).refund, means);
    changed(order, 'orders/cancelled');
    return { order: renderOrder(order) };
  });
  post('/orders/:id/transactions.json', 'create_transaction', (request, reply) => {
    const order = state.order(idOf(request));
    const made = transact(order, bodyOf(request, TransactionBody), meansNow());
    changed(order);
    void reply.code(201);
    return { transaction: renderTransaction(order, made) };
  });
  post('/orders/:id/refunds/calculate.json', 'calculate_refund', (request) => {
    const order = state.order(idOf(request));
    const { lines, shipping, value } = calculate(order, bodyOf(request, RefundBody).refund);
    const text = (amount: number): string => formatMinor(amount, order.currency);
    let left = value;
    return {
      refund: {
        currency: order.currency, duties: [], additional_fees: [], shipping: { amount: text(shipping.amount), tax: text(shipping.tax), maximum_refundable: text(shipping.maximum) },
        refund_line_items: lines.map(({ line, subtotal, tax }) => ({ ...line, subtotal: text(subtotal), total_tax: text(tax) })),
        transactions: order.transactions.filter(({ kind }) => kind === 'capture' || kind === 'sale').map((parent) => {
          const most = refundableOf(order, parent);
          const part = Math.min(left, most);
          left -= part;
          return { order_id: order.id, kind: 'suggested_refund', gateway: parent.gateway, parent_id: parent.id, amount: text(part), currency: order.currency, maximum_refundable: text(most) };
        }),
      },
    };
  });
  post('/orders/:id/refunds.json', 'create_refund', (request, reply) => {
    const order = state.order(idOf(request));
    const made = makeRefund(order, bodyOf(request, RefundBody).refund, meansNow());
    changed(order);
    void reply.code(201);
    return { refund: renderRefund(order, made) };
  });
  addMetafields({ get, post, put: (path, name, handler) => { app.put(`/admin/api/:version${path}`, operation(name, guarded(handler))); } }, state);
  addCatalogue({ get, post, linkNext }, simulator, state, settings);
  return { meansNow };
}

type Route = (path: string, name: string, handler: Handler) => void;

/** Notes that apps keep with an order. */
function addMetafields({ get, post, put }: { get: Route; post: Route; put: Route }, state: ShopState): void {
  const Metafield = z.object({ metafield: z.object({ namespace: z.string().min(3), key: z.string().min(2).max(64), type: z.string(), value: z.string() }) });
  get('/orders/:id/metafields.json', 'metafields', (request) => {
    const { namespace } = queryOf(request);
    return { metafields: state.order(idOf(request)).metafields.filter((one) => namespace === undefined || one.namespace === namespace) };
  });
  post('/orders/:id/metafields.json', 'create_metafield', (request, reply) => {
    const order = state.order(idOf(request));
    const { metafield } = bodyOf(request, Metafield);
    const made = { id: order.metafields.find((one) => one.namespace === metafield.namespace && one.key === metafield.key)?.id ?? state.nextId(), ...metafield };
    order.metafields = [...order.metafields.filter(({ id }) => id !== made.id), made];
    state.saveOrder(order);
    void reply.code(201);
    return { metafield: made };
  });
  put('/orders/:id/metafields/:metafield(^\\d+).json', 'update_metafield', (request) => {
    const order = state.order(idOf(request));
    const found = order.metafields.find(({ id }) => id === Number((request.params as { metafield: string }).metafield)) ?? refuse(404, 'Not Found');
    found.value = bodyOf(request, z.object({ metafield: z.object({ value: z.string() }) })).metafield.value;
    state.saveOrder(order);
    return { metafield: found };
  });
}

/** Products, locations and inventory levels. */
function addCatalogue({ get, post, linkNext }: { get: Route; post: Route; linkNext: (request: FastifyRequest, reply: FastifyReply, path: string, limit: number, cursor: unknown) => void }, simulator: Simulator, state: ShopState, settings: AdminSettings): void {
  get('/products.json', 'products', (request, reply) => {
    const query = queryOf(request);
    const limit = Math.min(250, Math.max(1, Number(query.limit ?? 50)));
    const after = query.page_info === undefined ? '' : decode(query.page_info, z.object({ after: z.string() })).after;
    const found = state.variants().filter(({ sku }) => sku > after).slice(0, limit + 1);
    const page = found.slice(0, limit);
    if (found.length > limit) linkNext(request, reply, '/products.json', limit, { after: page.at(-1)?.sku ?? '' });
    return { products: page.map((one) => ({ id: one.productId, title: one.title, variants: [{ id: one.variantId, product_id: one.productId, sku: one.sku, title: one.title, inventory_item_id: one.inventoryItemId, inventory_management: one.tracked ? 'shopify' : null }] })) };
  });
  get('/locations.json', 'locations', () => ({ locations: settings.locations.map(({ id, name }) => ({ id, name, active: true })) }));
  const level = (row: { item: number; location: number; available: number; at: string }) => ({ inventory_item_id: row.item, location_id: row.location, available: row.available, updated_at: row.at });
  get('/inventory_levels.json', 'inventory_levels', (request) => {
    const query = queryOf(request);
    const [items, locations] = [idsOf(query.inventory_item_ids), idsOf(query.location_ids)];
    if (items === null && locations === null) refuse(422, 'inventory_item_ids or location_ids must be provided');
    if ((items?.length ?? 0) > 50) refuse(422, 'inventory_item_ids may name at most 50 items');
    return { inventory_levels: state.levels(items, locations).map(level) };
  });
  const Change = z.object({ inventory_item_id: z.int(), location_id: z.int(), available: z.int().optional(), available_adjustment: z.int().optional() });
  for (const action of ['set', 'adjust'] as const) {
    post(`/inventory_levels/${action}.json`, `${action}_inventory`, (request) => {
      const body = bodyOf(request, Change);
      const variant = state.variants().find(({ inventoryItemId }) => inventoryItemId === body.inventory_item_id);
      if (!variant || !settings.locations.some(({ id }) => id === body.location_id)) return refuse(404, 'Not Found');
      if (!variant.tracked) refuse(422, ['Inventory item does not have inventory tracking enabled']);
      const current = state.level(body.inventory_item_id, body.location_id);
      if (action === 'adjust' && current === undefined) refuse(422, ['The inventory item is not stocked at the location']);
      const available = action === 'set' ? body.available : body.available_adjustment === undefined ? undefined : (current ?? 0) + body.available_adjustment;
      if (available === undefined) return refuse(400, { [action === 'set' ? 'available' : 'available_adjustment']: 'Required parameter missing or invalid' });
      const at = simulator.now().toISOString();
      state.setLevel(body.inventory_item_id, body.location_id, available, at);
      return { inventory_level: level({ item: body.inventory_item_id, location: body.location_id, available, at }) };
    });
  }
}
