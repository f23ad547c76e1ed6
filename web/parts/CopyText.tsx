/** A text to take along, with a button that copies it. */
import { Button, CopyButton, Group, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { defineWords } from '../shell/language.ts';

const useWords = defineWords({ copy: 'Copy', copied: 'Copied' }, { copy: 'Kopiëren', copied: 'Gekopieerd' });

export function CopyText({ label, text }: { label: string; text: string }) {
  const words = useWords();
  return (
    <Group gap="xs" mt="xs" wrap="nowrap">
      <TextInput aria-label={label} readOnly value={text} flex={1} ff="monospace" styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }} onFocus={(event) => event.currentTarget.select()} />
      <CopyButton value={text}>{({ copied, copy }) => <Button variant="default" flex="none" leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />} onClick={copy} aria-live="polite">{copied ? words.copied : words.copy}</Button>}</CopyButton>
    </Group>
  );
}
