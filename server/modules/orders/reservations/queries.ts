/** Reservations as a till, a store and a channel see them. */
import type { Actor } from '../../../kernel/command.ts';
import type { Instant } from '../../../kernel/clock.ts';
import type { Queryable } from '../../../kernel/database.ts';
import type { Uuid } from '../../../kernel/ids.ts';
import { wire } from '../../../kernel/wire.ts';
import { fold, loadStreams, STILL_HERE, unitsIn, unitsOf } from '../../books/index.ts';
import type { Stream } from '../../books/index.ts';
import { grossPrices, shownOf, shownProducts } from '../../catalogue/index.ts';
import { channelByCode } from '../../channels/index.ts';
import { readContacts } from '../../customers/index.ts';
import { locationByCode, zoneDate } from '../../locations/index.ts';
import { orderSlice } from '../state.ts';
import type { ReservationDeps } from './commands.ts';
import type { ReservationView } from './contract.ts';
import { reservationPolicy } from './policy.ts';
import { isOpen } from './rules.ts';

/** Who lets a reservation hold longer or go, and who sells against it. */
function actionsOf(actor: Actor, open: boolean): ReservationView['can'] {
  const is = (...roles: string[]): boolean => actor.roles.includes('administrator') || roles.some((role) => actor.roles.includes(role));
  if (!open) return [];
  return [...(is('store', 'service', 'operations') ? ['extend' as const] : []), ...(is('store', 'service', 'operations', 'channel') ? ['cancel' as const] : []), ...(is('store', 'operations', 'service') ? ['buy' as const] : [])];
}

/** One reservation as this account may see it. */
export async function presentReservation(deps: Pick<ReservationDeps, 'database' | 'pickupCode'>, actor: Actor, stream: Stream, now: Instant): Promise<ReservationView> {
  const { database } = deps;
  const order = fold(stream, orderSlice);
  const units = unitsOf(stream);
  const { reservation } = order;
  if (reservation === null) throw new Error(`order ${stream.id} is no reservation`);
  const skus = [...order.lines.values()].flatMap(({ sku }) => sku ?? []);
  const [policy, contacts, shown, channel, store] = await Promise.all([reservationPolicy(database), readContacts(database, order.contact === null ? [] : [order.contact]), shownProducts(database, skus), channelByCode(database, order.channel), locationByCode(database, reservation.location)]);
  const prices = await grossPrices(database, skus, { list: channel?.priceList ?? 'standard', currency: order.currency, at: now, country: store?.address.country ?? 'NL', date: zoneDate(now, store?.calendar.zone ?? 'Europe/Amsterdam') });
  const open = isOpen(stream);
  const here = unitsIn(units, { stage: STILL_HERE });
  const [delivery = 1] = order.deliveries.keys();
  return {
    order: wire('order', stream.id), number: order.number, channel: order.channel, location: reservation.location, customer: contacts.get(order.contact ?? '')?.name ?? null, placedAt: order.placedAt, until: reservation.until,
    state: open ? here.every(({ stage }) => stage === 'ready') ? 'ready' : 'open' : reservation.sales.length > 0 ? 'bought' : 'ended', code: open ? deps.pickupCode(stream.id, delivery) : null, currency: order.currency,
    shelves: [...new Set(stream.events.flatMap(({ type, data }) => (type === 'ItemsPicked' || type === 'DeliveryReady' ? (data as { shelf: string | null }).shelf ?? [] : [])))],
    lines: [...order.lines.values()].map(({ line, sku, name, quantity, unitPrice }) => {
      const today = prices.get(sku ?? '') ?? unitPrice;
      const n = (stages: Parameters<typeof unitsIn>[1]['stage']): number => unitsIn(units, { line, ...(stages === undefined ? {} : { stage: stages }) }).reduce((sum, one) => sum + one.n, 0);
      return { line, sku, name, ...shownOf(shown, sku), quantity, held: n(STILL_HERE), ready: n('ready'), bought: reservation.bought.get(line) ?? 0, price: policy.price === 'today' ? today : Math.min(unitPrice, today) };
    }),
    receipts: reservation.sales.map(({ receipt }) => receipt), can: actionsOf(actor, open),
  };
}

/** Reservations shown at once: who looks for one types its code. */
const AT_MOST = 200;

/** Open reservations of a store, those that end first at the top; by code, number or a part of the name. A number finds one that has ended too. */
export async function listReservations(deps: Pick<ReservationDeps, 'database' | 'pickupCode'>, actor: Actor, { location, search }: { location: string; search?: string | undefined }, now: Instant): Promise<ReservationView[]> {
  if (actor.locations !== 'all' && !actor.locations.includes(location)) return [];
  const rows = await deps.database.query<{ order_id: Uuid; number: string; name: string | null; open: boolean; delivery: number }>(
    `select r.order_id, o.number, c.data ->> 'name' as name, r.state = 'open' as open, 1 as delivery from orders.reservation r join orders.order o on o.id = r.order_id left join customers.contact c on c.id = o.contact_id and c.erased_at is null
     where r.location = $1 and (r.state = 'open' or o.number = $2) and ($3::text[] is null or o.channel = any($3)) order by r.until, r.order_id limit $4`, [location, search?.replace(/^#/, '') ?? null, actor.channels ?? null, search === undefined ? AT_MOST : null]);
  const code = search?.toUpperCase().replaceAll(/[^A-Z0-9]/g, '') ?? '';
  const found = rows.filter((row) => search === undefined || row.number === search.replace(/^#/, '') || (row.open && (deps.pickupCode(row.order_id, row.delivery) === code || (row.name ?? '').toLowerCase().includes(search.toLowerCase()))));
  const shown = found.slice(0, AT_MOST);
  const streams = await loadStreams(deps.database, shown.map((row) => row.order_id));
  return Promise.all(shown.flatMap((row) => streams.get(row.order_id) ?? []).map((stream) => presentReservation(deps, actor, stream, now)));
}
