/** Where an external warehouse's stock differs from our books, before it is booked: what it counted, what it told since, and taking its figure over. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { pages } from '../../api/query.ts';
import { Ago } from '../../parts/Ago.tsx';
import { DataTable } from '../../parts/DataTable.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { Figure } from '../../parts/Figure.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { usePlaces } from '../../parts/usePlaces.ts';
import { useStockState, wordOf } from '../../parts/words.ts';
import { LocationFilter } from './Filters.tsx';
import { stockRoute } from './routes.ts';
import { useStockWords } from './words.ts';

type Row = Answer<'listPartnerDifferences'>['differences'][number];

export function PartnerDifferences() {
  const { partners: words, differences, location } = useStockWords();
  const states = useStockState();
  const places = usePlaces();
  const client = useQueryClient();
  const { location: where } = stockRoute.useSearch();
  const list = useInfiniteQuery(pages('listPartnerDifferences', { limit: 100, location: where }, { kinds: ['stock'] }));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.differences) ?? [], [list.data]);
  const book = useMutation({ mutationFn: (row: Row) => call('bookPartnerDifference', { difference: row.id }), onSettled: () => client.invalidateQueries({ queryKey: ['listPartnerDifferences'] }) });
  const columns: Column<Row>[] = [
    { key: 'sku', title: words.product, width: 240, render: (row) => <div><Text size="sm">{row.name}</Text><Text size="xs" c="dimmed">{row.sku}</Text></div> },
    { key: 'location', title: location, width: 170, render: (row) => places.name(row.location) },
    { key: 'state', title: differences.state, width: 110, render: (row) => wordOf(states, row.state) },
    { key: 'reported', title: words.theirs, width: 110, align: 'right', render: (row) => <Figure value={row.reported} zero="zero" /> },
    { key: 'later', title: words.later, width: 120, align: 'right', render: (row) => <Figure value={row.later} signed /> },
    { key: 'theirs', title: words.expected, width: 100, align: 'right', render: (row) => <Figure value={row.reported + row.later} zero="zero" /> },
    { key: 'ours', title: words.ours, width: 90, align: 'right', render: (row) => <Figure value={row.ours} zero="zero" /> },
    { key: 'promised', title: words.promised, width: 120, align: 'right', render: (row) => <Figure value={row.promised} /> },
    { key: 'difference', title: differences.difference, width: 90, align: 'right', render: (row) => <Figure value={row.difference} strong signed tone={row.difference < 0 ? 'bad' : 'good'} /> },
    { key: 'foundAt', title: differences.foundAt, width: 110, render: (row) => <Ago at={row.foundAt} size="sm" /> },
    { key: 'book', title: '', width: 130, align: 'right', render: (row) => (row.can.includes('book') ? <Button size="compact-sm" variant="light" loading={book.isPending && book.variables.id === row.id} onClick={() => book.mutate(row)} aria-label={words.bookOf(row.name, places.name(row.location))}>{words.book}</Button> : null) },
  ];
  if (list.isError) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  return (
    <Stack gap="md">
      <Group align="flex-end" gap="sm"><LocationFilter /></Group>
      <ProblemAlert error={book.error} />
      <DataTable label={words.list} columns={columns} rows={rows} rowKey={(row) => row.id} loading={list.isFetching && rows.length === 0} onEnd={() => { if (list.hasNextPage && !list.isFetching) void list.fetchNextPage(); }} height="calc(100dvh - 330px)"
        empty={<Empty icon={<IconScale size={40} />} title={words.emptyTitle} text={words.empty} />} />
    </Stack>
  );
}
