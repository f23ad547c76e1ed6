/** Planning an order's open units: builds the demand from the order, lets sourcing assign, and decides what happens to what nobody has. */
import type { Change } from '../../kernel/change.ts';
import { fold, unitsIn, unitsOf } from '../books/index.ts';
import type { Books, NewEvent, RecordContext, Stream } from '../books/index.ts';
import { assign, prepare, without } from '../sourcing/index.ts';
import type { Assignment, AssignOptions, Demand, DemandLine, Prepared, World } from '../sourcing/index.ts';
import { causeOf, recordPromises } from './promise.ts';
import { cancel } from './rules.ts';
import type { Reduction } from './rules.ts';
import { orderSlice } from './state.ts';
import type { OrderDelivery, OrderEvents, OrderLine } from './types.ts';

/** The demand of one delivery: its goods that stand open or waiting. Null when there is nothing to plan. */
export function demandOf(stream: Stream, delivery: OrderDelivery, only?: ReadonlySet<number>): Demand | null {
  const units = unitsOf(stream);
  return demandFor(stream, delivery, (line) => (only && !only.has(line) ? 0 : unitsIn(units, { line, delivery: delivery.delivery, stage: ['open', 'waiting'], holder: null }).reduce((sum, held) => sum + held.n, 0)));
}

/** The demand of one delivery for so many units of each line, wherever they stand. Null when it is none, or of a kind that nobody plans. */
export function demandFor(stream: Stream, delivery: OrderDelivery, quantityOf: (line: number) => number): Demand | null {
  const order = fold(stream, orderSlice);
  return demandIn({ ...order, lines: order.lines.values() }, delivery, quantityOf, exclusionsOf(stream, delivery.delivery));
}

/** The same of an order that is no stream yet. */
export function demandIn(order: { channel: string; tags: readonly string[]; lines: Iterable<OrderLine> }, delivery: OrderDelivery, quantityOf: (line: number) => number, excluded: Demand['excluded']): Demand | null {
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
    lines, promisedBy: delivery.promisedBy, ...(delivery.express ? { express: true as const } : {}), tags: order.tags, excluded,
  };
}

/** Locations that said of a line of this order that they cannot deliver it; they are not asked for it again. */
function exclusionsOf(stream: Stream, delivery: number): Demand['excluded'] {
  return stream.events.flatMap((event) => {
    if (event.type !== 'ItemsShorted') return [];
    const { location, line, reason, delivery: of } = event.data as { location: string; line: number; reason: string; delivery: number };
    return of === delivery ? [{ location, line: String(line), reason: `said "${reason}" of this order` }] : [];
  });
}

export interface Planned { assignments: Assignment[]; cancelled: boolean; waiting: boolean }

export interface PlanOptions {
  /** Plan these lines only. */
  only?: ReadonlySet<number>;
  /** What nobody can take stays where it stands; a plan that places nothing then leaves no trace. */
  keepOpen?: boolean;
  /** Why it is planned, where no event of the order says so. */
  cause?: NonNullable<AssignOptions['cause']>;
  /** Plans by delivery that were made already, in this world and of these units. */
  prepared?: ReadonlyMap<number, Prepared>;
}

/** Plans all open and waiting units (or those of some lines), delivery by delivery. What nobody can take waits or is cancelled, as the strategy says. */
export function planOpen(books: Books, change: Change, stream: Stream, world: World, context: RecordContext, day: string, options: PlanOptions = {}): Planned {
  const order = fold(stream, orderSlice);
  const assignments: Assignment[] = [];
  const toCancel: Reduction[] = [];
  const decisions: string[] = [];
  let waiting = false;
  let left = world;
  for (const delivery of order.deliveries.values()) {
    const demand = demandOf(stream, delivery, options.only);
    if (!demand) continue;
    const prepared = options.prepared?.get(delivery.delivery) ?? prepare(demand, left, context.now);
    const assignment = assign(books, change, stream, prepared, left, context, day, { ...(options.cause ? { cause: options.cause } : {}), onlyIfPlaced: options.keepOpen === true });
    left = without(left, assignment.plan);
    assignments.push(assignment);
    if (assignment.unplaced.length === 0 || options.keepOpen === true) continue;
    if (assignment.strategy.unplaced === 'cancel') {
      toCancel.push(...assignment.unplaced.map(({ line, quantity }) => ({ line: Number(line), delivery: delivery.delivery, quantity })));
      decisions.push(assignment.decision);
    } else {
      const wait = waitFor(stream, delivery.delivery, assignment);
      if (wait) books.record(change, stream, [wait], context);
      waiting = true;
    }
  }
  if (toCancel.length > 0) {
    const events = cancel(stream, toCancel, 'nowhere_in_stock', null, ['open', 'waiting']);
    books.record(change, stream, events.map((event) => (event.type === 'ItemsCancelled' ? { ...event, data: { ...(event.data as OrderEvents['ItemsCancelled']), decisions } } : event)), context);
  }
  recordPromises(books, change, stream, world, options.cause === 'stock_available' ? 'supply' : causeOf(stream), context);
  return { assignments, cancelled: toCancel.length > 0, waiting };
}

/** Open units that nobody has go to wait; those that wait already stay. Null when none were open. */
function waitFor(stream: Stream, delivery: number, { unplaced, decision }: Assignment): NewEvent | null {
  const moves = unplaced.flatMap(({ line, quantity }) => {
    const [held] = unitsIn(unitsOf(stream), { line: Number(line), delivery, stage: 'open', holder: null });
    const n = Math.min(quantity, held?.n ?? 0);
    return n > 0 ? [{ line: Number(line), delivery, n, from: { stage: 'open' as const, holder: null, location: null }, to: { stage: 'waiting' as const, holder: null, location: null } }] : [];
  });
  if (moves.length === 0) return null;
  return { type: 'ItemsWaiting', data: { lines: moves.map(({ line, n }) => ({ line, delivery, quantity: n })), decision } satisfies OrderEvents['ItemsWaiting'], moves: { units: moves } };
}
