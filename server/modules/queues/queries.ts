/** Questions about the queues: how full each is, and what waits in one. */
import type { z } from 'zod';
import { later } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Actor } from '../../kernel/command.ts';
import type { Queryable } from '../../kernel/database.ts';
import { fromWire, toWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, wireOrNull } from '../../kernel/wire.ts';
import type { ItemsQuery, ItemView, QueueView } from './contract.ts';
import { deadlinesOf } from './deadlines.ts';
import { bulkActions, itemActions, RULES, sees, works } from './permissions.ts';
import { QUEUES, SOURCES } from './sources.ts';
import type { QueueName, Source } from './sources.ts';

export const PERSON = 'per';
/** Items counted per queue at most: a queue with more is in trouble whatever the number. */
const COUNTED = 1000;
const MINUTE = 60_000;

const COLUMNS = ['order_id', 'number', 'amount', 'currency', 'channel', 'reason', 'detail', 'location', 'sku', 'subject', 'owner', 'asked_by'] as const;
interface Row { item: string; at: Instant; order_id: Uuid | null; number: string | null; amount: number | null; currency: string | null; channel: string | null; reason: string | null; detail: string | null; location: string | null; sku: string | null; subject: string | null; owner: string | null; asked_by: string | null; person: Uuid | null; person_name: string | null }

/** Types of the columns that a queue has none of. */
const NULLS: Partial<Record<(typeof COLUMNS)[number], string>> = { order_id: 'uuid', amount: 'bigint' };
const columnsOf = ({ columns }: Source): string => COLUMNS.map((name) => `${columns[name] ?? `null::${NULLS[name] ?? 'text'}`} as ${name}`).join(', ');

/** The id on the wire, and back; null when it is not one of this queue. */
const printed = ({ prefix }: Source, item: string): string => (prefix === null ? item : toWire(prefix, item));
export const itemOf = (queue: QueueName, id: string): string | null => { const { prefix } = SOURCES[queue]; return prefix === null ? id : fromWire(prefix, id); };

/** Every queue that this account sees, with how full it is: counted up to a bound, the oldest first. */
export async function listQueues(database: Queryable, actor: Actor, now: Instant): Promise<z.infer<typeof QueueView>[]> {
  const deadlines = await deadlinesOf(database);
  const me = fromWire(PERSON, actor.id);
  const seen = QUEUES.filter((queue) => sees(actor, queue));
  return Promise.all(seen.map(async (queue) => {
    const { id, at, from, where } = SOURCES[queue];
    const [row] = await database.query<{ n: number; oldest: Instant | null; overdue: number }>(
      `select count(*)::int as n, min(at) as oldest, count(*) filter (where at <= $1)::int as overdue from (select ${at} as at from ${from} where ${where} order by ${at}, ${id} limit ${COUNTED + 1}) w`, [later(now, -deadlines[queue] * MINUTE)]);
    const [taken] = await database.query<{ mine: number; taken: number }>(
      `select count(*) filter (where a.person = $2)::int as mine, count(*)::int as taken from (select ${printedSql(queue)} as item from ${from} where ${where} order by ${at}, ${id} limit ${COUNTED}) w join queues.assignment a on a.queue = $1 and a.item = w.item`, [queue, me]);
    const count = Math.min(row?.n ?? 0, COUNTED);
    return { queue, count, atLeast: (row?.n ?? 0) > COUNTED, oldestAt: row?.oldest ?? null, deadlineMinutes: deadlines[queue], overdue: Math.min(row?.overdue ?? 0, COUNTED), mine: taken?.mine ?? 0, unassigned: count - (taken?.taken ?? 0), works: works(actor, queue), bulk: bulkActions(actor, queue) };
  }));
}

/** Assignments are kept by the id of the row, as text: what the wire adds to it is for people. */
const printedSql = (queue: QueueName): string => `${SOURCES[queue].id}::text`;

