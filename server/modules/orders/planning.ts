/** Planning an order's open units: builds the demand from the order, lets sourcing assign, and decides what happens to what nobody has. */
import type { Change } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import { fold, unitsIn, unitsOf } from '../books/index.ts';
import type { Books, Kept, RecordContext, Stream } from '../books/index.ts';
import { claimSupply } from '../inventory/index.ts';
import { assign, byRelease, claimsOn, lessClaimed, prepare, queuePlace, without } from '../sourcing/index.ts';
import type { Assignment, AssignOptions, Demand, DemandLine, Prepared, World } from '../sourcing/index.ts';
import { causeOf, recordPromises } from './promise.ts';
import { cameFrom } from './charges.ts';
import { cancel } from './rules.ts';
import type { Reduction } from './rules.ts';
import { orderSlice } from './state.ts';
import type { OrderDelivery, OrderEvents, OrderLine } from './types.ts';
import { boundOf, looseOf, ownKept, takeKept, waits, withKept } from './waiting.ts';

/** The demand of one delivery: its goods that stand open or waiting. `askAgain` is the moment from which locations may be asked again that were left out until then. Null when there is nothing to plan. */
export function demandOf(stream: Stream, delivery: OrderDelivery, only?: ReadonlySet<number>, askAgain: Instant | null = null): Demand | null {
  const units = unitsOf(stream);
  return demandFor(stream, delivery, (line) => (only && !only.has(line) ? 0 : unitsIn(units, { line, delivery: delivery.delivery, stage: ['open', 'waiting'] }).reduce((sum, held) => sum + held.n, 0)), askAgain);
}

/** The demand of one delivery for so many units of each line, wherever they stand. Null when it is none, or of a kind that nobody plans. */
export function demandFor(stream: Stream, delivery: OrderDelivery, quantityOf: (line: number) => number, askAgain: Instant | null = null): Demand | null {
  const order = fold(stream, orderSlice);
  return demandIn({ ...order, lines: order.lines.values() }, delivery, quantityOf, exclusionsOf(stream, cameFrom(order, delivery.delivery), askAgain));
}

/** The same of an order that is no stream yet. */
export function demandIn(order: { channel: string; tags: readonly string[]; lines: Iterable<OrderLine>; reservation?: object | null | undefined }, delivery: OrderDelivery, quantityOf: (line: number) => number, excluded: Demand['excluded']): Demand | null {
  if (delivery.kind !== 'ship' && delivery.kind !== 'pickup' && delivery.kind !== 'pickup_point') return null;
  const lines: DemandLine[] = [];
  for (const line of order.lines) {
    if (line.kind !== 'goods' || line.sku === null) continue;
    const quantity = quantityOf(line.line);
    if (quantity > 0) lines.push({ line: String(line.line), sku: line.sku, quantity, weightGrams: line.weightGrams, unitPrice: Math.round(line.total / line.quantity), tags: line.tags, group: line.bundle });
  }
  if (lines.length === 0) return null;
  return {
    delivery: String(delivery.delivery), kind: delivery.kind, channel: order.channel, country: delivery.country, destination: delivery.coordinates, store: delivery.kind === 'pickup' ? delivery.location : null,
    lines, promisedBy: delivery.promisedBy, ...(delivery.express ? { express: true as const } : {}), tags: order.tags, excluded, ...(order.reservation ? { onlyStore: true as const } : {}),
  };
}

/**
 * Locations that said of a line of this order that they cannot deliver it. They are not asked for it again while another may be found, so that every
 * search ends; only what waits may go back to one that was left out for a while, once that is over.
 */
function exclusionsOf(stream: Stream, deliveries: readonly number[], askAgain: Instant | null): Demand['excluded'] {
  return stream.events.flatMap((event) => {
    if (event.type !== 'ItemsShorted') return [];
    const { location, line, reason, delivery: of, excludedUntil } = event.data as { location: string; line: number; reason: string; delivery: number; excludedUntil: Instant | null };
    const over = askAgain !== null && excludedUntil !== null && excludedUntil <= askAgain;
    return deliveries.includes(of) && !over ? [{ location, line: String(line), reason: `said "${reason}" of this order` }] : [];
  });
}

export interface Planned { assignments: Assignment[]; cancelled: boolean; waiting: boolean }

export interface PlanOptions {
  /** Plan these lines only. */
  only?: ReadonlySet<number>;
  /** What nobody can take stays where it stands, unless it can wait for an expected receipt; a plan that places nothing then leaves no trace. */
  keepOpen?: boolean;
  /** Why it is planned, where no event of the order says so. */
  cause?: NonNullable<AssignOptions['cause']>;
  /** Plans by delivery that were made already, in this world and of these units. */
  prepared?: ReadonlyMap<number, Prepared>;
  /** Goods that are kept back for those who wait, of which this order may take. */
  given?: readonly Kept[];
}

