/** What comes back and what goes along: tables. */
import { describe, expect, it } from 'vitest';
import { alongWith, choose, meaningOf, returnedBody, unitsOf } from './choice.ts';
import type { Choice, CounterOrder } from './choice.ts';

const line = (n: number, sku: string, returnable: number) => ({ line: n, sku, name: sku, gtins: sku === 'boot' ? ['02000000000039'] : [], returnable });
const order = { lines: [line(1, 'boot', 1), line(2, 'boot', 1), line(3, 'shoe', 0)] } as unknown as CounterOrder;

describe('a scan at a return', () => {
  it.each<[string, Choice, string, string]>([
    ['takes the first line', {}, '2000000000039', 'back 1'],
    ['goes on with the next line of the same product', { 1: { quantity: 1, condition: null } }, 'boot', 'back 2'],
    ['says when the customer has no more', { 1: { quantity: 1, condition: null }, 2: { quantity: 1, condition: null } }, 'boot', 'enough 1'],
    ['says so of what cannot come back', {}, 'shoe', 'enough 3'],
    ['is another product', {}, 'hat', 'other'],
  ])('%s', (_what, choice, code, meaning) => {
    const found = meaningOf(order, choice, code);
    expect(found.kind === 'other' ? 'other' : `${found.kind} ${found.line.line}`).toBe(meaning);
  });
});

describe('a carton at a return', () => {
  const boots = (returnable: number): CounterOrder => ({ lines: [{ ...line(1, 'boot', returnable), cartons: { '02000000000039': 2 } }] }) as unknown as CounterOrder;

  it('comes back whole, where the customer has all that is in it', () => {
    expect(meaningOf(boots(2), {}, '2000000000039')).toMatchObject({ kind: 'back', pieces: 2 });
    expect(meaningOf(boots(2), {}, 'boot')).toMatchObject({ kind: 'back', pieces: 1 });
    expect(meaningOf(boots(2), { 1: { quantity: 1, condition: null } }, '2000000000039')).toMatchObject({ kind: 'carton', pieces: 2, wanted: 1 });
  });
});

describe('a choice', () => {
  it('keeps the condition over the count, and lets go of what is none', () => {
    const one = choose(choose({}, 1, { quantity: 1 }), 1, { condition: 'worn' });
    expect(returnedBody(choose(one, 1, { quantity: 2 }))).toEqual([{ line: 1, quantity: 2, condition: 'worn' }]);
    expect(unitsOf(choose(one, 1, { quantity: 0 }))).toBe(0);
  });

  it('counts the same product once more', () => {
    const boot = { sku: 'boot', name: 'Boot', picture: null };
    expect(alongWith(alongWith([], boot), boot)).toEqual([{ ...boot, quantity: 2 }]);
  });
});
