/** Devices of stores on which colleagues switch by PIN: which there are, when each was last seen, and taking one away. */
import { Badge, Button, Group, Text, VisuallyHidden } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { IconDevices } from '@tabler/icons-react';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { pages } from '../../api/query.ts';
import { Ago } from '../../parts/Ago.tsx';
import { DataTable } from '../../parts/DataTable.tsx';
import type { Column } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { useNarrowColumns } from '../../parts/useNarrowColumns.ts';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ConfirmDialog } from '../../parts/ConfirmDialog.tsx';
import { PlacesText } from './RightsFields.tsx';
import { useWords } from './words.ts';

type Device = Answer<'listDevices'>['items'][number];

export default function DevicesPage() {
  const words = useWords().devices;
  const list = useInfiniteQuery({ ...pages('listDevices', { limit: 100 }), refetchInterval: 30_000 });
  const [leaving, setLeaving] = useState<Device | null>(null);
  const columns = useNarrowColumns(useColumns(setLeaving), ['device', 'store', 'actions']);
  if (list.error) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <PageHeader title={words.title} description={<Text maw={640}>{words.description}</Text>} />
      <DataTable
        label={words.title} columns={columns} rows={rows} rowKey={({ id }) => id} loading={list.isPending} onEnd={() => { if (list.hasNextPage && !list.isFetching) void list.fetchNextPage(); }}
        empty={<Empty icon={<IconDevices size={40} />} title={words.emptyTitle} text={words.emptyText} />}
      />
      {leaving && <TakeAway of={leaving} onClose={() => setLeaving(null)} />}
    </>
  );
}

function TakeAway({ of, onClose }: { of: Device; onClose: () => void }) {
  const words = useWords().devices;
  const client = useQueryClient();
  const revoke = useMutation({ mutationFn: () => call('revokeDevice', { device: of.id }), onSuccess: async () => { await client.invalidateQueries({ queryKey: ['listDevices'] }); onClose(); } });
  return <ConfirmDialog title={words.revokeTitle(of.name)} text={words.revokeText} action={words.revokeNow} error={revoke.error} busy={revoke.isPending} onConfirm={() => revoke.mutate()} onClose={onClose} />;
}

function useColumns(onRevoke: (device: Device) => void): Column<Device>[] {
  const words = useWords().devices;
  return [
    { key: 'device', title: words.device, width: '22%', render: ({ name }) => <Text size="sm" fw={600} truncate>{name}</Text> },
    { key: 'store', title: words.store, render: ({ locations }) => <Text size="sm" truncate><PlacesText locations={locations} /></Text> },
    { key: 'by', title: words.by, render: ({ enrolledBy }) => enrolledBy },
    { key: 'since', title: words.since, width: 150, render: ({ enrolledAt }) => <Text size="sm"><Ago at={enrolledAt} /></Text> },
    { key: 'seen', title: words.seen, width: 150, render: ({ lastSeenAt }) => <Text size="sm"><Ago at={lastSeenAt} /></Text> },
    { key: 'status', title: words.status, width: 130, render: ({ revokedAt }) => <Badge variant="light" tt="none" color={revokedAt === null ? 'green' : 'gray'}>{revokedAt === null ? words.inUse : words.revoked}</Badge> },
    { key: 'actions', title: <VisuallyHidden>{words.actions}</VisuallyHidden>, width: 130, align: 'right', render: (device) => (device.can.includes('revoke') ? <Group justify="flex-end"><Button variant="subtle" color="red" size="compact-sm" aria-label={`${words.revoke}: ${device.name}`} onClick={() => onRevoke(device)}>{words.revoke}</Button></Group> : null) },
  ];
}
