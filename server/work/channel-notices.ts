/** Tells channels what happened to their orders: a parcel left, units will not come, a pickup is ready. What must be told is a row first, then told until the channel has it. */
import { table } from '../kernel/change.ts';
import { later } from '../kernel/clock.ts';
import { execute } from '../kernel/command.ts';
import type { Uuid } from '../kernel/ids.ts';
import { wire } from '../kernel/wire.ts';
import { follower, fold, loadStream, unitsIn, unitsOf } from '../modules/books/index.ts';
import type { FeedEvent, Follower, JournalEvent, Stream } from '../modules/books/index.ts';
import type { CancelNotice, Channel, ChannelOutcome } from '../modules/channels/ports.ts';
import { contextOf, showConflicts } from '../modules/intake/index.ts';
import type { IntakeDeps } from '../modules/intake/index.ts';
import { orderSlice } from '../modules/orders/index.ts';
import type { CancelReason, OrderEvents } from '../modules/orders/index.ts';
import { parcelsSlice } from '../modules/shipping/index.ts';
import { channelLines } from './refund-lines.ts';

const NOTICE = table('intake.notice', 'order_id', 'seq', 'kind');

type Kind = 'shipment' | 'cancel' | 'ready';
const KINDS: Readonly<Record<string, Kind>> = { ParcelShipped: 'shipment', ItemsCollected: 'shipment', ItemsCancelled: 'cancel', DeliveryReady: 'ready' };

/** A channel that cannot take a notice now is asked again for about three days. */
const ATTEMPTS = 80;
const pause = (attempts: number): number => Math.min(60 * 60_000, 1000 * 2 ** Math.min(attempts, 12));

/** Follows the journal and notes what must be told; one for all channels, since nothing outside is called here. */
export const noticeFollower = (deps: IntakeDeps): Follower => follower({
  database: deps.orders.database, clock: deps.clock, name: 'channel notices', types: Object.keys(KINDS), ...(deps.log ? { log: deps.log } : {}),
  handle: (event) => noteNotice(deps, event),
});

async function noteNotice(deps: IntakeDeps, { stream, event }: FeedEvent): Promise<void> {
  const kind = KINDS[event.type];
  // What the channel did itself it knows.
  if (kind === undefined || (event.type === 'ItemsCancelled' && (event.data as OrderEvents['ItemsCancelled']).reason === 'channel')) return;
  const [order] = await deps.orders.database.query<{ channel: string; external_id: string | null }>('select channel, external_id from orders.order where id = $1', [stream]);
  if (!order || order.external_id === null || !deps.channels().has(order.channel)) return;
  await deps.orders.database.query('insert into intake.notice (order_id, seq, kind, channel, next_at) values ($1, $2, $3, $4, $5) on conflict do nothing', [stream, event.seq, kind, order.channel, deps.clock.now()]);
}

interface Notice { order_id: Uuid; seq: number; kind: Kind; channel: string; attempts: number }

/**
 * Tells one channel what is due, per order in the order of its events: a later notice waits for an earlier one. Each call is bounded in time by its
 * connector and carries a key, so that telling twice is told once. Answers how many were settled.
 */
export async function tellChannel(deps: IntakeDeps, code: string): Promise<number> {
  const channel = deps.channels().get(code);
  if (!channel) return 0;
  let settled = 0;
  for (;;) {
    const due = await deps.orders.database.query<Notice>(
      `select n.order_id, n.seq, n.kind, n.channel, n.attempts from intake.notice n where n.channel = $1 and n.state = 'due' and n.next_at <= $2
       and not exists (select 1 from intake.notice e where e.order_id = n.order_id and e.state = 'due' and e.seq < n.seq) order by n.next_at, n.order_id, n.seq limit 50`, [code, deps.clock.now()]);
    if (due.length === 0) return settled;
    for (const notice of due) {
      const stream = await loadStream(deps.orders.database, notice.order_id);
      const event = stream?.events.find((one) => one.seq === notice.seq);
      const outcome: ChannelOutcome = stream && event ? await tell(channel, stream, event, notice.kind) : { kind: 'done', ref: null };
      if (await settle(deps, notice, outcome)) settled += 1;
    }
  }
}

