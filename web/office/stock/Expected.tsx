/** What suppliers will bring, the soonest first, and announcing it. */
import { Badge, Button, Group, Select, Stack } from '@mantine/core';
import { IconPackageImport, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Answer } from '../../api/client.ts';
import { pages } from '../../api/query.ts';
import { DataTable } from '../../parts/DataTable.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { Figure } from '../../parts/Figure.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { usePlaces } from '../../parts/usePlaces.ts';
import { useFormat } from '../../shell/format.ts';
import { AnnounceReceipt } from './AnnounceReceipt.tsx';
import { LocationFilter, useFilter } from './Filters.tsx';
import { EXPECTED_STATES, stockRoute } from './routes.ts';
import { useExpectedWords } from './expected-words.ts';

type Row = Answer<'listExpectedReceipts'>['receipts'][number];
const COLOUR = { open: 'cyan', closed: 'gray', cancelled: 'red' } as const;

export function Expected() {
  const words = useExpectedWords();
  const format = useFormat();
  const places = usePlaces();
  const filter = useFilter();
  const navigate = stockRoute.useNavigate();
  const { location, receipts = 'open' } = stockRoute.useSearch();
  const [announcing, setAnnouncing] = useState(false);
  const list = useInfiniteQuery(pages('listExpectedReceipts', { limit: 100, location, state: receipts }, { kinds: ['stock', 'order'] }));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.receipts) ?? [], [list.data]);
  const columns: Column<Row>[] = [
    { key: 'reference', title: words.reference, width: 180, render: (row) => row.reference },
    { key: 'supplier', title: words.supplier, width: 180, render: (row) => row.supplier ?? '' },
    { key: 'location', title: words.location, width: 170, render: (row) => places.name(row.location) },
    { key: 'on', title: words.on, width: 140, render: (row) => (row.expectedOn === null ? '' : <Group gap={6} wrap="nowrap">{format.date(row.expectedOn)}{row.overdue && <Badge size="sm" variant="light" color="red" tt="none" autoContrast>{words.late}</Badge>}</Group>) },
    { key: 'quantity', title: words.quantity, width: 120, align: 'right', render: (row) => <Figure value={row.quantity} /> },
    { key: 'received', title: words.received, width: 110, align: 'right', render: (row) => <Figure value={row.received} /> },
    { key: 'outstanding', title: words.outstanding, width: 120, align: 'right', render: (row) => <Figure value={row.outstanding} /> },
    { key: 'waiting', title: words.waiting, width: 120, align: 'right', render: (row) => <Figure value={row.waiting} /> },
    { key: 'status', title: words.status, width: 140, render: (row) => <Badge variant="light" color={COLOUR[row.state]} tt="none" autoContrast>{words.states[row.state]}</Badge> },
  ];
  if (list.isError) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  const filtered = location !== undefined || receipts !== 'open';
  return (
    <Stack gap="md">
      <Group align="flex-end" justify="space-between">
        <Group align="flex-end">
          <LocationFilter />
          <Select label={words.show} data={EXPECTED_STATES.map((state) => ({ value: state, label: words.states[state] }))} value={receipts} onChange={(value) => filter({ receipts: value === 'open' ? null : value })} allowDeselect={false} w={{ base: '100%', xs: 180 }} />
        </Group>
        {list.data?.pages[0]?.can.includes('announce') === true && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAnnouncing(true)}>{words.announce}</Button>}
      </Group>
      <DataTable label={words.list} columns={columns} rows={rows} rowKey={(row) => row.reference} loading={list.isFetching && rows.length === 0} onOpen={(row) => void navigate({ to: `/stock/expected/${encodeURIComponent(row.reference)}` } as never)} onEnd={() => { if (list.hasNextPage && !list.isFetching) void list.fetchNextPage(); }} height="calc(100dvh - 330px)"
        empty={<Empty icon={<IconPackageImport size={40} />} title={filtered ? words.noneShown : words.empty} text={filtered ? words.noneShownText : words.emptyText} />} />
      <AnnounceReceipt receipt={null} opened={announcing} onClose={() => setAnnouncing(false)} />
    </Stack>
  );
}
