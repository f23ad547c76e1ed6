/** Every event that was sent to a webhook, with how it was taken. */
import { Badge, Checkbox, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconSend } from '@tabler/icons-react';
import type { Answer } from '../../api/client.ts';
import { pages } from '../../api/query.ts';
import { Ago } from '../../parts/Ago.tsx';
import { DataTable } from '../../parts/DataTable.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { useNarrowColumns } from '../../parts/useNarrowColumns.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useFormat } from '../../shell/format.ts';
import { LOOK_AGAIN } from './connection.ts';
import { connectionRoute } from './routes.ts';
import { useWords } from './words.ts';

type Delivery = Answer<'listWebhookDeliveries'>['deliveries'][number];
const COLOURS: Readonly<Record<Delivery['outcome'], string>> = { delivered: 'green', failed: 'red', refused: 'orange' };

export function Deliveries({ webhook }: { webhook: string }) {
  const words = useWords();
  const search = connectionRoute.useSearch();
  const navigate = connectionRoute.useNavigate();
  const list = useInfiniteQuery({ ...pages('listWebhookDeliveries', { webhook, limit: 100, ...(search.outcome ? { outcome: search.outcome } : {}) }), refetchInterval: LOOK_AGAIN });
  const columns = useNarrowColumns(useColumns(), ['type', 'outcome']);
  return (
    <>
      <Checkbox label={words.deliveries.onlyFailed} mb="md" checked={search.outcome === 'failed'} onChange={(event) => void navigate({ search: { ...search, outcome: event.currentTarget.checked ? 'failed' : undefined } })} />
      <ProblemAlert error={list.error} />
      <DataTable
        label={words.tabs.deliveries} columns={columns} rows={list.data?.pages.flatMap(({ deliveries }) => deliveries) ?? []} rowKey={({ id }) => id} height="520px" loading={list.isPending} onEnd={() => { if (list.hasNextPage && !list.isFetching) void list.fetchNextPage(); }}
        empty={<Empty icon={<IconSend size={40} />} title={words.deliveries.emptyTitle} text={words.deliveries.emptyText} />}
      />
    </>
  );
}

function useColumns(): Column<Delivery>[] {
  const words = useWords();
  const format = useFormat();
  return [
    { key: 'at', title: words.deliveries.at, width: 150, render: ({ at }) => <Text size="sm"><Ago at={at} /></Text> },
    { key: 'type', title: words.deliveries.type, width: '24%', render: ({ type }) => <Text size="sm" ff="monospace" lang="en" truncate title={type}>{type}</Text> },
    { key: 'outcome', title: words.deliveries.outcome, width: 130, render: ({ outcome }) => <Badge variant="light" tt="none" color={COLOURS[outcome]}>{words.deliveries.outcomes[outcome]}</Badge> },
    { key: 'status', title: words.deliveries.status, width: 100, align: 'right', render: ({ status }) => <Text size="sm">{status ?? '–'}</Text> },
    { key: 'took', title: words.deliveries.took, width: 100, align: 'right', render: ({ durationMs }) => <Text size="sm">{format.number(durationMs)} ms</Text> },
    { key: 'attempt', title: words.deliveries.attempt, width: 90, align: 'right', render: ({ attempt }) => <Text size="sm">{attempt}</Text> },
    { key: 'reason', title: words.items.reason, render: ({ reason, response }) => <Text size="xs" lang="en" lineClamp={2} title={response ?? reason ?? ''}>{reason}</Text> },
  ];
}
