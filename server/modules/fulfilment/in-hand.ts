/** What somebody holds in their hand though the books lack it: a count, a till or a correction took it off, and it is there all the same. */
import type { Change, Contested } from '../../kernel/change.ts';
import type { Queryable } from '../../kernel/database.ts';
import { unitsOf } from '../books/index.ts';
import type { Balance, NewEvent, Stream } from '../books/index.ts';
import { onShelves } from '../inventory/index.ts';
import { byShelf, takenFrom } from '../orders/index.ts';

/**
 * Picking takes what was reserved, and where that is not on the books any more (its reservation is broken) it is found first, for a scan is a fact.
 * `shelf`: the balances as they stand; what comes onto the shelf meanwhile makes the command decide again.
 */
export function foundInHand(change: Change, stream: Stream, picked: NewEvent, shelf: readonly Balance[]): NewEvent {
  const goods = byShelf((picked.moves?.units ?? []).flatMap(({ line, n, from }) => {
    const [sku, location] = [unitsOf(stream).lines.get(line)?.sku, from?.location];
    return sku == null || location == null ? [] : [{ sku, location, n }];
  }));
  const stock = goods.flatMap((taken) => takenFrom(change, taken, shelf.find((one) => one.sku === taken.sku && one.location === taken.from.location && one.state === 'sellable')?.quantity ?? 0, null));
  return stock.length > 0 ? { ...picked, moves: { ...picked.moves, stock } } : picked;
}

/** The shelf is only looked at when the stock book refused: nearly always what was reserved is there. */
export async function inHand(database: Queryable, change: Change, stream: Stream, location: string, picked: NewEvent, lost: Contested | null): Promise<NewEvent> {
  if (lost?.kind !== 'stock') return picked;
  return foundInHand(change, stream, picked, await onShelves(database, location, [...unitsOf(stream).lines.values()].flatMap(({ sku }) => sku ?? [])));
}
