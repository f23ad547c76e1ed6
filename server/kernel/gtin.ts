/** GS1 keys on products and parcels: check digits, GTIN in its four lengths, and SSCC (GS1 General Specifications, section 7.9). */

/** Lengths of a GTIN: GTIN-8, GTIN-12 (UPC-A), GTIN-13 (EAN-13), GTIN-14 (outer case). */
const GTIN_LENGTHS = [8, 12, 13, 14] as const;

/** An SSCC is an extension digit, the company prefix with the serial reference in 16 digits, and a check digit. */
const SSCC_LENGTH = 18;

/** A GTIN as it is stored and compared everywhere: 14 digits, shorter ones with zeros in front. */
export type Gtin = string;

/**
 * The check digit that belongs behind these digits: weights 3 and 1 by turns from the right, up to the next ten.
 * Refuses anything but one or more digits.
 */
export function checkDigit(digits: string): number {
  if (!/^[0-9]+$/.test(digits)) throw new RangeError(`a check digit is computed over digits, found "${digits}"`);
  let total = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const fromRight = digits.length - index;
    total += Number(digits[index]) * (fromRight % 2 === 1 ? 3 : 1);
  }
  return (10 - (total % 10)) % 10;
}

/** Whether these are at least two digits of which the last is the right check digit, whatever the key. */
export function hasCheckDigit(digits: string): boolean {
  return /^[0-9]{2,}$/.test(digits) && checkDigit(digits.slice(0, -1)) === Number(digits.at(-1));
}

/** Whether a text is a GTIN-8, -12, -13 or -14 with a right check digit. Only zeros is what scanners send for nothing, and is none. */
export function isGtin(text: string): boolean {
  return GTIN_LENGTHS.some((length) => length === text.length) && hasCheckDigit(text) && !/^0+$/.test(text);
}

/**
 * A GTIN of any length as 14 digits, so that "4006381333931" and "04006381333931" are one product; null when it is none.
 * Spaces and dashes between the digits are forgiven, since price lists print them.
 */
export function normaliseGtin(text: string): Gtin | null {
  const digits = text.trim().replace(/[ -]/g, '');
  return isGtin(digits) ? digits.padStart(14, '0') : null;
}

/** Whether a text is an SSCC: 18 digits with a right check digit. */
export function isSscc(text: string): boolean {
  return text.length === SSCC_LENGTH && hasCheckDigit(text);
}

/**
 * Makes the SSCC of a load: the extension digit (0-9, free to the company), its GS1 company prefix (4 to 12 digits) and a
 * serial number that fills the rest of 16 digits. Refuses a serial that does not fit: it may never wrap round within a year.
 */
export function makeSscc(prefix: string, serial: number, extension = 0): string {
  if (!/^[0-9]{4,12}$/.test(prefix)) throw new RangeError(`"${prefix}" is not a GS1 company prefix of 4 to 12 digits`);
  if (!Number.isInteger(extension) || extension < 0 || extension > 9) throw new RangeError(`an extension digit is 0 to 9, found ${extension}`);
  if (!Number.isSafeInteger(serial) || serial < 0) throw new RangeError(`a serial number is a whole number from 0, found ${serial}`);
  const room = SSCC_LENGTH - 2 - prefix.length;
  const reference = String(serial).padStart(room, '0');
  if (reference.length > room) throw new RangeError(`serial number ${serial} does not fit in the ${room} digits left behind prefix ${prefix}`);
  const body = `${extension}${prefix}${reference}`;
  return `${body}${checkDigit(body)}`;
}
