/** Where the units of all orders stand now, stage by stage, each leading to its orders. */
import { Group, Progress, Skeleton, Stack, Table, Text, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Answer } from '../../api/client.ts';
import { useFormat } from '../../shell/format.ts';
import { useStage } from '../words.ts';
import { useInsightWords } from './words.ts';
import classes from './Bars.module.css';

type Funnel = Answer<'getFunnel'>;
type Stage = Funnel['stages'][number]['stage'];

/** What waits for a person or for supply stands out; the rest flows. */
const COLOURS: Partial<Record<Stage, string>> = { held: 'red', open: 'orange', waiting: 'orange', returning: 'orange', ready: 'teal', at_pickup_point: 'teal', shipped: 'cyan' };

export interface FunnelProps {
  funnel: Funnel | undefined;
  /** Filters that the orders behind a stage are shown with. */
  search?: { location?: string | undefined; channel?: string | undefined };
}

export function FunnelBars({ funnel, search = {} }: FunnelProps) {
  const words = useInsightWords();
  const stages = useStage();
  const format = useFormat();
  if (!funnel) return <Stack gap="xs" aria-hidden>{Array.from({ length: 11 }, (_none, index) => <Skeleton key={index} h={28} />)}</Stack>;
  const most = Math.max(1, ...funnel.stages.map(({ units }) => units));
  const nameOf = (stage: Stage): string => (stage === 'held' ? words.held : stages[stage]);
  const number = (n: number, atLeast: boolean): string => (atLeast ? words.atLeast(format.number(n)) : format.number(n));
  return (
    <Table.ScrollContainer minWidth={420} type="native">
      <Table verticalSpacing={6} horizontalSpacing="sm" aria-label={words.funnel} className={classes.bars}>
        <Table.Thead>
          <Table.Tr><Table.Th w={170}>{words.stage}</Table.Th><Table.Th visibleFrom="sm" aria-hidden /><Table.Th w={120} ta="right">{words.orders}</Table.Th><Table.Th w={80} ta="right">{words.units}</Table.Th><Table.Th w={120} ta="right"><Tooltip label={words.worthNote} multiline w={260}><span>{words.worth}</span></Tooltip></Table.Th></Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {funnel.stages.map(({ stage, orders, units, amount, atLeast }) => (
            <Table.Tr key={stage} data-empty={units === 0}>
              <Table.Th scope="row" fw={500}>{units === 0 ? <Text size="sm" c="dimmed">{nameOf(stage)}</Text> : <Link to="/insight/orders" search={{ stage, ...search }} className={classes.link}>{nameOf(stage)}</Link>}</Table.Th>
              <Table.Td visibleFrom="sm" aria-hidden>{units > 0 && <Progress value={(units * 100) / most} size="lg" radius="sm" color={COLOURS[stage] ?? 'spil'} transitionDuration={200} />}</Table.Td>
              <Table.Td ta="right" className={classes.figure}>{number(orders, atLeast)}</Table.Td>
              <Table.Td ta="right" className={classes.figure}>{number(units, atLeast)}</Table.Td>
              <Table.Td ta="right" className={classes.figure}>{amount === 0 ? '–' : format.money(amount, funnel.currency ?? undefined)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group justify="flex-end" gap={6} mt="xs">
        <Tooltip label={words.oversoldText} multiline w={260}><Text size="sm" c={funnel.oversold === 0 ? 'dimmed' : 'red'} tabIndex={0} className={classes.figure}>{words.oversold}: {format.number(funnel.oversold)}</Text></Tooltip>
      </Group>
    </Table.ScrollContainer>
  );
}
