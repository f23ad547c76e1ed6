/** The orders behind a figure or a stage, page by page. */
import type { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, wire } from '../../kernel/wire.ts';
import { LIVE_STAGES } from './contract.ts';
import type { BehindQuery, BehindView } from './contract.ts';
import { behindOf, figureOf } from './definitions.ts';
import type { FigureName, Part } from './definitions.ts';
import { insightProblems } from './problems.ts';
import { periodOf } from './queries.ts';

type Query = z.output<typeof BehindQuery>;
type Answer = z.infer<typeof BehindView>;
interface OrderColumns { order_id: Uuid; number: string; channel: string; status: string; currency: string; total: number; placed_at: Instant }
interface FactRow extends OrderColumns { seq: number; entry: number; at: Instant; measure: string; location: string; reason: string; units: number; seconds: number | null }

const ORDER = 'o.number, o.channel, o.status, o.currency, o.total, o.placed_at';
const order = (row: OrderColumns): Pick<Answer['orders'][number], 'order' | 'number' | 'channel' | 'status' | 'currency' | 'total' | 'placedAt'> =>
  ({ order: wire('order', row.order_id), number: row.number, channel: row.channel, status: row.status, currency: row.currency.trim(), total: row.total, placedAt: row.placed_at });

/** Orders behind what was asked: the facts of a figure (latest first), or what stands in a stage now. */
export async function behind(database: Database, actor: Actor, now: Instant, query: Query): Promise<Answer> {
  if (query.stage !== undefined) return inStage(database, actor, query.stage, query);
  if (query.figure === undefined) throw insightProblems.nothing_named({ detail: 'Name a figure or a stage whose orders are wanted.', field: 'query.figure' });
  if (figureOf(query.figure).scope === 'order' && (actor.locations !== 'all' || query.location !== undefined)) {
    throw insightProblems.whole_orders_only({ detail: `${query.figure} is told of whole orders, so it has none of a single location. Leave the location out, or ask for a figure of a location.`, found: query.figure, field: 'query.location' });
  }
  return behindFigure(database, actor, now, query.figure, query);
}

async function behindFigure(database: Database, actor: Actor, now: Instant, name: FigureName, query: Query): Promise<Answer> {
  const period = periodOf(query, now);
  const cursor = decodeCursor(query.after, ['any', 'instant', 'uuid', 'any', 'any']);
  const values: unknown[] = [period.from, period.until];
  const parameter = (value: unknown): string => { values.push(value); return `$${values.length}`; };
  const { top, bottom } = figureOf(name);
  const parts = query.all ? [...top, ...(bottom ?? [])] : behindOf(name);
  const where = ['f.day between $1::date and $2::date', `(${parts.map((part) => partSql(part, parameter)).join(' or ')})`, `f.measure = any(${parameter([...new Set(parts.map((part) => part.measure))])})`];
  if (actor.locations !== 'all') where.push(`f.location <> '' and f.location = any(${parameter(actor.locations)})`);
  if (query.location !== undefined) where.push(`f.location <> '' and f.location = ${parameter(query.location)}`);
  if (query.channel !== undefined) where.push(`f.channel = ${parameter(query.channel)}`);
  if (query.reason !== undefined) where.push(`f.reason = ${parameter(query.reason)}`);
  if (cursor) where.push(`(f.day, f.at, f.order_id, f.seq, f.entry) < (${parameter(cursor[0])}::date, ${parameter(cursor[1])}::timestamptz, ${parameter(cursor[2])}::uuid, ${parameter(cursor[3])}::int, ${parameter(cursor[4])}::smallint)`);
  const rows = await database.query<FactRow & { day: string }>(
    `select f.order_id, f.seq, f.entry, f.day, f.at, f.measure, f.location, f.reason, f.units, f.seconds, ${ORDER} from insight.fact f join orders.order o on o.id = f.order_id
     where ${where.join(' and ')} order by f.day desc, f.at desc, f.order_id desc, f.seq desc, f.entry desc limit ${parameter(query.limit + 1)}`, values);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    orders: shown.map((row) => ({ ...order(row), at: row.at, measure: row.measure, location: row.location === '' ? null : row.location, reason: row.reason === '' ? null : row.reason, units: row.units, seconds: row.seconds })),
    next: rows.length > query.limit && last ? encodeCursor([last.day, last.at, last.order_id, last.seq, last.entry]) : null,
  };
}

/** The same sentence as `counts`, in SQL. */
function partSql({ measure, only, without }: Part, parameter: (value: unknown) => string): string {
  const reasons = [...(only ? [`f.reason = any(${parameter(only)})`] : []), ...(without ? [`not f.reason = any(${parameter(without)})`] : [])];
  return `(${[`f.measure = ${parameter(measure)}`, ...reasons].join(' and ')})`;
}

async function inStage(database: Database, actor: Actor, stage: NonNullable<Query['stage']>, query: Query): Promise<Answer> {
  const cursor = decodeCursor(query.after, ['uuid']);
  const held = stage === 'held';
  const values: unknown[] = [held ? LIVE_STAGES.filter((one) => ['open', 'waiting', 'allocated', 'picked'].includes(one)) : [stage]];
  const parameter = (value: unknown): string => { values.push(value); return `$${values.length}`; };
  const where = [`u.stage = any($1) and u.stage in (${LIVE_STAGES.map((one) => `'${one}'`).join(', ')})`];
  if (held) where.push('o.on_hold');
  else if (['open', 'waiting', 'allocated', 'picked'].includes(stage)) where.push('not o.on_hold');
  if (actor.locations !== 'all') where.push(`u.location = any(${parameter(actor.locations)})`);
  if (query.location !== undefined) where.push(`u.location = ${parameter(query.location)}`);
  if (query.channel !== undefined) where.push(`o.channel = ${parameter(query.channel)}`);
  if (cursor) where.push(`u.order_id > ${parameter(cursor[0])}::uuid`);
  const rows = await database.query<OrderColumns & { units: number; location: string }>(
    `select u.order_id, ${ORDER}, sum(u.quantity)::int as units, min(u.location) as location from books.unit u join orders.order o on o.id = u.order_id
     where ${where.join(' and ')} group by u.order_id, ${ORDER} order by u.order_id limit ${parameter(query.limit + 1)}`, values);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    orders: shown.map((row) => ({ ...order(row), at: row.placed_at, measure: null, location: row.location === '' ? null : row.location, reason: null, units: row.units, seconds: null })),
    next: rows.length > query.limit && last ? encodeCursor([last.order_id]) : null,
  };
}
