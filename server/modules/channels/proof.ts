/** Pure: proves to the minor unit that an order adds up; what does not is said line by line, never corrected. */
import { formatMinor } from '../../kernel/money.ts';
import type { OrderSnapshot } from './snapshot.ts';

type Part = Pick<OrderSnapshot['lines'][number], 'ref' | 'name' | 'subtotal' | 'discount' | 'taxes' | 'total'>;

/** What does not add up within lines and charges by themselves. */
export function proveParts(parts: readonly Part[], pricesIncludeTax: boolean, currency: string): string[] {
  const money = (amount: number): string => `${formatMinor(amount, currency)} ${currency}`;
  return parts.flatMap(({ ref, name, subtotal, discount, taxes, total }) => {
    const tax = taxes.reduce((sum, one) => sum + one.amount, 0);
    const expected = subtotal - discount + (pricesIncludeTax ? 0 : tax);
    return expected === total ? [] : [`${ref} (${name}): ${money(subtotal)} less discount ${money(discount)}${pricesIncludeTax ? '' : ` plus tax ${money(tax)}`} is ${money(expected)}, but its total is ${money(total)}`];
  });
}

/** Sentences that say what does not add up; empty when all does. */
export function proveTotals(order: OrderSnapshot): string[] {
  const reasons: string[] = [];
  const money = (amount: number): string => `${formatMinor(amount, order.currency)} ${order.currency}`;
  reasons.push(...proveParts(order.lines, order.pricesIncludeTax, order.currency).map((reason) => `line ${reason}`), ...proveParts(order.charges, order.pricesIncludeTax, order.currency).map((reason) => `charge ${reason}`));
  let sum = 0;
  let tax = 0;
  for (const line of order.lines) {
    if (line.cancelled + line.shipped > line.quantity) reasons.push(`line ${line.ref}: ${line.cancelled} cancelled and ${line.shipped} shipped of ${line.quantity}`);
    if (line.returned > line.shipped) reasons.push(`line ${line.ref}: ${line.returned} returned of ${line.shipped} shipped`);
    if (line.total < 0) reasons.push(`line ${line.ref} (${line.name}) comes to ${money(line.total)}: less than nothing`);
    sum += line.total;
    tax += line.taxes.reduce((total, one) => total + one.amount, 0);
  }
  for (const charge of order.charges) {
    sum += charge.total;
    tax += charge.taxes.reduce((total, one) => total + one.amount, 0);
  }
  if (order.totals.total < 0) reasons.push(`the order comes to ${money(order.totals.total)}: less than nothing`);
  if (sum !== order.totals.total) reasons.push(`lines and charges add up to ${money(sum)}, but the order says ${money(order.totals.total)} (difference ${money(order.totals.total - sum)})`);
  if (order.totals.tax !== null && order.totals.tax !== tax) reasons.push(`taxes add up to ${money(tax)}, but the order says ${money(order.totals.tax)}`);
  return reasons;
}
