/** Cancelling an order or some of its units, with what it does to money and goods before it is done. */
import { Select, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../api/client.ts';
import { useOrder } from '../context.ts';
import { cancellable } from '../model.ts';
import { useDialogWords } from '../words-dialogs.ts';
import { CancelConsequences } from './Consequences.tsx';
import { FormModal } from './FormModal.tsx';
import { allOf, LinePicker, pickedLines } from './LinePicker.tsx';
import { useDone } from './useDone.ts';

const REASONS = ['customer', 'mistake', 'fraud', 'payment', 'channel', 'not_collected'] as const;
type Reason = (typeof REASONS)[number];

export function Cancel() {
  const { order } = useOrder();
  const words = useDialogWords();
  const done = useDone();
  const lines = order.lines.flatMap((line) => (cancellable(line) > 0 ? [{ line: line.line, name: line.name, most: cancellable(line) }] : []));
  const [picked, setPicked] = useState(() => allOf(lines));
  const [reason, setReason] = useState<Reason>('customer');
  const [note, setNote] = useState('');
  const chosen = pickedLines(picked);
  const [asked] = useDebouncedValue(chosen, 200);
  const total = chosen.reduce((sum, { quantity }) => sum + quantity, 0);
  const cancel = useMutation({ mutationFn: () => call('cancelOrder', { order: order.id, body: { lines: chosen, reason, note: note.trim() === '' ? null : note.trim() } }), onSuccess: done });
  return (
    <FormModal title={words.cancelTitle} action={total === 0 ? words.cancelNothing : words.cancelDo(total)} danger disabled={total === 0} busy={cancel.isPending} error={cancel.error} onSubmit={() => cancel.mutate()}>
      <LinePicker legend={words.cancelPick} lines={lines} picked={picked} onChange={setPicked} />
      <Select label={words.reason} data={REASONS.map((value) => ({ value, label: words.cancelReasons[value] }))} value={reason} onChange={(value) => setReason(REASONS.find((one) => one === value) ?? 'customer')} allowDeselect={false} />
      <Textarea label={words.note} description={words.optional} value={note} onChange={(event) => setNote(event.currentTarget.value)} maxLength={1000} autosize />
      <CancelConsequences lines={asked.length === 0 ? null : asked} />
    </FormModal>
  );
}
