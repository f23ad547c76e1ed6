/** The addresses of pickups: the list of a location, one to hand over, and handing it over. */
import { z } from 'zod';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { idOf } from '../../kernel/wire.ts';
import { OrderView, presentOrder } from '../orders/index.ts';
import { collect } from './commands.ts';
import { Lines, STORE, workAnswers } from './contract.ts';
import type { FloorRouteDeps } from './contract.ts';
import { listPickups, PickupQuery, PickupRow, PickupView, presentPickup } from './pickups.ts';

const DeliveryParams = z.object({ order: idOf('order'), delivery: z.coerce.number().int().min(1).max(100_000) });

export function pickupRoutes(deps: FloorRouteDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/pickups', operation: 'listPickups', tag: 'Shop floor', summary: 'Pickups of a location: ready, being prepared, waiting for what is still to come', access: STORE, query: PickupQuery,
      answers: { 200: { description: 'One page', schema: z.object({ pickups: z.array(PickupRow), next: z.string().nullable() }) } },
      handle: async ({ query, actor }) => ok(await listPickups(deps, actor, query)),
    }),
    route({
      method: 'GET', path: '/orders/{order}/deliveries/{delivery}/pickup', operation: 'getPickup', tag: 'Shop floor', summary: 'One pickup with its products, its shelf and what must be checked', access: STORE, params: DeliveryParams,
      answers: { 200: { description: 'The pickup', schema: PickupView }, 404: { description: 'No such pickup here', schema: Problem } },
      handle: async ({ params, actor }) => ok(await presentPickup(deps, actor, params.order, params.delivery)),
    }),
    route({
      method: 'POST', path: '/orders/{order}/deliveries/{delivery}/collect', operation: 'collect', tag: 'Shop floor', summary: 'Hand a ready pickup to the customer against the code',
      description: 'The retailer’s policy (a setting of the kind `pickup-policy`) says what must be checked: the code, a proof of identity, both or nothing.',
      access: STORE, params: DeliveryParams,
      body: z.strictObject({ code: z.string().max(40).nullable().default(null), identified: z.boolean().default(false).describe('A proof of identity was looked at'), lines: Lines.nullable().default(null).describe('Null hands over everything') }),
      answers: { ...workAnswers, 200: { description: 'The order', schema: OrderView } },
      handle: async ({ params, body, context, actor }) => ok((await collect(deps, context, { ...params, ...body }, (stream) => presentOrder(stream, actor))).answer),
    }),
  ];
}
