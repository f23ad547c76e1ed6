/** The arithmetic that a faithfully read order obeys, as sentences where it does not: used by this connector's tests over every sample. */
import { sum } from '../../kernel/money.ts';
import type { OrderSnapshot } from '../../modules/channels/snapshot.ts';

/** Sentences of what does not add up; empty when everything does. Amounts are minor units. */
export function proveTotals(order: OrderSnapshot): string[] {
  const wrong: string[] = [];
  for (const part of [...order.lines, ...order.charges]) {
    const added = order.pricesIncludeTax ? 0 : sum(part.taxes.map(({ amount }) => amount));
    if (part.subtotal - part.discount + added !== part.total) wrong.push(`${part.ref}: ${part.subtotal} − ${part.discount} + ${added} is not ${part.total}`);
  }
  for (const line of order.lines) {
    if (line.unitPrice * line.quantity !== line.subtotal) wrong.push(`${line.ref}: ${line.quantity} × ${line.unitPrice} is not ${line.subtotal}`);
    if (line.cancelled + line.shipped > line.quantity || line.returned > line.shipped) wrong.push(`${line.ref}: ${line.cancelled} cancelled, ${line.shipped} shipped, ${line.returned} returned of ${line.quantity}`);
  }
  const parts = [...order.lines, ...order.charges];
  const total = sum(parts.map((part) => part.total));
  if (total !== order.totals.total) wrong.push(`lines and charges come to ${total}, the order says ${order.totals.total}`);
  const discount = sum(parts.map((part) => part.discount));
  if (order.totals.discount !== null && discount !== order.totals.discount) wrong.push(`discounts come to ${discount}, the order says ${order.totals.discount}`);
  const tax = sum(parts.flatMap((part) => part.taxes.map(({ amount }) => amount)));
  if (order.totals.tax !== null && tax !== order.totals.tax) wrong.push(`taxes come to ${tax}, the order says ${order.totals.tax}`);
  const shipping = sum(order.charges.filter(({ kind }) => kind === 'shipping').map((charge) => charge.total));
  if (order.totals.shipping !== null && shipping !== order.totals.shipping) wrong.push(`shipping comes to ${shipping}, the order says ${order.totals.shipping}`);
  return wrong;
}
