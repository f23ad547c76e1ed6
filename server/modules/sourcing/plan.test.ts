/** Sourcing as a table a store manager could review: who delivers what, what is dropped and what is said about it. */
import { describe, expect, it } from 'vitest';
import { chooseStrategy, checkStrategy, defaultStrategy, explain, metresBetween, plan } from './rules.ts';
import type { Candidate, CostModel, Demand, DemandLine, Strategy } from './types.ts';

const NOW = '2026-09-08T08:00:00.000Z';
const TODAY = '2026-09-08T15:30:00.000Z';
const AT = { amsterdam: { latitude: 52.37, longitude: 4.9 }, utrecht: { latitude: 52.09, longitude: 5.12 }, delft: { latitude: 52.01, longitude: 4.36 }, waalwijk: { latitude: 51.68, longitude: 5.07 } };

const at = (location: string, stock: Record<string, number>, changes: Partial<Candidate> = {}): Candidate => ({
  location, name: location, kind: 'store', size: 'medium', coordinates: AT.utrecht, country: 'NL', capabilities: [], capacity: null, load: 0, shipsAt: TODAY, stock, tags: [], ...changes,
});
const line = (id: string, sku: string, quantity: number, changes: Partial<DemandLine> = {}): DemandLine => ({ line: id, sku, quantity, weightGrams: 900, unitPrice: 5995, tags: [], group: null, ...changes });
const wanted = (lines: DemandLine[], changes: Partial<Demand> = {}): Demand => ({
  delivery: 'D1', kind: 'ship', channel: 'web', country: 'NL', destination: AT.amsterdam, store: null, lines, promisedBy: null, tags: [], excluded: [], ...changes,
});
const free: CostModel = { currency: 'EUR', parcel: 500, handling: {}, perUnit: 0, perKilometre: 0, split: 0, lateDay: 0, scarcity: 0, scarcityBelow: 0, workload: 0, transfer: 0, carbonPerKilometre: 0 };
const strategy = (changes: Partial<Strategy> = {}, cost: Partial<CostModel> = {}): Strategy => ({ ...defaultStrategy(), unplaced: 'wait', ...changes, cost: { ...free, ...cost } });

/** "1@A×2" for each allocation: line 1 at A, two units. */
const said = (demand: Demand, candidates: Candidate[], by: Strategy): string => plan(demand, candidates, by, NOW).allocations.map((part) => `${part.line}@${part.location}×${part.quantity}`).join(' ');

