/** One outside system: how it is, what waits for it, its last errors, and what can be done. */
import { Alert, Anchor, Code, Group, Paper, SimpleGrid, Skeleton, Stack, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconAlertTriangle, IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { Ago } from '../../parts/Ago.tsx';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { useFormat } from '../../shell/format.ts';
import { Actions } from './Actions.tsx';
import { LOOK_AGAIN } from './connection.ts';
import { Deliveries } from './Deliveries.tsx';
import { Errors, Reactions } from './Errors.tsx';
import { Inbox } from './Inbox.tsx';
import { connectionRoute } from './routes.ts';
import type { Tab } from './routes.ts';
import { StateBadge, useConnectionName } from './StateBadge.tsx';
import { Stock } from './Stock.tsx';
import { Waiting } from './Waiting.tsx';
import { useWords } from './words.ts';
import type { ConnectionDetail } from './connection.ts';

/** The tabs of a connection: a receiver has no queue of items, and only a channel an inbox. */
const tabsOf = ({ kind }: ConnectionDetail): Tab[] => (kind === 'webhook' ? ['deliveries', 'errors'] : kind === 'channel' ? ['waiting', 'inbox', 'stock', 'errors'] : kind === 'reactions' ? ['reactions', 'waiting'] : ['waiting', 'errors']);

export default function ConnectionPage() {
  const words = useWords();
  const nameOf = useConnectionName();
  const { connection: id } = connectionRoute.useParams();
  const connection = useQuery({ ...read('getConnection', { connection: id }), refetchInterval: LOOK_AGAIN });
  const back = <Anchor component={Link} to="/connections" size="sm" mb="xs" display="inline-flex" style={{ alignItems: 'center', gap: 4 }} mih={24}><IconArrowLeft size={16} aria-hidden />{words.back}</Anchor>;
  if (connection.error && !connection.data) return <>{back}<PageProblem error={connection.error} retry={() => void connection.refetch()} /></>;
  const { data } = connection;
  if (!data) return <Stack><Skeleton h={60} /><Skeleton h={90} /><Skeleton h={300} /></Stack>;
  return (
    <>
      {back}
      <PageHeader title={nameOf(data)} beside={<StateBadge state={data.state} />} description={[words.kinds[data.kind], data.kind === 'reactions' ? null : data.connector, data.address].filter((part) => part !== null).join(' · ')} actions={<Actions connection={data} />} />
      <Trouble of={data} />
      <Facts of={data} />
      <Contents of={data} />
    </>
  );
}

/** What is the matter now, in our words first and then in its own. */
function Trouble({ of }: { of: ConnectionDetail }) {
  const words = useWords();
  const format = useFormat();
  if (of.reason !== null) {
    const reason = (words.reasons as Readonly<Record<string, string>>)[of.reason];
    return <Alert color={of.state === 'paused' ? 'red' : 'gray'} variant="light" mb="md" icon={<IconAlertTriangle aria-hidden />}>{reason ?? <Text span lang="en" inherit>{of.reason}</Text>}</Alert>;
  }
  if (of.failingSince === null || of.cause === null) return null;
  return (
    <Alert color="red" variant="light" mb="md" icon={<IconAlertTriangle aria-hidden />} title={`${words.causes[of.cause]}, ${words.since} ${format.due(of.failingSince)}`}>
      <Text size="sm">{words.advice[of.cause]}</Text>
      {of.lastError !== null && <Code block mt="xs" lang="en">{of.lastError}</Code>}
    </Alert>
  );
}

function Facts({ of }: { of: ConnectionDetail }) {
  const words = useWords();
  const fact = (label: string, value: ReactNode): ReactNode => <Paper withBorder p="sm" radius="md"><Text size="xs" c="dimmed">{label}</Text><Text fw={600} style={{ fontVariantNumeric: 'tabular-nums' }}>{value}</Text></Paper>;
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} mb="lg">
      {fact(words.facts.lastSuccess, of.lastSuccessAt === null ? words.never : <Ago at={of.lastSuccessAt} />)}
      {fact(words.facts.failing, of.failingSince === null ? words.facts.notFailing : words.facts.times(of.failures))}
      {fact(`${words.waiting} / ${words.failed.toLowerCase()}`, `${words.more(of.waiting)} / ${words.more(of.failed)}`)}
      {fact(words.facts.oldest, of.oldest === null ? words.facts.nothing : <Ago at={of.oldest} />)}
    </SimpleGrid>
  );
}

function Contents({ of }: { of: ConnectionDetail }) {
  const words = useWords();
  const search = connectionRoute.useSearch();
  const navigate = connectionRoute.useNavigate();
  const tabs = tabsOf(of);
  const tab = tabs.find((one) => one === search.tab) ?? tabs[0] ?? 'waiting';
  const counts: Partial<Record<Tab, number>> = { waiting: of.waiting + of.failed, errors: of.errors.length };
  return (
    <Tabs value={tab} keepMounted={false} onChange={(next) => void navigate({ search: { tab: tabs.find((one) => one === next) } })}>
      <Tabs.List mb="md">{tabs.map((one) => <Tabs.Tab key={one} value={one}><Group gap={6}>{words.tabs[one]}{(counts[one] ?? 0) > 0 && <Text span size="xs" c="dimmed">{words.more(counts[one] ?? 0)}</Text>}</Group></Tabs.Tab>)}</Tabs.List>
      <Tabs.Panel value={tab} tabIndex={-1}>
        {tab === 'waiting' && <Waiting of={of} />}
        {tab === 'errors' && <Errors of={of} />}
        {tab === 'inbox' && <Inbox channel={of.code} />}
        {tab === 'stock' && <Stock channel={of.code} canCompare={of.can.includes('restock')} />}
        {tab === 'deliveries' && <Deliveries webhook={of.code} />}
        {tab === 'reactions' && <Reactions of={of} />}
      </Tabs.Panel>
    </Tabs>
  );
}
