/** The addresses of the story: the timeline of an order, and what stands around it. */
import { z } from 'zod';
import { Address } from '../../kernel/address.ts';
import type { Database } from '../../kernel/database.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { idOf, page, WireId } from '../../kernel/wire.ts';
import { aroundOrder } from './around.ts';
import { STORY_READERS } from './permissions.ts';
import { timeline } from './timeline.ts';
import { KINDS } from './told.ts';

const OrderParams = z.object({ order: idOf('order') });
const missing = { 404: { description: 'No such order', schema: Problem } };

const EntryView = z.object({
  id: z.string().describe('Unique within the order'), kind: z.enum(KINDS), at: z.string(), by: z.object({ kind: z.string(), name: z.string().nullable().describe('What the person, key or system is called') }).nullable(),
  code: z.string().describe('What happened, e.g. parcel_shipped; the screen has words for each'), parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  lines: z.array(z.object({ line: z.int(), quantity: z.int() })), links: z.record(z.string(), z.string()).describe('Ids of what it is about: parcel, fulfilment, message, decision, payment, …'), can: z.array(z.enum(['resend'])),
});

const PersonView = z.object({ name: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable(), language: z.string().nullable(), address: Address.nullable() });
const AroundView = z.object({
  shown: z.enum(['whole', 'name', 'nothing']).describe('How much of the person this account is shown'), buyer: PersonView.nullable().describe('Null where nobody is known, was erased, or is shown'), customer: WireId.nullable(),
  deliveries: z.array(z.object({ delivery: z.int(), person: PersonView.nullable(), point: Address.nullable().describe('Of the carrier\'s pickup point it goes to'), promisedFirst: z.string().nullable().describe('As it was promised when the order was placed') })),
  variants: z.array(z.object({ sku: z.string(), name: z.string(), product: z.string(), productName: z.string(), brand: z.string().nullable(), options: z.record(z.string(), z.string()), picture: z.string().nullable(), gtins: z.array(z.string()) })),
  locations: z.array(z.object({ code: z.string(), name: z.string(), kind: z.string(), city: z.string(), latitude: z.number().nullable(), longitude: z.number().nullable(), zone: z.string(), active: z.boolean() })),
  channel: z.object({ code: z.string(), name: z.string() }).nullable(),
});

export function storyRoutes({ database }: { database: Database }): Route[] {
  return [
    route({
      method: 'GET', path: '/orders/{order}/timeline', operation: 'getOrderTimeline', tag: 'Orders', summary: 'Everything that happened around an order in one list, newest first',
      description: 'Events with who did them, messages and how they went, scans of carriers, calls to the outside that did not go well at once, notes, holds, decisions and tasks.',
      access: STORY_READERS, params: OrderParams, query: z.object({ ...page, kind: z.enum(KINDS).optional().describe('Entries of this kind only') }),
      answers: { 200: { description: 'One page', schema: z.object({ entries: z.array(EntryView), next: z.string().nullable() }) }, ...missing },
      handle: async ({ params, query, actor }) => ok(await timeline(database, actor, params.order, query)),
    }),
    route({
      method: 'GET', path: '/orders/{order}/around', operation: 'getOrderAround', tag: 'Orders', summary: 'Who and what stands around an order: contacts, products, locations and channel',
      description: 'Contacts are for service and operations, names for finance too; other readers get products, locations and channel only.',
      access: STORY_READERS, params: OrderParams, answers: { 200: { description: 'As it is now', schema: AroundView }, ...missing },
      handle: async ({ params, actor }) => ok(await aroundOrder(database, actor, params.order)),
    }),
  ];
}
