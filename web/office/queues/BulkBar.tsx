/** One decision for all that is chosen, with what became of each. */
import { Alert, Button, Group, List, Modal, Paper, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import type { QueueName } from '../../parts/queues/words.ts';
import { wordOf } from '../../parts/words.ts';
import { REASONED, useDecide } from './decide.ts';
import type { Results } from './decide.ts';
import { useWords } from './words.ts';

export interface BulkBarProps { queue: QueueName; actions: readonly string[]; items: readonly string[]; names: ReadonlyMap<string, string>; onDone: (done: readonly string[]) => void; onClear: () => void }

export function BulkBar({ queue, actions, items, names, onDone, onClear }: BulkBarProps) {
  const words = useWords();
  const [asked, setAsked] = useState<{ action: string; key: string } | null>(null);
  const [failed, setFailed] = useState<Results>([]);
  return (
    <>
      <Paper withBorder p="xs" px="md" mb="md" role="region" aria-label={words.selected(items.length)}>
        <Group justify="space-between">
          <Group gap="sm"><Text fw={600} role="status">{words.selected(items.length)}</Text><Button variant="subtle" color="gray" size="xs" onClick={onClear}>{words.clear}</Button></Group>
          <Group gap="xs">{actions.map((action, index) => <Button key={action} size="sm" variant={index === 0 ? 'filled' : 'default'} onClick={() => setAsked({ action, key: crypto.randomUUID() })}>{wordOf(words.actions, action)}</Button>)}</Group>
        </Group>
        {failed.length > 0 && <Alert color="orange" mt="sm" title={words.results} withCloseButton closeButtonLabel={words.close} onClose={() => setFailed([])}><List size="sm">{failed.map(({ item, problem }) => <List.Item key={item}>{names.get(item) ?? item}: {problem?.detail}</List.Item>)}</List></Alert>}
      </Paper>
      {asked && <Ask queue={queue} action={asked.action} intention={asked.key} items={items} onClose={() => setAsked(null)} onDone={(results) => { setAsked(null); setFailed(results.filter(({ done }) => !done)); onDone(results.filter(({ done }) => done).map(({ item }) => item)); }} />}
    </>
  );
}

function Ask({ queue, action, intention, items, onClose, onDone }: { queue: QueueName; action: string; intention: string; items: readonly string[]; onClose: () => void; onDone: (results: Results) => void }) {
  const words = useWords();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const decide = useDecide(queue, onDone);
  const name = wordOf(words.actions, action);
  const needed = REASONED.has(action);
  const go = (): void => {
    if (needed && reason.trim() === '') setMissing(true);
    else decide.mutate({ action, items, reason: reason.trim() === '' ? null : reason.trim(), key: intention });
  };
  return (
    <Modal opened onClose={onClose} title={words.bulkTitle(name, items.length)} closeButtonProps={{ 'aria-label': words.cancel }}>
      <Stack>
        <Textarea data-autofocus label={words.why} description={words.whyHint} withAsterisk={needed} value={reason} maxLength={200} autosize minRows={2} onChange={(event) => { setReason(event.currentTarget.value); setMissing(false); }} error={missing ? words.whyNeeded : undefined} />
        <ProblemAlert error={decide.error} />
        <Group justify="flex-end"><Button variant="default" onClick={onClose}>{words.cancel}</Button><Button onClick={go} loading={decide.isPending}>{name}</Button></Group>
      </Stack>
    </Modal>
  );
}
