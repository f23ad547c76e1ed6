/** Deciding items: one or many, by the same documented call; each is done or says why not. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import type { QueueName } from '../../parts/queues/words.ts';

export type Item = Answer<'listQueueItems'>['items'][number];
export type Results = Answer<'decideQueueItems'>['results'];

/** What the queues read; after a decision it is old. */
const READ = ['listQueues', 'listQueueItems', 'listConflicts', 'listRefundRequests'];

/** Makes everything that the queues show old. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => { await client.invalidateQueries({ predicate: ({ queryKey }) => READ.includes(String(queryKey[0])) }); };
}

export interface Decision { action: string; items: readonly string[]; reason: string | null; key: string }

/** Carries a decision out for several items. The key is made once per decision, so that pressing twice decides once. */
export function useDecide(queue: QueueName, after: (results: Results) => void) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ action, items, reason, key }: Decision) => call('decideQueueItems', { queue, body: { action, items: [...items], reason } }, { key }),
    // What comes next is chosen from the list as it was seen; only then is it read again.
    onSuccess: ({ results }) => { after(results); void refresh(); },
  });
}

/** Gives an item to somebody, or takes it off everybody. */
export function useAssign(queue: QueueName) {
  const client = useQueryClient();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ item, person }: { item: string; person: string | null }) => call('assignQueueItem', { queue, item, body: { person } }),
    onSuccess: async (answer, { item }) => { client.setQueryData(read('getQueueItem', { queue, item }).queryKey, answer); await refresh(); },
  });
}

/** Actions whose reason is kept with the order, and so must be given. */
export const REASONED: ReadonlySet<string> = new Set(['release', 'decline', 'resolve', 'repair', 'reject', 'claim']);
