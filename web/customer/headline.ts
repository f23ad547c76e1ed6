/** Pure: which of an order's deliveries its one sentence speaks of. */
import type { CustomerOrder } from './useOrder.ts';

type Status = CustomerOrder['deliveries'][number]['status'];

/** What a customer wants to hear of first: what they have to do something about, then what goes wrong, then what moves, and what is over last. */
const FIRST: readonly Status[] = ['awaiting_payment', 'ready', 'at_pickup_point', 'lost', 'on_its_way', 'to_store', 'preparing', 'checking', 'waiting', 'received', 'returning', 'delivered', 'collected', 'returned', 'cancelled'];

export function headlineOf({ deliveries }: { deliveries: readonly { status: Status }[] }): Status {
  return FIRST.find((status) => deliveries.some((delivery) => delivery.status === status)) ?? 'received';
}
