/** Times the pure plan on three sizes and prints percentiles: `node tests/bench/plan.ts`. Prints, asserts nothing. */
import { cpus } from 'node:os';
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

function instance({ lines, locations, held, warehouse, quantity }: Size, random: () => number): { demand: Demand; candidates: Candidate[] } {
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

const percentile = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

console.log(`${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}; milliseconds`);
for (const size of SIZES) {
  const random = generator(20260908);
  const instances = Array.from({ length: 100 }, () => instance(size, random));
  const times: Record<'plan' | 'explain', number[]> = { plan: [], explain: [] };
  let inexact = 0;
  let parcels = 0;
  for (const [name, run] of [['plan', plan], ['explain', explain]] as const) {
    const warm = performance.now() + 500;
    for (let index = 0; performance.now() < warm; index += 1) { const { demand, candidates } = instances[index % instances.length] as (typeof instances)[number]; run(demand, candidates, size.strategy, NOW); }
    for (let round = 0; round < 10; round += 1) {
      for (const { demand, candidates } of instances) {
        const from = performance.now();
        const result = run(demand, candidates, size.strategy, NOW);
        const elapsed = performance.now() - from;
        times[name].push(elapsed);
        if (name === 'plan' && round === 0 && 'exact' in result) {
          if (!result.exact) inexact += 1;
          parcels += new Set(result.allocations.map(({ location }) => location)).size;
        }
      }
    }
    times[name].sort((a, b) => a - b);
  }
  const show = (name: 'plan' | 'explain'): string => `${name} p50 ${percentile(times[name], 0.5).toFixed(3)} p99 ${percentile(times[name], 0.99).toFixed(3)}`;
  console.log(`${size.name.padEnd(56)} ${show('plan')}   ${show('explain')}   parcels ${(parcels / instances.length).toFixed(2)}   not proven ${inexact}`);
}
