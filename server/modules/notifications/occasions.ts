/** Pure: which event is an occasion to write to the customer, about what, and when it has become pointless. */
import type { Uuid } from '../../kernel/ids.ts';
import { fold, newStream, STILL_HERE, unitsIn, unitsOf } from '../books/index.ts';
import type { JournalEvent, Stream } from '../books/index.ts';
import type { DialogueEvents } from '../dialogue/index.ts';
import { floorSlice } from '../fulfilment/index.ts';
import type { FulfilmentEvents } from '../fulfilment/index.ts';
import { askedOf, orderSlice, orderStatus, undoOf } from '../orders/index.ts';
import type { OrderEvents } from '../orders/index.ts';
import { parcelsSlice } from '../shipping/index.ts';
import type { ShippingEvents } from '../shipping/index.ts';
import type { MessageData, MessageKind } from './kinds.ts';

/** What a message is about: enough to find everything else in the order's stream. */
export type Occasion =
  | { kind: 'order_received' }
  | { kind: 'parcel_shipped' | 'parcel_at_point' | 'parcel_waits'; parcel: Uuid }
  | { kind: 'parcel_news'; parcel: Uuid; news: ParcelNews }
  | { kind: 'pickup_on_its_way' | 'pickup_ready' | 'pickup_reminder' | 'pickup_extended'; delivery: number }
  | { kind: 'promise_changed'; delivery: number; /** The event's place in the order's journal: only the latest is told. */ seq: number; /** It came with what another message tells, and that one tells the day too. */ with: 'order_received' | 'parcel_news' | null }
  | { kind: 'delivery_changed'; delivery: number; seq: number }
  | { kind: 'payment_asked'; seq: number }
  | { kind: 'reservation'; news: ReservationNews; lines: readonly { line: number; quantity: number }[] | null }
  | { kind: 'order_cancelled'; cancelled: OrderEvents['ItemsCancelled'] }
  | { kind: 'lines_cancelled'; cancelled: OrderEvents['ItemsCancelled']; /** Nobody had them as the order was placed, and its mail says so. */ with: 'order_received' | null }
  | { kind: 'cancellation_refused'; lines: { line: number; quantity: number }[] }
  | { kind: 'receipt'; /** The contact version that asked for it. */ contact: Uuid }
  | { kind: 'order_link' }
  | { kind: 'refund_done'; refund: { payment: Uuid; amount: number; intent: Uuid | null } };

/** What became of a parcel that did not simply arrive. */
export type ParcelNews = MessageData<'parcel_news'>['news'];

/** What there is to tell of a reservation. */
export type ReservationNews = MessageData<'reservation'>['news'];

/** Types of event that can be an occasion. */
export const TOLD_EVENTS = ['OrderPlaced', 'ParcelShipped', 'ParcelAtPickupPoint', 'ParcelReminded', 'ParcelDelivered', 'ParcelReturning', 'ParcelLost', 'ParcelFound', 'ParcelDamaged', 'ItemsCredited', 'ItemsTransferred', 'DeliveryReady', 'PickupReminded', 'PickupExtended', 'DeliveryChanged', 'PaymentAsked', 'ItemsCancelled', 'PaymentRefunded', 'PromiseChanged', 'WorkCancelRejected', 'ReservationReminded', 'ReservationExtended', 'ReceiptAsked'] as const;

/** The order as it was right after an event. */
export const streamAt = (stream: Stream, seq: number): Stream => ({ ...newStream(stream.kind, stream.id), events: stream.events.filter((event) => event.seq <= seq), seq });

/** The events by which an order came into being: what they say happened before Spil knew of it. */
const AT_THE_START = ['OrderPlaced', 'PaymentAuthorised', 'PaymentCaptured', 'PaymentRefunded', 'HoldPlaced'];
const cameWithTheOrder = (stream: Stream, event: JournalEvent): boolean => {
  const first = stream.events.findIndex(({ type }) => !AT_THE_START.includes(type));
  return first === -1 || event.seq < (stream.events[first]?.seq ?? 0);
};

