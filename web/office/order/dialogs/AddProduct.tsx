/** Adding a product on the phone: found by part of its name, size or SKU, at the price of the channel's list. */
import { NumberInput, Radio, Select, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../api/client.ts';
import { read } from '../../../api/query.ts';
import { useDeliveryKind, wordOf } from '../../../parts/words.ts';
import { useFormat } from '../../../shell/format.ts';
import { useOrder } from '../context.ts';
import { useDialogWords } from '../words-dialogs.ts';
import { useWords } from '../words.ts';
import { FormModal } from './FormModal.tsx';
import { useDone } from './useDone.ts';

export function AddProduct() {
  const { order } = useOrder();
  const words = useDialogWords();
  const page = useWords();
  const kinds = useDeliveryKind();
  const done = useDone();
  const [search, setSearch] = useState('');
  const [sku, setSku] = useState<string | null>(null);
  const [quantity, setQuantity] = useState(1);
  const [delivery, setDelivery] = useState(order.deliveries[0]?.delivery ?? 1);
  const add = useMutation({ mutationFn: () => call('addProduct', { order: order.id, body: { sku: sku ?? '', quantity, delivery } }), onSuccess: done });
  return (
    <FormModal title={words.addTitle} help={words.addHelp} action={words.addDo} disabled={sku === null || quantity < 1} busy={add.isPending} error={add.error} onSubmit={() => add.mutate()}>
      <TextInput label={words.addSearch} placeholder={words.addPlaceholder} leftSection={<IconSearch size={16} aria-hidden />} value={search} onChange={(event) => { setSearch(event.currentTarget.value); setSku(null); }} onKeyDown={(event) => { if (event.key === 'Enter') event.preventDefault(); }} data-autofocus />
      <Found search={search} sku={sku} choose={setSku} />
      <NumberInput label={words.quantity} min={1} max={1000} allowDecimal={false} clampBehavior="strict" value={quantity} onChange={(value) => setQuantity(Number(value) || 1)} w={120} />
      {order.deliveries.length > 1 && <Select label={words.addDelivery} data={order.deliveries.map((one) => ({ value: String(one.delivery), label: `${page.delivery(one.delivery)}: ${wordOf(kinds, one.kind)}` }))} value={String(delivery)} onChange={(value) => setDelivery(Number(value))} allowDeselect={false} />}
    </FormModal>
  );
}

function Found({ search, sku, choose }: { search: string; sku: string | null; choose: (sku: string) => void }) {
  const words = useDialogWords();
  const [asked] = useDebouncedValue(search.trim(), 200);
  const found = useQuery({ ...read('listVariants', { search: asked, active: 'true', limit: 8 }), enabled: asked.length >= 2 });
  if (asked.length < 2) return <Text size="sm" c="dimmed">{words.addType}</Text>;
  if (!found.data) return <Skeleton h={120} />;
  if (found.data.items.length === 0) return <Text size="sm" c="dimmed" role="status">{words.addNone}</Text>;
  return (
    <Radio.Group value={sku ?? ''} onChange={choose} aria-label={words.addTitle}>
      <Stack gap={6}>{found.data.items.map((variant) => <Radio key={variant.sku} value={variant.sku} label={<><Text span size="sm" fw={600}>{variant.name}</Text> <Text span size="sm" c="dimmed">{variant.sku}</Text>{sku === variant.sku && <Price sku={variant.sku} />}</>} />)}</Stack>
    </Radio.Group>
  );
}

function Price({ sku }: { sku: string }) {
  const { order } = useOrder();
  const words = useDialogWords();
  const format = useFormat();
  const price = useQuery(read('getPrice', { sku, currency: order.currency }));
  return price.data ? <Text span size="sm">{' · '}{words.addPrice(format.money(price.data.amount, order.currency))}</Text> : null;
}
