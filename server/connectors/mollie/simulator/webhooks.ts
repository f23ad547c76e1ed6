/** The simulated Mollie's webhooks: the classic unsigned form, and signed events, kept until delivered. */
import { createHmac } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { callOutside } from '../../outside/http.ts';
import type { Ledger, PaymentRow } from './ledger.ts';

export interface WebhookOptions {
  store: DatabaseSync;
  ledger: Ledger;
  now: () => Date;
  /** Where payments without a webhook address of their own are told. */
  fallbackUrl: string | null;
  /** Where signed events go, with the secret that signs them. */
  events: { url: string; secret: string } | null;
  fault: (operation: string) => 'double' | 'drop' | null;
}

interface Message {
  id: number;
  url: string;
  type: string;
  body: string;
}

const TIMEOUT = 5000;

export type Webhooks = ReturnType<typeof createWebhooks>;

/**
 * `notify` posts that something happened to a payment: doubled or dropped when such a fault was asked for (operation `webhook`).
 * What the other side did not take with a 2xx stays, and is sent again by `resend`, as Mollie does for a day.
 */
export function createWebhooks({ store, ledger, now, fallbackUrl, events, fault }: WebhookOptions) {
  store.exec('create table if not exists webhooks (id integer primary key, url text not null, type text not null, body text not null)');
  const underway = new Set<Promise<void>>();

  const deliver = async ({ id, url, type, body }: Message): Promise<void> => {
    const signature: Record<string, string> = events && type === 'application/json' ? { 'x-mollie-signature': createHmac('sha256', events.secret).update(body).digest('hex') } : {};
    try {
      const { status } = await callOutside({ method: 'POST', url, headers: { 'content-type': type, ...signature }, body, timeoutMs: TIMEOUT });
      if (status >= 200 && status < 300) store.prepare('delete from webhooks where id = ?').run(id);
    } catch {
      // Nobody took it: it stays and is sent again.
    }
  };

  const send = (message: Message): Promise<void> => {
    const delivery = deliver(message).finally(() => underway.delete(delivery));
    underway.add(delivery);
    return delivery;
  };

  const keep = (url: string, type: string, body: string): Message => {
    const { id } = store.prepare('insert into webhooks (url, type, body) values (?, ?, ?) returning id').get(url, type, body) as { id: number };
    return { id, url, type, body };
  };

  const messagesFor = (payment: PaymentRow, event: string, entityId: string, entity: object): Message[] => {
    const url = payment.webhookUrl ?? fallbackUrl;
    const classic = url === null ? [] : [keep(url, 'application/x-www-form-urlencoded', new URLSearchParams({ id: payment.id }).toString())];
    if (!events) return classic;
    const documentation = { href: 'https://docs.mollie.com/', type: 'text/html' };
    const id = ledger.nextId('event', 21);
    const body = { resource: 'event', id, type: event, entityId, createdAt: now().toISOString().replace(/\.\d+Z$/, '+00:00'), _embedded: { entity }, _links: { self: { href: `https://api.mollie.com/v2/events/${id}`, type: 'application/hal+json' }, documentation } };
    return [...classic, keep(events.url, 'application/json', JSON.stringify(body))];
  };

  return {
    /** Tells that `event` (such as `payment.paid`) happened to `entity`, which belongs to `payment`; resolves when every message was tried. */
    notify: async (payment: PaymentRow, event: string, entityId: string, entity: object): Promise<void> => {
      const mischief = fault('webhook');
      if (mischief === 'drop') return;
      const messages = messagesFor(payment, event, entityId, entity);
      await Promise.all(messages.flatMap((message) => (mischief === 'double' ? [send(message), send(message)] : [send(message)])));
    },
    /** Sends again what was not taken; resolves when all was tried. */
    resend: async (): Promise<void> => {
      await Promise.all(underway);
      const waiting = store.prepare('select id, url, type, body from webhooks order by id').all() as unknown as Message[];
      await Promise.all(waiting.map(send));
    },
    /** Resolves when nothing is on its way any more. */
    quiet: async (): Promise<void> => {
      await Promise.all(underway);
    },
  };
}