describe('who delivers what', () => {
  it.each<[string, Demand, Candidate[], Strategy, string]>([
    ['one location has all', wanted([line('1', 'X', 1), line('2', 'Y', 1)]), [at('A', { X: 1 }), at('B', { X: 1, Y: 1 }), at('C', { Y: 1 })], strategy(), '1@B×1 2@B×1'],
    ['two lines of one SKU, 2 + 2 against 3, place 3', wanted([line('1', 'X', 2), line('2', 'X', 2)]), [at('A', { X: 3 })], strategy(), '1@A×2 2@A×1'],
    ['5 with 3 at A and 10 at B: 5, not 8', wanted([line('1', 'X', 5)]), [at('A', { X: 3 }), at('B', { X: 10 }, { coordinates: AT.delft })], strategy(), '1@B×5'],
    ['5 with 3 at A and 4 at B: 5 over both', wanted([line('1', 'X', 5)]), [at('A', { X: 3 }), at('B', { X: 4 })], strategy(), '1@A×1 1@B×4'],
    ['whole lines go together', wanted([line('1', 'X', 5)]), [at('A', { X: 3 }), at('B', { X: 4 })], strategy({ split: 'whole_lines' }), ''],
    ['two whole lines of one SKU go to two locations', wanted([line('1', 'X', 2), line('2', 'X', 2)]), [at('A', { X: 3 }), at('B', { X: 2 })], strategy({ split: 'whole_lines' }), '1@A×2 2@B×2'],
    ['never split places what one can', wanted([line('1', 'X', 1), line('2', 'Y', 2)]), [at('A', { X: 1 }), at('B', { Y: 2 })], strategy({ split: 'never' }), '2@B×2'],
    ['a group ships from one location', wanted([line('1', 'L', 1, { group: 'pair' }), line('2', 'R', 1, { group: 'pair' })]), [at('A', { L: 1 }), at('B', { R: 1 }), at('C', { L: 1, R: 1 }, { kind: 'external_warehouse' })], strategy({}, { handling: { external_warehouse: 900 } }), '1@C×1 2@C×1'],
    ['a group or nothing', wanted([line('1', 'L', 1, { group: 'pair' }), line('2', 'R', 1, { group: 'pair' }), line('3', 'X', 1)]), [at('A', { L: 1, X: 1 }), at('B', { R: 1 })], strategy(), '3@A×1'],
    ['a split worth too little does not happen', wanted([line('1', 'X', 1, { unitPrice: 9000 }), line('2', 'Y', 1, { unitPrice: 800 })]), [at('A', { X: 1 }), at('B', { Y: 1 })], strategy({ splitWorth: 1000 }), '1@A×1'],
    ['what stays must be worth a parcel too: a unit moves over', wanted([line('1', 'X', 2, { unitPrice: 3000 }), line('2', 'Y', 1, { unitPrice: 800 })]), [at('A', { X: 2 }), at('B', { X: 1, Y: 1 })], strategy({ splitWorth: 3000 }), '1@A×1 1@B×1 2@B×1'],
    ['at most one location', wanted([line('1', 'X', 1), line('2', 'Y', 2)]), [at('A', { X: 1 }), at('B', { Y: 2 })], strategy({ limits: { ...strategy().limits, maxLocations: 1 } }), '2@B×2'],
    ['capacity 10 takes the tenth', wanted([line('1', 'X', 1)]), [at('A', { X: 1 }, { capacity: 10, load: 9 })], strategy(), '1@A×1'],
    ['capacity 10 refuses the eleventh', wanted([line('1', 'X', 1)]), [at('A', { X: 1 }, { capacity: 10, load: 10 })], strategy(), ''],
    ['capacity 1 takes the first', wanted([line('1', 'X', 1)]), [at('A', { X: 1 }, { capacity: 1, load: 0 })], strategy(), '1@A×1'],
    ['capacity 0 takes none', wanted([line('1', 'X', 1)]), [at('A', { X: 1 }, { capacity: 0, load: 0 })], strategy(), ''],
    ['soft capacity only costs', wanted([line('1', 'X', 1)]), [at('A', { X: 1 }, { capacity: 1, load: 1 }), at('B', { X: 1 }, { coordinates: AT.delft })], strategy({ limits: { maxLocations: null, maxKilometres: null, respectCapacity: 'soft', overCapacity: 100 } }), '1@B×1'],
    ['after a short another location', wanted([line('1', 'X', 1)], { excluded: [{ location: 'A', line: null, reason: 'not found' }] }), [at('A', { X: 5 }), at('B', { X: 1 }, { kind: 'external_warehouse' })], strategy({}, { handling: { external_warehouse: 500 } }), '1@B×1'],
    ['a short of one line leaves the location for the other', wanted([line('1', 'X', 1), line('2', 'Y', 1)], { excluded: [{ location: 'A', line: '1', reason: 'damaged' }] }), [at('A', { X: 5, Y: 1 }), at('B', { X: 1 })], strategy(), '1@B×1 2@A×1'],
    ['a short of one line leaves its SKU there for the other line', wanted([line('1', 'X', 1), line('2', 'X', 1)], { excluded: [{ location: 'A', line: '1', reason: 'damaged' }] }), [at('A', { X: 5 }), at('B', { X: 1 })], strategy(), '1@B×1 2@A×1'],
    ['the nearest, when distance costs', wanted([line('1', 'X', 1)]), [at('A', { X: 1 }, { coordinates: AT.waalwijk }), at('B', { X: 1 })], strategy({}, { perKilometre: 1 }), '1@B×1'],
    ['unknown coordinates count as the farthest, so they are no advantage', wanted([line('1', 'X', 1)]), [at('A', { X: 1 }, { coordinates: null }), at('B', { X: 1 }), at('C', { X: 1 }, { coordinates: AT.waalwijk })], strategy({}, { perKilometre: 1 }), '1@B×1'],
    ['too far is dropped', wanted([line('1', 'X', 1)]), [at('A', { X: 1 }, { coordinates: AT.waalwijk })], strategy({ limits: { ...strategy().limits, maxKilometres: 50 } }), ''],
    ['on time before cheap', wanted([line('1', 'X', 1)], { promisedBy: '2026-09-08T20:00:00.000Z' }), [at('A', { X: 1 }, { shipsAt: '2026-09-09T15:30:00.000Z' }), at('B', { X: 1 }, { kind: 'warehouse' })], strategy({}, { lateDay: 300, handling: { warehouse: 200 } }), '1@B×1'],
    ['the last pair stays where it is', wanted([line('1', 'X', 1)]), [at('A', { X: 1 }), at('B', { X: 9 }, { kind: 'warehouse' })], strategy({}, { scarcity: 100, scarcityBelow: 1, handling: { warehouse: 50 } }), '1@B×1'],
    ['a second location may be worth the scarce units it spares', wanted([line('1', 'X', 4)]), [at('A', { X: 5 }), at('B', { X: 5 })], strategy({}, { scarcity: 900, scarcityBelow: 3 }), '1@A×2 1@B×2'],
    ['among equals the lower code', wanted([line('1', 'X', 1)]), [at('C', { X: 1 }), at('A', { X: 1 }), at('B', { X: 1 })], strategy(), '1@A×1'],
    ['pickup: the store itself, though the warehouse is cheaper to handle', wanted([line('1', 'X', 1)], { kind: 'pickup', store: 'Delft', destination: AT.delft }), [at('Delft', { X: 1 }, { coordinates: AT.delft }), at('DC', { X: 9 }, { kind: 'warehouse' })], strategy({}, { transfer: 250, handling: { store: 200 } }), '1@Delft×1'],
    ['pickup: only what the store lacks is brought', wanted([line('1', 'X', 1), line('2', 'Y', 1)], { kind: 'pickup', store: 'Delft', destination: AT.delft }), [at('Delft', { X: 1 }, { coordinates: AT.delft }), at('Leiden', { Y: 1 })], strategy({}, { transfer: 250 }), '1@Delft×1 2@Leiden×1'],
  ])('%s', (_name, demand, candidates, by, expected) => { expect(said(demand, candidates, by)).toBe(expected); });

  it('prefers the warehouse, then the external one, then a store, by the strategy to begin with', () => {
    const demand = wanted([line('1', 'X', 1)], { promisedBy: '2026-09-08T20:00:00.000Z' });
    const dc = at('DC', { X: 9 }, { kind: 'warehouse', coordinates: AT.waalwijk });
    const external = at('3PL', { X: 9 }, { kind: 'external_warehouse', coordinates: AT.waalwijk });
    const store = at('Utrecht', { X: 9 });
    const chosen = (...candidates: Candidate[]) => plan(demand, candidates, defaultStrategy(), NOW).allocations[0]?.location;
    expect([chosen(store, external, dc), chosen(store, external), chosen(store)]).toEqual(['DC', '3PL', 'Utrecht']);
  });
});

