/** Reactions of the shop floor: a pickup whose last missing unit will not come, or that was held as the last one came, is ready with what is there, and a load that was looked into is booked to its end. */
import type { Clock } from '../../kernel/clock.ts';
import { execute, SYSTEM } from '../../kernel/command.ts';
import type { CommandContext } from '../../kernel/command.ts';
import type { DueWork } from '../../kernel/due.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, follower, loadStream } from '../books/index.ts';
import type { FeedEvent, Follower, FollowerOptions } from '../books/index.ts';
import { askForCount, loadAnswers } from '../inventory/index.ts';
import { orderSlice } from '../orders/index.ts';
import { loadSlice } from '../shipping/index.ts';
import type { LoadEvents } from '../shipping/index.ts';
import { readyWhenAllThere } from './commands.ts';
import type { FloorDeps } from './commands.ts';
import { finishReceipts } from './loads.ts';
import { floorSlice } from './types.ts';
import type { FulfilmentEvents } from './types.ts';

type Deps = FloorDeps & { clock: Clock; log?: FollowerOptions['log'] };

/** Tells that the pickups of an order are ready which are so now; those told before stay told. */
export async function readyPickups({ database, books, clock }: Pick<Deps, 'database' | 'books' | 'clock'>, order: Uuid): Promise<void> {
  const context = { now: clock.now(), actor: SYSTEM, key: null };
  await execute(database, context, async (change) => {
    const stream = await loadStream(database, order);
    for (const delivery of stream ? fold(stream, orderSlice).deliveries.keys() : []) if (stream) await readyWhenAllThere({ database, books }, change, stream, delivery, null, context);
    return { status: 200, answer: null };
  });
}

/** Books what was found in a load to its end, should the receiving have been interrupted, and asks where it came from to count what was too many. */
async function loadReceived(deps: Deps, { stream, event }: FeedEvent): Promise<void> {
  const load = await loadStream(deps.database, stream);
  if (!load) return;
  await finishReceipts(deps, { now: deps.clock.now(), actor: SYSTEM }, load);
  const { code, origin } = fold(load, loadSlice);
  if ((event.data as LoadEvents['LoadReceived']).outstanding === 0) await loadAnswers(deps.database, { load: stream, sender: origin }, event.recordedAt, event.by.id);
  const { surplus = [], goods = [] } = event.data as LoadEvents['LoadReceived'];
  for (const { sku, missing } of goods) {
    if (missing > 0) await askForCount(deps.database, { cause: { stream, seq: event.seq }, location: origin, sku, order: null, detail: `Load ${code} held ${missing} × ${sku} less than was put into it.` }, deps.clock.now());
  }
  for (const { sku, good, damaged } of surplus) {
    await askForCount(deps.database, { cause: { stream, seq: event.seq }, location: origin, sku, order: null, detail: `Load ${code} held ${good + damaged} × ${sku} more than was booked into it.` }, deps.clock.now());
  }
}

/** Releases the work of an order whose day has come: products that could be ordered before they were released. */
async function releaseWork({ database, books }: Pick<Deps, 'database' | 'books'>, context: CommandContext, order: Uuid): Promise<void> {
  await execute(database, context, async (change) => {
    const stream = await loadStream(database, order);
    const works = stream ? [...fold(stream, floorSlice).fulfilments.values()].filter((work) => work.notYet && (work.notBefore ?? '') <= context.now) : [];
    if (stream) books.record(change, stream, works.map(({ fulfilment, location }) => ({ type: 'FulfilmentReleased', data: { fulfilment, location } satisfies FulfilmentEvents['FulfilmentReleased'] })), context);
    return { status: 200, answer: null };
  });
}

/** Orders with work whose day has come. */
export const workReleased = (deps: Pick<Deps, 'database' | 'books'>): DueWork => ({
  name: 'work released', due: { from: 'fulfilment.fulfilment', subject: 'order_id', by: 'not_before', when: `not_before <= $1 and on_hold and status = 'assigned'` },
  run: (order, context) => releaseWork(deps, context, order as Uuid),
});

/** After these a pickup may be ready with what is there: the rest of it is cancelled, or was sent by a partner that took it back; or nobody holds it back any more. */
export const MAY_BE_READY: readonly string[] = ['ItemsCancelled', 'WorkTakenBack', 'HoldReleased'];

export function fulfilmentFollowers(deps: Deps): Follower[] {
  const common = { database: deps.database, clock: deps.clock, ...(deps.log ? { log: deps.log } : {}) };
  return [
    follower({ ...common, name: 'fulfilment.ready', types: MAY_BE_READY, handle: ({ stream }) => readyPickups(deps, stream) }),
    follower({ ...common, name: 'fulfilment.loads', types: ['LoadReceived'], handle: (event) => loadReceived(deps, event) }),
  ];
}
