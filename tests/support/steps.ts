/** The steps of a shop's life: each takes three numbers that choose what, how many and which way, and goes by the real rules. */
import { newId } from '../../server/kernel/ids.ts';
import { fold, moneyOf, unitsIn, unitsOf } from '../../server/modules/books/index.ts';
import type { NewEvent, Stream } from '../../server/modules/books/index.ts';
import { OrderSnapshot } from '../../server/modules/channels/snapshot.ts';
import { receive } from '../../server/modules/fulfilment/receiving.ts';
import { collect, packParcels, pick, putBack, ready, short, transfer } from '../../server/modules/fulfilment/rules.ts';
import { reassigned, unitsToMove } from '../../server/modules/fulfilment/reassign.ts';
import { DEFAULT_SHORT_REASONS, floorSlice } from '../../server/modules/fulfilment/types.ts';
import type { Fulfilment } from '../../server/modules/fulfilment/types.ts';
import { goodwillSlice, grant, waitingRequest } from '../../server/modules/orders/goodwill.ts';
import { placeOrder } from '../../server/modules/orders/place.ts';
import { demandFor, planOpen } from '../../server/modules/orders/planning.ts';
import { cancel } from '../../server/modules/orders/rules.ts';
import { orderSlice } from '../../server/modules/orders/state.ts';
import type { OrderLine } from '../../server/modules/orders/types.ts';
import { intentOutcome, opened, reconcile } from '../../server/modules/payments/rules.ts';
import { paymentsSlice } from '../../server/modules/payments/types.ts';
import type { CaptureMode } from '../../server/modules/payments/types.ts';
import { linesAdded } from '../../server/modules/orders/rules.ts';
import { inspect, receiveReturn, uninspected } from '../../server/modules/returns/rules.ts';
import type { ReturnEvents } from '../../server/modules/returns/rules.ts';
import { onItsWayBack, refundParcel, resendParcel, shippingOf } from '../../server/modules/returns/parcel-rules.ts';
import { arriveAtPoint, contents, deliver, find, lose, sendBack, ship } from '../../server/modules/shipping/rules.ts';
import { parcelsSlice } from '../../server/modules/shipping/types.ts';
import { prepare } from '../../server/modules/sourcing/prepare.ts';
import { assign } from '../../server/modules/sourcing/work-orders.ts';
import { LOCATIONS, SKUS } from './shop.ts';
import type { Shop } from './shop.ts';
import { SUPPLY_STEPS } from './steps-supply.ts';

type Act = (shop: Shop, a: number, b: number, c: number) => Promise<unknown>;

const at = <T>(from: readonly T[], index: number): T | undefined => (from.length === 0 ? undefined : from[index % from.length]);
const orderAt = (shop: Shop, a: number): string => at(shop.orders, a) ?? '';
const workAt = (stream: Stream, b: number): Fulfilment | undefined => at([...fold(stream, floorSlice).fulfilments.values()], b);

/** Which payment of an order can be captured how, by the operator's name. */
const MODE: Readonly<Record<string, CaptureMode>> = { ideal: 'immediate', card: 'repeatedly', klarna: 'once' };

