/** The item that is open: what it is about, who is on it, what is needed to decide, and the decision. */
import { ActionIcon, Badge, Button, Group, Paper, Select, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconArrowLeft, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Refused } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { Ago } from '../../parts/Ago.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { LinkAnchor } from '../../parts/links.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import type { QueueName } from '../../parts/queues/words.ts';
import { wordOf } from '../../parts/words.ts';
import { useFormat } from '../../shell/format.ts';
import { useMe } from '../../shell/session.ts';
import { Decide } from './Decide.tsx';
import { useAssign } from './decide.ts';
import type { Item } from './decide.ts';
import { Facts } from './Facts.tsx';
import { NameProduct } from './NameProduct.tsx';
import { Quarantined } from './Quarantined.tsx';
import { useTitle } from './title.ts';
import { useWhy, useWords } from './words.ts';

export interface ItemPanelProps { queue: QueueName; id: string; known: Item | undefined; onClose: () => void; onDone: (done: readonly string[]) => void; onNext: () => void }

export function ItemPanel({ queue, id, known, onClose, onDone, onNext }: ItemPanelProps) {
  const words = useWords();
  const { data, error } = useQuery({ ...read('getQueueItem', { queue, item: id }, { kinds: ['order'] }), ...(known ? { placeholderData: known } : {}) });
  if (error instanceof Refused && error.status === 404) return <Paper withBorder><Empty icon={<IconCircleCheck size={36} />} title={words.gone} text={words.goneText}><Button onClick={onNext}>{words.next}</Button><Button variant="subtle" onClick={onClose}>{words.close}</Button></Empty></Paper>;
  if (error) return <ProblemAlert error={error} />;
  if (!data) return <Paper withBorder p="lg"><Stack><Skeleton h={28} w="50%" /><Skeleton h={120} /><Skeleton h={80} /></Stack></Paper>;
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="item-title">
      <Head queue={queue} item={data} onClose={onClose} />
      {queue === 'quarantine' ? <Quarantined item={data} onDone={() => onDone([data.id])} /> : <><Facts queue={queue} item={data} />{queue === 'holds' && data.reason === 'unknown_sku' && data.order !== null && <NameProduct hold={data.id} order={data.order} onDone={() => onDone([data.id])} />}<Decide queue={queue} item={data} onDone={() => onDone([data.id])} /></>}
    </Paper>
  );
}

function Head({ queue, item, onClose }: { queue: QueueName; item: Item; onClose: () => void }) {
  const words = useWords();
  const why = useWhy();
  const format = useFormat();
  const title = useTitle()(queue, item);
  const heading = useRef<HTMLHeadingElement>(null);
  // On a narrow screen the list is gone: whoever opened the item goes on here.
  useEffect(() => { if (globalThis.matchMedia('(max-width: 75em)').matches) heading.current?.focus(); }, []);
  return (
    <Stack gap="xs" mb="md">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <ActionIcon variant="subtle" color="gray" size="lg" onClick={onClose} aria-label={words.close} hiddenFrom="lg"><IconArrowLeft size={20} aria-hidden /></ActionIcon>
          <Stack gap={2}><Title order={2} id="item-title" ref={heading} tabIndex={-1}>{title}</Title>{item.reason !== null && <Text fw={500}>{wordOf(why, item.reason)}</Text>}</Stack>
        </Group>
        {item.order !== null && <LinkAnchor to="/orders/$order" params={{ order: item.order }} size="sm" py={4}>{words.toOrder}</LinkAnchor>}
      </Group>
      <Group gap="md">
        <Text size="sm" c="dimmed" component="div">{words.waits} <Ago at={item.at} /></Text>
        {item.overdue ? <Badge color="red" variant="light" tt="none" size="lg" leftSection={<IconAlertTriangle size={14} aria-hidden />}>{words.overdue}</Badge> : <Text size="sm" c="dimmed">{words.deadline}: {format.due(item.deadline)}</Text>}
      </Group>
      {item.can.includes('assign') && <Assign queue={queue} item={item} />}
    </Stack>
  );
}

function Assign({ queue, item }: { queue: QueueName; item: Item }) {
  const words = useWords();
  const me = useMe();
  const { data } = useQuery(read('listQueuePeople', { queue }));
  const assign = useAssign(queue);
  const people = data?.people ?? [];
  const mine = people.some(({ id }) => id === me.id) && item.assignee?.id !== me.id;
  return (
    <Stack gap="xs">
      <Group gap="sm" align="flex-end">
        <Select label={words.assignee} placeholder={words.nobody} data={people.map(({ id, name }) => ({ value: id, label: name }))} value={item.assignee?.id ?? null} onChange={(person) => assign.mutate({ item: item.id, person })} clearable searchable w={230} disabled={assign.isPending} />
        {mine && <Button variant="default" onClick={() => assign.mutate({ item: item.id, person: me.id })} loading={assign.isPending}>{words.take}</Button>}
      </Group>
      <ProblemAlert error={assign.error} />
    </Stack>
  );
}
