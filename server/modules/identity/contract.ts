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
  fulfiller: 'An external warehouse: the work orders and the stock of its own locations',
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
const boundStore = (value: { roles: readonly Role[]; locations: readonly string[] | null }): boolean => !value.roles.some((role) => role === 'store' || role === 'fulfiller') || value.roles.includes('administrator') || value.roles.includes('operations') || (value.locations?.length ?? 0) > 0;
const boundStoreMessage = { message: 'an account of a store or an external warehouse names the locations it is for', path: ['locations'] };

/** What the caller may do with it. */
const can = z.array(z.string());

const channels = z.array(z.string().min(1).max(50)).min(1).max(200).nullable();
export const NewKey = z.strictObject({
  name, ...rights, expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
  channels: channels.default(null).describe('Sales channels whose orders a key of the role channel brings and sees; null is all'),
}).refine(boundStore, boundStoreMessage).refine((key) => key.channels === null || key.roles.every((role) => role === 'channel'), { message: 'only a key whose one role is channel is bound to channels', path: ['channels'] });
export const Key = z.strictObject({
  id: z.string(), name: z.string(), roles: z.array(RoleName), locations: z.array(z.string()).nullable(), channels,
  createdAt: z.string(), createdBy: z.string(), expiresAt: z.string().nullable(), revokedAt: z.string().nullable(), can,
});
export const CreatedKey = Key.extend({ secret: z.string().nullable().describe('Shown this once. Null when the request was repeated: then make another key and revoke this one.') });
export const Keys = z.strictObject({ items: z.array(Key), next: z.string().nullable() });

export const NewPerson = z.strictObject({ name, email: z.email().max(254), ...rights }).refine(boundStore, boundStoreMessage);
export const PersonRights = z.strictObject({ name, ...rights, active: z.boolean() }).refine(boundStore, boundStoreMessage);
export const Person = z.strictObject({
  id: z.string(), name: z.string(), email: z.string(), roles: z.array(RoleName), locations: z.array(z.string()).nullable(), active: z.boolean(),
  hasPassword: z.boolean(), hasPin: z.boolean(), version: z.int(), createdAt: z.string(), can,
});
export const People = z.strictObject({ items: z.array(Person), next: z.string().nullable() });

/** Length is what counts; the upper bound keeps hashing cheap (NIST SP 800-63B, section 5.1.1.2, asks for at least 8 and for 64 to be accepted). */
export const Password = z.string().min(10, 'at least 10 characters').max(128, 'at most 128 characters');
export const NewPassword = z.strictObject({ password: Password });
export const PasswordChange = z.strictObject({ currentPassword: z.string().max(128), newPassword: Password });
export const SignIn = z.strictObject({
  email: z.string().max(254), password: z.string().max(128),
  sharedDevice: z.boolean().default(false).describe('The device is the store\'s: from now on colleagues switch on it by PIN. Without effect for who works in no store'),
});
export const Pin = z.string().regex(/^\d{4,6}$/, '4 to 6 figures');
export const PinChange = z.strictObject({ pin: Pin, currentPassword: z.string().max(128).optional().describe('Needed when the session began with a PIN') });
export const Switch = z.strictObject({ person: z.string().max(60), pin: z.string().max(20) });
export const Language = z.enum(['nl', 'en']);
export const LanguageChange = z.strictObject({ language: Language });

const Place = z.strictObject({ code: z.string(), name: z.string() });
const DevicePlaces = z.strictObject({ name: z.string(), places: z.array(Place) });
export const Colleagues = z.strictObject({
  device: DevicePlaces.nullable().describe('Null: nobody has signed in here with a password as on a device of a store'),
  people: z.array(z.strictObject({ id: z.string(), name: z.string(), hasPin: z.boolean() })),
});
export const Device = z.strictObject({
  id: z.string(), name: z.string(), locations: z.array(z.string()), enrolledBy: z.string(), enrolledAt: z.string(), lastSeenAt: z.string(), revokedAt: z.string().nullable(), revokedBy: z.string().nullable(), can,
});
export const Devices = z.strictObject({ items: z.array(Device), next: z.string().nullable() });

/** Who is signed in, and what that account may do: the screens draw their doors from it. */
export const Me = z.strictObject({
  kind: z.enum(['person', 'key', 'system']), id: z.string(), name: z.string(), roles: z.array(RoleName),
  locations: z.union([z.literal('all'), z.array(z.string())]),
  places: z.array(Place).nullable().describe('The locations by name; null is all'),
  via: z.enum(['password', 'pin', 'key']).describe('How it was signed in; by PIN only the rights of a store are given'),
  language: Language.nullable().describe('Null: whatever the browser asks for'),
  hasPin: z.boolean(), device: DevicePlaces.nullable().describe('The device of a store on which this is'), can,
});
const paging = { after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) };
export const Page = z.object(paging);
export const PeopleQuery = z.object({
  ...paging, search: z.string().trim().max(100).optional().describe('Part of the name or e-mail address'), location: locationCode.optional(), active: z.enum(['true', 'false']).optional(),
});
