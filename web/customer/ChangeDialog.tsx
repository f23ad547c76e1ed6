/** The customer chooses another store, or home instead of a store, or a store instead of home. */
import { Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { call } from '../api/client.ts';
import { DestinationForm } from '../parts/delivery/DestinationForm.tsx';
import type { DestinationOptions } from '../parts/delivery/DestinationForm.tsx';
import type { NewDestination } from '../parts/delivery/destination.ts';
import { ProblemAlert } from '../parts/ProblemAlert.tsx';
import { useIntention } from '../parts/shop/useIntention.ts';
import { useLanguage } from '../shell/language.ts';
import type { CustomerOrder } from './useOrder.ts';
import { useWords } from './words.ts';

export interface ChangeDialogProps { token: string; delivery: number; onClose(): void; onDone(order: CustomerOrder): void }

export function ChangeDialog({ token, delivery, onClose, onDone }: ChangeDialogProps) {
  const words = useWords();
  const language = useLanguage();
  const [options, setOptions] = useState<DestinationOptions | null>(null);
  const [to, setTo] = useState<NewDestination | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const keyFor = useIntention();
  useEffect(() => {
    let wanted = true;
    call('listCustomerChangeOptions', { token, delivery, language }).then((found) => { if (wanted) setOptions(found); }, (problem: unknown) => { if (wanted) setError(problem); });
    return () => { wanted = false; };
  }, [token, delivery, language]);

  const change = async (): Promise<void> => {
    if (to === null) return;
    setBusy(true);
    setError(null);
    try {
      onDone(await call('changeCustomerDelivery', { token, delivery, language, body: to }, { key: keyFor(to) }));
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };

  return (
    <Modal opened onClose={onClose} title={words.changeTitle} centered size="md" closeButtonProps={{ 'aria-label': words.keepIt, size: 44 }}>
      <form onSubmit={(event) => { event.preventDefault(); void change(); }} noValidate>
        <Stack gap="md">
          <Text>{words.changeHelp}</Text>
          {options ? <DestinationForm options={options} onChange={setTo} /> : error === null && <Skeleton h={160} />}
          <ProblemAlert error={error} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" size="md" onClick={onClose} disabled={busy}>{words.keepIt}</Button>
            <Button type="submit" size="md" loading={busy} disabled={to === null}>{words.changeDo}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
