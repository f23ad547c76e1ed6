/** What the order's page reads from an order. */
import { describe, expect, it } from 'vitest';
import { cancellable, movable, returnable, shownIn, stepsOf, workShown } from './model.ts';
import type { Line, Order, Work } from './model.ts';

type Unit = Line['units'][number];
const unit = (stage: string, quantity: number, more: Partial<Unit> = {}): Unit => ({ stage, quantity, delivery: 1, holder: null, location: null, ...more });
const line = (units: Unit[], number = 1): Line => ({ line: number, ref: 'l', sku: 's', name: 'Shoe', kind: 'goods', quantity: 1, unitPrice: 1, subtotal: 1, discount: 0, tax: 0, total: 1, delivery: 1, units });
const work = (id: string, more: Partial<Work> = {}): Work => ({ id, number: 'F1', location: 'utrecht', delivery: 1, kind: 'ship', destination: null, dueAt: null, parent: null, decision: 'dec', can: [], dialogue: null, ...more });
const orderOf = (lines: Line[], fulfilments: Work[], parcels: Order['parcels'] = []): Order => ({ lines, fulfilments, parcels }) as unknown as Order;
const parcel = (id: string, fulfilment: string, status = 'labelled'): Order['parcels'][number] => ({ id, number: 'L1', fulfilment, location: 'utrecht', status, carrier: 'postnl', barcode: null, trackingUrl: null, problem: null, keptUntil: null, matter: null, can: [], lines: [] });

describe('the bar of a line', () => {
  it('goes from to do to cancelled, with the places of each', () => {
    const steps = stepsOf(line([unit('cancelled', 1, { location: 'utrecht' }), unit('allocated', 2, { location: 'leiden' }), unit('open', 1), unit('delivered', 3), unit('collected', 1)]));
    expect(steps.map(({ part, quantity }) => [part, quantity])).toEqual([['todo', 3], ['delivered', 4], ['cancelled', 1]]);
    expect(steps[0]?.stages).toEqual([{ stage: 'allocated', quantity: 2, locations: ['leiden'] }, { stage: 'open', quantity: 1, locations: [] }]);
    expect(steps[2]?.stages[0]?.locations).toEqual([]);
  });
});

describe('a work order', () => {
  it.each([
    ['nothing picked', [unit('allocated', 2, { holder: 'w' })], 'assigned'],
    ['some picked', [unit('allocated', 1, { holder: 'w' }), unit('picked', 1, { holder: 'w' })], 'picking'],
    ['all picked', [unit('picked', 2, { holder: 'w' })], 'picked'],
    ['in a parcel', [unit('packed', 2, { holder: 'p' })], 'packed'],
    ['gone', [unit('shipped', 2, { holder: 'p' })], 'done'],
    ['ready', [unit('ready', 2, { holder: 'w' })], 'ready'],
    ['cancelled, in hand still', [unit('cancelled', 2, { holder: 'w' })], 'cancelled'],
  ] as const)('with %s', (_what, units, state) => {
    expect(workShown(orderOf([line([...units])], [work('w')], [parcel('p', 'w')]), work('w')).state).toBe(state);
  });

  it('in a van is found by where it goes', () => {
    const transfer = work('w', { kind: 'transfer', destination: 'delft' });
    expect(workShown(orderOf([line([unit('in_transfer', 2, { holder: 'a load', location: 'delft' })])], [transfer]), transfer)).toMatchObject({ state: 'in_transfer', units: 2 });
  });

  it('that was given away says to where', () => {
    expect(workShown(orderOf([line([unit('allocated', 2, { holder: 'v' })])], [work('w'), work('v', { parent: 'w', location: 'leiden' })]), work('w'))).toMatchObject({ state: 'moved', movedTo: ['leiden'], units: 0 });
  });
});

describe('what can be done with units', () => {
  const all = line([unit('allocated', 2, { holder: 'w' }), unit('picked', 1, { holder: 'w' }), unit('in_transfer', 4), unit('delivered', 8), unit('shipped', 16)]);
  it('is counted by stage', () => {
    expect([cancellable(all), returnable(all), returnable({ ...all, kind: 'service' })]).toEqual([3, 24, 0]);
    expect(movable(orderOf([all], []), 'w')).toMatchObject([{ shelf: 2, hand: 1 }]);
  });
});

it('the address names what is open', () => {
  expect([shownIn(undefined), shownIn(''), shownIn('cancel'), shownIn('move-ful_1')]).toEqual([null, null, { what: 'cancel', of: null }, { what: 'move', of: 'ful_1' }]);
});
