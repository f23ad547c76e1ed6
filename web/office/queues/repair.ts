/** Pure: mending an order that does not add up. What is proposed here is proven by the server. */
import type { Answer } from '../../api/client.ts';

export type Snapshot = NonNullable<Answer<'getQuarantined'>['snapshot']>;
export type SnapshotLine = Snapshot['lines'][number];

/** Rates are in millionths: 21 % is 210,000. */
const RATE_UNIT = 1_000_000;

/** The tax in (or on) an amount at a rate, rounded half up to the minor unit. */
const taxOf = (amount: number, rate: number, included: boolean): number => Math.round((amount * rate) / (included ? RATE_UNIT + rate : RATE_UNIT));

/** A line whose subtotal, tax and total follow from its quantity, price and discount. */
export function computed(line: SnapshotLine, pricesIncludeTax: boolean): SnapshotLine {
  const subtotal = line.quantity * line.unitPrice;
  const net = subtotal - line.discount;
  const taxes = line.taxes.map((tax) => ({ ...tax, amount: taxOf(net, tax.rate, pricesIncludeTax) }));
  return { ...line, subtotal, taxes, total: pricesIncludeTax ? net : net + taxes.reduce((sum, tax) => sum + tax.amount, 0) };
}

/** What lines and charges add up to, in minor units. */
export const sumOf = ({ lines, charges }: Pick<Snapshot, 'lines' | 'charges'>): number => [...lines, ...charges].reduce((sum, part) => sum + part.total, 0);

/** The order with every line worked out, and its totals those of its parts. A total that the channel did not say stays unsaid. */
export function workedOut(order: Snapshot): Snapshot {
  const lines = order.lines.map((line) => computed(line, order.pricesIncludeTax));
  const tax = [...lines, ...order.charges].reduce((sum, part) => sum + part.taxes.reduce((all, one) => all + one.amount, 0), 0);
  return { ...order, lines, totals: { ...order.totals, total: sumOf({ lines, charges: order.charges }), tax: order.totals.tax === null ? null : tax } };
}

/** The order with one line changed. */
export const withLine = (order: Snapshot, index: number, change: Partial<SnapshotLine>): Snapshot => ({ ...order, lines: order.lines.map((line, at) => (at === index ? { ...line, ...change } : line)) });
