/** Reserving without paying: made out of one store's stock within limits, extended, let go, and ended on time. */
import { table } from '../../../kernel/change.ts';
import type { Change } from '../../../kernel/change.ts';
import { execute } from '../../../kernel/command.ts';
import type { Actor, CommandContext, Outcome } from '../../../kernel/command.ts';
import type { Instant } from '../../../kernel/clock.ts';
import type { Queryable } from '../../../kernel/database.ts';
import type { DueWork } from '../../../kernel/due.ts';
import type { Uuid } from '../../../kernel/ids.ts';
import { fold, loadStream, loadStreamBy, STILL_HERE } from '../../books/index.ts';
import type { Stream } from '../../books/index.ts';
import { grossPrices, variantsOf } from '../../catalogue/index.ts';
import { channelByCode } from '../../channels/index.ts';
import type { OrderSnapshot } from '../../channels/index.ts';
import { locationByCode, zoneDate } from '../../locations/index.ts';
import type { World } from '../../sourcing/index.ts';
import { place, refuseOtherKind } from '../commands.ts';
import type { OrderDeps } from '../commands.ts';
import { seesChannel } from '../permissions.ts';
import { orderProblems } from '../problems.ts';
import { orderSlice } from '../state.ts';
import type { Order } from '../state.ts';
import type { CancelReason, OrderEvents } from '../types.ts';
import type { ReserveBody } from './contract.ts';
import { freePlace, refuseNotThere, refuseShare, refuseTooMany, wantedOf } from './limits.ts';
import { reservationPolicy } from './policy.ts';
import type { ReservationPolicy } from './policy.ts';
import { reservationProblems } from './problems.ts';
import { extendedTo, isOpen, letGo, lookedAt, termsFor } from './rules.ts';
import { takeTurn } from './turns.ts';

export interface ReservationDeps extends OrderDeps {
  /** The code that a reservation is asked for by: derived from a secret, kept nowhere. */
  pickupCode(order: Uuid, delivery: number): string;
  /** A digest with the installation's secret: the same for the same text, and nobody reads the text from it. */
  digest(text: string): string;
}

const PLACE = table('orders.reservation_place', 'subject', 'n');

/** Takes a reservation: the goods are reserved at that store and nowhere else, and nothing is owed. The same of a channel again is answered with what there is. */
export async function reserve<T>(deps: ReservationDeps, context: CommandContext, body: ReserveBody, present: (stream: Stream) => T): Promise<Outcome<T>> {
  const { database } = deps;
  if (!seesChannel(context.actor, body.channel)) throw orderProblems.channel_not_yours({ detail: `"${context.actor.name}" is bound to ${context.actor.channels?.join(', ') ?? ''}; it reserves nothing for "${body.channel}".`, found: body.channel, expected: context.actor.channels, field: 'channel' });
  if (context.actor.locations !== 'all' && !context.actor.locations.includes(body.location)) throw reservationProblems.not_yours({ detail: `"${context.actor.name}" reserves nothing at ${body.location}.`, found: body.location, expected: context.actor.locations, field: 'location' });
  // Looked at before anything that may be otherwise by now: the hours, the price, the store.
  const there = await loadStreamBy(database, 'select order_id from orders.external_ref where channel = ($1::text[])[1] and external_id = ($1::text[])[2]', [body.channel, body.externalId]);
  if (there) {
    refuseOtherKind(there, body, true);
    return { status: 200, answer: present(there) };
  }
  const [policy, location, channel] = await Promise.all([reservationPolicy(database), locationByCode(database, body.location), channelByCode(database, body.channel)]);
  if (!channel) throw orderProblems.channel_unknown({ detail: `There is no channel "${body.channel}".`, found: body.channel, field: 'channel' });
  if (!location) throw reservationProblems.location_unknown({ detail: `There is no location "${body.location}".`, found: body.location, field: 'location' });
  if (!location.active || location.kind !== 'store' || !location.capabilities.includes('pickup')) throw reservationProblems.location_closed({ detail: `${location.name} ${location.active ? 'hands nothing out to customers' : 'is closed for good'}. Choose another store.`, found: body.location, field: 'location' });
  const terms = termsFor(policy, location.calendar, body.until, context.now);
  refuseTooMany(body.lines, policy);
  const snapshot = await snapshotOf(deps, body, { list: channel.priceList, currency: channel.settings.currency, country: location.address.country, date: zoneDate(context.now, location.calendar.zone) }, context.now);
  const subjects = [
    { subject: deps.digest(`reservations of ${body.customer.email.trim().toLowerCase()}`), most: policy.openPerCustomer, whose: 'this e-mail address' },
    ...(body.origin === null ? [] : [{ subject: deps.digest(`reservations from ${body.origin}`), most: policy.openPerOrigin, whose: 'this connection' }]),
  ];
  await freeEnded(database, subjects.map(({ subject }) => subject));
  return place(deps, context, body.channel, snapshot, ({ stream }) => present(stream), {
    reservation: { location: body.location, ...terms },
    check: async (change, stream, world) => {
      refuseNotThere(stream, body.location);
      await takeShare(database, change, stream, world, body.location, policy);
      for (const one of subjects) await takePlace(database, change, stream.id, one);
    },
  });
}

