/** What the editor of templates offers where. */
import { expect, it } from 'vitest';
import { templateSuggestions } from './completion.ts';
import type { Variable } from './completion.ts';

const variables: Variable[] = [{ path: 'order.number', type: 'text', essential: true }, { path: 'order.total', type: 'money', essential: false }, { path: 'lines', type: 'list', essential: false }, { path: 'lines.name', type: 'text', essential: true }];
const offered = (text: string): string[] | null => templateSuggestions(text.replace('§', ''), text.indexOf('§'), variables, ['if', 'for'], ['money', 'date'])?.suggestions.map(({ label }) => label) ?? null;

it.each([
  ['<p>§', null], ['<p>{{ §', ['order', 'lines']], ['{{ order.§', ['number', 'total']], ['{{ order.total | §', ['money', 'date']], ['{% §', ['if', 'for']], ['{% if §', ['order', 'lines']],
  ['{% for line in lines %}{{ line.§', ['name']], ['{% for line in lines %}{{ §', ['line', 'order', 'lines']], ['{{ order.number }} §', null], ['{{ nothing.§', []],
])('%s offers %j', (text, labels) => { expect(offered(text)).toEqual(labels); });
