/** A wave: where to go, into which tote, and who misses out when there are too few. */
import { describe, expect, it } from 'vitest';
import type { Line } from './progress.ts';
import { divide, place, stopsOf } from './walk.ts';
import type { Toted } from './walk.ts';

const line = (number: number, sku: string, part: Partial<Line> = {}): Line => ({ line: number, sku, name: sku, picture: null, brand: null, options: {}, gtins: [], place: null, quantity: 1, toPick: 1, picked: 0, packed: 0, gone: 0, putBack: 0, ...part });
const work = (tote: number, lines: Line[], onHold = false): Toted => ({ tote, id: `w${tote}`, number: `${tote}-F1`, order: 'o', orderNumber: String(tote), delivery: 1, location: 'utrecht', kind: 'ship', destination: null, destinationName: null, onHold, dueAt: null, promisedBy: null, acceptedBy: null, shelf: null, lines, scans: [], parcels: [], can: [] });

const works = [
  work(1, [line(1, 'boot', { place: 'C-1' }), line(2, 'shoe', { place: 'A-10', toPick: 0, picked: 1 })]),
  work(2, [line(1, 'shoe', { place: 'A-10', toPick: 2 }), line(2, 'gone', { toPick: 0 })]),
  work(3, [line(1, 'shoe', { place: 'A-10' })], true),
  work(4, [line(1, 'shoe', { place: 'A-10' }), line(2, 'sock', { place: 'A-9' })]),
];

describe('a wave', () => {
  it('passes each product once, along the places, without what is held or gone', () => {
    expect(stopsOf(works).map(({ key, place: at, totes, toPick, wanted }) => [key, at, totes.map(({ tote }) => tote), toPick, wanted])).toEqual([['sock', 'A-9', [4], 1, 1], ['shoe', 'A-10', [1, 2, 4], 3, 4], ['boot', 'C-1', [1], 1, 1]]);
  });

  it.each([['shoe', 2], ['sock', 4], ['boot', 1]])('puts %s into tote %i, the first that wants it', (code, tote) => {
    expect(place(works, code)).toMatchObject({ kind: 'counted', work: { tote } });
  });

  it('refuses what no order wants, and what all have', () => {
    expect(place(works, 'hat')).toEqual({ kind: 'wrong' });
    expect(place([work(1, [line(1, 'shoe', { toPick: 0, picked: 1 })])], 'shoe')).toMatchObject({ kind: 'enough' });
  });

  it('puts a carton into the first tote that wants all of it, and says when none does', () => {
    const carton = { gtins: ['02000000000992'], cartons: { '02000000000992': 2 } };
    const one = work(1, [line(1, 'shoe', carton)]);
    expect(place([one, work(2, [line(1, 'shoe', { ...carton, toPick: 2 })])], '2000000000992')).toMatchObject({ kind: 'counted', work: { tote: 2 } });
    expect(place([one, work(2, [line(1, 'shoe', { ...carton, toPick: 0, picked: 1 })])], '2000000000992')).toMatchObject({ kind: 'carton', pieces: 2, wanted: 1 });
  });

  it('lets the least urgent miss out when there are too few', () => {
    const shoe = stopsOf(works).find(({ key }) => key === 'shoe');
    expect(shoe && divide(shoe, 2).map((part) => [part.work.id, part.quantity])).toEqual([['w4', 1], ['w2', 1]]);
    expect(shoe && divide(shoe, 9).map((part) => [part.work.id, part.quantity])).toEqual([['w4', 1], ['w2', 2]]);
  });
});
