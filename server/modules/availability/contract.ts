/** What goes over the wire about what is where, then and now, and why so much may be sold. */
import { z } from 'zod';
import { page, WireId } from '../../kernel/wire.ts';
import { STEP_NAMES } from '../sourcing/index.ts';

const sku = z.string().min(1).max(100);
const location = z.string().max(63);
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());
const Author = z.strictObject({ kind: z.string(), id: z.string(), name: z.string().nullable() });

export const DeliveryKind = z.enum(['ship', 'pickup', 'pickup_point']);

export const AtQuery = z.object({ sku, location: location.optional(), at: moment.optional().describe('Default: now') });
export const StockAt = z.strictObject({
  sku: z.string(), at: z.string().nullable().describe('Null is now'), claimsKnown: z.boolean().describe('False when what was reserved then is not all read from the journal yet: ask again in a moment'),
  wanted: z.int().nullable().describe('Units that orders want and no location has; null when not known, or at one location'),
  balances: z.array(z.strictObject({
    location: z.string(), state: z.string(), quantity: z.int(), reserved: z.int().nullable(), broken: z.int().nullable().describe('Reservations that lost their goods'), keptBack: z.int().nullable(),
    available: z.int().nullable().describe('What may still be promised of it; null when not known'),
  })),
  can: z.array(z.enum(['correct', 'count'])),
});

export const MovementQuery = z.object({ ...page, sku, location: location.optional().describe('From or to it'), from: moment.optional().describe('Recorded at or after'), until: moment.optional().describe('Recorded before') });
export type MovementQuery = z.output<typeof MovementQuery>;
const Account = z.strictObject({ location: z.string().nullable(), account: z.string().describe('A state of stock at the location, or supplier, customer, missing, found or adjustment outside any') });
export const MovementView = z.strictObject({
  sku: z.string(), quantity: z.int(), from: Account, to: Account, occurredAt: z.string(), recordedAt: z.string(), by: Author,
  cause: z.strictObject({ event: z.string(), order: z.strictObject({ id: WireId, number: z.string() }).nullable(), reference: z.string().nullable().describe('Of a receipt; the reason of a count or correction; the code of a load') }),
});
export type MovementView = z.output<typeof MovementView>;

export const OverviewQuery = z.object({
  after: z.string().max(100).optional(), limit: z.coerce.number().int().min(1).max(200).default(50), location: location.optional(), product: z.string().max(100).optional(),
  search: z.string().trim().min(1).max(100).optional().describe('Beginnings of words of the name, brand or SKU'),
  state: z.enum(['negative', 'broken', 'out', 'low']).optional().describe('negative: more is promised and asked for than there is; broken: reservations lost their goods; out: nothing may be sold; low: little may be sold'),
  low: z.coerce.number().int().min(1).max(1_000_000).optional().describe('What is low, in pieces; default 5'),
});
export type OverviewQuery = z.output<typeof OverviewQuery>;
export const OverviewRow = z.strictObject({
  sku: z.string(), product: z.string(), name: z.string(), brand: z.string().nullable(), options: z.record(z.string(), z.string()), picture: z.string().nullable(),
  onHand: z.int().describe('Everything that lies at a location, in whatever state'), reserved: z.int(), broken: z.int(), wanted: z.int().describe('By orders that have no location yet'),
  available: z.int().describe('What may be sold: where its waterfall ends'), inTransit: z.int(), expected: z.int(), locations: z.int().describe('How many have any to sell'),
});
export type OverviewRow = z.output<typeof OverviewRow>;
export const Overview = z.strictObject({ items: z.array(OverviewRow), next: z.string().nullable() });

export const WaterfallQuery = z.object({
  sku, location: location.optional().describe('Default: the network'), channel: z.string().max(50).optional().describe('What this channel may sell by its rules, and was told'),
  delivery: DeliveryKind.optional().describe('How the customer gets it, with a channel; default ship, which is what channels are told'), at: moment.optional().describe('Default: now'),
}).refine((query) => query.delivery === undefined || query.channel !== undefined, { message: 'the kind of delivery matters to the rules of a channel; name the channel', path: ['delivery'] });
const quantity = z.int();
const BecauseView = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('stock_book'), location: z.string(), quantity }),
  z.strictObject({ rule: z.literal('location_closed'), location: z.string(), quantity }),
  z.strictObject({ rule: z.literal('exclusion'), location: z.string(), quantity, reason: z.string(), until: z.string(), task: WireId.nullable().describe('The count that was asked for because of it') }),
  z.strictObject({ rule: z.literal('order'), order: WireId, number: z.string(), quantity, onHold: z.boolean() }),
  z.strictObject({ rule: z.literal('quarantined_orders'), orders: z.int(), quantity }),
  z.strictObject({ rule: z.literal('selling_rule'), document: z.string().describe('Setting of kind availability'), version: z.int(), name: z.string(), location: z.string().nullable().describe('Null: over the network'), quantity }),
  z.strictObject({ rule: z.literal('no_pickup'), location: z.string(), quantity }),
  z.strictObject({ rule: z.literal('not_for_sale'), location: z.string(), quantity }),
  z.strictObject({ rule: z.literal('cannot_deliver'), location: z.string(), quantity }).describe('The location cannot deliver so, by its capabilities'),
  z.strictObject({ rule: z.literal('strategy_rule'), document: z.string().describe('Setting of kind strategy'), version: z.int(), name: z.string(), location: z.string(), quantity }).describe('Every strategy that may apply drops the location'),
]);
export const WaterfallView = z.strictObject({
  sku: z.string(), location: z.string().nullable(), at: z.string().nullable().describe('Null is now'), sell: z.int().describe('What may be sold; the changes of the steps add up to it'),
  unknown: z.array(z.enum(STEP_NAMES as [typeof STEP_NAMES[number], ...typeof STEP_NAMES])).describe('Steps whose number is not known of that moment'),
  steps: z.array(z.strictObject({ step: z.enum(STEP_NAMES as [typeof STEP_NAMES[number], ...typeof STEP_NAMES]), change: z.int().nullable().describe('Added, or taken away when negative; null when not known'), left: z.int(), because: z.array(BecauseView).describe('Which rule, where') })),
  delivery: DeliveryKind.nullable().describe('The kind of delivery that the rules were asked for; null without a channel'),
  channel: z.strictObject({ code: z.string(), name: z.string(), told: z.int().nullable(), toldAt: z.string().nullable(), problem: z.string().nullable(), due: z.boolean().describe('It is to be told again') }).nullable(),
});
export type WaterfallView = z.output<typeof WaterfallView>;

