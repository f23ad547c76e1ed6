/** The steps of a shop's life: each takes three numbers that choose what, how many and which way, and goes by the real rules. */
import type { Change } from '../../server/kernel/change.ts';
import { newId } from '../../server/kernel/ids.ts';
import { fold, moneyOf, unitsIn, unitsOf } from '../../server/modules/books/index.ts';
import type { NewEvent, Stage, Stream } from '../../server/modules/books/index.ts';
import { OrderSnapshot } from '../../server/modules/channels/snapshot.ts';
import { withdrawn } from '../../server/modules/dialogue/index.ts';
import { foundInHand } from '../../server/modules/fulfilment/in-hand.ts';
import { fulfilmentProblems } from '../../server/modules/fulfilment/problems.ts';
import { collect, packParcels, pick, putBack, short } from '../../server/modules/fulfilment/rules.ts';
import { MAY_BE_READY } from '../../server/modules/fulfilment/reactions.ts';
import { reassigned, unitsToMove } from '../../server/modules/fulfilment/reassign.ts';
import { DEFAULT_SHORT_REASONS, floorSlice } from '../../server/modules/fulfilment/types.ts';
import type { Fulfilment, FulfilmentEvents } from '../../server/modules/fulfilment/types.ts';
import { everythingHere } from '../../server/modules/orders/commands.ts';
import { goodwillSlice, grant, waitingRequest } from '../../server/modules/orders/goodwill.ts';
import { reservationProblems } from '../../server/modules/orders/reservations/problems.ts';
import { demandFor, planOpen } from '../../server/modules/orders/planning.ts';
import { cancel } from '../../server/modules/orders/rules.ts';
import { orderSlice } from '../../server/modules/orders/state.ts';
import type { OrderLine } from '../../server/modules/orders/types.ts';
import { intentOutcome, opened, reconcile } from '../../server/modules/payments/rules.ts';
import { paymentsSlice } from '../../server/modules/payments/types.ts';
import type { CaptureMode } from '../../server/modules/payments/types.ts';
import { linesAdded } from '../../server/modules/orders/rules.ts';
import { inspect, receiveReturn, returnProblems, uninspected } from '../../server/modules/returns/rules.ts';
import type { ReturnEvents } from '../../server/modules/returns/rules.ts';
import { onItsWayBack, refundParcel, resendParcel, shippingOf } from '../../server/modules/returns/parcel-rules.ts';
import { arriveAtPoint, contents, deliver, find, lose, sendBack, ship } from '../../server/modules/shipping/rules.ts';
import { RETURNING } from '../../server/modules/shipping/parcel-policy.ts';
import { parcelsSlice } from '../../server/modules/shipping/types.ts';
import type { ParcelStatus } from '../../server/modules/shipping/types.ts';
import { prepare } from '../../server/modules/sourcing/prepare.ts';
import { assign } from '../../server/modules/sourcing/work-orders.ts';
import { at, orderAt, ordersWith, readyIfAll, takeOrder } from './act.ts';
import type { Act } from './act.ts';
import { LOCATIONS, PARTNER, SKUS } from './shop.ts';
import type { Shop } from './shop.ts';
import { LATE_STEPS } from './steps-late.ts';
import { PARTNER_STEPS, partnerGivesUp, submit } from './steps-partner.ts';
import { lookAtAll, RESERVE_STEPS } from './steps-reserve.ts';
import { queuesOf, serveQueue, SUPPLY_STEPS } from './steps-supply.ts';
import { TILL_STEPS } from './steps-till.ts';
import { finishReceipts, loadsOf, receiveTote, TOTE_STEPS } from './steps-totes.ts';


/** Which payment of an order can be captured how, by the operator's name. */
const MODE: Readonly<Record<string, CaptureMode>> = { ideal: 'immediate', card: 'repeatedly', klarna: 'once' };

