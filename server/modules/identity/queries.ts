/** Questions about accounts: the keys and people there are, and whom a secret or a session stands for. */
import { createHash } from 'node:crypto';
import type { Instant } from '../../kernel/clock.ts';
import type { Actor } from '../../kernel/command.ts';
import type { Queryable } from '../../kernel/database.ts';
import { fromWire, toWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { keyActions, personActions } from './permissions.ts';

export const KEY_PREFIX = 'key';
export const PERSON_PREFIX = 'per';

/** SHA-256 of a secret, as it is stored: a secret of 256 random bits needs no slow hash. */
export const hashOfSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();

interface KeyRow { id: Uuid; name: string; roles: string[]; locations: string[] | null; channels: string[] | null; created_at: Instant; created_by: string; expires_at: Instant | null; revoked_at: Instant | null }
interface PersonRow { id: Uuid; name: string; email: string; created_at: Instant; roles: string[] | null; locations: string[] | null; active: boolean | null; version: number | null; has_password: boolean; has_pin: boolean }

export interface KeyView { id: string; name: string; roles: string[]; locations: string[] | null; channels: string[] | null; createdAt: Instant; createdBy: string; expiresAt: Instant | null; revokedAt: Instant | null; can: string[] }
export interface PersonView { id: string; name: string; email: string; roles: string[]; locations: string[] | null; active: boolean; hasPassword: boolean; hasPin: boolean; version: number; createdAt: Instant; can: string[] }
export interface PageOf<T> { items: T[]; next: string | null }

const keyView = (row: KeyRow): KeyView => ({ id: toWire(KEY_PREFIX, row.id), name: row.name, roles: row.roles, locations: row.locations, channels: row.channels, createdAt: row.created_at, createdBy: row.created_by, expiresAt: row.expires_at, revokedAt: row.revoked_at, can: keyActions({ revokedAt: row.revoked_at }) });
const personView = (row: PersonRow): PersonView => ({ id: toWire(PERSON_PREFIX, row.id), name: row.name, email: row.email, roles: row.roles ?? [], locations: row.locations, active: row.active ?? false, hasPassword: row.has_password, hasPin: row.has_pin, version: row.version ?? 0, createdAt: row.created_at, can: personActions({ hasPin: row.has_pin }) });

const KEY_COLUMNS = 'id, name, roles, locations, channels, created_at, created_by, expires_at, revoked_at';
const PEOPLE = `select p.id, p.name, p.email, p.created_at, a.roles, a.locations, a.active, a.version, exists (select 1 from identity.account c where c.person_id = p.id and c.password is not null) as has_password, exists (select 1 from identity.pin k where k.person_id = p.id) as has_pin
  from identity.person p left join identity.appointment a on a.person_id = p.id`;

const paged = <R extends { id: Uuid }, V>(rows: readonly R[], limit: number, view: (row: R) => V, prefix: string): PageOf<V> => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(view), next: rows.length > limit && last ? toWire(prefix, last.id) : null };
};

/** API keys, oldest first, revoked ones included. */
export async function listKeys(database: Queryable, { after, limit }: { after?: string | undefined; limit: number }): Promise<PageOf<KeyView>> {
  const from = after === undefined ? null : fromWire(KEY_PREFIX, after);
  return paged(await database.query<KeyRow>(`select ${KEY_COLUMNS} from identity.api_key where $1::uuid is null or id > $1 order by id limit $2`, [from, limit + 1]), limit, keyView, KEY_PREFIX);
}

export async function keyById(database: Queryable, id: Uuid): Promise<KeyView | null> {
  const [row] = await database.query<KeyRow>(`select ${KEY_COLUMNS} from identity.api_key where id = $1`, [id]);
  return row ? keyView(row) : null;
}

export interface PeopleQuery { after?: string | undefined; limit: number; search?: string | undefined; location?: string | undefined; active?: boolean | undefined }

