/** How a command is carried out: decide on what is there, send one Change, and decide again when the database settled a contest otherwise. */
import { createHash } from 'node:crypto';
import type { Instant } from './clock.ts';
import { Change, commit, commitHolding, Contested } from './change.ts';
import type { Database, Queryable, Statement } from './database.ts';
import { kernelProblems } from './problem.ts';

/** Who acts. Locations bound what is seen and done: `all`, or the codes of the account's own. */
export interface Actor {
  kind: 'person' | 'key' | 'system';
  id: string;
  name: string;
  roles: readonly string[];
  locations: 'all' | readonly string[];
  /** Sales channels that a key is bound to; absent is all. */
  channels?: readonly string[];
}

export const SYSTEM: Actor = { kind: 'system', id: 'spil', name: 'Spil', roles: ['administrator'], locations: 'all' };

export interface CommandContext {
  now: Instant;
  actor: Actor;
  /** Present for commands that came in with an Idempotency-Key; the answer is kept under it. */
  key: { scope: string; key: string; fingerprint: string } | null;
  /** Version that an edit was made on, from If-Match; a command that edits typed data refuses when it is no longer that. */
  ifMatch?: string | null;
}

export interface Outcome<T> { status: number; answer: T }

/** Attempts before a contested command is answered 409. Each loses only to one that won. */
const ATTEMPTS = 12;

/**
 * Runs a command: `attempt` loads and decides, filling the change; it is sent as one transaction together with the answer under the
 * Idempotency-Key. A lost contest runs `attempt` again on fresh state (its argument says which attempt this is and what was lost).
 */
export async function execute<T>(
  database: Database,
  context: CommandContext,
  attempt: (change: Change, round: { number: number; lost: Contested | null; /** Where to read: within the transaction when it holds something. */ database: Queryable }) => Promise<Outcome<T>>,
  { send = (change) => commit(database, change), looksItself = false, hold = [] }: { send?: ((change: Change) => Promise<void>) | undefined; /** What is locked before the attempt looks, until its change is sent. */ hold?: readonly Statement[]; /** The attempt's own load reads the key: one round trip less. */ looksItself?: boolean } = {},
): Promise<Outcome<T>> {
  const earlier = context.key && !looksItself ? await keptAnswer<T>(database, context.key) : null;
  if (earlier) return earlier;
  let lost: Contested | null = null;
  for (let number = 1; number <= ATTEMPTS; number += 1) {
    const change = new Change();
    const decide = async (on: Queryable): Promise<Outcome<T>> => {
      const outcome = await attempt(change, { number, lost, database: on });
      if (context.key && (!change.isEmpty)) change.kept = { ...context.key, status: outcome.status, answer: outcome.answer };
      return outcome;
    };
    try {
      if (hold.length > 0) return await commitHolding(database, hold, change, decide);
      const outcome = await decide(database);
      await send(change);
      return outcome;
    } catch (error) {
      if (!(error instanceof Contested)) throw error;
      lost = error;
      if (error.kind === 'key' && context.key) {
        const kept = await keptAnswer<T>(database, context.key);
        if (kept) return kept;
      }
    }
  }
  throw kernelProblems.contested({ detail: `Somebody else changed the same things ${ATTEMPTS} times in a row (last: ${lost?.message ?? 'unknown'}). Nothing was changed by this request; send it again.` });
}

/** The stored answer of an earlier request under this key; refuses when that was another request. */
export async function keptAnswer<T>(database: Database, key: NonNullable<CommandContext['key']>): Promise<Outcome<T> | null> {
  const [row] = await database.query<{ fingerprint: string; status: number; answer: string }>('select fingerprint, status, answer from kernel.idempotency where scope = $1 and key = $2', [key.scope, key.key]);
  return row ? sameRequest<T>(key, row) : null;
}

/** A kept answer for its request; refuses when the key was used for another one. */
export function sameRequest<T>(key: NonNullable<CommandContext['key']>, row: { fingerprint: string; status: number; answer: string }): Outcome<T> {
  if (row.fingerprint !== key.fingerprint) {
    throw kernelProblems.key_reused({ detail: `The Idempotency-Key "${key.key}" was used before for a request with another method, address or body. Use a new key for a new request, and the same body for a repeated one.`, field: 'Idempotency-Key' });
  }
  return { status: row.status, answer: JSON.parse(row.answer) as T };
}

/** What makes two requests the same: method, address and body. */
export const fingerprintOf = (method: string, url: string, body: unknown): string =>
  createHash('sha256').update(`${method} ${url} ${JSON.stringify(body ?? null)}`).digest('base64url');
