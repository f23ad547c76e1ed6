/** The room that plans work in: whoever is lent it finds nothing of those before, and nobody is lent it twice. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { defaultStrategy, plan } from './rules.ts';
import { inLentRoom, type Room } from './scratch.ts';

const KINDS = ['ints', 'floats', 'bytes'] as const;
/** Up to 80 kB each, up to twelve at a time: more than it begins with. One of them may be more than is ever kept. */
const columns = fc.array(fc.tuple(fc.constantFrom(...KINDS), fc.oneof({ weight: 30, arbitrary: fc.integer({ min: 0, max: 10_000 }) }, { weight: 1, arbitrary: fc.constant(600_000) })), { maxLength: 12 });

const told = (): string => {
  const demand = { delivery: '1', kind: 'ship' as const, channel: 'web', country: 'NL', destination: null, store: null, lines: [], promisedBy: null, tags: [], excluded: [] };
  return JSON.stringify(plan(demand, [], defaultStrategy(), '2026-09-08T08:00:00.000Z'));
};

describe('the room', () => {
  it('gives each column its own place, all nought, whatever was written there before', () => {
    fc.assert(fc.property(fc.array(columns, { minLength: 1, maxLength: 6 }), (plans) => {
      for (const asked of plans) {
        inLentRoom((room: Room) => {
          const given = asked.map(([kind, length], index) => {
            const column = room[kind](length);
            expect(column.length).toBe(length);
            expect(column.every((figure) => figure === 0)).toBe(true);
            return column.fill(index + 1);
          });
          given.forEach((column, index) => { expect(column.every((figure) => figure === index + 1)).toBe(true); });
        });
      }
    }), { numRuns: 60 });
  });

  it('is refused within a plan, and free again afterwards, also after a failure', () => {
    expect(() => inLentRoom(told)).toThrow('A plan was asked for while another one was being made');
    expect(() => inLentRoom(() => { throw new Error('no stock'); })).toThrow('no stock');
    expect(told()).toBe(told());
  });
});
