/** The worker that sends webhooks: each receiver has its own cursor, its own pace and its own troubles. */
import { setTimeout as wait } from 'node:timers/promises';
import { between, later } from '../kernel/clock.ts';
import type { Clock, Instant } from '../kernel/clock.ts';
import type { Database } from '../kernel/database.ts';
import { newId } from '../kernel/ids.ts';
import type { Uuid } from '../kernel/ids.ts';
import { feedEnd, generationOf } from '../modules/books/index.ts';
import type { Cursor, FeedEvent } from '../modules/books/index.ts';
import { attempt, createGuardedCaller, dueSubscriptions, eventId, forgetDeliveries, placeOf, published, readPage } from '../modules/feed/index.ts';
import type { Attempt, GuardOptions, SubscriptionRow } from '../modules/feed/index.ts';

export interface WebhookWorkOptions {
  database: Database;
  clock: Clock;
  /** Secret of this installation, under which the secrets of webhooks are kept. */
  secret: string;
  /** URI reference that names this installation in its events. */
  source: string;
  guard?: GuardOptions;
  log?: (fields: Record<string, unknown>, message: string) => void;
}

export interface WebhookWork {
  /** Sends to every receiver what may be sent now, all receivers at once, until nothing is left; tells how many events were taken. */
  drain(): Promise<number>;
  start(pollMilliseconds?: number): void;
  stop(): Promise<void>;
}

/** Seconds until the next attempt, by how many failed; the schedule that Standard Webhooks proposes, three days in all. */
const BACK_OFF = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];
const LONGEST_FAILURE = 3 * 86_400_000;
const BATCH = 100;
/** Objects of one receiver that are told at once; the events of one object go one after another. */
const AT_ONCE = 8;
const LEASE = 120;
const KEEP_DAYS = 30;
const HOUR = 3_600_000;

