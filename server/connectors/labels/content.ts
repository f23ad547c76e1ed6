/** What stands on an address label, whatever it is printed with, and the lines an address takes on it. */
import { isSscc } from '../../kernel/gtin.ts';
import type { Address } from '../../kernel/address.ts';

export interface ParcelLabelContent {
  /** Top line, e.g. the carrier and its service, or "Transfer". */
  heading: string;
  sender: Address;
  receiver: Address;
  /** The order or transfer number, printed for people. */
  reference: string;
  /** An SSCC of 18 digits is printed as GS1-128 with application identifier 00, anything else as Code 128. Printable ASCII only. */
  barcode: string;
  /** Position among the parcels of one shipment; 1 of 1 is not printed. */
  sequence: number;
  count: number;
  weightGrams: number | null;
  /** Short remarks above the barcode, such as "Mailbox parcel". */
  notes: readonly string[];
}

/** A6 upright, the size that label printers and parcel carriers share (ISO 216): 105 by 148 mm. */
export const LABEL_MM = { width: 105, height: 148 } as const;

/** Lines of an address as a postman reads them; the number stands before the street where the country writes it so, and two numbers are kept apart (12-2 hoog). */
export function addressLines(address: Address): string[] {
  const number = `${address.houseNumber}${address.addition ? `${/^\d/.test(address.addition) ? '-' : ' '}${address.addition}` : ''}`;
  const postalCode = address.country === 'NL' ? address.postalCode.replace(/^(\d{4})\s*([A-Za-z]{2})$/, '$1 $2') : address.postalCode;
  const first = ['FR', 'GB', 'IE', 'US', 'CA', 'AU', 'NZ', 'LU', 'MC'].includes(address.country);
  const lines = [
    address.company, address.name,
    first ? `${number} ${address.street}` : `${address.street} ${number}`,
    address.line2,
    ['GB', 'IE', 'US', 'CA', 'AU'].includes(address.country) ? [address.city, address.region, postalCode].filter(Boolean).join(' ') : `${postalCode}  ${address.city}`,
    address.country,
  ];
  return lines.filter((line): line is string => line !== null && line.trim() !== '').map((line) => line.trim());
}

/** The remark line: position, weight and notes. */
export function remarks({ sequence, count, weightGrams, notes }: ParcelLabelContent): string {
  const weight = weightGrams === null ? null : `${Math.floor(weightGrams / 1000)}.${String(weightGrams % 1000).padStart(3, '0')} kg`;
  return [count > 1 ? `${sequence} / ${count}` : null, weight, ...notes].filter((part) => part !== null).join('   ');
}

/** The symbology by the content: a valid SSCC becomes a GS1-128, the rest Code 128. Refuses what a Code 128 of a label cannot hold. */
export function symbologyOf(barcode: string): { symbology: 'gs1-128' | 'code128'; text: string } {
  if (isSscc(barcode)) return { symbology: 'gs1-128', text: `(00)${barcode}` };
  if (!/^[\x20-\x7e]{1,40}$/.test(barcode)) throw new RangeError(`"${barcode}" cannot be printed as Code 128: it takes 1 to 40 printable ASCII characters`);
  return { symbology: 'code128', text: barcode };
}
