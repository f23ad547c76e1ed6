/** Pure: an order that is being placed is planned, and promised what the plan makes of it, before its first event is written. */
import type { Instant } from '../../kernel/clock.ts';
import { lessClaimed, prepareWhole, without } from '../sourcing/index.ts';
import type { Prepared, World } from '../sourcing/index.ts';
import type { Placed } from './place.ts';
import { demandIn } from './planning.ts';
import { byShelf, shelvesAfter } from './taken.ts';
import type { Carried } from './taken.ts';
import type { OrderPlaced } from './types.ts';

export interface Promised { placed: Placed; plans: Map<number, Prepared>; /** In which the plans were made: what is carried out of a store has left it. */ world: World }

/**
 * Plans the deliveries of a new order one after the other. A delivery that came without a promise is promised what its plan makes,
 * unless some of it would wait. The plans are those that are then carried out, so that nothing is planned twice.
 */
export function promised(placed: Placed, there: World, now: Instant, sold: Carried | null = null): Promised {
  const { order } = placed;
  const plans = new Map<number, Prepared>();
  const open = openUnits(placed);
  const world = shelvesAfter(there, byShelf(carriedOut(placed, there, open)), sold);
  let left = world;
  const deliveries = order.deliveries.map((delivery) => {
    const demand = demandIn(order, delivery, (line) => open.get(`${line} ${delivery.delivery}`) ?? 0, []);
    if (demand === null) return delivery;
    const { plan, parts, claims, strategy, arrivesAt } = prepareWhole(demand, left, now);
    const [only] = parts;
    if (only && parts.length === 1) plans.set(delivery.delivery, only);
    left = without(left, plan);
    if (claims.length > 0) left = { ...left, supply: lessClaimed(left.supply ?? [], claims) };
    const waits = plan.unplaced.length > 0 && strategy.unplaced === 'wait';
    return delivery.promisedBy === null && !waits && !order.opening ? { ...delivery, promisedBy: arrivesAt } : delivery;
  });
  const told: OrderPlaced = { ...order, deliveries };
  return { plans, world, placed: { ...placed, order: told, events: placed.events.map((event) => (event.type === 'OrderPlaced' ? { ...event, data: told } : event)) } };
}

/** Units that stand open when the order begins, by line and delivery. */
function openUnits({ events }: Placed): Map<string, number> {
  const open = new Map<string, number>();
  for (const { line, delivery, n, to } of events[0]?.moves?.units ?? []) if (to.stage === 'open') open.set(`${line} ${delivery}`, (open.get(`${line} ${delivery}`) ?? 0) + n);
  return open;
}

/** Goods of the order that its customer takes along, out of a store of ours. */
function carriedOut({ order: { lines, deliveries } }: Placed, { master }: World, open: ReadonlyMap<string, number>): { sku: string; location: string; n: number }[] {
  const stores = new Map(deliveries.flatMap(({ delivery, kind, location }) => (kind === 'carry_out' && location !== null && master.locations.some(({ code }) => code === location) ? [[delivery, location]] : [])));
  return lines.flatMap(({ line, kind, sku, delivery }) => {
    const [location, n = 0] = [stores.get(delivery), open.get(`${line} ${delivery}`)];
    return kind === 'goods' && sku !== null && location !== undefined && n > 0 ? [{ sku, location, n }] : [];
  });
}
