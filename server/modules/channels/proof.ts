/** Pure: proves to the minor unit that an order adds up; what does not is said line by line, never corrected. */
import { formatMinor } from '../../kernel/money.ts';
import type { OrderSnapshot } from './snapshot.ts';

/** Sentences that say what does not add up; empty when all does. */
export function proveTotals(order: OrderSnapshot): string[] {
  const reasons: string[] = [];
  const money = (amount: number): string => `${formatMinor(amount, order.currency)} ${order.currency}`;
  const part = (name: string, { subtotal, discount, taxes, total }: OrderSnapshot['lines'][number] | OrderSnapshot['charges'][number]): void => {
    const tax = taxes.reduce((sum, one) => sum + one.amount, 0);
    const expected = subtotal - discount + (order.pricesIncludeTax ? 0 : tax);
    if (expected !== total) reasons.push(`${name}: ${money(subtotal)} less discount ${money(discount)}${order.pricesIncludeTax ? '' : ` plus tax ${money(tax)}`} is ${money(expected)}, but its total is ${money(total)}`);
  };
  let sum = 0;
  let tax = 0;
  for (const line of order.lines) {
    part(`line ${line.ref} (${line.name})`, line);
    if (line.cancelled + line.shipped > line.quantity) reasons.push(`line ${line.ref}: ${line.cancelled} cancelled and ${line.shipped} shipped of ${line.quantity}`);
    if (line.returned > line.shipped) reasons.push(`line ${line.ref}: ${line.returned} returned of ${line.shipped} shipped`);
    sum += line.total;
    tax += line.taxes.reduce((total, one) => total + one.amount, 0);
  }
  for (const charge of order.charges) {
    part(`charge ${charge.ref} (${charge.name})`, charge);
    sum += charge.total;
    tax += charge.taxes.reduce((total, one) => total + one.amount, 0);
  }
  if (sum !== order.totals.total) reasons.push(`lines and charges add up to ${money(sum)}, but the order says ${money(order.totals.total)} (difference ${money(order.totals.total - sum)})`);
  if (order.totals.tax !== null && order.totals.tax !== tax) reasons.push(`taxes add up to ${money(tax)}, but the order says ${money(order.totals.tax)}`);
  return reasons;
}