function snapshotOf(a: number, b: number, c: number): OrderSnapshot {
  const kinds = (['ship', 'pickup', 'ship'] as const);
  const deliveries = Array.from({ length: 1 + (c % 2) }, (_, index) => ({ ref: `d${index + 1}`, kind: kinds[(b + index) % 3] ?? 'ship', ...(kinds[(b + index) % 3] === 'pickup' ? { location: 'delft' } : { address: { name: 'A. Buyer', street: 'Markt', houseNumber: '1', postalCode: '2611GP', city: 'Delft', country: 'NL' } }) }));
  const lines = Array.from({ length: 1 + (a % 3) }, (_, index) => {
    const quantity = 1 + ((b + index) % 4);
    const discount = (a * 7 + index) % 13;
    const subtotal = quantity * (1999 + 1000 * index);
    return { ref: `l${index + 1}`, sku: at(SKUS, a + b + index) ?? null, name: `Line ${index + 1}`, kind: c % 11 === 0 && index === 0 ? 'service' as const : 'goods' as const, quantity, unitPrice: 1999 + 1000 * index, subtotal, discount, total: subtotal - discount, delivery: deliveries[index % deliveries.length]?.ref ?? null };
  });
  const charges = c % 3 === 0 ? [] : [{ ref: 'shipping', kind: 'shipping' as const, name: 'Shipping', subtotal: 495, total: 495, delivery: c % 3 === 1 ? 'd1' : null }];
  const total = [...lines, ...charges].reduce((sum, part) => sum + part.total, 0);
  const pay = (ref: string, operator: string, amount: number): { ref: string; operator: string; method: string; authorised: number; captured: number } => ({ ref: `${ref} ${newId()}`, operator, method: operator, authorised: amount, captured: operator === 'ideal' ? amount : 0 });
  const gift = Math.floor(total / 3);
  const payments = [[pay('p', 'ideal', total)], [pay('p', 'card', total)], [pay('p', 'klarna', total)], [pay('g', 'ideal', gift), pay('p', 'card', total - gift)], [pay('p', 'card', total - gift), pay('q', 'klarna', gift)], [pay('p', 'ideal', gift)]][b % 6] ?? [];
  return OrderSnapshot.parse({ externalId: newId(), placedAt: '2026-03-02T08:00:00Z', currency: 'EUR', deliveries, lines, charges, payments, totals: { total } });
}

const place: Act = (shop, a, b, c) => {
  const snapshot = snapshotOf(a, b, c);
  const id = newId();
  if (b % 6 === 5) shop.owing.add(id);
  return shop.onOrder(id, async (change, stream) => {
    const variants = new Map(SKUS.map((sku) => [sku, { sku, kind: 'goods' as const, weightGrams: 800, tags: [] }]));
    const placed = placeOrder({
      snapshot, channel: 'shop', number: `T${id.slice(-12)}`, variants, customer: null, contact: null, deliveryContacts: new Map(), pointContacts: new Map(), coordinates: new Map(),
      knownLocations: new Set(LOCATIONS), captureMode: (operator) => MODE[operator] ?? 'immediate', now: shop.context.now,
    });
    shop.record(change, stream, placed.events);
    const services = unitsIn(unitsOf(stream), { stage: 'open' }).filter((held) => unitsOf(stream).lines.get(held.line)?.sku === null);
    if (services.length > 0) shop.record(change, stream, [{ type: 'ItemsCompleted', data: { lines: [] }, moves: { units: services.map((held) => ({ line: held.line, delivery: held.delivery, n: held.n, from: { stage: 'open', holder: null, location: null }, to: { stage: 'delivered', holder: null, location: null } })) } }]);
    planOpen(shop.books, change, stream, await shop.world(), shop.context, shop.day);
  }).then((outcome) => { if (outcome === 'done') shop.orders.push(id); });
};

const stock = (type: string, move: (sku: string, location: string, b: number) => NonNullable<NewEvent['moves']>['stock']): Act => (shop, a, b, c) =>
  shop.act(newId(), 'stock', (change, stream) => shop.record(change, stream, [{ type, data: {}, moves: { stock: move(at(SKUS, a) ?? '', at(LOCATIONS, c) ?? '', b) ?? [] } }]));

const readyIfAll = (shop: Shop, change: Parameters<Parameters<Shop['act']>[2]>[0], stream: Stream, delivery: number): void => {
  const of = fold(stream, orderSlice).deliveries.get(delivery);
  if (of) shop.record(change, stream, [ready(unitsOf(stream), fold(stream, floorSlice), of, null)]);
};

