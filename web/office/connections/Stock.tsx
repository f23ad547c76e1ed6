/** What a channel has against what it should have: the comparisons made, what was different, and making another. */
import { Alert, Badge, Button, Group, Select, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconScale } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { pages, read } from '../../api/query.ts';
import { DataTable } from '../../parts/DataTable.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { Figure } from '../../parts/Figure.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useNarrowColumns } from '../../parts/useNarrowColumns.ts';
import { useFormat } from '../../shell/format.ts';
import { useWords } from './words.ts';

type Comparison = Answer<'listStockComparisons'>['items'][number];
type Line = Answer<'getStockComparison'>['lines'][number];
const TONES: Readonly<Record<Line['outcome'], string>> = { set: 'green', left: 'orange', refused: 'red', unread: 'gray' };

/** Milliseconds between looks while a comparison is under way. */
const UNDER_WAY = 1000;

export function Stock({ channel, canCompare }: { channel: string; canCompare: boolean }) {
  const { stock: words } = useWords();
  const format = useFormat();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useQuery({ ...read('listStockComparisons', { channel }), refetchInterval: ({ state }) => (state.data?.items[0]?.finishedAt === null ? UNDER_WAY : false) });
  const compare = useMutation({ mutationFn: (correct: boolean) => call('reconcileChannelStock', { channel, body: { correct } }), onSuccess: async () => { setChosen(null); await client.invalidateQueries({ queryKey: ['listStockComparisons'] }); } });
  if (list.isError) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  const items = list.data?.items ?? [];
  const shown = items.find(({ id }) => id === chosen) ?? items[0];
  return (
    <Stack>
      <Text size="sm" c="dimmed" maw={720}>{words.about}</Text>
      <Group align="flex-end">
        {items.length > 0 && <Select label={words.made} data={items.map((one) => ({ value: one.id, label: `${format.moment(one.askedAt)} · ${one.askedBy}` }))} value={shown?.id ?? null} onChange={setChosen} allowDeselect={false} w={320} />}
        {canCompare && <Button variant="default" loading={compare.isPending && !compare.variables} disabled={shown?.finishedAt === null} onClick={() => compare.mutate(false)}>{words.look}</Button>}
        {canCompare && <Button loading={compare.isPending && compare.variables} disabled={shown?.finishedAt === null} onClick={() => compare.mutate(true)}>{words.correct}</Button>}
      </Group>
      <ProblemAlert error={compare.error} />
      {shown ? <Outcome comparison={shown} channel={channel} /> : list.isSuccess && <Empty icon={<IconScale size={40} />} title={words.noneTitle} text={words.none} />}
    </Stack>
  );
}

function Outcome({ comparison, channel }: { comparison: Comparison; channel: string }) {
  const { stock: words } = useWords();
  const { id, compared, different, unread, finishedAt, problem } = comparison;
  const client = useQueryClient();
  // As it goes on there are more lines to read.
  useEffect(() => { void client.invalidateQueries({ queryKey: ['getStockComparison'] }); }, [client, compared, finishedAt]);
  return (
    <>
      <Group gap="xs" role="status">
        <Badge variant="light" tt="none" color={finishedAt === null ? 'blue' : 'gray'} autoContrast>{finishedAt === null ? words.underWay : words.finished}</Badge>
        <Text size="sm">{words.counted(compared, different, unread)}</Text>
      </Group>
      {problem !== null && <Alert color="red" variant="light">{finishedAt === null ? words.again : words.gaveUp}<Text size="xs" lang="en" mt={4}>{problem}</Text></Alert>}
      <Lines key={id} channel={channel} comparison={id} />
    </>
  );
}

function Lines({ channel, comparison }: { channel: string; comparison: string }) {
  const { stock: words } = useWords();
  const list = useInfiniteQuery(pages('getStockComparison', { channel, comparison, limit: 100 }));
  const all: Column<Line>[] = [
    { key: 'sku', title: words.sku, width: 200, render: ({ sku }) => <Text component={Link} to={`/stock/${encodeURIComponent(sku)}`} size="sm" c="var(--mantine-color-anchor)" td="underline">{sku}</Text> },
    { key: 'had', title: words.had, width: 110, align: 'right', render: ({ had }) => (had === null ? <Text size="sm" c="dimmed">{words.notSaid}</Text> : <Figure value={had} zero="zero" />) },
    { key: 'told', title: words.told, width: 130, align: 'right', render: ({ told }) => (told === null ? <Text size="sm" c="dimmed">{words.notSaid}</Text> : <Figure value={told} zero="zero" />) },
    { key: 'should', title: words.should, width: 130, align: 'right', render: ({ should }) => <Figure value={should} zero="zero" strong /> },
    { key: 'outcome', title: words.outcome, width: 150, render: ({ outcome }) => <Badge variant="light" tt="none" color={TONES[outcome]} autoContrast>{words.outcomes[outcome]}</Badge> },
    { key: 'reason', title: words.reason, render: ({ reason }) => <Text size="xs" lang="en" lineClamp={2} title={reason ?? ''}>{reason}</Text> },
  ];
  const columns = useNarrowColumns(all, ['sku', 'had', 'should']);
  return (
    <>
      <ProblemAlert error={list.error} />
      <DataTable label={words.list} columns={columns} rows={list.data?.pages.flatMap(({ lines }) => lines) ?? []} rowKey={({ sku }) => sku} rowHeight={52} height="460px" loading={list.isPending} onEnd={() => { if (list.hasNextPage && !list.isFetching) void list.fetchNextPage(); }}
        empty={<Empty icon={<IconScale size={40} />} title={words.sameTitle} text={words.same} />} />
    </>
  );
}
