/** The versions of a setting and when which was in force, by whom. */
import { Badge, Group, NavLink, Stack, Text, Timeline, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { read } from '../../api/query.ts';
import { useFormat } from '../../shell/format.ts';
import type { Summary } from './form.ts';
import { useSettingWords } from './words.ts';

export function Versions({ kind, name, address, versions, shown }: { kind: string; name: string; /** The page of this setting; the version is its search parameter. */ address: string; versions: readonly Summary[]; shown: number | null }) {
  const words = useSettingWords();
  const format = useFormat();
  const history = useQuery(read('listSettingActivations', { kind, name }));
  return (
    <Stack gap="lg">
      {versions.length > 0 && (
        <nav aria-labelledby="versions">
          <Title order={2} size="h4" id="versions" mb="xs">{words.versions}</Title>
          {versions.map(({ version, state, createdAt, createdBy, note }) => (
            <NavLink key={version} component={Link} to={address} search={{ version } as never} active={version === shown} aria-current={version === shown ? 'true' : undefined} style={{ borderRadius: 8 }}
              label={<Group justify="space-between" wrap="nowrap"><span>{words.version(version)}</span>{state !== 'retired' && <Badge size="sm" variant="light" tt="none" color={state === 'active' ? 'green' : 'orange'} autoContrast>{words.states[state]}</Badge>}</Group>}
              description={<>{format.moment(createdAt)} {words.by(createdBy)}{note && <Text size="xs" component="span" display="block">{note}</Text>}</>} />
          ))}
        </nav>
      )}
      <section aria-labelledby="history">
        <Title order={2} size="h4" id="history" mb="sm">{words.history}</Title>
        {history.data?.items.length === 0 && <Text size="sm" c="dimmed">{words.historyNone}</Text>}
        <Timeline bulletSize={12} lineWidth={2} active={0}>
          {history.data?.items.slice(0, 12).map(({ version, at, by }) => <Timeline.Item key={at} title={<Text size="sm" fw={550}>{version === null ? words.outOfForce : words.version(version)}</Text>}><Text size="xs" c="dimmed">{format.moment(at)} {words.by(by)}</Text></Timeline.Item>)}
        </Timeline>
      </section>
    </Stack>
  );
}
