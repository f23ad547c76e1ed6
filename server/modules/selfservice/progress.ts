/** Pure: how far a delivery is, told from its units and the events that moved them, in the steps that a customer waits for. */
import type { Instant } from '../../kernel/clock.ts';
import { fold, unitsIn, unitsOf } from '../books/index.ts';
import type { HeldUnits, Stage, Stream } from '../books/index.ts';
import { floorSlice } from '../fulfilment/index.ts';
import type { OrderDelivery } from '../orders/index.ts';

export const STEPS = ['received', 'preparing', 'to_store', 'on_its_way', 'at_pickup_point', 'ready', 'collected', 'delivered'] as const;
export type Step = (typeof STEPS)[number];

/** Besides the steps: what is not on the straight way. */
export const STATUSES = [...STEPS, 'awaiting_payment', 'checking', 'waiting', 'returning', 'returned', 'lost', 'cancelled'] as const;
export type Status = (typeof STATUSES)[number];

export interface Progress {
  status: Status;
  /** How far the furthest part is, where that is further than the rest. */
  ahead: Step | null;
  steps: { step: Step; state: 'done' | 'now' | 'todo'; at: Instant | null }[];
}

type Floor = ReturnType<typeof floorSlice.initial>;

const OFF_THE_WAY: readonly Stage[] = ['cancelled', 'returned', 'returning', 'lost'];

/** The steps of a kind of delivery; a pickup that is brought to the store has one more. */
function wayOf(delivery: OrderDelivery, floor: Floor): readonly Step[] {
  const brought = [...floor.fulfilments.values()].some((work) => work.delivery === delivery.delivery && work.kind === 'transfer' && work.destination === delivery.location);
  switch (delivery.kind) {
    case 'ship': return ['received', 'preparing', 'on_its_way', 'delivered'];
    case 'pickup_point': return ['received', 'preparing', 'on_its_way', 'at_pickup_point', 'collected'];
    case 'pickup': return brought ? ['received', 'preparing', 'to_store', 'ready', 'collected'] : ['received', 'preparing', 'ready', 'collected'];
    case 'carry_out': return ['received', 'collected'];
    case 'digital': return ['received', 'delivered'];
    default: return delivery.kind satisfies never;
  }
}

/** The step in which units stand; null off the straight way. What a store has taken up is being prepared, though nothing is picked yet. */
export function stepOf(held: Pick<HeldUnits, 'stage' | 'holder' | 'location'>, delivery: OrderDelivery, floor: Floor): Step | null {
  const work = held.holder === null ? undefined : floor.fulfilments.get(held.holder);
  switch (held.stage) {
    case 'open': case 'waiting': return 'received';
    case 'allocated': return work?.accepted ? 'preparing' : 'received';
    // A transfer that was received at the store of pickup has travelled, though not all of the order is there yet.
    case 'picked': return work?.kind === 'transfer' && held.location === work.destination ? 'to_store' : 'preparing';
    case 'packed': return 'preparing';
    case 'in_transfer': return 'to_store';
    case 'shipped': return 'on_its_way';
    case 'at_pickup_point': return 'at_pickup_point';
    case 'ready': return 'ready';
    case 'collected': return delivery.kind === 'ship' ? 'delivered' : 'collected';
    case 'delivered': return delivery.kind === 'pickup_point' || delivery.kind === 'pickup' ? 'collected' : 'delivered';
    case 'returning': case 'returned': case 'lost': case 'cancelled': return null;
    default: return held.stage satisfies never;
  }
}

/** When each step was first reached by a unit of the delivery, in the order's own events. */
function reachedAt(stream: Stream, delivery: OrderDelivery, floor: Floor): Map<Step, Instant> {
  const reached = new Map<Step, Instant>();
  const reach = (step: Step | null, at: Instant): void => { if (step !== null && !reached.has(step)) reached.set(step, at); };
  for (const event of stream.events) {
    // What goes elsewhere begins anew, but for having been received.
    if (event.type === 'DeliveryChanged' && (event.data as { delivery: number }).delivery === delivery.delivery) for (const step of [...reached.keys()]) if (step !== 'received') reached.delete(step);
    if (event.type === 'OrderPlaced') reach('received', (event.data as { placedAt: Instant }).placedAt);
    if ((event.type === 'FulfilmentAccepted' || event.type === 'WorkAccepted') && floor.fulfilments.get((event.data as { fulfilment: string }).fulfilment)?.delivery === delivery.delivery) reach('preparing', event.occurredAt);
    for (const move of event.moves.units ?? []) {
      if (move.delivery === delivery.delivery && move.to.stage !== 'allocated') reach(stepOf(move.to, delivery, floor), event.occurredAt);
    }
  }
  return reached;
}

/** Why units that are not on their way to the customer any more are not. */
function offTheWay(units: readonly HeldUnits[]): Status {
  const some = (stage: Stage): boolean => units.some((held) => held.stage === stage);
  if (some('lost')) return 'lost';
  if (some('returning')) return 'returning';
  return some('returned') ? 'returned' : 'cancelled';
}

/** How far a delivery is: its slowest units decide, and what is ahead of them is told besides. `hold` is the reason of the order's hold, if there is one. */
export function progressOf(stream: Stream, delivery: OrderDelivery, hold: string | null): Progress {
  const floor = fold(stream, floorSlice);
  const units = unitsIn(unitsOf(stream), { delivery: delivery.delivery });
  const way = wayOf(delivery, floor);
  const reached = reachedAt(stream, delivery, floor);
  const live = units.filter((held) => !OFF_THE_WAY.includes(held.stage));
  const ranks = live.map((held) => way.indexOf(stepOf(held, delivery, floor) ?? 'received')).map((rank) => Math.max(rank, 0));
  const last = way.length - 1;
  if (live.length === 0) return { status: offTheWay(units), ahead: null, steps: way.filter((step) => reached.has(step)).map((step) => ({ step, state: 'done', at: reached.get(step) ?? null })) };
  const [slowest, furthest] = [Math.min(...ranks), Math.max(...ranks)];
  const now = way[slowest] ?? 'received';
  const waits = live.every((held) => held.stage === 'waiting') ? 'waiting' : null;
  const held = hold === null || now !== 'received' ? null : hold === 'payment_pending' ? 'awaiting_payment' as const : 'checking' as const;
  return {
    status: held ?? waits ?? now, ahead: furthest > slowest ? way[furthest] ?? null : null,
    steps: way.map((step, index) => ({ step, state: index < slowest || slowest === last ? 'done' : index === slowest ? 'now' : 'todo', at: reached.get(step) ?? null })),
  };
}
