/** Devices of stores: enrolled by a password, known by their cookie, and taken away by administrators. */
import { table } from '../../kernel/change.ts';
import { between } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import { execute } from '../../kernel/command.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import { fromWire, newId, toWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { deviceNameOf } from './device-name.ts';
import { identityProblems } from './problems.ts';
import { hashOfSecret, PERSON_PREFIX } from './queries.ts';
import type { PageOf } from './queries.ts';
import { newDeviceSecret } from './sessions.ts';

export const DEVICE_PREFIX = 'dev';
const DEVICE = table('identity.device', 'id');
/** A secret is 43 characters; a longer text is refused unread. */
const MAX_SECRET = 100;
/** How seldom "last seen" is written. */
const SEEN_MILLISECONDS = 60_000;
/** More colleagues than any store has. */
const COLLEAGUES = 200;

interface DeviceRow { id: Uuid; name: string; locations: string[]; enrolled_by: string; enrolled_at: Instant; last_seen_at: Instant; revoked_at: Instant | null; revoked_by: string | null }
export interface DeviceView { id: string; name: string; locations: string[]; enrolledBy: string; enrolledAt: Instant; lastSeenAt: Instant; revokedAt: Instant | null; revokedBy: string | null; can: string[] }
export interface Device { id: Uuid; name: string; locations: string[] }
export interface Colleague { id: string; name: string; hasPin: boolean }

const COLUMNS = 'd.id, d.name, d.locations, p.name as enrolled_by, d.enrolled_at, d.last_seen_at, d.revoked_at, d.revoked_by';
const deviceView = (row: DeviceRow): DeviceView => ({
  id: toWire(DEVICE_PREFIX, row.id), name: row.name, locations: row.locations, enrolledBy: row.enrolled_by, enrolledAt: row.enrolled_at, lastSeenAt: row.last_seen_at, revokedAt: row.revoked_at, revokedBy: row.revoked_by,
  can: row.revoked_at === null ? ['revoke'] : [],
});

/** The device of a cookie's secret, unless it was taken away; notes now and then that it was seen. */
export async function deviceOf(database: Queryable, secret: string | undefined, now: Instant): Promise<Device | null> {
  if (secret === undefined || secret === '' || secret.length > MAX_SECRET) return null;
  const [row] = await database.query<Device & { last_seen_at: Instant }>('select id, name, locations, last_seen_at from identity.device where hash = $1 and revoked_at is null', [hashOfSecret(secret)]);
  if (!row) return null;
  if (between(row.last_seen_at, now) > SEEN_MILLISECONDS) await database.query('update identity.device set last_seen_at = greatest(last_seen_at, $2) where id = $1', [row.id, now]);
  return { id: row.id, name: row.name, locations: row.locations };
}

export interface Enrolment { person: Uuid; agent: string; secret: string | undefined }

/**
 * Makes the device that somebody of a store signs in on with a password one that their colleagues switch on. One that is there for a store of
 * theirs stays; one of other stores is enrolled anew. Answers its secret; null when the person works in no store, for then there are no colleagues.
 */
export async function enrolDevice(database: Database, { person, agent, secret }: Enrolment, now: Instant): Promise<{ device: Device; secret: string } | null> {
  const [who] = await database.query<{ name: string; locations: string[] }>(`select p.name, a.locations from identity.appointment a join identity.person p on p.id = a.person_id where a.person_id = $1 and a.active and 'store' = any(a.roles) and a.locations <> '{}'`, [person]);
  if (!who) return null;
  const there = await deviceOf(database, secret, now);
  if (there && secret !== undefined) {
    if (there.locations.some((code) => who.locations.includes(code))) return { device: there, secret };
    await database.query('update identity.device set revoked_at = $2, revoked_by = $3 where id = $1 and revoked_at is null', [there.id, now, who.name]);
  }
  const fresh = newDeviceSecret();
  const device = { id: newId(), name: deviceNameOf(agent), locations: who.locations };
  await database.query('insert into identity.device (id, name, hash, locations, enrolled_by, enrolled_at, last_seen_at) values ($1, $2, $3, $4, $5, $6, $6)', [device.id, device.name, hashOfSecret(fresh), device.locations, person, now]);
  return { device, secret: fresh };
}

/** Notes on which device a session began, so that it ends with it. */
export async function onDevice(database: Queryable, token: string, device: Uuid): Promise<void> {
  await database.query('update identity.session set device_id = $2 where token = $1', [token, device]);
}

const COLLEAGUE = `from identity.appointment a join identity.person p on p.id = a.person_id where a.active and 'store' = any(a.roles) and a.locations && $1`;

/** Who may switch on a device: the active people of its stores, by name. Who works everywhere is not among them: they use their password. */
export async function colleaguesOn(database: Queryable, { locations }: Device): Promise<Colleague[]> {
  const rows = await database.query<{ id: Uuid; name: string; has_pin: boolean }>(`select p.id, p.name, exists (select 1 from identity.pin k where k.person_id = p.id) as has_pin ${COLLEAGUE} order by p.name, p.id limit ${COLLEAGUES}`, [locations]);
  return rows.map(({ id, name, has_pin }) => ({ id: toWire(PERSON_PREFIX, id), name, hasPin: has_pin }));
}

/** One of them. Refuses everybody else in the same words, whether they exist or not. */
export async function colleagueOn(database: Queryable, { locations }: Device, person: Uuid | null): Promise<{ id: Uuid; name: string }> {
  const [row] = person === null ? [] : await database.query<{ id: Uuid; name: string }>(`select p.id, p.name ${COLLEAGUE} and p.id = $2`, [locations, person]);
  if (!row) throw identityProblems.not_a_colleague({ detail: 'Nobody of this store is called so. Load the page again to see who works here.', field: 'person' });
  return row;
}

/** Devices, newest first, those taken away included. */
export async function listDevices(database: Queryable, { after, limit }: { after?: string | undefined; limit: number }): Promise<PageOf<DeviceView>> {
  const from = after === undefined ? null : fromWire(DEVICE_PREFIX, after);
  const rows = await database.query<DeviceRow>(`select ${COLUMNS} from identity.device d join identity.person p on p.id = d.enrolled_by where $1::uuid is null or d.id < $1 order by d.id desc limit $2`, [from, limit + 1]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(deviceView), next: rows.length > limit && last ? toWire(DEVICE_PREFIX, last.id) : null };
}

/** Takes a device away: nobody switches on it any more, and who is signed in on it is signed out. One that was taken away stays so. */
export const revokeDevice = (database: Database, context: CommandContext, id: Uuid): Promise<Outcome<DeviceView>> => execute(database, context, async (change) => {
  const [row] = await database.query<DeviceRow>(`select ${COLUMNS} from identity.device d join identity.person p on p.id = d.enrolled_by where d.id = $1`, [id]);
  if (!row) throw identityProblems.device_not_found({ detail: `There is no device ${toWire(DEVICE_PREFIX, id)}.`, found: id });
  if (row.revoked_at !== null) return { status: 200, answer: deviceView(row) };
  const end = { revoked_at: context.now, revoked_by: context.actor.name };
  change.patch(DEVICE, { id, ...end });
  return { status: 200, answer: deviceView({ ...row, ...end }) };
});
