/** What is on its way to this store, from other locations and from suppliers: scan it, or choose it. */
import { Badge, Button, SegmentedControl, Stack } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconPackageImport } from '@tabler/icons-react';
import { pages } from '../../api/query.ts';
import { Ago } from '../../parts/Ago.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { RowLink, Rows, RowsLoading } from '../../parts/shop/Rows.tsx';
import { usePlaces } from '../../parts/usePlaces.ts';
import { ScanField } from '../../scanning/ScanField.tsx';
import { ExpectedList } from './ExpectedList.tsx';
import { incomingRoute } from './routes.ts';
import { useExpectedWords, useIncomingWords } from './words.ts';

export default function IncomingPage() {
  const words = useIncomingWords();
  const suppliers = useExpectedWords();
  const { location } = incomingRoute.useParams();
  const { show } = incomingRoute.useSearch();
  const navigate = incomingRoute.useNavigate();
  const expected = show === 'expected';
  return (
    <Stack gap="md">
      <PageHeader title={words.title} />
      <ScanField label={expected ? suppliers.scan : words.scan} onScan={(code) => void navigate({ to: `/${location}/incoming/${expected ? 'expected/' : ''}${encodeURIComponent(code)}` } as never)} />
      <SegmentedControl size="md" aria-label={words.show} value={show ?? 'coming'} onChange={(value) => void navigate({ search: { show: value === 'received' || value === 'expected' ? value : undefined } })} data={[{ value: 'coming', label: words.coming }, { value: 'expected', label: suppliers.expected }, { value: 'received', label: words.received }]} />
      {expected ? <ExpectedList location={location} /> : <Totes location={location} show={show} />}
    </Stack>
  );
}

function Totes({ location, show }: { location: string; show: 'received' | 'expected' | undefined }) {
  const words = useIncomingWords();
  const places = usePlaces();
  const list = useInfiniteQuery(pages('listLoads', { location, ...(show === 'received' ? { status: show } : {}) }, { kinds: ['load', 'order'] }));
  const loads = list.data?.pages.flatMap((page) => page.loads) ?? [];
  return (
    <>
      {list.isError ? <PageProblem error={list.error} retry={() => void list.refetch()} /> : list.isPending ? <RowsLoading rows={3} /> : loads.length === 0
        ? <Empty icon={<IconPackageImport size={48} />} title={show ? words.noneReceived : words.empty} text={show ? words.noneReceivedText : words.emptyText} />
        : (
          <Rows label={words.list}>
            {loads.map((load) => (
              <RowLink key={load.id} to={`/${location}/incoming/${load.code}`} heading={words.tote(load.code)} aside={load.overdueSince !== undefined ? <Badge color="red" variant="light" tt="none" autoContrast>{words.overdue}</Badge> : load.status === 'partly_received' ? <Badge color="orange" variant="light" tt="none" autoContrast>{words.partly}</Badge> : undefined}
                facts={<>{words.from(places.name(load.origin))}{load.units > 0 && <> · {words.products(load.units)} · {words.orders(load.orders)}</>} · {show ? <Ago at={load.receivedAt ?? load.handedAt} span /> : <>{words.handed} <Ago at={load.handedAt} span /></>}</>} />
            ))}
          </Rows>
        )}
      {list.hasNextPage && <Button variant="default" size="md" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{words.more}</Button>}
    </>
  );
}
