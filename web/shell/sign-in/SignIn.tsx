/** Signing in with a name and a password. */
import { Button, Center, Paper, PasswordInput, Stack, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { defineWords } from '../language.ts';
import { meQuery } from '../session.ts';

const useWords = defineWords(
  { title: 'Sign in to Spil', email: 'E-mail address', password: 'Password', submit: 'Sign in' },
  { title: 'Inloggen bij Spil', email: 'E-mailadres', password: 'Wachtwoord', submit: 'Inloggen' },
);

export default function SignIn({ door }: { door: 'store' | 'office' }) {
  const words = useWords();
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({ mutationFn: () => call('signIn', { body: { email, password } }), onSuccess: () => client.invalidateQueries({ queryKey: meQuery.queryKey }) });
  return (
    <Center component="main" mih="100dvh" p="md" data-door={door}>
      <Paper withBorder p="xl" w="100%" maw={400} radius="lg">
        <form onSubmit={(event) => { event.preventDefault(); signIn.mutate(); }}>
          <Stack>
            <Title order={1}>{words.title}</Title>
            <ProblemAlert error={signIn.error} />
            <TextInput label={words.email} type="email" autoComplete="username" required value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
            <PasswordInput label={words.password} autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
            <Button type="submit" size="md" loading={signIn.isPending}>{words.submit}</Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
