/** Prices over time: setting one from a moment, taking back one that is still to come, and the lists there are. */
import type { Instant } from '../../kernel/clock.ts';
import type { Change } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import { putVersioned, replaceRows } from '../documents/index.ts';
import type { PriceFromBody } from './contract.ts';
import { catalogueProblems } from './problems.ts';
import { variantBySku } from './queries.ts';
import type { PriceView } from './queries.ts';

/** A price and when it is in force: from `validFrom` until just before `validUntil`, or for good. */
export interface Period { validFrom: Instant; validUntil: Instant | null; amount: number; includesTax: boolean }

const END = '9999';
const until = ({ validUntil }: Period): string => validUntil ?? END;
const instant = (text: string): Instant => new Date(text).toISOString();

/**
 * The periods with a price set from a moment. What it covers gives way; what went on beyond its end comes back there, so that an offer
 * ends by itself. Without an end it lasts until the next price that was planned already. Pure; periods do not overlap, before and after.
 */
export function priceFrom(periods: readonly Period[], set: Period): Period[] {
  const next = periods.map(({ validFrom }) => validFrom).filter((from) => from > set.validFrom).sort()[0];
  const placed: Period = { ...set, validUntil: set.validUntil ?? next ?? null };
  const rest = periods.flatMap((period): Period[] => {
    if (until(period) <= placed.validFrom || period.validFrom >= until(placed)) return [period];
    const before = period.validFrom < placed.validFrom ? [{ ...period, validUntil: placed.validFrom }] : [];
    // A price that is replaced from its very beginning has no rest, unless the new one ends before it.
    const after = placed.validUntil !== null && until(period) > placed.validUntil ? [{ ...period, validFrom: placed.validUntil }] : [];
    return [...before, ...after];
  });
  return [...rest, placed].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
}

/** The periods without the one that begins at a moment: the one before it goes on in its place, when it ended there. Pure. */
export function withoutPrice(periods: readonly Period[], validFrom: Instant): Period[] {
  const gone = periods.find((period) => period.validFrom === validFrom);
  return periods.flatMap((period) => (period === gone ? [] : [gone && period.validUntil === validFrom && period.validFrom < validFrom ? { ...period, validUntil: gone.validUntil } : period]));
}

/** `current` is in force at a moment, `upcoming` begins later, `past` is over. Pure. */
export const priceState = ({ validFrom, validUntil }: Pick<Period, 'validFrom' | 'validUntil'>, at: Instant): 'current' | 'upcoming' | 'past' => (validFrom > at ? 'upcoming' : validUntil !== null && validUntil <= at ? 'past' : 'current');

interface Series { list: string; sku: string; currency: string }
interface Stored { validFrom: Instant; validUntil: Instant | null; amount: number; includesTax: boolean }

async function seriesOf(database: Queryable, { list, sku, currency }: Series): Promise<{ version: number | null; periods: Stored[] }> {
  // The version first: a change in between makes the write a contest, after which all is read again.
  const [row] = await database.query<{ version: number }>('select version from catalogue.price_series where id = $1', [`${sku} ${list} ${currency}`]);
  const periods = await database.query<Stored>('select valid_from as "validFrom", valid_until as "validUntil", amount, includes_tax as "includesTax" from catalogue.price where sku = $1 and list = $2 and currency = $3 order by valid_from', [sku, list, currency]);
  return { version: row?.version ?? null, periods };
}

/** Writes the periods of a series in the place of those that were read at a version. */
export function writeSeries(change: Change, { list, sku, currency }: Series, periods: readonly Period[], version: number | null, now: Instant): void {
  putVersioned(change, { table: 'catalogue.price_series', key: 'id' }, { id: `${sku} ${list} ${currency}`, periods: periods.length }, version, now);
  replaceRows(change, 'catalogue.price', { sku, list, currency }, periods.map((period) => ({ valid_from: period.validFrom, valid_until: period.validUntil, amount: period.amount, includes_tax: period.includesTax })));
}

export const seriesVersion = async (database: Queryable, series: Series): Promise<number | null> => (await seriesOf(database, series)).version;

const viewsOf = (series: Series, periods: readonly Period[]): PriceView[] => periods.map((period) => ({ ...series, ...period }));

/** Sets a price from a moment on, among those there are. Refuses an unknown SKU, and an end that is not after the beginning. */
export function setPrice(database: Database, context: CommandContext, { list, sku }: { list: string; sku: string }, body: PriceFromBody): Promise<Outcome<PriceView[]>> {
  const { currency, ...rest } = body;
  const set: Period = { ...rest, validFrom: body.validFrom === null ? context.now : instant(body.validFrom), validUntil: body.validUntil === null ? null : instant(body.validUntil) };
  if (set.validUntil !== null && set.validUntil <= set.validFrom) throw catalogueProblems.price({ detail: `The price from ${set.validFrom} would end at ${set.validUntil}, before it begins.`, found: body.validUntil, field: 'validUntil' });
  return execute(database, context, async (change) => {
    if (!await variantBySku(database, sku)) throw catalogueProblems.variant_unknown({ detail: `There is no SKU ${sku}.`, found: sku });
    const { version, periods } = await seriesOf(database, { list, sku, currency });
    const placed = priceFrom(periods, set);
    writeSeries(change, { list, sku, currency }, placed, version, context.now);
    return { status: 200, answer: viewsOf({ list, sku, currency }, placed) };
  });
}

/** Takes back a price that is still to come; the one before it goes on. Refuses one that was in force: what was asked then stays known. */
export function withdrawPrice(database: Database, context: CommandContext, { list, sku }: { list: string; sku: string }, body: { currency: string; validFrom: string }): Promise<Outcome<PriceView[]>> {
  const series = { list, sku, currency: body.currency };
  const from = instant(body.validFrom);
  return execute(database, context, async (change) => {
    const { version, periods } = await seriesOf(database, series);
    if (!periods.some((period) => period.validFrom === from)) throw catalogueProblems.price_unknown({ detail: `${sku} has no price in ${body.currency} on list "${list}" that begins at ${from}.`, found: body.validFrom, field: 'validFrom' });
    if (from <= context.now) throw catalogueProblems.price_begun({ detail: `The price of ${sku} from ${from} is in force, or was. Set another from now on instead.`, found: body.validFrom, field: 'validFrom' });
    const left = withoutPrice(periods, from);
    writeSeries(change, series, left, version, context.now);
    return { status: 200, answer: viewsOf(series, left) };
  });
}

export interface PriceListRow { list: string; currency: string; products: number; current: number; upcoming: number }

/** The price lists there are, by name and currency, with how much is in them at a moment. */
export const priceLists = (database: Queryable, at: Instant): Promise<PriceListRow[]> => database.query<PriceListRow>(
  `select list, currency, count(distinct sku)::int as products, count(distinct sku) filter (where valid_from <= $1 and (valid_until is null or valid_until > $1))::int as current, count(*) filter (where valid_from > $1)::int as upcoming
   from catalogue.price group by list, currency order by list, currency`, [at]);
