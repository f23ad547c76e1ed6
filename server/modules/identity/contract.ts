/** What goes over the wire about accounts: API keys, people, and who is signed in. */
import { z } from 'zod';
import type { Role } from '../../kernel/http.ts';

/** All roles an account may have, with what each is for. */
export const ROLES = {
  administrator: 'Everything, accounts and settings included',
  operations: 'Orders, work, stock and settings of the whole company',
  service: 'Orders and customers on behalf of the customer',
  finance: 'Payments, refunds and documents',
  store: 'The work of its own locations',
  channel: 'A sales channel: brings orders in',
  carrier: 'A carrier: reports on parcels',
  erp: 'The ERP: reads the feed, brings stock and receipts',
  viewer: 'Reads, and changes nothing',
} as const satisfies Record<Role, string>;

const roles = Object.keys(ROLES) as [Role, ...Role[]];
export const RoleName = z.enum(roles);

const name = z.string().trim().min(1).max(100);
const locationCode = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'the code of a location, such as utrecht');
const rights = {
  roles: z.array(RoleName).min(1).max(roles.length).refine((list) => new Set(list).size === list.length, 'each role once'),
  locations: z.array(locationCode).max(5000).nullable().default(null).describe('Locations whose work the account sees; null is all'),
};
const boundStore = (value: { roles: readonly Role[]; locations: readonly string[] | null }): boolean => !value.roles.includes('store') || value.roles.includes('administrator') || value.roles.includes('operations') || (value.locations?.length ?? 0) > 0;
const boundStoreMessage = { message: 'a store account names the locations it is for', path: ['locations'] };

export const NewKey = z.strictObject({ name, ...rights, expiresAt: z.iso.datetime({ offset: true }).nullable().default(null) }).refine(boundStore, boundStoreMessage);
export const Key = z.strictObject({
  id: z.string(), name: z.string(), roles: z.array(RoleName), locations: z.array(z.string()).nullable(),
  createdAt: z.string(), createdBy: z.string(), expiresAt: z.string().nullable(), revokedAt: z.string().nullable(),
});
export const CreatedKey = Key.extend({ secret: z.string().nullable().describe('Shown this once. Null when the request was repeated: then make another key and revoke this one.') });
export const Keys = z.strictObject({ items: z.array(Key), next: z.string().nullable() });

export const NewPerson = z.strictObject({ name, email: z.email().max(254), ...rights }).refine(boundStore, boundStoreMessage);
export const PersonRights = z.strictObject({ name, ...rights, active: z.boolean() }).refine(boundStore, boundStoreMessage);
export const Person = z.strictObject({
  id: z.string(), name: z.string(), email: z.string(), roles: z.array(RoleName), locations: z.array(z.string()).nullable(), active: z.boolean(),
  hasPassword: z.boolean(), version: z.int(), createdAt: z.string(),
});
export const People = z.strictObject({ items: z.array(Person), next: z.string().nullable() });

/** Length is what counts; the upper bound keeps hashing cheap (NIST SP 800-63B, section 5.1.1.2, asks for at least 8 and for 64 to be accepted). */
export const Password = z.string().min(10, 'at least 10 characters').max(128, 'at most 128 characters');
export const NewPassword = z.strictObject({ password: Password });
export const PasswordChange = z.strictObject({ currentPassword: z.string().max(128), newPassword: Password });
export const SignIn = z.strictObject({ email: z.string().max(254), password: z.string().max(128) });

/** Who is signed in, and what that account may do: the screens draw their doors from it. */
export const Me = z.strictObject({
  kind: z.enum(['person', 'key', 'system']), id: z.string(), name: z.string(), roles: z.array(RoleName),
  locations: z.union([z.literal('all'), z.array(z.string())]),
});
export const Page = z.object({ after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });
