/** Which store: asked only of somebody who may work in several. */
import { Button, Container, SimpleGrid, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { useState } from 'react';
import { read } from '../api/query.ts';
import { Empty } from '../parts/Empty.tsx';
import { PageHeader } from '../parts/PageHeader.tsx';
import { PageProblem } from '../parts/PageProblem.tsx';
import { defineWords } from '../shell/language.ts';
import { useMe } from '../shell/session.ts';

const useWords = defineWords(
  { title: 'Choose a location', find: 'Find a location', none: 'No location', noneText: 'Your account works in no location yet. Ask an administrator to add yours.' },
  { title: 'Kies een locatie', find: 'Zoek een locatie', none: 'Geen locatie', noneText: 'Je account werkt nog in geen enkele locatie. Vraag een beheerder om de jouwe toe te voegen.' },
);

export function ChooseStore() {
  const words = useWords();
  const me = useMe();
  const [find, setFind] = useState('');
  const locations = useQuery(read('listLocations', { limit: 200 }));
  if (me.locations !== 'all' && me.locations.length === 1) return <Navigate to="/$location/today" params={{ location: me.locations[0] ?? '' }} replace />;
  if (locations.error) return <PageProblem error={locations.error} retry={() => void locations.refetch()} />;
  const own = (locations.data?.items ?? []).filter(({ code, name }) => (me.locations === 'all' || me.locations.includes(code)) && name.toLowerCase().includes(find.toLowerCase()));
  return (
    <Container component="main" size="md" py="xl">
      <PageHeader title={words.title} />
      <TextInput aria-label={words.find} placeholder={words.find} size="md" mb="md" value={find} onChange={(event) => setFind(event.currentTarget.value)} />
      {locations.data && own.length === 0 && <Empty title={words.none} text={words.noneText} />}
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }}>
        {own.map(({ code, name }) => <Button key={code} variant="default" size="lg" component={Link} to={`/${code}/today`}>{name}</Button>)}
      </SimpleGrid>
    </Container>
  );
}
