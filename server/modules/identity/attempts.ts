/** Counts wrong passwords across all processes, so that guessing stops after a few, whether at one account or over many addresses. */
import { createHash } from 'node:crypto';
import { later } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import { identityProblems } from './problems.ts';

/** Wrong passwords allowed within the window: from one address at one account, and at one account from anywhere. */
const LIMITS = { pair: { failures: 5, minutes: 15 }, account: { failures: 50, minutes: 60 } } as const;

/** Under what wrong attempts are counted: a hash, so that the table tells nobody who was tried. */
export const subjectOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
const subjectsOf = (email: string, address: string): { subject: string; failures: number; minutes: number }[] => [
  { subject: subjectOf(`pair ${email.toLowerCase()} ${address}`), ...LIMITS.pair },
  { subject: subjectOf(`account ${email.toLowerCase()}`), ...LIMITS.account },
];

/** Refuses when too many wrong passwords were given lately; says when to try again. */
export async function checkAttempts(database: Queryable, email: string, address: string, now: Instant): Promise<void> {
  const subjects = subjectsOf(email, address);
  const rows = await database.query<{ subject: string; failures: number; since: Instant }>('select subject, failures, since from identity.failed_attempt where subject = any($1)', [subjects.map(({ subject }) => subject)]);
  for (const { subject, failures, minutes } of subjects) {
    const row = rows.find((one) => one.subject === subject);
    const until = row ? later(row.since, minutes * 60_000) : now;
    if (row && row.failures >= failures && until > now) {
      const seconds = Math.ceil((Date.parse(until) - Date.parse(now)) / 1000);
      throw identityProblems.too_many_attempts({ detail: `${row.failures} wrong passwords were given for this account. Try again in ${Math.ceil(seconds / 60)} minutes, or have an administrator set a new password.`, retryAfterSeconds: seconds });
    }
  }
}

/** Counts one wrong password; a window that has passed begins anew. */
export async function countFailure(database: Queryable, email: string, address: string, now: Instant): Promise<void> {
  for (const { subject, minutes } of subjectsOf(email, address)) {
    await database.query(
      `insert into identity.failed_attempt as f (subject, failures, since) values ($1, 1, $2)
       on conflict (subject) do update set failures = case when f.since <= $3 then 1 else f.failures + 1 end, since = case when f.since <= $3 then excluded.since else f.since end`,
      [subject, now, later(now, -minutes * 60_000)],
    );
  }
}

/** Forgets the wrong passwords of an account from an address once the right one was given. */
export async function forgetFailures(database: Queryable, email: string, address: string): Promise<void> {
  const [pair] = subjectsOf(email, address);
  await database.query('delete from identity.failed_attempt where subject = $1', [pair?.subject]);
}
