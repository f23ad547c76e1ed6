/** How much waits in all queues of this account, for the menu; red when something is overdue. */
import { Badge, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/query.ts';
import { useFormat } from '../../shell/format.ts';
import { useQueueWords } from './words.ts';

/** Milliseconds between readings of what no stream tells of. */
const AGAIN = 30_000;

export function QueueCount() {
  const words = useQueueWords();
  const format = useFormat();
  const { data } = useQuery({ ...read('listQueues', {}, { kinds: ['order'] }), refetchInterval: AGAIN });
  const count = data?.queues.reduce((sum, queue) => sum + queue.count, 0) ?? 0;
  const overdue = data?.queues.reduce((sum, queue) => sum + queue.overdue, 0) ?? 0;
  if (count === 0) return null;
  return (
    <Badge size="md" variant="light" color={overdue > 0 ? 'red' : 'gray'} style={{ fontVariantNumeric: 'tabular-nums' }}>
      {format.number(count)}{data?.queues.some(({ atLeast }) => atLeast) && '+'}<VisuallyHidden> {overdue > 0 ? `, ${words.overdue(format.number(overdue))}` : ''}</VisuallyHidden>
    </Badge>
  );
}
