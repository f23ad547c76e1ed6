/** Everything around an order that a message may need. */
import type { Address } from '../../kernel/address.ts';
import type { Contact } from '../customers/index.ts';
import type { Calendar } from '../locations/index.ts';
import type { KeptPoint } from '../shipping/index.ts';

/** A store as a message needs it. */
export interface ToldLocation { code: string; name: string; address: Address; calendar: Calendar }

/** Everything around the order that a message may need, read beforehand. */
export interface Around {
  /** Contact versions that are not erased. */
  contacts: ReadonlyMap<string, Contact>;
  locations: ReadonlyMap<string, ToldLocation>;
  /** Carriers' pickup points of the order as they were heard of last, by carrier and id. */
  points: ReadonlyMap<string, KeptPoint>;
  /** Colour, size and picture by SKU. */
  products: ReadonlyMap<string, { variant: string | null; picture: string | null }>;
  language: string;
  timeZone: string;
  orderUrl: string | null;
  carrierName(code: string): string;
  pickupCode(delivery: number): string;
  /** Where to look when a carrier has no page for a parcel. */
  homePage: string;
  /** Days that a ready pickup waits, and whether a proof of identity is asked for. */
  pickup: { days: number; identification: boolean };
}

export const addressLine = ({ street, houseNumber, addition, postalCode, city }: Address): string => `${street} ${houseNumber}${addition === null ? '' : ` ${addition}`}, ${postalCode} ${city}`.trim();