/** The reservation as an order of its channel: at the price of the day, of which nothing is owed. */
async function snapshotOf({ database }: ReservationDeps, { externalId, location, lines, customer }: ReserveBody, at: { list: string; currency: string; country: string; date: string }, now: Instant): Promise<OrderSnapshot> {
  const skus = [...new Set(lines.map(({ sku }) => sku))];
  const [variants, prices] = await Promise.all([variantsOf(database, skus), grossPrices(database, skus, { ...at, at: now })]);
  return {
    externalId, externalNumber: null, version: null, placedAt: now, test: false, currency: at.currency, pricesIncludeTax: true, billing: null, customer,
    deliveries: [{ ref: '1', kind: 'pickup', address: null, location, pickupPoint: null, method: null, promisedBy: null, express: false }],
    lines: lines.map(({ sku, quantity }, index) => {
      const variant = variants.get(sku);
      const price = prices.get(sku);
      if (!variant?.active || variant.kind !== 'goods' || price === undefined) throw reservationProblems.not_for_sale({ detail: `"${sku}" ${variant ? variant.active && variant.kind === 'goods' ? `has no price in ${at.currency} on the list "${at.list}"` : 'is not kept in stores' : 'is not in the catalogue'}.`, found: sku, field: `lines[${index}].sku` });
      return { ref: String(index + 1), sku, gtin: null, name: variant.name, kind: 'goods' as const, quantity, unitPrice: price, subtotal: 0, discount: 0, taxes: [], total: 0, delivery: '1', bundle: null, properties: {}, cancelled: 0, shipped: 0, returned: 0 };
    }),
    charges: [], payments: [], totals: { total: 0, discount: null, tax: null, shipping: null }, cancelledAt: null, cancelReason: null, holds: [], tags: [], note: null,
  };
}

/** Of a store's goods only a part may be kept for people who have not paid; one unit always may. Two who look at the same moment want the same turn, and the database lets one of them. */
export async function takeShare(database: Queryable, change: Change, stream: Stream, world: World, location: string, policy: ReservationPolicy): Promise<void> {
  const wanted = wantedOf(stream);
  const rows = await database.query<{ sku: string; n: number; turn: number }>(
    `select w.sku, coalesce((select sum(u.quantity) from orders.reservation r join books.unit u on u.order_id = r.order_id where r.location = $1 and r.state = 'open' and u.sku = w.sku and u.stage = any($3)), 0)::int as n,
       coalesce((select t.turn from orders.reservation_turn t where t.location = $1 and t.sku = w.sku), 0) as turn
     from unnest($2::text[]) w(sku)`, [location, [...wanted.keys()], STILL_HERE]);
  refuseShare(wanted, new Map(rows.map(({ sku, n }) => [sku, n])), world, location, policy);
  for (const { sku, turn } of rows) takeTurn(change, { location, sku, order: stream.id, turn });
}