async function tell(channel: Channel, stream: Stream, event: JournalEvent, kind: Kind): Promise<ChannelOutcome> {
  const order = fold(stream, orderSlice);
  const externalOrderId = order.externalId ?? '';
  const key = `${wire('order', stream.id)}-${event.seq}`;
  const lines = channelLines(stream, event, event.type === 'ItemsCancelled' ? 'cancelled' : null);
  if (kind === 'ready') return channel.announceReady ? channel.announceReady({ externalOrderId, key }) : { kind: 'done', ref: null };
  if (lines.length === 0) return { kind: 'done', ref: null };
  if (kind === 'cancel') {
    const { reason } = event.data as OrderEvents['ItemsCancelled'];
    const whole = unitsIn(unitsOf(stream), {}).every((held) => held.stage === 'cancelled');
    return channel.announceCancel({ externalOrderId, key, lines, whole, reason: REASONS[reason] });
  }
  const parcel = event.type === 'ParcelShipped' ? fold(stream, parcelsSlice).get((event.data as { parcel: Uuid }).parcel) : null;
  if (event.type === 'ItemsCollected' && !(await handedOver(channel, stream, event))) return { kind: 'done', ref: null };
  return channel.announceShipment({
    externalOrderId, key: parcel ? wire('parcel', parcel.parcel) : key, lines, carrier: parcel?.carrier ?? 'pickup', trackingNumber: parcel?.barcode ?? '', trackingUrl: parcel?.trackingUrl ?? '', notifyCustomer: channel.contract.mail === 'channel',
  });
}

/** A pickup that was collected is told as a shipment where "ready" was not told as such; what was carried out of a store the channel sold there knows. */
const handedOver = async (channel: Channel, stream: Stream, event: JournalEvent): Promise<boolean> =>
  channel.announceReady === undefined && fold(stream, orderSlice).deliveries.get((event.data as { delivery: number }).delivery)?.kind === 'pickup';

const REASONS: Readonly<Record<CancelReason, CancelNotice['reason']>> = { customer: 'customer', nowhere_in_stock: 'inventory', fraud: 'fraud', payment: 'declined', channel: 'other', mistake: 'other', not_collected: 'customer', expired: 'customer', not_bought: 'customer' };

/** Writes how it went. What the channel refuses for good becomes a conflict that somebody sees. True when it is settled. */
async function settle(deps: IntakeDeps, notice: Notice, outcome: ChannelOutcome): Promise<boolean> {
  const context = contextOf(deps);
  const key = { order_id: notice.order_id, seq: notice.seq, kind: notice.kind };
  const attempts = notice.attempts + 1;
  const again = outcome.kind !== 'done' && (outcome.kind === 'unknown' || outcome.retry) && attempts < ATTEMPTS;
  await execute(deps.orders.database, context, async (change) => {
    if (outcome.kind === 'done') change.patch(NOTICE, { ...key, state: 'done', ref: outcome.ref, reason: null, attempts, settled_at: context.now });
    else if (again) change.patch(NOTICE, { ...key, attempts, reason: outcome.reason.slice(0, 1000), next_at: later(context.now, pause(attempts)) });
    else {
      change.patch(NOTICE, { ...key, state: 'refused', attempts, reason: outcome.reason.slice(0, 1000), settled_at: context.now });
      await showConflicts(change, deps.orders.database, notice.order_id, notice.channel, [{ kind: 'not_told', subject: `${notice.kind} ${notice.seq}`, detail: `The channel does not take the ${notice.kind}: ${outcome.reason}. Put it right in the channel.`, channelSays: outcome, spilSays: key }], context.now);
    }
    return { status: 200, answer: null };
  });
  return !again;
}
