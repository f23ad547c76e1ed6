/** Counting a pile, and a signature as the server takes it. */
import { expect, it } from 'vitest';
import { find, pathOf, pilesOf } from './pile.ts';
import type { Parcel } from './pile.ts';

const parcel = (id: string, carrier: string | null, part: Partial<Parcel> = {}): Parcel => ({ id, number: 'L1', order: 'o', orderNumber: '1', fulfilment: 'f', location: 'utrecht', status: 'labelled', carrier, carrierName: carrier?.toUpperCase() ?? null, barcode: `3S${id}`, weightGrams: 900, problem: null, unsecured: false, held: false, manifest: null, packedAt: '', shippedAt: null, ...part });
const parcels = [parcel('A1', 'postnl'), parcel('B2', 'dhl'), parcel('C3', 'postnl', { unsecured: true }), parcel('D4', null), parcel('E5', 'postnl', { held: true })];

it('has a pile per carrier', () => { expect(pilesOf(parcels).map(({ carrier, parcels: of }) => [carrier, of.map(({ id }) => id)])).toEqual([['dhl', ['B2']], ['postnl', ['A1', 'C3', 'E5']]]); });

it.each<[string, string]>([['3SA1', 'ticked'], [' 3s a1', 'ticked'], ['3SB2', 'other'], ['3SC3', 'unsecured'], ['3SE5', 'held'], ['3SX', 'elsewhere'], ['', 'elsewhere']])('%s is %s', (code, kind) => {
  expect(find(parcels, 'postnl', new Set(), code).kind).toBe(kind);
});
it('counts a parcel once', () => { expect(find(parcels, 'postnl', new Set(['A1']), '3SA1').kind).toBe('again'); });

it.each<[[number, number][][], string | null]>([[[], null], [[[[1, 1]]], null], [[[[0, 0], [300, 100]], [[150, 50], [-5, 900]]], 'M0 0 L600 200 M300 100 L0 200'], [[[[100, 33.3], [200, 66.66]]], 'M200 66.6 L400 133.3']])('writes strokes as moves and lines', (strokes, path) => {
  expect(pathOf(strokes, 300, 100)).toBe(path);
});
