/** A table of locations from balances by state. */
import { expect, it } from 'vitest';
import { placesOf, totalOf } from './balances.ts';

const balance = (location: string, state: string, quantity: number, reserved: number | null = 0) => ({ location, state, quantity, reserved, broken: 0, keptBack: 0, available: state === 'sellable' && reserved !== null ? quantity - reserved : state === 'sellable' ? null : 0 });

it('puts the states of a location in one row, and what is reserved of picked goods not among the promises', () => {
  const rows = placesOf([balance('delft', 'sellable', 3, 1), balance('delft', 'picked', 2, 2), balance('utrecht', 'sellable', 5), balance('utrecht', 'damaged', 1)]);
  expect(rows).toMatchObject([{ location: 'utrecht', sellable: 5, damaged: 1, available: 5 }, { location: 'delft', sellable: 3, picked: 2, reserved: 1, available: 2 }]);
  expect(totalOf(rows)).toMatchObject({ sellable: 8, picked: 2, damaged: 1, reserved: 1, available: 7 });
});

it('does not know the total of what is not known of one', () => {
  expect(totalOf(placesOf([balance('delft', 'sellable', 3, null), balance('utrecht', 'sellable', 5)]))).toMatchObject({ sellable: 8, reserved: null, available: null });
});
