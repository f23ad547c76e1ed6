/** What stock was at a past moment, as the books stood then: today's balances less all that was recorded since. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { StockState } from '../books/index.ts';
import { formerThen } from '../documents/index.ts';
import { freeToCome } from '../sourcing/index.ts';
import type { StockExclusion, StockFigures, StockPlace, UnplacedDemand } from '../sourcing/index.ts';
import { expectedThen } from './expected-then.ts';
import { HISTORY } from './history.ts';
import { productThen } from './rules-then.ts';

/** A balance of then. What was claimed is null where the claims of then are not all read yet. */
export interface PastBalance { location: string; state: StockState; quantity: number; reserved: number | null; broken: number | null; keptBack: number | null; active: boolean; known: boolean }

export interface Past { balances: PastBalance[]; /** Demand without a place; null when not known. */ wanted: number | null; /** How much was kept back for that demand. */ kept: number; /** Whether all claims of then are read. */ claimsKnown: boolean }

interface Row { location: string; state: StockState | 'wanted'; quantity: number; held: number; kept_back: number; active: boolean; sure: boolean; known: boolean; kept_known: boolean }

/**
 * One statement, so that all of it is of one moment. Claims are known when the follower that keeps them has read every event of then,
 * and left none aside. Today's total less what changed since costs what happened since, however long the history is.
 */
const PAST = `
with known as (
  select f.name is not null and (next.at is null or next.at > $2) and not exists (select 1 from kernel.dead_letter where follower = $3 and resolved_at is null) as known
  from (select 1) one left join kernel.follower f on f.name = $3
  left join lateral (select (e.body::json ->> 'recordedAt')::timestamptz as at from books.event e where (e.xid, e.position) > (f.xid, f.position) order by e.xid, e.position limit 1) next on true
), kept as (
  select location, sum(change)::bigint as change, sum(others)::bigint as others from books.kept_back_entry where sku = $1 and recorded_at > $2 group by location
), moved as (
  select location, state, sum(change)::bigint as change from (
    select to_location as location, to_state as state, quantity as change from books.stock_movement where sku = $1 and recorded_at > $2
    union all select from_location, from_state, -quantity from books.stock_movement where sku = $1 and recorded_at > $2) m
  where location <> '' and ($4::text is null or location = $4) group by location, state
), claimed as (
  select location, state, sum(change)::bigint as change from availability.claim_entry where sku = $1 and recorded_at > $2 group by location, state
)
select b.location, b.state, b.quantity - coalesce(m.change, 0) as quantity, coalesce(c.quantity, 0) - coalesce(e.change, 0) as held, b.kept_back - case when b.state = 'sellable' then coalesce(k.change, 0) else 0 end as kept_back,
    coalesce((f.facts ->> 'active')::boolean, l.active) as active, f.known as sure, known.known, not exists (select 1 from books.kept_back_known where since > $2) as kept_known
  from known, books.stock_balance b join locations.location l on l.code = b.location join ${formerThen('location', 'l', 'code', '$2')} f on true
  left join kept k on k.location = b.location
  left join moved m on m.location = b.location and m.state = b.state
  left join availability.claim c on c.sku = b.sku and c.location = b.location and c.state = b.state
  left join claimed e on e.location = b.location and e.state = b.state
  where b.sku = $1 and ($4::text is null or b.location = $4)
union all
select '', 'wanted', 0, coalesce((select quantity from availability.claim where sku = $1 and location = '' and state = 'wanted'), 0) - coalesce((select change from claimed where location = '' and state = 'wanted'), 0),
    coalesce((select sum(others) from books.kept_back where sku = $1), 0)::bigint - coalesce((select sum(others) from kept), 0)::bigint, true, true, known.known, true from known
order by 1, 2`;

/** Balances of a SKU at a past moment, over the network or at one location, with the rows that were empty then left out. */
export async function pastBalances(database: Queryable, sku: string, at: Instant, location: string | null): Promise<Past> {
  const rows = await database.query<Row>(PAST, [sku, at, HISTORY, location]);
  const claimsKnown = rows[0]?.known === true;
  const wanted = rows.find(({ state }) => state === 'wanted');
  const balances = rows.flatMap(({ location: place, state, quantity, held, kept_back, active, sure, kept_known }): PastBalance[] => {
    if (state === 'wanted' || (quantity === 0 && held === 0 && kept_back === 0)) return [];
    // A balance promises no more than it has: what is claimed beyond that had lost its goods.
    const reserved = Math.min(held, quantity);
    return [{
      location: place, state, quantity, reserved: claimsKnown ? reserved : null, broken: claimsKnown ? held - reserved : null,
      keptBack: state !== 'sellable' ? 0 : kept_known ? kept_back : null, active, known: sure,
    }];
  });
  return { balances, wanted: claimsKnown ? wanted?.held ?? 0 : null, kept: wanted?.kept_back ?? 0, claimsKnown };
}

