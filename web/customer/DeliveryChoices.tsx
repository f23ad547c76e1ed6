/** What the customer may do with one delivery: have a ready pickup wait longer, or have it go elsewhere. */
import { Alert, Button, Group, Stack } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { call } from '../api/client.ts';
import { ProblemAlert } from '../parts/ProblemAlert.tsx';
import { useFormat } from '../shell/format.ts';
import { useLanguage } from '../shell/language.ts';
import { ChangeDialog } from './ChangeDialog.tsx';
import type { CustomerDelivery, CustomerOrder } from './useOrder.ts';
import { useWords } from './words.ts';

export interface DeliveryChoicesProps { token: string; delivery: CustomerDelivery; onChanged(order: CustomerOrder): void }

export function DeliveryChoices({ token, delivery: { delivery, can, until }, onChanged }: DeliveryChoicesProps) {
  const words = useWords();
  const format = useFormat();
  const language = useLanguage();
  const [changing, setChanging] = useState(false);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);

  const extend = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const order = await call('extendCustomerPickup', { token, delivery, language }, { key: `extend-${delivery}-${until ?? ''}` });
      const now = order.deliveries.find((one) => one.delivery === delivery)?.until ?? null;
      setSaid(now === null ? words.extended : words.extendedUntil(format.day(`${now}T12:00:00Z`)));
      onChanged(order);
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
  };

  if (can.length === 0 && said === null) return null;
  return (
    <Stack gap="sm">
      {said !== null && <Alert role="status" color="green" variant="light" icon={<IconCircleCheck aria-hidden />}>{said}</Alert>}
      <ProblemAlert error={error} />
      <Group gap="sm">
        {can.includes('extend') && <Button variant="default" size="md" loading={busy} onClick={() => void extend()}>{words.extend}</Button>}
        {can.includes('change') && <Button variant="default" size="md" h="auto" py={8} mih={42} styles={{ label: { whiteSpace: 'normal', lineHeight: 1.25 } }} onClick={() => { setSaid(null); setChanging(true); }}>{words.change}…</Button>}
      </Group>
      {changing && <ChangeDialog token={token} delivery={delivery} onClose={() => setChanging(false)} onDone={(order) => { setChanging(false); setSaid(words.changed); onChanged(order); }} />}
    </Stack>
  );
}
