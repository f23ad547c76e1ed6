/** Commands of the shop floor on their way: kept in the browser until the server has answered, sent in order, once each. */
import { useSyncExternalStore } from 'react';
import { call, Refused, Unreachable } from '../api/client.ts';
import type { Answer, Input, Operation } from '../api/client.ts';
import type { Problem } from '../api/generated/operations.ts';
import { isForLater } from './later.ts';
import { browserStore } from './store.ts';
import type { Entry } from './store.ts';
import { now } from '../shell/clock.ts';

/** How a command ended: what the server answered, or its refusal. */
export type Settled<O extends Operation> = { entry: Entry; answer: Answer<O> } | { entry: Entry; refused: Problem };

const CHANNEL = 'spil-outbox';
const LOCK = 'spil-outbox';
/** Milliseconds before the next try when the server cannot be reached; coming online or live again ends the wait. */
const PAUSES = [500, 1000, 2000, 5000, 10_000];

const channel = new BroadcastChannel(CHANNEL);
const listeners = new Set<() => void>();
const settledListeners = new Set<(settled: Settled<Operation>) => void>();
let entries: readonly Entry[] = [];
let wake: (() => void) | null = null;
let running = false;

const changed = (): void => { for (const listener of listeners) listener(); };
async function reload(): Promise<void> {
  entries = (await (await browserStore()).getAll('outbox')) as Entry[];
  changed();
}
channel.addEventListener('message', () => { void reload(); wake?.(); });
const tellOthers = (): void => channel.postMessage('changed');

/** Puts a command on its way; it is kept in the browser when this promise resolves. Sending begins at once. */
export async function enqueue<O extends Operation>(operation: O, input: Input<O>, { lane, key = crypto.randomUUID(), at = now().toISOString() }: { lane: string; key?: string; at?: string }): Promise<Entry> {
  const value = { key, operation, input, lane, at, refused: null };
  const id = await (await browserStore()).add('outbox', value);
  const entry: Entry = { ...value, id };
  entries = [...entries, entry];
  changed();
  tellOthers();
  wake?.();
  return entry;
}

/** Takes a refused command off the list, after a person has seen it. */
export async function dismiss(id: number): Promise<void> {
  await (await browserStore()).delete('outbox', id);
  entries = entries.filter((entry) => entry.id !== id);
  changed();
  tellOthers();
}

/** Hears how each command ended, in this window. */
export function onSettled(listener: (settled: Settled<Operation>) => void): () => void {
  settledListeners.add(listener);
  return () => settledListeners.delete(listener);
}

/** Sends what waits, in order, until the signal ends; one window does it for all. Call once per door. */
export function startOutbox(signal: AbortSignal): void {
  if (running) return;
  running = true;
  void reload();
  const again = (): void => wake?.();
  window.addEventListener('online', again);
  signal.addEventListener('abort', () => { running = false; window.removeEventListener('online', again); wake?.(); });
  const work = (): Promise<void> => sendAll(signal);
  if ('locks' in navigator) void navigator.locks.request(LOCK, { signal }, work).catch(() => undefined);
  else void work();
}

/** Tries at once what waits, e.g. when the stream came back. */
export const hurry = (): void => wake?.();

async function sendAll(signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    await reload();
    const next = entries.find((entry) => entry.refused === null);
    if (!next) {
      await pause(null);
      continue;
    }
    const done = await send(next, failures);
    failures = done ? 0 : failures + 1;
    if (!done) await pause(PAUSES[Math.min(failures, PAUSES.length) - 1] ?? 10_000);
  }
}

const pause = (milliseconds: number | null): Promise<void> => new Promise((resolve) => {
  const timer = milliseconds === null ? null : setTimeout(() => wake?.(), milliseconds);
  wake = () => {
    if (timer) clearTimeout(timer);
    wake = null;
    resolve();
  };
});

/** Whether the server answered. Signed out, too busy, down, or still at it: it waits, nothing is lost. `before`: how many times in a row nothing was answered. */
async function send(entry: Entry, before: number): Promise<boolean> {
  const database = await browserStore();
  try {
    const answer = await call(entry.operation as Operation, entry.input as Input<Operation>, { key: entry.key });
    await database.delete('outbox', entry.id);
    settle({ entry, answer });
  } catch (error) {
    if (error instanceof Unreachable || (error instanceof Refused && isForLater(error, before))) return false;
    if (!(error instanceof Refused)) throw error;
    await database.put('outbox', { ...entry, refused: error.problem });
    settle({ entry: { ...entry, refused: error.problem }, refused: error.problem });
  }
  await reload();
  tellOthers();
  return true;
}

const settle = (settled: Settled<Operation>): void => { for (const listener of settledListeners) listener(settled); };

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Everything that is not done: waiting to be sent, or refused and not yet looked at. */
export const useOutbox = (): readonly Entry[] => useSyncExternalStore(subscribe, () => entries);
