/** The door to Shopify: a sales channel over its Admin REST API 2026-04 and its webhooks. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Channel, ChannelContract, WebhookRequest } from '../../modules/channels/ports.ts';
import { isOrderId } from './answers.ts';
import { announceCancel } from './cancellations.ts';
import { createClient, outcome, refused } from './client.ts';
import type { LocationMap } from './map-delivery.ts';
import { mapOrder } from './map.ts';
import { capture, refund } from './money.ts';
import { poll, withTransactions } from './poll.ts';
import { announceShipment } from './shipments.ts';
import { createStockFeed } from './stock.ts';
import { readWebhook } from './webhook.ts';
import type { ReadWebhook } from './webhook.ts';

export interface ShopifySettings {
  /** Code of the channel in Spil. */
  code: string;
  /** Domain of the shop, e.g. example.myshopify.com; webhooks of other shops are refused. */
  shop?: string;
  /** Origin of its Admin API, when it is not https://<shop>. One of the two is needed. */
  baseUrl?: string;
  accessToken: string;
  /** The app's client secret, which signs webhooks. */
  webhookSecret: string;
  /** Bound on one call; 15 s when not said. */
  timeoutMs?: number;
  /** Longest wait of one call for the rate limit; 20 s when not said. */
  longestWaitMs?: number;
  now: () => Date;
  /** How to wait; a real pause when not said. */
  wait?: (milliseconds: number) => Promise<void>;
  /** From a Shopify location id, or the code or title of a pickup shipping line, to the code of a Spil location. */
  locationMap?: LocationMap;
  /** Shopify location whose stock Spil feeds; may be left out while each item is kept at one location. */
  stockLocation?: string;
  apiVersion?: string;
  /** Who writes to the customer; Spil when not said. */
  mail?: ChannelContract['mail'];
}

/** The channel port; its webhook also tells which orders to fetch. */
export interface ShopifyChannel extends Channel {
  readonly code: string;
  webhook(request: WebhookRequest): ReadWebhook;
  capture: NonNullable<Channel['capture']>;
}

/**
 * Opens the channel; nothing is called before the first command. `announceReady` is absent: REST cannot tell that a pickup order is
 * ready (only GraphQL's fulfillmentOrderLineItemsPreparedForPickup can), so Spil writes that message to the customer itself, and the
 * handover is announced as the fulfilment.
 */
export function createShopify(settings: ShopifySettings): ShopifyChannel {
  const baseUrl = settings.baseUrl ?? (settings.shop ? `https://${settings.shop}` : null);
  if (baseUrl === null) throw new RangeError(`Channel ${settings.code} needs the domain of its shop, e.g. example.myshopify.com`);
  const mail = settings.mail ?? 'own';
  const client = createClient({
    baseUrl, accessToken: settings.accessToken, apiVersion: settings.apiVersion ?? '2026-04',
    timeoutMs: settings.timeoutMs ?? 15_000, longestWaitMs: settings.longestWaitMs ?? 20_000,
    now: settings.now, wait: settings.wait ?? ((milliseconds) => pause(milliseconds)),
  });
  const stock = createStockFeed(client, settings.stockLocation ?? null);
  const forOrder = <T extends { externalOrderId: string }>(notice: T, command: () => ReturnType<typeof outcome>): ReturnType<typeof outcome> =>
    (isOrderId(notice.externalOrderId) ? outcome(command) : Promise.resolve(refused('not_found', `"${notice.externalOrderId}" is not the id of a Shopify order`)));

  return {
    kind: 'shopify',
    code: settings.code,
    contract: { money: 'channel', mail, subtractsOwnSales: true },
    map: (raw) => mapOrder(raw, { locationMap: settings.locationMap ?? {} }),
    webhook: (request) => readWebhook(request, settings.webhookSecret, settings.shop ?? null),
    poll: (cursor, since) => poll(client, cursor, since),
    fetchOrder: async (externalId) => {
      if (!isOrderId(externalId)) throw new RangeError(`"${externalId}" is not the id of a Shopify order`);
      const { order } = await client.get(`/orders/${externalId}.json`, z.object({ order: z.unknown() }));
      return withTransactions(client, order);
    },
    announceShipment: (notice) => forOrder(notice, () => announceShipment(client, notice)),
    announceCancel: (notice) => forOrder(notice, () => announceCancel(client, notice, mail === 'channel')),
    capture: (command) => forOrder(command, () => capture(client, command)),
    refund: (notice) => forOrder(notice, () => refund(client, notice, mail === 'channel')),
    pushStock: stock.push,
    readStock: stock.read,
  };
}
