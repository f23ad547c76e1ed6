/** The addresses of returns and exchanges. */
import { z } from 'zod';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Role, Route } from '../../kernel/http.ts';
import { idOf, wire, WireId } from '../../kernel/wire.ts';
import type { Stream } from '../books/index.ts';
import { TaxAmount } from '../channels/index.ts';
import { OrderView, presentOrder } from '../orders/index.ts';
import type { OrderDeps } from '../orders/index.ts';
import { exchange, inspectReturn, previewExchange, receive } from './commands.ts';
import { CounterOrder, counterOrders, CounterQuery } from './counter.ts';
import { parcelMatterRoutes } from './routes-parcels.ts';
import { listReturns, presentReturn, ReturnQuery, ReturnRow, ReturnView } from './queries.ts';
import { ReturnWords, returnWords } from './reasons.ts';
import { settlementOf, SettlementView } from './settlement.ts';

const COUNTER: readonly Role[] = ['store', 'service', 'operations'];
const problems = { 404: { description: 'No such order or return', schema: Problem }, 409: { description: 'It cannot be done', schema: Problem }, 422: { description: 'It does not fit', schema: Problem } };
const Done = z.object({ return: WireId, order: OrderView });
const settled = { 200: { description: 'The order as it is now, and what goes where in money', schema: Done.extend({ settlement: SettlementView }) }, ...problems };

const Returned = z.array(z.strictObject({ line: z.int().min(1), quantity: z.int().min(1), condition: z.string().max(100).nullable().default(null) }));
const amount = z.int().min(0).max(1_000_000_000_000);
const Exchange = z.strictObject({
  order: idOf('order'), location: z.string().max(63), returned: Returned.max(1000), reason: z.string().max(200).nullable().default(null),
  lines: z.array(z.strictObject({
    sku: z.string().min(1).max(100), name: z.string().max(500).nullable().default(null).describe('Null: as the catalogue calls it'), quantity: z.int().min(1).max(1_000_000),
    total: amount.nullable().default(null).describe('Null: by the price list of the order’s channel. A store may not name another; service and operations may'),
    taxes: z.array(TaxAmount).max(20).nullable().default(null).describe('Null: by the VAT rates in force'), weightGrams: z.int().min(0).max(1_000_000).nullable().default(null), tags: z.array(z.string().max(100)).max(100).default([]),
  })).max(1000),
  delivery: z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('carry_out') }), z.strictObject({ kind: z.literal('existing'), delivery: z.int().min(1) })]),
  payment: z.strictObject({ operator: z.string().max(50), ref: z.string().min(1).max(200), method: z.string().max(100), amount: z.int().min(1).max(1_000_000_000_000) }).nullable().default(null),
});

export function returnRoutes(deps: OrderDeps): Route[] {
  return [...counterRoutes(deps), ...goodsBackRoutes(deps), ...parcelMatterRoutes(deps)];
}

function counterRoutes(deps: OrderDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/counter/orders', operation: 'findCounterOrders', tag: 'Returns', summary: 'Orders that something may be returned from, by what the customer can show',
      description: 'Every store finds every order, since customers return anywhere, and is told what a return needs: products, how many may come back and for how much.',
      access: COUNTER, query: CounterQuery, answers: { 200: { description: 'The latest first, 20 at most', schema: z.object({ orders: z.array(CounterOrder) }) } },
      handle: async ({ query, actor }) => ok({ orders: await counterOrders(deps.database, actor, query.find) }),
    }),
    route({
      method: 'GET', path: '/return-reasons', operation: 'listReturnReasons', tag: 'Returns', summary: 'Why things come back, and in which conditions', access: COUNTER,
      answers: { 200: { description: 'The retailer’s words', schema: ReturnWords } },
      handle: async () => ok(await returnWords(deps.database)),
    }),
    route({
      method: 'POST', path: '/exchanges/preview', operation: 'previewExchange', tag: 'Returns', summary: 'What an exchange (or, without lines, a return) would mean in money; nothing is written', access: COUNTER, idempotent: false,
      body: Exchange.omit({ payment: true }),
      answers: { 200: { description: 'The signed balance', schema: SettlementView.extend({ lines: z.array(z.object({ sku: z.string(), name: z.string(), quantity: z.int(), total: z.int() })) }) }, ...problems },
      handle: async ({ body, context, actor }) => ok(await previewExchange(deps, context, body, (stream) => {
        const { currency, lines } = presentOrder(stream, actor);
        return { ...settlementOf(stream, currency), lines: lines.slice(lines.length - body.lines.length).map(({ sku, name, quantity, total }) => ({ sku: sku ?? '', name, quantity, total })) };
      })),
    }),
    route({
      method: 'POST', path: '/exchanges', operation: 'exchange', tag: 'Returns', summary: 'Goods back and goods out on the same order, with one signed balance', access: COUNTER, body: Exchange, answers: settled,
      handle: async ({ body, context, actor }) => ok((await exchange(deps, context, body, (stream, id) => doneView(stream, id, presentOrder(stream, actor)))).answer),
    }),
  ];
}

const doneView = (stream: Stream, id: string, order: OrderView): z.infer<typeof Done> & { settlement: SettlementView } => ({ return: wire('return', id), order, settlement: settlementOf(stream, order.currency) });

function goodsBackRoutes(deps: OrderDeps): Route[] {
  const Params = z.object({ return: idOf('return') });
  return [
    route({
      method: 'POST', path: '/returns', operation: 'receiveReturn', tag: 'Returns', summary: 'Goods are brought back to a location; what is no longer owed is refunded', access: COUNTER,
      body: z.strictObject({ order: idOf('order'), location: z.string().max(63), lines: Returned.min(1).max(1000), reason: z.string().max(200).nullable().default(null), parcel: idOf('parcel').nullable().default(null).describe('The parcel of ours in which the carrier brought it back: refused, not collected, lost and found; its matter is then closed') }), answers: settled,
      handle: async ({ body, context, actor }) => ok((await receive(deps, context, body, (stream, id) => doneView(stream, id, presentOrder(stream, actor)))).answer),
    }),
    route({
      method: 'GET', path: '/returns', operation: 'listReturns', tag: 'Returns', summary: 'Returns at the account’s locations, by whether they wait for inspection', access: COUNTER, query: ReturnQuery,
      answers: { 200: { description: 'One page', schema: z.object({ returns: z.array(ReturnRow), next: z.string().nullable() }) } },
      handle: async ({ query, actor }) => ok(await listReturns(deps.database, actor, query)),
    }),
    route({
      method: 'GET', path: '/returns/{return}', operation: 'getReturn', tag: 'Returns', summary: 'One return with its products and what became of them', access: COUNTER, params: Params,
      answers: { 200: { description: 'The return', schema: ReturnView }, 404: { description: 'No such return here', schema: Problem } },
      handle: async ({ params, actor }) => ok(await presentReturn(deps.database, actor, params.return)),
    }),
    route({
      method: 'POST', path: '/returns/{return}/inspect', operation: 'inspectReturn', tag: 'Returns', summary: 'Put returned goods away by their condition', access: ['store', 'operations'], params: Params,
      body: z.strictObject({ lines: z.array(z.strictObject({ line: z.int().min(1), quantity: z.int().min(1), disposition: z.enum(['sellable', 'damaged']) })).min(1).max(1000) }),
      answers: { 200: { description: 'The order as it is now', schema: Done }, ...problems },
      handle: async ({ params, body, context, actor }) => ok((await inspectReturn(deps, context, params.return, body.lines, (stream) => ({ return: wire('return', params.return), order: presentOrder(stream, actor) }))).answer),
    }),
  ];
}
