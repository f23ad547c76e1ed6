/** Questions about now: what stands in each stage, and how much work the locations have; answered from indexed rows of lower rooms, never more than a bound of them. */
import type { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import type { Stage } from '../books/index.ts';
import { zoneDate } from '../locations/index.ts';
import { FUNNEL_ROWS, LIVE_STAGES } from './contract.ts';
import type { FunnelView, WorkloadView } from './contract.ts';
import { COMPANY_ZONE } from './types.ts';

/** Buckets of units counted per stage at most; a funnel with more says "at least". 50,000 take about 0.1 s. */
const COUNTED = 50_000;
/** Stages whose units are not worked on while their order is held. */
const HELD: readonly Stage[] = ['open', 'waiting', 'allocated', 'picked'];

const own = (actor: Actor): readonly string[] | null => (actor.locations === 'all' ? null : actor.locations);

interface StageRow { stage: Stage; held: boolean; orders: number; units: number; amount: number; rows: number; currency: string | null }

const STAGE = `
  select s.stage, b.* from unnest($1::text[]) s(stage) cross join lateral (
    select o.on_hold and s.stage = any($6) as held, count(distinct u.order_id)::int as orders, sum(u.quantity)::bigint as units, count(*)::int as rows, max(o.currency) as currency,
      (select coalesce(sum(w.total), 0)::bigint from orders.order w where w.id = any(array_agg(u.order_id))) as amount
    from (select order_id, quantity from books.unit where stage = s.stage and stage in (${LIVE_STAGES.map((one) => `'${one}'`).join(', ')}) and ($2::text[] is null or location = any($2)) and ($3::text is null or location = $3) limit $5) u
    join orders.order o on o.id = u.order_id where $4::text is null or o.channel = $4
    group by 1
  ) b`;

/**
 * Units reserved above what the books have. A constraint of the table says that there are none: PostgreSQL, asked to reason with
 * constraints, answers without reading a row, and would count them if the constraint were gone.
 */
async function oversoldUnits(database: Database): Promise<number> {
  return database.transaction(async (tx) => {
    await tx.query('set local constraint_exclusion = on');
    const [over] = await tx.query<{ units: number }>('select coalesce(sum(reserved - quantity), 0)::bigint as units from books.stock_balance where reserved > quantity');
    return over?.units ?? 0;
  });
}

/** How many orders and units stand in each stage now. To an account of some locations only theirs count. */
export async function funnel(database: Database, actor: Actor, at: Instant, { location, channel }: { location?: string | undefined; channel?: string | undefined }): Promise<z.infer<typeof FunnelView>> {
  const [rows, oversold] = await Promise.all([
    database.query<StageRow>(STAGE, [LIVE_STAGES, own(actor), location ?? null, channel ?? null, COUNTED, HELD]),
    oversoldUnits(database),
  ]);
  const stages = FUNNEL_ROWS.map((stage) => {
    const mine = rows.filter((row) => (stage === 'held' ? row.held : row.stage === stage && !row.held));
    const sum = (of: (row: StageRow) => number): number => mine.reduce((total, row) => total + of(row), 0);
    const seen = stage === 'held' ? 0 : rows.reduce((total, row) => total + (row.stage === stage ? row.rows : 0), 0);
    return { stage, orders: sum((row) => row.orders), units: sum((row) => row.units), amount: sum((row) => row.amount), atLeast: seen >= COUNTED };
  });
  return { at, stages, currency: rows.find((row) => row.currency !== null)?.currency?.trim() ?? null, oversold };
}

interface LoadRow {
  location: string; name: string; kind: string; capacity: number | null; to_pick: number; to_pack: number; packed: number; pickups: number; incoming: number; open: number; overdue: number; oldest: Instant | null;
  load: number; assigned: number; done: number; rejected: number;
}

const WORKLOAD = `
  select l.code as location, l.name, l.kind, l.capacity, coalesce(w.to_pick, 0)::int as to_pick, coalesce(w.to_pack, 0)::int as to_pack, coalesce(w.packed, 0)::int as packed, coalesce(w.pickups, 0)::int as pickups, coalesce(i.incoming, 0)::int as incoming,
    coalesce(w.open, 0)::int as open, coalesce(w.overdue, 0)::int as overdue, w.oldest, coalesce(d.orders, 0)::int as load, coalesce(t.assigned, 0)::int as assigned, coalesce(t.done, 0)::int as done, coalesce(t.rejected, 0)::int as rejected
  from locations.location l
  left join (
    select location, sum(to_pick) as to_pick, sum(to_pack) as to_pack, count(*) filter (where status = 'packed') as packed, count(*) filter (where status = 'ready' or (kind = 'pickup' and status = 'picked' and to_pick = 0)) as pickups,
      count(*) filter (where status in ('assigned', 'picking') or to_pack > 0) as open, count(*) filter (where due_at < $1 and (status in ('assigned', 'picking', 'packed') or to_pack > 0)) as overdue,
      min(due_at) filter (where status in ('assigned', 'picking', 'packed') or to_pack > 0) as oldest
    from fulfilment.fulfilment where status in ('assigned', 'picking', 'picked', 'packed', 'ready') and not on_hold and ($2::text[] is null or location = any($2)) group by location
  ) w on w.location = l.code
  left join (select destination as location, count(*) as incoming from fulfilment.fulfilment where status = 'in_transfer' and ($2::text[] is null or destination = any($2)) group by destination) i on i.location = l.code
  left join locations.day_load d on d.location = l.code and d.day = $3::date
  left join (
    select location, sum(n) filter (where measure = 'assigned') as assigned, sum(n) filter (where measure = 'worked') as done, sum(units) filter (where measure = 'rejected') as rejected
    from insight.day where measure in ('assigned', 'worked', 'rejected') and location <> '*' and day = $3::date and ($2::text[] is null or location = any($2)) group by location
  ) t on t.location = l.code
  where l.active and ($2::text[] is null or l.code = any($2)) and ($4::text is null or l.kind = $4)
  order by coalesce(w.overdue, 0) desc, coalesce(w.to_pick, 0) + coalesce(w.to_pack, 0) desc, coalesce(w.packed, 0) + coalesce(w.pickups, 0) desc, l.code limit $5`;

/** What each location has to do, the most pressed first. Held orders are not released and do not count. */
export async function workload(database: Database, actor: Actor, at: Instant, { kind, limit }: { kind?: string | undefined; limit: number }): Promise<z.infer<typeof WorkloadView>> {
  const rows = await database.query<LoadRow>(WORKLOAD, [at, own(actor), zoneDate(at, COMPANY_ZONE), kind ?? null, limit + 1]);
  return {
    at, more: rows.length > limit,
    locations: rows.slice(0, limit).map((row) => ({
      location: row.location, name: row.name, kind: row.kind, toPick: row.to_pick, toPack: row.to_pack, packed: row.packed, pickups: row.pickups, incoming: row.incoming, open: row.open, overdue: row.overdue, oldestDueAt: row.oldest,
      assignedToday: row.assigned, doneToday: row.done, rejectedToday: row.rejected, capacity: row.capacity, load: row.load,
    })),
  };
}
