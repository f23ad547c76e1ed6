/** Sending a delivery elsewhere: another store, home instead of a store, or a store instead of home. */
import { NumberInput, Skeleton, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../api/client.ts';
import { read } from '../../../api/query.ts';
import { DestinationForm } from '../../../parts/delivery/DestinationForm.tsx';
import type { NewDestination } from '../../../parts/delivery/destination.ts';
import { useOrder } from '../context.ts';
import { useDialogWords } from '../words-dialogs.ts';
import { FormModal } from './FormModal.tsx';
import { useDone } from './useDone.ts';

export function ChangeDelivery({ delivery }: { delivery: number }) {
  const { order } = useOrder();
  const words = useDialogWords();
  const done = useDone();
  const [to, setTo] = useState<NewDestination | null>(null);
  const [near, setNear] = useState('');
  const [asked, setAsked] = useState('');
  const [price, setPrice] = useState<number | string>('');
  const [reason, setReason] = useState('');
  const options = useQuery({ ...read('listChangeOptions', { order: order.id, delivery, ...(asked === '' ? {} : { postalCode: asked }) }, { kinds: ['order', 'stock'] }) });
  const breaks = options.data?.stores.find(({ location }) => location === to?.location)?.breaks ?? null;
  const change = useMutation({
    mutationFn: () => call('changeDelivery', {
      order: order.id, delivery,
      body: { location: to?.location ?? null, address: to?.address ?? null, price: to?.address && price !== '' ? Math.round(Number(price) * 100) : null, reason: breaks === null ? null : reason.trim(), near: asked === '' ? null : { postalCode: asked, country: 'NL' } },
    }),
    onSuccess: (after) => { notifications.show({ message: words.deliveryChanged }); done(after); },
  });
  return (
    <FormModal title={words.deliveryTitle} help={words.deliveryHelp} action={words.deliveryDo} disabled={to === null || (breaks !== null && reason.trim() === '')} busy={change.isPending} error={change.error ?? options.error} onSubmit={() => change.mutate()}>
      <TextInput label={words.nearTo} description={words.nearToHelp} value={near} maxLength={20} onChange={(event) => setNear(event.currentTarget.value)} onBlur={() => setAsked(near.trim())} />
      {options.isPending ? <Skeleton h={200} /> : options.data && <DestinationForm options={options.data} onChange={setTo} />}
      {breaks && <TextInput label={words.againstRule} description={words.againstRuleHelp(breaks.name)} value={reason} maxLength={500} required onChange={(event) => setReason(event.currentTarget.value)} />}
      {to?.address && <NumberInput label={words.homePrice} description={words.homePriceHelp} value={price} onChange={setPrice} min={0} max={1000} decimalScale={2} />}
    </FormModal>
  );
}