describe('what is said about it', () => {
  const demand = wanted([line('1', 'X', 2), line('2', 'Y', 1)]);
  const openToday = strategy({ filters: [{ name: 'open today', keep: 'has(location.shipsAt) && location.shipsAt < now + duration("24h")', hard: true }] }, { handling: { store: 195, warehouse: 110 }, parcel: 500 });
  const candidates = [at('DC Waalwijk', { X: 9, Y: 9 }, { kind: 'warehouse' }), at('Utrecht', { X: 2, Y: 1 }), at('Delft', { X: 2, Y: 1 }, { shipsAt: '2026-09-10T15:30:00.000Z' }), at('Zeist', { X: 1 }), at('Leiden', {})];

  it('tells the winner, what the others would have cost, and who was dropped why', () => {
    const { sentences, plan: made } = explain(demand, candidates, openToday, NOW);
    expect(sentences).toEqual([
      'DC Waalwijk ships all 3 for € 6.10.',
      'Utrecht was € 0.85 dearer.',
      'Zeist could place only 1 of 3.',
      'Delft dropped by rule \'open today\': has(location.shipsAt) && location.shipsAt < now + duration("24h") is not so.',
      'Leiden has none of what is wanted.',
    ]);
    expect(made.counts).toEqual({ considered: 5, kept: 3, 'open today': 1, stock: 1 });
    expect(made.items).toEqual([{ name: 'parcel', amount: 500 }, { name: 'handling', amount: 110 }]);
  });

  it('gives each location its verdict', () => {
    const verdicts = [...explain(demand, candidates, openToday, NOW).verdicts];
    expect(verdicts.map(({ name, chosen, dropped, alone }) => [name, chosen, dropped?.rule ?? null, alone?.cost ?? null, alone?.covers ?? null])).toEqual([
      ['DC Waalwijk', true, null, 610, 3], ['Utrecht', false, null, 695, 3], ['Delft', false, 'open today', null, null], ['Zeist', false, null, 695, 1], ['Leiden', false, 'stock', null, null],
    ]);
    expect(verdicts[0]?.kilometres).toBe(35);
    expect(verdicts[1]?.available).toEqual({ X: 2, Y: 1 });
  });

  it.each<[string, Demand, Candidate[], Strategy, RegExp]>([
    ['nowhere', wanted([line('1', 'X', 1)]), [at('A', { Y: 1 })], strategy(), /nobody has X in stock; it waits/],
    ['too few', wanted([line('1', 'X', 5)]), [at('A', { X: 3 })], strategy(), /2 × X could not be placed: 5 of X are wanted and 3 are available/],
    ['behind a rule', wanted([line('1', 'X', 1)]), [at('A', { X: 3 }, { capacity: 1, load: 1 })], strategy({ unplaced: 'cancel' }), /no location that may deliver has X; there are 3 at locations dropped by rule 'capacity'; it is cancelled/],
    ['excluded', wanted([line('1', 'X', 1)], { excluded: [{ location: 'A', line: '1', reason: 'not found' }] }), [at('A', { X: 3 })], strategy(), /may not be asked again/],
    ['group', wanted([line('1', 'L', 1, { group: 'pair' }), line('2', 'R', 1, { group: 'pair' })]), [at('A', { L: 1 }), at('B', { R: 1 })], strategy(), /group pair leave from one location or not at all/],
    ['whole line', wanted([line('1', 'X', 5)]), [at('A', { X: 3 }), at('B', { X: 4 })], strategy({ split: 'whole_lines' }), /at most 4 of X are together/],
    ['never split', wanted([line('1', 'X', 1), line('2', 'Y', 1)]), [at('A', { X: 1 }), at('B', { Y: 1 })], strategy({ split: 'never' }), /does not split/],
    ['not worth a parcel', wanted([line('1', 'X', 1), line('2', 'Y', 1)]), [at('A', { X: 1 }), at('B', { Y: 1 })], strategy({ splitWorth: 99_00 }), /would not be worth sending/],
    ['too many locations', wanted([line('1', 'X', 1), line('2', 'Y', 1)]), [at('A', { X: 1 }), at('B', { Y: 1 })], strategy({ limits: { ...strategy().limits, maxLocations: 1 } }), /at most 1 locations/],
  ])('says why a line has nowhere to go: %s', (_name, given, over, by, sentence) => {
    const { sentences, plan: made } = explain(given, over, by, NOW);
    expect(made.unplaced.length).toBeGreaterThan(0);
    expect(sentences.join('\n')).toMatch(sentence);
  });

  it('says so when nothing is asked or nobody is there', () => {
    expect(plan(wanted([]), [at('A', { X: 1 })], strategy(), NOW)).toMatchObject({ allocations: [], unplaced: [], cost: 0, exact: true });
    expect(explain(wanted([line('1', 'X', 1)]), [], strategy(), NOW).sentences[0]).toBe('Nobody can deliver any of the 1.');
  });
});

