/** Making a location, or changing what it is and can do. */
import { Button, Chip, Fieldset, Group, Modal, NumberInput, Select, Stack, Switch, TagsInput, Text, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { call } from '../../api/client.ts';
import { SavedOver, useFieldProblem } from '../../parts/SavedOver.tsx';
import { useLocationKind } from '../../parts/words.ts';
import { bodyFrom, detailsForm, isReady } from './details-form.ts';
import type { DetailsForm } from './details-form.ts';
import type { Location, Place } from './location.ts';
import { useSaveLocation } from './useSave.ts';
import { useLocationFormWords, useLocationWords } from './words.ts';

/** `location` null makes a new one, with the hours of the first of its kind among `like`. */
export interface EditDetailsProps { location: Location | null; like?: readonly Place[]; opened: boolean; onClose: () => void; onSaved?: (code: string) => void }

export function EditDetails({ location, like = [], opened, onClose, onSaved }: EditDetailsProps) {
  const words = useLocationFormWords();
  const { edit } = useLocationWords();
  const [base, setBase] = useState(location);
  const [form, setForm] = useState<DetailsForm>(() => detailsForm(location));
  const [tried, setTried] = useState(false);
  const save = useSaveLocation((code) => { onClose(); onSaved?.(code); });
  const begin = (from: Location | null): void => { setBase(from); setForm(detailsForm(from)); setTried(false); save.reset(); };
  useEffect(() => { if (opened) begin(location); }, [opened]);
  const set = (change: Partial<DetailsForm>): void => setForm((before) => ({ ...before, ...change }));
  const refused = useFieldProblem(save.error);
  const problem = (field: keyof DetailsForm, named: string): string | undefined => (tried && String(form[field] ?? '').trim() === '' ? words.needed : refused(named));
  const submit = (): void => { setTried(true); if (isReady(form)) save.mutate({ code: form.code.trim(), version: base?.version, body: bodyFrom(form, base, like) }); };
  return (
    <Modal closeButtonProps={{ 'aria-label': words.cancel }} opened={opened} onClose={onClose} title={location ? `${edit.details}: ${location.name}` : words.newTitle} size="lg">
      <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Stack>
          {!location && <NewPart form={form} set={set} problem={problem} />}
          <TextInput label={words.name} value={form.name} onChange={({ currentTarget: { value } }) => set({ name: value })} maxLength={100} required error={problem('name', 'name')} />
          <AddressPart form={form} set={set} problem={problem} />
          <WorkPart form={form} set={set} />
          <SavedOver error={save.error} onLatest={() => { if (location) void call('getLocation', { location: location.code }).then(begin); }} />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{words.cancel}</Button><Button type="submit" loading={save.isPending}>{words.save}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface PartProps { form: DetailsForm; set: (change: Partial<DetailsForm>) => void; problem: (field: keyof DetailsForm, named: string) => string | undefined }

function NewPart({ form, set, problem }: PartProps) {
  const words = useLocationFormWords();
  const kinds = useLocationKind();
  return (
    <Group grow align="flex-start">
      <TextInput label={words.code} description={words.codeHint} value={form.code} onChange={({ currentTarget: { value } }) => set({ code: value })} required error={problem('code', 'location')} data-autofocus />
      <Select label={words.kind} description={words.kindHint} data={(['store', 'warehouse', 'external_warehouse'] as const).map((kind) => ({ value: kind, label: kinds[kind] }))} value={form.kind} onChange={(value) => { if (value) set({ kind: value }); }} allowDeselect={false} />
    </Group>
  );
}

function AddressPart({ form, set, problem }: PartProps) {
  const words = useLocationFormWords();
  const field = (name: 'company' | 'street' | 'houseNumber' | 'addition' | 'postalCode' | 'city' | 'country' | 'phone' | 'email', required = false, flex = 1) => (
    <TextInput label={words[name]} value={form[name]} onChange={({ currentTarget: { value } }) => set({ [name]: name === 'country' ? value.toUpperCase() : value })} required={required} error={required ? problem(name, `address.${name}`) : undefined} flex={flex} maxLength={name === 'country' ? 2 : 100} />
  );
  return (
    <>
      {field('company')}
      <Group align="flex-start">{field('street', true, 3)}{field('houseNumber', true)}{field('addition')}</Group>
      <Group align="flex-start">{field('postalCode', true)}{field('city', true, 2)}{field('country', true)}</Group>
      <Group align="flex-start">{field('phone')}{field('email')}</Group>
      <Fieldset legend={words.place} p="sm">
        <Text size="xs" c="dimmed" mb={6}>{words.placeHint}</Text>
        <Group grow>
          <NumberInput label={words.latitude} value={form.latitude ?? ''} onChange={(value) => set({ latitude: typeof value === 'number' ? value : null })} min={-90} max={90} decimalScale={6} hideControls />
          <NumberInput label={words.longitude} value={form.longitude ?? ''} onChange={(value) => set({ longitude: typeof value === 'number' ? value : null })} min={-180} max={180} decimalScale={6} hideControls error={problem('name', 'longitude') === words.needed ? undefined : problem('name', 'longitude')} />
        </Group>
      </Fieldset>
    </>
  );
}

function WorkPart({ form, set }: Omit<PartProps, 'problem'>) {
  const words = useLocationFormWords();
  const names = useLocationWords();
  const options = <T extends string>(of: Readonly<Record<T, string>>): { value: T; label: string }[] => (Object.entries(of) as [T, string][]).map(([value, label]) => ({ value, label }));
  return (
    <>
      <Group grow align="flex-start">
        <Select label={words.size} data={options(names.sizes)} value={form.size} onChange={(value) => { if (value) set({ size: value }); }} allowDeselect={false} />
        <NumberInput label={words.capacity} description={words.capacityHint} value={form.capacity ?? ''} onChange={(value) => set({ capacity: typeof value === 'number' ? value : null })} min={0} max={1_000_000} allowDecimal={false} inputWrapperOrder={['label', 'input', 'description', 'error']} />
        <Select label={words.authority} data={options(names.authorities)} value={form.stockAuthority} onChange={(value) => { if (value) set({ stockAuthority: value }); }} allowDeselect={false} />
      </Group>
      <Fieldset legend={words.capabilities} p="sm">
        <Chip.Group multiple value={form.capabilities} onChange={(value) => set({ capabilities: value as DetailsForm['capabilities'] })}><Group gap="xs">{options(names.can).map(({ value, label }) => <Chip key={value} value={value}>{label}</Chip>)}</Group></Chip.Group>
      </Fieldset>
      <TagsInput label={words.tags} description={words.tagsHint} value={form.tags} onChange={(tags) => set({ tags })} maxTags={50} />
      <Switch label={words.active} checked={form.active} onChange={({ currentTarget: { checked } }) => set({ active: checked })} />
    </>
  );
}
