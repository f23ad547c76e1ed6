/** Questions about what is sold: products and variants, what a barcode stands for, what it costs and which VAT it carries. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import { normaliseGtin } from '../../kernel/gtin.ts';
import { pageOf } from '../documents/index.ts';
import type { ProductBody, VariantBody } from './contract.ts';
import { catalogueProblems } from './problems.ts';
import { productWordsCondition, wordsCondition } from './words.ts';

export type ProductView = ProductBody & { code: string; version: number; updatedAt: Instant };
export type VariantView = VariantBody & { sku: string; version: number; updatedAt: Instant };
export interface PageOf<T> { items: T[]; next: string | null }
type Wanted = { after?: string | undefined; limit: number };

type ProductRow = Omit<ProductView, 'updatedAt'> & { updated_at: Instant };
interface VariantRow {
  sku: string; product: string; name: string; kind: VariantBody['kind']; unit: VariantBody['unit']; options: Record<string, string>; weight_grams: number; vat_class: string;
  picture: string | null; tags: string[]; active: boolean; backorder: boolean; released_on: string | null; version: number; updated_at: Instant; barcodes: VariantBody['barcodes']; components: VariantBody['components'];
}

const productView = ({ updated_at, ...row }: ProductRow): ProductView => ({ ...row, updatedAt: updated_at });
const variantView = ({ weight_grams, vat_class, updated_at, released_on, ...row }: VariantRow): VariantView => ({ ...row, weightGrams: weight_grams, vatClass: vat_class, releasedOn: released_on, updatedAt: updated_at });

const PRODUCT = 'p.code, p.name, p.brand, p.description, p.picture, p.tags, p.attributes, p.version, p.updated_at';
const VARIANT = `v.sku, v.product, v.name, v.kind, v.unit, v.options, v.weight_grams, v.vat_class, v.picture, v.tags, v.active, v.backorder, v.released_on::text as released_on, v.version, v.updated_at,
  (select coalesce(json_agg(json_build_object('gtin', b.gtin, 'quantity', b.quantity) order by b.gtin), '[]') from catalogue.barcode b where b.sku = v.sku) as barcodes,
  (select coalesce(json_agg(json_build_object('sku', c.sku, 'quantity', c.quantity) order by c.sku), '[]') from catalogue.bundle_component c where c.bundle = v.sku) as components`;

/** Conditions that are put together as they are asked for; a plan for each combination uses the index that fits. */
function conditions(): { where: string[]; values: unknown[]; parameter: (value: unknown) => string } {
  const values: unknown[] = [];
  return { where: ['true'], values, parameter: (value) => { values.push(value); return `$${values.length}`; } };
}

/** Products in the order of their codes. `search` is the beginnings of words of the code, name or brand, in any case and order. */
export async function listProducts(database: Queryable, { after, limit, tag, search }: Wanted & { tag?: string | undefined; search?: string | undefined }): Promise<PageOf<ProductView>> {
  const { where, values, parameter } = conditions();
  if (after !== undefined) where.push(`p.code > ${parameter(after)}`);
  if (tag !== undefined) where.push(`p.tags @> array[${parameter(tag)}]`);
  if (search !== undefined) where.push(productWordsCondition(search, parameter));
  const rows = await database.query<ProductRow>(`select ${PRODUCT} from catalogue.product p where ${where.join(' and ')} order by p.code limit ${parameter(limit + 1)}`, values);
  return pageOf(rows, limit, (row) => row.code, productView);
}

export async function productByCode(database: Queryable, code: string): Promise<ProductView | null> {
  const [row] = await database.query<ProductRow>(`select ${PRODUCT} from catalogue.product p where p.code = $1`, [code]);
  return row ? productView(row) : null;
}

/** Variants in the order of their SKUs. `search` is the beginnings of words of the SKU or name, or of the product's code, name or brand. */
export async function listVariants(database: Queryable, { after, limit, product, active, search }: Wanted & { product?: string | undefined; active?: boolean | undefined; search?: string | undefined }): Promise<PageOf<VariantView>> {
  const { where, values, parameter } = conditions();
  if (after !== undefined) where.push(`v.sku > ${parameter(after)}`);
  if (product !== undefined) where.push(`v.product = ${parameter(product)}`);
  if (active !== undefined) where.push(`v.active = ${parameter(active)}`);
  if (search !== undefined) where.push(wordsCondition(search, parameter));
  const rows = await database.query<VariantRow>(`select ${VARIANT} from catalogue.variant v where ${where.join(' and ')} order by v.sku limit ${parameter(limit + 1)}`, values);
  return pageOf(rows, limit, (row) => row.sku, variantView);
}

export async function variantsOf(database: Queryable, skus: readonly string[]): Promise<Map<string, VariantView>> {
  if (skus.length === 0) return new Map();
  const rows = await database.query<VariantRow>(`select ${VARIANT} from catalogue.variant v where v.sku = any($1)`, [[...new Set(skus)]]);
  return new Map(rows.map((row) => [row.sku, variantView(row)]));
}

