/** The payment operator that is the channel itself: money of orders whose channel holds it is captured and refunded through that channel. */
import type { Database } from '../kernel/database.ts';
import type { Uuid } from '../kernel/ids.ts';
import { loadStream } from '../modules/books/index.ts';
import { OrderSnapshot } from '../modules/channels/index.ts';
import type { Channel, ChannelOutcome } from '../modules/channels/ports.ts';
import { ownRefs, refOf } from '../modules/intake/index.ts';
import type { MoneyCommand, MoneyMovement, MoneyOutcome, PaymentFacts, PaymentOperator } from '../modules/payments/index.ts';
import { refundLines } from './refund-lines.ts';

interface Row { order: Uuid; channel: string; external_id: string; currency: string; method: string; authorised: number; captured: number; refunded: number; charged_back: number; expires_at: string | null; capturing: boolean; refunding: boolean }

/** One operator for all channels, code `channel`: the payment's reference tells which order of which channel it is. */
export function channelOperator(database: Database, channels: () => ReadonlyMap<string, Channel>): PaymentOperator {
  const find = async (payment: string): Promise<{ row: Row; channel: Channel } | string> => {
    const [row] = await database.query<Row>(
      `select o.id as order, o.channel, o.external_id, p.currency, p.method, p.authorised, p.captured, p.refunded, p.charged_back, p.expires_at,
         exists (select 1 from payments.intent i where i.payment_id = p.id and i.status = 'pending' and i.kind = 'capture') as capturing,
         exists (select 1 from payments.intent i where i.payment_id = p.id and i.status = 'pending' and i.kind = 'refund') as refunding
       from books.payment p join orders.order o on o.id = p.order_id where p.operator = 'channel' and p.ref = $1 and o.external_id is not null`, [payment]);
    if (!row) return `payment ${payment} is not one of a channel's order`;
    const channel = channels().get(row.channel);
    return channel ? { row: { ...row, currency: row.currency.trim() }, channel } : `channel ${row.channel} is not connected`;
  };

  /** Connectors look for what they made under a key before they make it, so asking once more after an unknown outcome is safe and often settles it. */
  const command = async (payment: string, send: (found: { row: Row; channel: Channel }) => Promise<ChannelOutcome | null>): Promise<MoneyOutcome> => {
    const found = await find(payment);
    if (typeof found === 'string') return { kind: 'refused', code: 'not_connected', reason: found, retry: true };
    const first = await send(found);
    if (first === null) return { kind: 'refused', code: 'not_offered', reason: `${found.channel.kind} does not offer this: do it in the channel`, retry: false };
    const outcome = first.kind === 'unknown' ? await send(found) ?? first : first;
    return outcome.kind === 'done' ? { kind: 'done', ref: outcome.ref ?? payment } : outcome;
  };

  return {
    code: 'channel',
    capabilities: () => ({ capture: 'repeatedly', partialRefund: true, release: false }),
    capture: ({ payment, amount, currency, key }: MoneyCommand) => command(payment, async ({ row, channel }) =>
      await channel.capture?.({ externalOrderId: row.external_id, payment: refOf(payment, row.channel), amount, currency, key }) ?? null),
    refund: ({ payment, amount, currency, key, description }: MoneyCommand) => command(payment, async ({ row, channel }) => {
      const stream = await loadStream(database, row.order);
      return channel.refund({ externalOrderId: row.external_id, key, payment: refOf(payment, row.channel), amount, currency, lines: stream ? refundLines(stream, key as Uuid) : [], shipping: 0, note: description });
    }),
    // A channel lets go of what is authorised when its order is cancelled or the authorisation lapses; there is nothing to call.
    release: async ({ payment }) => ({ kind: 'done', ref: payment }),
    fetch: async (payment): Promise<PaymentFacts> => {
      const found = await find(payment);
      if (typeof found === 'string') throw new Error(found);
      const { row, channel } = found;
      const mapped = channel.map(await channel.fetchOrder(row.external_id));
      if (mapped.kind !== 'order') throw new Error(`the order ${row.external_id} of ${row.channel} cannot be read: ${mapped.reasons.join('; ')}`);
      const says = ownRefs(OrderSnapshot.parse(mapped.snapshot), row.channel).payments.find((one) => one.ref === payment);
      // A total does not say which part of it is ours. While money of ours is under way, no more than the books have is told; the command itself, sent again under its key, finds what it made.
      const done = (total: number, booked: number, waiting: boolean): MoneyMovement[] => [{ ref: payment, key: null, amount: waiting ? booked : Math.max(total, booked), state: 'done', reason: null }];
      return {
        ref: payment, currency: row.currency, method: row.method, authorised: Math.max(says?.authorised ?? 0, row.authorised),
        captures: done(says?.captured ?? 0, row.captured, row.capturing), refunds: done(says?.refunded ?? 0, row.refunded, row.refunding), chargedBack: row.charged_back, closed: false, expiresAt: says?.expiresAt ?? row.expires_at, checkoutUrl: null, reference: row.external_id,
      };
    },
  };
}

