/** Making an API key; its secret is shown once, to be copied. */
import { Alert, Button, Group, Modal, MultiSelect, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { CopyText } from '../../parts/CopyText.tsx';
import { asBody, KEY_ROLES, missingIn } from './rights.ts';
import type { Rights } from './rights.ts';
import { RightsFields } from './RightsFields.tsx';
import { useWords } from './words.ts';

export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const [secret, setSecret] = useState<string | null | undefined>(undefined);
  return (
    <Modal opened onClose={onClose} title={secret === undefined ? words.keys.makeTitle : words.keys.secretTitle} closeOnClickOutside={secret === undefined} closeOnEscape={secret === undefined} centered size="lg" closeButtonProps={{ 'aria-label': words.close }}>
      {secret === undefined && <KeyForm onMade={setSecret} onClose={onClose} />}
      {secret === null && <Alert color="red" role="alert">{words.keys.lost}</Alert>}
      {typeof secret === 'string' && (
        <Stack>
          <Text>{words.keys.secretText}</Text>
          <CopyText label={words.keys.secret} text={secret} />
          <Group justify="flex-end"><Button onClick={onClose}>{words.keys.done}</Button></Group>
        </Stack>
      )}
    </Modal>
  );
}

function KeyForm({ onMade, onClose }: { onMade: (secret: string | null) => void; onClose: () => void }) {
  const words = useWords();
  const client = useQueryClient();
  const channels = useQuery({ ...read('listChannels', { limit: 200 }), staleTime: 60_000 });
  const [name, setName] = useState('');
  const [rights, setRights] = useState<Rights>({ roles: [], locations: [] });
  const [ofChannels, setOfChannels] = useState<string[]>([]);
  const [until, setUntil] = useState('');
  const [tried, setTried] = useState(false);
  const [key] = useState(() => crypto.randomUUID());
  const missing = missingIn(rights);
  const bound = rights.roles.includes('channel');
  const make = useMutation({
    mutationFn: () => call('createApiKey', { body: { name, ...asBody(rights), ...(bound && ofChannels.length > 0 ? { channels: ofChannels } : {}), expiresAt: until === '' ? null : new Date(`${until}T23:59:59`).toISOString() } }, { key }),
    onSuccess: async (made) => { onMade(made.secret); await client.invalidateQueries({ queryKey: ['listApiKeys'] }); },
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); setTried(true); if (missing === null) make.mutate(); }}>
      <Stack>
        <ProblemAlert error={make.error} />
        <TextInput label={words.keys.name} description={words.keys.nameHelp} required maxLength={100} data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <RightsFields roles={KEY_ROLES} value={rights} onChange={setRights} missing={tried ? missing : null} />
        {bound && <MultiSelect label={words.channels} description={words.channelsHelp} placeholder={words.choose} data={(channels.data?.items ?? []).map((channel) => ({ value: channel.code, label: channel.name }))} searchable clearable value={ofChannels} onChange={setOfChannels} />}
        <TextInput type="date" label={words.keys.expiresOn} description={words.keys.expiresHelp} w={240} value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
        <Group justify="flex-end"><Button variant="default" onClick={onClose}>{words.cancel}</Button><Button type="submit" loading={make.isPending}>{words.keys.make}</Button></Group>
      </Stack>
    </form>
  );
}
