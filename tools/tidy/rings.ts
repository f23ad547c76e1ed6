/** Files that import each other in a ring: none of them can be read, tested or moved without all the others. */
import type { Finding, Source } from './source.ts';

const SENTENCE = 'is in a ring of imports: none of these files can be understood without all the others. What they share belongs in a file below them.';

/** Every ring among these files, told once, at the file of it that comes first. Types count too, for a reader follows them as well; what is loaded when it is needed does not: a router's pages know their route. */
export function rings(sources: readonly Pick<Source, 'path' | 'imports'>[]): Finding[] {
  const imports = new Map(sources.map(({ path, imports: named }) => [path, named.flatMap(({ file, lazy }) => (file === null || lazy ? [] : [file]))]));
  const place = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  // Tarjan's strongly connected components.
  const visit = (path: string): number => {
    place.set(path, place.size);
    let low = place.get(path) as number;
    open.push(path);
    for (const next of imports.get(path) ?? []) {
      if (!imports.has(next)) continue;
      if (!place.has(next)) low = Math.min(low, visit(next));
      else if (open.includes(next)) low = Math.min(low, lowest.get(next) ?? (place.get(next) as number));
    }
    lowest.set(path, low);
    if (low === place.get(path)) {
      const ring = open.splice(open.indexOf(path)).sort();
      if (ring.length > 1) found.push(ring);
    }
    return low;
  };
  for (const path of imports.keys()) if (!place.has(path)) visit(path);
  return found.map(([first = '', ...rest]) => ({ rule: 'ring', path: first, line: 1, subject: rest.join(' '), sentence: `${SENTENCE} With: ${rest.join(', ')}.` }));
}
