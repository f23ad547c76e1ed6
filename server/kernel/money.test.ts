/** Money without fractions: reading and printing in each currency's own decimals, and splitting to the last cent. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponentOf, formatMinor, parseMinor, split, sum, whole } from './money.ts';

describe('reading and printing', () => {
  it.each([
    ['59.95', 'EUR', 5995], ['59.9', 'EUR', 5990], ['59', 'EUR', 5900], ['59.', 'EUR', 5900], ['-0.01', 'EUR', -1], ['+1', 'EUR', 100], ['10.0000', 'EUR', 1000], [' 1.50 ', 'EUR', 150], ['0', 'EUR', 0], ['-0', 'EUR', 0],
    [59.95, 'EUR', 5995], [0.1, 'EUR', 10], [1e-7, 'EUR', null], [1e21, 'EUR', null], [-3, 'EUR', -300],
    ['1234', 'JPY', 1234], ['1234.0', 'JPY', 1234], ['1.5', 'JPY', null], ['1.234', 'BHD', 1234], ['0.001', 'BHD', 1], ['1.2345', 'BHD', null], ['1.2345', 'CLF', 12345],
    ['59.955', 'EUR', null], ['', 'EUR', null], ['.5', 'EUR', null], ['1,50', 'EUR', null], ['1e3', 'EUR', null], ['1.2.3', 'EUR', null], ['x1', 'EUR', null], ['1x', 'EUR', null], [Number.NaN, 'EUR', null], [Number.POSITIVE_INFINITY, 'EUR', null], ['99999999999999999', 'EUR', null],
  ])('%s %s is %s', (text, currency, minor) => {
    if (minor === null) expect(() => parseMinor(text, currency)).toThrow(RangeError);
    else expect(parseMinor(text, currency)).toBe(minor);
  });

  it.each([['59.955', 'EUR', 5996], ['59.954', 'EUR', 5995], ['-59.955', 'EUR', -5996], ['1.5', 'JPY', 2], ['1.4999', 'JPY', 1], ['0.0005', 'BHD', 1], ['10.0000', 'EUR', 1000], ['0.0049', 'EUR', 0], ['-0.0049', 'EUR', 0]])('%s %s rounded half up is %i', (text, currency, minor) => {
    expect(Object.is(parseMinor(text, currency, 'half-up'), minor)).toBe(true);
  });

  it.each([[5995, 'EUR', '59.95'], [-5, 'EUR', '-0.05'], [0, 'EUR', '0.00'], [1234, 'JPY', '1234'], [-7, 'JPY', '-7'], [1, 'BHD', '0.001'], [12345, 'BHD', '12.345']])('%i %s prints as %s', (minor, currency, text) => {
    expect(formatMinor(minor, currency)).toBe(text);
  });

  it.each(['EUR', 'JPY', 'BHD', 'CLF'])('in %s what is printed reads as what it was', (currency) => {
    fc.assert(fc.property(fc.maxSafeInteger(), (minor) => { expect(parseMinor(formatMinor(minor, currency), currency)).toBe(minor === 0 ? 0 : minor); }));
  });

  it('knows the decimals of ISO 4217 and refuses what is no currency', () => {
    expect(['EUR', 'JPY', 'KRW', 'BHD', 'TND', 'CLF', 'USD'].map(exponentOf)).toEqual([2, 0, 0, 3, 3, 4, 2]);
    for (const wrong of ['eur', 'EURO', 'EU', '', 'XEUR']) expect(() => exponentOf(wrong)).toThrow(`"${wrong}" is not an ISO 4217 currency code`);
  });
});

describe('whole amounts', () => {
  it('are safe integers and nothing else', () => {
    expect(whole(3)).toBe(3);
    for (const wrong of [0.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY]) expect(() => whole(wrong, 'due')).toThrow(`due must be a whole number of minor units, found ${wrong}`);
    expect(sum([1, 2, -5])).toBe(-2);
    expect(sum([])).toBe(0);
    expect(() => sum([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
  });
});

describe('splitting', () => {
  it.each<[number, number[], number[]]>([
    [100, [1, 1, 1], [34, 33, 33]], [-100, [1, 1, 1], [-34, -33, -33]], [100, [1, 2], [33, 67]], [5, [0, 0], [3, 2]], [5, [0, 1], [0, 5]], [1, [1, 1, 1, 1], [1, 0, 0, 0]], [0, [1, 2], [0, 0]], [0, [], []], [10, [3, 3, 4], [3, 3, 4]], [-1, [1, 1], [-1, 0]], [2, [1, 1, 3], [1, 0, 1]],
  ])('%i over %j is %j', (amount, weights, parts) => {
    const made = split(amount, weights);
    expect(made).toEqual(parts);
    expect(made.some((part) => Object.is(part, -0))).toBe(false);
  });

  it('over nothing is refused', () => expect(() => split(1, [])).toThrow('cannot split an amount over nothing'));
  it('of a fraction is refused', () => expect(() => split(0.5, [1])).toThrow(RangeError));

  it('adds up exactly, and gives nobody more than one unit beside the exact share', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 40 }), (amount, weights) => {
      const parts = split(amount, weights);
      expect(parts.reduce((total, part) => total + BigInt(part), 0n)).toBe(BigInt(amount));
      const total = weights.reduce((all, weight) => all + BigInt(weight), 0n);
      if (total === 0n) return;
      for (const [index, part] of parts.entries()) {
        const exact = BigInt(amount) * BigInt(weights[index] ?? 0);
        const distance = BigInt(part) * total - exact;
        expect(distance < total && distance > -total).toBe(true);
      }
    }));
  });
});
