/** Options and promises over random stock: what is offered is what planning then does, and nothing is promised that planning does not keep. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calendar, Location } from '../../locations/index.ts';
import { USUAL_TIMES } from '../delivery-times.ts';
import { prepare } from '../prepare.ts';
import { defaultStrategy } from '../strategy.ts';
import type { Demand, DemandLine } from '../types.ts';
import type { World } from '../world.ts';
import { deliveryOptions } from './options.ts';
import type { OptionsQuestion } from './options.ts';

const calendar = (cutOff: string): Calendar => {
  const day = { hours: [{ from: '09:00', until: '18:00' }], collection: '17:00' };
  return { zone: 'Europe/Amsterdam', week: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day }, cutOff, exceptions: [] };
};
const LOCATIONS = Array.from({ length: 8 }, (_, n): Location => ({
  code: `l${n}`, name: `Location ${n}`, kind: n === 0 ? 'warehouse' : 'store', size: 'medium', address: { country: 'NL' } as Location['address'], latitude: 51.5 + n * 0.2, longitude: 4.2 + (n % 3) * 0.5,
  calendar: calendar(n === 0 ? '08:00' : n % 3 === 0 ? '12:00' : '16:00'), capacity: null, capabilities: ['ship', 'pickup', 'return'], stock_authority: 'spil', tags: [], active: n !== 7,
}));
const SKUS = ['A', 'B', 'C'];
const at = { latitude: 52.1, longitude: 5.1 };

/** In half of the worlds the warehouse, cheap and a day later, has some of everything. */
const worlds = fc.tuple(fc.boolean(), fc.array(fc.record({ sku: fc.constantFrom(...SKUS), location: fc.constantFrom(...LOCATIONS.map(({ code }) => code)), quantity: fc.integer({ min: 0, max: 3 }) }), { maxLength: 16 })).map(([full, cells]): World => ({
  master: { epoch: 1, locations: LOCATIONS, strategies: [defaultStrategy()], selling: [], channels: new Map([['web', { code: 'web', name: 'Web', kind: 'api', language: 'nl', settings: {} }]]), times: USUAL_TIMES, prices: new Map() },
  balances: [...new Map([...cells, ...(full ? SKUS.map((sku) => ({ sku, location: 'l0', quantity: 5 })) : [])].map((cell) => [`${cell.sku} ${cell.location}`, cell])).values()].map((cell) => ({ ...cell, state: 'sellable', reserved: 0, broken: 0, kept_back: 0 })), exclusions: [], load: new Map(),
}));
const baskets = fc.uniqueArray(fc.record({ sku: fc.constantFrom(...SKUS), quantity: fc.integer({ min: 1, max: 3 }) }), { selector: ({ sku }) => sku, minLength: 1, maxLength: 3 })
  .map((lines) => lines.map((line, index): DemandLine => ({ ...line, line: String(index + 1), weightGrams: 900, unitPrice: 5995, tags: [], group: null })));
const moments = fc.integer({ min: Date.UTC(2026, 2, 20), max: Date.UTC(2026, 3, 10) }).map((time) => new Date(time).toISOString());

const question = (lines: readonly DemandLine[]): OptionsQuestion => ({ channel: 'web', country: 'NL', destination: at, here: at, byIp: null, lines, tags: [], kinds: new Set(['home', 'store', 'mixed']), stores: 8, store: null, points: [] });
const demand = (kind: Demand['kind'], lines: readonly DemandLine[], more: Partial<Demand> = {}): Demand => ({ delivery: '1', kind, channel: 'web', country: 'NL', destination: kind === 'pickup' ? null : at, store: null, lines, promisedBy: null, tags: [], excluded: [], ...more });

describe('over random stock', () => {
  it('planning an option’s delivery with its promise keeps it, at the cost that was told', () => {
    let [homes, express, stores, mixed] = [0, 0, 0, 0];
    fc.assert(fc.property(worlds, baskets, moments, (world, lines, now) => {
      const found = deliveryOptions(question(lines), world, now);
      for (const option of found.home) {
        // An order asks for all of it: what nobody has stays unplaced there, and changes nothing for the rest.
        const planned = prepare(demand('ship', lines, { promisedBy: option.promisedBy, ...(option.service === 'express' ? { express: true as const } : {}) }), world, now);
        expect([planned.arrivesAt, planned.plan.cost, planned.plan.unplaced.length === 0]).toEqual([option.promisedBy, option.cost, option.complete]);
        if (option.service === 'express') express += 1;
        else homes += 1;
      }
      expect(found.home.map(({ promisedBy }) => promisedBy)).toEqual(found.home.map(({ promisedBy }) => promisedBy).toSorted());
      for (const option of found.stores) {
        const planned = prepare(demand('pickup', lines, { store: option.store.code, promisedBy: option.promisedBy }), world, now);
        expect([planned.arrivesAt, planned.plan.cost, planned.plan.unplaced]).toEqual([option.promisedBy, option.cost, []]);
        expect(option.store.active).toBe(true);
        stores += 1;
      }
      for (const option of found.mixed) {
        expect([...option.store.lines, ...option.home.lines].map(({ line, quantity }) => `${line} ${quantity}`).toSorted()).toEqual(lines.map(({ line, quantity }) => `${line} ${quantity}`).toSorted());
        expect(option.store.brought).toBe(false);
        mixed += 1;
      }
    }), { numRuns: 400 });
    // A property over nothing proves nothing.
    expect(Math.min(homes, express, stores, mixed)).toBeGreaterThan(2);
  });

  it('what is asked later is promised no earlier, on the same stock', () => {
    fc.assert(fc.property(worlds, baskets, moments, moments, (world, lines, one, other) => {
      const [early, late] = [one, other].sort() as [string, string];
      const soonest = (now: string): number[] => {
        const { home, stores } = deliveryOptions(question(lines), world, now);
        return [home[0]?.promisedBy, ...stores.map(({ store, promisedBy }) => (store.code === 'l1' ? promisedBy : undefined))].map((moment) => (moment === undefined ? Number.NaN : Date.parse(moment)));
      };
      const [before, after] = [soonest(early), soonest(late)];
      before.forEach((moment, index) => { if (!Number.isNaN(moment) && !Number.isNaN(after[index])) expect(moment).toBeLessThanOrEqual(after[index] ?? Infinity); });
    }), { numRuns: 200 });
  });
});

describe('what nobody has', () => {
  it('is told with the day on which enough is expected', () => {
    const lines: DemandLine[] = [{ line: '1', sku: 'A', quantity: 3, weightGrams: 900, unitPrice: 100, tags: [], group: null }];
    const [world] = fc.sample(worlds.map((any): World => ({ ...any, balances: [{ sku: 'A', location: 'l1', state: 'sellable', quantity: 1, reserved: 0, broken: 0, kept_back: 0 }] })), 1);
    const asked = { ...question(lines), expected: new Map([['A', [{ on: '2026-04-02', quantity: 1 }, { on: '2026-04-09', quantity: 5 }]]]) };
    expect(world && deliveryOptions(asked, world, '2026-03-23T09:00:00.000Z').lines).toEqual([{ line: 1, available: 1, expectedOn: '2026-04-09' }]);
  });
});
