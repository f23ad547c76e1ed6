/** The list of SKUs with what there is of each: found by what they are called, where they lie and how they stand. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import { stockFigures } from '../intake/index.ts';
import { availabilityOf } from '../sourcing/index.ts';
import type { StockFigures } from '../sourcing/index.ts';
import { wordsCondition } from '../catalogue/index.ts';
import type { OverviewQuery, OverviewRow } from './contract.ts';

interface Candidate { sku: string; product: string; name: string; options: Record<string, string>; picture: string | null; brand: string | null }

/** SKUs looked at in one go, and at most per request: a state that few SKUs have is looked for page by page, not all at once. */
const CHUNK = 400;
const LOOKED_AT = 2000;

/** Pieces at or below which a SKU that can be sold is low. */
export const LOW = 5;

/** Whose promises have outgrown their goods stands in one of three short lists; nobody else needs looking at. */
const TROUBLED = `v.sku = any(array(
  select sku from books.stock_balance where broken > 0 union select sku from orders.waiting
  union select d.sku from intake.quarantine_demand d join intake.quarantine q on q.id = d.quarantine and q.state = 'open'))`;

function condition({ location, product, search, state }: OverviewQuery, parameter: (value: unknown) => string): string {
  const where = [`v.kind = 'goods'`, 'not exists (select 1 from catalogue.bundle_component c where c.bundle = v.sku)'];
  if (location !== undefined) where.push(`exists (select 1 from books.stock_balance s where s.location = ${parameter(location)} and s.sku = v.sku)`);
  if (product !== undefined) where.push(`v.product = ${parameter(product)}`);
  if (search !== undefined) where.push(wordsCondition(search, parameter));
  if (state === 'broken' || state === 'negative') where.push(TROUBLED);
  return where.join(' and ');
}

async function candidates(database: Queryable, query: OverviewQuery, after: string | null, limit: number): Promise<Candidate[]> {
  const values: unknown[] = [];
  const parameter = (value: unknown): string => { values.push(value); return `$${values.length}`; };
  const where = condition(query, parameter);
  const from = after === null ? '' : ` and v.sku > ${parameter(after)}`;
  // A picture that is drawn into the row itself is shown where it is small; a list of photographs has addresses.
  return database.query<Candidate>(
    `select v.sku, v.product, v.name, v.options, p.brand, case when length(coalesce(v.picture, p.picture)) <= 4096 then coalesce(v.picture, p.picture) end as picture
     from catalogue.variant v join catalogue.product p on p.code = v.product where ${where}${from} order by v.sku limit ${parameter(limit)}`, values);
}

const sum = (figures: StockFigures, of: (place: StockFigures['places'][number]) => number | null): number => figures.places.reduce((total, place) => total + (of(place) ?? 0), 0);

/** A row of the list. `available` is what the waterfall of this SKU ends at. Pure. */
export function overviewRow({ sku, product, name, options, picture, brand }: Candidate, figures: StockFigures): OverviewRow {
  const wanted = (figures.waiting.quantity ?? 0) + (figures.quarantined.quantity ?? 0);
  return {
    sku, product, name, brand, options, picture,
    onHand: sum(figures, (place) => place.sellable + place.picked + place.damaged + place.quarantine), reserved: sum(figures, (place) => place.reserved), broken: sum(figures, (place) => place.broken),
    wanted, available: availabilityOf(figures).sell, inTransit: sum(figures, (place) => place.inTransit), expected: sum(figures, (place) => place.expected),
    locations: figures.places.filter((place) => place.sellable > 0).length,
  };
}

/** How a SKU stands; `negative`: more is promised and asked for than there is. Pure. */
export function stands(row: OverviewRow, figures: StockFigures, state: OverviewQuery['state'], low = LOW): boolean {
  switch (state) {
    case undefined: return true;
    case 'broken': return row.broken > 0;
    case 'negative': return sum(figures, (place) => (place.active ? place.sellable - (place.reserved ?? 0) - (place.broken ?? 0) : 0)) - row.wanted < 0;
    case 'out': return row.available === 0;
    case 'low': return row.available > 0 && row.available <= low;
  }
}

/** A page of SKUs by SKU. With a state it may hold fewer rows than asked for and still go on: it ends where so many were looked at. */
export async function stockOverview(database: Queryable, query: OverviewQuery, now: Instant): Promise<{ items: OverviewRow[]; next: string | null }> {
  const items: OverviewRow[] = [];
  let after = query.after ?? null;
  for (let looked = 0; looked < LOOKED_AT; looked += CHUNK) {
    const chunk = query.state === undefined ? query.limit + 1 : CHUNK;
    const found = await candidates(database, query, after, chunk);
    const figures = await stockFigures(database, found.map(({ sku }) => sku), { now, location: query.location ?? null });
    for (const candidate of found) {
      if (items.length === query.limit) return { items, next: after };
      const known = figures.get(candidate.sku) as StockFigures;
      const row = overviewRow(candidate, known);
      after = candidate.sku;
      if (stands(row, known, query.state, query.low)) items.push(row);
    }
    if (found.length < chunk) return { items, next: null };
  }
  return { items, next: after };
}
