/**
 * The last scan of a pickup waits on this device for the shelf place: the server tells the customer as soon as everything is picked, and
 * by then it must be known where it lies. Kept over a reload.
 */
import { useCallback, useState } from 'react';
import type { Input } from '../../api/client.ts';

export interface HeldPick { operation: 'pick'; input: Input<'pick'> & { fulfilment: string } }

const keyOf = (fulfilment: string): string => `spil.last-scan.${fulfilment}`;
const read = (fulfilment: string): HeldPick | null => JSON.parse(sessionStorage.getItem(keyOf(fulfilment)) ?? 'null') as HeldPick | null;

/** What is held for these works, and how to hold or let go. */
export function useHeld(fulfilments: readonly string[]): [ReadonlyMap<string, HeldPick>, (fulfilment: string, pick: HeldPick | null) => void] {
  const [held, setHeld] = useState<ReadonlyMap<string, HeldPick>>(() => new Map(fulfilments.flatMap((id) => { const kept = read(id); return kept ? [[id, kept] as const] : []; })));
  const hold = useCallback((fulfilment: string, pick: HeldPick | null) => {
    if (pick === null) sessionStorage.removeItem(keyOf(fulfilment));
    else sessionStorage.setItem(keyOf(fulfilment), JSON.stringify(pick));
    setHeld((before) => {
      const next = new Map(before);
      if (pick === null) next.delete(fulfilment);
      else next.set(fulfilment, pick);
      return next;
    });
  }, []);
  return [held, hold];
}
