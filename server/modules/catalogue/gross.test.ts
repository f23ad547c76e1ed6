/** What a customer pays of a price: VAT within it or on top. */
import { describe, expect, it } from 'vitest';
import { vatOf, withTax } from './gross.ts';

describe('VAT of an amount', () => {
  it.each([[8995, 210_000, true, 1561], [121, 210_000, true, 21], [100, 210_000, false, 21], [5995, 90_000, true, 495], [1, 210_000, true, 0], [1_000_000_000_001, 210_000, false, 210_000_000_000], [0, 210_000, true, 0]])('%i at %i millionths, included %s: %i', (amount, rate, included, tax) => {
    expect(vatOf(amount, rate, included)).toBe(tax);
  });
});

it.each([[5995, false, 210_000, 7254], [5995, true, 210_000, 5995], [5995, false, null, 5995], [5995, false, 0, 5995]])('a price of %i, VAT included %s, at %s millionths, is %i at the counter', (amount, includesTax, rate, paid) => {
  expect(withTax({ amount, includesTax }, rate)).toBe(paid);
});
