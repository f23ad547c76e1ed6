/** The addresses of pickups: the list of a location, one to hand over, and handing it over. */
import { z } from 'zod';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { idOf } from '../../kernel/wire.ts';
import { OrderView, presentOrder } from '../orders/index.ts';
import { collect } from './collecting.ts';
import { Lines, ShortBody, ShortView, STORE, workAnswers } from './contract.ts';
import type { FloorRouteDeps } from './contract.ts';
import { reportAtCounter } from './counter-problem.ts';
import { endOfWaiting, extendPickup } from './pickup-commands.ts';
import { listPutBack, putBack, PutBackQuery, PutBackRow } from './put-back.ts';
import { listPickups, PickupQuery, PickupRow, PickupView, presentPickup } from './pickups.ts';

const DeliveryParams = z.object({ order: idOf('order'), delivery: z.coerce.number().int().min(1).max(100_000) });

export function pickupRoutes(deps: FloorRouteDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/pickups', operation: 'listPickups', tag: 'Shop floor', summary: 'Pickups of a location: ready, being prepared, waiting for what is still to come', access: STORE, query: PickupQuery,
      answers: { 200: { description: 'One page', schema: z.object({ pickups: z.array(PickupRow), next: z.string().nullable() }) } },
      handle: async ({ query, actor, context }) => ok(await listPickups(deps, actor, query, context.now)),
    }),
    route({
      method: 'GET', path: '/orders/{order}/deliveries/{delivery}/pickup', operation: 'getPickup', tag: 'Shop floor', summary: 'One pickup with its products, its shelf and what must be checked', access: STORE, params: DeliveryParams,
      answers: { 200: { description: 'The pickup', schema: PickupView }, 404: { description: 'No such pickup here', schema: Problem } },
      handle: async ({ params, actor, context }) => ok(await presentPickup(deps, actor, params.order, params.delivery, context.now)),
    }),
    route({
      method: 'POST', path: '/orders/{order}/deliveries/{delivery}/collect', operation: 'collect', tag: 'Shop floor', summary: 'Hand a ready pickup to the customer against the code',
      description: 'The retailer’s policy (a setting of the kind `pickup-policy`) says what must be checked: the code, a proof of identity, both or nothing. Refused while the payment is not secured (an authorisation that lapsed, a capture that failed), unless what is to be paid is paid at the till and sent along; finance may also release the order. Refused, too, while somebody holds the order for another reason.',
      access: STORE, params: DeliveryParams,
      body: z.strictObject({ code: z.string().max(40).nullable().default(null), identified: z.boolean().default(false).describe('A proof of identity was looked at'), lines: Lines.nullable().default(null).describe('Null hands over everything'), payment: z.strictObject({ method: z.enum(['cash', 'card']), amount: z.int().min(1).max(1_000_000_000_000).describe('In minor units: what the pickup says is to be paid, no more and no less'), ref: z.string().trim().min(1).max(200).nullable().default(null).describe('The till’s own number of the payment') }).nullable().default(null).describe('What the customer paid at the till, where the payment of the order fell through') }),
      answers: { ...workAnswers, 200: { description: 'The order', schema: OrderView } },
      handle: async ({ params, body, context, actor }) => ok((await collect(deps, context, { ...params, ...body }, (stream) => presentOrder(stream, actor))).answer),
    }),
    route({
      method: 'POST', path: '/orders/{order}/deliveries/{delivery}/extend', operation: 'extendPickup', tag: 'Shop floor', summary: 'Let a ready pickup wait longer; the customer is told until when',
      access: STORE, params: DeliveryParams, body: z.strictObject({ until: z.iso.date().nullable().default(null).describe('The new last day; null adds the days of the policy. The store must be open on it') }),
      answers: { ...workAnswers, 200: { description: 'The pickup', schema: PickupView } },
      handle: async ({ params, body, context, actor }) => { await extendPickup(deps, context, { ...params, until: body.until, by: 'staff' }, () => null); return ok(await presentPickup(deps, actor, params.order, params.delivery, context.now)); },
    }),
    route({
      method: 'POST', path: '/orders/{order}/deliveries/{delivery}/not-collected', operation: 'notCollected', tag: 'Shop floor', summary: 'Nobody came for a pickup in time: its goods are put back, its money goes back',
      description: 'Where the policy says `refund` this happens by itself after the last day. Refused while the customer may still come.',
      access: STORE, params: DeliveryParams, answers: { ...workAnswers, 200: { description: 'The order', schema: OrderView } },
      handle: async ({ params, context, actor }) => ok((await endOfWaiting(deps, context, params.order, params.delivery, (stream) => presentOrder(stream, actor))).answer),
    }),
    route({
      method: 'POST', path: '/orders/{order}/deliveries/{delivery}/problem', operation: 'reportPickupProblem', tag: 'Shop floor', summary: 'Say that what lies here for a pickup is missing or damaged; it is planned again at once',
      description: 'Of what lies ready, or was brought here and waits for the rest. The reason says what becomes of the stock, as with `reportShort`. What is ready with it can be handed over; when another one has come the customer is told again. What nobody has is cancelled, and its money goes back.',
      access: STORE, params: DeliveryParams, body: ShortBody, answers: { ...workAnswers, 200: { description: 'Where it goes now', schema: ShortView } },
      handle: async ({ params, body, context }) => ok((await reportAtCounter(deps, context, { ...params, ...body }, (_stream, result) => result)).answer),
    }),
    route({
      method: 'GET', path: '/put-back', operation: 'listPutBack', tag: 'Shop floor', summary: 'Goods that lie somewhere in a location to be put back on the shelf', access: STORE, query: PutBackQuery,
      answers: { 200: { description: 'By work order', schema: z.object({ work: z.array(PutBackRow) }) } },
      handle: async ({ query, actor }) => ok({ work: await listPutBack(deps.database, actor, query) }),
    }),
    route({
      method: 'POST', path: '/put-back', operation: 'putBackScanned', tag: 'Shop floor', summary: 'Goods that lie here to be put back are on the shelf again, and can be sold',
      description: 'What was scanned, or everything. What was brought to another store than where it was picked lies there, and that store puts it back.',
      access: STORE, body: z.strictObject({
        fulfilment: idOf('fulfilment'), location: z.string().min(1).max(63).describe('Where they are put back'),
        scans: z.array(z.strictObject({ code: z.string().min(1).max(100).describe('A GTIN of any length, or a SKU'), quantity: z.int().min(1).max(100_000).default(1) })).min(1).max(500).nullable().default(null).describe('Null: everything'),
      }),
      answers: { ...workAnswers, 200: { description: 'What is left to be put back of it there', schema: z.object({ location: z.string(), left: z.int() }) } },
      handle: async ({ body, context }) => ok((await putBack(deps, context, body, (left) => left)).answer),
    }),
  ];
}
