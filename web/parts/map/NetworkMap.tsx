/** The company's locations on a map drawn here, without asking anybody for tiles; what it shows stands in a list beside it too. */
import { Box, Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { geoMercator, geoPath } from 'd3-geo';
import type { GeoProjection } from 'd3-geo';
import { useMemo, useState } from 'react';
import countries from './countries.json';
import { labelled, radiusOf } from './placing.ts';
import classes from './NetworkMap.module.css';

export interface MapPoint {
  id: string;
  name: string;
  latitude: number;
  longitude: number;
  /** What its size is made from: its area grows with it. */
  value: number;
  tone?: 'usual' | 'warning' | 'quiet';
  /** Said when it is pointed at. */
  detail: string;
}

export interface NetworkMapProps { label: string; points: readonly MapPoint[]; height?: number; onOpen?: (id: string) => void }

const LAND = { type: 'FeatureCollection' as const, features: countries.shapes.map(({ id, rings }) => ({ type: 'Feature' as const, id, properties: {}, geometry: { type: 'MultiPolygon' as const, coordinates: rings.map((ring) => [ring]) } })) };
/** Degrees around a single place, so that it is not all there is to see. */
const AROUND = 0.35;

function projectionOf(points: readonly MapPoint[], width: number, height: number): GeoProjection {
  const [west, east] = [Math.min(...points.map((point) => point.longitude)), Math.max(...points.map((point) => point.longitude))];
  const [south, north] = [Math.min(...points.map((point) => point.latitude)), Math.max(...points.map((point) => point.latitude))];
  const margin = points.length === 1 ? AROUND : 0.12;
  const corners = [[west - margin, south - margin], [east + margin, north + margin]];
  return geoMercator().fitExtent([[44, 34], [Math.max(60, width - 44), Math.max(60, height - 34)]], { type: 'MultiPoint', coordinates: corners as [number, number][] });
}

export default function NetworkMap({ label, points, height = 460, onOpen }: NetworkMapProps) {
  const { ref, width } = useElementSize();
  const [pointed, setPointed] = useState<string | null>(null);
  const drawn = useMemo(() => {
    if (width === 0 || points.length === 0) return null;
    const projection = projectionOf(points, width, height);
    const most = Math.max(...points.map(({ value }) => value), 1);
    const placed = points.flatMap((point) => {
      const at = projection([point.longitude, point.latitude]);
      return at === null ? [] : [{ ...point, x: at[0], y: at[1], r: radiusOf(point.value, most) }];
    }).sort((a, b) => b.r - a.r);
    return { land: geoPath(projection)(LAND) ?? '', placed, names: labelled(placed, width) };
  }, [points, width, height]);
  const shown = drawn?.placed.find(({ id }) => id === pointed);
  return (
    <Box ref={ref} className={classes.map} h={height}>
      {drawn && (
        <svg width={width} height={height} role="img" aria-label={label}>
          <path d={drawn.land} className={classes.land} />
          {drawn.placed.map(({ id, x, y, r, tone = 'usual' }) => <circle key={id} cx={x} cy={y} r={r} data-tone={tone} data-pointed={id === pointed || undefined} className={classes.place} onMouseEnter={() => setPointed(id)} onMouseLeave={() => setPointed(null)} onClick={() => onOpen?.(id)} style={onOpen ? { cursor: 'pointer' } : undefined} />)}
          {drawn.placed.map(({ id, name }) => {
            const at = drawn.names.get(id);
            return at && <text key={id} x={at.x} y={at.y} textAnchor={at.anchor} className={classes.name}>{name}</text>;
          })}
        </svg>
      )}
      {shown && <Text size="sm" className={classes.detail} style={{ left: Math.min(shown.x, width - 220), top: Math.min(shown.y + shown.r + 8, height - 60) }} aria-hidden><b>{shown.name}</b><br />{shown.detail}</Text>}
    </Box>
  );
}
