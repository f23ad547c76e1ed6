/** The laws of the three books over a whole shop, worked out apart from the code that keeps them. */
import { expect } from 'vitest';
import { newId } from '../../server/kernel/ids.ts';
import { fold, moneyOf, unitsIn, unitsOf, violated } from '../../server/modules/books/index.ts';
import type { Stream } from '../../server/modules/books/index.ts';
import { moneyEvents } from '../../server/modules/orders/rules.ts';
import { orderSlice } from '../../server/modules/orders/state.ts';
import { SKUS } from '../support/shop.ts';
import type { Shop } from '../support/shop.ts';
import { receiptsOf, waitingForReceipt } from '../support/steps-supply.ts';
import type { StockModel } from '../support/stock-model.ts';

/** What the n-th units of a line cost when the larger shares come first, unit by unit. */
export function priceOfFirst(total: number, quantity: number, n: number): number {
  let sum = 0;
  for (let unit = 0; unit < n; unit += 1) sum += Math.floor(total / quantity) + (unit < total % quantity ? 1 : 0);
  return sum;
}

/** Units of a line that are owed for no more though they are still out: those of each parcel whose money went back or that was sent again, less what of them came back since. */
export function freeOf(stream: Stream, line: number): number {
  const free = new Map<string, number>();
  for (const event of stream.events) {
    if (event.type === 'ItemsCredited') {
      const { parcel, lines } = event.data as { parcel: string; lines: { line: number; quantity: number }[] };
      for (const one of lines) if (one.line === line) free.set(parcel, (free.get(parcel) ?? 0) + one.quantity);
    }
    for (const move of event.moves.units ?? []) {
      const holder = move.from?.holder ?? '';
      if (move.line === line && move.to.stage === 'returned') free.set(holder, Math.max(0, (free.get(holder) ?? 0) - move.n));
    }
  }
  return [...free.values()].reduce((sum, n) => sum + n, 0);
}

/** Every unit stands in one bucket; what is due is the price of the units that were neither cancelled nor brought back, and the charges left. */
export function expectOrderWhole(id: string, stream: Stream): void {
  const order = fold(stream, orderSlice);
  const units = unitsOf(stream);
  let due = 0;
  for (const line of order.lines.values()) {
    const held = unitsIn(units, { line: line.line });
    expect(held.reduce((sum, one) => sum + one.n, 0), `units of line ${line.line} of ${id}`).toBe(line.quantity);
    const gone = held.filter((one) => one.stage === 'cancelled' || one.stage === 'returned').reduce((sum, one) => sum + one.n, 0);
    due += priceOfFirst(line.total, line.quantity, line.quantity - gone - freeOf(stream, line.line));
  }
  for (const charge of order.charges.values()) due += charge.total - (order.waived.get(charge.ref) ?? 0);
  const money = moneyOf(stream);
  expect(money.due, `due of ${id}`).toBe(due);
  for (const payment of money.payments.values()) expect(violated(payment), `payment of ${id}`).toBeNull();
}

/** Nothing more would be asked of an operator: settling twice asks once. Not so after a refusal, which waits for a person. */
export function expectSettled(id: string, stream: Stream): void {
  // What is said about work that somebody outside does, or of when goods come or are ready, asks nothing of anybody's money.
  const last = stream.events.findLast(({ type }) => !type.startsWith('Work') && !['PromiseChanged', 'SupplyOverdue', 'DeliveryReady'].includes(type))?.type;
  if (last === 'RefundFailed' || last === 'CaptureFailed') return;
  expect(moneyEvents(stream, 'again', newId).map((event) => [event.type, (event.data as { amount: number }).amount]), `money of ${id} after it was settled`).toEqual([]);
}

/** Balances are the sums of their movements, and what is reserved or broken is what the units hold. */
export function expectStockWhole(shop: Shop, model: StockModel): void {
  const held = new Map<string, number>();
  const places: Partial<Record<string, string>> = { allocated: 'sellable', picked: 'picked', packed: 'picked', ready: 'picked', in_transfer: 'in_transit', waiting: 'expected' };
  for (const stream of shop.streams.values()) {
    for (const one of unitsOf(stream).buckets.values()) {
      const sku = unitsOf(stream).lines.get(one.line)?.sku;
      const state = places[one.stage];
      if (!sku || state === undefined || (one.stage === 'waiting' && one.location === null)) continue;
      const key = `${sku} ${one.location} ${state}`;
      held.set(key, (held.get(key) ?? 0) + one.n);
    }
  }
  for (const key of new Set([...held.keys(), ...model.balances.keys(), ...model.moved.keys()])) {
    const balance = model.balances.get(key);
    expect(balance?.quantity ?? 0, `balance of ${key}`).toBe(model.moved.get(key) ?? 0);
    expect((balance?.reserved ?? 0) + (balance?.broken ?? 0), `reservations of ${key}`).toBe(held.get(key) ?? 0);
    expect(balance?.reserved ?? 0).toBeLessThanOrEqual(balance?.quantity ?? 0);
    const kept = [...model.kept.values()].reduce((sum, one) => sum + (`${one.sku} ${one.location} sellable` === key ? one.promised + one.others : 0), 0);
    expect(balance?.kept_back ?? 0, `kept back of ${key}`).toBe(kept);
  }
}

/** No promise without supply: of no receipt wait more units than still come of it or are kept for them. For after everybody who lost it was planned again. */
export function expectSupplyWhole(shop: Shop, model: StockModel): void {
  for (const { stream, expected } of receiptsOf(shop)) {
    for (const sku of SKUS) expect(waitingForReceipt(shop, stream.id, sku), `units that wait for ${sku} of ${stream.id}`).toBeLessThanOrEqual((expected.lines.get(sku)?.outstanding ?? 0) + (model.kept.get(`${stream.id} ${sku}`)?.promised ?? 0));
  }
  for (const one of model.kept.values()) expect(one.others + Math.max(0, one.promised - waitingForReceipt(shop, one.cause, one.sku)), `kept for nobody of ${one.sku}`).toBe(0);
}
