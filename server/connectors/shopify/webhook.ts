/** Webhooks of Shopify: verified by their signature over the raw body, de-duplicated by their event, and read for the orders they concern. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { WebhookRequest } from '../../modules/channels/ports.ts';
import { Id } from './schema.ts';

export type ReadWebhook =
  | { kind: 'forged'; reason: string }
  /** `orders` are whole raw orders; `fetch` are ids of orders that changed without being sent along: fetch them with `fetchOrder`. */
  | { kind: 'accepted'; eventId: string; topic: string; orders: unknown[]; fetch: string[] };

/** base64(HMAC-SHA256(raw body, secret)), as in X-Shopify-Hmac-Sha256. */
export const signatureOf = (rawBody: string, secret: string): string => createHmac('sha256', secret).update(rawBody, 'utf8').digest('base64');

const matches = (given: string, expected: string): boolean => {
  const [one, other] = [Buffer.from(given, 'utf8'), Buffer.from(expected, 'utf8')];
  return one.length === other.length && timingSafeEqual(one, other);
};

const OrderIdElsewhere = z.union([
  z.object({ order_id: Id }).transform(({ order_id }) => order_id),
  z.object({ order_edit: z.object({ order_id: Id }) }).transform(({ order_edit }) => order_edit.order_id),
  z.object({ fulfillment_order: z.object({ order_id: Id }) }).transform(({ fulfillment_order }) => fulfillment_order.order_id),
]);

/**
 * Verifies and reads one webhook. A retry keeps its event id, but one event may also be sent under several topics (a paid order: orders/paid and
 * orders/updated), so the id to de-duplicate on is event and topic together; without the headers, the hash of the body.
 */
export function readWebhook({ headers, rawBody }: WebhookRequest, secret: string, shop: string | null): ReadWebhook {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const given = byName.get('x-shopify-hmac-sha256');
  if (!given) return { kind: 'forged', reason: 'The header X-Shopify-Hmac-Sha256 is missing' };
  if (!matches(given.trim(), signatureOf(rawBody, secret))) return { kind: 'forged', reason: 'The signature does not fit the body' };
  const from = byName.get('x-shopify-shop-domain')?.toLowerCase();
  // One app signs for all its shops with one secret, so the domain must be ours too.
  if (shop !== null && from !== undefined && from !== shop.toLowerCase()) return { kind: 'forged', reason: `The webhook is of ${from}, this channel is ${shop}` };

  const topic = byName.get('x-shopify-topic') ?? 'unknown';
  const event = byName.get('x-shopify-event-id') ?? byName.get('x-shopify-webhook-id') ?? createHash('sha256').update(rawBody, 'utf8').digest('hex');
  const accepted = { kind: 'accepted' as const, eventId: `${event}/${topic}`, topic };
  const body = parsed(rawBody);
  if (topic.startsWith('orders/') && typeof body === 'object' && body !== null && 'line_items' in body) return { ...accepted, orders: [body], fetch: [] };
  const id = OrderIdElsewhere.safeParse(body);
  return { ...accepted, orders: [], fetch: id.success ? [id.data] : [] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
