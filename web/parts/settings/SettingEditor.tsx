/** A setting on its page: written in a form, checked while it is written, saved as a version, activated, and taken back. */
import { Alert, Badge, Button, Grid, Group, Skeleton, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { call, Refused } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { PageHeader } from '../PageHeader.tsx';
import { PageProblem } from '../PageProblem.tsx';
import { ProblemAlert } from '../ProblemAlert.tsx';
import { Activation } from './Activation.tsx';
import { useCopy } from './copy.ts';
import type { Copy } from './copy.ts';
import type { Body, FormProps, Summary } from './form.ts';
import { Versions } from './Versions.tsx';
import { useSettingWords } from './words.ts';

export interface SettingEditorProps {
  kind: string;
  name: string;
  /** The version asked for; else the one in force, else the latest. */
  version: number | undefined;
  onVersion: (version: number) => Promise<void> | void;
  /** This page's address within the door. */
  address: string;
  /** The text to begin with while there is no version; undefined while it is being read. */
  first: Body | undefined;
  title: (body: Body) => string;
  description: string;
  form: (props: FormProps) => ReactNode;
}

export function SettingEditor(props: SettingEditorProps) {
  const { kind, name, version: wished, first } = props;
  const versions = useQuery(read('listSettingVersions', { kind, name, limit: 100 }));
  const kinds = useQuery(read('listSettings', {}));
  const unknown = versions.error instanceof Refused && versions.error.status === 404;
  const items = unknown ? [] : versions.data?.items;
  const active = items?.find(({ state }) => state === 'active');
  const shown = items?.find(({ version }) => version === wished) ?? active ?? items?.[0];
  const document = useQuery({ ...read('getSettingVersion', { kind, name, version: shown?.version ?? 0 }), enabled: shown !== undefined });
  const inForce = useQuery({ ...read('getSettingVersion', { kind, name, version: active?.version ?? 0 }), enabled: active !== undefined });
  const problem = (unknown ? null : versions.error) ?? kinds.error ?? document.error;
  if (problem) return <PageProblem error={problem} retry={() => void versions.refetch()} />;
  const original = shown ? document.data?.body : first;
  if (items === undefined || kinds.data === undefined || original === undefined || (active !== undefined && inForce.data === undefined)) return <Stack><Skeleton h={40} w={320} /><Skeleton h={420} /></Stack>;
  const canWrite = kinds.data.items.find((one) => one.kind === kind)?.canWrite ?? false;
  return <Editor key={`${kind} ${name} ${shown?.version ?? 0}`} {...props} {...{ original, canWrite }} shown={shown ?? null} versions={items} active={inForce.data ?? null} />;
}

interface EditorProps extends SettingEditorProps { original: Body; canWrite: boolean; shown: Summary | null; versions: readonly Summary[]; active: Answer<'getSettingVersion'> | null }

function Editor({ kind, name, address, original, canWrite, shown, versions, active, title, description, form: Form, onVersion }: EditorProps) {
  const words = useSettingWords();
  const copy = useCopy(kind, name, shown?.version ?? 0, original);
  const [body] = useDebouncedValue(copy.body, 200);
  const tried = useQuery({ ...read('trySetting', { kind, body: { name, body: body as never } }), placeholderData: keepPreviousData, staleTime: Number.POSITIVE_INFINITY, gcTime: 60_000 });
  const problems = tried.data?.problems ?? [];
  return (
    <>
      <PageHeader title={title(copy.body)} description={description} beside={<State shown={shown} dirty={copy.dirty} />}
        actions={canWrite && <Activation {...{ kind, name, shown, active, versions, onVersion }} dirty={copy.dirty} problems={problems.length} body={copy.body} />} />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 9 }}>
          <Stack>
            {!canWrite && <Alert variant="light">{words.readOnly}</Alert>}
            {copy.restored && <Alert variant="light" color="orange" title={words.unsaved}>{words.restored}</Alert>}
            <Form body={copy.body} onChange={copy.change} problems={problems} readOnly={!canWrite} />
            {canWrite && <Saving {...{ kind, name, copy, onVersion }} checking={tried.isFetching} problems={problems.length} />}
            <ProblemAlert error={tried.error} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 3 }}><Versions {...{ kind, name, address, versions }} shown={shown?.version ?? null} /></Grid.Col>
      </Grid>
    </>
  );
}

function State({ shown, dirty }: { shown: Summary | null; dirty: boolean }) {
  const words = useSettingWords();
  return (
    <Group gap="xs">
      {shown && <Badge variant="light" tt="none" color={shown.state === 'active' ? 'green' : shown.state === 'retired' ? 'gray' : 'orange'} autoContrast>{`${words.version(shown.version)} · ${words.states[shown.state]}`}</Badge>}
      {(dirty || shown === null) && <Badge variant="light" color="orange" tt="none" autoContrast>{words.unsaved}</Badge>}
    </Group>
  );
}

interface SavingProps { kind: string; name: string; copy: Copy; onVersion: (version: number) => Promise<void> | void; checking: boolean; problems: number }

function Saving({ kind, name, copy, onVersion, checking, problems }: SavingProps) {
  const words = useSettingWords();
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const save = useMutation({
    mutationFn: () => call('draftSetting', { kind, name, body: { body: copy.body as never, note: note === '' ? null : note } }),
    onSuccess: async ({ version }) => {
      copy.discard();
      await client.invalidateQueries({ queryKey: ['listSettingVersions'] });
      await client.invalidateQueries({ queryKey: ['listSettings'] });
      await onVersion(version);
    },
  });
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <Stack gap="sm">
        <ProblemAlert error={save.error} />
        <Group align="flex-end">
          <TextInput flex={1} miw={240} label={words.saveNote} value={note} onChange={(event) => setNote(event.currentTarget.value)} maxLength={1000} />
          {copy.dirty && <Button variant="default" onClick={copy.discard}>{words.discard}</Button>}
          <Button type="submit" variant="default" loading={save.isPending}>{words.save}</Button>
        </Group>
        <span role="status" style={{ color: 'var(--mantine-color-dimmed)', fontSize: 14 }}>{checking ? words.checking : problems === 0 ? words.noProblems : words.problems(problems)}</span>
      </Stack>
    </form>
  );
}
