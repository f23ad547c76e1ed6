/** The queues as cards: how much waits, since when, what is overdue; each leads to its items. */
import { Badge, Group, Paper, SimpleGrid, Skeleton, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useFormat } from '../../shell/format.ts';
import { Ago } from '../Ago.tsx';
import classes from './QueueCards.module.css';
import { useQueueWords } from './words.ts';
import type { Queue } from './words.ts';

export interface QueueCardsProps { queues: readonly Queue[] | undefined; /** With what each queue is for. */ explained?: boolean }

export function QueueCards({ queues, explained = false }: QueueCardsProps) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 3, xl: explained ? 3 : 4 }} spacing="md">
      {queues ? queues.map((queue) => <Card key={queue.queue} queue={queue} explained={explained} />) : Array.from({ length: explained ? 9 : 4 }, (_none, index) => <Skeleton key={index} h={explained ? 150 : 104} />)}
    </SimpleGrid>
  );
}

function Card({ queue, explained }: { queue: Queue; explained: boolean }) {
  const words = useQueueWords();
  const format = useFormat();
  const { count, atLeast, overdue, oldestAt, mine, unassigned } = queue;
  const number = (n: number): string => (atLeast ? words.atLeast(format.number(n)) : format.number(n));
  return (
    <Paper withBorder p="md" className={classes.card} data-empty={count === 0}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Link to="/queues/$queue" params={{ queue: queue.queue }} className={classes.name}>{words.names[queue.queue]}</Link>
        {overdue > 0 && <Badge color="red" variant="light" size="lg" tt="none" leftSection={<IconAlertTriangle size={14} aria-hidden />} className={classes.badge}>{words.overdue(format.number(overdue))}</Badge>}
      </Group>
      {explained && <Text size="sm" c="dimmed" mt={2}>{words.about[queue.queue]}</Text>}
      {count === 0
        ? <Group gap={6} mt="auto" pt="sm"><IconCheck size={18} aria-hidden /><Text size="sm" c="dimmed">{words.empty}</Text></Group>
        : (
          <Group gap="md" mt="auto" pt="sm" align="baseline">
            <Text fz={26} fw={650} lh={1.1} className={classes.number}>{number(count)}</Text>
            <Text size="sm" c="dimmed" component="div">{oldestAt && <>{words.oldest}: <Ago at={oldestAt} />{explained && ' · '}</>}{explained && <>{mine > 0 && `${words.mine(format.number(mine))} · `}{words.unassigned(format.number(unassigned))}</>}</Text>
          </Group>
        )}
    </Paper>
  );
}
