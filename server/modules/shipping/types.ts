/** Parcels and totes: the events of their lives on the order's stream, and their state. */
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { JournalEvent, Slice } from '../books/index.ts';
import type { ReturningReason } from './parcel-policy.ts';

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
  /** `until`: last day on which it can be collected there (2026-03-09); `remindAt`: when its customer is reminded of it. */
  ParcelAtPickupPoint: { parcel: Uuid; code: string; until?: string; remindAt?: Instant | null };
  ParcelReminded: { parcel: Uuid; until: string };
  ParcelDelivered: { parcel: Uuid; how: 'delivered' | 'neighbour' | 'collected'; code: string };
  /** `ask`: somebody must decide what becomes of it; otherwise the money goes back when it is received. */
  ParcelReturning: { parcel: Uuid; code: string; reason?: ReturningReason; ask?: boolean };
  ParcelLost: { parcel: Uuid; code: string; ask?: boolean };
  /** A parcel that was lost is on its way again. */
  ParcelFound: { parcel: Uuid; code: string };
  /** The carrier says that it is damaged, and has not said what it does with it. */
  ParcelDamaged: { parcel: Uuid; code: string; ask: boolean };
  /** The carrier is asked to pay for it, under a reference of its own. */
  ParcelClaimed: { parcel: Uuid; reference: string };
  /** It was opened, since something in it was cancelled, and the carrier has it all the same; `lines`: what was to be put back and is gone with it. */
  ParcelTakenAlong: { parcel: Uuid; code: string; fulfilment: Uuid; location: string; lines: ParcelContent[] };
  /** Somebody looked after it, and nothing more is to be done. */
  ParcelMatterClosed: { parcel: Uuid; note: string | null };
}

export const SHIPPING_EVENTS = ['ParcelPacked', 'ParcelUnpacked', 'LabelIssued', 'LabelFailed', 'ParcelShipped', 'ParcelAtPickupPoint', 'ParcelDelivered', 'ParcelReturning', 'ParcelLost', 'ParcelReminded', 'ParcelFound', 'ParcelDamaged', 'ParcelClaimed', 'ParcelMatterClosed', 'ParcelTakenAlong'] as const satisfies readonly (keyof ShippingEvents)[];

/** What may follow what in a parcel's life. */
export const PARCEL_NEXT = {
  packed: ['labelled', 'unpacked', 'shipped'],
  labelled: ['labelled', 'unpacked', 'shipped'],
  unpacked: [],
  shipped: ['at_pickup_point', 'delivered', 'returning', 'lost'],
  at_pickup_point: ['delivered', 'returning', 'lost'],
  returning: ['lost', 'delivered', 'returned'],
  // A neighbour who gives it back, a door that was the wrong one: the carrier takes it along again.
  delivered: ['returning'],
  lost: ['delivered', 'returning'],
  returned: [],
} as const satisfies Record<string, readonly string[]>;
export type ParcelStatus = keyof typeof PARCEL_NEXT;

export const mayBecome = (from: ParcelStatus, to: ParcelStatus): boolean => (PARCEL_NEXT[from] as readonly string[]).includes(to);

export interface Parcel extends ParcelPacked {
  status: ParcelStatus;
  barcode: string | null;
  trackingUrl: string | null;
  problem: string | null;
  /** The moment of the carrier's scan that gave it its status: what was scanned before it says nothing new. */
  toldAt: Instant | null;
  /** Last day on which it can be collected at its pickup point; null elsewhere. */
  keptUntil: string | null;
}

export const parcelsSlice: Slice<Map<Uuid, Parcel>> = {
  name: 'parcels',
  initial: () => new Map(),
  evolve: (parcels, event: JournalEvent) => {
    if (event.type === 'ParcelPacked') {
      const packed = event.data as ParcelPacked;
      parcels.set(packed.parcel, { ...packed, status: 'packed', barcode: null, trackingUrl: null, problem: null, toldAt: null, keptUntil: null });
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
      case 'ParcelAtPickupPoint': change(event.data as ShippingEvents['ParcelAtPickupPoint'], { status: 'at_pickup_point', toldAt: event.occurredAt, keptUntil: (event.data as ShippingEvents['ParcelAtPickupPoint']).until ?? null }); break;
      case 'ParcelDelivered': change(event.data as ShippingEvents['ParcelDelivered'], { status: 'delivered', toldAt: event.occurredAt, keptUntil: null }); break;
      case 'ParcelReturning': change(event.data as ShippingEvents['ParcelReturning'], { status: 'returning', toldAt: event.occurredAt, keptUntil: null }); break;
      case 'ParcelLost': change(event.data as ShippingEvents['ParcelLost'], { status: 'lost', toldAt: event.occurredAt, keptUntil: null }); break;
      case 'ParcelFound': change(event.data as ShippingEvents['ParcelFound'], { status: 'shipped', toldAt: event.occurredAt }); break;
      // Received back: the return names the parcel that it came in.
      case 'ItemsReturned': {
        const { parcel } = event.data as { parcel?: Uuid };
        if (parcel !== undefined) change({ parcel }, { status: 'returned', toldAt: event.occurredAt });
        break;
      }
    }
    return parcels;
  },
};
