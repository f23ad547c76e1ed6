/** Followers: reactions to the journal after the commit, by cursor, one process at a time, each event at least once and in order. */
import { setTimeout as wait } from 'node:timers/promises';
import { between } from '../../kernel/clock.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import { askedAgain, putAside, taken } from './dead-letters.ts';
import { feedEnd, generationOf, readFeed } from './feed.ts';
import type { Cursor, FeedEvent } from './feed.ts';

export interface FollowerOptions {
  database: Database;
  clock: Clock;
  /** Stable name: the cursor is kept under it. */
  name: string;
  /** Takes one event; must be idempotent (the same event may come again after a crash) and act only through commands. */
  handle(event: FeedEvent): Promise<void>;
  /** Types it is interested in; others are passed over. Default all. */
  types?: readonly string[];
  /** Where a follower that never ran starts. */
  from?: 'beginning' | 'end';
  batch?: number;
  /** Tries before an event is put aside as a dead letter. */
  attempts?: number;
  /** Looks of ten milliseconds at what cannot be read yet, before `drain` leaves it. */
  patience?: number;
  log?: (fields: Record<string, unknown>, message: string) => void;
}

export interface Follower {
  name: string;
  /** Types of the journal it is interested in; null is all, none where something else is followed in the same manner. */
  types: readonly string[] | null;
  /** Handles what there is until nothing is left; tells how many events were handled. For tests and shutdown. */
  drain(): Promise<number>;
  /** Polls until stopped. */
  start(pollMilliseconds?: number): void;
  stop(): Promise<void>;
}

const LEASE = 20_000;
/** A lease that was taken this long ago is taken again; until then a follower that has nothing to do writes nothing. */
const FRESH = 5000;
/** Followers that look within so many milliseconds ask only once where the journal ends. */
const SHARED = 100;
/** Milliseconds between looks for events that somebody wants tried again. */
const LOOK_ASIDE = 1000;
/** Looks of ten milliseconds that `drain` gives to events which are committed and cannot be read yet: somebody else's transaction may well take a while. */
const PATIENCE = 3000;

const hidden = async (database: Database): Promise<boolean> =>
  (await database.query<{ hidden: boolean }>('select exists (select 1 from books.event where xid >= pg_snapshot_xmin(pg_current_snapshot())) as hidden'))[0]?.hidden === true;

const ends = new WeakMap<Database, { at: number; end: Promise<Cursor> }>();

/** Where the journal ends, asked once for all followers of a process: with nothing new, a dozen of them cost one question. */
function sharedEnd(database: Database): Promise<Cursor> {
  const known = ends.get(database);
  if (known && performance.now() - known.at < SHARED) return known.end;
  const end = feedEnd(database);
  end.catch(() => ends.delete(database));
  ends.set(database, { at: performance.now(), end });
  return end;
}

const isAfter = (one: Cursor, other: Cursor): boolean => BigInt(one.xid) > BigInt(other.xid) || (one.xid === other.xid && one.position > other.position);

