/** Cursors of lists: what a list gave is read back, anything else is refused before the database sees it. */
import { expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './wire.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';

it('reads back what a list gave', () => {
  expect(decodeCursor(undefined, 2)).toBeNull();
  expect(decodeCursor(encodeCursor(['2026-03-02T09:00:00.000Z', ID]), ['instant', 'uuid'])).toEqual(['2026-03-02T09:00:00.000Z', ID]);
  expect(decodeCursor(encodeCursor([3, 'runner-42']), 2)).toEqual([3, 'runner-42']);
});

it.each([
  ['', ['uuid']], ['not base64 at all!', ['uuid']], [encodeCursor([ID, ID]), ['uuid']], [encodeCursor(['x']), ['uuid']], [encodeCursor([1]), ['uuid']],
  [encodeCursor(['yesterday', ID]), ['instant', 'uuid']], [encodeCursor(['0000-01-01T00:00:00Z', ID]), ['instant', 'uuid']], [encodeCursor([-9007199254740991, ID]), ['instant', 'uuid']],
  [encodeCursor(['a\u0000']), 1], [Buffer.from('{"0":1}').toString('base64url'), 1], [Buffer.from('[null]').toString('base64url'), 1],
] as const)('refuses %j as %j', (text, parts) => {
  expect(() => decodeCursor(text, parts)).toThrow(/not the `next` of an answer/);
});
