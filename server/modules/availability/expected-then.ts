/** What was expected of a SKU at a past moment, and how much of it was promised: today's receipts less what was announced, brought or cancelled since. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { ComingGoods } from '../sourcing/index.ts';

/**
 * What was still to come is read from the stock book, which names the receipt of each movement; the day, from the first change of it that
 * came later and says what it was; what was promised, from what the follower of the journal kept, less what lay kept back for it.
 */
const EXPECTED = `
with moved as (
  select stream_id, sum(change)::bigint as change from (
    select stream_id, quantity as change from books.stock_movement where sku = $1 and recorded_at > $2 and to_state = 'expected'
    union all select stream_id, -quantity from books.stock_movement where sku = $1 and recorded_at > $2 and from_state = 'expected') m group by stream_id
), receipts as (
  select e.stock_id, e.location, e.expected_on, e.outstanding - coalesce(m.change, 0) as outstanding
  from (select stock_id from inventory.expected_line where sku = $1 and outstanding > 0 union select stream_id from moved) r
  join inventory.expected_line e on e.stock_id = r.stock_id and e.sku = $1 left join moved m on m.stream_id = r.stock_id
  where $3::text is null or e.location = $3
)
select location, on_day as "on", outstanding, greatest(0, promised - kept)::bigint as promised from (
  select r.stock_id, r.location, r.outstanding, coalesce((select sum(p.change) from availability.promised_entry p where p.receipt = r.stock_id and p.sku = $1 and p.recorded_at <= $2), 0) as promised,
    coalesce((select k.promised from books.kept_back k where k.cause = r.stock_id and k.sku = $1), 0)
      - coalesce((select sum(k.change - k.others) from books.kept_back_entry k where k.sku = $1 and k.recorded_at > $2 and k.cause = r.stock_id), 0) as kept,
    coalesce(changed.was, to_char(r.expected_on, 'YYYY-MM-DD')) as on_day
  from receipts r left join lateral (
    select line -> 'was' ->> 'expectedOn' as was from books.event e, json_array_elements(e.body::json -> 'data' -> 'lines') line
    where e.stream_id = r.stock_id and e.type = 'ExpectedReceiptChanged' and (e.body::json ->> 'recordedAt')::timestamptz > $2 and line ->> 'sku' = $1 and line -> 'was' ->> 'expectedOn' is not null
    order by e.seq limit 1) changed on true
  where r.outstanding > 0) t
order by on_day, stock_id`;

/** Over the network or at one location, the first to come first. What is promised is known where the claims of then are. */
export const expectedThen = (database: Queryable, sku: string, at: Instant, location: string | null): Promise<ComingGoods[]> => database.query<ComingGoods>(EXPECTED, [sku, at, location]);
