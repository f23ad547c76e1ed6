/** What people ask of messages: send one again, and a new link to the page of an order. */
import { later } from '../../kernel/clock.ts';
import { execute } from '../../kernel/command.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { loadStream } from '../books/index.ts';
import { readContacts, writeContact } from '../customers/index.ts';
import { compose } from './compose.ts';
import type { ComposeDeps } from './compose.ts';
import type { MessageKind } from './kinds.ts';
import { occasionOf } from './occasions.ts';
import type { Occasion } from './occasions.ts';
import { notificationProblems } from './problems.ts';
import { readMessage } from './queries.ts';
import { enqueue } from './queue.ts';

/**
 * Sends a message again: made anew of the same event with the template of today, to the customer or to another address. It is a
 * message of its own. One that is still queued is refused, since it goes out by itself.
 */
export function resend(deps: ComposeDeps, context: CommandContext, id: Uuid, wish: { language: string | null; email: string | null }): Promise<Outcome<{ id: Uuid; order: Uuid; kind: MessageKind }>> {
  return execute(deps.database, context, async (change) => {
    const message = await readMessage(deps.database, id);
    if (message.state === 'queued') throw notificationProblems.still_queued({ detail: `This message waits to be sent (${message.attempts} tries so far${message.reason === null ? '' : `; ${message.reason}`}). It goes out by itself at ${message.next_attempt_at}.`, found: message.state });
    const stream = await loadStream(deps.database, message.order_id);
    const event = stream?.events[message.event_seq - 1];
    const occasion: Occasion | null = message.kind === 'order_link' ? { kind: 'order_link' } : stream && event ? occasionOf(stream, event) : null;
    if (!stream || !event || !occasion) throw notificationProblems.unknown({ detail: 'The journal of this order no longer tells what this message was about.' });
    const composed = await compose(deps, stream, event, occasion, { language: wish.language ?? undefined, linkFrom: context.now });
    const [before] = message.contact_id === null ? [] : [...(await readContacts(deps.database, [message.contact_id])).values()];
    const person = before ?? { name: null, phone: null, language: null, address: null };
    const contact = wish.email === null ? composed.contact : writeContact(change, { ...person, address: null, email: wish.email });
    if (contact === null) throw notificationProblems.no_address({ detail: 'The order names nobody with an e-mail address. Send it with the address in "email".', field: 'email' });
    const made = newId();
    enqueue(change, { id: made, order: message.order_id, seq: message.event_seq, kind: occasion.kind, composed, contact, by: context.actor.name, now: context.now, resentOf: id });
    return { status: 201, answer: { id: made, order: message.order_id, kind: occasion.kind } };
  });
}

/** Mails the link to the page of an order to one of its contacts. A customer who asks twice within the minute gets one mail. */
export async function mailLink(deps: ComposeDeps, { now, actor }: Pick<CommandContext, 'now' | 'actor'>, order: Uuid, contact: Uuid, language: string): Promise<void> {
  await execute(deps.database, { now, actor, key: null }, async (change) => {
    const stream = await loadStream(deps.database, order);
    const event = stream?.events.at(-1);
    const [asked] = await deps.database.query(`select 1 from notifications.message where order_id = $1 and kind = 'order_link' and created_at > $2`, [order, later(now, -60_000)]);
    if (!stream || !event || asked) return { status: 200, answer: null };
    const composed = await compose(deps, stream, event, { kind: 'order_link' }, { language, linkFrom: now });
    enqueue(change, { id: newId(), order, seq: event.seq, kind: 'order_link', composed, contact, by: actor.name, now, resentOf: null });
    return { status: 201, answer: null };
  });
}
