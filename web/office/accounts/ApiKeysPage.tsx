/** How programs sign in: the keys there are, making one, and ending one. */
import { Badge, Button, Checkbox, Group, Text, VisuallyHidden } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { IconKey } from '@tabler/icons-react';
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
import { useRole } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import { ConfirmDialog } from '../../parts/ConfirmDialog.tsx';
import { NewKeyDialog } from './NewKeyDialog.tsx';
import { PlacesText } from './RightsFields.tsx';
import { apiKeysRoute } from './routes.ts';
import { useWords } from './words.ts';

type Key = Answer<'listApiKeys'>['items'][number];
type KeyState = 'working' | 'expired' | 'revoked';
const stateOf = ({ revokedAt, expiresAt }: Key, now: Date): KeyState => (revokedAt !== null ? 'revoked' : expiresAt !== null && new Date(expiresAt) <= now ? 'expired' : 'working');

export default function ApiKeysPage() {
  const words = useWords();
  const search = apiKeysRoute.useSearch();
  const navigate = apiKeysRoute.useNavigate();
  const list = useInfiniteQuery(pages('listApiKeys', { limit: 100 }));
  const [ending, setEnding] = useState<Key | null>(null);
  const columns = useNarrowColumns(useColumns(setEnding, new Date(list.dataUpdatedAt)), ['name', 'status', 'actions']);
  if (list.error) return <PageProblem error={list.error} retry={() => void list.refetch()} />;
  const all = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const rows = search.ended ? all : all.filter(({ revokedAt }) => revokedAt === null);
  const make = (open: boolean): void => void navigate({ search: { ...search, make: open || undefined } });
  return (
    <>
      <PageHeader title={words.keys.title} description={words.keys.description} actions={<Button leftSection={<IconKey size={18} aria-hidden />} onClick={() => make(true)}>{words.keys.make}</Button>} />
      <Checkbox label={words.keys.ended} mb="md" checked={search.ended ?? false} onChange={(event) => void navigate({ search: { ...(event.currentTarget.checked ? { ended: true } : {}) } })} />
      <DataTable
        label={words.keys.title} columns={columns} rows={rows} rowKey={({ id }) => id} rowHeight={56} loading={list.isFetching && all.length === 0} onEnd={() => { if (list.hasNextPage && !list.isFetching) void list.fetchNextPage(); }}
        empty={<Empty icon={<IconKey size={40} />} title={words.keys.emptyTitle} text={words.keys.emptyText} />}
      />
      {search.make && <NewKeyDialog onClose={() => make(false)} />}
      {ending && <EndKey of={ending} onClose={() => setEnding(null)} />}
    </>
  );
}

function EndKey({ of, onClose }: { of: Key; onClose: () => void }) {
  const words = useWords().keys;
  const client = useQueryClient();
  const end = useMutation({ mutationFn: () => call('revokeApiKey', { key: of.id }), onSuccess: async () => { await client.invalidateQueries({ queryKey: ['listApiKeys'] }); onClose(); } });
  return <ConfirmDialog title={words.revokeTitle(of.name)} text={words.revokeText} action={words.revokeNow} error={end.error} busy={end.isPending} onConfirm={() => end.mutate()} onClose={onClose} />;
}

const COLOURS: Readonly<Record<KeyState, string>> = { working: 'green', expired: 'orange', revoked: 'gray' };

/** `read` is when the list was: what had expired by then. */
function useColumns(onEnd: (key: Key) => void, read: Date): Column<Key>[] {
  const words = useWords();
  const roles = useRole();
  const format = useFormat();
  return [
    { key: 'name', title: words.keys.name, width: '18%', render: ({ name }) => <Text size="sm" fw={600} truncate>{name}</Text> },
    { key: 'roles', title: words.roles, render: (key) => key.roles.map((role) => roles[role]).join(', ') },
    { key: 'locations', title: words.locations, render: ({ locations, channels }) => <Text size="sm" truncate>{channels === null ? <PlacesText locations={locations} /> : channels.join(', ')}</Text> },
    { key: 'made', title: words.keys.made, width: 130, render: ({ createdAt, createdBy }) => <><Text size="sm"><Ago at={createdAt} /></Text><Text size="xs" c="dimmed" truncate>{createdBy}</Text></> },
    { key: 'expires', title: words.keys.expires, width: 110, render: ({ expiresAt }) => (expiresAt === null ? words.keys.never : format.date(expiresAt)) },
    { key: 'status', title: words.keys.status, width: 100, render: (key) => { const state = stateOf(key, read); return <Badge variant="light" tt="none" color={COLOURS[state]}>{words.keys[state]}</Badge>; } },
    { key: 'actions', title: <VisuallyHidden>{words.keys.actions}</VisuallyHidden>, width: 120, align: 'right', render: (key) => (key.can.includes('revoke') ? <Group justify="flex-end"><Button variant="subtle" color="red" size="compact-sm" aria-label={`${words.keys.revoke}: ${key.name}`} onClick={() => onEnd(key)}>{words.keys.revoke}</Button></Group> : null) },
  ];
}
