/** The end of a count: its differences in sight, then booked all at once; or given up. */
import { Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { Figure } from '../../parts/Figure.tsx';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { feedback } from '../../scanning/feedback.ts';
import type { Count, CountLine } from './tally.ts';
import { useCountWords } from './words.ts';

/** More differences than these are on their own tab. */
const SHOWN = 12;

export function Closing({ count, differences, waiting, onBooked }: { count: Count; differences: readonly CountLine[]; waiting: number; onBooked: () => void }) {
  const words = useCountWords();
  const [asking, setAsking] = useState<'close' | 'abandon' | null>(null);
  return (
    <>
      <Group grow>
        <Button size="lg" variant="default" onClick={() => setAsking('abandon')}>{words.abandon}</Button>
        <Button size="lg" disabled={!count.can.includes('close') || waiting > 0} onClick={() => setAsking('close')}>{words.close}</Button>
      </Group>
      {waiting > 0 && <Text size="sm" c="dimmed" role="status">{words.waitSent}</Text>}
      {asking === 'close' && <CloseDialog count={count} differences={differences} onClose={() => setAsking(null)} onBooked={onBooked} />}
      {asking === 'abandon' && <AbandonDialog count={count} onClose={() => setAsking(null)} />}
    </>
  );
}

function CloseDialog({ count, differences, onClose, onBooked }: { count: Count; differences: readonly CountLine[]; onClose: () => void; onBooked: () => void }) {
  const words = useCountWords();
  const queries = useQueryClient();
  const book = useMutation({
    mutationFn: () => call('closeCount', { session: count.id, body: { seen: count.entries } }, { key: `close-${count.id}-${count.entries}` }),
    onSuccess: () => { feedback('done'); void queries.invalidateQueries(); onClose(); onBooked(); },
    // Somebody scanned on: what is shown is read again, and booked on the next press.
    onError: () => { feedback('wrong'); void queries.invalidateQueries({ queryKey: ['getCount'] }); },
  });
  return (
    <Modal opened onClose={onClose} title={words.closeTitle} centered closeButtonProps={{ 'aria-label': words.cancel }}>
      <Stack gap="md">
        <Text>{differences.length > 0 ? words.closeText(differences.length, count.toCount) : words.closeRight}</Text>
        {differences.length > 0 && <List spacing={6} listStyleType="none">{differences.slice(0, SHOWN).map((line) => <List.Item key={line.sku} styles={{ itemWrapper: { width: '100%' }, itemLabel: { width: '100%' } }}><Group justify="space-between" wrap="nowrap"><Text size="sm">{line.name}</Text><Group gap={6} wrap="nowrap"><Text size="sm" c="dimmed">{line.books} → {line.counted}</Text><Figure value={line.difference} signed strong tone={(line.difference ?? 0) > 0 ? 'good' : 'bad'} /></Group></Group></List.Item>)}</List>}
        <ProblemAlert error={book.error} />
        <Group justify="flex-end"><Button size="md" variant="default" onClick={onClose}>{words.cancel}</Button><Button size="md" loading={book.isPending} onClick={() => book.mutate()}>{words.book}</Button></Group>
      </Stack>
    </Modal>
  );
}

function AbandonDialog({ count, onClose }: { count: Count; onClose: () => void }) {
  const words = useCountWords();
  const queries = useQueryClient();
  const abandon = useMutation({ mutationFn: () => call('abandonCount', { session: count.id }, { key: `abandon-${count.id}` }), onSuccess: () => { void queries.invalidateQueries(); onClose(); } });
  return (
    <Modal opened onClose={onClose} title={words.abandonTitle} centered closeButtonProps={{ 'aria-label': words.cancel }}>
      <Stack gap="md">
        <Text>{words.abandonText}</Text>
        <ProblemAlert error={abandon.error} />
        <Group justify="flex-end"><Button size="md" variant="default" onClick={onClose}>{words.cancel}</Button><Button size="md" color="red" loading={abandon.isPending} onClick={() => abandon.mutate()}>{words.abandon}</Button></Group>
      </Stack>
    </Modal>
  );
}
