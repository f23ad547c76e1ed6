/** The addresses of stock. */
import { z } from 'zod';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { idOf } from '../../kernel/wire.ts';
import { availableOf, STOCK_STATES } from '../books/index.ts';
import { balances, correct, count, receive } from './commands.ts';
import type { InventoryDeps } from './deps.ts';
import { placeRoutes } from './places.ts';
import { countRoutes } from './routes-counts.ts';
import { expectedRoutes } from './routes-expected.ts';
import { finishTask, listTasks, TaskQuery, TaskView } from './tasks.ts';

const sku = z.string().min(1).max(100);
const quantity = z.int().min(1).max(100_000_000);
const problems = { 403: { description: 'Not this account’s location', schema: Problem }, 422: { description: 'It names what does not exist', schema: Problem } };
const BalanceView = z.object({ sku: z.string(), location: z.string(), state: z.string(), quantity: z.int(), reserved: z.int(), broken: z.int(), keptBack: z.int(), available: z.int() });

export function inventoryRoutes(deps: InventoryDeps): Route[] {
  return [
    ...placeRoutes(deps), ...countRoutes(deps), ...expectedRoutes(deps),
    route({
      method: 'GET', path: '/stock', operation: 'getStock', tag: 'Stock', summary: 'Balances of SKUs by location and state', access: ['store', 'operations', 'service', 'channel', 'erp', 'viewer'],
      query: z.object({ sku: z.union([sku, z.array(sku).max(200)]).transform((one) => (Array.isArray(one) ? one : one.split(','))), location: z.string().max(63).optional() }),
      answers: { 200: { description: 'Balances', schema: z.object({ balances: z.array(BalanceView) }) } },
      handle: async ({ query, actor }) => ok({ balances: (await balances(deps.database, actor, query.sku, query.location ?? null)).map((balance) => ({ sku: balance.sku, location: balance.location, state: balance.state, quantity: balance.quantity, reserved: balance.reserved, broken: balance.broken, keptBack: balance.kept_back, available: balance.state === 'sellable' ? availableOf(balance) : 0 })) }),
    }),
    route({
      method: 'POST', path: '/stock/receipts', operation: 'receiveStock', tag: 'Stock', summary: 'Goods came in from a supplier', access: ['store', 'operations', 'erp'],
      body: z.strictObject({ location: z.string().max(63), reference: z.string().max(100).nullable().default(null), lines: z.array(z.strictObject({ sku, quantity })).min(1).max(1000) }),
      answers: { 201: { description: 'Booked', schema: z.object({ location: z.string(), reference: z.string().nullable(), lines: z.array(z.object({ sku: z.string(), quantity: z.int() })) }) }, ...problems },
      handle: async ({ body, context }) => { const { status, answer } = await receive(deps, context, body); return { status, body: answer }; },
    }),
    route({
      method: 'POST', path: '/stock/counts', operation: 'countStock', tag: 'Stock', summary: 'A shelf was counted; products that were not counted are left out, not zero', access: ['store', 'operations'],
      body: z.strictObject({ location: z.string().max(63), lines: z.array(z.strictObject({ sku, counted: z.int().min(0).max(100_000_000) })).min(1).max(1000), reason: z.string().max(200).nullable().default(null), countedAt: z.iso.datetime({ offset: true }).nullable().default(null) }),
      answers: { 201: { description: 'Booked', schema: z.object({ location: z.string(), reason: z.string().nullable(), lines: z.array(z.object({ sku: z.string(), counted: z.int(), difference: z.int() })) }) }, ...problems },
      handle: async ({ body, context }) => { const { status, answer } = await count(deps, context, body); return { status, body: answer }; },
    }),
    route({
      method: 'POST', path: '/stock/corrections', operation: 'correctStock', tag: 'Stock', summary: 'Goods changed their state where they are', access: ['store', 'operations'],
      body: z.strictObject({ location: z.string().max(63), lines: z.array(z.strictObject({ sku, from: z.enum(STOCK_STATES), to: z.enum([...STOCK_STATES, 'missing', 'found']), quantity })).min(1).max(1000), reason: z.string().min(1).max(200) }),
      answers: { 201: { description: 'Booked', schema: z.object({ location: z.string(), reason: z.string(), lines: z.array(z.object({ sku: z.string(), from: z.string(), to: z.string(), quantity: z.int() })) }) }, ...problems },
      handle: async ({ body, context }) => { const { status, answer } = await correct(deps, context, body); return { status, body: answer }; },
    }),
    route({
      method: 'GET', path: '/tasks', operation: 'listTasks', tag: 'Stock', summary: 'What is to be looked after at the account’s locations, oldest first', access: ['store', 'operations'], query: TaskQuery,
      answers: { 200: { description: 'One page of open tasks', schema: z.object({ tasks: z.array(TaskView), next: z.string().nullable() }) } },
      handle: async ({ query, actor }) => ok(await listTasks(deps.database, actor, query)),
    }),
    route({
      method: 'POST', path: '/tasks/{task}/done', operation: 'finishTask', tag: 'Stock', summary: 'A task is done', access: ['store', 'operations'], params: z.object({ task: idOf('task') }),
      answers: { 200: { description: 'The task as it is now', schema: TaskView }, 404: { description: 'No such task here', schema: Problem } },
      handle: async ({ params, context }) => ok((await finishTask(deps.database, context, params.task)).answer),
    }),
  ];
}
