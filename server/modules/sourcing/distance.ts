/** Distances over the earth in whole metres. */
import type { Coordinates } from './types.ts';

/** Mean radius of the earth in metres, IUGG 1980 (R1 = 6,371,008.8 m). */
const RADIUS = 6_371_008.8;
const RADIANS = Math.PI / 180;

/**
 * Great-circle distance by the haversine formula, rounded to whole metres so that everything computed from it is the same
 * everywhere. The earth taken as a sphere is off by at most about half a per cent.
 */
export const metresBetween = (from: Coordinates, to: Coordinates): number => metresTo(to)(from);

/** The same, from many places to one. */
export function metresTo(to: Coordinates): (from: Coordinates) => number {
  const cosine = Math.cos(to.latitude * RADIANS);
  return (from) => {
    const north = Math.sin(((to.latitude - from.latitude) * RADIANS) / 2);
    const east = Math.sin(((to.longitude - from.longitude) * RADIANS) / 2);
    const chord = north * north + Math.cos(from.latitude * RADIANS) * cosine * east * east;
    return Math.round(2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(chord))));
  };
}

/** Whole kilometres, rounded half up, for people. */
export const kilometres = (metres: number): number => Math.round(metres / 1000);
