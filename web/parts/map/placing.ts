/** How places are drawn on a map: how large each is, and which names fit. Pure. */

export interface Placed { id: string; name: string; x: number; y: number; /** Radius in pixels. */ r: number }

const SMALLEST = 6;
const LARGEST = 22;

/** Its area grows with the value; nothing is still a dot. */
export const radiusOf = (value: number, most: number): number => (value <= 0 || most <= 0 ? SMALLEST : Math.max(SMALLEST, Math.sqrt(Math.min(1, value / most)) * LARGEST));

/** Width of a letter and height of a line, in pixels, at the size names are drawn in. */
const LETTER = 7;
const LINE = 15;

export interface Name { x: number; y: number; anchor: 'start' | 'end' | 'middle' }

/** Where a name may stand, the best place first: right of its place, left of it, below, above. */
const AROUND: readonly ((place: Placed) => Name)[] = [
  ({ x, y, r }) => ({ x: x + r + 4, y: y + 4, anchor: 'start' }), ({ x, y, r }) => ({ x: x - r - 4, y: y + 4, anchor: 'end' }),
  ({ x, y, r }) => ({ x, y: y + r + 14, anchor: 'middle' }), ({ x, y, r }) => ({ x, y: y - r - 5, anchor: 'middle' }),
];

interface Box { left: number; right: number; top: number; bottom: number }

function boxOf({ x, y, anchor }: Name, name: string): Box {
  const width = name.length * LETTER;
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - 4 - LINE / 2, bottom: y - 4 + LINE / 2 };
}

const cross = (a: Box, b: Box): boolean => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;

/** Names that can stand beside their places within the width, without covering another name or another place; those that come first go first. */
export function labelled(places: readonly Placed[], width: number): Map<string, Name> {
  const taken = places.map(({ id, x, y, r }) => ({ of: id, box: { left: x - r, right: x + r, top: y - r, bottom: y + r } }));
  const names = new Map<string, Name>();
  for (const place of places) {
    const free = AROUND.map((around) => around(place)).find((name) => {
      const box = boxOf(name, place.name);
      return box.left >= 0 && box.right <= width && !taken.some((other) => other.of !== place.id && cross(box, other.box));
    });
    if (!free) continue;
    names.set(place.id, free);
    taken.push({ of: place.id, box: boxOf(free, place.name) });
  }
  return names;
}
