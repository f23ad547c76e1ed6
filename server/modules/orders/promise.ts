/** Pure but for the last: what an order is promised when it is placed, when its goods are expected by its work, and how the promise follows. */
import type { Change } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import { fold, unitsIn, unitsOf, waitsSomewhere } from '../books/index.ts';
import type { Books, NewEvent, RecordContext, Stream } from '../books/index.ts';
import { lateness, parcelsSlice } from '../shipping/index.ts';
import { arrivesIfGiven, assignedSlice, lastOf } from '../sourcing/index.ts';
import type { FulfilmentAssigned, World } from '../sourcing/index.ts';
import { orderSlice } from './state.ts';
import type { OrderDelivery, OrderEvents, PromiseCause } from './types.ts';
import { waitsFor } from './waiting.ts';

const isLater = (one: Instant, other: Instant): boolean => Date.parse(one) > Date.parse(other);

/** Of what has not left: when the last of it is there by the work that has it, and whether some of it has nobody. */
export interface Expected { at: Instant | null; waits: boolean }

/** What expectations go by: the moment, and when goods would be there if their work were given at it. */
export interface Again { now: Instant; arrives(delivery: OrderDelivery, location: string, leaves?: Instant | null): Instant | null }

export const againIn = (world: World, now: Instant): Again => ({
  now, arrives: ({ kind, country, location: store }, from, leaves = null) => (kind === 'ship' || kind === 'pickup' || kind === 'pickup_point' ? arrivesIfGiven({ kind, country, store: kind === 'pickup' ? store : null }, from, world, now, leaves) : null),
});

/** Work that was given before the address was changed: it arrives by the days of another one than was said then. */
const givenBefore = (stream: Stream, index: number): ReadonlySet<string> =>
  new Set(stream.events.slice(0, Math.max(0, index)).flatMap(({ type, data }) => (type === 'FulfilmentAssigned' ? [(data as FulfilmentAssigned).fulfilment] : [])));

/** When what a van carries is there: as was said; late, with the next van as if it left now; and when that has not brought it either, nobody knows. */
function onItsWay(work: readonly FulfilmentAssigned[], of: OrderDelivery, { now, arrives }: Again): Instant | null | 'unknown' {
  const last = work.reduce<FulfilmentAssigned | null>((latest, one) => (latest === null || one.arrivesAt === undefined || one.arrivesAt === null || (latest.arrivesAt != null && isLater(one.arrivesAt, latest.arrivesAt)) ? one : latest), null);
  if (last?.arrivesAt === undefined || last.arrivesAt === null) return null;
  const how = lateness(last.arrivesAt, now);
  return how === 'unknown' ? how : how === 'late' ? arrives(of, last.location) : last.arrivesAt;
}

/** When what is still here of a delivery is expected; null when its work does not say. Work that should have left by now leaves as if it were given now. */
export function expectedOf(stream: Stream, of: OrderDelivery, again: Again): Expected {
  const { delivery } = of;
  const order = fold(stream, orderSlice);
  const readdressed = givenBefore(stream, stream.events.findLastIndex(({ type, data }) => type === 'AddressChanged' && (data as { delivery: number }).delivery === delivery));
  const still = (one: FulfilmentAssigned | undefined): Instant | null => {
    if (one?.arrivesAt === undefined) return null;
    const latest = of.kind === 'pickup' && one.kind === 'pickup' ? one.arrivesAt : one.dueAt ?? one.arrivesAt;
    if (isLater(again.now, latest)) return again.arrives(of, one.location);
    return readdressed.has(one.fulfilment) && one.dueAt !== null ? again.arrives(of, one.location, one.dueAt) : one.arrivesAt;
  };
  const work = fold(stream, assignedSlice).fulfilments;
  const parcels = fold(stream, parcelsSlice);
  const comes = waitsFor(stream);
  const moments: (Instant | null)[] = [];
  let waits = false;
  for (const held of unitsIn(unitsOf(stream), { delivery, stage: ['open', 'waiting', 'allocated', 'picked', 'packed', 'in_transfer'] })) {
    if (order.lines.get(held.line)?.kind !== 'goods') continue;
    // What waits for an expected receipt is there when that has come; what waits for nothing in particular, or for one whose day is gone, nobody knows when.
    if (waitsSomewhere(held)) {
      const supply = comes.find(({ line, receipt }) => line === held.line && receipt === held.holder);
      if (supply?.overdue === true) waits = true;
      else moments.push(supply?.arrivesAt ?? null);
    }
    else if (held.stage === 'open' || held.stage === 'waiting') waits = true;
    // A van's load is not the work that filled it: of what it brings, the latest that was said of this line counts; of what came along unasked, the latest of all.
    else if (held.stage === 'in_transfer') {
      const vans = [...work.values()].filter((one) => one.delivery === delivery && one.kind === 'transfer');
      const told = vans.filter(({ lines }) => lines.some(({ line }) => line === held.line));
      const way = onItsWay(told.length > 0 ? told : vans, of, again);
      if (way === 'unknown') waits = true;
      else moments.push(way);
    }
    else {
      const holder = held.holder === null ? null : held.stage === 'packed' ? parcels.get(held.holder)?.fulfilment ?? null : held.holder;
      moments.push(still(holder === null ? undefined : work.get(holder)));
    }
  }
  return { at: lastOf(moments), waits };
}

/**
 * What is promised from now on: the first promise while it can be kept, else what is expected; nothing while some of it waits for supply.
 * `undefined` when there is nothing to go by.
 */
export function promiseNow(first: Instant | null, { at, waits }: Expected): Instant | null | undefined {
  if (waits) return null;
  if (at === null) return undefined;
  return first !== null && !isLater(at, first) ? first : at;
}

/** The changes of promise that follow from how the work of an order stands. */
export function promiseEvents(stream: Stream, cause: PromiseCause, again: Again): NewEvent<'PromiseChanged', OrderEvents['PromiseChanged']>[] {
  const order = fold(stream, orderSlice);
  // Work that was done before Spil knew the order was promised by somebody else.
  // A reservation lies ready or not; its end is all that was said of it.
  if (order.opening || order.reservation !== null) return [];
  return [...order.deliveries.values()].flatMap((of) => {
    const { delivery, promisedBy: from, promisedFirst = null } = of;
    const to = promiseNow(promisedFirst, expectedOf(stream, of, again));
    const same = to === undefined || to === from || (to !== null && from !== null && Date.parse(to) === Date.parse(from));
    return same ? [] : [{ type: 'PromiseChanged' as const, data: { delivery, from, to, cause } }];
  });
}

const CAUSES: Readonly<Record<string, PromiseCause>> = { ItemsShorted: 'short', ReservationBroken: 'broken', HoldReleased: 'held', LinesAdded: 'lines_added', AddressChanged: 'delivery_changed', DeliveryChanged: 'delivery_changed', FulfilmentReassigned: 'by_hand' };

/** What made it be planned: the last thing that happened to the order and asks for a plan. */
export function causeOf(stream: Stream): PromiseCause {
  const event = stream.events.findLast(({ type }) => type === 'OrderPlaced' || type in CAUSES);
  return CAUSES[event?.type ?? ''] ?? 'planned';
}

/** Records how the promises of an order change by how its work stands now. */
export function recordPromises(books: Books, change: Change, stream: Stream, world: World, cause: PromiseCause, context: RecordContext): void {
  const events = promiseEvents(stream, cause, againIn(world, context.now));
  if (events.length > 0) books.record(change, stream, events, context);
}
