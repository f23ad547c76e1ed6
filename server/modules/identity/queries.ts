/** Questions about accounts: the keys and people there are, and whom a secret or a session stands for. */
import { createHash } from 'node:crypto';
import type { Instant } from '../../kernel/clock.ts';
import type { Actor } from '../../kernel/command.ts';
import type { Queryable } from '../../kernel/database.ts';
import { fromWire, toWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';

export const KEY_PREFIX = 'key';
export const PERSON_PREFIX = 'per';

/** SHA-256 of a secret, as it is stored: a secret of 256 random bits needs no slow hash. */
export const hashOfSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();

interface KeyRow { id: Uuid; name: string; roles: string[]; locations: string[] | null; created_at: Instant; created_by: string; expires_at: Instant | null; revoked_at: Instant | null }
interface PersonRow { id: Uuid; name: string; email: string; created_at: Instant; roles: string[] | null; locations: string[] | null; active: boolean | null; version: number | null; has_password: boolean }

export interface KeyView { id: string; name: string; roles: string[]; locations: string[] | null; createdAt: Instant; createdBy: string; expiresAt: Instant | null; revokedAt: Instant | null }
export interface PersonView { id: string; name: string; email: string; roles: string[]; locations: string[] | null; active: boolean; hasPassword: boolean; version: number; createdAt: Instant }
export interface PageOf<T> { items: T[]; next: string | null }

const keyView = (row: KeyRow): KeyView => ({ id: toWire(KEY_PREFIX, row.id), name: row.name, roles: row.roles, locations: row.locations, createdAt: row.created_at, createdBy: row.created_by, expiresAt: row.expires_at, revokedAt: row.revoked_at });
const personView = (row: PersonRow): PersonView => ({ id: toWire(PERSON_PREFIX, row.id), name: row.name, email: row.email, roles: row.roles ?? [], locations: row.locations, active: row.active ?? false, hasPassword: row.has_password, version: row.version ?? 0, createdAt: row.created_at });

const KEY_COLUMNS = 'id, name, roles, locations, created_at, created_by, expires_at, revoked_at';
const PEOPLE = `select p.id, p.name, p.email, p.created_at, a.roles, a.locations, a.active, a.version, exists (select 1 from identity.account c where c.person_id = p.id and c.password is not null) as has_password
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

/** People, oldest first, those who left included. */
export async function listPeople(database: Queryable, { after, limit }: { after?: string | undefined; limit: number }): Promise<PageOf<PersonView>> {
  const from = after === undefined ? null : fromWire(PERSON_PREFIX, after);
  return paged(await database.query<PersonRow>(`${PEOPLE} where $1::uuid is null or p.id > $1 order by p.id limit $2`, [from, limit + 1]), limit, personView, PERSON_PREFIX);
}

export async function personById(database: Queryable, id: Uuid): Promise<PersonView | null> {
  const [row] = await database.query<PersonRow>(`${PEOPLE} where p.id = $1`, [id]);
  return row ? personView(row) : null;
}

/** Whom a key's secret stands for at a moment; null when it is unknown, expired or revoked. */
export async function actorOfKey(database: Queryable, secret: string, now: Instant): Promise<Actor | null> {
  const [row] = await database.query<KeyRow>(`select ${KEY_COLUMNS} from identity.api_key where hash = $1 and revoked_at is null and (expires_at is null or expires_at > $2)`, [hashOfSecret(secret), now]);
  return row ? { kind: 'key', id: toWire(KEY_PREFIX, row.id), name: row.name, roles: row.roles, locations: row.locations ?? 'all' } : null;
}

/** Whom a person's id stands for; null when the person may do nothing (any more). */
export async function actorOfPerson(database: Queryable, id: Uuid): Promise<Actor | null> {
  const [row] = await database.query<PersonRow>(`${PEOPLE} where p.id = $1 and a.active`, [id]);
  return row ? { kind: 'person', id: toWire(PERSON_PREFIX, row.id), name: row.name, roles: row.roles ?? [], locations: row.locations ?? 'all' } : null;
}
