/** One attempt to give a receiver one event, and the log of attempts. */
import type { Instant } from '../../kernel/clock.ts';
import { between } from '../../kernel/clock.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { CLOUD_EVENT } from './cloudevents.ts';
import type { CloudEvent } from './cloudevents.ts';
import type { CallOutcome, WebhookCall } from './guarded-call.ts';
import { signWebhook } from './signature.ts';
import { signingSecrets } from './webhooks.ts';
import type { SubscriptionRow } from './webhooks.ts';

export type Attempt = { kind: 'delivered' } | { kind: 'failed'; reason: string; retryAfterSeconds: number | null } | { kind: 'gone'; reason: string };

export interface DeliveryDeps { database: Queryable; clock: Clock; secret: string; call: (call: WebhookCall) => Promise<CallOutcome> }

/** Characters of an answer that are kept in the log: enough for an error message. */
const KEPT = 2000;
const TIMEOUT = 15_000;

/** Seconds that a receiver asks to wait (Retry-After as a number or a date), at most a day; null when it does not say. */
export function retryAfter(value: string | null, now: Instant): number | null {
  if (value === null) return null;
  const seconds = /^\d{1,6}$/.test(value.trim()) ? Number(value) : Number.isNaN(Date.parse(value)) ? null : Math.ceil(between(now, new Date(value).toISOString()) / 1000);
  return seconds === null ? null : Math.min(86_400, Math.max(0, seconds));
}

/** What an outcome means: any 2xx is taken; 410 says that the receiver wants no more, as does an address that may not be called. */
export function judged(outcome: CallOutcome, now: Instant): Attempt {
  switch (outcome.kind) {
    case 'refused': return { kind: 'gone', reason: outcome.reason };
    case 'unreached': return { kind: 'failed', reason: outcome.reason, retryAfterSeconds: null };
    case 'answered':
      if (outcome.status >= 200 && outcome.status < 300) return { kind: 'delivered' };
      if (outcome.status === 410) return { kind: 'gone', reason: 'the receiver answered 410: it wants no more' };
      return { kind: 'failed', reason: `the receiver answered ${outcome.status}${outcome.status >= 300 && outcome.status < 400 ? '; redirects are not followed' : ''}`, retryAfterSeconds: outcome.status === 429 || outcome.status === 503 ? retryAfter(outcome.retryAfter, now) : null };
    default: return outcome satisfies never;
  }
}

/**
 * Sends one event, signed, and logs the attempt. The body is one CloudEvent; `webhook-id` is the event's id and the same each time,
 * so that a receiver knows what it has.
 */
export async function attempt({ database, clock, secret, call }: DeliveryDeps, row: SubscriptionRow, event: CloudEvent, at: { stream: Uuid | null; seq: number | null; attempt: number }): Promise<Attempt> {
  const started = clock.now();
  const from = performance.now();
  const payload = JSON.stringify(event);
  const headers = signWebhook({ id: event.id, timestamp: Math.floor(new Date(started).getTime() / 1000), payload, secrets: signingSecrets(row, secret, started) });
  const outcome = await call({ url: row.url, headers: { ...headers, 'content-type': CLOUD_EVENT }, body: payload, timeoutMs: TIMEOUT, maxBytes: KEPT });
  const result = judged(outcome, clock.now());
  await database.query(
    `insert into feed.delivery (id, subscription_id, stream_id, seq, type, request_id, attempt, outcome, status, duration_ms, response, reason, at)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 where exists (select 1 from feed.subscription where id = $2)`,
    [newId(), row.id, at.stream, at.seq, event.type, event.id, at.attempt, result.kind === 'delivered' ? 'delivered' : outcome.kind === 'refused' ? 'refused' : 'failed',
      outcome.kind === 'answered' ? outcome.status : null, Math.round(performance.now() - from), outcome.kind === 'answered' ? clean(outcome.body) : null, result.kind === 'delivered' ? null : result.reason, started]);
  return result;
}

/** PostgreSQL keeps no zero bytes in text, and a receiver may send any. */
const clean = (text: string): string => text.replaceAll('\u0000', '').slice(0, KEPT);

export interface DeliveryRow { id: Uuid; request_id: string; type: string; attempt: number; outcome: string; status: number | null; duration_ms: number; response: string | null; reason: string | null; at: Instant }

/** Attempts of a receiver, newest first. */
export const listDeliveries = (database: Queryable, { id, outcome, before, limit }: { id: Uuid; outcome: string | null; before: Uuid | null; limit: number }): Promise<DeliveryRow[]> =>
  database.query<DeliveryRow>('select id, request_id, type, attempt, outcome, status, duration_ms, response, reason, at from feed.delivery where subscription_id = $1 and ($2::text is null or outcome = $2) and ($3::uuid is null or id < $3) order by id desc limit $4', [id, outcome, before, limit]);

/** Forgets attempts older than this instant; tells how many. */
export const forgetDeliveries = async (database: Queryable, before: Instant): Promise<number> => (await database.query('delete from feed.delivery where id in (select id from feed.delivery where at < $1 limit 5000) returning 1', [before])).length;
