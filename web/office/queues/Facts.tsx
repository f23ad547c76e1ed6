/** What is needed to decide on an item: the order it is about, both sides of a difference, and what the server says of it. */
import { Group, Paper, SimpleGrid, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { read } from '../../api/query.ts';
import type { QueueName } from '../../parts/queues/words.ts';
import { StatusBadge } from '../../parts/StatusBadge.tsx';
import { useRole, wordOf } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import type { Item } from './decide.ts';
import classes from './Queues.module.css';
import { useExplain, useWords } from './words.ts';

export function Facts({ queue, item }: { queue: QueueName; item: Item }) {
  const words = useWords();
  return (
    <Stack gap="md">
      {queue === 'refund_requests' ? item.detail !== null && <Text>{item.detail}</Text> : <Explained queue={queue} item={item} />}
      {queue === 'holds' && <Held item={item} />}
      {queue === 'conflicts' && <Sides item={item} />}
      {queue === 'refund_requests' && <Refund item={item} />}
      {(queue === 'erp_differences' || queue === 'partner_differences') && <Counts item={item} theirs={queue === 'erp_differences' ? words.erp : words.warehouse} />}
      {(queue === 'erp_documents' || queue === 'dead_letters' || queue === 'due_work' || queue === 'messages') && <Technical queue={queue} item={item} />}
      {item.order !== null && queue !== 'dead_letters' && <OrderFacts order={item.order} />}
    </Stack>
  );
}

export function Pair({ name, children }: { name: string; children: ReactNode }) {
  return <div><Text size="sm" c="dimmed">{name}</Text><Text component="div" className={classes.number}>{children}</Text></div>;
}

/** Queues whose reasons are kinds of Spil's own. */
const EXPLAINED: ReadonlySet<QueueName> = new Set(['conflicts', 'payment_tasks', 'store_tasks', 'partner_tasks']);

/** What is the matter, and with whom: in the shown language where its kind is known, with the server's own sentence below. */
function Explained({ queue, item }: { queue: QueueName; item: Item }) {
  const words = useWords();
  const explain: Readonly<Record<string, string>> = useExplain();
  const known = item.reason !== null && EXPLAINED.has(queue) ? explain[item.reason] : undefined;
  if (known === undefined && item.detail === null) return null;
  return (
    <Stack gap={4}>
      {known !== undefined && <Text>{known}</Text>}
      {item.detail !== null && <Text size="sm" c={known === undefined ? undefined : 'dimmed'}>{words.details}: <span lang="en">{item.detail}</span></Text>}
    </Stack>
  );
}

/** The order in short: what was bought, where it stands, what it is worth. */
function OrderFacts({ order }: { order: string }) {
  const words = useWords();
  const format = useFormat();
  const { data } = useQuery(read('getOrder', { order }, { kinds: ['order'], id: order }));
  if (!data) return <Skeleton h={120} />;
  return (
    <Stack gap="xs">
      <Group justify="space-between"><Title order={3}>{words.lines}</Title><StatusBadge of="order" status={data.status} /></Group>
      <Table className={classes.number} aria-label={words.lines} verticalSpacing={4}>
        <Table.Thead><Table.Tr><Table.Th>{words.product}</Table.Th><Table.Th ta="right">{words.quantity}</Table.Th><Table.Th ta="right">{words.total}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>{data.lines.map((line) => <Table.Tr key={line.line}><Table.Th scope="row" fw={400}>{line.name}</Table.Th><Table.Td ta="right">{format.number(line.quantity)}</Table.Td><Table.Td ta="right">{format.money(line.total, data.currency)}</Table.Td></Table.Tr>)}</Table.Tbody>
      </Table>
    </Stack>
  );
}

function Held({ item }: { item: Item }) {
  const words = useWords();
  const roles = useRole();
  const format = useFormat();
  const { data } = useQuery({ ...read('getOrder', { order: item.order ?? '' }, { kinds: ['order'], ...(item.order === null ? {} : { id: item.order }) }), enabled: item.order !== null });
  const note = data?.holds.find(({ id }) => id === item.id)?.note;
  return (
    <SimpleGrid cols={{ base: 2, sm: 3 }}>
      <Pair name={words.team}>{wordOf(roles, item.owner ?? '')}</Pair>
      <Pair name={words.customerPays}>{item.amount === null ? '–' : format.money(item.amount, item.currency ?? undefined)}</Pair>
      <Pair name={words.note}>{note ? <span lang="en">{note}</span> : '–'}</Pair>
    </SimpleGrid>
  );
}

const said = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : value === null || value === undefined ? '–' : JSON.stringify(value, null, 2));

