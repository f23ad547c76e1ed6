/** One rule: written in a form, checked while it is written, saved as a version, activated, and taken back. */
import { Alert, Badge, Button, Grid, Group, Skeleton, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, Refused } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { PageHeader } from '../../parts/PageHeader.tsx';
import { PageProblem } from '../../parts/PageProblem.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { Activation } from './Activation.tsx';
import { useCopy } from './copy.ts';
import { FIRST_STRATEGY } from './forms.ts';
import type { Body, FormProps } from './forms.ts';
import { BrandForm, ReasonsForm, TextForm } from './OtherForms.tsx';
import { ruleRoute } from './routes.ts';
import { StrategyForm } from './StrategyForm.tsx';
import { Versions } from './Versions.tsx';
import { useWords } from './words.ts';

export type Summary = Answer<'listSettingVersions'>['items'][number];

const FORMS: Readonly<Record<string, (props: FormProps) => React.ReactNode>> = { strategy: StrategyForm, 'short-reasons': ReasonsForm, brand: BrandForm };
const FIRST: Readonly<Record<string, Body>> = { strategy: FIRST_STRATEGY, brand: { name: '', url: 'https://', logoUrl: null, accent: '#0a6c5b', email: '', phone: null, address: '' } };

export default function RulePage() {
  const { kind, name } = ruleRoute.useParams();
  const { version: wished } = ruleRoute.useSearch();
  const versions = useQuery(read('listSettingVersions', { kind, name, limit: 100 }));
  const kinds = useQuery(read('listSettings', {}));
  const unknown = versions.error instanceof Refused && versions.error.status === 404;
  const items = unknown ? [] : versions.data?.items;
  const active = items?.find(({ state }) => state === 'active');
  const shown = items?.find(({ version }) => version === wished) ?? active ?? items?.[0];
  const document = useQuery({ ...read('getSettingVersion', { kind, name, version: shown?.version ?? 0 }), enabled: shown !== undefined });
  const inForce = useQuery({ ...read('getSettingVersion', { kind, name, version: active?.version ?? 0 }), enabled: active !== undefined });
  const reasons = useQuery({ ...read('listShortReasons', {}), enabled: kind === 'short-reasons' && items?.length === 0 });
  const problem = (unknown ? null : versions.error) ?? kinds.error ?? document.error;
  if (problem) return <PageProblem error={problem} retry={() => void versions.refetch()} />;
  const waiting = items === undefined || kinds.data === undefined || (shown !== undefined && document.data === undefined) || (active !== undefined && inForce.data === undefined) || (kind === 'short-reasons' && items.length === 0 && reasons.data === undefined);
  if (waiting) return <Stack><Skeleton h={40} w={320} /><Skeleton h={420} /></Stack>;
  const original = document.data?.body ?? (kind === 'short-reasons' ? { reasons: reasons.data?.reasons ?? [] } : FIRST[kind] ?? {});
  const canWrite = kinds.data.items.find((one) => one.kind === kind)?.canWrite ?? false;
  return <Editor key={`${kind} ${name} ${shown?.version ?? 0}`} {...{ kind, name, original, canWrite }} shown={shown ?? null} versions={items} active={inForce.data ?? null} />;
}

interface EditorProps { kind: string; name: string; original: Body; canWrite: boolean; shown: Summary | null; versions: readonly Summary[]; active: Answer<'getSettingVersion'> | null }

function Editor({ kind, name, original, canWrite, shown, versions, active }: EditorProps) {
  const words = useWords();
  const copy = useCopy(kind, name, shown?.version ?? 0, original);
  const [body] = useDebouncedValue(copy.body, 200);
  const tried = useQuery({ ...read('trySetting', { kind, body: { name, body: body as never } }), placeholderData: keepPreviousData, staleTime: Number.POSITIVE_INFINITY, gcTime: 60_000 });
  const problems = tried.data?.problems ?? [];
  const Form = FORMS[kind] ?? TextForm;
  const title = typeof copy.body['name'] === 'string' && copy.body['name'] !== '' ? copy.body['name'] : (words.kinds as Readonly<Record<string, string>>)[kind] ?? name;
  return (
    <>
      <PageHeader title={title} description={(words.kinds as Readonly<Record<string, string>>)[kind] ?? kind} beside={<State shown={shown} dirty={copy.dirty} />}
        actions={canWrite && <Activation {...{ kind, name, shown, active, versions }} dirty={copy.dirty} problems={problems.length} body={copy.body} />} />
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 9 }}>
          <Stack>
            {!canWrite && <Alert variant="light">{words.readOnly}</Alert>}
            {copy.restored && <Alert variant="light" color="orange" title={words.unsaved}>{words.restored}</Alert>}
            <Form body={copy.body} onChange={copy.change} problems={problems} readOnly={!canWrite} />
            {canWrite && <Saving {...{ kind, name }} copy={copy} checking={tried.isFetching} problems={problems.length} />}
            <ProblemAlert error={tried.error} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 3 }}><Versions {...{ kind, name, versions }} shown={shown?.version ?? null} /></Grid.Col>
      </Grid>
    </>
  );
}

function State({ shown, dirty }: { shown: Summary | null; dirty: boolean }) {
  const words = useWords();
  return (
    <Group gap="xs">
      {shown && <Badge variant="light" tt="none" color={shown.state === 'active' ? 'green' : shown.state === 'retired' ? 'gray' : 'orange'} autoContrast>{`${words.version(shown.version)} · ${words.states[shown.state]}`}</Badge>}
      {(dirty || shown === null) && <Badge variant="outline" color="orange" tt="none" autoContrast>{words.unsaved}</Badge>}
    </Group>
  );
}

function Saving({ kind, name, copy, checking, problems }: { kind: string; name: string; copy: ReturnType<typeof useCopy>; checking: boolean; problems: number }) {
  const words = useWords();
  const client = useQueryClient();
  const navigate = ruleRoute.useNavigate();
  const [note, setNote] = useState('');
  const save = useMutation({
    mutationFn: () => call('draftSetting', { kind, name, body: { body: copy.body as never, note: note === '' ? null : note } }),
    onSuccess: async ({ version }) => {
      copy.discard();
      await client.invalidateQueries({ queryKey: ['listSettingVersions'] });
      await client.invalidateQueries({ queryKey: ['listSettings'] });
      await navigate({ to: '.', search: { version } });
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
