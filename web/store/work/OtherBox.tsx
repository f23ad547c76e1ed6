/** One box at a time: what goes in, and what it weighs; the rest stays for the next. */
import { Button, Checkbox, Group, NumberInput, Stack, Title } from '@mantine/core';
import { useState } from 'react';
import type { Pack } from './Finish.tsx';
import type { Line } from './progress.ts';
import { useWorkWords } from './words.ts';

export default function OtherBox({ lines, pack, onClose }: { lines: readonly Line[]; pack: Pack; onClose: () => void }) {
  const words = useWorkWords();
  const [into, setInto] = useState<ReadonlyMap<number, number>>(() => new Map(lines.map(({ line, picked }) => [line, picked])));
  const [weight, setWeight] = useState<number | string>('');
  const set = (line: number, quantity: number): void => setInto(new Map(into).set(line, quantity));
  const chosen = lines.flatMap(({ line, picked }) => { const quantity = Math.min(into.get(line) ?? 0, picked); return quantity > 0 ? [{ line, quantity }] : []; });
  return (
    <form onSubmit={(event) => { event.preventDefault(); pack(chosen, typeof weight === 'number' ? weight : null); onClose(); }}>
      <Stack>
        <Title order={3} size="h3">{words.inThisBox}</Title>
        {lines.map(({ line, name, picked }) => (
          <Group key={line} justify="space-between" wrap="nowrap">
            <Checkbox size="lg" label={name} checked={(into.get(line) ?? 0) > 0} onChange={(event) => set(line, event.currentTarget.checked ? picked : 0)} />
            {picked > 1 && <NumberInput aria-label={`${words.howMany} ${name}`} size="md" w={96} min={0} max={picked} clampBehavior="strict" value={into.get(line) ?? 0} onChange={(value) => set(line, Number(value))} />}
          </Group>
        ))}
        <NumberInput label={words.weight} description={words.weightHint} size="md" min={1} max={1_000_000} allowDecimal={false} value={weight} onChange={setWeight} />
        <Group justify="flex-end"><Button variant="default" size="md" onClick={onClose}>{words.cancel}</Button><Button type="submit" size="md" disabled={chosen.length === 0}>{words.closeBox}</Button></Group>
      </Stack>
    </form>
  );
}
