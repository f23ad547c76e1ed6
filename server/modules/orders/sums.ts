/** Pure: what was sold on an order as an invoice adds it up: goods, discount, charges, VAT per rate; and how much of it was taken off since. */
import { split } from '../../kernel/money.ts';
import type { Minor } from '../../kernel/money.ts';
import type { Order } from './state.ts';

export interface VatSum { rate: number; country: string | null; /** Sold at this rate, VAT included. */ total: Minor; amount: Minor }
export interface Sums {
  /** Lines before discount. */
  goods: Minor;
  discount: Minor;
  /** Shipping, fees and what else is charged, without what was waived; money given by hand lowers it. */
  charges: Minor;
  total: Minor;
  /** Lines that were cancelled or returned since: what is due is the total less this. */
  takenOff: Minor;
  pricesIncludeTax: boolean;
  vat: VatSum[];
}

/** Adds up an order as it was sold and added to, less the charges that were waived. A part with several taxes (not in Europe) stands under each of its rates. */
export function sumsOf(order: Order, due: Minor): Sums {
  const lines = [...order.lines.values()];
  const charges = [...order.charges.values()].flatMap((charge) => {
    const total = charge.total - (order.waived.get(charge.ref) ?? 0);
    return total === 0 ? [] : [{ total, taxes: charge.taxes.map((tax) => ({ ...tax, amount: split(tax.amount, [Math.abs(total), Math.abs(charge.total - total)])[0] ?? 0 })) }];
  });
  const vat = new Map<string, VatSum>();
  for (const part of [...lines, ...charges]) {
    for (const { rate, country, amount } of part.taxes) {
      const key = `${rate} ${country}`;
      const before = vat.get(key) ?? { rate, country, total: 0, amount: 0 };
      vat.set(key, { ...before, total: before.total + part.total, amount: before.amount + amount });
    }
  }
  const add = (of: readonly Minor[]): Minor => of.reduce((sum, one) => sum + one, 0);
  const total = add([...lines, ...charges].map((part) => part.total));
  return {
    goods: add(lines.map((line) => line.subtotal)), discount: add(lines.map((line) => line.discount)), charges: add(charges.map((charge) => charge.total)), total, takenOff: total - due,
    pricesIncludeTax: order.pricesIncludeTax, vat: [...vat.values()].sort((a, b) => b.rate - a.rate),
  };
}
