/** What people do with messages: send one again. */
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
    const occasion = stream && event ? occasionOf(stream, event) : null;
    if (!stream || !event || !occasion) throw notificationProblems.unknown({ detail: 'The journal of this order no longer tells what this message was about.' });
    const composed = await compose(deps, stream, event, occasion, { language: wish.language ?? undefined });
    const [before] = message.contact_id === null ? [] : [...(await readContacts(deps.database, [message.contact_id])).values()];
    const person = before ?? { name: null, phone: null, language: null, address: null };
    const contact = wish.email === null ? composed.contact : writeContact(change, { ...person, address: null, email: wish.email });
    if (contact === null) throw notificationProblems.no_address({ detail: 'The order names nobody with an e-mail address. Send it with the address in "email".', field: 'email' });
    const made = newId();
    enqueue(change, { id: made, order: message.order_id, seq: message.event_seq, kind: occasion.kind, composed, contact, by: context.actor.name, now: context.now, resentOf: id });
    return { status: 201, answer: { id: made, order: message.order_id, kind: occasion.kind } };
  });
}
