/** Adding a product on the phone: found by part of its name, size or SKU, at the price of the channel's list. */
import { NumberInput, Select, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../api/client.ts';
import { read } from '../../../api/query.ts';
import { ProductSearch } from '../../../parts/ProductSearch.tsx';
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
  const [sku, setSku] = useState<string | null>(null);
  const [quantity, setQuantity] = useState(1);
  // What was taken along out of the store is gone: nothing is put to it.
  const goes = order.deliveries.filter(({ kind }) => kind !== 'carry_out');
  const [delivery, setDelivery] = useState(goes[0]?.delivery ?? 1);
  const add = useMutation({ mutationFn: () => call('addProduct', { order: order.id, body: { sku: sku ?? '', quantity, delivery } }), onSuccess: done });
  return (
    <FormModal title={words.addTitle} help={words.addHelp} action={words.addDo} disabled={sku === null || quantity < 1} busy={add.isPending} error={add.error} onSubmit={() => add.mutate()}>
      <ProductSearch sku={sku} choose={setSku} beside={(chosen) => <Price sku={chosen} />} />
      <NumberInput label={words.quantity} min={1} max={1000} allowDecimal={false} clampBehavior="strict" value={quantity} onChange={(value) => setQuantity(Number(value) || 1)} w={120} />
      {goes.length > 1 && <Select label={words.addDelivery} data={goes.map((one) => ({ value: String(one.delivery), label: `${page.delivery(one.delivery)}: ${wordOf(kinds, one.kind)}` }))} value={String(delivery)} onChange={(value) => setDelivery(Number(value))} allowDeselect={false} />}
    </FormModal>
  );
}

function Price({ sku }: { sku: string }) {
  const { order } = useOrder();
  const words = useDialogWords();
  const format = useFormat();
  const price = useQuery(read('getPrice', { sku, currency: order.currency }));
  return price.data ? <Text span size="sm">{' · '}{words.addPrice(format.money(price.data.amount, order.currency))}</Text> : null;
}