export const DocumentQuery = z.object({ ...page, kind: z.enum(['receipt', 'count', 'correction']).optional(), location: location.optional() });
export type DocumentQuery = z.output<typeof DocumentQuery>;
export const DocumentView = z.strictObject({
  id: z.string(), kind: z.enum(['receipt', 'count', 'correction']), location: z.string(), reference: z.string().nullable(), products: z.int(), units: z.int(),
  found: z.int().describe('Pieces more than the books said; of an announced receipt, more than was still expected'), missing: z.int().describe('Pieces fewer'), damaged: z.int().describe('Pieces of an announced receipt that came in damaged'), by: Author, occurredAt: z.string(), recordedAt: z.string(),
});
export type DocumentView = z.output<typeof DocumentView>;

export const TransferQuery = z.object({ ...page, location: location.optional().describe('Where it comes from or goes to') });
export type TransferQuery = z.output<typeof TransferQuery>;
export const TransferView = z.strictObject({ id: WireId, code: z.string(), origin: z.string(), destination: z.string(), status: z.enum(['handed', 'partly_received']), handedAt: z.string(), units: z.int(), orders: z.int() });
export type TransferView = z.output<typeof TransferView>;

export const OfferBody = z.strictObject({
  channel: z.string().max(50).optional().describe('A key that is bound to one channel may leave it out'),
  skus: z.array(z.string().min(1).max(100)).min(1).max(100), delivery: DeliveryKind.default('ship'),
  locations: z.array(z.string().min(1).max(63)).min(1).max(500).optional().describe('Only these'), perLocation: z.boolean().default(false).describe('Tell what each location has'),
  near: z.strictObject({
    latitude: z.number().min(-90).max(90).optional(), longitude: z.number().min(-180).max(180).optional(),
    ip: z.union([z.ipv4(), z.ipv6()]).optional().describe('The customer’s IP address: looked up in a table on this machine, and kept nowhere'),
  }).refine(({ latitude, longitude }) => (latitude === undefined) === (longitude === undefined), { message: 'give both latitude and longitude, or neither', path: ['longitude'] })
    .optional().describe('Where the customer is: for pickup, only the nearest stores are offered, as many as the rules say, by IP address or by the place given as the rule says. Where the place cannot be told all are'),
  fresh: z.boolean().default(false).describe('Read now instead of less than a second ago; slower'),
}).meta({ example: { channel: 'webshop', skus: ['boot-40', 'runner-42'], delivery: 'pickup', perLocation: true, near: { latitude: 52.01, longitude: 4.36 } } });
export type OfferBody = z.output<typeof OfferBody>;
export const OfferView = z.strictObject({
  channel: z.string(), delivery: DeliveryKind,
  items: z.array(z.strictObject({
    sku: z.string(), available: z.int().describe('What may be sold; of the locations asked for, or shown, when only some are'),
    locations: z.array(z.strictObject({ location: z.string(), available: z.int(), metres: z.int().optional().describe('From where the customer is, in a straight line') })).optional().describe('With `perLocation`: those that have any, the nearest first where the place is known'),
  })),
  unknown: z.array(z.string()).describe('SKUs that are not in the catalogue'),
});

export const PreviewBody = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'lower-case letters, digits, dots and dashes, such as pickup').describe('Under which name the document would be in force, in the place of the version that is'),
  body: z.record(z.string(), z.json()).nullable().describe('The document; null: taken out of force'), delivery: DeliveryKind.default('ship'),
});
const moved = { skus: z.int(), units: z.int() };
export const PreviewView = z.strictObject({
  delivery: DeliveryKind, skus: z.int().describe('Looked at'), all: z.boolean().describe('False when there are more than were looked at'),
  channels: z.array(z.strictObject({
    channel: z.string(), name: z.string(), before: z.int().describe('Units that may be sold now'), after: z.int(), gained: z.strictObject(moved), lost: z.strictObject({ ...moved, soldOut: z.int().describe('SKUs of which nothing would be left to sell') }),
    examples: z.array(z.strictObject({ sku: z.string(), before: z.int(), after: z.int() })).describe('Those that change most, at most ten'),
  })),
});
