/** Pure: one delivery of an order as its customer is shown it: how far it is, what is in it, where it goes, and how it is followed. */
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, unitShare, unitsIn, unitsOf } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import type { Contact } from '../customers/index.ts';
import { floorSlice } from '../fulfilment/index.ts';
import { openingOf, zoneDate } from '../locations/index.ts';
import type { LocationDetails } from '../locations/index.ts';
import type { Order, OrderDelivery } from '../orders/index.ts';
import type { KeptPoint, NotedScan, Parcel } from '../shipping/index.ts';
import type { CustomerDelivery } from './contract.ts';
import { outside } from './permissions.ts';
import { progressOf, stepOf } from './progress.ts';
import type { Status } from './progress.ts';

export interface Product { variant: string | null; picture: string | null }

/** What a delivery's page needs besides the order, read beforehand. */
export interface Around {
  now: Instant;
  timeZone: string;
  /** What the customer may do with each delivery. */
  can: ReadonlyMap<number, CustomerDelivery['can']>;
  contacts: ReadonlyMap<string, Contact>;
  locations: ReadonlyMap<string, LocationDetails>;
  products: ReadonlyMap<string, Product>;
  /** Carriers' pickup points of the order as they were heard of last, by carrier and id. */
  points: ReadonlyMap<string, KeptPoint>;
  parcels: readonly Parcel[];
  scans: ReadonlyMap<Uuid, readonly NotedScan[]>;
  /** Units per line that the customer may cancel. */
  cancellable: ReadonlyMap<number, number>;
  carrierName(code: string): string;
  pickupCode(delivery: number): string;
}

const KINDS = { ship: 'home', pickup: 'store', pickup_point: 'pickup_point', carry_out: 'taken', digital: 'digital' } as const satisfies Record<OrderDelivery['kind'], CustomerDelivery['kind']>;
const PARCELS: Partial<Record<Parcel['status'], CustomerDelivery['parcels'][number]['status']>> = { packed: 'packed', labelled: 'packed', shipped: 'on_its_way', at_pickup_point: 'at_pickup_point', delivered: 'delivered', returning: 'returning', returned: 'returned', lost: 'lost' };

export function deliveryView(stream: Stream, order: Order, delivery: OrderDelivery, around: Around): CustomerDelivery {
  const [hold] = [...order.holds.values()];
  const progress = progressOf(stream, delivery, hold?.reason ?? null);
  const ready = progress.status === 'ready';
  const address = around.contacts.get(delivery.contact ?? '')?.address ?? null;
  const store = delivery.kind === 'pickup' || delivery.kind === 'carry_out' ? around.locations.get(delivery.location ?? '') : undefined;
  return {
    delivery: delivery.delivery, kind: KINDS[delivery.kind], ...progress, promise: promiseOf(delivery),
    address: delivery.kind === 'ship' && address ? { postalCode: masked(address.postalCode), city: address.city, country: address.country } : null,
    destination: delivery.coordinates, pickupPoint: pointView(delivery, around),
    store: store ? storeView(store, around.now) : null, code: ready && delivery.kind === 'pickup' ? around.pickupCode(delivery.delivery) : null, until: ready ? fold(stream, floorSlice).waiting.get(delivery.delivery)?.until ?? null : progress.status === 'at_pickup_point' ? keptUntil(delivery, around) : null, can: around.can.get(delivery.delivery) ?? [],
    lines: linesOf(stream, order, delivery, around), parcels: around.parcels.filter((parcel) => parcel.delivery === delivery.delivery && parcel.status !== 'unpacked').map((parcel) => parcelView(stream, parcel, order, around)),
  };
}

/** The pickup point it goes to, with when it is open as its carrier told last. */
function pointView({ pickupPoint }: OrderDelivery, { carrierName, contacts, points }: Around): CustomerDelivery['pickupPoint'] {
  if (pickupPoint === null) return null;
  const { carrier, id, contact } = pickupPoint;
  const kept = points.get(`${carrier} ${id}`);
  const address = kept?.address ?? contacts.get(contact ?? '')?.address ?? null;
  return {
    carrier: carrierName(carrier), id, name: kept?.name ?? address?.company ?? null, street: address && `${address.street} ${address.houseNumber}${address.addition === null ? '' : ` ${address.addition}`}`, postalCode: address?.postalCode ?? null, city: address?.city ?? null,
    hours: (kept?.openingHours ?? []).map(({ day, from, to }) => ({ day, from, until: to })),
  };
}

/** The first day on which a parcel at its pickup point goes back. */
const keptUntil = ({ delivery }: OrderDelivery, { parcels }: Around): string | null =>
  parcels.flatMap((parcel) => (parcel.delivery === delivery && parcel.status === 'at_pickup_point' && parcel.keptUntil !== null ? [parcel.keptUntil] : [])).sort()[0] ?? null;

