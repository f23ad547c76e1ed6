/** What goes over the wire about customers: who they are, how they are reached, and their erasure. */
import { z } from 'zod';
import { Address } from '../../kernel/address.ts';

const person = { email: z.string().nullable(), name: z.string().nullable(), phone: z.string().nullable(), language: z.string().nullable() };
export const Customer = z.strictObject({ id: z.string(), channel: z.string(), externalId: z.string().nullable(), ...person, createdAt: z.string(), erasedAt: z.string().nullable() });
export const Customers = z.strictObject({ items: z.array(Customer), next: z.string().nullable() });
export const ContactVersion = z.strictObject({ id: z.string(), ...person, address: Address.nullable(), createdAt: z.string() });
export const Merging = z.strictObject({ id: z.string(), customer: z.string(), merged: z.string(), at: z.string(), by: z.string() });
export const CustomerDetails = Customer.extend({
  contacts: z.array(ContactVersion).describe('Names and addresses as orders used them, the newest first, at most 200'),
  same: z.array(Customer).describe('Customers that are the same person: with the same e-mail address, or merged with this one'),
  mergings: z.array(Merging).describe('What people merged into one, the newest first'),
  can: z.array(z.string()).describe('Commands that this account may send for the customer now'),
});
export const MergeBody = z.strictObject({ with: z.string().max(40).describe('The customer that turned out to be the same person') });
export const MergingPath = z.object({ merging: z.string().max(40) });
export const CustomerPath = z.object({ customer: z.string().max(40) });
export const CustomerQuery = z.object({
  after: z.string().max(40).optional(), limit: z.coerce.number().int().min(1).max(200).default(50),
  search: z.string().trim().min(2).max(100).optional().describe('The beginning of a name, e-mail address, telephone number or the channel’s customer number: the best 50, without further pages'),
  email: z.string().trim().min(3).max(254).optional().describe('The whole e-mail address, in any case'), channel: z.string().max(50).optional(),
});
export const EraseBody = z.strictObject({ reason: z.string().trim().min(3).max(500).describe('Why, e.g. "asked by letter of 2 March"; without personal data'), everywhere: z.boolean().default(true).describe('Also what other channels know of the same e-mail address') });
export const Erased = z.strictObject({ customers: z.array(z.string()), places: z.array(z.string()), at: z.string() });
export const Places = z.strictObject({ items: z.array(z.strictObject({ table: z.string(), what: z.string(), retention: z.string() })), next: z.null() });
