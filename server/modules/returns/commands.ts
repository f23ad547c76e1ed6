/** Receiving returns, inspecting them, and exchanging: one document, one signed balance. */
import { Change } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { Actor, CommandContext, Outcome } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, loadStreamBy, unitsOf } from '../books/index.ts';
import type { NewEvent, Stream } from '../books/index.ts';
import { pricesAt, variantsOf, vatRate } from '../catalogue/index.ts';
import { channelByCode } from '../channels/index.ts';
import { locationByCode, zoneDate } from '../locations/index.ts';
import { complete, linesAdded, onOrder, orderProblems, orderSlice, orderStream, planOpen, settleMoney, worldOf } from '../orders/index.ts';
import type { Order, OrderDelivery, OrderDeps, OrderLine } from '../orders/index.ts';
import { opened } from '../payments/index.ts';
import { parcelPolicy } from '../shipping/index.ts';
import { onItsWayBack, shippingOf } from './parcel-rules.ts';
import { pricedLine } from './prices.ts';
import type { AskedLine } from './prices.ts';
import { inspect, receiveReturn, returnProblems, uninspected } from './rules.ts';
import type { ReturnEvents, ReturnLine } from './rules.ts';
import { missingOf } from './settlement.ts';

const numberOf = (stream: Stream): string => `R${stream.events.filter((event) => event.type === 'ItemsReturned').length + 1}`;
const bound = (actor: Actor, location: string): boolean => actor.locations === 'all' || actor.locations.includes(location);
const refuseElsewhere = (actor: Actor, location: string): void => {
  if (!bound(actor, location)) throw returnProblems.return_unknown({ detail: `This account does not work at ${location}.`, found: location, field: 'location' });
};

