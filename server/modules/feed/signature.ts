/** Signs and verifies webhooks by Standard Webhooks 1.0 (symmetric scheme, HMAC-SHA256), with several secrets at once while they rotate. */
import { createHmac, timingSafeEqual } from 'node:crypto';

const PREFIX = 'whsec_';
/** Bounds on a secret, in bytes, from the specification. */
const SHORTEST = 24;
const LONGEST = 64;
/** How old or how far ahead an attempt may be before it counts as replayed. */
const TOLERANCE_SECONDS = 300;

export interface SignedHeaders {
  'webhook-id': string;
  'webhook-timestamp': string;
  'webhook-signature': string;
}

export type Verification =
  | { ok: true; id: string; timestamp: number }
  | { ok: false; code: 'missing_header' | 'bad_timestamp' | 'too_old' | 'too_new' | 'no_match'; reason: string };

/** Writes random bytes (24 to 64 of them) as a secret that can be shown to the receiver. */
export function makeSecret(random: Uint8Array): string {
  if (random.length < SHORTEST || random.length > LONGEST) throw new RangeError(`a webhook secret has ${SHORTEST} to ${LONGEST} bytes, found ${random.length}`);
  return PREFIX + Buffer.from(random).toString('base64');
}

function keyOf(secret: string): Buffer {
  const text = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : null;
  const key = text !== null && /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null;
  // The secret itself is never part of the message: this error may reach a log.
  if (key === null) throw new RangeError(`a webhook secret is ${PREFIX} followed by base64`);
  if (key.length < SHORTEST || key.length > LONGEST) throw new RangeError(`a webhook secret has ${SHORTEST} to ${LONGEST} bytes, found ${key.length}`);
  return key;
}

const digest = (secret: string, id: string, timestamp: string, payload: string): Buffer =>
  createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${payload}`).digest();

/**
 * The headers that go with a webhook. `id` is the event's and stays the same over retries, `timestamp` is the attempt's in
 * whole seconds since 1970, `payload` is the body exactly as sent. The current secret comes first, older ones follow until
 * every receiver has moved. Refuses an id with a full stop, since that would let one message be read as another.
 */
export function signWebhook({ id, timestamp, payload, secrets }: { id: string; timestamp: number; payload: string; secrets: readonly string[] }): SignedHeaders {
  if (!/^[A-Za-z0-9_-]+$/.test(id)) throw new RangeError('a webhook id has letters, digits, _ and - only');
  if (!Number.isSafeInteger(timestamp) || timestamp < 0) throw new RangeError(`a webhook timestamp is whole seconds since 1970, found ${timestamp}`);
  if (secrets.length === 0) throw new RangeError('a webhook is signed with at least one secret');
  const signatures = secrets.map((secret) => `v1,${digest(secret, id, String(timestamp), payload).toString('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signatures.join(' ') };
}

/**
 * Tells whether a webhook was signed with one of the secrets and is not replayed. `headers` have lower-case names, `payload`
 * is the raw body, `now` is in seconds since 1970. Signatures of other schemes in the list are passed over.
 */
export function verifyWebhook({ headers, payload, secrets, now }: { headers: Record<string, string | undefined>; payload: string; secrets: readonly string[]; now: number }): Verification {
  const id = headers['webhook-id'];
  const stamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (!id || !stamp || !signatures) return { ok: false, code: 'missing_header', reason: 'webhook-id, webhook-timestamp and webhook-signature are all needed' };
  if (!/^[0-9]{1,12}$/.test(stamp)) return { ok: false, code: 'bad_timestamp', reason: 'webhook-timestamp is not whole seconds since 1970' };
  const timestamp = Number(stamp);
  if (timestamp < now - TOLERANCE_SECONDS) return { ok: false, code: 'too_old', reason: `signed more than ${TOLERANCE_SECONDS} seconds ago` };
  if (timestamp > now + TOLERANCE_SECONDS) return { ok: false, code: 'too_new', reason: `signed more than ${TOLERANCE_SECONDS} seconds ahead of our clock` };
  const expected = secrets.map((secret) => digest(secret, id, stamp, payload));
  const matches = signatures.split(' ').some((entry) => {
    if (!entry.startsWith('v1,')) return false;
    const given = Buffer.from(entry.slice(3), 'base64');
    return expected.some((right) => right.length === given.length && timingSafeEqual(right, given));
  });
  return matches ? { ok: true, id, timestamp } : { ok: false, code: 'no_match', reason: 'no signature matches: another secret, or the body was changed on the way' };
}
