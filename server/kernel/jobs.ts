/** Jobs for outside calls: a thin layer over pg-boss that keeps them in the database, runs each at least once and never two of one key at a time. */
import { PgBoss } from 'pg-boss';
import type { Job as BossJob } from 'pg-boss';
import type { Uuid } from './ids.ts';

/**
 * `any`: no order; `per_key`: jobs of one key run one after the other in the order they came, and one that waits for its retry holds
 * the later ones back; `one_waiting`: at most one job of a key waits to be taken, so that ten hints to look at the same thing make one look, and a hint
 * that comes during a look makes another; `one_only`: at most one of a key is there at all, waiting, to be retried or running, so that
 * what is asked for again and again while the other side is down does not pile up.
 */
export type QueueOrder = 'any' | 'per_key' | 'one_waiting' | 'one_only';

export interface NewJob {
  /** A job of the same queue and id is inserted once, however often it is sent. Left out: a new one each time. */
  id?: Uuid;
  /** Wanted by every order but `any`. */
  key?: string;
  data: object;
  /** Seconds before it may run. */
  after?: number;
}

/** What a handler answers when it is not done: run the job again after so many seconds. Throwing means the same, at a growing interval. */
export interface Later { later: number; reason: string }

export interface RunningJob<Data> {
  id: Uuid;
  data: Data;
  /** Times it was tried before. */
  earlier: number;
}

export type Handler<Data> = (job: RunningJob<Data>) => Promise<Later | void>;

export interface Jobs {
  /** Inserts jobs in one statement. */
  send(queue: string, jobs: readonly NewJob[]): Promise<void>;
  /** Names who does the jobs of a queue; nothing runs before `start` or `runAll`. */
  work<Data extends object>(queue: string, handler: Handler<Data>, options?: { concurrency?: number }): void;
  /** Runs what is due until nothing is; with `waiting`, first runs once each job that waits for a later moment. Tells how many ran. For tests and shutdown. */
  runAll(options?: { waiting?: boolean }): Promise<number>;
  /** Works until stopped. A job whose process died is taken up again within 30 s. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface JobsOptions {
  /** Connection string; pg-boss keeps two small pools of its own, one to send and one to work. */
  url: string;
  /** Connections of both together at most, two or more. */
  connections?: number;
  queues: Readonly<Record<string, QueueOrder>>;
  log?: (fields: Record<string, unknown>, message: string) => void;
}

const POLICY: Readonly<Record<QueueOrder, string>> = { any: 'standard', per_key: 'key_strict_fifo', one_waiting: 'short', one_only: 'exclusive' };
const DAY = 24 * 3600;

/** Silent for 15 s is dead (looked for every 10 s), so that its jobs are running elsewhere within 30 s. */
const HEARTBEAT_SECONDS = 15;
const MONITOR_SECONDS = 10;

/**
 * How often a job is tried: in effect for ever, for money and labels are not given up by a counter. The first retry comes after
 * about 2 s, then twice as long each time up to a quarter of an hour; the handler may name another moment.
 */
const RETRIES = { retryLimit: 100_000, retryDelay: 2, retryBackoff: true, retryDelayMax: 900 };

