/** Along which places a walk goes. */
import { describe, expect, it } from 'vitest';
import { comparePlaces, walkOf } from './walk.ts';
import type { WorkView } from './present.ts';

describe('places', () => {
  it('are passed as people count them, and what has no place comes last', () => {
    const places = ['B-12-1', null, 'b-2-3', 'A-10', 'A-9', 'B-2-11', 'Z'];
    expect([...places].sort(comparePlaces)).toEqual(['A-9', 'A-10', 'b-2-3', 'B-2-11', 'B-12-1', 'Z', null]);
  });
});

const line = (number: number, sku: string, place: string | null): WorkView['lines'][number] => ({ line: number, sku, name: sku, picture: null, brand: null, options: {}, gtins: [], place, quantity: 1, toPick: 1, picked: 0, packed: 0, gone: 0, putBack: 0 });
const work = (id: string, lines: WorkView['lines']): WorkView => ({ id, number: id, order: 'o', orderNumber: id, delivery: 1, location: 'utrecht', kind: 'ship', destination: null, destinationName: null, onHold: false, dueAt: null, promisedBy: null, acceptedBy: null, shelf: null, lines, scans: [], parcels: [], can: [] });

describe('a walk', () => {
  it('passes each place once, with one product for several totes together', () => {
    const walk = walkOf([work('w1', [line(1, 'boot', 'C-1'), line(2, 'shoe', 'A-2')]), work('w2', [line(1, 'sock', 'A-2'), line(2, 'shoe', 'A-2'), line(3, 'lace', null)])]);
    expect(walk.works.map(({ id, tote }) => [id, tote])).toEqual([['w1', 1], ['w2', 2]]);
    expect(walk.stops.map(({ place, sku, tote, line: of }) => [place, sku, tote, of])).toEqual([['A-2', 'shoe', 1, 2], ['A-2', 'shoe', 2, 2], ['A-2', 'sock', 2, 1], ['C-1', 'boot', 1, 1], [null, 'lace', 2, 3]]);
  });
});
