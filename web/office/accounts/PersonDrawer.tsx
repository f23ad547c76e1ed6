/** One person's account beside the list: appointing, changing what they may do, and how they sign in. */
import { Button, Divider, Drawer, Group, Skeleton, Stack, Switch, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import type { Person } from './people.ts';
import { asBody, missingIn, PERSON_ROLES } from './rights.ts';
import type { Rights } from './rights.ts';
import { RightsFields } from './RightsFields.tsx';
import { SignInOf } from './SignInOf.tsx';
import { useWords } from './words.ts';
import { usePeopleChanged } from './people.ts';

interface PersonDrawerProps { /** `new` appoints somebody. */ id: string; onOpen: (id: string) => void; onClose: () => void }

export function PersonDrawer({ id, onOpen, onClose }: PersonDrawerProps) {
  const words = useWords();
  const fresh = id === 'new';
  const person = useQuery({ ...read('getPerson', { person: id }), enabled: !fresh });
  return (
    <Drawer opened onClose={onClose} position="right" size="md" title={fresh ? words.people.appointTitle : person.data?.name ?? words.people.changeTitle} closeButtonProps={{ 'aria-label': words.close }}>
      <ProblemAlert error={person.error} />
      {fresh && <PersonForm person={null} onDone={(made) => onOpen(made.id)} onClose={onClose} />}
      {!fresh && person.isPending && <Stack><Skeleton h={60} /><Skeleton h={220} /><Skeleton h={60} /></Stack>}
      {person.data && <><PersonForm key={person.data.version} person={person.data} onDone={() => undefined} onClose={onClose} /><Divider my="lg" /><SignInOf person={person.data} /></>}
    </Drawer>
  );
}

function PersonForm({ person, onDone, onClose }: { person: Person | null; onDone: (person: Person) => void; onClose: () => void }) {
  const words = useWords();
  const changed = usePeopleChanged();
  const [name, setName] = useState(person?.name ?? '');
  const [email, setEmail] = useState('');
  const [active, setActive] = useState(person?.active ?? true);
  const [rights, setRights] = useState<Rights>({ roles: person?.roles ?? ['store'], locations: person?.locations ?? [] });
  const [tried, setTried] = useState(false);
  const [key] = useState(() => crypto.randomUUID());
  const missing = missingIn(rights);
  const save = useMutation({
    mutationFn: (): Promise<Person> => (person === null ? call('appointPerson', { body: { name, email, ...asBody(rights) } }, { key }) : call('changePerson', { person: person.id, body: { name, active, ...asBody(rights) } }, { ifMatch: person.version })),
    onSuccess: async (saved) => {
      await changed();
      notifications.show({ message: person === null ? words.people.appointed(saved.name) : words.people.saved, color: 'green' });
      onDone(saved);
    },
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); setTried(true); if (missing === null) save.mutate(); }}>
      <Stack>
        <ProblemAlert error={save.error} />
        <TextInput label={words.people.name} required maxLength={100} autoComplete="off" {...(person === null ? { 'data-autofocus': true } : {})} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        {person === null ? <TextInput label={words.people.email} type="email" required maxLength={254} autoComplete="off" value={email} onChange={(event) => setEmail(event.currentTarget.value)} /> : <TextInput label={words.people.email} value={person.email} readOnly variant="filled" />}
        <RightsFields roles={PERSON_ROLES} value={rights} onChange={setRights} missing={tried ? missing : null} />
        {person !== null && <Switch label={words.people.active} description={words.people.activeHelp} checked={active} onChange={(event) => setActive(event.currentTarget.checked)} />}
        <Group justify="flex-end"><Button variant="default" onClick={onClose}>{words.cancel}</Button><Button type="submit" loading={save.isPending}>{person === null ? words.people.appoint : words.save}</Button></Group>
      </Stack>
    </form>
  );
}
