/** What can follow at a place of an expression: pure, from the words the server says an expression may use. */
import type { Answer } from '../../api/client.ts';
import type { Suggestion } from '../../parts/code/CodeEditor.tsx';

export type Place = Answer<'getExpressionWords'>['places'][number];

/** Functions that CEL itself has on lists and texts, as far as they are allowed here. */
const ON_LIST: readonly Suggestion[] = [
  { label: 'exists', detail: 'bool', info: 'exists(x, …): true for at least one', kind: 'function', apply: 'exists(x, )' },
  { label: 'all', detail: 'bool', info: 'all(x, …): true for each', kind: 'function', apply: 'all(x, )' },
  { label: 'exists_one', detail: 'bool', info: 'exists_one(x, …): true for exactly one', kind: 'function', apply: 'exists_one(x, )' },
  { label: 'filter', detail: 'list', info: 'filter(x, …): those for which it is true', kind: 'function', apply: 'filter(x, )' },
  { label: 'map', detail: 'list', info: 'map(x, …): each made into something else', kind: 'function', apply: 'map(x, )' },
  { label: 'size', detail: 'int', info: 'size(): how many', kind: 'function', apply: 'size()' },
];
const ON_TEXT: readonly Suggestion[] = [
  { label: 'startsWith', detail: 'bool', info: 'startsWith("…")', kind: 'function', apply: 'startsWith("")' },
  { label: 'endsWith', detail: 'bool', info: 'endsWith("…")', kind: 'function', apply: 'endsWith("")' },
  { label: 'contains', detail: 'bool', info: 'contains("…")', kind: 'function', apply: 'contains("")' },
  { label: 'size', detail: 'int', info: 'size(): how many characters', kind: 'function', apply: 'size()' },
];
const FREE: readonly Suggestion[] = [
  { label: 'has', detail: 'bool', info: 'has(x.y): whether it is known', kind: 'function', apply: 'has()' },
  { label: 'in', detail: 'bool', info: 'a in [b, c]', kind: 'keyword' },
  { label: 'true', detail: 'bool', info: 'always', kind: 'keyword' },
  { label: 'false', detail: 'bool', info: 'never', kind: 'keyword' },
];

/** The type of a dotted path such as order.lines; null when it is not known. `bound` are names of list functions around it, with their types. */
export function typeOf(path: readonly string[], place: Place, bound: ReadonlyMap<string, string> = new Map()): string | null {
  const [first = '', ...rest] = path;
  let type = bound.get(first) ?? place.variables.find(({ name }) => name === first)?.type ?? null;
  for (const field of rest) type = place.types.find(({ name }) => name === type)?.fields.find(({ name }) => name === field)?.type ?? null;
  return type;
}

const LIST_FUNCTION = /([\w.]+)\.(?:exists|all|exists_one|filter|map)\(\s*(\w+)\s*,/g;

/** Names that list functions before this place bind: in `order.lines.exists(x, x.` the x is a Line. */
function boundBefore(text: string, place: Place): Map<string, string> {
  const bound = new Map<string, string>();
  for (const [, path = '', name = ''] of text.matchAll(LIST_FUNCTION)) {
    const item = /^list<(.+)>$/.exec(typeOf(path.split('.'), place, bound) ?? '')?.[1];
    if (item !== undefined) bound.set(name, item);
  }
  return bound;
}

/** What may be written at `position`, and from where it replaces; null inside a text, where nothing is known. */
export function suggestionsAt(text: string, position: number, place: Place): { from: number; suggestions: Suggestion[] } | null {
  const before = text.slice(0, position);
  if ((before.replaceAll(/\\./g, '').match(/"/g)?.length ?? 0) % 2 === 1) return null;
  const [written = ''] = /[\w.]*$/.exec(before) ?? [];
  const parts = written.split('.');
  const from = position - (parts.at(-1) ?? '').length;
  const bound = boundBefore(before, place);
  if (parts.length === 1) {
    return { from, suggestions: [
      ...[...bound].map(([label, type]): Suggestion => ({ label, detail: type, info: '', kind: 'variable' })),
      ...place.variables.map(({ name, type, description }): Suggestion => ({ label: name, detail: type, info: description, kind: 'variable' })),
      ...place.functions.map(({ name, parameters, result, description }): Suggestion => ({ label: name, detail: `(${parameters.join(', ')}) ${result}`, info: description, kind: 'function', apply: `${name}(${parameters.map((type) => (type === 'string' ? '""' : '')).join(', ')})` })),
      ...FREE,
    ] };
  }
  const type = typeOf(parts.slice(0, -1), place, bound);
  if (type === null) return { from, suggestions: [] };
  if (type.startsWith('list<')) return { from, suggestions: [...ON_LIST] };
  if (type === 'string') return { from, suggestions: [...ON_TEXT] };
  const fields = place.types.find(({ name }) => name === type)?.fields ?? [];
  return { from, suggestions: fields.map(({ name, type: of, description }) => ({ label: name, detail: of, info: description, kind: 'property' })) };
}
