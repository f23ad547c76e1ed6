/** What was booked in the stock rooms and what is on its way between locations. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, wire } from '../../kernel/wire.ts';
import type { DocumentQuery, DocumentView, TransferQuery, TransferView } from './contract.ts';
import { namesOf } from './names.ts';

interface DocumentRow { stream_id: Uuid; seq: number; kind: DocumentView['kind']; location: string; reference: string | null; products: number; units: number; found: number; missing: number; damaged: number; by_kind: string; by_id: string; occurred_at: Instant; recorded_at: Instant }

/** Receipts (announced or not), counts and corrections, newest first. */
export async function listDocuments(database: Queryable, { kind, location, after, limit }: DocumentQuery): Promise<{ documents: DocumentView[]; next: string | null }> {
  const cursor = decodeCursor(after, ['instant', 'uuid', 'any']);
  const seq = Number(cursor?.[2]);
  const rows = await database.query<DocumentRow>(
    `select * from availability.document where ($1::text is null or location = $1) and ($2::text is null or kind = $2)
       and ($3::timestamptz is null or (recorded_at, stream_id, seq) < ($3, $4::uuid, $5::int)) order by recorded_at desc, stream_id desc, seq desc limit $6`,
    [location ?? null, kind ?? null, cursor?.[0] ?? null, cursor?.[1] ?? null, Number.isInteger(seq) && Math.abs(seq) < 2 ** 31 ? seq : 0, limit + 1]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const names = await namesOf(database, shown.map((row) => row.by_id));
  return {
    documents: shown.map((row) => ({
      id: `${wire('event', row.stream_id)}-${row.seq}`, kind: row.kind, location: row.location, reference: row.reference, products: row.products, units: row.units, found: row.found, missing: row.missing, damaged: row.damaged,
      by: { kind: row.by_kind, id: row.by_id, name: names.get(row.by_id) ?? null }, occurredAt: row.occurred_at, recordedAt: row.recorded_at,
    })),
    next: rows.length > limit && last ? encodeCursor([last.recorded_at, last.stream_id, last.seq]) : null,
  };
}

interface LoadRow { id: Uuid; code: string; origin: string; destination: string; status: TransferView['status']; handed_at: Instant; units: number; orders: number }

/** Loads that are under way over the whole network, the oldest first, with what is in them. */
export async function listTransfers(database: Queryable, { location, after, limit }: TransferQuery): Promise<{ transfers: TransferView[]; next: string | null }> {
  const cursor = decodeCursor(after, ['instant', 'uuid']);
  const rows = await database.query<LoadRow>(
    `select l.id, l.code, l.origin, l.destination, l.status, l.handed_at, coalesce(u.units, 0)::int + l.goods as units, coalesce(u.orders, 0)::int as orders
     from (select * from shipping.load where status <> 'received' and ($1::text is null or origin = $1 or destination = $1) and ($2::timestamptz is null or (handed_at, id) > ($2, $3::uuid)) order by handed_at, id limit $4) l
     left join lateral (select sum(quantity) as units, count(distinct order_id) as orders from books.unit where holder_id = l.id and stage = 'in_transfer') u on true order by l.handed_at, l.id`,
    [location ?? null, cursor?.[0] ?? null, cursor?.[1] ?? null, limit + 1]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    transfers: shown.map((row) => ({ id: wire('load', row.id), code: row.code, origin: row.origin, destination: row.destination, status: row.status, handedAt: row.handed_at, units: row.units, orders: row.orders })),
    next: rows.length > limit && last ? encodeCursor([last.handed_at, last.id]) : null,
  };
}
