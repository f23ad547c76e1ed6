/** One queue: what waits, longest first, and beside it the item that is open, with all that is needed to decide. */
import { Breadcrumbs, Button, Chip, Group, Select, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconClipboardCheck, IconHandClick } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { pages, read } from '../../api/query.ts';
import { Empty } from '../../parts/Empty.tsx';
import { LinkAnchor, LinkButton } from '../../parts/links.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useQueueWords } from '../../parts/queues/words.ts';
import type { Queue, QueueName } from '../../parts/queues/words.ts';
import { useMe } from '../../shell/session.ts';
import { BulkBar } from './BulkBar.tsx';
import type { Item } from './decide.ts';
import { ItemList } from './ItemList.tsx';
import { ItemPanel } from './ItemPanel.tsx';
import classes from './Queues.module.css';
import { queueRoute } from './routes.ts';
import type { QueueSearch } from './routes.ts';
import { useWords } from './words.ts';

/** Milliseconds between readings of what no stream tells of. */
const AGAIN = 15_000;

export default function QueuePage() {
  const words = useWords();
  const { queue: name } = queueRoute.useParams();
  const { data, error } = useQuery({ ...read('listQueues', {}, { kinds: ['order'] }), refetchInterval: AGAIN });
  const queue = data?.queues.find((one) => one.queue === name);
  if (error) return <ProblemAlert error={error} />;
  if (data && !queue) return <><PageHeader title={words.unknown} /><Empty icon={<IconClipboardCheck size={40} />} title={words.unknown} text={words.unknownText}><LinkButton to="/queues">{words.toQueues}</LinkButton></Empty></>;
  return <OneQueue key={name} name={name as QueueName} queue={queue} />;
}

function OneQueue({ name, queue }: { name: QueueName; queue: Queue | undefined }) {
  const words = useWords();
  const { names, about } = useQueueWords();
  const search = queueRoute.useSearch();
  const navigate = queueRoute.useNavigate();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { assignee, overdue } = search;
  const list = useInfiniteQuery({ ...pages('listQueueItems', { queue: name, limit: 100, assignee, ...(overdue ? { overdue: 'true' as const } : {}) }, { kinds: ['order'] }), refetchInterval: AGAIN });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const change = (next: Partial<QueueSearch>): void => { void navigate({ search: { ...search, ...next }, replace: true, resetScroll: false }); };
  const open = (item: string | undefined): void => change({ item });
  const at = items.findIndex(({ id }) => id === search.item);
  const step = (by: number): void => { const next = items[at < 0 ? 0 : at + by]; if (next) open(next.id); };
  useHotkeys([['j', () => step(1)], ['k', () => step(-1)]]);
  const [shown, setShown] = useState<Item | undefined>(undefined);
  const current = items[at] ?? (shown?.id === search.item ? shown : undefined);
  if (items[at] !== undefined && items[at] !== shown) setShown(items[at]);
  const decided = (done: readonly string[]): void => {
    if (done.length > 0) notifications.show({ message: words.done(done.length), color: 'green' });
    setChosen((before) => new Set([...before].filter((id) => !done.includes(id))));
    if (search.item !== undefined && done.includes(search.item)) open((items.slice(at + 1).find(({ id }) => !done.includes(id)) ?? items.slice(0, Math.max(0, at)).findLast(({ id }) => !done.includes(id)))?.id);
  };
  const filtered = assignee !== undefined || overdue === true;
  return (
    <>
      <Breadcrumbs mb={4}><LinkAnchor to="/queues" size="sm">{words.back}</LinkAnchor><Text size="sm" c="dimmed">{names[name]}</Text></Breadcrumbs>
      <PageHeader title={names[name]} description={about[name]} />
      <Filters name={name} assignee={assignee} overdue={overdue} onChange={change} />
      <ProblemAlert error={list.error} />
      {queue && queue.bulk.length > 0 && chosen.size > 0 && <BulkBar queue={name} actions={queue.bulk} items={[...chosen]} onDone={decided} onClear={() => setChosen(new Set())} names={new Map(items.map(({ id, number }) => [id, number ?? id]))} />}
      {!list.isPending && items.length === 0 && current === undefined
        ? <Empty icon={<IconClipboardCheck size={40} />} title={filtered ? words.emptyFilter : words.empty} text={filtered ? words.emptyFilterText : words.emptyText}>{filtered && <Button variant="default" onClick={() => change({ assignee: undefined, overdue: undefined })}>{words.noFilter}</Button>}</Empty>
        : (
          <div className={classes.panes} data-open={search.item !== undefined}>
            <div className={classes.list}>
              <ItemList queue={name} items={items} loading={list.isPending || list.isFetchingNextPage} open={search.item} onOpen={open} onEnd={() => { if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage(); }} chosen={queue && queue.bulk.length > 0 ? chosen : null} onChoose={setChosen} />
            </div>
            <div className={classes.detail}>
              {search.item === undefined
                ? <div className={classes.hint}><Empty icon={<IconHandClick size={36} />} title={words.choose} text={words.chooseText} /></div>
                : <ItemPanel key={search.item} queue={name} id={search.item} known={current} onClose={() => open(undefined)} onDone={decided} onNext={() => step(1)} />}
            </div>
          </div>
        )}
    </>
  );
}

function Filters({ name, assignee, overdue, onChange }: { name: QueueName; assignee: string | undefined; overdue: true | undefined; onChange: (next: Partial<QueueSearch>) => void }) {
  const words = useWords();
  const me = useMe();
  const { data } = useQuery(read('listQueuePeople', { queue: name }));
  const people = (data?.people ?? []).filter(({ id }) => id !== me.id).map(({ id, name: label }) => ({ value: id, label }));
  return (
    <Group gap="sm" mb="md" align="flex-end">
      <Select label={words.assignee} data={[{ value: 'all', label: words.everybody }, { value: 'me', label: words.me }, { value: 'none', label: words.nobody }, ...people]} value={assignee ?? 'all'} allowDeselect={false} onChange={(next) => onChange({ assignee: next === null || next === 'all' ? undefined : next, item: undefined })} w={{ base: '100%', xs: 230 }} />
      <Chip checked={overdue === true} onChange={(on) => onChange({ overdue: on ? true : undefined, item: undefined })} size="md" mb={4}>{words.overdueOnly}</Chip>
    </Group>
  );
}
