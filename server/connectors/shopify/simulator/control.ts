/** The simulated shop's control door: customers and staff of the shop do things through it, and tests see what the channel believes. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { formatMinor, sum } from '../../../kernel/money.ts';
import type { Simulator } from '../../simulation/kit.ts';
import { Address, Placement, Product, addLines, addProduct, placeOrder } from './checkout.ts';
import { figuresOf, fulfillableOf, fulfilledOf, refundableOf, removedOf } from './figures.ts';
import { renderOrder } from './render.ts';
import { cancel, makeRefund } from './rules.ts';
import type { Means } from './rules.ts';
import { SimRefusal } from './state.ts';
import type { ShopState, SimLocation, SimOrder } from './state.ts';
import type { Webhooks } from './webhooks.ts';

export interface ControlSettings { locations: readonly SimLocation[]; meansNow: () => Means; webhooks: Webhooks; changed: (order: SimOrder, topic?: string) => void }

const How = z.enum(['now', 'keep', 'double', 'drop']).optional();
const Cancel = z.strictObject({ reason: z.string().default('customer'), refund: z.boolean().default(true), restock: z.boolean().default(true), webhook: How });
/** `set` lowers what is left of a line; `add` sells more on the same order. */
const Edit = z.strictObject({ set: z.array(z.strictObject({ lineId: z.int(), quantity: z.int().min(0), restock: z.boolean().default(true) })).default([]), add: Placement.shape.lines.optional(), webhook: How });
const NewAddress = z.strictObject({ address: Address.nullable(), webhook: How });

/** What the shop believes of an order, short enough to compare in a test. Amounts are minor units. */
export function summaryOf(order: SimOrder) {
  const figures = figuresOf(order);
  return {
    id: String(order.id), name: `#${order.number}`, currency: order.currency, financialStatus: figures.financial, fulfillmentStatus: figures.fulfilment, cancelledAt: order.cancelledAt, cancelReason: order.cancelReason,
    total: figures.total, current: figures.current, outstanding: figures.outstanding, authorised: figures.authorised, captured: figures.captured, refunded: figures.refunded,
    lines: order.lines.map((line) => ({ id: String(line.id), sku: line.sku, quantity: line.quantity, removed: removedOf(order, line.id), fulfilled: fulfilledOf(order, line.id), open: fulfillableOf(order, line.id) })),
    shipments: order.fulfillments.map(({ id, status, number, company, url, notify, lines }) => ({ id: String(id), status, number, company, url, notify, lines: lines.map(({ lineId, quantity }) => ({ id: String(lineId), quantity })) })),
    refunds: order.refunds.map((refund) => ({
      id: String(refund.id), note: refund.note, amount: sum(order.transactions.filter(({ id }) => refund.transactionIds.includes(id)).map(({ amount }) => amount)), shipping: refund.shipping,
      lines: refund.lines.map(({ lineId, quantity, restockType }) => ({ id: String(lineId), quantity, restockType })),
    })),
    transactions: order.transactions.map(({ id, kind, amount, gateway, parentId }) => ({ id: String(id), kind, amount, gateway, parentId: parentId === null ? null : String(parentId) })),
    fulfillmentOrders: order.fulfillmentOrders.map(({ id, status, locationId }) => ({ id: String(id), status, locationId })),
  };
}

