/** The robots that play the company's people and its other customers: how fast, whether at all, and where not. */
import { Button, Card, Group, MultiSelect, SimpleGrid, Skeleton, Slider, Stack, Switch, Table, Text, Title } from '@mantine/core';
import { IconPlus, IconRobot } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useFormat } from '../../shell/format.ts';
import { defineWords } from '../../shell/language.ts';
import { tell, watch } from '../demo.ts';
import type { Demo, Robots } from '../demo.ts';

const useWords = defineWords(
  { title: 'Robots', intro: (place: string) => `They play the other customers, the people of every store and warehouse, the carrier and the bank, through the same interface as everybody. What you buy they leave to you, and in ${place} they always leave some work.`, none: 'There are no robots', noneText: 'The demo was started without them.', work: 'The robots work', pace: 'Orders a minute', paceNow: (n: string) => `${n} a minute`, away: 'Stores and warehouses they stay away from', awayText: 'The work there is all yours; it piles up while you do not do it.', awayNone: 'Nowhere', more: 'Five orders at once', did: 'What they did since the start', what: 'What', times: 'How often', placed: (n: string) => `${n} orders placed` },
  { title: 'Robots', intro: (place: string) => `Ze spelen de andere klanten, de mensen van elke winkel en elk magazijn, de vervoerder en de bank, via dezelfde interface als iedereen. Wat jij koopt laten ze aan jou, en in ${place} laten ze altijd wat werk liggen.`, none: 'Er zijn geen robots', noneText: 'De demo is zonder robots gestart.', work: 'De robots werken', pace: 'Bestellingen per minuut', paceNow: (n: string) => `${n} per minuut`, away: 'Winkels en magazijnen waar ze wegblijven', awayText: 'Het werk daar is helemaal van jou; het stapelt zich op zolang je het niet doet.', awayNone: 'Nergens', more: 'Vijf bestellingen tegelijk', did: 'Wat ze sinds de start deden', what: 'Wat', times: 'Hoe vaak', placed: (n: string) => `${n} bestellingen geplaatst` },
);
interface Wish { pace?: number; paused?: boolean; away?: string[]; orders?: number }

export default function RobotsPage() {
  const words = useWords();
  const client = useQueryClient();
  const demo = useQuery(watch<Demo>('', 2000));
  const set = useMutation({ mutationFn: (wish: Wish) => tell<{ robots: Robots | null }>('/robots', wish), onSuccess: ({ robots }) => client.setQueryData<Demo>(['demo', ''], (before) => (before ? { ...before, robots } : before)) });
  if (demo.error && !demo.data) return <PageProblem error={demo.error} retry={() => void demo.refetch()} />;
  if (!demo.data) return <Skeleton height={420} />;
  const { robots, places, visitorsPlace } = demo.data;
  return (
    <>
      <PageHeader title={words.title} description={words.intro(places.find(({ code }) => code === visitorsPlace)?.name ?? '')} />
      {robots === null ? <Empty icon={<IconRobot size={40} />} title={words.none} text={words.noneText} /> : (
        <Stack gap="md">
          <ProblemAlert error={set.error} />
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
            <Settings robots={robots} places={places} busy={set.isPending} onSet={(wish) => set.mutate(wish)} />
            <Did robots={robots} />
          </SimpleGrid>
        </Stack>
      )}
    </>
  );
}

function Settings({ robots, places, busy, onSet }: { robots: Robots; places: Demo['places']; busy: boolean; onSet: (wish: Wish) => void }) {
  const words = useWords();
  const format = useFormat();
  const [pace, setPace] = useState(robots.pace);
  return (
    <Card withBorder padding="lg">
      <Stack gap="lg">
        <Switch size="md" label={words.work} checked={!robots.paused} onChange={({ currentTarget }) => onSet({ paused: !currentTarget.checked })} />
        <Stack gap={4}>
          <Group justify="space-between"><Text fw={500} id="pace">{words.pace}</Text><Text>{words.paceNow(format.number(pace))}</Text></Group>
          <Slider min={0} max={60} step={1} value={pace} onChange={setPace} onChangeEnd={(value) => onSet({ pace: value })} label={null} thumbLabel={words.pace} marks={[0, 15, 30, 45, 60].map((value) => ({ value, label: String(value) }))} mb="md" />
        </Stack>
        <MultiSelect label={words.away} description={words.awayText} placeholder={robots.away.length === 0 ? words.awayNone : ''} searchable value={robots.away} onChange={(away) => onSet({ away })} data={places.map(({ code, name }) => ({ value: code, label: name }))} />
        <Group><Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} disabled={busy || robots.paused} onClick={() => onSet({ orders: 5 })}>{words.more}</Button></Group>
      </Stack>
    </Card>
  );
}

function Did({ robots }: { robots: Robots }) {
  const words = useWords();
  const format = useFormat();
  const deeds = useDeeds();
  return (
    <Card withBorder padding="lg">
      <Title order={2} size="h3" mb={4}>{words.did}</Title>
      <Text c="dimmed" mb="sm">{words.placed(format.number(robots.placed))}</Text>
      <Table verticalSpacing={4} aria-label={words.did}>
        <Table.Thead><Table.Tr><Table.Th>{words.what}</Table.Th><Table.Th ta="right">{words.times}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>{Object.entries(robots.did).filter(([what]) => what in deeds).map(([what, times]) => <Table.Tr key={what}><Table.Td>{deeds[what as keyof typeof deeds]}</Table.Td><Table.Td ta="right">{format.number(times)}</Table.Td></Table.Tr>)}</Table.Tbody>
      </Table>
    </Card>
  );
}

/** The deeds that the robots count, as people call them; what is not here is their own bookkeeping. */
const useDeeds = defineWords(
  { 'orders webshop': 'Orders in the web shop', 'orders outlet': 'Orders in the outlet', 'orders api': 'Orders through the app', 'orders till': 'Sales at the tills', 'orders for pickup': 'Orders for pickup', 'work taken up': 'Work taken up', scans: 'Products scanned', 'wrong scans': 'Wrong scans', 'shorts: damaged': 'Found damaged', 'shorts: not_found': 'Not found', 'shorts: incomplete': 'Incomplete pairs', 'shorts: display_model': 'Display models', 'parcels packed': 'Parcels packed', 'parcels handed over': 'Parcels handed over', 'parcels delivered': 'Parcels delivered', transfers: 'Internal shipments', 'totes received': 'Totes received', 'pickups collected': 'Pickups collected', 'returns received': 'Returns received', 'returns inspected': 'Returns inspected', 'put back': 'Put back' },
  { 'orders webshop': 'Bestellingen in de webwinkel', 'orders outlet': 'Bestellingen in de outlet', 'orders api': 'Bestellingen met de app', 'orders till': 'Verkopen aan de kassa', 'orders for pickup': 'Bestellingen om af te halen', 'work taken up': 'Werk opgepakt', scans: 'Producten gescand', 'wrong scans': 'Verkeerd gescand', 'shorts: damaged': 'Beschadigd gevonden', 'shorts: not_found': 'Niet gevonden', 'shorts: incomplete': 'Geen compleet paar', 'shorts: display_model': 'Toonmodellen', 'parcels packed': 'Pakketten ingepakt', 'parcels handed over': 'Pakketten overgedragen', 'parcels delivered': 'Pakketten bezorgd', transfers: 'Interne zendingen', 'totes received': 'Kratten ontvangen', 'pickups collected': 'Afgehaald', 'returns received': 'Retouren ontvangen', 'returns inspected': 'Retouren gekeurd', 'put back': 'Teruggelegd' },
);
