/** The rules of a strategy that leave locations out or make them dearer, each an expression with a name. */
import { ActionIcon, Button, Fieldset, Group, Paper, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { MoneyInput } from '../../parts/MoneyInput.tsx';
import { CelEditor } from './CelEditor.tsx';
import type { Place } from './completion.ts';
import { list, number, problemAt, text } from '../../parts/settings/form.ts';
import type { Body, FormProps } from '../../parts/settings/form.ts';
import { useWords } from './words.ts';

export function FilterRules({ body, onChange, problems, readOnly, place, currency }: FormProps & { place: Place | undefined; currency: string }) {
  const words = useWords();
  const filters = list(body['filters']);
  const put = (next: Body[]): void => onChange({ ...body, filters: next });
  const set = (index: number, change: Body): void => put(filters.map((filter, at) => (at === index ? { ...filter, ...change } : filter)));
  return (
    <Fieldset legend={words.filters}>
      <Stack>
        {filters.length === 0 && <Text c="dimmed" size="sm">{words.filtersNone}</Text>}
        {filters.map((filter, index) => (
          <Paper key={index} withBorder p="md">
            <Stack gap="sm">
              <Group align="flex-end" wrap="nowrap">
                <TextInput flex={1} label={words.filterName} value={text(filter['name'])} onChange={(event) => set(index, { name: event.currentTarget.value })} error={problemAt(problems, `filters.${index}.name`)} readOnly={readOnly} required />
                {!readOnly && <ActionIcon size={36} variant="default" aria-label={words.removeFilter(text(filter['name']))} onClick={() => put(filters.filter((_one, at) => at !== index))}><IconTrash size={18} aria-hidden /></ActionIcon>}
              </Group>
              <CelEditor label={words.keep} value={text(filter['keep'])} onChange={(keep) => set(index, { keep })} place={place} problems={problems.filter(({ path }) => path === `filters.${index}.keep`)} readOnly={readOnly} />
              <Group align="flex-end">
                <Stack gap={4}>
                  <Text size="sm" fw={500} aria-hidden>{words.effect}</Text>
                  <SegmentedControl aria-label={words.effect} data={[{ value: 'hard', label: words.hard }, { value: 'soft', label: words.soft }]} value={filter['hard'] === false ? 'soft' : 'hard'} readOnly={readOnly}
                    onChange={(value) => { const { penalty: _penalty, ...rest } = filter; put(filters.map((one, at) => (at === index ? { ...rest, hard: value === 'hard', ...(value === 'soft' ? { penalty: number(filter['penalty']) ?? 100 } : {}) } : one))); }} />
                </Stack>
                {filter['hard'] === false && <MoneyInput label={words.penalty} currency={currency} value={number(filter['penalty'])} onChange={(penalty) => set(index, { penalty: penalty ?? 0 })} error={problemAt(problems, `filters.${index}.penalty`)} disabled={readOnly} />}
              </Group>
            </Stack>
          </Paper>
        ))}
        {!readOnly && <Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} onClick={() => put([...filters, { name: '', keep: 'true', hard: true }])} style={{ alignSelf: 'flex-start' }}>{words.addFilter}</Button>}
      </Stack>
    </Fieldset>
  );
}
