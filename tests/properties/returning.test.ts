/** Goods that come back, as tables: which units, what is no longer due, what inspection says; and goods that go out instead. */
import { describe, expect, it } from 'vitest';
import { fold, moneyOf, STAGES, unitsOf } from '../../server/modules/books/index.ts';
import type { NewEvent, Stage, Stream } from '../../server/modules/books/index.ts';
import { orderSlice } from '../../server/modules/orders/state.ts';
import { linesAdded } from '../../server/modules/orders/rules.ts';
import { inspect, receiveReturn, RETURNABLE, uninspected } from '../../server/modules/returns/rules.ts';
import type { ReturnLine } from '../../server/modules/returns/rules.ts';
import { inShort, orderOf, record } from '../support/order.ts';

const RETURN = '00000000-0000-7000-8000-0000000000b1';
const OTHER = '00000000-0000-7000-8000-0000000000b2';
const back = (line: number, quantity: number): ReturnLine => ({ line, quantity, condition: null });
const receive = (stream: Stream, lines: ReturnLine[], id = RETURN): NewEvent => {
  const event = receiveReturn(fold(stream, orderSlice), unitsOf(stream), { return: id, number: 'R1', location: 'delft', lines, reason: 'too small' });
  record(stream, event);
  return event;
};
const refusal = (code: string, details: object = {}): unknown => expect.objectContaining({ code, details: expect.objectContaining(details) as unknown });

describe('goods come back', () => {
  it.each<[Stage, boolean]>(STAGES.map((stage) => [stage, ['delivered', 'collected', 'returning', 'lost', 'shipped'].includes(stage)]))('from %s: %s', (stage, may) => {
    const stream = orderOf({ lines: [{ total: 100, at: { [stage]: 1 } }] });
    expect(RETURNABLE.includes(stage)).toBe(may);
    if (!may) {
      expect(() => receive(stream, [back(1, 1)])).toThrow(refusal('returns.not_there', { found: 1, expected: 0, field: 'lines' }));
      return;
    }
    expect(inShort(receive(stream, [back(1, 1)]))).toEqual([`1: 1 ${stage} c1 → returned b1@delft`]);
    expect(moneyOf(stream).due).toBe(0);
  });

  it('by what the customer has first', () => {
    const stream = orderOf({ lines: [{ total: 500, at: { shipped: 1, lost: 1, returning: 1, collected: 1, delivered: 1 } }] });
    expect(inShort(receive(stream, [back(1, 4)]))).toEqual(['1: 1 delivered c1 → returned b1@delft', '1: 1 collected c1 → returned b1@delft', '1: 1 returning c1 → returned b1@delft', '1: 1 lost c1 → returned b1@delft']);
  });

  it('are told with their return, its number, place, lines and reason', () => {
    expect(receive(orderOf({ lines: [{ total: 100, at: { delivered: 2 } }] }), [back(1, 1)])).toMatchObject({ type: 'ItemsReturned', data: { return: RETURN, number: 'R1', location: 'delft', lines: [back(1, 1)], reason: 'too small' } });
  });

  it('and what is due falls by exactly their share, in any number of returns', () => {
    const stream = orderOf({ lines: [{ total: 100, at: { delivered: 3 } }, { total: 50, at: { delivered: 1 } }] });
    const due: number[] = [];
    for (const lines of [[back(1, 1)], [back(1, 1), back(2, 1)], [back(1, 1)]]) {
      receive(stream, lines);
      due.push(moneyOf(stream).due);
    }
    expect(due).toEqual([117, 34, 0]);
  });

  it('one line twice in one return', () => {
    const stream = orderOf({ lines: [{ total: 100, at: { delivered: 3 } }] });
    expect(inShort(receive(stream, [back(1, 1), back(1, 2)]))).toEqual(['1: 1 delivered c1 → returned b1@delft', '1: 2 delivered c1 → returned b1@delft']);
    expect(moneyOf(stream).due).toBe(0);
  });

  it('for free, without an entry of nothing', () => {
    expect(receive(orderOf({ lines: [{ total: 0, at: { delivered: 1 } }] }), [back(1, 1)]).moves?.money).toBeUndefined();
  });

  it.each<[string, ReturnLine[], string, object]>([
    ['a line that is not there', [back(7, 1)], 'returns.line_unknown', { found: 7, field: 'lines', detail: 'The order has no line 7; it has 1.' }],
    ['more than the customer has', [back(1, 3)], 'returns.not_there', { found: 3, expected: 2 }],
    ['one line more often than the customer has', [back(1, 2), back(1, 1)], 'returns.not_there', { found: 1, expected: 0 }],
  ])('but not %s', (_what, lines, code, details) => {
    expect(() => receive(orderOf({ lines: [{ total: 300, at: { delivered: 2, open: 1 } }] }), lines)).toThrow(refusal(code, details));
  });
});

