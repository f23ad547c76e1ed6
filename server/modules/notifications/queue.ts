/** The rows of messages: made once per event, taken by one worker at a time, and their personal data erased after their term or with the person. */
import { createHash } from 'node:crypto';
import { table } from '../../kernel/change.ts';
import type { Change } from '../../kernel/change.ts';
import { later } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Database, Queryable, Statement } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { eraseContacts } from '../customers/index.ts';
import type { PersonalDataPlace } from '../customers/index.ts';
import type { Composed } from './compose.ts';
import type { MessageKind } from './kinds.ts';

const MESSAGE = table('notifications.message', 'id');

/** The id of the message of an event: the same however often the event is handled. Shaped as a UUID of version 8 (RFC 9562, made by our own rule). */
export function messageIdOf(order: Uuid, seq: number, kind: MessageKind): Uuid {
  const hex = createHash('sha256').update(`${order} ${seq} ${kind}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${'89ab'.charAt(Number.parseInt(hex.charAt(16), 16) & 3)}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The sender of a mail, as the brand had it when the message was made. */
export interface MailSender { name: string; address: string; replyTo: string | null }

export interface NewMessage { id: Uuid; order: Uuid; seq: number; kind: MessageKind; composed: Composed; contact: Uuid | null; by: string; now: Instant; resentOf: Uuid | null }

/** Puts a message in the queue; one that nobody can be sent is kept as refused, so that service sees that the customer does not know. */
export function enqueue(change: Change, { id, order, seq, kind, composed: { rendered, brand }, contact, by, now, resentOf }: NewMessage): void {
  const sender: MailSender = { name: brand.name, address: brand.email, replyTo: null };
  change.insert(MESSAGE, {
    id, order_id: order, event_seq: seq, kind, language: rendered.language, contact_id: contact, state: contact === null ? 'refused' : 'queued', reason: contact === null ? NO_ADDRESS : null, attempts: 0, next_attempt_at: now,
    sender, subject: rendered.subject, html: rendered.html, plain: rendered.text, resent_of: resentOf, created_by: by, created_at: now,
  });
}

export const NO_ADDRESS = 'the customer gave no e-mail address, or it was erased';

export interface DueMessage { id: Uuid; contact_id: Uuid | null; attempts: number; sender: MailSender; subject: string; html: string | null; plain: string | null; created_at: Instant }

/** How long a taken message stays with its worker: longer than a mail server may take to answer. Then another tries it, under the same id. */
const LEASE = 5 * 60_000;

/** Takes messages that are due, the earliest of each order only, so that nobody hears of a refund before the cancellation. */
export function takeDue(database: Database, now: Instant, limit: number): Promise<DueMessage[]> {
  return database.query<DueMessage>(
    `with due as (
       select m.id from notifications.message m where m.state = 'queued' and m.next_attempt_at <= $1
         and not exists (select 1 from notifications.message e where e.order_id = m.order_id and e.state = 'queued' and e.position < m.position)
       order by m.next_attempt_at, m.position limit $2 for update skip locked)
     update notifications.message m set attempts = m.attempts + 1, next_attempt_at = $3 from due where m.id = due.id
     returning m.id, m.contact_id, m.attempts, m.sender, m.subject, m.html, m.plain, m.created_at`, [now, limit, later(now, LEASE)]);
}

export type Settlement = { state: 'sent'; ref: string; at: Instant } | { state: 'refused' | 'failed'; reason: string } | { state: 'queued'; reason: string; nextAt: Instant };

/** Writes how a try went; a message that was settled meanwhile stays as it is. */
export async function settle(database: Database, id: Uuid, outcome: Settlement): Promise<void> {
  await database.query(`update notifications.message set state = $2, ref = coalesce($3, ref), reason = $4, sent_at = coalesce($5, sent_at), next_attempt_at = coalesce($6, next_attempt_at) where id = $1 and state = 'queued'`,
    [id, outcome.state, outcome.state === 'sent' ? outcome.ref : null, 'reason' in outcome ? outcome.reason : null, outcome.state === 'sent' ? outcome.at : null, outcome.state === 'queued' ? outcome.nextAt : null]);
}

/** Erases what messages say once they are older than so many days, and with a receipt the address that was given for it alone; that they were sent stays. Answers how many were erased; call again while it is the limit. */
export async function eraseOldBodies(database: Database, now: Instant, days: number, limit = 5000): Promise<number> {
  const rows = await database.query<{ kind: MessageKind; contact_id: Uuid | null }>(
    `update notifications.message set html = null, plain = null, subject = '', erased_at = $1 where id in (
       select id from notifications.message where html is not null and state <> 'queued' and created_at < $2 order by created_at limit $3) returning kind, contact_id`, [now, later(now, -days * 86_400_000), limit]);
  await eraseContacts(database, rows.flatMap(({ kind, contact_id: contact }) => (kind === 'receipt' && contact !== null ? [contact] : [])), now);
  return rows.length;
}

/** What was written to a person goes with the person: contents of every message to these contact versions or about these orders; what waits is not sent any more. */
const erasing = (now: Instant, { contacts, orders }: { contacts: readonly Uuid[]; orders: readonly Uuid[] }): Statement => ({
  text: `update notifications.message set html = null, plain = null, subject = '', erased_at = $1, state = case state when 'queued' then 'refused' else state end, reason = case state when 'queued' then $4 else reason end
     where (contact_id = any($2) or order_id = any($3) or order_id in (select id from orders.order where contact_id = any($2))) and erased_at is null returning 1`,
  values: [now, contacts, orders, NO_ADDRESS],
});

/** Erases messages; how many there were. */
export async function eraseMessages(database: Queryable, now: Instant, whose: { contacts: readonly Uuid[]; orders: readonly Uuid[] }): Promise<number> {
  const { text, values } = erasing(now, whose);
  return (await database.query(text, values)).length;
}

export const notificationsPersonalData: readonly PersonalDataPlace[] = [{
  table: 'notifications.message', what: 'Mails to customers as they were sent, receipts of tills among them; the address that a receipt was asked for at', retention: '90 days; then what they say is erased, and with a receipt its address',
  erase: ({ contacts }, now) => [erasing(now, { contacts, orders: [] })],
}];
