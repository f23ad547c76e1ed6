/** Money as whole minor units with an ISO 4217 currency: parsing, printing and splitting without ever using a fraction. */

/** An amount in the currency's minor unit (cents, fils, whole yen): always a safe integer. */
export type Minor = number;

/** An amount with its currency, as it goes over the wire. */
export interface Money {
  amount: Minor;
  currency: string;
}

/**
 * Currencies whose minor unit is not a hundredth, from ISO 4217 table A.1 (SIX, list one).
 * Every other active currency has exponent 2.
 */
const EXPONENTS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
  CLF: 4, UYW: 4,
};

/** Number of decimals of a currency by ISO 4217, e.g. EUR 2, JPY 0, BHD 3. */
export function exponentOf(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`"${currency}" is not an ISO 4217 currency code such as EUR`);
  return EXPONENTS[currency] ?? 2;
}

/** Refuses anything but a safe whole number, so that no fraction can slip into the books. */
export function whole(value: number, what = 'amount'): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${what} must be a whole number of minor units, found ${value}`);
  return value;
}

/**
 * Reads a decimal amount ("59.95", 59.95, "-1") as minor units, exactly. Surplus zeros are accepted ("10.0000"), surplus
 * digits are refused unless `round` is `half-up` (away from zero), which mappings of vendors that send four decimals ask for.
 */
export function parseMinor(value: string | number, currency: string, round: 'refuse' | 'half-up' = 'refuse'): Minor {
  const text = typeof value === 'number' ? plain(value) : value.trim();
  const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (!match) throw new RangeError(`"${value}" is not a decimal amount such as 59.95`);
  const [, sign, integer = '0', decimals = ''] = match;
  const exponent = exponentOf(currency);
  const kept = decimals.slice(0, exponent).padEnd(exponent, '0');
  const surplus = decimals.slice(exponent);
  let minor = BigInt(integer + kept);
  if (/[1-9]/.test(surplus)) {
    if (round === 'refuse') throw new RangeError(`${text} ${currency} has more than ${exponent} decimals`);
    if (surplus.charCodeAt(0) >= 53) minor += 1n;
  }
  const signed = Number(sign === '-' ? -minor : minor);
  return whole(signed === 0 ? 0 : signed);
}

function plain(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not an amount`);
  const text = String(value);
  return /e/i.test(text) ? value.toFixed(20).replace(/0+$/, '') : text;
}

/** Prints minor units as a decimal string with the currency's own number of decimals: 5995 EUR → "59.95". */
export function formatMinor(amount: Minor, currency: string): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(whole(amount))).padStart(exponent + 1, '0');
  const sign = amount < 0 ? '-' : '';
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/**
 * Splits an amount over weights so that the parts add up to it exactly: floors first, then one minor unit each to the
 * largest remainders (ties to the earliest). All weights zero splits evenly. Negative amounts split as their mirror.
 */
export function split(amount: Minor, weights: readonly number[]): Minor[] {
  whole(amount);
  if (weights.length === 0) {
    if (amount !== 0) throw new RangeError('cannot split an amount over nothing');
    return [];
  }
  if (amount < 0) return split(-amount, weights).map((part) => (part === 0 ? 0 : -part));
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  const shares = total === 0n ? weights.map(() => 1n) : weights.map(BigInt);
  const base = total === 0n ? BigInt(weights.length) : total;
  const parts = shares.map((share) => (BigInt(amount) * share) / base);
  const rest = shares.map((share, index) => ({ index, remainder: (BigInt(amount) * share) % base }));
  rest.sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  let left = BigInt(amount) - parts.reduce((sum, part) => sum + part, 0n);
  for (const { index } of rest) {
    if (left === 0n) break;
    parts[index] = (parts[index] ?? 0n) + 1n;
    left -= 1n;
  }
  return parts.map(Number);
}

/** Sums amounts. */
export const sum = (amounts: Iterable<Minor>): Minor => {
  let total = 0;
  for (const amount of amounts) total += amount;
  return whole(total);
};
