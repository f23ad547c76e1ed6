/** Pure: what a customer brings back of an order, and what goes along for it. */
import type { Answer, Input } from '../../api/client.ts';
import { meansProduct } from '../../scanning/codes.ts';

export type CounterOrder = Answer<'findCounterOrders'>['orders'][number];
export type CounterLine = CounterOrder['lines'][number];

/** By line: how many come back, and in which condition. */
export type Choice = Readonly<Record<number, { quantity: number; condition: string | null }>>;
export interface Out { sku: string; name: string; picture: string | null; quantity: number }

export const unitsOf = (choice: Choice): number => Object.values(choice).reduce((sum, one) => sum + one.quantity, 0);

export type ScanMeaning = { kind: 'back'; line: CounterLine } | { kind: 'enough'; line: CounterLine } | { kind: 'other' };

/** What a scan means for what comes back: the first line of this product of which the customer still has one. */
export function meaningOf(order: CounterOrder, choice: Choice, code: string): ScanMeaning {
  const lines = order.lines.filter((line) => meansProduct(code, line));
  const free = lines.find((line) => (choice[line.line]?.quantity ?? 0) < line.returnable);
  if (free) return { kind: 'back', line: free };
  return lines[0] ? { kind: 'enough', line: lines[0] } : { kind: 'other' };
}

/** So many of a line come back; none takes it off. A condition that was said stays. */
export function choose(choice: Choice, line: number, part: { quantity?: number; condition?: string | null }): Choice {
  const next = { quantity: 0, condition: null, ...choice[line], ...part };
  return next.quantity > 0 ? { ...choice, [line]: next } : Object.fromEntries(Object.entries(choice).filter(([key]) => key !== String(line)));
}

/** One more of a product goes along. */
export function alongWith(out: readonly Out[], product: Omit<Out, 'quantity'>): Out[] {
  return out.some((one) => one.sku === product.sku) ? out.map((one) => (one.sku === product.sku ? { ...one, quantity: one.quantity + 1 } : one)) : [...out, { ...product, quantity: 1 }];
}

/** As it is sent. */
export const returnedBody = (choice: Choice): NonNullable<Input<'receiveReturn'>['body']['lines']> => Object.entries(choice).map(([line, { quantity, condition }]) => ({ line: Number(line), quantity, condition }));
