/** Steps of a shop's life with goods that are kept for people who have not paid: reserved within limits, extended, let go, bought at the till, and ended on time. */
import { newId } from '../../server/kernel/ids.ts';
import { fold, STILL_HERE, unitsIn, unitsOf } from '../../server/modules/books/index.ts';
import type { Stream } from '../../server/modules/books/index.ts';
import { OrderSnapshot } from '../../server/modules/channels/snapshot.ts';
import { giveOut, refuseWrongNames } from '../../server/modules/orders/reservations/buy.ts';
import { refuseNotThere, refuseTooMany } from '../../server/modules/orders/reservations/limits.ts';
import type { ReservationPolicy } from '../../server/modules/orders/reservations/policy.ts';
import { reservationProblems } from '../../server/modules/orders/reservations/problems.ts';
import { dueOf, extendedTo, isOpen, letGo, lookedAt, termsFor } from '../../server/modules/orders/reservations/rules.ts';
import { orderSlice } from '../../server/modules/orders/state.ts';
import { at, inMinutes, ordersWith, skuAt, takeOrder } from './act.ts';
import type { Act } from './act.ts';
import { CALENDAR } from './shop.ts';
import type { Shop } from './shop.ts';

export const POLICY: ReservationPolicy = { hours: 8, mostHours: 72, remindHoursBefore: 4, perSku: 3, openPerCustomer: 2, openPerOrigin: 5, shareOfStock: 50, price: 'reserved' };
const CUSTOMERS = ['anna', 'anna', 'bert'];

export const reservationOf = (stream: Stream): NonNullable<ReturnType<typeof orderSlice.initial>['reservation']> | null => fold(stream, orderSlice).reservation;
const isReservation = (stream: Stream): boolean => reservationOf(stream) !== null;
const reservationAt = (shop: Shop, a: number): Stream | undefined => at(ordersWith(shop, isReservation), a);

/** So much of each product is kept for open reservations at a store. */
export const reservedAt = (shop: Shop, location: string): Map<string, number> => {
  const kept = new Map<string, number>();
  for (const stream of ordersWith(shop, (one) => isOpen(one) && reservationOf(one)?.location === location)) {
    for (const { line, n } of unitsIn(unitsOf(stream), { stage: STILL_HERE })) { const sku = unitsOf(stream).lines.get(line)?.sku ?? ''; kept.set(sku, n + (kept.get(sku) ?? 0)); }
  }
  return kept;
};

const reserve: Act = (shop, a, b, c) => {
  const id = newId();
  // What one wants, others want: now and then the same as is kept for somebody already.
  const wanted = c % 4 === 1 ? at(ordersWith(shop, isOpen), a) : undefined;
  const location = (wanted && reservationOf(wanted)?.location) ?? (b % 2 === 0 ? 'delft' : 'leiden');
  const first = (wanted && [...fold(wanted, orderSlice).lines.values()][0]?.sku) ?? skuAt(a);
  const customer = at(CUSTOMERS, a + b) ?? '';
  const lines = Array.from({ length: 1 + (c % 2) }, (_, index) => ({ sku: index === 0 ? first : skuAt(a + index), quantity: at([1, 1, 2, 4], b + index) ?? 1 }));
  return shop.onOrder(id, async (change, stream) => {
    const terms = termsFor(POLICY, CALENDAR, c % 3 === 0 ? null : inMinutes(shop, 10 + c * 20), shop.context.now);
    refuseTooMany(lines, POLICY);
    const world = await shop.world();
    const snapshot = OrderSnapshot.parse({
      externalId: id, placedAt: shop.context.now, currency: 'EUR', deliveries: [{ ref: '1', kind: 'pickup', location }], totals: { total: 0 }, charges: [], payments: [],
      lines: lines.map(({ sku, quantity }, index) => ({ ref: `${index + 1}`, sku, name: sku, kind: 'goods', quantity, unitPrice: 1999, subtotal: 0, discount: 0, total: 0, delivery: '1' })),
    });
    takeOrder(shop, change, stream, snapshot, `R${id.slice(-12)}`, world, { captureMode: () => 'immediate', reservation: { location, ...terms } });
    refuseNotThere(stream, location);
    await shop.store.takeShare(shop, change, stream, world, location);
    await shop.store.takePlace(change, id, customer, POLICY.openPerCustomer);
  }).then((outcome) => {
    if (outcome !== 'done') return;
    shop.orders.push(id);
    shop.town.reservedBy.set(id, customer);
  });
};

