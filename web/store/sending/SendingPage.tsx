/** Free goods between locations: what this one is to send, what it asked for, and a new one. */
import { Alert, Badge, Button, SegmentedControl, Stack, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconTruckLoading } from '@tabler/icons-react';
import { pages } from '../../api/query.ts';
import { Ago } from '../../parts/Ago.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { Row, RowLink, Rows, RowsLoading } from '../../parts/shop/Rows.tsx';
import { usePlaces } from '../../parts/usePlaces.ts';
import { NewShipment } from './NewShipment.tsx';
import { sendingRoute } from './routes.ts';
import { useSendingWords } from './words.ts';

type Tab = 'send' | 'coming' | 'new';

export default function SendingPage() {
  const words = useSendingWords();
  const { location } = sendingRoute.useParams();
  const { show } = sendingRoute.useSearch();
  const navigate = sendingRoute.useNavigate();
  const tab: Tab = show ?? 'send';
  return (
    <Stack gap="md">
      <PageHeader title={words.title} description={words.how} />
      <SegmentedControl fullWidth size="md" aria-label={words.show} value={tab} onChange={(value) => void navigate({ search: { show: value === 'send' ? undefined : value as 'coming' | 'new' } })} data={(['send', 'coming', 'new'] as const).map((value) => ({ value, label: words.tabs[value] }))} />
      {tab === 'new' ? <NewShipment location={location} onMade={(id, sends) => void navigate(sends ? { to: `/${location}/sending/${id}` } as never : { search: { show: 'coming' } })} /> : <List location={location} tab={tab} />}
      {tab === 'send' && <OnTheirWay location={location} />}
    </Stack>
  );
}

function List({ location, tab }: { location: string; tab: 'send' | 'coming' }) {
  const words = useSendingWords();
  const places = usePlaces();
  const list = useInfiniteQuery(pages('listReplenishments', { location, direction: tab === 'send' ? 'outgoing' as const : 'incoming' as const }, { kinds: ['load'] }));
  const found = list.data?.pages.flatMap((page) => page.replenishments) ?? [];
  if (list.isError) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  if (list.isPending) return <RowsLoading rows={3} />;
  if (found.length === 0) return <Empty icon={<IconTruckLoading size={48} />} title={tab === 'send' ? words.emptySend : words.emptyComing} text={tab === 'send' ? words.emptySendText : words.emptyComingText} />;
  return (
    <>
      <Rows label={words.list}>
        {found.map(({ id, origin, destination, lines, askedAt }) => {
          const [asked, sent] = [lines.reduce((sum, line) => sum + line.asked, 0), lines.reduce((sum, line) => sum + line.sent, 0)];
          return <RowLink key={id} to={`/${location}/sending/${id}`} heading={tab === 'send' ? words.to(places.name(destination)) : words.from(places.name(origin))} facts={<>{words.left(asked - sent, asked)} · {words.asked} <Ago at={askedAt} span /></>} />;
        })}
      </Rows>
      {list.hasNextPage && <Button variant="default" size="md" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{words.more}</Button>}
    </>
  );
}

/** Totes that left here and were not received yet, those that should be there first: their sender is the first to be asked where they are. */
function OnTheirWay({ location }: { location: string }) {
  const words = useSendingWords();
  const places = usePlaces();
  const list = useInfiniteQuery(pages('listLoads', { location, direction: 'outgoing' as const }, { kinds: ['load', 'order'] }));
  const loads = (list.data?.pages.flatMap((page) => page.loads) ?? []).toSorted((a, b) => Number(b.overdueSince !== undefined) - Number(a.overdueSince !== undefined));
  if (list.isError) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  if (loads.length === 0) return null;
  return (
    <Stack gap="xs" component="section" aria-labelledby="on-their-way" mt="md">
      <Title order={2} size="h3" id="on-their-way">{words.onTheirWay}</Title>
      {loads.some(({ overdueSince }) => overdueSince !== undefined) && <Alert color="orange" variant="light">{words.overdueText}</Alert>}
      <Rows label={words.onTheirWay}>
        {loads.map(({ id, code, destination, units, handedAt, overdueSince }) => (
          <Row key={id} heading={words.toteOf(code)} aside={overdueSince !== undefined && <Badge color="red" variant="light" tt="none" autoContrast>{words.overdue}</Badge>} facts={<>{words.toward(places.name(destination))} · {words.products(units)} · {words.gone} <Ago at={handedAt} span /></>} />
        ))}
      </Rows>
      {list.hasNextPage && <Button variant="default" size="md" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{words.more}</Button>}
    </Stack>
  );
}
