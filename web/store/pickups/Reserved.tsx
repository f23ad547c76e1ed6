/** A reservation at the counter: it is not paid, so it is sold at the till; and it may be kept longer. */
import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import type { Answer } from '../../api/client.ts';
import { LinkButton } from '../../parts/links.tsx';
import { MomentInput } from '../../parts/MomentInput.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { useIntention } from '../../parts/shop/useIntention.ts';
import { wallOf } from '../../parts/zoned.ts';
import { feedback } from '../../scanning/feedback.ts';
import { useFormat } from '../../shell/format.ts';
import { usePickupWords, useReservedWords } from './words.ts';

interface ReservedProps { pickup: Answer<'getPickup'>; until: string }

export function Reserved({ pickup, until }: ReservedProps) {
  const words = usePickupWords();
  const reserved = useReservedWords();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  return (
    <Alert variant="light" color="grape" title={words.reservation}>
      <Stack gap="sm" align="flex-start">
        <Text>{words.keptUntil(format.due(until))}. {words.sellIt(pickup.number)}</Text>
        <Group gap="sm">
          <LinkButton to={`/${pickup.location}/till`}>{words.toTill}</LinkButton>
          {pickup.can.includes('extend_reservation') && <Button variant="default" onClick={() => setOpen(true)}>{reserved.extend}</Button>}
        </Group>
      </Stack>
      {open && <Extend pickup={pickup} until={until} onClose={() => setOpen(false)} />}
    </Alert>
  );
}

function Extend({ pickup, until, onClose }: ReservedProps & { onClose: () => void }) {
  const words = useReservedWords();
  const format = useFormat();
  const keyFor = useIntention();
  const queries = useQueryClient();
  const [end, setEnd] = useState<string | null>(null);
  const extend = useMutation({
    mutationFn: (wanted: string) => {
      const body = { until: wanted };
      return call('extendReservation', { order: pickup.order, body }, { key: keyFor({ ...body, from: until }) });
    },
    onSuccess: () => { feedback('done'); void queries.invalidateQueries({ queryKey: ['getPickup'] }); void queries.invalidateQueries({ queryKey: ['listPickups'] }); onClose(); }, onError: () => feedback('wrong'),
  });
  return (
    <Modal opened onClose={onClose} title={words.extend} centered closeButtonProps={{ 'aria-label': words.close }}>
      <form onSubmit={(event) => { event.preventDefault(); if (end !== null && !extend.isPending) extend.mutate(end); }} noValidate>
        <Stack gap="md">
          <Text size="sm" c="dimmed">{words.help(format.due(until))}</Text>
          <MomentInput size="md" label={words.until} value={end} onChange={setEnd} minDate={wallOf(until)} defaultDate={wallOf(until)} />
          <ProblemAlert error={extend.error} />
          <Group justify="flex-end"><Button variant="default" size="md" onClick={onClose}>{words.back}</Button><Button size="md" type="submit" loading={extend.isPending} disabled={end === null}>{words.extendDo}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