/** Something of a reservation is bought at the till, wholly, partly or beyond, with more products; at the wrong store now and then, and also after it ended. */
const buy: Act = async (shop, a, b, c) => {
  const reservation = reservationAt(shop, a);
  if (!reservation) return;
  const id = newId();
  const { location = '' } = reservationOf(reservation) ?? {};
  const here = c % 9 === 0 ? 'dc' : location;
  const line = at([...fold(reservation, orderSlice).lines.values()], b);
  if (!line) return;
  const sold = [{ sku: c % 10 === 3 ? 'sock-1' : line.sku ?? '', quantity: 1 + (c % (line.quantity + 1)), named: true }, ...(b % 2 === 0 ? [{ sku: skuAt(c), quantity: 1, named: false }] : [])];
  await shop.onOrder(id, async (change, stream) => {
    const named = sold.flatMap(({ sku, quantity, named: is }, index) => (is ? [{ index, sku, quantity, delivery: null, reservation: { order: reservation.id, line: line.line } }] : []));
    const streams = new Map([[reservation.id, shop.also(reservation.id, 'order')]]);
    refuseWrongNames(streams, here, named);
    const number = `K${id.slice(-12)}`;
    const { world } = giveOut(shop.books, change, streams, { order: id, receipt: number }, named, await shop.world(), shop.context);
    const total = sold.reduce((sum, { quantity }) => sum + 1999 * quantity, 0);
    const snapshot = OrderSnapshot.parse({
      externalId: id, placedAt: shop.context.now, currency: 'EUR', deliveries: [{ ref: 'here', kind: 'carry_out', location: here }], charges: [], totals: { total },
      lines: sold.map(({ sku, quantity }, index) => ({ ref: `${index + 1}`, sku, name: sku, kind: 'goods', quantity, unitPrice: 1999, subtotal: 1999 * quantity, discount: 0, total: 1999 * quantity, delivery: 'here' })),
      payments: [{ ref: id, operator: 'till', method: 'cash', authorised: total, captured: total }],
    });
    takeOrder(shop, change, stream, snapshot, number, world, { captureMode: () => 'immediate', sale: { location: here, till: '1', cashier: null } });
  }).then((outcome) => { if (outcome === 'done') shop.orders.push(id); });
};

/** The clock looks at every reservation, as it does each second. */
export async function lookAtAll(shop: Shop): Promise<void> {
  const { now } = shop.context;
  for (const { id } of ordersWith(shop, (stream) => dueOf(stream, now) !== null)) await shop.onOrder(id, (change, stream) => shop.record(change, stream, lookedAt(stream, shop.context.now)));
  shop.town.looked = now;
}

export const RESERVE_STEPS: Readonly<Record<string, Act>> = {
  reserve, buyReserved: buy, reserveAgain: (shop, a, b, c) => reserve(shop, a, b, 1 + 4 * c),
  extendReservation: async (shop, a, _b, c) => {
    const id = reservationAt(shop, a)?.id;
    if (id !== undefined) await shop.onOrder(id, (change, stream) => {
      const reservation = reservationOf(stream);
      if (!reservation || !isOpen(stream)) throw reservationProblems.ended({ detail: 'It ended.' });
      shop.record(change, stream, [{ type: 'ReservationExtended', data: extendedTo(reservation, inMinutes(shop, c * 180), POLICY, CALENDAR, shop.context.now) }]);
    });
  },
  letReservationGo: async (shop, a, b) => {
    const id = reservationAt(shop, a)?.id;
    if (id !== undefined && b % 3 === 0) await shop.onOrder(id, (change, stream) => {
      if (!isOpen(stream)) throw reservationProblems.ended({ detail: 'It ended.' });
      shop.record(change, stream, letGo(stream, 'customer'));
    });
  },
  lookAtReservations: (shop) => lookAtAll(shop),
  /** Time goes by: minutes, hours, a night. */
  timePasses: async (shop, a, b, c) => {
    shop.town.time.minutes += 5 + (a % 3 === 0 ? c * 30 : c * 4);
    if (b % 3 !== 0) await lookAtAll(shop);
  },
};
