/** What goes over the wire in the sandbox. The sandbox is the demo's own: none of this is in the published interface. */
import { z } from 'zod';
import { SYSTEMS } from './simulators.ts';

const amount = z.int();
export const SHOPS = ['webshop', 'outlet', 'app'] as const;
export const METHODS = ['ideal', 'creditcard', 'klarna'] as const;
export type Shop = (typeof SHOPS)[number];

const Person = z.object({ email: z.string(), name: z.string(), roles: z.array(z.string()), locations: z.array(z.string()).nullable(), password: z.string(), pin: z.string().nullable() });
const Robots = z.object({ paused: z.boolean(), pace: z.number(), away: z.array(z.string()), placed: z.int(), did: z.record(z.string(), z.int()) });
export const Demo = z.object({ retailer: z.string(), visitorsPlace: z.string(), places: z.array(z.object({ code: z.string(), name: z.string(), kind: z.string() })), people: z.array(Person), robots: Robots.nullable(), pages: z.array(z.object({ system: z.enum(SYSTEMS), url: z.string() })) });
export const SignInBody = z.strictObject({ email: z.string().max(200) });

export const ProductsQuery = z.object({ shop: z.enum(SHOPS).default('webshop') });
export const Products = z.object({
  products: z.array(z.object({
    code: z.string(), name: z.string(), brand: z.string().nullable(), picture: z.string().nullable(), tags: z.array(z.string()), price: amount,
    variants: z.array(z.object({ sku: z.string(), label: z.string(), price: amount, inShop: z.int().nullable().describe('What the shop thinks there is; null for a shop that asks Spil'), available: z.int().describe('What Spil says may be sold') })),
  })),
});

/** How a visitor wants it, as the checkout of the app offers it. */
const Choice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('home'), service: z.enum(['standard', 'express']) }), z.strictObject({ kind: z.literal('store'), store: z.string().max(63) }),
  z.strictObject({ kind: z.literal('pickup_point'), carrier: z.string().max(50), id: z.string().max(100) }), z.strictObject({ kind: z.literal('mixed'), store: z.string().max(63) }),
]);
export type Choice = z.infer<typeof Choice>;
const BasketLines = z.array(z.strictObject({ sku: z.string().min(1).max(100), quantity: z.int().min(1).max(20) })).min(1).max(20);
export const OptionsBody = z.strictObject({ shop: z.enum(SHOPS), lines: BasketLines, postalCode: z.string().trim().max(10).nullable().default(null) });
export const OrderBody = z.strictObject({
  shop: z.enum(SHOPS), lines: BasketLines, choice: Choice.nullable().default(null).describe('In the app: the option that was chosen'),
  store: z.string().max(63).nullable().default(null).describe('Store of pickup; null is delivered home'), method: z.enum(METHODS),
  customer: z.strictObject({ first: z.string().trim().min(1).max(60), last: z.string().trim().min(1).max(60), email: z.email().max(254), street: z.string().trim().min(1).max(100), houseNumber: z.string().trim().min(1).max(20), postalCode: z.string().trim().min(4).max(10), city: z.string().trim().min(1).max(80), language: z.enum(['nl', 'en']).default('nl') }),
});
export type OrderWish = z.infer<typeof OrderBody>;
export const ReserveBody = OrderBody.pick({ shop: true, lines: true }).extend({ store: z.string().min(1).max(63), customer: OrderBody.shape.customer.pick({ first: true, last: true, email: true, language: true }) });
export type ReserveWish = z.infer<typeof ReserveBody>;
export const Reserving = z.object({ hours: z.int().describe('How long a reservation holds, by the policy in force') });
export const Reserved = z.object({ number: z.string(), store: z.string(), until: z.string(), code: z.string().nullable(), page: z.string().describe('The customer\'s page') });
export const Placed = z.object({ shop: z.enum(SHOPS), number: z.string(), total: amount });
export const FollowParams = z.object({ shop: z.enum(SHOPS), number: z.string().max(60) });
export const Followed = z.object({
  order: z.object({
    id: z.string(), number: z.string(), status: z.string(), onHold: z.boolean(), page: z.string().describe('The customer\'s page'),
    work: z.array(z.object({ id: z.string(), location: z.string(), name: z.string(), kind: z.string(), status: z.string(), email: z.string().nullable().describe('Account that does it') })), parcels: z.array(z.object({ barcode: z.string().nullable(), status: z.string() })),
  }).nullable().describe('Null until the order reached Spil'),
});

