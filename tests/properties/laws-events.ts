/** Laws over what an order's new events say, and how it stands after them: nothing left unplanned, ready when all is there, captured when it left, voided wholly, moved as the reason says. */
import { expect } from 'vitest';
import { fold, moneyOf, paidNet, STILL_HERE, unitsIn, unitsOf } from '../../server/modules/books/index.ts';
import type { JournalEvent, Stream } from '../../server/modules/books/index.ts';
import { DEFAULT_SHORT_REASONS, floorSlice } from '../../server/modules/fulfilment/types.ts';
import type { FulfilmentEvents } from '../../server/modules/fulfilment/types.ts';
import { zoneDate } from '../../server/modules/locations/index.ts';
import type { OrderEvents } from '../../server/modules/orders/index.ts';
import { orderSlice } from '../../server/modules/orders/state.ts';
import type { ParcelPacked } from '../../server/modules/shipping/types.ts';
import { CALENDAR, PARTNER } from '../support/shop.ts';
import type { Shop } from '../support/shop.ts';
import { POLICY } from '../support/steps-reserve.ts';
import { receiptsOf, waitingForReceipt } from '../support/steps-supply.ts';
import type { StockModel } from '../support/stock-model.ts';
import { freeOf, priceOfFirst } from './laws.ts';

const HOUR = 3_600_000;
const sum = (of: readonly { n: number }[]): number => of.reduce((total, { n }) => total + n, 0);
const quantityOf = (of: readonly { quantity: number }[]): number => of.reduce((total, { quantity }) => total + quantity, 0);

/** What is wanted and nobody holds back is given to somebody, waits, or is cancelled: it does not lie about. */
function expectPlanned(stream: Stream): void {
  const { holds, opening, lines, deliveries } = fold(stream, orderSlice);
  if (holds.size > 0 || opening) return;
  const open = unitsIn(unitsOf(stream), { stage: 'open' }).filter(({ line, delivery }) => lines.get(line)?.kind === 'goods' && deliveries.get(delivery)?.kind !== 'carry_out');
  expect(open, `of ${stream.id} planned nowhere after ${stream.events.slice(-6).map(({ type }) => type).join(', ')}`).toEqual([]);
}

/** A pickup is ready where it is collected, when all of it that is still wanted lies there and nobody holds it, and not before. */
function expectReady(stream: Stream): void {
  for (const { delivery, kind, location } of fold(stream, orderSlice).deliveries.values()) {
    const ready = unitsIn(unitsOf(stream), { delivery, stage: 'ready' });
    for (const held of ready) expect([kind, held.location], `ready of ${stream.id}`).toEqual(['pickup', location]);
    const here = unitsIn(unitsOf(stream), { delivery, stage: STILL_HERE });
    const all = kind === 'pickup' && here.length > 0 && here.every((held) => held.location === location && (held.stage === 'picked' || held.stage === 'ready'));
    if (all && ready.length === 0 && fold(stream, orderSlice).holds.size === 0) expect(fold(stream, floorSlice).ready.has(delivery), `delivery ${delivery} of ${stream.id} lies at ${location ?? ''} and is not ready after ${stream.events.slice(-6).map(({ type }) => type).join(', ')}`).toBe(true);
  }
}

/** The units of an order as an event found them. */
function unitsBefore(stream: Stream, event: JournalEvent): ReturnType<typeof unitsOf> {
  return unitsOf({ ...stream, events: stream.events.filter(({ seq }) => seq < event.seq), folded: new Map() });
}

/** Shipping of which nothing is delivered is not paid: a charge goes with the last goods that it was for. */
function expectChargesGo(stream: Stream): void {
  const { charges, waived, splits } = { splits: [...fold(stream, orderSlice).deliveries.values()].some(({ splitFrom }) => splitFrom !== undefined), ...fold(stream, orderSlice) };
  if (splits) return;
  for (const { ref, delivery, total } of charges.values()) {
    const held = unitsIn(unitsOf(stream), delivery === null ? {} : { delivery });
    if (held.length > 0 && held.every(({ stage }) => stage === 'cancelled')) expect(waived.get(ref) ?? 0, `taken off of ${ref} of ${stream.id}, of which everything was cancelled`).toBe(total);
  }
}

/** What was rung up by mistake leaves nothing: no goods, nothing owed; on the day of the sale, and before anything of it left. */
function expectVoided(stream: Stream, event: JournalEvent): void {
  const { placedAt } = fold(stream, orderSlice);
  expect(zoneDate(event.occurredAt, CALENDAR.zone), `the day on which ${stream.id} was voided`).toBe(zoneDate(placedAt, CALENDAR.zone));
  expect(unitsIn(unitsBefore(stream, event), { stage: ['shipped', 'at_pickup_point', 'in_transfer', 'returning', 'lost'] }), `of ${stream.id} had left when it was voided`).toEqual([]);
  // Of what somebody outside has taken up it is asked whether it can be stopped.
  expect(unitsIn(unitsOf(stream), {}).filter(({ stage, location }) => stage !== 'cancelled' && stage !== 'returned' && location !== PARTNER), `left of ${stream.id} after it was voided`).toEqual([]);
}

/** Of what is captured later nothing is taken for goods that have not left. */
function expectLeft(stream: Stream): void {
  let here = 0;
  for (const { line, total, quantity } of fold(stream, orderSlice).lines.values()) {
    const gone = sum(unitsIn(unitsOf(stream), { line, stage: ['cancelled', 'returned'] })) + freeOf(stream, line);
    here += priceOfFirst(total, quantity, quantity - gone) - priceOfFirst(total, quantity, quantity - gone - sum(unitsIn(unitsOf(stream), { line, stage: STILL_HERE })));
  }
  expect(paidNet(moneyOf(stream)), `taken of ${stream.id}, of which goods of ${here} are still here`).toBeLessThanOrEqual(Math.max(0, moneyOf(stream).due - here));
}

