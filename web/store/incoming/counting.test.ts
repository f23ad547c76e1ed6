/** Counting a tote: tables of what is there, what is not, and what nobody looked for. */
import { describe, expect, it } from 'vitest';
import { counted, differences, expectedBy, foundBody, set } from './counting.ts';
import type { Counts, Load } from './counting.ts';

const load = { products: [{ sku: 'boot', name: 'Boot', quantity: 2, gtins: ['02000000000039'] }, { sku: 'shoe', name: 'Shoe', quantity: 1, gtins: [] }] } as unknown as Load;
const of = (good: number, damaged = 0, name = 'Boot') => ({ good, damaged, name });

describe('a tote against its list', () => {
  it.each<[string, Counts, string[], number]>([
    ['nothing looked at', {}, [], 3],
    ['all there', { boot: of(2), shoe: of(1, 0, 'Shoe') }, [], 0],
    ['one missing', { boot: of(1) }, ['missing boot 1'], 1],
    ['none there, said so', { boot: of(0), shoe: of(0, 0, 'Shoe') }, ['missing boot 2', 'missing shoe 1'], 0],
    ['one damaged', { boot: of(1, 1) }, ['damaged boot 1'], 1],
    ['one too many', { boot: of(3) }, ['surplus boot 1'], 1],
    ['a stranger', { hat: of(1, 0, 'Hat') }, ['surplus hat 1'], 3],
  ])('%s', (_what, counts, expected, blank) => {
    const found = differences(load, counts);
    expect(found.differences.map(({ kind, sku, n }) => `${kind} ${sku} ${n}`)).toEqual(expected);
    expect(found.blank).toBe(blank);
  });

  it('knows a product by its barcode in any length, and by its SKU', () => {
    expect(['2000000000039', '02000000000039', 'BOOT', 'hat'].map((code) => expectedBy(load, code)?.sku ?? null)).toEqual(['boot', 'boot', 'boot', null]);
  });

  it('counts up, keeps damage, and sends nothing for all', () => {
    const counts = counted(set(counted({}, 'boot', 'Boot'), 'boot', 'Boot', { damaged: 1 }), 'boot', 'Boot');
    expect(counts).toEqual({ boot: of(2, 1) });
    expect([foundBody({}), foundBody(counts)]).toEqual([null, [{ code: 'boot', good: 2, damaged: 1 }]]);
  });
});