/** Goods of an order are brought back to a location; the money that is no longer owed is refunded. */
export const receive = <T>(deps: OrderDeps, context: CommandContext, request: { order: Uuid; location: string; lines: ReturnLine[]; reason: string | null; /** The parcel of ours in which the carrier brought it back. */ parcel?: Uuid | null }, present: (stream: Stream, id: Uuid) => T): Promise<Outcome<T>> => {
  let id = '';
  return onOrder(deps, context, () => orderStream(deps.database, request.order), async (change, stream) => {
    refuseElsewhere(context.actor, request.location);
    id = newId();
    const parcel = request.parcel ?? null;
    if (parcel !== null) deps.books.record(change, stream, onItsWayBack(stream, parcel, context.now), context);
    const received = receiveReturn(fold(stream, orderSlice), unitsOf(stream), { return: id, number: numberOf(stream), ...request, parcel });
    deps.books.record(change, stream, [received], context);
    const back = (received.data as ReturnEvents['ItemsReturned']).parcel;
    if (back !== undefined && (await parcelPolicy(deps.database)).shippingBack) deps.books.record(change, stream, shippingOf(stream, back), context);
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

export interface ExchangeRequest {
  order: Uuid;
  location: string;
  returned: ReturnLine[];
  /** Why it comes back; null when nobody asked. */
  reason: string | null;
  lines: AskedLine[];
  /** `carry_out`: taken along at once; otherwise the goods are planned for the delivery named. */
  delivery: { kind: 'carry_out' } | { kind: 'existing'; delivery: number };
  /** What the customer pays now when the balance is against them. */
  payment: { operator: string; ref: string; method: string; amount: number } | null;
}

/** Goods back and goods out in one Change: what is due rises or falls, and the difference is paid or refunded. */
export const exchange = <T>(deps: OrderDeps, context: CommandContext, request: ExchangeRequest, present: (stream: Stream, id: Uuid) => T): Promise<Outcome<T>> => {
  const id = newId();
  return onOrder(deps, context, () => orderStream(deps.database, request.order), async (change, stream) => {
    await goodsBackAndOut(deps, context, change, stream, request, id);
    const missing = missingOf(stream);
    if (missing > 0) throw returnProblems.payment_short({ detail: `The exchange leaves ${missing} ${fold(stream, orderSlice).currency} (minor units) to pay; send a payment that covers it.`, found: request.payment?.amount ?? 0, expected: (request.payment?.amount ?? 0) + missing, field: 'payment.amount' });
    return 'exchanged';
  }, (stream) => present(stream, id));
};

/** What an exchange (or, without lines, a return) would mean, decided by the same code; nothing is written. */
export async function previewExchange<T>(deps: OrderDeps, context: CommandContext, request: Omit<ExchangeRequest, 'payment'>, present: (stream: Stream) => T): Promise<T> {
  const stream = await orderStream(deps.database, request.order);
  const change = new Change();
  await goodsBackAndOut(deps, context, change, stream, { ...request, payment: null }, newId());
  settleMoney(deps.books, change, stream, 'exchanged', context);
  return present(stream);
}

async function goodsBackAndOut(deps: OrderDeps, context: CommandContext, change: Change, stream: Stream, request: ExchangeRequest, id: Uuid): Promise<void> {
  refuseElsewhere(context.actor, request.location);
  const order = fold(stream, orderSlice);
  const carried = request.delivery.kind === 'carry_out';
  const deliveryNumber = request.delivery.kind === 'existing' ? request.delivery.delivery : Math.max(0, ...order.deliveries.keys()) + 1;
  if (!carried && !order.deliveries.has(deliveryNumber)) throw orderProblems.delivery_unknown({ detail: `The order has no delivery ${deliveryNumber}; it has ${[...order.deliveries.keys()].join(', ')}.`, found: deliveryNumber, field: 'delivery.delivery' });
  const { lines, country } = await newLines(deps, context, order, request, deliveryNumber, id);
  const events: NewEvent[] = [];
  if (request.returned.length > 0) events.push(receiveReturn(order, unitsOf(stream), { return: id, number: numberOf(stream), location: request.location, lines: request.returned, reason: request.reason ?? 'exchange' }));
  if (carried && lines.length > 0) {
    const delivery: OrderDelivery = { delivery: deliveryNumber, ref: `exchange ${id}`, kind: 'carry_out', contact: null, country, coordinates: null, location: request.location, pickupPoint: null, method: null, promisedBy: null };
    events.push({ type: 'DeliveryAdded', data: { delivery } });
  }
  if (lines.length > 0) events.push(linesAdded(lines, []));
  deps.books.record(change, stream, events, context);
  if (request.payment) {
    const { operator, method, amount } = request.payment;
    const capture = deps.captureMode(operator, method);
    deps.books.record(change, stream, opened({ payment: newId(), ...request.payment, currency: order.currency, capture, authorised: amount, captured: capture === 'immediate' ? amount : 0, refunded: 0, expiresAt: null }), context);
  }
  const world = await worldOf(deps, stream, context.now);
  if (carried) complete(deps, change, stream, world, context);
  else planOpen(deps.books, change, stream, world, context, deps.worlds.day(context.now), { only: new Set(lines.map((line) => line.line)) });
}

/** The lines that go out, each at its price: the list of the order's channel, or what service says. */
async function newLines(deps: OrderDeps, context: CommandContext, order: Order, request: ExchangeRequest, delivery: number, id: Uuid): Promise<{ lines: OrderLine[]; country: string }> {
  const skus = request.lines.map((line) => line.sku);
  const [variants, channel, location] = await Promise.all([variantsOf(deps.database, skus), channelByCode(deps.database, order.channel), locationByCode(deps.database, request.location)]);
  const list = channel?.priceList ?? 'standard';
  const prices = await pricesAt(deps.database, skus, { list, currency: order.currency, at: context.now });
  const country = request.delivery.kind === 'existing' ? order.deliveries.get(delivery)?.country ?? 'NL' : location?.address.country ?? 'NL';
  const date = zoneDate(context.now, location?.calendar.zone ?? 'Europe/Amsterdam');
  const first = Math.max(0, ...order.lines.keys()) + 1;
  const lines = await Promise.all(request.lines.map(async (asked, index): Promise<OrderLine> => {
    const variant = variants.get(asked.sku) ?? null;
    const rate = variant && (await vatRate(deps.database, country, variant.vatClass, date));
    const line = pricedLine(context.actor, asked, { variant, price: prices.get(asked.sku) ?? null, rate, country }, { currency: order.currency, pricesIncludeTax: order.pricesIncludeTax, list }, `lines[${index}]`);
    return { ...line, line: first + index, ref: `${id}/${index + 1}`, gtin: null, kind: 'goods', unitPrice: Math.round(line.subtotal / line.quantity), discount: 0, delivery, bundle: null, properties: {}, added: 'exchange' };
  }));
  return { lines, country };
}
