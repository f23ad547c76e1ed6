/** Several orders in somebody's hands: one walk, kept by its address; what is shown is the server's view with what this device has done since. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { read } from '../../api/query.ts';
import { feedback } from '../../scanning/feedback.ts';
import { actionsOn, count } from './actions.ts';
import type { Actions } from './actions.ts';
import { useAnswers, useCommands } from './commands.ts';
import { useHeld } from './held.ts';
import { laneOf, progressOf } from './progress.ts';
import { useReports } from './useReports.ts';
import { place, stopsOf } from './walk.ts';
import type { Placed, Toted } from './walk.ts';

/** What the last scan came to; `id` is another one each time. */
export interface Put { id: number; code: string; placed: Placed }

export function useWave(fulfilments: readonly string[]) {
  const lanes = fulfilments.map(laneOf);
  const query = useQuery({ ...read('getWalk', { fulfilments: fulfilments.join(',') }, { kinds: ['order'] }), enabled: fulfilments.length > 0, placeholderData: keepPreviousData });
  const commands = useCommands();
  const { reports, began, heard, seen } = useReports();
  const [held, hold] = useHeld(fulfilments);
  const works = (query.data?.works ?? []).map((work): Toted => {
    const kept = held.get(work.id);
    return { ...work, lines: progressOf(work, [...commands.of(laneOf(work.id), query.dataUpdatedAt), ...(kept ? [kept] : [])]).lines };
  });
  const latest = useRef(works);
  latest.current = works;
  const [put, setPut] = useState<Put | null>(null);
  const scan = useCallback((code: string) => {
    const placed = place(latest.current, code);
    if (placed.kind === 'counted') count(placed.work, placed.line, code, hold);
    else feedback('wrong');
    setPut((before) => ({ id: (before?.id ?? 0) + 1, code, placed }));
  }, [hold]);
  useAnswers(lanes, heard);
  return {
    query, works, stops: stopsOf(works), put, scan, reports, seen, unsent: commands.unsent(lanes), refused: commands.refused(lanes),
    actions: (work: Toted): Actions => actionsOn(work, held.get(work.id), hold, began),
  };
}
