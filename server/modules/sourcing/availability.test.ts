/** From what lies there to what may be sold: a table a stock controller could review, and the law that the steps add up. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { availabilityOf, STEP_NAMES } from './availability.ts';
import type { StockFigures, StockPlace } from './availability.ts';

const place = (location: string, more: Partial<StockPlace> = {}): StockPlace => ({ location, active: true, known: true, sellable: 0, picked: 0, damaged: 0, quarantine: 0, inTransit: 0, expected: 0, reserved: 0, broken: 0, keptBack: 0, ...more });
const figures = (places: StockPlace[], more: Partial<StockFigures> = {}): StockFigures => ({ places, exclusions: [], waiting: { quantity: 0, orders: [] }, quarantined: { quantity: 0, orders: 0 }, ...more });
const exclusion = (location: string) => ({ location, until: '2026-03-03T09:00:00.000Z', reason: 'not_found', task: null });
const changes = (of: StockFigures): Record<string, number | null> => Object.fromEntries(availabilityOf(of).steps.filter(({ change }) => change !== 0).map(({ step, change }) => [step, change]));

describe('what may be sold', () => {
  it.each<[string, StockFigures, Record<string, number | null>, number]>([
    ['nothing was ever there', figures([]), {}, 0],
    ['lies free', figures([place('utrecht', { sellable: 5 }), place('zeist', { sellable: 2 })]), { on_hand: 7 }, 7],
    ['is picked, damaged or in quarantine', figures([place('utrecht', { sellable: 5, picked: 2, damaged: 1, quarantine: 3 })]), { on_hand: 11, picked: -2, damaged: -1, in_quarantine: -3 }, 5],
    ['is on its way or expected: not there yet', figures([place('utrecht', { sellable: 1, inTransit: 4, expected: 9 })]), { on_hand: 1 }, 1],
    ['is reserved and kept back', figures([place('utrecht', { sellable: 5, reserved: 2, keptBack: 1 })]), { on_hand: 5, reserved: -2, kept_back: -1 }, 2],
    ['lies in a location that is closed, whatever it had promised', figures([place('utrecht', { sellable: 5 }), place('zeist', { sellable: 4, reserved: 1, active: false })]), { on_hand: 9, closed_locations: -4 }, 5],
    ['lies where it may not be taken for a while', figures([place('utrecht', { sellable: 5, reserved: 1 }), place('zeist', { sellable: 2 })], { exclusions: [exclusion('utrecht')] }), { on_hand: 7, reserved: -1, excluded: -4 }, 2],
    ['is excluded where it is promised already', figures([place('utrecht', { sellable: 1, reserved: 1 })], { exclusions: [exclusion('utrecht')] }), { on_hand: 1, reserved: -1 }, 0],
    ['is wanted by orders that wait, and by some in quarantine', figures([place('utrecht', { sellable: 5 })], { waiting: { quantity: 2, orders: [] }, quarantined: { quantity: 1, orders: 1 } }), { on_hand: 5, waiting: -2, quarantined_orders: -1 }, 2],
    ['has lost goods that were promised: other locations make up for it', figures([place('utrecht', { sellable: 0, broken: 2 }), place('zeist', { sellable: 3 })]), { on_hand: 3, broken: -2 }, 1],
    ['is promised more than there is: never below zero', figures([place('utrecht', { broken: 2 })], { waiting: { quantity: 3, orders: [] } }), { broken: -2, waiting: -3, not_below_zero: 5 }, 0],
  ])('%s', (_name, of, expected, sell) => {
    expect(changes(of)).toEqual(expected);
    expect(availabilityOf(of).sell).toBe(sell);
  });

  it('names the rule of each step', () => {
    const { steps } = availabilityOf(figures([place('utrecht', { sellable: 3 }), place('zeist', { sellable: 2, active: false })], {
      exclusions: [{ ...exclusion('utrecht'), task: '0193a000-0000-7000-8000-000000000001' }], waiting: { quantity: 1, orders: [{ order: '0193a000-0000-7000-8000-000000000002', number: '100001', quantity: 1, onHold: true }] },
    }));
    const because = Object.fromEntries(steps.map((step) => [step.step, step.because]));
    expect(because['excluded']).toEqual([{ rule: 'exclusion', location: 'utrecht', quantity: 3, reason: 'not_found', until: '2026-03-03T09:00:00.000Z', task: '0193a000-0000-7000-8000-000000000001' }]);
    expect(because['closed_locations']).toEqual([{ rule: 'location_closed', location: 'zeist', quantity: 2 }]);
    expect(because['waiting']).toEqual([{ rule: 'order', order: '0193a000-0000-7000-8000-000000000002', number: '100001', quantity: 1, onHold: true }]);
  });

  it('says what is not known instead of guessing it', () => {
    const of = figures([place('utrecht', { sellable: 5, reserved: null, broken: null }), place('zeist', { sellable: 1, known: false })], { exclusions: null, waiting: { quantity: null, orders: [] } });
    expect(availabilityOf(of)).toMatchObject({ unknown: ['closed_locations', 'reserved', 'broken', 'excluded', 'waiting'], sell: 6 });
    const reserved = availabilityOf(figures([place('zeist', { sellable: 4, reserved: 1, active: false, known: false })]));
    expect(reserved.unknown).toEqual(['closed_locations', 'reserved']);
    // A location without goods may have been closed or not: it makes no difference.
    expect(availabilityOf(figures([place('zeist', { known: false })])).unknown).toEqual([]);
  });
});

it('the steps always add up to what may be sold, in the same order, and it is never below zero', () => {
  const n = fc.integer({ min: 0, max: 50 });
  const some = fc.record({ sellable: n, picked: n, damaged: n, quarantine: n, reserved: n, broken: n, keptBack: n, active: fc.boolean(), excluded: fc.boolean() });
  fc.assert(fc.property(fc.array(some, { maxLength: 6 }), n, n, (places, waiting, quarantined) => {
    const { steps, sell } = availabilityOf(figures(places.map(({ excluded: _excluded, ...more }, index) => place(`l${index}`, more)), {
      exclusions: places.flatMap(({ excluded }, index) => (excluded ? [exclusion(`l${index}`)] : [])), waiting: { quantity: waiting, orders: [] }, quarantined: { quantity: quarantined, orders: 1 },
    }));
    expect(steps.map(({ step }) => step)).toEqual(STEP_NAMES);
    expect(steps.reduce((sum, { change }) => sum + (change ?? 0), 0)).toBe(sell);
    expect(steps.at(-1)?.left).toBe(sell);
    expect(sell).toBeGreaterThanOrEqual(0);
    expect(sell).toBeLessThanOrEqual(places.reduce((sum, one) => sum + (one.active && !one.excluded ? one.sellable : 0), 0));
  }), { numRuns: 300 });
});
