/** Amounts as text and back, to the cent. */
import { expect, it } from 'vitest';
import { decimal } from '../shell/decimal.ts';
import { exponentOf, minorOf } from './minor.ts';

it.each([['59.95', 2, 5995], ['59.9', 2, 5990], ['60', 2, 6000], ['0.005', 3, 5], ['-1.10', 2, -110], ['7', 0, 7], ['', 2, null], ['a', 2, null], ['12.345', 2, 1234], ['99999999999999999999', 2, null]])('%s with %i decimals is %s', (text, exponent, minor) => { expect(minorOf(text, exponent)).toBe(minor); });
it.each([[5995, 2, '59.95'], [5, 2, '0.05'], [-110, 2, '-1.10'], [7, 0, '7'], [5, 3, '0.005']])('%i with %i decimals is written %s', (minor, exponent, text) => {
  expect(decimal(minor, exponent)).toBe(text);
  expect(minorOf(text, exponent)).toBe(minor);
});
it('knows the decimals of currencies', () => { expect(['EUR', 'JPY', 'BHD'].map(exponentOf)).toEqual([2, 0, 3]); });
