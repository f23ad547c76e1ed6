/** Reads a location's open work of every kind; each question is bounded by an index on what is open there. */
import type { Instant } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { groupOf } from './rules.ts';
import type { Group } from './rules.ts';

/** One thing to do, as the database tells it. `holder` and `order` are where its units stand, for the pictures. */
export interface Open {
  group: Group; fulfilment: Uuid | null; load: string | null; order: Uuid | null; delivery: number | null; return: Uuid | null; carrier: string | null;
  number: string; kind: 'ship' | 'pickup' | 'transfer' | null; dueAt: Instant | null; since: Instant; units: number; putBack: number; customer: string | null; place: string | null; shelf: string | null; acceptedBy: string | null; problem: string | null;
  holder: Uuid | null;
}

const NOTHING: Omit<Open, 'group' | 'number' | 'since' | 'units'> = { fulfilment: null, load: null, order: null, delivery: null, return: null, carrier: null, kind: null, dueAt: null, putBack: 0, customer: null, place: null, shelf: null, acceptedBy: null, problem: null, holder: null };

interface WorkRow { id: Uuid; order_id: Uuid; number: string; kind: 'ship' | 'pickup' | 'transfer'; status: string; on_hold: boolean; delivery: number; destination: string | null; units: number; to_pick: number; put_back: number; assigned_at: Instant; due_at: Instant | null; accepted_by: string | null }

/** Work orders that ask for picking, packing or putting back. */
export async function openWork(database: Database, location: string): Promise<Open[]> {
  const rows = await database.query<WorkRow>(
    `select id, order_id, number, kind, status, on_hold, delivery, (select l.name from locations.location l where l.code = f.destination) as destination, units, to_pick, put_back, assigned_at, due_at, accepted_by
       from fulfilment.fulfilment f where location = $1 and status in ('assigned', 'picking', 'picked')
     union all select id, order_id, number, kind, status, on_hold, delivery, null, units, to_pick, put_back, assigned_at, due_at, accepted_by
       from fulfilment.fulfilment where location = $1 and put_back > 0 and status not in ('assigned', 'picking', 'picked')`, [location]);
  return rows.flatMap((row) => {
    const group = groupOf({ kind: row.kind, status: row.status, onHold: row.on_hold, toPick: row.to_pick, putBack: row.put_back });
    return group === null ? [] : [{
      ...NOTHING, group, fulfilment: row.id, order: row.order_id, delivery: row.delivery, number: row.number, kind: row.kind, dueAt: row.due_at, since: row.assigned_at, units: row.units + row.put_back, putBack: row.put_back,
      place: row.destination, acceptedBy: row.accepted_by, holder: row.id,
    }];
  });
}

/** Parcels whose label could not be had: nothing goes on by itself there, or not soon. */
export async function unlabelled(database: Database, location: string): Promise<Open[]> {
  const rows = await database.query<{ id: Uuid; order_id: Uuid; fulfilment_id: Uuid; number: string; delivery: number; kind: 'ship' | 'pickup' | 'transfer'; problem: string; packed_at: Instant; due_at: Instant | null; units: number }>(
    `select p.id, p.order_id, p.fulfilment_id, f.number, p.delivery, f.kind, p.problem, p.packed_at, f.due_at, (select coalesce(sum(u.quantity), 0)::int from books.unit u where u.order_id = p.order_id and u.holder_id = p.id) as units
       from shipping.parcel p join fulfilment.fulfilment f on f.id = p.fulfilment_id where p.location = $1 and p.status = 'packed' and p.problem is not null`, [location]);
  return rows.map((row) => ({ ...NOTHING, group: 'to_pack', fulfilment: row.fulfilment_id, order: row.order_id, delivery: row.delivery, number: row.number, kind: row.kind, dueAt: row.due_at, since: row.packed_at, units: row.units, problem: row.problem, holder: row.id }));
}

/** One pile per carrier: its parcels, due when the first of them is. */
export async function piles(database: Database, location: string): Promise<Open[]> {
  const rows = await database.query<{ carrier: string; parcels: number; due_at: Instant | null; since: Instant }>(
    `select p.carrier, count(*)::int as parcels, min(f.due_at) as due_at, min(p.packed_at) as since from shipping.parcel p join fulfilment.fulfilment f on f.id = p.fulfilment_id
      where p.location = $1 and p.status = 'labelled' and p.carrier is not null group by p.carrier`, [location]);
  return rows.map((row) => ({ ...NOTHING, group: 'to_hand_over', carrier: row.carrier, number: row.carrier, dueAt: row.due_at, since: row.since, units: row.parcels }));
}

/** Pickups that are ready, whole or what is left of them, with the name the customer will say. */
export async function waitingPickups(database: Database, location: string): Promise<Open[]> {
  const rows = await database.query<{ order_id: Uuid; delivery: number; number: string; ready_at: Instant; units: number; customer: string | null; shelf: string | null }>(
    `select d.order_id, d.delivery, o.number, d.ready_at, u.units, c.data ->> 'name' as customer, e.body::json -> 'data' ->> 'shelf' as shelf
       from orders.delivery d join orders.order o on o.id = d.order_id left join customers.contact c on c.id = o.contact_id
         left join lateral (select body from books.event where stream_id = d.order_id and type = 'DeliveryReady' and (body::json -> 'data' ->> 'delivery')::int = d.delivery order by seq desc limit 1) e on true,
         lateral (select coalesce(sum(quantity), 0)::int as units from books.unit where order_id = d.order_id and delivery = d.delivery and stage = 'ready') u
      where d.location = $1 and d.status in ('ready', 'partly_shipped') and d.kind = 'pickup' and d.ready_at is not null and u.units > 0`, [location]);
  return rows.map((row) => ({ ...NOTHING, group: 'pickups_waiting', order: row.order_id, delivery: row.delivery, number: row.number, kind: 'pickup', since: row.ready_at, units: row.units, customer: row.customer, shelf: row.shelf }));
}

