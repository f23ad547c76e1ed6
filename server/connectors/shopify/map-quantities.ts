/** What had already happened to each line on Shopify's side: units cancelled, shipped and returned, read from fulfilments, refunds and edits together. */
import type { LineItem, RawOrder } from './schema.ts';

export interface Positions {
  cancelled: number;
  shipped: number;
  returned: number;
}

/** Units per line id by restock type: what refunds say became of them. */
function refunded(order: RawOrder): Map<string, Map<string, number>> {
  const units = new Map<string, Map<string, number>>();
  for (const refund of order.refunds) {
    for (const line of refund.refund_line_items) {
      const kinds = units.get(line.line_item_id) ?? new Map<string, number>();
      const kind = line.restock_type ?? 'no_restock';
      kinds.set(kind, (kinds.get(kind) ?? 0) + line.quantity);
      units.set(line.line_item_id, kinds);
    }
  }
  return units;
}

/** Units per line id that were fulfilled. Only `success` counts: pending, open, cancelled, error and failure shipped nothing. */
function fulfilled(order: RawOrder): Map<string, number> {
  const units = new Map<string, number>();
  for (const fulfillment of order.fulfillments) {
    if (fulfillment.status !== 'success') continue;
    for (const line of fulfillment.line_items) units.set(line.id, (units.get(line.id) ?? 0) + line.quantity);
  }
  return units;
}

/**
 * Positions of every line. `quantity` stays as ordered after an edit, a refund or an exchange, and `current_quantity` is what is
 * left of it, so the difference was removed. Removed units were returned when a refund says `return`, or when they were
 * refunded without a word on stock (`no_restock`, `legacy_restock`) while shipped (Shopify takes the fulfilled units first,
 * Shopify/shopify-api-ruby issue 667); the others were cancelled. An order that is cancelled has no unshipped units left.
 * Always cancelled + shipped ≤ quantity and returned ≤ shipped.
 */
export function positionsOf(order: RawOrder): (line: LineItem) => Positions {
  const refunds = refunded(order);
  const fulfilments = fulfilled(order);
  return (line) => {
    const quantity = Math.max(0, line.quantity);
    const kinds = refunds.get(line.id);
    const of = (kind: string): number => kinds?.get(kind) ?? 0;
    const stated = [...(kinds?.values() ?? [])].reduce((total, units) => total + units, 0);
    const current = line.current_quantity;
    const removed = Math.min(quantity, Math.max(0, current === null || current === undefined ? stated : quantity - current));

    const surelyReturned = Math.min(removed, of('return'));
    const surelyCancelled = Math.min(removed - surelyReturned, of('cancel'));
    const unsaid = removed - surelyReturned - surelyCancelled;

    // Payloads made by import say "fulfilled" without listing a fulfilment; what is left of the line is then out of the door.
    const allOut = line.fulfillment_status === 'fulfilled' || order.fulfillment_status === 'fulfilled';
    const counted = Math.max(fulfilments.get(line.id) ?? 0, surelyReturned);
    const shipped = Math.min(quantity - surelyCancelled, allOut ? Math.max(counted, quantity - removed + surelyReturned) : counted);

    const alsoReturned = Math.min(unsaid, of('no_restock') + of('legacy_restock'), shipped - surelyReturned);
    const returned = surelyReturned + Math.max(0, alsoReturned);
    const cancelled = order.cancelled_at ? quantity - shipped : Math.min(quantity - shipped, removed - returned);
    return { cancelled, shipped, returned };
  };
}