/** Places of reservations that have ended are free again; those of open ones are contested in the Change itself. */
export async function freeEnded(database: Queryable, subjects: readonly string[]): Promise<void> {
  await database.query(`delete from orders.reservation_place p using orders.reservation r where p.subject = any($1) and r.order_id = p.order_id and r.state <> 'open'`, [subjects]);
}

/** Takes one of the places that a subject has. Two who want the last one write the same key, and the database lets one of them. */
export async function takePlace(database: Queryable, change: Change, order: Uuid, { subject, most, whose }: { subject: string; most: number; whose: string }): Promise<void> {
  const rows = await database.query<{ n: number }>('select n from orders.reservation_place where subject = $1', [subject]);
  change.insert(PLACE, { subject, n: freePlace(rows.map(({ n }) => n), most, whose), order_id: order });
}

export interface Reserved { stream: Stream; order: Order; reservation: NonNullable<Order['reservation']> }

/** A reservation, for an account of its store, of its channel, or of the whole company; to others it is not there. */
export async function reservationFor(database: Queryable, actor: Actor, id: Uuid): Promise<Reserved> {
  const stream = await loadStream(database, id);
  const order = stream?.kind === 'order' ? fold(stream, orderSlice) : null;
  if (!stream || !order?.reservation || !seesChannel(actor, order.channel) || (actor.locations !== 'all' && !actor.locations.includes(order.reservation.location))) throw reservationProblems.unknown({ detail: 'There is no such reservation for this account.', found: id });
  return { stream, order, reservation: order.reservation };
}

const onReservation = <T>(deps: ReservationDeps, context: CommandContext, id: Uuid, decide: (change: Change, found: Reserved) => Promise<void> | void, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  execute(deps.database, context, async (change) => {
    const found = await reservationFor(deps.database, context.actor, id);
    if (!isOpen(found.stream)) throw reservationProblems.ended({ detail: `Reservation ${found.order.number} ${found.reservation.sales.length > 0 ? 'was bought' : `ended at ${found.reservation.until}, or was let go before`}.`, found: found.reservation.until });
    await decide(change, found);
    return { status: 200, answer: present(found.stream) };
  });

/** Staff let a reservation hold longer, as far as the policy goes. */
export const extend = <T>(deps: ReservationDeps, context: CommandContext, id: Uuid, until: Instant, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onReservation(deps, context, id, async (change, { stream, reservation }) => {
    const [policy, location] = await Promise.all([reservationPolicy(deps.database), locationByCode(deps.database, reservation.location)]);
    if (!location) throw reservationProblems.location_unknown({ detail: `There is no location "${reservation.location}".`, found: reservation.location });
    deps.books.record(change, stream, [{ type: 'ReservationExtended', data: extendedTo(reservation, until, policy, location.calendar, context.now) satisfies OrderEvents['ReservationExtended'] }], context);
  }, present);

/** Lets a reservation go: staff, the channel, or its customer says so. */
export const release = <T>(deps: ReservationDeps, context: CommandContext, id: Uuid, reason: CancelReason, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onReservation(deps, context, id, (change, { stream }) => { deps.books.record(change, stream, letGo(stream, reason), context); }, present);

/** Does what is due of one reservation: its reminder, or its end. Looked at again it finds nothing. */
async function lookAt(deps: ReservationDeps, context: CommandContext, id: Uuid): Promise<void> {
  await execute(deps.database, context, async (change) => {
    const stream = await loadStream(deps.database, id);
    if (stream) deps.books.record(change, stream, lookedAt(stream, context.now), context);
    return { status: 200, answer: null };
  });
}

/** Reservations of which something is due: a reminder, or the end. */
export const reservationsDue = (deps: ReservationDeps): DueWork => ({
  name: 'reservations', due: { from: 'orders.reservation', subject: 'order_id', by: 'next_at', when: 'next_at <= $1' },
  run: (order, context) => lookAt(deps, context, order as Uuid),
});
