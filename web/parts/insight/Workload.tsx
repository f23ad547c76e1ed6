/** How much each location has to do now, the most pressed first: bars, what is overdue, and how much of the day's capacity is given away. */
import { Badge, ColorSwatch, Group, Progress, Skeleton, Stack, Table, Text } from '@mantine/core';
import { IconMoodHappy } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Answer } from '../../api/client.ts';
import { useFormat } from '../../shell/format.ts';
import { Empty } from '../Empty.tsx';
import { useInsightWords } from './words.ts';
import classes from './Bars.module.css';

type Workload = Answer<'getWorkload'>;
type Load = Workload['locations'][number];

/** Share of the day's capacity from which a location is nearly full. */
const NEARLY_FULL = 0.9;

export interface WorkloadProps {
  workload: Workload | undefined;
  /** Only so many, and only those with work: for a page that shows other things too. */
  most?: number;
}

export function WorkloadBars({ workload, most }: WorkloadProps) {
  const words = useInsightWords();
  if (!workload) return <Stack gap="xs" aria-hidden>{Array.from({ length: most ?? 10 }, (_none, index) => <Skeleton key={index} h={30} />)}</Stack>;
  const shown = most === undefined ? workload.locations : workload.locations.filter((one) => one.open + one.packed + one.pickups + one.doneToday > 0).slice(0, most);
  if (shown.length === 0) return <Empty icon={<IconMoodHappy size={36} />} title={words.noWork} text={words.noWorkText} />;
  const largest = Math.max(1, ...shown.map(({ toPick, toPack }) => toPick + toPack));
  const columns = [words.toPick, words.toPack, words.packed, words.pickups, words.overdue, words.doneToday];
  return (
    <Table.ScrollContainer minWidth={720} type="native">
      <Table verticalSpacing={6} horizontalSpacing="sm" aria-label={words.workload} className={classes.bars}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.location}</Table.Th><Table.Th w="18%" visibleFrom="sm" aria-hidden><Group gap="sm" wrap="nowrap"><Key colour="spil" word={words.toPick} /><Key colour="cyan" word={words.toPack} /></Group></Table.Th>
            {columns.map((title) => <Table.Th key={title} ta="right" fz="sm">{title}</Table.Th>)}
            <Table.Th w={150} ta="right">{words.capacity}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{shown.map((one) => <Row key={one.location} one={one} largest={largest} />)}</Table.Tbody>
      </Table>
      {workload.more && most === undefined && <Text size="sm" c="dimmed" mt="sm">{words.more}</Text>}
    </Table.ScrollContainer>
  );
}

const Key = ({ colour, word }: { colour: string; word: string }) => <Group gap={4} wrap="nowrap"><ColorSwatch size={10} radius={2} color={`var(--mantine-color-${colour}-filled)`} withShadow={false} /><Text size="xs" fw={400} c="dimmed" className={classes.figure}>{word}</Text></Group>;

function Row({ one, largest }: { one: Load; largest: number }) {
  const words = useInsightWords();
  const format = useFormat();
  const count = (n: number) => <Text size="sm" c={n === 0 ? 'dimmed' : undefined} className={classes.figure}>{format.number(n)}</Text>;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}><Link to="/insight" search={{ view: 'now', location: one.location }} className={classes.link}>{one.name}</Link></Table.Th>
      <Table.Td visibleFrom="sm" aria-hidden>
        {one.toPick + one.toPack > 0 && <Progress.Root size="lg" radius="sm">
          <Progress.Section value={(one.toPick * 100) / largest} color="spil" />
          <Progress.Section value={(one.toPack * 100) / largest} color="cyan" />
        </Progress.Root>}
      </Table.Td>
      {[one.toPick, one.toPack, one.packed, one.pickups].map((n, index) => <Table.Td key={index} ta="right">{count(n)}</Table.Td>)}
      <Table.Td ta="right">{one.overdue === 0 ? count(0) : <Badge color="red" variant="light" size="md" className={classes.figure}>{format.number(one.overdue)}</Badge>}</Table.Td>
      <Table.Td ta="right">{count(one.doneToday)}</Table.Td>
      <Table.Td ta="right"><Capacity one={one} /></Table.Td>
    </Table.Tr>
  );
}

function Capacity({ one: { capacity, load, assignedToday } }: { one: Load }) {
  const words = useInsightWords();
  const format = useFormat();
  if (capacity === null) return <Text size="sm" c="dimmed" className={classes.figure}>{format.number(assignedToday)}, {words.noLimit}</Text>;
  const share = capacity === 0 ? 1 : load / capacity;
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <Progress value={share * 100} size="xs" w={48} color={share >= NEARLY_FULL ? 'orange' : 'gray'} aria-hidden />
      <Text size="sm" fw={share >= NEARLY_FULL ? 600 : undefined} className={classes.figure}>{words.of(format.number(load), format.number(capacity))}</Text>
    </Group>
  );
}
