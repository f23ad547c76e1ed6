/** Troubles that a visitor sets, one per outside system, and what Spil will do about each. */
import { Badge, Button, Card, Group, Radio, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { forget, tell, watch } from '../demo.ts';
import type { Faults, System } from '../demo.ts';
import { useFaultWords } from './words.ts';

/** Beyond this a trouble lasts until it is taken away. */
const LASTING = 1000;
const WORKS = 'works';

export default function FaultsPage() {
  const words = useFaultWords();
  const client = useQueryClient();
  const list = useQuery(watch<Faults>('/faults', 2000));
  const set = useMutation({
    mutationFn: ({ system, name }: { system: System; name: string }) => (name === WORKS ? forget<Faults>(`/faults/${system}`) : tell<Faults>('/faults', { system, name })),
    onSuccess: (faults) => client.setQueryData(['demo', '/faults'], faults),
  });
  const mend = useMutation({
    mutationFn: async (systems: readonly System[]) => { for (const system of systems) await forget(`/faults/${system}`); },
    onSettled: () => client.invalidateQueries({ queryKey: ['demo', '/faults'] }),
  });
  if (list.error && !list.data) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  const systems = list.data?.systems ?? [];
  const failing = systems.filter(({ scenarios }) => scenarios.some(({ active }) => active)).map(({ system }) => system);
  return (
    <>
      <PageHeader title={words.title} description={words.intro} actions={failing.length > 0 && <Button variant="default" loading={mend.isPending} onClick={() => mend.mutate(failing)}>{words.mendAll}</Button>} />
      <Stack gap="md">
        <ProblemAlert error={set.error ?? mend.error} />
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
          {list.data === undefined && Array.from({ length: 6 }, (_, index) => <Skeleton key={index} height={260} />)}
          {systems.map(({ system, scenarios }) => <SystemCard key={system} system={system} scenarios={scenarios} onSet={(name) => set.mutate({ system, name })} />)}
        </SimpleGrid>
      </Stack>
    </>
  );
}

function SystemCard({ system, scenarios, onSet }: { system: System; scenarios: Faults['systems'][number]['scenarios']; onSet: (name: string) => void }) {
  const words = useFaultWords();
  const active = scenarios.find((one) => one.active);
  const { name, troubles } = words.systems[system];
  const said = troubles as Readonly<Record<string, { name: string; then: string }>>;
  return (
    <Card withBorder padding="lg" component="section" aria-label={name}>
      <Group justify="space-between" mb="md" gap="xs"><Title order={2} size="h3">{name}</Title>{active ? <Badge color="red" variant="light" size="lg" tt="none">{words.failing}</Badge> : <Badge color="green" variant="light" size="lg" tt="none">{words.works}</Badge>}</Group>
      <Radio.Group aria-label={name} value={active?.name ?? WORKS} onChange={onSet}>
        <Stack gap="sm">
          <Radio value={WORKS} label={words.works} />
          {scenarios.map((one) => <Radio key={one.name} value={one.name} label={said[one.name]?.name ?? one.name} description={said[one.name]?.then} />)}
        </Stack>
      </Radio.Group>
      {active && active.left < LASTING && <Text size="sm" c="dimmed" mt="sm">{words.left(active.left)}</Text>}
    </Card>
  );
}
