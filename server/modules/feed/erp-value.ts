/** Pure: what of an order the customer owes for goods that left, part by part; invoices and credit notes are its changes. */
import { split } from '../../kernel/money.ts';
import type { Minor } from '../../kernel/money.ts';
import { fold, moneyOf, STILL_HERE, unitShare, unitsIn, unitsOf } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { orderSlice, stillHere, unitsOfCharge } from '../orders/index.ts';

export interface PartValue { ref: string; sku: string | null; name: string; /** Units that left and did not come back; 1 for a charge that is owed. */ quantity: number; total: Minor; tax: Minor }

const taxOf = (taxes: readonly { amount: Minor }[]): Minor => taxes.reduce((sum, { amount }) => sum + amount, 0);

/**
 * Value of what left and did not come back. Per line it is the share of its first k units, k being those units: so that invoices less
 * credit notes are at every moment what is due less what is still here, to the cent, in whatever order units leave, come back and are
 * cancelled. What the order owes beyond lines and charges stands in a part of its own, `adjustment`.
 */
export function valueGone(stream: Stream): Map<string, PartValue> {
  const order = fold(stream, orderSlice);
  const units = unitsOf(stream);
  const parts = new Map<string, PartValue>();
  let explained = 0;
  const put = (part: PartValue): void => {
    explained += part.total;
    parts.set(part.ref, part);
  };
  for (const line of order.lines.values()) {
    const here = unitsIn(units, { line: line.line, stage: STILL_HERE }).reduce((sum, held) => sum + held.n, 0);
    const k = line.quantity - (order.settled.get(line.line) ?? 0) - here;
    put({ ref: String(line.line), sku: line.sku, name: line.name, quantity: k, total: unitShare(line.total, line.quantity, 0, k), tax: unitShare(taxOf(line.taxes), line.quantity, 0, k) });
  }
  for (const charge of order.charges.values()) {
    const held = unitsOfCharge(order, units, charge);
    const waiting = held.some(({ stage }) => STILL_HERE.includes(stage)) && !held.some(({ stage }) => !STILL_HERE.includes(stage) && stage !== 'cancelled');
    const waived = order.waived.get(charge.ref) ?? 0;
    const left = waiting ? 0 : charge.total - waived;
    // The tax of what is left of a charge goes with it.
    const [tax = 0] = charge.total === 0 ? [0] : split(taxOf(charge.taxes), [Math.abs(left), Math.abs(charge.total - left)]);
    put({ ref: `charge ${charge.ref}`, sku: null, name: charge.name, quantity: left === 0 ? 0 : 1, total: left, tax: left === 0 ? 0 : tax });
  }
  const owed = moneyOf(stream).due - stillHere(order, units);
  if (owed !== explained) parts.set('adjustment', { ref: 'adjustment', sku: null, name: 'Adjustment', quantity: 1, total: owed - explained, tax: 0 });
  return parts;
}

export interface ValueChange extends PartValue { quantity: number }

/** How the value of each part changed: what became owed, and what is owed no longer; both as positive amounts. */
export function changes(before: ReadonlyMap<string, PartValue>, after: ReadonlyMap<string, PartValue>): { owed: ValueChange[]; credited: ValueChange[] } {
  const owed: ValueChange[] = [];
  const credited: ValueChange[] = [];
  for (const ref of new Set([...before.keys(), ...after.keys()])) {
    const was = before.get(ref);
    const is = after.get(ref);
    const part = is ?? was;
    if (!part) continue;
    const quantity = (is?.quantity ?? 0) - (was?.quantity ?? 0);
    const total = (is?.total ?? 0) - (was?.total ?? 0);
    const tax = (is?.tax ?? 0) - (was?.tax ?? 0);
    if (total === 0 && quantity === 0) continue;
    const change = { ...part, quantity: Math.abs(quantity), total: Math.abs(total), tax: Math.abs(tax) };
    (total > 0 || (total === 0 && quantity > 0) ? owed : credited).push(change);
  }
  return { owed, credited };
}