/** Makes the worker. Any number of processes may run it: each receiver is served by one of them at a time. */
export function createWebhookWork({ database, clock, secret, source, guard = {}, log }: WebhookWorkOptions): WebhookWork {
  const owner = newId();
  const call = createGuardedCaller(guard);
  const stopped = new AbortController();
  const busy = new Map<Uuid, Promise<number>>();
  /** Events beyond the cursor that a receiver has taken already, while an earlier one still fails. */
  const taken = new Map<Uuid, Set<string>>();
  let running: Promise<void> | null = null;
  let forgotAt: Instant | null = null;

  // By the database's own clock, the one that all processes share.
  const claim = async (id: Uuid): Promise<boolean> => (await database.query(
    `update feed.subscription set lease_owner = $2, lease_until = now() + $3 * interval '1 second' where id = $1 and (lease_owner is null or lease_owner = $2 or lease_until < now()) returning 1`, [id, owner, LEASE])).length === 1;

  const save = (row: SubscriptionRow, cursor: Cursor, last: FeedEvent | null, trouble: Partial<Pick<SubscriptionRow, 'failing_since' | 'attempts' | 'next_attempt_at' | 'paused_at' | 'paused_reason'>>): Promise<unknown[]> => database.query(
    // The version: a person who replayed or paused meanwhile is not overruled.
    `update feed.subscription set generation = $3, xid = $4::xid8, position = $5, last_stream = coalesce($6, last_stream), last_seq = coalesce($7, last_seq), failing_since = $8, attempts = $9, next_attempt_at = $10, paused_at = $11, paused_reason = $12
     where id = $1 and version = $2 and lease_owner = $13 returning 1`,
    [row.id, row.version, cursor.generation, cursor.xid, cursor.position, last?.stream ?? null, last?.event.seq ?? null, trouble.failing_since ?? null, trouble.attempts ?? 0, trouble.next_attempt_at ?? null, trouble.paused_at ?? null, trouble.paused_reason ?? null, owner]);

  /** Sends a page: streams side by side, each in order; the first failure ends it, since it is about the receiver and the others would be tried in vain. */
  const sendPage = async (row: SubscriptionRow, events: readonly FeedEvent[], have: Set<string>): Promise<{ failure: Attempt | null; sent: number }> => {
    const documents = await published(database, events, source);
    const streams = [...Map.groupBy(documents.map((document, index) => ({ document, event: events[index] })), ({ event }) => event?.stream).values()];
    let failure: Attempt | null = null;
    let sent = 0;
    const lane = async (): Promise<void> => {
      for (let stream = streams.shift(); stream; stream = streams.shift()) {
        for (const { event, document } of stream) {
          if (failure || stopped.signal.aborted || !event) return;
          if (have.has(document.id)) continue;
          const outcome = await attempt({ database, clock, secret, call }, row, document, { stream: event.stream, seq: event.event.seq, attempt: row.attempts + 1 });
          // A slow receiver must not lose its lease in the middle of a page: the next process would send all of it again.
          if (!await claim(row.id)) return;
          if (outcome.kind !== 'delivered') {
            failure ??= outcome;
            return;
          }
          have.add(document.id);
          sent += 1;
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, streams.length) }, lane));
    return { failure, sent };
  };

  const troubleOf = (row: SubscriptionRow, outcome: Attempt, advanced: boolean): Parameters<typeof save>[3] => {
    const now = clock.now();
    if (outcome.kind === 'gone') return { paused_at: now, paused_reason: outcome.reason, failing_since: row.failing_since ?? now, attempts: row.attempts + 1 };
    const since = advanced ? now : row.failing_since ?? now;
    const attempts = advanced ? 1 : row.attempts + 1;
    const seconds = Math.max(BACK_OFF[Math.min(attempts, BACK_OFF.length) - 1] ?? 86_400, (outcome.kind === 'failed' ? outcome.retryAfterSeconds : null) ?? 0);
    const next = later(now, seconds * 1000);
    if (between(since, now) >= LONGEST_FAILURE) return { paused_at: now, paused_reason: `No event was taken since ${since}, in ${attempts} attempts; last: ${reasonOf(outcome)}`, failing_since: since, attempts };
    return { failing_since: since, attempts, next_attempt_at: next };
  };

  /** One page for one receiver: how many events it took, and whether there may be more to send now. */
  const serve = async (row: SubscriptionRow): Promise<{ sent: number; goOn: boolean }> => {
    const after = await placeOf(database, row, await generationOf(database));
    const page = await readPage(database, after, BATCH, row.types.length === 0 ? null : row.types);
    if (page.events.length === 0) {
      await save(row, page.next, null, {});
      return { sent: 0, goOn: false };
    }
    const have = taken.get(row.id) ?? new Set<string>();
    taken.set(row.id, have);
    const { failure, sent } = await sendPage(row, page.events, have);
    const open = page.events.findIndex(({ kind, stream, event }) => !have.has(eventId(kind, stream, event.seq)));
    const last = open === -1 ? page.events.at(-1) ?? null : page.events[open - 1] ?? null;
    const saved = await save(row, open === -1 ? page.next : last?.cursor ?? after, last, failure ? troubleOf(row, failure, sent > 0) : {});
    if (open === -1 || saved.length === 0) taken.delete(row.id);
    if (failure) log?.({ webhook: row.id, reason: reasonOf(failure) }, 'a webhook was not taken');
    return { sent, goOn: !failure && saved.length === 1 && open === -1 };
  };

  const serveAll = async (id: Uuid): Promise<number> => {
    if (!await claim(id)) return 0;
    let total = 0;
    try {
      for (;;) {
        const row = (await dueSubscriptions(database, clock.now())).find((one) => one.id === id);
        if (!row || stopped.signal.aborted) return total;
        const { sent, goOn } = await serve(row);
        total += sent;
        if (!goOn) return total;
      }
    } finally {
      await database.query('update feed.subscription set lease_owner = null, lease_until = null where id = $1 and lease_owner = $2', [id, owner]).catch(() => undefined);
    }
  };

  /** Starts serving every receiver that is behind and not being served; a slow one keeps nobody waiting. */
  const tick = async (): Promise<Promise<number>[]> => {
    const end = await feedEnd(database);
    const now = clock.now();
    for (const row of await dueSubscriptions(database, now)) {
      if (busy.has(row.id) || (row.generation === end.generation && row.xid === end.xid && row.position === end.position)) continue;
      busy.set(row.id, serveAll(row.id)
        .catch((error: unknown) => { log?.({ webhook: row.id, error: error instanceof Error ? error.message : String(error) }, 'a webhook could not be served'); return 0; })
        .finally(() => busy.delete(row.id)));
    }
    return [...busy.values()];
  };
  const tidy = async (): Promise<void> => {
    const now = clock.now();
    if (forgotAt !== null && between(forgotAt, now) < HOUR) return;
    forgotAt = now;
    await forgetDeliveries(database, later(now, -KEEP_DAYS * 24 * HOUR));
  };

  return {
    drain: async () => {
      let total = 0;
      for (;;) {
        const served = await Promise.all(await tick());
        const sent = served.reduce((sum, n) => sum + n, 0);
        total += sent;
        if (sent === 0) break;
      }
      await tidy();
      return total;
    },
    start: (pollMilliseconds = 200) => {
      running ??= (async () => {
        while (!stopped.signal.aborted) {
          try {
            await tick();
            await tidy();
          } catch (error) {
            log?.({ error: error instanceof Error ? error.message : String(error) }, 'webhooks could not be read');
          }
          await wait(pollMilliseconds, undefined, { signal: stopped.signal }).catch(() => undefined);
        }
      })();
    },
    stop: async () => {
      stopped.abort();
      await running;
      await Promise.all(busy.values());
    },
  };
}

const reasonOf = (outcome: Attempt): string => (outcome.kind === 'delivered' ? '' : outcome.reason);
