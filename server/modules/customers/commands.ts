/** What can be done with a customer: write down who they are with an order, and erase them. */
import { table } from '../../kernel/change.ts';
import type { Change } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import { newId, toWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { sendAfter } from '../documents/index.ts';
import type { PersonalDataPlace } from './personal-data.ts';
import { customersPersonalData } from './personal-data.ts';
import { customerProblems, customerUnknown } from './problems.ts';
import { customerDetails, CUSTOMER_PREFIX, subjectOf } from './queries.ts';

const CUSTOMER = table('customers.customer', 'id');
const ERASURE = table('customers.erasure', 'id');

export interface CustomerFacts { channel: string; externalId: string | null; email: string | null; name: string | null; phone: string | null; language: string | null }

/**
 * Writes who a channel says its customer is, with the change: `known` is what `findCustomer` found. Two orders of a new customer at once
 * are a contest, which the command decides again. Answers the customer's id; null when the channel says nothing that tells one apart.
 */
export function writeCustomer(change: Change, known: Uuid | null, { channel, externalId, email, name, phone, language }: CustomerFacts, now: string): Uuid | null {
  if (externalId === null && email === null) return null;
  const person = { email, name, phone, language };
  if (known !== null) {
    const said = Object.fromEntries(Object.entries(person).filter(([, value]) => value !== null));
    if (Object.keys(said).length > 0) change.patch(CUSTOMER, { id: known, ...said, updated_at: now });
    return known;
  }
  const id = newId();
  change.insert(CUSTOMER, { id, channel, external_id: externalId, ...person, created_at: now, updated_at: now });
  return id;
}

export interface CustomerDeps { database: Database; /** Places of the other rooms; those of this room are always there. */ personalData: readonly PersonalDataPlace[] }

export const placesOf = ({ personalData }: CustomerDeps): readonly PersonalDataPlace[] => [...personalData, ...customersPersonalData];

export interface ErasedAnswer { customers: string[]; places: string[]; at: string }

/**
 * Takes a person out of every table that holds personal data, in one transaction, and records that it was done. Orders, stock and money
 * stay: they name ids only. Refuses one who was erased before.
 */
export const eraseCustomer = (deps: CustomerDeps, context: CommandContext, id: Uuid, reason: string, everywhere: boolean): Promise<Outcome<ErasedAnswer>> => execute(deps.database, context, async (change) => {
  const customer = await customerDetails(deps.database, id);
  if (!customer) throw customerUnknown(id);
  if (customer.erasedAt !== null) throw customerProblems.erased({ detail: `This customer was erased at ${customer.erasedAt}.`, found: customer.erasedAt });
  const subject = await subjectOf(deps.database, id, everywhere);
  const places = placesOf(deps);
  places.forEach((place, index) => place.erase(subject, context.now).forEach((statement, part) => sendAfter(change, `erase ${index}.${part}`, statement)));
  const names = [...new Set(places.map((place) => place.table))];
  for (const one of subject.customers) change.insert(ERASURE, { id: newId(), customer: one, at: context.now, by: context.actor.name, reason, places: names });
  return { status: 200, answer: { customers: subject.customers.map((one) => toWire(CUSTOMER_PREFIX, one)), places: names, at: context.now } };
});