export function openJobs({ url, queues, log, connections = 8 }: JobsOptions): Jobs {
  const senders = Math.ceil(connections / 4);
  const handlers = new Map<string, { run(job: BossJob): Promise<Later | void>; concurrency: number }>();
  let opening: Promise<PgBoss> | null = null;
  let working: Promise<PgBoss> | null = null;

  const open = async (supervise: boolean): Promise<PgBoss> => {
    const boss = new PgBoss({
      connectionString: url, schema: 'jobs', application_name: 'spil jobs', max: supervise ? connections - senders : senders, migrate: false, createSchema: false, schedule: false, supervise,
      superviseIntervalSeconds: MONITOR_SECONDS, monitorIntervalSeconds: MONITOR_SECONDS, maintenanceIntervalSeconds: 3600,
    });
    boss.on('error', (error: Error) => log?.({ error: error.message }, 'the jobs have trouble'));
    await boss.start();
    for (const [name, order] of Object.entries(queues)) {
      await boss.createQueue(name, { policy: POLICY[order], ...RETRIES, expireInSeconds: 600, heartbeatSeconds: HEARTBEAT_SECONDS, retentionSeconds: 365 * DAY, deleteAfterSeconds: 7 * DAY });
    }
    return boss;
  };
  const sender = (): Promise<PgBoss> => {
    opening ??= open(false).catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };

  /** Runs one job; true when it is done, false when it is put back for later. */
  const carryOut = async (boss: PgBoss, queue: string, job: BossJob): Promise<boolean> => {
    const handler = handlers.get(queue);
    if (!handler) throw new Error(`nobody works on ${queue}`);
    const after = await handler.run(job);
    if (!after) return true;
    log?.({ queue, job: job.id, later: after.later, reason: after.reason }, 'a job waits');
    await boss.fail(queue, { id: job.id, retryCount: job.retryCount }, { message: after.reason });
    // A process that dies between the two tries again a little sooner than asked for, which harms nobody.
    await boss.update(queue, undefined, { id: job.id, startAfter: Math.max(1, Math.ceil(after.later)) });
    return false;
  };

  const runOne = async (boss: PgBoss, queue: string, job: BossJob): Promise<void> => {
    const attempt = { id: job.id, retryCount: job.retryCount };
    try {
      if (await carryOut(boss, queue, job)) await boss.complete(queue, attempt);
    } catch (error) {
      log?.({ queue, job: job.id, error: error instanceof Error ? error.stack ?? error.message : String(error) }, 'a job failed');
      await boss.fail(queue, attempt, { message: error instanceof Error ? error.message : String(error) });
    }
  };

  return {
    send: async (queue, jobs) => {
      if (jobs.length === 0) return;
      const boss = await sender();
      await boss.insert(queue, jobs.map(({ id, key, data, after }) => ({ ...(id === undefined ? {} : { id }), data, ...(key === undefined ? {} : { singletonKey: key }), ...(after === undefined ? {} : { startAfter: after }) })));
    },
    work: (queue, handler, { concurrency = 2 } = {}) => {
      if (!(queue in queues)) throw new Error(`there is no queue ${queue}`);
      handlers.set(queue, { concurrency, run: (job) => handler({ id: job.id, data: job.data as never, earlier: job.retryCount }) });
    },
    runAll: async ({ waiting = false } = {}) => {
      const boss = await sender();
      let ran = 0;
      const round = async (ignoreStartAfter: boolean): Promise<number> => {
        let found = 0;
        for (const queue of handlers.keys()) {
          const jobs = await boss.fetch<object>(queue, { batchSize: 200, ignoreStartAfter });
          for (const job of jobs) await runOne(boss, queue, job);
          found += jobs.length;
        }
        ran += found;
        return found;
      };
      if (waiting) await round(true);
      while (await round(false) > 0) { /* until nothing is due */ }
      return ran;
    },
    start: async () => {
      working ??= open(true);
      const boss = await working;
      for (const [queue, { concurrency }] of handlers) {
        await boss.work<object>(queue, { pollingIntervalSeconds: 0.5, localConcurrency: concurrency, batchSize: 1 }, async ([job]) => {
          if (!job) return;
          try {
            await carryOut(boss, queue, job);
          } catch (error) {
            log?.({ queue, job: job.id, error: error instanceof Error ? error.stack ?? error.message : String(error) }, 'a job failed');
            throw error;
          }
        });
      }
    },
    stop: async () => {
      for (const one of [working, opening]) await (await one?.catch(() => null))?.stop({ graceful: true, timeout: 20_000 });
      working = null;
      opening = null;
    },
  };
}
