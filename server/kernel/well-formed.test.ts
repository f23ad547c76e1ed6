/** What no request may hold is found wherever it stands; everything else passes. */
import { expect, it } from 'vitest';
import { unfitIn } from './well-formed.ts';

it('passes ordinary text of any script, and any JSON', () => {
  expect(unfitIn({ a: ['é', '鞋', '👟', '', '\u0001\t\n', 1, null, true, { constructor: 'x', prototype: [] }] })).toBeNull();
});

it.each([
  [{ lines: [{ name: 'a\u0000b' }] }, ['lines', 0, 'name'], /U\+0000/],
  [['\ud83d'], [0], /surrogate/],
  ['\udc5f', [], /surrogate/],
  [{ a: { 'x\u0000': 1 } }, ['a'], /name of a field.*U\+0000/],
  [JSON.parse('{"a":{"__proto__":{"admin":true}}}'), ['a'], /__proto__/],
])('finds what is unfit in %j', (value, path, reason) => {
  const unfit = unfitIn(value);
  expect(unfit?.path).toEqual(path);
  expect(unfit?.reason).toMatch(reason);
});

it('takes sixty-three levels and refuses what never ends', () => {
  const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`) as unknown;
  expect(unfitIn(nested(63))).toBeNull();
  expect(unfitIn(nested(200_000))?.reason).toMatch(/deeper than 64/);
});
