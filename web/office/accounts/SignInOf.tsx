/** How somebody signs in, for an administrator: a password in place of a forgotten one, and taking a PIN away. */
import { Alert, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { CopyText } from '../../parts/CopyText.tsx';
import type { Person } from './people.ts';
import { usePeopleChanged } from './people.ts';
import { passwordFrom } from './rights.ts';
import { useWords } from './words.ts';

const SHORTEST = 10;

export function SignInOf({ person }: { person: Person }) {
  const words = useWords().people;
  const changed = usePeopleChanged();
  const [password, setPassword] = useState('');
  const [told, setTold] = useState<string | null>(null);
  const set = useMutation({
    mutationFn: () => call('setPassword', { person: person.id, body: { password } }),
    onSuccess: async () => { setTold(password); setPassword(''); await changed(); },
  });
  const clear = useMutation({ mutationFn: () => call('clearPersonPin', { person: person.id }), onSuccess: async () => { notifications.show({ message: words.pinCleared, color: 'green' }); await changed(); } });
  return (
    <Stack>
      <Title order={3}>{words.signIn}</Title>
      <ProblemAlert error={set.error ?? clear.error} />
      {told !== null && <Alert color="green" role="status">{words.passwordSet}<CopyText label={words.password} text={told} /></Alert>}
      {person.can.includes('setPassword') && (
        <form onSubmit={(event) => { event.preventDefault(); set.mutate(); }}>
          <Group align="flex-end" gap="xs" wrap="nowrap">
            <TextInput label={words.setPassword} description={words.setPasswordHelp} flex={1} minLength={SHORTEST} maxLength={128} autoComplete="off" spellCheck={false} value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
          </Group>
          <Group justify="flex-end" mt="xs" gap="xs">
            <Button variant="default" onClick={() => setPassword(passwordFrom(crypto.getRandomValues(new Uint8Array(16))))}>{words.makeUp}</Button>
            <Button type="submit" variant="light" disabled={password.length < SHORTEST} loading={set.isPending}>{words.setPassword}</Button>
          </Group>
        </form>
      )}
      {person.can.includes('clearPin') && <Group justify="space-between" wrap="nowrap"><Text size="sm" c="dimmed" maw={280}>{words.clearPinHelp}</Text><Button variant="default" flex="none" loading={clear.isPending} onClick={() => clear.mutate()}>{words.clearPin}</Button></Group>}
    </Stack>
  );
}
