/** Calls to Mollie's v2 API: authorised, bounded, with the idempotency key on each write, and lists read to their end. */
import { callOutside } from '../outside/http.ts';
import type { OutsideAnswer } from '../outside/http.ts';
import { problemSchema } from './schemas.ts';

export interface MollieConnection {
  /** `test_…` or `live_…`. */
  apiKey: string;
  /** `https://api.mollie.com`, or a simulator's address. */
  baseUrl: string;
  /** Bound on one call. */
  timeoutMs?: number;
}

export interface MollieClient {
  get(path: string): Promise<OutsideAnswer>;
  post(path: string, body: unknown, key: string): Promise<OutsideAnswer>;
  remove(path: string): Promise<OutsideAnswer>;
  /** Reads all pages of a list; each page through `read`, which gives the items and the address of the next page. */
  list<Item>(path: string, read: (json: unknown) => { items: readonly Item[]; next: string | null }): Promise<Item[]>;
}

/** Mollie answered, but not with what was asked; the message is its problem in words. */
export class MollieRefusal extends Error {
  readonly answer: OutsideAnswer;
  constructor(answer: OutsideAnswer) {
    super(problemOf(answer).reason);
    this.answer = answer;
  }
}

/** Mollie's problem as one sentence and the field it concerns. */
export function problemOf(answer: OutsideAnswer): { reason: string; field: string | null } {
  const problem = problemSchema.safeParse(answer.json);
  if (!problem.success) return { reason: `Mollie answered ${answer.status} without saying why`, field: null };
  const field = problem.data.field ?? null;
  return { reason: field ? `${problem.data.detail} (field ${field})` : problem.data.detail, field };
}

/** More pages of 250 than any payment has; a list that goes on is a fault of the other side. */
const MOST_PAGES = 40;

/** A client for one account. Each call throws `Unreached` when no whole answer came. */
export function createMollieClient({ apiKey, baseUrl, timeoutMs = 15_000 }: MollieConnection): MollieClient {
  const root = baseUrl.replace(/\/+$/, '');
  const headers = { authorization: `Bearer ${apiKey}`, accept: 'application/hal+json' };
  const get = (path: string): Promise<OutsideAnswer> => callOutside({ method: 'GET', url: root + path, headers, timeoutMs });
  return {
    get,
    post: (path, body, key) => callOutside({ method: 'POST', url: root + path, headers: { ...headers, 'idempotency-key': key }, body, timeoutMs }),
    remove: (path) => callOutside({ method: 'DELETE', url: root + path, headers, timeoutMs }),
    list: async (path, read) => {
      const items = [];
      let page: string | null = path;
      for (let pages = 0; page !== null; pages += 1) {
        if (pages === MOST_PAGES) throw new Error(`Mollie's list at ${path} has no end`);
        const answer = await get(page);
        if (answer.status !== 200) throw new MollieRefusal(answer);
        const { items: more, next } = read(answer.json);
        items.push(...more);
        page = next === null ? null : pathOf(next);
      }
      return items;
    },
  };
}

/** The next page is asked at our own base URL whatever host the link names, so that the key never goes elsewhere. */
function pathOf(link: string): string {
  const { pathname, search } = new URL(link);
  return pathname + search;
}
