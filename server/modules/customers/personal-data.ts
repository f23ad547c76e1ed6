/** Every place that holds personal data: each room names its tables, how long they are kept, and how a person is taken out of them. */
import type { Statement } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';

/** Who is taken out: customers, their contact versions, and the e-mail addresses they had (in lower case). */
export interface ErasureSubject { customers: readonly Uuid[]; contacts: readonly Uuid[]; emails: readonly string[] }

export interface PersonalDataPlace {
  /** The table with its schema, e.g. shipping.label. */
  table: string;
  /** What of a person is there, in words for the register of processing (GDPR article 30). */
  what: string;
  /** How long it is kept without anybody asking, and why. */
  retention: string;
  /** Statements that take a person out; each is harmless when there is nothing. Run in one transaction, these places before those of the customers room. */
  erase(subject: ErasureSubject, now: string): Statement[];
}

/** The places of this room; they come last, since others find their rows by the contacts. */
export const customersPersonalData: readonly PersonalDataPlace[] = [
  {
    table: 'customers.contact', what: 'Name, e-mail address, telephone number and postal address as an order used them', retention: 'While the order can be returned and its warranty runs; then erased on request',
    erase: ({ contacts }, now) => [{ text: `update customers.contact set data = '{}', erased_at = $2 where id = any($1) and erased_at is null`, values: [contacts, now] }],
  },
  {
    table: 'customers.customer', what: "Name, e-mail address, telephone number, language and the channel's customer number", retention: 'While somebody is a customer; then erased on request',
    erase: ({ customers }, now) => [{ text: 'update customers.customer set external_id = null, email = null, name = null, phone = null, language = null, erased_at = $2 where id = any($1) and erased_at is null', values: [customers, now] }],
  },
  {
    // After the rows it was read from, which are locked by whoever reads them for the index: a key that is written meanwhile is seen here.
    table: 'search.key', what: 'Names, addresses, e-mail addresses and telephone numbers as people type them into the search', retention: 'As long as what they were read from',
    erase: ({ customers, contacts }) => [
      { text: 'delete from search.key where contact = any($1)', values: [contacts] },
      { text: `delete from search.key where target = any($1) and kind = 'customer'`, values: [customers] },
    ],
  },
];
