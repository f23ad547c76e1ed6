/** The labels of packed boxes: each prints by itself; what is wrong with one is said here, with what to do about it. */
import { Alert, Badge, Button, Group, Loader, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconCheck, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { printAgain, usePrintState } from '../../printing/labels.ts';
import { usePrintProblem } from '../../printing/words.ts';
import type { Work } from './progress.ts';
import { useWorkWords } from './words.ts';

type Parcel = Work['parcels'][number];

export function Labels({ parcels }: { parcels: readonly Parcel[] }) {
  const open = parcels.filter(({ status }) => status === 'packed' || status === 'labelled');
  if (open.length === 0) return null;
  return <Stack gap="sm">{open.map((parcel) => (parcel.status === 'labelled' ? <Printed key={parcel.id} parcel={parcel} /> : <Awaited key={parcel.id} parcel={parcel} />))}</Stack>;
}

/** There is a label: whether it came out of the printer, and once more for who needs it. */
function Printed({ parcel }: { parcel: Parcel }) {
  const words = useWorkWords();
  const state = usePrintState(parcel.id);
  const printProblem = usePrintProblem();
  const again = useMutation({ mutationFn: () => printAgain(parcel.id) });
  const said = state?.kind === 'printed' ? words.labelPrinted : state?.kind === 'printing' ? words.labelPrinting : words.labelReady;
  const problem = again.error ?? (state?.kind === 'failed' ? state.problem : null);
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs"><Badge color="teal" variant="light" size="lg" tt="none" autoContrast leftSection={<IconCheck size={15} aria-hidden />}>{said}</Badge><Text size="sm" c="dimmed">{words.parcel(parcel.number)} · {parcel.barcode}</Text></Group>
        <Button variant="default" size="compact-md" h={44} leftSection={<IconPrinter size={18} aria-hidden />} loading={again.isPending} onClick={() => again.mutate()}>{state?.kind === 'printed' ? words.printAgain : state?.kind === 'tap' ? words.openLabel : words.print}</Button>
      </Group>
      {problem && <Alert color="red" variant="light" role="alert">{printProblem(problem)}</Alert>}
    </Stack>
  );
}

/** No label yet: it is being made, or the carrier says why not. */
function Awaited({ parcel }: { parcel: Parcel }) {
  const words = useWorkWords();
  const client = useQueryClient();
  const [typing, setTyping] = useState(false);
  const refresh = { onSettled: () => client.invalidateQueries({ predicate: ({ queryKey: [name] }) => name === 'getWork' || name === 'getWalk' }) };
  const again = useMutation({ mutationFn: () => call('requestLabel', { parcel: parcel.id, body: {} }), ...refresh });
  if (parcel.problem === null && !again.isPending) return <Group gap="sm" role="status"><Loader size="sm" /><Text>{words.labelWaiting}</Text></Group>;
  return (
    <Alert color="orange" variant="light" role="alert" title={`${words.labelProblem} · ${words.parcel(parcel.number)}`}>
      <Stack gap="sm">
        <Text c="var(--mantine-color-text)">{parcel.problem}</Text>
        <ProblemAlert error={again.error} />
        <Group>
          <Button size="md" loading={again.isPending} onClick={() => again.mutate()}>{words.tryAgain}</Button>
          <Button size="md" variant="default" aria-expanded={typing} onClick={() => setTyping(!typing)}>{words.typeTracking}</Button>
        </Group>
        {typing && <Tracking parcel={parcel} saved={() => void refresh.onSettled()} />}
      </Stack>
    </Alert>
  );
}

/** The number of a label that was made elsewhere. */
function Tracking({ parcel, saved }: { parcel: Parcel; saved: () => void }) {
  const words = useWorkWords();
  const [carrier, setCarrier] = useState(parcel.carrier);
  const [number, setNumber] = useState('');
  const save = useMutation({ mutationFn: () => call('setTracking', { parcel: parcel.id, body: { carrier: carrier.trim(), trackingNumber: number.trim() } }), onSuccess: saved });
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <Stack gap="sm">
        <TextInput size="md" required label={words.tracking} value={number} onChange={(event) => setNumber(event.currentTarget.value)} autoComplete="off" data-autofocus />
        <TextInput size="md" required label={words.carrier} value={carrier} onChange={(event) => setCarrier(event.currentTarget.value)} autoComplete="off" />
        <ProblemAlert error={save.error} />
        <Group justify="flex-end"><Button type="submit" size="md" loading={save.isPending} disabled={number.trim() === ''}>{words.save}</Button></Group>
      </Stack>
    </form>
  );
}
