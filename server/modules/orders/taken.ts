/** What a sale over the counter takes from a shelf: a fact, whatever the books say of the shelf. */
import type { Change } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import { asCounted, expectEmptied, expectUncounted } from '../books/index.ts';
import type { StockMove } from '../books/index.ts';
import { shelfKey } from '../inventory/index.ts';
import type { World } from '../sourcing/index.ts';

/** When goods were carried out of the store, and which shelves were counted between that and now: read for this attempt, so that a count which comes in between makes it read again. */
export interface Carried { at: Instant; counted: ReadonlySet<string>; /** By shelf, how many lay aside for this sale: no count of the shelf had those. */ fromHand?: ReadonlyMap<string, number> }

/** Goods that were carried out of a store. */
export type CarriedOut = StockMove & { from: { location: string } };

/**
 * The movement beside the one by which goods left, if any: what the books lack of them is found first. Where the shelf was counted since they were sold,
 * the count has it already, and the balance stays as counted. `there`: what the books have on the shelf.
 */
export function takenFrom(change: Change, sold: CarriedOut, there: number, when: Carried | null): StockMove[] {
  const shelf = { sku: sold.sku, location: sold.from.location };
  if (when?.counted.has(shelfKey(shelf))) {
    const n = sold.n - Math.min(sold.n, when.fromHand?.get(shelfKey(shelf)) ?? 0);
    return n > 0 ? [asCounted({ ...sold, n })] : [];
  }
  if (when) expectUncounted(change, shelf, when.at);
  if (sold.n <= there) return [];
  expectEmptied(change, shelf);
  return [{ sku: sold.sku, n: sold.n - there, from: { outside: 'found' }, to: sold.from }];
}

/** The goods by shelf, where some are named twice. */
export function byShelf(goods: Iterable<{ sku: string; location: string; n: number }>): CarriedOut[] {
  const wanted = new Map<string, CarriedOut>();
  for (const { sku, location, n } of goods) {
    const key = shelfKey({ sku, location });
    wanted.set(key, { sku, n: (wanted.get(key)?.n ?? 0) + n, from: { location, state: 'sellable' }, to: { outside: 'customer' } });
  }
  return [...wanted.values()];
}

/** The shelves once these goods have left them: what else is on the receipt is planned on what is left. */
export function shelvesAfter(world: World, sold: readonly CarriedOut[], when: Carried | null): World {
  if (sold.length === 0) return world;
  const gone = new Map(sold.map(({ sku, from: { location }, n }) => [shelfKey({ sku, location }), n]));
  return { ...world, balances: world.balances.map((balance) => {
    const key = shelfKey(balance);
    const n = gone.get(key);
    if (n === undefined || balance.state !== 'sellable') return balance;
    const left = when?.counted.has(key) ? Math.min(n, when.fromHand?.get(key) ?? 0) : n;
    return { ...balance, quantity: Math.max(0, balance.quantity - left) };
  }) };
}
