/** What a template may say at a place: variables inside {{ }}, filters after a bar, tags inside {% %}. Pure. */
import type { Answer } from '../../api/client.ts';
import type { Suggestion } from '../../parts/code/CodeEditor.tsx';

type Templates = Answer<'listMessageTemplates'>;
export type Variable = Templates['kinds'][number]['variables'][number];

const CLOSED: Readonly<Record<string, string>> = { if: 'if  %}{% endif', unless: 'unless  %}{% endunless', for: 'for line in lines %}{% endfor', case: 'case  %}{% endcase', comment: 'comment %}{% endcomment' };

/** Loops around this place: in `{% for line in lines %}…{{ line.` the fields are those of lines. */
function loopsBefore(text: string): Map<string, string> {
  return new Map([...text.matchAll(/\{%-?\s*for\s+(\w+)\s+in\s+([\w.]+)/g)].map(([, name = '', of = '']) => [name, of]));
}

export function templateSuggestions(text: string, position: number, variables: readonly Variable[], tags: readonly string[], filters: readonly string[]): { from: number; suggestions: Suggestion[] } | null {
  const before = text.slice(0, position);
  const opened = Math.max(before.lastIndexOf('{{'), before.lastIndexOf('{%'));
  if (opened < 0 || Math.max(before.lastIndexOf('}}'), before.lastIndexOf('%}')) > opened) return null;
  const inside = before.slice(opened + 2);
  const [written = ''] = /[\w.]*$/.exec(inside) ?? [];
  const from = position - (written.split('.').at(-1) ?? '').length;
  const ahead = inside.slice(0, inside.length - written.length);
  if (/\|\s*$/.test(ahead)) return { from, suggestions: filters.map((label) => ({ label, detail: '', info: '', kind: 'function' })) };
  if (before.startsWith('{%', opened) && /^-?\s*$/.test(ahead)) return { from, suggestions: tags.map((label) => ({ label, detail: '', info: '', kind: 'keyword', ...(CLOSED[label] ? { apply: CLOSED[label] } : {}) })) };
  const loops = loopsBefore(before.slice(0, opened));
  const [first = '', ...rest] = written.split('.');
  const of = loops.get(first);
  const path = [...(rest.length > 0 && of !== undefined ? [of] : rest.length > 0 ? [first] : []), ...rest.slice(0, -1)].join('.');
  const found = new Map<string, Suggestion>();
  for (const variable of variables) {
    if (path !== '' && !variable.path.startsWith(`${path}.`)) continue;
    const [label = '', ...deeper] = variable.path.slice(path === '' ? 0 : path.length + 1).split('.');
    if (!found.has(label)) found.set(label, { label, detail: deeper.length > 0 ? '…' : variable.type, info: variable.essential ? '!' : '', kind: deeper.length > 0 ? 'property' : 'variable' });
  }
  const bound = path === '' && rest.length === 0 ? [...loops.keys()].map((label): Suggestion => ({ label, detail: '…', info: '', kind: 'variable' })) : [];
  return { from, suggestions: [...bound, ...found.values()] };
}
