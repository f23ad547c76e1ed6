/** Tables of the pure rules of insight: buckets of durations, and the facts that an order's events tell. */
import { describe, expect, it } from 'vitest';
import type { Moves, UnitMove } from '../books/index.ts';
import { bucketOf, quantile, secondsOf } from './durations.ts';
import { newWalk, step } from './walk.ts';

describe('a bucket', () => {
  it.each([0, 1, 2, 59, 60, 3600, 86_400, 7 * 86_400, 365 * 86_400])('of %s seconds tells it back within 3 %%', (seconds) => {
    expect(Math.abs(secondsOf(bucketOf(seconds)) - Math.max(1, seconds))).toBeLessThanOrEqual(Math.max(0.5, 0.03 * seconds));
  });
  it('never falls as the duration grows, and ends', () => {
    for (let seconds = 1; seconds < 5000; seconds += 1) expect(bucketOf(seconds + 1)).toBeGreaterThanOrEqual(bucketOf(seconds));
    expect(bucketOf(1e12)).toBe(bucketOf(1e11));
  });
});

describe('a quantile', () => {
  const of = (...seconds: number[]): Map<number, number> => seconds.reduce((map, one) => map.set(bucketOf(one), (map.get(bucketOf(one)) ?? 0) + 1), new Map<number, number>());
  it.each([
    [[], 0.5, null], [[60], 0.5, 60], [[60], 0.9, 60], [[60, 3600], 0.5, 60], [[60, 3600], 0.9, 3600], [[60, 60, 60, 60, 60, 60, 60, 60, 60, 3600], 0.9, 60], [[60, 60, 60, 60, 60, 60, 60, 60, 3600, 3600], 0.9, 3600],
  ] as const)('of %j at %s is %s', (seconds, share, expected) => {
    const found = quantile(of(...seconds), share);
    if (expected === null) expect(found).toBeNull();
    else expect(Math.abs((found ?? 0) - expected)).toBeLessThanOrEqual(0.03 * expected);
  });
});

const T = (minutes: number): string => new Date(Date.UTC(2026, 2, 2, 9, minutes)).toISOString();
const line = (n: number, quantity: number, kind = 'goods'): Record<string, unknown> => ({ line: n, kind, quantity, total: 1000 * quantity, sku: kind === 'goods' ? `sku-${n}` : null });
const move = (n: number, from: [UnitMove['to']['stage'], string | null, string | null] | null, to: [UnitMove['to']['stage'], string | null, string | null], of = 1): UnitMove =>
  ({ line: of, delivery: 1, n, from: from && { stage: from[0], holder: from[1], location: from[2] }, to: { stage: to[0], holder: to[1], location: to[2] } });

/** An order told in steps: [minute, type, data, moves of units]. Answers the facts in short. */
function tell(placed: Record<string, unknown>, steps: readonly [number, string, Record<string, unknown>, UnitMove[]][], opened: Moves = { lines: [{ line: 1, sku: 'sku-1' }], units: [move(2, null, ['open', null, null])] }): string[] {
  const walk = newWalk();
  const data = { channel: 'web', currency: 'EUR', placedAt: T(0), test: false, opening: false, lines: [line(1, 2)], charges: [{ total: 495 }], deliveries: [{ delivery: 1, kind: 'ship', promisedBy: T(100) }], ...placed };
  const events = [[0, 'OrderPlaced', data, opened] as const, ...steps.map(([minute, type, told, units]) => [minute, type, told, { units }] as const)];
  return events.flatMap(([minute, type, told, moves], index) =>
    step(walk, { seq: index + 1, type, data: told, moves, occurredAt: T(minute), recordedAt: T(minute), by: { kind: 'system', id: 'test' } })
      .map((fact) => [fact.measure, fact.reason, fact.location && `@${fact.location}`, fact.n === 1 ? '' : `n${fact.n}`, fact.units ? `${fact.units}u` : '', fact.amount ? `€${fact.amount}` : '', fact.seconds === null ? '' : `${fact.seconds / 60}m`].filter(Boolean).join(' ')));
}
const assigned = (minute: number, work: string, location: string, n: number, kind = 'ship', dueAt: string | null = T(60)): [number, string, Record<string, unknown>, UnitMove[]] =>
  [minute, 'FulfilmentAssigned', { fulfilment: work, location, kind, dueAt, lines: [{ line: 1, quantity: n }] }, [move(n, ['open', null, null], ['allocated', work, location])]];
const packedAndGone = (minute: number, work: string, location: string, n: number): [number, string, Record<string, unknown>, UnitMove[]][] => [
  [minute - 2, 'ItemsPicked', { fulfilment: work }, [move(n, ['allocated', work, location], ['picked', work, location])]],
  [minute - 1, 'ParcelPacked', { parcel: `p-${work}`, location, fulfilment: work }, [move(n, ['picked', work, location], ['packed', `p-${work}`, location])]],
  [minute, 'ParcelShipped', { parcel: `p-${work}` }, [move(n, ['packed', `p-${work}`, location], ['shipped', `p-${work}`, null])]],
];
const arrived = (minute: number, work: string, n: number): [number, string, Record<string, unknown>, UnitMove[]] => [minute, 'ParcelDelivered', { parcel: `p-${work}` }, [move(n, ['shipped', `p-${work}`, null], ['delivered', `p-${work}`, null])]];

