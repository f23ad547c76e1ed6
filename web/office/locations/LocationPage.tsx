/** One location: whether it is open and when work leaves, where it is, what it can do, its hours and the days on which it goes otherwise. */
import { Badge, Button, Grid, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconEdit } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { ReactNode } from 'react';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { LinkButton } from '../../parts/links.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { useLocationKind } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import { EditDetails } from './EditDetails.tsx';
import { EditExceptions } from './EditExceptions.tsx';
import { EditHours } from './EditHours.tsx';
import { Exceptions, Week } from './Hours.tsx';
import { locationRoute } from './routes.ts';
import { useLocationWords } from './words.ts';
import type { Location } from './location.ts';

const NetworkMap = lazy(() => import('../../parts/map/NetworkMap.tsx'));
type Part = 'details' | 'hours' | 'exceptions';

export default function LocationPage() {
  const { location: code } = locationRoute.useParams() as { location: string };
  const query = useQuery(read('getLocation', { location: code }));
  const [editing, setEditing] = useState<Part | null>(null);
  if (query.isError) return <PageProblem error={query.error} retry={() => void query.refetch()} />;
  const location = query.data;
  if (!location) return <Stack aria-busy><Skeleton h={70} w={420} /><Skeleton h={260} /><Skeleton h={300} /></Stack>;
  const may = location.can.includes('edit');
  const close = (): void => setEditing(null);
  const edit = (part: Part): (() => void) | undefined => (may ? () => setEditing(part) : undefined);
  return (
    <Stack gap="lg">
      <Top location={location} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 6 }}><Details location={location} onEdit={edit('details')} /></Grid.Col>
        <Grid.Col span={{ base: 12, lg: 6 }}><OnTheMap location={location} /></Grid.Col>
        <Grid.Col span={{ base: 12, lg: 6 }}><Section part="hours" onEdit={edit('hours')}><Week calendar={location.calendar} /></Section></Grid.Col>
        <Grid.Col span={{ base: 12, lg: 6 }}><Section part="exceptions" onEdit={edit('exceptions')}><Exceptions calendar={location.calendar} /></Section></Grid.Col>
      </Grid>
      <EditDetails location={location} opened={editing === 'details'} onClose={close} />
      <EditHours location={location} opened={editing === 'hours'} onClose={close} />
      <EditExceptions location={location} opened={editing === 'exceptions'} onClose={close} />
    </Stack>
  );
}

/** What the server says of now: open or not, and until when work still leaves when. */
function Top({ location }: { location: Location }) {
  const words = useLocationWords();
  const kinds = useLocationKind();
  const format = useFormat();
  // The answer changes with the clock, so it is asked again while somebody looks.
  const { data } = useQuery({ ...read('getOpening', { location: location.code }), refetchInterval: 60_000 });
  const beside = (
    <Group gap={6}>
      <Badge variant="default" tt="none" fw={500}>{kinds[location.kind]}</Badge>
      {!location.active && <Badge color="gray" variant="light" tt="none" autoContrast>{words.inactive}</Badge>}
      {data && <Badge variant="light" color={data.open ? 'teal' : 'orange'} tt="none" autoContrast>{data.open ? words.openNow : words.closedNow}</Badge>}
    </Group>
  );
  return <PageHeader title={location.name} beside={beside} description={!data ? <Skeleton h={16} w={320} mt={4} /> : data.shipsAt === null || data.cutOff === null ? words.neverLeaves : words.leaves(format.due(data.cutOff), format.due(data.shipsAt))} actions={<LinkButton variant="default" to="/stock" search={{ location: location.code } as never}>{words.stock}</LinkButton>} />;
}

function Section({ part, onEdit, children }: { part: Part; onEdit: (() => void) | undefined; children: ReactNode }) {
  const words = useLocationWords();
  return (
    <Paper withBorder p="lg" radius="md" component="section" aria-labelledby={`section-${part}`} h="100%">
      <Group justify="space-between" mb="md"><Title order={2} id={`section-${part}`}>{words.sections[part]}</Title>{onEdit && <Button size="xs" variant="default" leftSection={<IconEdit size={14} aria-hidden />} onClick={onEdit} aria-label={words.edit[part]}>{words.change}</Button>}</Group>
      {children}
    </Paper>
  );
}

function Details({ location, onEdit }: { location: Location; onEdit: (() => void) | undefined }) {
  const words = useLocationWords();
  const { address } = location;
  const rows: [string, ReactNode][] = [
    [words.address, <>{address.company && <>{address.company}<br /></>}{[address.street, address.houseNumber, address.addition].filter(Boolean).join(' ')}<br />{address.postalCode} {address.city}, {address.country}</>],
    ...(address.email ? [[words.email, address.email] as [string, ReactNode]] : []), ...(address.phone ? [[words.phone, address.phone] as [string, ReactNode]] : []),
    [words.code, location.code], [words.size, words.sizes[location.size]], [words.capacity, location.capacity ?? words.noLimit], [words.capabilities, location.capabilities.map((one) => words.can[one]).join(', ') || words.nothingNamed],
    [words.authority, words.authorities[location.stockAuthority]], [words.tags, location.tags.join(', ') || words.nothingNamed],
  ];
  return (
    <Section part="details" onEdit={onEdit}>
      <dl style={{ display: 'grid', gridTemplateColumns: 'fit-content(38%) 1fr', gap: '8px 20px', margin: 0 }}>
        {rows.map(([name, value]) => <div key={name} style={{ display: 'contents' }}><Text component="dt" size="sm" c="dimmed">{name}</Text><Text component="dd" size="sm" m={0}>{value}</Text></div>)}
      </dl>
    </Section>
  );
}

function OnTheMap({ location }: { location: Location }) {
  const words = useLocationWords();
  const { latitude, longitude } = location;
  if (latitude === null || longitude === null) return null;
  return <Suspense fallback={<Skeleton h={372} />}><NetworkMap label={`${words.coordinates}: ${location.name}`} height={372} points={[{ id: location.code, name: location.name, latitude, longitude, value: 0, detail: location.address.city }]} /></Suspense>;
}
