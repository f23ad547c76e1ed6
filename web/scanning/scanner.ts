/** Hand scanners: they type a code quickly and end it with Enter, also when no field has the focus. */
import { useEffect, useRef } from 'react';

/** A scanner types a character within this; a person does not. */
const FAST = 60;
/** Shorter bursts are keys of the keyboard, not codes. */
const SHORTEST = 3;

interface Burst { text: string; last: number }

/** Pure: what a key makes of the burst so far; `code` when Enter ends one that only a scanner can have typed. */
export function typed(burst: Burst, key: string, at: number): { burst: Burst; code: string | null } {
  const going = at - burst.last <= FAST;
  if (key === 'Enter' || key === 'Tab') {
    const code = going && burst.text.length >= SHORTEST ? burst.text : null;
    return { burst: { text: '', last: at }, code };
  }
  if (key.length !== 1) return { burst, code: null };
  return { burst: { text: going ? burst.text + key : key, last: at }, code: null };
}

const handlers: ((code: string) => void)[] = [];
let listening = false;
let burst: Burst = { text: '', last: 0 };

const writes = (element: EventTarget | null): boolean => element instanceof HTMLElement && (element.isContentEditable || (element instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'range'].includes(element.type)) || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement);

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  // A field that is being typed in gets the scanner's text itself, and its form the Enter.
  if (writes(event.target)) return;
  const result = typed(burst, event.key, event.timeStamp);
  burst = result.burst;
  if (result.code === null) return;
  // Else the Enter would press the button that happens to have the focus.
  event.preventDefault();
  event.stopPropagation();
  handlers.at(-1)?.(result.code);
}

/** Gives every scanned code to this component while it is shown; of several, the last one shown (a dialog) gets it. */
export function useScanner(onScan: (code: string) => void, enabled = true): void {
  const latest = useRef(onScan);
  latest.current = onScan;
  useEffect(() => {
    if (!enabled) return undefined;
    const handler = (code: string): void => latest.current(code);
    handlers.push(handler);
    if (!listening) document.addEventListener('keydown', onKey, { capture: true });
    listening = true;
    return () => { handlers.splice(handlers.indexOf(handler), 1); };
  }, [enabled]);
}
