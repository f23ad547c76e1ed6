/** What was booked in the stock rooms: receipts, counts and corrections. */
import { Badge, Group, Select, Stack } from '@mantine/core';
import { IconClipboardCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Answer } from '../../api/client.ts';
import { pages } from '../../api/query.ts';
import { DataTable } from '../../parts/DataTable.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { Figure } from '../../parts/Figure.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { usePlaces } from '../../parts/usePlaces.ts';
import { useFormat } from '../../shell/format.ts';
import { LocationFilter, useFilter } from './Filters.tsx';
import { DOCUMENT_KINDS, stockRoute } from './routes.ts';
import { useStockWords } from './words.ts';

type Row = Answer<'listStockDocuments'>['documents'][number];
const COLOURS = { receipt: 'teal', count: 'blue', correction: 'orange' } as const;

export function Documents() {
  const words = useStockWords();
  const format = useFormat();
  const places = usePlaces();
  const { location, kind } = stockRoute.useSearch();
  const filter = useFilter();
  const list = useInfiniteQuery(pages('listStockDocuments', { limit: 100, location, kind }, { kinds: ['stock'] }));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.documents) ?? [], [list.data]);
  const { documents } = words;
  const columns: Column<Row>[] = [
    { key: 'when', title: documents.when, width: 130, render: (row) => format.moment(row.occurredAt) },
    { key: 'kind', title: documents.kind, width: 120, render: (row) => <Badge variant="light" color={COLOURS[row.kind]} tt="none" autoContrast>{documents.kinds[row.kind]}</Badge> },
    { key: 'location', title: words.location, width: 170, render: (row) => places.name(row.location) },
    { key: 'reference', title: documents.reference, width: 220, render: (row) => row.reference ?? '' },
    { key: 'products', title: documents.products, width: 100, align: 'right', render: (row) => <Figure value={row.products} /> },
    { key: 'units', title: documents.units, width: 90, align: 'right', render: (row) => <Figure value={row.units} /> },
    { key: 'found', title: documents.found, width: 80, align: 'right', render: (row) => <Figure value={row.found} tone="good" /> },
    { key: 'missing', title: documents.missing, width: 80, align: 'right', render: (row) => <Figure value={row.missing} tone="bad" /> },
    { key: 'damaged', title: documents.damaged, width: 110, align: 'right', render: (row) => <Figure value={row.damaged} tone="bad" /> },
    { key: 'by', title: documents.by, width: 170, render: (row) => row.by.name ?? (row.by.kind === 'system' ? words.system : words.unknown) },
  ];
  if (list.isError) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  return (
    <Stack gap="md">
      <Group align="flex-end" gap="sm">
        <LocationFilter />
        <Select label={words.kind} placeholder={words.anyKind} data={DOCUMENT_KINDS.map((one) => ({ value: one, label: documents.kinds[one] }))} value={kind ?? null} onChange={(value) => filter({ kind: value })} clearable w={{ base: '100%', xs: 200 }} />
      </Group>
      <DataTable label={documents.list} columns={columns} rows={rows} rowKey={(row) => row.id} loading={list.isFetching && rows.length === 0} onEnd={() => { if (list.hasNextPage && !list.isFetching) void list.fetchNextPage(); }} height="calc(100dvh - 330px)"
        empty={<Empty icon={<IconClipboardCheck size={40} />} title={documents.emptyTitle} text={documents.empty} />} />
    </Stack>
  );
}
