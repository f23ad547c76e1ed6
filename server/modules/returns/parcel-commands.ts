/** What people decide about parcels that did not simply arrive: the money goes back, they are sent again, the carrier pays, or nothing more is to be done. */
import type { Address } from '../../kernel/address.ts';
import type { Change } from '../../kernel/change.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, loadStreamBy, unitsIn, unitsOf } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { writeContact } from '../customers/index.ts';
import { linesAdded, onOrder, orderSlice, planOpen, worldOf } from '../orders/index.ts';
import type { OrderDeps } from '../orders/index.ts';
import { shippingProblems } from '../shipping/index.ts';
import { claimParcel, closeMatter, refundParcel, resendParcel } from './parcel-rules.ts';
import { returnProblems } from './rules.ts';

const BY_PARCEL = 'select order_id from shipping.parcel where id = $1';

const onParcel = <T>(deps: OrderDeps, context: CommandContext, parcel: Uuid, decide: (change: Change, stream: Stream) => Promise<string> | string, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onOrder(deps, context, async () => {
    const stream = await loadStreamBy(deps.database, BY_PARCEL, parcel);
    if (!stream) throw shippingProblems.parcel_unknown({ detail: `There is no parcel ${parcel}.`, found: parcel });
    return stream;
  }, decide, present);

export const refund = <T>(deps: OrderDeps, context: CommandContext, parcel: Uuid, wish: { shipping: boolean; note: string | null }, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onParcel(deps, context, parcel, (change, stream) => {
    deps.books.record(change, stream, [refundParcel(stream, parcel, wish)], context);
    return 'parcel_refunded';
  }, present);

/** Sends the goods of a parcel again, to the same place or to another address; refused when nobody has all of them. */
export const resend = <T>(deps: OrderDeps, context: CommandContext, parcel: Uuid, wish: { address: Address | null; note: string | null }, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onParcel(deps, context, parcel, async (change, stream) => {
    const { address } = wish;
    const found = address && deps.geocoder.locate({ country: address.country, postalCode: address.postalCode, city: address.city });
    const round = (value: number): number => Math.round(value * 100) / 100;
    const { language } = fold(stream, orderSlice);
    const where = address === null ? null : {
      kind: 'ship' as const, contact: writeContact(change, { name: address.name, email: address.email, phone: address.phone, language, address }), country: address.country, pickupPoint: null,
      coordinates: found && { latitude: round(found.latitude), longitude: round(found.longitude) },
    };
    const again = resendParcel(stream, parcel, where, wish.note);
    deps.books.record(change, stream, [...again.events, again.credit, linesAdded(again.lines, [])], context);
    const only = new Set(again.lines.map(({ line }) => line));
    planOpen(deps.books, change, stream, await worldOf(deps, stream, context.now), context, deps.worlds.day(context.now), { only, keepOpen: true });
    const missing = again.lines.filter(({ line }) => unitsIn(unitsOf(stream), { line, stage: ['open', 'waiting'] }).length > 0);
    if (missing.length > 0) throw returnProblems.nowhere({ detail: `Nobody has ${missing.map(({ name, quantity }) => `${quantity} × ${name}`).join(', ')} now. Give the money back, or send it again when there is stock.`, found: missing.map(({ sku }) => sku) });
    return 'parcel_sent_again';
  }, present);

export const claim = <T>(deps: OrderDeps, context: CommandContext, parcel: Uuid, reference: string, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onParcel(deps, context, parcel, (change, stream) => {
    deps.books.record(change, stream, [claimParcel(stream, parcel, reference)], context);
    return 'claimed';
  }, present);

export const close = <T>(deps: OrderDeps, context: CommandContext, parcel: Uuid, note: string | null, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onParcel(deps, context, parcel, (change, stream) => {
    deps.books.record(change, stream, [closeMatter(stream, parcel, note)], context);
    return 'closed';
  }, present);
