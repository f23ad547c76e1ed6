/** The addresses of the shop floor: work, parcels, handovers and pickups. */
import { z } from 'zod';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Role, Route } from '../../kernel/http.ts';

import { idOf, page, wire, WireId } from '../../kernel/wire.ts';
import { fold } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { OrderView, presentOrder } from '../orders/index.ts';
import { parcelsSlice, shippingProblems } from '../shipping/index.ts';
import type { Carrier } from '../shipping/index.ts';
import { accept, collect, pack, pick, putBack, receiveLoad, short, transfer } from './commands.ts';
import type { FloorDeps } from './commands.ts';
import { carrierScan, handOver, issueLabel } from './parcels.ts';
import { labelOf, listParcels, listWork, WorkQuery, WorkRow } from './queries.ts';
import { presentWork, WorkView } from './present.ts';

const STORE: readonly Role[] = ['store', 'operations'];
const Params = z.object({ fulfilment: idOf('fulfilment') });
const ParcelParams = z.object({ parcel: idOf('parcel') });
const Scans = z.array(z.strictObject({ scan: z.string().min(1).max(100).describe('Id made by the device: a scan sent again counts once'), code: z.string().min(1).max(100).describe('What was scanned: a GTIN of any length, or a SKU'), quantity: z.int().min(1).max(100_000).default(1) })).min(1).max(500);
const Lines = z.array(z.strictObject({ line: z.int().min(1), quantity: z.int().min(1) })).min(1).max(1000);
const ParcelView = z.object({ id: WireId, number: z.string(), status: z.string(), carrier: z.string(), product: z.string(), barcode: z.string().nullable(), trackingUrl: z.string().nullable(), problem: z.string().nullable(), weightGrams: z.int(), lines: z.array(z.object({ line: z.int(), quantity: z.int() })) });

const work = { 200: { description: 'The work as it is now', schema: WorkView }, 404: { description: 'No such work here', schema: Problem }, 409: { description: 'It cannot be done now', schema: Problem }, 422: { description: 'It does not fit', schema: Problem } };
const ScanResultView = z.object({ scan: z.string(), result: z.enum(['counted', 'already', 'refused']), line: z.int().nullable(), problem: z.object({ code: z.string(), detail: z.string() }).nullable() });

export interface FloorRouteDeps extends FloorDeps {
  /** Called right after packing: the store gets its label in the same answer where the carrier is quick. */
  packed?(parcels: readonly string[]): Promise<void>;
  carriers: ReadonlyMap<string, Pick<Carrier, 'code' | 'name' | 'recognises' | 'trackingUrl'>>;
}

function presentParcel(stream: Stream, id: string): z.infer<typeof ParcelView> {
  const parcel = fold(stream, parcelsSlice).get(id);
  if (!parcel) throw shippingProblems.parcel_unknown({ detail: `There is no parcel ${id}.` });
  const { number, status, carrier, product, barcode, trackingUrl, problem, weightGrams, lines } = parcel;
  return { id: wire('parcel', id), number, status, carrier, product, barcode, trackingUrl, problem, weightGrams, lines };
}

