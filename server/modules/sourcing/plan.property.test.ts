/** The plan against an exhaustive reference on small instances: exact minimum, no more than there is, every hard rule kept. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { explainIn } from './explain.ts';
import { explain, plan } from './rules.ts';
import { OWN } from './scratch.ts';
import type { Candidate, Demand, DemandLine, Explanation, Plan, Strategy } from './types.ts';

const NOW = '2026-09-08T08:00:00.000Z';
const DAY = 86_400_000;

interface Instance { demand: Demand; candidates: Candidate[]; strategy: Strategy }

const line = (index: number) => fc.record({ sku: fc.constantFrom('A', 'B', 'C'), quantity: fc.constantFrom(1, 1, 2, 2, 3), unitPrice: fc.constantFrom(1000, 5000), group: fc.constantFrom(null, null, null, null, null, 'G') })
  .map((value): DemandLine => ({ line: `${index}`, weightGrams: 500, tags: [], ...value }));

const candidate = (index: number) => fc.record({
  kind: fc.constantFrom('store', 'warehouse', 'external_warehouse'), size: fc.constantFrom('small', 'medium', 'medium', 'large'),
  coordinates: fc.constantFrom(null, { latitude: 52.1, longitude: 5.1 }, { latitude: 51.7, longitude: 5.0 }, { latitude: 53.2, longitude: 6.5 }),
  capacity: fc.constantFrom(null, null, null, 1, 4, 8), load: fc.constantFrom(0, 1, 2, 3, 4),
  shipsAt: fc.constantFrom(null, '2026-09-08T15:00:00.000Z', '2026-09-10T15:00:00.000Z'),
  stock: fc.record({ A: fc.constantFrom(0, 0, 1, 2, 4), B: fc.constantFrom(0, 0, 1, 3), C: fc.constantFrom(0, 0, 1, 2) }),
}).map((value) => ({ location: `L${index}`, name: `Location ${index}`, country: 'NL', capabilities: [], tags: [], ...value } as Candidate));

const strategy = fc.record({
  hard: fc.boolean(), soft: fc.boolean(),
  limits: fc.record({ maxLocations: fc.constantFrom(null, null, null, 2, 2, 1), maxKilometres: fc.constantFrom(null, null, null, 60), respectCapacity: fc.constantFrom('hard', 'soft', 'off'), overCapacity: fc.constantFrom(0, 300) }),
  split: fc.constantFrom('allowed', 'allowed', 'allowed', 'whole_lines', 'whole_lines', 'never'), splitWorth: fc.constantFrom(0, 0, 0, 2000, 6000),
  cost: fc.record({ parcel: fc.constantFrom(0, 500), store: fc.constantFrom(0, 90, 300), perUnit: fc.constantFrom(0, 7, 30), perKilometre: fc.constantFrom(0, 1, 3, 10), split: fc.constantFrom(0, 100), lateDay: fc.constantFrom(0, 250), scarcity: fc.constantFrom(0, 40, 900), scarcityBelow: fc.constantFrom(0, 1, 2, 3), workload: fc.constantFrom(0, 200), transfer: fc.constantFrom(0, 250), carbonPerKilometre: fc.constantFrom(0, 1) }),
}).map(({ hard, soft, cost: { store, ...cost }, ...rest }) => ({
  id: 's', version: 1, name: 'S', when: 'true', unplaced: 'wait',
  filters: [...(hard ? [{ name: 'no small', keep: 'location.size != "small"', hard: true }] : []), ...(soft ? [{ name: 'rather not large', keep: 'location.size != "large"', hard: false, penalty: 170 }] : [])],
  cost: { currency: 'EUR', handling: { store, warehouse: 100 }, ...cost }, ...rest,
} as Strategy));

const instance: fc.Arbitrary<Instance> = fc.record({
  lines: fc.constantFrom(1, 2, 2, 3, 3, 3).chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => line(index)))),
  candidates: fc.constantFrom(1, 2, 3, 3, 4, 4).chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => candidate(index)))),
  strategy, kind: fc.constantFrom('ship', 'ship', 'pickup'), destination: fc.constantFrom(null, { latitude: 52.0, longitude: 5.1 }),
  promisedBy: fc.constantFrom(null, '2026-09-08T20:00:00.000Z'),
  excluded: fc.constantFrom([], [], [{ location: 'L1', line: null, reason: 'not found' }], [{ location: 'L0', line: '0', reason: 'damaged' }]),
}).map(({ lines, candidates, kind, destination, promisedBy, excluded, ...rest }) => ({
  ...rest, candidates: candidates as Candidate[],
  demand: { delivery: 'D', kind, channel: 'web', country: 'NL', destination, store: kind === 'pickup' ? 'L0' : null, lines: lines as DemandLine[], promisedBy, tags: [], excluded } as Demand,
}));

type Shipped = { line: DemandLine; location: string; quantity: number }[];

/** Metres by the spherical law of cosines: another formula than the planner's. */
function metres(a: Candidate['coordinates'], b: Demand['destination']): number | null {
  if (!a || !b) return null;
  const r = Math.PI / 180;
  const cosine = Math.sin(a.latitude * r) * Math.sin(b.latitude * r) + Math.cos(a.latitude * r) * Math.cos(b.latitude * r) * Math.cos((a.longitude - b.longitude) * r);
  return Math.round(6_371_008.8 * Math.acos(Math.min(1, cosine)));
}