/** People, oldest first, those who left included; by part of the name or e-mail address, by location, by whether they work here. */
export async function listPeople(database: Queryable, { after, limit, search, location, active }: PeopleQuery): Promise<PageOf<PersonView>> {
  const from = after === undefined ? null : fromWire(PERSON_PREFIX, after);
  const part = search === undefined || search === '' ? null : `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const rows = await database.query<PersonRow>(
    `${PEOPLE} where ($1::uuid is null or p.id > $1) and ($3::text is null or p.name ilike $3 or p.email ilike $3) and ($4::text is null or a.locations && array[$4]) and ($5::boolean is null or coalesce(a.active, false) = $5) order by p.id limit $2`,
    [from, limit + 1, part, location ?? null, active ?? null]);
  return paged(rows, limit, personView, PERSON_PREFIX);
}

export async function personById(database: Queryable, id: Uuid): Promise<PersonView | null> {
  const [row] = await database.query<PersonRow>(`${PEOPLE} where p.id = $1`, [id]);
  return row ? personView(row) : null;
}

/** Whom a key's secret stands for at a moment; null when it is unknown, expired or revoked. */
export async function actorOfKey(database: Queryable, secret: string, now: Instant): Promise<Actor | null> {
  const [row] = await database.query<KeyRow>(`select ${KEY_COLUMNS} from identity.api_key where hash = $1 and revoked_at is null and (expires_at is null or expires_at > $2)`, [hashOfSecret(secret), now]);
  return row ? { kind: 'key', id: toWire(KEY_PREFIX, row.id), name: row.name, roles: row.roles, locations: row.locations ?? 'all', ...(row.channels === null ? {} : { channels: row.channels }) } : null;
}

/** Hours that a session by PIN lasts: a working day. */
const PIN_HOURS = 16;

/**
 * Whom a session stands for; null when the person may do nothing (any more), or when its device was taken away. One by PIN is worth the rights of
 * a store only, at the places that are both the person's and the device's, for a working day by the clock that stamped it.
 */
export async function actorOfSession(database: Queryable, { id, person, byPin }: { id: Uuid; person: Uuid; byPin: boolean }): Promise<Actor | null> {
  const [row] = await database.query<PersonRow & { device_locations: string[] | null }>(
    `select p.id, p.name, a.roles, a.locations, d.locations as device_locations from identity.session s join identity.person p on p.id = s.person_id join identity.appointment a on a.person_id = p.id left join identity.device d on d.id = s.device_id
     where s.id = $1 and s.person_id = $2 and a.active and d.revoked_at is null and (not s.by_pin or s.created_at > now() - interval '${PIN_HOURS} hours')`, [id, person]);
  if (!row) return null;
  const who = { kind: 'person' as const, id: toWire(PERSON_PREFIX, row.id), name: row.name };
  const roles = row.roles ?? [];
  if (!byPin) return { ...who, roles, locations: row.locations ?? 'all' };
  const locations = (row.device_locations ?? []).filter((code) => row.locations?.includes(code) === true);
  return roles.includes('store') && locations.length > 0 ? { ...who, roles: ['store'], locations } : null;
}

/** Codes of locations with their names, in the order of the names. The names are another room's, which is above this one: they are read, never written. */
export async function placesOf(database: Queryable, codes: readonly string[]): Promise<{ code: string; name: string }[]> {
  if (codes.length === 0) return [];
  const rows = await database.query<{ code: string; name: string }>('select code, name from locations.location where code = any($1) order by name, code', [codes]);
  const known = new Set(rows.map(({ code }) => code));
  return [...rows, ...codes.filter((code) => !known.has(code)).map((code) => ({ code, name: code }))];
}

export interface Preferences { language: 'nl' | 'en' | null; hasPin: boolean }

export async function preferencesOf(database: Queryable, person: Uuid): Promise<Preferences> {
  const [row] = await database.query<Preferences>('select p.language, exists (select 1 from identity.pin k where k.person_id = p.id) as "hasPin" from identity.person p where p.id = $1', [person]);
  return row ?? { language: null, hasPin: false };
}
