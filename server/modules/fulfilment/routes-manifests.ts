/** The addresses of the handover to the carrier: closing it, reading what left before, and its paper. */
import { z } from 'zod';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { idOf, wire, WireId } from '../../kernel/wire.ts';
import { STORE, workAnswers } from './contract.ts';
import type { FloorRouteDeps } from './contract.ts';
import { manifestPdf } from './manifest-document.ts';
import { listManifests, ManifestQuery, ManifestRow, ManifestView, readManifest, Signature, zoneOf } from './manifests.ts';
import { handOver } from './parcels.ts';

const Params = z.object({ manifest: idOf('manifest') });
const missing = { 404: { description: 'No such manifest here', schema: Problem } };

export function manifestRoutes(deps: FloorRouteDeps): Route[] {
  return [
    route({
      method: 'POST', path: '/manifests', operation: 'handOver', tag: 'Shop floor', summary: 'Close the handover to the carrier: the parcels have left',
      access: STORE, body: z.strictObject({
        location: z.string().max(63), carrier: z.string().max(50), parcels: z.array(idOf('parcel')).min(1).max(2000).nullable().default(null).describe('Scanned parcels; null takes all labelled ones whose payment is secured and whose order nobody holds'),
        signature: Signature.nullable().default(null).describe('Strokes of whoever takes them along, as an SVG path in a field of 600 × 200'), signedBy: z.string().trim().min(1).max(100).nullable().default(null),
      }),
      answers: { ...workAnswers, 200: { description: 'The manifest', schema: z.object({ id: WireId, location: z.string(), carrier: z.string(), parcels: z.array(z.object({ parcel: WireId, order: WireId })), stayed: z.array(WireId).describe('Announced and not handed over'), keptOut: z.array(z.object({ parcel: WireId, order: WireId, why: z.enum(['payment', 'held', 'opened']) })).describe('Asked for and not handed over, so they come off the pile: payment: not secured, and they stay; held: somebody holds the order, and they stay; opened: something in them was cancelled') }) } },
      handle: async ({ body, context }) => ok((await handOver(deps, context, body, (done) => ({
        id: wire('manifest', done.manifest), location: done.location, carrier: done.carrier, parcels: done.parcels.map(({ parcel, order }) => ({ parcel: wire('parcel', parcel), order: wire('order', order) })), stayed: done.stayed.map((parcel) => wire('parcel', parcel)), keptOut: done.keptOut.map(({ parcel, order, why }) => ({ parcel: wire('parcel', parcel), order: wire('order', order), why })),
      }))).answer),
    }),
    route({
      method: 'GET', path: '/manifests', operation: 'listManifests', tag: 'Shop floor', summary: 'Handovers of a location, the latest first', access: STORE, query: ManifestQuery,
      answers: { 200: { description: 'One page', schema: z.object({ manifests: z.array(ManifestRow), next: z.string().nullable() }) } },
      handle: async ({ query, actor }) => ok(await listManifests(deps, actor, query)),
    }),
    route({
      method: 'GET', path: '/manifests/{manifest}', operation: 'getManifest', tag: 'Shop floor', summary: 'One handover with its parcels, what stayed behind and the signature', access: STORE, params: Params,
      answers: { ...missing, 200: { description: 'The manifest', schema: ManifestView } },
      handle: async ({ params, actor }) => ok(await readManifest(deps, actor, params.manifest)),
    }),
    route({
      method: 'GET', path: '/manifests/{manifest}/document', operation: 'getManifestDocument', tag: 'Shop floor', summary: 'The manifest as a PDF to print', access: STORE, params: Params, query: z.object({ language: z.enum(['nl', 'en']).default('nl') }),
      answers: { ...missing, 200: { description: 'The document', schema: null, contentType: 'application/pdf' } },
      handle: async ({ params, query, actor }) => {
        const manifest = await readManifest(deps, actor, params.manifest);
        const bytes = await manifestPdf(manifest, query.language, await zoneOf(deps, manifest.location));
        return { status: 200, body: Buffer.from(bytes), headers: { 'content-disposition': `inline; filename="manifest-${manifest.closedAt.slice(0, 10)}.pdf"` } };
      },
    }),
  ];
}
