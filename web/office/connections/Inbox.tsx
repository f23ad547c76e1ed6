/** What a channel sent and what became of it, with working on one again. */
import { Badge, Button, Select, Text, VisuallyHidden } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { IconInbox } from '@tabler/icons-react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { pages } from '../../api/query.ts';
import { Ago } from '../../parts/Ago.tsx';
import { DataTable } from '../../parts/DataTable.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { useNarrowColumns } from '../../parts/useNarrowColumns.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { wordOf } from '../../parts/words.ts';
import { hasRole, useMe } from '../../shell/session.ts';
import { LOOK_AGAIN } from './connection.ts';
import { connectionRoute, MESSAGE_STATES } from './routes.ts';
import { useWords } from './words.ts';

type Message = Answer<'listMessages'>['items'][number];
const COLOURS: Readonly<Record<string, string>> = { failed: 'red', quarantined: 'orange', received: 'blue', taken: 'green', nothing_new: 'gray' };

export function Inbox({ channel }: { channel: string }) {
  const words = useWords();
  const me = useMe();
  const search = connectionRoute.useSearch();
  const navigate = connectionRoute.useNavigate();
  const client = useQueryClient();
  const state = search.state ?? 'failed';
  const list = useInfiniteQuery({ ...pages('listMessages', { channel, state, limit: 100 }), refetchInterval: LOOK_AGAIN });
  const retry = useMutation({ mutationFn: (message: Message) => call('retryMessage', { message: message.id }), onSuccess: () => client.invalidateQueries({ queryKey: ['listMessages'] }) });
  const columns = useNarrowColumns(useColumns(hasRole(me, 'operations', 'service', 'finance') ? (message) => retry.mutate(message) : null), ['what', 'order', 'state']);
  return (
    <>
      <Select label={words.inbox.show} allowDeselect={false} w={240} mb="md" data={MESSAGE_STATES.map((value) => ({ value, label: words.inbox.states[value] }))} value={state} onChange={(next) => void navigate({ search: { ...search, state: MESSAGE_STATES.find((one) => one === next) } })} />
      <ProblemAlert error={list.error ?? retry.error} />
      <DataTable
        label={words.tabs.inbox} columns={columns} rows={list.data?.pages.flatMap(({ items }) => items) ?? []} rowKey={({ id }) => id} height="520px" loading={list.isPending} onEnd={() => { if (list.hasNextPage && !list.isFetching) void list.fetchNextPage(); }}
        empty={<Empty icon={<IconInbox size={40} />} title={words.inbox.emptyTitle} text={words.inbox.emptyText} />}
      />
    </>
  );
}

function useColumns(onRetry: ((message: Message) => void) | null): Column<Message>[] {
  const words = useWords();
  const again = ({ state }: Message): boolean => state === 'failed' || state === 'received';
  return [
    { key: 'received', title: words.inbox.received, width: 150, render: ({ receivedAt }) => <Text size="sm"><Ago at={receivedAt} /></Text> },
    { key: 'what', title: words.inbox.what, width: 180, render: ({ externalId, eventId }) => externalId ?? eventId },
    { key: 'came', title: words.inbox.came, width: 120, render: ({ source }) => wordOf(words.inbox.sources, source) },
    { key: 'state', title: words.inbox.state, width: 180, render: ({ state }) => <Badge variant="light" tt="none" color={COLOURS[state] ?? 'gray'}>{wordOf(words.inbox.states, state)}</Badge> },
    { key: 'detail', title: words.inbox.detail, render: ({ detail, state }) => <Text size="xs" lang="en" lineClamp={2} title={detail ?? ''}>{state === 'taken' || state === 'nothing_new' ? '' : detail}</Text> },
    ...(onRetry ? [{ key: 'actions', title: <VisuallyHidden>{words.items.actions}</VisuallyHidden>, width: 160, align: 'right' as const, render: (message: Message) => (again(message) ? <Button variant="subtle" size="compact-sm" aria-label={`${words.retry}: ${message.externalId ?? message.eventId}`} onClick={() => onRetry(message)}>{words.retry}</Button> : null) }] : []),
  ];
}
