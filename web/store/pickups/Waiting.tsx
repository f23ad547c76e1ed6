/** What can be done with a pickup besides handing it over: let it wait longer, send it elsewhere, say that something of it is not there, take back what nobody came for. */
import { Alert, Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconAlertTriangle, IconCalendarPlus, IconClockExclamation, IconMapPinShare } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { DestinationForm } from '../../parts/delivery/DestinationForm.tsx';
import type { NewDestination } from '../../parts/delivery/destination.ts';
import { DayInput } from '../../parts/DayInput.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useIntention } from '../../parts/shop/useIntention.ts';
import { feedback } from '../../scanning/feedback.ts';
import { useFormat } from '../../shell/format.ts';
import { Problem } from './Problem.tsx';
import { useWaitingWords } from './words.ts';

type Pickup = Answer<'getPickup'>;
interface DialogProps { pickup: Pickup; onClose: () => void; onDone: (said: string) => void }

/** The last day as people say it; a day has no time zone, so noon stands for it. */
export const useDay = (): ((date: string) => string) => {
  const format = useFormat();
  return (date) => format.day(`${date}T12:00:00Z`);
};

/** Until when it waits. */
export function UntilWhen({ pickup: { until, overdue } }: { pickup: Pickup }) {
  const words = useWaitingWords();
  const day = useDay();
  if (until === null) return null;
  return overdue ? <Alert color="orange" variant="light" icon={<IconClockExclamation aria-hidden />} title={words.overdue}>{words.overdueText(day(until))}</Alert> : <Text>{words.until(day(until))}</Text>;
}

/** The buttons that this account may press besides handing it over. `onMoved`: it is this store's no longer. */
export function Waiting({ pickup, onMoved }: { pickup: Pickup; onMoved: (said: string) => void }) {
  const words = useWaitingWords();
  const [open, setOpen] = useState<'extend' | 'change' | 'problem' | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const close = (): void => setOpen(null);
  const may = (what: string): boolean => pickup.can.includes(what);
  return (
    <Stack gap="sm">
      {said !== null && <Alert color="teal" variant="light" role="status">{said}</Alert>}
      <Group gap="sm">
        {may('extend') && <Button variant="default" size="md" leftSection={<IconCalendarPlus size={18} aria-hidden />} onClick={() => { setSaid(null); setOpen('extend'); }}>{words.extend}</Button>}
        {may('change') && <Button variant="default" size="md" leftSection={<IconMapPinShare size={18} aria-hidden />} onClick={() => { setSaid(null); setOpen('change'); }}>{words.change}</Button>}
        {may('problem') && <Button variant="default" size="md" leftSection={<IconAlertTriangle size={18} aria-hidden />} onClick={() => { setSaid(null); setOpen('problem'); }}>{words.problem}</Button>}
        {may('not_collected') && <NotCollected pickup={pickup} onDone={onMoved} />}
      </Group>
      {open === 'extend' && <Extend pickup={pickup} onClose={close} onDone={(text) => { close(); setSaid(text); }} />}
      {open === 'problem' && <Modal opened onClose={close} title={words.problem} centered closeButtonProps={{ 'aria-label': words.close }}><Problem pickup={pickup} onDone={(text) => { close(); setSaid(text); }} /></Modal>}
      {open === 'change' && <Change pickup={pickup} onClose={close} onDone={onMoved} />}
    </Stack>
  );
}

function Dialog({ title, action, disabled, busy, error, onClose, onSubmit, children }: { title: string; action: string; disabled: boolean; busy: boolean; error: unknown; onClose: () => void; onSubmit: () => void; children: ReactNode }) {
  const words = useWaitingWords();
  return (
    <Modal opened onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': words.close }}>
      <form onSubmit={(event) => { event.preventDefault(); if (!disabled && !busy) onSubmit(); }} noValidate>
        <Stack gap="md">
          {children}
          <ProblemAlert error={error} />
          <Group justify="flex-end"><Button variant="default" size="md" onClick={onClose}>{words.back}</Button><Button size="md" type="submit" loading={busy} disabled={disabled}>{action}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Extend({ pickup, onClose, onDone }: DialogProps) {
  const words = useWaitingWords();
  const day = useDay();
  const keyFor = useIntention();
  const queries = useQueryClient();
  const [until, setUntil] = useState('');
  const extend = useMutation({
    mutationFn: () => {
      const body = { until: until === '' ? null : until };
      return call('extendPickup', { order: pickup.order, delivery: pickup.delivery, body }, { key: keyFor({ ...body, from: pickup.until }) });
    },
    onSuccess: (after) => { feedback('done'); void queries.invalidateQueries({ queryKey: ['getPickup'] }); onDone(words.extended(after.until === null ? '' : day(after.until))); }, onError: () => feedback('wrong'),
  });
  return (
    <Dialog title={words.extend} action={words.extendDo} disabled={false} busy={extend.isPending} error={extend.error} onClose={onClose} onSubmit={() => extend.mutate()}>
      <DayInput size="md" label={words.untilWhen} description={words.untilHelp} placeholder={words.untilUsual} value={until} onChange={setUntil} clearable {...(pickup.until === null ? {} : { shownFirst: pickup.until })} />
    </Dialog>
  );
}

function Change({ pickup, onClose, onDone }: DialogProps) {
  const words = useWaitingWords();
  const keyFor = useIntention();
  const queries = useQueryClient();
  const [to, setTo] = useState<NewDestination | null>(null);
  const options = useQuery(read('listChangeOptions', { order: pickup.order, delivery: pickup.delivery }, { kinds: ['order', 'stock'] }));
  const change = useMutation({
    mutationFn: () => {
      const body = { location: to?.location ?? null, address: to?.address ?? null, price: null, reason: null, near: null };
      return call('changeDelivery', { order: pickup.order, delivery: pickup.delivery, body }, { key: keyFor(body) });
    },
    onSuccess: () => { feedback('done'); void queries.invalidateQueries({ queryKey: ['listPickups'] }); onDone(words.changed); }, onError: () => feedback('wrong'),
  });
  return (
    <Dialog title={words.change} action={words.changeDo} disabled={to === null} busy={change.isPending} error={change.error ?? options.error} onClose={onClose} onSubmit={() => change.mutate()}>
      <Text size="sm" c="dimmed">{words.changeHelp}</Text>
      {options.isPending ? <Skeleton h={160} aria-label={words.looking} /> : options.data && <DestinationForm options={options.data} onChange={setTo} />}
    </Dialog>
  );
}

function NotCollected({ pickup, onDone }: { pickup: Pickup; onDone: (said: string) => void }) {
  const words = useWaitingWords();
  const keyFor = useIntention();
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => call('notCollected', { order: pickup.order, delivery: pickup.delivery }, { key: keyFor({ until: pickup.until }) }),
    onSuccess: () => { feedback('done'); void queries.invalidateQueries({ queryKey: ['listPickups'] }); void queries.invalidateQueries({ queryKey: ['listPutBack'] }); onDone(words.ended); }, onError: () => feedback('wrong'),
  });
  return <><Button color="red" variant="light" size="md" loading={end.isPending} onClick={() => end.mutate()}>{words.notCollected}</Button><ProblemAlert error={end.error} /></>;
}