const onWork = (decide: (shop: Shop, change: Parameters<Parameters<Shop['act']>[2]>[0], stream: Stream, work: Fulfilment, c: number) => Promise<void> | void): Act => (shop, a, b, c) => shop.onOrder(orderAt(shop, a), async (change, stream) => {
  const work = workAt(stream, b);
  if (work) await decide(shop, change, stream, work, c);
});

const onParcel = (make: (...given: [ReturnType<typeof unitsOf>, Parameters<typeof ship>[1], string, number]) => NewEvent | null): Act => (shop, a, b, c) => shop.onOrder(orderAt(shop, a), (change, stream) => {
  const parcel = at([...fold(stream, parcelsSlice).values()], b);
  if (parcel) shop.record(change, stream, [make(unitsOf(stream), parcel, shop.context.now, c)]);
});

const money = (make: (stream: Stream, payment: string, c: number) => NewEvent[], settle: boolean): Act => (shop, a, b, c) => shop.onOrder(orderAt(shop, a), (change, stream) => {
  const payment = at([...moneyOf(stream).payments.keys()], b);
  if (payment !== undefined) shop.record(change, stream, make(stream, payment, c));
}, settle);

/** Books the outcome of all that is under way on an order. */
export async function settleAll(shop: Shop, id: string, state: 'done' | 'failed'): Promise<boolean> {
  let any = false;
  await shop.onOrder(id, (change, stream) => {
    for (const intent of [...fold(stream, paymentsSlice).intents.values()]) {
      const event = intentOutcome(moneyOf(stream), fold(stream, paymentsSlice), intent.intent, { state, ref: 'x', reason: state === 'failed' ? 'refused' : null });
      if (event) { any = true; shop.record(change, stream, [event]); }
    }
  }, state === 'done');
  return any;
}

/** What the operator would report of a payment, with something that happened in its dashboard. */
const outside = (kind: 'refund' | 'chargeback' | 'expiry'): Act => (shop, a, b, c) => {
  const id = orderAt(shop, a);
  return money((stream, payment) => {
    const book = moneyOf(stream).payments.get(payment);
    // Before anything was captured there is nothing that an operator could give back.
    if (!book || (kind !== 'expiry' && book.captured === 0)) return [];
    const movement = (amount: number): { ref: string; key: null; amount: number; state: 'done'; reason: null }[] => [{ ref: 'x', key: null, amount, state: 'done', reason: null }];
    const beyond = 1 + (c % 500);
    shop.owing.add(id);
    return reconcile(moneyOf(stream), fold(stream, paymentsSlice), book, {
      ref: book.ref, currency: book.currency, method: book.method, authorised: book.authorised, captures: movement(book.captured), refunds: movement(book.refunded + (kind === 'refund' ? beyond : 0)),
      chargedBack: book.charged_back + (kind === 'chargeback' ? beyond : 0), closed: kind === 'expiry', expiresAt: null, checkoutUrl: null, reference: null,
    });
  }, true)(shop, a, b, c);
};

const exchange: Act = (shop, a, b, c) => shop.onOrder(orderAt(shop, a), async (change, stream) => {
  const order = fold(stream, orderSlice);
  const back = returnable(stream, b, 1);
  if (back.length > 0) shop.record(change, stream, [receiveReturn(order, unitsOf(stream), { return: newId(), number: 'R', location: at(LOCATIONS, c) ?? 'dc', lines: back, reason: 'exchange' })]);
  const total = 1500 + (b % 5) * 1000;
  const line: OrderLine = { line: Math.max(...order.lines.keys()) + 1, ref: newId(), sku: at(SKUS, c) ?? null, gtin: null, name: 'Instead', kind: 'goods', quantity: 1 + (b % 2), unitPrice: total, subtotal: total, discount: 0, taxes: [], total, delivery: 1, bundle: null, weightGrams: 800, tags: [], properties: {}, added: 'exchange' };
  shop.record(change, stream, [linesAdded([line], [])]);
  shop.record(change, stream, opened({ payment: newId(), operator: 'ideal', ref: newId(), method: 'ideal', currency: 'EUR', capture: 'immediate', authorised: total, captured: total, refunded: 0, expiresAt: null }));
  planOpen(shop.books, change, stream, await shop.world(), shop.context, shop.day);
});