/** Balances of a SKU now, in the same shape. */
export async function presentBalances(database: Queryable, sku: string, location: string | null): Promise<Past> {
  const [balances, [wanted]] = await Promise.all([
    database.query<PastBalance>(
      `select b.location, b.state, b.quantity, b.reserved, b.broken, b.kept_back as "keptBack", l.active, true as known from books.stock_balance b join locations.location l on l.code = b.location
       where b.sku = $1 and ($2::text is null or b.location = $2) and (b.quantity > 0 or b.broken > 0 or b.kept_back > 0) order by b.location, b.state`, [sku, location]),
    database.query<{ quantity: number }>('select coalesce(sum(quantity - promised), 0)::bigint as quantity from orders.waiting where sku = $1', [sku]),
  ]);
  return { balances, wanted: wanted?.quantity ?? 0, kept: 0, claimsKnown: true };
}

function placesOf(balances: readonly PastBalance[]): StockPlace[] {
  const places = new Map<string, StockPlace>();
  for (const { location, state, quantity, reserved, broken, keptBack, active, known } of balances) {
    let place = places.get(location);
    if (!place) places.set(location, (place = { location, active, known, sellable: 0, picked: 0, damaged: 0, quarantine: 0, inTransit: 0, expected: 0, reserved: 0, broken: 0, keptBack: 0 }));
    place[state === 'in_transit' ? 'inTransit' : state] = quantity;
    if (state === 'sellable') Object.assign(place, { reserved, broken, keptBack });
  }
  return [...places.values()];
}

/** Orders named: enough to look into, few enough to read. As many as are named of now. */
const NAMED = 20;

// An order waited then with what it waits with now, less what changed since; whether it was on hold, by its holds.
const WAITED = `
with now as (
  select order_id, sum(quantity - promised) as quantity from orders.waiting where sku = $1 and quantity > promised group by order_id
), since as (
  select stream_id as order_id, sum(change) as change from availability.claim_entry where sku = $1 and state = 'wanted' and recorded_at > $2 group by stream_id having sum(change) <> 0
)
select o.id as "order", o.number, (coalesce(now.quantity, 0) - coalesce(since.change, 0))::int as quantity,
  coalesce((select true from orders.hold h where h.order_id = o.id and h.placed_at <= $2 and (h.released_at is null or h.released_at > $2) limit 1), false) as "onHold"
from now full join since using (order_id) join orders.order o on o.id = order_id
where coalesce(now.quantity, 0) > coalesce(since.change, 0) order by o.placed_at, o.id limit $3`;

/** The figures of a past moment, with the orders that waited then. */
export async function pastFigures(database: Queryable, sku: string, at: Instant, location: string | null): Promise<StockFigures> {
  const [past, coming, { backorder, known }, exclusions, [quarantined], waited] = await Promise.all([
    pastBalances(database, sku, at, location), expectedThen(database, sku, at, location), productThen(database, sku, at),
    database.query<StockExclusion>(
      `select e.location, e.until, e.reason, (select t.id from inventory.task t where t.kind = 'count' and t.location = e.location and t.sku = $1 and t.created_at <= $2 and (t.done_at is null or t.done_at > $2) order by t.created_at desc limit 1) as task
       from (select distinct on (location) location, since, until, reason from availability.exclusion where sku = $1 and since <= $2 and ($3::text is null or location = $3) order by location, since desc, seq desc) e where e.until > $2 order by e.location`, [sku, at, location]),
    database.query<{ quantity: number; orders: number }>(
      `select coalesce(sum(d.quantity), 0)::bigint as quantity, count(distinct d.quarantine)::int as orders from (
         select quarantine, quantity from intake.quarantine_demand where sku = $1 and since <= $2
         union all select quarantine, quantity from intake.quarantine_demand_former where sku = $1 and since <= $2 and until > $2) d
       join intake.quarantine q on q.id = d.quarantine and q.opened_at <= $2 and (q.closed_at is null or q.closed_at > $2)`, [sku, at]),
    location === null ? database.query<UnplacedDemand>(WAITED, [sku, at, NAMED]) : [],
  ]);
  const network = location === null;
  const expected = freeToCome(coming, network ? past.kept - (past.wanted ?? 0) : 0);
  return {
    places: placesOf(past.balances), expected: !known || !past.claimsKnown ? null : backorder ? expected : [], exclusions: past.claimsKnown ? exclusions : null,
    waiting: { quantity: network ? past.wanted : 0, kept: network ? past.kept : 0, orders: past.claimsKnown ? waited : [] }, quarantined: network && quarantined ? quarantined : { quantity: 0, orders: 0 },
  };
}

