/** What this device has done to work and the shown answer does not know yet: being kept, being sent, or answered a moment ago. */
import { useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Answer, Input, Operation } from '../../api/client.ts';
import { enqueue, onSettled, useOutbox } from '../../offline/outbox.ts';
import type { Settled } from '../../offline/outbox.ts';
import type { Entry } from '../../offline/store.ts';
import { now } from '../../shell/clock.ts';
import { laneOf } from './progress.ts';
import type { Work } from './progress.ts';

interface Own { key: string; lane: string; operation: string; input: unknown; /** When it was answered; null while it is not. */ answered: number | null }

let own: readonly Own[] = [];
const listeners = new Set<() => void>();
const change = (next: readonly Own[]): void => {
  own = next;
  for (const listener of listeners) listener();
};
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** An answered command counts until a newer view of the work is there, and never longer than this. */
const GHOST = 30_000;

onSettled((settled) => {
  const { key, lane, operation, input } = settled.entry;
  const at = now().getTime();
  const rest = own.filter((one) => one.key !== key && (one.answered === null || at - one.answered < GHOST));
  change('answer' in settled && lane.startsWith('work:') ? [...rest, { key, lane, operation, input, answered: at }] : rest);
});

/** Puts a command on work on its way. It counts on the screen at once, before the browser has even kept it. */
export async function send<O extends Operation>(operation: O, input: Input<O> & { fulfilment: string }): Promise<string> {
  const key = crypto.randomUUID();
  const lane = laneOf(input.fulfilment);
  change([...own, { key, lane, operation, input, answered: null }]);
  try {
    await enqueue(operation, input, { lane, key });
  } finally {
    change(own.filter((one) => one.key !== key || one.answered !== null));
  }
  return key;
}

export interface Commands {
  /** Per lane, in order, each once: what the shown work does not contain yet. */
  of: (lane: string, shownAt: number) => readonly Pick<Entry, 'operation' | 'input'>[];
  /** How many wait to be sent in these lanes. */
  unsent: (lanes: readonly string[]) => number;
  refused: (lanes: readonly string[]) => readonly Entry[];
}

export function useCommands(): Commands {
  const kept = useOutbox();
  const mine = useSyncExternalStore(subscribe, () => own);
  return useMemo(() => ({
    of: (lane, shownAt) => {
      const answered = mine.filter((one) => one.lane === lane && one.answered !== null && one.answered > shownAt);
      const waiting = kept.filter((entry) => entry.lane === lane && entry.refused === null && !mine.some((one) => one.key === entry.key && one.answered !== null));
      const fresh = mine.filter((one) => one.lane === lane && one.answered === null && !kept.some((entry) => entry.key === one.key));
      return [...answered, ...waiting, ...fresh];
    },
    unsent: (lanes) => kept.filter((entry) => lanes.includes(entry.lane) && entry.refused === null).length,
    refused: (lanes) => kept.filter((entry) => lanes.includes(entry.lane) && entry.refused !== null),
  }), [kept, mine]);
}

/** Keeps the shown work in step with the answers to this device's commands, and passes them on. */
export function useAnswers(lanes: readonly string[], heard: (settled: Settled<Operation>) => void): void {
  const client = useQueryClient();
  const joined = lanes.join(' ');
  useEffect(() => onSettled((settled) => {
    if (!joined.split(' ').includes(settled.entry.lane)) return;
    if (settled.entry.operation === 'pick' && 'answer' in settled) show(client, (settled.answer as Answer<'pick'>).fulfilment);
    else void client.invalidateQueries({ predicate: ({ queryKey: [name] }) => name === 'getWork' || name === 'getWalk' || name === 'getToday' });
    heard(settled);
  }), [client, joined, heard]);
}

/** Puts a newer view of one work order where it is shown, alone and within walks. */
export function show(client: QueryClient, work: Work): void {
  client.setQueryData(['getWork', { fulfilment: work.id }], work);
  client.setQueriesData<Answer<'getWalk'>>({ queryKey: ['getWalk'] }, (walk) => walk && { ...walk, works: walk.works.map((one) => (one.id === work.id ? { ...work, tote: one.tote } : one)) });
}
