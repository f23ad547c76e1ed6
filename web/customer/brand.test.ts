/** The retailer's colour on the customer's page: whatever it is, words in it can be read. */
import { describe, expect, it } from 'vitest';
import { contrast, DARK_CARD, LIGHT_GROUND, shadesOf } from './brand.ts';

describe('the shades of a brand', () => {
  it.each(['#87380f', '#0b5fc0', '#ffd500', '#000000', '#ffffff', '#ff0000', '#00ff00', '#7f7f7f'])('%s can be read as words on light and on dark ground', (accent) => {
    const shades = shadesOf(accent);
    expect(shades).toHaveLength(10);
    for (const shade of shades) expect(shade).toMatch(/^#[0-9a-f]{6}$/);
    expect(contrast(shades[7], LIGHT_GROUND)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(shades[7], '#ffffff')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(shades[3], DARK_CARD)).toBeGreaterThanOrEqual(4.5);
    // What stands on the light shade is black.
    expect(contrast(shades[3], '#000000')).toBeGreaterThanOrEqual(4.5);
  });
  it('keeps a colour that can be read as it is', () => expect(shadesOf('#87380f')[7]).toBe('#87380f'));
  it.each([['#000000', '#ffffff', 21], ['#777777', '#ffffff', 4.48]])('of %s on %s is %d', (one, other, expected) => expect(contrast(one, other)).toBeCloseTo(expected, 1));
});
