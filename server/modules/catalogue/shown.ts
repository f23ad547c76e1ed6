/** Products as screens show them beside a number: name, picture (the product's where the size has none), what tells the size, barcodes. */
import { z } from 'zod';
import type { Queryable } from '../../kernel/database.ts';

/** By what a product is scanned; whoever counts scans before the server does needs to know what a carton holds. */
export const Barcodes = { gtins: z.array(z.string()), cartons: z.record(z.string(), z.int()).optional().describe('Pieces in a carton by its barcode, which is one of the barcodes; absent when there is no such barcode') };

export const ShownProduct = z.object({ sku: z.string(), product: z.string(), name: z.string(), picture: z.string().nullable(), options: z.record(z.string(), z.string()), ...Barcodes });
export type ShownProduct = z.infer<typeof ShownProduct>;

/** Of a variant `v`: what its cartons hold, by barcode; null when it has none. */
export const CARTONS = '(select json_object_agg(b.gtin, b.quantity) from catalogue.barcode b where b.sku = v.sku and b.quantity > 1)';

/** By SKU; one that is not in the catalogue is absent. */
export async function shownProducts(database: Queryable, skus: readonly (string | null)[]): Promise<Map<string, ShownProduct>> {
  const wanted = [...new Set(skus.filter((sku) => sku !== null))];
  const rows = wanted.length === 0 ? [] : await database.query<Omit<ShownProduct, 'cartons'> & { cartons: Record<string, number> | null }>(
    `select v.sku, v.product, v.name, coalesce(v.picture, p.picture) as picture, v.options, array(select b.gtin::text from catalogue.barcode b where b.sku = v.sku order by 1) as gtins, ${CARTONS} as cartons
     from catalogue.variant v join catalogue.product p on p.code = v.product where v.sku = any($1)`, [wanted]);
  return new Map(rows.map(({ cartons, ...row }) => [row.sku, cartons === null ? row : { ...row, cartons }]));
}

/** What is shown of a line whose product may have left the catalogue. */
export const shownOf = (products: ReadonlyMap<string, ShownProduct>, sku: string | null): Pick<ShownProduct, 'picture' | 'options' | 'gtins' | 'cartons'> => {
  const { picture = null, options = {}, gtins = [], cartons } = products.get(sku ?? '') ?? {};
  return { picture, options, gtins, ...(cartons === undefined ? {} : { cartons }) };
};
