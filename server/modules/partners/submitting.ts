/** Giving work orders to external warehouses: as soon as they are made and their order is not held; and asking them to wait when it is held later. */
import type { Clock } from '../../kernel/clock.ts';
import { execute, SYSTEM } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, follower, loadStream, unitsIn, unitsOf } from '../books/index.ts';
import type { Follower, FollowerOptions } from '../books/index.ts';
import { askToPause, dialogueSlice } from '../dialogue/index.ts';
import type { DialogueEvents } from '../dialogue/index.ts';
import { floorSlice } from '../fulfilment/index.ts';
import type { Fulfilment } from '../fulfilment/index.ts';
import { orderSlice } from '../orders/index.ts';
import type { OrderDeps } from '../orders/index.ts';
import { partnerOf, partners } from './settings.ts';

export type SubmitDeps = Pick<OrderDeps, 'database' | 'books'> & { clock: Clock; log?: FollowerOptions['log'] };

/** A customer is handed a pickup by the people at the counter; what is sent, to a customer or to a store, is the warehouse's to do. */
const GIVEN: readonly Fulfilment['kind'][] = ['ship', 'transfer'];

/**
 * Begins the dialogue about every work order of an order that a partner must do and was not given; a held order's waits, and so does what may not leave
 * yet. Of a held order, what was given is asked to be stopped; once released it is given again. Asked again, it does nothing.
 */
export async function submitWork({ database, books, clock }: SubmitDeps, order: Uuid): Promise<void> {
  const context = { now: clock.now(), actor: SYSTEM, key: null };
  await execute(database, context, async (change) => {
    const stream = await loadStream(database, order);
    if (!stream || stream.kind !== 'order') return { status: 200, answer: null };
    if (fold(stream, orderSlice).holds.size > 0) {
      books.record(change, stream, askToPause(stream), context);
      return { status: 200, answer: null };
    }
    const dialogues = fold(stream, dialogueSlice);
    const open = (work: Fulfilment): { line: number; n: number }[] => unitsIn(unitsOf(stream), { holder: work.fulfilment, stage: 'allocated' });
    for (const work of [...fold(stream, floorSlice).fulfilments.values()]) {
      const dialogue = dialogues.get(work.fulfilment);
      const again = dialogue !== undefined && (dialogue.stoppedForHold || dialogue.open.some(({ hold }) => hold));
      if (!again && (!GIVEN.includes(work.kind) || dialogue || work.accepted)) continue;
      if (work.notYet || open(work).length === 0 || await partnerOf(database, work.location) === null) continue;
      const lines = new Map<number, number>();
      for (const { line, n } of open(work)) lines.set(line, (lines.get(line) ?? 0) + n);
      const given: DialogueEvents['WorkSubmitted'] = { fulfilment: work.fulfilment, location: work.location, delivery: work.delivery, lines: [...lines].map(([line, quantity]) => ({ line, quantity })), ...(again ? { again: newId() } : {}) };
      books.record(change, stream, [{ type: 'WorkSubmitted', data: given }], context);
    }
    return { status: 200, answer: null };
  });
}

/** Gives what was made before a location had its partner, or before a partner was connected. */
export async function submitForgotten(deps: SubmitDeps): Promise<void> {
  const known = await partners(deps.database);
  if (known.size === 0) return;
  const rows = await deps.database.query<{ order_id: Uuid }>(
    `select distinct f.order_id from fulfilment.fulfilment f where f.location = any($1) and f.kind = any($2) and f.status = 'assigned' and not f.on_hold and not exists (select 1 from dialogue.work w where w.fulfilment_id = f.id) limit 1000`, [[...known.keys()], GIVEN]);
  for (const { order_id } of rows) await submitWork(deps, order_id);
}

export const partnerFollowers = (deps: SubmitDeps): Follower[] => [
  follower({ database: deps.database, clock: deps.clock, ...(deps.log ? { log: deps.log } : {}), name: 'partners.submit', types: ['FulfilmentAssigned', 'FulfilmentReleased', 'HoldPlaced', 'HoldReleased', 'WorkCancelAccepted'], handle: ({ stream }) => submitWork(deps, stream) }),
];
