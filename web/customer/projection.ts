/** Pure: places on a small drawn map, with a rough outline of the Netherlands where they are there. No tiles: nobody outside learns who looks. */

export interface Place { latitude: number; longitude: number }
export interface Point { x: number; y: number }
export interface SmallMap { width: number; height: number; land: string | null; points: Point[] }

/** Drawn by us from the coordinates of well-known towns and capes: longitude, latitude. */
const COAST: readonly (readonly [number, number])[] = [
  [3.37, 51.37], [3.45, 51.54], [3.69, 51.60], [3.68, 51.73], [3.98, 51.81], [4.05, 51.98], [4.27, 52.11], [4.43, 52.27], [4.55, 52.46], [4.63, 52.70], [4.73, 52.96], [5.03, 52.93], [5.10, 52.77], [5.29, 52.71], [5.09, 52.58], [5.05, 52.42],
  [5.30, 52.32], [5.62, 52.38], [5.86, 52.53], [5.80, 52.66], [5.71, 52.84], [5.37, 52.90], [5.42, 53.14], [5.62, 53.25], [5.98, 53.39], [6.30, 53.40], [6.75, 53.46], [6.99, 53.32], [7.21, 53.24], [7.20, 53.01], [7.06, 52.83], [6.71, 52.63],
  [7.05, 52.64], [7.06, 52.40], [6.97, 52.23], [6.86, 52.12], [6.70, 52.03], [6.82, 51.97], [6.39, 51.83], [5.97, 51.83], [6.06, 51.70], [6.22, 51.50], [6.10, 51.30], [6.07, 51.18], [5.90, 51.02], [6.08, 50.91], [6.01, 50.76], [5.70, 50.76],
  [5.65, 50.86], [5.76, 51.02], [5.80, 51.16], [5.50, 51.29], [5.24, 51.27], [5.05, 51.47], [4.82, 51.42], [4.67, 51.43], [4.39, 51.45], [4.24, 51.37], [3.90, 51.21], [3.52, 51.25],
];
const WIDTH = 360;
const HEIGHT = 170;
const MARGIN = 34;
/** Degrees of latitude that a map shows at least, so that one place alone still has a country around it. */
const LEAST = 0.9;

/** How far outside the rough outline a place may lie, in degrees: about eight kilometres of coast. */
const ROUGH = 0.1;

/** Distance in degrees from a place to a piece of the outline. */
function away({ latitude, longitude }: Place, [x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): number {
  const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((longitude - x1) * (x2 - x1) + (latitude - y1) * (y2 - y1)) / length));
  return Math.hypot(longitude - x1 - along * (x2 - x1), latitude - y1 - along * (y2 - y1));
}

/** Inside the outline (an odd number of its pieces lies east of the place), or just outside of it. */
function inTheNetherlands(place: Place): boolean {
  const { latitude, longitude } = place;
  let inside = false;
  for (const [index, from] of COAST.entries()) {
    const to = COAST[(index + 1) % COAST.length] ?? from;
    if (away(place, from, to) < ROUGH) return true;
    if ((from[1] > latitude) !== (to[1] > latitude) && longitude < from[0] + ((to[0] - from[0]) * (latitude - from[1])) / (to[1] - from[1])) inside = !inside;
  }
  return inside;
}
const round = (value: number): number => Math.round(value * 10) / 10;

/** Fits places into a picture of 360 by 170; a degree of longitude is as wide as it is at their latitude. */
export function smallMap(places: readonly Place[]): SmallMap {
  const latitudes = places.map(({ latitude }) => latitude);
  const longitudes = places.map(({ longitude }) => longitude);
  const [south, north, west, east] = [Math.min(...latitudes), Math.max(...latitudes), Math.min(...longitudes), Math.max(...longitudes)];
  const narrow = Math.cos(((south + north) / 2) * (Math.PI / 180));
  const scale = Math.min((WIDTH - 2 * MARGIN) / Math.max((east - west) * narrow, LEAST), (HEIGHT - 2 * MARGIN) / Math.max(north - south, LEAST * 0.6));
  const at = ({ latitude, longitude }: Place): Point => ({ x: round(WIDTH / 2 + (longitude - (west + east) / 2) * narrow * scale), y: round(HEIGHT / 2 - (latitude - (south + north) / 2) * scale) });
  const land = places.every(inTheNetherlands) ? `${COAST.map(([longitude, latitude], index) => { const { x, y } = at({ latitude, longitude }); return `${index === 0 ? 'M' : 'L'}${x} ${y}`; }).join('')}Z` : null;
  return { width: WIDTH, height: HEIGHT, land, points: places.map(at) };
}

/** An address that a phone opens in its maps app, and a browser on a page with a map. */
export const mapsLink = ({ latitude, longitude }: Place, label: string): string => `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}&query=${encodeURIComponent(label)}#map=17/${latitude}/${longitude}`;
/** For phones: their own maps app. */
export const geoLink = ({ latitude, longitude }: Place, label: string): string => `geo:${latitude},${longitude}?q=${encodeURIComponent(`${latitude},${longitude}(${label})`)}`;
