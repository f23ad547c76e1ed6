/** What happens with parcels that do not simply arrive: the retailer's own policy, as a setting. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import { activeDocument } from '../documents/index.ts';
import type { DocumentKind } from '../documents/index.ts';

/** Why a carrier brings a parcel back, in our words. */
export const RETURNING = ['refused', 'unclaimed', 'not_home', 'wrong_address', 'damaged', 'returning'] as const;
export type ReturningReason = (typeof RETURNING)[number];

export const ParcelPolicy = z.strictObject({
  pointDays: z.int().min(1).max(60).describe('Days that a pickup point keeps a parcel, the day of arrival not counted'),
  remindDaysBefore: z.int().min(0).max(30).describe('The customer is reminded so many days before the last one; 0 reminds nobody'),
  remindAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 10:00').describe('Local time of the reminder'),
  withoutAsking: z.array(z.enum(RETURNING)).max(RETURNING.length).describe('What comes back for these reasons is refunded when it is received, and nobody decides; for the others a task opens'),
  shippingBack: z.boolean().describe('Whether the shipping costs go back too when nothing of the delivery stays with the customer'),
});
export type ParcelPolicy = z.infer<typeof ParcelPolicy>;

const KIND = 'parcel-policy';
const NAME = 'default';
/** PostNL keeps parcels at its points for a week. */
const UNTIL_THERE_IS_ONE: ParcelPolicy = { pointDays: 7, remindDaysBefore: 2, remindAt: '10:00', withoutAsking: ['refused', 'unclaimed', 'not_home'], shippingBack: true };

export const parcelPolicyKind: DocumentKind = {
  kind: KIND, title: 'What happens with parcels that do not arrive', editors: ['operations'],
  check: (body, { name }) => {
    const read = ParcelPolicy.safeParse(body);
    if (!read.success) return read.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
    return name === NAME ? [] : [{ path: 'name', message: `there is one policy, and its name is ${NAME}` }];
  },
};

/** The policy in force. */
export async function parcelPolicy(database: Queryable): Promise<ParcelPolicy> {
  const active = await activeDocument(database, KIND, NAME);
  const read = active === null ? null : ParcelPolicy.safeParse(active.body);
  return read?.success ? read.data : UNTIL_THERE_IS_ONE;
}

const ZONE = 'Europe/Amsterdam';

/** Until which day a parcel that arrived at a point is kept there, and when its customer is reminded (null: not). Pure. */
export function stayAtPoint(arrivedAt: Instant, { pointDays, remindDaysBefore, remindAt }: ParcelPolicy): { until: string; remindAt: Instant | null } {
  const arrived = Temporal.Instant.from(arrivedAt);
  const until = arrived.toZonedDateTimeISO(ZONE).toPlainDate().add({ days: pointDays });
  const reminder = until.subtract({ days: remindDaysBefore }).toZonedDateTime({ timeZone: ZONE, plainTime: Temporal.PlainTime.from(remindAt) }).toInstant();
  const sensible = remindDaysBefore > 0 && Temporal.Instant.compare(reminder, arrived.add({ hours: 12 })) > 0;
  return { until: until.toString(), remindAt: sensible ? reminder.toString({ fractionalSecondDigits: 3 }) : null };
}
