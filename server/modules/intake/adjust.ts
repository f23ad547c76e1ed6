/** Pure: takes an order that does not add up as somebody decided to take it, with the difference as a named line, so that the books do. */
import type { OrderSnapshot } from '../channels/index.ts';

/** Reference of the line that stands for the difference. */
export const ADJUSTMENT = 'spil:adjustment';
/** A difference of so many minor units a line and charge at most is one of rounding. */
const ROUNDING_EACH = 1;

const taxOf = (part: { taxes: { amount: number }[] }): number => part.taxes.reduce((sum, tax) => sum + tax.amount, 0);

/**
 * What the order's total says is believed, and then what each line says that the customer pays for it. A line whose parts do not come to its total
 * gets the subtotal that does; the order's total less all lines becomes a charge of kind `rounding` or `adjustment` with the reason as its name.
 */
export function adjusted(order: OrderSnapshot, reason: string): OrderSnapshot {
  const straight = <P extends OrderSnapshot['lines'][number] | OrderSnapshot['charges'][number]>(part: P): P => ({ ...part, subtotal: part.total + part.discount - (order.pricesIncludeTax ? 0 : taxOf(part)) });
  const lines = order.lines.map(straight);
  const charges = order.charges.map(straight);
  const difference = order.totals.total - [...lines, ...charges].reduce((sum, part) => sum + part.total, 0);
  const tax = [...lines, ...charges].reduce((sum, part) => sum + taxOf(part), 0);
  const kind = Math.abs(difference) <= ROUNDING_EACH * (lines.length + charges.length) ? 'rounding' : 'adjustment';
  return {
    ...order, lines,
    charges: difference === 0 ? charges : [...charges, { ref: ADJUSTMENT, kind, name: reason.slice(0, 200), subtotal: difference, discount: 0, taxes: [], total: difference, delivery: null, refunded: 0 }],
    totals: { ...order.totals, tax: order.totals.tax === null ? null : tax },
  };
}
