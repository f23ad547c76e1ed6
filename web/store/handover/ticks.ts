/** Which parcels of a pile are ticked: kept on the device until the handover is closed, so that a reload loses nothing. */
import { useCallback, useState } from 'react';

const read = (key: string): ReadonlySet<string> => {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(key) ?? '[]') as string[]);
  } catch {
    return new Set();
  }
};

export function useTicks(location: string, carrier: string): [ReadonlySet<string>, (next: ReadonlySet<string>) => void] {
  const key = `spil.handover.${location}.${carrier}`;
  const [state, setState] = useState({ key, ticks: read(key) });
  const now = state.key === key ? state : { key, ticks: read(key) };
  const set = useCallback((ticks: ReadonlySet<string>) => {
    sessionStorage.setItem(key, JSON.stringify([...ticks]));
    setState({ key, ticks });
  }, [key]);
  return [now.ticks, set];
}
