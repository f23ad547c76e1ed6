/** Pure: a wave, which is one walk along the shelves with a tote for each order. */
import type { Answer } from '../../api/client.ts';
import { byPlace, meant } from './progress.ts';
import type { Line, Verdict, Work } from './progress.ts';

export type Toted = Answer<'getWalk'>['works'][number];

/** Where one product is to be fetched, and which totes want how many of it. */
export interface Stop { key: string; place: string | null; line: Line; totes: { tote: number; work: Toted; line: Line }[]; toPick: number; wanted: number }

const wantedOf = (line: Line): number => line.toPick + line.picked + line.packed + line.gone;

/** The walk as it stands: each product once, along the places; the totes of a stop in the order of their numbers. */
export function stopsOf(works: readonly Toted[]): Stop[] {
  const stops = new Map<string, Stop>();
  for (const work of works.filter(({ onHold }) => !onHold)) {
    for (const line of work.lines.filter((one) => wantedOf(one) > 0)) {
      const key = line.sku ?? `${work.id} ${line.line}`;
      const stop = stops.get(key) ?? { key, place: line.place, line, totes: [], toPick: 0, wanted: 0 };
      stops.set(key, { ...stop, totes: [...stop.totes, { tote: work.tote, work, line }], toPick: stop.toPick + line.toPick, wanted: stop.wanted + wantedOf(line) });
    }
  }
  return [...stops.values()].sort((a, b) => byPlace(a, b) || (a.key < b.key ? -1 : 1));
}

export type Placed = { kind: 'counted'; work: Toted; line: Line } | Exclude<Verdict, { kind: 'counted' }>;

/** Into which tote a scanned product goes: the first that still wants one; a carton into the first that wants all of it. */
export function place(works: readonly Toted[], code: string): Placed {
  let known: Line | null = null;
  let most: Extract<Verdict, { kind: 'carton' }> | null = null;
  for (const work of works.filter(({ onHold }) => !onHold)) {
    const { of, pieces, wanted } = meant(work.lines.filter((line) => wantedOf(line) > 0), code);
    const line = of.find(({ toPick }) => toPick > 0);
    if (line && pieces <= wanted) return { kind: 'counted', work, line };
    if (line && wanted > (most?.wanted ?? 0)) most = { kind: 'carton', line, pieces, wanted };
    known ??= of[0] ?? null;
  }
  if (most) return most;
  return known === null ? { kind: 'wrong' } : { kind: 'enough', line: known };
}

/** Over which lines a problem with several of a product is divided: the last totes first, for the first are the most urgent. */
export function divide(stop: Stop, quantity: number): { work: Work; line: Line; quantity: number }[] {
  const parts: { work: Work; line: Line; quantity: number }[] = [];
  let left = quantity;
  for (const { work, line } of stop.totes.toReversed()) {
    const n = Math.min(left, line.toPick);
    if (n > 0) parts.push({ work, line, quantity: n });
    left -= n;
  }
  return parts;
}
