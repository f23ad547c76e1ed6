/** What counts as a scan: fast typing that ends with Enter. */
import { expect, it } from 'vitest';
import { typed } from './scanner.ts';

const play = (keys: readonly [string, number][]): string[] => {
  let burst = { text: '', last: -1000 };
  const codes: string[] = [];
  for (const [key, at] of keys) {
    const result = typed(burst, key, at);
    burst = result.burst;
    if (result.code !== null) codes.push(result.code);
  }
  return codes;
};
const scanned = (text: string, from: number, gap = 10): [string, number][] => [...text, 'Enter'].map((key, index) => [key, from + index * gap]);

it('takes what is typed as fast as only a scanner can', () => { expect(play(scanned('8712345678906', 0))).toEqual(['8712345678906']); });
it('takes one scan after another', () => { expect(play([...scanned('111222', 0), ...scanned('333444', 500)])).toEqual(['111222', '333444']); });
it('does not take what a person types', () => { expect(play(scanned('87123456', 0, 150))).toEqual([]); });
it('does not take a single key before Enter', () => { expect(play([['a', 0], ['Enter', 20]])).toEqual([]); });
it('leaves out what was typed slowly before', () => { expect(play([['x', 0], ...scanned('8712345', 900)])).toEqual(['8712345']); });
it('goes on over keys that are no characters', () => { expect(play([['8', 0], ['Shift', 5], ['A', 10], ['7', 20], ['1', 30], ['Enter', 40]])).toEqual(['8A71']); });
