/** Giving work orders to external warehouses that are called: each once under its own id, asked for after an answer that was lost, in order per work order. */
import type { Later, NewJob } from '../kernel/jobs.ts';
import { SYSTEM } from '../kernel/command.ts';
import { doDue } from '../kernel/due.ts';
import type { Uuid } from '../kernel/ids.ts';
import { Refusal } from '../kernel/problem.ts';
import { follower } from '../modules/books/index.ts';
import type { FeedEvent, Follower } from '../modules/books/index.ts';
import type { DialogueEvents } from '../modules/dialogue/index.ts';
import { rejectWork, workNotGiven, workOrder } from '../modules/partners/index.ts';
import type { Fulfiller } from '../modules/partners/index.ts';
import { backOff } from '../modules/payments/index.ts';
import { bySystem } from './deps.ts';
import type { WorkDeps } from './deps.ts';

export interface PartnerJob { fulfilment: Uuid; ask: Uuid | null; again?: true }

/** The job of an event: given under the work order's own id, a question under its own, and so is what is given again after a hold. */
export function partnerJobOf({ event }: Pick<FeedEvent, 'event'>): NewJob | null {
  const { fulfilment, again } = event.data as { fulfilment: Uuid; again?: Uuid };
  if (event.type === 'WorkSubmitted' && again !== undefined) return { id: again, key: fulfilment, data: { fulfilment, ask: null, again: true } satisfies PartnerJob };
  if (event.type === 'WorkSubmitted') return { id: fulfilment, key: fulfilment, data: { fulfilment, ask: null } satisfies PartnerJob };
  if (event.type !== 'WorkCancelRequested') return null;
  const { ask } = event.data as DialogueEvents['WorkCancelRequested'];
  return { id: ask, key: fulfilment, data: { fulfilment, ask } satisfies PartnerJob };
}

export const partnerRelay = ({ database, clock, jobs, log }: WorkDeps): Follower => follower({
  database, clock, name: 'work.partners', types: ['WorkSubmitted', 'WorkCancelRequested'], log,
  handle: async (event) => {
    const job = partnerJobOf(event);
    if (job) await jobs.send('partner', [job]);
  },
});

/** Gives one work order, or asks one question. Work that a warehouse will never take is planned elsewhere; a question that it does not take stays with its people and ours. */
export async function tellPartner(deps: Pick<WorkDeps, 'app' | 'clock' | 'log' | 'fulfillerAt'>, { fulfilment, ask, again }: PartnerJob, earlier: number): Promise<Later | void> {
  const work = await workOrder(deps.app, SYSTEM, fulfilment);
  const fulfiller: Fulfiller | null = await deps.fulfillerAt?.(work.location) ?? null;
  if (fulfiller === null) return;
  // What is answered meanwhile needs no telling.
  if (ask === null ? work.state === 'rejected' || work.state === 'cancellation_accepted' : work.cancellation === null) return;
  // What is given again they know: only the later moment of giving says that it is theirs once more, and saying it twice changes nothing.
  if (ask === null && !again && earlier > 0 && await fulfiller.knows(work.id) === true) return;
  const outcome = ask === null ? await fulfiller.submit(work) : await fulfiller.cancel(work);
  if (outcome.kind === 'unavailable') return { later: outcome.retryAfterSeconds ?? backOff(earlier), reason: outcome.reason };
  if (outcome.kind === 'taken') return;
  deps.log({ work: work.number, location: work.location, reason: outcome.reason }, 'an external warehouse refused what it was told');
  if (ask !== null) return;
  await rejectWork(deps.app, bySystem(deps), fulfilment, { reference: `not taken ${work.id}`, reason: 'other', note: outcome.reason.slice(0, 500), lines: null }).catch((error: unknown) => { if (!(error instanceof Refusal)) throw error; });
}

/** Timer: work orders that were made before their location had its warehouse. */
export async function submitMissing(deps: WorkDeps): Promise<void> {
  await doDue(deps, await workNotGiven({ ...deps.app, clock: deps.clock, log: deps.log }));
}
