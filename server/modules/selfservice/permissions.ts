/** Pure: what a customer may do with an order, and how much of it: while nothing of it was taken from the shelf. */
import { fold, unitsIn, unitsOf } from '../books/index.ts';
import type { Stage, Stream, Units } from '../books/index.ts';
import { askedOf, dialogueSlice, releaseOf } from '../dialogue/index.ts';
import type { Dialogues } from '../dialogue/index.ts';
import { customerMayChange, floorSlice } from '../fulfilment/index.ts';
import type { PickupPolicy } from '../fulfilment/index.ts';
import type { Order, OrderDelivery } from '../orders/index.ts';
import type { CustomerDelivery } from './contract.ts';

/** From these the customer cancels without asking anybody: nobody has the goods in hand. */
const CANCELLABLE: readonly Stage[] = ['open', 'waiting', 'allocated'];

/** Who reserved lets go of it as long as it is held: it was not paid, and only lies aside. */
export const stagesOf = (order: Order): readonly Stage[] => (order.reservation === null ? CANCELLABLE : [...CANCELLABLE, 'picked', 'ready']);

/** Units per line that the customer may cancel: goods that are sent or waited for and that nobody has picked; not what an external warehouse was asked to stop already, or cannot. */
export function cancellable(order: Order, units: Units, dialogues: Dialogues): Map<number, number> {
  const counts = new Map<number, number>();
  for (const held of unitsIn(units, { stage: stagesOf(order) })) {
    const line = order.lines.get(held.line);
    const delivery = order.deliveries.get(held.delivery);
    if (line?.kind !== 'goods' || !delivery || delivery.kind === 'carry_out') continue;
    if (releaseOf(dialogues, held) === 'never') continue;
    const free = held.n - askedOf(held.holder === null ? undefined : dialogues.get(held.holder), held.line, held.delivery);
    if (free > 0) counts.set(held.line, (counts.get(held.line) ?? 0) + free);
  }
  return counts;
}

export const customerActions = (order: Order, units: Units, dialogues: Dialogues): 'cancel'[] => (cancellable(order, units, dialogues).size > 0 ? ['cancel'] : []);

/** Units of a line of a delivery whose cancelling waits for the answer of an external warehouse, and those that it could not stop. */
export function outside(stream: Stream, line: number, delivery: number): { asked: number; notStopped: number } {
  const dialogues = fold(stream, dialogueSlice);
  const held = unitsIn(unitsOf(stream), { line, delivery, stage: 'allocated' });
  return {
    asked: held.reduce((sum, { holder, n }) => sum + Math.min(n, askedOf(holder === null ? undefined : dialogues.get(holder), line, delivery)), 0),
    notStopped: held.reduce((sum, one) => sum + (releaseOf(dialogues, one) === 'never' ? one.n : 0), 0),
  };
}

/** A pickup that waits may be extended as often as the policy says; a delivery may go elsewhere as long as it allows. */
export function deliveryActions(stream: Stream, of: OrderDelivery, policy: PickupPolicy): CustomerDelivery['can'] {
  const waits = fold(stream, floorSlice).waiting.get(of.delivery);
  const ready = unitsIn(unitsOf(stream), { delivery: of.delivery, stage: 'ready' }).length > 0;
  return [...(waits && ready && waits.extendedByCustomer < policy.customerExtensions ? ['extend' as const] : []), ...(customerMayChange(stream, of, policy) ? ['change' as const] : [])];
}
