/** Loads that do not arrive, of orders or of goods for the shelves: the promises of the orders in them move, their customers are told, and the store that waits and the one that sent it are asked to look for them. */
import { execute } from '../../kernel/command.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { CommandContext } from '../../kernel/command.ts';
import type { DueWork } from '../../kernel/due.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, loadStream } from '../books/index.ts';
import type { NewEvent, Stream } from '../books/index.ts';
import { askForLoad } from '../inventory/index.ts';
import { recordPromises, worldOf } from '../orders/index.ts';
import { loadSlice, nextLook } from '../shipping/index.ts';
import type { LoadEvents } from '../shipping/index.ts';
import type { FloorDeps } from './commands.ts';
import { unitsInLoad } from './loads.ts';

type Deps = Pick<FloorDeps, 'database' | 'books' | 'worlds'>;

/** The promises of an order as it stands now: of what is on its way, too. */
async function promiseAgain({ database, books, worlds }: Deps, context: CommandContext, order: Uuid): Promise<void> {
  await execute(database, context, async (change) => {
    const stream = await loadStream(database, order);
    if (stream) recordPromises(books, change, stream, await worldOf({ database, worlds }, stream, context.now), 'missed', context);
    return { status: 200, answer: null };
  });
}

/** What is said of a load at a moment: that it should be there, and when it is looked at again. Null while it may still come, and once all was said. */
export function overdueLoad(load: Stream, now: Instant): NewEvent<'LoadOverdue', LoadEvents['LoadOverdue']> | null {
  const { destination, expectedAt, lookAt: due, looks } = fold(load, loadSlice);
  if (expectedAt === null || due === null || due >= now) return null;
  return { type: 'LoadOverdue', data: { load: load.id, location: destination, expectedAt, lookAt: nextLook(expectedAt, looks + 1) } };
}

/** Looks at one load that should be there by now. The orders come first and the load's own event last, so that what was interrupted is done again. */
async function lookAt(deps: Deps, context: CommandContext, load: Uuid): Promise<void> {
  for (const order of new Set((await unitsInLoad(deps.database, load)).map((held) => held.order))) await promiseAgain(deps, context, order);
  await execute(deps.database, context, async (change) => {
    const stream = await loadStream(deps.database, load);
    const event = stream && overdueLoad(stream, context.now);
    if (!stream || !event) return { status: 200, answer: null };
    const { code, origin, destination } = fold(stream, loadSlice);
    await askForLoad(deps.database, { load, location: destination, sent: false, detail: `Load ${code} from ${origin} should be here, and was not received. Look for it and receive it. If it is lost, receive it with none found: its orders are then planned again, or given their money back.` }, context.now);
    await askForLoad(deps.database, { load, location: origin, sent: true, detail: `Load ${code} to ${destination} should be there, and was not received. See whether it still stands here, or with the van.` }, context.now);
    deps.books.record(change, stream, [event], context);
    return { status: 200, answer: null };
  });
}

/** Loads that should have arrived. */
export const loadsOverdue = (deps: Deps): DueWork => ({
  name: 'loads overdue', due: { from: 'shipping.load', subject: 'id', by: 'look_at', when: 'look_at < $1' },
  run: (load, context) => lookAt(deps, context, load as Uuid),
});
