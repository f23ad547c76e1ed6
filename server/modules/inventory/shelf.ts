/** What lay on a shelf at a moment, by when things happened and not by when they were told: counts and late sales are held against it. */
import { table } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import { markCounted } from '../books/index.ts';
import type { Balance, JournalEvent, Projection } from '../books/index.ts';
import type { Counted } from './shelf-rules.ts';
import type { InventoryEvents } from './rules.ts';

const COUNTED = table('inventory.counted', 'stream_id', 'entry');

/** Remembers when each product was counted where. */
export const countedProjection: Projection = {
  stream: 'stock', name: 'inventory.counted', version: 1, tables: ['inventory.counted'],
  apply: (change, stream, event: JournalEvent) => {
    if (event.type !== 'StockCounted') return;
    const { location, lines } = event.data as InventoryEvents['StockCounted'];
    for (const [entry, { sku, countedAt = event.occurredAt }] of lines.entries()) {
      change.insert(COUNTED, { stream_id: stream.id, entry, sku, location, counted_at: countedAt });
      markCounted(change, { sku, location }, countedAt);
    }
  },
};

/**
 * Each counted product with what the books have of it now, and how much of that came (+) or went (−) after it was counted. Nothing is told before
 * it happened, so that what was recorded earlier need not be looked at. What a sale found because the books lacked it lay there before, uncounted.
 */
export const againstShelf = (database: Queryable, location: string, lines: readonly { sku: string; counted: number; at: Instant }[]): Promise<Counted[]> => database.query<Counted>(
  `select w.sku, w.counted::int, coalesce(b.quantity, 0)::int as now, coalesce(m.since, 0)::int as since,
     exists (select 1 from inventory.counted c where c.sku = w.sku and c.location = $1 and c.counted_at > w.at) as superseded
   from json_to_recordset($2) w(n int, sku text, counted bigint, at timestamptz)
   left join books.stock_balance b on b.sku = w.sku and b.location = $1 and b.state = 'sellable'
   left join lateral (select sum(case when to_location = $1 and to_state = 'sellable' then quantity else 0 end - case when from_location = $1 and from_state = 'sellable' then quantity else 0 end) as since
     from books.stock_movement v where sku = w.sku and recorded_at > w.at and occurred_at > w.at
       and not (from_state = 'found' and exists (select 1 from books.event e where e.stream_id = v.stream_id and e.seq = v.seq and e.stream_kind = 'order'))) m on true
   order by w.n`, [location, JSON.stringify(lines.map((line, n) => ({ n, ...line })))]);

export interface ShelfKey { sku: string; location: string }
export const shelfKey = ({ sku, location }: ShelfKey): string => `${sku} ${location}`;

/** Which of these shelves were counted after a moment: what left them before it was not there any more when they were counted. */
export async function countedSince(database: Queryable, shelves: readonly ShelfKey[], at: Instant): Promise<ReadonlySet<string>> {
  if (shelves.length === 0) return new Set();
  const rows = await database.query<ShelfKey>(
    'select w.sku, w.location from json_to_recordset($1) w(sku text, location text) where exists (select 1 from inventory.counted c where c.sku = w.sku and c.location = w.location and c.counted_at > $2)', [JSON.stringify(shelves), at]);
  return new Set(rows.map(shelfKey));
}

/** What the books have on the shelves of a location, where they have anything. */
export const onShelves = (database: Queryable, location: string, skus: readonly string[]): Promise<Balance[]> =>
  database.query<Balance>(`select sku, location, state, quantity, reserved, broken, kept_back from books.stock_balance where location = $1 and state = 'sellable' and sku = any($2)`, [location, skus]);
