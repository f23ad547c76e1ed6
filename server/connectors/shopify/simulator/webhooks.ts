/** Sends the simulated shop's webhooks, signed, with the faults asked for: doubled, dropped, or kept back and sent in another order. */
import type { Simulator } from '../../simulation/kit.ts';
import { signatureOf } from '../webhook.ts';

export interface Webhooks {
  /** Sends at once, in the background; `keep` leaves it in the outbox until `deliver`. */
  send(topic: string, body: unknown, how?: 'now' | 'keep' | 'double' | 'drop'): void;
  /** Sends what is in the outbox, oldest first or newest first, and tells how each went. */
  deliver(order: 'oldest_first' | 'newest_first'): Promise<{ topic: string; status: number | null }[]>;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
  target(url: string | null): void;
  outbox(): { topic: string; eventId: string }[];
}

interface Message { topic: string; body: string; webhookId: string; eventId: string }

export function createWebhooks(simulator: Simulator, settings: { url: string | null; secret: string; shop: string; apiVersion: string; nextId: () => number }): Webhooks {
  let url = settings.url;
  const kept: Message[] = [];
  const underWay = new Set<Promise<unknown>>();

  /** A message that nobody takes stays in the outbox, as Shopify retries for hours. */
  const post = async (message: Message): Promise<number | null> => {
    if (url === null) return null;
    try {
      const response = await fetch(url, {
        method: 'POST', body: message.body,
        headers: {
          'content-type': 'application/json', 'x-shopify-topic': message.topic, 'x-shopify-hmac-sha256': signatureOf(message.body, settings.secret), 'x-shopify-shop-domain': settings.shop,
          'x-shopify-api-version': settings.apiVersion, 'x-shopify-webhook-id': message.webhookId, 'x-shopify-event-id': message.eventId, 'x-shopify-triggered-at': simulator.now().toISOString(),
        },
        signal: AbortSignal.timeout(5_000),
      });
      await response.arrayBuffer();
      if (response.status > 299) kept.push(message);
      return response.status;
    } catch {
      kept.push(message);
      return null;
    }
  };
  const start = (work: Promise<unknown>): void => {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  };

  return {
    send: (topic, body, how) => {
      if (url === null && how !== 'keep') return;
      const message: Message = { topic, body: JSON.stringify(body), webhookId: `hook-${settings.nextId()}`, eventId: `event-${settings.nextId()}` };
      const manner = how ?? simulator.webhookFault(`webhook:${topic}`) ?? 'now';
      if (manner === 'drop') return;
      if (manner === 'keep') {
        kept.push(message);
        return;
      }
      start(manner === 'double' ? post(message).then(() => post(message)) : post(message));
    },
    deliver: async (order) => {
      const messages = kept.splice(0, kept.length);
      if (order === 'newest_first') messages.reverse();
      const went: { topic: string; status: number | null }[] = [];
      for (const message of messages) went.push({ topic: message.topic, status: await post(message) });
      return went;
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    target: (to) => { url = to; },
    outbox: () => kept.map(({ topic, eventId }) => ({ topic, eventId })),
  };
}
