/** The addresses of a delivery that goes elsewhere: where it could go, and sending it there. */
import { z } from 'zod';
import { Address } from '../../kernel/address.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Role, Route } from '../../kernel/http.ts';
import { idOf } from '../../kernel/wire.ts';
import { OrderView, presentOrder } from '../orders/index.ts';
import { changeDestination, changeOptions } from './change-commands.ts';
import type { FloorRouteDeps } from './contract.ts';

const DeliveryParams = z.object({ order: idOf('order'), delivery: z.coerce.number().int().min(1).max(100_000) });
const CHANGE: readonly Role[] = ['store', 'service', 'operations'];

export const OptionsView = z.object({
  sent: z.boolean().describe('It is sent home now: `home` is another address then'), part: z.boolean().describe('Something of it is packed, has left or was collected and stays as it is; what is offered is for the rest, which becomes a delivery of its own'),
  stores: z.array(z.object({
    location: z.string(), name: z.string(), street: z.string(), postalCode: z.string(), city: z.string(), metres: z.int().nullable().describe('As the crow flies'),
    here: z.boolean().describe('All of it is on the store’s own shelf; else the rest is brought there'), readyBy: z.string().nullable().describe('When it is ready there; null when nobody can say'),
    breaks: z.object({ document: z.string(), version: z.int(), name: z.string() }).nullable().describe('The rule of selling by which a new order would not be offered it; choosing it needs a reason. Shown only to who may'),
  })).describe('What a new order of these lines would be offered, the nearest first, to which all of it can come; the goods that it has reserved count as its own'),
  home: z.object({ price: z.int().describe('VAT included, in minor units'), arrivesBy: z.string().nullable() }).nullable().describe('Null when it cannot be sent home'), currency: z.string(),
});
export const HomeAddress = Address.extend({ street: z.string().trim().min(1).max(200), houseNumber: z.string().trim().min(1).max(20), postalCode: z.string().trim().min(1).max(20), city: z.string().trim().min(1).max(100) });
/** Where the nearest stores are counted from, where that is not where it goes now. */
const Near = z.strictObject({ postalCode: z.string().trim().min(1).max(20), country: z.string().regex(/^[A-Z]{2}$/).default('NL') });
/** Where it should go: one of the two. */
export const destination = { location: z.string().min(1).max(63).nullable().default(null).describe('A store, by its code'), address: HomeAddress.nullable().default(null).describe('A home: for what was to be collected, or another than it is sent to now'), near: Near.nullable().default(null).describe('The postal code with which the options were asked: the nearest stores are counted from it') };
export const oneOf = ({ location, address }: { location: string | null; address: unknown }): boolean => (location === null) !== (address === null);
export const NEEDS_ONE = { message: 'give a location or an address, and not both', path: ['location'] };

export const deliveryRoutes = (deps: FloorRouteDeps): Route[] => [
  route({
    method: 'GET', path: '/orders/{order}/deliveries/{delivery}/change', operation: 'listChangeOptions', tag: 'Orders', summary: 'Where else a delivery could go: other stores, the nearest first, or home', access: CHANGE, params: DeliveryParams,
    query: z.object({ postalCode: z.string().trim().min(1).max(20).optional().describe('Distances are from here; else from where it goes now'), country: z.string().regex(/^[A-Z]{2}$/).default('NL') }),
    answers: { 200: { description: 'The options', schema: OptionsView }, 404: { description: 'No such delivery here', schema: Problem }, 422: { description: 'No such delivery', schema: Problem } },
    handle: async ({ params, query, context }) => ok(await changeOptions(deps, context, { ...params, by: 'staff', near: query.postalCode === undefined ? null : { country: query.country, postalCode: query.postalCode }, byIp: null })),
  }),
  route({
    method: 'POST', path: '/orders/{order}/deliveries/{delivery}/change', operation: 'changeDelivery', tag: 'Orders', summary: 'Send a delivery elsewhere: another store, another address, home instead of a store, or a store instead of home',
    description: 'It is planned again for the new destination. What of it is packed, has left or was collected stays as it is: the rest goes on as a delivery of its own, with a number of its own in the answer. What was picked already goes on from where it lies, unless the new store has it on its own shelf: then it is put back. Shipping is taken off when nobody carries it home any more; a price for a home delivery is to be paid before its work goes on. Refused, with nothing changed, when not all of it can come there. It goes only where a new order of it would be offered to go; customer service and operations may go against a rule of selling with a reason, which is kept.',
    access: CHANGE, params: DeliveryParams,
    body: z.strictObject({ ...destination, price: z.int().min(0).max(100_000).nullable().default(null).describe('Of a home delivery, VAT included, in minor units; null is what the setting `pickup-policy` says'), reason: z.string().trim().min(1).max(500).nullable().default(null).describe('Why it goes against a rule of selling; kept with the change') }).refine(oneOf, NEEDS_ONE),
    answers: { 200: { description: 'The order as it is now', schema: OrderView }, 404: { description: 'No such delivery here', schema: Problem }, 409: { description: 'It cannot be changed any more, or not to there', schema: Problem }, 422: { description: 'No such place or delivery', schema: Problem } },
    handle: async ({ params, body: { location, address, price, reason, near }, context, actor }) => ok((await changeDestination(deps, context, { ...params, wish: address ? { address } : { location: location ?? '' }, by: 'staff', price, reason, near, byIp: null }, (stream) => presentOrder(stream, actor))).answer),
  }),
];
