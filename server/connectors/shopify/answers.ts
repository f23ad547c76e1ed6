/** Shapes of the Admin REST answers that the commands read, apart from the order itself. */
import { z } from 'zod';
import type { ShopifyClient } from './client.ts';
import { Fulfillment, Id, Refund, Transaction } from './schema.ts';

const count = z.union([z.int(), z.string().regex(/^-?\d+$/).transform(Number)]);

export const FulfillmentOrder = z.object({
  id: Id,
  status: z.string(),
  assigned_location_id: Id.nullish(),
  supported_actions: z.array(z.string()).nullish(),
  fulfillment_holds: z.array(z.object({ reason: z.string().nullish(), reason_notes: z.string().nullish() })).nullish(),
  line_items: z.array(z.object({ id: Id, line_item_id: Id, quantity: count, fulfillable_quantity: count.nullish() })),
});
export type FulfillmentOrder = z.output<typeof FulfillmentOrder>;

const FulfillmentWithId = Fulfillment.extend({ id: Id });
export type SentFulfillment = z.output<typeof FulfillmentWithId>;

const RefundWithId = Refund.extend({ id: Id });
export type MadeRefund = z.output<typeof RefundWithId>;

export const OneFulfillment = z.object({ fulfillment: FulfillmentWithId });
export const OneRefund = z.object({ refund: RefundWithId });
export const OneTransaction = z.object({ transaction: Transaction });

/** Fulfilments, fulfilment orders, refunds and transactions of one order. */
export const fulfillmentsOf = async (client: ShopifyClient, order: string): Promise<SentFulfillment[]> =>
  (await client.get(`/orders/${order}/fulfillments.json?limit=250`, z.object({ fulfillments: z.array(FulfillmentWithId) }))).fulfillments;
export const fulfillmentOrdersOf = async (client: ShopifyClient, order: string): Promise<FulfillmentOrder[]> =>
  (await client.get(`/orders/${order}/fulfillment_orders.json`, z.object({ fulfillment_orders: z.array(FulfillmentOrder) }))).fulfillment_orders;
export const refundsOf = async (client: ShopifyClient, order: string): Promise<MadeRefund[]> =>
  (await client.get(`/orders/${order}/refunds.json?limit=250`, z.object({ refunds: z.array(RefundWithId) }))).refunds;
export const transactionsOf = async (client: ShopifyClient, order: string): Promise<Transaction[]> =>
  (await client.get(`/orders/${order}/transactions.json`, z.object({ transactions: z.array(Transaction) }))).transactions;

/** The id as Shopify's number, since its schemas ask for integers; ids are far below 2^53. */
export const numeric = (id: string): number => Number(id);

/** An external id that is safe in a path; anything else cannot be an order of Shopify. */
export const isOrderId = (id: string): boolean => /^\d{1,18}$/.test(id);
