/** Adding a webhook, with its secret shown once; or changing one. */
import { Button, Group, Modal, MultiSelect, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { CopyText } from '../../parts/CopyText.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useConnectionsChanged, useTold } from './connection.ts';
import { useWords } from './words.ts';

type Webhook = Answer<'getWebhook'>;

export function WebhookDialog({ webhook, onClose }: { webhook: Webhook | null; onClose: () => void }) {
  const words = useWords().webhook;
  const changed = useConnectionsChanged();
  const told = useTold();
  const kinds = useQuery({ ...read('listEventTypes', {}), staleTime: Infinity });
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [description, setDescription] = useState(webhook?.description ?? '');
  const [types, setTypes] = useState<string[]>(webhook?.types ?? []);
  const [active, setActive] = useState(webhook?.active ?? true);
  const [key] = useState(() => crypto.randomUUID());
  const body = { url, description: description === '' ? null : description, types };
  const save = useMutation<Webhook | Answer<'createWebhook'>>({
    mutationFn: () => (webhook === null ? call('createWebhook', { body }, { key }) : call('changeWebhook', { webhook: webhook.id, body: { ...body, active } })),
    onSuccess: async () => { await changed(); if (webhook !== null) { told.done(words.saved); onClose(); } },
  });
  const secret = save.data && 'secret' in save.data ? String(save.data.secret) : null;
  if (secret !== null) return <SecretDialog secret={secret} onClose={onClose} />;
  return (
    <Modal opened onClose={onClose} title={webhook === null ? words.make : words.change} centered size="lg" closeButtonProps={{ 'aria-label': words.close }}>
      <form onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
        <Stack>
          <ProblemAlert error={save.error} />
          <TextInput label={words.url} description={words.urlHelp} type="url" required maxLength={2000} placeholder="https://" data-autofocus value={url} onChange={(event) => setUrl(event.currentTarget.value)} />
          <TextInput label={words.description} maxLength={500} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
          <MultiSelect label={words.types} description={words.typesHelp} placeholder={types.length === 0 ? words.all : undefined} data={Object.keys(kinds.data?.types ?? {}).sort()} searchable clearable hidePickedOptions value={types} onChange={setTypes} />
          {webhook !== null && <Switch label={words.active} checked={active} onChange={(event) => setActive(event.currentTarget.checked)} />}
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{words.cancel}</Button><Button type="submit" loading={save.isPending}>{webhook === null ? words.make : words.save}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** The secret, shown once: only its own button closes this. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const words = useWords().webhook;
  return (
    <Modal opened onClose={onClose} title={words.secretTitle} centered size="lg" closeOnClickOutside={false} closeOnEscape={false} closeButtonProps={{ 'aria-label': words.close }}>
      <Stack>
        <Text>{words.secretText}</Text>
        <CopyText label={words.secret} text={secret} />
        <Group justify="flex-end"><Button onClick={onClose}>{words.done}</Button></Group>
      </Stack>
    </Modal>
  );
}
