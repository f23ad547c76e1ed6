/** One Idempotency-Key per intention: who presses twice, or again after a broken connection, sends the same request; who changes something sends another. */
import { useCallback, useRef } from 'react';

export function useIntention(): (body: unknown) => string {
  const keys = useRef(new Map<string, string>());
  return useCallback((body) => {
    const text = JSON.stringify(body);
    const key = keys.current.get(text) ?? crypto.randomUUID();
    keys.current.set(text, key);
    return key;
  }, []);
}
