/** What goes over the wire for orders. */
import { z } from 'zod';
import { Address } from '../../kernel/address.ts';
import { idOf } from '../../kernel/wire.ts';
import { OrderSnapshot, SnapshotCharge, SnapshotLine } from '../channels/index.ts';

export const PlaceBody = OrderSnapshot.extend({ channel: z.string().min(1).max(50).describe('Code of the sales channel') });

export const CancelBody = z.strictObject({
  lines: z.array(z.strictObject({ line: z.int().min(1), delivery: z.int().min(1).optional(), quantity: z.int().min(1) })).min(1).max(1000).nullable().default(null).describe('What to cancel; null cancels all that has not left'),
  reason: z.enum(['customer', 'fraud', 'payment', 'channel', 'mistake', 'not_collected']).default('customer'),
  note: z.string().max(1000).nullable().default(null),
});

export const HoldBody = z.strictObject({ reason: z.string().regex(/^[a-z][a-z0-9_]{0,49}$/, 'lower-case words joined by underscores'), owner: z.enum(['service', 'operations', 'finance', 'administrator']).default('service'), note: z.string().max(1000).nullable().default(null) });
export const ReleaseBody = z.strictObject({ reason: z.string().max(200).default('released') });
export const AddressBody = z.strictObject({ address: Address });
export const TagsBody = z.strictObject({ tags: z.array(z.string().min(1).max(100)).max(100) });
export const NoteBody = z.strictObject({ text: z.string().min(1).max(5000) });
const added = { ref: true, sku: true, gtin: true, name: true, kind: true, quantity: true, unitPrice: true, subtotal: true, discount: true, taxes: true, total: true, delivery: true, bundle: true, properties: true } as const;
export const AddLinesBody = z.strictObject({
  lines: z.array(SnapshotLine.pick(added)).max(200).default([]),
  charges: z.array(SnapshotCharge.pick({ ref: true, kind: true, name: true, subtotal: true, discount: true, taxes: true, total: true, delivery: true })).max(50).default([]),
});
export const QuantityBody = z.strictObject({ quantity: z.int().min(0).max(1_000_000).describe('Units of the line that are to be left'), reason: z.enum(['customer', 'fraud', 'payment', 'channel', 'mistake']).default('customer') });
export const OrderLineParams = z.object({ order: idOf('order'), line: z.coerce.number().int().min(1).max(100_000) });
export const OrderParams = z.object({ order: idOf('order') });
export const OrderHoldParams = z.object({ order: idOf('order'), hold: idOf('hold') });
export const OrderDeliveryParams = z.object({ order: idOf('order'), delivery: z.coerce.number().int().min(1) });
