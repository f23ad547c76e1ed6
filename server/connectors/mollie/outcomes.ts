/** Turns Mollie's answer to a money command into an outcome; what cannot be known is `unknown`. */
import { retryAfterSeconds } from '../outside/http.ts';
import type { OutsideAnswer } from '../outside/http.ts';
import type { MoneyMovement, MoneyOutcome } from '../../modules/payments/ports.ts';
import { problemOf } from './client.ts';

/** Refusals that say "not now": the same command under the same key may be sent again. */
const LATER: Readonly<Record<number, string>> = { 409: 'conflict', 429: 'rate_limited', 503: 'unavailable' };

/**
 * The outcome of an answer that is not a success: 409, 429 and 503 may be tried again, another 4xx is final, and anything
 * else (500, 502, a redirect) leaves open whether the money moved.
 */
export function refusalOf(answer: OutsideAnswer, now: Date): MoneyOutcome {
  const { status } = answer;
  const { reason, field } = problemOf(answer);
  const later = LATER[status];
  if (later !== undefined) {
    const seconds = retryAfterSeconds(answer.headers, now);
    return { kind: 'refused', code: later, reason: seconds === null ? reason : `${reason}; try again in ${seconds} s`, retry: true };
  }
  if (status >= 400 && status < 500) return { kind: 'refused', code: codeOf(status, field), reason, retry: false };
  return { kind: 'unknown', reason };
}

/** The outcome of a movement as Mollie has it now. */
export function outcomeOf(movement: MoneyMovement): MoneyOutcome {
  switch (movement.state) {
    case 'done': return { kind: 'done', ref: movement.ref };
    case 'pending': return { kind: 'pending', ref: movement.ref };
    case 'failed': return { kind: 'refused', code: 'failed', reason: movement.reason ?? 'Mollie reports that it failed', retry: false };
    default: return movement.state satisfies never;
  }
}

function codeOf(status: number, field: string | null): string {
  if (status === 401 || status === 403) return 'unauthorised';
  if (status === 404) return 'payment_unknown';
  if (field?.startsWith('amount')) return 'amount_refused';
  return status === 422 ? 'unprocessable' : `status_${status}`;
}