/** What Spil says and what the channel says, side by side. */
function Sides({ item }: { item: Item }) {
  const words = useWords();
  const { data } = useQuery({ ...read('listConflicts', { order: item.order ?? undefined, limit: 200 }, { kinds: ['order'] }), enabled: item.order !== null });
  const conflict = data?.items.find(({ id }) => id === item.id);
  if (!conflict) return <Skeleton h={90} />;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {([[words.ours, conflict.spilSays], [`${words.theirs}: ${conflict.channel}`, conflict.channelSays]] as const).map(([name, value]) => (
        <Paper key={name} withBorder p="sm"><Text size="sm" c="dimmed" mb={4}>{name}</Text><pre className={classes.json}>{said(value)}</pre></Paper>
      ))}
    </SimpleGrid>
  );
}

function Refund({ item }: { item: Item }) {
  const words = useWords();
  const format = useFormat();
  const order = item.order ?? '';
  const requests = useQuery({ ...read('listRefundRequests', { order }, { kinds: ['order'], id: order }), enabled: order !== '' });
  const room = useQuery({ ...read('getRefundRoom', { order }, { kinds: ['order'], id: order }), enabled: order !== '', retry: false });
  const request = requests.data?.requests.find(({ id }) => id === item.id);
  const money = (minor: number | undefined): string => (minor === undefined ? '–' : format.money(minor, item.currency ?? undefined));
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }}>
      <Pair name={words.amount}><Text span fw={650} fz="lg">{money(item.amount ?? undefined)}</Text></Pair>
      <Pair name={words.asked}>{request?.requestedBy ?? '–'}</Pair>
      <Pair name={words.room}>{money(room.data?.most)}</Pair>
      <Pair name={words.given}>{money(room.data?.given)}</Pair>
    </SimpleGrid>
  );
}

/** Both counts of a stock difference; the queue names ours and theirs in this order. */
function Counts({ item, theirs: whose }: { item: Item; theirs: string }) {
  const words = useWords();
  const format = useFormat();
  const [ours, theirs] = (item.subject ?? '').split(' ').map(Number);
  const number = (n: number | undefined): string => (n === undefined || Number.isNaN(n) ? '–' : format.number(n));
  const difference = item.amount ?? 0;
  return <SimpleGrid cols={3}><Pair name={words.ours}>{number(ours)}</Pair><Pair name={whose}>{number(theirs)}</Pair><Pair name={words.difference}><Text span fw={650}>{difference > 0 ? '+' : ''}{format.number(difference).replace('-', '−')}</Text></Pair></SimpleGrid>;
}

function Technical({ queue, item }: { queue: QueueName; item: Item }) {
  const words = useWords();
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {item.subject !== null && <Pair name={words.subject}>{item.subject}</Pair>}
        {queue === 'messages' && item.channel !== null && <Pair name={words.channel}>{item.channel}</Pair>}
        {queue === 'dead_letters' && item.reason !== null && <Pair name={words.follower}>{item.reason}</Pair>}
        {queue === 'erp_documents' && <Pair name={words.document}>{item.id}</Pair>}
      </SimpleGrid>
    </Stack>
  );
}
