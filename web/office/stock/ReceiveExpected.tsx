/** Booking what came of an expected receipt, by hand: good and damaged per product, products that were not announced, and whether more comes. */
import { Button, Checkbox, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../../api/client.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { cameBody } from './expected.ts';
import type { Came, ExpectedReceipt } from './expected.ts';
import { useExpectedWords } from './expected-words.ts';

export function ReceiveExpected({ receipt, opened, onClose }: { receipt: ExpectedReceipt; opened: boolean; onClose: () => void }) {
  const words = useExpectedWords();
  const client = useQueryClient();
  const [came, setCame] = useState<Came>({});
  const [extra, setExtra] = useState({ code: '', good: null as number | null });
  const [close, setClose] = useState(false);
  const [tried, setTried] = useState(false);
  useEffect(() => { if (opened) { setCame({}); setExtra({ code: '', good: null }); setClose(false); setTried(false); } }, [opened]);
  const lines = [...cameBody(came), ...cameBody({ [extra.code]: { good: extra.good, damaged: null } })];
  const book = useMutation({
    mutationFn: () => call('receiveExpected', { reference: receipt.reference, body: { lines, close } }),
    onSuccess: () => { void client.invalidateQueries(); notifications.show({ message: words.booked, color: 'teal' }); onClose(); },
  });
  const isNothing = lines.length === 0 && !close;
  const set = (sku: string, part: Partial<Came[string]>): void => setCame((before) => ({ ...before, [sku]: { good: null, damaged: null, ...before[sku], ...part } }));
  return (
    <Modal opened={opened} onClose={onClose} closeButtonProps={{ 'aria-label': words.close }} size="lg" title={words.receiveTitle(receipt.reference)}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); setTried(true); if (!isNothing) book.mutate(); }}>
        <Stack>
          <Text size="sm" c="dimmed">{words.blank}</Text>
          {receipt.lines.map(({ sku, name, outstanding }) => (
            <Group key={sku} wrap="nowrap" role="group" aria-label={name ?? sku} align="flex-end">
              <Text size="sm" style={{ flex: 1 }}>{name ?? sku}<Text span size="xs" c="dimmed" display="block">{words.left(outstanding)}</Text></Text>
              <NumberInput label={words.good} value={came[sku]?.good ?? ''} onChange={(value) => set(sku, { good: typeof value === 'number' ? value : null })} min={0} max={1_000_000} allowDecimal={false} w={110} />
              <NumberInput label={words.broken} value={came[sku]?.damaged ?? ''} onChange={(value) => set(sku, { damaged: typeof value === 'number' ? value : null })} min={0} max={1_000_000} allowDecimal={false} w={110} />
            </Group>
          ))}
          <Group wrap="nowrap" role="group" aria-label={words.extra} align="flex-end">
            <TextInput label={words.extra} placeholder={words.sku} value={extra.code} onChange={({ currentTarget: { value } }) => setExtra((before) => ({ ...before, code: value }))} maxLength={100} style={{ flex: 1 }} />
            <NumberInput label={words.good} value={extra.good ?? ''} onChange={(value) => setExtra((before) => ({ ...before, good: typeof value === 'number' ? value : null }))} min={0} max={1_000_000} allowDecimal={false} w={110} />
          </Group>
          {receipt.state === 'open' && <Checkbox label={words.ends} description={words.endsHint} checked={close} onChange={({ currentTarget: { checked } }) => setClose(checked)} />}
          {tried && isNothing && <Text size="sm" c="var(--mantine-color-error)" role="alert">{words.nothing}</Text>}
          <ProblemAlert error={book.error} />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{words.stop}</Button><Button type="submit" loading={book.isPending}>{words.receive}</Button></Group>
        </Stack>
      </form>
    </Modal>
  );
}