/** What became of a parcel that did not simply arrive, by its last event that says so. */
function newsOf(stream: Stream, { parcel, status }: Parcel): CustomerDelivery['parcels'][number]['news'] {
  const credited = stream.events.findLast(({ type, data }) => type === 'ItemsCredited' && (data as { parcel: Uuid; lines: unknown[] }).parcel === parcel && (data as { lines: unknown[] }).lines.length > 0);
  if (credited && status !== 'delivered') return (credited.data as { replaced: boolean }).replaced ? 'sent_again' : 'refunded';
  const of = (type: string): { how?: string; reason?: NonNullable<CustomerDelivery['parcels'][number]['news']> } | undefined => stream.events.findLast((event) => event.type === type && (event.data as { parcel: Uuid }).parcel === parcel)?.data as { how?: string } | undefined;
  switch (status) {
    case 'delivered': return of('ParcelDelivered')?.how === 'neighbour' ? 'neighbour' : null;
    case 'returning': case 'returned': return of('ParcelReturning')?.reason ?? 'returning';
    case 'lost': return 'lost';
    case 'shipped': case 'at_pickup_point': return of('ParcelDamaged') ? 'damaged' : null;
    case 'packed': case 'labelled': case 'unpacked': return null;
    default: return status satisfies never;
  }
}

/** What was promised first of where it goes, and what is promised now. */
function promiseOf({ promisedBy, promisedFirst }: OrderDelivery): CustomerDelivery['promise'] {
  const original = promisedFirst ?? promisedBy;
  return original === null || promisedBy === null ? null : { original, current: promisedBy };
}

/** The first half of a postal code: who lives there recognises it, who found the link does not learn where. */
const masked = (postalCode: string): string => {
  const shown = Math.ceil(postalCode.replaceAll(/\s/g, '').length / 2);
  return `${postalCode.replaceAll(/\s/g, '').slice(0, shown)}${'•'.repeat(Math.max(1, postalCode.replaceAll(/\s/g, '').length - shown))}`;
};

const local = (at: Instant, zone: string): string => Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' });

function storeView(location: LocationDetails, now: Instant): NonNullable<CustomerDelivery['store']> {
  const { name, address, latitude, longitude, calendar } = location;
  const { open, days } = openingOf(location, now);
  return {
    name, street: `${address.street} ${address.houseNumber}${address.addition === null ? '' : ` ${address.addition}`}`, postalCode: address.postalCode, city: address.city, country: address.country, phone: address.phone ?? null, email: address.email ?? null,
    latitude, longitude, zone: calendar.zone, open, week: days.map((day) => ({ date: day.date, name: day.name, hours: day.hours.map(({ from, until }) => ({ from: local(from, calendar.zone), until: local(until, calendar.zone) })) })),
  };
}

/** The lines of a delivery with where their units are, added up per status. */
function linesOf(stream: Stream, order: Order, delivery: OrderDelivery, around: Around): CustomerDelivery['lines'] {
  const floor = fold(stream, floorSlice);
  const lines = new Map<number, Map<Status, number>>();
  for (const held of unitsIn(unitsOf(stream), { delivery: delivery.delivery })) {
    const status: Status = held.stage === 'waiting' ? 'waiting' : stepOf(held, delivery, floor) ?? (held.stage as 'returning' | 'returned' | 'lost' | 'cancelled');
    const counts = lines.get(held.line) ?? new Map<Status, number>();
    lines.set(held.line, counts.set(status, (counts.get(status) ?? 0) + held.n));
  }
  return [...lines].flatMap(([number, counts]) => {
    const line = order.lines.get(number);
    if (!line) return [];
    const quantity = [...counts.values()].reduce((sum, n) => sum + n, 0);
    const { variant = null, picture = null } = around.products.get(line.sku ?? '') ?? {};
    return [{
      line: number, name: line.name, variant, picture, quantity, total: unitShare(line.total, line.quantity, 0, Math.min(quantity, line.quantity)),
      units: [...counts].map(([status, n]) => ({ status, quantity: n })), cancellable: Math.min(around.cancellable.get(number) ?? 0, quantity), ...outside(stream, number, delivery.delivery),
    }];
  });
}

function parcelView(stream: Stream, parcel: Parcel, order: Order, { locations, scans, carrierName }: Around): CustomerDelivery['parcels'][number] {
  const from = locations.get(parcel.location);
  return {
    number: parcel.number, carrier: carrierName(parcel.carrier), trackingNumber: parcel.barcode, trackingUrl: parcel.trackingUrl !== null && /^https?:\/\//.test(parcel.trackingUrl) ? parcel.trackingUrl : null, status: PARCELS[parcel.status] ?? 'packed', news: newsOf(stream, parcel),
    lines: parcel.lines.map(({ line, quantity }) => ({ name: order.lines.get(line)?.name ?? '', quantity })), from: from?.address.city ?? '',
    origin: from && from.latitude !== null && from.longitude !== null ? { latitude: from.latitude, longitude: from.longitude } : null,
    scans: (scans.get(parcel.parcel) ?? []).map(({ at, status }) => ({ at, status })),
  };
}
