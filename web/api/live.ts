/** One connection to the server's stream per browser, whatever the number of windows: the one that holds it tells the others. */
import type { QueryClient } from '@tanstack/react-query';
import type { Followed, Follows } from './query.ts';

/** What the stream says of one change: ids only; who wants to know more asks. */
export interface Told { kind: Followed; id: string; location: string | null; type: string }
type Listener = (told: Told) => void;

const listeners = new Set<Listener>();
const states = new Set<() => void>();
let connected = false;

const CHANNEL = 'spil-live';
/** Changes that come within this many milliseconds are answered by one reading: a store that scans fast does not make every screen read at each scan. */
const GATHER = 120;

type Message = { told: Told } | { reload: true } | { connected: boolean };

/** Whether changes reach this window now; for the sign in the corner. */
export const isLive = (): boolean => connected;
export function onLiveState(listener: () => void): () => void {
  states.add(listener);
  return () => states.delete(listener);
}
/** Hears every change that this account may know of. */
export function onTold(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Starts following, and makes queries old that name what changed. Ends when the signal does (signing out, leaving). */
export function startLive(client: QueryClient, signal: AbortSignal): void {
  const channel = new BroadcastChannel(CHANNEL);
  const gathered: Told[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;

  const refresh = (): void => {
    timer = null;
    const news = gathered.splice(0);
    void client.invalidateQueries({ predicate: ({ meta }) => {
      const follows = meta?.['follows'] as Follows | undefined;
      return follows !== undefined && news.some(({ kind, id }) => follows.kinds.includes(kind) && (follows.id === undefined || follows.id === id));
    } });
  };
  const hear = (message: Message): void => {
    if ('connected' in message) {
      connected = message.connected;
      for (const listener of states) listener();
    } else if ('reload' in message) void client.invalidateQueries();
    else {
      gathered.push(message.told);
      for (const listener of listeners) listener(message.told);
      timer ??= setTimeout(refresh, GATHER);
    }
  };
  const tell = (message: Message): void => {
    hear(message);
    // A stream that breaks off because one leaves is told to nobody any more.
    if (!signal.aborted) channel.postMessage(message);
  };
  channel.addEventListener('message', ({ data }) => hear(data as Message));
  void navigator.locks?.request(CHANNEL, { signal }, () => hold(tell, signal)).catch(() => undefined);
  // Without locks (an old browser, or a page that is not served safely) each window has its own connection.
  if (!('locks' in navigator)) void hold(hear, signal);
  signal.addEventListener('abort', () => { channel.close(); connected = false; });
}

/** Holds the connection until this window goes; the lock then passes to another. */
function hold(tell: (message: Message) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource | null = null;
    let again: ReturnType<typeof setTimeout> | null = null;
    const open = (): void => {
      source = new EventSource('/stream');
      source.addEventListener('open', () => {
        // What happened before there was a connection is not known, the first moments of a page included: everything shown is read again.
        tell({ reload: true });
        tell({ connected: true });
      });
      source.addEventListener('reload', () => tell({ reload: true }));
      source.addEventListener('message', ({ data }) => tell({ told: JSON.parse(data as string) as Told }));
      source.addEventListener('error', () => {
        tell({ connected: false });
        // The browser gives up for good on an answer that is not a stream (503, 401): we do not.
        if (source?.readyState === EventSource.CLOSED && !signal.aborted) again = setTimeout(open, 3000);
      });
    };
    open();
    signal.addEventListener('abort', () => {
      if (again) clearTimeout(again);
      source?.close();
      resolve();
    });
  });
}
