/** Laws about what was said and kept: goods kept for somebody are given up as they take them, who said no is not asked again, and nobody reserves more than they may. */
import { expect } from 'vitest';
import type { Change } from '../../server/kernel/change.ts';
import { fold, parseEvent, unitsIn, unitsOf } from '../../server/modules/books/index.ts';
import type { Kept, Stream } from '../../server/modules/books/index.ts';
import type { FulfilmentEvents } from '../../server/modules/fulfilment/types.ts';
import { orderSlice } from '../../server/modules/orders/index.ts';
import type { FulfilmentAssigned } from '../../server/modules/sourcing/events.ts';
import type { Shop } from '../support/shop.ts';
import { POLICY, reservationOf, reservedAt } from '../support/steps-reserve.ts';
import type { StockModel } from '../support/stock-model.ts';

/** Of what was kept for those who waited for a receipt, as much is given up as they take of it there, in the same change. */
export function expectKeptGivenUp(change: Change, shop: Shop, before: ReadonlyMap<string, Kept>, after: ReadonlyMap<string, Kept>): void {
  const taken = new Map<string, number>();
  for (const { row } of change.rows.get('books.event')?.entries.values() ?? []) {
    const stream = shop.streams.get(String(row.stream_id));
    if (stream?.kind !== 'order') continue;
    for (const { line, n, from, to } of parseEvent(Number(row.seq), String(row.body)).moves.units ?? []) {
      const key = `${from?.holder ?? ''} ${unitsOf(stream).lines.get(line)?.sku ?? ''}`;
      if (from?.stage === 'waiting' && to.stage === 'allocated' && before.get(key)?.location === to.location) taken.set(key, n + (taken.get(key) ?? 0));
    }
  }
  for (const [key, n] of taken) {
    const promised = before.get(key)?.promised ?? 0;
    expect(promised - (after.get(key)?.promised ?? 0), `given up of ${promised} kept of ${key}, ${n} taken`).toBeGreaterThanOrEqual(Math.min(promised, n));
  }
}

/** Who said that they cannot deliver a line is not given it again, unless somebody does so by hand. */
export function expectNotAskedAgain(id: string, stream: Stream): void {
  const said = new Set<string>();
  for (const { type, data } of stream.events) {
    if (type === 'ItemsShorted') {
      const { location, line, delivery } = data as FulfilmentEvents['ItemsShorted'];
      said.add(`${location} ${line} ${delivery}`);
    }
    if (type !== 'FulfilmentAssigned') continue;
    const { location, delivery, lines, parent } = data as FulfilmentAssigned;
    if (parent === undefined) for (const { line } of lines) expect(said.has(`${location} ${line} ${delivery}`), `${location} said no to line ${line} of ${id}, and is asked again`).toBe(false);
  }
}

/** A reservation that was made now is within the limits, and what it is of lies there for it. */
export function expectWithinLimits(shop: Shop, model: StockModel, made: Stream): void {
  const location = reservationOf(made)?.location ?? '';
  const kept = reservedAt(shop, location);
  const wanted = new Map<string, number>();
  for (const { line, sku, quantity } of fold(made, orderSlice).lines.values()) {
    wanted.set(sku ?? '', quantity + (wanted.get(sku ?? '') ?? 0));
    expect(unitsIn(unitsOf(made), { line, stage: 'allocated' }).reduce((sum, held) => sum + (held.location === location ? held.n : 0), 0), `there for line ${line} of ${made.id}`).toBe(quantity);
  }
  for (const [sku, n] of wanted) {
    expect(n, `of ${sku} in one reservation`).toBeLessThanOrEqual(POLICY.perSku);
    const lies = model.balances.get(`${sku} ${location} sellable`)?.quantity ?? 0;
    expect(kept.get(sku) ?? 0, `kept of ${lies} ${sku} at ${location}`).toBeLessThanOrEqual(Math.max(1, Math.floor((lies * POLICY.shareOfStock) / 100)));
  }
  const customer = shop.town.reservedBy.get(made.id);
  const open = [...shop.town.reservedBy].filter(([order, by]) => by === customer && (shop.streams.get(order)?.events.every(({ type }) => type !== 'ItemsCancelled' && type !== 'ReservationBought') ?? false));
  expect(open.length, `reservations of ${customer ?? ''} that nobody touched`).toBeLessThanOrEqual(POLICY.openPerCustomer);
}
