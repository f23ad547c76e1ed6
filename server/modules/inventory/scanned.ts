/** What scanned codes stand for: one question for all codes of a request. */
import type { Queryable } from '../../kernel/database.ts';
import { normaliseGtin } from '../../kernel/gtin.ts';

/** A product as it was scanned; a barcode of a carton stands for as many pieces as it holds. */
export interface Scanned { sku: string; pieces: number }

/** SKUs by what was scanned: a GTIN in any length, or the SKU itself. A code that nobody knows is absent. */
export async function skusOf(database: Queryable, codes: readonly string[]): Promise<Map<string, Scanned>> {
  const gtins = codes.flatMap((code) => normaliseGtin(code) ?? []);
  const rows = await database.query<{ key: string; sku: string; pieces: number }>('select gtin as key, sku, quantity as pieces from catalogue.barcode where gtin = any($1) union all select sku, sku, 1 from catalogue.variant where sku = any($2)', [gtins, codes]);
  const found = new Map(rows.map(({ key, sku, pieces }) => [key, { sku, pieces }]));
  return new Map(codes.flatMap((code) => {
    const scanned = found.get(normaliseGtin(code) ?? '') ?? found.get(code);
    return scanned === undefined ? [] : [[code, scanned] as const];
  }));
}
