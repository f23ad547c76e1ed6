/** Pure: which goods an event took from what may be promised and which it gave back, and which units lose a reservation whose goods are gone. */
import { bucketOf, unitsIn, unitsOf } from '../books/index.ts';
import type { JournalEvent, NewEvent, StockState, Stream } from '../books/index.ts';
import type { OrderEvents } from './types.ts';

export interface StockTouched {
  /** Balances that goods were taken from by a fact, so that reservations may have lost theirs. */
  lost: { sku: string; location: string; state: StockState }[];
  /** SKUs of which more may be promised somewhere. */
  gained: string[];
}

const FREED = new Set(['open', 'waiting', 'cancelled']);

/** What an event means for others who want or hold the same goods. `skuOf` tells the SKU of a line of the event's order. */
export function touched(event: JournalEvent, skuOf: ReadonlyMap<number, string>): StockTouched {
  const lost = new Map<string, StockTouched['lost'][number]>();
  const gained = new Set<string>();
  const lose = (sku: string, location: string, state: StockState): void => { lost.set(`${sku} ${location} ${state}`, { sku, location, state }); };
  for (const { sku, from, to } of event.moves.stock ?? []) {
    // What is expected has its own reaction: nobody can count it.
    if (!('outside' in from) && from.state !== 'expected') lose(sku, from.location, from.state);
    if (!('outside' in to) && to.state === 'sellable') gained.add(sku);
  }
  for (const { line, from, to } of event.moves.units ?? []) {
    const sku = skuOf.get(line);
    if (sku === undefined || from === null) continue;
    if (from.stage === 'allocated' && FREED.has(to.stage)) gained.add(sku);
    if (from.stage === 'open' && to.stage === 'collected' && to.location !== null) lose(sku, to.location, 'sellable');
  }
  return { lost: [...lost.values()], gained: [...gained] };
}

/** Whether `touched` needs to know the SKUs of lines for this event. */
export const touchesUnits = (event: JournalEvent): boolean =>
  (event.moves.units ?? []).some(({ from, to }) => (from?.stage === 'allocated' && FREED.has(to.stage)) || (from?.stage === 'open' && to.stage === 'collected'));

/** Takes up to n units of a SKU that are allocated at a location, and not yet picked, back to open: their goods are not there. */
export function breakReservations(stream: Stream, sku: string, location: string, n: number): NewEvent<'ReservationBroken', OrderEvents['ReservationBroken']>[] {
  const units = unitsOf(stream);
  const events: NewEvent<'ReservationBroken', OrderEvents['ReservationBroken']>[] = [];
  let left = n;
  for (const held of unitsIn(units, { stage: 'allocated' })) {
    if (left === 0 || held.location !== location || held.holder === null || units.lines.get(held.line)?.sku !== sku) continue;
    const quantity = Math.min(left, held.n);
    left -= quantity;
    events.push({
      type: 'ReservationBroken', data: { fulfilment: held.holder, location, delivery: held.delivery, line: held.line, sku, quantity },
      moves: { units: [{ line: held.line, delivery: held.delivery, n: quantity, from: bucketOf(held), to: { stage: 'open', holder: null, location: null } }] },
    });
  }
  return events;
}
