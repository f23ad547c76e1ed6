/** Why a line, or part of it, has nowhere to go: one sentence from what was looked at. */
import type { Case } from './case.ts';
import { droppedBy, keptBy } from './filter.ts';
import type { DemandLine, Plan } from './types.ts';
import type { Way } from './ways.ts';

/** Lines that the chosen way leaves open, with their reasons. */
export function unplacedOf(problem: Case, way: Way | undefined): Plan['unplaced'] {
  const placed = new Map<string, number>();
  for (const { line, quantity } of way?.allocations ?? []) placed.set(line, (placed.get(line) ?? 0) + quantity);
  return problem.demand.lines.flatMap((line) => {
    const quantity = line.quantity - (placed.get(line.line) ?? 0);
    return quantity > 0 ? [{ line: line.line, sku: line.sku, quantity, reason: reasonFor(problem, line) }] : [];
  });
}

function reasonFor(problem: Case, line: DemandLine): string {
  const { demand, strategy, sifted } = problem;
  const column = sifted.skus.indexOf(line.sku);
  const stockOf = (row: number): number => sifted.stock[row * sifted.skus.length + column] as number;
  const barred = new Set(demand.excluded.filter((exclusion) => exclusion.line === line.line).map(({ location }) => location));
  let wanted = 0;
  for (const other of demand.lines) if (other.sku === line.sku) wanted += other.quantity;
  let usable = 0;
  let excluded = 0;
  let most = 0;
  const behindRules = new Map<string, number>();
  const withheld = new Map<string, number>();
  for (const [row, candidate] of sifted.candidates.entries()) {
    const dropped = droppedBy(sifted, row);
    for (const one of candidate.withheld ?? []) if (one.sku === line.sku) withheld.set(keptBy(one), (withheld.get(keptBy(one)) ?? 0) + one.quantity);
    const units = stockOf(row);
    if (units === 0) continue;
    if (dropped === 'excluded' || barred.has(candidate.location)) excluded += units;
    else if (dropped !== null) behindRules.set(dropped, (behindRules.get(dropped) ?? 0) + units);
    else { usable += units; most = Math.max(most, units); }
  }
  const also = [...behindRules].sort(([a], [b]) => (a < b ? -1 : 1)).map(([rule, units]) => `${units} at locations dropped by rule '${rule}'`);
  if (excluded > 0) also.push(`${excluded} at locations that may not be asked again`);
  for (const [by, units] of withheld) also.push(`${units} ${by}`);
  const rest = also.length > 0 ? `; there are ${also.join(' and ')}` : '';
  if (usable === 0) return also.length > 0 ? `no location that may deliver has ${line.sku}${rest}` : `nobody has ${line.sku} in stock`;
  if (usable < wanted) return `${wanted} of ${line.sku} are wanted and ${usable} are available${rest}`;
  if (line.group !== null) return `the lines of group ${line.group} leave from one location or not at all, and none can take them together`;
  if (strategy.split === 'whole_lines' && most < line.quantity) return `a line leaves from one location and at most ${most} of ${line.sku} are together`;
  if (strategy.split === 'never') return `the strategy does not split a delivery and no location has everything`;
  if (strategy.splitWorth > 0) return `a further parcel would not be worth sending by the strategy's minimum`;
  if (strategy.limits.maxLocations !== null) return `the strategy allows at most ${strategy.limits.maxLocations} locations for a delivery`;
  return `other lines of this delivery take the ${line.sku} that there is`;
}
