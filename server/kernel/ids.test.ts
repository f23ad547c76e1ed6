/** Ids on the wire and in the database: the TypeID specification's own vector, and everything that is no id. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromWire, newId, newSecret, NO_ONE, toWire } from './ids.ts';

const uuid = '0188bac7-4afa-78aa-bc3b-bd1eef28d881';

describe('a TypeID', () => {
  it.each([['prefix', uuid, 'prefix_01h2xcejqtf2nbrexx3vqjhp41'], ['ord', NO_ONE, 'ord_00000000000000000000000000'], ['ord', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'ord_7zzzzzzzzzzzzzzzzzzzzzzzzz']])('with %s of %s is %s', (prefix, id, text) => {
    expect(toWire(prefix, id)).toBe(text);
    expect(fromWire(prefix, text)).toBe(id);
  });

  it('comes back as it went, for any UUID', () => {
    fc.assert(fc.property(fc.uuid(), (id) => { expect(fromWire('ful', toWire('ful', id))).toBe(id); }));
  });

  it('sorts as its UUID does', () => {
    fc.assert(fc.property(fc.uuid(), fc.uuid(), (one, two) => { expect(toWire('x', one) < toWire('x', two)).toBe(one < two); }));
  });

  it('may be a bare UUID', () => expect(fromWire('ord', uuid)).toBe(uuid));

  it.each([
    ['another prefix', 'ful_01h2xcejqtf2nbrexx3vqjhp41'], ['too short', 'ord_01h2xcejqtf2nbrexx3vqjhp4'], ['too long', 'ord_01h2xcejqtf2nbrexx3vqjhp411'], ['a letter that is no digit', 'ord_01h2xcejqtf2nbrexx3vqjhpu1'], ['upper case', 'ord_01H2XCEJQTF2NBREXX3VQJHP41'],
    ['more than 128 bits', 'ord_80000000000000000000000000'], ['no underscore', 'ord-01h2xcejqtf2nbrexx3vqjhp41'], ['nothing', ''], ['an upper-case UUID', uuid.toUpperCase()], ['a UUID with something before it', `x${uuid}`], ['a UUID with something after it', `${uuid}0`],
  ])('is refused: %s', (_what, text) => expect(fromWire('ord', text)).toBeNull());
});

it('is new each time, and later ones sort later', () => {
  const made = Array.from({ length: 200 }, newId);
  expect(new Set(made).size).toBe(200);
  expect([...made].sort()).toEqual(made);
  expect(made[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it('makes secrets of the length asked for', () => {
  expect(Buffer.from(newSecret(), 'base64url')).toHaveLength(32);
  expect(Buffer.from(newSecret(8), 'base64url')).toHaveLength(8);
  expect(newSecret()).not.toBe(newSecret());
});
