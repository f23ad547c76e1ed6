/** Finds out, from an order's own sums, how its amounts are meant: rows before or after discount, prices with or without tax. */
import { FINE, fine, roundTogether, same, toMinor } from './amounts.ts';
import type { Fine } from './amounts.ts';
import type { Minor } from '../../kernel/money.ts';
import type { RawOrder } from './order.ts';
import { sumFine } from './priced.ts';
import type { FineSold } from './priced.ts';

export interface Meaning {
  /** `row_total` is already net of discount: not in Magento's core, but extensions and imports write it so. */
  rowsAfterDiscount: boolean;
  /** Whether fixed product tax, and the tax on it, stands beside the rows or is in them already. */
  surcharge: 'with_tax' | 'without_tax' | 'in_rows';
  pricesIncludeTax: boolean;
}

const taxOf = (sold: FineSold): Fine => sumFine(sold.taxes.map((tax) => tax.amount));

/** What the customer pays for a row: the same in both price conventions. */
export const totalOf = (sold: FineSold): Fine =>
  sold.net - sold.discount + taxOf(sold) + sold.compensation + sold.surcharge + sumFine(sold.surchargeTaxes.map((tax) => tax.amount));

/** Gift cards, store credit and reward points, which Magento has already taken off `grand_total`: they are payments, not discounts. */
export function creditsOf(order: RawOrder, currency: string): Fine {
  const extension = order.extension_attributes;
  return fine(extension?.gift_cards_amount, currency) + fine(extension?.customer_balance_amount, currency) + fine(extension?.reward_currency_amount, currency);
}

/** The rows with one reading applied, so that every row has its price before discount and everything that belongs to it. */
export function normalise(sold: FineSold, meaning: Pick<Meaning, 'rowsAfterDiscount' | 'surcharge'>): FineSold {
  const withSurcharge: FineSold = meaning.surcharge === 'in_rows'
    ? { ...sold, surcharge: 0, surchargeTaxes: [] }
    : meaning.surcharge === 'without_tax' ? { ...sold, surchargeTaxes: [] } : sold;
  if (!meaning.rowsAfterDiscount) return withSurcharge;
  return { ...withSurcharge, net: sold.net + sold.discount, including: null, compensation: 0 };
}

/**
 * Reads the rows in each possible way and takes the first that adds up to what the order says the customer pays: the core's way
 * first. When none does, the order does not add up; then `subtotal` (always before discounts) decides, and the proof of totals shows the gap.
 */
export function readMeaning(order: RawOrder, rows: readonly FineSold[], charges: readonly FineSold[], currency: string, usual: boolean): Meaning {
  const expected = fine(order.grand_total, currency) + creditsOf(order, currency);
  const beside = sumFine(charges.map(totalOf));
  const surcharges: Meaning['surcharge'][] = rows.some((row) => row.surcharge !== 0) ? ['with_tax', 'without_tax', 'in_rows'] : ['with_tax'];
  const discounted = rows.some((row) => row.discount !== 0);
  const readings = (discounted ? [false, true] : [false]).flatMap((rowsAfterDiscount) => surcharges.map((surcharge) => ({ rowsAfterDiscount, surcharge })));
  const first = readings[0] ?? { rowsAfterDiscount: false, surcharge: 'with_tax' as const };
  const subtotal = fine(order.subtotal, currency);
  const reading = readings.find((candidate) => same(sumFine(rows.map((row) => totalOf(normalise(row, candidate)))) + beside, expected))
    ?? (order.subtotal === null || order.subtotal === undefined ? first : readings.find((candidate) => same(sumFine(rows.map((row) => normalise(row, candidate).net)), subtotal)) ?? first);
  const all = [...rows.map((row) => normalise(row, reading)), ...charges];
  return { ...reading, pricesIncludeTax: !reading.rowsAfterDiscount && includesTax(all, usual) };
}

/**
 * Prices include tax when every row with tax is exactly its row without, plus tax and compensation. Both conventions hold
 * where nothing was discounted; then the unit prices tell, because quantity × price is exact only in the shop's own convention.
 */
function includesTax(rows: readonly FineSold[], usual: boolean): boolean {
  const expressible = rows.every((row) => row.including === null
    ? taxOf(row) === 0
    : Math.abs(row.including - (row.net + taxOf(row) + row.compensation)) < FINE / 2);
  if (!expressible) return false;
  if (rows.some((row) => row.compensation !== 0)) return true;
  const exact = (unit: (row: FineSold) => Fine | null, whole: (row: FineSold) => Fine | null): boolean =>
    rows.every((row) => row.unit === null || multiple(unit(row), whole(row)));
  const exactWithout = exact((row) => row.unit, (row) => row.net);
  const exactWith = exact((row) => row.unitIncluding, (row) => row.including);
  return exactWith === exactWithout ? usual : exactWith;
}

const multiple = (unit: Fine | null, whole: Fine | null): boolean => unit !== null && whole !== null && (unit === 0 ? whole === 0 : whole % unit === 0);

export interface Sold {
  subtotal: Minor;
  discount: Minor;
  taxes: { name: string; rate: number; amount: Minor }[];
  total: Minor;
  unit: Minor | null;
}

/**
 * Amounts in minor units and in the order's convention, built from the total down so that subtotal − discount (+ taxes) is the
 * total exactly. Without tax in the prices, the discount is what it took off the price without tax: Magento's discount less its compensation.
 */
export function soldInMinor(rows: readonly FineSold[], pricesIncludeTax: boolean): Sold[] {
  const totals = roundTogether(rows.map(totalOf));
  return rows.map((row, index) => {
    const total = totals[index] ?? 0;
    const named = [...row.taxes, ...row.surchargeTaxes];
    const amounts = roundTogether(named.map((tax) => tax.amount));
    const taxes = named.map((tax, which) => ({ name: tax.name, rate: tax.rate, amount: amounts[which] ?? 0 }));
    const tax = amounts.reduce((sum, amount) => sum + amount, 0);
    const discount = Math.max(0, toMinor(pricesIncludeTax ? row.discount : row.discount - row.compensation));
    const unit = pricesIncludeTax ? row.unitIncluding : row.unit;
    return { subtotal: total + discount - (pricesIncludeTax ? 0 : tax), discount, taxes, total, unit: unit === null ? null : toMinor(unit) };
  });
}
