/** Tells Shopify that a parcel left: a fulfilment of the right fulfilment orders with its tracking number, made once however often it is announced. */
import type { ChannelOutcome, ShipmentNotice } from '../../modules/channels/ports.ts';
import { OneFulfillment, fulfillmentOrdersOf, fulfillmentsOf, numeric } from './answers.ts';
import type { FulfillmentOrder, SentFulfillment } from './answers.ts';
import { done, refused, sendOnce } from './client.ts';
import type { ShopifyClient } from './client.ts';

/** Names by which Shopify recognises a carrier and makes its own tracking link (its list of tracking companies). */
const TRACKING_COMPANIES: Readonly<Record<string, string>> = { postnl: 'PostNL', dhl: 'DHL eCommerce', dpd: 'DPD', ups: 'UPS', gls: 'GLS', fedex: 'FedEx', bpost: 'Bpost' };

/** A parcel without tracking (own courier) is recognised by our own key instead, which then stands as its number. */
const numberOf = (notice: ShipmentNotice): string => notice.trackingNumber.trim() || notice.key;

/** Fulfilments of this parcel: same tracking number, and not undone. */
const ofParcel = (fulfillments: readonly SentFulfillment[], number: string): SentFulfillment[] =>
  fulfillments.filter(({ status, tracking_number, tracking_numbers }) =>
    status !== 'cancelled' && status !== 'failure' && status !== 'error' && (tracking_number === number || tracking_numbers.includes(number)));

interface Part {
  location: string;
  order: string;
  lines: { id: string; quantity: number }[];
}

/**
 * Announces one parcel. Looks first for fulfilments with its tracking number: what they already hold of each line is not sent
 * again, so a lost answer or a repeated notice never doubles a fulfilment. Lines are spread over the fulfilment orders that still
 * have them; Shopify wants one fulfilment per location, so there may be several with the same number.
 */
export async function announceShipment(client: ShopifyClient, notice: ShipmentNotice): Promise<ChannelOutcome> {
  const number = numberOf(notice);
  const made = ofParcel(await fulfillmentsOf(client, notice.externalOrderId), number);
  const wanted = new Map<string, number>();
  for (const { ref, quantity } of notice.lines) wanted.set(ref, (wanted.get(ref) ?? 0) + quantity);
  for (const line of made.flatMap(({ line_items }) => line_items)) {
    if (wanted.has(line.id)) wanted.set(line.id, Math.max(0, (wanted.get(line.id) ?? 0) - line.quantity));
  }
  const refs = made.map(({ id }) => id);
  if ([...wanted.values()].every((quantity) => quantity === 0)) return done(refs.join(',') || null);

  const orders = await fulfillmentOrdersOf(client, notice.externalOrderId);
  const parts: Part[] = [];
  for (const [ref, quantity] of wanted) {
    const missing = spread(orders, ref, quantity, parts);
    if (missing > 0) return whyNot(orders, ref, missing);
  }

  for (const [, ofLocation] of Map.groupBy(parts, ({ location }) => location)) {
    const known = new Set(refs);
    const sent = await sendOnce(
      () => client.post('/fulfillments.json', {
        fulfillment: {
          notify_customer: notice.notifyCustomer,
          tracking_info: { number, url: notice.trackingUrl || undefined, company: TRACKING_COMPANIES[notice.carrier.toLowerCase()] ?? notice.carrier },
          line_items_by_fulfillment_order: ofLocation.map(({ order, lines }) => ({
            fulfillment_order_id: numeric(order), fulfillment_order_line_items: lines.map((line) => ({ id: numeric(line.id), quantity: line.quantity })),
          })),
        },
      }, OneFulfillment).then(({ fulfillment }) => fulfillment),
      async () => ofParcel(await fulfillmentsOf(client, notice.externalOrderId), number).find(({ id }) => !known.has(id)) ?? null,
    );
    refs.push(sent.id);
  }
  return done(refs.join(','));
}

/** Whether we may make a fulfilment of it: Shopify lists what is allowed; older answers only have the status. */
const workable = (order: FulfillmentOrder): boolean =>
  order.supported_actions && order.supported_actions.length > 0
    ? order.supported_actions.includes('create_fulfillment')
    : order.supported_actions === null || order.supported_actions === undefined ? order.status === 'open' || order.status === 'in_progress' : false;

/** Takes a line's quantity from the fulfilment orders that have it, adding to the parts; tells how many were not to be had. */
function spread(orders: readonly FulfillmentOrder[], ref: string, quantity: number, parts: Part[]): number {
  let left = quantity;
  for (const order of orders.filter(workable)) {
    for (const line of order.line_items.filter((candidate) => candidate.line_item_id === ref)) {
      const taken = Math.min(left, line.fulfillable_quantity ?? line.quantity);
      if (taken <= 0) continue;
      let part = parts.find((one) => one.order === order.id);
      if (!part) {
        part = { location: order.assigned_location_id ?? '', order: order.id, lines: [] };
        parts.push(part);
      }
      part.lines.push({ id: line.id, quantity: taken });
      left -= taken;
    }
  }
  return left;
}

function whyNot(orders: readonly FulfillmentOrder[], ref: string, missing: number): ChannelOutcome {
  const having = orders.filter((order) => order.line_items.some((line) => line.line_item_id === ref && (line.fulfillable_quantity ?? line.quantity) > 0));
  const held = having.find(({ status }) => status === 'on_hold');
  if (held) {
    const [hold] = held.fulfillment_holds ?? [];
    return refused('on_hold', `Shopify holds the fulfilment of line ${ref}${hold?.reason ? ` (${hold.reason})` : ''}: release it there, then announce again`, true);
  }
  if (having.some(({ status }) => status === 'scheduled')) return refused('scheduled', `Shopify has the fulfilment of line ${ref} scheduled for later: open it there, then announce again`, true);
  return refused('not_fulfillable', `Shopify has ${missing} fewer of line ${ref} left to fulfil than were shipped: cancelled, refunded or fulfilled there already`);
}
