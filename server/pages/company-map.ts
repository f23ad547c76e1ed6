/** The network on a map: locations by the work they have, and a line for each piece of the last orders from where it is to where it goes. Pure. */
import type { Company, CompanyOrder } from './company-data.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';

interface Point { x: number; y: number }
interface Place { latitude: number; longitude: number }

const WIDTH = 460;
const HEIGHT = 540;
const MARGIN = 26;

/** A rough outline of the Netherlands, drawn by us from the coordinates of well-known towns and capes: longitude, latitude. */
const COAST: readonly (readonly [number, number])[] = [
  [3.37, 51.37], [3.45, 51.54], [3.69, 51.60], [3.68, 51.73], [3.98, 51.81], [4.05, 51.98], [4.27, 52.11], [4.43, 52.27], [4.55, 52.46], [4.63, 52.70], [4.73, 52.96], [5.03, 52.93], [5.10, 52.77], [5.29, 52.71], [5.09, 52.58], [5.05, 52.42],
  [5.30, 52.32], [5.62, 52.38], [5.86, 52.53], [5.80, 52.66], [5.71, 52.84], [5.37, 52.90], [5.42, 53.14], [5.62, 53.25], [5.98, 53.39], [6.30, 53.40], [6.75, 53.46], [6.99, 53.32], [7.21, 53.24], [7.20, 53.01], [7.06, 52.83], [6.71, 52.63],
  [7.05, 52.64], [7.06, 52.40], [6.97, 52.23], [6.86, 52.12], [6.70, 52.03], [6.82, 51.97], [6.39, 51.83], [5.97, 51.83], [6.06, 51.70], [6.22, 51.50], [6.10, 51.30], [6.07, 51.18], [5.90, 51.02], [6.08, 50.91], [6.01, 50.76], [5.70, 50.76],
  [5.65, 50.86], [5.76, 51.02], [5.80, 51.16], [5.50, 51.29], [5.24, 51.27], [5.05, 51.47], [4.82, 51.42], [4.67, 51.43], [4.39, 51.45], [4.24, 51.37], [3.90, 51.21], [3.52, 51.25],
];

const round = (value: number): number => Math.round(value * 10) / 10;

/** Fits places into the picture; a degree of longitude is as wide as it is at their latitude. */
function projection(places: readonly Place[]): (place: Place) => Point {
  const [south, north] = [Math.min(...places.map(({ latitude }) => latitude)), Math.max(...places.map(({ latitude }) => latitude))];
  const [west, east] = [Math.min(...places.map(({ longitude }) => longitude)), Math.max(...places.map(({ longitude }) => longitude))];
  const narrow = Math.cos(((south + north) / 2) * (Math.PI / 180));
  const scale = Math.min((WIDTH - 2 * MARGIN) / Math.max(0.01, (east - west) * narrow), (HEIGHT - 2 * MARGIN) / Math.max(0.01, north - south));
  const [left, top] = [(WIDTH - (east - west) * narrow * scale) / 2, (HEIGHT - (north - south) * scale) / 2];
  return ({ latitude, longitude }) => ({ x: round(left + (longitude - west) * narrow * scale), y: round(top + (north - latitude) * scale) });
}

const inTheNetherlands = ({ latitude, longitude }: Place): boolean => latitude > 50.7 && latitude < 53.6 && longitude > 3.2 && longitude < 7.3;

/** A line that bends, so that two ways between the same places can be told apart. */
const curve = (from: Point, to: Point): string => {
  const bend = 0.16;
  return `M${from.x} ${from.y}Q${round((from.x + to.x) / 2 - (to.y - from.y) * bend)} ${round((from.y + to.y) / 2 + (to.x - from.x) * bend)} ${to.x} ${to.y}`;
};

