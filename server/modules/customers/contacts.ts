/** Contact versions: immutable, and named by events, so that no event holds personal data. */
import { table } from '../../kernel/change.ts';
import type { Change } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Address } from '../../kernel/address.ts';
import type { Queryable } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';

const CONTACT = table('customers.contact', 'id');

/** One immutable version of how somebody is reached. */
export interface Contact {
  name: string | null;
  email: string | null;
  phone: string | null;
  language: string | null;
  address: Address | null;
  /** Who this is at the channel, on the contact of whoever ordered: by it the customer is found. */
  channel?: string | null;
  externalId?: string | null;
}

/** Writes a new contact version with the change, and names it. */
export function writeContact(change: Change, contact: Contact, customer: Uuid | null = null): Uuid {
  const id = newId();
  change.insert(CONTACT, { id, customer, data: contact });
  return id;
}

/** Erases contact versions that nothing needs any more. */
export async function eraseContacts(database: Queryable, ids: readonly Uuid[], now: Instant): Promise<void> {
  if (ids.length > 0) await database.query(`update customers.contact set data = '{}', erased_at = $2 where id = any($1) and erased_at is null`, [ids, now]);
}

/** Contact versions by id; erased ones are absent. */
export async function readContacts(database: Queryable, ids: readonly Uuid[]): Promise<Map<Uuid, Contact>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await database.query<{ id: Uuid; data: Contact }>('select id, data from customers.contact where id = any($1) and erased_at is null', [wanted]);
  return new Map(rows.map(({ id, data }) => [id, data]));
}
