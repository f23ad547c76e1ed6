/** What staff may do at a till by themselves: the retailer's own policy, as a setting. */
import { z } from 'zod';
import type { Instant } from '../../../kernel/clock.ts';
import type { Actor } from '../../../kernel/command.ts';
import type { Queryable } from '../../../kernel/database.ts';
import { formatMinor } from '../../../kernel/money.ts';
import type { Minor } from '../../../kernel/money.ts';
import { grossPrices } from '../../catalogue/index.ts';
import { zoneDate } from '../../locations/index.ts';
import { activeDocument } from '../../documents/index.ts';
import type { DocumentKind } from '../../documents/index.ts';
import type { SaleBody } from './contract.ts';
import { saleProblems } from './problems.ts';
import { hasGone } from './rules.ts';

const TillPolicy = z.strictObject({
  maxDiscount: z.int().min(0).max(1000).describe('What staff of a store may take off the price of the list by themselves, in thousandths: 100 is 10 %'),
  cashRounding: z.record(z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 currency such as EUR'), z.int().min(1).max(100)).describe('Per currency, to how many minor units cash is rounded; a currency that is not named is not rounded'),
});
type TillPolicy = z.infer<typeof TillPolicy>;

const KIND = 'till-policy';
const NAME = 'default';
/** A tenth without asking, and cash to five cents as Dutch shops do. */
const UNTIL_THERE_IS_ONE: TillPolicy = { maxDiscount: 100, cashRounding: { EUR: 5 } };

export const tillPolicyKind: DocumentKind = {
  kind: KIND, title: 'What staff may do at a till', editors: ['operations', 'finance'],
  check: (body, { name }) => {
    const read = TillPolicy.safeParse(body);
    if (!read.success) return read.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
    return name === NAME ? [] : [{ path: 'name', message: `there is one policy, and its name is ${NAME}` }];
  },
};

export async function tillPolicy(database: Queryable): Promise<TillPolicy> {
  const active = await activeDocument(database, KIND, NAME);
  const read = active === null ? null : TillPolicy.safeParse(active.body);
  return read?.success ? read.data : UNTIL_THERE_IS_ONE;
}

/** Whether an account names prices as it likes: a till system has its own rules, service and operations are trusted with it. */
export const namesPrices = (actor: Actor): boolean => actor.kind === 'system' || ['administrator', 'channel', 'service', 'operations'].some((role) => actor.roles.includes(role));

const DAY_MS = 86_400_000;

/** A line that was sold for less than staff may give. */
export interface TooCheap { index: number; sku: string; quantity: number; paid: Minor; least: Minor }

/**
 * What staff of a store may not sell at its price by themselves. The list is that of the moment of the sale or of a day before, whichever was
 * lower: the page of a device without a connection knows no newer one; or what was agreed when it was reserved.
 */
export async function tooCheap(database: Queryable, actor: Actor, sale: SaleBody, productOf: (code: string) => { sku: string; pieces: number } | undefined, { list, country, zone }: { list: string; country: string; zone: string }, agreed: (index: number) => Minor | null = () => null): Promise<TooCheap[]> {
  if (namesPrices(actor)) return [];
  const lines = sale.lines.flatMap((line, index) => { const product = line.kind === 'goods' && line.code !== null ? productOf(line.code) : undefined; return product === undefined ? [] : [{ line, index, ...product }]; });
  const skus = lines.map(({ sku }) => sku);
  const asked = (at: Instant): ReturnType<typeof grossPrices> => grossPrices(database, skus, { list, currency: sale.currency, at, country, date: zoneDate(at, zone) });
  const [{ maxDiscount }, then, before] = await Promise.all([tillPolicy(database), asked(sale.soldAt), asked(new Date(Date.parse(sale.soldAt) - DAY_MS).toISOString())]);
  return lines.flatMap(({ line, index, sku, pieces }) => {
    // The list is of one piece, and a carton's barcode stands for all that is in it.
    const quantity = line.quantity * pieces;
    const prices = [then.get(sku), before.get(sku), agreed(index) ?? undefined].flatMap((price) => price ?? []);
    const least = leastFor(Math.min(...prices), quantity, maxDiscount);
    const paid = line.unitPrice * line.quantity - line.discount;
    return prices.length > 0 && paid < least ? [{ index, sku, quantity, paid, least }] : [];
  });
}

/** Pure: refuses a price that staff may not give while the customer is still there. A receipt of a till that was offline is a fact: it is taken, and the sentence is finance's to look at; null when there is nothing to say. */
export function refuseTooCheap(cheap: readonly TooCheap[], { soldAt, currency, receipt }: Pick<SaleBody, 'soldAt' | 'currency' | 'receipt'>, now: Instant): string | null {
  const [first] = cheap;
  if (!first) return null;
  const money = (amount: Minor): string => `${formatMinor(amount, currency)} ${currency}`;
  if (!hasGone(soldAt, now)) throw saleProblems.too_cheap({ detail: `${first.quantity} × ${first.sku} for ${money(first.paid)}: staff may go to ${money(first.least)}. Ask the office for a lower price on the list.`, found: first.paid, expected: first.least, field: `lines[${first.index}].discount` });
  return `Receipt ${receipt} came in after its customer had gone: ${cheap.map(({ quantity, sku, paid, least }) => `${quantity} × ${sku} for ${money(paid)} where staff may go to ${money(least)}`).join('; ')}. See whether the till had an old price or somebody gave too much.`;
}

/** The least that so many may cost after a discount of so many thousandths. */
export const leastFor = (price: Minor, quantity: number, maxDiscount: number): Minor => Math.ceil((price * quantity * (1000 - maxDiscount)) / 1000);
