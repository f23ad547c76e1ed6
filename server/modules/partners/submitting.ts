/** Giving work orders to external warehouses: as soon as they are made and their order is not held; and asking them to wait when it is held later. */
import type { Clock } from '../../kernel/clock.ts';
import { execute, SYSTEM } from '../../kernel/command.ts';
import type { DueWork } from '../../kernel/due.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, follower, loadStream, unitsIn, unitsOf } from '../books/index.ts';
import type { Follower, FollowerOptions, HeldUnits, NewEvent, Stream } from '../books/index.ts';
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

const openUnits = (stream: Stream, work: Fulfilment): HeldUnits[] => unitsIn(unitsOf(stream), { holder: work.fulfilment, stage: 'allocated' });

/** Whether work was stopped, or asked to be, because its order was held. */
const stoppedByHold = (stream: Stream, work: Fulfilment): boolean => {
  const dialogue = fold(stream, dialogueSlice).get(work.fulfilment);
  return dialogue !== undefined && (dialogue.stoppedForHold || dialogue.open.some(({ hold }) => hold));
};

/** Pure: work of an order that can be given now, where a partner works its location: for the first time, or again. */
export const toSubmit = (stream: Stream): Fulfilment[] => [...fold(stream, floorSlice).fulfilments.values()].filter((work) => {
  const first = GIVEN.includes(work.kind) && !fold(stream, dialogueSlice).has(work.fulfilment) && !work.accepted;
  return (first || stoppedByHold(stream, work)) && !work.notYet && openUnits(stream, work).length > 0;
});

/** Pure: a work order is given to its partner. */
export function submitted(stream: Stream, work: Fulfilment): NewEvent<'WorkSubmitted', DialogueEvents['WorkSubmitted']> {
  const lines = new Map<number, number>();
  for (const { line, n } of openUnits(stream, work)) lines.set(line, (lines.get(line) ?? 0) + n);
  return { type: 'WorkSubmitted', data: { fulfilment: work.fulfilment, location: work.location, delivery: work.delivery, lines: [...lines].map(([line, quantity]) => ({ line, quantity })), ...(stoppedByHold(stream, work) ? { again: newId() } : {}) } };
}

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
    for (const work of toSubmit(stream)) if (await partnerOf(database, work.location) !== null) books.record(change, stream, [submitted(stream, work)], context);
    return { status: 200, answer: null };
  });
}

/** Orders with work that was made before its location had its partner, or before a partner was connected. */
export async function workNotGiven(deps: SubmitDeps): Promise<DueWork> {
  return {
    name: 'work not given',
    due: {
      from: 'fulfilment.fulfilment f', subject: 'f.order_id', by: 'f.assigned_at', values: [[...(await partners(deps.database)).keys()], GIVEN],
      when: `$1::timestamptz is not null and f.location = any($3) and f.kind = any($4) and f.status = 'assigned' and not f.on_hold and not exists (select 1 from dialogue.work w where w.fulfilment_id = f.id)`,
    },
    run: (order) => submitWork(deps, order as Uuid),
  };
}

export const partnerFollowers = (deps: SubmitDeps): Follower[] => [
  follower({ database: deps.database, clock: deps.clock, ...(deps.log ? { log: deps.log } : {}), name: 'partners.submit', types: ['FulfilmentAssigned', 'FulfilmentReleased', 'HoldPlaced', 'HoldReleased', 'WorkCancelAccepted'], handle: ({ stream }) => submitWork(deps, stream) }),
];
