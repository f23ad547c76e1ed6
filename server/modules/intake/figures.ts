/** What is known now of a SKU's stock and of the demand for it: the figures that what may be sold is worked out from. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { dayIn } from '../locations/index.ts';
import { freeToCome } from '../sourcing/index.ts';
import type { ComingGoods, ExpectedReceipt, StockExclusion, StockFigures, StockPlace, UnplacedDemand } from '../sourcing/index.ts';

type Writable = { places: StockPlace[]; expected: ExpectedReceipt[]; exclusions: StockExclusion[]; waiting: { quantity: number; kept: number; orders: UnplacedDemand[] }; quarantined: { quantity: number; orders: number } };

interface PlaceRow { sku: string; location: string; active: boolean; sellable: number; picked: number; damaged: number; quarantine: number; inTransit: number; expected: number; reserved: number; broken: number; kept_back: number }

const PLACES = `
  select s.sku, s.location, l.active,
    coalesce(sum(s.quantity) filter (where s.state = 'sellable'), 0)::bigint as sellable, coalesce(sum(s.quantity) filter (where s.state = 'picked'), 0)::bigint as picked,
    coalesce(sum(s.quantity) filter (where s.state = 'damaged'), 0)::bigint as damaged, coalesce(sum(s.quantity) filter (where s.state = 'quarantine'), 0)::bigint as quarantine,
    coalesce(sum(s.quantity) filter (where s.state = 'in_transit'), 0)::bigint as "inTransit", coalesce(sum(s.quantity) filter (where s.state = 'expected'), 0)::bigint as expected,
    coalesce(sum(s.reserved) filter (where s.state = 'sellable'), 0)::bigint as reserved, coalesce(sum(s.broken) filter (where s.state = 'sellable'), 0)::bigint as broken,
    coalesce(sum(s.kept_back) filter (where s.state = 'sellable'), 0)::bigint as kept_back
  from books.stock_balance s join locations.location l on l.code = s.location
  where s.sku = any($1) and ($2::text is null or s.location = $2) group by s.sku, s.location, l.active order by s.sku, s.location`;

// What may be promised alone, a line per location: read by the hundred, it costs the database and us a third of rows with every state.
const SELLABLE = `
  select s.sku, string_agg(s.location || e'\\t' || l.active || e'\\t' || s.quantity || e'\\t' || s.reserved || e'\\t' || s.broken || e'\\t' || s.kept_back, e'\\n') as places
  from books.stock_balance s join locations.location l on l.code = s.location where s.sku = any($1) and s.state = 'sellable' and ($2::text is null or s.location = $2) group by s.sku`;

// What planning passes over, no channel may sell.
const EXCLUSIONS = `
  select e.sku, e.location, e.until, e.reason, t.id as task from sourcing.exclusion e
  left join inventory.task t on t.kind = 'count' and t.location = e.location and t.sku = e.sku and t.done_at is null
  where e.sku = any($1) and e.until > $3 and ($2::text is null or e.location = $2) order by e.sku, e.location`;

// What suppliers will bring of products that may be sold before they are there, and what is promised of it. A unit that waits for a receipt of which goods
// were booked has them kept back on their shelf until it takes them, and nothing of what still comes.
const EXPECTED = `
  select l.sku, l.location, to_char(l.expected_on, 'YYYY-MM-DD') as "on", l.outstanding, greatest(0, coalesce(w.promised, 0) - coalesce(k.promised, 0))::bigint as promised
  from inventory.expected_line l join catalogue.variant v on v.sku = l.sku and (v.backorder or v.released_on > $3::date)
  left join lateral (select sum(u.quantity) as promised from books.unit u where u.holder_id = l.stock_id and u.sku = l.sku and u.stage = 'waiting') w on true
  left join books.kept_back k on k.cause = l.stock_id and k.sku = l.sku
  where l.sku = any($1) and ($2::text is null or l.location = $2) and l.outstanding > 0 order by l.expected_on, l.stock_id`;

// What orders want that no location has, and what is kept back for them that no receipt was promised to.
const WAITING = `
  select sku, coalesce(w.quantity, 0)::bigint as quantity, coalesce(k.others, 0)::bigint as kept
  from (select sku, sum(quantity - promised) as quantity from orders.waiting where sku = any($1) group by sku) w full join (select sku, sum(others) as others from books.kept_back where sku = any($1) group by sku) k using (sku)`;

// What orders in quarantine want.
const QUARANTINED = `
  select d.sku, sum(d.quantity)::bigint as quantity, count(distinct q.id)::int as orders from intake.quarantine_demand d join intake.quarantine q on q.id = d.quarantine and q.state = 'open' where d.sku = any($1) group by d.sku`;

async function sellablePlaces(database: Queryable, skus: readonly string[], location: string | null): Promise<PlaceRow[]> {
  const rows = await database.query<{ sku: string; places: string }>(SELLABLE, [skus, location]);
  return rows.flatMap(({ sku, places }) => places.split('\n').map((line): PlaceRow => {
    const [code = '', active, quantity, reserved, broken, keptBack] = line.split('\t');
    return { sku, location: code, active: active === 'true', sellable: Number(quantity), picked: 0, damaged: 0, quarantine: 0, inTransit: 0, expected: 0, reserved: Number(reserved), broken: Number(broken), kept_back: Number(keptBack) };
  }));
}

/** The same demand without a place, for who plans: what orders that wait or are held want beyond what is kept for them, and orders in quarantine, by SKU. */
export async function placelessDemand(database: Queryable, skus: readonly string[]): Promise<Map<string, number>> {
  const rows = await database.query<{ sku: string; quantity: number }>(
    `select sku, sum(quantity)::bigint as quantity from (select sku, greatest(0, quantity - kept) as quantity from (${WAITING}) w union all select sku, quantity from (${QUARANTINED}) q) d group by sku`, [skus]);
  return new Map(rows.map(({ sku, quantity }) => [sku, quantity]));
}