/** The events that placing an order makes in one go, with what is planned for it and what nobody has. */
const PLACING: ReadonlySet<string> = new Set([...AT_THE_START, 'FulfilmentAssigned', 'ItemsWaiting', 'ItemsCancelled', 'ItemsCompleted', 'PromiseChanged', 'RefundRequested', 'CaptureRequested', 'AuthorisationReleased', 'WorkSubmitted']);

/** The order as it was once it was placed: what was planned at that moment is a part of it. */
export function placedOf(stream: Stream): Stream {
  const at = stream.events[0]?.recordedAt;
  const next = stream.events.findIndex(({ type, recordedAt, data }) => !PLACING.has(type) || recordedAt !== at || (type === 'PromiseChanged' && (data as OrderEvents['PromiseChanged']).cause !== 'planned'));
  return next === -1 ? stream : streamAt(stream, stream.events[next - 1]?.seq ?? 0);
}

/** What nobody had as the order was placed, by the event that says so; null where all could be planned. */
export const missingOf = (stream: Stream): JournalEvent | null => placedOf(stream).events.find(({ type, data }) => type === 'ItemsCancelled' && (data as OrderEvents['ItemsCancelled']).reason === 'nowhere_in_stock') ?? null;

/** The delivery on which the goods of a parcel are sent again, by the event that says so; null for any other. */
export function sentAgainOn(stream: Stream, event: JournalEvent): number | null {
  const before = stream.events[event.seq - 2];
  return event.type === 'ItemsCredited' && (event.data as OrderEvents['ItemsCredited']).replaced && before?.type === 'DeliveryAdded' ? (before.data as OrderEvents['DeliveryAdded']).delivery.delivery : null;
}

/** The message that tells of what a new promise came with: the order itself, or a parcel that is sent again. */
function cameWith(then: Stream, event: JournalEvent): 'order_received' | 'parcel_news' | null {
  const { delivery, from } = event.data as OrderEvents['PromiseChanged'];
  if (placedOf(then).seq === event.seq) return fold(then, orderSlice).opening ? null : 'order_received';
  return from === null && then.events.some((other) => sentAgainOn(then, other) === delivery) && promisesOf(then, delivery)[0]?.seq === event.seq ? 'parcel_news' : null;
}

/** What a delivery was promised, one after the other. */
export const promisesOf = (stream: Stream, delivery: number): JournalEvent[] => stream.events.filter(({ type, data }) => type === 'PromiseChanged' && (data as { delivery: number }).delivery === delivery);

