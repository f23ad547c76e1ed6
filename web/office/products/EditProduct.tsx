/** Making a product, or changing it at the version that was read. */
import { Button, Group, Modal, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../../api/client.ts';
import { Pairs } from '../../parts/Pairs.tsx';
import { SavedOver, useFieldProblem } from '../../parts/SavedOver.tsx';
import type { Product } from './product.ts';
import { useFormWords } from './words.ts';

interface Form { code: string; name: string; brand: string; description: string; picture: string; tags: string[]; attributes: { name: string; value: string }[] }

const formOf = (product: Product | null): Form => ({
  code: product?.code ?? '', name: product?.name ?? '', brand: product?.brand ?? '', description: product?.description ?? '', picture: product?.picture ?? '', tags: product?.tags ?? [],
  attributes: Object.entries(product?.attributes ?? {}).map(([name, value]) => ({ name, value })),
});
const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** `product` null makes a new one. */
export interface EditProductProps { product: Product | null; opened: boolean; onClose: () => void; onSaved?: (code: string) => void }

export function EditProduct({ product, opened, onClose, onSaved }: EditProductProps) {
  const words = useFormWords();
  const client = useQueryClient();
  const [form, setForm] = useState<Form>(() => formOf(product));
  const [version, setVersion] = useState<number | undefined>();
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: () => call('putProduct', { product: form.code.trim(), body: { name: form.name.trim(), brand: orNull(form.brand), description: orNull(form.description), picture: orNull(form.picture), tags: form.tags, attributes: Object.fromEntries(form.attributes.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value])) } }, version === undefined ? {} : { ifMatch: version }),
    onSuccess: () => { void client.invalidateQueries(); notifications.show({ message: words.saved, color: 'teal' }); onClose(); onSaved?.(form.code.trim()); },
  });
  const begin = (from: Product | null): void => { setForm(formOf(from)); setVersion(from?.version); setTried(false); save.reset(); };
  // Opened on what is there then; what others change meanwhile does not overwrite what is being typed.
  useEffect(() => { if (opened) begin(product); }, [opened]);
  const set = (change: Partial<Form>): void => setForm((before) => ({ ...before, ...change }));
  const refused = useFieldProblem(save.error);
  const ready = form.code.trim() !== '' && form.name.trim() !== '';
  return (
    <Modal closeButtonProps={{ 'aria-label': words.cancel }} opened={opened} onClose={onClose} title={product ? `${words.product}: ${product.name}` : words.newProduct} size="lg">
      <form noValidate onSubmit={(event) => { event.preventDefault(); setTried(true); if (ready) save.mutate(); }}>
        <Stack>
          {!product && <TextInput label={words.code} description={words.codeHint} value={form.code} onChange={({ currentTarget: { value } }) => set({ code: value })} required error={(tried && form.code.trim() === '' ? words.needed : undefined) ?? refused('product')} data-autofocus />}
          <TextInput label={words.name} value={form.name} onChange={({ currentTarget: { value } }) => set({ name: value })} maxLength={200} required error={(tried && form.name.trim() === '' ? words.needed : undefined) ?? refused('name')} />
          <TextInput label={words.brand} value={form.brand} onChange={({ currentTarget: { value } }) => set({ brand: value })} maxLength={100} />
          <Textarea label={words.description} value={form.description} onChange={({ currentTarget: { value } }) => set({ description: value })} autosize minRows={2} maxRows={8} maxLength={10_000} />
          <TextInput label={words.picture} description={words.pictureHint} value={form.picture} onChange={({ currentTarget: { value } }) => set({ picture: value })} error={refused('picture')} />
          <TagsInput label={words.tags} description={words.tagsHint} value={form.tags} onChange={(tags) => set({ tags })} maxTags={50} />
          <Pairs legend={words.attributes} rows={form.attributes} onChange={(attributes) => set({ attributes })} fresh={() => ({ name: '', value: '' })} add={words.addAttribute} remove={words.remove} render={(row, change) => (
            <><TextInput label={words.attribute} value={row.name} onChange={({ currentTarget: { value } }) => change({ name: value })} flex={1} /><TextInput label={words.value} value={row.value} onChange={({ currentTarget: { value } }) => change({ value })} flex={2} /></>
          )} />
          <SavedOver error={save.error} onLatest={() => { if (product) void call('getProduct', { product: product.code }).then(begin); }} />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{words.cancel}</Button><Button type="submit" loading={save.isPending}>{words.save}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
