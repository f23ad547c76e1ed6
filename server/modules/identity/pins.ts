/** PINs: kept as scrypt hashes, tried a few times only, and worth nothing away from a device of the store. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { between, later } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { subjectOf } from './attempts.ts';
import { trivialPin } from './pin-rules.ts';
import { identityProblems } from './problems.ts';

/** Wrong PINs for one person on one device, and the minutes after the last of them in which none is taken. */
const PER_DEVICE = { failures: 5, minutes: 15 } as const;
/** Wrong PINs for one person on all devices within a day: guessing all of 10,000 slowly would take a year. */
const PER_DAY = { failures: 30, minutes: 24 * 60 } as const;
const MINUTE = 60_000;

/** Cost of scrypt: about 25 ms, so that a colleague is signed in at once. No cost makes up for four figures; the device's secret does. */
const COST = { N: 16_384, r: 8, p: 1 };
const KEY_BYTES = 32;

const derive = (pin: string, salt: Buffer): Promise<Buffer> => new Promise((resolve, reject) => {
  scrypt(pin, salt, KEY_BYTES, COST, (error, key) => { if (error) reject(error); else resolve(key); });
});

/** A PIN as it is kept: salt and scrypt key, both base64url. */
export async function hashPin(pin: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('base64url')}.${(await derive(pin, salt)).toString('base64url')}`;
}

async function isPin(pin: string, hash: string): Promise<boolean> {
  const [salt = '', key = ''] = hash.split('.');
  const kept = Buffer.from(key, 'base64url');
  const given = await derive(pin, Buffer.from(salt, 'base64url'));
  return kept.length === given.length && timingSafeEqual(kept, given);
}

/** Sets a person's PIN in place of the one before. Refuses one that is tried first. */
export async function setPin(database: Queryable, person: Uuid, pin: string, now: Instant): Promise<void> {
  if (trivialPin(pin)) throw identityProblems.pin_refused({ detail: 'This PIN is one of the first that others would try. Choose figures without a pattern.', field: 'pin' });
  await database.query('insert into identity.pin (person_id, hash, set_at) values ($1, $2, $3) on conflict (person_id) do update set hash = excluded.hash, set_at = excluded.set_at', [person, await hashPin(pin), now]);
}

/** Takes a person's PIN away and ends the sessions that began with it. True when there was one. */
export async function clearPin(database: Database, person: Uuid): Promise<boolean> {
  return database.transaction(async (tx) => {
    await tx.query('delete from identity.session where person_id = $1 and by_pin', [person]);
    return (await tx.query('delete from identity.pin where person_id = $1 returning 1', [person])).length > 0;
  });
}

interface Tried { failures: number; since: Instant }

/** Counts a try before it is made, so that a hundred at once are still five. The window begins anew once it has passed. */
async function takeTry(database: Queryable, subject: string, { failures, minutes }: { failures: number; minutes: number }, now: Instant, fromLast: boolean): Promise<Tried> {
  const [row] = await database.query<Tried>(
    `insert into identity.failed_attempt as f (subject, failures, since) values ($1, 1, $2)
     on conflict (subject) do update set failures = case when f.since <= $3 then 1 else f.failures + 1 end,
       since = case when f.since <= $3 or ($5 and f.failures < $4) then excluded.since else f.since end returning failures, since`,
    [subject, now, later(now, -minutes * MINUTE), failures, fromLast]);
  return row ?? { failures: 1, since: now };
}

const secondsLeft = (since: Instant, minutes: number, now: Instant): number => Math.max(1, Math.ceil(between(now, later(since, minutes * MINUTE)) / 1000));

/**
 * Takes a PIN for right or refuses: after five wrong ones of a person on a device none is taken for a quarter of an hour, after thirty in a day
 * on all devices none until the day is over. Refuses who has no PIN.
 */
export async function checkPin(database: Database, { person, name, device, pin }: { person: Uuid; name: string; device: Uuid; pin: string }, now: Instant): Promise<void> {
  const [kept] = await database.query<{ hash: string }>('select hash from identity.pin where person_id = $1', [person]);
  if (!kept) throw identityProblems.no_pin({ detail: `${name} has no PIN yet. Sign in with the password, and set a PIN under your name.`, found: null });
  const here = subjectOf(`pin ${person} ${device}`);
  const today = subjectOf(`pin ${person}`);
  const mine = await takeTry(database, here, PER_DEVICE, now, true);
  if (mine.failures > PER_DEVICE.failures) throw locked(name, secondsLeft(mine.since, PER_DEVICE.minutes, now));
  const all = await takeTry(database, today, PER_DAY, now, false);
  if (all.failures > PER_DAY.failures) throw locked(name, secondsLeft(all.since, PER_DAY.minutes, now));
  if (!await isPin(pin, kept.hash)) {
    const left = PER_DEVICE.failures - mine.failures;
    if (left === 0) throw locked(name, secondsLeft(mine.since, PER_DEVICE.minutes, now));
    throw identityProblems.wrong_pin({ detail: `This is not the PIN of ${name}. ${left === 1 ? 'One try is' : `${left} tries are`} left.`, field: 'pin', found: { triesLeft: left } });
  }
  await database.query('delete from identity.failed_attempt where subject = $1', [here]);
  await database.query('update identity.failed_attempt set failures = failures - 1 where subject = $1 and failures > 0', [today]);
}

const locked = (name: string, seconds: number): Error =>
  identityProblems.pin_locked({ detail: `Too many wrong PINs were given for ${name}. Try again in ${Math.ceil(seconds / 60)} minutes, or sign in with the password.`, retryAfterSeconds: seconds, found: { seconds } });
