/** The addresses of expected receipts: what suppliers will bring, and when. */
import { z } from 'zod';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Role, Route } from '../../kernel/http.ts';
import type { InventoryDeps } from './deps.ts';
import { announce, cancelExpected, receiveExpected } from './expected-commands.ts';
import { ExpectedQuery, ExpectedRow, ExpectedView, ListCan, listExpected, presentExpected } from './expected-views.ts';

const SEE: readonly Role[] = ['store', 'operations', 'service', 'erp', 'viewer'];
const Params = z.object({ reference: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, 'letters, digits, dots, colons, dashes and underscores').describe('The purchase order or ship notice, as the ERP numbers it') });
const pieces = z.int().min(0).max(1_000_000);
const problems = { 403: { description: 'Not this account’s location', schema: Problem }, 404: { description: 'No such receipt is expected here', schema: Problem }, 409: { description: 'Nothing more comes of it', schema: Problem }, 422: { description: 'It does not fit', schema: Problem } };
const Body = z.strictObject({
  location: z.string().min(1).max(63), supplier: z.string().trim().min(1).max(200).nullable().default(null),
  lines: z.array(z.strictObject({ sku: z.string().min(1).max(100), quantity: z.int().min(1).max(1_000_000), expectedOn: z.iso.date().describe('Day on which it is expected at the location') })).min(1).max(1000),
});
const Found = z.strictObject({ code: z.string().min(1).max(100).describe('A GTIN of any length, or a SKU'), good: pieces, damaged: pieces.default(0) });

export function expectedRoutes(deps: InventoryDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/expected-receipts', operation: 'listExpectedReceipts', tag: 'Stock', summary: 'What suppliers will bring, the soonest first', access: SEE, query: ExpectedQuery,
      answers: { 200: { description: 'One page', schema: z.object({ receipts: z.array(ExpectedRow), next: z.string().nullable(), can: ListCan }) } },
      handle: async ({ query, actor, context }) => ok(await listExpected(deps.database, actor, context.now, query)),
    }),
    route({
      method: 'GET', path: '/expected-receipts/{reference}', operation: 'getExpectedReceipt', tag: 'Stock', summary: 'One expected receipt: its products, what came of it, and how much of it is sold already', access: SEE, params: Params,
      answers: { 200: { description: 'The receipt', schema: ExpectedView }, 404: problems[404] },
      handle: async ({ params, actor }) => ok(await presentExpected(deps.database, actor, params.reference)),
    }),
    route({
      method: 'PUT', path: '/expected-receipts/{reference}', operation: 'putExpectedReceipt', tag: 'Stock', summary: 'Announce what a supplier will bring, or say how it stands now',
      description: 'The whole document, under its own reference: the same again changes nothing, another quantity or date changes the line, and a line that is left out comes no more. Products that may be sold on backorder can be sold against it at once; customers who wait for it are told when its date moves, and are planned again when less comes.',
      access: ['operations', 'erp'], params: Params, body: Body,
      answers: { ...problems, 200: { description: 'As it is now', schema: ExpectedView }, 201: { description: 'Announced', schema: ExpectedView } },
      handle: async ({ params, body, context, actor }) => {
        const { status } = await announce(deps, context, { reference: params.reference, ...body });
        return { status: status === 201 ? 201 : 200, body: await presentExpected(deps.database, actor, params.reference) };
      },
    }),
    route({
      method: 'POST', path: '/expected-receipts/{reference}/receive', operation: 'receiveExpected', tag: 'Stock', summary: 'Goods of an expected receipt came in, with what differs',
      description: 'Only what is named was looked at: blank is not zero. More than was expected and products that were not expected are booked as well: that they came is a fact. What orders wait for is kept for them in the same statement; each takes its own then, first come, first served. `close`: nothing more comes, who still waits is planned again.',
      access: ['store', 'operations', 'erp'], params: Params, body: z.strictObject({ lines: z.array(Found).max(1000).default([]), close: z.boolean().default(false) }),
      answers: { ...problems, 200: { description: 'As it is now', schema: ExpectedView } },
      handle: async ({ params, body, context, actor }) => {
        await receiveExpected(deps, context, params.reference, body);
        return ok(await presentExpected(deps.database, actor, params.reference));
      },
    }),
    route({
      method: 'POST', path: '/expected-receipts/{reference}/cancel', operation: 'cancelExpectedReceipt', tag: 'Stock', summary: 'Nothing (more) comes of an expected receipt', description: 'Orders that wait for it are planned again: for other supply, or they wait or are cancelled as the strategy says.',
      access: ['operations', 'erp'], params: Params, answers: { ...problems, 200: { description: 'As it is now', schema: ExpectedView } },
      handle: async ({ params, context, actor }) => {
        await cancelExpected(deps, context, params.reference);
        return ok(await presentExpected(deps.database, actor, params.reference));
      },
    }),
  ];
}
