/** What suppliers will bring, through its forms: what is not touched comes out as it went in, and blank is not zero. */
import { expect, it } from 'vitest';
import { announcementOf, bodyOf, cameBody, isComplete } from './expected.ts';

const line = { name: 'Runner 42', picture: null, options: {}, gtins: [], received: 0, outstanding: 3, waiting: 1, damaged: 0, kept: 0 };
const receipt = {
  reference: 'PO-1', supplier: 'Fabriek', location: 'dc', state: 'open' as const, expectedOn: '2026-03-10', products: 2, quantity: 3, received: 1, outstanding: 3, waiting: 1, announcedAt: '2026-03-02T09:00:00Z', can: ['change' as const],
  lines: [{ ...line, sku: 'runner-42', quantity: 3, expectedOn: '2026-03-10' }, { ...line, sku: 'boot-40', quantity: 0, received: 1, outstanding: 0, expectedOn: '2026-03-02' }],
};

it('comes out as it was announced, without what only turned up', () => {
  expect(bodyOf(announcementOf(receipt))).toEqual({ location: 'dc', supplier: 'Fabriek', lines: [{ sku: 'runner-42', quantity: 3, expectedOn: '2026-03-10' }] });
});

it('is complete with a reference, a place, and a product, number and day on each line', () => {
  const empty = announcementOf(null);
  expect(isComplete(empty)).toBe(false);
  const filled = { reference: 'PO-2', supplier: ' ', location: 'dc', lines: [{ key: 1, sku: ' boot-40 ', quantity: 2, expectedOn: '2026-04-01' }] };
  expect(isComplete(filled)).toBe(true);
  expect(isComplete({ ...filled, lines: [...filled.lines, ...empty.lines] })).toBe(false);
  expect(bodyOf(filled)).toEqual({ location: 'dc', supplier: null, lines: [{ sku: 'boot-40', quantity: 2, expectedOn: '2026-04-01' }] });
});

it('sends what was looked at only: a nought is a finding, an empty field is not', () => {
  expect(cameBody({ 'runner-42': { good: 0, damaged: null }, 'boot-40': { good: null, damaged: null }, '': { good: 1, damaged: 0 }, ' sock ': { good: null, damaged: 2 } }))
    .toEqual([{ code: 'runner-42', good: 0, damaged: 0 }, { code: 'sock', good: 0, damaged: 2 }]);
});
