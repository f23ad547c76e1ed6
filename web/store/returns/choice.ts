/** Pure: what a customer brings back of an order, and what goes along for it. */
import type { Answer, Input } from '../../api/client.ts';
import { meansProduct, piecesOf } from '../../scanning/codes.ts';

export type CounterOrder = Answer<'findCounterOrders'>['orders'][number];
export type CounterLine = CounterOrder['lines'][number];

/** By line: how many come back, and in which condition. */
export type Choice = Readonly<Record<number, { quantity: number; condition: string | null }>>;
export interface Out { sku: string; name: string; picture: string | null; quantity: number }

export const unitsOf = (choice: Choice): number => Object.values(choice).reduce((sum, one) => sum + one.quantity, 0);

/** `carton`: it holds more than the customer has. */
export type ScanMeaning = { kind: 'back'; line: CounterLine; pieces: number } | { kind: 'carton'; line: CounterLine; pieces: number; wanted: number } | { kind: 'enough'; line: CounterLine } | { kind: 'other' };

/** What a scan means for what comes back: the first line of this product of which the customer still has as many as the code stands for. */
export function meaningOf(order: CounterOrder, choice: Choice, code: string): ScanMeaning {
  const lines = order.lines.filter((line) => meansProduct(code, line));
  const left = (line: CounterLine): number => line.returnable - (choice[line.line]?.quantity ?? 0);
  const pieces = lines[0] ? piecesOf(code, lines[0]) : 1;
  const free = lines.find((line) => left(line) >= pieces);
  if (free) return { kind: 'back', line: free, pieces };
  const some = lines.find((line) => left(line) > 0);
  if (some) return { kind: 'carton', line: some, pieces, wanted: left(some) };
  return lines[0] ? { kind: 'enough', line: lines[0] } : { kind: 'other' };
}

/** So many of a line come back; none takes it off. A condition that was said stays. */
export function choose(choice: Choice, line: number, part: { quantity?: number; condition?: string | null }): Choice {
  const next = { quantity: 0, condition: null, ...choice[line], ...part };
  return next.quantity > 0 ? { ...choice, [line]: next } : Object.fromEntries(Object.entries(choice).filter(([key]) => key !== String(line)));
}

/** One more of a product goes along, or a carton of it. */
export function alongWith(out: readonly Out[], { pieces = 1, ...product }: Omit<Out, 'quantity'> & { pieces?: number }): Out[] {
  return out.some((one) => one.sku === product.sku) ? out.map((one) => (one.sku === product.sku ? { ...one, quantity: one.quantity + pieces } : one)) : [...out, { ...product, quantity: pieces }];
}

/** As it is sent. */
export const returnedBody = (choice: Choice): NonNullable<Input<'receiveReturn'>['body']['lines']> => Object.entries(choice).map(([line, { quantity, condition }]) => ({ line: Number(line), quantity, condition }));
