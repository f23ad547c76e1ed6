/** Selling one more product on an order that is under way, at the price of its channel's list: the address by which service adds it on the phone. */
import { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { newId } from '../../kernel/ids.ts';
import { fold } from '../books/index.ts';
import { pricesAt, variantBySku, vatRate } from '../catalogue/index.ts';
import { zoneDate } from '../locations/index.ts';
import { orderStream } from './commands.ts';
import type { OrderDeps } from './commands.ts';
import { OrderParams } from './contract.ts';
import { addLines } from './edit.ts';
import type { AddedLine } from './edit.ts';
import { CHANGERS } from './permissions.ts';
import { OrderView, presentOrder } from './present.ts';
import { orderProblems } from './problems.ts';
import { orderSlice } from './state.ts';
import type { Order } from './state.ts';

export interface Wanted { sku: string; quantity: number; delivery: number | null }

/** The line as it is sold now: by the channel's price list in the order's currency, with the VAT of the delivery's country within or on top, as the order has it. */
export async function pricedLine({ database }: Pick<OrderDeps, 'database'>, order: Order, { sku, quantity, delivery }: Wanted, now: Instant): Promise<AddedLine> {
  const of = order.deliveries.get(delivery ?? [...order.deliveries.values()].find(({ kind }) => kind !== 'carry_out')?.delivery ?? 1);
  if (!of) throw orderProblems.delivery_unknown({ detail: `The order has no delivery ${delivery}; it has ${[...order.deliveries.keys()].join(', ')}.`, found: delivery, field: 'delivery' });
  const variant = await variantBySku(database, sku);
  if (!variant?.active) throw orderProblems.not_for_sale({ detail: `"${sku}" is not sold (any more).`, found: sku, field: 'sku' });
  const [channel] = await database.query<{ price_list: string }>('select price_list from channels.channel where code = $1', [order.channel]);
  const list = channel?.price_list ?? 'standard';
  const [prices, rate = 0] = await Promise.all([pricesAt(database, [sku], { list, currency: order.currency, at: now }), vatRate(database, of.country, variant.vatClass, zoneDate(now, 'Europe/Amsterdam')).then((found) => found ?? 0)]);
  const price = prices.get(sku);
  if (!price) throw orderProblems.not_for_sale({ detail: `"${sku}" has no price on the list "${list}" in ${order.currency} now; finance sets one.`, found: sku, field: 'sku' });
  // The price in the order's own convention; VAT is worked out over the whole line, so that it rounds once.
  const within = (gross: number): number => gross - Math.round((gross * 1_000_000) / (1_000_000 + rate));
  const unitPrice = price.includesTax === order.pricesIncludeTax ? price.amount : order.pricesIncludeTax ? Math.round((price.amount * (1_000_000 + rate)) / 1_000_000) : price.amount - within(price.amount);
  const subtotal = unitPrice * quantity;
  const tax = order.pricesIncludeTax ? within(subtotal) : Math.round((subtotal * rate) / 1_000_000);
  return {
    ref: `service ${newId()}`, sku, gtin: null, name: variant.name, kind: variant.kind, quantity, unitPrice, subtotal, discount: 0, taxes: [{ name: 'VAT', rate, amount: tax, country: of.country }],
    total: order.pricesIncludeTax ? subtotal : subtotal + tax, delivery: of.ref, bundle: null, properties: {},
  };
}

export const sellRoutes = (deps: OrderDeps): Route[] => [
  route({
    method: 'POST', path: '/orders/{order}/products', operation: 'addProduct', tag: 'Orders', summary: 'Add a product to an order at the price of its channel’s list; what is not paid yet holds the work',
    access: CHANGERS, params: OrderParams, body: z.strictObject({ sku: z.string().min(1).max(100), quantity: z.int().min(1).max(10_000).default(1), delivery: z.int().min(1).nullable().default(null).describe('Null: the first delivery that is not taken along out of a store') }),
    answers: { 200: { description: 'The order as it is now', schema: OrderView }, 404: { description: 'No such order', schema: Problem }, 409: { description: 'It cannot be done any more', schema: Problem }, 422: { description: 'It is not sold, or has no price', schema: Problem } },
    handle: async ({ params, body, context, actor }) => {
      const line = await pricedLine(deps, fold(await orderStream(deps.database, params.order), orderSlice), body, context.now);
      return ok((await addLines(deps, context, params.order, { lines: [line], charges: [] }, (stream) => presentOrder(stream, actor))).answer);
    },
  }),
];
