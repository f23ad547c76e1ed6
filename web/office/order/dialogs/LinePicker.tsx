/** How many of which products: one number per line, none or all with one press. */
import { Button, Fieldset, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useOrder } from '../context.ts';
import { useDialogWords } from '../words-dialogs.ts';

export interface Pickable { line: number; name: string; most: number }
/** Units chosen by line. */
export type Picked = Readonly<Record<number, number>>;

export const pickedLines = (picked: Picked): { line: number; quantity: number }[] => Object.entries(picked).flatMap(([line, quantity]) => (quantity > 0 ? [{ line: Number(line), quantity }] : []));
export const allOf = (lines: readonly Pickable[]): Picked => Object.fromEntries(lines.map(({ line, most }) => [line, most]));

export function LinePicker({ legend, lines, picked, onChange }: { legend: string; lines: readonly Pickable[]; picked: Picked; onChange: (picked: Picked) => void }) {
  const { order, around } = useOrder();
  const words = useDialogWords();
  return (
    <Fieldset legend={legend}>
      <Stack gap="xs">
        {lines.map(({ line, name, most }) => {
          const variant = around?.variants.find(({ sku }) => sku === order.lines.find((one) => one.line === line)?.sku);
          return (
            <Group key={line} justify="space-between" wrap="nowrap">
              <div><Text size="sm" fw={600}>{variant?.productName ?? name}</Text><Text size="xs" c="dimmed">{variant ? Object.values(variant.options).join(' · ') : ''}</Text></div>
              <Group gap="xs" wrap="nowrap">
                <NumberInput w={84} min={0} max={most} clampBehavior="strict" allowDecimal={false} value={picked[line] ?? 0} onChange={(value) => onChange({ ...picked, [line]: Number(value) || 0 })} aria-label={`${words.quantity}: ${name}`} />
                <Text size="sm" c="dimmed" w={48}>{words.of(most)}</Text>
              </Group>
            </Group>
          );
        })}
        <Group justify="flex-end"><Button size="compact-sm" variant="subtle" onClick={() => onChange(allOf(lines))}>{words.all}</Button></Group>
      </Stack>
    </Fieldset>
  );
}
