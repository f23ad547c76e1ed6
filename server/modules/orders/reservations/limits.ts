/** Pure: how much may be kept for people who have not paid, and how many reservations one may have open. */
import { fold, unitsIn, unitsOf } from '../../books/index.ts';
import type { Stream } from '../../books/index.ts';
import type { World } from '../../sourcing/index.ts';
import { orderSlice } from '../state.ts';
import type { ReservationPolicy } from './policy.ts';
import { reservationProblems } from './problems.ts';

/** Refuses more of a product than one reservation may have. */
export function refuseTooMany(lines: readonly { sku: string; quantity: number }[], { perSku }: Pick<ReservationPolicy, 'perSku'>): void {
  const wanted = new Map<string, number>();
  for (const { sku, quantity } of lines) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
  for (const [sku, quantity] of wanted) {
    if (quantity > perSku) throw reservationProblems.too_many({ detail: `${quantity} × ${sku}: without paying ${perSku} of a product can be reserved. Order the others, or come and buy them.`, found: quantity, expected: perSku, field: 'lines' });
  }
}

/** Refuses what the store could not reserve: a reservation waits for nothing. */
export function refuseNotThere(stream: Stream, location: string): void {
  const units = unitsOf(stream);
  for (const { line, name, sku, quantity } of fold(stream, orderSlice).lines.values()) {
    const there = unitsIn(units, { line, stage: 'allocated' }).reduce((sum, one) => sum + (one.location === location ? one.n : 0), 0);
    if (there < quantity) throw reservationProblems.not_there({ detail: `${location} has ${there} of ${name} that can be reserved now, ${quantity} asked.`, found: quantity, expected: there, field: `lines[${line - 1}].quantity`, errors: [{ field: `lines[${line - 1}].sku`, detail: sku ?? '' }] });
  }
}

/** What a reservation asks of each product. */
export function wantedOf(stream: Stream): Map<string, number> {
  const wanted = new Map<string, number>();
  for (const { sku, quantity } of fold(stream, orderSlice).lines.values()) if (sku !== null) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
  return wanted;
}

/** Of a store's goods only a part may be kept for people who have not paid; one unit always may. `reserved`: what is kept there by product already. */
export function refuseShare(wanted: ReadonlyMap<string, number>, reserved: ReadonlyMap<string, number>, world: World, location: string, { shareOfStock }: Pick<ReservationPolicy, 'shareOfStock'>): void {
  for (const [sku, quantity] of wanted) {
    const before = reserved.get(sku) ?? 0;
    const there = world.balances.find((balance) => balance.sku === sku && balance.location === location && balance.state === 'sellable')?.quantity ?? 0;
    const most = Math.max(1, Math.floor((there * shareOfStock) / 100));
    if (before + quantity > most) throw reservationProblems.too_many({ detail: `Of ${sku} ${location} keeps at most ${most} for reservations; ${before === 0 ? 'none is' : `${before} ${before === 1 ? 'is' : 'are'}`} reserved already.`, found: quantity, expected: Math.max(0, most - before), field: 'lines' });
  }
}

/** The first place that a subject has left; refused when it has none. */
export function freePlace(taken: readonly number[], most: number, whose: string): number {
  const free = Array.from({ length: most }, (_none, index) => index + 1).find((n) => !taken.includes(n));
  if (free === undefined) throw reservationProblems.too_many_open({ detail: `${whose === 'this connection' ? 'From this connection' : 'For this e-mail address'} ${most} ${most === 1 ? 'reservation is' : 'reservations are'} open already. Buy or cancel one first.`, found: taken.length, expected: most });
  return free;
}
