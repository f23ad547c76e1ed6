/** What a carrier is asked for one parcel, gathered from the order, its contact and its location; or the sentence that says what is missing. */
import { Address } from '../kernel/address.ts';
import { later } from '../kernel/clock.ts';
import type { Uuid } from '../kernel/ids.ts';
import { fold } from '../modules/books/index.ts';
import type { Stream } from '../modules/books/index.ts';
import { readContacts } from '../modules/customers/index.ts';
import { orderSlice } from '../modules/orders/index.ts';
import type { OrderDelivery } from '../modules/orders/index.ts';
import { parcelsSlice } from '../modules/shipping/index.ts';
import type { Carrier, LabelFormat, Parcel, ParcelRequest } from '../modules/shipping/index.ts';
import type { WorkDeps } from './deps.ts';

/** Something that asking again will not mend. */
export interface Missing { code: string; reason: string }
export type Asked = { request: ParcelRequest } | { missing: Missing };

const missing = (code: string, reason: string): { missing: Missing } => ({ missing: { code, reason } });

/** The parcels that were packed together for one fulfilment: they travel as one shipment. In the order of their numbers. */
export function shipmentOf(stream: Stream, parcel: Parcel): Parcel[] {
  const moment = (id: Uuid): string | undefined => stream.events.find((event) => event.type === 'ParcelPacked' && (event.data as { parcel: Uuid }).parcel === id)?.recordedAt;
  const at = moment(parcel.parcel);
  return [...fold(stream, parcelsSlice).values()].filter((one) => one.fulfilment === parcel.fulfilment && one.status !== 'unpacked' && moment(one.parcel) === at);
}

/** Stores whose printers want ZPL carry this tag; the others get PDF. */
const ZPL_TAG = 'zpl';

/** Builds the request of a parcel. `main` is the barcode of the shipment's first parcel, where it is known. */
export async function requestFor(deps: WorkDeps, carrier: Carrier, stream: Stream, parcel: Parcel, given: { product: string; barcode: string | null; main: string | null }): Promise<Asked> {
  const order = fold(stream, orderSlice);
  const delivery = order.deliveries.get(parcel.delivery);
  const [location] = await deps.database.query<{ address: unknown; tags: string[] }>('select address, tags from locations.location where code = $1', [parcel.location]);
  const sender = Address.safeParse(location?.address);
  if (!location || !sender.success) return missing('sender', `The address of ${parcel.location} is not complete; complete it, and the label is made.`);
  if (!delivery) return missing('delivery', 'The delivery of this parcel is not known.');
  const contact = delivery.contact === null ? undefined : (await readContacts(deps.database, [delivery.contact])).get(delivery.contact);
  const point = delivery.pickupPoint === null ? null : await pickupPointOf(carrier, delivery, deps.clock.now());
  if (point !== null && 'missing' in point) return point;
  const home = contact?.address ?? point?.address ?? null;
  if (!contact || !home) return missing('receiver', 'The address of the receiver is not known, or was erased; ask customer service for it.');
  const receiver = { ...home, name: contact.name ?? home.name, email: contact.email ?? home.email, phone: contact.phone ?? home.phone };
  const shipment = shipmentOf(stream, parcel).filter((one) => one.parcel === parcel.parcel || one.carrier === parcel.carrier);
  const position = shipment.findIndex((one) => one.parcel === parcel.parcel);
  // Without the first one's barcode a later parcel cannot join the shipment: it travels alone.
  const joined = position === 0 || given.main !== null;
  const format: LabelFormat = location.tags.includes(ZPL_TAG) ? 'zpl' : 'pdf';
  return {
    request: {
      parcel: parcel.parcel, reference: order.number, product: given.product, options: parcel.options, sender: sender.data, receiver, pickupPoint: point,
      weightGrams: Math.max(1, parcel.weightGrams), barcode: given.barcode, sequence: joined ? position + 1 : 1, count: joined ? shipment.length : 1, mainBarcode: position === 0 ? null : given.main,
      deliveryDate: null, format,
    },
  };
}

/** Orders keep a pickup point's id; its address is asked of the carrier, near where the parcel goes. */
async function pickupPointOf(carrier: Carrier, delivery: OrderDelivery, now: string): Promise<NonNullable<ParcelRequest['pickupPoint']> | { missing: Missing }> {
  const wanted = delivery.pickupPoint;
  if (!wanted || !carrier.pickupPoints || !delivery.coordinates) return missing('pickup-point', `${carrier.name} cannot be asked for this pickup point; choose another carrier, or give a tracking number by hand.`);
  // Tomorrow: in the evening in UTC it is tomorrow already where the carrier is, and it refuses yesterday.
  const points = await carrier.pickupPoints({ ...delivery.coordinates, country: delivery.country }, later(now, 24 * 3600_000).slice(0, 10));
  const found = points.find((point) => point.id === wanted.id);
  if (!found) return missing('pickup-point', `Pickup point ${wanted.id} is not there any more; ask the customer to choose another one.`);
  return { id: found.id, network: found.network ?? wanted.network, address: { ...found.address, company: found.address.company ?? found.name } };
}
