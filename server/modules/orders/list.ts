/** The office's list of orders: any filter, any order, by key; and how many there are, as far as it is worth counting. */
import { z } from 'zod';
import type { Actor } from '../../kernel/command.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Database, Row as AnyRow, Statement } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, page, wire, WireId } from '../../kernel/wire.ts';
import { personOf } from '../customers/index.ts';
import { conditionsOf, orderFilter } from './filter.ts';
import type { Conditions, OrderFilter } from './filter.ts';
import { bulkActions, seesPeople } from './permissions.ts';

export const LIST_ORDERS = ['newest', 'oldest', 'due'] as const;

export const ListQuery = z.object({ ...page, ...orderFilter, order: z.enum(LIST_ORDERS).default('newest').describe('newest and oldest by when they were taken; due: what is due first, without what is not due') });

export const OrderRow = z.object({
  id: WireId, number: z.string(), externalNumber: z.string().nullable(), channel: z.string(), placedAt: z.string(), status: z.string(), onHold: z.boolean(), currency: z.string(), total: z.int(), units: z.int(), tags: z.array(z.string()),
  customer: z.string().nullable().describe('Name of who ordered; null when nobody said, it was erased, or the account sees no personal data'),
  kinds: z.array(z.string()).describe('Kinds of its deliveries'),
  locations: z.array(z.string()).describe('Locations that have units of it now'),
  promisedBy: z.string().nullable().describe('The first promise that is still to be kept'),
  dueAt: z.string().nullable().describe('When the next thing of it must leave or be there'),
});
export const OrderPage = z.object({ orders: z.array(OrderRow), next: z.string().nullable(), can: z.array(z.string()).describe('Commands that this account may send for several orders at once') });

interface Row {
  id: Uuid; number: string; external_number: string | null; channel: string; placed_at: string; status: string; on_hold: boolean; currency: string; total: number; units: number; tags: string[];
  customer: string | null; kinds: string[] | null; locations: string[]; promised_by: string | null; due_at: string | null;
}

const SORTS = {
  newest: { sql: 'o.id desc', cursor: ['uuid'], after: (p: number) => `o.id < $${p}::uuid`, key: (row: Row) => [row.id] },
  oldest: { sql: 'o.id', cursor: ['uuid'], after: (p: number) => `o.id > $${p}::uuid`, key: (row: Row) => [row.id] },
  due: { sql: 'o.due_at, o.id', cursor: ['instant', 'uuid'], after: (p: number) => `(o.due_at, o.id) > ($${p}::timestamptz, $${p + 1}::uuid)`, key: (row: Row) => [row.due_at ?? '', row.id] },
} as const;

/** Filters differ in what they leave by a factor of a million, so each is planned for its own values; a plan for any value would be wrong for most. */
const OWN_PLAN: Statement = { text: 'set local plan_cache_mode = force_custom_plan', values: [] };

const planned = async (database: Database, statement: Statement): Promise<AnyRow[]> => (await database.flight([OWN_PLAN, statement]))[1] ?? [];

const COLUMNS = 'o.id, o.number, o.external_number, o.channel, o.placed_at, o.status, o.on_hold, o.currency, o.total, o.units, o.tags, o.locations, o.due_at, o.contact_id';

/** The statement of a page, for those who want to see its plan. */
export function pageStatement({ where, values }: Conditions, order: keyof typeof SORTS, cursor: readonly (string | number)[] | null, limit: number): Statement {
  const sort = SORTS[order];
  const all = [...where, ...(order === 'due' ? ['o.due_at is not null'] : []), ...(cursor ? [sort.after(values.length + 1)] : [])];
  const parameters = [...values, ...(cursor ?? []), limit + 1];
  return {
    text: `select o.*, c.data ->> 'name' as customer, d.kinds, d.promised_by from (
        select ${COLUMNS} from orders.order o${all.length > 0 ? ` where ${all.join(' and ')}` : ''} order by ${sort.sql} limit $${parameters.length}) o
      left join customers.contact c on c.id = o.contact_id and c.erased_at is null
      left join lateral (select array_agg(distinct kind order by kind) as kinds, min(promised_by) filter (where status in ('open', 'waiting', 'in_progress')) as promised_by from orders.delivery where order_id = o.id) d on true
      order by ${sort.sql}`,
    values: parameters,
  };
}

/** The company's time zone: where "today" ends. That of its first location; Amsterdam before there is one. */
async function companyZone(database: Database): Promise<string> {
  const [row] = await database.query<{ zone: string | null }>(`select calendar ->> 'zone' as zone from locations.location order by code limit 1`);
  return row?.zone ?? 'Europe/Amsterdam';
}

export interface Asking { actor: Actor; now: Instant }

async function conditions(database: Database, filter: OrderFilter, { actor, now }: Asking): Promise<Conditions> {
  const relative = [filter.placedAfter, filter.placedBefore, filter.due].some((text) => text !== undefined && text !== 'now');
  const [zone, people] = await Promise.all([relative ? companyZone(database) : 'UTC', filter.customer === undefined ? [] : personOf(database, filter.customer)]);
  return conditionsOf(filter, { now, zone, people, channels: actor.channels ?? null });
}

/** One page of orders, by key: as fast on page 1,000 as on page 1. Ids are made in the order of time. */
export async function listOrders(database: Database, { after, limit, order, ...filter }: z.output<typeof ListQuery>, asking: Asking): Promise<z.infer<typeof OrderPage>> {
  const cursor = decodeCursor(after, [...SORTS[order].cursor]);
  const rows = await planned(database, pageStatement(await conditions(database, filter, asking), order, cursor, limit)) as unknown as Row[];
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const people = seesPeople(asking.actor);
  return {
    orders: shown.map((row) => ({
      id: wire('order', row.id), number: row.number, externalNumber: row.external_number, channel: row.channel, placedAt: row.placed_at, status: row.status, onHold: row.on_hold, currency: row.currency.trim(), total: row.total, units: row.units, tags: row.tags,
      customer: people ? row.customer : null, kinds: row.kinds ?? [], locations: row.locations, promisedBy: row.promised_by, dueAt: row.due_at,
    })),
    next: rows.length > limit && last ? encodeCursor(SORTS[order].key(last)) : null,
    can: bulkActions(asking.actor),
  };
}

/** How many orders a filter leaves, counted to `most` and no further. */
export async function countOrders(database: Database, filter: OrderFilter, asking: Asking, most: number): Promise<{ count: number; more: boolean }> {
  const { text, values } = countStatement(await conditions(database, filter, asking), most);
  const [row] = await planned(database, { text, values }) as unknown as { n: number }[];
  const n = row?.n ?? 0;
  return { count: Math.min(n, most), more: n > most };
}

/** The statement of a count, for those who want to see its plan. */
export function countStatement({ where, values }: Conditions, most: number): Statement {
  return { text: `select count(*)::int as n from (select 1 from orders.order o${where.length > 0 ? ` where ${where.join(' and ')}` : ''} limit $${values.length + 1}) o`, values: [...values, most + 1] };
}
