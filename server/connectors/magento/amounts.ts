/** Magento's decimals as whole numbers: read without loss at four decimals beyond the minor unit, and rounded so that sums stay true. */
import { exponentOf, split, whole } from '../../kernel/money.ts';
import type { Minor } from '../../kernel/money.ts';

/**
 * Ten-thousandths of a minor unit. Magento keeps four decimals in its database (decimal(20,4)) and some modules leave
 * fractions of a cent in a row, so rows are added up here and rounded once.
 */
export type Fine = number;
export const FINE = 10_000;

export type Decimal = number | string | null | undefined;

/** Reads a decimal as fine amount; absent is 0. JSON's floats are read by their printed digits, never calculated with. */
export function fine(value: Decimal, currency: string): Fine {
  if (value === null || value === undefined) return 0;
  const digits = Number(value).toFixed(exponentOf(currency) + 4).replace('.', '');
  const parsed = whole(Number(digits), 'a Magento amount');
  return parsed === 0 ? 0 : parsed;
}

/** Nearest minor unit, halves away from zero. */
export const toMinor = (amount: Fine): Minor => {
  const rounded = Math.sign(amount) * Math.floor((Math.abs(amount) + FINE / 2) / FINE);
  return rounded === 0 ? 0 : rounded;
};

/** The same to the minor unit: what is left of floats in vendor sums is under half of one. */
export const same = (a: Fine, b: Fine): boolean => toMinor(a) === toMinor(b) && Math.abs(a - b) < FINE / 2;

/**
 * Rounds each amount so that the rounded parts add up to the rounded sum: floors first, then one unit to the largest
 * remainders. Amounts that are whole already keep their value whenever all are.
 */
export function roundTogether(amounts: readonly Fine[]): Minor[] {
  const floors = amounts.map((amount) => Math.floor(amount / FINE));
  const total = toMinor(amounts.reduce((sum, amount) => sum + amount, 0));
  let left = total - floors.reduce((sum, part) => sum + part, 0);
  const byRemainder = amounts
    .map((amount, index) => ({ index, remainder: amount - (floors[index] ?? 0) * FINE }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder) {
    if (left <= 0) break;
    floors[index] = (floors[index] ?? 0) + 1;
    left -= 1;
  }
  return floors.map((part) => (part === 0 ? 0 : part));
}

/** Splits a fine amount over weights; a whole number of minor units is split into whole minor units. */
export const splitFine = (amount: Fine, weights: readonly number[]): Fine[] =>
  amount % FINE === 0 ? split(amount / FINE, weights).map((part) => part * FINE) : split(amount, weights);

/** A quantity as whole number, or null when it is a fraction (or not a number at all). */
export function wholeQuantity(value: Decimal): number | null {
  const quantity = value === null || value === undefined ? 0 : Number(value);
  return Number.isSafeInteger(quantity) ? quantity : null;
}

/** A percentage as millionths: 8.25 is 82500. */
export const rateOf = (percent: Decimal): number => Math.min(1_000_000, Math.max(0, Math.round(Number(percent ?? 0) * 10_000)));
