/** Whom one can be in the demo: a click signs in, so that a newcomer needs no documentation. */
import { Group, Paper, Select, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { Initials } from '../../parts/Initials.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useRole, wordOf } from '../../parts/words.ts';
import type { DoorName } from '../doors.ts';
import type { DemoCompany, DemoPerson } from './demo.ts';
import { useSignIn } from './enter.ts';
import classes from './sign-in.module.css';
import { useSignInWords } from './words.ts';

export default function DemoPeople({ door, demo }: { door: DoorName; demo: DemoCompany }) {
  const words = useSignInWords();
  const roles = useRole();
  const signIn = useSignIn(door);
  const enter = (person: DemoPerson): void => signIn.mutate({ email: person.email, password: person.password, sharedDevice: door === 'store' });
  const inStore = (code: string): DemoPerson[] => demo.people.filter((person) => person.roles.includes('store') && person.locations?.includes(code) === true);
  const place = demo.places.find(({ code }) => code === demo.visitorsPlace)?.name ?? demo.visitorsPlace;
  const groups = [
    { title: words.demoStore(place), people: inStore(demo.visitorsPlace), about: (person: DemoPerson) => `${person.email}${person.pin === null ? '' : ` · PIN ${person.pin}`}` },
    { title: words.demoOffice, people: demo.people.filter((person) => !person.roles.includes('store')), about: (person: DemoPerson) => person.roles.map((role) => wordOf(roles, role)).join(', ') },
  ];
  return (
    <Paper withBorder p={{ base: 'md', sm: 'xl' }} radius="lg" component="section" aria-label={words.demoTitle(demo.retailer)}>
      <Stack gap="md">
        <div><Title order={2} size="h3">{words.demoTitle(demo.retailer)}</Title><Text size="sm" c="dimmed">{words.demoText}</Text></div>
        <ProblemAlert error={signIn.error} />
        {(door === 'store' ? groups : groups.toReversed()).map(({ title, people, about }) => (
          <div key={title}>
            <Title order={3} size="sm" mb={4}>{title}</Title>
            {people.map((person) => (
              <UnstyledButton key={person.email} className={classes.person} disabled={signIn.isPending} onClick={() => enter(person)}>
                <Group gap="sm" wrap="nowrap"><Initials name={person.name} size={34} /><div><Text size="sm" fw={600}>{person.name}</Text><Text size="xs" c="dimmed">{about(person)}</Text></div></Group>
              </UnstyledButton>
            ))}
          </div>
        ))}
        <Select
          label={words.demoOthers} placeholder={words.demoOthersHelp} searchable value={null} data={demo.places.filter(({ code, kind }) => kind === 'store' && code !== demo.visitorsPlace).map(({ code, name }) => ({ value: code, label: name }))}
          onChange={(code) => { const [person] = code === null ? [] : inStore(code); if (person) enter(person); }}
        />
      </Stack>
    </Paper>
  );
}