describe('rules over master data', () => {
  it('are decided again when the version of the master data changes', () => {
    const by = strategy({ filters: [{ name: 'no small', keep: 'location.size != "small"', hard: true }] });
    const demand = wanted([line('1', 'X', 1)]);
    expect(said(demand, [at('A', { X: 1 }, { master: '1', size: 'small' })], by)).toBe('');
    expect(said(demand, [at('A', { X: 1 }, { master: '2', size: 'large' })], by)).toBe('1@A×1');
    expect(said(demand, [at('A', { X: 1 }, { size: 'small' })], by)).toBe('');
  });

  it('express the worked example: pickup only above 2 in stock, and not in the smallest stores', () => {
    const by = strategy({ filters: [{ name: 'pickup stock', keep: 'delivery.kind != "pickup" || order.lines.all(l, available(l.sku) > 2)', hard: true }, { name: 'not the smallest', keep: 'location.size != "small"', hard: true }] });
    const demand = wanted([line('1', 'X', 1)], { kind: 'pickup', store: 'A' });
    expect(said(demand, [at('A', { X: 2 }), at('B', { X: 9 }, { size: 'small' }), at('C', { X: 3 })], by)).toBe('1@C×1');
  });

  it('drop a location about which a hard rule cannot be decided, and say so', () => {
    const by = strategy({ filters: [{ name: 'room', keep: 'location.capacity > 5', hard: true }] });
    const verdicts = [...explain(wanted([line('1', 'X', 1)]), [at('A', { X: 1 })], by, NOW).verdicts];
    expect(verdicts[0]?.dropped).toMatchObject({ rule: 'room' });
    expect(verdicts[0]?.dropped?.reason).toMatch(/location\.capacity is not known here/);
  });
});

