/** The addresses of parcels: the list, the label, a tracking number by hand, what the carrier says. */
import { z } from 'zod';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { RETURNING, shippingProblems } from '../shipping/index.ts';
import { ParcelParams, STORE, workAnswers } from './contract.ts';
import type { FloorRouteDeps } from './contract.ts';
import { carrierScan, issueLabel } from './parcels.ts';
import { ParcelView, presentParcel } from './present.ts';
import { labelOf, listParcels, ParcelQuery, ParcelRow } from './parcel-queries.ts';

/** Carriers' clocks and zones are theirs; what lies a month ahead is a year typed wrong, and would make all that really comes look old. */
const AHEAD = 30 * 86_400_000;

function notAhead(at: string, now: string): void {
  if (Date.parse(at) > Date.parse(now) + AHEAD) throw shippingProblems.impossible_time({ detail: `${at} has not come yet; tell it when it has happened.`, found: at, expected: `at most ${now}`, field: 'at' });
}

export function parcelRoutes(deps: FloorRouteDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/parcels', operation: 'listParcels', tag: 'Shop floor', summary: 'Parcels of the account’s locations, by status, carrier or barcode', access: STORE, query: ParcelQuery,
      answers: { 200: { description: 'One page', schema: z.object({ parcels: z.array(ParcelRow), next: z.string().nullable() }) } },
      handle: async ({ query, actor }) => ok(await listParcels(deps, actor, query)),
    }),
    route({
      method: 'GET', path: '/parcels/{parcel}/label', operation: 'getLabel', tag: 'Shop floor', summary: 'The label as PDF or ZPL', access: STORE, params: ParcelParams, query: z.object({ format: z.enum(['pdf', 'zpl']).default('pdf') }),
      answers: { 200: { description: 'The label', schema: null, contentType: 'application/octet-stream' }, 404: { description: 'No such parcel', schema: Problem }, 409: { description: 'No label yet', schema: Problem } },
      handle: async ({ params, query, actor }) => {
        const label = await labelOf(deps.database, actor, params.parcel, query.format);
        return { status: 200, body: label, headers: { 'content-disposition': `inline; filename="label.${query.format}"`, 'x-label-type': query.format === 'pdf' ? 'application/pdf' : 'application/zpl' } };
      },
    }),
    route({
      method: 'POST', path: '/parcels/{parcel}/tracking', operation: 'setTracking', tag: 'Shop floor', summary: 'Give a parcel a carrier and tracking number by hand, when the carrier’s system is down',
      access: STORE, params: ParcelParams, body: z.strictObject({ carrier: z.string().min(1).max(50), trackingNumber: z.string().regex(/^[A-Za-z0-9-]{5,40}$/, '5 to 40 letters, digits or dashes'), trackingUrl: z.url().max(500).nullable().default(null) }),
      answers: { ...workAnswers, 200: { description: 'The parcel', schema: ParcelView } },
      handle: async ({ params, body, context }) => {
        const carrier = deps.carriers.get(body.carrier);
        if (carrier && !carrier.recognises(body.trackingNumber)) throw shippingProblems.tracking_invalid({ detail: `"${body.trackingNumber}" is not a tracking number of ${carrier.name}. Type it as it stands on the label, or choose the other carrier.`, found: body.trackingNumber, field: 'trackingNumber' });
        const issued = { carrier: body.carrier, barcode: body.trackingNumber, trackingUrl: body.trackingUrl ?? carrier?.trackingUrl(body.trackingNumber, 'NL', '') ?? '', byHand: true, labels: [] };
        return ok((await issueLabel(deps, context, params.parcel, issued, (stream) => presentParcel(stream, params.parcel))).answer);
      },
    }),
    route({
      method: 'POST', path: '/parcels/{parcel}/scans', operation: 'reportCarrierScan', tag: 'Carriers', summary: 'What a carrier says of a parcel', access: ['carrier', 'fulfiller', 'operations'], params: ParcelParams,
      body: z.strictObject({ status: z.enum(['announced', 'accepted', 'sorted', 'out_for_delivery', 'delivered', 'delivered_neighbour', 'at_pickup_point', 'collected', 'attempted', 'returning', 'returned', 'lost', 'other']), physical: z.boolean().default(true), code: z.string().max(50).default(''), at: z.iso.datetime({ offset: true }), reason: z.enum(RETURNING).optional().describe('Why it comes back; `damaged` may come with any status') }),
      answers: { ...workAnswers, 200: { description: 'The parcel', schema: ParcelView } },
      handle: async ({ params, body: { reason, ...scan }, context }) => {
        notAhead(scan.at, context.now);
        return ok((await carrierScan(deps, context, params.parcel, { ...scan, ...(reason === undefined ? {} : { reason }) }, (stream) => presentParcel(stream, params.parcel))).answer);
      },
    }),
  ];
}
