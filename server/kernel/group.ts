/** Sends changes that are ready at the same moment as one transaction: concurrent orders share a commit, and one refusal sends that group singly. */
import { Change, commit, Contested } from './change.ts';
import type { Database } from './database.ts';

interface Waiting { change: Change; done: () => void; failed: (error: unknown) => void }

export interface GroupOptions {
  /** Changes in one transaction at most. */
  size?: number;
  /** Transactions under way at a time. More do not raise the rate: they only make the groups smaller. */
  flights?: number;
}

/**
 * A sender of changes. While its flights are under way, further changes gather; the next flight takes them together. When the database
 * refuses a group (one of them lost a contest), nothing of it was written, and each is sent by itself, so that only the loser decides again.
 */
export function grouped(database: Database, { size = 32, flights = 1 }: GroupOptions = {}): (change: Change) => Promise<void> {
  const waiting: Waiting[] = [];
  let flying = 0;

  const fly = async (group: Waiting[]): Promise<void> => {
    const [only] = group;
    if (group.length > 1) {
      try {
        const all = new Change();
        for (const { change } of group) all.absorb(change);
        await commit(database, all);
        for (const { done } of group) done();
        return;
      } catch (error) {
        // A contest, or two changes that write one row (the same order sent twice): singly the database can tell them apart.
        if (!(error instanceof Contested) && !(error instanceof Error && error.message.includes('written by two changes'))) {
          for (const { failed } of group) failed(error);
          return;
        }
      }
      await Promise.all(group.map((one) => commit(database, one.change).then(one.done, one.failed)));
      return;
    }
    if (only) await commit(database, only.change).then(only.done, only.failed);
  };

  const pump = (): void => {
    while (waiting.length > 0 && flying < flights) {
      flying += 1;
      void fly(waiting.splice(0, size)).finally(() => {
        flying -= 1;
        pump();
      });
    }
  };

  return (change) => new Promise<void>((done, failed) => {
    waiting.push({ change, done, failed });
    pump();
  });
}
