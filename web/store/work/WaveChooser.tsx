/** Choosing the orders of a wave: the most urgent are chosen already. */
import { Button, Checkbox, Group, Modal, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useFormat } from '../../shell/format.ts';
import type { Item } from './groups.ts';
import classes from './today.module.css';
import { useTodayWords, useWaveWords } from './words.ts';

const KEY = 'spil.wave';
const SIZES = ['4', '8', '12', '20'] as const;
const usual = (): string => localStorage.getItem(KEY) ?? '8';

export function WaveChooser({ opened, ...props }: { opened: boolean; items: readonly Item[]; location: string; onClose: () => void }) {
  const words = useWaveWords();
  const phone = useMediaQuery('(max-width: 48em)');
  return <Modal opened={opened} onClose={props.onClose} title={words.choose} size="lg" fullScreen={phone ?? false} closeButtonProps={{ 'aria-label': words.cancel, size: 44 }}>{opened && <Choice {...props} />}</Modal>;
}

function Choice({ items, location, onClose }: { items: readonly Item[]; location: string; onClose: () => void }) {
  const words = useWaveWords();
  const navigate = useNavigate();
  const [size, setSize] = useState(usual);
  const first = (n: number): string[] => items.slice(0, n).flatMap((item) => item.fulfilment ?? []);
  const [chosen, setChosen] = useState<readonly string[]>(() => first(Number(usual())));
  const start = useMutation({
    mutationFn: () => call('startWave', { body: { location, fulfilments: [...chosen] } }),
    onSuccess: ({ works, refused }) => {
      if (refused.length > 0) notifications.show({ color: 'orange', message: words.someRefused(refused.length) });
      void navigate({ to: `/${location}/wave`, search: { work: works.map(({ id }) => id).join(',') } as never });
    },
  });
  const most = (value: string): void => {
    localStorage.setItem(KEY, value);
    setSize(value);
    setChosen(first(Number(value)));
  };
  const toggle = (id: string): void => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : items.flatMap((item) => (item.fulfilment !== null && (item.fulfilment === id || chosen.includes(item.fulfilment)) ? [item.fulfilment] : [])));
  if (items.length === 0) return <Stack><Text>{words.none}</Text><Group justify="flex-end"><Button variant="default" size="md" onClick={onClose}>{words.cancel}</Button></Group></Stack>;
  return (
    <Stack>
      <Text c="dimmed">{words.chooseText}</Text>
      <SegmentedControl aria-label={words.most} size="md" fullWidth data={[...SIZES]} value={size} onChange={most} />
      <Stack gap={4}>{items.slice(0, 40).map((item) => <Row key={item.key} item={item} checked={chosen.includes(item.fulfilment ?? '')} toggle={toggle} />)}</Stack>
      <ProblemAlert error={start.error} />
      <Group wrap="nowrap" pos="sticky" bottom={0} py="sm" bg="var(--mantine-color-body)">
        <Button variant="default" size="md" onClick={onClose}>{words.cancel}</Button>
        <Button size="md" flex={1} data-autofocus disabled={chosen.length === 0} loading={start.isPending} onClick={() => start.mutate()}>{words.start(chosen.length)}</Button>
      </Group>
    </Stack>
  );
}

function Row({ item, checked, toggle }: { item: Item; checked: boolean; toggle: (id: string) => void }) {
  const words = useTodayWords();
  const format = useFormat();
  return (
    <Checkbox.Card p="sm" radius="md" mih={52} checked={checked} onClick={() => toggle(item.fulfilment ?? '')}>
      <Group wrap="nowrap" gap="sm">
        <Checkbox.Indicator />
        <Stack gap={0} flex={1}><Text fw={600}>{item.number}</Text><Text size="sm" c="dimmed">{words.products(item.units)}</Text></Stack>
        {item.dueAt !== null && <Text size="sm" {...(item.overdue ? { className: classes.alarm } : { c: 'dimmed' })}>{item.overdue ? `${words.late} · ` : ''}{format.due(item.dueAt)}</Text>}
      </Group>
    </Checkbox.Card>
  );
}
