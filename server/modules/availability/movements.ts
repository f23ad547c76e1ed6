/** The movements of a SKU, newest first, each with what caused it. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, wire } from '../../kernel/wire.ts';
import type { StreamKind } from '../books/index.ts';
import { namesOf } from './names.ts';
import type { MovementQuery, MovementView } from './contract.ts';

interface Row {
  stream_id: Uuid; seq: number; entry: number; from_location: string; from_state: string; to_location: string; to_state: string; quantity: number; occurred_at: Instant; recorded_at: Instant;
  kind: StreamKind; type: string; by_kind: string; by_id: string; reference: string | null; number: string | null;
}

/** Bounds of the database's whole numbers: a cursor's part is checked before it is asked with. */
const whole = (part: string | number | undefined): number => (Number.isInteger(part) && Math.abs(Number(part)) < 2 ** 31 ? Number(part) : 0);

// The event says the rest: an order's number, or what a document of the stock room was called.
const MOVEMENTS = `
select m.stream_id, m.seq, m.entry, m.from_location, m.from_state, m.to_location, m.to_state, m.quantity, m.occurred_at, m.recorded_at,
  e.stream_kind as kind, e.type, b.body -> 'by' ->> 'kind' as by_kind, b.body -> 'by' ->> 'id' as by_id, o.number,
  coalesce(b.body -> 'data' ->> 'reference', case when e.stream_kind in ('stock', 'load') then coalesce(b.body -> 'data' ->> 'reason', b.body -> 'data' ->> 'code') end) as reference
from (
  select * from books.stock_movement where sku = $1 and ($2::text is null or from_location = $2 or to_location = $2)
    and ($3::timestamptz is null or recorded_at >= $3) and ($4::timestamptz is null or recorded_at < $4)
    and ($5::timestamptz is null or (recorded_at <= $5 and (recorded_at, stream_id, seq, entry) < ($5, $6::uuid, $7::int, $8::int)))
  order by recorded_at desc, stream_id desc, seq desc, entry desc limit $9
) m join books.event e on e.stream_id = m.stream_id and e.seq = m.seq cross join lateral (select e.body::json as body) b left join orders.order o on e.stream_kind = 'order' and o.id = m.stream_id
order by m.recorded_at desc, m.stream_id desc, m.seq desc, m.entry desc`;

/** One page of movements; what came after a moment is left out by `until`. */
export async function listMovements(database: Queryable, { sku, location, from, until, after, limit }: MovementQuery): Promise<{ movements: MovementView[]; next: string | null }> {
  const cursor = decodeCursor(after, ['instant', 'uuid', 'any', 'any']);
  const rows = await database.query<Row>(MOVEMENTS, [sku, location ?? null, from ?? null, until ?? null, cursor?.[0] ?? null, cursor?.[1] ?? null, whole(cursor?.[2]), whole(cursor?.[3]), limit + 1]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const names = await namesOf(database, shown.map((row) => row.by_id));
  return {
    movements: shown.map((row) => ({
      sku, quantity: row.quantity, from: account(row.from_location, row.from_state), to: account(row.to_location, row.to_state), occurredAt: row.occurred_at, recordedAt: row.recorded_at,
      cause: { event: row.type, order: row.number === null ? null : { id: wire('order', row.stream_id), number: row.number }, reference: row.reference },
      by: { kind: row.by_kind, id: row.by_id, name: names.get(row.by_id) ?? null },
    })),
    next: rows.length > limit && last ? encodeCursor([last.recorded_at, last.stream_id, last.seq, last.entry]) : null,
  };
}

/** An account of the stock book: a state at a location, or one outside (supplier, customer, missing, found, adjustment). */
const account = (location: string, name: string): { location: string | null; account: string } => ({ location: location === '' ? null : location, account: name });
