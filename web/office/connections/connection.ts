/** What the pages of connections share: their shape, how often they look, and what is said and read again after something was done. */
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import type { Answer, Input } from '../../api/client.ts';
import { useSentence } from '../../parts/ProblemAlert.tsx';
import { useWords } from './words.ts';

/** Calls are no events of the journal: they are asked for as often as they are written. Milliseconds. */
export const LOOK_AGAIN = 4000;

export type ConnectionDetail = Answer<'getConnection'>;

/** Everything that shows connections is read again. */
export function useConnectionsChanged(): () => Promise<void> {
  const client = useQueryClient();
  const shown = ['listConnections', 'getConnection', 'listConnectionItems', 'listMessages', 'listWebhookDeliveries', 'getWebhook'];
  return () => client.invalidateQueries({ predicate: ({ queryKey }) => shown.includes(String(queryKey[0])) });
}

/** A notice in the corner of how something went: the button is gone by then, or the list is another. */
export function useTold(): { done: (message: string) => void; failed: (error: unknown) => void } {
  const sentence = useSentence();
  return { done: (message) => { notifications.show({ message, color: 'green' }); }, failed: (error) => { notifications.show({ message: typeof error === 'string' ? error : sentence(error), color: 'red', autoClose: 10_000 }); } };
}

/** Takes up again what waits or was given up. */
export function useRetry(connection: string) {
  const words = useWords();
  const changed = useConnectionsChanged();
  const told = useTold();
  return useMutation({
    mutationFn: (body: Input<'retryConnection'>['body']) => call('retryConnection', { connection, body }),
    onSuccess: async ({ retried }) => { told.done(words.retried(retried)); await changed(); },
  });
}
