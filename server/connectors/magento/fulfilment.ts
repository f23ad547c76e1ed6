/** What we tell Magento of an order's way: shipped with tracking, cancelled, ready for pickup. */
import { z } from 'zod';
import type { CancelNotice, ChannelOutcome, ShipmentNotice } from '../../modules/channels/ports.ts';
import type { MagentoClient } from './client.ts';
import { wholeQuantity } from './amounts.ts';
import { cancellable, itemsToPay, itemsToShip } from './documents.ts';
import { ships } from './lines.ts';
import type { RawItem, RawOrder } from './order.ts';
import { idOf, pricedRows } from './priced.ts';
import { Comments, carries, carriesAny, documentsOf, done, marker, outcomeOfFailedRead, readOrder, refused, writeOnce } from './writing.ts';

export interface FulfilmentOptions {
  /** Whether the shop's bundles ship as a whole ("Ship Bundle Items: Together", Magento's default) or by component. */
  bundles: 'together' | 'separately';
  /** MSI source that Magento takes shipped goods from; without it Magento chooses. */
  sourceCode: string | null;
  /** Our carrier → Magento's carrier code and the title its customer sees; others are sent as Magento's own "custom". */
  carriers: Readonly<Record<string, { code: string; title: string }>>;
}

const Shipment = z.looseObject({
  entity_id: z.union([z.number(), z.string()]),
  tracks: z.array(z.looseObject({ track_number: z.string().nullish() })).nullish(),
  comments: Comments,
});

/** A shipment is ours when it carries our key, or when somebody entered the same tracking number by hand. */
async function findShipment(client: MagentoClient, notice: ShipmentNotice): Promise<string | null> {
  const shipments = await documentsOf(client, '/shipments', notice.externalOrderId, Shipment);
  const found = shipments.find((shipment) => carries(shipment.comments, notice.key))
    ?? shipments.find((shipment) => !carriesAny(shipment.comments) && notice.trackingNumber !== '' && (shipment.tracks ?? []).some((track) => track.track_number === notice.trackingNumber));
  return found ? String(found.entity_id) : null;
}

const isPickup = (order: RawOrder): boolean => Boolean(order.extension_attributes?.pickup_location_code)
  || (order.extension_attributes?.shipping_assignments ?? []).some((assignment) => assignment.shipping?.method?.startsWith('instore_') ?? false);

const leftToShip = (item: RawItem): number =>
  (wholeQuantity(item.qty_ordered) ?? 0) - (wholeQuantity(item.qty_shipped) ?? 0) - (wholeQuantity(item.qty_refunded) ?? 0) - (wholeQuantity(item.qty_canceled) ?? 0);

/**
 * Makes a shipment with its track. Lines that never ship (virtual, downloadable) are left out: Magento refuses them. A pickup order
 * that Magento has shipped by itself when it was told "ready" is done already. The tracking link goes along as comment; the link in Magento's mail is its own.
 */
export async function announceShipment(client: MagentoClient, options: FulfilmentOptions, notice: ShipmentNotice): Promise<ChannelOutcome> {
  try {
    const order = await readOrder(client, notice.externalOrderId);
    const byId = new Map(order.items.map((item) => [idOf(item), item]));
    const lines = notice.lines.filter((line) => { const item = byId.get(line.ref); return item === undefined || ships(item); });
    if (lines.length === 0) return done(null);
    const named = itemsToShip(order, lines, options.bundles);
    if (named.kind === 'unknown_line') return refused('unknown_line', named.reason);
    if (named.kind === 'incomplete') return refused('bundle_ships_together', named.reason);
    if (isPickup(order) && named.items.every((item) => { const own = byId.get(String(item.order_item_id)); return own !== undefined && leftToShip(own) <= 0; })) return done(null);
    const carrier = options.carriers[notice.carrier] ?? { code: 'custom', title: notice.carrier };
    const body = {
      items: named.items, notify: notice.notifyCustomer, appendComment: false,
      comment: { comment: `${[notice.carrier, notice.trackingNumber, notice.trackingUrl].filter(Boolean).join(' ')} ${marker(notice.key)}`, is_visible_on_front: 0 },
      tracks: notice.trackingNumber === '' ? [] : [{ track_number: notice.trackingNumber, title: carrier.title, carrier_code: carrier.code }],
      ...(options.sourceCode === null ? {} : { arguments: { extension_attributes: { source_code: options.sourceCode } } }),
    };
    return await writeOnce(client, () => findShipment(client, notice), () => client.post(`/order/${encodeURIComponent(notice.externalOrderId)}/ship`, body));
  } catch (error) {
    return outcomeOfFailedRead(error);
  }
}

