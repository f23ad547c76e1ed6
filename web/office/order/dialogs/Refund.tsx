/** Giving money back by hand: at once within the limit, else asked of finance. */
import { Alert, Select, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../api/client.ts';
import { read } from '../../../api/query.ts';
import { MoneyInput } from '../../../parts/MoneyInput.tsx';
import { useFormat } from '../../../shell/format.ts';
import { useOrder } from '../context.ts';
import { useDialogWords } from '../words-dialogs.ts';
import { RefundConsequences } from './Consequences.tsx';
import { FormModal } from './FormModal.tsx';
import { useDone } from './useDone.ts';

const REASONS = ['late', 'damaged', 'wrong_item', 'missing_item', 'price_difference', 'service', 'other'] as const;
type Reason = (typeof REASONS)[number];

export function Refund() {
  const { order } = useOrder();
  const words = useDialogWords();
  const format = useFormat();
  const done = useDone();
  const room = useQuery(read('getRefundRoom', { order: order.id }, { kinds: ['order'], id: order.id }));
  const [amount, setAmount] = useState<number | null>(null);
  const [reason, setReason] = useState<Reason | null>(null);
  const [note, setNote] = useState('');
  const [asked] = useDebouncedValue(amount, 250);
  const money = (minor: number): string => format.money(minor, order.currency);
  const { most = 0, alone = 0 } = room.data ?? {};
  const waits = amount !== null && amount > alone;
  const give = useMutation({
    mutationFn: () => call('refundOrder', { order: order.id, body: { amount: amount ?? 0, reason: reason ?? 'other', note: note.trim() === '' ? null : note.trim() } }),
    onSuccess: (given) => { notifications.show({ message: given.state === 'given' ? words.refundGiven : words.refundAsked }); done(given.order); },
  });
  return (
    <FormModal title={words.refundTitle} action={amount === null || amount === 0 ? words.refundTitle : waits ? words.refundAsk(money(amount)) : words.refundDo(money(amount))} disabled={amount === null || amount === 0 || reason === null || !room.data} busy={give.isPending} error={give.error ?? room.error} onSubmit={() => give.mutate()} size="md">
      <MoneyInput label={words.amount} description={room.data ? (alone < most ? words.refundMost(money(most), money(alone)) : words.refundFree(money(most))) : undefined} value={amount} onChange={setAmount} currency={order.currency} required />
      <Select label={words.reason} required data={REASONS.map((value) => ({ value, label: words.refundReasons[value] }))} value={reason} onChange={(value) => setReason(REASONS.find((one) => one === value) ?? null)} />
      <Textarea label={words.note} description={words.optional} value={note} onChange={(event) => setNote(event.currentTarget.value)} maxLength={1000} autosize />
      {waits && amount !== null && <Alert variant="light" color="orange"><Text size="sm">{words.refundWaits}</Text>{amount > most && <Text size="sm">{words.refundBeyond(money(amount - most))}</Text>}</Alert>}
      <RefundConsequences amount={asked} />
    </FormModal>
  );
}
