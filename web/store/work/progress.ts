/** Pure: how far work is, from what the server said last and what this device has done since. */
import type { Answer, Input } from '../../api/client.ts';
import type { Entry } from '../../offline/store.ts';
import { meansProduct, piecesOf, productCode } from '../../scanning/codes.ts';

export type Work = Answer<'getWork'>;
export type Line = Work['lines'][number];

/** What belongs together on its way to the server. */
export const laneOf = (fulfilment: string): string => `work:${fulfilment}`;

const take = (line: Line, from: 'toPick' | 'picked', to: 'picked' | 'packed' | null, n: number): Line => {
  const moved = Math.min(n, line[from]);
  return { ...line, [from]: line[from] - moved, ...(to === null ? {} : { [to]: line[to] + moved }) };
};

/** The lines of a product, how many a scan of it counts for, and how many they still want: what a carton holds may be spread over several. */
export function meant<L extends Line>(lines: readonly L[], code: string, quantity = 1): { of: L[]; pieces: number; wanted: number } {
  const of = lines.filter((line) => meansProduct(code, line));
  return { of, pieces: quantity * (of[0] ? piecesOf(code, of[0]) : 1), wanted: of.reduce((sum, line) => sum + line.toPick, 0) };
}

function apply(lines: readonly Line[], counted: ReadonlySet<string>, entry: Pick<Entry, 'operation' | 'input'>): Line[] {
  const change = (of: number, next: (line: Line) => Line): void => { result = result.map((line) => (line.line === of ? next(line) : line)); };
  let result = [...lines];
  switch (entry.operation) {
    case 'pick':
      for (const scan of (entry.input as Input<'pick'>).body.scans) {
        const { of, pieces, wanted } = meant(result, scan.code, scan.quantity ?? 1);
        if (counted.has(scan.scan) || pieces > wanted) continue;
        let left = pieces;
        for (const { line, toPick } of of) {
          const n = Math.min(left, toPick);
          left -= n;
          change(line, (one) => take(one, 'toPick', 'picked', n));
        }
      }
      break;
    case 'reportShort': {
      const { line, quantity = 1 } = (entry.input as Input<'reportShort'>).body;
      change(line, (one) => {
        const shelf = Math.min(quantity, one.toPick);
        return take(take(one, 'toPick', null, shelf), 'picked', null, quantity - shelf);
      });
      break;
    }
    case 'pack':
      for (const parcel of (entry.input as Input<'pack'>).body.parcels ?? []) for (const { line, quantity } of parcel.lines ?? []) change(line, (one) => take(one, 'picked', 'packed', quantity));
      break;
    case 'transfer': result = result.map((line) => ({ ...take(line, 'picked', null, line.picked), gone: line.gone + line.picked })); break;
    case 'putBack': result = result.map((line) => ({ ...line, putBack: 0 })); break;
  }
  return result;
}

/** The work as this device knows it: the server's view with the commands on it that are not answered yet (or are, by a newer view than this). */
export function progressOf(work: Work, entries: readonly Pick<Entry, 'operation' | 'input'>[]): Work {
  const counted = new Set(work.scans);
  return { ...work, lines: entries.reduce<Line[]>((lines, entry) => apply(lines, counted, entry), work.lines) };
}

/** `carton`: it holds more pieces than are still wanted. */
export type Verdict = { kind: 'counted'; line: Line } | { kind: 'enough'; line: Line } | { kind: 'carton'; line: Line; pieces: number; wanted: number } | { kind: 'wrong' };

/** What a scan means for these lines: decided here, before the server knows, so that the answer is there at once. */
export function judge(lines: readonly Line[], code: string): Verdict {
  const { of, pieces, wanted } = meant(lines, code);
  const line = of.find(({ toPick }) => toPick > 0) ?? of[0];
  if (!line) return { kind: 'wrong' };
  if (wanted === 0) return { kind: 'enough', line };
  return pieces > wanted ? { kind: 'carton', line, pieces, wanted } : { kind: 'counted', line };
}

export interface Sums { wanted: number; done: number; toPick: number; picked: number; packed: number; putBack: number }

/** Counts over all lines; `wanted` is what the work still stands for, without what was cancelled or reported. */
export function sumsOf(lines: readonly Line[]): Sums {
  const sum = (of: (line: Line) => number): number => lines.reduce((total, line) => total + of(line), 0);
  const [toPick, picked, packed, gone, putBack] = [sum((line) => line.toPick), sum((line) => line.picked), sum((line) => line.packed), sum((line) => line.gone), sum((line) => line.putBack)];
  return { wanted: toPick + picked + packed + gone, done: picked + packed + gone, toPick, picked, packed, putBack };
}

/** Where somebody stands with one work order, as one word that decides what the screen asks for. */
export type Step = 'held' | 'pick' | 'finish' | 'packed' | 'ended';
export function stepOf(work: Work): Step {
  const { toPick, picked, packed } = sumsOf(work.lines);
  if (work.onHold && toPick + picked > 0) return 'held';
  if (toPick > 0) return 'pick';
  if (picked > 0) return 'finish';
  return packed > 0 ? 'packed' : 'ended';
}

/** Shelf places as people pass them: B-2 before B-12; what has none comes last. */
const along = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
export const byPlace = (a: { place: string | null }, b: { place: string | null }): number => (a.place === b.place ? 0 : a.place === null ? 1 : b.place === null ? -1 : along.compare(a.place, b.place));

/** What is still to pick first, along the shelves; what is done after it. */
export const inOrder = (lines: readonly Line[]): Line[] => lines.toSorted((a, b) => Number(a.toPick === 0) - Number(b.toPick === 0) || byPlace(a, b) || a.line - b.line);

/** The option that is a size, for it is read from two metres away, and the others for nearby. */
export function splitOptions(options: Readonly<Record<string, string>>): { size: string | null; rest: string } {
  const size = Object.entries(options).find(([name]) => /^(maat|size|eu)/i.test(name));
  return { size: size?.[1] ?? null, rest: Object.entries(options).filter(([name]) => name !== size?.[0]).map(([, value]) => value).join(' · ') };
}

/** A scan for the outbox: its own id, however often it is sent. */
export const scanOf = (code: string, id: string): { scan: string; code: string; quantity: number } => ({ scan: id, code: productCode(code), quantity: 1 });
