/** One order in somebody's hands: what is shown is the server's view with what this device has done since. */
import { useQuery } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import type { Input } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { feedback } from '../../scanning/feedback.ts';
import { send, useAnswers, useCommands } from './commands.ts';
import { judge, laneOf, progressOf, scanOf, sumsOf } from './progress.ts';
import type { Line, Verdict, Work } from './progress.ts';
import { useReports } from './useReports.ts';

/** What a scan came to, for the banner; `id` is another one each time, so that the same words are told again. */
export interface Told { id: number; code: string; verdict: Verdict; /** The line after it, and whether that was the last of all. */ line: Line | null; last: boolean }

type Pick = { operation: 'pick'; input: Input<'pick'> & { fulfilment: string } };

const heldKey = (fulfilment: string): string => `spil.last-scan.${fulfilment}`;
const readHeld = (fulfilment: string): Pick | null => JSON.parse(sessionStorage.getItem(heldKey(fulfilment)) ?? 'null') as Pick | null;

/** Everything a page needs of one order. `work` is undefined until it was read. */
export function useWork(fulfilment: string) {
  const lane = laneOf(fulfilment);
  const query = useQuery(read('getWork', { fulfilment }, { kinds: ['order'] }));
  const commands = useCommands();
  const reports = useReports();
  const [held, hold] = useHeld(fulfilment);
  const work = query.data && progressOf(query.data, [...commands.of(lane, query.dataUpdatedAt), ...(held ? [held] : [])]);
  const { told, scan } = useScans(work, hold);
  useAnswers([lane], reports.heard);
  return { query, work, told, scan, reports, unsent: commands.unsent([lane]), refused: commands.refused([lane]), ...actionsOn(fulfilment, work, held, hold, reports) };
}

/**
 * The last scan of a pickup waits here for the shelf place: the server tells the customer as soon as everything is picked, and by then
 * it must be known where it lies. Kept over a reload.
 */
function useHeld(fulfilment: string): [Pick | null, (pick: Pick | null) => void] {
  const [held, setHeld] = useState(() => readHeld(fulfilment));
  const hold = useCallback((pick: Pick | null) => {
    if (pick === null) sessionStorage.removeItem(heldKey(fulfilment));
    else sessionStorage.setItem(heldKey(fulfilment), JSON.stringify(pick));
    setHeld(pick);
  }, [fulfilment]);
  return [held, hold];
}

function useScans(work: Work | undefined, hold: (pick: Pick) => void): { told: Told | null; scan: (code: string) => void } {
  const [told, setTold] = useState<Told | null>(null);
  const latest = useRef(work);
  latest.current = work;
  const scan = useCallback((code: string) => {
    const now = latest.current;
    if (!now || now.onHold) return;
    const { verdict, line, last } = takeScan(now, code, hold);
    setTold((before) => ({ id: (before?.id ?? 0) + 1, code, verdict, line, last }));
  }, [hold]);
  return { told, scan };
}

/** Decides what a scan means, tells ear and hand, and puts it on its way. */
export function takeScan(work: Work, code: string, hold: (pick: Pick) => void): { verdict: Verdict; line: Line | null; last: boolean } {
  const verdict = judge(work.lines, code);
  if (verdict.kind !== 'counted') {
    feedback('wrong');
    return { verdict, line: null, last: false };
  }
  const pick: Pick = { operation: 'pick', input: { fulfilment: work.id, body: { scans: [scanOf(code, crypto.randomUUID())] } } };
  const after = progressOf(work, [pick]);
  const last = sumsOf(after.lines).toPick === 0;
  feedback(last ? 'done' : 'right');
  if (last && work.kind === 'pickup') hold(pick);
  else void send('pick', pick.input);
  return { verdict, line: after.lines.find(({ line }) => line === verdict.line.line) ?? null, last };
}

function actionsOn(fulfilment: string, work: Work | undefined, held: Pick | null, hold: (pick: Pick | null) => void, reports: ReturnType<typeof useReports>) {
  return {
    report: async (line: Line, quantity: number, reason: string): Promise<void> => {
      if (held) {
        hold(null);
        await send('pick', held.input);
      }
      reports.began(await send('reportShort', { fulfilment, body: { line: line.line, quantity, reason } }), line.name);
    },
    /** Without lines one box takes all that is picked. The box names what is in it, so that a scan refused meanwhile cannot slip in. */
    pack: (lines: { line: number; quantity: number }[] | null, weightGrams: number | null): Promise<string> => send('pack', {
      fulfilment, body: { parcels: [{ lines: lines ?? (work?.lines ?? []).filter(({ picked }) => picked > 0).map(({ line, picked }) => ({ line, quantity: picked })), weightGrams }] },
    }),
    transfer: (load: string): Promise<string> => send('transfer', { fulfilment, body: { load, scans: [] } }),
    shelve: async (shelf: string): Promise<void> => {
      if (!held) return;
      hold(null);
      await send('pick', { fulfilment, body: { ...held.input.body, shelf } });
    },
    putBack: (): Promise<string> => send('putBack', { fulfilment }),
    waitsForShelf: held !== null,
  };
}
export type WorkInHand = ReturnType<typeof useWork>;
