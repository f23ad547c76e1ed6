/** What a scanned product is put back for. */
import { describe, expect, it } from 'vitest';
import { workOf } from './codes.ts';

describe('a product that is put back', () => {
  const work = [{ of: 1, lines: [{ sku: 'boot-40', gtins: ['02000000000039'] }] }, { of: 2, lines: [{ sku: 'runner-42', gtins: ['02000000000015', '02000000000022'] }, { sku: 'boot-40', gtins: ['02000000000039'] }] }];
  it.each<[string, number | undefined]>([['boot-40', 1], ['2000000000039', 1], ['02000000000022', 2], ['hat', undefined], ['', undefined]])('%s belongs to the first work that has it', (code, of) => {
    expect(workOf(work, code)?.of).toBe(of);
  });
});
