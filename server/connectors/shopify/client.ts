/** Calls to Shopify's Admin REST API: the token, the rate limit with bounded waiting, and refusals read from the vendor's error shapes. */
import { z } from 'zod';
import type { ChannelOutcome } from '../../modules/channels/ports.ts';
import { Unreached, callOutside, retryAfterSeconds } from '../outside/http.ts';
import type { OutsideAnswer } from '../outside/http.ts';

export interface ClientSettings {
  /** Origin of the shop's Admin API, e.g. https://example.myshopify.com. */
  baseUrl: string;
  accessToken: string;
  /** Version in the path; we speak 2026-04. */
  apiVersion: string;
  timeoutMs: number;
  now: () => Date;
  wait: (milliseconds: number) => Promise<void>;
  /** Longest that one call may wait for the rate limit, all its waits together. */
  longestWaitMs: number;
}

/** Shopify answered, and the answer is no. */
export class ShopifyRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly retry: boolean;
  constructor(status: number, code: string, message: string, retry: boolean) {
    super(message);
    this.status = status;
    this.code = code;
    this.retry = retry;
  }
}

export interface ShopifyClient {
  get<T extends z.ZodType>(path: string, answer: T): Promise<z.output<T>>;
  /** The same with the cursor of the next page, from the Link header. */
  page<T extends z.ZodType>(path: string, answer: T): Promise<{ body: z.output<T>; next: string | null }>;
  post<T extends z.ZodType>(path: string, body: unknown, answer: T): Promise<z.output<T>>;
  put<T extends z.ZodType>(path: string, body: unknown, answer: T): Promise<z.output<T>>;
}

/** How often a reading call is made again when nobody answers or the server fails. Writes are never repeated blindly. */
const READ_ATTEMPTS = 3;

export function createClient(settings: ClientSettings): ShopifyClient {
  const prefix = `${settings.baseUrl.replace(/\/+$/, '')}/admin/api/${settings.apiVersion}`;

  /** One call that waits out the rate limit: Shopify's bucket leaks 2 calls a second and 429 says in Retry-After when to come back. */
  const limited = async (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<OutsideAnswer> => {
    let waited = 0;
    for (;;) {
      const answer = await callOutside({ method, url: `${prefix}${path}`, headers: { 'x-shopify-access-token': settings.accessToken, accept: 'application/json' }, body, timeoutMs: settings.timeoutMs });
      if (answer.status !== 429) return answer;
      const pause = Math.max(50, (retryAfterSeconds(answer.headers, settings.now()) ?? 1) * 1000);
      if (waited + pause > settings.longestWaitMs) return answer;
      await settings.wait(pause);
      waited += pause;
    }
  };

  const read = async (path: string): Promise<OutsideAnswer> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await limited('GET', path);
        if (answer.status < 500 || attempt === READ_ATTEMPTS) return answer;
      } catch (error) {
        if (!(error instanceof Unreached) || attempt === READ_ATTEMPTS) throw error;
      }
    }
  };

  return {
    get: async (path, schema) => understood(await read(path), path, schema),
    page: async (path, schema) => {
      const answer = await read(path);
      return { body: understood(answer, path, schema), next: nextPage(answer.headers.get('link')) };
    },
    post: async (path, body, schema) => understood(await limited('POST', path, body), path, schema),
    put: async (path, body, schema) => understood(await limited('PUT', path, body), path, schema),
  };
}

function understood<T extends z.ZodType>(answer: OutsideAnswer, path: string, schema: T): z.output<T> {
  if (answer.status < 200 || answer.status > 299) throw refusalOf(answer, path);
  const read = schema.safeParse(answer.json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ShopifyRefusal(answer.status, 'unreadable_answer', `${path} answered something else than documented: ${issue?.path.join('.') || 'body'}: ${issue?.message ?? ''}`, false);
}

/** `{errors: "…"}`, `{errors: {field: ["…"]}}`, `{errors: ["…"]}` and `{error: "…"}` all occur. */
export function errorText(json: unknown): string | null {
  if (typeof json !== 'object' || json === null) return null;
  const errors = 'errors' in json ? json.errors : 'error' in json ? json.error : null;
  if (typeof errors === 'string') return errors;
  if (Array.isArray(errors)) return errors.map(String).join('; ');
  if (typeof errors === 'object' && errors !== null) {
    return Object.entries(errors).map(([field, says]) => `${field} ${Array.isArray(says) ? says.map(String).join(', ') : String(says)}`).join('; ');
  }
  return null;
}

function refusalOf(answer: OutsideAnswer, path: string): ShopifyRefusal {
  const says = errorText(answer.json) ?? (answer.text.slice(0, 200) || 'nothing more');
  const message = `Shopify answered ${answer.status} to ${path.split('?')[0] ?? path}: ${says}`;
  switch (answer.status) {
    case 401: case 403: return new ShopifyRefusal(answer.status, 'unauthorised', message, false);
    case 404: return new ShopifyRefusal(404, 'not_found', message, false);
    case 409: case 423: return new ShopifyRefusal(answer.status, 'busy', message, true);
    case 429: return new ShopifyRefusal(429, 'rate_limited', message, true);
    default: return answer.status >= 500 ? new ShopifyRefusal(answer.status, 'unavailable', message, true) : new ShopifyRefusal(answer.status, 'invalid', message, false);
  }
}

/** The page_info of the next page. The link's host is not followed: the token goes to the configured shop only. */
export function nextPage(link: string | null): string | null {
  for (const part of (link ?? '').split(/,\s*(?=<)/)) {
    const match = /^\s*<([^>]+)>\s*;.*rel="?next"?/i.exec(part);
    if (match?.[1]) return new URL(match[1], 'https://shop.invalid').searchParams.get('page_info');
  }
  return null;
}

/** Runs a command and says how it ended; only what is neither a refusal nor silence is thrown. */
export async function outcome(command: () => Promise<ChannelOutcome>): Promise<ChannelOutcome> {
  try {
    return await command();
  } catch (error) {
    if (error instanceof ShopifyRefusal) return { kind: 'refused', code: error.code, reason: error.message, retry: error.retry };
    if (error instanceof Unreached) return { kind: 'unknown', reason: error.message };
    throw error;
  }
}

/**
 * Sends a write once. When nobody answers, or the server fails, it may still have been done: then `ask` looks for it and gives what it
 * left behind, or null. Found is done; not found after silence stays unknown (it may still be under way), after a 5xx it is a refusal.
 */
export async function sendOnce<T>(send: () => Promise<T>, ask: () => Promise<T | null>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const doubtful = error instanceof Unreached || (error instanceof ShopifyRefusal && error.status >= 500);
    if (!doubtful) throw error;
    const found = await ask().catch(() => null);
    if (found !== null) return found;
    throw error;
  }
}

export const refused = (code: string, reason: string, retry = false): Extract<ChannelOutcome, { kind: 'refused' }> => ({ kind: 'refused', code, reason, retry });
export const done = (ref: string | null): ChannelOutcome => ({ kind: 'done', ref });
