/** Pure: what a product taken in exchange costs. The price list of the order's channel says; only service and operations may say otherwise. */
import type { Actor } from '../../kernel/command.ts';
import { formatMinor } from '../../kernel/money.ts';
import type { Minor } from '../../kernel/money.ts';
import { vatOf, withTax } from '../catalogue/index.ts';
import type { OrderLine } from '../orders/index.ts';
import { mayNamePrices } from './permissions.ts';
import { returnProblems } from './rules.ts';

type Taxes = OrderLine['taxes'];

/** A product to go out, as the caller names it; what is null is read from the catalogue and the price list. */
export interface AskedLine { sku: string; name: string | null; quantity: number; total: Minor | null; taxes: Taxes | null; weightGrams: number | null; tags: string[] }
export interface NewLine { sku: string; name: string; quantity: number; subtotal: Minor; total: Minor; taxes: Taxes; weightGrams: number; tags: string[] }

/** What is known of a product where it is exchanged: null where nothing is. `rate` is the VAT rate in millionths. */
export interface Listed { variant: { name: string; weightGrams: number } | null; price: { amount: Minor; includesTax: boolean } | null; rate: number | null; country: string }
export interface Terms { currency: string; pricesIncludeTax: boolean; list: string }

/** The line as it will be sold. Refuses a product without a price, and a price of one's own to whoever may not name it. */
export function pricedLine(actor: Actor, asked: AskedLine, { variant, price, rate, country }: Listed, { currency, pricesIncludeTax, list }: Terms, field: string): NewLine {
  if (!variant) throw returnProblems.sku_unknown({ detail: `There is no product ${asked.sku}. Scan the label of the product itself.`, found: asked.sku, field: `${field}.sku` });
  const free = mayNamePrices(actor);
  if (!price && (asked.total === null || !free)) throw returnProblems.no_price({ detail: `${variant.name} has no price in ${currency} on the list ${list}. Put it on the list, or let customer service do the exchange.`, found: asked.sku, field: `${field}.sku` });
  const listed = price && price.amount * asked.quantity;
  const tax = (total: Minor, included: boolean): Minor => (rate === null ? 0 : vatOf(total, rate, included));
  const gross = listed === null ? null : withTax({ amount: listed, includesTax: price?.includesTax !== false }, rate);
  if (!free && asked.total !== null && asked.total !== gross) {
    throw returnProblems.price_deviates({ detail: `${variant.name} costs ${formatMinor(gross ?? 0, currency)} ${currency} on the list ${list}; ${formatMinor(asked.total, currency)} was sent. Leave the price out, or let customer service do the exchange.`, found: asked.total, expected: gross, field: `${field}.total` });
  }
  const total = asked.total ?? gross ?? 0;
  const taxes = (free ? asked.taxes : null) ?? (rate === null ? [] : [{ name: 'VAT', rate, amount: tax(total, true), country }]);
  return {
    sku: asked.sku, name: asked.name ?? variant.name, quantity: asked.quantity, total, taxes, subtotal: pricesIncludeTax ? total : total - taxes.reduce((sum, one) => sum + one.amount, 0),
    weightGrams: asked.weightGrams ?? variant.weightGrams, tags: asked.tags,
  };
}
