/** Whether a connection is well, and what kind of trouble a sentence tells of: pure, so that the rule can be read. */
import { between } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { QueueCount } from './queues.ts';

/**
 * `off`: not set up or switched off; `paused`: Spil stopped by itself; `failing`: the last call failed; `behind`: it works, but something waits too
 * long or was given up; `inward`: it calls us, so there is nothing to call; `unused`: never called; `well`: everything else.
 */
export const STATES = ['well', 'unused', 'inward', 'behind', 'failing', 'paused', 'off'] as const;
export type ConnectionState = (typeof STATES)[number];

/** Minutes that something may wait while all is well: an outage is told sooner by its calls. */
const PATIENCE_MINUTES = 10;

export interface Condition { off: boolean; paused: boolean; inward: boolean; failingSince: Instant | null; lastSuccessAt: Instant | null; queues: readonly QueueCount[] }

/** How a connection is at this moment. */
export function stateOf({ off, paused, inward, failingSince, lastSuccessAt, queues }: Condition, now: Instant): ConnectionState {
  if (off) return 'off';
  if (paused) return 'paused';
  if (failingSince !== null) return 'failing';
  const late = queues.some(({ waiting, failed, oldest }) => failed > 0 || (waiting > 0 && oldest !== null && between(oldest, now) > PATIENCE_MINUTES * 60_000));
  if (late) return 'behind';
  if (inward) return 'inward';
  return lastSuccessAt === null ? 'unused' : 'well';
}

/** What may be the matter: each has its own remedy. */
export const CAUSES = ['slow', 'unreached', 'credentials', 'busy', 'fault', 'other'] as const;
export type Cause = (typeof CAUSES)[number];

const SIGNS: readonly (readonly [Cause, RegExp])[] = [
  ['slow', /did not answer within|timed? ?out|ETIMEDOUT|abort/i],
  ['unreached', /could not be reached|ECONN(REFUSED|RESET)|ENOTFOUND|EAI_AGAIN|EHOST|EPIPE|socket|fetch failed|no connection/i],
  ['credentials', /\b(401|403|535)\b|unauthori[sz]ed|forbidden|credential|api key|access token|EAUTH|login/i],
  ['busy', /\b(429|421|451)\b|too many|rate limit|throttl|calls (a|per) minute/i],
  ['fault', /\b5\d\d\b|internal error|server error|unavailable/i],
];

/** The kind of trouble that a sentence of a connector or a vendor tells of. */
export const causeOf = (sentence: string): Cause => SIGNS.find(([, sign]) => sign.test(sentence))?.[0] ?? 'other';