interface Planning { change: Change; stream: Stream; world: World; context: RecordContext; kept: Kept[]; toCancel: Reduction[]; decisions: string[]; waiting: boolean }

/**
 * Plans all open and waiting units (or those of some lines), delivery by delivery. What nobody can take waits for what is expected, where it
 * may be sold so; else it waits or is cancelled, as the strategy says. Products that are not released yet are work of their own.
 */
export function planOpen(books: Books, change: Change, stream: Stream, world: World, context: RecordContext, day: string, options: PlanOptions = {}): Planned {
  const assignments: Assignment[] = [];
  const kept = ownKept(stream, world.kept ?? [], options.given);
  const planning: Planning = { change, stream, context, kept, world: withKept(world, kept), toCancel: [], decisions: [], waiting: false };
  for (const delivery of fold(stream, orderSlice).deliveries.values()) {
    const whole = demandOf(stream, delivery, options.only, options.keepOpen === true ? context.now : null);
    const parts = whole ? byRelease(whole, world, context.now) : [];
    for (const demand of parts) {
      const prepared = (parts.length === 1 ? options.prepared?.get(delivery.delivery) : undefined) ?? prepare(demand, planning.world, context.now);
      const assignment = assign(books, change, stream, prepared, planning.world, context, day, { ...(options.cause ? { cause: options.cause } : {}), onlyIfPlaced: options.keepOpen === true });
      planning.kept = takeKept(change, planning.kept, assignment.plan.allocations, context.now);
      planning.world = without(planning.world, assignment.plan);
      assignments.push(assignment);
      if (assignment.unplaced.length > 0) nobodyHas(books, planning, delivery.delivery, demand, assignment, options.keepOpen === true);
    }
  }
  const { toCancel, decisions } = planning;
  if (toCancel.length > 0) {
    const events = cancel(stream, toCancel, 'nowhere_in_stock', null, ['open', 'waiting']);
    books.record(change, stream, events.map((event) => (event.type === 'ItemsCancelled' ? { ...event, data: { ...(event.data as OrderEvents['ItemsCancelled']), decisions } } : event)), context);
  }
  recordPromises(books, change, stream, world, options.cause === 'stock_available' ? 'supply' : causeOf(stream), context);
  return { assignments, cancelled: toCancel.length > 0, waiting: planning.waiting };
}

/** What nobody has is promised from expected receipts as far as they go; the rest waits, or is to be cancelled. */
function nobodyHas(books: Books, planning: Planning, delivery: number, demand: Demand, { strategy, unplaced, decision }: Assignment, keepOpen: boolean): void {
  const { change, stream, world, context } = planning;
  const missing = unplaced.map(({ line, quantity }) => ({ line: Number(line), quantity }));
  // A reservation waits for nothing: what its store does not have is let go.
  if (demand.onlyStore === true && !keepOpen) {
    planning.toCancel.push(...missing.map((one) => ({ ...one, delivery })));
    planning.decisions.push(decision);
    return;
  }
  const wanted = demand.lines.flatMap((line) => {
    const of = Number(line.line);
    const quantity = (missing.find((one) => one.line === of)?.quantity ?? 0) - boundOf(stream, of, delivery) + looseOf(stream, of, delivery);
    return quantity > 0 ? [{ ...line, quantity }] : [];
  });
  const claims = wanted.length === 0 ? [] : claimsOn({ ...demand, lines: wanted }, world, strategy, context.now);
  const event = waits(stream, delivery, missing, claims, { ...(keepOpen ? {} : { decision }), queue: queuePlace(strategy, demand, context.now), keepOpen: keepOpen || strategy.unplaced === 'cancel' });
  if (event) {
    books.record(change, stream, [event], context);
    // Who has a receipt that comes sooner claims nothing of what was looked at for it.
    const claimed = (event.data.supply ?? []).map(({ line, receipt, quantity }) => ({ receipt, quantity, sku: unitsOf(stream).lines.get(line)?.sku ?? '' }));
    for (const { receipt, sku } of claimed) claimSupply(change, receipt, sku);
    planning.world = { ...world, supply: lessClaimed(world.supply ?? [], claimed) };
  }
  if (keepOpen) return;
  if (strategy.unplaced !== 'cancel') {
    planning.waiting = true;
    return;
  }
  const nobodys = missing.map(({ line, quantity }) => ({ line, delivery, quantity: quantity - boundOf(stream, line, delivery) })).filter(({ quantity }) => quantity > 0);
  planning.toCancel.push(...nobodys);
  if (nobodys.length > 0) planning.decisions.push(decision);
}