const mayDeliver = ({ demand, strategy: { filters, limits } }: Instance, one: Candidate): boolean => {
  const far = metres(one.coordinates, demand.destination);
  return !demand.excluded.some(({ location, line: only }) => location === one.location && only === null)
    && !(filters.some(({ hard }) => hard) && one.size === 'small')
    && !(limits.maxKilometres !== null && demand.destination && (far === null || far > limits.maxKilometres * 1000))
    && !(limits.respectCapacity === 'hard' && one.capacity !== null && one.load >= one.capacity);
};

/** The cost of shipping so, by the words of the cost model and with none of the planner's code. */
function costOf({ demand, candidates, strategy: { cost, limits, filters } }: Instance, shipped: Shipped, usable: readonly Candidate[]): number {
  const farthest = Math.max(0, ...usable.map((one) => metres(one.coordinates, demand.destination) ?? 0));
  let total = 0;
  const used = candidates.filter(({ location }) => shipped.some((part) => part.location === location));
  for (const one of used) {
    const here = one.location === demand.store;
    const far = here || !demand.destination ? 0 : metres(one.coordinates, demand.destination) ?? farthest;
    total += demand.kind === 'pickup' ? (here ? 0 : cost.transfer) : cost.parcel;
    total += cost.handling[one.kind] ?? 0;
    total += Math.round((far * cost.perKilometre) / 1000) + Math.round((far * cost.carbonPerKilometre) / 1000);
    if (demand.promisedBy !== null) total += cost.lateDay * (one.shipsAt === null ? 1 : Math.max(0, Math.ceil((Date.parse(one.shipsAt) - Date.parse(demand.promisedBy)) / DAY)));
    if (one.capacity !== null) total += Math.round(cost.workload * Math.min(1, one.capacity === 0 ? 1 : one.load / one.capacity));
    if (limits.respectCapacity === 'soft' && one.capacity !== null && one.load >= one.capacity) total += limits.overCapacity;
    if (filters.some(({ hard }) => !hard) && one.size === 'large') total += 170;
    for (const sku of ['A', 'B', 'C']) {
      const taken = shipped.filter((part) => part.location === one.location && part.line.sku === sku).reduce((sum, { quantity }) => sum + quantity, 0);
      total += cost.perUnit * taken;
      for (let unit = 0; unit < taken; unit += 1) if ((one.stock[sku] ?? 0) - unit <= cost.scarcityBelow) total += cost.scarcity;
    }
  }
  return total + cost.split * Math.max(0, used.length - 1);
}

/** Whether a way keeps every hard rule. */
function allowed({ demand, strategy: { limits, split, splitWorth } }: Instance, shipped: Shipped): boolean {
  const used = new Set(shipped.map(({ location }) => location));
  if (used.size > Math.min(limits.maxLocations ?? 99, split === 'never' ? 1 : 99)) return false;
  for (const wanted of demand.lines) {
    const parts = shipped.filter((part) => part.line === wanted);
    const together = split === 'whole_lines' || wanted.group !== null;
    if (together && parts.length > 0 && (parts.length > 1 || parts[0]?.quantity !== wanted.quantity)) return false;
  }
  const group = demand.lines.filter((wanted) => wanted.group !== null).map((wanted) => shipped.find((part) => part.line === wanted)?.location ?? 'none');
  if (new Set(group).size > 1) return false;
  if (used.size < 2) return true;
  return [...used].every((location) => shipped.filter((part) => part.location === location).reduce((sum, part) => sum + part.quantity * part.line.unitPrice, 0) >= splitWorth);
}

