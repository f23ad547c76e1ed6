/** Counts of this store: those under way to go on with, those that were booked, and a new one. */
import { Badge, Button, Stack } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconClipboardCheck, IconPlus } from '@tabler/icons-react';
import { pages } from '../../api/query.ts';
import { Ago } from '../../parts/Ago.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { RowLink, Rows, RowsLoading } from '../../parts/shop/Rows.tsx';
import { NewCount } from './NewCount.tsx';
import { countsRoute } from './routes.ts';
import { useScopeWord } from './scope.ts';
import { useCountWords } from './words.ts';

const COLOURS = { open: 'blue', closed: 'green', abandoned: 'gray' } as const;

export default function CountsPage() {
  const words = useCountWords();
  const scope = useScopeWord();
  const { location } = countsRoute.useParams();
  const { begin } = countsRoute.useSearch();
  const navigate = countsRoute.useNavigate();
  const list = useInfiniteQuery({ ...pages('listCounts', { location }, { kinds: ['stock'] }), refetchInterval: 15_000 });
  const counts = list.data?.pages.flatMap((page) => page.counts) ?? [];
  const start = <Button size="md" leftSection={<IconPlus size={20} aria-hidden />} onClick={() => void navigate({ search: { begin: true } })}>{words.start}</Button>;
  return (
    <Stack gap="md">
      <PageHeader title={words.title} actions={counts.length > 0 ? start : undefined} />
      {list.isError ? <PageProblem error={list.error} retry={() => void list.refetch()} /> : list.isPending ? <RowsLoading rows={3} /> : counts.length === 0
        ? <Empty icon={<IconClipboardCheck size={48} />} title={words.none} text={words.noneText}>{start}</Empty>
        : (
          <Rows label={words.list}>
            {counts.map((count) => (
              <RowLink key={count.id} to={`/${location}/counts/${count.id}`} heading={scope(count)} aside={<Badge variant="light" color={COLOURS[count.status]} tt="none" autoContrast>{words.status[count.status]}</Badge>}
                facts={<>{words.sizes(count.skus)}, {words.pieces(count.pieces)} · <Ago at={count.endedAt ?? count.startedAt} span /> {words.by(count.endedBy ?? count.startedBy)}</>} />
            ))}
          </Rows>
        )}
      {list.hasNextPage && <Button variant="default" size="md" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{words.more}</Button>}
      {begin && <NewCount location={location} onClose={() => void navigate({ search: {} })} />}
    </Stack>
  );
}
