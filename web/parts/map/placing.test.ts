/** Places on a map: sizes by area, and names that do not cover one another. */
import { expect, it } from 'vitest';
import { labelled, radiusOf } from './placing.ts';

it.each([[0, 10, 6], [10, 10, 22], [2.5, 10, 11], [0, 0, 6], [20, 10, 22]])('%f of %f has a radius of %f', (value, most, radius) => { expect(radiusOf(value, most)).toBe(radius); });

it('names what has room, the first first', () => {
  const place = (id: string, x: number, y: number) => ({ id, name: id, x, y, r: 8 });
  expect([...labelled([place('Utrecht', 100, 100), place('Zeist', 120, 102), place('Breda', 100, 300)])]).toEqual(['Zeist', 'Breda']);
  expect([...labelled([place('A', 0, 0), place('B', 0, 8)])]).toEqual(['A']);
});
