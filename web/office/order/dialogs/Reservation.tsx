/** What staff do with a reservation: it is kept until a later moment, or its goods are free again at once. */
import { Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../api/client.ts';
import { MomentInput } from '../../../parts/MomentInput.tsx';
import { wallOf } from '../../../parts/zoned.ts';
import { useFormat } from '../../../shell/format.ts';
import { useOrder } from '../context.ts';
import type { Order } from '../model.ts';
import { useReservationWords } from '../words-reservation.ts';
import { FormModal } from './FormModal.tsx';
import { useDone } from './useDone.ts';

interface ReservationProps { reservation: NonNullable<Order['reservation']> }

export function ExtendReservation({ reservation }: ReservationProps) {
  const { order } = useOrder();
  const words = useReservationWords();
  const format = useFormat();
  const done = useDone();
  const [until, setUntil] = useState<string | null>(null);
  const extend = useMutation({ mutationFn: (end: string) => call('extendReservation', { order: order.id, body: { until: end } }), onSuccess: () => done() });
  return (
    <FormModal title={words.extend} help={words.extendHelp(format.due(reservation.until))} action={words.extendDo} disabled={until === null} busy={extend.isPending} error={extend.error} onSubmit={() => { if (until !== null) extend.mutate(until); }} size="md">
      <MomentInput label={words.until} value={until} onChange={setUntil} minDate={wallOf(reservation.until)} defaultDate={wallOf(reservation.until)} />
    </FormModal>
  );
}

export function CancelReservation({ reservation }: ReservationProps) {
  const { order, nameOf } = useOrder();
  const words = useReservationWords();
  const done = useDone();
  const cancel = useMutation({ mutationFn: () => call('cancelReservation', { order: order.id }), onSuccess: () => done() });
  return (
    <FormModal title={words.cancel} action={words.cancelDo} danger busy={cancel.isPending} error={cancel.error} onSubmit={() => cancel.mutate()} size="md">
      <Text>{words.cancelHelp(nameOf(reservation.location))}</Text>
    </FormModal>
  );
}
