/** The messages that customers get, in the order in which an order goes. */
import { Badge, Group, Paper, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { read } from '../../api/query.ts';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { wordOf } from '../../parts/words.ts';
import { useWords } from './words.ts';

export default function MessagesPage() {
  const words = useWords();
  const templates = useQuery(read('listMessageTemplates', {}));
  if (templates.error) return <PageProblem error={templates.error} retry={() => void templates.refetch()} />;
  return (
    <>
      <PageHeader title={words.title} description={words.description} />
      <Paper withBorder maw={880}>
        {templates.data === undefined ? <Stack p="md">{[1, 2, 3, 4].map((one) => <Skeleton key={one} h={44} />)}</Stack> : templates.data.kinds.map(({ kind, setting, languages }, index) => {
          const name = wordOf(words.kinds, kind);
          return (
            <Group key={kind} justify="space-between" p="md" gap="xs" style={index === 0 ? {} : { borderTop: '1px solid var(--mantine-color-default-border)' }}>
              <div style={{ flex: '1 1 240px' }}>
                <Text component={Link} to={`/messages/${kind}`} fw={550} c="var(--mantine-color-anchor)" aria-label={words.open(name)}>{name}</Text>
                <Text size="sm" c="dimmed">{wordOf(words.about, kind)}</Text>
              </div>
              <Group gap="xs" justify="flex-end">
                <Badge variant="light" color={setting.active === null ? 'gray' : 'green'} tt="none" autoContrast>{setting.active === null ? words.usual : words.own(setting.active)}</Badge>
                {languages.map((language) => <Badge key={language} variant="default" tt="uppercase">{language}</Badge>)}
              </Group>
            </Group>
          );
        })}
      </Paper>
    </>
  );
}
