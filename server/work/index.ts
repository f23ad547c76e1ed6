/** The workers of outside calls, put together: the relay, the jobs, the timers, and the doors to them. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../kernel/database.ts';
import { openJobs } from '../kernel/jobs.ts';
import type { Route } from '../kernel/http.ts';
import type { Uuid } from '../kernel/ids.ts';
import { follower } from '../modules/books/index.ts';
import type { Follower } from '../modules/books/index.ts';
import type { ShippingEvents } from '../modules/shipping/index.ts';
import { forgetParcel } from './announcements.ts';
import { QUEUES, sentenceOf } from './deps.ts';
import type { WorkDeps } from './deps.ts';
import { labelJob, tryLabelsNow } from './labels.ts';
import { moneyFollower } from './money.ts';
import { LOOK_EVERY, momentsOf } from './moments.ts';
import { lookNow, moveMoney, poll } from './payments.ts';
import { partnerRelay, tellPartner } from './partners.ts';
import type { PartnerJob } from './partners.ts';
import { relay } from './relay.ts';
import { workRoutes } from './routes.ts';
import { tick } from './timers.ts';
import { askForNews, followParcel } from './tracking.ts';

export type { WorkDeps } from './deps.ts';
export type { BarcodeFirst } from './labels.ts';

/** Connection string of the database in place of the jobs: the worker opens those itself. */
export interface WorkerOptions extends Omit<WorkDeps, 'jobs' | 'log'> { databaseUrl: string; log?: WorkDeps['log']; /** Connections that the jobs hold at most. */ connections?: number }

export interface Worker {
  followers: Follower[];
  /** Webhooks, looking at a payment again, tasks of finance, asking for a label. */
  routes: Route[];
  /** Asks for labels right after packing, within the request of the store. */
  tryLabelsNow(parcels: readonly Uuid[], withinMilliseconds?: number): Promise<void>;
  /** Does what is due at its moment, and runs the timers that are due; tells which. */
  tick(): Promise<string[]>;
  /** Works until stopped: follows, does jobs, and ticks. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Follows and does jobs until nothing is left that is due; with `waiting`, first runs once what waits for a later moment. For tests. */
  drain(options?: { waiting?: boolean }): Promise<void>;
}

const TICK = 15_000;

/** Makes the worker of a process. One that only serves makes it too, for its routes and its interactive labels, and never starts it. */
export function createWorker({ databaseUrl, log = () => undefined, connections, ...given }: WorkerOptions): Worker {
  const jobs = openJobs({ url: databaseUrl, queues: QUEUES, log, ...(connections === undefined ? {} : { connections }) });
  const deps: WorkDeps = { ...given, jobs, log };
  const { database, clock } = deps;
  jobs.work<{ intent: Uuid }>('money', ({ data }) => moveMoney(deps, data.intent), { concurrency: 4 });
  jobs.work<{ operator: string; ref: string }>('look', ({ data, earlier }) => lookNow(deps, data, earlier), { concurrency: 4 });
  jobs.work<{ operator: string; ref: string }>('poll', ({ data, earlier }) => poll(deps, data, earlier), { concurrency: 2 });
  jobs.work<{ parcel: Uuid }>('label', ({ data }) => labelJob(deps, data.parcel), { concurrency: 4 });
  jobs.work<PartnerJob>('partner', ({ data, earlier }) => tellPartner(deps, data, earlier), { concurrency: 2 });
  jobs.work<{ carrier: string }>('news', ({ data, earlier }) => askForNews(deps, data.carrier, earlier), { concurrency: 1 });
  jobs.work<{ carrier: string; barcode: string; parcel: Uuid }>('track', ({ data, earlier }) => followParcel(deps, data, earlier), { concurrency: 2 });

  const opened = follower({
    database, clock, name: 'work.opened', types: ['ParcelUnpacked'], log,
    handle: ({ event }) => forgetParcel(database, (event.data as ShippingEvents['ParcelUnpacked']).parcel, clock.now()),
  });
  const followers = [relay(deps), partnerRelay(deps), moneyFollower(deps), opened];

  let ticking: Promise<unknown> = Promise.resolve();
  let timer: ReturnType<typeof setInterval> | null = null;
  const moments = momentsOf(deps);
  let second: ReturnType<typeof setInterval> | null = null;
  return {
    followers,
    routes: workRoutes(deps),
    tryLabelsNow: (parcels, withinMilliseconds) => tryLabelsNow(deps, parcels, withinMilliseconds),
    tick: async () => {
      await moments.doAll();
      return tick(deps);
    },
    start: async () => {
      await jobs.start();
      for (const one of followers) one.start();
      timer ??= setInterval(() => {
        ticking = ticking.then(() => tick(deps)).catch((error: unknown) => log({ error: sentenceOf(error) }, 'the timers failed'));
      }, Math.min(TICK, given.newsEvery ?? TICK));
      second ??= setInterval(() => moments.look(), LOOK_EVERY);
    },
    stop: async () => {
      if (timer) clearInterval(timer);
      if (second) clearInterval(second);
      timer = null;
      second = null;
      await ticking;
      await moments.stop();
      for (const one of followers) await one.stop();
      await jobs.stop();
    },
    drain: async ({ waiting = false } = {}) => {
      let again = waiting;
      for (;;) {
        let moved = 0;
        await journalReadable(database);
        for (const one of followers) moved += await one.drain();
        moved += await jobs.runAll({ waiting: again });
        again = false;
        if (moved === 0) return;
      }
    },
  };
}

/**
 * Waits until every event that is committed now may be read: the feed holds back what is younger than the oldest transaction running
 * anywhere in the cluster, also in another database. Throws after half a minute, for nothing of ours runs that long.
 */
async function journalReadable(database: Database): Promise<void> {
  const [newest] = await database.query<{ xid: string }>('select e.xid::text as xid from books.event e order by e.xid desc limit 1');
  if (!newest) return;
  for (let tries = 0; tries < 6000; tries += 1) {
    const [gate] = await database.query<{ open: boolean }>('select $1::xid8 < pg_snapshot_xmin(pg_current_snapshot()) as open', [newest.xid]);
    if (gate?.open) return;
    await wait(5);
  }
  throw new Error('A transaction that runs for more than half a minute holds back the journal.');
}
