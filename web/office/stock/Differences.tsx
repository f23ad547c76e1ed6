/** Where the ERP's stock differs from ours, and taking its figure over. */
import { Button, Stack } from '@mantine/core';
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
import { hasRole, useMe } from '../../shell/session.ts';
import { useStockWords } from './words.ts';

type Row = Answer<'listStockDifferences'>['differences'][number];

export function Differences() {
  const { differences: words, location } = useStockWords();
  const states = useStockState();
  const places = usePlaces();
  const me = useMe();
  const client = useQueryClient();
  const list = useInfiniteQuery(pages('listStockDifferences', { limit: 100 }, { kinds: ['stock'] }));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.differences) ?? [], [list.data]);
  const book = useMutation({ mutationFn: (row: Row) => call('bookStockDifference', { difference: row.id }), onSettled: () => client.invalidateQueries({ queryKey: ['listStockDifferences'] }) });
  const columns: Column<Row>[] = [
    { key: 'sku', title: words.sku, width: 200, render: (row) => row.sku },
    { key: 'location', title: location, width: 170, render: (row) => places.name(row.location) },
    { key: 'state', title: words.state, width: 120, render: (row) => wordOf(states, row.state) },
    { key: 'theirs', title: words.theirs, width: 100, align: 'right', render: (row) => <Figure value={row.reported + row.later} zero="zero" /> },
    { key: 'ours', title: words.ours, width: 100, align: 'right', render: (row) => <Figure value={row.ours} zero="zero" /> },
    { key: 'difference', title: words.difference, width: 100, align: 'right', render: (row) => <Figure value={row.difference} strong signed tone={row.difference < 0 ? 'bad' : 'good'} /> },
    { key: 'foundAt', title: words.foundAt, width: 120, render: (row) => <Ago at={row.foundAt} size="sm" /> },
    ...(hasRole(me, 'operations') ? [{ key: 'book', title: '', width: 140, align: 'right', render: (row) => <Button size="compact-sm" variant="light" loading={book.isPending && book.variables.id === row.id} onClick={() => book.mutate(row)} aria-label={words.bookOf(row.sku, places.name(row.location))}>{words.book}</Button> } satisfies Column<Row>] : []),
  ];
  if (list.isError) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  return (
    <Stack gap="md">
      <ProblemAlert error={book.error} />
      <DataTable label={words.list} columns={columns} rows={rows} rowKey={(row) => row.id} loading={list.isFetching && rows.length === 0} onEnd={() => { if (list.hasNextPage && !list.isFetching) void list.fetchNextPage(); }} height="calc(100dvh - 280px)"
        empty={<Empty icon={<IconScale size={40} />} title={words.emptyTitle} text={words.empty} />} />
    </Stack>
  );
}
