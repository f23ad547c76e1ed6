/** The way in: on a device of the store by name and PIN, everywhere else by e-mail address and password; in the demo by choosing somebody. */
import { Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconArrowLeft, IconUser } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { setLanguage, useLanguage } from '../language.ts';
import type { DoorName } from '../doors.ts';
import { Colleagues } from './Colleagues.tsx';
import type { Colleague } from './Colleagues.tsx';
import { demoPinOf, demoQuery } from './demo.ts';
import { colleaguesQuery } from './enter.ts';
import { PasswordForm } from './PasswordForm.tsx';
import { PinPad } from './PinPad.tsx';
import classes from './sign-in.module.css';
import { useSignInWords } from './words.ts';

/** In the demo only; a real shop's device never loads it. */
const DemoPeople = lazy(() => import('./DemoPeople.tsx'));

export default function SignIn({ door }: { door: DoorName }) {
  const words = useSignInWords();
  const demo = useQuery(demoQuery);
  const colleagues = useQuery(colleaguesQuery);
  useEffect(() => { document.title = words.title; }, [words.title]);
  if (colleagues.isPending) return null;
  const device = colleagues.data?.device ?? null;
  return (
    <main className={classes.page}>
      <div className={classes.cards} data-demo={demo.data != null}>
        <Paper withBorder p={{ base: 'md', sm: 'xl' }} radius="lg">
          {device === null
            ? <Stack><Title order={1}>{words.title}</Title><PasswordForm door={door} offerShared={door === 'store'} /></Stack>
            : <OnDevice door={door} place={device.places.map(({ name }) => name).join(', ')} people={colleagues.data?.people ?? []} pinOf={(name) => demoPinOf(demo.data, name)} />}
          <LanguageLink />
        </Paper>
        {demo.data && <Suspense><DemoPeople door={door} demo={demo.data} /></Suspense>}
      </div>
    </main>
  );
}

interface OnDeviceProps { door: DoorName; place: string; people: readonly Colleague[]; pinOf: (name: string) => string | null }

/** Which of the colleagues, then the PIN; or somebody else, by password. */
function OnDevice({ door, place, people, pinOf }: OnDeviceProps) {
  const words = useSignInWords();
  const [chosen, setChosen] = useState<Colleague | 'other' | null>(null);
  if (chosen === null) {
    return (
      <Stack>
        <div><Text c="dimmed">{words.at(place)}</Text><Title order={1}>{words.who}</Title></div>
        <Colleagues people={people} onChoose={setChosen} />
        <Button variant="subtle" size="md" leftSection={<IconUser size={18} aria-hidden />} onClick={() => setChosen('other')}>{words.other}</Button>
      </Stack>
    );
  }
  const person = chosen === 'other' ? null : chosen;
  return (
    <Stack>
      <Group><Button variant="subtle" px="xs" ml={-10} size="md" leftSection={<IconArrowLeft size={18} aria-hidden />} onClick={() => setChosen(null)}>{words.colleagues}</Button></Group>
      <Title order={1}>{person ? words.hello(person.name.split(' ')[0] ?? person.name) : words.title}</Title>
      {person?.hasPin === false && <Text>{words.noPin}.</Text>}
      {person?.hasPin ? <PinPad key={person.id} door={door} person={person.id} hint={pinOf(person.name)} /> : <PasswordForm door={door} offerShared={false} />}
    </Stack>
  );
}

/** Both languages call themselves by their own name. */
function LanguageLink() {
  const other = useLanguage() === 'nl' ? 'en' : 'nl';
  return <Anchor component="button" type="button" size="sm" mt="lg" mih={24} lang={other} onClick={() => setLanguage(other)}>{other === 'nl' ? 'Nederlands' : 'English'}</Anchor>;
}