/** The occasion that an event is, by the order right after it; null when there is nothing to tell. */
export function occasionOf(stream: Stream, event: JournalEvent): Occasion | null {
  const then = streamAt(stream, event.seq);
  const order = fold(then, orderSlice);
  if (order.test) return null;
  if (order.reservation !== null) return reservationNews(event);
  switch (event.type) {
    case 'OrderPlaced': {
      // What is carried out of the store needs no letter: the customer holds the goods and the receipt.
      const carried = [...order.deliveries.values()].every(({ kind }) => kind === 'carry_out');
      return order.opening || carried ? null : { kind: 'order_received' };
    }
    case 'ParcelShipped': return { kind: 'parcel_shipped', parcel: (event.data as ShippingEvents['ParcelShipped']).parcel };
    case 'ParcelAtPickupPoint': return { kind: 'parcel_at_point', parcel: parcelIn(event) };
    case 'ParcelReminded': return { kind: 'parcel_waits', parcel: parcelIn(event) };
    case 'ParcelDelivered': case 'ParcelReturning': case 'ParcelLost': case 'ParcelFound': case 'ParcelDamaged': case 'ItemsCredited': {
      const news = newsOf(event);
      return news === null ? null : { kind: 'parcel_news', parcel: parcelIn(event), news };
    }
    case 'ItemsTransferred': {
      const delivery = transferredFor(then, event);
      if (delivery === null || order.deliveries.get(delivery)?.kind !== 'pickup') return null;
      // Several locations may bring a part each: the customer hears once that it is coming, and once that all is there.
      // One that goes to another store since is told anew.
      const since = changesOf(then, delivery).at(-1)?.seq ?? 0;
      const first = then.events.find((other) => other.seq > since && other.type === 'ItemsTransferred' && transferredFor(then, other) === delivery);
      return first?.seq === event.seq ? { kind: 'pickup_on_its_way', delivery } : null;
    }
    case 'DeliveryReady': return { kind: 'pickup_ready', delivery: (event.data as FulfilmentEvents['DeliveryReady']).delivery };
    case 'DeliveryChanged': return { kind: 'delivery_changed', delivery: (event.data as OrderEvents['DeliveryChanged']).delivery, seq: event.seq };
    // What a delivery costs that goes elsewhere is told with where it goes.
    case 'PaymentAsked': return asksForLines(event) ? { kind: 'payment_asked', seq: event.seq } : null;
    case 'PickupReminded': return { kind: 'pickup_reminder', delivery: (event.data as FulfilmentEvents['PickupReminded']).delivery };
    case 'PickupExtended': return { kind: 'pickup_extended', delivery: (event.data as FulfilmentEvents['PickupExtended']).delivery };
    case 'PromiseChanged': {
      const { delivery, from, to, cause } = event.data as OrderEvents['PromiseChanged'];
      // Where it goes now is told with when.
      if (from === null && cause === 'delivery_changed') return null;
      // Good news is on the page; only what comes later, or is known at last or not any more, is worth a letter.
      if (from !== null && to !== null && Date.parse(to) <= Date.parse(from)) return null;
      return { kind: 'promise_changed', delivery, seq: event.seq, with: cameWith(then, event) };
    }
    case 'ItemsCancelled': {
      const cancelled = event.data as OrderEvents['ItemsCancelled'];
      return orderStatus(unitsOf(then)) === 'cancelled' ? { kind: 'order_cancelled', cancelled } : { kind: 'lines_cancelled', cancelled, with: !order.opening && missingOf(then)?.seq === event.seq ? 'order_received' : null };
    }
    case 'WorkCancelRejected': {
      // Only who asked is told: customer service hears it as a task.
      const { lines, askedBy } = event.data as DialogueEvents['WorkCancelRejected'];
      return askedBy === 'customer' && lines.length > 0 ? { kind: 'cancellation_refused', lines } : null;
    }
    case 'ReceiptAsked': return { kind: 'receipt', contact: (event.data as OrderEvents['ReceiptAsked']).contact };
    case 'PaymentRefunded': {
      if (order.opening && cameWithTheOrder(stream, event)) return null;
      return { kind: 'refund_done', refund: event.data as { payment: Uuid; amount: number; intent: Uuid | null } };
    }
    default: return null;
  }
}

/** What an event is to who reserved. What is let go because the rest was bought needs no letter: its customer stands at the till. */
function reservationNews(event: JournalEvent): Occasion | null {
  const of = (news: ReservationNews, lines: readonly { line: number; quantity: number }[] | null = null): Occasion => ({ kind: 'reservation', news, lines });
  switch (event.type) {
    case 'OrderPlaced': return of('made');
    case 'DeliveryReady': return of('ready');
    case 'ReservationReminded': return of('reminder');
    case 'ReservationExtended': return of('extended');
    case 'ItemsCancelled': {
      const { reason, lines } = event.data as OrderEvents['ItemsCancelled'];
      return reason === 'not_bought' ? null : of(reason === 'expired' ? 'expired' : reason === 'nowhere_in_stock' ? 'not_there' : 'cancelled', lines);
    }
    default: return null;
  }
}

const changesOf = (stream: Stream, delivery: number): JournalEvent[] => stream.events.filter(({ type, data }) => type === 'DeliveryChanged' && (data as OrderEvents['DeliveryChanged']).delivery === delivery);

const asksForLines = ({ type, data }: JournalEvent): boolean => type === 'PaymentAsked' && ((data as OrderEvents['PaymentAsked']).why === 'lapsed' || undoOf(data as OrderEvents['PaymentAsked'])[0]?.kind === 'lines');

const parcelIn = (event: JournalEvent): Uuid => (event.data as { parcel: Uuid }).parcel;

