/** Lines of an order at the counter: how many come back, and in which condition. */
import { Chip, Group, Input, SegmentedControl, Stack } from '@mantine/core';
import { ProductLine } from '../../parts/shop/ProductLine.tsx';
import { Rows } from '../../parts/shop/Rows.tsx';
import { Stepper } from '../../parts/shop/Stepper.tsx';
import { useFormat } from '../../shell/format.ts';
import { choose } from './choice.ts';
import type { Choice, CounterOrder } from './choice.ts';
import { useReturnReasons } from './reasons.ts';
import { useReturnWords } from './words.ts';

export interface ReturnLinesProps { order: CounterOrder; choice: Choice; onChange: (next: (before: Choice) => Choice) => void }

export function ReturnLines({ order, choice, onChange }: ReturnLinesProps) {
  const words = useReturnWords();
  const format = useFormat();
  const { conditions } = useReturnReasons();
  // What is chosen stands on top of what can still be; what cannot come back stands last.
  const lines = [...order.lines].sort((a, b) => Number(b.returnable > 0) - Number(a.returnable > 0));
  return (
    <Rows label={words.lines}>
      {lines.map((line) => {
        const chosen = choice[line.line];
        return (
          <ProductLine key={line.line} product={line} tone={chosen ? 'good' : undefined} facts={line.returnable === 0 ? words.cannot : words.canBack(line.returnable, format.money(line.each, order.currency))}>
            {line.returnable > 0 && <Stepper of={line.name} value={chosen?.quantity ?? 0} max={line.returnable} onChange={(quantity) => onChange((before) => choose(before, line.line, { quantity }))} />}
            {chosen && conditions.length > 0 && <SegmentedControl fullWidth w="100%" size="md" aria-label={words.conditionOf(line.name)} value={chosen.condition ?? conditions[0]?.value ?? ''} onChange={(condition) => onChange((before) => choose(before, line.line, { condition }))} data={conditions} />}
          </ProductLine>
        );
      })}
    </Rows>
  );
}

/** Why it comes back: one of the retailer's reasons. */
export function Reasons({ value, onChange }: { value: string | null; onChange: (reason: string) => void }) {
  const words = useReturnWords();
  const { reasons } = useReturnReasons();
  return (
    <Stack gap={6} role="group" aria-label={words.reason}>
      <Input.Label size="md">{words.reason}</Input.Label>
      <Chip.Group value={value ?? ''} onChange={onChange}><Group gap="xs">{reasons.map((reason) => <Chip key={reason.value} value={reason.value} size="md" styles={{ label: { height: 44 } }}>{reason.label}</Chip>)}</Group></Chip.Group>
    </Stack>
  );
}
