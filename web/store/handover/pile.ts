/** Pure: the piles of a location, and what a scanned parcel is to the pile that is being counted. */
import type { Answer } from '../../api/client.ts';

export type Parcel = Answer<'listParcels'>['parcels'][number];

export interface Pile { carrier: string; name: string; parcels: Parcel[] }

/** One pile per carrier, in the order of their names. */
export function pilesOf(parcels: readonly Parcel[]): Pile[] {
  const piles = new Map<string, Pile>();
  for (const parcel of parcels) {
    if (parcel.carrier === null) continue;
    const pile = piles.get(parcel.carrier) ?? { carrier: parcel.carrier, name: parcel.carrierName ?? parcel.carrier, parcels: [] };
    pile.parcels.push(parcel);
    piles.set(parcel.carrier, pile);
  }
  return [...piles.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A barcode as scanners and labels write it: without spaces, in capitals. */
export const plain = (code: string): string => code.replaceAll(/\s/g, '').toUpperCase();

export type Found = { kind: 'ticked' | 'again' | 'unsecured' | 'held'; parcel: Parcel } | { kind: 'other'; parcel: Parcel } | { kind: 'elsewhere' };

/** What a scan means to the pile of one carrier; `elsewhere` asks the server, which knows every parcel. */
export function find(parcels: readonly Parcel[], carrier: string, ticked: ReadonlySet<string>, code: string): Found {
  const parcel = parcels.find((one) => one.barcode !== null && plain(one.barcode) === plain(code));
  if (!parcel) return { kind: 'elsewhere' };
  if (parcel.carrier !== carrier) return { kind: 'other', parcel };
  if (parcel.unsecured) return { kind: 'unsecured', parcel };
  if (parcel.held) return { kind: 'held', parcel };
  return { kind: ticked.has(parcel.id) ? 'again' : 'ticked', parcel };
}

/** Strokes as the server takes them: moves and lines in a field of 600 × 200, with one decimal at most. */
export function pathOf(strokes: readonly (readonly (readonly [x: number, y: number])[])[], width: number, height: number): string | null {
  const within = (value: number, size: number, most: number): string => String(Math.round(Math.min(Math.max(value / size, 0), 1) * most * 10) / 10);
  const path = strokes.filter((stroke) => stroke.length > 1).map((stroke) => stroke.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${within(x, width, 600)} ${within(y, height, 200)}`).join(' ')).join(' ');
  return path === '' ? null : path;
}
