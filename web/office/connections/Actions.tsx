/** What can be done about a connection: trying again, asking now, telling all stock, and for webhooks what they have besides. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconDownload, IconRefresh } from '@tabler/icons-react';
import { call } from '../../api/client.ts';
import type { Input } from '../../api/client.ts';
import { useSentence } from '../../parts/ProblemAlert.tsx';
import type { ConnectionDetail } from './ConnectionPage.tsx';
import { WebhookActions } from './WebhookActions.tsx';
import { useWords } from './words.ts';

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

export function Actions({ connection }: { connection: ConnectionDetail }) {
  const words = useWords();
  const changed = useConnectionsChanged();
  const told = useTold();
  const retry = useRetry(connection.id);
  const channel = connection.code;
  const settled = (message: string) => ({ onSuccess: async () => { told.done(message); await changed(); }, onError: told.failed });
  const poll = useMutation({ mutationFn: () => call('pollChannel', { channel }), ...settled(words.polled) });
  const may = (action: string): boolean => connection.can.includes(action);
  return (
    <>
      {may('poll') && <Button variant="default" leftSection={<IconDownload size={18} aria-hidden />} loading={poll.isPending} onClick={() => poll.mutate()}>{words.poll}</Button>}
      {may('change') && <WebhookActions webhook={connection.code} />}
      {may('retry') && <Button leftSection={<IconRefresh size={18} aria-hidden />} loading={retry.isPending} onClick={() => retry.mutate({}, { onError: told.failed })}>{connection.kind === 'webhook' ? words.retry : words.retryAll}</Button>}
    </>
  );
}
