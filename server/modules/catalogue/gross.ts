/** What a customer pays for products at a moment: the price of the list with its VAT, whichever way the list has it. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Minor } from '../../kernel/money.ts';

/** VAT of an amount in millionths, rounded half up: within it when it includes VAT, on top of it when it does not. */
export function vatOf(amount: Minor, rate: number, included: boolean): Minor {
  const [times, by] = [BigInt(amount) * BigInt(rate), 1_000_000n + (included ? BigInt(rate) : 0n)];
  return Number((2n * times + by) / (2n * by));
}

/** A price of a list as its customer pays it. Where no rate is known there is no VAT to add. */
export const withTax = ({ amount, includesTax }: { amount: Minor; includesTax: boolean }, rate: number | null): Minor => (includesTax || rate === null ? amount : amount + vatOf(amount, rate, false));

const GROSS = `
  select distinct on (p.sku) p.sku, p.amount, p.includes_tax, (select r.rate from catalogue.vat_rate r where r.country = $5 and r.class = v.vat_class and r.valid_from <= $6 order by r.valid_from desc limit 1) as rate
  from catalogue.price p join catalogue.variant v on v.sku = p.sku
  where p.sku = any($1) and p.list = $2 and p.currency = $3 and p.valid_from <= $4 and (p.valid_until is null or p.valid_until > $4) order by p.sku, p.valid_from desc`;

/** Prices by SKU, VAT of the country included, in minor units; a SKU that is not on the list is left out. `date` is the day there, for the rate. */
export async function grossPrices(database: Queryable, skus: readonly string[], { list, currency, at, country, date }: { list: string; currency: string; at: Instant; country: string; date: string }): Promise<Map<string, Minor>> {
  if (skus.length === 0) return new Map();
  const rows = await database.query<{ sku: string; amount: Minor; includes_tax: boolean; rate: number | null }>(GROSS, [[...new Set(skus)], list, currency, at, country, date]);
  return new Map(rows.map((row) => [row.sku, withTax({ amount: row.amount, includesTax: row.includes_tax }, row.rate)]));
}
