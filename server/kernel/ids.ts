/** Ids: UUIDv7 in the database, TypeID (prefix_base32) on the wire. The only place besides the clock that draws chance. */
import { randomBytes, randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** A UUIDv7 as lower-case text: sortable by the moment it was made. */
export type Uuid = string;

// Chance is drawn for many ids at a time, since asking the system for each costs more than the id; ids of one millisecond count up.
const CHANCE = 16;
const pool = new Uint8Array(CHANCE * 512);
let drawn = pool.length;
let last = { milliseconds: 0, sequence: 0 };

export function newId(): Uuid {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  const random = pool.subarray(drawn, drawn + CHANCE);
  drawn += CHANCE;
  const now = Date.now();
  // The sequence starts somewhere in the lower half of its 32 bits, so that a millisecond cannot use it up.
  last = now > last.milliseconds ? { milliseconds: now, sequence: new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1 } : { milliseconds: last.milliseconds, sequence: last.sequence + 1 };
  return v7({ random, msecs: last.milliseconds, seq: last.sequence });
}

/** Stands where a bucket has no holder, so that it can be part of a primary key. */
export const NO_ONE: Uuid = '00000000-0000-0000-0000-000000000000';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * Prints a UUID as a TypeID (TypeID specification 0.3: prefix, underscore, 26 characters of Crockford base32 of the 128 bits).
 * Checked against the specification's vector: 0188bac7-4afa-78aa-bc3b-bd1eef28d881 ↔ prefix_01h2xcejqtf2nbrexx3vqjhp41.
 */
export function toWire(prefix: string, id: Uuid): string {
  let value = BigInt(`0x${id.replaceAll('-', '')}`);
  let text = '';
  for (let index = 0; index < 26; index += 1) {
    text = ALPHABET.charAt(Number(value & 31n)) + text;
    value >>= 5n;
  }
  return `${prefix}_${text}`;
}

/** Reads a TypeID of the given prefix; null when it is not one. A bare UUID is accepted too. */
export function fromWire(prefix: string, text: string): Uuid | null {
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)) return text;
  if (!text.startsWith(`${prefix}_`) || text.length !== prefix.length + 27) return null;
  let value = 0n;
  for (const character of text.slice(prefix.length + 1)) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return null;
    value = (value << 5n) | BigInt(digit);
  }
  if (value >> 128n) return null;
  const hex = value.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A secret of so many random bytes as URL-safe text. */
export const newSecret = (bytes = 32): string => randomBytes(bytes).toString('base64url');
