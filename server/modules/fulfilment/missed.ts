/** Work that misses its collection, packed or not: the promise is checked again as the moment passes, by the next one, and the customer is told once when the day moves. */
import { later } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import { execute } from '../../kernel/command.ts';
import type { CommandContext } from '../../kernel/command.ts';
import type { DueWork } from '../../kernel/due.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, loadStream, unitsIn, unitsOf } from '../books/index.ts';
import type { NewEvent, Stream } from '../books/index.ts';
import { nextShipping } from '../locations/index.ts';
import { orderSlice, recordPromises, worldOf } from '../orders/index.ts';
import { parcelsSlice } from '../shipping/index.ts';
import type { World } from '../sourcing/index.ts';
import type { FloorDeps } from './commands.ts';
import { floorSlice } from './types.ts';
import type { Fulfilment, FulfilmentEvents } from './types.ts';

/** A parcel is handed over while the carrier stands there, and the list closed after that: so long after its collection one that is packed has not missed it yet. */
const HANDING_OVER = 60 * 60_000;

/**
 * The collection that work should leave with next: its own, or after that the one it was promised with since. `late`: when it has missed it.
 * Null for what nobody fetches (a pickup in its own store), has left, or may not begin yet.
 */
function collectionOf(stream: Stream, work: Fulfilment): { at: Instant; late: Instant } | null {
  if (work.kind === 'pickup' || work.load !== null || work.notYet === true || fold(stream, orderSlice).holds.size > 0) return null;
  const at = work.missed === undefined ? work.dueAt : work.missed;
  if (at === null) return null;
  const units = unitsOf(stream);
  if (unitsIn(units, { holder: work.fulfilment, stage: ['allocated', 'picked'] }).length > 0) return { at, late: at };
  const packed = [...fold(stream, parcelsSlice).values()].some(({ fulfilment, parcel }) => fulfilment === work.fulfilment && unitsIn(units, { holder: parcel, stage: 'packed' }).length > 0);
  return packed ? { at, late: later(at, HANDING_OVER) } : null;
}

/** The moment at which work is late next; null for what cannot be. */
export const lateAt = (stream: Stream, work: Fulfilment): Instant | null => collectionOf(stream, work)?.late ?? null;

/** The collections that were missed by now, each with the next one. */
export function missed(stream: Stream, { master }: World, now: Instant): NewEvent[] {
  return [...fold(stream, floorSlice).fulfilments.values()].flatMap((work) => {
    const collection = collectionOf(stream, work);
    // What leaves at this very moment is not late yet, by the promise neither.
    if (collection === null || collection.late >= now) return [];
    const calendar = master.locations.find(({ code }) => code === work.location)?.calendar;
    const next = calendar === undefined ? null : nextShipping(calendar, now).shipsAt;
    return [{ type: 'CollectionMissed', data: { fulfilment: work.fulfilment, location: work.location, delivery: work.delivery, dueAt: collection.at, nextAt: next !== null && next > now ? next : null } satisfies FulfilmentEvents['CollectionMissed'] }];
  });
}

type Deps = Pick<FloorDeps, 'database' | 'books' | 'worlds'>;

/** Looks at all work of an order whose collection has passed; looked at again it finds nothing. */
async function lookAt({ database, books, worlds }: Deps, context: CommandContext, order: Uuid): Promise<void> {
  await execute(database, context, async (change) => {
    const stream = await loadStream(database, order);
    const world = stream && await worldOf({ database, worlds }, stream, context.now);
    const events = stream && world ? missed(stream, world, context.now) : [];
    if (stream && world && events.length > 0) {
      books.record(change, stream, events, context);
      recordPromises(books, change, stream, world, 'missed', context);
    }
    return { status: 200, answer: null };
  });
}

/** Orders with work whose collection has passed. What leaves at this very moment is not late yet. */
export const collectionsMissed = (deps: Deps): DueWork => ({
  name: 'missed collections', due: { from: 'fulfilment.fulfilment', subject: 'order_id', by: 'look_at', when: 'look_at < $1' },
  run: (order, context) => lookAt(deps, context, order as Uuid),
});
