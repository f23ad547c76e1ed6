/** How this device prints labels: kept in the browser, for it belongs to the device and not to the person. */
import { useSyncExternalStore } from 'react';

/** `pdf`: the browser's own printing; `bridge`: at once on the label printer, through the bridge on this computer; `none`: another device prints. */
export type Way = 'pdf' | 'bridge' | 'none';
export interface PrintSettings { way: Way; /** What the bridge asks for. */ code: string }

const KEY = 'spil.printing';
const USUAL: PrintSettings = { way: 'pdf', code: '' };
const listeners = new Set<() => void>();
let current: PrintSettings = read();

function read(): PrintSettings {
  try {
    return { ...USUAL, ...JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<PrintSettings> };
  } catch {
    return USUAL;
  }
}

export const printSettings = (): PrintSettings => current;

export function setPrintSettings(next: PrintSettings): void {
  current = next;
  localStorage.setItem(KEY, JSON.stringify(next));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
export const usePrintSettings = (): PrintSettings => useSyncExternalStore(subscribe, printSettings);
