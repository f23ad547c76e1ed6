/** What the company page shows: locations with their work and stock, the last orders and where they go, parcels, money and events, in one reading. */
import { later } from '../kernel/clock.ts';
import type { Clock, Instant } from '../kernel/clock.ts';
import type { Database } from '../kernel/database.ts';
import type { Uuid } from '../kernel/ids.ts';
import { parseEvent } from '../modules/books/index.ts';
import type { JournalEvent } from '../modules/books/index.ts';
import type { OrderPlaced } from '../modules/orders/index.ts';

export interface CompanyLocation {
  code: string; name: string; kind: string; latitude: number | null; longitude: number | null;
  /** Open work orders, and the units in them by what is to be done. */
  open: number; toPick: number; toPack: number; ready: number; incoming: number;
  sellable: number; reserved: number;
}
export interface CompanyWork { location: string; kind: string; status: string; units: number; destination: string | null; delivery: number }
export interface CompanyDelivery { delivery: number; kind: string; location: string | null; status: string; latitude: number | null; longitude: number | null }
export interface CompanyOrder { number: string; channel: string; placedAt: Instant; status: string; onHold: boolean; currency: string; total: number; units: number; deliveries: CompanyDelivery[]; work: CompanyWork[] }
export interface CompanyParcel { order: string; location: string; carrier: string | null; barcode: string | null; trackingUrl: string | null; status: string; since: Instant }
export interface CompanyEvent { key: string; order: string | null; event: JournalEvent }
export interface CompanyMoney { currency: string; due: number; reserved: number; captured: number; refundPending: number; refunded: number }
export interface Company {
  at: Instant;
  /** Counts and money are of orders placed in this many hours before `at`. */
  hours: number;
  orders: { status: string; count: number }[];
  parcels: { status: string; count: number }[];
  messages: number;
  money: CompanyMoney[];
  locations: CompanyLocation[];
  latest: CompanyOrder[];
  underWay: CompanyParcel[];
  events: CompanyEvent[];
}

/** Hours that the figures look back: long enough for a quiet morning, short enough to be read from an index. */
const HOURS = 24;
const LATEST = 9;
const EVENTS = 24;

/** Reads the company as it is now. Bounded by the last day's orders, whatever the size of the history. */
export async function readCompany(database: Database, clock: Clock): Promise<Company> {
  const at = clock.now();
  const since = later(at, -HOURS * 3_600_000);
  const [orders, parcels, messages, money, locations, latest, underWay, events] = await Promise.all([
    database.query<{ status: string; count: number }>('select status, count(*) as count from orders.order where placed_at >= $1 group by status', [since]),
    database.query<{ status: string; count: number }>('select p.status, count(*) as count from shipping.parcel p join orders.order o on o.id = p.order_id where o.placed_at >= $1 group by p.status', [since]),
    database.query<{ count: number }>(`select count(*) as count from notifications.message where html is not null and created_at >= $1 and state = 'sent'`, [since]),
    database.query<CompanyMoney>(
      `select o.currency, sum(d.due)::bigint as due, sum(coalesce(p.reserved, 0))::bigint as reserved, sum(coalesce(p.captured, 0))::bigint as captured, sum(coalesce(p.pending, 0))::bigint as "refundPending", sum(coalesce(p.refunded, 0))::bigint as refunded
       from orders.order o join books.due d on d.order_id = o.id
       left join lateral (select sum(authorised - captured - released) as reserved, sum(captured) as captured, sum(refund_pending) as pending, sum(refunded) as refunded from books.payment where order_id = o.id) p on true
       where o.placed_at >= $1 group by o.currency order by 2 desc`, [since]),
    database.query<CompanyLocation>(
      `select l.code, l.name, l.kind, l.latitude, l.longitude, coalesce(w.open, 0)::int as open, coalesce(w.to_pick, 0)::int as "toPick", coalesce(w.to_pack, 0)::int as "toPack", coalesce(w.ready, 0)::int as ready,
         (select count(*)::int from shipping.load d where d.destination = l.code and d.status in ('handed', 'partly_received')) as incoming, coalesce(s.quantity, 0)::bigint as sellable, coalesce(s.reserved, 0)::bigint as reserved
       from locations.location l
       left join (select location, count(*) filter (where status not in ('ready', 'in_transfer')) as open, sum(to_pick) as to_pick, sum(to_pack) as to_pack, count(*) filter (where status = 'ready') as ready from fulfilment.fulfilment where status not in ('done', 'cancelled') group by location) w on w.location = l.code
       left join (select location, sum(quantity) as quantity, sum(reserved) as reserved from books.stock_balance where state = 'sellable' group by location) s on s.location = l.code
       where l.active order by case l.kind when 'warehouse' then 0 when 'external_warehouse' then 1 else 2 end, l.name`),
    latestOrders(database),
    database.query<CompanyParcel>(
      `select o.number as order, p.location, p.carrier, p.barcode, p.tracking_url as "trackingUrl", p.status, coalesce(p.shipped_at, p.packed_at) as since from shipping.parcel p join orders.order o on o.id = p.order_id
       where o.placed_at >= $1 and p.status in ('shipped', 'at_pickup_point', 'returning') order by coalesce(p.shipped_at, p.packed_at) desc, p.id desc limit 6`, [since]),
    latestEvents(database),
  ]);
  return { at, hours: HOURS, orders: orders.map((row) => ({ ...row, count: Number(row.count) })), parcels, messages: Number(messages[0]?.count ?? 0), money, locations, latest, underWay, events };
}

