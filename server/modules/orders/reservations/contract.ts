/** What goes over the wire about reservations. */
import { z } from 'zod';
import { Barcodes } from '../../catalogue/index.ts';
import { idOf, WireId } from '../../../kernel/wire.ts';

const instant = z.iso.datetime({ offset: true });

export const ReserveBody = z.strictObject({
  channel: z.string().min(1).max(50).describe('Code of the sales channel; its price list says what it costs'),
  externalId: z.string().min(1).max(200).describe('Your own id of the reservation: the same again is answered with what there is'),
  location: z.string().min(1).max(63).describe('The store that keeps it, out of its own stock'),
  lines: z.array(z.strictObject({ sku: z.string().min(1).max(100), quantity: z.int().min(1).max(1000) })).min(1).max(20),
  customer: z.strictObject({
    externalId: z.string().max(200).nullable().default(null), name: z.string().min(1).max(200), email: z.email().max(254).describe('Told when it lies ready, before it ends, and when it has ended'),
    phone: z.string().max(50).nullable().default(null), language: z.enum(['nl', 'en']).nullable().default(null),
  }),
  until: instant.nullable().default(null).describe('When it ends; null: as the policy says. It never ends by itself while the store is closed'),
  origin: z.string().min(1).max(100).nullable().default(null).describe('The customer’s address on the internet, against hoarding; kept as a digest, as long as the reservation is open'),
}).meta({
  examples: [{ channel: 'web', externalId: 'res-1', location: 'utrecht', lines: [{ sku: 'runner-42', quantity: 1 }], customer: { name: 'Jo Doe', email: 'jo@example.com', language: 'nl' }, origin: '192.0.2.7' }],
});
export type ReserveBody = z.output<typeof ReserveBody>;

export const ExtendBody = z.strictObject({ until: instant.describe('The new end, to the second') });
export const ReservationParams = z.object({ order: idOf('order') });
export const ReservationQuery = z.object({
  location: z.string().min(1).max(63), search: z.string().trim().min(1).max(100).optional().describe('The code of the message, the number of the reservation, or a part of the customer’s name'),
});

export const ReservationView = z.object({
  order: WireId, number: z.string(), channel: z.string(), location: z.string(), customer: z.string().nullable(), placedAt: z.string(), until: z.string(),
  state: z.enum(['open', 'ready', 'bought', 'ended']).describe('ready: all that is still held lies aside; bought: something of it was; ended: let go without being bought'),
  code: z.string().nullable().describe('What the customer shows; null once it has ended'), currency: z.string(), shelves: z.array(z.string()),
  lines: z.array(z.object({
    line: z.int(), sku: z.string().nullable(), name: z.string(), picture: z.string().nullable(), options: z.record(z.string(), z.string()), ...Barcodes, quantity: z.int(), held: z.int().describe('Units still kept'), ready: z.int(), bought: z.int(),
    price: z.int().describe('Of one, as it is sold in the store by the policy in force'),
  })),
  receipts: z.array(z.string()).describe('Of the sales it was bought with'), can: z.array(z.enum(['extend', 'cancel', 'buy'])),
});
export type ReservationView = z.infer<typeof ReservationView>;
