/** How long goods are kept for somebody who has not paid, and how many: the retailer's own policy, as a setting. */
import { z } from 'zod';
import type { Queryable } from '../../../kernel/database.ts';
import { activeDocument } from '../../documents/index.ts';
import type { DocumentKind } from '../../documents/index.ts';

export const ReservationPolicy = z.strictObject({
  hours: z.int().min(1).max(720).describe('Hours that a reservation holds when nobody asks for another end; it never ends while the store is closed'),
  mostHours: z.int().min(1).max(720).describe('Longest that may be asked for'),
  remindHoursBefore: z.int().min(0).max(168).describe('The customer is reminded so many hours before the end; 0 reminds nobody'),
  perSku: z.int().min(1).max(1000).describe('Units of one SKU in one reservation'),
  openPerCustomer: z.int().min(1).max(100).describe('Reservations that one e-mail address may have open at a time'),
  openPerOrigin: z.int().min(1).max(1000).describe('Reservations that one address on the internet may have open at a time'),
  shareOfStock: z.int().min(1).max(100).describe('Percent of a store’s sellable units of a SKU that may be reserved without payment at a time; one unit always may'),
  price: z.enum(['reserved', 'today']).describe('What it costs in the store: as on the day of the reservation when that is less, or always today’s'),
});
export type ReservationPolicy = z.infer<typeof ReservationPolicy>;

const KIND = 'reservation-policy';
const NAME = 'default';
const UNTIL_THERE_IS_ONE: ReservationPolicy = { hours: 48, mostHours: 96, remindHoursBefore: 4, perSku: 2, openPerCustomer: 2, openPerOrigin: 5, shareOfStock: 50, price: 'reserved' };

export const reservationPolicyKind: DocumentKind = {
  kind: KIND, title: 'Reservations without payment: how long, how many, at which price', editors: ['operations'],
  check: (body, { name }) => {
    const read = ReservationPolicy.safeParse(body);
    if (!read.success) return read.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
    return [
      ...(read.data.hours > read.data.mostHours ? [{ path: 'mostHours', message: `a reservation holds ${read.data.hours} hours by itself; the longest cannot be less` }] : []),
      ...(name === NAME ? [] : [{ path: 'name', message: `there is one policy, and its name is ${NAME}` }]),
    ];
  },
};

/** The policy in force. */
export async function reservationPolicy(database: Queryable): Promise<ReservationPolicy> {
  const active = await activeDocument(database, KIND, NAME);
  const read = active === null ? null : ReservationPolicy.safeParse(active.body);
  return read?.success ? read.data : UNTIL_THERE_IS_ONE;
}
