/** What is checked when a customer collects, how long a ready pickup waits, and what the customer may still change: the retailer's own policy, as a setting. */
import { z } from 'zod';
import type { Queryable } from '../../kernel/database.ts';
import { activeDocument } from '../documents/index.ts';
import type { DocumentKind } from '../documents/index.ts';

export const PickupPolicy = z.strictObject({
  code: z.boolean().describe('The pickup code of the message must be shown'),
  identification: z.boolean().describe('A proof of identity must be shown'),
  days: z.int().min(1).max(90).default(14).describe('Days that a ready pickup waits; the last of them is a day on which the store is open'),
  reminders: z.array(z.int().min(1).max(89)).max(5).default([3]).describe('So many days before the last one the customer is reminded'),
  notCollected: z.enum(['refund', 'keep']).default('refund').describe('refund: after the last day the goods go back to stock and the money to the customer, by itself; keep: both wait until somebody in the store decides'),
  extendDays: z.int().min(1).max(60).default(7).describe('Days that one extension adds'),
  customerExtensions: z.int().min(0).max(5).default(1).describe('How often the customer may extend it; the store may always'),
  customerChanges: z.enum(['never', 'until_picked', 'until_collected']).default('until_collected').describe('How long the customer may choose another store, or have it sent home instead'),
  payHours: z.int().min(1).max(336).default(24).describe('Hours within which the customer pays what a change costs more, or what was added; after them the order is again what it was'),
  homePrice: z.int().min(0).max(100_000).default(0).describe('What it costs to have a pickup sent home instead, VAT included, in minor units of the order’s currency'),
});
export type PickupPolicy = z.infer<typeof PickupPolicy>;

/** What the counter looks at. */
export const PickupCheck = PickupPolicy.pick({ code: true, identification: true });

const KIND = 'pickup-policy';
const NAME = 'default';
const UNTIL_THERE_IS_ONE: PickupPolicy = PickupPolicy.parse({ code: true, identification: false });

export const pickupPolicyKind: DocumentKind = {
  kind: KIND, title: 'Pickups: what is checked, how long they wait, what the customer may change', editors: ['operations'],
  check: (body, { name }) => {
    const read = PickupPolicy.safeParse(body);
    if (!read.success) return read.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
    return [
      ...read.data.reminders.flatMap((days, index) => (days >= read.data.days ? [{ path: `reminders.${index}`, message: `a pickup waits ${read.data.days} days: a reminder ${days} days before the last one would come before it is ready` }] : [])),
      ...(name === NAME ? [] : [{ path: 'name', message: `there is one policy, and its name is ${NAME}` }]),
    ];
  },
};

/** The policy in force. */
export async function pickupPolicy(database: Queryable): Promise<PickupPolicy> {
  const active = await activeDocument(database, KIND, NAME);
  const read = active === null ? null : PickupPolicy.safeParse(active.body);
  return read?.success ? read.data : UNTIL_THERE_IS_ONE;
}

/** A pickup code as it is derived, however it was typed or printed: "k7 p-3mx" is K7P3MX. */
export const plainCode = (typed: string): string => typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
