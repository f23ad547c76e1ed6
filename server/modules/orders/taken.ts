/** What a sale over the counter takes from a shelf: a fact, whatever the books say of the shelf. */
import type { Change } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import { asCounted, expectEmptied, expectUncounted } from '../books/index.ts';
import type { StockMove } from '../books/index.ts';
import { shelfKey } from '../inventory/index.ts';

/** When goods were carried out of the store, and which shelves were counted between that and now: read for this attempt, so that a count which comes in between makes it read again. */
export interface Carried { at: Instant; counted: ReadonlySet<string> }

/** Goods that were carried out of a store. */
export type CarriedOut = StockMove & { from: { location: string } };

/**
 * The movement beside the one by which goods left, if any: what the books lack of them is found first. Where the shelf was counted since they were sold,
 * the count has it already, and the balance stays as counted. `there`: what the books have on the shelf.
 */
export function takenFrom(change: Change, sold: CarriedOut, there: number, when: Carried | null): StockMove[] {
  const shelf = { sku: sold.sku, location: sold.from.location };
  if (when?.counted.has(shelfKey(shelf))) return [asCounted(sold)];
  if (when) expectUncounted(change, shelf, when.at);
  if (sold.n <= there) return [];
  expectEmptied(change, shelf);
  return [{ sku: sold.sku, n: sold.n - there, from: { outside: 'found' }, to: sold.from }];
}
