/** The addresses by which an external warehouse gets its work and tells what it did. */
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Role, Route } from '../../kernel/http.ts';
import type { FloorRouteDeps } from '../fulfilment/index.ts';
import { acceptWork, answerCancellation, rejectWork } from './answers.ts';
import { AcceptBody, CancellationBody, Received, ReceiptBody, RejectBody, Said, ShipBody, Shipped, WorkList, WorkListQuery, WorkParams } from './contract.ts';
import { WorkOrder } from './ports.ts';
import { listWorkOrders, workOrder } from './present.ts';
import { receiveGoods } from './receipts.ts';
import { differenceRoutes } from './routes-stock.ts';
import { shipWork } from './ship.ts';

// No Idempotency-Key is asked for: each message bears a reference of the warehouse's own, which does the same for good.
/** The office may answer for a warehouse that telephones. */
const FULFILLER: readonly Role[] = ['fulfiller', 'operations'];
const tag = 'Logistics partners';
const problem = (description: string) => ({ description, schema: Problem, contentType: 'application/problem+json' });
const refusals = { 404: problem('No such work order for this account'), 409: problem('It answers nothing, or the work order has ended'), 422: problem('It does not fit, or the reference was used for something else') };

export const partnerRoutes = (deps: FloorRouteDeps): Route[] => [...workRoutes(deps), ...answerRoutes(deps), ...differenceRoutes(deps)];

function workRoutes(deps: FloorRouteDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/logistics/work', operation: 'listWorkOrders', tag, summary: 'Work orders of the external warehouse that wait for it, the oldest first', access: [...FULFILLER, 'viewer'], query: WorkListQuery,
      answers: { 200: { description: 'One page', schema: WorkList } },
      handle: async ({ query, actor }) => ok(await listWorkOrders(deps, actor, query)),
    }),
    route({
      method: 'GET', path: '/logistics/work/{fulfilment}', operation: 'getWorkOrder', tag, summary: 'One work order of the external warehouse, with what we ask to stop', access: [...FULFILLER, 'viewer'], params: WorkParams,
      answers: { 200: { description: 'The work order', schema: WorkOrder }, 404: refusals[404] },
      handle: async ({ params, actor }) => ok(await workOrder(deps, actor, params.fulfilment)),
    }),
  ];
}

function answerRoutes(deps: FloorRouteDeps): Route[] {
  return [
    route({
      method: 'POST', path: '/logistics/work/{fulfilment}/accept', operation: 'acceptWorkOrder', tag, summary: 'The external warehouse takes the work order up', access: FULFILLER, params: WorkParams, idempotent: false, body: AcceptBody,
      example: { reference: 'VL-20931-ok', expectedAt: '2026-03-02T15:00:00Z' }, answers: { 200: { description: 'Where it stands', schema: Said }, ...refusals },
      handle: async ({ params, body, context }) => ok((await acceptWork(deps, context, params.fulfilment, body)).answer),
    }),
    route({
      method: 'POST', path: '/logistics/work/{fulfilment}/reject', operation: 'rejectWorkOrder', tag, summary: 'The external warehouse will not send it, or some lines of it: it is planned elsewhere at once', access: FULFILLER, params: WorkParams, idempotent: false, body: RejectBody,
      example: { reference: 'VL-20931-no', reason: 'out_of_stock', note: null, lines: [{ line: 1, quantity: 1 }] }, answers: { 200: { description: 'Where it stands', schema: Said }, ...refusals },
      handle: async ({ params, body, context }) => ok((await rejectWork(deps, context, params.fulfilment, body)).answer),
    }),
    route({
      method: 'POST', path: '/logistics/work/{fulfilment}/ship', operation: 'shipWorkOrder', tag, summary: 'Ship notice: what has left, in which parcels',
      description: 'A fact, which is booked as far as it goes: what was planned elsewhere meanwhile is taken back, and what nobody ordered is told in the answer and looked at by somebody of ours. Several notices may follow one another. A tracking number that is known is not booked again.',
      access: FULFILLER, params: WorkParams, idempotent: false, body: ShipBody,
      example: { reference: 'VL-20931-1', shippedAt: '2026-03-02T16:40:00Z', parcels: [{ carrier: 'postnl', trackingNumber: '3SVLTB0020931', weightGrams: 1250, lines: [{ sku: 'runner-42', quantity: 1 }] }], rest: 'follows' },
      answers: { 200: { description: 'What was booked', schema: Shipped }, ...refusals },
      handle: async ({ params, body, context }) => ok((await shipWork(deps, context, params.fulfilment, body)).answer),
    }),
    route({
      method: 'POST', path: '/logistics/work/{fulfilment}/cancellation', operation: 'answerCancellation', tag, summary: 'Whether what we asked to stop could be stopped', access: FULFILLER, params: WorkParams, idempotent: false, body: CancellationBody,
      example: { reference: 'VL-20931-c', accepted: true, reason: null }, answers: { 200: { description: 'Where it stands', schema: Said }, ...refusals },
      handle: async ({ params, body, context }) => ok((await answerCancellation(deps, context, params.fulfilment, body)).answer),
    }),
    route({
      method: 'POST', path: '/logistics/receipts', operation: 'reportReceipt', tag, summary: 'Goods that came in at the external warehouse', access: FULFILLER, idempotent: false, body: ReceiptBody,
      example: { reference: 'VL-IN-881', location: 'venlo', delivery: 'Levering 4471', lines: [{ sku: 'runner-42', quantity: 40, damaged: 1 }] },
      answers: { 200: { description: 'What was booked', schema: Received }, 404: problem('No such location for this account'), 422: refusals[422] },
      handle: async ({ body, context }) => ok((await receiveGoods(deps, context, body)).answer),
    }),
  ];
}
