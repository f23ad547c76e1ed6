/** All rules of the retailer by kind: what is in force, what waits to be activated, and where to begin. */
import { Badge, Button, Group, Modal, Paper, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { useChannels } from '../../parts/useChannels.ts';
import { useFormat } from '../../shell/format.ts';
import { useLanguage } from '../../shell/language.ts';
import { gistOf, titleOf } from './gist.ts';
import { useGistWords } from './gist-words.ts';
import { useWords } from './words.ts';

type Kind = Answer<'listSettings'>['items'][number];

/** Kinds of which there is one, and its name. */
const SINGLE: Readonly<Record<string, string>> = { brand: 'default', 'short-reasons': 'default' };
/** Kinds of which there are as many as somebody writes. */
const MANY: ReadonlySet<string> = new Set(['strategy', 'availability', 'logistics-partner']);
const NAME = /^[a-z0-9][a-z0-9._-]{0,99}$/;

export default function RulesPage() {
  const words = useWords();
  const settings = useQuery(read('listSettings', {}));
  if (settings.error) return <PageProblem error={settings.error} retry={() => void settings.refetch()} />;
  return (
    <>
      <PageHeader title={words.title} description={words.description} />
      <Stack gap="xl" maw={880}>
        {settings.data === undefined ? [1, 2, 3].map((one) => <Skeleton key={one} h={130} />) : settings.data.items.filter(({ kind }) => kind !== 'message-template').map((kind) => <KindSection key={kind.kind} kind={kind} />)}
      </Stack>
    </>
  );
}

function KindSection({ kind }: { kind: Kind }) {
  const words = useWords();
  const [adding, { open, close }] = useDisclosure(false);
  const single = MANY.has(kind.kind) ? undefined : SINGLE[kind.kind] ?? 'default';
  const about = (words.about as Readonly<Record<string, string>>)[kind.kind];
  return (
    <section aria-labelledby={`kind-${kind.kind}`}>
      <Group justify="space-between" align="flex-end" mb="xs">
        <div style={{ flex: '1 1 260px' }}>
          <Title order={2} id={`kind-${kind.kind}`}>{(words.kinds as Readonly<Record<string, string>>)[kind.kind] ?? kind.title}</Title>
          {about && <Text c="dimmed" size="sm" maw={620}>{about}</Text>}
        </div>
        {single === undefined && kind.canWrite && <Button onClick={open} style={{ flexShrink: 0 }}>{words.newOf(kind.kind)}</Button>}
      </Group>
      <Paper withBorder>
        {kind.settings.length === 0 ? (
          <Group justify="space-between" p="md">
            <div><Text fw={550}>{words.none}</Text><Text size="sm" c="dimmed">{words.noneText}</Text></div>
            {single !== undefined && kind.canWrite && <Button variant="default" component={Link} to={`/rules/${kind.kind}/${single}`}>{words.write}</Button>}
          </Group>
        ) : kind.settings.map((setting, index) => <SettingRow key={setting.name} setting={setting} first={index === 0} />)}
      </Paper>
      {adding && <NewSetting kind={kind.kind} taken={kind.settings.map(({ name }) => name)} onClose={close} />}
    </section>
  );
}

/** A rule as people speak of it: what it is called and what it comes down to, by the version in force, else by the latest. A version never changes, and is read once. */
function SettingRow({ setting: { kind, name, active, latest }, first }: { setting: Kind['settings'][number]; first: boolean }) {
  const words = useWords();
  const gists = useGistWords();
  const format = useFormat();
  const language = useLanguage();
  const channels = useChannels();
  const version = useQuery({ ...read('getSettingVersion', { kind, name, version: active ?? latest }), staleTime: Number.POSITIVE_INFINITY });
  const body = version.data?.body ?? {};
  const title = version.isPending ? null : titleOf(kind, name, body, gists, channels.name);
  const gist = gistOf(kind, body, gists, format, language);
  return (
    <Group justify="space-between" p="md" wrap="wrap" style={first ? {} : { borderTop: '1px solid var(--mantine-color-default-border)' }}>
      <div style={{ flex: '1 1 260px', minWidth: 0 }}>
        {title === null ? <Skeleton h={18} w={180} my={4} /> : <Text component={Link} to={`/rules/${kind}/${name}`} fw={550} c="var(--mantine-color-anchor)" display="inline-block" py={4}>{title}</Text>}
        {gist !== '' && <Text size="sm" c="dimmed">{gist}</Text>}
      </div>
      <Group gap="xs">
        {latest > (active ?? 0) && active !== latest && <Badge variant="light" color="orange" tt="none" autoContrast>{words.draftWaiting(latest)}</Badge>}
        <Badge variant="light" color={active === null ? 'gray' : 'green'} tt="none" autoContrast>{active === null ? words.notInForce : words.inForce(active)}</Badge>
      </Group>
    </Group>
  );
}

function NewSetting({ kind, taken, onClose }: { kind: string; taken: readonly string[]; onClose: () => void }) {
  const words = useWords();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const fits = NAME.test(name) && !taken.includes(name);
  return (
    <Modal opened onClose={onClose} title={words.newOf(kind)} closeButtonProps={{ 'aria-label': words.cancel }}>
      <form onSubmit={(event) => { event.preventDefault(); if (fits) void navigate({ to: `/rules/${kind}/${name}` }); }}>
        <Stack>
          <TextInput data-autofocus label={words.newName} description={words.newNameHelp} value={name} onChange={(event) => setName(event.currentTarget.value)} error={name !== '' && !fits} required />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{words.cancel}</Button><Button type="submit" disabled={!fits}>{words.create}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