function snapshotOf(a: number, b: number, c: number): OrderSnapshot {
  const kinds = (['ship', 'pickup', c % 4 === 0 ? 'pickup_point' : 'ship'] as const);
  const address = { name: 'A. Buyer', street: 'Markt', houseNumber: '1', postalCode: '2611GP', city: 'Delft', country: 'NL' };
  const to = (kind: string | undefined): object => (kind === 'pickup' ? { location: a % 3 === 0 ? 'leiden' : 'delft' } : kind === 'pickup_point' ? { pickupPoint: { carrier: 'post', id: 'P1', address } } : { address });
  const deliveries = Array.from({ length: 1 + (c % 2) }, (_, index) => ({ ref: `d${index + 1}`, kind: kinds[(b + index) % 3] ?? 'ship', ...to(kinds[(b + index) % 3]) }));
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
    takeOrder(shop, change, stream, snapshot, `T${id.slice(-12)}`, await shop.world(), { captureMode: (operator) => MODE[operator] ?? 'immediate' });
  }).then((outcome) => { if (outcome === 'done') shop.orders.push(id); });
};

const holds = (stream: Stream, work: Fulfilment, stages: readonly Stage[]): boolean => unitsIn(unitsOf(stream), { holder: work.fulfilment, stage: stages }).length > 0;
const works = (stream: Stream): Fulfilment[] => [...fold(stream, floorSlice).fulfilments.values()];
/** The floor of the external warehouse is its own. */
const isOurs = (work: Fulfilment): boolean => work.location !== PARTNER || work.kind === 'pickup';

/** On a work order that has units in these stages, and one time in four on any: what is not possible must be refused. */
const onWork = (stages: readonly Stage[], decide: (shop: Shop, change: Change, stream: Stream, work: Fulfilment, c: number) => Promise<void> | void, ours = true): Act => async (shop, a, b, c) => {
  const fits = (stream: Stream, work: Fulfilment): boolean => (!ours || isOurs(work)) && holds(stream, work, stages);
  const order = (b % 4 === 3 ? undefined : at(ordersWith(shop, (stream) => works(stream).some((work) => fits(stream, work))), a)?.id) ?? orderAt(shop, a);
  await shop.onOrder(order, async (change, stream) => {
    const fitting = works(stream).filter((work) => fits(stream, work));
    const work = at(fitting.length > 0 ? fitting : works(stream).filter((one) => !ours || isOurs(one)), b);
    if (work) await decide(shop, change, stream, work, c);
  });
};

