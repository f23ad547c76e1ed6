/** The addresses of what people decide about parcels that did not simply arrive. */
import { z } from 'zod';
import { Address } from '../../kernel/address.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Role, Route } from '../../kernel/http.ts';
import { idOf } from '../../kernel/wire.ts';
import { OrderView, presentOrder } from '../orders/index.ts';
import type { OrderDeps } from '../orders/index.ts';
import { claim, close, refund, resend } from './parcel-commands.ts';

const DECIDERS: readonly Role[] = ['service', 'operations'];
const tag = 'Returns';
const params = z.object({ parcel: idOf('parcel') });
const note = z.string().trim().max(1000).nullable().default(null);
const answers = { 200: { description: 'The order as it is now', schema: OrderView }, 404: { description: 'No such parcel', schema: Problem }, 409: { description: 'Nothing is to be decided, or nobody has it', schema: Problem } };

export const parcelMatterRoutes = (deps: OrderDeps): Route[] => [
  route({
    method: 'POST', path: '/parcels/{parcel}/resend', operation: 'resendParcel', tag, summary: 'Send the goods of a lost or returning parcel again', access: DECIDERS, params, answers,
    description: 'They are sold once more at the same price in place of those in the parcel, on a delivery of their own, and reserved at once; the customer pays and gets nothing. Refused when nobody has all of them.',
    body: z.strictObject({ address: Address.nullable().default(null).describe('Null: to where the parcel was going'), note }),
    handle: async ({ params: { parcel }, body, context, actor }) => ok((await resend(deps, context, parcel, body, (stream) => presentOrder(stream, actor))).answer),
  }),
  route({
    method: 'POST', path: '/parcels/{parcel}/refund', operation: 'refundParcel', tag, summary: 'Give the money of a lost or returning parcel back, wherever its goods are', access: DECIDERS, params, answers,
    body: z.strictObject({ shipping: z.boolean().default(true).describe('Also the shipping costs, where nothing of the delivery stays with the customer'), note }),
    handle: async ({ params: { parcel }, body, context, actor }) => ok((await refund(deps, context, parcel, body, (stream) => presentOrder(stream, actor))).answer),
  }),
  route({
    method: 'POST', path: '/parcels/{parcel}/claim', operation: 'claimParcel', tag, summary: 'Note that the carrier is asked to pay for a parcel', access: DECIDERS, params, answers,
    body: z.strictObject({ reference: z.string().trim().min(1).max(100).describe('Under which the carrier knows the claim') }),
    handle: async ({ params: { parcel }, body, context, actor }) => ok((await claim(deps, context, parcel, body.reference, (stream) => presentOrder(stream, actor))).answer),
  }),
  route({
    method: 'POST', path: '/parcels/{parcel}/close', operation: 'closeParcelMatter', tag, summary: 'Say that nothing more is to be done about a parcel', access: DECIDERS, params, answers,
    body: z.strictObject({ note }),
    handle: async ({ params: { parcel }, body, context, actor }) => ok((await close(deps, context, parcel, body.note, (stream) => presentOrder(stream, actor))).answer),
  }),
];