const MailRow = z.object({ id: z.int(), to: z.string(), subject: z.string(), receivedAt: z.string(), count: z.int() });
export const Mails = z.object({ mails: z.array(MailRow) });
export const MailsQuery = z.object({ to: z.string().max(254).optional() });
export const MailParams = z.object({ mail: z.coerce.number().int().min(1) });
export const Mail = MailRow.extend({ from: z.string(), html: z.string(), text: z.string() });

export const PARCEL_STEPS = ['accepted', 'sorted', 'out_for_delivery', 'delivered', 'delivered_neighbour', 'at_pickup_point', 'collected', 'refused', 'returned', 'lost'] as const;
export const Parcels = z.object({ parcels: z.array(z.object({ barcode: z.string(), reference: z.string().nullable(), place: z.string(), scans: z.array(z.object({ at: z.string(), place: z.string() })), next: z.array(z.enum(PARCEL_STEPS)), location: z.string().nullable(), order: z.string().nullable() })) });
export const ParcelParams = z.object({ barcode: z.string().regex(/^[A-Z0-9]{5,30}$/) });
export const AdvanceBody = z.strictObject({ to: z.enum(PARCEL_STEPS).nullable().default(null) });
export const Advanced = z.object({ steps: z.array(z.string()) });

export const Payments = z.object({ payments: z.array(z.object({ id: z.string(), method: z.string(), status: z.string(), currency: z.string(), amount, captured: amount, refunded: amount, chargedBack: amount, description: z.string(), refunds: z.array(z.object({ id: z.string(), amount, status: z.string() })) })) });
export const PaymentParams = z.object({ payment: z.string().regex(/^[A-Za-z0-9_]{3,60}$/) });
export const MoneyBody = z.strictObject({ amount: z.int().min(1).nullable().default(null).describe('Null is all that is left') });

export const Faults = z.object({ systems: z.array(z.object({ system: z.enum(SYSTEMS), scenarios: z.array(z.object({ name: z.string(), active: z.boolean(), left: z.int().describe('Calls it still concerns') })) })) });
export const FaultBody = z.strictObject({ system: z.enum(SYSTEMS), name: z.string().max(40) });
export const SystemParams = z.object({ system: z.enum(SYSTEMS) });

const Pair = z.object({ spil: z.int(), erp: z.int() });
export const ErpView = z.object({
  orders: z.array(z.object({ number: z.string(), id: z.string(), equal: z.boolean(), known: z.boolean(), waiting: z.int(), total: Pair, paid: Pair, refunded: Pair, shipped: Pair, cancelled: Pair })),
  stock: z.object({ places: z.int(), rows: z.int(), different: z.array(z.object({ sku: z.string(), location: z.string(), state: z.string(), spil: z.int(), erp: z.int() })), more: z.int() }),
  documents: z.array(z.object({ kind: z.string(), count: z.int() })), latest: z.array(z.object({ id: z.string(), kind: z.string(), order: z.string().nullable(), receivedAt: z.string(), state: z.string() })), unsent: z.int(),
});

export const RobotsBody = z.strictObject({ pace: z.number().min(0).max(240).optional(), paused: z.boolean().optional(), away: z.array(z.string().max(63)).max(50).optional(), orders: z.int().min(1).max(50).optional() });
export const RobotsView = z.object({ robots: Robots.nullable() });
