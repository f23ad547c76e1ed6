/**
 * Times the pure plan, alone and with its explanation, on several sizes: `npm run bench -- plan`. Prints, asserts nothing.
 * p50 and p99 are over all calls, with whatever the machine and the collector of garbage did meanwhile; "at best" is the
 * p99 over instances, each at the fastest of its rounds: what the hardest ones cost by themselves. "Explained" decides and prices
 * every location; "told" reads each verdict as an object too, as somebody does who looks at a decision. Behind each stands how often
 * the collector of garbage came in 1,000 calls: + for what is young, ! for everything. On a machine that others use, `chrt -f 10` before
 * the command (as root, on Linux) keeps them out.
 */
import { cpus } from 'node:os';
import { constants, PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as passing } from 'node:timers/promises';
import { explain, plan, checkStrategy, defaultStrategy } from '../../server/modules/sourcing/rules.ts';
import type { Candidate, Demand, Strategy } from '../../server/modules/sourcing/types.ts';

/** A small generator (mulberry32), so that every run times the same instances. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const NOW = '2026-09-08T08:00:00.000Z';

interface Size { name: string; lines: number; locations: number; held: number; warehouse: boolean; strategy: Strategy; quantity: number }

interface Given { demand: Demand; candidates: Candidate[] }

function instance({ lines, locations, held, warehouse, quantity }: Size, random: () => number): Given {
  const pick = (most: number): number => Math.floor(random() * most);
  const candidates = Array.from({ length: locations }, (_, index): Candidate => {
    const big = warehouse && index === 0;
    const stock = Object.create(null) as Record<string, number>;
    for (let k = 0; k < lines; k += 1) if (big ? random() < 0.97 : random() < held) stock[`SKU${k}`] = big ? 20 + pick(50) : 1 + pick(3);
    return {
      location: `L${String(index).padStart(4, '0')}`, name: `Location ${index}`, kind: big ? 'warehouse' : 'store', size: (['small', 'medium', 'large'] as const)[pick(3)] ?? 'small',
      coordinates: { latitude: 51 + random() * 2.3, longitude: 3.6 + random() * 3.4 }, country: 'NL', capabilities: ['ship'], capacity: 40, load: pick(38),
      shipsAt: '2026-09-08T15:30:00.000Z', stock, tags: [], master: '1',
    };
  });
  const demand: Demand = {
    delivery: 'D', kind: 'ship', channel: 'web', country: 'NL', destination: { latitude: 51 + random() * 2.3, longitude: 3.6 + random() * 3.4 }, store: null,
    lines: Array.from({ length: lines }, (_, k) => ({ line: `${k + 1}`, sku: `SKU${k}`, quantity: 1 + pick(quantity), weightGrams: 900, unitPrice: 5995, tags: [], group: null })),
    promisedBy: '2026-09-08T20:00:00.000Z', tags: [], excluded: [],
  };
  return { demand, candidates };
}

function checked(changes: Partial<Strategy>): Strategy {
  const strategy = checkStrategy({ ...defaultStrategy(), ...changes });
  if (Array.isArray(strategy)) throw new Error(strategy.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return strategy;
}

const rules = checked({ filters: [
  { name: 'not the smallest', keep: 'location.size != "small" || hasEverything()', hard: true },
  { name: 'ships today', keep: 'has(location.shipsAt) && location.shipsAt < now + duration("24h")', hard: true },
  { name: 'can ship', keep: '"ship" in location.capabilities', hard: true },
] });
const flat = checked({ cost: { ...defaultStrategy().cost, perKilometre: 0, workload: 0 } });

const SIZES: Size[] = [
  { name: 'capture: 3 lines, 20 locations, with a warehouse', lines: 3, locations: 20, held: 0.6, warehouse: true, strategy: checked({}), quantity: 1 },
  { name: 'P5: 10 lines, 500 locations, with a warehouse', lines: 10, locations: 500, held: 0.4, warehouse: true, strategy: checked({}), quantity: 2 },
  { name: 'P5 with three rules', lines: 10, locations: 500, held: 0.4, warehouse: true, strategy: rules, quantity: 2 },
  { name: 'P5, stores only, 60 % assortment', lines: 10, locations: 500, held: 0.6, warehouse: false, strategy: checked({}), quantity: 1 },
  { name: 'P5, stores only, 30 % assortment', lines: 10, locations: 500, held: 0.3, warehouse: false, strategy: checked({}), quantity: 2 },
  { name: 'hard: stores only, 10 % assortment, no distance cost', lines: 10, locations: 500, held: 0.1, warehouse: false, strategy: flat, quantity: 2 },
  { name: 'whole lines, stores only, 30 %', lines: 10, locations: 500, held: 0.3, warehouse: false, strategy: checked({ split: 'whole_lines' }), quantity: 2 },
  { name: 'each parcel worth € 100, stores only, 30 %', lines: 10, locations: 500, held: 0.3, warehouse: false, strategy: checked({ splitWorth: 10_000 }), quantity: 1 },
];

const INSTANCES = 200;
const ROUNDS = 10;
const WARM_MS = 1000;

const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};

const collections = { young: 0, all: 0 };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries() as unknown as { detail: { kind: number } }[]) {
    const { kind } = entry.detail;
    if (kind === constants.NODE_PERFORMANCE_GC_MINOR) collections.young += 1;
    if (kind === constants.NODE_PERFORMANCE_GC_MAJOR) collections.all += 1;
  }
}).observe({ entryTypes: ['gc'] });

/** The collections so far, of which word comes a moment later. */
async function counted(): Promise<typeof collections> {
  await passing(20);
  return { ...collections };
}