export const variantBySku = async (database: Queryable, sku: string): Promise<VariantView | null> => (await variantsOf(database, [sku])).get(sku) ?? null;

export interface ScannedView { gtin: string; quantity: number; variant: VariantView; product: ProductView }

/**
 * What a scanned barcode stands for: a GTIN of any length, with leading zeros or without. Refuses what is no GTIN (a misread), and one
 * that no product has.
 */
export async function findByBarcode(database: Queryable, scanned: string): Promise<ScannedView> {
  const gtin = normaliseGtin(scanned);
  if (gtin === null) throw catalogueProblems.barcode_invalid({ detail: `"${scanned}" is not a GTIN: it needs 8, 12, 13 or 14 digits of which the last is the check digit. Scan it again.`, found: scanned, field: 'gtin' });
  const [row] = await database.query<{ sku: string; quantity: number }>('select sku, quantity from catalogue.barcode where gtin = $1', [gtin]);
  const variant = row ? await variantBySku(database, row.sku) : null;
  const product = variant ? await productByCode(database, variant.product) : null;
  if (!row || !variant || !product) throw catalogueProblems.barcode_unknown({ detail: `No product has barcode ${gtin}. Check that the right label was scanned, or add the barcode to its SKU.`, found: gtin });
  return { gtin, quantity: row.quantity, variant, product };
}

export interface PriceView { sku: string; list: string; currency: string; validFrom: Instant; validUntil: Instant | null; amount: number; includesTax: boolean }
interface PriceRow { sku: string; list: string; currency: string; valid_from: Instant; valid_until: Instant | null; amount: number; includes_tax: boolean }
const priceView = (row: PriceRow): PriceView => ({ sku: row.sku, list: row.list, currency: row.currency, validFrom: row.valid_from, validUntil: row.valid_until, amount: row.amount, includesTax: row.includes_tax });
const PRICE = 'sku, list, currency, valid_from, valid_until, amount, includes_tax';

/** All periods of a price list, by SKU, currency and beginning. The key of a page names all three. */
export async function listPrices(database: Queryable, list: string, { after, limit, search }: Wanted & { search?: string | undefined }): Promise<PageOf<PriceView>> {
  const [sku, currency = '', from = ''] = after?.split('~') ?? [];
  const { where, values, parameter } = conditions();
  where.push(`list = ${parameter(list)}`);
  if (sku !== undefined) where.push(`(sku, currency, valid_from) > (${parameter(sku)}, ${parameter(currency)}, coalesce(${parameter(Number.isNaN(Date.parse(from)) ? null : from)}::timestamptz, '-infinity'))`);
  if (search !== undefined) where.push(`sku in (select v.sku from catalogue.variant v where ${wordsCondition(search, parameter)})`);
  const rows = await database.query<PriceRow>(`select ${PRICE} from catalogue.price where ${where.join(' and ')} order by sku, currency, valid_from limit ${parameter(limit + 1)}`, values);
  return pageOf(rows, limit, (row) => [row.sku, row.currency, row.valid_from].join('~'), priceView);
}

/** All prices of a SKU, on every list, past and still to come. */
export const pricesOf = async (database: Queryable, sku: string): Promise<PriceView[]> => (await database.query<PriceRow>(`select ${PRICE} from catalogue.price where sku = $1 order by list, currency, valid_from`, [sku])).map(priceView);

/** Bundles that a SKU is a part of. */
export const bundlesWith = async (database: Queryable, sku: string): Promise<string[]> => (await database.query<{ bundle: string }>('select bundle from catalogue.bundle_component where sku = $1 order by bundle', [sku])).map(({ bundle }) => bundle);

/** Prices of several SKUs at a moment, by SKU; one without a price is absent. */
export async function pricesAt(database: Queryable, skus: readonly string[], { list, currency, at }: { list: string; currency: string; at: Instant }): Promise<Map<string, PriceView>> {
  if (skus.length === 0) return new Map();
  const rows = await database.query<PriceRow>(
    `select distinct on (sku) ${PRICE} from catalogue.price where sku = any($1) and list = $2 and currency = $3 and valid_from <= $4 and (valid_until is null or valid_until > $4) order by sku, valid_from desc`,
    [[...new Set(skus)], list, currency, at],
  );
  return new Map(rows.map((row) => [row.sku, priceView(row)]));
}

/** The VAT rate in millionths of a class in a country on a local date "2026-03-01"; null when none is known. */
export async function vatRate(database: Queryable, country: string, vatClass: string, date: string): Promise<number | null> {
  const [row] = await database.query<{ rate: number }>('select rate from catalogue.vat_rate where country = $1 and class = $2 and valid_from <= $3 order by valid_from desc limit 1', [country, vatClass, date]);
  return row?.rate ?? null;
}

export interface RateView { country: string; class: string; validFrom: string; rate: number }

/** All VAT rates, or those of a country, the present and the past. */
export async function listRates(database: Queryable, country?: string): Promise<RateView[]> {
  return database.query<RateView>('select country, class, valid_from as "validFrom", rate from catalogue.vat_rate where $1::text is null or country = $1 order by country, class, valid_from', [country ?? null]);
}
