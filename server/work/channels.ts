/** The workers of channels: each channel is asked, told and given its stock in a loop of its own, so that the outage of one stops no other. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Follower } from '../modules/books/index.ts';
import { compareStock, eraseOldMessages, intakeMoneyFollower, pollChannel, pushStock, stockFollower, workInbox } from '../modules/intake/index.ts';
import type { IntakeDeps } from '../modules/intake/index.ts';
import { noticeFollower, tellChannel } from './channel-notices.ts';

export { channelOperator } from './channel-operator.ts';

/** Milliseconds between rounds of each kind of work while there is nothing to do. */
const ROUNDS = { inbox: 1000, poll: 60_000, tell: 1000, stock: 500, compare: 2000, erase: 3_600_000 } as const;

export interface ChannelWork {
  /** What is done in the database alone, following the journal. */
  followers: Follower[];
  /** Something came in: the inbox is worked on at once. */
  wake(): void;
  start(): void;
  stop(): Promise<void>;
  /** Does all there is until nothing is left; with `poll`, asks the channels too. For tests. */
  drain(options?: { poll?: boolean }): Promise<void>;
}

/** Makes the workers of the channels that `deps` names; a channel that is connected later is worked for from its next round. */
export function channelWork(deps: IntakeDeps, { pollEvery = ROUNDS.poll }: { /** Milliseconds between two questions to a channel for its orders. Default a minute. */ pollEvery?: number | undefined } = {}): ChannelWork {
  let stopping = new AbortController();
  /** Wakes the loops that wait for it, once. */
  const bell = (): { ring(): void; signal(): AbortSignal } => {
    let next = new AbortController();
    return { signal: () => next.signal, ring: () => { const rung = next; next = new AbortController(); rung.abort(); } };
  };
  const inbox = bell();
  const stock = bell();
  const followers = [noticeFollower(deps), stockFollower(deps, stock.ring), intakeMoneyFollower(deps)];
  const loops = new Map<string, Promise<void>>();

  const run = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      deps.log?.({ work: name, error: error instanceof Error ? error.message : String(error) }, 'the work of a channel failed');
    }
  };
  const every = (name: string, milliseconds: number, work: () => Promise<unknown>, wokenBy: { signal(): AbortSignal } | null = null): void => {
    if (loops.has(name)) return;
    loops.set(name, (async () => {
      while (!stopping.signal.aborted) {
        // Taken before the work, so that what is marked meanwhile is not slept over.
        const signal = wokenBy ? AbortSignal.any([stopping.signal, wokenBy.signal()]) : stopping.signal;
        await run(name, work);
        await wait(milliseconds, undefined, { signal }).catch(() => undefined);
      }
    })());
  };
  const ofChannels = async (): Promise<void> => {
    for (const code of deps.channels().keys()) {
      every(`poll ${code}`, pollEvery, () => pollChannel(deps, code));
      every(`tell ${code}`, ROUNDS.tell, () => tellChannel(deps, code));
      every(`stock ${code}`, ROUNDS.stock, () => pushStock(deps, code), stock);
      every(`compare ${code}`, ROUNDS.compare, () => compareStock(deps, code), stock);
    }
  };

  return {
    followers,
    wake: () => {
      inbox.ring();
      stock.ring();
    },
    start: () => {
      for (const one of followers) one.start();
      every('inbox', ROUNDS.inbox, () => workInbox(deps), inbox);
      every('erase', ROUNDS.erase, () => eraseOldMessages(deps));
      every('channels', ROUNDS.tell, ofChannels);
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(loops.values());
      loops.clear();
      for (const one of followers) await one.stop();
      stopping = new AbortController();
    },
    drain: async ({ poll = false } = {}) => {
      if (poll) for (const code of deps.channels().keys()) await pollChannel(deps, code);
      for (;;) {
        let done = await workInbox(deps);
        for (const one of followers) done += await one.drain();
        for (const code of deps.channels().keys()) done += await tellChannel(deps, code) + await pushStock(deps, code) + await compareStock(deps, code);
        if (done === 0) return;
      }
    },
  };
}
