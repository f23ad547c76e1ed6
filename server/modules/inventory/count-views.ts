/** Counts as screens show them: what was counted against the books, what is still to be counted, and neighbours that were passed over. */
import { z } from 'zod';
import type { Actor } from '../../kernel/command.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, page, wire, WireId } from '../../kernel/wire.ts';
import { ShownProduct, shownProducts } from '../catalogue/index.ts';
import { CountScope, inPlaces } from './count-rules.ts';
import { countedIn, sessionFor } from './count-sessions.ts';
import { against } from './shelf-rules.ts';
import type { Session } from './count-sessions.ts';

export const CountQuery = z.object({ ...page, location: z.string().max(63).optional(), status: z.enum(['open', 'closed', 'abandoned']).optional() });

const Head = z.object({ id: WireId, location: z.string(), scope: CountScope, names: z.array(z.string()).describe('Of the first products of the scope'), status: z.enum(['open', 'closed', 'abandoned']), startedAt: z.string(), startedBy: z.string(), endedAt: z.string().nullable(), endedBy: z.string().nullable(), entries: z.int().describe('Scans so far; name it when the count is closed') });
export const CountRow = Head.extend({ pieces: z.int(), skus: z.int() });
const Product = ShownProduct.extend({ place: z.string().nullable() });
/** `books`: what should be there. For a product that was not counted `counted` is null: blank is not zero. */
export const CountLine = Product.extend({ counted: z.int().nullable(), books: z.int(), difference: z.int().nullable(), inScope: z.boolean() });
export const CountView = CountRow.extend({
  lines: z.array(CountLine).describe('What was counted'), toCount: z.int().describe('Products of the scope that were not counted'),
  neighbours: z.array(CountLine).describe('Other sizes of what was counted that the books have here and nobody counted'), can: z.array(z.string()),
});
export const UncountedQuery = z.object(page);

const headOf = (row: Session, names: ReadonlyMap<string, string>): z.infer<typeof Head> => ({ id: wire('count', row.id), location: row.location, scope: row.scope, names: firstOf(row.scope).map((code) => names.get(code) ?? code), status: row.status, startedAt: row.started_at, startedBy: row.started_by, endedAt: row.ended_at, endedBy: row.ended_by, entries: row.entries });

/** A scope is told by the first few of what it names. */
const NAMED = 3;
const firstOf = (scope: CountScope): string[] => (scope.kind === 'products' ? scope.products : scope.kind === 'skus' ? scope.skus : []).slice(0, NAMED);
async function namesOf(database: Queryable, scopes: readonly CountScope[]): Promise<Map<string, string>> {
  const codes = [...new Set(scopes.flatMap(firstOf))];
  const rows = codes.length === 0 ? [] : await database.query<{ code: string; name: string }>('select code, name from catalogue.product where code = any($1) union all select sku, name from catalogue.variant where sku = any($1)', [codes]);
  return new Map(rows.map((row) => [row.code, row.name]));
}