/** Goods that were brought here and that nobody waits for any more: they lie here, though the work was another location's. */
export async function broughtInVain(database: Database, location: string): Promise<Open[]> {
  const rows = await database.query<{ fulfilment_id: Uuid; order_id: Uuid; number: string; delivery: number; assigned_at: Instant; units: number }>(
    `select b.fulfilment_id, f.order_id, f.number, f.delivery, f.assigned_at, sum(b.quantity)::int as units from fulfilment.put_back b join fulfilment.fulfilment f on f.id = b.fulfilment_id
      where b.location = $1 and f.location <> $1 group by b.fulfilment_id, f.order_id, f.number, f.delivery, f.assigned_at`, [location]);
  return rows.map((row) => ({ ...NOTHING, group: 'pickups_to_prepare', order: row.order_id, delivery: row.delivery, number: row.number, kind: 'transfer', since: row.assigned_at, units: row.units, putBack: row.units, holder: row.fulfilment_id }));
}

/** Loads on their way here, whole or in part. */
export async function incomingLoads(database: Database, location: string): Promise<Open[]> {
  const rows = await database.query<{ id: Uuid; code: string; origin: string; handed_at: Instant; units: number }>(
    `select s.id, s.code, l.name as origin, s.handed_at, (select coalesce(sum(quantity), 0)::int from books.unit where holder_id = s.id and stage = 'in_transfer') + s.goods as units
       from shipping.load s join locations.location l on l.code = s.origin where s.destination = $1 and s.status in ('handed', 'partly_received')`, [location]);
  return rows.map((row) => ({ ...NOTHING, group: 'incoming', load: row.code, number: row.code, since: row.handed_at, units: row.units, place: row.origin, holder: row.id }));
}

/** Free goods that another location waits for: what of it was not sent yet. */
export async function toReplenish(database: Database, location: string): Promise<Open[]> {
  const rows = await database.query<{ id: Uuid; destination: string; asked_at: Instant; units: number }>(
    `select t.id, l.name as destination, t.asked_at, (select coalesce(sum((one ->> 'asked')::int - (one ->> 'sent')::int), 0)::int from json_array_elements(t.lines) one) as units
       from fulfilment.transfer t join locations.location l on l.code = t.destination where t.origin = $1 and t.status = 'open'`, [location]);
  return rows.map((row) => ({ ...NOTHING, group: 'to_pick', number: row.destination, kind: 'transfer', since: row.asked_at, units: row.units, place: row.destination, holder: row.id }));
}

/** Returns that nobody has inspected yet. */
export async function openReturns(database: Database, location: string): Promise<Open[]> {
  const rows = await database.query<{ id: Uuid; order_id: Uuid; number: string; units: number; received_at: Instant }>(
    `select r.id, r.order_id, o.number, r.units, r.received_at from returns.return r join orders.order o on o.id = r.order_id where r.location = $1 and r.status = 'received'`, [location]);
  return rows.map((row) => ({ ...NOTHING, group: 'returns', return: row.id, order: row.order_id, number: row.number, since: row.received_at, units: row.units, holder: row.id }));
}

export interface Content { sku: string; quantity: number }

/** What lies in each of these, by its holder (or by order and delivery for pickups that wait). Loads are read by their own index. */
export async function contentsOf(database: Database, items: readonly Open[]): Promise<Map<Open, Content[]>> {
  const loads = items.flatMap((item) => (item.load !== null && item.holder !== null ? [item.holder] : []));
  const orders = [...new Set(items.flatMap((item) => item.order ?? []))];
  const rows = await database.query<{ order_id: Uuid; delivery: number; holder_id: Uuid; stage: string; sku: string; quantity: number }>(
    `select order_id, delivery, holder_id, stage, sku, quantity from books.unit where order_id = any($1) and sku is not null and stage <> 'in_transfer'
     union all select order_id, delivery, holder_id, stage, sku, quantity from books.unit where holder_id = any($2) and stage = 'in_transfer' and sku is not null`, [orders, loads]);
  const found = new Map<string, Map<string, number>>();
  for (const { order_id, delivery, holder_id, stage, sku, quantity } of rows) {
    for (const key of [holder_id, ...(stage === 'ready' ? [`${order_id} ${delivery}`] : [])]) {
      const of = found.get(key) ?? new Map<string, number>();
      found.set(key, of.set(sku, (of.get(sku) ?? 0) + quantity));
    }
  }
  return new Map(items.map((item) => [item, [...found.get(item.holder ?? `${item.order ?? ''} ${item.delivery ?? 0}`) ?? []].map(([sku, quantity]) => ({ sku, quantity })).sort((a, b) => (a.sku < b.sku ? -1 : 1))]));
}
