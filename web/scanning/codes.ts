/** Whether a scanned or typed code means a product, and how many of it: a GTIN in any length, or the SKU itself. */
import { normaliseGtin } from '../../server/kernel/gtin.ts';

/** What stands on a GS1 symbol before anything else (element string 01 with the GTIN), as cameras and scanners pass it on. */
const ELEMENT_STRING = /^(?:\](?:d2|C1|Q3))?01(\d{14})/;

/** The forms in which the server may know the product of this code: its GTIN in 14 digits, else the code as it is. */
export function productCode(code: string): string {
  const plain = code.trim();
  return normaliseGtin(plain) ?? normaliseGtin(ELEMENT_STRING.exec(plain)?.[1] ?? '') ?? plain;
}

/** How many of the product a code stands for: a carton has a barcode of its own. */
export const piecesOf = (code: string, product: { cartons?: Readonly<Record<string, number>> | undefined }): number => product.cartons?.[productCode(code)] ?? 1;

export const meansProduct = (code: string, product: { sku: string | null; gtins: readonly string[] }): boolean => {
  const wanted = productCode(code);
  return product.gtins.includes(wanted) || (product.sku !== null && product.sku.toLowerCase() === wanted.toLowerCase());
};
