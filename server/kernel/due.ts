/** One way to do what is due at its moment: each subject in its turn, what fails is put aside and tried again at growing intervals, and nothing that fails keeps the others waiting. */
import { later } from './clock.ts';
import type { Clock, Instant } from './clock.ts';
import { SYSTEM } from './command.ts';
import type { CommandContext } from './command.ts';
import type { Database, Queryable } from './database.ts';

/** What is done at its moment, for many subjects of one kind (an order, a product, a receipt). */
export interface DueWork {
  /** Stable name: what fails is kept under it. */
  name: string;
  /**
   * Where subjects are due: SQL of the table, the column that names the subject, the column that says who is first, and the condition under
   * which it is due (`$1` is now, `values` begin at `$3`). Null: only what was put aside by somebody else is tried again.
   */
  due: { from: string; subject: string; by: string; when: string; values?: readonly unknown[] } | null;
  /** Does what is due of one subject, in a transaction of its own. Comes again after a crash, and from two processes at once: it must find nothing the second time. */
  run(subject: string, context: CommandContext): Promise<void>;
}

export interface DueDeps {
  database: Database;
  clock: Clock;
  log?: ((fields: Record<string, unknown>, message: string) => void) | undefined;
  /** Whether to leave after the subject at hand: the process stops. */
  stopping?(): boolean;
}

/** Subjects looked for at once, and of those put aside. What is due for the first time never waits for more than so many of those that failed. */
const AT_ONCE = 200;
const AGAIN_AT_ONCE = 20;
/** Times that a subject may be due again right after it was done: a reminder and then an end, say. Afterwards nothing changes it, and it counts as failed. */
const TURNS = 5;
const SECOND = 1000;
const FIRST_PAUSE = 10 * SECOND;
const LONGEST_PAUSE = 600 * SECOND;

/** Pure: milliseconds until something that failed so many times is tried again: 10 s, 20 s, 40 s and so on, never more than 10 minutes. */
export const pauseAfter = (attempts: number): number => Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(attempts - 1, 10));

/** Pure: whether a subject that was done so many times in one go is due by mistake: doing it changes nothing. */
export const isStuck = (turns: number): boolean => turns > TURNS;

/** SQL: a subject is not put aside. `work` is the name of the work as SQL, `subject` the column. */
export const notAside = (work: string, subject: string): string => `not exists (select 1 from kernel.due_failure aside where aside.work = ${work} and aside.subject = ${subject}::text)`;

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 2000);

/** Puts a subject aside that failed for the first time; who finds it put aside already leaves it so. */
async function putAside(database: Queryable, work: string, subject: string, error: string, now: Instant): Promise<void> {
  await database.query('insert into kernel.due_failure (work, subject, attempts, error, failed_at, tried_at, next_at) values ($1, $2, 1, $3, $4, $4, $5) on conflict (work, subject) do nothing', [work, subject, error, now, later(now, pauseAfter(1))]);
}

/** Does something of a subject; should it fail, the subject is put aside. For reactions that take many in turn and share their failures with a work. */
export async function orPutAside({ database, clock, log }: DueDeps, work: string, subject: string, attempt: () => Promise<void>): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    log?.({ work, subject, error: sentenceOf(error) }, 'what was due failed and is put aside');
    await putAside(database, work, subject, sentenceOf(error), clock.now());
  }
}

/** Tries again what was put aside. The turn is taken before the attempt, so that of several processes one tries, and one that dies of it leaves the others the next turn. */
async function tryAgain({ database, clock, log }: DueDeps, work: DueWork, subject: string, attempts: number): Promise<void> {
  const now = clock.now();
  const mine = await database.query('update kernel.due_failure set attempts = attempts + 1, tried_at = $4, next_at = $5 where work = $1 and subject = $2 and attempts = $3 and next_at <= $4 returning 1', [work.name, subject, attempts, now, later(now, pauseAfter(attempts + 1))]);
  if (mine.length === 0) return;
  try {
    await work.run(subject, { now, actor: SYSTEM, key: null });
    await database.query('delete from kernel.due_failure where work = $1 and subject = $2', [work.name, subject]);
  } catch (error) {
    log?.({ work: work.name, subject, attempts: attempts + 1, error: sentenceOf(error) }, 'what was due failed again');
    await database.query('update kernel.due_failure set error = $3 where work = $1 and subject = $2', [work.name, subject, sentenceOf(error)]);
  }
}

const AGAIN = `(select subject, attempts from kernel.due_failure where work = $2 and next_at <= $1 order by next_at limit ${AGAIN_AT_ONCE})`;

/** What is due for the first time, first due first, before what failed and has waited long enough. */
const statementOf = ({ due }: DueWork): string => (due === null ? AGAIN : `
  (select subject, null::int as attempts from (select ${due.subject}::text as subject, ${due.by} as first from ${due.from} where ${due.when} and ${notAside('$2', due.subject)} order by ${due.by} limit ${AT_ONCE}) d group by subject order by min(first))
  union all ${AGAIN}`);

/** Does all that is due of a work by now, one subject after the other, until nothing is left. Tells how many times something was done or tried. */
export async function doDue(deps: DueDeps, work: DueWork): Promise<number> {
  const { database, clock } = deps;
  const turns = new Map<string, number>();
  let looked = 0;
  for (;;) {
    const rows = await database.query<{ subject: string; attempts: number | null }>(statementOf(work), [clock.now(), work.name, ...(work.due?.values ?? [])]);
    if (rows.length === 0) return looked;
    for (const { subject, attempts } of rows) {
      if (deps.stopping?.() === true) return looked;
      const turn = (turns.get(subject) ?? 0) + 1;
      turns.set(subject, turn);
      if (attempts !== null) await tryAgain(deps, work, subject, attempts);
      else await orPutAside(deps, work.name, subject, () => (isStuck(turn) ? Promise.reject(new Error(`It is due again right after it was done ${TURNS} times: doing it changes nothing.`)) : work.run(subject, { now: clock.now(), actor: SYSTEM, key: null })));
      looked += 1;
    }
  }
}

/** Makes what was put aside due now; false when it is not put aside (any more). */
export async function tryNow(database: Queryable, { work, subject }: { work: string; subject: string }, now: Instant): Promise<boolean> {
  return (await database.query('update kernel.due_failure set next_at = $3 where work = $1 and subject = $2 returning 1', [work, subject, now])).length === 1;
}
