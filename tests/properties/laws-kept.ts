/** Laws about what was said and kept: goods kept for somebody are given up as they take them, who said no is not asked again, and nobody reserves more than they may. */
import type { Instant } from '../../server/kernel/clock.ts';
import { expect } from 'vitest';
import type { Change } from '../../server/kernel/change.ts';
import { fold, parseEvent, unitsIn, unitsOf } from '../../server/modules/books/index.ts';
import type { Balance, JournalEvent, Kept, Stream } from '../../server/modules/books/index.ts';
import { floorSlice } from '../../server/modules/fulfilment/types.ts';
import type { FulfilmentEvents } from '../../server/modules/fulfilment/types.ts';
import type { ExpectedEvents } from '../../server/modules/inventory/expected.ts';
import { orderSlice } from '../../server/modules/orders/index.ts';
import type { OrderEvents } from '../../server/modules/orders/index.ts';
import type { FulfilmentAssigned } from '../../server/modules/sourcing/events.ts';
import type { Shop } from '../support/shop.ts';
import { POLICY, reservationOf, reservedAt } from '../support/steps-reserve.ts';
import { receiptsOf, waitingForReceipt } from '../support/steps-supply.ts';
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

/** Goods that came for those who were promised them are kept for them from that moment. */
export function expectKept(change: Change, shop: Shop, before: ReadonlyMap<string, Kept>, after: ReadonlyMap<string, Kept>): void {
  for (const { row } of change.rows.get('books.event')?.entries.values() ?? []) {
    if (row.type !== 'ExpectedReceiptReceived') continue;
    for (const { sku, good } of (parseEvent(Number(row.seq), String(row.body)).data as ExpectedEvents['ExpectedReceiptReceived']).lines) {
      const key = `${String(row.stream_id)} ${sku}`;
      const promised = before.get(key)?.promised ?? 0;
      expect((after.get(key)?.promised ?? 0) - promised, `kept of ${good} that came of ${key}`).toBe(Math.min(good, Math.max(0, waitingForReceipt(shop, String(row.stream_id), sku) - promised)));
    }
  }
}

/** Only what lost its goods is taken back to be planned again, and not more of it than was lost. */
export function expectOnlyBroken(change: Change, before: ReadonlyMap<string, Balance>): void {
  const taken = new Map<string, number>();
  for (const { row } of change.rows.get('books.event')?.entries.values() ?? []) {
    if (row.type !== 'ReservationBroken') continue;
    const { data, moves } = parseEvent(Number(row.seq), String(row.body)) as JournalEvent & { data: { sku: string; location: string; quantity: number } };
    for (const { from, n } of moves.units ?? []) expect([from?.location, n]).toEqual([data.location, data.quantity]);
    const key = `${data.sku} ${data.location} sellable`;
    taken.set(key, data.quantity + (taken.get(key) ?? 0));
  }
  for (const [key, n] of taken) expect(n, `taken back of ${key}`).toBeLessThanOrEqual(before.get(key)?.broken ?? 0);
}

/** Who waits loses no more of a receipt than does not come. */
export function expectOnlyLost(change: Change, shop: Shop, kept: ReadonlyMap<string, Kept>): void {
  const lost = new Map<string, { receipt: string; sku: string; n: number }>();
  for (const { row } of change.rows.get('books.event')?.entries.values() ?? []) {
    const stream = shop.streams.get(String(row.stream_id));
    if (row.type !== 'SupplyLost' || !stream) continue;
    const { data, moves } = parseEvent(Number(row.seq), String(row.body)) as JournalEvent & { data: OrderEvents['SupplyLost'] };
    for (const { line, n } of moves.units ?? []) {
      const sku = unitsOf(stream).lines.get(line)?.sku ?? '';
      lost.set(`${data.receipt} ${sku}`, { receipt: data.receipt, sku, n: n + (lost.get(`${data.receipt} ${sku}`)?.n ?? 0) });
    }
  }
  for (const { receipt, sku, n } of lost.values()) {
    const comes = receiptsOf(shop).find(({ stream }) => stream.id === receipt)?.expected.lines.get(sku)?.outstanding ?? 0;
    expect(n, `lost of ${sku} of receipt ${receipt}`).toBeLessThanOrEqual(waitingForReceipt(shop, receipt, sku) - comes - (kept.get(`${receipt} ${sku}`)?.promised ?? 0));
  }
}

/** What is expected is what receipts still bring; what lies in hand is what orders hold there, or is to be put back. */
export function expectPlaces(shop: Shop, model: StockModel): void {
  const says = new Map<string, number>();
  const add = (key: string, n: number): void => { says.set(key, n + (says.get(key) ?? 0)); };
  for (const { expected } of receiptsOf(shop)) for (const [sku, { outstanding }] of expected.lines) add(`${sku} ${expected.location} expected`, outstanding);
  for (const id of shop.orders) {
    const stream = shop.streams.get(id);
    if (!stream) continue;
    const units = unitsOf(stream);
    const skuOf = (line: number): string | null => units.lines.get(line)?.sku ?? null;
    for (const { line, location, n } of unitsIn(units, { stage: ['picked', 'packed', 'ready'] })) if (skuOf(line) !== null) add(`${skuOf(line)} ${location} picked`, n);
    for (const { putBack } of fold(stream, floorSlice).fulfilments.values()) for (const { line, location, quantity } of putBack) if (skuOf(line) !== null) add(`${skuOf(line)} ${location} picked`, quantity);
  }
  for (const [key, { quantity, state }] of model.balances) if (state === 'expected' || state === 'picked') expect(quantity, `of ${key}`).toBe(says.get(key) ?? 0);
  for (const [key, n] of says) expect(model.balances.get(key)?.quantity ?? 0, `of ${key}`).toBe(n);
}

/** Who said that they cannot deliver a line is not given it again before they are asked again at all, unless somebody does so by hand. */
export function expectNotAskedAgain(id: string, stream: Stream): void {
  /** Until when; null is for good. */
  const said = new Map<string, Instant | null>();
  for (const { type, data, recordedAt } of stream.events) {
    if (type === 'ItemsShorted') {
      const { location, line, delivery, excludedUntil } = data as FulfilmentEvents['ItemsShorted'];
      said.set(`${location} ${line} ${delivery}`, excludedUntil);
    }
    if (type !== 'FulfilmentAssigned') continue;
    const { location, delivery, lines, parent } = data as FulfilmentAssigned;
    if (parent !== undefined) continue;
    for (const { line } of lines) {
      const until = said.get(`${location} ${line} ${delivery}`);
      expect(until === undefined || (until !== null && until <= recordedAt), `${location} said no to line ${line} of ${id}, and is asked again at ${recordedAt}`).toBe(true);
    }
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
