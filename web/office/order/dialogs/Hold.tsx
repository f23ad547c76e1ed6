/** Holding an order: why, and which team releases it. */
import { Select, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../api/client.ts';
import { useRole } from '../../../parts/words.ts';
import { useOrder } from '../context.ts';
import { useDialogWords } from '../words-dialogs.ts';
import { useHoldReason } from '../words.ts';
import { FormModal } from './FormModal.tsx';
import { useDone } from './useDone.ts';

const REASONS = ['customer', 'address', 'fraud', 'stock', 'price', 'other'] as const;
const OWNERS = ['service', 'operations', 'finance'] as const;

export function Hold() {
  const { order } = useOrder();
  const words = useDialogWords();
  const reasons = useHoldReason();
  const roles = useRole();
  const done = useDone();
  const [reason, setReason] = useState<(typeof REASONS)[number]>('customer');
  const [owner, setOwner] = useState<(typeof OWNERS)[number]>('service');
  const [note, setNote] = useState('');
  const hold = useMutation({ mutationFn: () => call('holdOrder', { order: order.id, body: { reason, owner, note: note.trim() === '' ? null : note.trim() } }), onSuccess: done });
  return (
    <FormModal title={words.holdTitle} help={words.holdHelp} action={words.holdDo} busy={hold.isPending} error={hold.error} onSubmit={() => hold.mutate()} size="md">
      <Select label={words.reason} data={REASONS.map((value) => ({ value, label: reasons[value] }))} value={reason} onChange={(value) => setReason(REASONS.find((one) => one === value) ?? 'other')} allowDeselect={false} />
      <Select label={words.holdFor} data={OWNERS.map((value) => ({ value, label: roles[value] }))} value={owner} onChange={(value) => setOwner(OWNERS.find((one) => one === value) ?? 'service')} allowDeselect={false} />
      <Textarea label={words.note} description={words.optional} value={note} onChange={(event) => setNote(event.currentTarget.value)} maxLength={1000} autosize />
    </FormModal>
  );
}
