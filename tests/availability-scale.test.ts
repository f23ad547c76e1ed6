/** Questions about stock over many SKUs and locations: each reads the rows of its answer, by an index, however many others there are. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Queryable, Row } from '../server/kernel/database.ts';
import { pastFigures } from '../server/modules/availability/past.ts';
import { listDocuments } from '../server/modules/availability/documents.ts';
import { listMovements } from '../server/modules/availability/movements.ts';
import { stockOverview } from '../server/modules/availability/overview.ts';
import { stockFigures } from '../server/modules/intake/index.ts';
import { listProducts, listVariants } from '../server/modules/catalogue/queries.ts';
import { listPrices } from '../server/modules/catalogue/queries.ts';
import { testDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { openDatabase } from '../server/kernel/database.ts';
import type { Database } from '../server/kernel/database.ts';

const SKUS = 4000;
const PLACES = 20;

interface Node { 'Node Type': string; 'Relation Name'?: string; 'Actual Rows': number; 'Actual Loops': number; 'Rows Removed by Filter'?: number; 'Rows Removed by Index Recheck'?: number; Plans?: Node[] }

let own: TestDatabase;
let database: Database;

/** Rows that the statements of a question took from tables, and the tables that were read from end to end. */
function counting(): { on: Queryable; read: { rows: number; scanned: string[] } } {
  const read = { rows: 0, scanned: [] as string[] };
  const walk = (node: Node): void => {
    for (const inner of node.Plans ?? []) walk(inner);
    if (node['Relation Name'] === undefined) return;
    read.rows += (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)) * node['Actual Loops'];
    if (node['Node Type'] === 'Seq Scan') read.scanned.push(node['Relation Name']);
  };
  return {
    read,
    on: {
      query: async <R = Row>(text: string, values: readonly unknown[] = []): Promise<R[]> => {
        const [row] = await database.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(`explain (analyze, timing off, summary off, format json) ${text}`, values);
        walk((row as { 'QUERY PLAN': [{ Plan: Node }] })['QUERY PLAN'][0].Plan);
        return database.query<R>(text, values);
      },
    },
  };
}

beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase({ url: own.url, max: 2 });
  for (const statement of [
    `insert into locations.location (code, name, kind, address, calendar) select 'place-' || n, 'Place ' || n, 'store', '{}', '{}' from generate_series(1, ${PLACES}) n`,
    `insert into catalogue.product (code, name, brand) select 'model-' || n, 'Model ' || n, 'Brand' || n % 40 from generate_series(1, ${SKUS / 10}) n`,
    `insert into catalogue.variant (sku, product, name) select 'sku-' || lpad(n::text, 6, '0'), 'model-' || 1 + n % ${SKUS / 10}, 'Shoe' || n || ' size ' || 35 + n % 13 from generate_series(1, ${SKUS}) n`,
    `insert into catalogue.price (sku, list, currency, valid_from, amount) select sku, list, 'EUR', '2026-01-01', 100 from catalogue.variant, unnest(array['standard', 'outlet']) list`,
    `insert into books.stock_balance (sku, location, state, quantity) select sku, code, state, case when sku < 'sku-003900' and state = 'sellable' then 3 else 0 end from catalogue.variant, locations.location, unnest(array['sellable', 'picked']) state`,
    `insert into books.stock_movement (stream_id, seq, entry, sku, from_location, from_state, to_location, to_state, quantity, occurred_at, recorded_at)
       select gen_random_uuid(), 1, n, sku, '', 'supplier', 'place-1', 'sellable', 1, now(), now() - n * interval '1 day' from catalogue.variant, generate_series(1, 20) n`,
    `insert into books.event (stream_id, seq, stream_kind, type, body, hash) select stream_id, seq, 'stock', 'StockReceived', '{"by":{"kind":"key","id":"key_x"},"data":{"reference":"r"}}', '' from books.stock_movement`,
    `insert into availability.document (stream_id, seq, kind, location, products, units, by_kind, by_id, occurred_at, recorded_at) select stream_id, entry, 'count', 'place-' || 1 + entry % ${PLACES}, 1, 1, 'key', 'key_x', occurred_at, recorded_at from books.stock_movement`,
    `update books.stock_balance set broken = 1 where sku = 'sku-000042' and location = 'place-3' and state = 'sellable'`,
    'analyze',
  ]) await database.query(statement);
}, 120_000);
afterAll(async () => { await database.close(); await own.close(); });

const overview = (more: Record<string, unknown>) => (on: Queryable) => stockOverview(on, { limit: 50, ...more }, new Date().toISOString());
const moved = { sku: 'sku-000042', limit: 5 };

describe(`over ${SKUS} SKUs at ${PLACES} locations`, () => {
  // About twice what each needs: two balances per location, a handful of rows beside them.
  it.each<[string, (on: Queryable) => Promise<unknown>, number]>([
    ['the list of SKUs', overview({}), 6000],
    ['the list further on', overview({ after: 'sku-002000' }), 6000],
    ['the list of a location', overview({ location: 'place-7' }), 1500],
    ['the list by words', overview({ search: 'brand7 shoe8' }), 6000],
    ['the list of one product', overview({ product: 'model-7' }), 1500],
    ['the SKUs that are out, at the end of all', overview({ state: 'out', after: 'sku-003800' }), 25_000],
    ['the SKUs whose promises are broken', overview({ state: 'broken' }), 200],
    ['the figures of one SKU', (on) => stockFigures(on, ['sku-000042'], { now: new Date().toISOString(), named: true }), 150],
    ['the figures of one SKU in the past', (on) => pastFigures(on, 'sku-000042', new Date(Date.now() - 5.5 * 86_400_000).toISOString(), null), 300],
    ['its movements', (on) => listMovements(on, moved), 60],
    ['its movements of a week ago', (on) => listMovements(on, { ...moved, until: new Date(Date.now() - 7 * 86_400_000).toISOString() }), 60],
    ['the counts of a location', (on) => listDocuments(on, { kind: 'count', location: 'place-3', limit: 20 }), 60],
    ['products by words', (on) => listProducts(on, { limit: 20, search: 'model 7 brand7' }), 100],
    ['variants by words', (on) => listVariants(on, { limit: 20, search: 'shoe77' }), 150],
    ['a page of prices', (on) => listPrices(on, 'outlet', { limit: 50, after: 'sku-001000~EUR~2026-01-01T00:00:00.000Z' }), 120],
  ])('%s', async (_name, ask, most) => {
    const { on, read } = counting();
    await ask(on);
    expect(read.scanned).toEqual([]);
    expect(read.rows).toBeGreaterThan(0);
    expect(read.rows).toBeLessThanOrEqual(most);
  });
});
