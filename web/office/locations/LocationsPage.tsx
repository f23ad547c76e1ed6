/** Stores and warehouses on a map by how busy they are, and in a list that says the same. */
import { Button, Grid, Group, Select, Skeleton, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMapPin, IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { useLocationKind } from '../../parts/words.ts';
import { hasRole, useMe } from '../../shell/session.ts';
import { EditDetails } from './EditDetails.tsx';
import { LocationList } from './LocationList.tsx';
import { KINDS, locationsRoute } from './routes.ts';
import type { LocationsSearch } from './routes.ts';
import { useLocationWords } from './words.ts';
import type { Place, Work } from './location.ts';

const NetworkMap = lazy(() => import('../../parts/map/NetworkMap.tsx'));
const MAP_HEIGHT = 560;

export default function LocationsPage() {
  const words = useLocationWords();
  const kinds = useLocationKind();
  const me = useMe();
  const { kind, q }: LocationsSearch = locationsRoute.useSearch();
  const navigate = locationsRoute.useNavigate();
  const locations = useQuery(read('listLocations', { limit: 500 }));
  // Who may not see the work sees where the locations are.
  const workload = useQuery({ ...read('getWorkload', { limit: 500 }, { kinds: ['order', 'load'] }), retry: false });
  const [adding, { open, close }] = useDisclosure(false);
  const work = useMemo(() => new Map(workload.data?.locations.map((one) => [one.location, one])), [workload.data]);
  const shown = useMemo(() => (locations.data?.items ?? []).filter((place) => (kind === undefined || place.kind === kind) && (q === undefined || `${place.name} ${place.address.city} ${place.code}`.toLowerCase().includes(q.toLowerCase()))), [locations.data, kind, q]);
  const filter = (change: { [K in keyof LocationsSearch]: LocationsSearch[K] | null }): void => { void navigate({ replace: true, search: Object.fromEntries(Object.entries({ kind, q, ...change }).filter(([, value]) => value)) } as never); };
  const openPlace = (code: string): void => { void navigate({ to: '/locations/$location', params: { location: code } } as never); };
  if (locations.isError) return <PageProblem error={locations.error} retry={() => void locations.refetch()} />;
  const nothing = locations.data?.items.length === 0;
  return (
    <>
      <PageHeader title={words.title} description={words.description} actions={hasRole(me, 'operations') && <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>{words.add}</Button>} />
      <Stack gap="md">
        <Group align="flex-end" gap="sm">
          <TextInput label={words.search} placeholder={words.searchHint} type="search" leftSection={<IconSearch size={16} aria-hidden />} value={q ?? ''} onChange={({ currentTarget: { value } }) => filter({ q: value })} w={{ base: '100%', xs: 260 }} />
          <Select label={words.kind} placeholder={words.anyKind} data={KINDS.map((one) => ({ value: one, label: kinds[one] }))} value={kind ?? null} onChange={(value) => filter({ kind: value as LocationsSearch['kind'] | null })} clearable w={{ base: '100%', xs: 200 }} />
        </Group>
        {locations.data && shown.length === 0 ? <Empty icon={<IconMapPin size={40} />} title={nothing ? words.nothingTitle : words.noneTitle} text={nothing ? words.nothing : words.none} /> : (
          <Grid gap="lg">
            <Grid.Col span={{ base: 12, lg: 5 }}><Suspense fallback={<Skeleton h={MAP_HEIGHT} />}><Drawn places={shown} work={work} onOpen={openPlace} /></Suspense></Grid.Col>
            <Grid.Col span={{ base: 12, lg: 7 }}><LocationList places={shown} work={work} loading={!locations.data} onOpen={openPlace} height={`${MAP_HEIGHT}px`} withWork={!workload.isError} /></Grid.Col>
          </Grid>
        )}
      </Stack>
      <EditDetails location={null} like={locations.data?.items ?? []} opened={adding} onClose={close} onSaved={openPlace} />
    </>
  );
}

function Drawn({ places, work, onOpen }: { places: readonly Place[]; work: ReadonlyMap<string, Work>; onOpen: (code: string) => void }) {
  const words = useLocationWords();
  const points = useMemo(() => places.flatMap((place) => {
    if (place.latitude === null || place.longitude === null) return [];
    const { open = 0, overdue = 0 } = work.get(place.code) ?? {};
    return [{ id: place.code, name: place.name, latitude: place.latitude, longitude: place.longitude, value: open, tone: !place.active ? 'quiet' as const : overdue > 0 ? 'warning' as const : 'usual' as const, detail: place.active ? [words.work(open), ...(overdue > 0 ? [words.late(overdue)] : [])].join(', ') : words.inactive }];
  }), [places, work, words]);
  return <NetworkMap label={words.map} points={points} height={MAP_HEIGHT} onOpen={onOpen} />;
}
