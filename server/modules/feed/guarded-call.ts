/** Posts a webhook to an address that others chose: only where the guard allows, without following redirects, bounded in time and size. */
import http from 'node:http';
import https from 'node:https';
import type { GuardOptions, Resolve } from './address-guard.ts';
import { checkWebhookUrl, ForbiddenAddress, guardedLookup } from './address-guard.ts';

export type CallOutcome =
  | { kind: 'answered'; status: number; retryAfter: string | null; body: string; truncated: boolean }
  /** Will not work until the subscription is changed. */
  | { kind: 'refused'; code: string; reason: string }
  /** May work later; the receiver may or may not have taken it. */
  | { kind: 'unreached'; reason: string };

export interface WebhookCall {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Bound on the whole call, resolving and reading included. */
  timeoutMs?: number;
  /** How much of the answer is kept, in bytes; the rest is not read. */
  maxBytes?: number;
}

/**
 * Makes a poster of webhooks. Any status is an answer, also 3xx: a redirect is not followed, since it could lead anywhere.
 * Every call has a connection of its own, so each is resolved and checked anew. `resolve` is for tests.
 */
export function createGuardedCaller(options: GuardOptions = {}, resolve?: Resolve): (call: WebhookCall) => Promise<CallOutcome> {
  const lookup = guardedLookup(options, resolve);
  return async ({ url: text, headers, body, timeoutMs = 15_000, maxBytes = 16_384 }) => {
    const verdict = checkWebhookUrl(text, options);
    if (!verdict.ok) return { kind: 'refused', code: verdict.code, reason: verdict.reason };
    const { url } = verdict;
    const { request: open } = url.protocol === 'https:' ? https : http;
    const signal = AbortSignal.timeout(timeoutMs);
    return new Promise<CallOutcome>((settle) => {
      let headed: ((truncated: boolean) => void) | null = null;
      const request = open(url, {
        method: 'POST', agent: false, lookup, signal, maxHeaderSize: 16_384,
        headers: { 'user-agent': 'Spil-Webhooks/1', ...headers, 'content-length': String(Buffer.byteLength(body)) },
      }, (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        const answer = (truncated: boolean): void => settle({
          kind: 'answered', status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] ?? null,
          body: Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8'), truncated,
        });
        headed = answer;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          chunks.push(chunk);
          if (size <= maxBytes) return;
          answer(true);
          request.destroy();
        });
        response.on('end', () => answer(false));
        response.on('error', () => answer(true));
      });
      request.on('error', (error) => {
        // Once the status has come the receiver did answer: a body that breaks off or drags on past the bound is only not kept.
        if (headed) return headed(true);
        return settle(error instanceof ForbiddenAddress
          ? { kind: 'refused', code: 'forbidden_address', reason: error.message }
          : { kind: 'unreached', reason: said(error, url, signal, timeoutMs) });
      });
      request.end(body);
    });
  };
}

function said(error: NodeJS.ErrnoException, url: URL, signal: AbortSignal, timeoutMs: number): string {
  if (signal.aborted) return `${url.host} did not answer within ${timeoutMs} ms`;
  return `${url.host} could not be reached (${error.code ?? error.name})`;
}
