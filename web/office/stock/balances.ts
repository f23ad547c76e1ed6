/** Balances by location and state, as rows of a table with a column per state. Pure. */
import type { Answer } from '../../api/client.ts';

type Balance = Answer<'getStockAt'>['balances'][number];

/** Null is not known. */
export interface PlaceRow { location: string; sellable: number; picked: number; in_transit: number; expected: number; damaged: number; quarantine: number; reserved: number | null; broken: number | null; keptBack: number | null; available: number | null }

const none = (location: string): PlaceRow => ({ location, sellable: 0, picked: 0, in_transit: 0, expected: 0, damaged: 0, quarantine: 0, reserved: 0, broken: 0, keptBack: 0, available: 0 });

type State = 'sellable' | 'picked' | 'in_transit' | 'expected' | 'damaged' | 'quarantine';

/** One row per location; what is promised is that of the sellable goods. The one with most to promise first. */
export function placesOf(balances: readonly Balance[]): PlaceRow[] {
  const rows = new Map<string, PlaceRow>();
  for (const { location, state, quantity, reserved, broken, keptBack, available } of balances) {
    const row = rows.get(location) ?? none(location);
    rows.set(location, row);
    row[state as State] = quantity;
    if (state === 'sellable') Object.assign(row, { reserved, broken, keptBack, available });
  }
  return [...rows.values()].sort((a, b) => b.sellable - a.sellable || (a.location < b.location ? -1 : 1));
}

const plus = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

/** All locations together; what is not known of one is not known of all. */
export function totalOf(rows: readonly PlaceRow[]): PlaceRow {
  return rows.reduce((sum, row) => ({
    location: '', sellable: sum.sellable + row.sellable, picked: sum.picked + row.picked, in_transit: sum.in_transit + row.in_transit, expected: sum.expected + row.expected, damaged: sum.damaged + row.damaged, quarantine: sum.quarantine + row.quarantine,
    reserved: plus(sum.reserved, row.reserved), broken: plus(sum.broken, row.broken), keptBack: plus(sum.keptBack, row.keptBack), available: plus(sum.available, row.available),
  }), none(''));
}
