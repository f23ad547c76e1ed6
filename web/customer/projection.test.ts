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
  it.each([['Utrecht', 52.09, 5.12, true], ['Den Haag', 52.08, 4.31, true], ['Groningen', 53.21, 6.57, true], ['Maastricht', 50.85, 5.69, true], ['Middelburg', 51.5, 3.61, true], ['Den Helder', 52.96, 4.76, true], ['Cologne', 50.94, 6.96, false], ['Antwerp', 51.22, 4.4, false], ['Ghent', 51.05, 3.73, false], ['London', 51.5, -0.12, false]] as const)('with %s draws the Netherlands only where it is there', (_name, latitude, longitude, there) => {
    expect(smallMap([utrecht, { latitude, longitude }]).land !== null).toBe(there);
  });
});
