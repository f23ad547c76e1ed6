/** How places are drawn on a map: how large each is, and which names fit. Pure. */

export interface Placed { id: string; name: string; x: number; y: number; /** Radius in pixels. */ r: number }

const SMALLEST = 6;
const LARGEST = 22;

/** Its area grows with the value; nothing is still a dot. */
export const radiusOf = (value: number, most: number): number => (value <= 0 || most <= 0 ? SMALLEST : Math.max(SMALLEST, Math.sqrt(Math.min(1, value / most)) * LARGEST));

/** Width of a letter and height of a line, in pixels, at the size names are drawn in. */
const LETTER = 7;
const LINE = 15;

/** Places whose name can stand beside them without covering another name or another place; those that come first go first. */
export function labelled(places: readonly Placed[]): Set<string> {
  const taken: { left: number; right: number; top: number; bottom: number; of: string }[] = places.map(({ id, x, y, r }) => ({ left: x - r, right: x + r, top: y - r, bottom: y + r, of: id }));
  const names = new Set<string>();
  for (const { id, name, x, y, r } of places) {
    const box = { left: x + r + 2, right: x + r + 6 + name.length * LETTER, top: y - LINE / 2, bottom: y + LINE / 2, of: id };
    if (taken.some((other) => other.of !== id && box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top)) continue;
    taken.push(box);
    names.add(id);
  }
  return names;
}
