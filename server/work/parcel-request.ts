/** What a carrier is asked for one parcel, gathered from the order, its contact and its location; or the sentence that says what is missing. */
import { Address } from '../kernel/address.ts';
import type { Uuid } from '../kernel/ids.ts';
import { fold } from '../modules/books/index.ts';
import type { Stream } from '../modules/books/index.ts';
import { readContacts } from '../modules/customers/index.ts';
import { orderSlice } from '../modules/orders/index.ts';
import type { OrderDelivery } from '../modules/orders/index.ts';
import { keptPoint, parcelsSlice } from '../modules/shipping/index.ts';
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
  const point = delivery.pickupPoint === null ? null : await pickupPointOf(deps, carrier, delivery);
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

/** The point as the order keeps it; for orders that came with its id only, as its carrier described it last or describes it now, near where the parcel goes. */
async function pickupPointOf(deps: WorkDeps, carrier: Carrier, delivery: OrderDelivery): Promise<NonNullable<ParcelRequest['pickupPoint']> | { missing: Missing }> {
  const wanted = delivery.pickupPoint;
  if (!wanted || wanted.carrier !== carrier.code) return missing('pickup-point', `${carrier.name} has no such pickup point; choose ${wanted?.carrier ?? 'another carrier'}, or give a tracking number by hand.`);
  const kept = wanted.contact === undefined ? undefined : (await readContacts(deps.database, [wanted.contact])).get(wanted.contact)?.address;
  if (kept) return { id: wanted.id, network: wanted.network ?? (await keptPoint(deps.database, carrier.code, wanted.id))?.network ?? null, address: { ...kept, company: kept.company ?? kept.name ?? wanted.id } };
  if (delivery.coordinates) await deps.app.points.near({ ...delivery.coordinates, country: delivery.country }, carrier.code);
  const found = await keptPoint(deps.database, carrier.code, wanted.id);
  if (!found) return missing('pickup-point', `Pickup point ${wanted.id} is not there any more; ask the customer to choose another one.`);
  return { id: found.id, network: found.network ?? wanted.network, address: { ...found.address, company: found.address.company ?? found.name } };
}