/** What an event of a parcel is as news to its customer; null where there is none: it simply arrived, or whoever received it back says so with the money. */
function newsOf(event: JournalEvent): ParcelNews | null {
  switch (event.type) {
    case 'ParcelDelivered': return (event.data as ShippingEvents['ParcelDelivered']).how === 'neighbour' ? 'neighbour' : null;
    case 'ParcelReturning': return (event.data as ShippingEvents['ParcelReturning']).code === 'received' ? null : (event.data as ShippingEvents['ParcelReturning']).reason ?? 'returning';
    case 'ParcelLost': return 'lost';
    case 'ParcelFound': return 'found';
    case 'ParcelDamaged': return 'damaged';
    case 'ItemsCredited': {
      const { lines, replaced } = event.data as OrderEvents['ItemsCredited'];
      return lines.length === 0 ? null : replaced ? 'sent_again' : 'refunded';
    }
    default: return null;
  }
}

function transferredFor(stream: Stream, event: JournalEvent): number | null {
  return fold(stream, floorSlice).fulfilments.get((event.data as FulfilmentEvents['ItemsTransferred']).fulfilment)?.delivery ?? null;
}

/**
 * Whether what is true by now makes the message pointless: nobody is told to come for what is gone, or thanked for an order
 * that another message already says is cancelled. What has happened to goods and money is always told.
 */
export function isPast(occasion: Occasion, now: Stream): boolean {
  const units = unitsOf(now);
  switch (occasion.kind) {
    case 'order_received': return orderStatus(units) === 'cancelled';
    case 'receipt': return fold(now, orderSlice).voided;
    // Told in the minute in which it arrived it is still there; told after it was collected it makes people look for it.
    case 'parcel_at_point': case 'parcel_waits': return fold(now, parcelsSlice).get(occasion.parcel)?.status !== 'at_pickup_point';
    case 'reservation': return occasion.lines === null && unitsIn(units, { stage: STILL_HERE }).length === 0;
    case 'pickup_on_its_way': return fold(now, floorSlice).ready.has(occasion.delivery) || unitsIn(units, { delivery: occasion.delivery, stage: STILL_HERE }).length === 0;
    case 'promise_changed': {
      return promisesOf(now, occasion.delivery).at(-1)?.seq !== occasion.seq || fold(now, floorSlice).ready.has(occasion.delivery) || unitsIn(units, { delivery: occasion.delivery, stage: STILL_HERE }).length === 0;
    }
    // Paid by now, or asked again with what was added since.
    case 'payment_asked': return askedOf(now) === null || now.events.some((event) => event.seq > occasion.seq && asksForLines(event));
    // What was changed again since is told with the last change.
    case 'delivery_changed': return changesOf(now, occasion.delivery).some(({ seq }) => seq > occasion.seq) || unitsIn(units, { delivery: occasion.delivery, stage: STILL_HERE }).length === 0;
    case 'pickup_ready': case 'pickup_reminder': case 'pickup_extended': return unitsIn(units, { delivery: occasion.delivery, stage: 'ready' }).length === 0;
    default: return false;
  }
}

/** What only Spil knows (the pickup code, a receipt that was asked for, a new time, another destination) Spil tells, also where a channel otherwise writes to its customers itself. */
export const leftToChannel = (kind: MessageKind): boolean => kind !== 'reservation' && kind !== 'receipt' && !kind.startsWith('pickup_') && kind !== 'promise_changed' && kind !== 'delivery_changed' && kind !== 'payment_asked';

/** Whether another message tells it along with what it came with: one happening is one letter, as long as that letter is ours to write. */
export const isToldAlong = (occasion: Occasion, weWrite: (kind: MessageKind) => boolean): boolean => 'with' in occasion && occasion.with !== null && weWrite(occasion.with);

/** The delivery that a message is about, where it is about one. */
export function deliveryOf(occasion: Occasion, then: Stream): number | null {
  if ('parcel' in occasion) return fold(then, parcelsSlice).get(occasion.parcel)?.delivery ?? null;
  return 'delivery' in occasion ? occasion.delivery : null;
}
