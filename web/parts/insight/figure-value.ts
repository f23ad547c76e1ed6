/** How a figure's value is written: a share, a duration, money or a number. */
import type { Answer } from '../../api/client.ts';
import { useFormat } from '../../shell/format.ts';
import { defineWords } from '../../shell/language.ts';
import { partsOf } from './duration.ts';

export type Figure = Answer<'getFigures'>['figures'][number];
export type FigureName = Figure['figure'];
type Unit = Figure['unit'];

const useWords = defineWords(
  { none: '–', day: (n: number) => `${n} d`, hour: (n: number) => `${n} h`, minute: (n: number) => `${n} min`, second: (n: number) => `${n} s`, points: (n: string) => `${n} points` },
  { none: '–', day: (n: number) => `${n} d`, hour: (n: number) => `${n} u`, minute: (n: number) => `${n} min`, second: (n: number) => `${n} s`, points: (n: string) => `${n} punt` },
);

export interface FigureFormat {
  value(unit: Unit, value: number | null, currency: string | null): string;
  duration(seconds: number): string;
  /** What changed against before, with its sign: points for shares, percent for the others; null where there is nothing to compare. */
  change(unit: Unit, now: number | null, before: number | null): string | null;
}

/** Below this, in hundredths of a percent, nothing changed. */
const SAME = 5;

/** How much it changed: for a share the difference, else the difference in hundredths of a percent of before. */
export function changeOf(unit: Unit, now: number | null, before: number | null): number | null {
  if (now === null || before === null) return null;
  const change = unit === 'share' ? now - before : before === 0 ? null : Math.round(((now - before) * 10_000) / before);
  return change === null ? null : Math.abs(change) < SAME ? 0 : change;
}

export function useFigureFormat(): FigureFormat {
  const words = useWords();
  const format = useFormat();
  const duration = (seconds: number): string => partsOf(seconds).map(({ unit, n }) => words[unit](n)).join(' ');
  return {
    duration,
    value: (unit, value, currency) => {
      if (value === null) return words.none;
      return unit === 'share' ? format.percent(value / 10_000) : unit === 'seconds' ? duration(value) : unit === 'money' ? format.money(value, currency ?? undefined) : format.number(value);
    },
    change: (unit, now, before) => {
      const change = changeOf(unit, now, before);
      if (change === null) return null;
      const sign = change > 0 ? '+' : change < 0 ? '−' : '';
      const size = Math.abs(change);
      return unit === 'share' ? words.points(`${sign}${format.number(size / 100, 1)}`) : `${sign}${format.percent(size / 10_000, size < 1000 ? 1 : 0)}`;
    },
  };
}

/** For which figures more is better, for which less; what is neither is only a number. */
export const BETTER: Readonly<Record<FigureName, 'more' | 'less' | null>> = {
  orders: 'more', units: 'more', revenue: 'more', fill_rate: 'more', rejection_rate: 'less', first_time_right: 'more', split_rate: 'less', cancel_rate: 'less', lead_time: 'less', accept_time: 'less', pickup_ready: 'less',
  on_time: 'more', dispatch_on_time: 'more', returns: null, return_rate: 'less', refund_time: 'less', broken_reservations: 'less',
};

/** Whether a change is good, bad, or neither. */
export function verdictOf(figure: FigureName, change: number | null): 'good' | 'bad' | null {
  const better = BETTER[figure];
  if (change === null || change === 0 || better === null) return null;
  return (change > 0) === (better === 'more') ? 'good' : 'bad';
}

/** Figures that are a part of something: behind them stand those that spoil it, or all. */
export const SHARES: ReadonlySet<FigureName> = new Set(['fill_rate', 'rejection_rate', 'first_time_right', 'split_rate', 'cancel_rate', 'on_time', 'dispatch_on_time', 'return_rate']);