/** Labels where there is room: right of the dot, else left, above or below, else none. */
function placeLabels(dots: readonly { point: Point; name: string; radius: number }[]): { name: string; x: number; y: number; anchor: string }[] {
  const boxes: { x: number; y: number; w: number; h: number }[] = dots.map(({ point, radius }) => ({ x: point.x - radius, y: point.y - radius, w: 2 * radius, h: 2 * radius }));
  const free = (box: { x: number; y: number; w: number; h: number }): boolean => box.x > 2 && box.x + box.w < WIDTH - 2 && boxes.every((other) => box.x + box.w < other.x || other.x + other.w < box.x || box.y + box.h < other.y || other.y + other.h < box.y);
  const labels: { name: string; x: number; y: number; anchor: string }[] = [];
  for (const { point, name, radius } of dots) {
    const w = name.length * 6.1;
    const options = [{ x: point.x + radius + 4, y: point.y + 4, anchor: 'start', left: point.x + radius + 4 }, { x: point.x - radius - 4, y: point.y + 4, anchor: 'end', left: point.x - radius - 4 - w }, { x: point.x, y: point.y - radius - 5, anchor: 'middle', left: point.x - w / 2 }, { x: point.x, y: point.y + radius + 13, anchor: 'middle', left: point.x - w / 2 }];
    const chosen = options.find((option) => free({ x: option.left, y: option.y - 10, w, h: 12 }));
    if (!chosen) continue;
    boxes.push({ x: chosen.left, y: chosen.y - 10, w, h: 12 });
    labels.push({ name, x: round(chosen.x), y: round(chosen.y), anchor: chosen.anchor });
  }
  return labels;
}

/** Where a piece of work ends: the pickup store, or about where the customer lives. */
function endOf({ work, order, at }: { work: CompanyOrder['work'][number]; order: CompanyOrder; at: ReadonlyMap<string, Place> }): Place | null {
  const delivery = order.deliveries.find((one) => one.delivery === work.delivery);
  if (work.destination !== null) return at.get(work.destination) ?? null;
  if (!delivery || delivery.kind === 'pickup' || delivery.latitude === null || delivery.longitude === null) return null;
  return { latitude: delivery.latitude, longitude: delivery.longitude };
}

/** The map as SVG; `short` gives the label of a location. */
export function companyMap({ locations, latest }: Pick<Company, 'locations' | 'latest'>, title: string, short: (code: string) => string): Markup {
  const at = new Map<string, Place>(locations.flatMap(({ code, latitude, longitude }) => (latitude === null || longitude === null ? [] : [[code, { latitude, longitude }] as const])));
  const lines = latest.flatMap((order, age) => order.work.flatMap((work) => {
    const [from, to] = [at.get(work.location), endOf({ work, order, at })];
    return from && to ? [{ from, to, age, home: work.destination === null, key: `${order.number} ${work.location} ${work.delivery}` }] : [];
  }));
  const dutch = at.size > 0 && [...at.values()].every(inTheNetherlands);
  const frame = dutch ? COAST.map(([longitude, latitude]) => ({ latitude, longitude })) : [...at.values(), ...lines.map(({ to }) => to)];
  if (frame.length === 0) return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}"></svg>`;
  const project = projection(frame);
  const most = Math.max(1, ...locations.map(({ open }) => open));
  const dots = locations.flatMap(({ code, kind, open }) => {
    const place = at.get(code);
    return place ? [{ code, kind, open, name: short(code), point: project(place), radius: round(4 + 7 * Math.sqrt(open / most)) }] : [];
  });
  const outline = dutch ? `${COAST.map(([longitude, latitude], index) => { const { x, y } = project({ latitude, longitude }); return `${index === 0 ? 'M' : 'L'}${x} ${y}`; }).join('')}Z` : null;
  const ordered = dots.toSorted((a, b) => Number(b.kind !== 'store') - Number(a.kind !== 'store') || b.open - a.open);
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
${outline === null ? null : html`<path class="land" d="${outline}"/>`}
${lines.toReversed().map(({ from, to, age, home, key }) => html`<path class="flow age${Math.min(age, 5)}" data-key="${key}" d="${curve(project(from), project(to))}"/>${home ? html`<circle class="home age${Math.min(age, 5)}" cx="${project(to).x}" cy="${project(to).y}" r="3"/>` : null}`)}
${dots.map(({ kind, open, name, point, radius }) => (kind === 'store'
    ? html`<circle class="dot${open > 0 ? ' busy' : ''}" cx="${point.x}" cy="${point.y}" r="${radius}"><title>${name}: ${open}</title></circle>`
    : html`<rect class="dot depot" x="${round(point.x - radius)}" y="${round(point.y - radius)}" width="${2 * radius}" height="${2 * radius}" rx="3"><title>${name}: ${open}</title></rect>`))}
${placeLabels(ordered).map(({ name, x, y, anchor }) => html`<text x="${x}" y="${y}" text-anchor="${anchor}">${name}</text>`)}</svg>`;
}
