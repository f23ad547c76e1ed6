/** The addresses of returns and exchanges. */
import { z } from 'zod';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { idOf, wire, WireId } from '../../kernel/wire.ts';
import { TaxAmount } from '../channels/index.ts';
import { OrderView, presentOrder } from '../orders/index.ts';
import type { OrderDeps } from '../orders/index.ts';
import { exchange, inspectReturn, receive } from './commands.ts';

const Returned = z.array(z.strictObject({ line: z.int().min(1), quantity: z.int().min(1), condition: z.string().max(100).nullable().default(null) }));
const answers = {
  200: { description: 'The order as it is now', schema: z.object({ return: WireId, order: OrderView }) },
  404: { description: 'No such order or return', schema: Problem }, 409: { description: 'It cannot be done', schema: Problem }, 422: { description: 'It does not fit', schema: Problem },
};

export function returnRoutes(deps: OrderDeps): Route[] {
  return [
    route({
      method: 'POST', path: '/returns', operation: 'receiveReturn', tag: 'Returns', summary: 'Goods are brought back to a location; what is no longer owed is refunded', access: ['store', 'service', 'operations'],
      body: z.strictObject({ order: idOf('order'), location: z.string().max(63), lines: Returned.min(1).max(1000), reason: z.string().max(200).nullable().default(null) }), answers,
      handle: async ({ body, context, actor }) => ok((await receive(deps, context, body, (stream, id) => ({ return: wire('return', id), order: presentOrder(stream, actor) }))).answer),
    }),
    route({
      method: 'POST', path: '/returns/{return}/inspect', operation: 'inspectReturn', tag: 'Returns', summary: 'Put returned goods away by their condition', access: ['store', 'operations'], params: z.object({ return: idOf('return') }),
      body: z.strictObject({ lines: z.array(z.strictObject({ line: z.int().min(1), quantity: z.int().min(1), disposition: z.enum(['sellable', 'damaged']) })).min(1).max(1000) }), answers,
      handle: async ({ params, body, context, actor }) => ok((await inspectReturn(deps, context, params.return, body.lines, (stream) => ({ return: wire('return', params.return), order: presentOrder(stream, actor) }))).answer),
    }),
    route({
      method: 'POST', path: '/exchanges', operation: 'exchange', tag: 'Returns', summary: 'Goods back and goods out on the same order, with one signed balance', access: ['store', 'service', 'operations'],
      body: z.strictObject({
        order: idOf('order'), location: z.string().max(63), returned: Returned.max(1000),
        lines: z.array(z.strictObject({ sku: z.string().min(1).max(100), name: z.string().max(500), quantity: z.int().min(1).max(1_000_000), total: z.int().min(0).max(1_000_000_000_000), taxes: z.array(TaxAmount).max(20).default([]), weightGrams: z.int().min(0).max(1_000_000).default(0), tags: z.array(z.string().max(100)).max(100).default([]) })).max(1000),
        delivery: z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('carry_out') }), z.strictObject({ kind: z.literal('existing'), delivery: z.int().min(1) })]),
        payment: z.strictObject({ operator: z.string().max(50), ref: z.string().min(1).max(200), method: z.string().max(100), amount: z.int().min(1).max(1_000_000_000_000) }).nullable().default(null),
      }), answers,
      handle: async ({ body, context, actor }) => ok((await exchange(deps, context, body, (stream, id) => ({ return: wire('return', id), order: presentOrder(stream, actor) }))).answer),
    }),
  ];
}
