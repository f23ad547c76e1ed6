/** Pure: figures computed from sums. */
import { counts, figureOf } from './definitions.ts';
import type { FigureName, Part } from './definitions.ts';
import { quantile } from './durations.ts';

/** Sums of one measure, reason and bucket, under a key of the caller's: a day, a location, a channel. */
export interface Sum { key: string; measure: string; reason: string; bucket: number; n: number; units: number; amount: number }

export interface FigureValue {
  /** Hundredths of a percent, seconds (the median), minor units, or a number; null when there is nothing to measure. */
  value: number | null;
  /** For a share, what counts and of how many; else how many were measured. */
  top: number;
  bottom: number | null;
  /** For durations: what nine in ten stay within, in seconds. */
  ninety: number | null;
}

const total = (sums: readonly Sum[], parts: readonly Part[]): number =>
  parts.reduce((all, part) => all + sums.reduce((sum, row) => sum + (row.measure === part.measure && counts(part, row.reason) ? row[part.of] : 0), 0), 0);

/** One figure of these sums. `whole`: the sums of which these are a part, where the share is of something larger (by reason). */
export function figure(name: FigureName, sums: readonly Sum[], whole: readonly Sum[] = sums): FigureValue {
  const { unit, top, bottom } = figureOf(name);
  const counted = total(sums, top);
  if (unit === 'share') {
    const all = total(whole, bottom ?? []);
    return { value: all === 0 ? null : Math.round((counted * 10_000) / all), top: counted, bottom: all, ninety: null };
  }
  if (unit === 'seconds') {
    const histogram = new Map<number, number>();
    for (const row of sums) if (row.bucket >= 0 && top.some((part) => part.measure === row.measure && counts(part, row.reason))) histogram.set(row.bucket, (histogram.get(row.bucket) ?? 0) + row.n);
    return { value: quantile(histogram, 0.5), top: counted, bottom: null, ninety: quantile(histogram, 0.9) };
  }
  return { value: counted, top: counted, bottom: null, ninety: null };
}

/** Money of several currencies is not added: the one that most is sold in, by the worth of the orders; null when nothing was. */
export function mainCurrency(sums: readonly Sum[]): string | null {
  const worth = new Map<string, number>();
  for (const row of sums) if (row.measure === 'placed') worth.set(row.reason, (worth.get(row.reason) ?? 0) + row.n);
  return [...worth].sort(([a, n], [b, m]) => m - n || a.localeCompare(b))[0]?.[0] ?? null;
}
