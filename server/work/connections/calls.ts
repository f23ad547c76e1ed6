/** Records how calls to outside systems went: in memory at once, in the database every few seconds, so that a busy label printer costs no extra write per label. */
import type { Clock, Instant } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/database.ts';
import { sentenceOf } from '../deps.ts';

/** How often what happened is written, at most. */
const WRITE_MILLISECONDS = 2000;
/** Errors kept per system, and the characters of each. */
const KEPT = 100;
const LONGEST = 500;

interface Noted { lastSuccess: Instant | null; lastError: Instant | null; sentence: string | null; failingSince: Instant | null; failures: number; errors: Map<string, { at: Instant; operation: string; sentence: string; times: number }> }

export interface CallRecorder {
  /** Notes one call; `error` is null when it succeeded. */
  note(system: string, operation: string, error: string | null): void;
  /** Writes what was noted and not written yet. */
  flush(): Promise<void>;
  /** Writes the last and stops. */
  close(): Promise<void>;
}

/** Opens a recorder; one per process. What cannot be written is told to the log and noted no further: it is a help, not a book. */
export function callRecorder({ database, clock, log }: { database: Database; clock: Clock; log?: (fields: Record<string, unknown>, message: string) => void }): CallRecorder {
  let noted = new Map<string, Noted>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let writing: Promise<void> = Promise.resolve();

  const flush = (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    const batch = noted;
    noted = new Map();
    if (batch.size > 0) writing = writing.then(() => write(database, batch)).catch((error: unknown) => { log?.({ error: sentenceOf(error) }, 'how calls went could not be written'); });
    return writing;
  };
  return {
    note: (system, operation, error) => {
      const now = clock.now();
      const one = noted.get(system) ?? { lastSuccess: null, lastError: null, sentence: null, failingSince: null, failures: 0, errors: new Map() };
      noted.set(system, one);
      if (error === null) Object.assign(one, { lastSuccess: now, failingSince: null, failures: 0 });
      else {
        const sentence = error.replaceAll('\u0000', '').slice(0, LONGEST);
        Object.assign(one, { lastError: now, sentence, failingSince: one.failingSince ?? now, failures: one.failures + 1 });
        const same = one.errors.get(`${operation} ${sentence}`);
        one.errors.set(`${operation} ${sentence}`, { at: now, operation, sentence, times: (same?.times ?? 0) + 1 });
      }
      timer ??= setTimeout(() => { void flush(); }, WRITE_MILLISECONDS).unref();
    },
    flush,
    close: flush,
  };
}

async function write(database: Database, batch: ReadonlyMap<string, Noted>): Promise<void> {
  for (const [system, { lastSuccess, lastError, sentence, failingSince, failures, errors }] of batch) {
    // A success in this batch ends an earlier failing; errors after it begin a new one.
    await database.query(
      `insert into work.connection as c (system, last_success_at, last_error_at, last_error, failing_since, failures) values ($1, $2, $3, $4, $5, $6)
       on conflict (system) do update set last_success_at = greatest(c.last_success_at, excluded.last_success_at), last_error_at = greatest(c.last_error_at, excluded.last_error_at), last_error = coalesce(excluded.last_error, c.last_error),
         failing_since = case when excluded.last_success_at is not null then excluded.failing_since else coalesce(c.failing_since, excluded.failing_since) end,
         failures = case when excluded.last_success_at is not null then excluded.failures else c.failures + excluded.failures end`,
      [system, lastSuccess, lastError, sentence, failingSince, failures]);
    if (errors.size === 0) continue;
    await database.query(`insert into work.connection_error (system, at, operation, sentence, times) select $1, e.at, e.operation, e.sentence, e.times from json_to_recordset($2) as e(at timestamptz, operation text, sentence text, times int)`, [system, JSON.stringify([...errors.values()])]);
    await database.query('delete from work.connection_error where system = $1 and id <= (select id from work.connection_error where system = $1 order by id desc offset $2 limit 1)', [system, KEPT]);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/**
 * What is wrong with an answer of a port; null when the system answered. A refusal for good is an answer: the system works, and whoever asked is told.
 * Answers of several parts are judged by the first that went wrong.
 */
export function troubleIn(answer: unknown): string | null {
  if (Array.isArray(answer)) return answer.map((part: unknown) => (isObject(part) && 'outcome' in part ? troubleIn(part['outcome']) : null)).find((found) => found !== null) ?? null;
  if (!isObject(answer)) return null;
  const { kind, reason, retry } = answer;
  const passing = kind === 'unavailable' || kind === 'unknown' || (kind === 'refused' && retry === true);
  return passing ? String(reason ?? kind) : null;
}

/** The same port, with each of its calls noted. Methods that answer at once (what a port can do, reading a document) call nobody and are left alone. */
export function observed<P extends object>(port: P, system: string, calls: CallRecorder): P {
  return new Proxy(port, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]): unknown => {
        const answer: unknown = Reflect.apply(member, target, given);
        if (!(answer instanceof Promise)) return answer;
        return answer.then((value: unknown) => {
          calls.note(system, String(name), troubleIn(value));
          return value;
        }, (error: unknown) => {
          calls.note(system, String(name), sentenceOf(error));
          throw error;
        });
      };
    },
  });
}
