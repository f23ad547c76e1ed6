/** Rules are evaluated once for locations that look alike to them, which may never show: each location gets the verdict it would get by itself. */
import { describe, expect, it } from 'vitest';
import { sift } from './filter.ts';
import { defaultStrategy } from './rules.ts';
import type { Candidate, Demand, Strategy } from './types.ts';

const NOW = '2026-09-08T08:00:00.000Z';
const demand: Demand = {
  delivery: '1', kind: 'ship', channel: 'web', country: 'NL', destination: { latitude: 52.37, longitude: 4.9 }, store: null, promisedBy: null, tags: [], excluded: [],
  lines: ['X', 'Y'].map((sku, index) => ({ line: `${index + 1}`, sku, quantity: 1, weightGrams: 900, unitPrice: 5995, tags: [], group: null })),
};
const at = (location: string, changes: Partial<Candidate>): Candidate => ({
  location, name: location, kind: 'store', size: 'medium', coordinates: { latitude: 52.09, longitude: 5.12 }, country: 'NL', capabilities: [], capacity: null, load: 0,
  shipsAt: '2026-09-08T15:30:00.000Z', stock: { X: 1 }, tags: [], master: '1', ...changes,
});
const strategyOf = (keep: string): Strategy => ({ ...defaultStrategy(), filters: [{ name: 'rule', keep, hard: true }] });
const kept = (by: Strategy, ...candidates: Candidate[]): string => Array.from(sift(demand, candidates, by, NOW).kept, (row) => candidates[row]?.location).join(' ');

describe('a rule is decided for each location as if it were the only one', () => {
  it.each<[string, Partial<Candidate>, Partial<Candidate>]>([
    ['location.load < 5', { load: 4 }, { load: 5 }],
    ['location.shipsAt < now + duration("24h")', {}, { shipsAt: '2026-09-10T15:30:00.000Z' }],
    ['has(location.shipsAt)', {}, { shipsAt: null }],
    ['location.size != "small" || hasEverything()', { size: 'small', stock: { X: 1, Y: 1 } }, { size: 'small' }],
    ['location.size == "large" || location.load == 0', { size: 'large', load: 3 }, { size: 'small', load: 3 }],
    ['"ship" in location.capabilities && location.load < 5', { capabilities: ['ship'] }, { capabilities: ['collect'] }],
    ['location.code != "B" && location.load < 5', {}, {}],
    ['order.lines.exists(line, available(line.sku) > 1)', { stock: { X: 2 } }, { stock: { X: 1 } }],
    ['distance() < 50.0', {}, { coordinates: { latitude: 51.68, longitude: 5.07 } }],
    ['[location].exists(one, one.load < 5)', { load: 4 }, { load: 5 }],
  ])('%s', (keep, kind, other) => {
    const by = strategyOf(keep);
    expect(kept(by, at('A', kind), at('B', other))).toBe('A');
    expect(kept(by, at('B', other), at('A', kind))).toBe('A');
    expect(kept(by, at('A', kind))).toBe('A');
    expect(kept(by, at('B', other))).toBe('');
  });

  it('again in the next plan, when what it reads has changed and the master data has not', () => {
    for (const keep of ['location.load < 5', '[location].exists(one, one.load < 5)']) {
      const by = strategyOf(keep);
      expect([kept(by, at('A', { load: 4 })), kept(by, at('A', { load: 5 })), kept(by, at('A', { load: 4 }))]).toEqual(['A', '', 'A']);
    }
  });

  it('and one that reads nothing of a location is the same for all', () => {
    expect(kept(strategyOf('size(order.lines) == 2'), at('A', {}), at('B', { load: 9 }))).toBe('A B');
    expect(kept(strategyOf('order.channel == "till"'), at('A', {}), at('B', { load: 9 }))).toBe('');
  });
});
