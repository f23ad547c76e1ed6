/** Follows the journal and keeps what the past is told from: claims on stock, what is promised of receipts, exclusions, and the documents of the stock room. */
import type { Clock } from '../../kernel/clock.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import { follower } from '../books/index.ts';
import type { FeedEvent, Follower, FollowerOptions } from '../books/index.ts';
import type { FulfilmentEvents } from '../fulfilment/index.ts';
import { claimsOf, promisesOf } from './claims.ts';
import type { ExpectedEvents, InventoryEvents } from '../inventory/index.ts';

/** Name under which its cursor is kept; the past asks by it how far it is. */
export const HISTORY = 'availability history';

// What is read twice is written once: only entries that are new count in the total.
const CLAIM = `
with wanted as (select entry, line, location, state, change from json_to_recordset($4) as w(entry int, line int, location text, state text, change bigint)),
  goods as (select distinct line, sku from books.unit where order_id = $1 and sku is not null),
  added as (
    insert into availability.claim_entry (stream_id, seq, entry, sku, location, state, change, recorded_at)
    select $1, $2, w.entry, g.sku, w.location, w.state, w.change, $3 from wanted w join goods g using (line) on conflict do nothing returning sku, location, state, change)
insert into availability.claim (sku, location, state, quantity) select sku, location, state, sum(change) from added group by sku, location, state order by sku, location, state
on conflict (sku, location, state) do update set quantity = availability.claim.quantity + excluded.quantity`;

const PROMISES = `
insert into availability.promised_entry (stream_id, seq, entry, receipt, sku, change, recorded_at)
select $1, $2, w.entry, w.receipt, g.sku, w.change, $3 from json_to_recordset($4) as w(entry int, line int, receipt uuid, change bigint)
join (select distinct line, sku from books.unit where order_id = $1 and sku is not null) g using (line) on conflict do nothing`;

async function keepClaims(database: Queryable, { stream, kind, event }: FeedEvent): Promise<void> {
  const claims = kind === 'order' ? claimsOf(event) : [];
  if (claims.length > 0) await database.query(CLAIM, [stream, event.seq, event.recordedAt, JSON.stringify(claims.map((claim, entry) => ({ entry, ...claim })))]);
  const promises = kind === 'order' ? promisesOf(event) : [];
  if (promises.length > 0) await database.query(PROMISES, [stream, event.seq, event.recordedAt, JSON.stringify(promises.map((promise, entry) => ({ entry, ...promise })))]);
}

async function keepExclusion(database: Queryable, { stream, event }: FeedEvent): Promise<void> {
  const { sku, location, excludedUntil, reason } = event.data as FulfilmentEvents['ItemsShorted'];
  if (excludedUntil !== null) await database.query('insert into availability.exclusion (stream_id, seq, sku, location, since, until, reason) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing', [stream, event.seq, sku, location, event.recordedAt, excludedUntil, reason]);
}

interface Kept { kind: 'receipt' | 'count' | 'correction'; location: string; reference: string | null; products: number; units: number; found: number; missing: number; damaged?: number }

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** What the list of documents says of an event; null for other events. Pure. */
export function documentOf({ type, data }: Pick<FeedEvent['event'], 'type' | 'data'>): Kept | null {
  if (type === 'StockReceived') {
    const { location, reference, lines } = data as InventoryEvents['StockReceived'];
    return { kind: 'receipt', location, reference, products: lines.length, units: sum(lines.map((line) => line.quantity)), found: 0, missing: 0 };
  }
  if (type === 'ExpectedReceiptReceived') {
    const { location, reference, lines } = data as ExpectedEvents['ExpectedReceiptReceived'];
    return { kind: 'receipt', location, reference, products: lines.length, units: sum(lines.map(({ good, damaged }) => good + damaged)), found: sum(lines.map(({ over }) => over)), missing: 0, damaged: sum(lines.map(({ damaged }) => damaged)) };
  }
  if (type === 'StockCounted') {
    const { location, reason, lines } = data as InventoryEvents['StockCounted'];
    const differences = lines.map((line) => line.difference);
    return { kind: 'count', location, reference: reason, products: lines.length, units: sum(lines.map((line) => line.counted)), found: sum(differences.map((n) => Math.max(0, n))), missing: sum(differences.map((n) => Math.max(0, -n))) };
  }
  if (type === 'StockCorrected') {
    const { location, reason, lines } = data as InventoryEvents['StockCorrected'];
    const of = (to: string): number => sum(lines.filter((line) => line.to === to).map((line) => line.quantity));
    return { kind: 'correction', location, reference: reason, products: lines.length, units: sum(lines.map((line) => line.quantity)), found: of('found'), missing: of('missing') };
  }
  return null;
}

async function keepDocument(database: Queryable, { stream, event }: FeedEvent): Promise<void> {
  const kept = documentOf(event);
  if (kept === null) return;
  await database.query(
    'insert into availability.document (stream_id, seq, kind, location, reference, products, units, found, missing, by_kind, by_id, occurred_at, recorded_at, damaged) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict do nothing',
    [stream, event.seq, kept.kind, kept.location, kept.reference, kept.products, kept.units, kept.found, kept.missing, event.by.kind, event.by.id, event.occurredAt, event.recordedAt, kept.damaged ?? 0]);
}

export function availabilityFollowers({ database, clock, log }: { database: Database; clock: Clock; log?: FollowerOptions['log'] }): Follower[] {
  return [follower({
    database, clock, name: HISTORY, ...(log ? { log } : {}),
    handle: async (event) => {
      if (event.kind === 'stock') await keepDocument(database, event);
      else await keepClaims(database, event);
      if (event.event.type === 'ItemsShorted') await keepExclusion(database, event);
    },
  })];
}
