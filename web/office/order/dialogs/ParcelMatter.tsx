/** Deciding about a parcel that did not simply arrive: send again, give the money back, claim at the carrier, or leave it at that. */
import { Checkbox, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../api/client.ts';
import type { Order, Parcel } from '../model.ts';
import { useOrder } from '../context.ts';
import { useMatterWords } from '../words-matter.ts';
import { AddressFields, useAddressForm } from './AddressFields.tsx';
import { FormModal } from './FormModal.tsx';
import { useDone } from './useDone.ts';

export const DECISIONS = ['resend', 'refund', 'claim', 'close'] as const;
export type Decision = (typeof DECISIONS)[number];

export function ParcelMatter({ parcel, decision }: { parcel: Parcel; decision: Decision }) {
  const { order, around } = useOrder();
  const words = useMatterWords();
  const done = useDone();
  const delivery = order.fulfilments.find(({ id }) => id === parcel.fulfilment)?.delivery;
  const form = useAddressForm(around?.deliveries.find((one) => one.delivery === delivery)?.person ?? null);
  const [elsewhere, setElsewhere] = useState(parcel.matter?.kind === 'wrong_address');
  const [shipping, setShipping] = useState(true);
  const [reference, setReference] = useState('');
  const [note, setNote] = useState('');
  const said = note.trim() === '' ? null : note.trim();
  const decide = useMutation({
    mutationFn: (): Promise<Order> => {
      switch (decision) {
        case 'resend': return call('resendParcel', { parcel: parcel.id, body: { address: elsewhere ? form.address() : null, note: said } });
        case 'refund': return call('refundParcel', { parcel: parcel.id, body: { shipping, note: said } });
        case 'claim': return call('claimParcel', { parcel: parcel.id, body: { reference: reference.trim() } });
        case 'close': return call('closeParcelMatter', { parcel: parcel.id, body: { note: said } });
        default: return decision satisfies never;
      }
    },
    onSuccess: done,
  });
  const disabled = (decision === 'claim' && reference.trim() === '') || (decision === 'resend' && elsewhere && form.missing);
  return (
    <FormModal title={words.title[decision](parcel.number)} help={words.help[decision]} action={words.can[decision]} disabled={disabled} busy={decide.isPending} error={decide.error} onSubmit={() => decide.mutate()} size={decision === 'resend' ? 'lg' : 'md'}>
      {decision === 'resend' && <Checkbox label={words.elsewhere} checked={elsewhere} onChange={(event) => setElsewhere(event.currentTarget.checked)} />}
      {decision === 'resend' && elsewhere && <AddressFields form={form} />}
      {decision === 'refund' && <Checkbox label={words.shipping} description={words.shippingHelp} checked={shipping} onChange={(event) => setShipping(event.currentTarget.checked)} />}
      {decision === 'claim'
        ? <TextInput label={words.reference} description={words.referenceHelp} value={reference} maxLength={100} required onChange={(event) => setReference(event.currentTarget.value)} />
        : <Textarea label={words.note} description={words.optional} value={note} maxLength={1000} autosize onChange={(event) => setNote(event.currentTarget.value)} />}
    </FormModal>
  );
}