/** Tries every way there is. */
function reference(given: Instance): { placed: number; cost: number } {
  const usable = given.candidates.filter((one) => mayDeliver(given, one) && given.demand.lines.some(({ sku }) => (one.stock[sku] ?? 0) > 0));
  let best = { placed: 0, cost: 0 };
  const shipped: Shipped = [];
  const left = new Map(usable.map(({ location, stock }) => [location, { ...stock }]));
  const consider = (): void => {
    const placed = shipped.reduce((sum, { quantity }) => sum + quantity, 0);
    if (placed === 0 || placed < best.placed || !allowed(given, shipped)) return;
    const cost = costOf(given, shipped, usable);
    if (placed > best.placed || cost < best.cost) best = { placed, cost };
  };
  const walk = (index: number, at: number, open: number): void => {
    const wanted = given.demand.lines[index];
    if (!wanted) { consider(); return; }
    const one = usable[at];
    if (!one) { walk(index + 1, 0, given.demand.lines[index + 1]?.quantity ?? 0); return; }
    walk(index, at + 1, open);
    if (given.demand.excluded.some(({ location, line: only }) => location === one.location && only === wanted.line)) return;
    const stock = left.get(one.location) as Record<string, number>;
    for (let take = 1; take <= Math.min(open, stock[wanted.sku] ?? 0); take += 1) {
      stock[wanted.sku] = (stock[wanted.sku] ?? 0) - take;
      shipped.push({ line: wanted, location: one.location, quantity: take });
      walk(index, at + 1, open - take);
      shipped.pop();
      stock[wanted.sku] = (stock[wanted.sku] ?? 0) + take;
    }
  };
  walk(0, 0, given.demand.lines[0]?.quantity ?? 0);
  return best;
}

const asShipped = ({ demand }: Instance, { allocations }: Plan): Shipped => allocations.map(({ line: id, location, quantity }) => ({ line: demand.lines.find((wanted) => wanted.line === id) as DemandLine, location, quantity }));

function isLawful(given: Instance, result: Plan): void {
  const { demand, candidates } = given;
  for (const wanted of demand.lines) {
    const placed = result.allocations.filter(({ line: id }) => id === wanted.line).reduce((sum, { quantity }) => sum + quantity, 0);
    const open = result.unplaced.filter(({ line: id }) => id === wanted.line).reduce((sum, { quantity }) => sum + quantity, 0);
    expect(placed + open).toBe(wanted.quantity);
  }
  for (const { sku, location, quantity, line: id } of result.allocations) {
    expect(quantity).toBeGreaterThan(0);
    const one = candidates.find((other) => other.location === location) as Candidate;
    expect(mayDeliver(given, one)).toBe(true);
    expect(demand.excluded.some((bar) => bar.location === location && bar.line === id)).toBe(false);
    const taken = result.allocations.filter((other) => other.sku === sku && other.location === location).reduce((sum, other) => sum + other.quantity, 0);
    expect(taken).toBeLessThanOrEqual(one.stock[sku] ?? 0);
  }
  expect(allowed(given, asShipped(given, result))).toBe(true);
  expect(result.items.reduce((sum, { amount }) => sum + amount, 0)).toBe(result.cost);
  for (const { reason } of result.unplaced) expect(reason).not.toBe('');
}

