/** Tables of the queues' pure parts: sentences of the proof, and mending an order. */
import { describe, expect, it } from 'vitest';
import { proveTotals } from '../../../server/modules/channels/proof.ts';
import { OrderSnapshot } from '../../../server/modules/channels/snapshot.ts';
import { reasonOf } from './reasons.ts';
import { computed, sumOf, withLine, workedOut } from './repair.ts';
import type { Snapshot } from './repair.ts';

const given = (change: Record<string, unknown> = {}, line: Record<string, unknown> = {}): Snapshot => OrderSnapshot.parse({
  externalId: 'x', placedAt: '2026-03-02T09:00:00Z', currency: 'EUR', pricesIncludeTax: true, deliveries: [{ ref: 'd', kind: 'digital' }],
  lines: [{ ref: 'l1', sku: 'a', name: 'Shoe (blue)', quantity: 2, unitPrice: 5995, subtotal: 11990, discount: 0, taxes: [{ rate: 210_000, amount: 2081, country: 'NL' }], total: 11990, delivery: 'd', ...line }], charges: [{ ref: 'shipping', kind: 'shipping', name: 'Post', subtotal: 495, taxes: [{ rate: 210_000, amount: 86, country: 'NL' }], total: 495, delivery: 'd' }],
  payments: [], totals: { total: 12485 }, ...change,
}) as unknown as Snapshot;

/** Every sentence that the proof makes is understood: nothing of it is left in one language. */
describe('a sentence of the proof', () => {
  it.each([
    ['part', given({}, { total: 11000 })], ['sum', given({ totals: { total: 12000 } })], ['tax', given({ totals: { total: 12485, tax: 1 } })], ['negative_line', given({}, { total: -5 })], ['negative', given({ totals: { total: -1 } })],
    ['shipped', given({}, { cancelled: 2, shipped: 2 })], ['returned', given({}, { shipped: 1, returned: 2 })],
  ] as const)('is understood: %s', (kind, order) => {
    const reasons = proveTotals(OrderSnapshot.parse(order)).map(reasonOf);
    expect(reasons.map((reason) => reason.kind)).toContain(kind);
    expect(reasons.map((reason) => reason.kind)).not.toContain('other');
    expect(reasons.map((reason) => reason.kind)).not.toContain('field');
  });
  it('tells its amounts and names', () => {
    expect(proveTotals(OrderSnapshot.parse(given({}, { total: 11000 }))).map(reasonOf)).toEqual([
      { kind: 'part', part: 'line', ref: 'l1', name: 'Shoe (blue)', expected: { minor: 11990, currency: 'EUR' }, said: { minor: 11000, currency: 'EUR' } },
      { kind: 'sum', sum: { minor: 11495, currency: 'EUR' }, said: { minor: 12485, currency: 'EUR' }, difference: { minor: 990, currency: 'EUR' } },
    ]);
    expect(reasonOf('lines.0.quantity: must be a whole number')).toEqual({ kind: 'field', path: 'lines.0.quantity', what: 'must be a whole number' });
    expect(reasonOf('It is no order')).toEqual({ kind: 'other', sentence: 'It is no order' });
  });
});

describe('mending', () => {
  it.each([
    ['a wrong total', given({}, { total: 1 })], ['a wrong subtotal', given({}, { subtotal: 5 })], ['a total that was told wrongly', given({ totals: { total: 1, tax: 7 } })], ['prices without tax', given({ pricesIncludeTax: false, totals: { total: 3 } }, { taxes: [{ rate: 210_000, amount: 0, country: 'NL' }] })],
  ])('%s: worked out, the order adds up', (_what, order) => {
    const { charges, ...rest } = workedOut(order);
    expect(proveTotals(OrderSnapshot.parse({ ...rest, charges })).filter((reason) => !reason.startsWith('charge'))).toEqual([]);
  });
  it('works a line out of its quantity, price and discount', () => {
    const line = withLine(given(), 0, { quantity: 3, discount: 985 }).lines[0];
    expect(line && computed(line, true)).toMatchObject({ subtotal: 17985, total: 17000, taxes: [{ amount: 2950 }] });
    expect(sumOf(given())).toBe(12485);
  });
});