export function addControlRoutes({ app }: Simulator, state: ShopState, { locations, meansNow, webhooks, changed }: ControlSettings): void {
  const door = (handler: (request: FastifyRequest, reply: FastifyReply) => unknown) => async (request: FastifyRequest, reply: FastifyReply) => {
    try {
      const answer = state.together(() => handler(request, reply));
      await webhooks.settled();
      return answer;
    } catch (error) {
      if (error instanceof SimRefusal) return reply.code(error.status).send(error.body);
      if (error instanceof z.ZodError) return reply.code(400).send({ error: 'invalid', issues: error.issues });
      throw error;
    }
  };
  const orderOf = (request: FastifyRequest): SimOrder => state.order(Number((request.params as { id: string }).id));

  /** Saves after a change by the shop itself, and sends its webhook in the manner asked for. */
  const told = (order: SimOrder, topic: string, how: z.output<typeof How>) => {
    order.updatedAt = meansNow().at;
    state.saveOrder(order);
    webhooks.send(topic, renderOrder(order), how);
    return summaryOf(order);
  };

  app.post('/_control/products', door((request) => z.array(Product).parse(request.body).map((product) => addProduct(state, locations, product, meansNow().at))));
  app.get('/_control/stock', door(() => state.variants().map(({ sku, inventoryItemId }) => ({
    sku, available: sum(state.levels([inventoryItemId], null).map(({ available }) => available)), levels: state.levels([inventoryItemId], null).map(({ location, available }) => ({ location, available })),
  }))));

  app.post('/_control/orders', door((request, reply) => {
    const placement = Placement.parse(request.body);
    const order = placeOrder(state, locations, placement, meansNow().at);
    state.saveOrder(order);
    const raw = renderOrder(order);
    webhooks.send('orders/create', raw, placement.webhook);
    void reply.code(201);
    return { ...summaryOf(order), raw };
  }));
  app.get('/_control/orders', door(() => ({ orders: state.ordersChanged('', null, -1).map(summaryOf) })));
  app.get('/_control/orders/:id', door((request) => summaryOf(orderOf(request))));

  app.post('/_control/orders/:id/cancel', door((request) => {
    const order = orderOf(request);
    const { reason, refund, restock, webhook } = Cancel.parse(request.body ?? {});
    const means = meansNow();
    const left = order.lines.map((line) => ({ line, quantity: fulfillableOf(order, line.id) })).filter(({ quantity }) => quantity > 0);
    const location = order.fulfillmentOrders[0]?.locationId ?? locations[0]?.id ?? 0;
    const paid = refund ? order.transactions.filter(({ kind }) => kind === 'capture' || kind === 'sale').filter((parent) => refundableOf(order, parent) > 0) : [];
    if (left.length > 0 && order.fulfillments.every(({ status }) => status !== 'success')) {
      makeRefund(order, {
        note: `Order cancelled: ${reason}`, shipping: { full_refund: true },
        refund_line_items: left.map(({ line, quantity }) => ({ line_item_id: line.id, quantity, restock_type: restock ? 'cancel' as const : 'no_restock' as const, location_id: location })),
        transactions: paid.map((parent) => ({ parent_id: parent.id, kind: 'refund' as const, amount: formatMinor(refundableOf(order, parent), order.currency) })),
      }, means);
    }
    cancel(order, reason, means);
    return told(order, 'orders/cancelled', webhook);
  }));

  app.post('/_control/orders/:id/edit', door((request) => {
    const order = orderOf(request);
    const edit = Edit.parse(request.body ?? {});
    const means = meansNow();
    const location = order.fulfillmentOrders[0]?.locationId ?? locations[0]?.id ?? 0;
    const lowered = edit.set.map(({ lineId, quantity, restock }) => {
      const line = order.lines.find(({ id }) => id === lineId);
      const gone = line ? line.quantity - removedOf(order, line.id) - quantity : 0;
      if (!line || gone < 0) throw new SimRefusal(422, { error: 'edit', message: `line ${lineId} cannot be brought to ${quantity}; sell more with "add"` });
      return { line_item_id: line.id, quantity: gone, restock_type: 'cancel' as const, location_id: restock ? location : null };
    }).filter(({ quantity }) => quantity > 0);
    if (lowered.length > 0) makeRefund(order, { note: 'Order edited', refund_line_items: lowered, transactions: [] }, means);
    if (edit.add) addLines(state, locations, order, edit.add, [], false, means.at);
    return told(order, 'orders/updated', edit.webhook);
  }));

  app.post('/_control/orders/:id/address', door((request) => {
    const order = orderOf(request);
    const { address, webhook } = NewAddress.parse(request.body);
    order.shippingAddress = address as SimOrder['shippingAddress'];
    return told(order, 'orders/updated', webhook);
  }));

  app.post('/_control/orders/:id/hold', door((request) => {
    const order = orderOf(request);
    for (const work of order.fulfillmentOrders) if (work.status === 'open') [work.status, work.hold] = ['on_hold', { reason: 'other', notes: null }];
    changed(order);
    return summaryOf(order);
  }));

  app.put('/_control/webhook', door((request, reply) => {
    webhooks.target(z.strictObject({ url: z.string().nullable() }).parse(request.body).url);
    return reply.code(204).send();
  }));
  app.get('/_control/webhooks', door(() => ({ outbox: webhooks.outbox() })));
  app.post('/_control/webhooks/deliver', async (request) => ({ delivered: await webhooks.deliver(z.strictObject({ order: z.enum(['oldest_first', 'newest_first']).default('oldest_first') }).parse(request.body ?? {}).order) }));
}
