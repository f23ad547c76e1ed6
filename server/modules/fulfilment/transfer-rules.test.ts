/** What of an internal shipment was asked and sent: tables of the rule. */
import { describe, expect, it } from 'vitest';
import { askedLines, sentLines } from './transfer-rules.ts';

const asked = askedLines([{ sku: 'boot', quantity: 3 }, { sku: 'shoe', quantity: 1 }]);

describe('what was sent', () => {
  it('adds up over several loads', () => {
    const once = sentLines(asked, [{ sku: 'boot', quantity: 2 }]);
    expect(once).toEqual([{ sku: 'boot', asked: 3, sent: 2 }, { sku: 'shoe', asked: 1, sent: 0 }]);
    expect(sentLines(once, [{ sku: 'boot', quantity: 1 }, { sku: 'shoe', quantity: 1 }]).every((line) => line.sent === line.asked)).toBe(true);
  });

  it.each([
    ['a product that nobody asked for', [{ sku: 'hat', quantity: 1 }], /not asked for/],
    ['more than was asked', [{ sku: 'boot', quantity: 4 }], /still asked, 4 counted/],
    ['one more of what was sent whole', [{ sku: 'shoe', quantity: 2 }], /1 is still asked/],
  ])('is never %s', (_what, goods, message) => {
    expect(() => sentLines(asked, goods)).toThrow(message);
    expect(asked).toEqual([{ sku: 'boot', asked: 3, sent: 0 }, { sku: 'shoe', asked: 1, sent: 0 }]);
  });
});
