/** What waits for a system, queue by queue, with why and until when, and trying one or all of it again. */
import { Anchor, Badge, Button, Chip, Group, Text, VisuallyHidden } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconChecks } from '@tabler/icons-react';
import type { Answer, Input } from '../../api/client.ts';
import { pages } from '../../api/query.ts';
import { Ago } from '../../parts/Ago.tsx';
import { DataTable } from '../../parts/DataTable.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { useNarrowColumns } from '../../parts/useNarrowColumns.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { wordOf } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import { LOOK_AGAIN, useRetry } from './connection.ts';
import type { ConnectionDetail } from './connection.ts';
import { connectionRoute } from './routes.ts';
import { useWords } from './words.ts';

type Item = Answer<'listConnectionItems'>['items'][number];
type Queue = Input<'listConnectionItems'>['queue'];

export function Waiting({ of }: { of: ConnectionDetail }) {
  const words = useWords();
  const search = connectionRoute.useSearch();
  const navigate = connectionRoute.useNavigate();
  const queues = of.queues.filter(({ queue }) => queue !== 'events');
  const fullest = queues.toSorted((one, other) => other.waiting + other.failed - one.waiting - one.failed)[0]?.queue;
  const queue = queues.find((one) => one.queue === search.queue)?.queue ?? fullest;
  const empty = <Empty icon={<IconChecks size={40} />} title={words.items.emptyTitle} text={words.items.emptyText} />;
  if (queue === undefined) return empty;
  return (
    <>
      {queues.length > 1 && (
        <Chip.Group value={queue} onChange={(next) => void navigate({ search: { ...search, queue: String(next) } })}>
          <Group gap="xs" mb="md">{queues.map((one) => <Chip key={one.queue} value={one.queue} variant="outline">{words.queues[one.queue]} ({words.more(one.waiting + one.failed)})</Chip>)}</Group>
        </Chip.Group>
      )}
      <Items key={queue} of={of} queue={queue} empty={empty} />
    </>
  );
}

function Items({ of, queue, empty }: { of: ConnectionDetail; queue: Queue; empty: React.ReactNode }) {
  const words = useWords();
  const list = useInfiniteQuery({ ...pages('listConnectionItems', { connection: of.id, queue, limit: 100 }), refetchInterval: LOOK_AGAIN });
  const retry = useRetry(of.id);
  const columns = useNarrowColumns(useColumns(of.can.includes('retry') ? (item) => retry.mutate({ queue, items: [item.id] }) : null, new Date(list.dataUpdatedAt)), ['what', 'order', 'state']);
  return (
    <>
      <ProblemAlert error={list.error ?? retry.error} />
      <DataTable label={words.queues[queue]} columns={columns} rows={list.data?.pages.flatMap(({ items }) => items) ?? []} rowKey={({ id }) => id} rowHeight={56} height="520px" loading={list.isPending} onEnd={() => { if (list.hasNextPage && !list.isFetching) void list.fetchNextPage(); }} empty={empty} />
    </>
  );
}

/** `read` is when the list was: what was due by then is tried at this moment. */
function useColumns(onRetry: ((item: Item) => void) | null, read: Date): Column<Item>[] {
  const words = useWords();
  const format = useFormat();
  const what = ({ subject }: Item): string => (subject === null ? '' : wordOf(words.subjects as Readonly<Record<string, string>>, subject));
  return [
    { key: 'what', title: words.items.what, width: '20%', render: (item) => <Group gap="xs" wrap="nowrap"><Text size="sm" fw={600} truncate title={what(item)}>{what(item)}</Text>{item.state === 'failed' && <Badge color="red" variant="light" tt="none">{words.items.failed}</Badge>}</Group> },
    { key: 'order', title: words.items.order, width: 130, render: ({ order, number }) => (order === null ? number ?? '' : <Anchor component={Link} to={`/orders/${order}`} size="sm">{number ?? order}</Anchor>) },
    { key: 'since', title: words.items.since, width: 140, render: ({ since }) => <Text size="sm"><Ago at={since} /></Text> },
    { key: 'tries', title: words.items.tries, width: 90, align: 'right', render: ({ attempts }) => <Text size="sm">{attempts}</Text> },
    { key: 'next', title: words.items.next, width: 140, render: ({ nextAt }) => (nextAt === null ? '' : new Date(nextAt) <= read ? words.items.now : format.due(nextAt)) },
    { key: 'reason', title: words.items.reason, render: ({ reason }) => <Text size="xs" lang="en" lineClamp={2} title={reason ?? ''}>{reason}</Text> },
    ...(onRetry ? [{ key: 'actions', title: <VisuallyHidden>{words.items.actions}</VisuallyHidden>, width: 160, align: 'right' as const, render: (item: Item) => <Button variant="subtle" size="compact-sm" aria-label={`${words.retry}: ${what(item)} ${item.number ?? ''}`} onClick={() => onRetry(item)}>{words.retry}</Button> }] : []),
  ];
}
