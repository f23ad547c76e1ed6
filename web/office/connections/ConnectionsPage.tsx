/** Every outside system at a glance: whether it answers, since when not, and what waits for it. */
import { Alert, Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconAlertTriangle, IconCircleCheck, IconWebhook } from '@tabler/icons-react';
import { read } from '../../api/query.ts';
import { Ago } from '../../parts/Ago.tsx';
import { DataTable } from '../../parts/DataTable.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { useNarrowColumns } from '../../parts/useNarrowColumns.ts';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { useFormat } from '../../shell/format.ts';
import { hasRole, useMe } from '../../shell/session.ts';
import { connectionsRoute } from './routes.ts';
import { StateBadge, TROUBLED, useConnectionName } from './StateBadge.tsx';
import type { Connection } from './StateBadge.tsx';
import { WebhookDialog } from './WebhookDialog.tsx';
import { useWords } from './words.ts';
import { LOOK_AGAIN } from './connection.ts';

export default function ConnectionsPage() {
  const words = useWords();
  const me = useMe();
  const { make } = connectionsRoute.useSearch();
  const navigate = connectionsRoute.useNavigate();
  const list = useQuery({ ...read('listConnections', {}), refetchInterval: LOOK_AGAIN });
  const columns = useNarrowColumns(useColumns(), ['name', 'state']);
  if (list.error && !list.data) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  const rows = list.data?.items ?? [];
  const troubled = rows.filter(({ state }) => TROUBLED.includes(state)).length;
  const add = hasRole(me, 'operations') ? <Button leftSection={<IconWebhook size={18} aria-hidden />} onClick={() => void navigate({ search: { make: true } })}>{words.addWebhook}</Button> : null;
  return (
    <>
      <PageHeader title={words.title} description={words.description} actions={add} />
      {list.data && <Alert mb="md" variant="light" role="status" color={troubled === 0 ? 'green' : 'orange'} icon={troubled === 0 ? <IconCircleCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}>{troubled === 0 ? words.allWell : words.troubled(troubled)}</Alert>}
      <DataTable
        label={words.title} columns={columns} rows={rows} rowKey={({ id }) => id} rowHeight={64} loading={list.isPending} rowTone={({ state }) => (TROUBLED.includes(state) ? 'warning' : undefined)}
        onOpen={({ id }) => void navigate({ to: '/connections/$connection', params: { connection: id } })}
      />
      {make && <WebhookDialog webhook={null} onClose={() => void navigate({ search: {} })} />}
    </>
  );
}

function useColumns(): Column<Connection>[] {
  const words = useWords();
  const nameOf = useConnectionName();
  const format = useFormat();
  const number = (n: number) => <Text size="sm" c={n === 0 ? 'dimmed' : undefined} fw={n === 0 ? undefined : 600}>{words.more(n)}</Text>;
  return [
    { key: 'name', title: words.name, width: '24%', render: (row) => <><Text size="sm" fw={600} truncate>{nameOf(row)}</Text><Text size="xs" c="dimmed" truncate>{row.address ?? (row.kind === 'reactions' ? '' : words.noAddress)}</Text></> },
    { key: 'kind', title: words.kind, width: 140, render: ({ kind }) => words.kinds[kind] },
    { key: 'state', title: words.state, width: 200, render: (row) => <><StateBadge state={row.state} />{row.failingSince !== null && <Text size="xs" mt={2} truncate>{row.cause && words.causes[row.cause]}, {words.since} {format.due(row.failingSince)}</Text>}</> },
    { key: 'waiting', title: words.waiting, width: 80, align: 'right', render: ({ waiting }) => number(waiting) },
    { key: 'failed', title: words.failed, width: 116, align: 'right', render: ({ failed }) => number(failed) },
    { key: 'success', title: words.lastSuccess, width: 140, align: 'right', render: ({ lastSuccessAt, kind, state }) => <Text size="sm" c="dimmed">{lastSuccessAt !== null ? <Ago at={lastSuccessAt} /> : kind === 'reactions' || state === 'inward' ? '' : words.never}</Text> },
  ];
}
