/** Money given back by hand: service up to the policy's limit at once, above it as a request that finance decides. */
import { table } from '../../kernel/change.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { formatMinor } from '../../kernel/money.ts';
import { fold, loadStreamBy } from '../books/index.ts';
import type { Projection, Stream } from '../books/index.ts';
import { payoutTask } from '../payments/index.ts';
import { onOrder, orderStream } from './commands.ts';
import type { OrderDeps } from './commands.ts';
import { givable, goodwillSlice, grant, waitingRequest } from './goodwill.ts';
import { mayGiveFreely } from './permissions.ts';
import { orderProblems } from './problems.ts';
import { limitWithoutApproval } from './refund-policy.ts';
import { orderSlice } from './state.ts';
import type { OrderEvents } from './types.ts';

const REQUEST = table('orders.refund_request', 'id');

/** The list of requests that finance works through, folded from the journal. */
export const refundRequestProjection: Projection = {
  stream: 'order', name: 'orders.refund_request', version: 1, tables: ['orders.refund_request'],
  apply: (change, stream, event) => {
    const decided = (id: Uuid, state: 'approved' | 'declined', note: string | null): void => change.patch(REQUEST, { id, state, decided_by: event.by.id, decided_at: event.recordedAt, decision_note: note });
    switch (event.type) {
      case 'GoodwillAsked': {
        const { request, amount, reason, note } = event.data as OrderEvents['GoodwillAsked'];
        change.insert(REQUEST, { id: request, order_id: stream.id, amount, currency: fold(stream, orderSlice).currency, reason, note, state: 'waiting', requested_by: event.by.id, requested_at: event.recordedAt });
        return;
      }
      case 'GoodwillGranted': {
        const { request, note } = event.data as OrderEvents['GoodwillGranted'];
        if (request !== null) decided(request, 'approved', note);
        return;
      }
      case 'GoodwillDeclined': {
        const { request, note } = event.data as OrderEvents['GoodwillDeclined'];
        decided(request, 'declined', note);
      }
    }
  },
};

export interface GiveRequest { amount: number; reason: string; note: string | null }
export type Given = { state: 'given' | 'waiting'; request: Uuid | null };

/** Gives money back on an order, or asks finance to: what the account may give by itself counts all that was given on this order. */
export const giveBack = <T>(deps: OrderDeps, context: CommandContext, order: Uuid, { amount, reason, note }: GiveRequest, present: (stream: Stream, given: Given) => T): Promise<Outcome<T>> => {
  let given: Given = { state: 'given', request: null };
  return onOrder(deps, context, () => orderStream(deps.database, order), async (change, stream) => {
    const { currency } = fold(stream, orderSlice);
    const room = givable(stream);
    const limit = mayGiveFreely(context.actor) ? room : Math.min(room, await limitWithoutApproval(deps.database, currency) - fold(stream, goodwillSlice).given);
    if (amount <= limit) {
      deps.books.record(change, stream, [grant(stream, { request: null, amount, reason, note })], context);
      given = { state: 'given', request: null };
      return 'goodwill';
    }
    if (mayGiveFreely(context.actor)) throw orderProblems.refund_too_much({ detail: `At most ${formatMinor(room, currency)} ${currency} can be given back on this order. What goes beyond it is asked for by service, agreed to by finance, and paid outside the order.`, found: amount, expected: room, field: 'amount' });
    const request = newId();
    deps.books.record(change, stream, [{ type: 'GoodwillAsked', data: { request, amount, reason, note } satisfies OrderEvents['GoodwillAsked'] }], context);
    given = { state: 'waiting', request };
    return undefined;
  }, (stream) => present(stream, given));
};

const OF_REQUEST = 'select order_id from orders.refund_request where id = $1';

const ofRequest = async (deps: OrderDeps, request: Uuid): Promise<Stream> => {
  const stream = await loadStreamBy(deps.database, OF_REQUEST, request);
  if (!stream) throw orderProblems.request_unknown({ detail: `There is no refund request ${request}.` });
  return stream;
};

/** Finance agrees: what the order can bear lowers it, the rest is a task to pay outside it. Nobody agrees to their own request. */
export const approveRefund = <T>(deps: OrderDeps, context: CommandContext, request: Uuid, note: string | null, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onOrder(deps, context, () => ofRequest(deps, request), (change, stream) => {
    const { amount, reason, by } = waitingRequest(stream, request);
    if (by === context.actor.id) throw orderProblems.own_request({ detail: 'You asked for this yourself; somebody else of finance agrees to it or declines it.' });
    const event = grant(stream, { request, amount, reason, note });
    deps.books.record(change, stream, [event], context);
    const { number, currency } = fold(stream, orderSlice);
    if (event.data.payout > 0) change.insert(...payoutTask({ order: stream.id, request, detail: `Pay ${formatMinor(event.data.payout, currency)} ${currency} to the customer of order ${number} outside the order: goodwill beyond what the order can bear.` }, context.now));
    return 'goodwill';
  }, present);

/** Finance declines, and says why. */
export const declineRefund = <T>(deps: OrderDeps, context: CommandContext, request: Uuid, note: string, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onOrder(deps, context, () => ofRequest(deps, request), (change, stream) => {
    waitingRequest(stream, request);
    deps.books.record(change, stream, [{ type: 'GoodwillDeclined', data: { request, note } satisfies OrderEvents['GoodwillDeclined'] }], context);
  }, present);
