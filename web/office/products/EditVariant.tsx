/** Making a variant of a product, or changing it at the version that was read: options, weight, VAT, barcodes, and the parts of a bundle. */
import { Button, Group, Modal, NumberInput, Select, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../../api/client.ts';
import { DayInput } from '../../parts/DayInput.tsx';
import { Pairs } from '../../parts/Pairs.tsx';
import { SavedOver, useFieldProblem } from '../../parts/SavedOver.tsx';
import type { Product, Variant } from './product.ts';
import { bodyOf, formOf, isReady } from './variant-form.ts';
import type { VariantForm } from './variant-form.ts';
import { useFormWords, useProductWords } from './words.ts';

/** `variant` null makes a new one. */
export interface EditVariantProps { product: Product; variant: Variant | null; opened: boolean; onClose: () => void }

export function EditVariant({ product, variant, opened, onClose }: EditVariantProps) {
  const words = useFormWords();
  const client = useQueryClient();
  const [form, setForm] = useState<VariantForm>(() => formOf(product, variant));
  const [version, setVersion] = useState<number | undefined>();
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: () => call('putVariant', { sku: form.sku.trim(), body: bodyOf(product.code, form) }, version === undefined ? {} : { ifMatch: version }),
    onSuccess: () => { void client.invalidateQueries(); notifications.show({ message: words.saved, color: 'teal' }); onClose(); },
  });
  const begin = (from: Variant | null): void => { setForm(formOf(product, from)); setVersion(from?.version); setTried(false); save.reset(); };
  useEffect(() => { if (opened) begin(variant); }, [opened]);
  const set = (change: Partial<VariantForm>): void => setForm((before) => ({ ...before, ...change }));
  const refused = useFieldProblem(save.error);
  const needed = (text: string): string | undefined => (tried && text.trim() === '' ? words.needed : undefined);
  return (
    <Modal closeButtonProps={{ 'aria-label': words.cancel }} opened={opened} onClose={onClose} title={variant ? `${words.variant}: ${variant.name}` : words.newVariant} size="lg">
      <form noValidate onSubmit={(event) => { event.preventDefault(); setTried(true); if (isReady(form)) save.mutate(); }}>
        <Stack>
          {!variant && <TextInput label={words.sku} description={words.codeHint} value={form.sku} onChange={({ currentTarget: { value } }) => set({ sku: value })} required error={needed(form.sku) ?? refused('sku')} data-autofocus />}
          <TextInput label={words.name} value={form.name} onChange={({ currentTarget: { value } }) => set({ name: value })} maxLength={200} required error={needed(form.name) ?? refused('name')} />
          <Pairs legend={words.options} rows={form.options} onChange={(options) => set({ options })} fresh={() => ({ name: '', value: '' })} add={words.addOption} remove={words.remove} render={(row, change) => (
            <><TextInput label={words.option} value={row.name} onChange={({ currentTarget: { value } }) => change({ name: value })} flex={1} /><TextInput label={words.value} value={row.value} onChange={({ currentTarget: { value } }) => change({ value })} flex={1} /></>
          )} />
          <Kinds form={form} set={set} refused={refused} />
          <Barcodes form={form} set={set} error={refused('barcodes')} />
          <Components form={form} set={set} error={refused('components')} />
          <TextInput label={words.picture} description={words.pictureHint} value={form.picture} onChange={({ currentTarget: { value } }) => set({ picture: value })} error={refused('picture')} />
          <TagsInput label={words.tags} description={words.tagsHint} value={form.tags} onChange={(tags) => set({ tags })} maxTags={50} />
          <Switch label={words.active} checked={form.active} onChange={({ currentTarget: { checked } }) => set({ active: checked })} />
          <Switch label={words.backorder} checked={form.backorder} onChange={({ currentTarget: { checked } }) => set({ backorder: checked })} />
          <DayInput label={words.releasedOn} value={form.releasedOn ?? ''} onChange={(day) => set({ releasedOn: day === '' ? null : day })} clearable error={refused('releasedOn')} />
          <SavedOver error={save.error} onLatest={() => { if (variant) void call('getVariant', { sku: variant.sku }).then(begin); }} />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{words.cancel}</Button><Button type="submit" loading={save.isPending}>{words.save}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface PartProps { form: VariantForm; set: (change: Partial<VariantForm>) => void }

function Kinds({ form, set, refused }: PartProps & { refused: (field: string) => string | undefined }) {
  const words = useFormWords();
  const names = useProductWords();
  const options = <T extends string>(of: Readonly<Record<T, string>>): { value: T; label: string }[] => (Object.entries(of) as [T, string][]).map(([value, label]) => ({ value, label }));
  return (
    <>
      <Group grow>
        <Select label={words.kind} data={options(names.kinds)} value={form.kind} onChange={(value) => { if (value) set({ kind: value }); }} allowDeselect={false} />
        <Select label={words.unit} data={options(names.units)} value={form.unit} onChange={(value) => { if (value) set({ unit: value }); }} allowDeselect={false} />
      </Group>
      <Group grow align="flex-start">
        <NumberInput label={words.weight} value={form.weightGrams} onChange={(value) => set({ weightGrams: typeof value === 'number' ? value : 0 })} min={0} max={10_000_000} allowDecimal={false} error={refused('weightGrams')} />
        <Select label={words.vat} data={options(names.vat).some(({ value }) => value === form.vatClass) ? options<string>(names.vat) : [...options<string>(names.vat), { value: form.vatClass, label: form.vatClass }]} value={form.vatClass} onChange={(value) => { if (value) set({ vatClass: value }); }} allowDeselect={false} error={refused('vatClass')} />
      </Group>
    </>
  );
}

function Barcodes({ form, set, error }: PartProps & { error: string | undefined }) {
  const words = useFormWords();
  return (
    <Pairs legend={words.barcodes} description={words.barcodesHint} rows={form.barcodes} onChange={(barcodes) => set({ barcodes })} fresh={() => ({ gtin: '', quantity: 1 })} add={words.addBarcode} remove={words.remove} error={error} render={(row, change) => (
      <><TextInput label={words.gtin} value={row.gtin} onChange={({ currentTarget: { value } }) => change({ gtin: value })} inputMode="numeric" flex={2} /><NumberInput label={words.quantity} value={row.quantity} onChange={(value) => change({ quantity: typeof value === 'number' ? value : 1 })} min={1} allowDecimal={false} flex={1} /></>
    )} />
  );
}

function Components({ form, set, error }: PartProps & { error: string | undefined }) {
  const words = useFormWords();
  return (
    <Pairs legend={words.components} description={words.componentsHint} rows={form.components} onChange={(components) => set({ components })} fresh={() => ({ sku: '', quantity: 1 })} add={words.addComponent} remove={words.remove} error={error} render={(row, change) => (
      <><TextInput label={words.component} value={row.sku} onChange={({ currentTarget: { value } }) => change({ sku: value })} flex={2} /><NumberInput label={words.quantity} value={row.quantity} onChange={(value) => change({ quantity: typeof value === 'number' ? value : 1 })} min={1} allowDecimal={false} flex={1} /></>
    )} />
  );
}