/** What waits for a receipt is promised from what comes of it. */
function expectSupplyThere(shop: Shop, model: StockModel, { supply = [] }: OrderEvents['ItemsWaiting'], stream: Stream): void {
  for (const { receipt, line } of supply) {
    const sku = fold(stream, orderSlice).lines.get(line)?.sku ?? '';
    const comes = receiptsOf(shop).find((one) => one.stream.id === receipt)?.expected.lines.get(sku)?.outstanding ?? 0;
    expect(waitingForReceipt(shop, receipt, sku), `promised of ${sku} of receipt ${receipt}`).toBeLessThanOrEqual(comes + (model.kept.get(`${receipt} ${sku}`)?.promised ?? 0));
  }
}

/** What a parcel holds is what is said of it, and it goes to somebody's home or a carrier's point. */
function expectPacked(stream: Stream, event: JournalEvent): void {
  const { lines, fulfilment } = event.data as ParcelPacked;
  expect(sum(event.moves.units ?? []), `packed of ${stream.id}`).toBe(quantityOf(lines));
  expect(fold(stream, floorSlice).fulfilments.get(fulfilment)?.kind, `the work that ${stream.id} was packed for`).toBe('ship');
}

/** What cannot be delivered goes where its reason says, as far as the books have it. */
function expectShorted(model: StockModel, event: JournalEvent): void {
  const { reason, sku, location, quantity } = event.data as FulfilmentEvents['ItemsShorted'];
  const known = DEFAULT_SHORT_REASONS.find(({ code }) => code === reason);
  if (!known) return;
  const stock = event.moves.stock ?? [];
  const where = known.stock === 'missing' ? { outside: 'missing' } : { location, state: known.stock };
  for (const { from, to } of stock) expect([from, to], `${reason} at ${location}`).toEqual([{ location, state: 'sellable' }, where]);
  if (known.stock === 'keep') return expect(stock).toEqual([]);
  if (sum(stock) < quantity) expect(model.balances.get(`${sku} ${location} sellable`)?.quantity ?? 0, `left of ${sku} at ${location}, of which ${quantity} were ${reason} and ${sum(stock)} were taken off`).toBe(0);
}

/** A scan counts once, for as many as were counted by it. */
function expectCountedOnce(stream: Stream, event: JournalEvent): void {
  const { scans, lines } = event.data as FulfilmentEvents['ItemsPicked'];
  expect([quantityOf(scans), quantityOf(lines)], `picked of ${stream.id}`).toEqual(Array.from({ length: 2 }, () => sum(event.moves.units ?? [])));
  const before = new Set(stream.events.flatMap(({ seq, type, data }) => (type === 'ItemsPicked' && seq < event.seq ? (data as FulfilmentEvents['ItemsPicked']).scans.map(({ scan }) => scan) : [])));
  expect(scans.filter(({ scan }) => before.has(scan)), `counted again of ${stream.id}`).toEqual([]);
}

/** A reservation holds longer each time, within the policy and the next closing; who is reminded is reminded once; and what is bought ends it. */
function expectReservationKept(stream: Stream, event: JournalEvent): void {
  const terms = (one: JournalEvent): string[] => (one.seq < event.seq && (one.type === 'ReservationExtended' || one.type === 'OrderPlaced') ? [(one.data as { until?: string; reservation?: { until: string } }).until ?? (one.data as OrderEvents['OrderPlaced']).reservation?.until ?? ''] : []);
  if (event.type === 'ReservationExtended') {
    const { until } = event.data as OrderEvents['ReservationExtended'];
    expect(until > (stream.events.flatMap(terms).at(-1) ?? ''), `reservation ${stream.id} extended to ${until}`).toBe(true);
    // A night, and a Sunday, may lie before the next closing.
    expect(Date.parse(until) - Date.parse(event.recordedAt), `hours that reservation ${stream.id} is kept`).toBeLessThanOrEqual((POLICY.mostHours + 48) * HOUR);
  } else if (event.type === 'ReservationReminded') {
    const since = stream.events.findLastIndex(({ seq, type }) => seq < event.seq && (type === 'ReservationExtended' || type === 'OrderPlaced'));
    expect(stream.events.slice(since).filter(({ type }) => type === 'ReservationReminded').length, `reminders of ${stream.id}`).toBe(1);
  } else expect(unitsIn(unitsOf(stream), { stage: STILL_HERE }), `kept of reservation ${stream.id} after it was bought`).toEqual([]);
}

/** All of these over an order that something happened to. */
export function expectRightEvents(shop: Shop, model: StockModel, stream: Stream, since: number): void {
  const fresh = stream.events.filter(({ seq }) => seq > since);
  for (const event of fresh) {
    switch (event.type) {
      case 'ItemsWaiting': expectSupplyThere(shop, model, event.data as OrderEvents['ItemsWaiting'], stream); break;
      case 'ItemsPicked': expectCountedOnce(stream, event); break;
      case 'ItemsShorted': expectShorted(model, event); break;
      case 'ParcelPacked': expectPacked(stream, event); break;
      case 'SaleVoided': expectVoided(stream, event); break;
      case 'ReservationExtended': case 'ReservationReminded': case 'ReservationBought': expectReservationKept(stream, event); break;
    }
  }
  if (fresh.some(({ type }) => type === 'CaptureRequested')) expectLeft(stream);
  expectPlanned(stream);
  expectReady(stream);
  expectChargesGo(stream);
}
