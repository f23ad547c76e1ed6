/** Why the goods come from where they come: the decision in sentences, every location with its fate, and whether it can be made again. */
import { Badge, Button, Drawer, Group, List, Skeleton, Stack, Table, Text, Title, Tooltip } from '@mantine/core';
import { IconCheck, IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '../../../api/query.ts';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { useFormat } from '../../../shell/format.ts';
import { useOrder } from '../context.ts';
import type { Decision } from '../model.ts';
import { useDialogWords } from '../words-dialogs.ts';
import { useWhyWords } from '../words-why.ts';
import { costInWords, keptInWords, ranked, ruleInWords, sentencesOf } from './tell.ts';
import type { Ranked } from './tell.ts';

export function Why({ decision: id }: { decision: string }) {
  const { order, open } = useOrder();
  const words = useWhyWords();
  const dialogs = useDialogWords();
  const explained = useQuery(read('explainOrder', { order: order.id }, { kinds: ['order'], id: order.id }));
  const decision = explained.data?.decisions.find((one) => one.id === id);
  return (
    <Drawer opened onClose={() => open(null)} position="right" size="xl" styles={{ title: { fontWeight: 650, fontSize: '1.15rem' } }} title={words.title} closeButtonProps={{ 'aria-label': dialogs.close }}>
      <ProblemAlert error={explained.error} />
      {explained.isPending && <Stack><Skeleton h={120} /><Skeleton h={320} /></Stack>}
      {explained.data && !decision && <Text>{words.none}</Text>}
      {decision && <Told decision={decision} />}
    </Drawer>
  );
}

function Told({ decision }: { decision: Decision }) {
  const words = useWhyWords();
  const format = useFormat();
  const money = (minor: number): string => format.money(minor, decision.currency ?? 'EUR');
  return (
    <Stack gap="lg">
      <Group gap="xs">
        <Text size="sm" c="dimmed">{words.at} {format.moment(decision.at)}{decision.by.name !== null && `, ${words.by} ${decision.by.name}`}</Text>
        {decision.reproduced ? <Badge color="green" variant="light" tt="none" autoContrast leftSection={<IconCheck size={12} aria-hidden />}>{words.reproduced}</Badge> : <Badge color="gray" variant="light" tt="none">{words.notReproduced}</Badge>}
      </Group>
      <List spacing={4}>{sentencesOf(decision, words, money).map((sentence, index) => <List.Item key={`${index} ${sentence}`}>{sentence}</List.Item>)}</List>
      <Costs items={decision.items} total={decision.cost} money={money} />
      {decision.verdicts !== null && <Candidates decision={decision} money={money} />}
      <Text size="sm" c="dimmed">{words.strategy}: {decision.strategy.name ?? decision.strategy.id}, {words.version(decision.strategy.version)}</Text>
    </Stack>
  );
}

function Costs({ items, total, money }: { items: Decision['items']; total: number; money: (minor: number) => string }) {
  const words = useWhyWords();
  if (items.length === 0) return null;
  return (
    <div>
      <Title order={3} size="h4" mb={4}>{words.items}</Title>
      <Table withRowBorders={false} verticalSpacing={2} maw={360} aria-label={words.items}>
        <Table.Tbody>
          {items.map(({ name, amount }) => <Table.Tr key={name}><Table.Td pl={0}>{costInWords(name, words)}</Table.Td><Table.Td ta="right" style={{ fontVariantNumeric: 'tabular-nums' }}>{money(amount)}</Table.Td></Table.Tr>)}
          <Table.Tr fw={600}><Table.Td pl={0}>{words.total}</Table.Td><Table.Td ta="right" style={{ fontVariantNumeric: 'tabular-nums' }}>{money(total)}</Table.Td></Table.Tr>
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Candidates({ decision, money }: { decision: Decision; money: (minor: number) => string }) {
  const words = useWhyWords();
  const [all, setAll] = useState(false);
  const rows = ranked(decision);
  const without = rows.filter(({ dropped, rank, withheld }) => rank === 'dropped' && dropped?.rule === 'stock' && withheld.length === 0);
  const shown = all ? rows : rows.filter((row) => !without.includes(row));
  return (
    <div>
      <Title order={3} size="h4" mb={4}>{words.candidates}</Title>
      <Table.ScrollContainer minWidth={520}>
        <Table verticalSpacing={6} aria-label={words.candidates} styles={{ th: { whiteSpace: 'nowrap' } }}>
          <Table.Thead><Table.Tr><Table.Th>{words.location}</Table.Th><Table.Th ta="right">{words.distance}</Table.Th><Table.Th ta="right">{words.stock}</Table.Th><Table.Th ta="right">{words.cost}</Table.Th><Table.Th>{words.outcome}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>{shown.map((row) => <CandidateRow key={row.location} row={row} money={money} />)}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {without.length > 0 && !all && <Button variant="subtle" size="compact-sm" mt="xs" onClick={() => setAll(true)}>{words.showAll(without.length)}</Button>}
    </div>
  );
}

function CandidateRow({ row, money }: { row: Ranked; money: (minor: number) => string }) {
  const { name, kilometres, available, alone, dropped, rank, withheld } = row;
  const words = useWhyWords();
  const has = Object.values(available).reduce((sum, n) => sum + n, 0);
  return (
    <Table.Tr style={{ fontVariantNumeric: 'tabular-nums' }}>
      <Table.Td fw={rank === 'chosen' ? 600 : undefined}>{name}</Table.Td>
      <Table.Td ta="right">{kilometres === null ? '–' : words.km(kilometres)}</Table.Td>
      <Table.Td ta="right">{has}</Table.Td>
      <Table.Td ta="right">{alone === null ? '–' : <Tooltip multiline label={<Stack gap={0}>{alone.items.map((item) => <span key={item.name}>{costInWords(item.name, words)} {money(item.amount)}</span>)}</Stack>} events={{ hover: true, focus: true, touch: true }}><span tabIndex={0} style={{ borderBottom: '1px dotted currentColor' }}>{money(alone.cost)}</span></Tooltip>}</Table.Td>
      <Table.Td>
        {rank === 'chosen' && <Badge color="green" variant="light" tt="none" autoContrast leftSection={<IconCheck size={12} aria-hidden />}>{words.chosen}</Badge>}
        {rank === 'second' && <Badge color="blue" variant="light" tt="none" autoContrast>{words.second}</Badge>}
        {rank === 'possible' && <Text size="sm">{words.possible}</Text>}
        {dropped !== null && <Group gap={4} wrap="nowrap"><IconInfoCircle size={14} aria-hidden /><Text size="sm">{dropped.rule === 'stock' && withheld.length > 0 ? keptInWords(row, words) : ruleInWords(dropped.rule, words)}</Text></Group>}
        {dropped === null && withheld.length > 0 && <Text size="sm" c="dimmed">{keptInWords(row, words)}</Text>}
      </Table.Td>
    </Table.Tr>
  );
}
