/** What each type of event tells outside: an allow-list per type, so that nothing of a person and no free text leaves with it. */
import { z } from 'zod';

const id = z.string().meta({ description: 'Id of the thing, as the API writes it' });
const count = z.int();
const minor = z.int().meta({ description: 'Whole minor units of the order currency' });
const instant = z.string().meta({ format: 'date-time' });
const location = z.string().meta({ description: 'Code of a location' });
const counts = z.array(z.object({ line: count, quantity: count }));
const tax = z.object({ name: z.string(), rate: count.meta({ description: 'Millionths: 21 % is 210000' }), amount: minor, country: z.string().nullable() });
const sold = { subtotal: minor, discount: minor, taxes: z.array(tax), total: minor };

// Left out: properties (engraving, gift text).
const OrderLine = z.object({
  line: count, ref: z.string(), sku: z.string().nullable(), gtin: z.string().nullable(), name: z.string(), kind: z.string(), quantity: count, unitPrice: minor, ...sold,
  delivery: count, bundle: z.string().nullable(), weightGrams: count, tags: z.array(z.string()), added: z.string().optional(),
});
// Left out: the coordinates of the address.
const OrderDelivery = z.object({
  delivery: count, ref: z.string(), kind: z.string(), contact: id.nullable(), country: z.string(), location: location.nullable(),
  pickupPoint: z.object({ carrier: z.string(), id: z.string(), network: z.string().nullable(), contact: id.optional() }).nullable(), method: z.string().nullable(), promisedBy: instant.nullable(), express: z.literal(true).optional(),
  splitFrom: count.optional().meta({ description: 'The delivery that it was split off from' }),
});
const OrderCharge = z.object({ ref: z.string(), kind: z.string(), name: z.string(), ...sold, delivery: count.nullable() });
const day = z.string().meta({ format: 'date' });
const waitsFor = z.object({ line: count, delivery: count, reference: z.string().meta({ description: 'Of the expected receipt' }), location, expectedOn: day, arrivesAt: instant.nullable().meta({ description: 'When it is with the customer then, or ready in the store' }) });
const expected = { reference: z.string(), location };
const parcel = { parcel: id };
const intent = { intent: id, payment: id, amount: minor };

