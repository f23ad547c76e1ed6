/** Says who sends a request: by API key or session cookie, from memory for at most a second. */
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../kernel/clock.ts';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import { cookieOf, fromOurPages } from './cookies.ts';
import { identityProblems } from './problems.ts';
import { actorOfKey, actorOfSession } from './queries.ts';
import type { Sessions } from './sessions.ts';

/** How long an answer of the database stands: a revoked key or a changed role is in force everywhere within this. */
const CACHE_MILLISECONDS = 1000;
/** More secrets than a company has accounts; the oldest go first. */
const CACHE_SIZE = 20_000;
/** Unknown secrets from one address within a minute, after which unknown ones are not looked up for it any more. */
const WRONG_SECRETS = 60;
const WRONG_WINDOW = 60_000;
/** An API key is far shorter; a longer text is refused unread. */
const MAX_SECRET = 200;

interface Remembered { actor: Actor | null; readAt: number }

export interface Authenticator {
  (request: FastifyRequest): Promise<Actor | null>;
  /** Forgets what this process remembers, after it changed an account itself. */
  forget(): void;
}

/**
 * Makes the function that says who sends a request; null when nobody is signed in. A key that is remembered costs one look-up in a Map.
 * Refuses (429) an address that sent 60 unknown keys within a minute. Without `sessions` only API keys are known.
 */
export function authenticator(database: Database, clock: Clock, sessions: Sessions | null = null): Authenticator {
  const remembered = new Map<string, Remembered>();
  const reading = new Map<string, Promise<Actor | null>>();
  const wrong = new Map<string, { since: number; count: number }>();
  let generation = 0;

  const remember = (secret: string, entry: Remembered): void => {
    remembered.delete(secret);
    remembered.set(secret, entry);
    if (remembered.size > CACHE_SIZE) remembered.delete(remembered.keys().next().value ?? '');
  };
  const read = (secret: string, now: number, look: () => Promise<Actor | null>): Promise<Actor | null> => {
    const under = reading.get(secret);
    if (under) return under;
    const of = generation;
    const mine = look().then((actor) => {
      if (of === generation) remember(secret, { actor, readAt: now });
      return actor;
    }).finally(() => { if (reading.get(secret) === mine) reading.delete(secret); });
    reading.set(secret, mine);
    return mine;
  };
  const tooMany = (address: string, now: number): boolean => {
    const before = wrong.get(address);
    return before !== undefined && now - before.since < WRONG_WINDOW && before.count >= WRONG_SECRETS;
  };
  const countWrong = (address: string, now: number): void => {
    const before = wrong.get(address);
    if (before && now - before.since < WRONG_WINDOW) before.count += 1;
    else {
      if (wrong.size > CACHE_SIZE) wrong.clear();
      wrong.set(address, { since: now, count: 1 });
    }
  };

  const byKey = async (secret: string, request: FastifyRequest, now: number): Promise<Actor | null> => {
    const known = remembered.get(secret);
    if (known && now >= known.readAt && now - known.readAt < CACHE_MILLISECONDS) return known.actor;
    if (secret.length > MAX_SECRET) return null;
    if ((known?.actor ?? null) === null && tooMany(request.ip, now)) {
      throw identityProblems.too_many_attempts({ detail: `${WRONG_SECRETS} unknown API keys came from your address within a minute. Check the key, and try again in a minute.`, retryAfterSeconds: 60 });
    }
    const actor = await read(secret, now, () => actorOfKey(database, secret, new Date(now).toISOString()));
    if (actor === null) countWrong(request.ip, now);
    return actor;
  };
  const byCookie = async (header: string, request: FastifyRequest, now: number): Promise<Actor | null> => {
    const token = sessions ? cookieOf(header, sessions.cookieName) : undefined;
    if (!sessions || token === undefined || !fromOurPages(request)) return null;
    const known = remembered.get(token);
    if (known && now >= known.readAt && now - known.readAt < CACHE_MILLISECONDS) return known.actor;
    return read(token, now, async () => {
      const session = await sessions.sessionOf(`${sessions.cookieName}=${token}`);
      return session === null ? null : actorOfSession(database, session);
    });
  };

  const authenticate = async (request: FastifyRequest): Promise<Actor | null> => {
    const now = Date.parse(clock.now());
    const { authorization, cookie } = request.headers;
    if (authorization?.startsWith('Bearer ')) return byKey(authorization.slice(7).trim(), request, now);
    return cookie === undefined ? null : byCookie(cookie, request, now);
  };
  return Object.assign(authenticate, {
    forget: () => {
      generation += 1;
      remembered.clear();
      reading.clear();
    },
  });
}
