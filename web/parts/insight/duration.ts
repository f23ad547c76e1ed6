/** Pure: how long something took, in the two largest units that matter. */

type Unit = 'day' | 'hour' | 'minute' | 'second';
const SIZES: readonly [Unit, number][] = [['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]];

/** The parts of a duration in whole seconds: 93,900 s is one day and two hours; what is smaller than the second unit is rounded away. */
export function partsOf(seconds: number): { unit: Unit; n: number }[] {
  const first = SIZES.findIndex(([, size]) => seconds >= size);
  if (first < 0) return [{ unit: 'second', n: 0 }];
  const fine = SIZES[Math.min(first + 1, SIZES.length - 1)]?.[1] ?? 1;
  let left = Math.round(seconds / fine) * fine;
  const parts: { unit: Unit; n: number }[] = [];
  for (const [unit, size] of SIZES.slice(0, first + 2)) {
    const n = Math.floor(left / size);
    left -= n * size;
    if (n > 0) parts.push({ unit, n });
  }
  return parts;
}
