/** What can be done with one order in hand; each puts its commands on their way, in order. */
import { feedback } from '../../scanning/feedback.ts';
import { send } from './commands.ts';
import type { HeldPick } from './held.ts';
import { progressOf, scanOf, sumsOf } from './progress.ts';
import type { Line, Work } from './progress.ts';

export interface Actions {
  report: (line: Line, quantity: number, reason: string) => Promise<void>;
  /** Without lines one box takes all that is picked. The box names what is in it, so that a scan refused meanwhile cannot slip in. */
  pack: (lines: { line: number; quantity: number }[] | null, weightGrams: number | null) => Promise<string>;
  transfer: (load: string) => Promise<string>;
  shelve: (shelf: string) => Promise<void>;
  putBack: () => Promise<string>;
  waitsForShelf: boolean;
}

export function actionsOn(work: Work, held: HeldPick | undefined, hold: (fulfilment: string, pick: HeldPick | null) => void, began: (key: string, name: string) => void): Actions {
  const fulfilment = work.id;
  return {
    report: async (line, quantity, reason) => {
      if (held) {
        hold(fulfilment, null);
        await send('pick', held.input);
      }
      began(await send('reportShort', { fulfilment, body: { line: line.line, quantity, reason } }), line.name);
    },
    pack: (lines, weightGrams) => send('pack', { fulfilment, body: { parcels: [{ lines: lines ?? work.lines.filter(({ picked }) => picked > 0).map(({ line, picked }) => ({ line, quantity: picked })), weightGrams }] } }),
    transfer: (load) => send('transfer', { fulfilment, body: { load, scans: [] } }),
    shelve: async (shelf) => {
      if (!held) return;
      hold(fulfilment, null);
      await send('pick', { fulfilment, body: { ...held.input.body, shelf } });
    },
    putBack: () => send('putBack', { fulfilment }),
    waitsForShelf: held !== undefined,
  };
}

/** Counts one scan that fits: heard, felt and on its way; the last of a pickup is held. Answers the line as it is after it, and whether that was the last. */
export function count(work: Work, line: Line, code: string, hold: (fulfilment: string, pick: HeldPick | null) => void): { line: Line; last: boolean } {
  const pick: HeldPick = { operation: 'pick', input: { fulfilment: work.id, body: { scans: [scanOf(code, crypto.randomUUID())] } } };
  const after = progressOf(work, [pick]);
  const last = sumsOf(after.lines).toPick === 0;
  feedback(last ? 'done' : 'right');
  if (last && work.kind === 'pickup') hold(work.id, pick);
  else void send('pick', pick.input);
  return { line: after.lines.find((one) => one.line === line.line) ?? line, last };
}