function returnable(stream: Stream, b: number, c: number): { line: number; quantity: number; condition: null }[] {
  const held = at(unitsIn(unitsOf(stream), { stage: ['delivered', 'collected', 'returning', 'lost'] }).filter((one) => unitsOf(stream).lines.get(one.line)?.sku), b);
  return held ? [{ line: held.line, quantity: 1 + (c % held.n), condition: null }] : [];
}

export const STEPS: Readonly<Record<string, Act>> = {
  place, exchange, ...SUPPLY_STEPS,
  stockIn: stock('StockReceived', (sku, location, b) => [{ sku, n: 1 + (b % 6), from: { outside: 'supplier' }, to: { location, state: 'sellable' } }]),
  stockLost: async (shop, a, b, c) => {
    const there = [...(await shop.world()).balances].filter((balance) => balance.quantity > 0);
    const balance = at(there, a + c);
    if (balance) await stock('StockCounted', () => [{ sku: balance.sku, n: 1 + (b % balance.quantity), from: { location: balance.location, state: 'sellable' }, to: { outside: 'missing' } }])(shop, a, b, c);
  },
  replan: (shop, a) => shop.onOrder(orderAt(shop, a), async (change, stream) => { planOpen(shop.books, change, stream, await shop.world(), shop.context, shop.day); }),
  pick: onWork((shop, change, stream, work, c) => {
    const scans = unitsIn(unitsOf(stream), { holder: work.fulfilment, stage: 'allocated' }).map((held) => ({ scan: newId(), code: 'x', sku: unitsOf(stream).lines.get(held.line)?.sku ?? null, quantity: c % 2 === 0 ? held.n : 1 }));
    shop.record(change, stream, [pick(unitsOf(stream), work, String, scans, null).event]);
    readyIfAll(shop, change, stream, work.delivery);
  }),
  short: onWork(async (shop, change, stream, work, c) => {
    const held = at(unitsIn(unitsOf(stream), { holder: work.fulfilment, stage: ['allocated', 'picked'] }), c);
    if (!held) return;
    const world = await shop.world();
    const balance = world.balances.find((one) => one.sku === unitsOf(stream).lines.get(held.line)?.sku && one.location === work.location) ?? null;
    shop.record(change, stream, short(unitsOf(stream), work, held.line, 1 + (c % held.n), at(DEFAULT_SHORT_REASONS, c) ?? (DEFAULT_SHORT_REASONS[0] as never), null, balance, shop.context.now));
    planOpen(shop.books, change, stream, world, shop.context, shop.day, { only: new Set([held.line]) });
    readyIfAll(shop, change, stream, work.delivery);
  }),
  reassign: onWork(async (shop, change, stream, work, c) => {
    const location = at(LOCATIONS, c) ?? 'dc';
    const moving = unitsToMove(stream, work, { lines: null, putBack: true });
    const delivery = fold(stream, orderSlice).deliveries.get(work.delivery);
    const demand = delivery && demandFor(stream, delivery, (line) => moving.reduce((sum, { held, n }) => sum + (held.line === line ? n : 0), 0));
    if (!demand) return;
    shop.record(change, stream, [reassigned(work, moving, { location, reason: null }, null)]);
    const world = await shop.world();
    assign(shop.books, change, stream, prepare(demand, world, shop.context.now, { byHand: location }), world, shop.context, shop.day, { cause: 'by_hand', byHand: { location, reason: null, from: work.fulfilment } });
  }),
  pack: onWork((shop, change, stream, work, c) => {
    const [held] = unitsIn(unitsOf(stream), { holder: work.fulfilment, stage: 'picked' });
    const lines = c % 3 === 0 && held ? [{ line: held.line, quantity: 1 }] : null;
    shop.record(change, stream, packParcels(unitsOf(stream), work, [{ lines, weightGrams: null }], (_index, packed, weight) => ({ parcel: newId(), number: 'L', fulfilment: work.fulfilment, location: work.location, delivery: work.delivery, lines: packed, weightGrams: weight ?? 500, carrier: 'post', product: 'home', options: [] })));
  }),
  label: onParcel((_units, parcel) => (parcel.status === 'packed' ? { type: 'LabelIssued', data: { parcel: parcel.parcel, carrier: 'post', barcode: newId(), trackingUrl: 'https://post.example/x', byHand: false } } : null)),
  labelFails: onParcel((_units, parcel) => (parcel.status === 'packed' ? { type: 'LabelFailed', data: { parcel: parcel.parcel, reason: 'no such street', code: 'x', retrying: false } } : null)),
  ship: onParcel((units, parcel) => ship(units, parcel, { manifest: null, cause: 'scan' })),
  point: onParcel((units, parcel, now) => arriveAtPoint(units, parcel, { code: 'P' }, now)),
  deliver: onParcel((units, parcel, now, c) => deliver(units, parcel, c % 2 === 0 ? 'delivered' : 'collected', 'D', now)),
  sendBack: onParcel((units, parcel, now) => sendBack(units, parcel, { code: 'B', reason: 'refused', ask: false }, now)),
  lose: onParcel((units, parcel, now) => lose(units, parcel, 'L', now)),
  // Seen again, paid for, sold again in its place, received back: in any order, whether it was lost, is on its way back, or is with its customer.
  find: onParcel((units, parcel, now) => find(units, parcel, 'F', now)),
  parcelRefund: (shop, a, b, c) => shop.onOrder(orderAt(shop, a), (change, stream) => {
    const parcel = at([...fold(stream, parcelsSlice).keys()], b);
    if (parcel !== undefined) shop.record(change, stream, [refundParcel(stream, parcel, { shipping: c % 2 === 0, note: null })]);
  }),
  parcelResend: (shop, a, b) => shop.onOrder(orderAt(shop, a), (change, stream) => {
    const parcel = at([...fold(stream, parcelsSlice).keys()], b);
    if (parcel === undefined) return;
    const again = resendParcel(stream, parcel, null, null);
    shop.record(change, stream, [...again.events, again.credit, linesAdded(again.lines, [])]);
  }),
  parcelBack: (shop, a, b, c) => shop.onOrder(orderAt(shop, a), (change, stream) => {
    const parcel = at([...fold(stream, parcelsSlice).keys()], b);
    if (parcel === undefined) return;
    shop.record(change, stream, onItsWayBack(stream, parcel, shop.context.now));
    const lines = contents(unitsOf(stream), parcel).filter(({ stage }) => stage === 'returning').map(({ line, n }) => ({ line, quantity: 1 + (c % n), condition: null }));
    if (lines.length > 0) shop.record(change, stream, [receiveReturn(fold(stream, orderSlice), unitsOf(stream), { return: newId(), number: 'R', location: at(LOCATIONS, c) ?? 'dc', lines, reason: null, parcel }), ...shippingOf(stream, parcel)]);
  }),
  putBack: onWork((shop, change, stream, work) => {
    const [first] = work.putBack.filter((one) => one.quantity > 0);
    shop.record(change, stream, [putBack(unitsOf(stream), work, first?.location ?? work.location)]);
  }),
  transfer: onWork((shop, change, stream, work) => {
    const load = newId();
    shop.record(change, stream, [transfer(unitsOf(stream), work, load)]);
    shop.beside(change, load, 'load', { type: 'LoadHanded', data: { load, code: load, origin: work.location, destination: work.destination } });
  }),
  arrive: onWork((shop, change, stream, work) => {
    if (work.load === null) return;
    const events = receive(unitsOf(stream), fold(stream, floorSlice), { load: work.load, location: work.destination ?? '', receipt: null, lines: null, shelf: null });
    if (events.length > 0) shop.beside(change, work.load, 'load', { type: 'LoadReceived', data: { load: work.load, location: work.destination } });
    shop.record(change, stream, events);
    readyIfAll(shop, change, stream, work.delivery);
  }),
  collect: (shop, a, b, c) => shop.onOrder(orderAt(shop, a), (change, stream) => {
    const delivery = at([...fold(stream, orderSlice).deliveries.values()], b);
    const [held] = delivery ? unitsIn(unitsOf(stream), { delivery: delivery.delivery, stage: 'ready' }) : [];
    if (delivery && held) shop.record(change, stream, [collect(unitsOf(stream), delivery, c % 3 === 0 ? [{ line: held.line, quantity: 1 }] : null)]);
  }),
  cancel: (shop, a, b, c) => shop.onOrder(orderAt(shop, a), (change, stream) => {
    const lines = [...fold(stream, orderSlice).lines.values()];
    const wanted = Array.from({ length: Math.min(lines.length, 1 + (c % 3)) }, (_, index) => at(lines, b + index)).flatMap((line, index) => (line ? [{ line: line.line, quantity: 1 + ((b + index) % line.quantity) }] : []));
    shop.record(change, stream, cancel(stream, wanted, 'customer', null));
  }),
  // Given at once, asked for, or agreed to: sometimes more than the order can bear.
  goodwill: (shop, a, b, c) => shop.onOrder(orderAt(shop, a), (change, stream) => {
    const amount = 1 + b * 211 + c * 17;
    if (c % 3 === 0) return shop.record(change, stream, [{ type: 'GoodwillAsked', data: { request: newId(), amount, reason: 'late', note: null } }]);
    const waiting = at([...fold(stream, goodwillSlice).requests.values()].filter(({ state }) => state === 'waiting'), b);
    const asked = waiting && c % 3 === 1 ? waitingRequest(stream, waiting.request) : null;
    shop.record(change, stream, [grant(stream, { request: asked?.request ?? null, amount: asked?.amount ?? amount, reason: 'late', note: null })]);
  }),
  bringBack: (shop, a, b, c) => shop.onOrder(orderAt(shop, a), (change, stream) => {
    const lines = returnable(stream, b, c);
    if (lines.length > 0) shop.record(change, stream, [receiveReturn(fold(stream, orderSlice), unitsOf(stream), { return: newId(), number: 'R', location: at(LOCATIONS, c) ?? 'dc', lines, reason: null })]);
  }),
  inspect: (shop, a, b, c) => shop.onOrder(orderAt(shop, a), (change, stream) => {
    const returned = at(stream.events.filter((event) => event.type === 'ItemsReturned').map((event) => event.data as ReturnEvents['ItemsReturned']), b);
    if (!returned) return;
    const waiting = uninspected(stream.events, returned.return);
    const lines = [...waiting].filter(([, n]) => n > 0).map(([line, n]) => ({ line, quantity: 1 + (c % n), disposition: c % 2 === 0 ? 'sellable' as const : 'damaged' as const }));
    if (lines.length > 0) shop.record(change, stream, [inspect(fold(stream, orderSlice), unitsOf(stream), waiting, returned, lines)]);
  }),
  paid: (shop, a) => settleAll(shop, orderAt(shop, a), 'done'),
  refused: (shop, a) => settleAll(shop, orderAt(shop, a), 'failed'),
  dashboardRefund: outside('refund'), chargeback: outside('chargeback'), expiry: outside('expiry'),
};

export interface Step { do: string; a: number; b: number; c: number }

/** Lives through one step; before there is an order only those that need none. */
export async function live(shop: Shop, step: Step): Promise<void> {
  if (shop.orders.length === 0 && !['place', 'sale', 'announce', 'stockIn', 'stockLost'].includes(step.do)) return;
  await STEPS[step.do]?.(shop, step.a, step.b, step.c);
}