/** A follower of the journal. Any number of processes may run it: a lease lets one of them work; it is free again 20 s after its holder died. */
export function follower({ database, clock, name, handle, types, from = 'beginning', batch = 200, attempts = 5, patience = PATIENCE, log }: FollowerOptions): Follower {
  const owner = newId();
  let running: Promise<void> | null = null;
  let stopping = false;
  let lookedAt = '1970-01-01T00:00:00.000Z';
  const stopped = new AbortController();
  /** What this process holds while its lease is fresh: nobody else can have moved the cursor. */
  let held: { cursor: Cursor; at: number } | null = null;

  // A lease runs by the database's own clock, the one that all processes share: one whose clock is wrong must not hold it, or lose it, for that.
  const claim = async (): Promise<Cursor | null> => {
    const now = clock.now();
    const take = (): Promise<{ generation: number; xid: string; position: number }[]> => database.query(
      `update kernel.follower set lease_owner = $2, lease_until = now() + $3 * interval '1 millisecond' where name = $1 and (lease_owner = $2 or lease_until is null or lease_until < now()) returning generation, xid::text as xid, position`, [name, owner, LEASE]);
    const [mine] = await take();
    if (mine) return mine;
    const [known] = await database.query('select 1 from kernel.follower where name = $1', [name]);
    if (known) return null;
    const start = from === 'end' ? await feedEnd(database) : { generation: await generationOf(database), xid: '0', position: 0 };
    await database.query('insert into kernel.follower (name, generation, xid, position, updated_at) values ($1, $2, $3::xid8, $4, $5) on conflict do nothing', [name, start.generation, start.xid, start.position, now]);
    return (await take())[0] ?? null;
  };

  const advance = async (cursor: Cursor): Promise<void> => {
    const rows = await database.query(`update kernel.follower set generation = $3, xid = $4::xid8, position = $5, updated_at = $6, failures = 0, last_error = null, lease_until = now() + $7 * interval '1 millisecond' where name = $1 and lease_owner = $2 returning 1`, [name, owner, cursor.generation, cursor.xid, cursor.position, clock.now(), LEASE]);
    held = rows.length === 1 ? { cursor, at: performance.now() } : null;
  };

  const takeOne = async (event: FeedEvent): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await handle(event);
        return;
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        log?.({ follower: name, stream: event.stream, seq: event.event.seq, type: event.event.type, attempt, error: error instanceof Error ? error.stack ?? message : message }, 'a follower failed');
        await database.query('update kernel.follower set failures = failures + 1, last_error = $2 where name = $1', [name, message.slice(0, 500)]);
        if (attempt >= attempts || stopping) {
          if (stopping) throw error;
          await putAside(database, { follower: name, stream: event.stream, seq: event.event.seq }, attempt, message, clock.now());
          return;
        }
        await wait(Math.min(2000, 50 * 3 ** attempt), undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    }
  };

  /** What was put aside and is asked for again; what fails once more is put aside again. */
  const takeAsked = async (cursor: Cursor): Promise<void> => {
    lookedAt = clock.now();
    for (const { follower: of, stream, seq, kind, event } of await askedAgain(database, name)) {
      if (stopping) return;
      await takeOne({ cursor, stream, kind, event });
      await taken(database, { follower: of, stream, seq }, clock.now());
    }
  };

  const round = async (): Promise<number | null> => {
    const cursor = await claim();
    held = null;
    return cursor ? takeFrom(cursor) : null;
  };

  const takeFrom = async (cursor: Cursor): Promise<number> => {
    if (Math.abs(between(lookedAt, clock.now())) >= LOOK_ASIDE) await takeAsked(cursor);
    const events = await readFeed(database, cursor, batch, types ?? null);
    let last: Cursor | null = null;
    for (const event of events) {
      if (stopping) break;
      await takeOne(event);
      last = event.cursor;
      if (Number(event.event.seq) % 20 === 0) await advance(last);
    }
    if (last) await advance(last);
    return events.length;
  };

  /** A look while nobody waits for it: asks only whether the journal grew, and passes over what is for others without reading it again. */
  const look = async (): Promise<number | null> => {
    if (held !== null && performance.now() - held.at >= FRESH) await advance(held.cursor);
    const cursor = held?.cursor ?? await claim();
    if (!cursor) return null;
    held ??= { cursor, at: performance.now() };
    const end = await sharedEnd(database);
    if (end.generation === cursor.generation && !isAfter(end, cursor)) {
      if (Math.abs(between(lookedAt, clock.now())) >= LOOK_ASIDE) await takeAsked(cursor);
      return 0;
    }
    const taken = await takeFrom(cursor);
    if (held !== null && taken < batch && !stopping && isAfter(end, held.cursor)) held = { cursor: end, at: held.at };
    return taken;
  };

  return {
    name,
    types: types ?? null,
    drain: async () => {
      let handled = 0;
      for (let looks = 0; ; ) {
        // Asked before the look: what is hidden may be shown to everybody by the time that the look has found nothing.
        const unseen = await hidden(database);
        const n = await round();
        if (n === null) return handled;
        if (n > 0) {
          handled += n;
          looks = 0;
        } else {
          // The feed waits for the oldest transaction of the whole cluster: what is committed and not shown yet is worth a moment.
          if (!unseen || looks >= patience) return handled;
          looks += 1;
          await wait(10);
        }
      }
    },
    start: (pollMilliseconds = 150) => {
      running ??= (async () => {
        while (!stopping) {
          const n = await look().catch((error: unknown) => {
            held = null;
            log?.({ follower: name, error: error instanceof Error ? error.message : String(error) }, 'a follower could not read');
            return 0;
          });
          if (!stopping && (n === null || n === 0)) await wait(n === null ? 1000 : pollMilliseconds, undefined, { signal: stopped.signal }).catch(() => undefined);
        }
      })();
    },
    stop: async () => {
      stopping = true;
      stopped.abort();
      await running;
      await database.query(`update kernel.follower set lease_until = null, lease_owner = null where name = $1 and lease_owner = $2`, [name, owner]).catch(() => undefined);
    },
  };
}

/** Lets a follower begin at the first event again, as if it had never run. */
export async function beginAgain(database: Queryable, name: string): Promise<void> {
  await database.query('delete from kernel.follower where name = $1', [name]);
}
