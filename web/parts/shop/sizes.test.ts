/** Sizes as people say them, from small to large. */
import { describe, expect, it } from 'vitest';
import { bySize, sizeOf } from './sizes.ts';

const of = (sku: string, options: Record<string, string> = {}) => ({ sku, options });

describe('a size', () => {
  it.each([[of('boot-42', { maat: '42', kleur: 'zwart' }), '42'], [of('boot-42', { kleur: 'zwart', size: '43' }), '43'], [of('boot-44'), '44'], [of('hat', { model: 'A' }), 'A']])('%j is %s', (variant, size) => {
    expect(sizeOf(variant)).toBe(size);
  });

  it.each([[['42', '9', '41.5', '41'], ['9', '41', '41.5', '42']], [['XL', 'S', 'XXS', 'M'], ['XXS', 'S', 'M', 'XL']]])('%j goes in the order %j', (given, expected) => {
    expect(given.map((size) => of(size, { maat: size })).sort(bySize).map(sizeOf)).toEqual(expected);
  });
});
