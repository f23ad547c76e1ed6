/** Pure: what each kind of message is told, read from the order's stream and from the contacts, locations and products around it. */
import { Temporal } from 'temporal-polyfill';
import type { Address } from '../../kernel/address.ts';
import type { Instant } from '../../kernel/clock.ts';
import { fold, moneyOf, openAuthorisation, paidNet, STILL_HERE, unitShare, unitsIn, unitsOf } from '../books/index.ts';
import type { JournalEvent, Stream } from '../books/index.ts';
import type { Contact } from '../customers/index.ts';
import { floorSlice } from '../fulfilment/index.ts';
import { zoneDate } from '../locations/index.ts';
import type { Calendar } from '../locations/index.ts';
import { askedOf, orderSlice, undoOf } from '../orders/index.ts';
import type { CancelReason, Order, OrderEvents, OrderLine } from '../orders/index.ts';
import { parcelsSlice } from '../shipping/index.ts';
import type { KeptPoint } from '../shipping/index.ts';
import { openingHours } from './hours.ts';
import type { MessageData } from './kinds.ts';
import { methodName } from './methods.ts';
import type { Occasion } from './occasions.ts';
import { missingOf, placedOf, promisesOf, sentAgainOn, streamAt } from './occasions.ts';
import { receiptOf } from './told-receipt.ts';
import type { Around } from './around.ts';
import { addressLine } from './around.ts';

const REASONS: Partial<Record<CancelReason, MessageData<'order_cancelled'>['reason']>> = { customer: 'customer', nowhere_in_stock: 'nowhere_in_stock', not_collected: 'not_collected', payment: 'not_paid' };

/** The data of the message that an event is the occasion for. `event` is in `stream`; what came later in it is seen only where a message asks what happened next. */
export function tell(stream: Stream, event: JournalEvent, occasion: Occasion, around: Around): MessageData {
  const then = streamAt(stream, event.seq);
  const told = new Teller(stream, then, event, around);
  switch (occasion.kind) {
    case 'order_received': return told.received();
    case 'parcel_shipped': return told.shipped(occasion.parcel);
    case 'parcel_at_point': case 'parcel_waits': return told.atPoint(occasion.parcel);
    case 'parcel_news': return told.news(occasion.parcel, occasion.news);
    case 'pickup_on_its_way': return told.onItsWay(occasion.delivery);
    case 'pickup_ready': case 'pickup_reminder': case 'pickup_extended': return told.ready(occasion.delivery);
    case 'reservation': return told.reserved(occasion.news, occasion.lines);
    case 'delivery_changed': return told.changed(occasion.delivery);
    case 'lines_cancelled': return { ...told.common(told.backLines(occasion.cancelled.lines)), reason: REASONS[occasion.cancelled.reason] ?? 'other', refund: told.refundOf(), remaining: told.toCome(null) };
    case 'order_cancelled': return { ...told.common(told.backLines(occasion.cancelled.lines)), reason: REASONS[occasion.cancelled.reason] ?? 'other', refund: told.refundOf() };
    case 'refund_done': return told.refunded(occasion.refund);
    case 'promise_changed': return told.promised(occasion.delivery);
    case 'payment_asked': return told.asked();
    case 'cancellation_refused': return told.common(merged(occasion.lines).flatMap((counted) => told.line(counted, 0)));
    case 'receipt': return receiptOf(then, told, around);
    case 'order_link': return told.ordered();
    default: return occasion satisfies never;
  }
}

