/** Makes the map that the screens draw: the countries a Dutch retailer delivers to and their neighbours, small enough to load with a page. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

type Ring = [number, number][];
interface Shape { id: string; rings: Ring[] }

/** ISO 3166-1 numeric: the Netherlands, Belgium, Luxembourg and Germany in detail; France, the United Kingdom and Denmark as the coast across. */
const DETAILED: Readonly<Record<string, string>> = { 528: 'NL', 56: 'BE', 442: 'LU', 276: 'DE' };
const NEIGHBOURS: Readonly<Record<string, string>> = { 250: 'FR', 826: 'GB', 208: 'DK' };
/** West, south, east, north of what is kept. */
const WINDOW = [-2, 47, 15.5, 56] as const;

const target = new URL('../web/parts/map/countries.json', import.meta.url);
const resolve = createRequire(import.meta.url).resolve;

/** Leaves points out that lie within so many degrees of the line between those that stay (Ramer, Douglas and Peucker, 1972 and 1973). */
function simplified(ring: Ring, tolerance: number): Ring {
  if (ring.length < 3) return ring;
  const [first, last] = [ring[0] as [number, number], ring.at(-1) as [number, number]];
  const [dx, dy] = [last[0] - first[0], last[1] - first[1]];
  const length = Math.hypot(dx, dy);
  let farthest = 0;
  let distance = 0;
  ring.forEach(([x, y], index) => {
    const off = length === 0 ? Math.hypot(x - first[0], y - first[1]) : Math.abs(dy * (x - first[0]) - dx * (y - first[1])) / length;
    if (off > distance) [farthest, distance] = [index, off];
  });
  if (distance <= tolerance) return [first, last];
  return [...simplified(ring.slice(0, farthest + 1), tolerance), ...simplified(ring.slice(farthest), tolerance).slice(1)];
}

const inside = (ring: Ring): boolean => ring.some(([x, y]) => x >= WINDOW[0] && x <= WINDOW[2] && y >= WINDOW[1] && y <= WINDOW[3]);
const rounded = (ring: Ring): Ring => ring.map(([x, y]) => [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000]);

function shapesOf(file: string, wanted: Readonly<Record<string, string>>, tolerance: number): Shape[] {
  const world = JSON.parse(readFileSync(resolve(file), 'utf8')) as Topology<{ countries: GeometryCollection }>;
  return feature(world, world.objects.countries).features.flatMap(({ id, geometry }) => {
    const code = wanted[String(Number(id))];
    if (code === undefined) return [];
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : [];
    // Lakes are not drawn; islands smaller than a dot are left out.
    const rings = polygons.flatMap(([outer]) => (outer ? [simplified(outer as Ring, tolerance)] : [])).filter((ring) => ring.length > 4 && inside(ring)).map(rounded);
    return [{ id: code, rings }];
  });
}

const shapes = [...shapesOf('world-atlas/countries-50m.json', NEIGHBOURS, 0.02), ...shapesOf('world-atlas/countries-10m.json', DETAILED, 0.004)].sort((a, b) => (a.id < b.id ? -1 : 1));
writeFileSync(target, `${JSON.stringify({ note: 'Made by tools/map.ts from Natural Earth (public domain) as published by world-atlas; not to be edited.', shapes })}\n`);
process.stdout.write(`${shapes.map(({ id, rings }) => `${id} ${rings.reduce((sum, ring) => sum + ring.length, 0)}`).join(', ')} points\n`);