describe('inspection', () => {
  const stream = (): Stream => {
    const of = orderOf({ lines: [{ total: 400, at: { delivered: 4 } }, { total: 100, at: { delivered: 1 } }] });
    receive(of, [back(1, 2), back(2, 1)]);
    receive(of, [back(1, 1)], OTHER);
    return of;
  };
  const look = (of: Stream, lines: Parameters<typeof inspect>[4]): NewEvent => inspect(fold(of, orderSlice), unitsOf(of), uninspected(of.events, RETURN), { return: RETURN, location: 'delft' }, lines);

  it('waits for what came back in this return', () => {
    expect([...uninspected(stream().events, RETURN)]).toEqual([[1, 2], [2, 1]]);
    expect([...uninspected(stream().events, OTHER)]).toEqual([[1, 1]]);
  });

  it('puts each where its condition says, once', () => {
    const of = stream();
    const event = look(of, [{ line: 1, quantity: 1, disposition: 'sellable' }, { line: 1, quantity: 1, disposition: 'damaged' }]);
    expect(event.data).toEqual({ return: RETURN, location: 'delft', lines: [{ line: 1, sku: 'shoe-1', quantity: 1, disposition: 'sellable' }, { line: 1, sku: 'shoe-1', quantity: 1, disposition: 'damaged' }] });
    expect(event.moves).toEqual({ stock: (['sellable', 'damaged'] as const).map((state) => ({ sku: 'shoe-1', n: 1, from: { location: 'delft', state: 'quarantine' }, to: { location: 'delft', state } })) });
    record(of, event);
    expect([...uninspected(of.events, RETURN)]).toEqual([[1, 0], [2, 1]]);
    expect([...uninspected(of.events, OTHER)]).toEqual([[1, 1]]);
    expect(() => look(of, [{ line: 1, quantity: 1, disposition: 'sellable' }])).toThrow(refusal('returns.nothing_to_inspect', { found: 1, expected: 0, field: 'lines' }));
  });

  it.each<[string, Parameters<typeof inspect>[4]]>([
    ['more than waits', [{ line: 1, quantity: 3, disposition: 'sellable' }]], ['one line more often than waits', [{ line: 2, quantity: 1, disposition: 'sellable' }, { line: 2, quantity: 1, disposition: 'sellable' }]], ['a line that did not come back', [{ line: 9, quantity: 1, disposition: 'sellable' }]],
  ])('refuses %s', (_what, lines) => {
    expect(() => look(stream(), lines)).toThrow(refusal('returns.nothing_to_inspect'));
  });
});

describe('goods that go out instead', () => {
  const line = (of: Stream, number: number, quantity: number, total: number, kind: 'goods' | 'service') => {
    const first = fold(of, orderSlice).lines.get(1);
    if (!first) throw new Error('no line');
    return { ...first, line: number, quantity, total, kind, sku: 'boot' };
  };

  it('are new lines that are open, and what is due rises by them and their charges', () => {
    const of = orderOf({ lines: [{ total: 100, at: { delivered: 1 } }] });
    const charge = { ref: 'wrap', kind: 'fee' as const, name: 'Wrapping', subtotal: 5, discount: 0, taxes: [], total: 5, delivery: null };
    const event = linesAdded([line(of, 2, 2, 150, 'goods'), line(of, 3, 1, 20, 'service')], [charge]);
    record(of, event);
    expect(inShort(event)).toEqual(['2: 2 nothing → open', '3: 1 nothing → open']);
    expect(event.moves?.lines).toEqual([{ line: 2, sku: 'boot' }, { line: 3, sku: null }]);
    expect(moneyOf(of).due).toBe(275);
    expect(fold(of, orderSlice).charges.get('wrap')).toEqual(charge);
  });

  it('for the same price move nothing', () => {
    const of = orderOf({ lines: [{ total: 100, at: { delivered: 1 } }] });
    expect(linesAdded([line(of, 2, 1, 0, 'goods')], []).moves?.money).toBeUndefined();
  });
});
