/** What carriers told of parcels, scan by scan, as the worker that follows them noted it. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { CarrierScan } from './ports.ts';

export interface NotedScan { at: Instant; code: string; status: CarrierScan['status'] }

const NOTE = /^(\S+) (.*) ([a-z_]+)$/;

/** The scans of parcels, oldest first; a parcel that no carrier told of is absent. */
export async function scansOf(database: Queryable, parcels: readonly Uuid[]): Promise<Map<Uuid, NotedScan[]>> {
  if (parcels.length === 0) return new Map();
  const rows = await database.query<{ parcel_id: Uuid; seen: string[] }>('select parcel_id, seen from shipping.tracked where parcel_id = any($1)', [parcels]);
  return new Map(rows.map(({ parcel_id, seen }) => [parcel_id, seen.flatMap((note) => {
    const [, at, code, status] = NOTE.exec(note) ?? [];
    return at === undefined || code === undefined || status === undefined ? [] : [{ at, code, status: status as CarrierScan['status'] }];
  })]));
}
