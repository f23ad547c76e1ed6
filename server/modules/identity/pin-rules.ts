/** Which PINs are too easy to guess: those that people try first. */

/** Figures that are a pattern of the keys or well known; each is among the first that somebody tries. */
const KNOWN = new Set(['2580', '0852', '1397', '7931', '2468', '8642', '1357', '9753', '1478', '3698', '1236', '1212', '6969', '1004', '1122', '112233', '159753', '147258', '147852', '258456', '159357']);

const DIGITS = '01234567890';
const BACKWARDS = '09876543210';

/**
 * Whether a PIN is one of those tried first: one figure over and over (0000), a row up or down (1234, 8765, 7890), a part repeated (1212,
 * 123123), a year of birth of somebody who works (1950 to 2012), or a pattern of the keys (2580). Takes 4 to 6 figures.
 */
export function trivialPin(pin: string): boolean {
  if (/^(\d)\1*$/.test(pin) || /^(\d{2,3})\1+$/.test(pin)) return true;
  if (DIGITS.includes(pin) || BACKWARDS.includes(pin)) return true;
  if (pin.length === 4 && Number(pin) >= 1950 && Number(pin) <= 2012) return true;
  return KNOWN.has(pin);
}
