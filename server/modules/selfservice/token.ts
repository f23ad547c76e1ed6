/** The key in a customer's link: order, last day and version, signed with the installation's secret. Forty characters, so that a text message holds it. Pure. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';

export interface LinkClaim {
  order: Uuid;
  /** Days since 1 January 1970 (UTC); the link works up to and including that day. */
  lastDay: number;
  /** How often the links of this order were withdrawn before it was made. */
  version: number;
}

const DAY = 86_400_000;
/** Bytes: order 16, last day 2, version 2, signature 10. Eighty bits cannot be guessed over HTTP, and 30 bytes are 40 characters without padding. */
const CLAIM = 20;
const SIGNATURE = 10;
const FORM = /^[A-Za-z0-9_-]{40}$/;

export const dayOf = (instant: Instant): number => Math.floor(Date.parse(instant) / DAY);
/** The end of a day of a claim, as an instant. */
export const endOf = (lastDay: number): Instant => new Date((lastDay + 1) * DAY).toISOString();

const signature = (secret: string, claim: Buffer): Buffer => createHmac('sha256', secret).update('customer link 1').update(claim).digest().subarray(0, SIGNATURE);

/** Signs a claim; the same claim always gives the same key. */
export function signLink(secret: string, { order, lastDay, version }: LinkClaim): string {
  const claim = Buffer.alloc(CLAIM);
  claim.write(order.replaceAll('-', ''), 'hex');
  claim.writeUInt16BE(lastDay, 16);
  claim.writeUInt16BE(version % 65_536, 18);
  return Buffer.concat([claim, signature(secret, claim)]).toString('base64url');
}

/** The claim of a key that this installation signed; null for anything else. Whether its day has passed or it was withdrawn is for the caller to see. */
export function readLink(secret: string, token: string): LinkClaim | null {
  if (!FORM.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  const claim = bytes.subarray(0, CLAIM);
  // Compared in constant time: how much of a guess is right must not be measurable.
  if (!timingSafeEqual(bytes.subarray(CLAIM), signature(secret, claim))) return null;
  const hex = claim.subarray(0, 16).toString('hex');
  return { order: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`, lastDay: claim.readUInt16BE(16), version: claim.readUInt16BE(18) };
}
