/** The texts of a message: one language at a time, beside how it will look. */
import type { StreamParser } from '@codemirror/language';
import { Badge, Grid, Group, Paper, SegmentedControl, Stack, Table, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '../../api/query.ts';
import { CodeEditor } from '../../parts/code/CodeEditor.tsx';
import { group, text } from '../../parts/settings/form.ts';
import type { FormProps } from '../../parts/settings/form.ts';
import { wordOf } from '../../parts/words.ts';
import { templateSuggestions } from './completion.ts';
import type { Variable } from './completion.ts';
import { messageRoute } from './routes.ts';
import { useWords } from './words.ts';

/** Elements and what Liquid puts into them. */
const TEMPLATE: StreamParser<unknown> = {
  token: (stream) => {
    if (stream.match(/\{\{.*?\}\}/)) return 'variableName.function';
    if (stream.match(/\{%.*?%\}/)) return 'keyword';
    if (stream.match(/<\/?[a-z][^>{]*>?/i)) return 'tagName';
    stream.next();
    return null;
  },
};
const FIELDS = ['subject', 'preheader', 'body', 'text'] as const;

export function TemplateForm({ body, onChange, problems, readOnly }: FormProps) {
  const words = useWords();
  const { kind } = messageRoute.useParams();
  const { language: wished } = messageRoute.useSearch();
  const navigate = messageRoute.useNavigate();
  const templates = useQuery({ ...read('listMessageTemplates', {}), staleTime: Number.POSITIVE_INFINITY });
  const texts = group(body['texts']);
  const languages = Object.keys(texts);
  const language = wished !== undefined && languages.includes(wished) ? wished : languages[0] ?? 'nl';
  const shown = group(texts[language]);
  const variables = templates.data?.kinds.find((one) => one.kind === kind)?.variables ?? [];
  const complete = (written: string, position: number) => templateSuggestions(written, position, variables, templates.data?.tags ?? [], templates.data?.filters ?? []);
  return (
    <Stack gap="lg">
      <SegmentedControl aria-label={words.previewLanguage} data={languages.map((value) => ({ value, label: wordOf(words.language, value) }))} value={language} onChange={(next) => void navigate({ to: '.', search: (before: object) => ({ ...before, language: next }), replace: true })} style={{ alignSelf: 'flex-start' }} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack>
            {FIELDS.map((field) => (
              <CodeEditor key={`${language} ${field}`} label={words[field]} description={field === 'body' ? words.bodyHelp : undefined} value={text(shown[field])} language={TEMPLATE} complete={complete} readOnly={readOnly}
                problems={problems.filter(({ path }) => path === `texts.${language}.${field}`)} onChange={(value) => onChange({ ...body, texts: { ...texts, [language]: { ...shown, [field]: value } } })} />
            ))}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}><Preview kind={kind} texts={texts} language={language} /></Grid.Col>
      </Grid>
      <Variables variables={variables} />
    </Stack>
  );
}

function Preview({ kind, texts, language }: { kind: string; texts: Record<string, unknown>; language: string }) {
  const words = useWords();
  const [part, setPart] = useState<'mail' | 'plain'>('mail');
  const [written] = useDebouncedValue(texts, 200);
  const preview = useQuery({ ...read('previewMessageDraft', { kind, body: { texts: written as never, language } }), placeholderData: keepPreviousData, staleTime: Number.POSITIVE_INFINITY, gcTime: 60_000 });
  const rendered = preview.data?.rendered;
  return (
    <Stack gap="xs" style={{ position: 'sticky', top: 72 }}>
      <Group justify="space-between"><Title order={2} size="h4">{words.preview}</Title><SegmentedControl size="xs" aria-label={words.preview} data={[{ value: 'mail', label: words.mail }, { value: 'plain', label: words.plain }]} value={part} onChange={(value) => setPart(value as 'mail' | 'plain')} /></Group>
      {rendered ? (
        <Paper withBorder>
          <Text p="sm" fw={600} style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}>{rendered.subject}</Text>
          {part === 'mail' ? <iframe title={words.frame} sandbox="" srcDoc={rendered.html} style={{ width: '100%', height: 620, border: 0, display: 'block', background: '#fff' }} /> : <Text component="pre" p="sm" m={0} size="sm" style={{ whiteSpace: 'pre-wrap', maxHeight: 620, overflow: 'auto', fontFamily: 'ui-monospace, Menlo, Consolas, monospace' }} tabIndex={0}>{rendered.text}</Text>}
        </Paper>
      ) : <Paper withBorder p="xl"><Text c="dimmed" ta="center">{words.previewWait}</Text></Paper>}
    </Stack>
  );
}

function Variables({ variables }: { variables: readonly Variable[] }) {
  const words = useWords();
  return (
    <section aria-labelledby="variables">
      <Title order={2} size="h4" id="variables" mb="xs">{words.variables}</Title>
      <Table verticalSpacing={6}>
        <Table.Tbody>
          {variables.map(({ path, type, essential }) => (
            <Table.Tr key={path}><Table.Td><code>{path}</code></Table.Td><Table.Td c="dimmed">{words.types[type]}</Table.Td><Table.Td>{essential && <Badge variant="light" tt="none" autoContrast>{words.essential}</Badge>}</Table.Td></Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
