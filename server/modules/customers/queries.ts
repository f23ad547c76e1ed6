/** Questions about customers: who they are, how they were reached, and who else has the same e-mail address. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import { fromWire, toWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { pageOf } from '../documents/index.ts';
import type { Contact } from './contacts.ts';

export const CUSTOMER_PREFIX = 'cus';
export const CONTACT_PREFIX = 'con';

export interface CustomerView { id: string; channel: string; externalId: string | null; email: string | null; name: string | null; phone: string | null; language: string | null; createdAt: Instant; erasedAt: Instant | null }
interface CustomerRow { id: Uuid; channel: string; external_id: string | null; email: string | null; name: string | null; phone: string | null; language: string | null; created_at: Instant; erased_at: Instant | null }

const COLUMNS = 'id, channel, external_id, email, name, phone, language, created_at, erased_at';
const viewOf = (row: CustomerRow): CustomerView => ({ id: toWire(CUSTOMER_PREFIX, row.id), channel: row.channel, externalId: row.external_id, email: row.email, name: row.name, phone: row.phone, language: row.language, createdAt: row.created_at, erasedAt: row.erased_at });

/** Customers, the newest first. */
export async function listCustomers(database: Queryable, { after, limit, email, channel }: { after?: string | undefined; limit: number; email?: string | undefined; channel?: string | undefined }): Promise<{ items: CustomerView[]; next: string | null }> {
  const before = after === undefined ? null : fromWire(CUSTOMER_PREFIX, after);
  const rows = await database.query<CustomerRow>(
    `select ${COLUMNS} from customers.customer where ($1::uuid is null or id < $1) and ($2::text is null or lower(email) = $2) and ($3::text is null or channel = $3) order by id desc limit $4`,
    [before, email?.toLowerCase() ?? null, channel ?? null, limit + 1],
  );
  return pageOf(rows, limit, (row) => toWire(CUSTOMER_PREFIX, row.id), viewOf);
}

export type ContactView = Contact & { id: string; createdAt: Instant };

/** A customer with the contact versions of their orders, and the customers of other channels with the same e-mail address; null when there is none. */
export async function customerDetails(database: Queryable, id: Uuid): Promise<(CustomerView & { contacts: ContactView[]; same: CustomerView[] }) | null> {
  const [row] = await database.query<CustomerRow>(`select ${COLUMNS} from customers.customer where id = $1`, [id]);
  if (!row) return null;
  const [contacts, same] = await Promise.all([
    database.query<{ id: Uuid; data: Contact; created_at: Instant }>('select id, data, created_at from customers.contact where customer = $1 and erased_at is null order by id desc limit 200', [id]),
    row.email === null ? [] : database.query<CustomerRow>(`select ${COLUMNS} from customers.customer where lower(email) = $1 and id <> $2 order by id limit 50`, [row.email.toLowerCase(), id]),
  ]);
  return {
    ...viewOf(row), same: same.map(viewOf),
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
    `select id, lower(email) as email from customers.customer where erased_at is null and (id = $1 or ($2 and lower(email) = (select lower(email) from customers.customer where id = $1)))`, [id, everywhere],
  );
  const customers = people.map((person) => person.id);
  const emails = [...new Set(people.flatMap((person) => person.email ?? []))];
  const contacts = await database.query<{ id: Uuid }>(
    `select id from customers.contact where erased_at is null and customer = any($1) union select id from customers.contact where erased_at is null and lower(data ->> 'email') = any($2) and ($3 or customer is null or customer = any($1))`,
    [customers, emails, everywhere],
  );
  return { customers, contacts: contacts.map((contact) => contact.id), emails };
}
