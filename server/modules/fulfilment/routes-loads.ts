/** The addresses of what is on its way between locations. */
import { z } from 'zod';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { idOf, wire, WireId } from '../../kernel/wire.ts';
import { STORE, workAnswers } from './contract.ts';
import type { FloorRouteDeps } from './contract.ts';
import { listLoads, LoadListRow, LoadQuery, LoadView, presentLoad } from './load-views.ts';
import { receiveLoad } from './loads.ts';

const count = z.int().min(0).max(100_000);
const CodeParams = z.object({ code: z.string().max(40) });

export function loadRoutes(deps: FloorRouteDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/loads', operation: 'listLoads', tag: 'Shop floor', summary: 'Totes and van transfers on their way to the account’s locations, or from them', access: STORE, query: LoadQuery,
      answers: { 200: { description: 'One page', schema: z.object({ loads: z.array(LoadListRow), next: z.string().nullable() }) } },
      handle: async ({ query, actor }) => ok(await listLoads(deps.database, actor, query)),
    }),
    route({
      method: 'GET', path: '/loads/{code}', operation: 'getLoad', tag: 'Shop floor', summary: 'What should be in a tote, for which orders, and what was found in it', access: STORE, params: CodeParams,
      answers: { 200: { description: 'The load', schema: LoadView }, 404: { description: 'No such load here', schema: Problem } },
      handle: async ({ params, actor }) => ok(await presentLoad(deps.database, actor, params.code)),
    }),
    route({
      method: 'POST', path: '/loads/{code}/receive', operation: 'receiveLoad', tag: 'Shop floor', summary: 'A tote or van transfer has arrived, whole or with differences',
      description: 'Without `found` everything is there. With it, each product says how many are good and how many damaged: what is missing or damaged is planned again for its order at once, what nobody expected is booked as found, and a product that is not named stays on its way. The place where a missing product came from is asked to count it.',
      access: STORE, params: CodeParams,
      body: z.strictObject({
        found: z.array(z.strictObject({ code: z.string().min(1).max(100).describe('A GTIN of any length, or a SKU'), good: count, damaged: count.default(0) })).max(1000).nullable().default(null).describe('Null: all is there'),
        shelves: z.array(z.strictObject({ order: idOf('order'), shelf: z.string().trim().min(1).max(50) })).max(1000).default([]).describe('Where the goods of an order were put'),
      }),
      answers: { ...workAnswers, 200: { description: 'Booked in', schema: z.object({ load: WireId, orders: z.array(WireId), missing: z.int(), damaged: z.int(), surplus: z.int(), outstanding: z.int() }) } },
      handle: async ({ params, body, context }) => ok((await receiveLoad(deps, context, params.code, body, ({ load, orders, ...counts }) => ({ load: wire('load', load), orders: orders.map((order) => wire('order', order)), ...counts }))).answer),
    }),
  ];
}
