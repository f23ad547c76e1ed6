/** The simulated Mollie's memory of Idempotency-Keys: one hour, for POST only, and strict about what a key stands for. */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { Problem } from './problems.ts';

export interface Answer {
  status: number;
  body: unknown;
}

const HOUR = 60 * 60_000;

/**
 * Answers a POST once per key: a repeat within the hour gets the first answer again, and the key with another address or body is a
 * 400 (both from Mollie's page on API idempotency, as is the hour). Without a key each request stands for itself.
 */
export function createIdempotency(store: DatabaseSync, now: () => Date) {
  store.exec('create table if not exists idempotency (key text primary key, request text not null, status integer not null, body text not null, at integer not null)');
  return (key: string | undefined, path: string, body: unknown, act: () => Answer): Answer & { replayed: boolean } => {
    if (key === undefined) return { ...act(), replayed: false };
    store.prepare('delete from idempotency where at <= ?').run(now().getTime() - HOUR);
    const request = createHash('sha256').update(`${path}\n${JSON.stringify(body ?? null)}`).digest('hex');
    const earlier = store.prepare('select request, status, body from idempotency where key = ?').get(key) as { request: string; status: number; body: string } | undefined;
    if (earlier && earlier.request !== request) throw new Problem(400, 'This Idempotency-Key was used for another request');
    if (earlier) return { status: earlier.status, body: JSON.parse(earlier.body) as unknown, replayed: true };
    const answer = answered(act);
    store.prepare('insert into idempotency (key, request, status, body, at) values (?, ?, ?, ?, ?)').run(key, request, answer.status, JSON.stringify(answer.body ?? null), now().getTime());
    return { ...answer, replayed: false };
  };
}

/** A refusal is an answer too, and comes back under its key like any other. */
function answered(act: () => Answer): Answer {
  try {
    return act();
  } catch (error) {
    if (error instanceof Problem) return { status: error.body.status, body: error.body };
    throw error;
  }
}
