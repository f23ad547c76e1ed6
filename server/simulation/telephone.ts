/** How the robots reach Spil and the outside systems: over HTTP, a few calls at a time, each refusal noted and none of them in the way. */
import type { Clock, Instant } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';

/** An API key, or a person who signs in. */
export type Account = { name: string; key: string } | { name: string; email: string; password: string };

export interface Refusal { at: Instant; who: string; what: string; status: number; code: string; detail: string }

/** What the robots did, and what they were refused. */
export interface Notes {
  did(what: string, times?: number): void;
  counts(): Record<string, number>;
  /** The last ones, newest first. */
  refusals(): Refusal[];
  refusedBy(): Record<string, number>;
  /** Answers of 500 and above, and calls without an answer, newest first; and how many there were. */
  failures(): { total: number; last: Refusal[] };
  refused(refusal: Refusal): void;
}

const KEPT = 50;

export function createNotes(): Notes {
  const counts = new Map<string, number>();
  const byCode = new Map<string, number>();
  const refusals: Refusal[] = [];
  const failures: Refusal[] = [];
  let failed = 0;
  const add = (to: Map<string, number>, key: string, n: number): void => { to.set(key, (to.get(key) ?? 0) + n); };
  const keep = (list: Refusal[], refusal: Refusal): void => {
    list.unshift(refusal);
    list.length = Math.min(list.length, KEPT);
  };
  return {
    did: (what, times = 1) => { if (times > 0) add(counts, what, times); },
    counts: () => Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b))),
    refusals: () => [...refusals], refusedBy: () => Object.fromEntries(byCode), failures: () => ({ total: failed, last: [...failures] }),
    refused: (refusal) => {
      const down = refusal.status === 0 || refusal.status >= 500;
      if (down) failed += 1;
      else add(byCode, refusal.code, 1);
      keep(down ? failures : refusals, refusal);
    },
  };
}

/** One robot's calls. What is refused or unreachable is noted and comes back as null. */
export interface Line {
  ask<T>(path: string): Promise<T | null>;
  tell<T>(path: string, body?: unknown): Promise<T | null>;
}

export interface Telephone {
  /** Calls to Spil under an account. */
  as(account: Account): Line;
  /** Calls to the control door of an outside system. */
  outside(name: string, url: string): Line;
  /** Whether Spil answers at all. */
  reachable(): Promise<boolean>;
}

export interface TelephoneOptions { spilUrl: string; notes: Notes; clock: Clock; /** Calls under way at the same time. */ atOnce?: number; timeoutMs?: number }

/** After a refused sign-in the person's calls are left out for this many: five wrong passwords shut an account for a quarter of an hour. */
const PAUSE_AFTER_WRONG_PASSWORD = 500;

interface Got { status: number; body: unknown; cookie: string | null }

export function createTelephone({ spilUrl, notes, clock, atOnce = 3, timeoutMs = 15_000 }: TelephoneOptions): Telephone {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  const call = async (url: string, init: RequestInit): Promise<Got> => {
    if (free === 0) await new Promise<void>((go) => { waiting.push(go); });
    else free -= 1;
    try {
      const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
      const text = await response.text();
      const json = /json/.test(response.headers.get('content-type') ?? '');
      return { status: response.status, body: json && text !== '' ? JSON.parse(text) as unknown : text, cookie: response.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ') || null };
    } catch (error) {
      return { status: 0, body: { code: 'unreachable', detail: error instanceof Error ? error.message : String(error) }, cookie: null };
    } finally {
      const go = waiting.shift();
      if (go) go();
      else free += 1;
    }
  };
  const result = <T>(who: string, what: string, { status, body }: Got): T | null => {
    if (status >= 200 && status < 400) return body as T;
    const { code = String(status), detail = JSON.stringify(body) } = (typeof body === 'object' && body !== null ? body : {}) as { code?: string; detail?: string };
    notes.refused({ at: clock.now(), who, what, status, code, detail: detail.slice(0, 500) });
    return null;
  };
  /** A write that got no answer is sent once more under the same key: it was done once at most. */
  const write = async (url: string, body: unknown, headers: Record<string, string>): Promise<Got> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': newId(), ...headers }, body: JSON.stringify(body) };
    const first = await call(url, init);
    return first.status === 0 ? call(url, init) : first;
  };

  const person = (account: Extract<Account, { email: string }>): ((send: (headers: Record<string, string>) => Promise<Got>) => Promise<Got>) => {
    let cookie: string | null = null;
    let pause = 0;
    const signIn = async (): Promise<Got | null> => {
      const answer = await call(`${spilUrl}/auth/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: account.email, password: account.password }) });
      cookie = answer.status === 204 ? answer.cookie : null;
      if (answer.status === 401 || answer.status === 429) pause = PAUSE_AFTER_WRONG_PASSWORD;
      return cookie === null ? answer : null;
    };
    return async (send) => {
      if (pause > 0) {
        pause -= 1;
        return { status: 401, body: { code: 'robot.locked_out', detail: `${account.email} could not sign in; perhaps the password was changed.` }, cookie: null };
      }
      const refused = cookie === null ? await signIn() : null;
      if (refused) return refused;
      const answer = await send({ cookie: cookie ?? '' });
      if (answer.status !== 401) return answer;
      return await signIn() ?? send({ cookie: cookie ?? '' });
    };
  };

  return {
    as: (account) => {
      const signed = 'key' in account ? (send: (headers: Record<string, string>) => Promise<Got>) => send({ authorization: `Bearer ${account.key}` }) : person(account);
      return {
        ask: async <T>(path: string) => result<T>(account.name, `GET ${path}`, await signed((headers) => call(spilUrl + path, { headers }))),
        tell: async <T>(path: string, body: unknown = {}) => result<T>(account.name, `POST ${path}`, await signed((headers) => write(spilUrl + path, body, headers))),
      };
    },
    outside: (name, url) => ({
      ask: async <T>(path: string) => result<T>(name, `GET ${path}`, await call(url + path, {})),
      tell: async <T>(path: string, body: unknown = {}) => result<T>(name, `POST ${path}`, await write(url + path, body, {})),
    }),
    reachable: async () => (await call(`${spilUrl}/me`, {})).status !== 0,
  };
}
