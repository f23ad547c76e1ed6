/** Tells Shopify what will not come: a whole order through its cancel call, a part of it as a refund of the units without any money. */
import { z } from 'zod';
import type { CancelNotice, ChannelOutcome } from '../../modules/channels/ports.ts';
import { OneRefund, fulfillmentOrdersOf, numeric, refundsOf } from './answers.ts';
import { done, refused, sendOnce } from './client.ts';
import type { ShopifyClient } from './client.ts';
import { Fulfillment, Id } from './schema.ts';

const OrderState = z.object({ order: z.object({ id: Id, cancelled_at: z.string().nullish(), fulfillments: z.array(Fulfillment).nullish() }) });

/**
 * Announces a cancellation. No money moves here: refunds are their own command, and of an order that is only authorised Shopify releases
 * the authorisation by itself. An order of which something was shipped cannot be cancelled as a whole (Shopify changelog, 1 March
 * 2018), so then its remaining units are.
 */
export async function announceCancel(client: ShopifyClient, notice: CancelNotice, mailByShopify: boolean): Promise<ChannelOutcome> {
  const read = async () => (await client.get(`/orders/${notice.externalOrderId}.json?fields=id,cancelled_at,fulfillments`, OrderState)).order;
  const order = await read();
  if (order.cancelled_at) return done(order.id);
  const partlyShipped = (order.fulfillments ?? []).some(({ status }) => status === 'success');
  if (!notice.whole || partlyShipped) return cancelUnits(client, notice, mailByShopify);

  await sendOnce(
    () => client.post(`/orders/${notice.externalOrderId}/cancel.json`, { reason: notice.reason, email: mailByShopify }, z.unknown()),
    async () => ((await read()).cancelled_at ? true : null),
  );
  return done(order.id);
}

/**
 * Cancels units: a refund with restock type `cancel`, which takes them out of the fulfilment order (`no_restock` would leave them there to be
 * shipped), and without transactions. Shopify adds them to what it may sell until our next stock figure; the note carries our key, and
 * is looked for first.
 */
async function cancelUnits(client: ShopifyClient, notice: CancelNotice, mailByShopify: boolean): Promise<ChannelOutcome> {
  const find = async () => (await refundsOf(client, notice.externalOrderId)).find(({ note }) => note?.includes(`(${notice.key})`)) ?? null;
  const made = await find();
  if (made) return done(made.id);

  const orders = await fulfillmentOrdersOf(client, notice.externalOrderId);
  const lines: { line_item_id: number; quantity: number; restock_type: 'cancel'; location_id: number | undefined }[] = [];
  for (const { ref, quantity } of notice.lines) {
    let left = quantity;
    for (const order of orders.filter(({ status }) => status !== 'closed' && status !== 'cancelled')) {
      for (const line of order.line_items.filter((candidate) => candidate.line_item_id === ref)) {
        const taken = Math.min(left, line.fulfillable_quantity ?? line.quantity);
        if (taken <= 0) continue;
        lines.push({ line_item_id: numeric(ref), quantity: taken, restock_type: 'cancel', location_id: order.assigned_location_id ? numeric(order.assigned_location_id) : undefined });
        left -= taken;
      }
    }
    if (left > 0) return refused('not_cancellable', `Shopify has ${quantity - left} of line ${ref} left to fulfil, and ${quantity} should be cancelled: the rest is fulfilled, refunded or cancelled there already`);
  }
  if (lines.length === 0) return refused('nothing_to_cancel', 'The notice names no lines');

  const refund = await sendOnce(
    () => client.post(`/orders/${notice.externalOrderId}/refunds.json`, {
      refund: { note: `Cancelled by Spil: ${notice.reason} (${notice.key})`, notify: mailByShopify, refund_line_items: lines, transactions: [] },
    }, OneRefund).then((answer) => answer.refund),
    find,
  );
  return done(refund.id);
}