/**
 * Cancels what Magento can cancel. Its one call cancels everything that is neither invoiced nor shipped, so it is used when nothing is
 * to come any more, or when the lines are exactly that rest. It has no call for a part of an open order: then a comment tells the shop's
 * people, and the units stay open in Magento until the rest is invoiced. No money moves here: what was invoiced goes back by `refund`,
 * whose credit memo takes the units off the order.
 */
export async function announceCancel(client: MagentoClient, notice: CancelNotice, currencyOf: (order: RawOrder) => string): Promise<ChannelOutcome> {
  try {
    const order = await readOrder(client, notice.externalOrderId);
    if (order.state === 'canceled') return done(null);
    const rest = new Map(pricedRows(order, currencyOf(order)).map((row) => [Number(row.item.item_id), cancellable(row.item)] as const).filter(([, units]) => units > 0));
    const named = itemsToPay(order, notice.lines, currencyOf(order));
    if (!notice.whole && named.kind === 'unknown_line') return refused('unknown_line', named.reason);
    const exactlyRest = named.kind === 'items' && named.items.length === rest.size && named.items.every((item) => rest.get(item.order_item_id) === item.qty);
    if (carries(order.status_histories, notice.key)) return done(null);
    if (rest.size > 0 && (notice.whole || exactlyRest)) return await cancelRest(client, notice, currencyOf);
    const lines = notice.lines.map((line) => `${line.quantity} × ${order.items.find((item) => idOf(item) === line.ref)?.sku ?? line.ref}`).join(', ');
    const statusHistory = {
      comment: `Will not be delivered (${notice.reason}): ${notice.whole ? 'the whole order' : lines} ${marker(notice.key)}`,
      is_customer_notified: 0, is_visible_on_front: 0, parent_id: Number(order.entity_id), ...(order.status ? { status: order.status } : {}),
    };
    const find = async (): Promise<string | null> => (carries((await readOrder(client, notice.externalOrderId)).status_histories, notice.key) ? '' : null);
    return await writeOnce(client, find, () => client.post(`/orders/${encodeURIComponent(notice.externalOrderId)}/comments`, { statusHistory }), () => done(null));
  } catch (error) {
    return outcomeOfFailedRead(error);
  }
}

/** The answer is not believed: versions before 2.3 say true whatever happened. The order is read again. */
async function cancelRest(client: MagentoClient, notice: CancelNotice, currencyOf: (order: RawOrder) => string): Promise<ChannelOutcome> {
  const cancelled = async (): Promise<string | null> => {
    const order = await readOrder(client, notice.externalOrderId);
    return order.state === 'canceled' || pricedRows(order, currencyOf(order)).every((row) => cancellable(row.item) === 0) ? '' : null;
  };
  return writeOnce(client, cancelled, () => client.post(`/orders/${encodeURIComponent(notice.externalOrderId)}/cancel`), async () => {
    if ((await cancelled()) !== null) return done(null);
    const order = await readOrder(client, notice.externalOrderId);
    return refused('cannot_cancel', `Magento does not cancel order ${order.increment_id ?? notice.externalOrderId} in state ${order.state ?? 'unknown'}`);
  });
}

const ReadyResult = z.looseObject({
  successful: z.boolean().nullish(),
  errors: z.array(z.union([z.string(), z.looseObject({ message: z.string().nullish() })])).nullish(),
  failed: z.array(z.looseObject({ message: z.string().nullish() })).nullish(),
});

/** Tells Magento that a pickup order is ready: it mails the customer and ships the whole order from the pickup location. */
export async function announceReady(client: MagentoClient, notice: { externalOrderId: string; key: string }): Promise<ChannelOutcome> {
  const told = async (): Promise<string | null> => {
    const sent = (await readOrder(client, notice.externalOrderId)).extension_attributes?.notification_sent;
    return sent === 1 || sent === '1' || sent === true ? '' : null;
  };
  try {
    return await writeOnce(client, told, () => client.post('/order/notify-orders-are-ready-for-pickup', { orderIds: [Number(notice.externalOrderId)] }), (answer) => {
      const result = ReadyResult.safeParse(answer.json);
      const faults = result.success ? [...(result.data.errors ?? []).map((error) => (typeof error === 'string' ? error : error.message ?? '')), ...(result.data.failed ?? []).map((failure) => failure.message ?? '')] : [];
      if (!result.success) return { kind: 'unknown', reason: 'Magento did not say whether it told the customer' };
      return result.data.successful === false || faults.length > 0 ? refused('not_ready', faults.join(' ') || 'Magento did not tell the customer') : done(null);
    });
  } catch (error) {
    return outcomeOfFailedRead(error);
  }
}
