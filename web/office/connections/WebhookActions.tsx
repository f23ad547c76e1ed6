/** What a webhook has besides: a test, sending again from a point, another secret, changing it, taking it away. */
import { Button, Group, Menu, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { IconDots, IconEdit, IconHistory, IconKey, IconSend, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { ConfirmDialog } from '../../parts/ConfirmDialog.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useConnectionsChanged, useTold } from './connection.ts';
import { connectionRoute } from './routes.ts';
import { SecretDialog, WebhookDialog } from './WebhookDialog.tsx';
import { useWords } from './words.ts';

const ICON = 18;
type Asked = 'replay' | 'rotate' | 'remove' | null;

export function WebhookActions({ webhook }: { webhook: string }) {
  const words = useWords().webhook;
  const changed = useConnectionsChanged();
  const told = useTold();
  const { change } = connectionRoute.useSearch();
  const navigate = connectionRoute.useNavigate();
  const details = useQuery(read('getWebhook', { webhook }));
  const [asked, setAsked] = useState<Asked>(null);
  const close = (): void => setAsked(null);
  const test = useMutation({
    mutationFn: () => call('testWebhook', { webhook }), onError: told.failed,
    onSuccess: async ({ outcome, status, reason }) => { if (outcome === 'delivered') told.done(words.tested(status)); else told.failed(words.testFailed(reason ?? '')); await changed(); },
  });
  return (
    <>
      <Button variant="default" leftSection={<IconSend size={ICON} aria-hidden />} loading={test.isPending} onClick={() => test.mutate()}>{words.test}</Button>
      <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
        <Menu.Target><Button variant="default" leftSection={<IconDots size={ICON} aria-hidden />}>{words.more}</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconEdit size={ICON} aria-hidden />} onClick={() => void navigate({ search: { change: true } })}>{words.change}</Menu.Item>
          <Menu.Item leftSection={<IconHistory size={ICON} aria-hidden />} onClick={() => setAsked('replay')}>{words.replay}</Menu.Item>
          <Menu.Item leftSection={<IconKey size={ICON} aria-hidden />} onClick={() => setAsked('rotate')}>{words.rotate}</Menu.Item>
          <Menu.Item leftSection={<IconTrash size={ICON} aria-hidden />} c="var(--mantine-color-error)" onClick={() => setAsked('remove')}>{words.remove}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {change && details.data && <WebhookDialog webhook={details.data} onClose={() => void navigate({ search: {} })} />}
      {asked === 'replay' && <Replay webhook={webhook} onClose={close} />}
      {asked === 'rotate' && <Rotate webhook={webhook} onClose={close} />}
      {asked === 'remove' && <Remove webhook={webhook} onClose={close} />}
    </>
  );
}

function Replay({ webhook, onClose }: { webhook: string; onClose: () => void }) {
  const words = useWords().webhook;
  const changed = useConnectionsChanged();
  const told = useTold();
  const [after, setAfter] = useState('');
  const replay = useMutation({ mutationFn: () => call('replayWebhook', { webhook, body: { after: after === '' ? null : after } }), onSuccess: async () => { told.done(words.replayed); await changed(); onClose(); } });
  return (
    <Modal opened onClose={onClose} title={words.replayTitle} centered closeButtonProps={{ 'aria-label': words.close }}>
      <form onSubmit={(event) => { event.preventDefault(); replay.mutate(); }}>
        <Stack>
          <Text size="sm">{words.replayText}</Text>
          <ProblemAlert error={replay.error} />
          <TextInput label={words.replayAfter} placeholder="evt_…" autoComplete="off" data-autofocus value={after} onChange={(event) => setAfter(event.currentTarget.value.trim())} />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{words.cancel}</Button><Button type="submit" loading={replay.isPending}>{words.replayNow}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Rotate({ webhook, onClose }: { webhook: string; onClose: () => void }) {
  const words = useWords().webhook;
  const rotate = useMutation({ mutationFn: () => call('rotateWebhookSecret', { webhook }) });
  const secret = rotate.data && 'secret' in rotate.data ? String(rotate.data.secret) : null;
  if (secret !== null) return <SecretDialog secret={secret} onClose={onClose} />;
  return <ConfirmDialog title={words.rotateTitle} text={words.rotateText} action={words.rotate} error={rotate.error} busy={rotate.isPending} onConfirm={() => rotate.mutate()} onClose={onClose} />;
}

function Remove({ webhook, onClose }: { webhook: string; onClose: () => void }) {
  const words = useWords().webhook;
  const navigate = connectionRoute.useNavigate();
  const changed = useConnectionsChanged();
  const remove = useMutation({ mutationFn: () => call('deleteWebhook', { webhook }), onSuccess: async () => { await navigate({ to: '/connections' }); await changed(); } });
  return <ConfirmDialog title={words.removeTitle} text={words.removeText} action={words.remove} error={remove.error} busy={remove.isPending} onConfirm={() => remove.mutate()} onClose={onClose} />;
}
