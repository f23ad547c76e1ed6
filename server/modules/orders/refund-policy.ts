/** What customer service may give back by hand without asking anybody: the retailer's own policy, as a setting. */
import { z } from 'zod';
import type { Queryable } from '../../kernel/database.ts';
import { activeDocument } from '../documents/index.ts';
import type { DocumentKind } from '../documents/index.ts';

export const RefundPolicy = z.strictObject({
  withoutApproval: z.record(z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 currency such as EUR'), z.int().min(0).max(100_000_000))
    .describe('Per currency, how much service may give on one order by itself, in minor units; of a currency that is not named finance is always asked'),
});
export type RefundPolicy = z.infer<typeof RefundPolicy>;

const KIND = 'refund-policy';
const NAME = 'default';
/** Fifty euros: what a parcel, a sole or an apology costs, and no pair of shoes. */
const UNTIL_THERE_IS_ONE: RefundPolicy = { withoutApproval: { EUR: 5000 } };

export const refundPolicyKind: DocumentKind = {
  kind: KIND, title: 'What service may give back by hand', editors: ['finance'],
  check: (body, { name }) => {
    const read = RefundPolicy.safeParse(body);
    if (!read.success) return read.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
    return name === NAME ? [] : [{ path: 'name', message: `there is one policy, and its name is ${NAME}` }];
  },
};

/** How much service may give on one order of a currency by itself, in minor units. */
export async function limitWithoutApproval(database: Queryable, currency: string): Promise<number> {
  const active = await activeDocument(database, KIND, NAME);
  const read = active === null ? null : RefundPolicy.safeParse(active.body);
  return (read?.success ? read.data : UNTIL_THERE_IS_ONE).withoutApproval[currency] ?? 0;
}
