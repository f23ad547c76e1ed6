/** A small drawn map: a store, or the way of a parcel to about where it goes. */
import { smallMap } from './projection.ts';
import type { Place, Point } from './projection.ts';

export interface WhereMapProps {
  /** What it shows, for those who cannot see it. */
  label: string;
  places: readonly (Place & { name: string })[];
}

/** Two places of one town are one dot: the map is of a country. Degrees; a tenth is some eight kilometres. */
const apart = (places: WhereMapProps['places']): boolean => places.some((one) => places.some((other) => Math.abs(one.latitude - other.latitude) + Math.abs(one.longitude - other.longitude) > 0.1));

const anchorOf = ({ x }: Point, width: number): 'start' | 'end' => (x > width * 0.62 ? 'end' : 'start');

export function WhereMap({ label, places: given }: WhereMapProps) {
  const places = apart(given) ? given : given.slice(-1);
  const { width, height, land, points } = smallMap(places);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} style={{ width: '100%', height: 'auto', display: 'block', borderRadius: 8 }}>
      <rect width={width} height={height} className="water" />
      {land !== null && <path d={land} className="land" />}
      {points.length > 1 && <path className="way" d={`M${first.x} ${first.y}Q${(first.x + last.x) / 2 - (last.y - first.y) * 0.18} ${(first.y + last.y) / 2 + (last.x - first.x) * 0.18} ${last.x} ${last.y}`} />}
      {points.length > 1 && <circle cx={first.x} cy={first.y} r={6} className="start" />}
      <circle cx={last.x} cy={last.y} r={7} className="end" />
      {points.map((point, index) => <text key={`${point.x} ${point.y} ${places[index]?.name}`} className="place" x={point.x + (anchorOf(point, width) === 'end' ? -11 : 11)} y={point.y + 4} textAnchor={anchorOf(point, width)}>{places[index]?.name}</text>)}
    </svg>
  );
}
