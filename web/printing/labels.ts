/** Labels that print by themselves: this device prints what was packed on it, as soon as the carrier has given the label. */
import { useSyncExternalStore } from 'react';
import { call, Refused, Unreachable } from '../api/client.ts';
import { onTold } from '../api/live.ts';
import { onSettled } from '../offline/outbox.ts';
import { now } from '../shell/clock.ts';
import { BridgeProblem, printZpl } from './bridge.ts';
import { canPrintHidden, openPdf, printPdf } from './pdf.ts';
import { printSettings } from './settings.ts';

/** How it goes with a parcel's label on this device. `tap`: the browser prints only when somebody taps. `failed`: why, in the printer's words. */
export type PrintState = { kind: 'waiting' | 'printing' | 'printed' | 'tap' } | { kind: 'failed'; problem: Error };

const KEY = 'spil.labels';
/** A label that has not come after a day is no longer waited for. */
const PATIENCE = 24 * 3_600_000;

const states = new Map<string, PrintState>();
const listeners = new Set<() => void>();
const waiting = new Map<string, number>(read());
let started = false;
let busy: Promise<void> = Promise.resolve();

function read(): [string, number][] {
  try {
    return (JSON.parse(localStorage.getItem(KEY) ?? '[]') as [string, number][]).filter(([, since]) => now().getTime() - since < PATIENCE);
  } catch {
    return [];
  }
}
const keep = (): void => localStorage.setItem(KEY, JSON.stringify([...waiting]));

function say(parcel: string, state: PrintState): void {
  states.set(parcel, state);
  document.dispatchEvent(new CustomEvent('spil:label', { detail: { parcel, state: state.kind } }));
  for (const listener of listeners) listener();
}

/** Begins to print what is packed on this device; called by every page that packs, and does its work once. */
export function startLabels(): void {
  if (started) return;
  started = true;
  onSettled((settled) => {
    if (settled.entry.operation !== 'pack' || !('answer' in settled) || printSettings().way === 'none') return;
    for (const { id } of (settled.answer as { parcels: { id: string }[] }).parcels) {
      waiting.set(id, now().getTime());
      say(id, { kind: 'waiting' });
    }
    keep();
    tryAll();
  });
  onTold(({ kind, type }) => { if (kind === 'order' && type === 'LabelIssued') tryAll(); });
  window.addEventListener('online', tryAll);
  tryAll();
}

/** One after the other, so that two dialogs never open at once. */
function tryAll(): void {
  busy = busy.then(async () => {
    for (const parcel of [...waiting.keys()]) {
      const done = await attempt(parcel);
      if (done) waiting.delete(parcel);
    }
    keep();
  });
}

/** Whether there is nothing more to wait for: it was printed, or only a person can help. */
async function attempt(parcel: string): Promise<boolean> {
  try {
    await print(parcel, false);
    return true;
  } catch (error) {
    if (error instanceof Unreachable) return false;
    // Not made yet: the carrier's answer comes as news. What is wrong with it stands on the work itself.
    if (error instanceof Refused) return error.code !== 'shipping.no_label';
    return true;
  }
}

/** Prints a label as this device is set; throws when there is no label (yet) or the printer refuses. */
async function print(parcel: string, tapped: boolean): Promise<void> {
  const { way, code } = printSettings();
  const zpl = way === 'bridge' ? await call('getLabel', { parcel, format: 'zpl' }).catch((error: unknown) => { if (error instanceof Refused && error.code === 'shipping.no_label') return null; throw error; }) : null;
  const pdf = zpl === null ? await call('getLabel', { parcel, format: 'pdf' }) : null;
  if (pdf !== null && !canPrintHidden()) {
    if (tapped) openPdf(pdf);
    return say(parcel, { kind: tapped ? 'printed' : 'tap' });
  }
  say(parcel, { kind: 'printing' });
  try {
    if (zpl !== null) await printZpl(zpl, code);
    else if (pdf !== null) await printPdf(pdf);
    say(parcel, { kind: 'printed' });
  } catch (error) {
    say(parcel, { kind: 'failed', problem: error instanceof Error ? error : new BridgeProblem('refused', String(error)) });
    throw error;
  }
}

/** Prints a label again, because somebody asked for it. Throws what the server or the printer refuses. */
export const printAgain = (parcel: string): Promise<void> => print(parcel, true);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
/** How it goes with this parcel's label here; null when this device has nothing to do with it. */
export const usePrintState = (parcel: string): PrintState | null => useSyncExternalStore(subscribe, () => states.get(parcel) ?? null);
