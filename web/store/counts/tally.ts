/** Pure: a count as this device knows it: the server's view with the scans that are not answered yet. */
import type { Answer, Input } from '../../api/client.ts';
import type { Entry } from '../../offline/store.ts';
import { meansProduct, piecesOf } from '../../scanning/codes.ts';

export type Count = Answer<'getCount'>;
export type CountLine = Count['lines'][number];

/** What belongs together on its way to the server. */
export const laneOf = (session: string): string => `count:${session}`;

type Pending = Pick<Entry, 'operation' | 'input' | 'refused'>;
const scansOf = (entry: Pending): { code: string; quantity: number }[] => (entry.operation === 'scanIntoCount' && entry.refused === null ? (entry.input as Input<'scanIntoCount'>).body.scans.map(({ code, quantity = 1 }) => ({ code, quantity: quantity })) : []);

/** The lines with what waits to be sent; and what waits of products that are not on the list yet, by the code that was scanned. */
export function tallied(count: Count, entries: readonly Pending[]): { lines: CountLine[]; unknown: { code: string; quantity: number }[]; waiting: number } {
  const lines = count.lines.map((line) => ({ ...line }));
  const neighbours = [...count.neighbours];
  const unknown = new Map<string, number>();
  let waiting = 0;
  for (const { code, quantity } of entries.flatMap(scansOf)) {
    waiting += 1;
    let line = lines.find((one) => meansProduct(code, one));
    const neighbour = line ? undefined : neighbours.find((one) => meansProduct(code, one));
    if (neighbour) lines.push(line = { ...neighbour, counted: 0 });
    if (line) {
      line.counted = (line.counted ?? 0) + quantity * piecesOf(code, line);
      line.difference = line.counted - line.books;
    } else unknown.set(code, (unknown.get(code) ?? 0) + quantity);
  }
  return { lines, unknown: [...unknown].map(([code, quantity]) => ({ code, quantity })), waiting };
}

/** Differences first, the largest on top; then by name. */
export const byDifference = (a: CountLine, b: CountLine): number => Math.abs(b.difference ?? 0) - Math.abs(a.difference ?? 0) || a.name.localeCompare(b.name, 'nl', { numeric: true });
export const different = (lines: readonly CountLine[]): CountLine[] => lines.filter((line) => (line.difference ?? 0) !== 0).sort(byDifference);
