/** Pure: what a customer chose to cancel, and what that is worth. */
import type { CustomerOrder } from './useOrder.ts';

type Line = CustomerOrder['deliveries'][number]['lines'][number];
export interface Choice { line: number; name: string; variant: string | null; most: number; each: number }

/** The lines that can still be cancelled, with how many and what one is worth, rounded down: the server counts to the cent. */
export function choicesOf({ deliveries }: Pick<CustomerOrder, 'deliveries'>): Choice[] {
  const lines = deliveries.flatMap((delivery) => delivery.lines).filter(({ cancellable }) => cancellable > 0);
  return lines.filter((line, index) => lines.findIndex((other) => other.line === line.line) === index).map(({ line, name, variant, cancellable, total, quantity }: Line) => ({ line, name, variant, most: cancellable, each: Math.floor(total / Math.max(1, quantity)) }));
}

export const chosenCount = (choices: readonly Choice[], chosen: ReadonlyMap<number, number>): number => choices.reduce((sum, { line }) => sum + (chosen.get(line) ?? 0), 0);
export const chosenWorth = (choices: readonly Choice[], chosen: ReadonlyMap<number, number>): number => choices.reduce((sum, { line, each }) => sum + each * (chosen.get(line) ?? 0), 0);
export const everything = (choices: readonly Choice[]): Map<number, number> => new Map(choices.map(({ line, most }) => [line, most]));
