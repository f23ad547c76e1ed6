/** Editing a short list of rows: adding one, taking one away, with a name for every control. */
import { ActionIcon, Button, Fieldset, Group, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';

export interface PairsProps<R> {
  legend: string;
  description?: string;
  rows: readonly R[];
  onChange: (rows: R[]) => void;
  /** What a new row begins as. */
  fresh: () => R;
  add: string;
  /** Said of the button that takes the n-th row away, from 1. */
  remove: (n: number) => string;
  /** The fields of a row. */
  render: (row: R, set: (change: Partial<R>) => void, n: number) => ReactNode;
  error?: string | undefined;
}

export function Pairs<R extends object>({ legend, description, rows, onChange, fresh, add, remove, render, error }: PairsProps<R>) {
  return (
    <Fieldset legend={legend} p="sm">
      <Stack gap="xs">
        {description && <Text size="xs" c="dimmed">{description}</Text>}
        {rows.map((row, index) => (
          <Group key={index} gap="xs" wrap="nowrap" align="flex-end">
            {render(row, (change) => onChange(rows.map((one, at) => (at === index ? { ...one, ...change } : one))), index + 1)}
            <ActionIcon variant="default" size="lg" onClick={() => onChange(rows.filter((_one, at) => at !== index))} aria-label={remove(index + 1)} mb={1}><IconTrash size={16} aria-hidden /></ActionIcon>
          </Group>
        ))}
        {error && <Text size="xs" c="var(--mantine-color-error)" role="alert">{error}</Text>}
        <Group><Button size="compact-sm" variant="light" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => onChange([...rows, fresh()])}>{add}</Button></Group>
      </Stack>
    </Fieldset>
  );
}
