/** Asks Shopify for the orders that changed, oldest first, with a cursor that overlaps so that none slips between two questions. */
import { z } from 'zod';
import { later } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { OrderPage } from '../../modules/channels/ports.ts';
import { transactionsOf } from './answers.ts';
import { ShopifyRefusal } from './client.ts';
import type { ShopifyClient } from './client.ts';
import { instantOf } from './reading.ts';
import { Id } from './schema.ts';

/** An order may become visible some time after its `updated_at`; two minutes of every question are asked again. */
const OVERLAP_MILLISECONDS = 2 * 60 * 1000;
const LIMIT = 250;

/** `from`: everything changed before was seen. `high`: latest change seen on this walk's pages. `page`: Shopify's own cursor within the walk. */
const Cursor = z.object({ from: z.string(), high: z.string(), page: z.string().nullable() });
type Cursor = z.output<typeof Cursor>;

const Orders = z.object({ orders: z.array(z.unknown()) });
const Stamp = z.object({ updated_at: z.string() });

const readCursor = (cursor: string | null, since: Instant): Cursor => {
  if (cursor === null) return { from: since, high: since, page: null };
  try {
    return Cursor.parse(JSON.parse(cursor));
  } catch {
    throw new RangeError(`"${cursor.slice(0, 80)}" is not a cursor of this connector`);
  }
};

/** One page. A page cursor that Shopify no longer knows starts the walk again from `from`, which sees everything once more. */
export async function poll(client: ShopifyClient, cursor: string | null, since: Instant): Promise<OrderPage> {
  const at = readCursor(cursor, since);
  const start = `/orders.json?status=any&order=${encodeURIComponent('updated_at asc')}&limit=${LIMIT}&updated_at_min=${encodeURIComponent(later(at.from, -OVERLAP_MILLISECONDS))}`;
  let answer: { body: z.output<typeof Orders>; next: string | null };
  try {
    answer = await client.page(at.page === null ? start : `/orders.json?limit=${LIMIT}&page_info=${encodeURIComponent(at.page)}`, Orders);
  } catch (error) {
    if (at.page === null || !(error instanceof ShopifyRefusal) || error.status !== 400) throw error;
    answer = await client.page(start, Orders);
  }

  let high = at.high;
  for (const order of answer.body.orders) {
    const stamp = Stamp.safeParse(order);
    const changed = stamp.success ? instantOf(stamp.data.updated_at) : null;
    if (changed !== null && changed > high) high = changed;
  }
  const orders: unknown[] = [];
  for (const order of answer.body.orders) orders.push(needsTransactions(order) ? await withTransactions(client, order) : order);
  const next: Cursor = answer.next === null ? { from: high, high, page: null } : { from: at.from, high, page: answer.next };
  return { orders, cursor: JSON.stringify(next), more: answer.next !== null };
}

const PaymentHints = z.object({ payment_gateway_names: z.array(z.string()).nullish(), financial_status: z.string().nullish(), total_price: z.union([z.string(), z.number()]).nullish() });

/** Where the totals cannot tell what was paid by what: several gateways (a gift card and a card), or no status. Others are spared the call. */
function needsTransactions(order: unknown): boolean {
  const read = PaymentHints.safeParse(order);
  return read.success && ((read.data.payment_gateway_names?.length ?? 0) > 1 || read.data.financial_status === null);
}

/** The same order with its transactions beside it, as older versions of the API sent it. */
export async function withTransactions(client: ShopifyClient, order: unknown): Promise<unknown> {
  const id = z.object({ id: Id }).safeParse(order);
  if (!id.success || typeof order !== 'object' || order === null) return order;
  const transactions = await transactionsOf(client, id.data.id);
  return { ...order, transactions };
}