describe('a strategy', () => {
  it('to begin with passes its own check', () => { expect(checkStrategy(defaultStrategy())).toEqual(defaultStrategy()); });

  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ['an expression', { filters: [{ name: 'a', keep: 'location.siz == "small"', hard: true }] }, 'filters.0.keep', /"size" perhaps/],
    ['a location in when', { when: 'location.size == "small"' }, 'when', /unknown word "location"/],
    ['a fraction of a cent', { cost: { ...free, parcel: 4.5 } }, 'cost.parcel', /whole number/],
    ['a negative amount', { cost: { ...free, parcel: -1 } }, 'cost.parcel', /./],
    ['a currency', { cost: { ...free, currency: 'euro' } }, 'cost.currency', /ISO 4217/],
    ['a soft rule without penalty', { filters: [{ name: 'a', keep: 'true', hard: false }] }, 'filters.0.penalty', /needs a penalty/],
    ['a hard rule with one', { filters: [{ name: 'a', keep: 'true', hard: true, penalty: 5 }] }, 'filters.0.penalty', /no penalty/],
    ['two rules of one name', { filters: [{ name: 'a', keep: 'true', hard: true }, { name: 'a', keep: 'true', hard: true }] }, 'filters.1.name', /Two rules/],
    ['a built-in name', { filters: [{ name: 'stock', keep: 'true', hard: true }] }, 'filters.0.name', /always there/],
    ['an unknown field', { colour: 'red' }, '', /colour/],
  ])('is refused for %s', (_name, change, path, message) => {
    const checked = checkStrategy({ ...defaultStrategy(), ...change });
    if (!Array.isArray(checked)) throw new Error('was accepted');
    expect(checked.map((problem) => problem.path)).toContain(path);
    expect(checked.map((problem) => problem.message).join(' ')).toMatch(message);
  });

  it('is the first whose condition says true; one that cannot tell is passed over with its reason', () => {
    const by = (id: string, when: string): Strategy => ({ ...defaultStrategy(), id, when });
    const demand = wanted([line('1', 'X', 1)]);
    const all = [by('unsure', 'delivery.store == "A"'), by('shop', 'order.channel == "till"'), by('web', 'order.channel == "web" && size(order.lines) == 1'), by('rest', 'true')];
    const { strategy: chosen, refusals } = chooseStrategy(demand, all, NOW);
    expect(chosen?.id).toBe('web');
    expect(refusals).toEqual([{ strategy: 'unsure', refusal: expect.stringMatching(/store is not known here/) as string }]);
    expect(chooseStrategy(demand, [], NOW).strategy).toBeNull();
  });
});

describe('distance', () => {
  it.each([['Amsterdam to Utrecht', AT.amsterdam, AT.utrecht, 34_600], ['Delft to Waalwijk', AT.delft, AT.waalwijk, 61_000], ['nowhere', AT.delft, AT.delft, 0]] as const)('%s', (_name, from, to, metres) => {
    expect(Math.abs(metresBetween(from, to) - metres)).toBeLessThan(600);
    expect(metresBetween(to, from)).toBe(metresBetween(from, to));
    expect(Number.isInteger(metresBetween(from, to))).toBe(true);
  });
});