type Row = Omit<CompanyOrder, 'deliveries' | 'work'> & { id: Uuid; body: string; deliveries: { delivery: number; kind: string; location: string | null; status: string }[] | null; work: CompanyWork[] | null };

async function latestOrders(database: Database): Promise<CompanyOrder[]> {
  const rows = await database.query<Row>(
    `select o.id, o.number, o.channel, o.placed_at as "placedAt", o.status, o.on_hold as "onHold", o.currency, o.total, o.units, e.body,
       (select json_agg(json_build_object('delivery', d.delivery, 'kind', d.kind, 'location', d.location, 'status', d.status) order by d.delivery) from orders.delivery d where d.order_id = o.id) as deliveries,
       (select json_agg(json_build_object('location', f.location, 'kind', f.kind, 'status', f.status, 'units', f.units, 'destination', f.destination, 'delivery', f.delivery) order by f.number) from fulfilment.fulfilment f where f.order_id = o.id and f.status <> 'cancelled') as work
     from (select * from orders.order order by placed_at desc, id desc limit $1) o join books.event e on e.stream_id = o.id and e.seq = 1 order by o.placed_at desc, o.id desc`, [LATEST]);
  return rows.map(({ id: _id, body, deliveries, work, ...row }) => {
    // Coordinates in the journal are rounded to about a kilometre: enough for a line on the map.
    const placed = parseEvent(1, body).data as OrderPlaced;
    const where = (delivery: number) => placed.deliveries.find((one) => one.delivery === delivery)?.coordinates;
    return { ...row, currency: row.currency.trim(), work: work ?? [], deliveries: (deliveries ?? []).map((one) => ({ ...one, latitude: where(one.delivery)?.latitude ?? null, longitude: where(one.delivery)?.longitude ?? null })) };
  });
}

async function latestEvents(database: Database): Promise<CompanyEvent[]> {
  const rows = await database.query<{ stream_id: Uuid; seq: number; body: string; number: string | null }>(
    `select e.stream_id, e.seq, e.body, o.number from (select stream_id, seq, body, xid, position from books.event order by xid desc, position desc limit $1) e left join orders.order o on o.id = e.stream_id order by e.xid desc, e.position desc`, [EVENTS]);
  return rows.map(({ stream_id, seq, body, number }) => ({ key: `${stream_id}.${seq}`, order: number, event: parseEvent(seq, body) }));
}

/** A reader for many watchers: whoever asks while it is being read shares the answer, so that a crowd never queues up at the database. */
export function sharedReader(database: Database, clock: Clock): () => Promise<Company> {
  let reading: Promise<Company> | null = null;
  return () => {
    reading ??= readCompany(database, clock).finally(() => { reading = null; });
    return reading;
  };
}
