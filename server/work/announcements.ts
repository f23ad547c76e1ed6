/** The rows that make an announcement happen once: who asks a carrier now, under which barcode, and how it went. */
import type { Instant } from '../kernel/clock.ts';
import type { Queryable } from '../kernel/database.ts';
import type { Uuid } from '../kernel/ids.ts';

/** Longer than a carrier's slowest announcement (a barcode, a label and the label once more, 15 s each at most). */
const LEASE_SECONDS = 60;

export interface Claim {
  /** Barcode got earlier from this carrier, to be used again. */
  barcode: string | null;
  /** Tries before this one. */
  earlier: number;
}

/** Takes the right to ask a carrier for this parcel's label, by the database's own clock, the one that all processes share; null while another has it. With another carrier than before, its barcode is forgotten. */
export async function claim(database: Queryable, parcel: Uuid, carrier: string, owner: Uuid, at: Instant): Promise<Claim | null> {
  const [row] = await database.query<{ barcode: string | null; attempts: number }>(
    `insert into shipping.announcement as a (parcel_id, carrier, attempts, leased_by, leased_until, updated_at) values ($1, $2, 1, $3, now() + $5 * interval '1 second', $4)
     on conflict (parcel_id) do update set carrier = excluded.carrier, barcode = case when a.carrier = excluded.carrier then a.barcode end, attempts = a.attempts + 1, state = 'trying',
       leased_by = excluded.leased_by, leased_until = excluded.leased_until, updated_at = excluded.updated_at
     where a.leased_until is null or a.leased_until < now() or a.leased_by = excluded.leased_by
     returning barcode, attempts`, [parcel, carrier, owner, at, LEASE_SECONDS]);
  return row ? { barcode: row.barcode, earlier: row.attempts - 1 } : null;
}

/** Keeps the barcode before it is used, so that a retry uses the same. */
export async function keepBarcode(database: Queryable, parcel: Uuid, barcode: string): Promise<void> {
  await database.query('update shipping.announcement set barcode = $2 where parcel_id = $1', [parcel, barcode]);
}

/** How a try ended; the lease is given back. */
export async function conclude(database: Queryable, parcel: Uuid, owner: Uuid, end: { state: 'trying' | 'announced' | 'refused' | 'unused'; barcode: string | null; reason: string | null; at: Instant }): Promise<void> {
  await database.query('update shipping.announcement set state = $3, barcode = coalesce($4, barcode), reason = $5, updated_at = $6, leased_by = null, leased_until = null where parcel_id = $1 and leased_by = $2', [parcel, owner, end.state, end.barcode, end.reason, end.at]);
}

/** Gives the lease back without a word, after something went wrong on our side. */
export async function letGo(database: Queryable, parcel: Uuid, owner: Uuid): Promise<void> {
  await database.query('update shipping.announcement set leased_by = null, leased_until = null where parcel_id = $1 and leased_by = $2', [parcel, owner]);
}

/** The barcode kept for a parcel with a carrier; null when there is none. */
export async function keptBarcode(database: Queryable, parcel: Uuid, carrier: string): Promise<string | null> {
  const [row] = await database.query<{ barcode: string | null }>('select barcode from shipping.announcement where parcel_id = $1 and carrier = $2', [parcel, carrier]);
  return row?.barcode ?? null;
}

/** A parcel that was opened needs nothing any more: its announcement is never followed up. */
export async function forgetParcel(database: Queryable, parcel: Uuid, at: Instant): Promise<void> {
  await database.query(`update shipping.announcement set state = 'unused', updated_at = $2 where parcel_id = $1 and state <> 'unused'`, [parcel, at]);
}