/** Orders named per SKU: enough to look into, few enough to read. */
const NAMED = 20;

/**
 * Figures of several SKUs over the network, or at one location; each SKU asked for is answered. Demand without a place belongs to the
 * network: at a location it is none. `named` adds which orders wait, the oldest first.
 */
export async function stockFigures(database: Queryable, skus: readonly string[], { now, location = null, named = false, sellableOnly = false }: { now: Instant; location?: string | null; named?: boolean; /** Other states are left out: enough for what may be sold, not for telling why. */ sellableOnly?: boolean }): Promise<Map<string, StockFigures>> {
  const figures = new Map<string, Writable>(skus.map((sku) => [sku, { places: [], expected: [], exclusions: [], waiting: { quantity: 0, kept: 0, orders: [] }, quarantined: { quantity: 0, orders: 0 } }]));
  const network = location === null;
  const [places, expected, exclusions, waiting, quarantined, orders] = await Promise.all([
    sellableOnly ? sellablePlaces(database, skus, location) : database.query<PlaceRow>(PLACES, [skus, location]),
    database.query<ComingGoods & { sku: string }>(EXPECTED, [skus, location, dayIn('Europe/Amsterdam', now)]),
    database.query<StockExclusion & { sku: string }>(EXCLUSIONS, [skus, location, now]),
    network ? database.query<{ sku: string; quantity: number; kept: number }>(WAITING, [skus]) : [],
    network ? database.query<{ sku: string; quantity: number; orders: number }>(QUARANTINED, [skus]) : [],
    network && named ? database.query<{ sku: string; order: Uuid; number: string; quantity: number; onHold: boolean }>(
      `select w.sku, w.order_id as "order", o.number, w.quantity, o.on_hold as "onHold" from unnest($1::text[]) as s(sku) cross join lateral (select sku, order_id, sum(quantity - promised)::int as quantity, min(since) as since from orders.waiting where sku = s.sku and quantity > promised group by sku, order_id order by min(since), order_id limit $2) w join orders.order o on o.id = w.order_id order by w.since, w.order_id`, [skus, NAMED]) : [],
  ]);
  for (const { sku, kept_back: keptBack, ...place } of places) figures.get(sku)?.places.push({ ...place, known: true, keptBack });
  for (const { sku, ...exclusion } of exclusions) figures.get(sku)?.exclusions.push(exclusion);
  for (const { sku, ...of } of waiting) Object.assign((figures.get(sku) as Writable).waiting, of);
  for (const sku of new Set(expected.map((receipt) => receipt.sku))) {
    const { waiting: { quantity, kept }, expected: free } = figures.get(sku) as Writable;
    free.push(...freeToCome(expected.filter((receipt) => receipt.sku === sku), kept - quantity));
  }
  for (const { sku, ...of } of quarantined) (figures.get(sku) as Writable).quarantined = of;
  for (const { sku, ...one } of orders) figures.get(sku)?.waiting.orders.push(one);
  return figures;
}
