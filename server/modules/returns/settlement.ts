/** Pure: what a return or exchange means in money, read from the events that it records: one signed balance, and where it goes. */
import { z } from 'zod';
import type { Uuid } from '../../kernel/ids.ts';
import { moneyOf, openAuthorisation, paidNet } from '../books/index.ts';
import type { Stream } from '../books/index.ts';

export const SettlementView = z.object({
  currency: z.string(),
  returned: z.int().describe('Worth of what comes back, in minor units'),
  added: z.int().describe('Price of what goes out'),
  balance: z.int().describe('added − returned: positive is to be paid by the customer, negative goes back'),
  toPay: z.int().describe('What is still to be paid, anything open before included'),
  refunds: z.array(z.object({ operator: z.string(), method: z.string(), amount: z.int() })).describe('What goes back, and by which means'),
});
export type SettlementView = z.infer<typeof SettlementView>;

/** What is owed beyond what was paid or can be captured. */
export function missingOf(stream: Stream): number {
  const book = moneyOf(stream);
  return Math.max(0, book.due - paidNet(book) - [...book.payments.values()].reduce((sum, payment) => sum + openAuthorisation(payment), 0));
}

/** The settlement of what was recorded on the stream since it was loaded. */
export function settlementOf(stream: Stream, currency: string): SettlementView {
  const fresh = stream.events.slice(stream.loaded);
  const due = (type: string): number => fresh.filter((event) => event.type === type).flatMap((event) => event.moves.money ?? []).reduce((sum, entry) => sum + (entry.account === 'due' ? entry.amount : 0), 0);
  const returned = -due('ItemsReturned');
  const added = due('LinesAdded');
  const { payments } = moneyOf(stream);
  const refunds = new Map<string, { operator: string; method: string; amount: number }>();
  for (const event of fresh.filter((one) => one.type === 'RefundRequested')) {
    const { payment, amount } = event.data as { payment: Uuid; amount: number };
    const { operator = '', method = '' } = payments.get(payment) ?? {};
    const key = `${operator} ${method}`;
    refunds.set(key, { operator, method, amount: amount + (refunds.get(key)?.amount ?? 0) });
  }
  return { currency, returned: returned === 0 ? 0 : returned, added, balance: added - returned, toPay: missingOf(stream), refunds: [...refunds.values()] };
}
