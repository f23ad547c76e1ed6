/** A document while it is being written: kept in this browser until it is saved or thrown away, so that a reload loses nothing. */
import { useEffect, useState } from 'react';
import type { Body } from './form.ts';

interface Kept { base: number; body: Body }

export interface Copy { body: Body; change(body: Body): void; dirty: boolean; /** It was there from before this page was opened. */ restored: boolean; discard(): void }

const keyOf = (kind: string, name: string): string => `spil.setting.${kind}.${name}`;

function readKept(kind: string, name: string, base: number): Body | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(kind, name)) ?? 'null') as Kept | null;
    return kept !== null && kept.base === base ? kept.body : null;
  } catch {
    return null;
  }
}

/** `base` is the version that is changed; 0 when there is none yet. */
export function useCopy(kind: string, name: string, base: number, original: Body): Copy {
  const [kept, setKept] = useState(() => readKept(kind, name, base));
  const [restored, setRestored] = useState(kept !== null);
  const dirty = kept !== null && JSON.stringify(kept) !== JSON.stringify(original);
  useEffect(() => {
    if (dirty) localStorage.setItem(keyOf(kind, name), JSON.stringify({ base, body: kept } satisfies Kept));
    else localStorage.removeItem(keyOf(kind, name));
  }, [kind, name, base, kept, dirty]);
  return { body: kept ?? original, dirty, restored: restored && dirty, change: setKept, discard: () => { setKept(null); setRestored(false); } };
}