export function fulfilmentRoutes(deps: FloorRouteDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/fulfilments', operation: 'listWork', tag: 'Shop floor', summary: 'Work of the account’s locations, most urgent first', access: STORE, query: WorkQuery,
      answers: { 200: { description: 'One page', schema: z.object({ fulfilments: z.array(WorkRow), next: z.string().nullable() }) } },
      handle: async ({ query, actor }) => ok(await listWork(deps.database, actor, query)),
    }),
    route({
      method: 'GET', path: '/fulfilments/{fulfilment}', operation: 'getWork', tag: 'Shop floor', summary: 'One work order with its products, counts and parcels', access: STORE, params: Params, answers: work,
      handle: async ({ params, actor }) => ok(await presentWork(deps, actor, params.fulfilment)),
    }),
    route({
      method: 'POST', path: '/fulfilments/{fulfilment}/accept', operation: 'acceptWork', tag: 'Shop floor', summary: 'Take the work up', access: STORE, params: Params, answers: work,
      handle: async ({ params, context, actor }) => { await accept(deps, context, params.fulfilment, () => ({})); return ok(await presentWork(deps, actor, params.fulfilment)); },
    }),
    route({
      method: 'POST', path: '/fulfilments/{fulfilment}/pick', operation: 'pick', tag: 'Shop floor', summary: 'Count scanned products',
      description: 'Each scan counts once by its own id. A single wrong scan is refused (422); of several, each refused one is named and the others count.',
      access: STORE, params: Params, body: z.strictObject({ scans: Scans, shelf: z.string().min(1).max(50).nullable().default(null).describe('Shelf place of a pickup') }),
      answers: { ...work, 200: { description: 'What was counted', schema: z.object({ scans: z.array(ScanResultView), fulfilment: WorkView }) } },
      handle: async ({ params, body, context, actor }) => {
        const { answer } = await pick(deps, context, params.fulfilment, body.scans, body.shelf, (_stream, results) => ({ scans: results }));
        return ok({ ...answer, fulfilment: await presentWork(deps, actor, params.fulfilment) });
      },
    }),
    route({
      method: 'POST', path: '/fulfilments/{fulfilment}/short', operation: 'reportShort', tag: 'Shop floor', summary: 'Say that something cannot be delivered from here; it is planned again at once',
      access: STORE, params: Params, body: z.strictObject({ line: z.int().min(1), quantity: z.int().min(1).default(1), reason: z.string().min(1).max(50), note: z.string().max(1000).nullable().default(null) }),
      answers: { ...work, 200: { description: 'Where it goes now', schema: z.object({ reassigned: z.array(z.object({ location: z.string(), quantity: z.int() })), cancelled: z.int(), waiting: z.int() }) } },
      handle: async ({ params, body, context }) => ok((await short(deps, context, params.fulfilment, body, (_stream, result) => result)).answer),
    }),
    route({
      method: 'GET', path: '/short-reasons', operation: 'listShortReasons', tag: 'Shop floor', summary: 'Reasons why something cannot be delivered, and what each does', access: STORE,
      answers: { 200: { description: 'Reasons', schema: z.object({ reasons: z.array(z.object({ code: z.string(), label: z.object({ en: z.string(), nl: z.string() }), stock: z.string(), excludeMinutes: z.int().nullable(), count: z.boolean() })) }) } },
      handle: async () => ok({ reasons: await deps.shortReasons() }),
    }),
    route({
      method: 'POST', path: '/fulfilments/{fulfilment}/pack', operation: 'pack', tag: 'Shop floor', summary: 'Pack what is picked into one or more parcels; each gets its label',
      access: STORE, params: Params, body: z.strictObject({ parcels: z.array(z.strictObject({ lines: Lines.nullable().default(null), weightGrams: z.int().min(1).max(1_000_000).nullable().default(null) })).min(1).max(50).default([{ lines: null, weightGrams: null }]) }),
      answers: { ...work, 200: { description: 'The parcels', schema: z.object({ parcels: z.array(ParcelView) }) } },
      handle: async ({ params, body, context }) => {
        let made: readonly string[] = [];
        const { answer } = await pack(deps, context, params.fulfilment, body.parcels, (stream, parcels) => {
          made = parcels;
          return { parcels: parcels.map((id) => presentParcel(stream, id)) };
        });
        // The labels are asked for outside the transaction; whether they came is in the parcels, not in the kept answer.
        await deps.packed?.(made);
        return ok(answer);
      },
    }),
    route({
      method: 'POST', path: '/fulfilments/{fulfilment}/put-back', operation: 'putBack', tag: 'Shop floor', summary: 'Picked products of cancelled lines are back on the shelf', access: STORE, params: Params, answers: work,
      handle: async ({ params, context, actor }) => { await putBack(deps, context, params.fulfilment, () => ({})); return ok(await presentWork(deps, actor, params.fulfilment)); },
    }),
    route({
      method: 'POST', path: '/fulfilments/{fulfilment}/transfer', operation: 'transfer', tag: 'Shop floor', summary: 'Hand a transfer to the van, in a tote or other load',
      access: STORE, params: Params, body: z.strictObject({ load: z.string().regex(/^[A-Za-z0-9-]{1,40}$/, 'letters, digits and dashes').describe('Code on the tote'), scans: Scans.or(z.array(z.never()).max(0)).default([]) }),
      answers: { ...work, 200: { description: 'Handed over', schema: z.object({ load: WireId, code: z.string() }) } },
      handle: async ({ params, body, context }) => ok((await transfer(deps, context, params.fulfilment, body.load, body.scans, (_stream, load) => ({ load: wire('load', load), code: body.load }))).answer),
    }),
    route({
      method: 'POST', path: '/loads/{code}/receive', operation: 'receiveLoad', tag: 'Shop floor', summary: 'A tote or van transfer has arrived', access: STORE, params: z.object({ code: z.string().max(40) }),
      answers: { ...work, 200: { description: 'Booked in', schema: z.object({ load: WireId, orders: z.array(WireId) }) } },
      handle: async ({ params, context }) => ok((await receiveLoad(deps, context, params.code, ({ load, orders }) => ({ load: wire('load', load), orders: orders.map((order) => wire('order', order)) }))).answer),
    }),
    route({
      method: 'GET', path: '/parcels', operation: 'listParcels', tag: 'Shop floor', summary: 'Parcels of the account’s locations by status', access: STORE, query: z.object({ ...page, status: z.enum(['packed', 'labelled', 'shipped', 'at_pickup_point', 'returning', 'delivered', 'lost']).optional(), location: z.string().max(63).optional() }),
      answers: { 200: { description: 'One page', schema: z.object({ parcels: z.array(z.object({ id: WireId, order: WireId, location: z.string(), status: z.string(), carrier: z.string().nullable(), barcode: z.string().nullable(), problem: z.string().nullable(), packedAt: z.string() })), next: z.string().nullable() }) } },
      handle: async ({ query, actor }) => ok(await listParcels(deps.database, actor, query)),
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
      answers: { ...work, 200: { description: 'The parcel', schema: ParcelView } },
      handle: async ({ params, body, context }) => {
        const carrier = deps.carriers.get(body.carrier);
        if (carrier && !carrier.recognises(body.trackingNumber)) throw shippingProblems.tracking_invalid({ detail: `"${body.trackingNumber}" is not a tracking number of ${carrier.name}. Type it as it stands on the label, or choose the other carrier.`, found: body.trackingNumber, field: 'trackingNumber' });
        const issued = { carrier: body.carrier, barcode: body.trackingNumber, trackingUrl: body.trackingUrl ?? carrier?.trackingUrl(body.trackingNumber, 'NL', '') ?? '', byHand: true, labels: [] };
        return ok((await issueLabel(deps, context, params.parcel, issued, (stream) => presentParcel(stream, params.parcel))).answer);
      },
    }),
    route({
      method: 'POST', path: '/parcels/{parcel}/scans', operation: 'reportCarrierScan', tag: 'Carriers', summary: 'What a carrier says of a parcel', access: ['carrier', 'operations'], params: ParcelParams,
      body: z.strictObject({ status: z.enum(['announced', 'accepted', 'sorted', 'out_for_delivery', 'delivered', 'delivered_neighbour', 'at_pickup_point', 'collected', 'attempted', 'returning', 'returned', 'lost', 'other']), physical: z.boolean().default(true), code: z.string().max(50).default(''), at: z.iso.datetime({ offset: true }) }),
      answers: { ...work, 200: { description: 'The parcel', schema: ParcelView } },
      handle: async ({ params, body, context }) => ok((await carrierScan(deps, context, params.parcel, body, (stream) => presentParcel(stream, params.parcel))).answer),
    }),
    route({
      method: 'POST', path: '/manifests', operation: 'handOver', tag: 'Shop floor', summary: 'Close the handover to the carrier: the parcels have left',
      access: STORE, body: z.strictObject({ location: z.string().max(63), carrier: z.string().max(50), parcels: z.array(idOf('parcel')).min(1).max(2000).nullable().default(null).describe('Scanned parcels; null takes all labelled ones') }),
      answers: { ...work, 200: { description: 'The manifest', schema: z.object({ id: WireId, location: z.string(), carrier: z.string(), parcels: z.array(z.object({ parcel: WireId, order: WireId })) }) } },
      handle: async ({ body, context }) => ok((await handOver(deps, context, body, (done) => ({ id: wire('manifest', done.manifest), location: done.location, carrier: done.carrier, parcels: done.parcels.map(({ parcel, order }) => ({ parcel: wire('parcel', parcel), order: wire('order', order) })) }))).answer),
    }),
    route({
      method: 'POST', path: '/orders/{order}/deliveries/{delivery}/collect', operation: 'collect', tag: 'Shop floor', summary: 'Hand a ready pickup to the customer against the code',
      access: STORE, params: z.object({ order: idOf('order'), delivery: z.coerce.number().int().min(1) }), body: z.strictObject({ code: z.string().max(40).nullable().default(null), lines: Lines.nullable().default(null).describe('Null hands over everything') }),
      answers: { ...work, 200: { description: 'The order', schema: OrderView } },
      handle: async ({ params, body, context, actor }) => ok((await collect(deps, context, params.order, params.delivery, body.code, body.lines, (stream) => presentOrder(stream, actor))).answer),
    }),
  ];
}

