/** The last errors of a connection in plain words, and the reactions inside Spil with how far each is. */
import { Table, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { Ago } from '../../parts/Ago.tsx';
import { Empty } from '../../parts/Empty.tsx';
import type { ConnectionDetail } from './connection.ts';
import { useWords } from './words.ts';

export function Errors({ of }: { of: ConnectionDetail }) {
  const words = useWords();
  if (of.errors.length === 0) return <Empty icon={<IconCircleCheck size={40} />} title={words.errors.emptyTitle} text={words.errors.emptyText} />;
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="sm">
        <Table.Thead><Table.Tr><Table.Th w={140}>{words.errors.at}</Table.Th><Table.Th w={260}>{words.errors.cause}</Table.Th><Table.Th>{words.errors.sentence}</Table.Th><Table.Th w={160}>{words.errors.operation}</Table.Th><Table.Th w={70} ta="right">{words.errors.times}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {of.errors.map((error, index) => (
            <Table.Tr key={`${error.at} ${index}`}>
              <Table.Td><Ago at={error.at} /></Table.Td><Table.Td fw={600}>{words.causes[error.cause]}</Table.Td><Table.Td><Text size="sm" lang="en">{error.sentence}</Text></Table.Td><Table.Td><Text size="sm" ff="monospace" lang="en">{error.operation}</Text></Table.Td><Table.Td ta="right">{error.times}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

export function Reactions({ of }: { of: ConnectionDetail }) {
  const words = useWords();
  const quiet = (n: number) => <Text size="sm" c={n === 0 ? 'dimmed' : undefined} fw={n === 0 ? undefined : 600}>{words.more(n)}</Text>;
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="xs" highlightOnHover>
        <Table.Thead><Table.Tr><Table.Th>{words.reactions.name}</Table.Th><Table.Th w={190} ta="right">{words.reactions.behind}</Table.Th><Table.Th w={110} ta="right">{words.reactions.letters}</Table.Th><Table.Th w={150}>{words.reactions.moved}</Table.Th><Table.Th>{words.reactions.error}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {of.reactions.map((one) => (
            <Table.Tr key={one.name}>
              <Table.Td><Text size="sm" ff="monospace" lang="en">{one.name}</Text></Table.Td><Table.Td ta="right">{quiet(one.behind)}</Table.Td><Table.Td ta="right">{quiet(one.deadLetters)}</Table.Td><Table.Td>{one.movedAt && <Ago at={one.movedAt} size="sm" />}</Table.Td><Table.Td><Text size="xs" lang="en" lineClamp={2}>{one.lastError}</Text></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
