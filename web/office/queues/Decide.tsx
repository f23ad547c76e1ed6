/** The decision on one item: a reason where it is kept, and one button for each thing this account may do. */
import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call, Refused } from '../../api/client.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import type { QueueName } from '../../parts/queues/words.ts';
import { wordOf } from '../../parts/words.ts';
import { REASONED, useRefresh } from './decide.ts';
import type { Item } from './decide.ts';
import { useWords } from './words.ts';

export function Decide({ queue, item, onDone }: { queue: QueueName; item: Item; onDone: () => void }) {
  const words = useWords();
  const refresh = useRefresh();
  const field = useRef<HTMLTextAreaElement>(null);
  const keys = useRef(new Map<string, string>());
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const actions = item.can.filter((action) => action !== 'assign');
  const decide = useMutation({
    mutationFn: async (action: string) => {
      const key = keys.current.get(`${action} ${reason}`) ?? crypto.randomUUID();
      keys.current.set(`${action} ${reason}`, key);
      if (queue === 'conflicts') return void await call('resolveConflict', { conflict: item.id, body: { reason } }, { key });
      const { results } = await call('decideQueueItems', { queue, body: { action, items: [item.id], reason: reason === '' ? null : reason } }, { key });
      const problem = results[0]?.problem;
      if (problem) throw new Refused({ type: `/problems/${problem.code}`, title: problem.detail, status: 409, detail: problem.detail, code: problem.code });
    },
    onSuccess: () => { onDone(); void refresh(); },
  });
  if (actions.length === 0) return <Text size="sm" c="dimmed" mt="lg">{words.cannot}</Text>;
  const asks = actions.some((action) => REASONED.has(action));
  const go = (action: string): void => {
    if (REASONED.has(action) && reason.trim() === '') { setMissing(true); field.current?.focus(); } else decide.mutate(action);
  };
  return (
    <Stack mt="lg" gap="sm">
      {asks && <Textarea ref={field} label={words.why} description={words.whyHint} value={reason} maxLength={200} autosize minRows={2} onChange={(event) => { setReason(event.currentTarget.value); setMissing(false); }} error={missing ? words.whyNeeded : undefined} />}
      <ProblemAlert error={decide.error} />
      <Group gap="sm">{actions.map((action, index) => <Button key={action} variant={index === 0 ? 'filled' : 'default'} onClick={() => go(action)} loading={decide.isPending && decide.variables === action} disabled={decide.isPending && decide.variables !== action}>{wordOf(words.actions, action)}</Button>)}</Group>
    </Stack>
  );
}
