/** Asks what to cancel, says what that means, and cancels. */
import { Button, Group, Modal, NumberInput, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { call } from '../api/client.ts';
import { ProblemAlert } from '../parts/ProblemAlert.tsx';
import { useFormat } from '../shell/format.ts';
import { useLanguage } from '../shell/language.ts';
import { chosenCount, chosenWorth, choicesOf, everything } from './cancelling.ts';
import { fullName } from './naming.ts';
import type { CustomerOrder } from './useOrder.ts';
import { useWords } from './words.ts';

export interface CancelDialogProps { token: string; order: CustomerOrder; onClose(): void; onDone(order: CustomerOrder): void }

export function CancelDialog({ token, order, onClose, onDone }: CancelDialogProps) {
  const words = useWords();
  const format = useFormat();
  const language = useLanguage();
  const choices = choicesOf(order);
  const [all, setAll] = useState(true);
  const [some, setSome] = useState<ReadonlyMap<number, number>>(new Map());
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  // One key per intention: pressing twice, or sending again after a lost answer, cancels once.
  const [key] = useState(() => crypto.randomUUID());
  const chosen = all ? everything(choices) : some;
  const count = chosenCount(choices, chosen);
  const worth = format.money(chosenWorth(choices, chosen), order.currency);

  const cancel = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const lines = all ? null : [...some].filter(([, quantity]) => quantity > 0).map(([line, quantity]) => ({ line, quantity }));
      onDone(await call('cancelCustomerOrder', { token, language, body: { lines } }, { key: `${key}-${lines === null ? 'all' : lines.map(({ line, quantity }) => `${line}.${quantity}`).join('-')}` }));
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };

  return (
    <Modal opened onClose={onClose} title={words.cancelTitle} centered size="md" closeButtonProps={{ 'aria-label': words.keepAll, size: 44 }}>
      <Stack gap="md">
        <Radio.Group value={all ? 'all' : 'some'} onChange={(value) => setAll(value === 'all')} aria-label={words.cancelTitle}>
          <Stack gap="sm"><Radio value="all" size="md" label={order.reservation ? words.reservation.all : words.cancelAll} /><Radio value="some" size="md" label={words.cancelSome} /></Stack>
        </Radio.Group>
        {!all && choices.map(({ line, name, variant, most }) => (
          <NumberInput key={line} size="md" label={fullName(name, variant)} description={words.cancelHow(most)} min={0} max={most} allowDecimal={false} allowNegative={false} clampBehavior="strict" value={some.get(line) ?? 0} onChange={(value) => setSome(new Map([...some, [line, Number(value) || 0]]))} />
        ))}
        {count > 0 && <Text>{order.reservation ? words.reservation.sure : `${order.money.paid > 0 ? words.cancelMoney(worth) : words.cancelFree(worth)} ${words.cancelSure}`}</Text>}
        <ProblemAlert error={error} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" size="md" onClick={onClose} disabled={busy}>{words.keepAll}</Button>
          <Button color="red.8" size="md" loading={busy} disabled={count === 0} onClick={() => void cancel()}>{words.cancelDo(count)}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
