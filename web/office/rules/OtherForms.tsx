/** The reasons of the shop floor and the brand as forms; every other kind of document as its text. */
import { ActionIcon, Button, Checkbox, ColorInput, JsonInput, NumberInput, Select, SimpleGrid, Stack, Table, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { group, list, number, problemAt, text } from '../../parts/settings/form.ts';
import type { Body, FormProps } from '../../parts/settings/form.ts';
import { useWords } from './words.ts';

export function ReasonsForm({ body, onChange, problems, readOnly }: FormProps) {
  const { reasons: words } = useWords();
  const reasons = list(body['reasons']);
  const put = (next: Body[]): void => onChange({ ...body, reasons: next });
  const set = (index: number, change: Body): void => put(reasons.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <Stack>
      <Table.ScrollContainer minWidth={920}>
        <Table verticalSpacing="xs">
          <Table.Thead><Table.Tr><Table.Th>{words.code}</Table.Th><Table.Th>{words.en}</Table.Th><Table.Th>{words.nl}</Table.Th><Table.Th>{words.stock}</Table.Th><Table.Th>{words.exclude}</Table.Th><Table.Th>{words.count}</Table.Th><Table.Td /></Table.Tr></Table.Thead>
          <Table.Tbody>
            {reasons.map((reason, index) => {
              const label = group(reason['label']);
              const code = text(reason['code']);
              return (
                <Table.Tr key={index}>
                  <Table.Td><TextInput aria-label={words.code} value={code} onChange={(event) => set(index, { code: event.currentTarget.value })} error={problemAt(problems, `reasons.${index}.code`)} readOnly={readOnly} /></Table.Td>
                  {(['en', 'nl'] as const).map((language) => <Table.Td key={language}><TextInput aria-label={`${words[language]}: ${code}`} value={text(label[language])} onChange={(event) => set(index, { label: { ...label, [language]: event.currentTarget.value } })} error={problemAt(problems, `reasons.${index}.label.${language}`)} readOnly={readOnly} /></Table.Td>)}
                  <Table.Td><Select aria-label={`${words.stock}: ${code}`} data={(['keep', 'damaged', 'missing', 'quarantine'] as const).map((value) => ({ value, label: words.stocks[value] }))} value={text(reason['stock']) || 'keep'} onChange={(stock) => set(index, { stock })} allowDeselect={false} readOnly={readOnly} /></Table.Td>
                  <Table.Td><NumberInput aria-label={`${words.exclude}: ${code}`} placeholder={words.forOrder} suffix={` ${words.minutes}`} value={number(reason['excludeMinutes']) ?? ''} onChange={(value) => set(index, { excludeMinutes: typeof value === 'number' ? value : null })} min={1} allowDecimal={false} readOnly={readOnly} /></Table.Td>
                  <Table.Td><Checkbox aria-label={`${words.count}: ${code}`} checked={reason['count'] === true} onChange={(event) => set(index, { count: event.currentTarget.checked })} disabled={readOnly} /></Table.Td>
                  <Table.Td>{!readOnly && <ActionIcon size={36} variant="default" aria-label={words.remove(code)} onClick={() => put(reasons.filter((_one, at) => at !== index))}><IconTrash size={18} aria-hidden /></ActionIcon>}</Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {!readOnly && <Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} style={{ alignSelf: 'flex-start' }} onClick={() => put([...reasons, { code: '', label: { en: '', nl: '' }, stock: 'keep', excludeMinutes: null, count: false }])}>{words.add}</Button>}
    </Stack>
  );
}

export function BrandForm({ body, onChange, problems, readOnly }: FormProps) {
  const { brand: words } = useWords();
  const field = (name: 'name' | 'url' | 'logoUrl' | 'email' | 'phone' | 'address') => (
    <TextInput label={words[name]} value={text(body[name])} onChange={(event) => onChange({ ...body, [name]: event.currentTarget.value === '' && (name === 'logoUrl' || name === 'phone') ? null : event.currentTarget.value })} error={problemAt(problems, name)} readOnly={readOnly} />
  );
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {field('name')}{field('url')}{field('email')}{field('phone')}{field('address')}
      <ColorInput label={words.accent} value={text(body['accent'])} onChange={(accent) => onChange({ ...body, accent })} error={problemAt(problems, 'accent')} readOnly={readOnly} format="hex" />
      {field('logoUrl')}
    </SimpleGrid>
  );
}

export function TextForm({ body, onChange, problems, readOnly }: FormProps) {
  const words = useWords();
  const [written, setWritten] = useState(() => JSON.stringify(body, null, 2));
  const [readable, setReadable] = useState(true);
  const change = (next: string): void => {
    setWritten(next);
    try {
      onChange(group(JSON.parse(next)));
      setReadable(true);
    } catch {
      setReadable(false);
    }
  };
  return <JsonInput label={words.json} value={written} onChange={change} autosize minRows={10} formatOnBlur readOnly={readOnly} error={readable ? problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join(' ') || undefined : words.jsonWrong} styles={{ input: { fontFamily: 'ui-monospace, Menlo, Consolas, monospace' } }} />;
}
