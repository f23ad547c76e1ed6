/** What is checked when a customer collects: the retailer's own policy, as a setting. */
import { z } from 'zod';
import type { Queryable } from '../../kernel/database.ts';
import { activeDocument } from '../documents/index.ts';
import type { DocumentKind } from '../documents/index.ts';

export const PickupPolicy = z.strictObject({
  code: z.boolean().describe('The pickup code of the message must be shown'),
  identification: z.boolean().describe('A proof of identity must be shown'),
});
export type PickupPolicy = z.infer<typeof PickupPolicy>;

const KIND = 'pickup-policy';
const NAME = 'default';
const UNTIL_THERE_IS_ONE: PickupPolicy = { code: true, identification: false };

export const pickupPolicyKind: DocumentKind = {
  kind: KIND, title: 'What is checked when a customer collects', editors: ['operations'],
  check: (body, { name }) => {
    const read = PickupPolicy.safeParse(body);
    if (!read.success) return read.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
    return name === NAME ? [] : [{ path: 'name', message: `there is one policy, and its name is ${NAME}` }];
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
