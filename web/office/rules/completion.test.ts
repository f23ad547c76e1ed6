/** What the editor of expressions offers where. */
import { expect, it } from 'vitest';
import { suggestionsAt, typeOf } from './completion.ts';
import type { Place } from './completion.ts';

const place: Place = {
  path: 'filters.*.keep', result: 'bool',
  variables: [{ name: 'order', type: 'Order', description: 'The order' }, { name: 'location', type: 'Location', description: 'The location' }],
  types: [
    { name: 'Order', fields: [{ name: 'channel', type: 'string', description: '' }, { name: 'lines', type: 'list<Line>', description: '' }] },
    { name: 'Line', fields: [{ name: 'sku', type: 'string', description: '' }, { name: 'quantity', type: 'int', description: '' }] },
    { name: 'Location', fields: [{ name: 'size', type: 'string', description: '' }] },
  ],
  functions: [{ name: 'available', parameters: ['string'], result: 'int', description: 'Units' }],
};
/** `|` marks where one writes. */
const offered = (text: string): string[] | null => suggestionsAt(text.replace('|', ''), text.indexOf('|'), place)?.suggestions.map(({ label }) => label) ?? null;

it.each([
  ['|', ['order', 'location', 'available', 'has', 'in', 'true', 'false']],
  ['loc|', ['order', 'location', 'available', 'has', 'in', 'true', 'false']],
  ['order.|', ['channel', 'lines']],
  ['location.size == "small" && order.ch|', ['channel', 'lines']],
  ['order.lines.|', ['exists', 'all', 'exists_one', 'filter', 'map', 'size']],
  ['order.channel.|', ['startsWith', 'endsWith', 'contains', 'size']],
  ['order.lines.exists(x, x.|', ['sku', 'quantity']],
  ['order.lines.exists(line, line.sku.|', ['startsWith', 'endsWith', 'contains', 'size']],
  ['nothing.|', []],
  ['order.channel == "we|', null],
])('%s offers %j', (text, labels) => { expect(offered(text)).toEqual(labels); });

it('offers names that a list function binds', () => { expect(offered('order.lines.all(x, |)')?.[0]).toBe('x'); });
it('replaces the word that is being written, not the path before it', () => { expect(suggestionsAt('order.cha', 9, place)?.from).toBe(6); });
it('knows the type of a path', () => {
  expect(typeOf(['order', 'lines'], place)).toBe('list<Line>');
  expect(typeOf(['order', 'nothing'], place)).toBeNull();
});
