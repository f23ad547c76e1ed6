/** Signing in with an e-mail address and a password; on a device of the store, also for colleagues after you. */
import { Button, Checkbox, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import type { DoorName } from '../doors.ts';
import { useSignIn } from './enter.ts';
import { useSignInWords } from './words.ts';

export function PasswordForm({ door, offerShared }: { door: DoorName; offerShared: boolean }) {
  const words = useSignInWords();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [shared, setShared] = useState(true);
  const signIn = useSignIn(door);
  return (
    <form onSubmit={(event) => { event.preventDefault(); signIn.mutate({ email, password, sharedDevice: offerShared && shared }); }}>
      <Stack>
        <ProblemAlert error={signIn.error} />
        <TextInput label={words.email} type="email" autoComplete="username" size="md" required data-autofocus value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
        <PasswordInput label={words.password} autoComplete="current-password" size="md" required value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
        {offerShared && <Checkbox label={words.shared} description={words.sharedHelp} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />}
        <Button type="submit" size="md" mt="xs" loading={signIn.isPending}>{words.submit}</Button>
      </Stack>
    </form>
  );
}
