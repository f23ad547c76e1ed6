/** What can be done about a connection: trying again, asking now, telling all stock, and for webhooks what they have besides. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconDownload, IconRefresh } from '@tabler/icons-react';
import { call } from '../../api/client.ts';
import type { Input } from '../../api/client.ts';
import { useSentence } from '../../parts/ProblemAlert.tsx';
import type { ConnectionDetail } from './connection.ts';
import { WebhookActions } from './WebhookActions.tsx';
import { useWords } from './words.ts';
import { useConnectionsChanged, useTold, useRetry } from './connection.ts';

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
