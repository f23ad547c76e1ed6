/** A count as a device knows it, with scans that are not sent yet. */
import { describe, expect, it } from 'vitest';
import { different, tallied } from './tally.ts';
import type { Count } from './tally.ts';

const line = (sku: string, counted: number | null, books: number) => ({ sku, name: sku, gtins: [], product: 'p', options: {}, picture: null, place: null, counted, books, difference: counted === null ? null : counted - books, inScope: true });
const count = { lines: [line('boot-40', 2, 2)], neighbours: [line('boot-41', null, 1)] } as unknown as Count;
const scan = (code: string, quantity = 1, refused: unknown = null) => ({ operation: 'scanIntoCount', input: { session: 's', body: { scans: [{ scan: code, code, quantity }] } }, refused }) as unknown as Parameters<typeof tallied>[1][number];

describe('a count with scans on their way', () => {
  it.each<[string, Parameters<typeof tallied>[1], string[], number]>([
    ['none', [], ['boot-40 2 0'], 0],
    ['one more', [scan('boot-40')], ['boot-40 3 1'], 1],
    ['one taken back', [scan('boot-40', -1)], ['boot-40 1 -1'], 1],
    ['a neighbour', [scan('boot-41')], ['boot-40 2 0', 'boot-41 1 0'], 1],
    ['a neighbour that is not there', [scan('boot-41', 0)], ['boot-40 2 0', 'boot-41 0 -1'], 1],
    ['one that was refused', [scan('boot-40', 1, { code: 'x' })], ['boot-40 2 0'], 0],
  ])('%s', (_what, entries, expected, waiting) => {
    const found = tallied(count, entries);
    expect(found.lines.map((one) => `${one.sku} ${one.counted} ${one.difference}`)).toEqual(expected);
    expect(found.waiting).toBe(waiting);
  });

  it('counts what a carton holds', () => {
    const cartons = { lines: [{ ...line('boot-40', 2, 2), gtins: ['02000000000992'], cartons: { '02000000000992': 6 } }], neighbours: [] } as unknown as Count;
    expect(tallied(cartons, [scan('2000000000992', 2)]).lines).toMatchObject([{ counted: 14, difference: 12 }]);
  });

  it('keeps what it cannot name by its code', () => {
    expect(tallied(count, [scan('hat'), scan('hat')]).unknown).toEqual([{ code: 'hat', quantity: 2 }]);
  });

  it('shows the largest differences first', () => {
    expect(different([line('a', 1, 2), line('b', 5, 1), line('c', 3, 3)]).map((one) => one.sku)).toEqual(['b', 'a']);
  });
});
