/** The door of the feed: what happened, told outside. */
import type { Database } from '../../kernel/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Route } from '../../kernel/http.ts';
import type { Books, Follower } from '../books/index.ts';
import type { GuardOptions } from './address-guard.ts';
import { erpDocumentFollower } from './erp-outbox.ts';
import { erpRoutes } from './routes-erp.ts';
import { eventRoutes } from './routes-events.ts';
import { webhookRoutes } from './routes-webhooks.ts';
import type { Stream } from './stream.ts';

export * from './ports.ts';
export type { GuardOptions } from './address-guard.ts';
export { attempt, forgetDeliveries } from './deliveries.ts';
export type { Attempt } from './deliveries.ts';
export { createGuardedCaller } from './guarded-call.ts';
export { published, readPage } from './reading.ts';
export { changeSubscription, dueSubscriptions, listSubscriptions, placeOf } from './webhooks.ts';
export type { SubscriptionRow } from './webhooks.ts';
export { lastStockJournal, nextDocuments, printNumber } from './erp-outbox.ts';
export { eventCatalogue, eventId } from './published.ts';
export { hurryDocuments } from './hurry.ts';
export { awake, claim, giveUp, rest } from './lease.ts';
export { goOn as continueErpDocument } from './routes-erp.ts';
export { feedProblems } from './problems.ts';
export { bookDifference, compareStock, takeReport } from './stock-differences.ts';
export type { Compared } from './stock-differences.ts';
export { createStream } from './stream.ts';
export type { Stream, StreamMessage, StreamOptions } from './stream.ts';

export interface FeedDeps {
  clock: Clock;
  /** Secret of this installation, under which the secrets of webhooks are kept. */
  secret: string;
  /** Which addresses webhooks may be sent to; loopback in development only. */
  webhooks: GuardOptions;
  database: Database;
  books: Books;
  stream: Stream;
  /** Every type of event there is. */
  types: ReadonlySet<string>;
  /** URI reference that names this installation in its events, e.g. its public address. */
  source: string;
}

export const feedRoutes = ({ webhooks, ...deps }: FeedDeps): Route[] => [...eventRoutes(deps), ...erpRoutes(deps), ...webhookRoutes({ ...deps, guard: webhooks })];

/** The reactions of the feed. Without an ERP there are none: no documents are made that nobody would take. */
export const feedFollowers = ({ erp, ...options }: { database: Database; clock: Clock; erp: boolean; legalEntity?: (channel: string) => string; log?: (fields: Record<string, unknown>, message: string) => void }): Follower[] => (erp ? [erpDocumentFollower(options)] : []);
