/** The addresses of the shop floor: work; loads, pickups, parcels, manifests and waves have theirs beside it. */
import { z } from 'zod';
import { ok, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { wire, WireId } from '../../kernel/wire.ts';
import { accept, pack, pick, short, transfer } from './commands.ts';
import { Lines, Scans, ScanResultView, ShortBody, ShortView, STORE, workAnswers, WorkParams } from './contract.ts';
import type { FloorRouteDeps } from './contract.ts';
import { deliveryRoutes } from './routes-deliveries.ts';
import { loadRoutes } from './routes-loads.ts';
import { manifestRoutes } from './routes-manifests.ts';
import { networkRoutes } from './routes-network.ts';
import { parcelRoutes } from './routes-parcels.ts';
import { pickupRoutes } from './routes-pickups.ts';
import { putBack } from './put-back.ts';
import { reassignRoutes } from './routes-reassign.ts';
import { transferRoutes } from './routes-transfers.ts';
import { waveRoutes } from './routes-waves.ts';
import { listWork, WorkQuery, WorkRow } from './queries.ts';
import { ParcelView, presentParcel, presentWork, WorkView } from './present.ts';

export function fulfilmentRoutes(deps: FloorRouteDeps): Route[] {
  return [...workRoutes(deps), ...parcelRoutes(deps), ...manifestRoutes(deps), ...loadRoutes(deps), ...pickupRoutes(deps), ...networkRoutes(deps), ...waveRoutes(deps), ...reassignRoutes(deps), ...deliveryRoutes(deps), ...transferRoutes(deps)];
}

function workRoutes(deps: FloorRouteDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/fulfilments', operation: 'listWork', tag: 'Shop floor', summary: 'Work of the account’s locations, most urgent first', access: STORE, query: WorkQuery,
      answers: { 200: { description: 'One page', schema: z.object({ fulfilments: z.array(WorkRow), next: z.string().nullable() }) } },
      handle: async ({ query, actor }) => ok(await listWork(deps.database, actor, query)),
    }),
    route({
      method: 'GET', path: '/fulfilments/{fulfilment}', operation: 'getWork', tag: 'Shop floor', summary: 'One work order with its products, counts and parcels', access: STORE, params: WorkParams, answers: workAnswers,
      handle: async ({ params, actor }) => ok(await presentWork(deps, actor, params.fulfilment)),
    }),
    route({
      method: 'POST', path: '/fulfilments/{fulfilment}/accept', operation: 'acceptWork', tag: 'Shop floor', summary: 'Take the work up', access: STORE, params: WorkParams, answers: workAnswers,
      handle: async ({ params, context, actor }) => { await accept(deps, context, params.fulfilment, () => ({})); return ok(await presentWork(deps, actor, params.fulfilment)); },
    }),
    route({
      method: 'POST', path: '/fulfilments/{fulfilment}/pick', operation: 'pick', tag: 'Shop floor', summary: 'Count scanned products',
      description: 'Each scan counts once by its own id. A single wrong scan is refused (422); of several, each refused one is named and the others count.',
      access: STORE, params: WorkParams, body: z.strictObject({ scans: Scans, shelf: z.string().min(1).max(50).nullable().default(null).describe('Shelf place of a pickup') }),
      answers: { ...workAnswers, 200: { description: 'What was counted', schema: z.object({ scans: z.array(ScanResultView), fulfilment: WorkView }) } },
      handle: async ({ params, body, context, actor }) => {
        const { answer } = await pick(deps, context, params.fulfilment, body.scans, body.shelf, (_stream, results) => ({ scans: results }));
        return ok({ ...answer, fulfilment: await presentWork(deps, actor, params.fulfilment) });
      },
    }),
    route({
      method: 'POST', path: '/fulfilments/{fulfilment}/short', operation: 'reportShort', tag: 'Shop floor', summary: 'Say that something cannot be delivered from here; it is planned again at once',
      access: STORE, params: WorkParams, body: ShortBody,
      answers: { ...workAnswers, 200: { description: 'Where it goes now', schema: ShortView } },
      handle: async ({ params, body, context }) => ok((await short(deps, context, params.fulfilment, body, (_stream, result) => result)).answer),
    }),
    route({
      method: 'GET', path: '/short-reasons', operation: 'listShortReasons', tag: 'Shop floor', summary: 'Reasons why something cannot be delivered, and what each does', access: STORE,
      answers: { 200: { description: 'Reasons', schema: z.object({ reasons: z.array(z.object({ code: z.string(), label: z.object({ en: z.string(), nl: z.string() }), stock: z.string(), excludeMinutes: z.int().nullable(), count: z.boolean() })) }) } },
      handle: async () => ok({ reasons: await deps.shortReasons() }),
    }),
    route({
      method: 'POST', path: '/fulfilments/{fulfilment}/pack', operation: 'pack', tag: 'Shop floor', summary: 'Pack what is picked into one or more parcels; each gets its label',
      access: STORE, params: WorkParams, body: z.strictObject({ parcels: z.array(z.strictObject({ lines: Lines.nullable().default(null), weightGrams: z.int().min(1).max(1_000_000).nullable().default(null) })).min(1).max(50).default([{ lines: null, weightGrams: null }]) }),
      answers: { ...workAnswers, 200: { description: 'The parcels', schema: z.object({ parcels: z.array(ParcelView) }) } },
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
      method: 'POST', path: '/fulfilments/{fulfilment}/put-back', operation: 'putBack', tag: 'Shop floor', summary: 'Everything that was picked here and that nobody waits for any more is back on the shelf', access: STORE, params: WorkParams, answers: workAnswers,
      handle: async ({ params, context, actor }) => { await putBack(deps, context, { fulfilment: params.fulfilment, location: null, scans: null }, () => ({})); return ok(await presentWork(deps, actor, params.fulfilment)); },
    }),
    route({
      method: 'POST', path: '/fulfilments/{fulfilment}/transfer', operation: 'transfer', tag: 'Shop floor', summary: 'Hand a transfer to the van, in a tote or other load',
      access: STORE, params: WorkParams, body: z.strictObject({ load: z.string().regex(/^[A-Za-z0-9-]{1,40}$/, 'letters, digits and dashes').describe('Code on the tote'), scans: Scans.or(z.array(z.never()).max(0)).default([]) }),
      answers: { ...workAnswers, 200: { description: 'Handed over', schema: z.object({ load: WireId, code: z.string() }) } },
      handle: async ({ params, body, context }) => ok((await transfer(deps, context, params.fulfilment, body.load, body.scans, (_stream, load) => ({ load: wire('load', load), code: body.load }))).answer),
    }),
  ];
}
