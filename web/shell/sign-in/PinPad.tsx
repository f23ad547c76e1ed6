/** A PIN on keys large enough for a thumb; the keyboard works as well, and nobody beside you reads it. */
import { ActionIcon, Button, PasswordInput, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconBackspace } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import type { DoorName } from '../doors.ts';
import { useSignIn } from './enter.ts';
import { useSignInWords } from './words.ts';

const LONGEST = 6;
const SHORTEST = 4;
const KEY_HEIGHT = 64;

export function PinPad({ door, person, hint }: { door: DoorName; person: string; hint: string | null }) {
  const words = useSignInWords();
  const [pin, setPin] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const signIn = useSignIn(door);
  useEffect(() => field.current?.focus(), []);
  const send = (): void => {
    if (pin.length < SHORTEST || signIn.isPending) return;
    signIn.mutate({ person, pin }, { onError: () => { setPin(''); field.current?.focus(); } });
  };
  const press = (figure: string): void => setPin((before) => (before + figure).slice(0, LONGEST));
  return (
    <form onSubmit={(event) => { event.preventDefault(); send(); }}>
      <Stack>
        <ProblemAlert error={signIn.error} />
        <PasswordInput
          ref={field} label={words.pin} description={words.pinHelp} size="lg" inputMode="none" autoComplete="off" maxLength={LONGEST} value={pin} visibilityToggleButtonProps={{ display: 'none' }} styles={{ innerInput: { textAlign: 'center', letterSpacing: '0.5em' } }}
          onChange={(event) => setPin(event.currentTarget.value.replaceAll(/\D/g, '').slice(0, LONGEST))}
        />
        <SimpleGrid cols={3} spacing="xs" verticalSpacing="xs">
          {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((figure) => <Button key={figure} variant="default" h={KEY_HEIGHT} fz="xl" onClick={() => press(figure)}>{figure}</Button>)}
          <ActionIcon variant="default" h={KEY_HEIGHT} w="100%" aria-label={words.erase} disabled={pin === ''} onClick={() => setPin((before) => before.slice(0, -1))}><IconBackspace aria-hidden /></ActionIcon>
          <Button variant="default" h={KEY_HEIGHT} fz="xl" onClick={() => press('0')}>0</Button>
          <Button type="submit" h={KEY_HEIGHT} fz="lg" disabled={pin.length < SHORTEST} loading={signIn.isPending}>{words.go}</Button>
        </SimpleGrid>
        {hint !== null && <Text size="sm" c="dimmed" ta="center">{words.demoPin(hint)}</Text>}
      </Stack>
    </form>
  );
}
