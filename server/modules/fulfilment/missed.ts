/** Work that misses its collection: the promise is checked again as the moment passes, by the next one, and the customer is told once when the day moves. */
import type { Clock, Instant } from '../../kernel/clock.ts';
import { execute, SYSTEM } from '../../kernel/command.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, loadStream, unitsIn, unitsOf } from '../books/index.ts';
import type { NewEvent, Stream } from '../books/index.ts';
import { nextShipping } from '../locations/index.ts';
import { orderSlice, recordPromises, worldOf } from '../orders/index.ts';
import type { World } from '../sourcing/index.ts';
import type { FloorDeps } from './commands.ts';
import { floorSlice } from './types.ts';
import type { Fulfilment, FulfilmentEvents } from './types.ts';

/**
 * The moment at which work is late next: its collection, or after that the one it then should leave with. Null for what nobody fetches
 * (a pickup in its own store), is packed or gone, or may not begin yet.
 */
export function lateAt(stream: Stream, work: Fulfilment): Instant | null {
  if (work.kind === 'pickup' || work.load !== null || work.notYet === true || fold(stream, orderSlice).holds.size > 0) return null;
  if (unitsIn(unitsOf(stream), { holder: work.fulfilment, stage: ['allocated', 'picked'] }).length === 0) return null;
  return work.missed === undefined ? work.dueAt : work.missed;
}

/** The collections that were missed by now, each with the next one. */
export function missed(stream: Stream, { master }: World, now: Instant): NewEvent[] {
  return [...fold(stream, floorSlice).fulfilments.values()].flatMap((work) => {
    const at = lateAt(stream, work);
    // What leaves at this very moment is not late yet, by the promise neither.
    if (at === null || at >= now) return [];
    const calendar = master.locations.find(({ code }) => code === work.location)?.calendar;
    const next = calendar === undefined ? null : nextShipping(calendar, now).shipsAt;
    return [{ type: 'CollectionMissed', data: { fulfilment: work.fulfilment, location: work.location, delivery: work.delivery, dueAt: at, nextAt: next !== null && next > now ? next : null } satisfies FulfilmentEvents['CollectionMissed'] }];
  });
}

/** Orders looked at in one round; the next round takes the rest. */
const AT_ONCE = 200;

/** Looks at all work whose collection has passed, each order in a transaction of its own; looked at again it finds nothing. Tells how many orders there were. */
export async function lookAtMissed(deps: Pick<FloorDeps, 'database' | 'books' | 'worlds'> & { clock: Clock; log?(fields: Record<string, unknown>, message: string): void }): Promise<number> {
  const context = { now: deps.clock.now(), actor: SYSTEM, key: null };
  const due = await deps.database.query<{ order_id: Uuid }>('select distinct order_id from (select order_id from fulfilment.fulfilment where look_at < $1 order by look_at limit $2) late', [context.now, AT_ONCE]);
  for (const { order_id: order } of due) {
    // One that fails must not keep the others waiting.
    await execute(deps.database, context, async (change) => {
      const stream = await loadStream(deps.database, order);
      const world = stream && await worldOf(deps, stream, context.now);
      const events = stream && world ? missed(stream, world, context.now) : [];
      if (stream && world && events.length > 0) {
        deps.books.record(change, stream, events, context);
        recordPromises(deps.books, change, stream, world, 'missed', context);
      }
      return { status: 200, answer: null };
    }).catch((error: unknown) => deps.log?.({ order, error: error instanceof Error ? error.message : String(error) }, 'work that missed its collection could not be looked at'));
  }
  return due.length;
}
