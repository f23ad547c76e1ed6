/** The port that a carrier implements: announce a parcel, print its label, follow it, find pickup points. */
import type { Instant } from '../../kernel/clock.ts';
import type { Address } from '../../kernel/address.ts';
import type { ReturningReason } from './parcel-policy.ts';

export type LabelFormat = 'pdf' | 'zpl';

export interface ParcelRequest {
  /** Our parcel id; also the idempotency key of the announcement. */
  parcel: string;
  /** The order number, printed on the label as reference. */
  reference: string;
  /** The carrier's product, chosen by rule (PostNL: 3085 standard, 3533 pickup point, 2928 mailbox parcel …). */
  product: string;
  /** The carrier's product options, e.g. PostNL characteristic/option pairs. */
  options: { characteristic: string; option: string }[];
  sender: Address;
  receiver: Address;
  /** Set when the parcel goes to a pickup point. */
  pickupPoint: { id: string; network: string | null; address: Address } | null;
  weightGrams: number;
  /** Barcode asked for earlier for this parcel, to be used again on a retry; null the first time. */
  barcode: string | null;
  /** Position in a shipment of several parcels: 1 of 1 when alone. */
  sequence: number;
  count: number;
  /** Barcode of the first parcel of a shipment of several; null or absent when it is not known or this is the first. */
  mainBarcode?: string | null;
  deliveryDate: string | null;
  format: LabelFormat;
}

/** `unknown`: nobody can say whether the carrier took it: ask again with the same barcode. `refused`: the sentence is for the store's screen. */
export type AnnounceOutcome =
  | { kind: 'announced'; barcode: string; trackingUrl: string; label: { format: LabelFormat; content: Uint8Array }; warnings: string[] }
  | { kind: 'refused'; code: string; reason: string; field: string | null }
  | { kind: 'unavailable'; reason: string; barcode: string | null; retryAfterSeconds: number | null };

/** What happened to a parcel, in our words; the carrier's code is kept for the record. */
export interface CarrierScan {
  barcode: string;
  status: 'announced' | 'accepted' | 'sorted' | 'out_for_delivery' | 'delivered' | 'delivered_neighbour' | 'at_pickup_point' | 'collected' | 'attempted' | 'returning' | 'returned' | 'lost' | 'other';
  /** True for a scan that proves that the carrier physically has the parcel. */
  physical: boolean;
  code: string;
  description: string;
  at: Instant;
  /** Why it comes back, where the carrier says so; `damaged` may come with any status. */
  reason?: ReturningReason;
}

export interface PickupPoint {
  id: string;
  network: string | null;
  name: string;
  address: Address;
  latitude: number;
  longitude: number;
  distanceMetres: number | null;
  openingHours: { day: 1 | 2 | 3 | 4 | 5 | 6 | 7; from: string; to: string }[];
}

export interface Carrier {
  readonly code: string;
  readonly name: string;
  /** Whether a tracking number looks like one of this carrier's. */
  recognises(trackingNumber: string): boolean;
  trackingUrl(barcode: string, country: string, postalCode: string): string;
  announce(request: ParcelRequest): Promise<AnnounceOutcome>;
  /** All scans of one parcel, oldest first. */
  track(barcode: string): Promise<CarrierScan[]>;
  /** Barcodes with news since a moment, for polling; `track` tells the news. */
  updatedSince(from: Instant, to: Instant): Promise<string[]>;
  pickupPoints?(near: { country: string; postalCode: string; houseNumber?: string } | { latitude: number; longitude: number; country: string }, deliveryDate: string): Promise<PickupPoint[]>;
}
