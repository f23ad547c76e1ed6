/** The room's own tables: facts and their sums, written in one statement, so that an event counts once however often it is read. */
import type { Database, Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { beginAgain } from '../books/index.ts';
import { bucketOf } from './durations.ts';
import { COMPANY_ZONE, EVERYWHERE } from './types.ts';
import type { Fact } from './types.ts';

const SUMS = 'measure, location, channel, reason, bucket';
const ADD = (table: string): string => `n = ${table}.n + excluded.n, units = ${table}.units + excluded.units, amount = ${table}.amount + excluded.amount`;

/** A fact that is there already adds nothing to the sums: only rows that this statement inserted are summed. */
const KEEP = `
  with given as (
    select f.*, f.at at time zone coalesce(l.calendar->>'zone', $4) as local
    from json_to_recordset($3) as f(entry smallint, measure text, reason text, location text, at timestamptz, n int, units bigint, amount bigint, seconds bigint, bucket smallint)
    left join locations.location l on l.code = f.location
  ), fresh as (
    insert into insight.fact (order_id, seq, entry, measure, reason, location, channel, at, day, hour, n, units, amount, seconds)
    select $1, $2, entry, measure, reason, location, $5, at, local::date, extract(hour from local)::smallint, n, units, amount, seconds from given
    on conflict do nothing returning entry, measure, reason, location, channel, day, hour, n, units, amount
  ), spread as (
    select f.measure, w.location, f.channel, f.reason, g.bucket, f.day, f.hour, sum(f.n) as n, sum(f.units) as units, sum(f.amount) as amount
    from fresh f join given g using (entry) cross join lateral (select '${EVERYWHERE}' as location union select f.location where f.location <> '') w
    group by f.measure, w.location, f.channel, f.reason, g.bucket, f.day, f.hour
  ), hours as (
    insert into insight.hour (${SUMS}, day, hour, n, units, amount) select ${SUMS}, day, hour, n, units, amount from spread
    on conflict (measure, location, day, hour, channel, reason, bucket) do update set ${ADD('hour')}
  ), days as (
    insert into insight.day (${SUMS}, day, n, units, amount) select ${SUMS}, day, sum(n), sum(units), sum(amount) from spread group by ${SUMS}, day
    on conflict (measure, location, day, channel, reason, bucket) do update set ${ADD('day')}
  )
  select count(*)::int as kept from fresh`;

/** Keeps the facts of one event; answers how many were new. Days and hours are on the location's clock, else on the company's. */
export async function keepFacts(database: Queryable, order: Uuid, seq: number, channel: string, facts: readonly Fact[]): Promise<number> {
  const rows = facts.map((fact, entry) => ({ ...fact, entry, bucket: fact.seconds === null ? -1 : bucketOf(fact.seconds) }));
  const [answer] = await database.query<{ kept: number }>(KEEP, [order, seq, JSON.stringify(rows), COMPANY_ZONE, channel]);
  return answer?.kept ?? 0;
}

/** Throws all figures away and lets their follower begin at the first event again. What it is at work on meanwhile is read again and counts once. */
export async function forgetFigures(database: Database, follower: string): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query('truncate insight.fact, insight.day, insight.hour');
    await beginAgain(tx, follower);
  });
}
