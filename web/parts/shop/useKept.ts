/** What somebody has counted or chosen on this device and not sent yet: kept over a reload, gone when it is done. */
import { useCallback, useState } from 'react';

/** Like useState, kept in this browser under a key of the job; `null` lets go of it. */
export function useKept<T>(key: string, initial: T): [T, (next: T | ((before: T) => T)) => void, () => void] {
  const name = `spil.kept.${key}`;
  const [value, setValue] = useState<T>(() => {
    const text = sessionStorage.getItem(name);
    try {
      return text === null ? initial : JSON.parse(text) as T;
    } catch {
      return initial;
    }
  });
  const keep = useCallback((next: T | ((before: T) => T)) => setValue((before) => {
    const after = next instanceof Function ? next(before) : next;
    sessionStorage.setItem(name, JSON.stringify(after));
    return after;
  }), [name]);
  const letGo = useCallback(() => sessionStorage.removeItem(name), [name]);
  return [value, keep, letGo];
}
