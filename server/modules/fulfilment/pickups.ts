/** Pickups of a location: what is ready and on which shelf, what is being prepared, what is waited for; found by number, name or code. */
import { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, page, wire, WireId } from '../../kernel/wire.ts';
import { fold, loadStream, unitsIn, unitsOf } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { Barcodes, shownOf, shownProducts } from '../catalogue/index.ts';
import { readContacts } from '../customers/index.ts';
import { locationByCode, zoneDate } from '../locations/index.ts';
import { orderProblems, orderSlice, readyAt } from '../orders/index.ts';
import { isMovable } from './change-delivery.ts';
import { mine } from './commands.ts';
import type { FloorDeps } from './commands.ts';
import { pickupActions } from './permissions.ts';
import { PickupCheck, pickupPolicy, plainCode } from './pickup-policy.ts';
import { isHeld, isSecured, toPayOf } from './secured.ts';
import { floorSlice } from './types.ts';

export const PickupQuery = z.object({
  ...page, location: z.string().min(1).max(63), status: z.enum(['ready', 'preparing', 'waiting', 'overdue']).optional().describe('overdue: ready, and the last day of collecting has passed'),
  search: z.string().trim().min(1).max(100).optional().describe('Order number or the channel’s number, exactly; the pickup code; or a part of the customer’s name'),
});
export type PickupQuery = z.infer<typeof PickupQuery>;

const PickupStatus = z.enum(['ready', 'preparing', 'waiting', 'collected', 'cancelled']).describe('preparing: something is to be picked here; waiting: what is missing comes from elsewhere');
export const PickupRow = z.object({
  order: WireId, number: z.string(), externalNumber: z.string().nullable(), delivery: z.int(), location: z.string(), customer: z.string().nullable(), status: PickupStatus, onHold: z.boolean(), placedAt: z.string(), readyAt: z.string().nullable(), promisedBy: z.string().nullable(),
  until: z.string().nullable().describe('Last day of collecting, such as 2026-03-16; null while it is not ready'), overdue: z.boolean().describe('That day has passed'), reservedUntil: z.string().nullable().describe('A reservation, not paid: kept until this moment, and sold at the till'),
  shelves: z.array(z.string()), units: z.object({ toPick: z.int(), here: z.int(), coming: z.int(), ready: z.int(), collected: z.int() }),
});
export const PickupView = PickupRow.omit({ units: true }).extend({
  lines: z.array(z.object({
    line: z.int(), sku: z.string().nullable(), name: z.string(), picture: z.string().nullable(), options: z.record(z.string(), z.string()), ...Barcodes,
    quantity: z.int(), toPick: z.int(), here: z.int(), coming: z.int(), ready: z.int(), collected: z.int(),
  })),
  currency: z.string(), toPay: z.int().describe('What is to be paid before it is handed over, in minor units'), secured: z.boolean().optional().describe('False: its payment fell through. It is paid at the till with the handover where something is to be paid, or released by finance'), check: PickupCheck, expiresAt: z.string().nullable().describe('When it counts as not collected by itself'), can: z.array(z.string()),
});

interface Units { to_pick: number; here: number; coming: number; ready: number; collected: number; wanted: number }
interface Row extends Units {
  order_id: Uuid; delivery: number; location: string; number: string; external_number: string | null; customer: string | null; on_hold: boolean; placed_at: Instant; ready_at: Instant | null; promised_by: Instant | null; since: Instant; until: string | null; zone: string | null; reserved_until: Instant | null;
}

/** Deliveries of which something is still to be collected. */
const LIVE = ['open', 'waiting', 'in_progress', 'ready', 'partly_shipped'];
const FROM = `orders.delivery d join orders.order o on o.id = d.order_id left join fulfilment.pickup w on w.order_id = d.order_id and w.delivery = d.delivery left join orders.reservation r on r.order_id = d.order_id left join locations.location l on l.code = d.location left join customers.contact c on c.id = o.contact_id and c.erased_at is null, lateral (
  select coalesce(sum(u.quantity) filter (where u.stage = 'allocated' and u.location = d.location), 0)::int as to_pick, coalesce(sum(u.quantity) filter (where u.stage = 'picked' and u.location = d.location), 0)::int as here,
    coalesce(sum(u.quantity) filter (where u.stage in ('open', 'waiting', 'in_transfer') or (u.stage in ('allocated', 'picked', 'packed') and u.location <> d.location)), 0)::int as coming,
    coalesce(sum(u.quantity) filter (where u.stage = 'ready'), 0)::int as ready, coalesce(sum(u.quantity) filter (where u.stage = 'collected'), 0)::int as collected, coalesce(sum(u.quantity) filter (where u.stage <> 'cancelled'), 0)::int as wanted
  from books.unit u where u.order_id = d.order_id and u.delivery = d.delivery) n`;
const STATUS = { ready: 'n.ready > 0', preparing: 'n.ready = 0 and n.to_pick > 0', waiting: 'n.ready = 0 and n.to_pick = 0 and n.coming + n.here > 0', overdue: `n.ready > 0 and w.until is not null and w.until < %TODAY%` } as const;

