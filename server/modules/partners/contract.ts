/** What goes over the wire between Spil and an external warehouse, and what the office sees of it. */
import { z } from 'zod';
import { idOf, page, WireId } from '../../kernel/wire.ts';
import { DIALOGUE_STATES } from '../dialogue/index.ts';
import type { ShortReason } from '../fulfilment/index.ts';
import { WorkOrder } from './ports.ts';

const reference = z.string().trim().min(1).max(100).describe('Your own, unique for this location; told again, you get the same answer and nothing is done twice');
const instant = z.iso.datetime({ offset: true });
const location = z.string().max(63).optional().describe('May be left out by an account of one location');
const quantity = z.int().min(1).max(1_000_000);
const note = z.string().trim().max(500).nullable().default(null);
const Lines = z.array(z.strictObject({ line: z.int().min(1), quantity })).min(1).max(1000);

export const WorkParams = z.object({ fulfilment: idOf('fulfilment') });
export const WorkListQuery = z.object({
  ...page, location: z.string().max(63).optional(), state: z.enum(DIALOGUE_STATES).optional().describe('Default: what waits for an answer or is still to be sent'),
  changedSince: instant.optional().describe('All that changed since, whatever its state; ask again from a minute before your last answer'),
});
export const WorkList = z.object({ work: z.array(WorkOrder), next: z.string().nullable() });

/** Why work is not done, and what that means for the stock. The warehouse has the say over its stock: its next report settles what is kept here. */
export const REASONS = {
  out_of_stock: { stock: 'keep', excludeMinutes: 24 * 60, count: false },
  damaged: { stock: 'damaged', excludeMinutes: null, count: false },
  lost: { stock: 'missing', excludeMinutes: 24 * 60, count: false },
  no_capacity: { stock: 'keep', excludeMinutes: 4 * 60, count: false },
  bad_address: { stock: 'keep', excludeMinutes: null, count: false },
  not_handled: { stock: 'keep', excludeMinutes: 30 * 24 * 60, count: false },
  not_shipped: { stock: 'keep', excludeMinutes: 24 * 60, count: false },
  other: { stock: 'keep', excludeMinutes: null, count: false },
} as const satisfies Record<string, Pick<ShortReason, 'stock' | 'excludeMinutes' | 'count'>>;
export type Reason = keyof typeof REASONS;
const Reasons = z.enum(Object.keys(REASONS) as [Reason, ...Reason[]]);

export const AcceptBody = z.strictObject({ reference, expectedAt: instant.nullable().default(null).describe('When you expect to send it') });
export const RejectBody = z.strictObject({ reference, reason: Reasons, note, lines: Lines.nullable().default(null).describe('Null: all that you have not sent') });
export const CancellationBody = z.strictObject({ reference, accepted: z.boolean(), reason: note, lines: Lines.nullable().default(null).describe('Of what was asked, what you could stop; null: all') });
const Parcel = z.strictObject({
  carrier: z.string().trim().min(1).max(50).describe('Code of the carrier, such as postnl'), trackingNumber: z.string().regex(/^[A-Za-z0-9-]{5,40}$/, '5 to 40 letters, digits or dashes').describe('To a store: what the store scans when it arrives'),
  trackingUrl: z.url({ protocol: /^https?$/ }).max(500).nullable().default(null), weightGrams: z.int().min(0).max(10_000_000).nullable().default(null),
  lines: z.array(z.strictObject({ sku: z.string().min(1).max(100), quantity })).min(1).max(1000),
});
export const ShipBody = z.strictObject({
  reference, shippedAt: instant.optional().describe('Default: now'), parcels: z.array(Parcel).min(1).max(100),
  rest: z.enum(['follows', 'not_coming']).default('follows').describe('What becomes of the pieces that are in no parcel'),
});
export type ShipRequest = z.output<typeof ShipBody>;
export const ReceiptBody = z.strictObject({
  reference, location, receivedAt: instant.optional().describe('Default: now'), delivery: z.string().trim().max(100).nullable().default(null).describe('The supplier’s or our number of the delivery'),
  lines: z.array(z.strictObject({ sku: z.string().min(1).max(100), quantity: z.int().min(0).max(1_000_000).default(0), damaged: z.int().min(0).max(1_000_000).default(0) })).min(1).max(5000),
});
const pieces = z.int().min(0).max(100_000_000);
export const StockReportBody = z.strictObject({
  reference, location, countedAt: instant,
  includes: z.string().max(100).nullable().default(null).describe('Your reference of the last ship notice or receipt that these figures include; null: all that was told before countedAt'),
  complete: z.boolean().default(false).describe('Every product that is there is named, so that what is not named is none. Else what is not named is not compared'),
  rows: z.array(z.strictObject({
    sku: z.string().min(1).max(100), onHand: pieces.describe('Fit to be sold, with what is set aside for our work orders'),
    damaged: pieces.nullable().default(null).describe('Null: not counted, which is not none'), quarantine: pieces.nullable().default(null).describe('Null: not counted, which is not none'),
  })).max(50_000),
});
export type StockReport = z.output<typeof StockReportBody>;

/** What answers a message about a work order: where it stands now. */
export const Said = z.object({ work: WireId, state: z.enum(DIALOGUE_STATES), open: z.int().describe('Pieces that are still to be sent'), asked: z.int().describe('Of those, pieces that we asked to stop') });
export type Said = z.infer<typeof Said>;
const Beyond = z.object({ sku: z.string(), quantity: z.int(), why: z.enum(['unknown_product', 'not_ordered', 'more_than_ordered', 'cancelled']) });
export const Shipped = Said.extend({
  parcels: z.array(z.object({ id: WireId.describe('Of the parcel, or of the load when it goes to a store'), trackingNumber: z.string(), pieces: z.int() })), takenBack: z.int().describe('Pieces that were planned elsewhere meanwhile, and are yours again'),
  beyond: z.array(Beyond).describe('What could not be booked on the order; somebody of ours looks at it'),
});
export const Received = z.object({ location: z.string(), booked: z.int(), unknown: z.array(z.string()).describe('Products that we do not know; somebody of ours looks at it') });
export const Reported = z.object({
  outcome: z.enum(['compared', 'passed_over']), reason: z.string().nullable().describe('Why it was passed over'), differences: z.int(), booked: z.int().describe('Small differences that were booked without asking'), unknown: z.array(z.string()).describe('Products that we do not know'),
});

export const DifferenceView = z.object({
  id: z.string(), location: z.string(), reference: z.string(), sku: z.string(), name: z.string(), state: z.enum(['sellable', 'damaged', 'quarantine']), reported: z.int(),
  later: z.int().describe('What they told after the last message that the report includes'), ours: z.int(), difference: z.int().describe('What they have more (positive) or less than our books'), promised: z.int().describe('Pieces set aside there for orders, in both figures'),
  status: z.enum(['open', 'booked', 'superseded']), foundAt: z.string(), bookedAt: z.string().nullable(), bookedBy: z.string().nullable(), can: z.array(z.string()),
});
export const DifferencesQuery = z.object({ ...page, location: z.string().max(63).optional(), status: z.enum(['open', 'booked', 'superseded']).default('open') });