describe('the plan', () => {
  it('is the exact minimum, lawful, and priced to the cent', () => {
    fc.assert(fc.property(instance, (given) => {
      const result = plan(given.demand, given.candidates, given.strategy, NOW);
      isLawful(given, result);
      expect(result.exact).toBe(true);
      const best = reference(given);
      const placed = result.allocations.reduce((sum, { quantity }) => sum + quantity, 0);
      expect({ placed, cost: result.cost }).toEqual(best);
      const usable = given.candidates.filter((one) => mayDeliver(given, one) && given.demand.lines.some(({ sku }) => (one.stock[sku] ?? 0) > 0));
      expect(costOf(given, asShipped(given, result), usable)).toBe(result.cost);
    }), { numRuns: 3000 });
  });

  it('does not depend on the order of the candidates, and is what its explanation explains', () => {
    fc.assert(fc.property(instance, fc.integer({ min: 1, max: 3 }), (given, turn) => {
      const result = plan(given.demand, given.candidates, given.strategy, NOW);
      const turned = [...given.candidates.slice(turn), ...given.candidates.slice(0, turn)];
      expect(plan(given.demand, turned, given.strategy, NOW)).toEqual(result);
      const explained = explain(given.demand, given.candidates, given.strategy, NOW);
      expect(explained.plan).toEqual(result);
      const verdicts = [...explained.verdicts];
      expect(explained.verdicts.length).toBe(verdicts.length);
      expect(verdicts.map(({ location }) => location)).toEqual(given.candidates.map(({ location }) => location));
      expect(verdicts.filter(({ chosen }) => chosen).map(({ location }) => location).sort()).toEqual([...new Set(result.allocations.map(({ location }) => location))].sort());
      for (const { dropped, alone } of verdicts) {
        if (dropped) expect(alone).toBeNull();
        if (alone) expect(alone.items.reduce((sum, { amount }) => sum + amount, 0)).toBe(alone.cost);
      }
    }), { numRuns: 300 });
  });

  it('offers runners-up that are lawful, different and none of them better', () => {
    fc.assert(fc.property(instance, (given) => {
      const result = plan(given.demand, given.candidates, given.strategy, NOW);
      const placed = result.allocations.reduce((sum, { quantity }) => sum + quantity, 0);
      const wanted = given.demand.lines.reduce((sum, { quantity }) => sum + quantity, 0);
      expect(result.runnersUp.length).toBeLessThanOrEqual(5);
      for (const option of result.runnersUp) {
        const other = option.allocations.reduce((sum, { quantity }) => sum + quantity, 0);
        expect(option.unplaced).toBe(wanted - other);
        expect(other < placed || (other === placed && option.cost >= result.cost)).toBe(true);
        expect(allowed(given, asShipped(given, { ...result, allocations: option.allocations }))).toBe(true);
      }
    }), { numRuns: 300 });
  });

  it('is the same whatever was planned before and after it, in memory of its own or in what others worked in', () => {
    // The locations of several instances together, so that plans of all sizes follow each other.
    const sized = fc.tuple(instance, fc.constantFrom(1, 1, 2, 4, 12)).map(([given, times]) => ({
      ...given, candidates: Array.from({ length: times }, (_, copy) => given.candidates.map((one) => ({ ...one, location: `${one.location}${copy || ''}` }))).flat(),
    }));
    const told = ({ plan: made, verdicts, sentences }: Explanation): string => JSON.stringify([made, [...verdicts], sentences]);
    fc.assert(fc.property(fc.array(sized, { minLength: 2, maxLength: 8 }), (all) => {
      const alone = all.map(({ demand, candidates, strategy: by }) => told(explainIn(OWN, demand, candidates, by, NOW)));
      const explained = all.map(({ demand, candidates, strategy: by }) => explain(demand, candidates, by, NOW));
      const plans = all.map(({ demand, candidates, strategy: by }) => plan(demand, candidates, by, NOW));
      expect(explained.map(told)).toEqual(alone);
      expect(plans).toEqual(explained.map((one) => one.plan));
    }), { numRuns: 300 });
  });

  it('over many locations is the best of the plans over any three of them, when three units are wanted', () => {
    const many = fc.tuple(instance, fc.tuple(...Array.from({ length: 36 }, (_, index) => candidate(index))), fc.array(fc.constantFrom('A', 'B', 'C'), { minLength: 3, maxLength: 3 }));
    fc.assert(fc.property(many, ([{ demand, strategy: by }, all, skus]) => {
      const candidates = all.map((one) => ({ ...one, coordinates: one.coordinates ?? { latitude: 51, longitude: 4 }, capacity: null, size: 'medium' as const }));
      const wanted = { ...demand, excluded: [], lines: skus.map((sku, index): DemandLine => ({ line: `${index}`, sku, quantity: 1, weightGrams: 1, unitPrice: 5000, tags: [], group: null })) };
      const of = (some: Candidate[]): { placed: number; cost: number } => {
        const { allocations, cost } = plan(wanted, some, by, NOW);
        return { placed: allocations.reduce((sum, { quantity }) => sum + quantity, 0), cost };
      };
      let best = { placed: 0, cost: 0 };
      for (let a = 0; a < candidates.length; a += 1) for (let b = a; b < candidates.length; b += 1) for (let c = b; c < candidates.length; c += 1) {
        const found = of([...new Set([a, b, c])].map((index) => candidates[index] as Candidate));
        if (found.placed > best.placed || (found.placed === best.placed && found.cost < best.cost)) best = found;
      }
      expect(of(candidates)).toEqual(best);
    }), { numRuns: 12 });
  });
});
