/** The addresses of the list of orders: a page of it, and one action on many. */
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { bulk, BulkAnswer, BulkBody } from './bulk.ts';
import type { OrderDeps } from './commands.ts';
import { listOrders, ListQuery, OrderPage } from './list.ts';
import { CHANGERS, READERS } from './permissions.ts';

export const orderListRoutes = (deps: OrderDeps): Route[] => [
  route({
    method: 'GET', path: '/orders', operation: 'listOrders', tag: 'Orders', summary: 'List orders by any filter, newest first unless asked otherwise', access: READERS, query: ListQuery,
    description: 'Filters narrow together. A key that is bound to channels sees the orders of those only. Names of customers are there for service, operations and finance.',
    answers: { 200: { description: 'One page', schema: OrderPage } },
    handle: async ({ query, actor, context }) => ok(await listOrders(deps.database, query, { actor, now: context.now })),
  }),
  route({
    method: 'POST', path: '/orders/bulk', operation: 'changeOrders', tag: 'Orders', summary: 'Tag, hold, release or cancel up to 500 orders, each by itself', access: [...CHANGERS, 'finance'], body: BulkBody,
    description: 'Each order is its own transaction with its own result: what one refuses does not hold up the others. The whole is done once under its Idempotency-Key.',
    example: { orders: ['ord_01h2xcejqtf2nbrexx3vqjhp41'], do: { action: 'tag', tags: ['priority'] } },
    answers: { 200: { description: 'What became of each', schema: BulkAnswer }, 403: { description: 'Not an action of this account', schema: Problem } },
    handle: async ({ body, context }) => ok((await bulk(deps, context, body.orders, body.do)).answer),
  }),
];
