/** The receipt being made: what staff may give on fewer of a line, and addresses of mail that the server will not refuse. */
import { expect, it } from 'vitest';
import fc from 'fast-check';
import { z } from 'zod';
import { isEmail, ofQuantity } from './basket.ts';

it.each<[string, number, number, number | null, number]>([
  ['fewer of it: no more than may be given on these', 1198, 1, 100, 599],
  ['more of it: what was given stays', 599, 3, 100, 599],
  ['who may give what they like: as much as was given', 1198, 1, null, 1198],
  ['none of it', 599, 0, 100, 0],
])('%s', (_what, discount, quantity, most, left) => { expect(ofQuantity({ price: 5995, discount }, quantity, most)).toEqual({ quantity, discount: left }); });

it.each(['jo@example.com', " jo.o'hara+shoes@mail.example.co.uk ", 'J_D-1@example.nl', ''])('takes %s', (text) => { expect(isEmail(text)).toBe(true); });
it.each(['jo', 'jo@example', 'jo@example.c', '.jo@example.com', 'jo.@example.com', 'jo..doe@example.com', 'jo@exämple.nl', 'jo doe@example.com', 'jo@-example.com', 'jo@example.com,'])('asks again for %s', (text) => { expect(isEmail(text)).toBe(false); });
it('takes nothing that the server refuses', () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab1.@-_\'+ ä,'), maxLength: 14 }).map((start) => `${start}@x.nl`);
  fc.assert(fc.property(fc.oneof(text, fc.emailAddress(), fc.string()), (one) => !isEmail(one) || one.trim() === '' || z.email().safeParse(one.trim()).success), { numRuns: 2000 });
});