describe('an order tells', () => {
  it('its way in one parcel, on time', () => {
    expect(tell({}, [assigned(0, 'f1', 'dc', 2), ...packedAndGone(30, 'f1', 'dc', 2), arrived(90, 'f1', 2)])).toEqual([
      'placed EUR 2u €2495', 'assigned @dc 2u', 'accepted @dc 28m', 'prepared @dc 2u', 'worked right @dc 29m', 'shipped on_time @dc 2u 30m', 'sent whole 30m', 'arrived on_time 90m',
    ]);
  });
  it('that it was split, left late at one place, and came later than promised', () => {
    expect(tell({}, [assigned(0, 'f1', 'dc', 1), assigned(0, 'f2', 'delft', 1), ...packedAndGone(30, 'f1', 'dc', 1), ...packedAndGone(70, 'f2', 'delft', 1), arrived(90, 'f1', 1), arrived(110, 'f2', 1)]).slice(3)).toEqual([
      'accepted @dc 28m', 'prepared @dc 1u', 'worked right @dc 29m', 'shipped on_time @dc 1u 30m', 'accepted @delft 68m', 'prepared @delft 1u', 'worked right @delft 69m', 'shipped late @delft 1u 70m', 'sent split 70m', 'arrived late 110m',
    ]);
  });
  it('a rejection, and counts the delivery as sent when the rest is cancelled', () => {
    expect(tell({}, [
      assigned(0, 'f1', 'dc', 2), ...packedAndGone(30, 'f1', 'dc', 1),
      [40, 'ItemsShorted', { fulfilment: 'f1', location: 'dc', reason: 'damaged', quantity: 1 }, [move(1, ['allocated', 'f1', 'dc'], ['open', null, null])]],
      [41, 'ItemsCancelled', { reason: 'nowhere_in_stock' }, [move(1, ['open', null, null], ['cancelled', null, null])]],
    ]).slice(2)).toEqual(['accepted @dc 28m', 'prepared @dc 1u', 'shipped on_time @dc 1u 30m', 'rejected damaged @dc 1u', 'worked short @dc 40m', 'cancelled nowhere_in_stock 1u', 'sent whole 30m']);
  });
  it('nothing of work that was cancelled before it began', () => {
    expect(tell({}, [assigned(0, 'f1', 'dc', 2), [5, 'ItemsCancelled', { reason: 'customer' }, [move(2, ['allocated', 'f1', 'dc'], ['cancelled', 'f1', null])]]])).toEqual(['placed EUR 2u €2495', 'assigned @dc 2u', 'cancelled customer 2u']);
  });
  it('what was packed and opened again once only', () => {
    const opened: [number, string, Record<string, unknown>, UnitMove[]] = [31, 'ParcelUnpacked', { parcel: 'p-f1' }, [move(2, ['packed', 'p-f1', 'dc'], ['picked', 'f1', 'dc'])]];
    const [pick, pack] = packedAndGone(30, 'f1', 'dc', 2);
    const facts = tell({}, [assigned(0, 'f1', 'dc', 2), pick, pack, opened].filter((one) => one !== undefined));
    expect(facts.filter((text) => text.startsWith('prepared'))).toEqual(['prepared @dc 2u', 'prepared @dc -2u']);
  });
  it('a pickup that is picked at its own store, and carried out', () => {
    expect(tell({ deliveries: [{ delivery: 1, kind: 'pickup', promisedBy: null }] }, [
      assigned(0, 'f1', 'delft', 2, 'pickup'),
      [10, 'ItemsPicked', { fulfilment: 'f1' }, [move(2, ['allocated', 'f1', 'delft'], ['picked', 'f1', 'delft'])]],
      [10, 'DeliveryReady', { delivery: 1, location: 'delft' }, [move(2, ['picked', 'f1', 'delft'], ['ready', 'f1', 'delft'])]],
      [50, 'ItemsCollected', { delivery: 1, location: 'delft' }, [move(2, ['ready', 'f1', 'delft'], ['collected', 'f1', null])]],
    ]).slice(2)).toEqual(['accepted @delft 10m', 'prepared @delft 2u', 'worked right @delft 10m', 'ready no_promise @delft 10m', 'collected pickup @delft 2u']);
  });
  it('returns and refunds, and not a refund that nobody here asked for', () => {
    expect(tell({ deliveries: [{ delivery: 1, kind: 'carry_out', promisedBy: null }] }, [
      [0, 'ItemsCollected', { delivery: 1, location: 'delft' }, [move(2, ['open', null, null], ['collected', null, 'delft'])]],
      [20, 'ItemsReturned', { return: 'r', location: 'leiden', lines: [{ line: 1, quantity: 1 }], reason: null }, [move(1, ['collected', null, 'delft'], ['returned', 'r', 'leiden'])]],
      [20, 'RefundRequested', { intent: 'i', amount: 1000 }, []], [50, 'PaymentRefunded', { intent: 'i', amount: 1000 }, []], [60, 'PaymentRefunded', { intent: null, amount: 5 }, []],
    ]).slice(1)).toEqual(['collected carry_out @delft 2u', 'returned @leiden 1u', 'refunded €1000 30m']);
  });
  it.each([{ test: true }, { opening: true }])('nothing when it is %j', (kind) => {
    expect(tell(kind, [assigned(0, 'f1', 'dc', 2)])).toEqual([]);
  });
  it('no moment before it was taken, whatever the clock of its channel says', () => {
    expect(tell({ placedAt: T(500) }, [assigned(0, 'f1', 'dc', 2), ...packedAndGone(30, 'f1', 'dc', 2)]).at(-1)).toBe('sent whole 30m');
  });
});
