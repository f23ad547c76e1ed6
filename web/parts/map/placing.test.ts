/** Places on a map: sizes by area, and names that do not cover one another. */
import { expect, it } from 'vitest';
import { labelled, radiusOf } from './placing.ts';

it.each([[0, 10, 6], [10, 10, 22], [2.5, 10, 11], [0, 0, 6], [20, 10, 22]])('%f of %f has a radius of %f', (value, most, radius) => { expect(radiusOf(value, most)).toBe(radius); });

it('names what has room: to the right, else to the left, below or above; the first first', () => {
  const place = (id: string, x: number, y: number) => ({ id, name: id, x, y, r: 8 });
  const names = labelled([place('Utrecht', 100, 100), place('Zeist', 120, 102), place('Breda', 100, 300), place('Heerlen', 390, 300)], 400);
  expect([...names].map(([id, { anchor }]) => [id, anchor])).toEqual([['Utrecht', 'end'], ['Zeist', 'start'], ['Breda', 'start'], ['Heerlen', 'end']]);
});

it('leaves out what has no room anywhere', () => {
  const crowd = Array.from({ length: 9 }, (_none, index) => ({ id: `P${index}`, name: 'Place with a name', x: 100 + (index % 3) * 10, y: 100 + Math.floor(index / 3) * 10, r: 8 }));
  expect(labelled(crowd, 200).size).toBeLessThan(crowd.length);
});
