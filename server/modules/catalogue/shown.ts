/** Products as screens show them beside a number: name, picture (the product's where the size has none), what tells the size, barcodes. */
import { z } from 'zod';
import type { Queryable } from '../../kernel/database.ts';

export const ShownProduct = z.object({ sku: z.string(), product: z.string(), name: z.string(), picture: z.string().nullable(), options: z.record(z.string(), z.string()), gtins: z.array(z.string()) });
export type ShownProduct = z.infer<typeof ShownProduct>;

/** By SKU; one that is not in the catalogue is absent. */
export async function shownProducts(database: Queryable, skus: readonly (string | null)[]): Promise<Map<string, ShownProduct>> {
  const wanted = [...new Set(skus.filter((sku) => sku !== null))];
  const rows = wanted.length === 0 ? [] : await database.query<ShownProduct>(
    `select v.sku, v.product, v.name, coalesce(v.picture, p.picture) as picture, v.options, array(select b.gtin::text from catalogue.barcode b where b.sku = v.sku order by 1) as gtins
     from catalogue.variant v join catalogue.product p on p.code = v.product where v.sku = any($1)`, [wanted]);
  return new Map(rows.map((row) => [row.sku, row]));
}

/** What is shown of a line whose product may have left the catalogue. */
export const shownOf = (products: ReadonlyMap<string, ShownProduct>, sku: string | null): Pick<ShownProduct, 'picture' | 'options' | 'gtins'> => {
  const { picture = null, options = {}, gtins = [] } = products.get(sku ?? '') ?? {};
  return { picture, options, gtins };
};