/** What waits in a queue, longest first. */
export async function listItems(database: Queryable, actor: Actor, now: Instant, queue: QueueName, query: z.output<typeof ItemsQuery>): Promise<{ items: ItemView[]; next: string | null }> {
  const source = SOURCES[queue];
  const deadlines = await deadlinesOf(database);
  const cursor = decodeCursor(query.after, ['instant', source.type === 'uuid' ? 'uuid' : 'any']);
  const values: unknown[] = [queue];
  const parameter = (value: unknown): string => { values.push(value); return `$${values.length}`; };
  const where = [source.where];
  if (cursor) where.push(`(${source.at}, ${source.id}) > (${parameter(cursor[0])}::timestamptz, ${parameter(cursor[1])}::${source.type})`);
  if (query.reason !== undefined) where.push(`${source.columns.reason ?? 'null'} = ${parameter(query.reason)}`);
  if (query.channel !== undefined) where.push(`${source.columns.channel ?? 'null'} = ${parameter(query.channel)}`);
  if (query.overdue !== undefined) where.push(`${source.at} ${query.overdue === 'true' ? '<=' : '>'} ${parameter(later(now, -deadlines[queue] * MINUTE))}::timestamptz`);
  if (query.assignee !== undefined) where.push(query.assignee === 'none' ? 'a.person is null' : `a.person = ${parameter(fromWire(PERSON, query.assignee === 'me' ? actor.id : query.assignee))}::uuid`);
  const rows = await database.query<Row>(`${selectOf(queue)} where ${where.join(' and ')} order by ${source.at}, ${source.id} limit ${parameter(query.limit + 1)}`, values);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return { items: shown.map((row) => viewOf(actor, now, queue, row, deadlines[queue])), next: rows.length > query.limit && last ? encodeCursor([last.at, last.item]) : null };
}

/** One item; null when it does not wait in this queue (any more). */
export async function itemById(database: Queryable, actor: Actor, now: Instant, queue: QueueName, id: string): Promise<ItemView | null> {
  const item = itemOf(queue, id);
  if (item === null) return null;
  const source = SOURCES[queue];
  const [row] = await database.query<Row>(`${selectOf(queue)} where ${source.where} and ${source.id} = $2::${source.type}`, [queue, item]);
  return row ? viewOf(actor, now, queue, row, (await deadlinesOf(database))[queue]) : null;
}

const selectOf = (queue: QueueName): string => {
  const source = SOURCES[queue];
  return `select ${source.id}::text as item, ${source.at} as at, ${columnsOf(source)}, a.person, p.name as person_name from ${source.from}
    left join queues.assignment a on a.queue = $1 and a.item = ${printedSql(queue)} left join identity.person p on p.id = a.person`;
};

function viewOf(actor: Actor, now: Instant, queue: QueueName, row: Row, minutes: number): ItemView {
  const deadline = later(row.at, minutes * MINUTE);
  return {
    id: printed(SOURCES[queue], row.item), at: row.at, deadline, overdue: deadline <= now, assignee: row.person === null ? null : { id: toWire(PERSON, row.person), name: row.person_name ?? '' },
    order: wireOrNull('order', row.order_id), number: row.number, amount: row.amount, currency: row.currency?.trim() ?? null, channel: row.channel, reason: row.reason, detail: row.detail, location: row.location, sku: row.sku, subject: row.subject, owner: row.owner,
    can: itemActions(actor, queue, { owner: row.owner, askedBy: row.asked_by, reason: row.reason }),
  };
}

/** People who see a queue, by name: those it can be given to. */
export const peopleOf = (database: Queryable, queue: QueueName): Promise<{ id: Uuid; name: string }[]> =>
  database.query('select p.id, p.name from identity.appointment a join identity.person p on p.id = a.person_id where a.active and a.locations is null and a.roles && $1 order by p.name, p.id limit 500', [['administrator', ...RULES[queue].see]]);
