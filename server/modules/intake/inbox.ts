/** The inbox: every document of a channel is kept as it came before anything else is done with it, once per event, and then worked on. */
import { later } from '../../kernel/clock.ts';
import { errorCode } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { WebhookRequest } from '../channels/ports.ts';
import { documentId, keep } from './messages.ts';
import type { Document } from './messages.ts';
import { processMessage } from './process.ts';
import type { IntakeDeps, Message } from './types.ts';

const DAY = 24 * 60 * 60 * 1000;
/** A message that its worker did not finish is anybody's again after this long. */
const LEASE_SECONDS = 60;
/** Tries of a message that fails for a reason that may pass (the channel cannot be reached, say): a day, with growing pauses. */
const ATTEMPTS = 40;
const pause = (attempt: number): number => Math.min(60 * 60_000, 1000 * 2 ** Math.min(attempt, 12));

/** Verifies a webhook and keeps what it brings. False when it is forged; null when the channel takes no webhooks or is not connected. */
export async function receiveWebhook(deps: IntakeDeps, code: string, request: WebhookRequest): Promise<boolean | null> {
  const channel = deps.channels().get(code);
  const read = channel?.webhook?.(request);
  if (!read) return null;
  if (read.kind === 'forged') {
    deps.log?.({ channel: code, reason: read.reason }, 'a forged webhook was refused');
    return false;
  }
  const documents = read.orders.map((order, index): Document => ({ eventId: index === 0 ? read.eventId : `${read.eventId}#${index}`, source: 'webhook', topic: read.topic, raw: JSON.stringify(order), toFetch: null }));
  const asked = fetchesOf(read).map((id): Document => ({ eventId: `${read.eventId} fetch ${id}`, source: 'webhook', topic: read.topic, raw: null, toFetch: id }));
  await keep(deps.orders.database, code, [...documents, ...asked], deps.clock.now());
  return true;
}

/** Ids of orders that changed without being sent along: some connectors name them beside the orders. */
function fetchesOf(read: object): string[] {
  const ids = 'fetch' in read ? read.fetch : [];
  return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : [];
}

/**
 * Asks a channel for what changed since the last time and keeps it, page by page: the cursor moves only after its page is kept. A channel that
 * was never asked is asked from a day before now. Answers how many documents were new.
 */
export async function pollChannel(deps: IntakeDeps, code: string, pages = 50): Promise<number> {
  const channel = deps.channels().get(code);
  if (!channel) return 0;
  const { database } = deps.orders;
  const now = deps.clock.now();
  await database.query('insert into intake.cursor (channel, since) values ($1, $2) on conflict do nothing', [code, later(now, -DAY)]);
  let fresh = 0;
  try {
    for (let page = 0; page < pages; page += 1) {
      const [at] = await database.query<{ cursor: string | null; since: string }>('select cursor, since from intake.cursor where channel = $1', [code]);
      if (!at) return fresh;
      const answer = await channel.poll(at.cursor, at.since);
      const documents = answer.orders.map((order) => JSON.stringify(order)).map((raw): Document => ({ eventId: documentId(raw), source: 'poll', topic: null, raw, toFetch: null }));
      fresh += await keep(database, code, documents, now);
      await database.query('update intake.cursor set cursor = $2, polled_at = $3, failures = 0, last_error = null where channel = $1', [code, answer.cursor, now]);
      if (!answer.more) break;
    }
  } catch (error) {
    await database.query('update intake.cursor set failures = failures + 1, last_error = $2, polled_at = $3 where channel = $1', [code, error instanceof Error ? error.message.slice(0, 500) : String(error), now]);
    throw error;
  }
  return fresh;
}

/** Works on what is due, oldest first, until nothing is left; any number of processes may: their leases run by the database's own clock, the one that all processes share. Answers how many messages were worked on. */
export async function workInbox(deps: IntakeDeps, batch = 20): Promise<number> {
  let worked = 0;
  for (;;) {
    const due = await deps.orders.database.query<Message>(
      `update intake.message m set leased_until = now() + $2 * interval '1 second', attempts = attempts + 1
       where id in (select id from intake.message where state = 'received' and next_at <= $1 and (leased_until is null or leased_until < now()) order by id limit $3 for update skip locked)
       returning id, channel, event_id, source, raw, to_fetch, received_at, attempts`, [deps.clock.now(), LEASE_SECONDS, batch]);
    if (due.length === 0) return worked;
    for (const message of due.sort((one, other) => (one.id < other.id ? -1 : 1))) await workOn(deps, message);
    worked += due.length;
  }
}

async function workOn(deps: IntakeDeps, message: Message): Promise<void> {
  try {
    await processMessage(deps, message);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const over = message.attempts >= ATTEMPTS;
    deps.log?.({ channel: message.channel, message: message.id, attempt: message.attempts, code: errorCode(error), error: error instanceof Error ? error.stack : detail }, 'a message could not be worked on');
    await deps.orders.database.query(`update intake.message set state = $2, detail = $3, next_at = $4, leased_until = null where id = $1 and state = 'received'`, [message.id, over ? 'failed' : 'received', detail.slice(0, 2000), later(deps.clock.now(), pause(message.attempts))]);
  }
}

/** Works on a message again that failed or was put aside for an outage. True when there was one. */
export async function retryMessage(deps: IntakeDeps, id: Uuid): Promise<boolean> {
  const rows = await deps.orders.database.query(`update intake.message set state = 'received', attempts = 0, next_at = $2, leased_until = null where id = $1 and state in ('failed', 'received') returning 1`, [id, deps.clock.now()]);
  return rows.length === 1;
}

/** Erases raw documents whose retention is over; what they said is in the order's snapshot. Answers how many. */
export async function eraseOldMessages(deps: IntakeDeps): Promise<number> {
  const rows = await deps.orders.database.query(`update intake.message set raw = null, erased_at = $1 where id in (select id from intake.message where erase_after < $1 and erased_at is null and state <> 'received' limit 1000) returning 1`, [deps.clock.now()]);
  return rows.length;
}
