/** Reactions of the shop floor: a pickup whose last missing unit will not come is ready with what is there. */
import type { Clock } from '../../kernel/clock.ts';
import { execute, SYSTEM } from '../../kernel/command.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, follower, loadStream, unitsOf } from '../books/index.ts';
import type { Follower, FollowerOptions } from '../books/index.ts';
import { orderSlice } from '../orders/index.ts';
import type { FloorDeps } from './commands.ts';
import { ready } from './rules.ts';
import { floorSlice } from './types.ts';

type Deps = Pick<FloorDeps, 'database' | 'books'> & { clock: Clock; log?: FollowerOptions['log'] };

/** Tells that the pickups of an order are ready which are so now; those told before stay told. */
export async function readyPickups({ database, books, clock }: Deps, order: Uuid): Promise<void> {
  const context = { now: clock.now(), actor: SYSTEM, key: null };
  await execute(database, context, async (change) => {
    const stream = await loadStream(database, order);
    for (const delivery of stream ? fold(stream, orderSlice).deliveries.values() : []) {
      const event = stream && ready(unitsOf(stream), fold(stream, floorSlice), delivery, null);
      if (stream && event) books.record(change, stream, [event], context);
    }
    return { status: 200, answer: null };
  });
}

export function fulfilmentFollowers(deps: Deps): Follower[] {
  return [follower({
    database: deps.database, clock: deps.clock, name: 'fulfilment.ready', types: ['ItemsCancelled'], ...(deps.log ? { log: deps.log } : {}),
    handle: ({ stream }) => readyPickups(deps, stream),
  })];
}
