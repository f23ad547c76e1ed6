/** What scans add up to and mean against the books: tables of the rule. */
import { describe, expect, it } from 'vitest';
import { refuseMoreThanThere } from './rules.ts';
import { inPlaces, takeScans } from './count-rules.ts';
import { against } from './shelf-rules.ts';
import type { CountScan } from './count-rules.ts';

const known = { codes: new Map([['boot', { sku: 'boot', pieces: 1 }], ['carton', { sku: 'boot', pieces: 10 }]]), taken: new Set<string>(), counted: new Map<string, number>(), started: '2026-03-02T09:00:00.000Z', now: '2026-03-02T10:00:00.000Z' };
const scan = (code: string, quantity = 1, id = 's', at: string | null = null): CountScan => ({ scan: id, code, quantity, at });

describe('a scan', () => {
  it.each<[string, CountScan, string, number | null]>([
    ['counts one', scan('boot'), 'counted', 1],
    ['of a carton counts what it holds', scan('carton'), 'counted', 10],
    ['of nothing says that none is there', scan('boot', 0), 'counted', 0],
    ['that takes back more than there is is refused', scan('boot', -1), 'refused', null],
    ['of what nobody knows is refused', scan('clog'), 'refused', null],
  ])('%s', (_what, one, result, counted) => {
    expect(takeScans([one], known).results[0]).toMatchObject({ result, counted });
  });

  it.each([
    ['before the session began', '2026-03-02T08:59:59.000Z', known.started],
    ['after now', '2026-03-02T10:00:01.000Z', known.now],
    ['within it', '2026-03-02T09:30:00.000Z', '2026-03-02T09:30:00.000Z'],
    ['at no time of its own', null, known.now],
  ])('%s is kept within the session', (_when, at, kept) => {
    expect(takeScans([scan('boot', 1, 's', at)], known).entries[0]?.at).toBe(kept);
  });
});

describe('a count against the books', () => {
  it.each([
    ['as many as the books say', { counted: 3, now: 3, since: 0 }, { books: 3, difference: 0 }],
    ['one too few', { counted: 2, now: 3, since: 0 }, { books: 3, difference: -1 }],
    ['one too many', { counted: 4, now: 3, since: 0 }, { books: 3, difference: 1 }],
    ['one sold after the scan', { counted: 3, now: 2, since: -1 }, { books: 3, difference: 0 }],
    ['two received after the scan', { counted: 3, now: 5, since: 2 }, { books: 3, difference: 0 }],
    ['all sold after a scan that found too few', { counted: 1, now: 0, since: -3 }, { books: 3, difference: -0 }],
  ])('%s', (_what, counted, { books, difference }) => {
    const found = against({ sku: 'boot', ...counted });
    expect([found.books, found.difference + 0]).toEqual([books, difference + 0]);
  });
});

describe('a correction', () => {
  const line = (from: 'sellable' | 'damaged', to: 'damaged' | 'sellable' | 'missing' | 'found', quantity: number) => ({ sku: 'boot', from, to, quantity });
  const there = new Map([['boot sellable', 2]]);
  it.each([
    ['of all there are', [line('sellable', 'missing', 2)], true],
    ['of one more than there are', [line('sellable', 'damaged', 3)], false],
    ['twice of all there are', [line('sellable', 'damaged', 2), line('sellable', 'missing', 1)], false],
    ['there and back', [line('sellable', 'damaged', 2), line('damaged', 'sellable', 2)], true],
    ['of what comes to light first', [line('damaged', 'found', 1), line('damaged', 'sellable', 1)], true],
    ['of a state that has none', [line('damaged', 'sellable', 1)], false],
  ])('%s', (_what, lines, fits) => {
    const attempt = (): void => refuseMoreThanThere(lines, there);
    if (fits) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(/the books have/);
  });
});

describe('a range of places', () => {
  it.each([['A-2', 'A-1', 'A-10', true], ['A-11', 'A-1', 'A-10', false], ['B-12-3', 'A-1', 'B-12', true], ['b-12', 'A-1', 'B-12', true], ['B-120', 'A-1', 'B-12', false], ['A-0', 'A-1', 'B', false]])('%s from %s to %s: %s', (at, from, to, inside) => {
    expect(inPlaces(at, from, to)).toBe(inside);
  });
});