/** Counts of the account's locations, the latest first. */
export async function listCounts(database: Database, actor: Actor, { after, limit, location, status }: z.infer<typeof CountQuery>): Promise<{ counts: z.infer<typeof CountRow>[]; next: string | null }> {
  const cursor = decodeCursor(after, ['uuid']);
  const rows = await database.query<Session & { pieces: number; skus: number }>(
    `select s.*, n.entries, n.pieces, n.skus from inventory.count_session s, lateral (
       select coalesce(max(seq), 0)::int as entries, coalesce(sum(quantity), 0)::int as pieces, count(distinct sku)::int as skus from inventory.count_entry where session_id = s.id) n
     where ($1::text[] is null or s.location = any($1)) and ($2::text is null or s.location = $2) and ($3::text is null or s.status = $3) and ($4::uuid is null or s.id < $4) order by s.id desc limit $5`,
    [actor.locations === 'all' ? null : actor.locations, location ?? null, status ?? null, cursor?.[0] ?? null, limit + 1]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const names = await namesOf(database, shown.map((row) => row.scope));
  return { counts: shown.map((row) => ({ ...headOf(row, names), pieces: row.pieces, skus: row.skus })), next: rows.length > limit && last ? encodeCursor([last.id]) : null };
}

/** One count as it stands. A closed one shows what was booked then, against what the books had. */
export async function presentCount(database: Database, actor: Actor, id: Uuid): Promise<z.infer<typeof CountView>> {
  const session = await sessionFor(database, actor, id);
  const [counted, scope, booked] = await Promise.all([countedIn(database, session), scopeOf(database, session), bookedBy(database, session)]);
  const lines = counted.map((one) => {
    const { books, difference } = against(one);
    const settled = booked.get(one.sku);
    return { sku: one.sku, counted: one.counted, books: settled === undefined ? books : one.counted - settled, difference: settled ?? difference, inScope: scope === null || scope.has(one.sku) };
  });
  const done = new Set(counted.map((one) => one.sku));
  const neighbours = session.status === 'open' ? await siblings(database, session.location, [...done]) : [];
  const missing = scope === null ? await onBooks(database, session.location) : [...scope];
  const views = await productViews(database, session.location, [...lines.map((line) => line.sku), ...neighbours.map((one) => one.sku)]);
  return {
    ...headOf(session, await namesOf(database, [session.scope])), pieces: counted.reduce((sum, one) => sum + one.counted, 0), skus: counted.length, toCount: missing.filter((sku) => !done.has(sku)).length,
    lines: lines.flatMap((line) => { const product = views.get(line.sku); return product ? [{ ...product, ...line }] : []; }),
    neighbours: neighbours.flatMap(({ sku, quantity }) => { const product = views.get(sku); return product ? [{ ...product, counted: null, books: quantity, difference: null, inScope: scope === null || scope.has(sku) }] : []; }),
    can: session.status === 'open' ? ['scan', 'abandon', ...(counted.length > 0 ? ['close'] : [])] : [],
  };
}

/** Products of the scope that nobody counted, by SKU. */
export async function listUncounted(database: Database, actor: Actor, id: Uuid, { after, limit }: z.infer<typeof UncountedQuery>): Promise<{ lines: z.infer<typeof CountLine>[]; next: string | null }> {
  const session = await sessionFor(database, actor, id);
  const cursor = decodeCursor(after, 1);
  const [counted, scope] = await Promise.all([countedIn(database, session), scopeOf(database, session)]);
  const done = new Set(counted.map((one) => one.sku));
  const left = [...(scope ?? await onBooks(database, session.location))].filter((sku) => !done.has(sku) && (cursor === null || sku > String(cursor[0]))).sort((a, b) => (a < b ? -1 : 1));
  const shown = left.slice(0, limit);
  const [views, shelf] = await Promise.all([productViews(database, session.location, shown), shelfOf(database, session.location, shown)]);
  const last = shown.at(-1);
  return {
    lines: shown.flatMap((sku) => { const product = views.get(sku); return product ? [{ ...product, counted: null, books: shelf.get(sku) ?? 0, difference: null, inScope: true }] : []; }),
    next: left.length > limit && last !== undefined ? encodeCursor([last]) : null,
  };
}

/** SKUs that a count is about; null is everything there is. */
async function scopeOf(database: Queryable, { location, scope }: Session): Promise<Set<string> | null> {
  switch (scope.kind) {
    case 'all': return null;
    case 'skus': return new Set(scope.skus);
    case 'products': return new Set((await database.query<{ sku: string }>('select sku from catalogue.variant where product = any($1) and active', [scope.products])).map((row) => row.sku));
    case 'places': return new Set((await database.query<{ sku: string; place: string }>('select sku, place from inventory.place where location = $1', [location])).filter((row) => inPlaces(row.place, scope.from, scope.to)).map((row) => row.sku));
    default: return scope satisfies never;
  }
}

/** What the books have on the shelves of a location. */
const onBooks = async (database: Queryable, location: string): Promise<string[]> => (await database.query<{ sku: string }>(`select sku from books.stock_balance where location = $1 and state = 'sellable' and quantity > 0`, [location])).map((row) => row.sku);
const shelfOf = async (database: Queryable, location: string, skus: readonly string[]): Promise<Map<string, number>> =>
  new Map((await database.query<{ sku: string; quantity: number }>(`select sku, quantity::int from books.stock_balance where location = $1 and state = 'sellable' and sku = any($2)`, [location, skus])).map((row) => [row.sku, row.quantity]));

/** Differences as they were booked when the count was closed: its stream bears the count's own id. */
async function bookedBy(database: Queryable, { id, status }: Session): Promise<Map<string, number>> {
  if (status !== 'closed') return new Map();
  const [row] = await database.query<{ lines: { sku: string; difference: number }[] }>(`select body::json -> 'data' -> 'lines' as lines from books.event where stream_id = $1 and type = 'StockCounted'`, [id]);
  return new Map((row?.lines ?? []).map((line) => [line.sku, line.difference]));
}

/** Other sizes of the same products that the books have here: shoes that stand beside each other are counted together. */
const siblings = (database: Queryable, location: string, counted: readonly string[]): Promise<{ sku: string; quantity: number }[]> => database.query(
  `select v.sku, b.quantity::int from catalogue.variant v join books.stock_balance b on b.sku = v.sku and b.location = $1 and b.state = 'sellable' and b.quantity > 0
   where v.product in (select product from catalogue.variant where sku = any($2)) and v.sku <> all($2) order by v.product, v.sku limit 100`, [location, counted]);

async function productViews(database: Queryable, location: string, skus: readonly string[]): Promise<Map<string, z.infer<typeof Product>>> {
  const [shown, places] = await Promise.all([
    shownProducts(database, skus), database.query<{ sku: string; place: string }>('select sku, place from inventory.place where location = $1 and sku = any($2)', [location, skus]),
  ]);
  const at = new Map(places.map((row) => [row.sku, row.place]));
  return new Map([...shown].map(([sku, product]) => [sku, { ...product, place: at.get(sku) ?? null }]));
}
