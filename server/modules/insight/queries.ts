/** Questions about the past, answered from the room's own sums: figures over a period, and the orders behind one. */
import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import { zoneDate } from '../locations/index.ts';
import type { FiguresQuery, FiguresView } from './contract.ts';
import { FIGURE_NAMES, figureOf } from './definitions.ts';
import type { FigureName } from './definitions.ts';
import { figure, mainCurrency } from './figures.ts';
import type { Sum } from './figures.ts';
import { insightProblems } from './problems.ts';
import { COMPANY_ZONE, EVERYWHERE } from './types.ts';

/** Days that a figure can be asked over, and hours that it can be asked by. */
const MOST_DAYS = 400;
const MOST_DAYS_BY_HOUR = 14;

export interface Period { from: string; until: string; days: number }

/** The days asked for, both counting; without an answer the last seven, today among them. Refuses one that is turned round or too long. */
export function periodOf({ from, until }: { from?: string | undefined; until?: string | undefined }, now: Instant, most = MOST_DAYS): Period {
  const last = Temporal.PlainDate.from(until ?? (from !== undefined && from > zoneDate(now, COMPANY_ZONE) ? from : zoneDate(now, COMPANY_ZONE)));
  const first = from === undefined ? last.subtract({ days: 6 }) : Temporal.PlainDate.from(from);
  const days = first.until(last).days + 1;
  if (days < 1) throw insightProblems.period({ detail: `The period ends (${last.toString()}) before it begins (${first.toString()}).`, found: last.toString(), field: 'query.until' });
  if (days > most) throw insightProblems.period({ detail: `${days} days were asked for; this is answered over at most ${most}. Ask for a shorter period${most === MOST_DAYS ? '' : ', or by day'}.`, found: days, expected: most, field: 'query.from' });
  return { from: first.toString(), until: last.toString(), days };
}

/** As many days before. */
export const before = ({ from, days }: Period): Period => {
  const first = Temporal.PlainDate.from(from);
  return { from: first.subtract({ days }).toString(), until: first.subtract({ days: 1 }).toString(), days };
};

/** Figures that an account may ask: of some locations only what is told of a location. */
export const figuresFor = (actor: Actor, location: string | undefined, asked: readonly FigureName[] | undefined): FigureName[] =>
  (asked ?? FIGURE_NAMES).filter((name) => (actor.locations === 'all' && location === undefined) || figureOf(name).scope === 'location');

interface Where { period: Period; location: string | undefined; channel: string | undefined; locations: readonly string[] | null; perLocation: boolean }

/** The sums of a period, under a key that is one of our own columns. */
function sums(database: Database, measures: readonly string[], table: 'day' | 'hour', key: string, { period, location, channel, locations, perLocation }: Where): Promise<Sum[]> {
  const values: unknown[] = [measures, period.from, period.until];
  const parameter = (value: unknown): string => { values.push(value); return `$${values.length}`; };
  const where = ['measure = any($1)', 'day between $2::date and $3::date'];
  if (location !== undefined) where.push(`location = ${parameter(location)}`);
  else where.push(locations === null && !perLocation ? `location = '${EVERYWHERE}'` : `location <> '${EVERYWHERE}'`);
  if (locations !== null) where.push(`location = any(${parameter(locations)})`);
  if (channel !== undefined) where.push(`channel = ${parameter(channel)}`);
  return database.query<Sum>(
    `select ${key} as key, measure, reason, bucket, sum(n)::bigint as n, sum(units)::bigint as units, sum(amount)::bigint as amount from insight.${table} where ${where.join(' and ')} group by 1, 2, 3, 4`, values);
}

const KEYS = { day: 'day::text', hour: `day::text || 'T' || lpad(hour::text, 2, '0')`, location: 'location', channel: 'channel', reason: 'reason' } as const;

/** Figures over a period, each with the same over as many days before, and by day, hour, location, channel or reason. */
export async function figures(database: Database, actor: Actor, now: Instant, query: z.output<typeof FiguresQuery>): Promise<z.infer<typeof FiguresView>> {
  const { by, location, channel } = query;
  const period = periodOf(query, now, by === 'hour' ? MOST_DAYS_BY_HOUR : MOST_DAYS);
  const previous = before(period);
  const names = figuresFor(actor, location, query.figure);
  const measures = [...new Set([...names.flatMap((name) => [...figureOf(name).top, ...(figureOf(name).bottom ?? [])].map((part) => part.measure)), 'placed'])];
  const where = { location, channel, locations: actor.locations === 'all' ? null : actor.locations, perLocation: false };
  const [now_, then, keyed] = await Promise.all([
    sums(database, measures, 'day', `''`, { ...where, period }), sums(database, measures, 'day', `''`, { ...where, period: previous }),
    sums(database, measures, by === 'hour' ? 'hour' : 'day', KEYS[by], { ...where, period, perLocation: by === 'location' }),
  ]);
  const currency = mainCurrency([...now_, ...then]);
  const series = grouped(keyed, by === 'day' ? daysOf(period) : by === 'hour' ? daysOf(period).flatMap((day) => HOURS.map((hour) => `${day}T${hour}`)) : []);
  return {
    from: period.from, until: period.until, zone: COMPANY_ZONE, previous: { from: previous.from, until: previous.until }, currency,
    figures: names.map((name) => {
      const { unit, definition, scope, reasons } = figureOf(name);
      const of = (rows: readonly Sum[]): readonly Sum[] => (unit === 'money' && by !== 'reason' ? rows.filter((row) => row.reason === currency) : rows);
      const asked = by === 'reason' ? reasons !== undefined : by !== 'location' || scope === 'location';
      const told = [...series].map(([key, rows]) => ({ key, ...figure(name, of(by === 'reason' ? rows.filter((row) => row.measure === reasons) : rows), by === 'reason' ? now_ : of(rows)) }));
      return {
        figure: name, unit, definition, perLocation: scope === 'location', byReason: reasons !== undefined, ...figure(name, of(now_)), previous: figure(name, of(then)),
        // A day on which nothing was is a day; a location or reason of which nothing was told is none.
        series: asked ? told.filter(({ top, bottom }) => by === 'day' || by === 'hour' || top > 0 || (by !== 'reason' && (bottom ?? 0) > 0)).sort((a, b) => (a.key < b.key ? -1 : 1)) : [],
      };
    }),
  };
}

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

const daysOf = ({ from, days }: Period): string[] => Array.from({ length: days }, (_, index) => Temporal.PlainDate.from(from).add({ days: index }).toString());

function grouped(sums_: readonly Sum[], keys: readonly string[]): Map<string, Sum[]> {
  const groups = new Map<string, Sum[]>(keys.map((key) => [key, []]));
  for (const row of sums_) {
    const group = groups.get(row.key);
    if (group) group.push(row);
    else groups.set(row.key, [row]);
  }
  return groups;
}
