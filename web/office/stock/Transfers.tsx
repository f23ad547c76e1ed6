/** Loads between locations that are on their way. */
import { Badge, Group, Stack } from '@mantine/core';
import { IconTruck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Answer } from '../../api/client.ts';
import { pages } from '../../api/query.ts';
import { Ago } from '../../parts/Ago.tsx';
import { DataTable } from '../../parts/DataTable.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { Figure } from '../../parts/Figure.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { usePlaces } from '../../parts/usePlaces.ts';
import { LocationFilter } from './Filters.tsx';
import { stockRoute } from './routes.ts';
import { useStockWords } from './words.ts';

type Row = Answer<'listTransfers'>['transfers'][number];

export function Transfers() {
  const words = useStockWords();
  const places = usePlaces();
  const { location } = stockRoute.useSearch();
  const list = useInfiniteQuery(pages('listTransfers', { limit: 100, location }, { kinds: ['load', 'order'] }));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.transfers) ?? [], [list.data]);
  const { transfers } = words;
  const columns: Column<Row>[] = [
    { key: 'code', title: transfers.code, width: 160, render: (row) => row.code },
    { key: 'from', title: transfers.from, width: 180, render: (row) => places.name(row.origin) },
    { key: 'to', title: transfers.to, width: 180, render: (row) => places.name(row.destination) },
    { key: 'left', title: transfers.left, width: 130, render: (row) => <Ago at={row.handedAt} size="sm" /> },
    { key: 'units', title: transfers.units, width: 90, align: 'right', render: (row) => <Figure value={row.units} /> },
    { key: 'orders', title: transfers.orders, width: 110, align: 'right', render: (row) => <Figure value={row.orders} /> },
    { key: 'status', title: transfers.status, width: 150, render: (row) => <Badge variant="light" color={row.status === 'handed' ? 'cyan' : 'orange'} tt="none" autoContrast>{transfers[row.status]}</Badge> },
  ];
  if (list.isError) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  return (
    <Stack gap="md">
      <Group><LocationFilter /></Group>
      <DataTable label={transfers.list} columns={columns} rows={rows} rowKey={(row) => row.id} loading={list.isFetching && rows.length === 0} onEnd={() => { if (list.hasNextPage && !list.isFetching) void list.fetchNextPage(); }} height="calc(100dvh - 330px)"
        empty={<Empty icon={<IconTruck size={40} />} title={transfers.emptyTitle} text={transfers.empty} />} />
    </Stack>
  );
}
