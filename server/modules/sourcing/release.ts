/** Pure: products that may be ordered before the day on which they are released, and whose work may not begin before it. */
import type { Instant } from '../../kernel/clock.ts';
import { momentOf } from '../locations/index.ts';
import type { Demand, DemandLine, Terms } from './types.ts';

/** The moment a product is released at: the beginning of the day, in the network's zone. Null when it is released already. */
export function releasedFrom(terms: Terms | undefined, now: Instant, zone = 'Europe/Amsterdam'): Instant | null {
  if (!terms || terms.releasedOn === null) return null;
  const at = momentOf(terms.releasedOn, '00:00', zone);
  return at > now ? at : null;
}

/** Whether a product may be sold while nobody has it. */
export const maySellAhead = (terms: Terms | undefined, now: Instant): boolean => terms !== undefined && (terms.backorder || releasedFrom(terms, now) !== null);

/** The moment before which the work of a demand may not begin: when the last of its products is released. Null when all are. */
export function notBefore(demand: Pick<Demand, 'lines'>, { terms }: { terms?: ReadonlyMap<string, Terms> }, now: Instant): Instant | null {
  if (terms === undefined || terms.size === 0) return null;
  return demand.lines.flatMap(({ sku }) => releasedFrom(terms.get(sku), now) ?? []).sort().at(-1) ?? null;
}

/** The moment at which the work of a demand begins at the earliest: when it is given, or when the last of its products is released. */
export const workBegins = (demand: Pick<Demand, 'lines'>, world: { terms?: ReadonlyMap<string, Terms> }, now: Instant): Instant => notBefore(demand, world, now) ?? now;

/** Lines that may leave at once, and those of each day of release: one work order must not keep the others waiting. */
export function byRelease(demand: Demand, { terms }: { terms?: ReadonlyMap<string, Terms> }, now: Instant): Demand[] {
  if (terms === undefined || terms.size === 0) return [demand];
  const groups = new Map<string, DemandLine[]>();
  for (const line of demand.lines) {
    const from = releasedFrom(terms.get(line.sku), now) ?? '';
    groups.set(from, [...(groups.get(from) ?? []), line]);
  }
  return groups.size < 2 ? [demand] : [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, lines]) => ({ ...demand, lines }));
}
