/** Setting a price from a moment on, of one variant or of all its siblings. */
import { Autocomplete, Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { MoneyInput } from '../../parts/MoneyInput.tsx';
import { MomentInput } from '../../parts/MomentInput.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { usePriceWords } from './words.ts';

interface Named { sku: string; name: string }
/** Without a variant the SKU is typed; `list` is the list that is looked at. */
export interface SetPriceProps { opened: boolean; onClose: () => void; variant?: Named | undefined; siblings?: readonly Named[]; list?: string; currency?: string }

interface Form { sku: string; list: string; currency: string; amount: number | null; from: string | null; until: string | null; includesTax: boolean; all: boolean }

/** Some were set before one was refused. */
class Partly extends Error {
  readonly done: number;
  readonly refusal: unknown;
  constructor(done: number, refusal: unknown) {
    super('partly');
    this.done = done;
    this.refusal = refusal;
  }
}

async function setAll(skus: readonly string[], { list, currency, amount, from, until, includesTax }: Form): Promise<number> {
  for (const [done, sku] of skus.entries()) await call('setPrice', { list, sku, body: { currency, validFrom: from, validUntil: until, amount: amount ?? 0, includesTax } }).catch((error: unknown) => { throw new Partly(done, error); });
  return skus.length;
}

export function SetPrice({ opened, onClose, variant, siblings = [], list, currency = 'EUR' }: SetPriceProps) {
  const words = usePriceWords();
  const client = useQueryClient();
  const lists = useQuery(read('listPriceLists', {}));
  const [form, setForm] = useState<Form>(() => empty(variant?.sku, list, currency));
  const [tried, setTried] = useState(false);
  useEffect(() => { if (opened) { setForm(empty(variant?.sku, list, currency)); setTried(false); } }, [opened, variant?.sku, list, currency]);
  const set = (change: Partial<Form>): void => setForm((before) => ({ ...before, ...change }));
  const skus = form.all ? siblings.map(({ sku }) => sku) : [form.sku.trim()];
  const save = useMutation({ mutationFn: () => setAll(skus, form), onSuccess: (n) => { notifications.show({ message: words.done(n), color: 'teal' }); onClose(); }, onSettled: () => { void client.invalidateQueries(); } });
  const ready = form.amount !== null && form.list.trim() !== '' && form.sku.trim() !== '';
  const needed = (missing: boolean): string | undefined => (tried && missing ? words.needed : undefined);
  return (
    <Modal closeButtonProps={{ 'aria-label': words.cancel }} opened={opened} onClose={onClose} title={variant ? words.setOf(variant.name) : words.set} size="md">
      <form noValidate onSubmit={(event) => { event.preventDefault(); setTried(true); if (ready) save.mutate(); }}>
        <Stack>
          {!variant && <TextInput label={words.sku} description={words.skuHint} value={form.sku} onChange={({ currentTarget: { value } }) => set({ sku: value })} required error={needed(form.sku.trim() === '')} data-autofocus />}
          <Autocomplete label={words.listName} description={words.listHint} data={[...new Set(lists.data?.items.map((one) => one.list))]} value={form.list} onChange={(value) => set({ list: value })} required error={needed(form.list.trim() === '')} disabled={list !== undefined} />
          <MoneyInput label={words.amount} value={form.amount} onChange={(amount) => set({ amount })} currency={form.currency} required error={needed(form.amount === null)} />
          <Group grow align="flex-start">
            <MomentInput label={words.begins} description={words.beginsHint} value={form.from} onChange={(value) => set({ from: value })} />
            <MomentInput label={words.ends} description={words.endsHint} value={form.until} onChange={(value) => set({ until: value })} />
          </Group>
          <Checkbox label={words.includes} checked={form.includesTax} onChange={({ currentTarget: { checked } }) => set({ includesTax: checked })} />
          {siblings.length > 1 && <Checkbox label={words.forAll(siblings.length)} checked={form.all} onChange={({ currentTarget: { checked } }) => set({ all: checked })} />}
          {save.error instanceof Partly && save.error.done > 0 && <Text size="sm">{words.some(save.error.done, skus.length)}</Text>}
          <ProblemAlert error={save.error instanceof Partly ? save.error.refusal : save.error} />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{words.cancel}</Button><Button type="submit" loading={save.isPending}>{words.save}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}

const empty = (sku: string | undefined, list: string | undefined, currency: string): Form => ({ sku: sku ?? '', list: list ?? 'standard', currency, amount: null, from: null, until: null, includesTax: true, all: false });