/** On a parcel of such an order, in one of these states or, one time in four, in any. */
const onParcel = (states: readonly ParcelStatus[], make: (...given: [ReturnType<typeof unitsOf>, Parameters<typeof ship>[1], string, number]) => NewEvent | null): Act => (shop, a, b, c) => {
  const parcels = (stream: Stream): Parameters<typeof ship>[1][] => [...fold(stream, parcelsSlice).values()];
  const order = (b % 4 === 3 ? undefined : at(ordersWith(shop, (stream) => parcels(stream).some(({ status }) => states.includes(status))), a)?.id) ?? orderAt(shop, a);
  return shop.onOrder(order, (change, stream) => {
    const fitting = parcels(stream).filter(({ status }) => states.includes(status));
    const parcel = at(fitting.length > 0 ? fitting : parcels(stream), b);
    if (parcel) shop.record(change, stream, [make(unitsOf(stream), parcel, shop.context.now, c)]);
  });
};

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
  if (order.reservation !== null) throw reservationProblems.reserved({ detail: 'It owes nothing.' });
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
  place, exchange, ...SUPPLY_STEPS, ...TILL_STEPS, ...TOTE_STEPS, ...PARTNER_STEPS, ...RESERVE_STEPS, ...LATE_STEPS,
  replan: (shop, a) => shop.onOrder(orderAt(shop, a), async (change, stream) => { planOpen(shop.books, change, stream, await shop.world(), shop.context, shop.day); }),
  pick: onWork(['allocated'], async (shop, change, stream, work, c) => {
    const scans = unitsIn(unitsOf(stream), { holder: work.fulfilment, stage: 'allocated' }).map((held) => ({ scan: newId(), code: 'x', sku: unitsOf(stream).lines.get(held.line)?.sku ?? null, ...(c % 3 === 2 ? { pieces: held.n + (c % 4 === 3 ? 1 : 0), quantity: 1 } : { pieces: 1, quantity: c % 2 === 0 ? held.n : 1 }) }));
    // Sent once more, as a telephone without a connection does: what was counted before is counted no more.
    const again = [...work.scans].slice(0, c % 5 === 0 ? 2 : 0).flatMap((scan) => scans.slice(0, 1).map((one) => ({ ...one, scan })));
    const picked = pick(unitsOf(stream), work, String, [...again, ...scans], null).event;
    const counted = (scan: string): number => (picked?.data as FulfilmentEvents['ItemsPicked'] | undefined)?.scans.reduce((sum, one) => sum + (one.scan === scan ? one.quantity : 0), 0) ?? 0;
    for (const { scan, pieces, quantity } of scans) if (![0, pieces * quantity].includes(counted(scan))) throw new Error(`a scan of ${quantity} times ${pieces} counted for ${counted(scan)}`);
    shop.record(change, stream, [picked && foundInHand(change, stream, picked, await shop.store.balances())]);
    readyIfAll(shop, change, stream, work.delivery);
  }),
  short: onWork(['allocated', 'picked'], async (shop, change, stream, work, c) => {
    const held = at(unitsIn(unitsOf(stream), { holder: work.fulfilment, stage: ['allocated', 'picked'] }), c);
    if (!held) return;
    const world = await shop.world();
    const balance = world.balances.find((one) => one.sku === unitsOf(stream).lines.get(held.line)?.sku && one.location === work.location) ?? null;
    shop.record(change, stream, short(unitsOf(stream), work, held.line, 1 + (c % held.n), at(DEFAULT_SHORT_REASONS, c) ?? (DEFAULT_SHORT_REASONS[0] as never), null, balance, shop.context.now));
    planOpen(shop.books, change, stream, world, shop.context, shop.day, { only: new Set([held.line]) });
    readyIfAll(shop, change, stream, work.delivery);
  }),
  reassign: onWork(['allocated', 'picked'], async (shop, change, stream, work, c) => {
    const location = at(LOCATIONS, c) ?? 'dc';
    const moving = unitsToMove(stream, work, { lines: null, putBack: true });
    const delivery = fold(stream, orderSlice).deliveries.get(work.delivery);
    const demand = delivery && demandFor(stream, delivery, (line) => moving.reduce((sum, { held, n }) => sum + (held.line === line ? n : 0), 0));
    if (!demand) return;
    const moved = reassigned(work, moving, { location, reason: null }, null);
    shop.record(change, stream, [moved, ...withdrawn(stream, moved.moves?.units ?? [], 'moved')]);
    const world = await shop.world();
    assign(shop.books, change, stream, prepare(demand, world, shop.context.now, { byHand: location }), world, shop.context, shop.day, { cause: 'by_hand', byHand: { location, reason: null, from: work.fulfilment } });
    const nowhere = unitsIn(unitsOf(stream), { delivery: work.delivery, stage: 'open' }).reduce((sum, { n }) => sum + n, 0);
    if (nowhere > 0) throw fulfilmentProblems.no_stock({ detail: `${location} cannot take ${nowhere} of it.` });
  }, false),
  pack: onWork(['picked'], (shop, change, stream, work, c) => {
    const [held] = unitsIn(unitsOf(stream), { holder: work.fulfilment, stage: 'picked' });
    const lines = c % 3 === 0 && held ? [{ line: held.line, quantity: 1 }] : null;
    shop.record(change, stream, packParcels(unitsOf(stream), work, [{ lines, weightGrams: null }], (_index, packed, weight) => ({ parcel: newId(), number: 'L', fulfilment: work.fulfilment, location: work.location, delivery: work.delivery, lines: packed, weightGrams: weight ?? 500, carrier: 'post', product: 'home', options: [] })));
  }),
  label: onParcel(['packed'], (_units, parcel) => (parcel.status === 'packed' ? { type: 'LabelIssued', data: { parcel: parcel.parcel, carrier: 'post', barcode: newId(), trackingUrl: 'https://post.example/x', byHand: false } } : null)),
  labelFails: onParcel(['packed'], (_units, parcel) => (parcel.status === 'packed' ? { type: 'LabelFailed', data: { parcel: parcel.parcel, reason: 'no such street', code: 'x', retrying: false } } : null)),
  ship: onParcel(['packed', 'labelled'], (units, parcel) => ship(units, parcel, { manifest: null, cause: 'scan' })),
  point: onParcel(['shipped'], (units, parcel, now) => arriveAtPoint(units, parcel, { code: 'P' }, now)),
  deliver: onParcel(['shipped', 'at_pickup_point', 'returning', 'lost'], (units, parcel, now, c) => deliver(units, parcel, at(['delivered', 'collected', 'neighbour'] as const, c) ?? 'delivered', 'D', now)),
  sendBack: onParcel(['shipped', 'at_pickup_point', 'delivered'], (units, parcel, now, c) => sendBack(units, parcel, { code: 'B', reason: parcel.status === 'at_pickup_point' ? 'unclaimed' : at(RETURNING, c) ?? 'refused', ask: false }, now)),
  lose: onParcel(['shipped', 'at_pickup_point'], (units, parcel, now) => lose(units, parcel, 'L', now)),
  // Seen again, paid for, sold again in its place, received back: in any order, whether it was lost, is on its way back, or is with its customer.
  find: onParcel(['lost'], (units, parcel, now) => find(units, parcel, 'F', now)),
  parcelRefund: (shop, a, b, c) => shop.onOrder(orderAt(shop, a), (change, stream) => {
    const parcel = at([...fold(stream, parcelsSlice).keys()], b);
    if (parcel !== undefined) shop.record(change, stream, [refundParcel(stream, parcel, { shipping: c % 2 === 0, note: null })]);
  }),
  parcelResend: (shop, a, b) => shop.onOrder(orderAt(shop, a), async (change, stream) => {
    const parcel = at([...fold(stream, parcelsSlice).keys()], b);
    if (parcel === undefined) return;
    const again = resendParcel(stream, parcel, null, null);
    shop.record(change, stream, [...again.events, again.credit, linesAdded(again.lines, [])]);
    planOpen(shop.books, change, stream, await shop.world(), shop.context, shop.day, { only: new Set(again.lines.map(({ line }) => line)), keepOpen: true });
    if (again.lines.some(({ line }) => unitsIn(unitsOf(stream), { line, stage: ['open', 'waiting'] }).length > 0)) throw returnProblems.nowhere({ detail: 'Nobody has all of it.' });
  }),
  parcelBack: (shop, a, b, c) => shop.onOrder(orderAt(shop, a), (change, stream) => {
    const parcel = at([...fold(stream, parcelsSlice).keys()], b);
    if (parcel === undefined) return;
    shop.record(change, stream, onItsWayBack(stream, parcel, shop.context.now));
    const lines = contents(unitsOf(stream), parcel).filter(({ stage }) => stage === 'returning').map(({ line, n }) => ({ line, quantity: 1 + (c % n), condition: null }));
    if (lines.length > 0) shop.record(change, stream, [receiveReturn(fold(stream, orderSlice), unitsOf(stream), { return: newId(), number: 'R', location: at(LOCATIONS, c) ?? 'dc', lines, reason: null, parcel }), ...shippingOf(stream, parcel)]);
  }),
  putBack: onWork(['cancelled'], (shop, change, stream, work) => {
    const [first] = work.putBack.filter((one) => one.quantity > 0);
    shop.record(change, stream, [putBack(unitsOf(stream), work, first?.location ?? work.location)]);
  }),
  collect: (shop, a, b, c) => shop.onOrder((b % 4 === 3 ? undefined : at(ordersWith(shop, (stream) => unitsIn(unitsOf(stream), { stage: 'ready' }).length > 0), a)?.id) ?? orderAt(shop, a), (change, stream) => {
    const { deliveries, reservation } = fold(stream, orderSlice);
    if (reservation !== null) throw reservationProblems.reserved({ detail: 'It is sold at the till.' });
    const delivery = at([...deliveries.values()], b);
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

/** What is done how often: the way forward more than the ways back, so that orders get far enough to go wrong late. */
export const NAMES: readonly string[] = [
  ...Object.keys(STEPS), 'place', 'place', 'buyByOption', 'reserve', 'reserve', 'reserveAgain', 'sale', 'announce', 'announce', 'receiveExpected', 'receiveExpected', 'cancelExpected', 'serveQueue', 'serveQueue', 'stockIn', 'stockIn', 'stockIn', 'pick', 'pick', 'pick', 'pack', 'pack', 'ship', 'ship', 'deliver', 'paid', 'paid',
  'transfer', 'transfer', 'transfer', 'fillTote', 'fillTote', 'arrive', 'arrive', 'arrive', 'arrive', 'collect', 'bringBack', 'cancel', 'cancel', 'submit', 'submit', 'partnerAccepts', 'partnerAccepts', 'partnerShips', 'partnerAnswers', 'partnerAnswers', 'releaseOrder', 'planBroken', 'planBroken', 'find', 'askGoods', 'timePasses', 'timePasses', 'timePasses', 'lookAtReservations', 'buyReserved', 'buyReserved', 'reserve', 'voidSale', 'voidSale', 'sale', 'stockLost', 'countMore',
];

export interface Step { do: string; a: number; b: number; c: number }

const WITHOUT_ORDERS = new Set(['place', 'sale', 'announce', 'changeExpected', 'receiveExpected', 'cancelExpected', 'serveQueue', 'stockIn', 'stockLost', 'countMore', 'reserve', 'reserveAgain', 'buyByOption', 'askGoods', 'fillTote', 'arrive', 'partnerReports', 'timePasses']);

/** Lives through one step; before there is an order only those that need none. */
export async function live(shop: Shop, step: Step): Promise<void> {
  if (shop.orders.length === 0 && !WITHOUT_ORDERS.has(step.do)) return;
  const before = new Map(shop.orders.map((id) => [id, shop.streams.get(id)?.seq ?? 0]));
  await STEPS[step.do]?.(shop, step.a, step.b, step.c);
  await readyPickups(shop, before);
}

/** What the reaction does: a pickup of which the rest does not come is ready with what is there. */
async function readyPickups(shop: Shop, before: ReadonlyMap<string, number>): Promise<void> {
  for (const { id } of ordersWith(shop, (stream) => stream.events.some(({ seq, type }) => MAY_BE_READY.includes(type) && seq > (before.get(stream.id) ?? 0)))) {
    await shop.onOrder(id, (change, stream) => { for (const delivery of fold(stream, orderSlice).deliveries.keys()) readyIfAll(shop, change, stream, delivery); }, false);
  }
}

/** What was begun is ended: totes are looked into, reservations are over whose time is, those who wait are served, and the partner has its work. */
export async function endOfLife(shop: Shop): Promise<void> {
  for (const load of loadsOf(shop)) {
    await receiveTote(shop, load.id, 0, 0, true);
    await finishReceipts(shop, load.id);
  }
  await lookAtAll(shop);
  for (let round = 0; round < 2; round += 1) for (const cause of await queuesOf(shop)) await serveQueue(shop, cause);
  for (const id of shop.orders) await submit(shop, id);
}

/** Everything of an order that has not left is cancelled; a partner that is asked agrees, and what it had refused to stop it gives back. */
export async function allCancelled(shop: Shop, id: string): Promise<void> {
  await shop.onOrder(id, (change, stream) => {
    const all = everythingHere(stream);
    if (all.length > 0) shop.record(change, stream, cancel(stream, all, 'mistake', null));
  });
  await partnerGivesUp(shop, id);
  await shop.onOrder(id, (change, stream) => {
    const all = everythingHere(stream);
    if (all.length > 0) shop.record(change, stream, cancel(stream, all, 'mistake', null));
  });
}
