/** Minor units and the decimals of currencies, exactly. */

const digits = new Map<string, number>();

/** Decimals of a currency (ISO 4217, as the browser knows it): EUR 2, JPY 0, BHD 3. */
export function exponentOf(currency: string): number {
  const known = digits.get(currency) ?? new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  digits.set(currency, known);
  return known;
}

/** "59.95" with two decimals is 5995; null for what is no amount. */
export function minorOf(text: string, exponent: number): number | null {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text.trim()) ?? [];
  if (whole === '') return null;
  const minor = Number(whole + fraction.padEnd(exponent, '0').slice(0, exponent));
  return Number.isSafeInteger(minor) ? (sign === '-' ? -minor : minor) : null;
}