/** The pickups of a location, the longest waiting first. A search by number or code finds those that were collected too. */
export async function listPickups(deps: Pick<FloorDeps, 'database' | 'pickupCode'>, actor: Actor, { after, limit, location, status, search }: PickupQuery, now: Instant): Promise<{ pickups: z.infer<typeof PickupRow>[]; next: string | null }> {
  if (!mine(actor, location)) return { pickups: [], next: null };
  const cursor = decodeCursor(after, ['instant', 'uuid', 'any']);
  const found = search === undefined ? null : await ordersFound(deps, location, search);
  const where = [`d.kind = 'pickup'`, 'd.location = $1'];
  const values: unknown[] = [location];
  const add = (value: unknown): string => { values.push(value); return `$${values.length}`; };
  const live = `d.status = any(${add(LIVE)})`;
  if (found === null || search === undefined) where.push(live);
  else where.push(`(d.order_id = any(${add(found)}) or (${live} and lower(c.data ->> 'name') like '%' || ${add(search.toLowerCase().replaceAll(/[\\%_]/g, '\\$&'))} || '%'))`);
  if (status !== undefined) where.push(STATUS[status].replace('%TODAY%', status === 'overdue' ? `(${add(now)}::timestamptz at time zone coalesce(l.calendar ->> 'zone', 'UTC'))::date` : ''));
  if (cursor) where.push(`(coalesce(d.ready_at, o.placed_at), d.order_id, d.delivery) > (${add(cursor[0])}::timestamptz, ${add(cursor[1])}::uuid, ${add(cursor[2])}::int)`);
  const rows = await deps.database.query<Row>(
    `select d.order_id, d.delivery, d.location, o.number, o.external_number, c.data ->> 'name' as customer, o.on_hold, o.placed_at, d.ready_at, d.promised_by, coalesce(d.ready_at, o.placed_at) as since, w.until, l.calendar ->> 'zone' as zone, r.until as reserved_until, n.* from ${FROM}
     where ${where.join(' and ')} order by coalesce(d.ready_at, o.placed_at), d.order_id, d.delivery limit ${add(limit + 1)}`, values);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const shelves = await shelvesOf(deps.database, shown);
  return { pickups: shown.map((row) => rowOf(row, shelves.get(`${row.order_id} ${row.delivery}`) ?? [], now)), next: rows.length > limit && last ? encodeCursor([last.since, last.order_id, last.delivery]) : null };
}

const rowOf = (row: Row, shelves: string[], now: Instant): z.infer<typeof PickupRow> => ({
  order: wire('order', row.order_id), number: row.number, externalNumber: row.external_number, delivery: row.delivery, location: row.location, customer: row.customer, status: statusOf(row), onHold: row.on_hold, placedAt: row.placed_at, readyAt: row.ready_at, promisedBy: row.promised_by, until: row.until, overdue: isOver(row.until, row.zone, now), reservedUntil: row.reserved_until,
  shelves, units: { toPick: row.to_pick, here: row.here, coming: row.coming, ready: row.ready, collected: row.collected },
});

/** Whether the last day has passed where the store stands. */
const isOver = (until: string | null, zone: string | null, now: Instant): boolean => until !== null && until < zoneDate(now, zone ?? 'Europe/Amsterdam');

const statusOf = ({ to_pick, here, coming, ready, wanted }: Units): z.infer<typeof PickupStatus> =>
  (ready > 0 ? 'ready' : to_pick > 0 ? 'preparing' : coming + here > 0 ? 'waiting' : wanted === 0 ? 'cancelled' : 'collected');

