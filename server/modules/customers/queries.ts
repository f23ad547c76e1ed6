/** Questions about customers: who they are, how they were reached, and who else has the same e-mail address. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import { fromWire, toWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { pageOf } from '../documents/index.ts';
import { findKeys } from '../search/index.ts';
import type { Contact } from './contacts.ts';
import { mergingsOf, personOf } from './person.ts';
import type { MergingView } from './person.ts';

export const CUSTOMER_PREFIX = 'cus';
export const CONTACT_PREFIX = 'con';

export interface CustomerView { id: string; channel: string; externalId: string | null; email: string | null; name: string | null; phone: string | null; language: string | null; createdAt: Instant; erasedAt: Instant | null }
interface CustomerRow { id: Uuid; channel: string; external_id: string | null; email: string | null; name: string | null; phone: string | null; language: string | null; created_at: Instant; erased_at: Instant | null }

const COLUMNS = 'id, channel, external_id, email, name, phone, language, created_at, erased_at';
const viewOf = (row: CustomerRow): CustomerView => ({ id: toWire(CUSTOMER_PREFIX, row.id), channel: row.channel, externalId: row.external_id, email: row.email, name: row.name, phone: row.phone, language: row.language, createdAt: row.created_at, erasedAt: row.erased_at });

export interface CustomerFilter { after?: string | undefined; limit: number; email?: string | undefined; channel?: string | undefined; search?: string | undefined }

/** Found by what somebody types, the best first. The index is written a moment after the customer. */
async function searchCustomers(database: Queryable, search: string, channel: string | undefined, limit: number): Promise<{ items: CustomerView[]; next: null }> {
  const found = ((await findKeys(database, ['customer'], search, 50)).get('customer') ?? []).map((one) => one.target);
  const rows = await database.query<CustomerRow>(`select ${COLUMNS} from customers.customer where id = any($1::uuid[]) and erased_at is null and ($2::text is null or channel = $2)`, [found, channel ?? null]);
  return { items: rows.sort((a, b) => found.indexOf(a.id) - found.indexOf(b.id)).slice(0, limit).map(viewOf), next: null };
}

/** Customers, the newest first; or those who are searched for. */
export async function listCustomers(database: Queryable, { after, limit, email, channel, search }: CustomerFilter): Promise<{ items: CustomerView[]; next: string | null }> {
  if (search !== undefined) return searchCustomers(database, search, channel, limit);
  const before = after === undefined ? null : fromWire(CUSTOMER_PREFIX, after);
  const rows = await database.query<CustomerRow>(
    `select ${COLUMNS} from customers.customer where ($1::uuid is null or id < $1) and ($2::text is null or lower(email) = $2) and ($3::text is null or channel = $3) order by id desc limit $4`,
    [before, email?.toLowerCase() ?? null, channel ?? null, limit + 1],
  );
  return pageOf(rows, limit, (row) => toWire(CUSTOMER_PREFIX, row.id), viewOf);
}

export type ContactView = Contact & { id: string; createdAt: Instant };

export type CustomerRecord = CustomerView & { contacts: ContactView[]; same: CustomerView[]; mergings: MergingView[] };

/** A customer with the contact versions of their orders, and everybody who is the same person; null when there is none. */
export async function customerDetails(database: Queryable, id: Uuid): Promise<CustomerRecord | null> {
  const [row] = await database.query<CustomerRow>(`select ${COLUMNS} from customers.customer where id = $1`, [id]);
  if (!row) return null;
  const person = await personOf(database, id);
  const [contacts, same, mergings] = await Promise.all([
    database.query<{ id: Uuid; data: Contact; created_at: Instant }>('select id, data, created_at from customers.contact where customer = $1 and erased_at is null order by id desc limit 200', [id]),
    database.query<CustomerRow>(`select ${COLUMNS} from customers.customer where id = any($1::uuid[]) and id <> $2 order by id`, [person, id]),
    mergingsOf(database, person),
  ]);
  return {
    ...viewOf(row), same: same.map(viewOf), mergings,
    contacts: contacts.map(({ id: contact, data, created_at }) => ({ id: toWire(CONTACT_PREFIX, contact), name: data.name, email: data.email, phone: data.phone, language: data.language, address: data.address, createdAt: created_at })),
  };
}

/** The id of a channel's customer: by the channel's own number, or, for who has none (a guest), by e-mail address; null when not known yet. */
export async function findCustomer(database: Queryable, channel: string, { externalId, email }: { externalId: string | null; email: string | null }): Promise<Uuid | null> {
  if (externalId === null && email === null) return null;
  const [row] = externalId === null
    ? await database.query<{ id: Uuid }>('select id from customers.customer where channel = $1 and external_id is null and lower(email) = $2', [channel, email?.toLowerCase()])
    : await database.query<{ id: Uuid }>('select id from customers.customer where channel = $1 and external_id = $2', [channel, externalId]);
  return row?.id ?? null;
}

/** Everybody who is erased with a customer, and the contact versions that are theirs or name their e-mail address. */
export async function subjectOf(database: Queryable, id: Uuid, everywhere: boolean): Promise<{ customers: Uuid[]; contacts: Uuid[]; emails: string[] }> {
  const people = await database.query<{ id: Uuid; email: string | null }>(
    'select id, lower(email) as email from customers.customer where erased_at is null and id = any($1::uuid[])', [everywhere ? await personOf(database, id) : [id]],
  );
  const customers = people.map((person) => person.id);
  const emails = [...new Set(people.flatMap((person) => person.email ?? []))];
  const contacts = await database.query<{ id: Uuid }>(
    `select id from customers.contact where erased_at is null and customer = any($1) union select id from customers.contact where erased_at is null and lower(data ->> 'email') = any($2) and ($3 or customer is null or customer = any($1))`,
    [customers, emails, everywhere],
  );
  return { customers, contacts: contacts.map((contact) => contact.id), emails };
}
