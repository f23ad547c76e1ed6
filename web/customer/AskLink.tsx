/** For who has no link that works: order number and e-mail address, and a new link comes by mail. */
import { Alert, Button, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconLinkOff, IconMailCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { call } from '../api/client.ts';
import { ProblemAlert } from '../parts/ProblemAlert.tsx';
import { useLanguage } from '../shell/language.ts';
import { useWords } from './words.ts';

export function AskLink({ broken }: { broken: boolean }) {
  const words = useWords();
  const language = useLanguage();
  const [number, setNumber] = useState('');
  const [email, setEmail] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const wrong = { number: number.trim() === '', email: !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email.trim()) };

  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (wrong.number || wrong.email) return;
    setBusy(true);
    setError(null);
    try {
      setSaid((await call('askForCustomerLink', { body: { number: number.trim(), email: email.trim(), language } })).said);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Paper component="section" className="card" withBorder radius="lg" p={{ base: 'md', sm: 'xl' }}>
      <Stack gap="md">
        <Title order={1}>{broken ? words.ask.gone : words.ask.title}</Title>
        {broken ? <Text><IconLinkOff size={18} aria-hidden style={{ verticalAlign: '-3px', marginInlineEnd: 6 }} />{words.ask.goneText}</Text> : <Text>{words.ask.text}</Text>}
        {said === null
          ? (
            <form onSubmit={(event) => void send(event)} noValidate>
              <Stack gap="md">
                <TextInput size="md" label={words.ask.number} description={words.ask.numberHelp} value={number} onChange={(event) => setNumber(event.currentTarget.value)} error={tried && wrong.number ? words.ask.numberMissing : null} autoComplete="off" required withAsterisk={false} />
                <TextInput size="md" type="email" inputMode="email" autoComplete="email" label={words.ask.email} value={email} onChange={(event) => setEmail(event.currentTarget.value)} error={tried && wrong.email ? words.ask.emailWrong : null} required withAsterisk={false} />
                <ProblemAlert error={error} />
                <Button type="submit" size="md" loading={busy}>{words.ask.send}</Button>
              </Stack>
            </form>
          )
          : <Alert role="status" variant="light" icon={<IconMailCheck aria-hidden />}>{said}<br /><Button variant="default" mt="sm" size="md" onClick={() => setSaid(null)}>{words.ask.again}</Button></Alert>}
      </Stack>
    </Paper>
  );
}
