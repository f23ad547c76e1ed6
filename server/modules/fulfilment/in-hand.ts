/** What somebody holds in their hand though the books lack it: a count, a till or a correction took it off, and it is there all the same. */
import type { Change, Contested } from '../../kernel/change.ts';
import type { Queryable } from '../../kernel/database.ts';
import { expectEmptied, unitsOf } from '../books/index.ts';
import type { Balance, NewEvent, StockMove, Stream } from '../books/index.ts';

/**
 * Picking takes what was reserved, and where that is not on the books any more (its reservation is broken) it is found first, for a scan is a fact.
 * `shelf`: the balances as they stand; what comes onto the shelf meanwhile makes the command decide again.
 */
export function foundInHand(change: Change, stream: Stream, picked: NewEvent, shelf: readonly Balance[]): NewEvent {
  const taken = new Map<string, { sku: string; location: string; n: number }>();
  for (const { line, n, from } of picked.moves?.units ?? []) {
    const sku = unitsOf(stream).lines.get(line)?.sku;
    const location = from?.location;
    if (sku == null || location == null) continue;
    const key = `${sku} ${location}`;
    taken.set(key, { sku, location, n: n + (taken.get(key)?.n ?? 0) });
  }
  const stock = [...taken.values()].flatMap(({ sku, location, n }): StockMove[] => {
    const there = shelf.find((one) => one.sku === sku && one.location === location && one.state === 'sellable')?.quantity ?? 0;
    if (n <= there) return [];
    expectEmptied(change, { sku, location });
    return [{ sku, n: n - there, from: { outside: 'found' }, to: { location, state: 'sellable' } }];
  });
  return stock.length > 0 ? { ...picked, moves: { ...picked.moves, stock } } : picked;
}

/** The shelf is only looked at when the stock book refused: nearly always what was reserved is there. */
export async function inHand(database: Queryable, change: Change, stream: Stream, location: string, picked: NewEvent, lost: Contested | null): Promise<NewEvent> {
  if (lost?.kind !== 'stock') return picked;
  const skus = [...unitsOf(stream).lines.values()].flatMap(({ sku }) => sku ?? []);
  return foundInHand(change, stream, picked, await database.query<Balance>(`select sku, location, state, quantity, reserved, broken, kept_back from books.stock_balance where location = $1 and state = 'sellable' and sku = any($2)`, [location, skus]));
}
