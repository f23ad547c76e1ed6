/** Moments as the clock on the retailer's wall shows them, for controls that know no time zones; and back. */
import { ZONE } from '../shell/format.ts';

const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** "2026-11-22 14:05:00" on the retailer's clock. */
export const wallOf = (instant: string | Date): string => wall.format(typeof instant === 'string' ? new Date(instant) : instant);

/**
 * The instant of a wall clock's time ("2026-11-22 14:05" or with seconds); null for what is no time. A time that daylight saving skips
 * is taken as the one after the gap; one that comes twice as the first.
 */
export function instantOf(text: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::(\d{2}))?/.exec(text);
  if (!match) return null;
  const asked = Date.parse(`${match[1]}T${match[2]}:${match[3] ?? '00'}Z`);
  if (Number.isNaN(asked)) return null;
  const offsetAt = (at: number): number => Date.parse(`${wallOf(new Date(at)).replace(' ', 'T')}Z`) - at;
  // The offset before comes first, so that of two moments with the same time the earlier is found.
  const [before, after] = [offsetAt(asked - 86_400_000), offsetAt(asked + 86_400_000)];
  const found = [before, after].map((offset) => asked - offset).find((at) => offsetAt(at) === asked - at);
  return new Date(found ?? asked - before).toISOString();
}
