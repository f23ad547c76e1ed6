/** Receiving returns, inspecting them, and exchanging: one document, one signed balance. */
import { execute } from '../../kernel/command.ts';
import type { Actor, CommandContext, Outcome } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, loadStreamBy, moneyOf, paidNet, unitsIn, unitsOf } from '../books/index.ts';
import type { NewEvent, Stream } from '../books/index.ts';
import { complete, linesAdded, onOrder, orderSlice, orderStream, planOpen, worldOf } from '../orders/index.ts';
import type { OrderDelivery, OrderDeps, OrderLine } from '../orders/index.ts';
import { opened } from '../payments/index.ts';
import { inspect, receiveReturn, returnProblems, uninspected } from './rules.ts';
import type { ReturnEvents, ReturnLine } from './rules.ts';

const numberOf = (stream: Stream): string => `R${stream.events.filter((event) => event.type === 'ItemsReturned').length + 1}`;
const bound = (actor: Actor, location: string): boolean => actor.locations === 'all' || actor.locations.includes(location);
const refuseElsewhere = (actor: Actor, location: string): void => {
  if (!bound(actor, location)) throw returnProblems.return_unknown({ detail: `This account does not work at ${location}.`, found: location, field: 'location' });
};

/** Goods of an order are brought back to a location; the money that is no longer owed is refunded. */
export const receive = <T>(deps: OrderDeps, context: CommandContext, request: { order: Uuid; location: string; lines: ReturnLine[]; reason: string | null }, present: (stream: Stream, id: Uuid) => T): Promise<Outcome<T>> => {
  let id = '';
  return onOrder(deps, context, () => orderStream(deps.database, request.order), (change, stream) => {
    refuseElsewhere(context.actor, request.location);
    id = newId();
    deps.books.record(change, stream, [receiveReturn(fold(stream, orderSlice), unitsOf(stream), { return: id, number: numberOf(stream), ...request })], context);
    return 'returned';
  }, (stream) => present(stream, id));
};

export const inspectReturn = <T>(deps: OrderDeps, context: CommandContext, id: Uuid, lines: { line: number; quantity: number; disposition: 'sellable' | 'damaged' }[], present: (stream: Stream) => T): Promise<Outcome<T>> =>
  execute(deps.database, context, async (change) => {
    const stream = await loadStreamBy(deps.database, 'select order_id from returns.return where id = $1', id);
    const received = stream?.events.find((event) => event.type === 'ItemsReturned' && (event.data as ReturnEvents['ItemsReturned']).return === id)?.data as ReturnEvents['ItemsReturned'] | undefined;
    if (!stream || !received || !bound(context.actor, received.location)) throw returnProblems.return_unknown({ detail: `There is no return ${id} for this account.` });
    deps.books.record(change, stream, [inspect(fold(stream, orderSlice), unitsOf(stream), uninspected(stream.events, id), received, lines)], context);
    return { status: 200, answer: present(stream) };
  });

export interface NewLine { sku: string; name: string; quantity: number; total: number; taxes: OrderLine['taxes']; weightGrams: number; tags: string[] }

export interface ExchangeRequest {
  order: Uuid;
  location: string;
  returned: ReturnLine[];
  lines: NewLine[];
  /** `carry_out`: taken along at once; otherwise the goods are planned for the delivery named. */
  delivery: { kind: 'carry_out' } | { kind: 'existing'; delivery: number };
  /** What the customer pays now when the balance is against them. */
  payment: { operator: string; ref: string; method: string; amount: number } | null;
}

/** Goods back and goods out in one Change: what is due rises or falls, and the difference is paid or refunded. */
export const exchange = <T>(deps: OrderDeps, context: CommandContext, request: ExchangeRequest, present: (stream: Stream, id: Uuid) => T): Promise<Outcome<T>> => {
  let id = '';
  return onOrder(deps, context, () => orderStream(deps.database, request.order), async (change, stream) => {
    refuseElsewhere(context.actor, request.location);
    const order = fold(stream, orderSlice);
    id = newId();
    const numbers = [...order.lines.keys()];
    const next = Math.max(0, ...numbers) + 1;
    const carried = request.delivery.kind === 'carry_out';
    const deliveryNumber = request.delivery.kind === 'existing' ? request.delivery.delivery : Math.max(0, ...order.deliveries.keys()) + 1;
    const events: NewEvent[] = [];
    if (request.returned.length > 0) events.push(receiveReturn(order, unitsOf(stream), { return: id, number: numberOf(stream), location: request.location, lines: request.returned, reason: 'exchange' }));
    if (carried && request.lines.length > 0) {
      const delivery: OrderDelivery = { delivery: deliveryNumber, ref: `exchange ${id}`, kind: 'carry_out', contact: null, country: 'NL', coordinates: null, location: request.location, pickupPoint: null, method: null, promisedBy: null };
      events.push({ type: 'DeliveryAdded', data: { delivery } });
    }
    const lines: OrderLine[] = request.lines.map((line, index) => ({
      line: next + index, ref: `${id}/${index + 1}`, sku: line.sku, gtin: null, name: line.name, kind: 'goods', quantity: line.quantity, unitPrice: Math.round(line.total / line.quantity), subtotal: line.total, discount: 0,
      taxes: line.taxes, total: line.total, delivery: deliveryNumber, bundle: null, weightGrams: line.weightGrams, tags: line.tags, properties: {}, added: 'exchange',
    }));
    if (lines.length > 0) events.push(linesAdded(lines, []));
    deps.books.record(change, stream, events, context);
    if (request.payment) {
      const payment = opened({ payment: newId(), ...request.payment, currency: order.currency, capture: deps.captureMode(request.payment.operator, request.payment.method), authorised: request.payment.amount, captured: deps.captureMode(request.payment.operator, request.payment.method) === 'immediate' ? request.payment.amount : 0, refunded: 0, expiresAt: null });
      deps.books.record(change, stream, payment, context);
    }
    const book = moneyOf(stream);
    const missing = book.due - paidNet(book) - [...book.payments.values()].reduce((sum, one) => sum + one.authorised - one.captured - one.capture_pending - one.released, 0);
    if (missing > 0) throw returnProblems.payment_short({ detail: `The exchange leaves ${missing} ${order.currency} (minor units) to pay; send a payment that covers it.`, found: request.payment?.amount ?? 0, expected: (request.payment?.amount ?? 0) + missing, field: 'payment.amount' });
    const world = await worldOf(deps, stream, context.now);
    if (carried) {
      complete(deps, change, stream, world, context);
    } else {
      planOpen(deps.books, change, stream, world, context, deps.worlds.day(context.now), { only: new Set(lines.map((line) => line.line)) });
    }
    return 'exchanged';
  }, (stream) => present(stream, id));
};