interface Timed { all: number[]; best: number[]; collected: typeof collections }

/** Milliseconds of every call, and of each instance at its best. */
async function timed(run: (given: Given) => unknown, instances: readonly Given[]): Promise<Timed> {
  const warm = performance.now() + WARM_MS;
  while (performance.now() < warm) for (const given of instances.slice(0, 20)) run(given);
  for (const given of instances) run(given);
  const all: number[] = [];
  const best = instances.map(() => Infinity);
  const before = await counted();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let index = 0; index < instances.length; index += 1) {
      const from = performance.now();
      run(instances[index] as Given);
      const elapsed = performance.now() - from;
      all.push(elapsed);
      best[index] = Math.min(best[index] ?? Infinity, elapsed);
    }
  }
  const after = await counted();
  return { all, best, collected: { young: after.young - before.young, all: after.all - before.all } };
}

console.log(`${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}; milliseconds, ${INSTANCES} instances ${ROUNDS} times each`);
for (const size of SIZES) {
  const random = generator(20260908);
  const instances = Array.from({ length: INSTANCES }, () => instance(size, random));
  const often = (count: number): string => ((1000 * count) / (INSTANCES * ROUNDS)).toFixed(1);
  const show = (name: string, { all, best, collected }: Timed): string =>
    `${name} p50 ${percentile(all, 0.5).toFixed(3)} p99 ${percentile(all, 0.99).toFixed(3)} (at best ${percentile(best, 0.99).toFixed(3)}; +${often(collected.young)} !${often(collected.all)})`;
  const planning = await timed(({ demand, candidates }) => plan(demand, candidates, size.strategy, NOW), instances);
  const explaining = await timed(({ demand, candidates }) => explain(demand, candidates, size.strategy, NOW), instances);
  const telling = await timed(({ demand, candidates }) => [...explain(demand, candidates, size.strategy, NOW).verdicts], instances);
  const plans = instances.map(({ demand, candidates }) => plan(demand, candidates, size.strategy, NOW));
  const parcels = plans.reduce((sum, { allocations }) => sum + new Set(allocations.map(({ location }) => location)).size, 0);
  console.log(`${size.name.padEnd(56)} ${show('plan', planning)}   ${show('explained', explaining)}   ${show('told', telling)}   parcels ${(parcels / INSTANCES).toFixed(2)}   not proven ${plans.filter(({ exact }) => !exact).length}`);
}
