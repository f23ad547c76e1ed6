/** One order in somebody's hands: what is shown is the server's view with what this device has done since. */
import { useQuery } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { read } from '../../api/query.ts';
import { feedback } from '../../scanning/feedback.ts';
import { actionsOn, count } from './actions.ts';
import { useAnswers, useCommands } from './commands.ts';
import { useHeld } from './held.ts';
import type { HeldPick } from './held.ts';
import { judge, laneOf, progressOf } from './progress.ts';
import type { Line, Verdict, Work } from './progress.ts';
import { useReports } from './useReports.ts';

/** What a scan came to, for the banner; `id` is another one each time, so that the same words are told again. */
export interface Told { id: number; code: string; verdict: Verdict; /** The line after it, and whether that was the last of all. */ line: Line | null; last: boolean }

/** Everything a page needs of one order. `work` and `actions` are null until it was read. */
export function useWork(fulfilment: string) {
  const lane = laneOf(fulfilment);
  const query = useQuery(read('getWork', { fulfilment }, { kinds: ['order'] }));
  const commands = useCommands();
  const { reports, began, heard, seen } = useReports();
  const [held, hold] = useHeld([fulfilment]);
  const kept = held.get(fulfilment);
  const work = query.data ? progressOf(query.data, [...commands.of(lane, query.dataUpdatedAt), ...(kept ? [kept] : [])]) : null;
  const { told, scan } = useScans(work, hold);
  useAnswers([lane], heard);
  return { query, work, told, scan, reports, seen, unsent: commands.unsent([lane]), refused: commands.refused([lane]), actions: work && actionsOn(work, kept, hold, began) };
}

function useScans(work: Work | null, hold: (fulfilment: string, pick: HeldPick | null) => void): { told: Told | null; scan: (code: string) => void } {
  const [told, setTold] = useState<Told | null>(null);
  const latest = useRef(work);
  latest.current = work;
  const scan = useCallback((code: string) => {
    const now = latest.current;
    if (!now || now.onHold) return;
    const verdict = judge(now.lines, code);
    if (verdict.kind !== 'counted') feedback('wrong');
    const result = verdict.kind === 'counted' ? count(now, verdict.line, code, hold) : { line: null, last: false };
    setTold((before) => ({ id: (before?.id ?? 0) + 1, code, verdict, ...result }));
  }, [hold]);
  return { told, scan };
}
