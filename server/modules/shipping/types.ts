/** Parcels and totes: the events of their lives on the order's stream, and their state. */
import type { Uuid } from '../../kernel/ids.ts';
import type { JournalEvent, Slice } from '../books/index.ts';

export interface ParcelContent { line: number; quantity: number }

export interface ParcelPacked {
  parcel: Uuid;
  /** Short name for people, within the order: L1, L2 … */
  number: string;
  fulfilment: Uuid;
  location: string;
  delivery: number;
  lines: ParcelContent[];
  weightGrams: number;
  carrier: string;
  product: string;
  options: { characteristic: string; option: string }[];
}

export interface ShippingEvents {
  ParcelPacked: ParcelPacked;
  ParcelUnpacked: { parcel: Uuid; reason: string };
  LabelIssued: { parcel: Uuid; carrier: string; barcode: string; trackingUrl: string; byHand: boolean };
  LabelFailed: { parcel: Uuid; reason: string; code: string; retrying: boolean };
  /** It has left: the handover was closed, or the carrier's first physical scan came. Never "announced". */
  ParcelShipped: { parcel: Uuid; manifest: Uuid | null; cause: 'handover' | 'scan' };
  ParcelAtPickupPoint: { parcel: Uuid; code: string };
  ParcelDelivered: { parcel: Uuid; how: 'delivered' | 'neighbour' | 'collected'; code: string };
  ParcelReturning: { parcel: Uuid; code: string };
  ParcelLost: { parcel: Uuid; code: string };
}

export const SHIPPING_EVENTS = ['ParcelPacked', 'ParcelUnpacked', 'LabelIssued', 'LabelFailed', 'ParcelShipped', 'ParcelAtPickupPoint', 'ParcelDelivered', 'ParcelReturning', 'ParcelLost'] as const satisfies readonly (keyof ShippingEvents)[];

/** What may follow what in a parcel's life. */
export const PARCEL_NEXT = {
  packed: ['labelled', 'unpacked', 'shipped'],
  labelled: ['labelled', 'unpacked', 'shipped'],
  unpacked: [],
  shipped: ['at_pickup_point', 'delivered', 'returning', 'lost'],
  at_pickup_point: ['delivered', 'returning', 'lost'],
  returning: ['lost', 'delivered'],
  delivered: [],
  lost: ['delivered', 'returning'],
} as const satisfies Record<string, readonly string[]>;
export type ParcelStatus = keyof typeof PARCEL_NEXT;

export const mayBecome = (from: ParcelStatus, to: ParcelStatus): boolean => (PARCEL_NEXT[from] as readonly string[]).includes(to);

export interface Parcel extends ParcelPacked { status: ParcelStatus; barcode: string | null; trackingUrl: string | null; problem: string | null }

export const parcelsSlice: Slice<Map<Uuid, Parcel>> = {
  name: 'parcels',
  initial: () => new Map(),
  evolve: (parcels, event: JournalEvent) => {
    if (event.type === 'ParcelPacked') {
      const packed = event.data as ParcelPacked;
      parcels.set(packed.parcel, { ...packed, status: 'packed', barcode: null, trackingUrl: null, problem: null });
      return parcels;
    }
    const change = (data: { parcel: Uuid }, part: Partial<Parcel>): void => {
      const before = parcels.get(data.parcel);
      if (before) parcels.set(data.parcel, { ...before, ...part });
    };
    switch (event.type) {
      case 'ParcelUnpacked': change(event.data as ShippingEvents['ParcelUnpacked'], { status: 'unpacked' }); break;
      case 'LabelIssued': {
        const data = event.data as ShippingEvents['LabelIssued'];
        change(data, { status: 'labelled', carrier: data.carrier, barcode: data.barcode, trackingUrl: data.trackingUrl, problem: null });
        break;
      }
      case 'LabelFailed': change(event.data as ShippingEvents['LabelFailed'], { problem: (event.data as ShippingEvents['LabelFailed']).reason }); break;
      case 'ParcelShipped': change(event.data as ShippingEvents['ParcelShipped'], { status: 'shipped' }); break;
      case 'ParcelAtPickupPoint': change(event.data as ShippingEvents['ParcelAtPickupPoint'], { status: 'at_pickup_point' }); break;
      case 'ParcelDelivered': change(event.data as ShippingEvents['ParcelDelivered'], { status: 'delivered' }); break;
      case 'ParcelReturning': change(event.data as ShippingEvents['ParcelReturning'], { status: 'returning' }); break;
      case 'ParcelLost': change(event.data as ShippingEvents['ParcelLost'], { status: 'lost' }); break;
    }
    return parcels;
  },
};
