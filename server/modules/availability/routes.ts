/** The addresses of what is where, then and now, and why so much may be sold. */
import { z } from 'zod';
import type { Clock, Instant } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/database.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import type { IpLocator, WorldSource } from '../sourcing/index.ts';
import { AtQuery, DocumentQuery, DocumentView, MovementQuery, MovementView, Overview, OverviewQuery, StockAt, TransferQuery, TransferView, WaterfallQuery, WaterfallView } from './contract.ts';
import { listDocuments, listTransfers } from './documents.ts';
import { listMovements } from './movements.ts';
import { stockOverview } from './overview.ts';
import { pastBalances, presentBalances } from './past.ts';
import { offerRoutes } from './routes-offer.ts';
import { maySee, READERS, stockActions } from './permissions.ts';
import { availabilityProblems } from './problems.ts';
import { waterfall } from './waterfall.ts';
import type { AvailabilityDeps } from './deps.ts';

const tag = 'Stock';
const refused = { 404: { description: 'No such product, location or channel', schema: Problem }, 422: { description: 'That moment is still to come', schema: Problem } };

/** Refuses what is not there, and a moment that has not come: then nobody knows. */
async function check({ database, clock }: AvailabilityDeps, { sku, location = null, channel = null, at = null }: { sku: string; location?: string | null; channel?: string | null; at?: Instant | null }): Promise<void> {
  const [row] = await database.query<{ sku: boolean; location: boolean; channel: boolean }>(
    `select exists (select 1 from catalogue.variant where sku = $1) as sku, $2::text is null or exists (select 1 from locations.location where code = $2) as location, $3::text is null or exists (select 1 from channels.channel where code = $3) as channel`, [sku, location, channel]);
  if (!row?.sku) throw availabilityProblems.sku_unknown({ detail: `There is no SKU ${sku}.`, found: sku, field: 'sku' });
  if (!row.location) throw availabilityProblems.location_unknown({ detail: `There is no location ${location}; GET /locations lists them.`, found: location, field: 'location' });
  if (!row.channel) throw availabilityProblems.channel_unknown({ detail: `There is no channel ${channel}; GET /channels lists them.`, found: channel, field: 'channel' });
  if (at !== null && at > clock.now()) throw availabilityProblems.not_yet({ detail: `${at} is still to come; leave it out to ask for now.`, found: at, expected: clock.now(), field: 'at' });
}

export const availabilityRoutes = (deps: AvailabilityDeps): Route[] => [...figureRoutes(deps), ...offerRoutes(deps), ...listRoutes(deps)];

function figureRoutes(deps: AvailabilityDeps): Route[] {
  const { database } = deps;
  return [
    route({
      method: 'GET', path: '/stock/at', operation: 'getStockAt', tag, summary: 'Balances of a SKU at a moment, as the books stood then', access: READERS, query: AtQuery,
      answers: { 200: { description: 'Balances by location and state', schema: StockAt }, ...refused },
      handle: async ({ query: { sku, location = null, at = null }, actor }) => {
        await check(deps, { sku, location, at });
        const { balances, wanted, claimsKnown } = at === null ? await presentBalances(database, sku, location) : await pastBalances(database, sku, at, location);
        return ok({
          sku, at, claimsKnown, wanted: location === null ? wanted : null, can: at === null ? stockActions(actor, location) : [],
          balances: balances.map(({ location: place, state, quantity, reserved, broken, keptBack }) => ({
            location: place, state, quantity, reserved, broken, keptBack,
            available: state !== 'sellable' ? 0 : reserved === null || broken === null || keptBack === null ? null : quantity - reserved - broken - keptBack,
          })),
        });
      },
    }),
    route({
      method: 'GET', path: '/stock/waterfall', operation: 'getStockWaterfall', tag, summary: 'From what lies there to what may be sold, step by step, with the rule of each', access: READERS, query: WaterfallQuery,
      answers: { 200: { description: 'The steps', schema: WaterfallView }, ...refused },
      handle: async ({ query: { sku, location = null, channel = null, delivery = 'ship', at = null } }) => {
        await check(deps, { sku, location, channel, at });
        return ok(await waterfall(deps, { sku, location, channel, delivery, at }));
      },
    }),
    route({
      method: 'GET', path: '/stock/movements', operation: 'listStockMovements', tag, summary: 'Movements of a SKU, newest first, each with its cause', access: [...READERS, 'store'], query: MovementQuery,
      description: 'An account of some locations names one of them: those of others, and of the whole network, are empty to it.',
      answers: { 200: { description: 'One page', schema: z.strictObject({ movements: z.array(MovementView), next: z.string().nullable() }) } },
      handle: async ({ query, actor }) => ok(maySee(actor, query.location) ? await listMovements(database, query) : { movements: [], next: null }),
    }),
  ];
}

function listRoutes({ database, clock }: AvailabilityDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/stock/overview', operation: 'listStock', tag, summary: 'SKUs with what there is of each', access: READERS, query: OverviewQuery,
      description: 'By SKU. With a state a page may hold fewer rows than asked for and still go on: it ends after 2,000 SKUs were looked at.',
      answers: { 200: { description: 'One page', schema: Overview } },
      handle: async ({ query }) => ok(await stockOverview(database, query, clock.now())),
    }),
    route({
      method: 'GET', path: '/stock/documents', operation: 'listStockDocuments', tag, summary: 'Receipts, counts and corrections of the stock rooms, newest first', access: READERS, query: DocumentQuery,
      answers: { 200: { description: 'One page', schema: z.strictObject({ documents: z.array(DocumentView), next: z.string().nullable() }) } },
      handle: async ({ query }) => ok(await listDocuments(database, query)),
    }),
    route({
      method: 'GET', path: '/stock/transfers', operation: 'listTransfers', tag, summary: 'Internal shipments that are under way, the oldest first', access: READERS, query: TransferQuery,
      answers: { 200: { description: 'One page', schema: z.strictObject({ transfers: z.array(TransferView), next: z.string().nullable() }) } },
      handle: async ({ query }) => ok(await listTransfers(database, query)),
    }),
  ];
}
