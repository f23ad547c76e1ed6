/** Announcing what a supplier will bring, or changing what was announced: the whole document at once. */
import { ActionIcon, Button, Group, Modal, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../../api/client.ts';
import { DayInput } from '../../parts/DayInput.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { usePlaces } from '../../parts/usePlaces.ts';
import { announcementOf, bodyOf, isComplete, newLine } from './expected.ts';
import type { Announcement, ExpectedReceipt } from './expected.ts';
import { useExpectedWords } from './expected-words.ts';

export function AnnounceReceipt({ receipt, opened, onClose }: { receipt: ExpectedReceipt | null; opened: boolean; onClose: () => void }) {
  const words = useExpectedWords();
  const places = usePlaces();
  const client = useQueryClient();
  const [form, setForm] = useState<Announcement>(() => announcementOf(receipt));
  const [tried, setTried] = useState(false);
  useEffect(() => { if (opened) { setForm(announcementOf(receipt)); setTried(false); } }, [opened, receipt]);
  const set = (change: Partial<Announcement>): void => setForm((before) => ({ ...before, ...change }));
  const save = useMutation({
    mutationFn: () => call('putExpectedReceipt', { reference: form.reference.trim(), body: bodyOf(form) }),
    onSuccess: () => { void client.invalidateQueries(); notifications.show({ message: words.saved, color: 'teal' }); onClose(); },
  });
  const submit = (): void => { setTried(true); if (isComplete(form)) save.mutate(); };
  const needed = (value: string): string | null => (tried && value.trim() === '' ? words.needed : null);
  return (
    <Modal opened={opened} onClose={onClose} closeButtonProps={{ 'aria-label': words.close }} size="xl" title={receipt ? words.changeTitle(receipt.reference) : words.announceTitle}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Stack>
          <Group grow align="flex-start">
            <TextInput label={words.reference} description={words.referenceHint} value={form.reference} onChange={({ currentTarget: { value } }) => set({ reference: value })} maxLength={100} required readOnly={receipt !== null} error={needed(form.reference)} data-autofocus={receipt === null || undefined} />
            <TextInput label={words.supplier} description=" " value={form.supplier} onChange={({ currentTarget: { value } }) => set({ supplier: value })} maxLength={200} />
          </Group>
          <Select label={words.location} placeholder={words.choose} data={places.options} value={form.location === '' ? null : form.location} onChange={(value) => set({ location: value ?? '' })} searchable required readOnly={receipt !== null} error={needed(form.location)} />
          <Lines form={form} set={set} needed={needed} />
          {receipt !== null && receipt.waiting > 0 && <Text size="sm" c="dimmed">{words.promised(receipt.waiting)}</Text>}
          <ProblemAlert error={save.error} />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{words.stop}</Button><Button type="submit" loading={save.isPending}>{words.save}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Lines({ form: { lines }, set, needed }: { form: Announcement; set: (change: Partial<Announcement>) => void; needed: (value: string) => string | null }) {
  const words = useExpectedWords();
  const change = (index: number, part: Partial<Announcement['lines'][number]>): void => set({ lines: lines.map((line, at) => (at === index ? { ...line, ...part } : line)) });
  return (
    <Stack gap="xs">
      {lines.map((line, index) => (
        <Group key={line.key} align="flex-start" wrap="nowrap" role="group" aria-label={words.lineOf(index + 1)}>
          <TextInput label={words.sku} value={line.sku} onChange={({ currentTarget: { value } }) => change(index, { sku: value })} maxLength={100} required error={needed(line.sku)} style={{ flex: 1 }} />
          <NumberInput label={words.pieces} value={line.quantity ?? ''} onChange={(value) => change(index, { quantity: typeof value === 'number' ? value : null })} min={1} max={1_000_000} allowDecimal={false} required error={line.quantity === null ? needed('') : null} w={110} />
          <DayInput label={words.day} value={line.expectedOn} onChange={(expectedOn) => change(index, { expectedOn })} error={needed(line.expectedOn)} w={150} />
          <ActionIcon variant="subtle" color="gray" size="lg" mt={26} aria-label={words.removeLine(line.sku)} disabled={lines.length === 1} onClick={() => set({ lines: lines.filter((_line, at) => at !== index) })}><IconTrash size={18} aria-hidden /></ActionIcon>
        </Group>
      ))}
      <Group><Button variant="light" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => set({ lines: [...lines, newLine(lines.at(-1)?.expectedOn ?? '')] })}>{words.addLine}</Button></Group>
    </Stack>
  );
}
