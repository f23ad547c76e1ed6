/** Reading amounts, rates and times of a Shopify order: always the shop's money, and every value that cannot be read becomes a sentence instead of an exception. */
import { parseMinor, sum } from '../../kernel/money.ts';
import type { Minor } from '../../kernel/money.ts';
import type { MoneySet, TaxLine } from './schema.ts';

/** What was wrong is collected, so that quarantine shows all of it at once. */
export interface Reading {
  currency: string;
  pricesIncludeTax: boolean;
  /** Country the taxes are owed to: where the goods go, else null. */
  taxCountry: string | null;
  reasons: string[];
}

type Amount = string | number | null | undefined;

/**
 * The amount in the shop's currency. Shopify states most amounts twice: in the currency the customer saw (presentment) and in
 * the shop's own (shop). We read the shop's throughout, because the plain fields (`price`, `total_price`, `currency`) are in
 * it too, because payouts and the books are in it, and because presentment amounts are rounded one by one and need not add up.
 */
export function shopAmount(reading: Reading, where: string, set: MoneySet, plain?: Amount): Minor | null {
  const stated = set?.shop_money;
  const currency = stated?.currency_code ?? stated?.currency ?? reading.currency;
  if (stated?.amount !== null && stated?.amount !== undefined && currency !== reading.currency) {
    reading.reasons.push(`${where} is in ${currency} while the order is in ${reading.currency}`);
    return null;
  }
  const value = stated?.amount ?? plain;
  if (value === null || value === undefined || value === '') return null;
  try {
    return parseMinor(value, reading.currency);
  } catch (error) {
    reading.reasons.push(`${where}: ${error instanceof Error ? error.message : 'unreadable amount'}`);
    return null;
  }
}

/** As `shopAmount`, where nothing stated means zero. */
export const shopAmountOrZero = (reading: Reading, where: string, set: MoneySet, plain?: Amount): Minor => shopAmount(reading, where, set, plain) ?? 0;

/** A tax rate as millionths: 0.21 and "0.21" are 210000, half a millionth goes up. Read from its decimal text, so that no binary fraction gets in. */
export function millionths(rate: string | number): number | null {
  const written = typeof rate === 'number' && /e/i.test(String(rate)) ? rate.toFixed(12) : String(rate).trim();
  const match = /^(\d+)(?:\.(\d*))?$/.exec(written);
  if (!match) return null;
  const [, integer = '0', decimals = ''] = match;
  const value = Number(integer + decimals.slice(0, 6).padEnd(6, '0')) + (decimals.charCodeAt(6) >= 53 ? 1 : 0);
  return Number.isSafeInteger(value) && value <= 1_000_000 ? value : null;
}

export interface Tax {
  name: string;
  rate: number;
  amount: Minor;
  country: string | null;
}

/** Taxes as charged, one per jurisdiction; lines of zero with no rate say nothing and are left out. */
export function taxesOf(reading: Reading, where: string, taxLines: readonly TaxLine[]): Tax[] {
  const taxes: Tax[] = [];
  for (const [index, line] of taxLines.entries()) {
    const place = `${where}.tax_lines[${index}]`;
    const rate = line.rate === null || line.rate === undefined ? 0 : millionths(line.rate);
    if (rate === null) reading.reasons.push(`${place}.rate: "${line.rate}" is not a rate between 0 and 1`);
    const amount = shopAmountOrZero(reading, `${place}.price`, line.price_set, line.price);
    if (amount === 0 && (rate ?? 0) === 0) continue;
    taxes.push({ name: clip(line.title ?? '', 100) || 'VAT', rate: rate ?? 0, amount, country: reading.taxCountry });
  }
  return taxes;
}

/** Subtotal, discount, taxes and total of something sold: total = subtotal − discount, plus the taxes where prices exclude them. */
export function soldAs(reading: Reading, subtotal: Minor, discount: Minor, taxes: Tax[]) {
  const added = reading.pricesIncludeTax ? 0 : sum(taxes.map((tax) => tax.amount));
  return { subtotal, discount, taxes, total: subtotal - discount + added };
}

/** An instant in UTC, so that versions sort as text. Times without a zone are read as UTC; null when it is no time at all. */
export function instantOf(value: string | null | undefined): string | null {
  if (!value) return null;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(value.trim()) ? value.trim() : `${value.trim().replace(' ', 'T')}${value.includes(':') ? 'Z' : ''}`;
  const at = new Date(zoned);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** At most so many characters, trimmed. */
export const clip = (value: string, length: number): string => value.trim().slice(0, length).trim();

/** Text or null: the empty text that Shopify sends for "nothing" is nothing. */
export const textOrNull = (value: string | null | undefined, length: number): string | null => clip(value ?? '', length) || null;
