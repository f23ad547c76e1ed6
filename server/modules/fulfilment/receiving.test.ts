/** What was found in a load, shared out over its orders: tables of the rule. */
import { describe, expect, it } from 'vitest';
import { allot, surplusMoves } from './receiving.ts';
import type { Found, InLoad } from './receiving.ts';

const of = (order: string, sku: string, quantity: number): InLoad => ({ order, delivery: 1, line: 1, sku, quantity });
const boots = [of('first', 'boot', 2), of('second', 'boot', 1)];

describe('what was found', () => {
  it.each<[string, InLoad[], Found[] | null, string[], number, string[]]>([
    ['everything, unasked', boots, null, ['first 2/0/0', 'second 1/0/0'], 0, []],
    ['everything, counted', boots, [{ sku: 'boot', good: 3, damaged: 0 }], ['first 2/0/0', 'second 1/0/0'], 0, []],
    ['one too few: who ordered last goes without', boots, [{ sku: 'boot', good: 2, damaged: 0 }], ['first 2/0/0', 'second 0/0/1'], 0, []],
    ['one damaged', boots, [{ sku: 'boot', good: 2, damaged: 1 }], ['first 2/0/0', 'second 0/1/0'], 0, []],
    ['none at all, said so', boots, [{ sku: 'boot', good: 0, damaged: 0 }], ['first 0/0/2', 'second 0/0/1'], 0, []],
    ['not looked for: blank is not zero', boots, [], [], 3, []],
    ['one product looked for, the other not', [...boots, of('third', 'shoe', 2)], [{ sku: 'boot', good: 3, damaged: 0 }], ['first 2/0/0', 'second 1/0/0'], 2, []],
    ['too many', boots, [{ sku: 'boot', good: 4, damaged: 1 }], ['first 2/0/0', 'second 1/0/0'], 0, ['boot 1/1']],
    ['what belongs to nobody', boots, [{ sku: 'hat', good: 1, damaged: 0 }], [], 3, ['hat 1/0']],
  ])('%s', (_what, held, found, lines, outstanding, surplus) => {
    const shared = allot(held, found);
    expect(shared.lines.map(({ order, good, damaged, missing }) => `${order} ${good}/${damaged}/${missing}`)).toEqual(lines);
    expect(shared.outstanding).toBe(outstanding);
    expect(shared.surplus.map(({ sku, good, damaged }) => `${sku} ${good}/${damaged}`)).toEqual(surplus);
  });

  it.each<[string, InLoad[], Record<string, number>, Found[] | null, string[], string[], number]>([
    ['orders are served before the shelves', boots, { boot: 2 }, [{ sku: 'boot', good: 4, damaged: 0 }], ['first 2/0/0', 'second 1/0/0'], ['boot 1/0/1'], 0],
    ['what is damaged goes to the shelves’ share', boots, { boot: 1 }, [{ sku: 'boot', good: 3, damaged: 1 }], ['first 2/0/0', 'second 1/0/0'], ['boot 0/1/0'], 0],
    ['everything, unasked', [], { boot: 2, shoe: 1 }, null, [], ['boot 2/0/0', 'shoe 1/0/0'], 0],
    ['not looked for: blank is not zero', [], { boot: 2, shoe: 1 }, [{ sku: 'shoe', good: 0, damaged: 0 }], [], ['shoe 0/0/1'], 2],
    ['what arrived before is not expected again', [], { boot: 0 }, [{ sku: 'boot', good: 1, damaged: 0 }], [], [], 0],
  ])('beside goods that fill up the shelves: %s', (_what, held, free, found, lines, goods, outstanding) => {
    const shared = allot(held, found, new Map(Object.entries(free)));
    expect(shared.lines.map(({ order, good, damaged, missing }) => `${order} ${good}/${damaged}/${missing}`)).toEqual(lines);
    expect(shared.goods.map(({ sku, good, damaged, missing }) => `${sku} ${good}/${damaged}/${missing}`)).toEqual(goods);
    expect(shared.outstanding).toBe(outstanding);
  });

  it('is refused when a product is counted twice', () => {
    expect(() => allot(boots, [{ sku: 'boot', good: 1, damaged: 0 }, { sku: 'boot', good: 1, damaged: 0 }])).toThrow(/counted twice/);
  });

  it('of what nobody booked is found where it came to light', () => {
    expect(surplusMoves('delft', [{ sku: 'boot', good: 2, damaged: 1 }])).toEqual([
      { sku: 'boot', n: 2, from: { outside: 'found' }, to: { location: 'delft', state: 'sellable' } }, { sku: 'boot', n: 1, from: { outside: 'found' }, to: { location: 'delft', state: 'damaged' } },
    ]);
  });
});
