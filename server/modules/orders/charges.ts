/** Pure: which units a charge is for. The shipping of a delivery carries what was split off from it too, as long as that is sent home. */
import { unitsIn } from '../books/index.ts';
import type { HeldUnits, Units } from '../books/index.ts';
import type { Order } from './state.ts';
import type { OrderCharge } from './types.ts';

/** A delivery with those that it was split off from, itself first. */
export function cameFrom({ deliveries }: Pick<Order, 'deliveries'>, delivery: number): number[] {
  const before = deliveries.get(delivery)?.splitFrom;
  return before === undefined ? [delivery] : [delivery, ...cameFrom({ deliveries }, before)];
}

/** The units that a charge is for: all of the order, or those of its delivery and of what was split off from it and is sent home. */
export function unitsOfCharge(order: Pick<Order, 'deliveries'>, units: Units, { delivery: of }: Pick<OrderCharge, 'delivery'>): HeldUnits[] {
  if (of === null) return unitsIn(units, {});
  return unitsIn(units, {}).filter(({ delivery }) => delivery === of || (order.deliveries.get(delivery)?.kind === 'ship' && cameFrom(order, delivery).includes(of)));
}
