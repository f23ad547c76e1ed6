/** Counts who tries without a link, over all processes, so that guessing and mail floods stop; addresses are kept as digests only. */
import { createHmac } from 'node:crypto';
import { between, later } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import { selfserviceProblems } from './problems.ts';
import { sentence } from './words.ts';
import type { Language } from './words.ts';

/** How often within how many minutes: wrong links from one address, and requests for a new link from one address and for one e-mail address. */
const LIMITS = { link: { most: 30, minutes: 10 }, address: { most: 10, minutes: 60 }, email: { most: 5, minutes: 60 } } as const;
export type Limited = keyof typeof LIMITS;
const DAY = 86_400_000;

export interface Limits {
  /** Counts one try of this kind; refuses when there were too many, and says how long to wait. */
  count(kind: Limited, who: string, now: Instant, language: Language): Promise<void>;
}

export function limits(database: Queryable, secret: string): Limits {
  const subject = (kind: Limited, who: string): string => createHmac('sha256', secret).update(`${kind} ${who}`).digest('base64url').slice(0, 27);
  return {
    count: async (kind, who, now, language) => {
      const { most, minutes } = LIMITS[kind];
      const [row] = await database.query<{ count: number; since: Instant }>(
        `insert into selfservice.attempt as a (subject, count, since) values ($1, 1, $2)
         on conflict (subject) do update set count = case when a.since <= $3 then 1 else a.count + 1 end, since = case when a.since <= $3 then excluded.since else a.since end returning count, since`,
        [subject(kind, who), now, later(now, -minutes * 60_000)],
      );
      if (!row || row.count <= most) return;
      const seconds = Math.max(1, Math.ceil((minutes * 60_000 - between(row.since, now)) / 1000));
      throw selfserviceProblems.too_many({ detail: sentence('tooMany', language, Math.ceil(seconds / 60)), retryAfterSeconds: seconds });
    },
  };
}

/** Forgets what nobody counts any more. */
export const forgetAttempts = (database: Queryable, now: Instant): Promise<unknown> => database.query('delete from selfservice.attempt where since < $1', [later(now, -DAY)]);
