/** Pure: money that is given to a customer by hand. It stands in the order as a charge below nothing, so that what is due falls by it and the money follows. */
import { split } from '../../kernel/money.ts';
import type { Minor } from '../../kernel/money.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, moneyOf } from '../books/index.ts';
import type { JournalEvent, NewEvent, Slice, Stream } from '../books/index.ts';
import type { TaxAmount } from '../channels/index.ts';
import { orderProblems } from './problems.ts';
import { orderSlice } from './state.ts';
import type { Order } from './state.ts';
import type { OrderCharge, OrderEvents } from './types.ts';

export interface RefundRequest { request: Uuid; amount: Minor; reason: string; note: string | null; by: string; at: string; state: 'waiting' | 'approved' | 'declined' }

/** What was asked for and given by hand on an order. */
export const goodwillSlice: Slice<{ requests: Map<Uuid, RefundRequest>; /** In minor units, payouts outside the order included. */ given: Minor; count: number }> = {
  name: 'goodwill',
  initial: () => ({ requests: new Map(), given: 0, count: 0 }),
  evolve: (state, event: JournalEvent) => {
    const decide = (request: Uuid | null, to: RefundRequest['state']): void => {
      const before = request === null ? undefined : state.requests.get(request);
      if (before) state.requests.set(before.request, { ...before, state: to });
    };
    switch (event.type) {
      case 'GoodwillAsked': {
        const { request, amount, reason, note } = event.data as OrderEvents['GoodwillAsked'];
        state.requests.set(request, { request, amount, reason, note, by: event.by.id, at: event.recordedAt, state: 'waiting' });
        break;
      }
      case 'GoodwillGranted': {
        const { request, amount } = event.data as OrderEvents['GoodwillGranted'];
        state.given += amount;
        state.count += 1;
        decide(request, 'approved');
        break;
      }
      case 'GoodwillDeclined': decide((event.data as OrderEvents['GoodwillDeclined']).request, 'declined'); break;
    }
    return state;
  },
};

/** What can still be given within the order: what is due, for that is what the customer paid or will pay. */
export const givable = (stream: Stream): Minor => Math.max(0, moneyOf(stream).due);

const isGoodwill = (charge: OrderCharge): boolean => charge.kind === 'goodwill';
const leftOf = (order: Order, charge: OrderCharge): Minor => charge.total - (order.waived.get(charge.ref) ?? 0);

/** What of the money given by hand still lowers the order; a positive amount. */
export const goodwillLeft = (order: Order): Minor => [...order.charges.values()].filter(isGoodwill).reduce((sum, charge) => sum - leftOf(order, charge), 0);

/** The VAT in an amount given on the whole order: spread over the rates as what was sold is, each part at its rate (millionths) within the amount. */
export function taxesWithin(order: Order, amount: Minor): TaxAmount[] {
  const sold = new Map<string, { tax: TaxAmount; total: Minor }>();
  for (const part of [...order.lines.values(), ...order.charges.values()]) {
    const [tax] = part.taxes;
    if (!tax || part.taxes.length > 1 || part.total <= 0) continue;
    const key = `${tax.rate} ${tax.country} ${tax.name}`;
    const before = sold.get(key);
    sold.set(key, { tax, total: (before?.total ?? 0) + part.total });
  }
  const rates = [...sold.values()];
  if (rates.length === 0 || amount === 0) return [];
  return split(amount, rates.map(({ total }) => total)).map((gross, index) => {
    const { tax } = rates[index] as (typeof rates)[number];
    return { ...tax, amount: -(gross - Math.round((gross * 1_000_000) / (1_000_000 + tax.rate))) };
  }).filter(({ amount: of }) => of !== 0);
}

/**
 * Money is given: up to `givable` it lowers the order, what goes beyond is paid outside it (`payout`). Refuses an amount that is none.
 * `request` is the one that finance agreed to; null when it needed nobody's word.
 */
export function grant(stream: Stream, given: { request: Uuid | null; amount: Minor; reason: string; note: string | null }): NewEvent<'GoodwillGranted', OrderEvents['GoodwillGranted']> {
  const order = fold(stream, orderSlice);
  const within = Math.min(given.amount, givable(stream));
  const ref = `goodwill ${fold(stream, goodwillSlice).count + 1}`;
  const taxes = taxesWithin(order, within);
  const net = order.pricesIncludeTax ? within : within + taxes.reduce((sum, { amount }) => sum + amount, 0);
  const charge: OrderCharge | null = within === 0 ? null : { ref, kind: 'goodwill', name: 'Goodwill', subtotal: -net, discount: 0, taxes, total: -within, delivery: null };
  return {
    type: 'GoodwillGranted', data: { ...given, charge, payout: given.amount - within },
    ...(within === 0 ? {} : { moves: { money: [{ account: 'due', amount: -within }] } }),
  };
}

/** The request that is waiting, or a refusal that says how it stands. */
export function waitingRequest(stream: Stream, request: Uuid): RefundRequest {
  const found = fold(stream, goodwillSlice).requests.get(request);
  if (!found) throw orderProblems.request_unknown({ detail: `There is no refund request ${request}.` });
  if (found.state !== 'waiting') throw orderProblems.request_decided({ detail: `This request was ${found.state} already. Ask anew if more is to be given.`, found: found.state, expected: 'waiting' });
  return found;
}

/**
 * When goods come back or are cancelled after money was given, less can be left of the order than was given on it. That part of the gift
 * is part of what goes back now: it is taken off the charge, so that nothing is owed below nothing. Null when it all fits.
 */
export function absorbed(stream: Stream): NewEvent<'GoodwillAbsorbed', OrderEvents['GoodwillAbsorbed']> | null {
  const order = fold(stream, orderSlice);
  let left = Math.min(-moneyOf(stream).due, goodwillLeft(order));
  if (left <= 0) return null;
  const total = left;
  const charges: OrderEvents['GoodwillAbsorbed']['charges'] = [];
  for (const charge of order.charges.values()) {
    const part = isGoodwill(charge) ? Math.min(left, -leftOf(order, charge)) : 0;
    if (part <= 0) continue;
    left -= part;
    charges.push({ ref: charge.ref, amount: -part });
  }
  return { type: 'GoodwillAbsorbed', data: { charges }, moves: { money: [{ account: 'due', amount: total }] } };
}
