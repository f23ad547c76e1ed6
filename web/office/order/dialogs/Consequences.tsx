/** What a change would do, as the server worked it out: to money, to picked goods and to parcels. */
import { Alert, List, Skeleton } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../../api/client.ts';
import type { Answer } from '../../../api/client.ts';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { wordOf } from '../../../parts/words.ts';
import { useFormat } from '../../../shell/format.ts';
import { useOrder } from '../context.ts';
import { useDialogWords } from '../words-dialogs.ts';
import { usePaymentMethod } from '../words.ts';

type Preview = Answer<'previewCancel'>;

/** Asks for a cancellation of these units; null for nothing chosen yet. */
export function CancelConsequences({ lines }: { lines: { line: number; quantity: number }[] | null }) {
  const { order } = useOrder();
  const preview = useQuery({ queryKey: ['previewCancel', { order: order.id, version: order.version, lines }], queryFn: () => call('previewCancel', { order: order.id, body: { lines } }), enabled: lines !== null, placeholderData: (before: Preview | undefined) => before });
  return lines === null ? null : <Shown data={preview.data} error={preview.error} />;
}

export function RefundConsequences({ amount }: { amount: number | null }) {
  const { order } = useOrder();
  const preview = useQuery({ queryKey: ['previewRefund', { order: order.id, version: order.version, amount }], queryFn: () => call('previewRefund', { order: order.id, body: { amount: amount ?? 1 } }), enabled: amount !== null && amount > 0, placeholderData: (before: Preview | undefined) => before });
  return amount === null || amount <= 0 ? null : <Shown data={preview.data} error={preview.error} />;
}

function Shown({ data, error }: { data: Preview | undefined; error: unknown }) {
  const { nameOf } = useOrder();
  const words = useDialogWords();
  const methods = usePaymentMethod();
  const format = useFormat();
  if (error) return <ProblemAlert error={error} />;
  if (!data) return <Skeleton h={72} />;
  const say = { refund: words.refundBy, release: words.releaseBy, capture: words.captureBy };
  const money = (amount: number): string => format.money(amount, data.currency);
  const sentences = [
    ...data.money.map(({ kind, amount, method }) => say[kind](money(amount), wordOf(methods, method.toLowerCase()))),
    ...(data.money.length === 0 ? [words.nothing] : []),
    words.dueBecomes(money(data.due.after)),
    ...data.putBack.map(({ location, quantity }) => words.putBack(quantity, nameOf(location))),
    ...data.asks.map(({ location, quantity }) => words.asks(quantity, nameOf(location))),
    ...(data.parcels.length > 0 ? [words.opens(data.parcels.length)] : []),
  ];
  return <Alert variant="light" color="blue" icon={<IconInfoCircle aria-hidden />} title={words.consequences} aria-live="polite"><List size="sm">{sentences.map((sentence) => <List.Item key={sentence}>{sentence}</List.Item>)}</List></Alert>;
}
