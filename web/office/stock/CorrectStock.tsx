/** Putting the books right: a shelf that was counted, or goods that changed. */
import { Alert, Button, Group, Modal, NumberInput, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../../api/client.ts';
import type { Answer, Input } from '../../api/client.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { usePlaces } from '../../parts/usePlaces.ts';
import { useStockState } from '../../parts/words.ts';
import { skuRoute } from './routes.ts';
import type { SkuSearch } from './routes.ts';
import { useCorrectionWords } from './words.ts';

type Can = Answer<'getStockAt'>['can'];
type Line = Input<'correctStock'>['body']['lines'][number];
const STATES = ['sellable', 'damaged', 'quarantine'] as const;

interface Form { how: 'count' | 'correct'; location: string | null; counted: number | null; from: Line['from']; to: Line['to']; quantity: number | null; reason: string }
const EMPTY: Form = { how: 'count', location: null, counted: null, from: 'sellable', to: 'damaged', quantity: 1, reason: '' };

export interface CorrectStockProps { sku: string; name: string; opened: boolean; onClose: () => void; can: Can; balances: Answer<'getStockAt'>['balances'] }

function book(sku: string, { how, location, counted, from, to, quantity, reason }: Form): Promise<unknown> {
  if (location === null) return Promise.resolve();
  return how === 'count'
    ? call('countStock', { body: { location, lines: [{ sku, counted: counted ?? 0 }], reason: reason.trim() === '' ? null : reason.trim() } })
    : call('correctStock', { body: { location, lines: [{ sku, from, to, quantity: quantity ?? 0 }], reason: reason.trim() } });
}

/** What is missing before it can be booked, by field. */
const missing = ({ how, location, counted, from, to, quantity, reason }: Form): Partial<Record<keyof Form, 'needed' | 'same'>> => ({
  ...(location === null ? { location: 'needed' } : {}),
  ...(how === 'count' ? counted === null ? { counted: 'needed' } : {} : { ...(quantity === null || quantity < 1 ? { quantity: 'needed' } : {}), ...(from === to ? { to: 'same' } : {}), ...(reason.trim() === '' ? { reason: 'needed' } : {}) }),
});

export function CorrectStock({ sku, name, opened, onClose, can, balances }: CorrectStockProps) {
  const words = useCorrectionWords();
  const places = usePlaces();
  const client = useQueryClient();
  const { location }: SkuSearch = skuRoute.useSearch();
  const [form, setForm] = useState<Form>(EMPTY);
  const [tried, setTried] = useState(false);
  const set = (change: Partial<Form>): void => setForm((before) => ({ ...before, ...change }));
  useEffect(() => { if (opened) { setForm({ ...EMPTY, location: location ?? null, how: can.includes('count') ? 'count' : 'correct' }); setTried(false); } }, [opened, location, can]);
  const save = useMutation({ mutationFn: () => book(sku, form), onSuccess: () => { void client.invalidateQueries(); notifications.show({ message: words.done, color: 'teal' }); onClose(); } });
  const wrong = missing(form);
  const error = (field: keyof Form): string | undefined => { const found = tried ? wrong[field] : undefined; return found && words[found]; };
  const there = balances.find((one) => one.location === form.location && one.state === 'sellable')?.quantity ?? 0;
  const submit = (): void => { setTried(true); if (Object.keys(wrong).length === 0) save.mutate(); };
  return (
    <Modal closeButtonProps={{ 'aria-label': words.cancel }} opened={opened} onClose={onClose} title={`${words.title}: ${name}`} size="md">
      <form onSubmit={(event) => { event.preventDefault(); submit(); }} noValidate>
        <Stack>
          <SegmentedControl aria-label={words.how} value={form.how} onChange={(how) => set({ how: how as Form['how'] })} data={[{ value: 'count', label: words.count, disabled: !can.includes('count') }, { value: 'correct', label: words.correction, disabled: !can.includes('correct') }]} />
          <Select label={words.location} placeholder={words.choose} data={places.options} value={form.location} onChange={(value) => set({ location: value })} searchable required error={error('location')} description={form.location === null ? undefined : words.books(there)} data-autofocus={form.location === null || undefined} />
          {form.how === 'count' ? <Count form={form} set={set} there={there} error={error} /> : <Correction form={form} set={set} error={error} />}
          <TextInput label={words.reason} description={words.reasonHint} value={form.reason} onChange={({ currentTarget: { value } }) => set({ reason: value })} maxLength={200} required={form.how === 'correct'} error={error('reason')} />
          <ProblemAlert error={save.error} />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{words.cancel}</Button><Button type="submit" loading={save.isPending}>{words.save}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface PartProps { form: Form; set: (change: Partial<Form>) => void; error: (field: keyof Form) => string | undefined }

function Count({ form, set, there, error }: PartProps & { there: number }) {
  const words = useCorrectionWords();
  return (
    <>
      <NumberInput label={words.counted} value={form.counted ?? ''} onChange={(value) => set({ counted: typeof value === 'number' ? value : null })} min={0} max={100_000_000} allowDecimal={false} required error={error('counted')} />
      {form.counted !== null && form.location !== null && <Alert color={form.counted === there ? 'teal' : 'yellow'} variant="light" role="status">{words.difference(form.counted - there)}</Alert>}
    </>
  );
}

function Correction({ form, set, error }: PartProps) {
  const words = useCorrectionWords();
  const states = useStockState();
  const named = STATES.map((state) => ({ value: state, label: states[state] }));
  return (
    <Group grow align="flex-start">
      <Select label={words.from} data={named} value={form.from} onChange={(value) => { if (value) set({ from: value as Line['from'] }); }} allowDeselect={false} />
      <Select label={words.to} data={[...named, { value: 'missing', label: words.missing }, { value: 'found', label: words.found }]} value={form.to} onChange={(value) => { if (value) set({ to: value as Line['to'] }); }} allowDeselect={false} error={error('to')} />
      <NumberInput label={words.quantity} value={form.quantity ?? ''} onChange={(value) => set({ quantity: typeof value === 'number' ? value : null })} min={1} max={100_000_000} allowDecimal={false} required error={error('quantity')} />
    </Group>
  );
}
