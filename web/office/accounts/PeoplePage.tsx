/** Who may sign in, and what for: find, appoint, change. */
import { Badge, Button, Checkbox, Group, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconUserPlus, IconUsers } from '@tabler/icons-react';
import type { Answer } from '../../api/client.ts';
import { pages } from '../../api/query.ts';
import { DataTable } from '../../parts/DataTable.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { useNarrowColumns } from '../../parts/useNarrowColumns.ts';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { usePlaces } from '../../parts/usePlaces.ts';
import { useRole } from '../../parts/words.ts';
import { PersonDrawer } from './PersonDrawer.tsx';
import { PlacesText } from './RightsFields.tsx';
import { peopleRoute } from './routes.ts';
import type { PeopleSearch } from './routes.ts';
import { useWords } from './words.ts';
import type { Person } from './people.ts';

export default function PeoplePage() {
  const words = useWords();
  const search = peopleRoute.useSearch();
  const navigate = peopleRoute.useNavigate();
  const list = useInfiniteQuery(pages('listPeople', { limit: 100, search: search.search, location: search.location, active: search.left ? 'false' : 'true' }));
  const columns = useNarrowColumns(useColumns(), ['name', 'roles']);
  const go = (change: Partial<PeopleSearch>): void => void navigate({ search: { ...search, ...change } });
  if (list.error) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const appoint = <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={() => go({ person: 'new' })}>{words.people.appoint}</Button>;
  return (
    <>
      <PageHeader title={words.people.title} description={words.people.description} actions={appoint} />
      <Filters search={search} go={go} />
      <DataTable
        label={words.people.title} columns={columns} rows={rows} rowKey={({ id }) => id} rowHeight={56} loading={list.isFetching && rows.length === 0} onOpen={({ id }) => go({ person: id })} onEnd={() => { if (list.hasNextPage && !list.isFetching) void list.fetchNextPage(); }}
        empty={<Empty icon={<IconUsers size={40} />} title={words.people.emptyTitle} text={words.people.emptyText} />}
      />
      {search.person !== undefined && <PersonDrawer key={search.person} id={search.person} onOpen={(id) => go({ person: id })} onClose={() => go({ person: undefined })} />}
    </>
  );
}

function Filters({ search, go }: { search: PeopleSearch; go: (change: Partial<PeopleSearch>) => void }) {
  const words = useWords().people;
  const places = usePlaces();
  const find = useDebouncedCallback((text: string) => go({ search: text === '' ? undefined : text }), 250);
  return (
    <Group mb="md" align="flex-end">
      <TextInput aria-label={words.find} placeholder={words.find} w={300} maw="100%" defaultValue={search.search ?? ''} onChange={(event) => find(event.currentTarget.value)} />
      <Select aria-label={words.at} placeholder={words.at} data={places.options} searchable clearable w={220} value={search.location ?? null} onChange={(location) => go({ location: location ?? undefined })} />
      <Checkbox label={words.left} checked={search.left ?? false} mb={8} onChange={(event) => go({ left: event.currentTarget.checked || undefined })} />
    </Group>
  );
}

function useColumns(): Column<Person>[] {
  const words = useWords();
  const roles = useRole();
  return [
    { key: 'name', title: words.people.name, width: '30%', render: ({ name, email }) => <><Text size="sm" fw={600} truncate>{name}</Text><Text size="xs" c="dimmed" truncate>{email}</Text></> },
    { key: 'roles', title: words.roles, render: (person) => person.roles.map((role) => roles[role]).join(', ') },
    { key: 'locations', title: words.locations, render: ({ locations }) => <Text size="sm" truncate><PlacesText locations={locations} /></Text> },
    { key: 'signsIn', title: words.people.signsIn, width: 190, render: ({ hasPassword, hasPin }) => (hasPassword ? [words.people.password, ...(hasPin ? [words.people.pin] : [])].join(', ') : <Text size="sm" c="dimmed">{words.people.noPassword}</Text>) },
    { key: 'status', title: words.people.status, width: 120, render: ({ active }) => <Badge variant="light" tt="none" color={active ? 'green' : 'gray'}>{active ? words.people.active : words.people.inactive}</Badge> },
  ];
}
