/** Keeps the page current: asks for the order every few seconds while it is looked at, and says when there is no connection. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { addressOf, Refused } from '../api/client.ts';
import type { Answer } from '../api/client.ts';
import type { Problem } from '../api/generated/operations.ts';

export type CustomerOrder = Answer<'getCustomerOrder'>;
export type CustomerDelivery = CustomerOrder['deliveries'][number];

/** Milliseconds between two questions; after a failure it waits longer each time, up to a minute. */
const EVERY = 3000;
const LONGEST = 60_000;
/** A slow phone is given this long to answer. */
const PATIENCE = 20_000;

export interface OrderState {
  order: CustomerOrder | null;
  /** Why there is no order: the link does not work, or too many were tried. */
  refused: Refused | null;
  offline: boolean;
  /** Shows an order that came another way: the answer of a command. */
  show(order: CustomerOrder): void;
}

export function useOrder(token: string): OrderState {
  const [state, setState] = useState<Omit<OrderState, 'show'>>({ order: null, refused: null, offline: false });
  const tag = useRef<string | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pause = EVERY;
    const look = async (): Promise<void> => {
      clearTimeout(timer);
      // Made by hand, since phones of some years ago cannot join signals.
      const limit = new AbortController();
      const late = setTimeout(() => limit.abort(), PATIENCE);
      stop.signal.addEventListener('abort', () => limit.abort(), { once: true });
      try {
        const answer = await fetch(addressOf('getCustomerOrder', { token }), { headers: { accept: 'application/json', ...(tag.current === null ? {} : { 'if-none-match': tag.current }) }, cache: 'no-store', signal: limit.signal });
        if (answer.status === 200) {
          const order = await answer.json() as CustomerOrder;
          tag.current = answer.headers.get('etag');
          setState({ order, refused: null, offline: false });
        } else if (answer.status === 404 || answer.status === 429) {
          setState({ order: null, refused: new Refused(await answer.json() as Problem), offline: false });
          return;
        } else if (answer.status === 304) setState((before) => (before.offline ? { ...before, offline: false } : before));
        else throw new Error(String(answer.status));
        pause = EVERY;
      } catch {
        if (stop.signal.aborted) return;
        setState((before) => ({ ...before, offline: true }));
        pause = Math.min(pause * 2, LONGEST);
      } finally {
        clearTimeout(late);
      }
      if (!document.hidden) timer = setTimeout(() => void look(), pause);
    };
    const again = (): void => { if (!document.hidden) void look(); };
    void look();
    document.addEventListener('visibilitychange', again);
    window.addEventListener('online', again);
    return () => {
      stop.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', again);
      window.removeEventListener('online', again);
    };
  }, [token]);
  const show = useCallback((order: CustomerOrder) => {
    tag.current = null;
    setState({ order, refused: null, offline: false });
  }, []);
  return { ...state, show };
}
