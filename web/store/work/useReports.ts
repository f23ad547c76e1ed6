/** Problems that were reported from this page, and what the server answered: where each item goes now. */
import { useCallback, useState } from 'react';
import type { Answer, Operation } from '../../api/client.ts';
import type { Settled } from '../../offline/outbox.ts';

export type Goes = Answer<'reportShort'>['goes'][number];
export interface Report { key: string; name: string; /** Null until the server has answered. */ goes: readonly Goes[] | null }

export function useReports() {
  const [reports, setReports] = useState<readonly Report[]>([]);
  const began = useCallback((key: string, name: string) => setReports((before) => (before.some((one) => one.key === key) ? before.map((one) => (one.key === key ? { ...one, name } : one)) : [...before, { key, name, goes: null }])), []);
  const heard = useCallback((settled: Settled<Operation>) => {
    if (settled.entry.operation !== 'reportShort') return;
    const { key } = settled.entry;
    if (!('answer' in settled)) return setReports((before) => before.filter((one) => one.key !== key));
    const { goes } = settled.answer as Answer<'reportShort'>;
    // The answer may come before this page has noted that it asked.
    setReports((before) => (before.some((one) => one.key === key) ? before.map((one) => (one.key === key ? { ...one, goes } : one)) : [...before, { key, name: '', goes }]));
  }, []);
  const seen = useCallback((key: string) => setReports((before) => before.filter((one) => one.key !== key)), []);
  return { reports, began, heard, seen };
}
