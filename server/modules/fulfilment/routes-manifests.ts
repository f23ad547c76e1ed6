/** The addresses of the handover to the carrier. */
import { z } from 'zod';
import { ok, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { idOf, wire, WireId } from '../../kernel/wire.ts';
import { STORE, workAnswers } from './contract.ts';
import type { FloorRouteDeps } from './contract.ts';
import { handOver } from './parcels.ts';

export function manifestRoutes(deps: FloorRouteDeps): Route[] {
  return [
    route({
      method: 'POST', path: '/manifests', operation: 'handOver', tag: 'Shop floor', summary: 'Close the handover to the carrier: the parcels have left',
      access: STORE, body: z.strictObject({ location: z.string().max(63), carrier: z.string().max(50), parcels: z.array(idOf('parcel')).min(1).max(2000).nullable().default(null).describe('Scanned parcels; null takes all labelled ones') }),
      answers: { ...workAnswers, 200: { description: 'The manifest', schema: z.object({ id: WireId, location: z.string(), carrier: z.string(), parcels: z.array(z.object({ parcel: WireId, order: WireId })) }) } },
      handle: async ({ body, context }) => ok((await handOver(deps, context, body, (done) => ({ id: wire('manifest', done.manifest), location: done.location, carrier: done.carrier, parcels: done.parcels.map(({ parcel, order }) => ({ parcel: wire('parcel', parcel), order: wire('order', order) })) }))).answer),
    }),
  ];
}
