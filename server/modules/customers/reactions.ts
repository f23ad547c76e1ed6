/** Reactions of the customers room: whoever ordered becomes a customer, found again by the channel's id or by e-mail. */
import { table } from '../../kernel/change.ts';
import type { Clock } from '../../kernel/clock.ts';
import { execute, SYSTEM } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { follower } from '../books/index.ts';
import type { Follower, FollowerOptions } from '../books/index.ts';
import { writeCustomer } from './commands.ts';
import { readContacts } from './contacts.ts';
import { findCustomer } from './queries.ts';

const CONTACT = table('customers.contact', 'id');

export interface CustomerReactionDeps { database: Database; clock: Clock; log?: FollowerOptions['log'] }

/** Links the contact version of an order to its customer; doing it again changes nothing. */
export async function linkCustomer({ database, clock }: CustomerReactionDeps, contact: Uuid): Promise<void> {
  await execute(database, { now: clock.now(), actor: SYSTEM, key: null }, async (change) => {
    const found = (await readContacts(database, [contact])).get(contact);
    if (!found?.channel) return { status: 200, answer: null };
    const { channel, externalId = null, name, email, phone, language } = found;
    const known = await findCustomer(database, channel, { externalId, email });
    const customer = writeCustomer(change, known, { channel, externalId, name, email, phone, language }, clock.now());
    if (customer !== null) change.patch(CONTACT, { id: contact, customer });
    return { status: 200, answer: null };
  });
}

export function customerFollowers(deps: CustomerReactionDeps): Follower[] {
  return [follower({
    database: deps.database, clock: deps.clock, name: 'customers.link', types: ['OrderPlaced'], ...(deps.log ? { log: deps.log } : {}),
    handle: async ({ event }) => {
      const { contact } = event.data as { contact: Uuid | null };
      if (contact !== null) await linkCustomer(deps, contact);
    },
  })];
}
