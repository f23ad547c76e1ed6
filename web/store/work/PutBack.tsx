/** What was cancelled after it was picked, and where it goes back to. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { ProductPicture } from '../../parts/ProductPicture.tsx';
import { Place, Product } from './LineCard.tsx';
import type { Line } from './progress.ts';
import { useWorkWords } from './words.ts';

export function PutBack({ lines, putBack }: { lines: readonly Line[]; putBack: () => void }) {
  const words = useWorkWords();
  const back = lines.filter((line) => line.putBack > 0);
  if (back.length === 0) return null;
  return (
    <Alert color="orange" variant="light" icon={<IconArrowBackUp aria-hidden />} title={words.putBack}>
      <Stack>
        <Text c="var(--mantine-color-text)">{words.putBackText}</Text>
        {back.map((line) => (
          <Group key={line.line} wrap="nowrap" c="var(--mantine-color-text)"><ProductPicture picture={line.picture} name={line.name} size={64} /><Stack gap={4} miw={0}><Group gap="sm"><Place place={line.place} /><Text fw={650}>{line.putBack} ×</Text></Group><Product line={line} /></Stack></Group>
        ))}
        <Group justify="flex-end"><Button size="md" onClick={putBack}>{words.isBack}</Button></Group>
      </Stack>
    </Alert>
  );
}
