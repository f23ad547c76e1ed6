/** The list of parcels by location and status, written with each event. */
import { table } from '../../kernel/change.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Projection } from '../books/index.ts';
import type { ParcelPacked, ParcelStatus, ShippingEvents } from './types.ts';

const PARCEL = table('shipping.parcel', 'id');

const STATUS: Partial<Record<string, ParcelStatus>> = { ParcelUnpacked: 'unpacked', ParcelShipped: 'shipped', ParcelAtPickupPoint: 'at_pickup_point', ParcelDelivered: 'delivered', ParcelReturning: 'returning', ParcelLost: 'lost', ParcelFound: 'shipped' };

export const parcelProjection: Projection = {
  stream: 'order', name: 'shipping.parcel', version: 1, tables: ['shipping.parcel'],
  apply: (change, stream, event) => {
    if (event.type === 'ParcelPacked') {
      const { parcel, number, fulfilment, location, delivery, weightGrams, carrier, product } = event.data as ParcelPacked;
      change.insert(PARCEL, { id: parcel, number, order_id: stream.id, fulfilment_id: fulfilment, location, delivery, kind: 'parcel', status: 'packed', carrier, product, weight_grams: weightGrams, packed_at: event.occurredAt });
    } else if (event.type === 'LabelIssued') {
      const { parcel, carrier, barcode, trackingUrl } = event.data as ShippingEvents['LabelIssued'];
      change.patch(PARCEL, { id: parcel, status: 'labelled', carrier, barcode, tracking_url: trackingUrl, problem: null });
    } else if (event.type === 'LabelFailed') {
      const { parcel, reason } = event.data as ShippingEvents['LabelFailed'];
      change.patch(PARCEL, { id: parcel, problem: reason });
    } else if (event.type === 'ParcelReminded') {
      change.patch(PARCEL, { id: (event.data as ShippingEvents['ParcelReminded']).parcel, remind_at: null });
    } else if (event.type === 'ItemsReturned') {
      const { parcel } = event.data as { parcel?: Uuid };
      if (parcel !== undefined) change.patch(PARCEL, { id: parcel, status: 'returned' satisfies ParcelStatus, keep_until: null, remind_at: null });
    } else {
      const status = STATUS[event.type];
      if (status === undefined) return;
      const { parcel, manifest, until = null, remindAt = null } = event.data as { parcel: string; manifest?: string | null; until?: string; remindAt?: string | null };
      change.patch(PARCEL, {
        id: parcel, status,
        ...(event.type === 'ParcelShipped' ? { shipped_at: event.occurredAt, manifest_id: manifest ?? null } : {}),
        ...(event.type === 'ParcelShipped' ? {} : { keep_until: until, remind_at: remindAt }),
        ...(event.type === 'ParcelDelivered' ? { delivered_at: event.occurredAt } : {}),
      });
    }
  },
};
