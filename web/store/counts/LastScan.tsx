/** The product that was just scanned, large: its picture, how many of it by now, and one more or less by hand. */
import { Group, Paper, Stack, Text } from '@mantine/core';
import { ProductPicture } from '../../parts/ProductPicture.tsx';
import { Stepper } from '../../parts/shop/Stepper.tsx';
import { meansProduct } from '../../scanning/codes.ts';
import type { CountLine } from './tally.ts';
import { useCountWords } from './words.ts';

export interface LastScanProps { last: string | null; lines: readonly CountLine[]; unknown: readonly { code: string; quantity: number }[]; waiting: number; scan: (code: string, quantity?: number) => void }

export function LastScan({ last, lines, unknown, waiting, scan }: LastScanProps) {
  const words = useCountWords();
  const line = last === null ? undefined : lines.find((one) => meansProduct(last, one));
  const code = unknown.find((one) => one.code === last);
  return (
    <Paper withBorder p="md" component="section" aria-label={words.last}>
      {line ? (
        <Group justify="space-between" gap="sm">
          <Group gap="sm" wrap="nowrap" miw={0} flex="1 1 200px">
            <ProductPicture picture={line.picture} name={line.name} size={88} />
            <Stack gap={2} miw={0}><Text fw={700} lh={1.3}>{line.name}</Text><Text size="sm" c="dimmed">{words.books(line.books)}{line.inScope ? '' : ` · ${words.outside}`}</Text></Stack>
          </Group>
          <Stepper of={line.name} value={line.counted} onChange={(next) => scan(line.sku, next - (line.counted ?? 0))} />
        </Group>
      ) : <Text ta="center" py="md" c={code ? undefined : 'dimmed'}>{code ? `${code.code}: ${code.quantity}` : words.nothingYet}</Text>}
      {waiting > 0 && <Text size="sm" c="dimmed" mt="xs">{words.notSent(waiting)}</Text>}
    </Paper>
  );
}
