/** The addresses of counting sessions. */
import { z } from 'zod';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Role, Route } from '../../kernel/http.ts';
import { idOf, WireId } from '../../kernel/wire.ts';
import type { InventoryDeps } from './deps.ts';
import { CountScope } from './count-rules.ts';
import { abandonCount, closeCount, scanInto, startCount } from './count-sessions.ts';
import { CountLine, CountQuery, CountRow, CountView, listCounts, listUncounted, presentCount, UncountedQuery } from './count-views.ts';

const FLOOR: readonly Role[] = ['store', 'operations'];
const Params = z.object({ session: idOf('count') });
const problems = { 403: { description: 'Not this account’s location', schema: Problem }, 404: { description: 'No such count here', schema: Problem }, 409: { description: 'It cannot be done now', schema: Problem }, 422: { description: 'It does not fit', schema: Problem } };
const Scan = z.strictObject({
  scan: z.string().min(1).max(100).describe('Id made by the device: a scan sent again counts once'), code: z.string().min(1).max(100).describe('A GTIN of any length, or a SKU'),
  quantity: z.int().min(-10_000).max(10_000).default(1).describe('Negative takes back; 0 says that none is there'), at: z.iso.datetime({ offset: true }).nullable().default(null).describe('When it was scanned, where it is sent later'),
});
const Result = z.object({ scan: z.string(), result: z.enum(['counted', 'already', 'refused']), sku: z.string().nullable(), counted: z.int().nullable().describe('Pieces of this product so far'), problem: z.object({ code: z.string(), detail: z.string() }).nullable() });
const Booked = z.object({ location: z.string(), reason: z.string().nullable(), lines: z.array(z.object({ sku: z.string(), counted: z.int(), difference: z.int() })) });

export function countRoutes(deps: InventoryDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/count-sessions', operation: 'listCounts', tag: 'Stock', summary: 'Counts of the account’s locations, the latest first', access: FLOOR, query: CountQuery,
      answers: { 200: { description: 'One page', schema: z.object({ counts: z.array(CountRow), next: z.string().nullable() }) } },
      handle: async ({ query, actor }) => ok(await listCounts(deps.database, actor, query)),
    }),
    route({
      method: 'POST', path: '/count-sessions', operation: 'startCount', tag: 'Stock', summary: 'Start a count that several devices can scan into', access: FLOOR, body: z.strictObject({ location: z.string().max(63), scope: CountScope }),
      answers: { ...problems, 201: { description: 'Started', schema: z.object({ id: WireId }) } },
      handle: async ({ body, context }) => { const { status, answer } = await startCount(deps, context, body); return { status, body: answer }; },
    }),
    route({
      method: 'GET', path: '/count-sessions/{session}', operation: 'getCount', tag: 'Stock', summary: 'One count: what was counted against the books, and what was passed over', access: FLOOR, params: Params,
      answers: { 200: { description: 'The count', schema: CountView }, 404: problems[404] },
      handle: async ({ params, actor }) => ok(await presentCount(deps.database, actor, params.session)),
    }),
    route({
      method: 'GET', path: '/count-sessions/{session}/uncounted', operation: 'listUncounted', tag: 'Stock', summary: 'Products of a count’s scope that nobody counted yet', access: FLOOR, params: Params, query: UncountedQuery,
      answers: { 200: { description: 'One page by SKU', schema: z.object({ lines: z.array(CountLine), next: z.string().nullable() }) }, 404: problems[404] },
      handle: async ({ params, query, actor }) => ok(await listUncounted(deps.database, actor, params.session, query)),
    }),
    route({
      method: 'POST', path: '/count-sessions/{session}/scans', operation: 'scanIntoCount', tag: 'Stock', summary: 'Scan products into a count', description: 'Each scan counts once by its own id, however often it is sent; each refused one is named and the others count.',
      access: FLOOR, params: Params, body: z.strictObject({ scans: z.array(Scan).min(1).max(500) }), answers: { ...problems, 200: { description: 'What became of each', schema: z.object({ scans: z.array(Result) }) } },
      handle: async ({ params, body, context }) => ok((await scanInto(deps, context, params.session, body.scans)).answer),
    }),
    route({
      method: 'POST', path: '/count-sessions/{session}/close', operation: 'closeCount', tag: 'Stock', summary: 'Book the differences of a count, all at once', description: 'What was not counted stays as it is: blank is not zero.',
      access: FLOOR, params: Params, body: z.strictObject({ seen: z.int().min(0).max(100_000_000).describe('`entries` of the count as it was looked at; refused when somebody scanned since') }), answers: { ...problems, 200: { description: 'What was booked', schema: Booked } },
      handle: async ({ params, body, context }) => ok((await closeCount(deps, context, params.session, body.seen)).answer),
    }),
    route({
      method: 'POST', path: '/count-sessions/{session}/abandon', operation: 'abandonCount', tag: 'Stock', summary: 'Give a count up; nothing of it is booked', access: FLOOR, params: Params,
      answers: { ...problems, 200: { description: 'Given up', schema: z.object({ id: WireId }) } },
      handle: async ({ params, context }) => ok((await abandonCount(deps, context, params.session)).answer),
    }),
  ];
}