/** By type of the journal; a type that is not here is told with its moves only. Notes, typed reasons, tracking links (they carry a postcode) and names of staff are in none. */
export const PUBLISHED: Readonly<Record<string, z.ZodType>> = {
  OrderPlaced: z.object({
    number: z.string(), channel: z.string(), externalId: z.string().nullable(), externalNumber: z.string().nullable(), placedAt: instant, test: z.boolean(), currency: z.string(), pricesIncludeTax: z.boolean(),
    customer: id.nullable(), contact: id.nullable(), language: z.string().nullable(), lines: z.array(OrderLine), deliveries: z.array(OrderDelivery), charges: z.array(OrderCharge), tags: z.array(z.string()), opening: z.boolean(),
    reservation: z.object({ location, until: instant }).optional(),
    // Left out: the cashier.
    sale: z.object({ location, till: z.string().nullable() }).optional().meta({ description: 'Where it was rung up, of a receipt of a till' }),
  }),
  HoldPlaced: z.object({ hold: id, reason: z.string(), owner: z.string(), placedAt: instant, line: count.optional().meta({ description: 'The line it is about, where it is about one' }) }),
  HoldReleased: z.object({ hold: id }),
  LinesAdded: z.object({ lines: z.array(OrderLine), charges: z.array(OrderCharge) }),
  ProductNamed: z.object({ line: count, sku: z.string(), name: z.string(), weightGrams: count, tags: z.array(z.string()), learned: z.string().nullable().meta({ description: 'The barcode that is this product’s from now on' }) }),
  ItemsCancelled: z.object({ lines: z.array(z.object({ line: count, delivery: count, quantity: count })), charges: z.array(z.object({ ref: z.string(), amount: minor })), reason: z.string() }),
  ItemsCredited: z.object({ ...parcel, lines: z.array(z.object({ line: count, delivery: count, quantity: count })), charges: z.array(z.object({ ref: z.string(), amount: minor })), reason: z.string(), replaced: z.boolean() }),
  ItemsWaiting: z.object({ lines: z.array(z.object({ line: count, delivery: count, quantity: count })), supply: z.array(waitsFor.extend({ quantity: count })).optional().meta({ description: 'Which of them wait for an expected receipt, and when they come' }) }),
  ExpectedDateMoved: z.object({ lines: z.array(waitsFor.extend({ was: day })) }),
  SupplyOverdue: z.object({ reference: z.string(), expectedOn: day, lines: z.array(z.object({ line: count, delivery: count, quantity: count })) }),
  SupplyLost: z.object({ reference: z.string(), lines: z.array(z.object({ line: count, delivery: count, quantity: count })) }),
  ReservationBroken: z.object({ fulfilment: id, location, delivery: count, line: count, sku: z.string(), quantity: count }),
  ItemsCompleted: z.object({ lines: counts }),
  AddressChanged: z.object({ delivery: count, contact: id, country: z.string() }),
  DeliveryAdded: z.object({ delivery: OrderDelivery }),
  DeliverySplit: z.object({ delivery: OrderDelivery, from: count, lines: counts, by: z.enum(['customer', 'staff']) }),
  PromiseChanged: z.object({ delivery: count, from: instant.nullable(), to: instant.nullable().meta({ description: 'Null: some of it waits for supply' }), cause: z.string() }),
  DeliveryChanged: z.object({ delivery: count, kind: z.enum(['pickup', 'ship']), location: location.nullable(), contact: id.nullable(), country: z.string(), from: z.object({ kind: z.string(), location: location.nullable() }), by: z.enum(['customer', 'staff']), charges: z.array(z.object({ ref: z.string(), amount: minor })), rule: z.string().optional(), reason: z.string().nullable().optional(), unpaid: z.literal(true).optional() }),
  PaymentAsked: z.object({ delivery: count, amount: minor, until: instant, why: z.enum(['lapsed']).optional().meta({ description: 'Set when it is not for a change: what was authorised has lapsed' }), back: z.object({ location }).nullable().meta({ description: 'The store where it goes again when it is not paid' }), undo: z.array(z.object({ kind: z.enum(['delivery', 'lines']), delivery: count.optional(), lines: z.array(count).optional(), charges: z.array(z.string()) })).optional().meta({ description: 'All that is undone when it is not paid in time, the last change first: a delivery goes where it went, lines are cancelled, charges come off' }) }),
  PaymentLapsed: z.object({ delivery: count, amount: minor, back: z.boolean() }),
  OrderTagged: z.object({ tags: z.array(z.string()) }),
  NoteAdded: z.object({ note: id }),
  GoodwillAsked: z.object({ request: id, amount: minor, reason: z.string() }),
  GoodwillGranted: z.object({ request: id.nullable(), amount: minor, reason: z.string(), charge: OrderCharge.nullable(), payout: minor }),
  GoodwillDeclined: z.object({ request: id }),
  GoodwillAbsorbed: z.object({ charges: z.array(z.object({ ref: z.string(), amount: minor })) }),
  ReservationReminded: z.object({ until: instant }),
  ReservationExtended: z.object({ until: instant }),
  ReservationBought: z.object({ sale: id, receipt: z.string(), lines: counts }),
  ReceiptAsked: z.object({ contact: id }),
  SaleVoided: z.object({ receipt: z.string().nullable(), lines: counts, charges: z.array(z.object({ ref: z.string(), amount: minor })) }),

  FulfilmentAssigned: z.object({ fulfilment: id, number: z.string(), location, delivery: count, kind: z.string(), destination: location.nullable(), lines: counts, decision: id, dueAt: instant.nullable(), arrivesAt: instant.optional(), parent: id.optional() }),
  FulfilmentAccepted: z.object({ fulfilment: id }),
  FulfilmentReleased: z.object({ fulfilment: id, location }),
  CollectionMissed: z.object({ fulfilment: id, location, delivery: count, dueAt: instant, nextAt: instant.nullable().meta({ description: 'Null: nobody can say when the next collection is' }) }),
  ItemsPicked: z.object({ fulfilment: id, location, lines: counts }),
  ItemsShorted: z.object({ fulfilment: id, location, delivery: count, line: count, sku: z.string(), quantity: count, reason: z.string() }),
  ItemsPutBack: z.object({ fulfilment: id, location, lines: counts }),
  ItemsTransferred: z.object({ fulfilment: id, load: id, origin: location, destination: location, lines: counts }),
  ItemsReceived: z.object({ fulfilment: id, load: id, location, lines: counts }),
  DeliveryReady: z.object({ delivery: count, location, shelf: z.string().nullable(), until: z.string().optional().meta({ description: 'Last day of collecting' }), expiresAt: instant.nullable().optional() }),
  PickupReminded: z.object({ delivery: count, reminder: instant }),
  PickupExtended: z.object({ delivery: count, location, by: z.enum(['customer', 'staff']), until: z.string(), expiresAt: instant.nullable() }),
  FulfilmentReassigned: z.object({ fulfilment: id, location, to: location, delivery: count, lines: counts, picked: counts }),
  WorkSubmitted: z.object({ fulfilment: id, location, delivery: count, lines: counts, again: id.optional().meta({ description: 'Given once more after a hold' }) }),
  WorkAccepted: z.object({ fulfilment: id, location, reference: z.string(), expectedAt: instant.nullable() }),
  WorkRejected: z.object({ fulfilment: id, location, reference: z.string(), lines: counts, reason: z.string(), rest: count }),
  WorkCancelRequested: z.object({ fulfilment: id, location, ask: z.string(), lines: z.array(z.object({ line: count, delivery: count, quantity: count })), reason: z.string(), withdrawn: z.boolean(), hold: z.boolean().optional().meta({ description: 'The order is held; nothing is cancelled' }) }),
  WorkCancelAccepted: z.object({ fulfilment: id, location, reference: z.string(), lines: counts, rest: count, held: counts.optional().meta({ description: 'What stays there until the order is released' }) }),
  WorkCancelRejected: z.object({ fulfilment: id, location, reference: z.string(), lines: counts }),
  WorkTakenBack: z.object({ fulfilment: id, location, reference: z.string(), lines: counts, from: z.array(location) }),
  WorkShippedBeyond: z.object({ fulfilment: id, location, reference: z.string(), goods: z.array(z.object({ sku: z.string(), quantity: count, booked: count, why: z.string() })) }),

  ItemsCollected: z.object({ delivery: count, location: location.nullable(), lines: counts }),

  ParcelPacked: z.object({ ...parcel, number: z.string(), fulfilment: id, location, delivery: count, lines: counts, weightGrams: count, carrier: z.string(), product: z.string() }),
  ParcelUnpacked: z.object(parcel),
  LabelIssued: z.object({ ...parcel, carrier: z.string(), barcode: z.string(), byHand: z.boolean() }),
  LabelFailed: z.object({ ...parcel, code: z.string(), retrying: z.boolean() }),
  ParcelShipped: z.object({ ...parcel, manifest: id.nullable(), cause: z.enum(['handover', 'scan']) }),
  ParcelAtPickupPoint: z.object({ ...parcel, code: z.string(), until: z.string().meta({ format: 'date' }).optional() }),
  ParcelReminded: z.object({ ...parcel, until: z.string().meta({ format: 'date' }) }),
  ParcelDelivered: z.object({ ...parcel, how: z.string(), code: z.string() }),
  ParcelReturning: z.object({ ...parcel, code: z.string(), reason: z.string().optional(), ask: z.boolean().optional() }),
  ParcelLost: z.object({ ...parcel, code: z.string(), ask: z.boolean().optional() }),
  ParcelFound: z.object({ ...parcel, code: z.string() }),
  ParcelDamaged: z.object({ ...parcel, code: z.string(), ask: z.boolean() }),
  ParcelClaimed: z.object(parcel),
  ParcelMatterClosed: z.object(parcel),
  ParcelTakenAlong: z.object({ ...parcel, code: z.string(), fulfilment: id, location, lines: z.array(z.object({ line: count, quantity: count })) }),
  LoadHanded: z.object({ load: id, code: z.string(), origin: location, destination: location }),
  ItemsLoaded: z.object({ load: id, order: id, fulfilment: id, lines: z.array(z.object({ line: count, sku: z.string(), quantity: count })), expectedAt: instant.optional() }),
  LoadOverdue: z.object({ load: id, location, expectedAt: instant, lookAt: instant.nullable() }),
  LoadFilled: z.object({ load: id, transfer: id, goods: z.array(z.object({ sku: z.string(), quantity: count })), expectedAt: instant.optional() }),
  LoadReceived: z.object({ load: id, location, lines: z.array(z.object({ order: id, delivery: count, line: count, sku: z.string(), good: count, damaged: count, missing: count })).optional(), goods: z.array(z.object({ sku: z.string(), good: count, damaged: count, missing: count })).optional(), surplus: z.array(z.object({ sku: z.string(), good: count, damaged: count })).optional(), outstanding: count.optional() }),

  PaymentOpened: z.object({ payment: id, operator: z.string(), ref: z.string(), method: z.string(), amount: minor }),
  PaymentAuthorised: z.object({ payment: id, operator: z.string(), ref: z.string(), method: z.string(), amount: minor, capture: z.string(), expiresAt: instant.nullable() }),
  PaymentCaptured: z.object({ payment: id, operator: z.string(), ref: z.string(), method: z.string(), amount: minor, intent: id.nullable() }),
  CaptureRequested: z.object({ ...intent, operator: z.string() }),
  CaptureFailed: z.object(intent),
  RefundRequested: z.object({ ...intent, operator: z.string() }),
  PaymentRefunded: z.object({ ...intent, intent: id.nullable(), ref: z.string().nullable() }),
  RefundFailed: z.object(intent),
  AuthorisationReleased: z.object({ ...intent, operator: z.string() }),
  AuthorisationExpired: z.object({ payment: id, amount: minor }),
  PaymentChargedBack: z.object({ payment: id, amount: minor }),

  ItemsReturned: z.object({ return: id, number: z.string(), location, lines: counts, parcel: id.optional() }),
  ItemsInspected: z.object({ return: id, location, lines: z.array(z.object({ line: count, sku: z.string(), quantity: count, disposition: z.string() })) }),

  StockReceived: z.object({ location, reference: z.string().nullable(), lines: z.array(z.object({ sku: z.string(), quantity: count })) }),
  ReceiptExpected: z.object({ ...expected, supplier: z.string().nullable(), lines: z.array(z.object({ sku: z.string(), quantity: count, expectedOn: day })) }),
  ExpectedReceiptChanged: z.object({ ...expected, supplier: z.string().nullable(), lines: z.array(z.object({ sku: z.string(), quantity: count, expectedOn: day, was: z.object({ quantity: count, expectedOn: day }).nullable() })) }),
  ExpectedReceiptReceived: z.object({ ...expected, lines: z.array(z.object({ sku: z.string(), good: count, damaged: count, over: count })) }),
  ExpectedReceiptClosed: z.object({ ...expected, reason: z.enum(['complete', 'short', 'cancelled']), lines: z.array(z.object({ sku: z.string(), quantity: count })) }),
  StockCounted: z.object({ location, lines: z.array(z.object({ sku: z.string(), counted: count, difference: count })) }),
  StockCorrected: z.object({ location, lines: z.array(z.object({ sku: z.string(), from: z.string(), to: z.string(), quantity: count })) }),
};

const account = z.union([z.object({ location, state: z.string() }), z.object({ outside: z.string() })]);
const bucket = z.object({ stage: z.string(), holder: z.string().nullable().meta({ description: 'UUID of the fulfilment, parcel, load or return that has the units' }), location: location.nullable() });

/** What an event did to the books; the same for every type. */
export const PublishedMoves = z.object({
  units: z.array(z.object({ line: count, delivery: count, quantity: count, from: bucket.nullable(), to: bucket, toDelivery: count.optional().meta({ description: 'They stay where they stand and belong to this delivery from now on' }) })).meta({ description: 'Units of order lines that went from one stage to another; from null they came into being' }),
  stock: z.array(z.object({ sku: z.string(), quantity: count, from: account, to: account })).meta({ description: 'All movements of goods, also those that the units imply' }),
  money: z.array(z.object({ account: z.string(), payment: id.optional(), amount: minor })).meta({ description: 'Entries of the money book; the account `due` is the order’s, the others a payment’s' }),
});
export type PublishedMoves = z.infer<typeof PublishedMoves>;
