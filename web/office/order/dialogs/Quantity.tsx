/** Changing how many of one line are wanted. */
import { NumberInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../api/client.ts';
import { useOrder } from '../context.ts';
import type { Line } from '../model.ts';
import { useDialogWords } from '../words-dialogs.ts';
import { CancelConsequences } from './Consequences.tsx';
import { FormModal } from './FormModal.tsx';
import { useDone } from './useDone.ts';

export function Quantity({ line }: { line: Line }) {
  const { order } = useOrder();
  const words = useDialogWords();
  const done = useDone();
  const there = line.units.reduce((sum, { stage, quantity }) => sum + (stage === 'cancelled' ? 0 : quantity), 0);
  const [wanted, setWanted] = useState(there);
  const change = useMutation({ mutationFn: () => call('changeQuantity', { order: order.id, line: line.line, body: { quantity: wanted, reason: 'customer' } }, { ifMatch: order.version }), onSuccess: done });
  return (
    <FormModal title={words.quantityTitle(line.name)} help={words.quantityHelp} action={words.quantityDo} disabled={wanted === there} busy={change.isPending} error={change.error} onSubmit={() => change.mutate()} size="md">
      <NumberInput label={words.quantity} min={0} max={1000} allowDecimal={false} clampBehavior="strict" value={wanted} onChange={(value) => setWanted(Number(value) || 0)} data-autofocus />
      <CancelConsequences lines={wanted < there ? [{ line: line.line, quantity: there - wanted }] : null} />
    </FormModal>
  );
}
