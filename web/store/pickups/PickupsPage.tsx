/** Pickups of this store: a scan or a name leads to one, tabs show what is ready, to be prepared, or still coming. */
import { Badge, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { IconUserCheck, IconUserQuestion } from '@tabler/icons-react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { pages, read } from '../../api/query.ts';
import { Ago } from '../../parts/Ago.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { RowLink, Rows, RowsLoading } from '../../parts/shop/Rows.tsx';
import { codeIn } from '../../scanning/customer-code.ts';
import { feedback } from '../../scanning/feedback.ts';
import { ScanField } from '../../scanning/ScanField.tsx';
import { useFormat } from '../../shell/format.ts';
import { PutBackList } from './PutBackList.tsx';
import { pickupsRoute } from './routes.ts';
import type { PickupStatus } from './routes.ts';
import { useDay } from './Waiting.tsx';
import { usePickupWords } from './words.ts';

type Pickup = Answer<'listPickups'>['pickups'][number];
const TABS: readonly PickupStatus[] = ['ready', 'preparing', 'waiting', 'back'];

export default function PickupsPage() {
  const words = usePickupWords();
  const { location } = pickupsRoute.useParams();
  const { search, status = 'ready' } = pickupsRoute.useSearch();
  const navigate = pickupsRoute.useNavigate();
  const list = useInfiniteQuery(pages('listPickups', { location, limit: 200, ...(search === undefined ? {} : { search }) }, { kinds: ['order', 'load'] }));
  const back = useQuery(read('listPutBack', { location }, { kinds: ['order'] }));
  const counted = (tab: PickupStatus): number | null => (tab === 'back' ? back.data?.work.length ?? null : list.isPending ? null : pickups.filter((one) => one.status === tab).length);
  const pickups = list.data?.pages.flatMap((page) => page.pickups) ?? [];
  const shown = search === undefined ? pickups.filter((one) => one.status === status) : pickups;

  /** One that is found is opened at once, with the code that found it. */
  const onScan = (typed: string): void => {
    const code = codeIn(typed);
    void call('listPickups', { location, search: code, limit: 2 }).then(({ pickups: found }) => {
      const [only] = found;
      feedback(found.length > 0 ? 'right' : 'wrong');
      if (found.length === 1 && only) return navigate({ to: `/${location}/pickups/${only.order}/${only.delivery}`, search: only.number === code || only.externalNumber === code ? {} : { code } } as never);
      return navigate({ search: { search: code } });
    }).catch(() => navigate({ search: { search: code } }));
  };

  return (
    <Stack gap="md">
      <PageHeader title={words.title} description={words.how} />
      {(search !== undefined || status !== 'back') && <ScanField onScan={onScan} label={words.scan} />}
      {search === undefined
        ? <SegmentedControl fullWidth size="md" aria-label={words.choose} value={status} onChange={(value) => void navigate({ search: { status: value as PickupStatus } })} data={TABS.map((tab) => ({ value: tab, label: <Tab word={words.status[tab]} count={counted(tab)} /> }))} />
        : <Group justify="space-between"><Text fw={600}>{words.found(search)}</Text><Button variant="default" size="md" onClick={() => void navigate({ search: {} })}>{words.clear}</Button></Group>}
      {search === undefined && status === 'back' ? (back.isError ? <PageProblem error={back.error} retry={() => void back.refetch()} /> : back.isPending ? <RowsLoading /> : <PutBackList work={back.data.work} location={location} />)
        : list.isError ? <PageProblem error={list.error} retry={() => void list.refetch()} /> : list.isPending ? <RowsLoading /> : <List {...{ pickups: shown, location, status, searching: search !== undefined }} />}
      {status !== 'back' && list.hasNextPage && <Button variant="default" size="md" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{words.more}</Button>}
    </Stack>
  );
}

/** A tab with its count over its word: three of them fit a phone. */
const Tab = ({ word, count }: { word: string; count: number | null }) => <Stack gap={0} align="center" py={2}><Text span fw={700} size="lg" lh={1.2}>{count ?? '…'}</Text><Text span size="sm">{word}</Text></Stack>;

function List({ pickups, location, status, searching }: { pickups: readonly Pickup[]; location: string; status: PickupStatus; searching: boolean }) {
  const words = usePickupWords();
  if (pickups.length === 0) return searching ? <Empty icon={<IconUserQuestion size={48} />} title={words.none} text={words.noneText} /> : <Empty icon={<IconUserCheck size={48} />} title={words.empty[status === 'back' ? 'ready' : status]} text={words.emptyText[status === 'back' ? 'ready' : status]} />;
  return (
    <Rows label={words.list}>
      {pickups.map((one) => (
        <RowLink key={`${one.order} ${one.delivery}`} to={`/${location}/pickups/${one.order}/${one.delivery}`} heading={one.customer ?? words.somebody} facts={<Facts pickup={one} />}
          aside={<Stack gap={4} align="flex-end">{one.shelves.map((shelf) => <Badge key={shelf} size="lg" variant="light" tt="none" autoContrast>{shelf}</Badge>)}{one.reservedUntil !== null && <Badge variant="light" tt="none" color="grape" autoContrast>{words.reservation}</Badge>}{one.overdue && <Badge variant="light" tt="none" color="orange" autoContrast>{words.overdue}</Badge>}{(searching || one.onHold) && <Badge variant="light" tt="none" color={one.onHold ? 'orange' : 'gray'} autoContrast>{one.onHold ? words.onHold : words.status[one.status]}</Badge>}</Stack>} />
      ))}
    </Rows>
  );
}

function Facts({ pickup: { number, units, readyAt, status, until, reservedUntil } }: { pickup: Pickup }) {
  const words = usePickupWords();
  const day = useDay();
  const format = useFormat();
  return <>{number} · {words.products(units.toPick + units.here + units.coming + units.ready + units.collected)}{readyAt !== null && status === 'ready' && <> · {words.readySince} <Ago at={readyAt} span /></>}{reservedUntil !== null && <> · {words.keptUntil(format.due(reservedUntil))}</>}{until !== null && <> · {words.until(day(until))}</>}</>;
}