/** Orders by their exact number, and by pickup code: codes are derived and kept nowhere, so those of the pickups that wait here are made and compared. */
async function ordersFound(deps: Pick<FloorDeps, 'database' | 'pickupCode'>, location: string, search: string): Promise<Uuid[]> {
  const code = plainCode(search);
  const [numbered, waiting] = await Promise.all([
    deps.database.query<{ id: Uuid }>('select id from orders.order where number = $1 union select id from orders.order where external_number = any($2)', [search.replace(/^#/, ''), [search, `#${search}`]]),
    /^[A-Z0-9]{6}$/.test(code) ? deps.database.query<{ order_id: Uuid; delivery: number }>(`select order_id, delivery from orders.delivery where location = $1 and kind = 'pickup' and status = any($2)`, [location, LIVE]) : [],
  ]);
  return [...numbered.map((row) => row.id), ...waiting.filter((one) => deps.pickupCode(one.order_id, one.delivery) === code).map((one) => one.order_id)];
}

/** Where the goods of pickups were put, as the events that put them there say. */
async function shelvesOf(database: Database, pickups: readonly { order_id: Uuid; delivery: number }[]): Promise<Map<string, string[]>> {
  const rows = pickups.length === 0 ? [] : await database.query<{ order_id: Uuid; delivery: number; shelf: string }>(
    `with put as (select e.stream_id, e.seq, (e.body::jsonb -> 'data') as data from books.event e where e.stream_id = any($1) and e.type in ('ItemsPicked', 'ItemsReceived', 'DeliveryReady')),
     told as (select put.stream_id as order_id, put.seq, coalesce(f.delivery, (put.data ->> 'delivery')::int) as delivery, put.data ->> 'shelf' as shelf
       from put left join fulfilment.fulfilment f on f.id = (put.data ->> 'fulfilment')::uuid where put.data ->> 'shelf' is not null)
     select order_id, delivery, shelf from told where seq > coalesce((select max(c.seq) from books.event c where c.stream_id = order_id and c.type = 'DeliveryChanged' and (c.body::jsonb -> 'data' ->> 'delivery')::int = delivery), 0) order by seq`, [pickups.map((one) => one.order_id)]);
  const shelves = new Map<string, string[]>();
  for (const { order_id, delivery, shelf } of rows) {
    const key = `${order_id} ${delivery}`;
    shelves.set(key, [...(shelves.get(key) ?? []).filter((one) => one !== shelf), shelf]);
  }
  return shelves;
}

/** One pickup with its products, what is to be checked, and what may be done; to other locations it does not exist. */
export async function presentPickup(deps: FloorDeps, actor: Actor, order: Uuid, delivery: number, now: Instant): Promise<z.infer<typeof PickupView>> {
  const stream = await loadStream(deps.database, order);
  const state = stream && fold(stream, orderSlice);
  const of = state?.deliveries.get(delivery);
  if (!stream || !state || !of || of.kind !== 'pickup' || of.location === null || !mine(actor, of.location)) throw orderProblems.unknown({ detail: `There is no pickup ${delivery} of order ${wire('order', order)} for this account.` });
  const [policy, place, contacts, shown] = await Promise.all([
    pickupPolicy(deps.database), locationByCode(deps.database, of.location), readContacts(deps.database, state.contact === null ? [] : [state.contact]), shownProducts(deps.database, [...state.lines.values()].map((line) => line.sku)),
  ]);
  const lines = linesOf(stream, delivery, of.location).map((line) => ({ ...line, ...shownOf(shown, line.sku) }));
  const sum = (what: 'toPick' | 'here' | 'coming' | 'ready' | 'collected'): number => lines.reduce((total, line) => total + line[what], 0);
  const status = statusOf({ to_pick: sum('toPick'), here: sum('here'), coming: sum('coming'), ready: sum('ready'), collected: sum('collected'), wanted: lines.reduce((total, line) => total + line.quantity, 0) });
  const waits = sum('ready') > 0 ? fold(stream, floorSlice).waiting.get(delivery) ?? null : null;
  const overdue = isOver(waits?.until ?? null, place?.calendar.zone ?? null, now);
  return {
    order: wire('order', order), number: state.number, externalNumber: state.externalNumber, delivery, location: of.location, customer: contacts.get(state.contact ?? '')?.name ?? null, status, onHold: state.holds.size > 0,
    placedAt: state.placedAt, readyAt: readyAt(stream, delivery), promisedBy: of.promisedBy,
    shelves: (await shelvesOf(deps.database, [{ order_id: order, delivery }])).get(`${order} ${delivery}`) ?? [],
    lines, currency: state.currency, toPay: toPayOf(stream), secured: isSecured(stream), check: { code: policy.code, identification: policy.identification },
    until: waits?.until ?? null, overdue, expiresAt: waits?.expiresAt ?? null, reservedUntil: state.reservation?.until ?? null,
    can: pickupActions(actor, { ready: sum('ready'), here: sum('here'), payable: !isHeld(stream) && (isSecured(stream) || toPayOf(stream) > 0), toPick: sum('toPick'), onHold: state.holds.size > 0, waits: waits !== null, overdue, movable: isMovable(stream, delivery), reserved: state.reservation !== null, kept: sum('ready') + sum('here') + sum('coming') + sum('toPick') }),
  };
}

function linesOf(stream: Stream, delivery: number, location: string): { line: number; sku: string | null; name: string; quantity: number; toPick: number; here: number; coming: number; ready: number; collected: number }[] {
  const units = unitsOf(stream);
  const lines = new Set(unitsIn(units, { delivery }).map((held) => held.line));
  return [...fold(stream, orderSlice).lines.values()].filter((line) => lines.has(line.line)).map(({ line, sku, name }) => {
    const held = unitsIn(units, { line, delivery });
    const n = (is: (one: (typeof held)[number]) => boolean): number => held.reduce((sum, one) => sum + (is(one) ? one.n : 0), 0);
    const here = (one: (typeof held)[number]): boolean => one.location === location;
    return {
      line, sku, name, quantity: n((one) => one.stage !== 'cancelled'), toPick: n((one) => one.stage === 'allocated' && here(one)), here: n((one) => one.stage === 'picked' && here(one)),
      coming: n((one) => ['open', 'waiting', 'in_transfer'].includes(one.stage) || (['allocated', 'picked', 'packed'].includes(one.stage) && !here(one))), ready: n((one) => one.stage === 'ready'), collected: n((one) => one.stage === 'collected'),
    };
  });
}
