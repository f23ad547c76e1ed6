/** The follower that keeps the figures: walks each order's events as they are read from the journal and keeps the facts they tell. */
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { follower, loadStream } from '../books/index.ts';
import type { FeedEvent, Follower } from '../books/index.ts';
import { keepFacts } from './tables.ts';
import { newWalk, step } from './walk.ts';
import type { Walk } from './walk.ts';

export const FIGURES_FOLLOWER = 'insight.figures';

/** Orders whose walk is kept in memory: most events come soon after the one before, and need no load then. */
const REMEMBERED = 5000;

export interface InsightFollowerDeps { database: Database; clock: Clock; log?: (fields: Record<string, unknown>, message: string) => void }

/** `insight.figures`. It is at most a fraction of a second behind the journal; read again from the first event it tells the same. */
export function insightFollowers({ database, clock, log }: InsightFollowerDeps): Follower[] {
  const walks = new Map<Uuid, Walk>();
  const take = async ({ stream, kind, event }: FeedEvent): Promise<void> => {
    if (kind !== 'order') return;
    // An event that another process handled in between, or one read again after a fault, is not the next: then the walk starts over.
    const kept = walks.get(stream);
    const walk = kept?.seq === event.seq - 1 ? kept : await walkUntil(database, stream, event.seq - 1);
    walks.delete(stream);
    const facts = step(walk, event);
    if (facts.length > 0) await keepFacts(database, stream, event.seq, walk.channel, facts);
    walks.set(stream, walk);
    if (walks.size > REMEMBERED) walks.delete(walks.keys().next().value ?? '');
  };
  return [follower({ database, clock, name: FIGURES_FOLLOWER, handle: take, ...(log ? { log } : {}) })];
}

/** The walk of an order up to and with an event. */
async function walkUntil(database: Database, order: Uuid, seq: number): Promise<Walk> {
  const walk = newWalk();
  if (seq === 0) return walk;
  for (const event of (await loadStream(database, order))?.events ?? []) if (event.seq <= seq) step(walk, event);
  return walk;
}