/** The opening hours of a pickup point as those of a location. */
const calendarOf = ({ openingHours: hours }: KeptPoint): Calendar => ({
  zone: 'Europe/Amsterdam', cutOff: null, exceptions: [],
  week: Object.fromEntries((['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const).map((name, index) => [name, { hours: hours.filter(({ day }) => day === index + 1).map(({ from, to }) => ({ from, until: to })), collection: null }])),
});

type Line = MessageData['lines'][number];
interface Counted { line: number; quantity: number }

/** Adds up what names the same line. */
const merged = (lines: readonly Counted[]): Counted[] => {
  const counts = new Map<number, number>();
  for (const { line, quantity } of lines) counts.set(line, (counts.get(line) ?? 0) + quantity);
  return [...counts].map(([line, quantity]) => ({ line, quantity }));
};

export class Teller {
  readonly #stream: Stream;
  readonly #then: Stream;
  readonly #event: JournalEvent;
  readonly #around: Around;
  readonly #order: Order;

  constructor(stream: Stream, then: Stream, event: JournalEvent, around: Around) {
    this.#stream = stream;
    this.#then = then;
    this.#event = event;
    this.#around = around;
    this.#order = fold(then, orderSlice);
  }

  money = (amount: number): { amount: number; currency: string } => ({ amount, currency: this.#order.currency });
  date = (at: Instant): string => zoneDate(at, this.#around.timeZone);

  common(lines: Line[]): Pick<MessageData, 'customer' | 'order' | 'lines'> {
    const { number, placedAt, lines: sold, charges } = this.#order;
    const total = [...sold.values(), ...charges.values()].reduce((sum, part) => sum + part.total, 0);
    const name = this.#around.contacts.get(this.#order.contact ?? '')?.name ?? null;
    return { customer: { name }, order: { number, placedAt, total: this.money(total), url: this.#around.orderUrl }, lines };
  }

  /** One line of a message; `from`: how many units of it earlier messages were about, so that shares add up to the cent. */
  line({ line, quantity }: Counted, from: number): Line[] {
    const sold = this.#order.lines.get(line);
    if (!sold) return [];
    const { variant = null, picture = null } = this.#around.products.get(sold.sku ?? '') ?? {};
    return [{ name: sold.name, variant, quantity, total: this.money(unitShare(sold.total, sold.quantity, Math.min(from, sold.quantity - quantity), quantity)), imageUrl: picture }];
  }

  /** Units of the order that still have to come, in all deliveries that are sent, or in one. */
  toCome(delivery: number | null): MessageData<'lines_cancelled'>['remaining'] {
    const units = unitsIn(unitsOf(this.#then), { stage: STILL_HERE, ...(delivery === null ? {} : { delivery }) });
    return merged(units.map(({ line, n }) => ({ line, quantity: n }))).flatMap((counted) => this.line(counted, 0)).map(({ name, variant, quantity }) => ({ name, variant, quantity }));
  }

  /** Lines that were cancelled or came back with this event, at exactly what they took off. */
  backLines(lines: readonly Counted[]): Line[] {
    return merged(lines).flatMap((counted) => {
      const { quantity = counted.quantity } = this.#order.lines.get(counted.line) ?? {};
      return this.line(counted, Math.max(0, quantity - (this.#order.settled.get(counted.line) ?? counted.quantity)));
    });
  }

  /** All that was ordered. */
  ordered(): MessageData<'order_link'> {
    return this.common([...this.#order.lines.values()].flatMap((line: OrderLine) => this.line(line, 0)));
  }

  received(): MessageData<'order_received'> {
    const { lines, charges } = this.#order;
    // What was planned as it was placed is told along: the customer hears of it once.
    const placed = placedOf(this.#stream);
    const { deliveries } = fold(placed, orderSlice);
    const parts = [...lines.values(), ...charges.values()];
    const sum = (of: (part: (typeof parts)[number]) => number): number => parts.reduce((total, part) => total + of(part), 0);
    const discount = sum((part) => part.discount);
    const methods = [...new Set([...moneyOf(this.#stream).payments.values()].map(({ method }) => methodName(method, this.#around.language)))];
    return {
      ...this.ordered(),
      deliveries: [...deliveries.values()].flatMap(({ delivery, kind, location, promisedBy }) => {
        const method = kind === 'ship' ? 'home' as const : kind === 'pickup' ? 'store' as const : kind === 'pickup_point' ? 'pickup_point' as const : null;
        if (method === null) return [];
        const place = method === 'store' ? this.#around.locations.get(location ?? '')?.name ?? location ?? '' : this.place(delivery);
        return [{ method, place, from: null, until: promisedBy === null ? null : this.date(promisedBy), later: unitsIn(unitsOf(placed), { delivery, stage: 'waiting' }).length > 0 }];
      }),
      shipping: this.money([...charges.values()].filter(({ kind }) => kind === 'shipping').reduce((total, { total: one }) => total + one, 0)),
      discount: discount === 0 ? null : this.money(discount),
      vat: this.money(sum((part) => part.taxes.reduce((total, { amount }) => total + amount, 0))),
      payment: methods.length === 0 ? null : methods.join(' + '), missing: this.missing(),
    };
  }

  /** What nobody had as it was placed, and what becomes of its money. */
  missing(): MessageData<'order_received'>['missing'] {
    const gone = missingOf(this.#stream);
    if (gone === null) return null;
    const of = new Teller(this.#stream, streamAt(this.#stream, gone.seq), gone, this.#around);
    return { lines: of.backLines((gone.data as OrderEvents['ItemsCancelled']).lines).map(({ name, variant, quantity }) => ({ name, variant, quantity })), refund: of.refundOf() };
  }

  /** The address of a delivery on one line; of a pickup point its name and address, or its carrier and number where the order came with those only. */
  place(delivery: number): string {
    const of = this.#order.deliveries.get(delivery);
    if (of?.pickupPoint) {
      const point = this.#around.contacts.get(of.pickupPoint.contact ?? '')?.address;
      return point ? [point.company, addressLine(point)].filter((part) => part !== null).join(', ') : `${this.#around.carrierName(of.pickupPoint.carrier)} ${of.pickupPoint.id}`;
    }
    const address = this.#around.contacts.get(of?.contact ?? '')?.address;
    return address ? addressLine(address) : of?.country ?? '';
  }

  shipped(id: string): MessageData<'parcel_shipped'> {
    const parcels = fold(this.#then, parcelsSlice);
    const parcel = parcels.get(id);
    if (!parcel) throw new RangeError(`parcel ${id} is not in the order`);
    const delivery = this.#order.deliveries.get(parcel.delivery);
    const earlier = this.#then.events.filter(({ type, seq }) => type === 'ParcelShipped' && seq < this.#event.seq).flatMap(({ data }) => parcels.get((data as { parcel: string }).parcel)?.lines ?? []);
    const before = (line: number): number => earlier.reduce((sum, one) => sum + (one.line === line ? one.quantity : 0), 0);
    return {
      ...this.common(parcel.lines.flatMap((line) => this.line(line, before(line.line)))),
      parcel: {
        carrier: this.#around.carrierName(parcel.carrier), trackingNumber: parcel.barcode ?? parcel.number,
        trackingUrl: parcel.trackingUrl !== null && /^https?:\/\//.test(parcel.trackingUrl) ? parcel.trackingUrl : this.#around.orderUrl ?? this.#around.homePage,
        expectedOn: delivery?.promisedBy ? this.expected(delivery.promisedBy) : null,
      },
      place: this.place(parcel.delivery), pickupPoint: delivery?.kind === 'pickup_point', remaining: this.toCome(parcel.delivery),
    };
  }

  /** A parcel as a message names it. */
  parcel(id: string): { carrier: string; trackingNumber: string; trackingUrl: string; lines: Line[]; delivery: number } {
    const parcel = fold(this.#then, parcelsSlice).get(id);
    if (!parcel) throw new RangeError(`parcel ${id} is not in the order`);
    return {
      carrier: this.#around.carrierName(parcel.carrier), trackingNumber: parcel.barcode ?? parcel.number, delivery: parcel.delivery, lines: parcel.lines.flatMap((line) => this.line(line, 0)),
      trackingUrl: parcel.trackingUrl !== null && /^https?:\/\//.test(parcel.trackingUrl) ? parcel.trackingUrl : this.#around.orderUrl ?? this.#around.homePage,
    };
  }

  atPoint(id: string): MessageData<'parcel_at_point'> {
    const { lines, delivery, ...parcel } = this.parcel(id);
    const { pickupPoint = null } = this.#order.deliveries.get(delivery) ?? {};
    const kept = pickupPoint && this.#around.points.get(`${pickupPoint.carrier} ${pickupPoint.id}`);
    const own = this.#around.contacts.get(pickupPoint?.contact ?? '')?.address ?? null;
    const address = kept?.address ?? own;
    const today = this.date(this.#event.occurredAt);
    return {
      ...this.common(lines), parcel,
      // A parcel for the door that nobody could take lies at a point that only the carrier knows.
      point: { name: kept?.name ?? own?.company ?? `${parcel.carrier}${pickupPoint ? ` ${pickupPoint.id}` : ''}`, address: address && addressLine(address), hours: kept ? openingHours(calendarOf(kept), this.#around.language, today, 7) : [] },
      until: fold(this.#then, parcelsSlice).get(id)?.keptUntil ?? null,
    };
  }

  news(id: string, news: MessageData<'parcel_news'>['news']): MessageData<'parcel_news'> {
    const { lines, delivery: _delivery, ...parcel } = this.parcel(id);
    const { ask = true } = this.#event.data as { ask?: boolean };
    const taken = (this.#event.moves.money ?? []).reduce((sum, entry) => sum - (entry.account === 'due' ? entry.amount : 0), 0);
    const paid = paidNet(moneyOf(this.#then)) > 0;
    return { ...this.common(lines), parcel, news, moneyWhenBack: this.#event.type === 'ParcelReturning' && !ask && paid, refund: news === 'refunded' && taken > 0 ? this.money(taken) : null, again: this.again() };
  }

  /** Where it goes that is sent again, and when it is there by what was planned with it. */
  again(): MessageData<'parcel_news'>['again'] {
    const delivery = sentAgainOn(this.#then, this.#event);
    if (delivery === null) return null;
    const promise = promisesOf(this.#stream, delivery)[0]?.data as OrderEvents['PromiseChanged'] | undefined;
    return { place: this.place(delivery), expectedOn: promise?.to ? this.expected(promise.to) : null };
  }

  /** The promised day, unless it has passed: nobody is told to expect something yesterday. */
  expected(promisedBy: Instant): string | null {
    const day = this.date(promisedBy);
    return day >= this.date(this.#event.occurredAt) ? day : null;
  }

  store(delivery: number): MessageData<'pickup_ready'>['store'] {
    const code = this.#order.deliveries.get(delivery)?.location ?? '';
    const location = this.#around.locations.get(code);
    if (!location) return { name: code, address: '', phone: null, hours: [] };
    return {
      name: location.name, address: addressLine(location.address), phone: location.address.phone ?? null,
      hours: openingHours(location.calendar, this.#around.language, this.date(this.#event.occurredAt), this.#around.pickup.days),
    };
  }

  /** What a delivery holds of what is still here. */
  pickupLines(delivery: number): Line[] {
    const here = unitsIn(unitsOf(this.#then), { delivery, stage: STILL_HERE });
    return merged(here.map(({ line, n }) => ({ line, quantity: n }))).flatMap((counted) => this.line(counted, 0));
  }

  onItsWay(delivery: number): MessageData<'pickup_on_its_way'> {
    const promisedBy = this.#order.deliveries.get(delivery)?.promisedBy ?? null;
    return { ...this.common(this.pickupLines(delivery)), store: this.store(delivery), expectedOn: promisedBy === null ? null : this.expected(promisedBy) };
  }

  promised(delivery: number): MessageData<'promise_changed'> {
    const { from, to } = this.#event.data as OrderEvents['PromiseChanged'];
    const of = this.#order.deliveries.get(delivery);
    const day = (at: Instant | null): string | null => (at === null ? null : this.date(at));
    return {
      ...this.common(this.pickupLines(delivery)), ...(of?.kind === 'pickup'
        ? { method: 'store' as const, place: this.#around.locations.get(of.location ?? '')?.name ?? of.location ?? '', promise: { before: day(from), day: day(to), time: to } }
        : { method: of?.kind === 'pickup_point' ? 'pickup_point' as const : 'home' as const, place: this.place(delivery), promise: { before: day(from), day: day(to), time: null } }),
    };
  }

  /** What lies ready, and until when by what was told last. */
  ready(delivery: number): MessageData<'pickup_ready'> {
    const waits = fold(this.#then, floorSlice).waiting.get(delivery);
    const until = waits?.until ?? Temporal.PlainDate.from(this.date(this.#event.occurredAt)).add({ days: this.#around.pickup.days }).toString();
    return { ...this.common(this.pickupLines(delivery)), store: this.store(delivery), pickup: { code: this.#around.pickupCode(delivery), until, identification: this.#around.pickup.identification, goesBack: waits?.expiresAt != null, moneyBack: waits?.expiresAt != null && paidNet(moneyOf(this.#then)) > 0 } };
  }

  /** A reservation at the price of its day; of one that ended, what was let go. */
  reserved(news: MessageData<'reservation'>['news'], gone: readonly Counted[] | null): MessageData<'reservation'> {
    const [delivery = 1] = this.#order.deliveries.keys();
    const here = unitsIn(unitsOf(this.#then), { stage: STILL_HERE }).map(({ line, n }) => ({ line, quantity: n }));
    const lines = merged(gone ?? here).flatMap((counted) => this.line(counted, 0).map((line) => ({ ...line, total: this.money((this.#order.lines.get(counted.line)?.unitPrice ?? 0) * counted.quantity) })));
    return { ...this.common(lines), store: this.store(delivery), until: this.#order.reservation?.until ?? this.#event.occurredAt, code: gone === null ? this.#around.pickupCode(delivery) : null, news };
  }

  /** Where it goes now, and when it is expected there by what was planned with the change. */
  changed(delivery: number): MessageData<'delivery_changed'> {
    const { kind, splitFrom } = this.#order.deliveries.get(delivery) ?? {};
    const { from, unpaid } = this.#event.data as OrderEvents['DeliveryChanged'];
    const home = kind === 'ship';
    const store = home ? null : this.store(delivery);
    const promisedBy = fold(this.#stream, orderSlice).deliveries.get(delivery)?.promisedBy ?? null;
    return {
      ...this.common(this.pickupLines(delivery)), method: home ? 'home' : 'store', place: store ? [store.name, store.address].filter(Boolean).join(', ') : this.place(delivery), store,
      expectedOn: promisedBy === null ? null : this.expected(promisedBy), toPay: this.toPay(delivery), was: from.kind === 'ship' ? 'home' : 'store', part: splitFrom !== undefined, unpaid: unpaid === true,
    };
  }

  /** What the change that is told asked for, until it was paid. */
  toPay(delivery: number): MessageData<'delivery_changed'>['toPay'] {
    const asked = askedOf(this.#stream);
    return asked === null || asked.delivery !== delivery ? null : { amount: this.money(asked.owed), until: asked.until };
  }

  /** What was added and is to be paid first. */
  asked(): MessageData<'payment_asked'> {
    const { amount, until } = this.#event.data as OrderEvents['PaymentAsked'];
    const added = undoOf(this.#event.data as OrderEvents['PaymentAsked']).flatMap((one) => (one.kind === 'lines' ? one.lines : []));
    const lines = added.flatMap((line) => unitsIn(unitsOf(this.#then), { line, stage: STILL_HERE })).map(({ line, n }) => ({ line, quantity: n }));
    return { ...this.common(merged(lines).flatMap((counted) => this.line(counted, 0))), toPay: { amount: this.money(askedOf(this.#stream)?.owed ?? amount), until } };
  }

  /** What a cancellation means for the customer's money: what was asked back with it, else what is no longer owed. */
  refundOf(): MessageData<'order_cancelled'>['refund'] {
    const along = ['RefundRequested', 'AuthorisationReleased', 'CaptureRequested', 'DeliveryReady', 'FulfilmentAssigned', 'ItemsWaiting', 'PromiseChanged'];
    const following: JournalEvent[] = [];
    for (const event of this.#stream.events.slice(this.#event.seq)) {
      if (!along.includes(event.type)) break;
      following.push(event);
    }
    const asked = following.reduce((sum, { type, data }) => sum + (type === 'RefundRequested' ? (data as { amount: number }).amount : 0), 0);
    if (asked > 0) return { amount: this.money(asked), kind: 'refund' };
    const less = (this.#event.moves.money ?? []).reduce((sum, entry) => sum - (entry.account === 'due' ? entry.amount : 0), 0);
    const book = moneyOf(this.#then);
    if ([...book.payments.values()].some((payment) => openAuthorisation(payment) > 0)) return { amount: this.money(Math.max(0, less)), kind: 'not_charged' };
    // A capture under way cannot be stopped: what it takes too much comes back after it.
    const over = Math.min(less, paidNet(book) - book.due);
    return over > 0 ? { amount: this.money(over), kind: 'refund' } : { amount: this.money(Math.max(0, less)), kind: 'none' };
  }

  refunded({ payment, amount, intent }: { payment: string; amount: number; intent: string | null }): MessageData<'refund_done'> {
    const asked = intent === null ? null : this.#then.events.find(({ type, data }) => type === 'RefundRequested' && (data as { intent: string }).intent === intent) ?? null;
    const cause = asked && this.#then.events.findLast(({ type, seq }) => seq < asked.seq && (type === 'ItemsReturned' || type === 'ItemsCancelled' || type === 'ItemsCredited'));
    const lines = cause ? new Teller(this.#stream, streamAt(this.#stream, cause.seq), cause, this.#around).backLines((cause.data as OrderEvents['ItemsCancelled']).lines) : [];
    const method = moneyOf(this.#then).payments.get(payment)?.method ?? '';
    return {
      ...this.common(lines),
      refund: { amount: this.money(amount), method: methodName(method, this.#around.language), on: this.date(this.#event.occurredAt), arrivesWithinDays: null },
      reason: cause?.type === 'ItemsReturned' ? 'return' : cause?.type === 'ItemsCancelled' ? 'cancelled' : 'other',
    };
  }
}
