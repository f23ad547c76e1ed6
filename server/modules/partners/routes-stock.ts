/** The addresses of stock at external warehouses: their reports, and the differences that somebody books. */
import { z } from 'zod';
import type { Actor } from '../../kernel/command.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { fromWire, toWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor } from '../../kernel/wire.ts';
import { DifferencesQuery, DifferenceView, Reported, StockReportBody } from './contract.ts';
import { bookDifference, listDifferences, takeReport } from './stock-reports.ts';
import type { DifferenceRow, StockDeps } from './stock-reports.ts';

const tag = 'Logistics partners';
export const DIFFERENCE_PREFIX = 'pdi';
const problem = (description: string) => ({ description, schema: Problem, contentType: 'application/problem+json' });

const DifferenceParams = z.object({
  difference: z.string().max(60).transform((text, context): Uuid => {
    const id = fromWire(DIFFERENCE_PREFIX, text);
    if (id !== null) return id;
    context.issues.push({ code: 'custom', message: `must be an id like ${DIFFERENCE_PREFIX}_01h2xcejqtf2nbrexx3vqjhp41`, input: text });
    return z.NEVER;
  }).meta({ type: 'string' }),
});

const view = (actor: Actor, row: DifferenceRow): z.infer<typeof DifferenceView> => ({
  id: toWire(DIFFERENCE_PREFIX, row.id), location: row.location, reference: row.reference, sku: row.sku, name: row.name ?? row.sku, state: row.state as 'sellable', reported: row.reported, later: row.later, ours: row.ours, difference: row.difference, promised: row.promised,
  status: row.status, foundAt: row.found_at, bookedAt: row.booked_at, bookedBy: row.booked_by, can: row.status === 'open' && actor.roles.some((role) => role === 'operations' || role === 'administrator') ? ['book'] : [],
});

export function differenceRoutes(deps: StockDeps): Route[] {
  return [
    route({
      method: 'POST', path: '/logistics/stock-reports', operation: 'reportStock', tag, summary: 'What the external warehouse has on its shelves',
      description: 'Compared with our books; differences are shown to somebody of ours before they are booked. What you told after the last message that the figures include is added to them first. A report that is passed over may be sent again under its reference.',
      access: ['fulfiller', 'operations'], idempotent: false, body: StockReportBody, example: { reference: 'VL-STOCK-0302', location: 'venlo', countedAt: '2026-03-02T18:00:00Z', includes: 'VL-20931-1', rows: [{ sku: 'runner-42', onHand: 41, damaged: 1 }] },
      answers: { 200: { description: 'What came of it', schema: Reported }, 404: problem('No such location for this account'), 422: problem('It does not fit') },
      handle: async ({ body, context }) => ok((await takeReport(deps, context, body)).answer),
    }),
    route({
      method: 'GET', path: '/logistics/differences', operation: 'listPartnerDifferences', tag, summary: 'Where an external warehouse’s stock differs from our books', access: ['fulfiller', 'operations', 'finance', 'viewer'], query: DifferencesQuery,
      answers: { 200: { description: 'One page', schema: z.object({ differences: z.array(DifferenceView), next: z.string().nullable() }) } },
      handle: async ({ query, actor }) => {
        const cursor = decodeCursor(query.after, ['uuid']);
        const rows = await listDifferences(deps.database, actor.locations === 'all' ? null : actor.locations, { status: query.status, location: query.location ?? null, after: (cursor?.[0] as Uuid | undefined) ?? null, limit: query.limit + 1 });
        const shown = rows.slice(0, query.limit);
        const last = shown.at(-1);
        return ok({ differences: shown.map((row) => view(actor, row)), next: rows.length > query.limit && last ? encodeCursor([last.id]) : null });
      },
    }),
    route({
      method: 'POST', path: '/logistics/differences/{difference}/book', operation: 'bookPartnerDifference', tag, summary: 'Take over the external warehouse’s figure', access: ['operations'], params: DifferenceParams,
      answers: { 200: { description: 'Booked', schema: DifferenceView }, 404: problem('No such difference'), 409: problem('It is not open any more'), 422: problem('The books have less than is missing') },
      handle: async ({ params, context, actor }) => ok(view(actor, await bookDifference(deps, context, params.difference))),
    }),
  ];
}
