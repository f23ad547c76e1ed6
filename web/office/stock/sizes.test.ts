/** Variants of a product by their sizes. */
import { expect, it } from 'vitest';
import { bySize, labelsOf } from './sizes.ts';

const variant = (sku: string, options: Record<string, string>) => ({ sku, name: sku, options });

it('come in the order of their sizes, as numbers', () => {
  expect([variant('c', { size: '42' }), variant('a', { size: '9' }), variant('b', { size: '36.5' })].sort(bySize).map(({ sku }) => sku)).toEqual(['a', 'b', 'c']);
});

it.each([
  ['the size alone, when the colour is the same', [variant('a', { size: '41', colour: 'red' }), variant('b', { size: '42', colour: 'red' })], ['41', '42']],
  ['size and colour, when both differ', [variant('a', { size: '41', colour: 'red' }), variant('b', { size: '41', colour: 'blue' }), variant('c', { size: '42', colour: 'red' })], ['41 red', '41 blue', '42 red']],
  ['the SKU, when nothing tells them apart', [variant('a', {}), variant('b', {})], ['a', 'b']],
  ['the SKU of those that are called the same', [variant('a', { size: '41' }), variant('b', { size: '41' }), variant('c', { size: '42' })], ['a', 'b', '42']],
])('are called %s', (_name, rows, labels) => { expect([...labelsOf(rows).values()]).toEqual(labels); });
