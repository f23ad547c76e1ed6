/** Questions about locations: which there are, and when one is open. */
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import { pageOf } from '../documents/index.ts';
import { isOpenAt, nextShipping, openingOn, zoneDate } from './calendar.ts';
import type { LocationBody } from './contract.ts';

export type LocationDetails = LocationBody & { code: string; version: number; updatedAt: Instant };
type LocationRow = Omit<LocationDetails, 'stockAuthority' | 'updatedAt'> & { stock_authority: LocationBody['stockAuthority']; updated_at: Instant };

const COLUMNS = 'code, name, kind, size, address, latitude, longitude, calendar, capacity, capabilities, stock_authority, tags, active, version, updated_at';
const viewOf = ({ stock_authority, updated_at, ...row }: LocationRow): LocationDetails => ({ ...row, stockAuthority: stock_authority, updatedAt: updated_at });

export interface LocationFilter { after?: string | undefined; limit: number; kind?: string | undefined; active?: boolean | undefined; tag?: string | undefined }

/** Locations in the order of their codes. */
export async function listLocations(database: Queryable, { after, limit, kind, active, tag }: LocationFilter): Promise<{ items: LocationDetails[]; next: string | null }> {
  const rows = await database.query<LocationRow>(
    `select ${COLUMNS} from locations.location where ($1::text is null or code > $1) and ($2::text is null or kind = $2) and ($3::boolean is null or active = $3) and ($4::text is null or tags @> array[$4]) order by code limit $5`,
    [after ?? null, kind ?? null, active ?? null, tag ?? null, limit + 1],
  );
  return pageOf(rows, limit, (row) => row.code, viewOf);
}

export async function locationByCode(database: Queryable, code: string): Promise<LocationDetails | null> {
  const [row] = await database.query<LocationRow>(`select ${COLUMNS} from locations.location where code = $1`, [code]);
  return row ? viewOf(row) : null;
}

/** Whether a location is open at a moment, when work given then leaves and until when that holds, and its hours of that day and the six after. Pure. */
export function openingOf({ code, calendar }: Pick<LocationDetails, 'code' | 'calendar'>, at: Instant): { location: string; at: Instant; open: boolean; shipsAt: Instant | null; cutOff: Instant | null; days: { date: string; name: string | null; hours: { from: Instant; until: Instant }[] }[] } {
  const today = Temporal.PlainDate.from(zoneDate(at, calendar.zone));
  const days = Array.from({ length: 7 }, (_, ahead) => {
    const date = today.add({ days: ahead }).toString();
    const { hours, name } = openingOn(calendar, date);
    return { date, name, hours };
  });
  const { shipsAt, validUntil } = nextShipping({ ...calendar }, at);
  return { location: code, at, open: isOpenAt(calendar, at), shipsAt, cutOff: shipsAt === null ? null : validUntil, days };
}
