/** The small map: every place lies within the picture, north is up, and a lone place still has land around it. */
import { describe, expect, it } from 'vitest';
import { smallMap } from './projection.ts';

const utrecht = { latitude: 52.09, longitude: 5.12 };
const groningen = { latitude: 53.21, longitude: 6.57 };
const cologne = { latitude: 50.94, longitude: 6.96 };

describe('a small map', () => {
  it.each([[[utrecht]], [[utrecht, groningen]], [[utrecht, utrecht]], [[cologne, utrecht]], [[utrecht, { latitude: 52.1, longitude: 5.13 }]]])('keeps %o within the picture', (places) => {
    const { width, height, points } = smallMap(places);
    for (const { x, y } of points) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(width);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(height);
    }
  });
  it('has north above and east at the right', () => {
    const [south, north] = smallMap([utrecht, groningen]).points;
    expect(north?.y).toBeLessThan(south?.y ?? 0);
    expect(north?.x).toBeGreaterThan(south?.x ?? 0);
  });
  it('draws the Netherlands only where it is all there', () => {
    expect(smallMap([utrecht]).land).toMatch(/^M-?[\d.]+ /);
    expect(smallMap([utrecht, cologne]).land).toBeNull();
  });
});
