/** What can be done with accounts: make and revoke keys, appoint people, set their passwords. */
import { hashPassword } from 'better-auth/crypto';
import { Change, commit, table } from '../../kernel/change.ts';
import { execute, SYSTEM } from '../../kernel/command.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import type { Role } from '../../kernel/http.ts';
import { newId, newSecret, toWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/clock.ts';
import { kernelProblems } from '../../kernel/problem.ts';
import { keyActions, personActions } from './permissions.ts';
import { hashPin } from './pins.ts';
import { identityProblems } from './problems.ts';
import { hashOfSecret, keyById, KEY_PREFIX, personById, PERSON_PREFIX } from './queries.ts';
import type { KeyView, PersonView } from './queries.ts';

const KEY = table('identity.api_key', 'id');
const PERSON = table('identity.person', 'id');
const APPOINTMENT = table('identity.appointment', 'person_id');

export interface KeyRequest { name: string; roles: readonly Role[]; locations: readonly string[] | null; /** Sales channels it is bound to; null or absent is all. */ channels?: readonly string[] | null; expiresAt?: Instant | null; /** Given by seeds and tests only; at least 20 characters. */ secret?: string }

const bytea = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`;

function keyRow(request: KeyRequest, id: Uuid, secret: string, context: Pick<CommandContext, 'now' | 'actor'>): Record<string, unknown> {
  return {
    id, name: request.name, hash: bytea(hashOfSecret(secret)), roles: request.roles, locations: request.locations, channels: request.channels ?? null,
    created_at: context.now, created_by: context.actor.name, expires_at: request.expiresAt ?? null,
  };
}

/** A fresh secret: the prefix lets scanners of leaked secrets recognise it. */
export const newKeySecret = (): string => `spil_${newSecret(32)}`;

/**
 * Makes a key at once, for seeds and tests. A given secret that is there already renews that key's name, roles and locations, so that
 * seeding twice is harmless. Refuses a secret under 20 characters.
 */
export async function createKey(database: Database, request: KeyRequest, now: Instant = '2000-01-01T00:00:00.000Z'): Promise<{ id: string; secret: string }> {
  const secret = request.secret ?? newKeySecret();
  if (secret.length < 20) throw new RangeError('the secret of a key has at least 20 characters');
  const row = keyRow(request, newId(), secret, { now, actor: SYSTEM });
  const [made] = await database.query<{ id: Uuid }>(
    `insert into identity.api_key (id, name, hash, roles, locations, created_at, created_by, expires_at, channels) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (hash) do update set name = excluded.name, roles = excluded.roles, locations = excluded.locations, channels = excluded.channels, revoked_at = null, expires_at = excluded.expires_at returning id`,
    [row['id'], row['name'], hashOfSecret(secret), request.roles, request.locations, now, row['created_by'], request.expiresAt ?? null, request.channels ?? null],
  );
  if (!made) throw new Error('the key was not written');
  return { id: toWire(KEY_PREFIX, made.id), secret };
}

/** Makes a key. The secret is in the first answer only: what is kept under the Idempotency-Key is without it, so that no table holds it. */
export async function issueKey(database: Database, context: CommandContext, request: KeyRequest): Promise<Outcome<KeyView & { secret: string | null }>> {
  const secret = newKeySecret();
  let mine: string | null = null;
  const outcome = await execute<KeyView>(database, context, async (change) => {
    const id = newId();
    mine = toWire(KEY_PREFIX, id);
    change.insert(KEY, keyRow(request, id, secret, context));
    return { status: 201, answer: { id: mine, name: request.name, roles: [...request.roles], locations: request.locations === null ? null : [...request.locations], channels: request.channels ? [...request.channels] : null, createdAt: context.now, createdBy: context.actor.name, expiresAt: request.expiresAt ?? null, revokedAt: null, can: keyActions({ revokedAt: null }) } };
  });
  return { status: outcome.status, answer: { ...outcome.answer, secret: outcome.answer.id === mine ? secret : null } };
}

/** Ends a key for good; one that has ended already stays as it is. */
export const revokeKey = (database: Database, context: CommandContext, id: Uuid): Promise<Outcome<KeyView>> => execute(database, context, async (change) => {
  const key = await keyById(database, id);
  if (!key) throw identityProblems.key_unknown({ detail: `There is no API key ${toWire(KEY_PREFIX, id)}.`, found: id });
  if (key.revokedAt !== null) return { status: 200, answer: key };
  change.patch(KEY, { id, revoked_at: context.now });
  return { status: 200, answer: { ...key, revokedAt: context.now, can: keyActions({ revokedAt: context.now }) } };
});

export interface PersonRequest { name: string; email: string; roles: readonly Role[]; locations: readonly string[] | null }

function personRows(change: Change, request: PersonRequest, id: Uuid, now: Instant): void {
  change.insert(PERSON, { id, name: request.name, email: request.email.toLowerCase(), email_verified: true, created_at: now, updated_at: now });
  change.insert(APPOINTMENT, { person_id: id, roles: request.roles, locations: request.locations, active: true, version: 1 });
}

/** Puts a person with a password, and perhaps a PIN, there at once, for seeds and tests; one with this e-mail address gets these rights and this password. */
export async function createPerson(database: Database, request: PersonRequest & { password: string; pin?: string | null }, now: Instant): Promise<{ id: string }> {
  const [known] = await database.query<{ id: Uuid }>('select id from identity.person where email = $1', [request.email.toLowerCase()]);
  const id = known?.id ?? newId();
  const change = new Change();
  if (known) {
    change.patch(PERSON, { id, name: request.name });
    change.put(APPOINTMENT, { person_id: id, roles: request.roles, locations: request.locations, active: true, version: 1 });
  } else personRows(change, request, id, now);
  await commit(database, change);
  await setPassword(database, id, request.password, now);
  if (request.pin) await database.query('insert into identity.pin (person_id, hash, set_at) values ($1, $2, $3) on conflict (person_id) do update set hash = excluded.hash, set_at = excluded.set_at', [id, await hashPin(request.pin), now]);
  return { id: toWire(PERSON_PREFIX, id) };
}

/** Appoints somebody; a password is set apart, since a kept request must not hold it. */
export const appoint = (database: Database, context: CommandContext, request: PersonRequest): Promise<Outcome<PersonView>> => execute(database, context, async (change) => {
  const email = request.email.toLowerCase();
  const [taken] = await database.query<{ name: string }>('select name from identity.person where email = $1', [email]);
  if (taken) throw identityProblems.email_taken({ detail: `${email} belongs to ${taken.name} already. Change that account, or use another address.`, found: email, field: 'email' });
  const id = newId();
  personRows(change, request, id, context.now);
  return { status: 201, answer: { id: toWire(PERSON_PREFIX, id), name: request.name, email, roles: [...request.roles], locations: request.locations === null ? null : [...request.locations], active: true, hasPassword: false, hasPin: false, version: 1, createdAt: context.now, can: personActions({ hasPin: false }) } };
});

export interface PersonChange { name: string; roles: readonly Role[]; locations: readonly string[] | null; active: boolean }

/** Changes what a person may do, at the version the editor saw. Who is made inactive is signed out. Refuses to leave no administrator. */
export const changePerson = (database: Database, context: CommandContext, id: Uuid, ifMatch: string | null, request: PersonChange): Promise<Outcome<PersonView>> => execute(database, context, async (change) => {
  const person = await personById(database, id);
  if (!person) throw identityProblems.person_unknown({ detail: `There is no person ${toWire(PERSON_PREFIX, id)}.`, found: id });
  if (ifMatch === null) throw kernelProblems.version_missing({ detail: `Send the version you read as If-Match: "${person.version}".`, expected: person.version });
  if (ifMatch !== String(person.version)) throw kernelProblems.version_mismatch({ detail: `You changed version ${ifMatch}, but it is at ${person.version} by now. Read it again.`, found: ifMatch, expected: person.version });
  const staysAdministrator = request.active && request.roles.includes('administrator');
  if (person.active && person.roles.includes('administrator') && !staysAdministrator) {
    const [others] = await database.query<{ n: number }>(`select count(*)::int as n from identity.appointment where active and 'administrator' = any(roles) and person_id <> $1`, [id]);
    if ((others?.n ?? 0) === 0) throw identityProblems.last_administrator({ detail: `${person.name} is the only administrator left. Appoint another one first.` });
  }
  change.patch(PERSON, { id, name: request.name, updated_at: context.now });
  change.put(APPOINTMENT, { person_id: id, roles: request.roles, locations: request.locations, active: request.active, version: person.version + 1 });
  return { status: 200, answer: { ...person, name: request.name, roles: [...request.roles], locations: request.locations === null ? null : [...request.locations], active: request.active, version: person.version + 1 } };
});

/** Sets a person's password (scrypt, by better-auth) and ends all their sessions. Doing it again does it again: it needs no key. */
export async function setPassword(database: Database, id: Uuid, password: string, now: Instant): Promise<void> {
  const person = await personById(database, id);
  if (!person) throw identityProblems.person_unknown({ detail: `There is no person ${toWire(PERSON_PREFIX, id)}.`, found: id });
  // A mailbox of two letters is in many a good password by chance.
  const mailbox = person.email.split('@')[0] ?? person.email;
  if (mailbox.length >= 3 && password.toLowerCase().includes(mailbox)) throw identityProblems.password_refused({ detail: 'The password contains the name in the e-mail address. Choose another one.', field: 'password' });
  const hash = await hashPassword(password);
  await database.transaction(async (tx) => {
    await tx.query(
      `insert into identity.account (id, person_id, account_id, provider_id, password, created_at, updated_at) values ($1, $2::uuid, $2::uuid::text, 'credential', $3, $4, $4)
       on conflict (provider_id, account_id) do update set password = excluded.password, updated_at = excluded.updated_at`, [newId(), id, hash, now],
    );
    await tx.query('delete from identity.session where person_id = $1', [id]);
  });
}

