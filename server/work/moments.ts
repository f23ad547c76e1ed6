/** What must happen at its moment, to the second: rows that name the moment are looked for every second, so that a restart misses nothing. */
import { doDue } from '../kernel/due.ts';
import type { DueWork } from '../kernel/due.ts';
import { collectionsMissed, loadsOverdue, parcelsWaiting, paymentsUnpaid, pickupsDue, workReleased } from '../modules/fulfilment/index.ts';
import { exclusionsOver, goodsKept, ordersWaiting, reservationsDue, suppliesOverdue } from '../modules/orders/index.ts';
import { sentenceOf } from './deps.ts';
import type { WorkDeps } from './deps.ts';

/** Each finds by an index what is due by now, and does it by commands that find nothing when they come again. */
const worksOf = ({ app, clock, log }: WorkDeps): DueWork[] => {
  const waiting = { ...app, clock, log };
  return [reservationsDue(app), pickupsDue(app), paymentsUnpaid(app), collectionsMissed(app), loadsOverdue(app), workReleased(app), parcelsWaiting(app), exclusionsOver(waiting), goodsKept(waiting), ordersWaiting(waiting), suppliesOverdue(waiting)];
};

/** Milliseconds between two looks. */
export const LOOK_EVERY = 1000;

export interface Moments {
  /** Does what is due now. Several processes may: who comes second finds it done. A work that is still busy with what was due before is left to it, so that none waits for another. */
  look(): void;
  /** The same one work after the other, done when all is done. For tests. */
  doAll(): Promise<void>;
  /** Stops after what is being done. */
  stop(): Promise<void>;
}

export function momentsOf(deps: WorkDeps): Moments {
  const { database, clock, log } = deps;
  const works = worksOf(deps);
  const busy = new Map<string, Promise<void>>();
  let stopped = false;
  const start = (work: DueWork): Promise<void> => {
    const done = doDue({ database, clock, log, stopping: () => stopped }, work)
      .then(() => undefined, (error: unknown) => deps.log({ moment: work.name, error: sentenceOf(error) }, 'what was due could not be looked for'))
      .finally(() => busy.delete(work.name));
    busy.set(work.name, done);
    return done;
  };
  return {
    look: () => { for (const work of works) if (!busy.has(work.name)) void start(work); },
    doAll: async () => { for (const work of works) await (busy.get(work.name) ?? start(work)); },
    stop: async () => {
      stopped = true;
      await Promise.all(busy.values());
    },
  };
}
