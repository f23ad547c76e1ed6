/** What can be chosen for cancelling on the customer's page, and what it is worth. */
import { describe, expect, it } from 'vitest';
import { chosenCount, chosenWorth, choicesOf, everything } from './cancelling.ts';
import type { CustomerOrder } from './useOrder.ts';

const line = (number: number, quantity: number, cancellable: number, total: number): CustomerOrder['deliveries'][number]['lines'][number] => ({ line: number, name: `Shoe ${number}`, variant: null, picture: null, quantity, total, units: [], cancellable, asked: 0, notStopped: 0 });
const deliveries = (...lines: ReturnType<typeof line>[]): CustomerOrder['deliveries'] => [{ delivery: 1, kind: 'home', status: 'received', ahead: null, steps: [], promise: null, address: null, destination: null, pickupPoint: null, store: null, code: null, until: null, can: [], lines, parcels: [] }];

describe('cancelling', () => {
  it('offers what nobody is working on yet', () => {
    const choices = choicesOf({ deliveries: deliveries(line(1, 3, 2, 9999), line(2, 1, 0, 5000), line(3, 1, 1, 795)) });
    expect(choices.map(({ line: number, most, each }) => [number, most, each])).toEqual([[1, 2, 3333], [3, 1, 795]]);
    expect(chosenCount(choices, everything(choices))).toBe(3);
    expect(chosenWorth(choices, everything(choices))).toBe(7461);
    expect(chosenWorth(choices, new Map([[1, 1]]))).toBe(3333);
    expect(chosenCount(choices, new Map([[9, 1]]))).toBe(0);
  });
  it('offers a line once, though it is in two deliveries', () => expect(choicesOf({ deliveries: [...deliveries(line(1, 2, 1, 100)), ...deliveries(line(1, 1, 1, 50))] })).toHaveLength(1));
});
