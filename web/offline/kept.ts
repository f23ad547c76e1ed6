/** What was read last is kept in the browser, so that the store's pages open without a connection. */
import type { QueryClient } from '@tanstack/react-query';
import { dehydrate, hydrate } from '@tanstack/react-query';
import type { DehydratedState } from '@tanstack/react-query';
import { browserStore } from './store.ts';
import { now as clockNow } from '../shell/clock.ts';

const KEY = 'queries';
/** Older answers are of another day's work. */
const KEPT_MILLISECONDS = 24 * 3_600_000;
const EVERY = 250;

interface Kept { at: number; state: DehydratedState }

/** Reads back what was kept, then keeps what is read from now on. Nobody signed in: nothing is kept. */
export function keepQueries(client: QueryClient): void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const save = async (): Promise<void> => {
    timer = null;
    const state = dehydrate(client, { shouldDehydrateMutation: () => false, shouldDehydrateQuery: ({ state: { status } }) => status === 'success' });
    await (await browserStore()).put('kept', { at: clockNow().getTime(), state } satisfies Kept, KEY);
  };
  void browserStore().then(async (database) => {
    const kept = await database.get('kept', KEY) as Kept | undefined;
    if (kept && clockNow().getTime() - kept.at < KEPT_MILLISECONDS) hydrate(client, kept.state);
    client.getQueryCache().subscribe(() => { timer ??= setTimeout(() => void save(), EVERY); });
  });
}

/** Forgets what was kept: the next person on this device starts clean. */
export const forgetKept = async (): Promise<void> => { await (await browserStore()).delete('kept', KEY); };
